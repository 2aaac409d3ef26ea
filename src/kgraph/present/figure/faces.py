"""The fonts that pictures embed, which the build hook fetches: one for both scripts, and others for what it has no sign for."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kgraph.core.errors import KgraphError, MissingExtraError

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont


class Face(NamedTuple):
    """A font: its family, its file, and whether it is the bold one of the family."""

    family: str
    file: str
    bold: bool = False

    @property
    def name(self) -> str:
        """A name that no other face has."""
        return f"{self.family} Bold" if self.bold else self.family


REGULAR = Face("Noto Sans SC", "NotoSansSC-Regular.ttf")
BOLD = Face("Noto Sans SC", "NotoSansSC-Bold.ttf", bold=True)
OTHERS = (Face("Noto Sans", "NotoSans-Regular.ttf"), Face("Noto Emoji", "NotoEmoji-Regular.ttf"))
"""Asked in this order: Latin letters with all marks (Łukasz, Şahin), then emoji."""
FACES = (REGULAR, BOLD, *OTHERS)
NAME = REGULAR.family
_UNSEEN = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""What joins or varies signs, and is no sign itself."""


class MissingFontError(KgraphError):
    """Raised when a picture needs the fonts and kgraph was installed without them."""

    def __init__(self) -> None:
        super().__init__(
            f"{NAME} and other fonts that pictures embed were not there when kgraph was installed. Install it again with a"
            " connection to the npm registry: pip install --force-reinstall --no-deps kgraph"
        )


def font_file(face: Face = REGULAR) -> Path:
    """Return the file of a font; raises MissingFontError."""
    path = Path(str(files("kgraph").joinpath("fonts", "dist", face.file)))
    if not path.is_file():
        raise MissingFontError
    return path


@cache
def advances(face: Face = REGULAR) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """Return the glyph of each code point, the advance of each glyph, and the units of one size."""
    with _opened(face) as font:
        return dict(font.getBestCmap()), font["hmtx"].metrics, font["head"].unitsPerEm


def _opened(face: Face) -> TTFont:
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        raise MissingExtraError("fonttools", "slides", "Measuring text for a drawing") from None
    return TTFont(font_file(face), lazy=True)


@lru_cache(maxsize=32_768)
def face_of(sign: str, bold: bool = False) -> Face | None:
    """Return the first font that has a sign, None where none has."""
    for face in (BOLD if bold else REGULAR, *OTHERS):
        if ord(sign) in advances(face)[0]:
            return face
    return None


def has_glyph(sign: str) -> bool:
    """Return whether a font can draw a character, or need not since nothing is seen of it."""
    return sign in _UNSEEN or face_of(sign) is not None


def drawable(text: str) -> str:
    """Return ``text`` with ``?`` for what no font can draw, so that no picture shows an empty box.

    >>> drawable("Łukasz 🔥 ع")
    'Łukasz 🔥 ?'
    """
    return "".join("" if sign in _UNSEEN else sign if face_of(sign) else "?" for sign in text)


def runs(text: str, bold: bool = False) -> Iterator[tuple[Face, str]]:
    """Yield the parts of a drawable text with the font of each."""
    main = BOLD if bold else REGULAR
    for face, signs in itertools.groupby(text, lambda sign: face_of(sign, bold) or main):
        yield face, "".join(signs)


@lru_cache(maxsize=64)
def subset(face: Face, characters: str) -> bytes:
    """Return a font with only these characters, as WOFF."""
    from fontTools import subset as subsetting

    options = subsetting.Options(layout_features=[], hinting=False, notdef_outline=True, recalc_timestamp=False)
    options.flavor = "woff"
    out = io.BytesIO()
    with subsetting.load_font(str(font_file(face)), options, lazy=True) as font:
        subsetter = subsetting.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        subsetting.save_font(font, out, options)
    return out.getvalue()
