"""What an imposed document says of itself: what it said before, less what is about single pages, with dates of its own.

Claims to PDF/UA, PDF/A and PDF/X stay: sheets bring neither untagged content nor fonts, colours or actions that these
forbid. Title, language, tags and output intents are in the catalog, which is kept.
"""

from __future__ import annotations

import hashlib
import uuid
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pikepdf

from booklet.press.geometry import Flip

PAGEWISE: Final = ("/PageLabels", "/PageLayout", "/OpenAction", "/AA", "/Threads")
"""Entries of the catalog that are about pages as they were, or about a screen."""
IMPOSED: Final = "imposed:"
"""What the identifier of a document begins with when its pages are laid on sheets."""
PAPER: Final = {"long": pikepdf.Name.DuplexFlipLongEdge, "short": pikepdf.Name.DuplexFlipShortEdge}


def is_for_press(pdf: pikepdf.Pdf) -> bool:
    """Whether it claims PDF/X, whose pages are in the inks of a press."""
    return any(intent.get("/S") == pikepdf.Name.GTS_PDFX for intent in _intents(pdf))


def has_process_inks(pdf: pikepdf.Pdf) -> bool:
    """Whether its output intent is for four inks."""
    return is_for_press(pdf) or any(
        isinstance(profile := intent.get("/DestOutputProfile"), pikepdf.Stream) and profile.get("/N") == 4
        for intent in _intents(pdf)
    )


def _intents(pdf: pikepdf.Pdf) -> list[Any]:
    intents = pdf.Root.get("/OutputIntents")
    return [i for i in intents if isinstance(i, pikepdf.Dictionary)] if isinstance(intents, pikepdf.Array) else []


def declare(pdf: pikepdf.Pdf, layout: str, source: Path, moment: datetime, duplex: Flip | None) -> None:
    """Bring catalog, document information and metadata up to date; the same source and layout give the same."""
    for key in PAGEWISE:
        if key in pdf.Root:
            del pdf.Root[key]
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        del names["/JavaScript"]
    if not is_for_press(pdf):
        _tell_printers(pdf, duplex)
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    _date(pdf, moment)
    _identify(pdf, f"{layout}:{digest}", layout, moment)
    if "/ID" in pdf.trailer:
        del pdf.trailer["/ID"]


def _tell_printers(pdf: pikepdf.Pdf, duplex: Flip | None) -> None:
    """Print dialogues start with both sides, the right edge, and no scaling (12.2)."""
    preferences = pdf.Root.get("/ViewerPreferences")
    if not isinstance(preferences, pikepdf.Dictionary):
        preferences = pdf.Root.ViewerPreferences = pikepdf.Dictionary()
    preferences.PrintScaling = pikepdf.Name("/None")
    preferences.Duplex = PAPER[duplex] if duplex else pikepdf.Name.Simplex


def _date(pdf: pikepdf.Pdf, moment: datetime) -> None:
    info = pdf.trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        info.ModDate = pikepdf.String(f"D:{moment:%Y%m%d%H%M%S}+00'00'")


def _identify(pdf: pikepdf.Pdf, seed: str, layout: str, moment: datetime) -> None:
    if not isinstance(pdf.Root.get("/Metadata"), pikepdf.Stream):
        return
    date = f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"
    with suppress(ValueError), pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        xmp["xmp:ModifyDate"] = date
        xmp["xmp:MetadataDate"] = date
        if identifier := xmp.get("dc:identifier"):
            xmp["dc:identifier"] = f"{IMPOSED}{layout}:{identifier}"
        for key in ("xmpMM:DocumentID", "xmpMM:InstanceID"):
            if key in xmp:
                xmp[key] = f"uuid:{uuid.uuid5(uuid.NAMESPACE_OID, f'{key}:{seed}')}"
