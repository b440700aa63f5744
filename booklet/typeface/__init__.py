"""What letters look like before anything is drawn: widths, faces, scripts, directions, shapes.

Two gateways: `width` and `wrap` measure our own words in the bundled typeface; `Faces` and `Block` set what a person
typed, in any script that a face at hand can show.
"""

from booklet.typeface.widths import FAMILY, Weight, width, wrap, x_height

__all__ = ["FAMILY", "Weight", "width", "wrap", "x_height"]
