"""What a press demands of a document as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import pikepdf

from booklet.check.press import values
from booklet.check.press.metadata import Intent, Xmp, moment
from booklet.check.press.objects import MOST_TOLD
from booklet.check.press.pages import Page, spots
from booklet.check.press.predicate import Demands, Flaw, Predicate
from booklet.errors import Severity

NEWEST: Final = (1, 6)
X4_NAME: Final = "PDF/X-4"
CONDITION: Final = re.compile(r"[\x21-\x7e]([\x20-\x7e]{0,78}[\x21-\x7e])?")
"""A name of a printing condition: one line."""
DATES: Final = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate")
IDS: Final = ("xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass")
PAIRED_DATES: Final = (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate"))
MODELS: Final = {"CMYK": 4, "RGB": 3, "GRAY": 1, "Lab": 3}
X4: Final = "ISO 15930-7"
HOUSE: Final = "design criteria"


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is known of a document when its pages have been read."""

    demands: Demands
    versions: tuple[str, ...]
    """What the head of the file and the catalog say."""
    root: Any
    trailer: Any
    info: Any
    xmp: Xmp
    intents: tuple[Intent, ...]
    forbidden: dict[str, list[str]]
    """What the scan of all objects found, by kind, and in which objects."""
    pages: tuple[Page, ...]
    tints: dict[str, set[str]]
    """How each special ink is shown where it is missing."""
    warnings: tuple[str, ...] = ()
    """What had to be guessed at to read the file."""

    @property
    def spots(self) -> set[str]:
        return spots(ink for page in self.pages for ink in page.survey.inks)


def _version(dossier: Dossier) -> Iterator[Flaw]:
    newest = max(_numbered(version) for version in dossier.versions)
    if newest > NEWEST:
        yield Flaw(f"the file is PDF {newest[0]}.{newest[1]}")


def _numbered(version: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", version)
    return (int(match[1]), int(match[2])) if match else (9, 9)


def _encrypted(dossier: Dossier) -> Iterator[Flaw]:
    if "/Encrypt" in dossier.trailer or "encrypted" in dossier.forbidden:
        yield Flaw("the file is encrypted")


def _identifier(dossier: Dossier) -> Iterator[Flaw]:
    parts = values.items(dossier.trailer.get("/ID"))
    if len(parts) != 2 or not all(isinstance(part, pikepdf.String) and bytes(part) for part in parts):
        yield Flaw("the file has no identifier of two parts")


def _damaged(dossier: Dossier) -> Iterator[Flaw]:
    if dossier.warnings:
        yield Flaw("the file is damaged, and not every program repairs it in the same way")


# ---- output intent


def _intent(dossier: Dossier) -> Iterator[Flaw]:
    if not dossier.intents:
        yield Flaw("there is no output intent of PDF/X")
    elif len(dossier.intents) > 1:
        yield Flaw(f"there are {len(dossier.intents)} output intents of PDF/X, not one")


def _condition(dossier: Dossier) -> Iterator[Flaw]:
    for intent in dossier.intents:
        if not CONDITION.fullmatch(intent.condition):
            yield Flaw("the output intent does not name its printing condition in one line")


def _profile(dossier: Dossier) -> Iterator[Flaw]:
    for intent in dossier.intents:
        if intent.profile is None:
            yield Flaw("the output intent has no profile")


def _profile_whole(dossier: Dossier) -> Iterator[Flaw]:
    for intent in dossier.intents:
        if intent.profile is not None and not intent.whole:
            yield Flaw("the profile of the output intent is damaged")


def _profile_class(dossier: Dossier) -> Iterator[Flaw]:
    for intent in dossier.intents:
        if intent.whole and intent.kind != "prtr":
            yield Flaw(f'the profile of the output intent is of the class "{intent.kind}"')


def _profile_model(dossier: Dossier) -> Iterator[Flaw]:
    for intent in dossier.intents:
        if intent.whole and intent.model != "CMYK":
            yield Flaw(f"the profile of the output intent is for {intent.model}")


def _profile_components(dossier: Dossier) -> Iterator[Flaw]:
    for intent in dossier.intents:
        if intent.whole and intent.components != MODELS.get(intent.model):
            yield Flaw(f"the profile of the output intent is for {intent.model}, its /N is {intent.components}")


# ---- metadata


def _xmp(dossier: Dossier) -> Iterator[Flaw]:
    if not dossier.xmp.present:
        yield Flaw("there is no XMP metadata")
    elif not dossier.xmp.sound:
        yield Flaw("the XMP metadata is no sound XML")


def _xmp_filtered(dossier: Dossier) -> Iterator[Flaw]:
    if dossier.xmp.filtered:
        yield Flaw("the XMP metadata is compressed")


def _conformance(dossier: Dossier) -> Iterator[Flaw]:
    told = dossier.xmp.get("pdfxid:GTS_PDFXVersion")
    if dossier.xmp.sound and told != X4_NAME:
        yield Flaw(f'the file says to be "{told}"' if told else "the file does not say to be PDF/X-4")


def _lacks(keys: tuple[str, ...], dossier: Dossier) -> Iterator[Flaw]:
    for key in keys:
        if dossier.xmp.sound and not dossier.xmp.get(key):
            yield Flaw(f"{key} is missing in the XMP metadata")


def _dates(dossier: Dossier) -> Iterator[Flaw]:
    yield from _lacks(DATES, dossier)
    for key in DATES:
        if (told := dossier.xmp.get(key)) and moment(told) is None:
            yield Flaw(f"{key} in the XMP metadata is no date")


def _trapped(dossier: Dossier) -> Iterator[Flaw]:
    if _info_trapped(dossier) not in ("True", "False"):
        yield Flaw("the file does not say whether it is trapped")


def _info_trapped(dossier: Dossier) -> str:
    return values.name(dossier.info.get("/Trapped"))


def _trapped_differs(dossier: Dossier) -> Iterator[Flaw]:
    told, other = _info_trapped(dossier), dossier.xmp.get("pdf:Trapped")
    if dossier.xmp.sound and told in ("True", "False") and told != other:
        yield Flaw(f'trapped is {told} in Info, "{other}" in XMP')


def _title_differs(dossier: Dossier) -> Iterator[Flaw]:
    told, other = values.text(dossier.info.get("/Title")), dossier.xmp.get("dc:title")
    if told and other and told.strip() != other:
        yield Flaw("the title in Info is not that in XMP")


def _dates_differ(dossier: Dossier) -> Iterator[Flaw]:
    for key, other in PAIRED_DATES:
        told, named = values.text(dossier.info.get(key)), dossier.xmp.get(other)
        if told and named and moment(told) != moment(named):
            yield Flaw(f"{key[1:]} in Info is not {other} in XMP")


# ---- what must not be there


def _has(key: str, words: str, dossier: Dossier) -> Iterator[Flaw]:
    if key in dossier.root:
        yield Flaw(words)


def _files(dossier: Dossier) -> Iterator[Flaw]:
    if "/EmbeddedFiles" in values.dictionary(dossier.root.get("/Names")):
        yield Flaw("files are embedded in the file")
    yield from _scanned("embedded-file", "a file is embedded", dossier)


def _scripts(dossier: Dossier) -> Iterator[Flaw]:
    if "/JavaScript" in values.dictionary(dossier.root.get("/Names")):
        yield Flaw("there is JavaScript")
    yield from _scanned("javascript", "there is JavaScript", dossier)


def _scanned(kind: str, words: str, dossier: Dossier) -> Iterator[Flaw]:
    where = dossier.forbidden.get(kind, [])
    for place in where[:MOST_TOLD]:
        yield Flaw(words, place)
    if len(where) > MOST_TOLD:
        yield Flaw(f"{words} in {len(where) - MOST_TOLD} more objects")


def _configurations(dossier: Dossier) -> list[Any]:
    properties = values.dictionary(dossier.root.get("/OCProperties"))
    given = [properties.get("/D"), *values.items(properties.get("/Configs"))]
    return [values.dictionary(one) for one in given if one is not None]


def _layer_name(dossier: Dossier) -> Iterator[Flaw]:
    if any(not values.text(one.get("/Name")) for one in _configurations(dossier)):
        yield Flaw("a configuration of layers has no name")


def _layer_automatic(dossier: Dossier) -> Iterator[Flaw]:
    if any("/AS" in one for one in _configurations(dossier)):
        yield Flaw("layers change by themselves")


# ---- pages and inks together


def _page_count(dossier: Dossier) -> Iterator[Flaw]:
    count = len(dossier.pages)
    if dossier.demands.booklet and count % 4:
        yield Flaw(f"a booklet cannot have {count} pages")


def _ambiguous(dossier: Dossier) -> Iterator[Flaw]:
    for ink, tints in sorted(dossier.tints.items()):
        if len(tints) > 1:
            yield Flaw(f'the special ink "{ink}" is defined in {len(tints)} ways')


def _unused(dossier: Dossier) -> Iterator[Flaw]:
    for ink in sorted(set(dossier.demands.spots or ()) - dossier.spots):
        yield Flaw(f'the special ink "{ink}" is listed and not used')


EXPORT: Final = "export it as PDF/X-4"
PROFILE: Final = "embed the CMYK profile of the printing condition, such as FOGRA39L coated"
OUTLINE: Final = "export without actions; bookmarks and links may name a place directly"

PREDICATES: Final[tuple[Predicate[Dossier], ...]] = (
    Predicate("press-damaged", "The file can be read without repair", "save it again with the program that made it",
              X4, _damaged),
    Predicate("press-version", "The file is PDF 1.6 or older", EXPORT, X4, _version),
    Predicate("press-encrypted", "The file is not encrypted", "save it without a password", X4, _encrypted),
    Predicate("press-id", "The file has an identifier", EXPORT, X4, _identifier),
    Predicate("press-intent", "There is one output intent of PDF/X", EXPORT, X4, _intent),
    Predicate("press-condition", "The printing condition is named", "name the printing condition, such as FOGRA39",
              X4, _condition),
    Predicate("press-profile", "The profile of the printing condition is embedded", PROFILE, HOUSE, _profile),
    Predicate("press-profile-damaged", "The profile is whole", PROFILE, X4, _profile_whole),
    Predicate("press-profile-class", "The profile is for printing", PROFILE, X4, _profile_class),
    Predicate("press-profile-cmyk", "The profile is for CMYK", PROFILE, HOUSE, _profile_model),
    Predicate("press-profile-components", "The profile has as many inks as the file says", PROFILE, X4,
              _profile_components),
    Predicate("press-xmp", "There is metadata in XMP", EXPORT, X4, _xmp),
    Predicate("press-xmp-filtered", "Metadata is not compressed", EXPORT, X4, _xmp_filtered),
    Predicate("press-conformance", "The file says to be PDF/X-4", EXPORT, X4, _conformance),
    Predicate("press-title", "There is a title", "give the document a title", X4, partial(_lacks, ("dc:title",))),
    Predicate("press-dates", "Three dates are told", EXPORT, X4, _dates),
    Predicate("press-xmp-ids", "The document, its version and its kind are identified", EXPORT, X4,
              partial(_lacks, IDS)),
    Predicate("press-trapped", "The file says whether it is trapped", "set Trapped to False, if nobody has trapped it",
              X4, _trapped),
    Predicate("press-trapped-differs", "Info and XMP agree about trapping", EXPORT, X4, _trapped_differs),
    Predicate("press-title-differs", "Info and XMP have one title", EXPORT, X4, _title_differs),
    Predicate("press-dates-differ", "Info and XMP have the same dates", EXPORT, X4, _dates_differ),
    Predicate("press-open-action", "Nothing happens on opening", OUTLINE, X4,
              partial(_has, "/OpenAction", "something happens when the file is opened")),
    Predicate("press-form", "There is no form", "flatten the form fields", X4,
              partial(_has, "/AcroForm", "the file is a form")),
    Predicate("press-additional-actions", "Nothing happens by itself", OUTLINE, X4,
              partial(_scanned, "additional-actions", "something happens by itself")),
    Predicate("press-javascript", "There is no JavaScript", OUTLINE, X4, _scripts),
    Predicate("press-action", "There are no actions", OUTLINE, X4, partial(_scanned, "action", "there is an action")),
    Predicate("press-embedded-file", "No files are embedded", "export without attachments", X4, _files),
    Predicate("press-lzw", "Nothing is compressed by LZW", "compress it by Flate", X4,
              partial(_scanned, "lzw", "something is compressed by LZW")),
    Predicate("press-external", "All data are in the file", "embed it", X4,
              partial(_scanned, "external", "data are in another file")),
    Predicate("press-postscript", "No PostScript", "make the file again without PostScript in it", X4,
              partial(_scanned, "postscript", "there is PostScript")),
    Predicate("press-opi", "No picture waits to be replaced", "place the picture itself", X4,
              partial(_scanned, "opi", "a picture waits to be replaced (OPI)")),
    Predicate("press-reference", "No page of another file is shown", "place the page itself", X4,
              partial(_scanned, "reference", "a page of another file is referred to")),
    Predicate("press-alternates", "Pictures have no alternates", "remove the alternates", X4,
              partial(_scanned, "alternates", "a picture has alternates")),
    Predicate("press-layer-name", "Configurations of layers have names", "name it, or export without layers", X4,
              _layer_name),
    Predicate("press-layer-automatic", "Layers do not change by themselves", "export without layers", X4,
              _layer_automatic),
    Predicate("press-page-count", "A booklet has a multiple of four pages", "add pages, such as notes", HOUSE,
              _page_count),
    Predicate("press-spot-ambiguous", "A special ink is defined in one way",
              "give each special ink one definition, or one of them another name", X4, _ambiguous),
    Predicate("press-spot-unused", "Special inks that are listed are used",
              "compare the names, in the file they are written as in its list of inks", HOUSE, _unused,
              Severity.WARNING),
)  # fmt: skip
