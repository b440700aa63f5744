"""The program from outside: what it prints where, what it writes, and how it ends."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import REGION, ROOT, environment, own, program, run, second_region
from jsonschema import Draft202012Validator

import booklet
from booklet.check.structure import read
from booklet.cli.app import MEANINGS
from booklet.errors import ExitCode


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# The program as a whole


def test_help_tells_every_exit_code() -> None:
    shown = " ".join(run("--help").stdout.split())
    assert set(MEANINGS) == set(ExitCode)
    for code, meaning in MEANINGS.items():
        assert f"{code:d} {meaning}" in shown


@pytest.mark.parametrize(
    "command",
    ["build", "checklist", "exam-form", "impose", "watch", "figure", "proof", "init", "check", "list", "schema"],
)
def test_every_command_has_help(command: str) -> None:
    result = run(command, "-h")
    assert result.exit_code == 0
    assert f" {command} " in result.stdout


def test_the_version() -> None:
    assert run("--version").stdout == f"booklet {booklet.__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [["bild"], ["build", "--papper"], ["build", "--paper", "a3"], ["list", "nerves"], ["figure"], ["check"],
     ["--library", "nowhere", "build"], ["figure", "hero", "--width-mm", "2"]],
)  # fmt: skip
def test_a_wrong_command_line_is_told(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == "" and result.stderr


def test_building_imports_nothing_that_it_does_not_need() -> None:
    code = "import sys; from booklet.cli import app; import contextlib\n"
    code += f"with contextlib.suppress(SystemExit): app.app(['build', '{REGION}'])\n"
    code += "print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True)
    loaded = set(modules.stdout.split())
    assert "reportlab" in loaded
    assert loaded.isdisjoint({"rich", "pikepdf", "watchfiles", "svgwrite", "svglib", "booklet.inspection"})


def test_a_reader_that_goes_away_stops_nothing(folder: Path) -> None:
    command = [sys.executable, "-m", "booklet", "build"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == ExitCode.OK
    assert (folder / "out" / f"{REGION}.pdf").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_without_a_word(folder: Path) -> None:
    command = [sys.executable, "-m", "booklet", "build", "--all-variants"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        first = process.stdout.readline().decode().strip()
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == ExitCode.INTERRUPTED
    assert [path.name for path in (folder / "out").glob(".*")] == []
    assert read(first).pages


# build


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("soon", "is not a number of seconds"),
        ("-1", "is not a number of seconds"),
        ("1\u00b2", "is not a number of seconds"),
        ("253402300800", "is after the year 9999"),
        ("9" * 40, "is after the year 9999"),
    ],
)
def test_a_date_that_is_none_is_one_line_and_keeps_the_good_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str, what: str
) -> None:
    good = folder / "out" / f"{REGION}.pdf"
    good.parent.mkdir()
    good.write_bytes(b"good")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    result = run("build", REGION)
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr.splitlines()[0] == f'SOURCE_DATE_EPOCH: error: "{value}" {what}'
    assert good.read_bytes() == b"good"


def test_build_writes_what_it_says(folder: Path) -> None:
    result = run("build", REGION, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    printed = json.loads(result.stdout)
    [made] = printed["files"]
    assert printed["mistakes"] == []
    assert made["path"] == str(Path("out") / f"{REGION}.pdf")
    report = read(made["path"])
    assert made["bytes"] == Path(made["path"]).stat().st_size
    assert made["pages"] == report.pages
    assert report.identifier == f"booklet:handout/{REGION}/en/letter#{made['digest']}"


def test_build_prints_paths_and_the_options_are_in_the_names() -> None:
    result = run("build", "--paper", "a4", "--large-print", "--grey", "--out", "there")
    assert (result.exit_code, result.stderr) == (0, "")
    assert Path(result.stdout.strip()) == Path("there") / f"{REGION}-a4-large-print-grey.pdf"
    assert read(result.stdout.strip()).identifier.startswith(f"booklet:handout/{REGION}/en/a4/large-print/grey#")


def test_build_sweeps_up_what_a_killed_run_has_left(folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / ".booklet-0123456789abcdef.part").write_bytes(b"half")
    run("build", "nowhere")
    assert list((folder / "out").iterdir()) == []


def test_an_unknown_region_is_told_and_the_others_are_built() -> None:
    result = run("build", "lower-back", REGION)
    assert result.exit_code == ExitCode.MISTAKE
    assert result.stderr.startswith("region lower-back: error: is not in the library; ")
    assert Path(result.stdout.strip()).is_file()


@pytest.mark.parametrize(
    "break_it",
    [
        lambda text: text.replace("overline:", "ovverline:"),
        lambda text: text.replace("message: Your", "message: ☃ Your"),
        lambda text: text.replace("muscles: [", "muscles: [nose, "),
    ],
    ids=["unknown key", "no such glyph", "unknown muscle"],
)
def test_a_bad_region_does_not_stop_the_others(break_it: Callable[[str], str]) -> None:
    second_region(break_it)
    result = run("build", "--json")
    assert result.exit_code == ExitCode.MISTAKE
    printed = json.loads(result.stdout)
    assert [Path(made["path"]).name for made in printed["files"]] == [f"{REGION}.pdf"]
    assert printed["mistakes"] and all(mistake["message"] for mistake in printed["mistakes"])
    assert "Traceback" not in result.stderr


def test_a_bad_muscle_stops_only_the_regions_that_use_it() -> None:
    own("content/muscles/soleus.yaml", lambda text: text.replace("plain:", "plian:"))
    second_region(lambda text: text.replace(", soleus", ""))
    result = run("build")
    assert result.exit_code == ExitCode.MISTAKE
    assert [Path(line).name for line in result.stdout.splitlines()] == ["second.pdf"]
    told = result.stderr.splitlines()
    assert 'content/muscles/soleus.yaml:2:1: error: unknown key "plian"; did you mean "plain"?' in told
    assert any(line.startswith(f"content/regions/{REGION}.yaml:") and 'muscle "soleus"' in line for line in told)


def test_a_mistake_that_concerns_all_stops_all_and_the_json_tells_it() -> None:
    own("content/safety.yaml", lambda text: text.replace("one_flag:", "one_flagg:"))
    result = run("build", "--json")
    assert result.exit_code == ExitCode.MISTAKE
    printed = json.loads(result.stdout)
    assert printed["files"] == []
    assert {mistake["path"] for mistake in printed["mistakes"]} == {"content/safety.yaml"}
    assert all(mistake["line"] for mistake in printed["mistakes"])


def test_what_cannot_be_written_is_told_in_one_line(folder: Path) -> None:
    (folder / "file").write_text("in the way")
    result = run("build", "--out", "file/out")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert len(result.stderr.splitlines()) == 1 and "cannot be written: " in result.stderr


def on_terminal(*arguments: str, **changes: str) -> str:
    """What the program shows on a terminal of 100 columns."""
    import pty

    outside, inside = pty.openpty()
    command = [sys.executable, "-m", "booklet", *arguments]
    terminal = {"TERM": "xterm-256color", "COLUMNS": "100", **changes}
    with subprocess.Popen(command, env=environment(**terminal), stdout=inside, stderr=inside):
        os.close(inside)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that the other end is closed
            while piece := os.read(outside, 4096):
                shown += piece
    os.close(outside)
    return shown.decode()


@pytest.mark.parametrize("command", ["list", "list --json", "build nowhere"])
def test_the_program_may_be_started_without_an_output(tmp_path: Path, command: str) -> None:
    closed = f"{sys.executable} -m booklet {command} >&- 2>&-"
    result = subprocess.run(["sh", "-c", closed], cwd=tmp_path, env=environment(), timeout=60)
    assert result.returncode == (ExitCode.MISTAKE if "nowhere" in command else ExitCode.OK)


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_a_terminal_shows_colour_and_progress_unless_they_are_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS"):
        monkeypatch.delenv(name, raising=False)
    assert "\x1b[31merror\x1b[0m: is not in the library" in on_terminal("build", "nowhere")
    assert "\x1b" not in on_terminal("build", "nowhere", NO_COLOR="1")
    second_region()
    shown = on_terminal("build")
    assert "2/2" in shown and shown.rstrip().endswith(str(Path("out/second.pdf")))
    assert "2/2" not in on_terminal("--quiet", "build")


def test_messages_have_no_colour_where_nobody_sees_it() -> None:
    result = program("build", "nowhere", capture_output=True)
    assert result.stderr and "\x1b" not in result.stderr + result.stdout


# figure


def test_a_figure_goes_to_standard_output_or_to_a_file() -> None:
    printed = run("figure", "hero")
    assert ET.fromstring(printed.stdout).tag.endswith("svg")
    assert run("figure", "hero", "-o", "-").stdout == printed.stdout
    assert run("figure", "hero", "-o", "there/hero.svg").stdout == "there/hero.svg\n"
    assert Path("there/hero.svg").read_text(encoding="utf-8") == printed.stdout


def test_a_figure_has_the_width_the_panels_and_the_colours_asked_for() -> None:
    whole = ET.fromstring(run("figure", "where-to-look", "--width-mm", "90").stdout)
    part = ET.fromstring(run("figure", "where-to-look", "--width-mm", "90", "--panel", "back", "--grey").stdout)
    assert whole.get("width") == part.get("width") == "90mm"
    assert len(list(part.iter())) < len(list(whole.iter()))
    colours = {element.get("fill", "none") for element in part.iter()} - {"none"}
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours if colour.startswith("#"))


@pytest.mark.parametrize(
    ("arguments", "hint"), [(["heros"], 'did you mean "hero"?'), (["where-to-look", "--panel", "bakc"], '"back"')]
)
def test_an_unknown_figure_or_panel_is_told(arguments: list[str], hint: str) -> None:
    result = run("figure", *arguments)
    assert (result.exit_code, result.stdout) == (ExitCode.MISTAKE, "")
    assert hint in result.stderr


# list, schema, init


@pytest.mark.parametrize(
    ("kind", "id_"),
    [
        ("regions", REGION),
        ("muscles", "soleus"),
        ("figures", "hero"),
        ("formats", "handout"),
        ("techniques", "cane"),
        ("layouts", "saddle"),
        ("folds", "gate"),
        ("folds", "map-RxC"),
    ],
)
def test_lists_for_people_and_for_programs(kind: str, id_: str) -> None:
    listed = json.loads(run("list", kind, "--json").stdout)[kind]
    assert id_ in [entry["id"] for entry in listed]
    shown = run("list", kind).stdout
    assert all(entry["id"] in shown for entry in listed)


def test_schemas_go_to_a_folder_or_to_standard_output() -> None:
    printed = json.loads(run("schema").stdout)
    written = run("schema", "-o", "schemas").stdout.splitlines()
    assert len(written) == len(printed) + 1
    for name, schema in printed.items():
        Draft202012Validator.check_schema(schema)
        assert json.loads(Path(f"schemas/{name}.schema.json").read_text()) == schema
    entry = json.loads(Path("schemas/yaml-schemas.json").read_text())["yaml.schemas"]
    assert all(Path(path).is_file() for path in entry)


def test_a_new_library_builds_at_once_and_is_used_from_inside_and_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    started = run("init", "mine")
    assert started.exit_code == 0
    assert all(Path(path).is_file() for path in started.stdout.splitlines())
    outside = json.loads(run("--library", "mine", "build", "--out", "a", "--json").stdout)
    monkeypatch.chdir("mine")
    inside = json.loads(run("build", "--out", "../a4", "--json").stdout)
    assert outside["mistakes"] == inside["mistakes"] == []
    assert outside["files"][0]["digest"] == inside["files"][0]["digest"]
    texts = read(inside["files"][0]["path"]).tree.text()
    assert "Example Clinic" in texts


def test_the_readme_of_a_new_library_names_only_files_that_there_are_to_adapt() -> None:
    run("init", "mine")
    named = re.findall(r"`((?:content|templates)/[^`<>]*)`", Path("mine/README.md").read_text(encoding="utf-8"))
    assert {"content/cautions.yaml", "content/ranking.yaml", "templates/checklist/format.yaml"} < set(named)
    assert {"content/product.yaml", "templates/insert/folds.yaml", "templates/press/inks.yaml"} < set(named)
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_a_new_library_needs_an_empty_folder() -> None:
    Path("mine").mkdir()
    Path("mine/notes.txt").write_text("keep me")
    result = run("init", "mine")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr == "mine: error: is not empty; name a new folder\n"
    assert [path.name for path in Path("mine").iterdir()] == ["notes.txt"]


# check


def test_checking_the_content_that_ships() -> None:
    result = run("check", "content", "--json")
    content = json.loads(result.stdout)["content"]
    assert result.exit_code == 0, result.stderr
    places = {section["region"] for section in content["sections"]}
    assert {place for place in places if not place.startswith("content/")} == set(content["grades"])
    assert {"content/cautions.yaml", "content/checklist.yaml"} < places
    shown = run("check", "content").stdout
    assert "Reading grade" in shown and "Reviews" in shown


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("figures/quadratus-lumborum.yaml", "point: quadratus-lumborum-1", "point: quadratus-lumborum-9", "unknown po"),
        ("figures/hero.yaml", "plate: ", "plate: nowhere-", "unknown plate"),
        ("content/muscles/soleus.yaml", "panels: [", "panels: [knee, ", 'no panel "knee"'),
        ("content/muscles/soleus.yaml", "plain:", "plian:", "unknown key"),
        ("content/safety.yaml", "one_flag:", "one_flagg:", "unknown key"),
    ],
)
def test_checking_finds_mistakes_in_and_between_files(path: str, old: str, new: str, message: str) -> None:
    copy = own(path, lambda text: text.replace(old, new, 1))
    assert copy.read_text(encoding="utf-8") != (ROOT / path).read_text(encoding="utf-8")
    result = run("check", "content", "--json")
    assert result.exit_code == ExitCode.FINDINGS
    found = [mistake for mistake in json.loads(result.stdout)["mistakes"] if message in mistake["message"]]
    assert found and found[0]["path"] == path and found[0]["line"]


def test_a_pdf_of_another_state_is_not_compared_and_that_is_said() -> None:
    run("build")
    Path("clinic.yaml").write_text("name: Test Clinic\n")
    result = run("check", f"out/{REGION}.pdf", "--no-verapdf")
    assert result.exit_code == 0
    assert "the text was not compared: it was made from another state" in result.stderr


def test_a_pdf_from_elsewhere_is_checked_but_not_compared() -> None:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas("plain.pdf")
    canvas.drawString(50, 50, "untagged")
    canvas.save()
    result = run("check", "plain.pdf", "--json")
    assert result.exit_code == ExitCode.FINDINGS
    [file] = json.loads(result.stdout)["files"]
    codes = {finding["code"] for finding in file["findings"]}
    assert "document-untagged" in codes and any(code.startswith("verapdf-") for code in codes)
    assert "no handout of booklet's" in file["notes"][0]


def test_without_verapdf_the_check_says_so() -> None:
    run("build")
    code = "import sys; sys.modules['jpype'] = None; from booklet.cli import main; main()"
    command = [sys.executable, "-c", code, "check", f"out/{REGION}.pdf"]
    result = subprocess.run(command, env=environment(), capture_output=True, text=True)
    assert 'not validated: veraPDF is not installed (jpype is missing); install "booklet[verify]"' in result.stderr


def test_what_is_no_pdf_and_what_is_not_there_are_told_and_the_rest_is_checked() -> None:
    run("build")
    Path("no.pdf").write_text("hello")
    result = run("check", "no.pdf", "missing.pdf", f"out/{REGION}.pdf", "--no-verapdf", "--json")
    assert result.exit_code == ExitCode.ENVIRONMENT
    printed = json.loads(result.stdout)
    assert [file["path"] for file in printed["files"]] == [f"out/{REGION}.pdf"]
    assert {mistake["path"] for mistake in printed["mistakes"]} == {"no.pdf", "missing.pdf"}


def test_a_folder_is_not_called_missing(folder: Path) -> None:
    (folder / "sheets.pdf").mkdir()
    result = run("check", "sheets.pdf")
    assert result.exit_code == ExitCode.ENVIRONMENT
    assert result.stderr == "sheets.pdf: error: cannot be read: it is not a file\n"
