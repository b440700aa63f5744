"""Texts as people type them, in each script and in several, and a document of them all."""

from __future__ import annotations

from typing import Final

from reportlab.lib.styles import ParagraphStyle
from tagged_sample import BODY, METADATA, build

from booklet.pdf import fonts
from booklet.pdf.canvas import TaggedCanvas
from booklet.pdf.output import canvas_maker
from booklet.pdf.structure import Tag
from booklet.pdf.typed import TypedParagraph, draw_typed
from booklet.resources import Resources

SCRIPTS: Final = {
    "latin": "Łukasz Ďurčanský, Nguyễn Thị Ánh Tuyết: <b>20 %</b> &amp; {{ sore }} ’ſt",
    "greek": "Ελένη Παπαδοπούλου, πόνος στη μέση εδώ και 3 εβδομάδες",
    "cyrillic": "Зоя Щербакова: боль в спине. Ґалаґан Їжакевич, Љубиша",
    "arabic": "محمد عبد الله الأحمد، ألم في أسفل الظهر منذ 12 أسبوعا (شديد)",
    "urdu": "پلاستیکی ٹیکنالوجی آپ کا نام ڈاکٹر",
    "hebrew": "שרה כהן (בת 47), כאב בגב התחתון מאז 2019",
    "devanagari": "लक्ष्मी श्रीवास्तव, क्षत्रिय हिन्दी र्क पीठ में दर्द 12 हफ़्ते से",
}
MIXED: Final = {
    "vowels": "بِسْمِ اللَّهِ שָׁלוֹם",
    "rightwards": "Patient Mohammed (محمد علي) said: “שלום 12” and नमस्ते, Ελένη; Зоя.",
    "leftwards": "المريض تناول ibuprofen 400 mg (مرتين) في اليوم ولم يتحسن كثيرا، قال: «Ça va».",
    "lines": "Name: Ana\n\nשם: דנה\r\nनाम: राम",
    "unseen": "a\u200db نم\u200cی e\u0301x\u0301 A\u00adB\ufe0f \u200f(12)\u200e \u2067abc\u2069 a\u00a0b\u2003c",
    "orphan mark": "q\u05b0 \u0301",
}


def everything(resources: Resources) -> bytes:
    """A document with every text, in two weights, over several pages."""
    fonts.register(resources)
    bold = ParagraphStyle("bold", BODY, fontName=fonts.BOLD)
    texts = [*SCRIPTS.values(), *MIXED.values()]
    note = TypedParagraph("\n".join(texts * 5), BODY, "BlockQuote")
    return build([*(TypedParagraph(text, style) for text in texts for style in (BODY, bold)), note], resources)


def lines() -> bytes:
    """A page with every text as a line by itself: in the text, in a footer, and in deferred content."""
    canvas = canvas_maker(METADATA, Resources.at())("unused.pdf")
    for number, text in enumerate((*SCRIPTS.values(), *MIXED.values())):

        def show(canvas: TaggedCanvas, text: str = text) -> None:
            draw_typed(canvas, text, 0, 0, fonts.SEMIBOLD, 9, "#123456", most_width=260)

        canvas.saveState()
        canvas.translate(40, 740 - 50 * number)
        with canvas.tag(Tag("P")):
            show(canvas)
            canvas.translate(0, -16)
            canvas.defer(f"line {number}", 300, 12, show)
        canvas.translate(0, -16)
        with canvas.artifact("Type", "Pagination", "Subtype", "Footer"):
            show(canvas)
        canvas.restoreState()
    return bytes(canvas.getpdfdata())
