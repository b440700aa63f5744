"""Codes that machines read, as values: the bars of a Pharmacode, the modules of a QR code. Layout draws them."""

from booklet.codes.pharmacode import Bar, bars
from booklet.codes.qr import modules

__all__ = ["Bar", "bars", "modules"]
