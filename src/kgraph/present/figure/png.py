"""A figure as PNG: its SVG, drawn by resvg with our fonts and no others."""

from __future__ import annotations

from kgraph.core.errors import ArgumentError, MissingExtraError
from kgraph.present.figure import faces
from kgraph.present.figure.model import Figure
from kgraph.present.figure.svg import write_svg

WIDEST = 8192
"""The most pixels of a side."""


def write_png(figure: Figure, *, pixels: int = 1920, transparent: bool = False) -> bytes:
    """Return the figure as a PNG that is ``pixels`` wide, at most 8,192 and no side longer than that.

    Raises ArgumentError for another width, MissingExtraError without resvg-py, MissingFontError without the fonts.
    """
    if not 16 <= pixels <= WIDEST:
        raise ArgumentError("pixels", pixels, f"16 to {WIDEST:,}")
    try:
        import resvg_py
    except ImportError:
        raise MissingExtraError("resvg-py", "slides", "A PNG") from None
    wide = min(pixels, int(WIDEST * figure.width / max(figure.width, figure.height)))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=write_svg(figure, transparent=transparent, embed=False, drawable=True),
            width=wide,
            font_files=[str(faces.font_file(face)) for face in faces.FACES],
            skip_system_fonts=True,
            font_family=faces.NAME,
            sans_serif_family=faces.NAME,
        )
    )
