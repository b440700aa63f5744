"""Templates to documents: what a template may say, and how its mistakes are told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from booklet.build import Workshop
from booklet.document import Card, Heading, Opening, RedFlags, Section, Steps, pictures, walk
from booklet.errors import BookletError
from booklet.resources import Resources, bundled_root

REGION = "lower-back-and-buttock"


def composed(library: Path | None = None, **options: bool):  # type: ignore[no-untyped-def]
    workshop = Workshop(Resources.at(library))
    return workshop.compose(workshop.library.region(REGION), "handout", **options)


@pytest.fixture
def clinic(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """A clinic's library in which one bundled file has some words replaced."""

    def change(name: str, old: str, new: str) -> Path:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        text = (bundled_root() / name).read_text(encoding="utf-8")
        assert old in text
        target.write_text(text.replace(old, new, 1), encoding="utf-8")
        return tmp_path

    return change


def test_red_flags_come_before_the_first_step_and_right_after_the_title() -> None:
    document = composed()
    assert isinstance(document.blocks[0], Opening)
    assert isinstance(document.blocks[1], RedFlags)
    kinds = [type(block) for block in walk(document.blocks)]
    assert kinds.index(RedFlags) < kinds.index(Steps)


def test_every_muscle_and_joint_of_the_region_has_a_card_in_order() -> None:
    library = Workshop(Resources.at()).library
    suspects = library.region(REGION).suspects
    wanted = [library.muscles[m].plain for s in suspects for m in s.muscles] + [
        library.joints[j].plain for s in suspects for j in s.joints
    ]
    cards = [block.heading.text for block in walk(composed().blocks) if isinstance(block, Card)]
    assert sorted(cards) == sorted(wanted)
    assert len(cards) == 15


def test_the_same_inputs_give_the_same_digest_and_a_changed_word_another(clinic: Callable[..., Path]) -> None:
    assert composed().digest == composed().digest
    changed = clinic("content/muscles/soleus.yaml", "Deep calf muscle", "Flat calf muscle")
    assert composed(changed).digest != composed().digest


def test_a_clinic_reorders_and_rewords_sections(clinic: Callable[..., Path]) -> None:
    own = clinic("templates/handout/format.yaml", "Where to look first", "Begin here")
    path = own / "templates/handout/format.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  - section: landmarks\n", "").replace("  - section: overview\n", "  - section: overview\n")
    )
    headings = [block.text for block in walk(composed(own).blocks) if isinstance(block, Heading)]
    assert "Begin here" in headings
    assert "Find these bones first" not in headings


def test_large_print_names_the_muscle_in_the_heading_of_its_steps() -> None:
    headings = [block.text for block in walk(composed(large=True).blocks) if isinstance(block, Heading)]
    assert "Feel for the waist-side muscle" in headings
    assert "Feel for it" not in headings


def test_every_picture_has_a_caption() -> None:
    assert all(picture.caption for picture in pictures(composed()))


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "templates/handout/sections/patch.xml.j2",
            "product.uses",
            "product.use",
            "templates/handout/sections/patch.xml.j2:4:1: error: template error: "
            "'booklet.library.safety.Product object' has no attribute 'use'",
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            "{% from",
            "{% form",
            "templates/handout/sections/patch.xml.j2:1:1: error: template error: Encountered unknown tag 'form'.",
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            "say('patch-where')",
            "say('patch-wear')",
            'templates/handout/sections/patch.xml.j2:8:1: error: template error: no word "patch-wear" '
            "in content/languages/en/words.yaml",
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            '<p look="intro">',
            "<para>",
            "templates/handout: error: makes broken XML (mismatched tag: line",
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            "<p>{{ product.limits }}</p>",
            "<pp>x</pp>",
            'templates/handout: error: unknown element <pp>; did you mean "p"?',
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            '<p look="intro">',
            '<p lok="intro">',
            'templates/handout: error: unknown attribute "lok" of <p>; did you mean "look"?',
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            '<p look="intro">',
            '<p look="intor">',
            'templates/handout: error: <p look="intor"> is not one of',
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            '{% from "parts.xml.j2"',
            '{% from "part.xml.j2"',
            'templates/handout: error: template "part.xml.j2" does not exist',
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            "{% from",
            "\n{{ 1 + 'a' }}{% from",
            "templates/handout/sections/patch.xml.j2:2:1: error: template error: TypeError: unsupported operand",
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            "{% from",
            "{{ none | upper_first }}{% from",
            "templates/handout/sections/patch.xml.j2:1:1: error: template error: TypeError: 'NoneType' object",
        ),
        (
            "templates/handout/sections/patch.xml.j2",
            "{% from",
            "{{ say('version') }}{% from",
            "templates/handout/sections/patch.xml.j2:1:1: error: template error: "
            "the word \"version\" needs a value for 'version'",
        ),
    ],
)
def test_a_mistake_in_a_template_names_file_and_line(
    clinic: Callable[..., Path], name: str, old: str, new: str, told: str
) -> None:
    with pytest.raises(BookletError) as error:
        composed(clinic(name, old, new))
    assert str(error.value).startswith(told)


def test_a_mistake_of_ours_is_not_taken_for_one_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    workshop = Workshop(Resources.at())
    monkeypatch.setattr(type(workshop.atlas), "spec", lambda *_: None)
    with pytest.raises(AttributeError):
        workshop.compose(workshop.library.region("lower-back-and-buttock"))


def test_content_is_escaped_on_its_way_through_the_template(clinic: Callable[..., Path]) -> None:
    own = clinic("content/muscles/soleus.yaml", "plain: Deep calf muscle", 'plain: "A <b>&amp; {{ 1 }}"')
    cards = [block.heading.text for block in walk(composed(own).blocks) if isinstance(block, Card)]
    assert "A <b>&amp; {{ 1 }}" in cards


def test_sections_of_suspects_carry_their_number() -> None:
    numbers = [block.badge.number for block in walk(composed().blocks) if isinstance(block, Section) and block.badge]
    assert numbers == ["1", "2", "3", "4", "5"]


def test_no_copy_of_the_bundled_library_is_left_behind(tmp_path: Path) -> None:
    shutil.copytree(bundled_root() / "content", tmp_path / "content")
    assert composed(tmp_path).digest == composed().digest


def test_another_plate_gives_another_digest(clinic: Callable[..., Path]) -> None:
    own = clinic("figures/plates/posterior-trunk.json", '"stroke":1.6', '"stroke":1.7')
    assert composed(own).digest != composed().digest
