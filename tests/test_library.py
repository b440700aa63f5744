"""The shipped library, and clinics' libraries laid over it with one mistake each, told word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from booklet.errors import BookletError, EnvironmentProblem, Severity
from booklet.library import Library, load_format, load_library
from booklet.resources import Resources, bundled_root

REGION = "content/regions/lower-back-and-buttock.yaml"
MUSCLE = "content/muscles/piriformis.yaml"
JOINT = "content/joints/hip.yaml"
SAFETY = "content/safety.yaml"
CLAIMS = "content/claims.yaml"
LEGAL = "content/legal.yaml"
ENGLISH = "content/languages/en/words.yaml"
SPANISH = "content/languages/es/words.yaml"
FORMAT = "templates/handout/format.yaml"
CLINIC = "clinic.yaml"


class Overlay:
    """A clinic's folder over the bundled library."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.resources = Resources((folder, bundled_root()))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str, source: str = "") -> None:
        """Copy a bundled file with the first `old` in it replaced; on the same line, so that places can be told."""
        text = bundled(source or name)
        assert old in text, f"{name} has no {old!r}"
        self.write(name, text.replace(old, new, 1))

    def load(self) -> Library:
        return load_library(self.resources)

    def mistakes(self) -> list[str]:
        with pytest.raises(BookletError) as caught:
            self.load()
        return [str(diagnostic) for diagnostic in caught.value.diagnostics]

    def format_mistakes(self, name: str = "handout") -> list[str]:
        with pytest.raises(BookletError) as caught:
            load_format(self.resources, name)
        return [str(diagnostic) for diagnostic in caught.value.diagnostics]


@pytest.fixture
def overlay(tmp_path: Path) -> Overlay:
    return Overlay(tmp_path)


def bundled(name: str) -> str:
    return (bundled_root() / name).read_text(encoding="utf-8")


def place(name: str, text: str, *, at: str = "", source: str = "", nth: int = 1) -> str:
    """`name:line:column` of the nth `text` in a bundled file, or of `at` within it."""
    whole, start = bundled(source or name), -1
    for _ in range(nth):
        start = whole.index(text, start + 1)
    start += text.index(at) if at else 0
    return f"{name}:{whole.count(chr(10), 0, start) + 1}:{start - whole.rfind(chr(10), 0, start)}"


# What ships


def test_the_shipped_library_loads_without_warnings() -> None:
    library = load_library(Resources.at())
    assert library.warnings == ()
    assert library.clinic is None
    assert "lower-back-and-buttock" in library.regions


def test_the_shipped_formats_load() -> None:
    names = [path.parent.name for path in (bundled_root() / "templates").glob("*/format.yaml")]
    assert "handout" in names
    for name in names:
        assert load_format(Resources.at(), name).format == name


def test_parts_are_every_file_that_a_region_draws_on_once() -> None:
    library = load_library(Resources.at())
    region = library.region("lower-back-and-buttock")
    parts = list(library.parts(region))
    assert parts[0] is region
    assert parts[-3:] == [library.safety, library.product, library.legal]
    assert len({id(part) for part in parts}) == len(parts)
    drawn = {name for suspect in region.suspects for name in suspect.muscles}
    assert all(library.muscles[name] in parts for name in drawn)
    assert all(library.techniques[t] in parts for name in drawn for t in library.muscles[name].techniques)


def test_an_unknown_region_or_language_is_told() -> None:
    library = load_library(Resources.at())
    with pytest.raises(BookletError) as caught:
        library.region("lower-back-and-buttok")
    assert str(caught.value).endswith('is not in the library; did you mean "lower-back-and-buttock"?')
    with pytest.raises(BookletError) as caught:
        library.words("xx")
    assert str(caught.value) == "content/languages/xx: error: language is missing; there is en"


# Ids that lead nowhere

DANGLING = {
    "technique": (MUSCLE, "techniques: [floor-ball-buttock", "floor-ball-buttock", "floor-bal-buttock"),
    "source": (MUSCLE, "sources: [source-page", "source-page", "source-pag"),
    "figure": (REGION, "figure: hero", "hero", "herro"),
    "sweep": (REGION, "sweep: buttock", "buttock", "buttok"),
    "joint": (REGION, "joints: [spine, sacroiliac", "sacroiliac", "sacroiliak"),
    "flag": (REGION, "- numb-groin", "numb-groin", "numb-groyn"),
    "muscle": (REGION, "semitendinosus-semimembranosus", "semitendinosus-semimembranosus", "semitendinosus"),
}


@pytest.mark.parametrize("kind", DANGLING)
def test_a_dangling_id_is_told_with_the_nearest(overlay: Overlay, kind: str) -> None:
    file, context, right, wrong = DANGLING[kind]
    overlay.change(file, context, context.replace(right, wrong))
    where = place(file, context, at=right)
    assert overlay.mistakes() == [f'{where}: error: unknown {kind} "{wrong}"; did you mean "{right}"?']


def test_a_dangling_id_with_nothing_near_has_no_hint(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "cane-buttock", "zzzz")
    assert overlay.mistakes() == [f'{place(MUSCLE, "cane-buttock")}: error: unknown technique "zzzz"']


# Names and points


def test_an_id_must_match_its_file(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "muscle: piriformis", "muscle: piriform")
    assert overlay.mistakes() == [
        f'{MUSCLE}:1:9: error: muscle "piriform" does not match the file name; write "piriformis"'
    ]


def test_a_point_must_bear_its_muscles_name(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "id: piriformis-2", "id: soleus-2")
    where = place(MUSCLE, "id: piriformis-2", at="piriformis")
    assert overlay.mistakes() == [f'{where}: error: point "soleus-2" is not named "piriformis-<number>"']


def test_a_point_must_bear_a_number(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "id: piriformis-2", "id: piriformis-b")
    where = place(MUSCLE, "id: piriformis-2", at="piriformis")
    assert overlay.mistakes() == [f'{where}: error: point "piriformis-b" is not named "piriformis-<number>"']


def test_a_point_is_given_once(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "id: piriformis-2", "id: piriformis-1")
    where = place(MUSCLE, "id: piriformis-2", at="piriformis")
    assert overlay.mistakes() == [f'{where}: error: point "piriformis-1" is given twice']


def test_a_red_flag_is_given_once(overlay: Overlay) -> None:
    flag = "  - id: numb-groin\n    urgency: routine\n    short: S\n    full: F.\n    sources: [nhs-back-pain]\n"
    overlay.change(SAFETY, "\nflags:\n", f"\nflags:\n{flag}")
    line = int(place(SAFETY, "- id: numb-groin", at="id").split(":")[1]) + flag.count("\n")
    assert overlay.mistakes() == [f'{SAFETY}:{line}:5: error: flag "numb-groin" is given twice']


def test_a_region_lists_a_red_flag_once(overlay: Overlay) -> None:
    overlay.change(REGION, "- numb-groin\n", "- numb-groin\n  - numb-groin\n")
    line = int(place(REGION, "- numb-groin").split(":")[1]) + 1
    assert overlay.mistakes() == [f'{REGION}:{line}:5: error: flag "numb-groin" is given twice']


def test_a_suspects_number_is_given_once(overlay: Overlay) -> None:
    overlay.change(REGION, "number: 2", "number: 1")
    assert overlay.mistakes() == [f'{place(REGION, "number: 2")}: error: suspect number "1" is given twice']


PRODUCT = "content/product.yaml"
PRODUCTS = {
    "a short warning left out": (
        "    - Keep it away from children.\n",
        "",
        place(PRODUCT, "- Not on cuts"),
        'has 5 items, but "warnings" has 6; none may be left out',
    ),
    "a short rule for stopping left out": (
        "    - Take it off and get medical care if your skin hurts, burns, swells or blisters.\n",
        "",
        place(PRODUCT, "- Take it off and get", nth=2).replace(":44:", ":43:"),
        'has 1 items, but "stop" has 2; none may be left out',
    ),
    "no Pharmacode": (
        "pharmacode: 117480",
        "pharmacode: 2",
        place(PRODUCT, "117480"),
        '"2" is out of range, at least 3 needed',
    ),
    "beyond the last Pharmacode": (
        "pharmacode: 117480",
        "pharmacode: 131071",
        place(PRODUCT, "117480"),
        '"131071" is out of range, at most 131070 needed',
    ),
    "an address too long for its QR code": (
        "https://example.org/patch",
        "https://example.org/" + "p" * 81,
        place(PRODUCT, "https://"),
        "should have at most 100 characters, found 101",
    ),
    "an address with a space": (
        "https://example.org/patch",
        "https://example.org/my patch",
        place(PRODUCT, "https://"),
        '"https://example.org/my patch" is not a web address; it begins with https:// and has no spaces',
    ),
}


@pytest.mark.parametrize("kind", PRODUCTS)
def test_a_mistake_in_what_an_insert_says_of_the_product(overlay: Overlay, kind: str) -> None:
    old, new, where, message = PRODUCTS[kind]
    overlay.change(PRODUCT, old, new)
    assert overlay.mistakes() == [f"{where}: error: {message}"]


# Warnings


def test_an_unused_muscle_is_a_warning(overlay: Overlay) -> None:
    overlay.write(
        "content/muscles/extra.yaml",
        bundled(MUSCLE).replace("muscle: piriformis", "muscle: extra").replace("id: piriformis-", "id: extra-"),
    )
    (warning,) = overlay.load().warnings
    assert warning.severity is Severity.WARNING
    assert str(warning) == 'content/muscles/extra.yaml:1:1: warning: muscle "extra" is not used by anything'


def test_an_unused_source_and_an_unused_flag_are_warnings(overlay: Overlay) -> None:
    overlay.write("content/sources.yaml", bundled("content/sources.yaml") + "  unread-2020:\n    text: Unread.\n")
    flag = "  - id: extra\n    urgency: routine\n    short: S\n    full: F.\n    sources: [nhs-back-pain]\n"
    overlay.change(SAFETY, "\nflags:\n", f"\nflags:\n{flag}")
    assert [warning.message for warning in overlay.load().warnings] == [
        'source "unread-2020" is not used by anything',
        'flag "extra" is not used by anything',
    ]


# Claims


def test_a_forbidden_claim_is_told_with_place_and_reason(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "sore: Rub", "sore: It heals. Rub")
    where = place(MUSCLE, "sore: Rub", at="Rub")
    assert overlay.mistakes() == [
        f'{where}: error: claim "heals" is not allowed: the patch does not heal; write "may help"'
    ]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("It is cured.", "cured"),
        ("Relief is guaranteed.", "guaranteed"),
        ("The patch gives instant relief.", "instant"),
        ("It is FDA approved.", "FDA approved"),
        ("The patch helps with sciatica.", "helps with sciatica"),
        ("The patch releases the trigger point.", "releases the trigger point"),
        ("It does not hurt. It heals.", "heals"),
    ],
)
def test_forbidden_claims(overlay: Overlay, text: str, claim: str) -> None:
    overlay.change(MUSCLE, "sore: Rub", f"sore: {text} Rub")
    (mistake,) = overlay.mistakes()
    assert f'error: claim "{claim}" is not allowed: ' in mistake


@pytest.mark.parametrize(
    "text", ["It does not heal.", "No one can call you cured.", "It is never instant relief.", "An instant."]
)
def test_a_claim_after_a_negation_or_out_of_context_is_none(overlay: Overlay, text: str) -> None:
    overlay.change(MUSCLE, "sore: Rub", f"sore: {text} Rub")
    assert overlay.load().warnings == ()


def test_notes_for_the_reviewer_may_quote_claims(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "uncertain:\n", "uncertain:\n  - The source page says it heals.\n")
    assert overlay.load().warnings == ()


def test_a_rule_that_is_no_regular_expression(overlay: Overlay) -> None:
    overlay.change(CLAIMS, r"'\bheal(", r"'\bheal((")
    where = place(CLAIMS, r"'\bheal(")
    pattern, reason = r"\bheal((?:s|ed|ing)?\b", "missing ), unterminated subpattern at position 6"
    assert overlay.mistakes() == [f'{where}: error: "{pattern}" is not a regular expression: {reason}']


# Languages


def test_a_second_language_needs_every_word(overlay: Overlay) -> None:
    overlay.change(SPANISH, "  left: Left\n  right: Right\n", "  rigth: Right\n", source=ENGLISH)
    assert overlay.mistakes() == [
        f'{SPANISH}:4:3: error: missing word "left"',
        f'{SPANISH}:4:3: error: missing word "right"',
        f'{place(SPANISH, "  left", at="left", source=ENGLISH)}: error: unknown word "rigth"; did you mean "right"?',
    ]


def test_a_whole_second_language_is_used(overlay: Overlay) -> None:
    overlay.change(SPANISH, "language: en-US", "language: es-US", source=ENGLISH)
    assert overlay.load().words("es").language == "es-US"


@pytest.mark.parametrize("file", [ENGLISH, SPANISH])
def test_a_word_keeps_its_placeholders(overlay: Overlay, file: str) -> None:
    overlay.change(file, "{page} of {pages}", "{page} de {paginas}", source=ENGLISH)
    where = place(file, 'page-of: "', at='"', source=ENGLISH)
    assert overlay.mistakes() == [f'{where}: error: word "page-of" must have {{page}}, {{pages}}']


def test_a_word_closes_its_braces(overlay: Overlay) -> None:
    overlay.change(ENGLISH, "{page} of {pages}", "{page of {pages}")
    assert overlay.mistakes() == [f'{ENGLISH}:4:3: error: word "page-of" has a brace without its partner']


def test_a_clinics_own_english_needs_every_word(overlay: Overlay) -> None:
    overlay.change(ENGLISH, "  left: Left\n", "")
    assert overlay.mistakes() == [f'{ENGLISH}:4:3: error: missing word "left"']


# Formats

BAD_FORMATS: dict[str, tuple[str, str, str, str]] = {
    "unknown section": (
        "section: evidence",
        "section: evidense",
        place(FORMAT, "section: evidence", at="evidence"),
        'unknown section "evidense"; did you mean "evidence"?',
    ),
    "required section left out": (
        "  - section: disclaimer\n    heading: Please note\n",
        "",
        place(FORMAT, "disclaimer, sources]"),
        'section "disclaimer" must not be left out',
    ),
    "red flags not first": (
        "  - section: red-flags\n    heading: Read first. If any of these fit you, do not press.\n"
        "  - section: before-you-press\n",
        "  - section: before-you-press\n  - section: red-flags\n",
        place(FORMAT, "sections:"),
        "the first sections must be opening, red-flags, in this order",
    ),
    "section twice": (
        "section: overview",
        "section: how-to-use",
        place(FORMAT, "section: overview", at="overview"),
        'section "how-to-use" is listed twice',
    ),
    "other name": (
        "format: handout",
        "format: hand",
        place(FORMAT, "format: handout", at="handout"),
        'format "hand" does not match the folder "handout"; write "handout"',
    ),
    "rule loosened": (
        "required: [opening, red-flags, ",
        "required: [opening, ",
        place(FORMAT, "required: [", at="["),
        '"red-flags" must stay under required',
    ),
    "order loosened": (
        "first: [opening, red-flags]",
        "first: [opening]",
        place(FORMAT, "first: [", at="["),
        '"red-flags" must stay under first',
    ),
}

INSERT, BOOKLET = "templates/insert/format.yaml", "templates/booklet/format.yaml"
MORE_FORMATS: dict[str, tuple[str, str, str, str, str]] = {
    "optional section that is not there": (
        INSERT,
        "optional: [muscles",
        "optional: [muscels",
        place(INSERT, "optional: [muscles", at="muscles"),
        'unknown section "muscels"; did you mean "muscles"?',
    ),
    "a required section set by pieces": (
        INSERT,
        "piecemeal: [muscles, ways",
        "piecemeal: [patch, ways",
        place(INSERT, "piecemeal: [muscles", at="muscles"),
        'section "patch" must be optional to be set piecemeal; there is muscles, suspects, scope, ways, '
        "signs-in-full, background, evidence-short, evidence, sources",
    ),
    "required and optional": (
        INSERT,
        "optional: [muscles",
        "optional: [patch, muscles",
        place(INSERT, "optional: [muscles", at="muscles"),
        'section "patch" is both required and optional',
    ),
    "first section that is not there": (
        INSERT,
        "first: [cover, red-flags]",
        "first: [scop, red-flags]",
        place(INSERT, "first: [cover, red-flags]", at="cover"),
        'unknown section "scop"; did you mean "scope"?',
    ),
    "panels without type sizes": (
        BOOKLET,
        "pages: half",
        "pages: panels",
        place(BOOKLET, "pages: half", at="half"),
        "a product on panels needs its type sizes under sizes",
    ),
    "extends itself": (
        BOOKLET,
        "extends: handout",
        "extends: booklet",
        place(BOOKLET, "extends: handout", at="handout"),
        "extends itself; there is checklist, exam-form, handout, insert",
    ),
    "a left-hand page where pages are not bound": (
        BOOKLET,
        "pages: half",
        "pages: sheet",
        place(BOOKLET, "start: verso", at="verso"),
        'only a product on half pages has a verso; write "page"',
    ),
    "fillers where no page is empty": (
        BOOKLET,
        "pages: half",
        "pages: sheet",
        place(BOOKLET, "fillers:"),
        "only a product on half pages has fillers; delete them",
    ),
}


@pytest.mark.parametrize("kind", BAD_FORMATS)
def test_a_mistake_in_a_format(overlay: Overlay, kind: str) -> None:
    old, new, where, message = BAD_FORMATS[kind]
    overlay.change(FORMAT, old, new)
    assert overlay.format_mistakes() == [f"{where}: error: {message}"]


@pytest.mark.parametrize("kind", MORE_FORMATS)
def test_a_mistake_in_what_only_some_formats_have(overlay: Overlay, kind: str) -> None:
    name, old, new, where, message = MORE_FORMATS[kind]
    overlay.change(name, old, new)
    assert f"{where}: error: {message}" in overlay.format_mistakes(name.split("/")[1])


def test_only_panels_have_sizes_and_optional_sections(overlay: Overlay) -> None:
    overlay.change(INSERT, "pages: panels", "pages: sheet")
    places = {key: place(INSERT, f"\n{key}:", at=key) for key in ("optional", "piecemeal", "sizes")}
    assert overlay.format_mistakes("insert") == [
        f"{where}: error: only a product on panels has {key}; delete them" for key, where in places.items()
    ]


def test_mistakes_of_a_format_are_told_in_the_order_of_the_file(overlay: Overlay) -> None:
    text = bundled(INSERT).replace("optional: [muscles", "optional: [muscels").replace("size: 9, lead", "size: 8, lead")
    overlay.write(INSERT, text.replace("section: codes", "section: cods"))
    lines = [int(told.split(":")[1]) for told in overlay.format_mistakes("insert")]
    assert len(lines) >= 4 and lines == sorted(lines)


def test_a_clinic_may_reorder_sections_and_reword_headings(overlay: Overlay) -> None:
    overlay.change(FORMAT, "heading: Please note", "heading: The small print")
    assert load_format(overlay.resources, "handout").heading("disclaimer") == "The small print"
    assert load_format(overlay.resources, "handout").heading("opening") == ""


# A clinic's own looks and files


CLINICS = {
    "pale accent": (
        "name: Hill Clinic\naccent: '#6699aa'\n",
        "2:9: error: accent #6699aa is too pale to read: contrast 3.1:1, at least 7:1 is needed",
    ),
    "accent that is no colour": (
        "name: Hill Clinic\naccent: teal\n",
        '2:9: error: "teal" does not fit the pattern ^#[0-9a-fA-F]{6}$',
    ),
    "logo missing": (
        "name: Hill Clinic\nlogo: logo.svg\n",
        '2:7: error: file "logo.svg" does not exist beside clinic.yaml',
    ),
    "logo of another type": (
        "name: Hill Clinic\nlogo: logo.gif\n",
        '2:7: error: logo "logo.gif" is neither an SVG nor a PNG file',
    ),
    "logo outside": (
        "name: Hill Clinic\nlogo: ../logo.png\n",
        '2:7: error: logo "../logo.png" lies outside the folder of clinic.yaml',
    ),
    "no name": ("phone: 555 0100\n", '1:1: error: missing key "name"'),
}


@pytest.mark.parametrize("kind", CLINICS)
def test_a_mistake_in_a_clinics_looks(overlay: Overlay, kind: str) -> None:
    text, message = CLINICS[kind]
    overlay.write(CLINIC, text)
    assert overlay.mistakes() == [f"{CLINIC}:{message}"]


def test_a_clinic_with_its_logo(overlay: Overlay) -> None:
    overlay.write(CLINIC, "name: Hill Clinic\nlogo: logo.svg\naccent: '#004466'\naddress: [1 Hill Road, Hilltown]\n")
    overlay.write("logo.svg", "<svg/>")
    clinic = overlay.load().clinic
    assert clinic is not None
    assert (clinic.name, clinic.logo, clinic.accent) == ("Hill Clinic", "logo.svg", "#004466")
    assert clinic.address == ("1 Hill Road", "Hilltown")


def test_an_own_file_replaces_the_bundled_one_and_others_stay(overlay: Overlay) -> None:
    overlay.change(JOINT, "plain: Hip joint", "plain: The hip")
    library = overlay.load()
    assert library.joints["hip"].plain == "The hip"
    assert library.joints["spine"] == load_library(Resources.at()).joints["spine"]


def test_an_own_file_is_added(overlay: Overlay) -> None:
    own = bundled(REGION).replace("region: lower-back-and-buttock", "region: back-2", 1)
    overlay.write("content/regions/back-2.yaml", own)
    assert sorted(overlay.load().regions) == sorted([*load_library(Resources.at()).regions, "back-2"])


def test_mistakes_of_all_files_come_in_one_error(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "muscle: piriformis", "musle: piriformis")
    overlay.change(JOINT, "joint: hip", "joint: hip\njoint: hip")
    overlay.write(SAFETY, "a")
    overlay.write(CLINIC, "name: [")
    assert overlay.mistakes() == [
        f'{MUSCLE}:1:1: error: missing key "muscle"',
        f'{MUSCLE}:1:1: error: unknown key "musle"; did you mean "muscle"?',
        f'{JOINT}:2:1: error: duplicate key "joint"; it is first given in line 1',
        f'{SAFETY}:1:1: error: expected keys and values, found "a"',
        f"{CLINIC}:2:1: error: is not valid YAML: did not find expected node content",
    ]


def test_mistakes_between_files_come_in_one_error_by_file_and_line(overlay: Overlay) -> None:
    overlay.change(MUSCLE, "cane-buttock", "kane-buttock")
    overlay.change(JOINT, "sources: [source-page", "sources: [source-pag")
    overlay.change(REGION, "number: 2", "number: 1")
    assert overlay.mistakes() == [
        f'{place(JOINT, "[source-page", at="source-page")}: error: unknown source "source-pag"; '
        'did you mean "source-page"?',
        f'{place(MUSCLE, "cane-buttock")}: error: unknown technique "kane-buttock"; did you mean "cane-buttock"?',
        f'{place(REGION, "number: 2")}: error: suspect number "1" is given twice',
    ]


def test_a_language_folder_without_its_words(overlay: Overlay) -> None:
    overlay.write("content/languages/es/readme.txt", "to come")
    with pytest.raises(EnvironmentProblem) as caught:
        overlay.load()
    assert str(caught.value) == f"{SPANISH}: error: is missing from the library"
