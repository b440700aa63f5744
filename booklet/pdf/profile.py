"""The ICC profile of a printing condition (ISO 15076-1): what it says of itself, and the inks a colour needs there.

Colours of the screen are sRGB. They are converted with relative colorimetric intent and black point compensation, as
layout programs do by default. A grey becomes the tint of black that is as light as it is, and no other ink.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from PIL import Image, ImageCms

from booklet.errors import BookletError, Span
from booklet.palette import Cmyk

SIGNATURE: Final = b"acsp"
NEWEST: Final = 4
"""The newest major version of a profile that PDF/X-4 takes."""
FULL: Final = 255
"""A solid ink, and full light, in eight bits."""
PERCENTS: Final = range(101)


@dataclass(frozen=True)
class OutputProfile:
    """The profile of a printer with four inks, known to be one: `read` it."""

    data: bytes

    @classmethod
    def read(cls, data: bytes, shown: str) -> OutputProfile:
        """The profile in a file that messages call `shown`; raises BookletError for one that no press copy can use."""
        if data[36:40] != SIGNATURE or int.from_bytes(data[:4]) != len(data):
            raise BookletError.at(Span(shown), "is no ICC profile, or not all of one")
        space, kind = data[16:20].decode("latin-1").strip(), data[12:16].decode("latin-1")
        if space != "CMYK":
            raise BookletError.at(Span(shown), f"is a profile for {space}, not for CMYK", "ask the printer for theirs")
        if data[8] > NEWEST:
            raise BookletError.at(Span(shown), f"is a profile of version {data[8]}; PDF/X-4 takes {NEWEST} at most")
        if kind != "prtr":
            message = f'is a profile of class "{kind}", not of a printer ("prtr")'
            raise BookletError.at(Span(shown), message, "ask the printer for theirs")
        profile = cls(data)
        try:
            profile.mixtures(_TRIAL)
        except (ImageCms.PyCMSError, OSError) as error:
            raise BookletError.at(Span(shown), "cannot be used to convert colours") from error
        return profile

    @property
    def name(self) -> str:
        """What the profile calls itself."""
        return ImageCms.getProfileDescription(self._profile).strip()

    def mixtures(self, colours: Sequence[bytes]) -> list[Cmyk]:
        """The inks of colours, each given as its red, green and blue, in whole percents."""
        if not colours:
            return []
        image = Image.frombytes("RGB", (len(colours), 1), b"".join(colours))
        data = _applied(self._inks, image)
        inks = [data[start : start + 4] for start in range(0, len(data), 4)]
        return [
            self._tint(c[0]) if c[0] == c[1] == c[2] else _percent(ink) for c, ink in zip(colours, inks, strict=True)
        ]

    def _tint(self, level: int) -> Cmyk:
        """Black alone for a level of grey: the tint nearest to it in lightness."""
        wanted = _applied(_lightness(_SRGB, "RGB"), Image.new("RGB", (1, 1), (level,) * 3))[0]
        return 0.0, 0.0, 0.0, float(min(PERCENTS, key=lambda percent: abs(self._tints[percent] - wanted)))

    @cached_property
    def _profile(self) -> ImageCms.ImageCmsProfile:
        return ImageCms.ImageCmsProfile(io.BytesIO(self.data))

    @cached_property
    def _inks(self) -> ImageCms.ImageCmsTransform:
        black_point = ImageCms.Flags.BLACKPOINTCOMPENSATION
        return ImageCms.buildTransform(_SRGB, self._profile, "RGB", "CMYK", _INTENT, black_point)

    @cached_property
    def _tints(self) -> bytes:
        """The lightness, 0 to 255, of each percentage of black."""
        ramp = bytes(part for percent in PERCENTS for part in (0, 0, 0, round(percent * FULL / 100)))
        image = Image.frombytes("CMYK", (len(PERCENTS), 1), ramp)
        return _applied(_lightness(self._profile, "CMYK"), image)[::3]


_TRIAL: Final = (b"\0\0\0", b"\xff\0\0")
"""A grey and a colour, to see whether a profile converts."""
_SRGB: Final = ImageCms.createProfile("sRGB")
_LAB: Final = ImageCms.createProfile("LAB")
_INTENT: Final = ImageCms.Intent.RELATIVE_COLORIMETRIC


def _lightness(profile: Any, mode: str) -> ImageCms.ImageCmsTransform:
    """From a profile's colours to CIELAB, whose first part is the lightness; no black is made deeper than it prints."""
    return ImageCms.buildTransform(profile, _LAB, mode, "LAB", _INTENT)


def _applied(transform: ImageCms.ImageCmsTransform, image: Image.Image) -> bytes:
    converted = ImageCms.applyTransform(image, transform)
    assert converted is not None  # it is only when the image is changed in place
    return converted.tobytes()


def _percent(ink: bytes) -> Cmyk:
    cyan, magenta, yellow, black = (float(round(part * 100 / FULL)) for part in ink)
    return cyan, magenta, yellow, black
