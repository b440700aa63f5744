import pytest
from reportlab.pdfbase import pdfmetrics

from booklet.errors import ExitCode, Span
from booklet.pdf import fonts
from booklet.resources import Resources


@pytest.fixture(autouse=True)
def registered() -> None:
    fonts.register(Resources.at())


def test_a_second_registration_keeps_the_fonts() -> None:
    before = [pdfmetrics.getFont(name) for name in fonts.FILES]
    fonts.register(Resources.at())
    assert [pdfmetrics.getFont(name) for name in fonts.FILES] == before


@pytest.mark.parametrize("text", ["Muévase ¿ya? ¡Sí! – “two” ½ °", "no\u00a0break", "two\nlines", ""])
def test_what_the_fonts_have_is_not_missing(text: str) -> None:
    assert fonts.missing(text) == ""


def test_missing_characters_come_once_and_in_order() -> None:
    assert fonts.missing("a\u4e2db\u05d0\u4e2d") == "\u4e2d\u05d0"


def test_a_refusal_names_the_characters_and_not_the_text() -> None:
    with pytest.raises(fonts.UnshowableText) as refusal:
        fonts.refuse_unshowable("secret \u4e2d and \ue000", Span("exam.yaml", 3, 4))
    message = str(refusal.value)
    assert "U+4E2D CJK UNIFIED IDEOGRAPH-4E2D" in message and "U+E000" in message
    assert "exam.yaml:3:4" in message and "secret" not in message
    assert refusal.value.exit_code == ExitCode.MISTAKE
