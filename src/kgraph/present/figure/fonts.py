"""Text in lines: how wide it is, where it breaks, and how it is cut."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from kgraph.present.figure import faces

LINE = 1.22
"""Height of a line in sizes of its text."""
_AUTOSPACE = 0.22
"""Some programs set Chinese and Latin letters that meet so far apart, in sizes of the text."""
_LONGEST = 600
"""Characters of a name that are looked at: more never fit into the few lines of a form."""
_NOT_FIRST = set("，。、：；？！）》」』】〉’”…·,.:;?!)]}%")
_LATIN_BEFORE_MARK = re.compile(r"[A-Za-z0-9)][，。、：；！？]")
_BREAK_AFTER = set("-/:·|_–—")


@lru_cache(maxsize=65_536)
def width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line of text is set at ``size``, in points; with room for the space that programs put
    between Chinese and Latin letters.
    """
    total, before = 0.0, ""
    for sign in text:
        total += _advance(sign, bold)
        if before and _is_wide(sign) != _is_wide(before) and (sign + before).replace(" ", "").isalnum():
            total += _AUTOSPACE
        before = sign
    return total * size


@lru_cache(maxsize=32_768)
def _advance(sign: str, bold: bool) -> float:
    """Return how far a sign moves on, in sizes of the text."""
    face = faces.face_of(sign, bold)
    if face is None:
        return 1.0 if faces.drawable(sign) else 0.0
    glyphs, metrics, units = faces.advances(face)
    return metrics[glyphs[ord(sign)]][0] / units


@lru_cache(maxsize=8192)
def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def wrap(text: str, size: float, widest: float, most: int) -> tuple[tuple[str, ...], str]:
    """Return ``text`` in at most ``most`` lines no wider than ``widest`` points, evenly filled, and all that they show of it.

    Lines break at blanks, after hyphens and slashes and between Chinese characters; a longer word breaks anywhere. What does not
    fit ends with ``…``.
    """
    pieces = _pieces(text[:_LONGEST])
    lines = _filled(pieces, size, widest, most + 1)
    if len(lines) > most or len(text) > _LONGEST:
        return _cut(pieces, size, widest, most)
    # The narrowest width with as many lines fills them evenly.
    low, high = max((width(line, size) for line in lines), default=0.0) / 2, widest
    # No word is torn for it that a line has room for.
    low = max([low, *(wide for piece in pieces if (wide := width(piece.rstrip(), size)) <= widest)])
    if low < high and len(tried := _filled(pieces, size, low, len(lines) + 1)) <= len(lines):
        lines, high = tried, low
    for _ in range(7):
        middle = (low + high) / 2
        tried = _filled(pieces, size, middle, len(lines) + 1)
        if len(tried) <= len(lines) and all(width(line, size) <= middle for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return tuple(lines), text


def _cut(pieces: list[str], size: float, widest: float, most: int) -> tuple[tuple[str, ...], str]:
    lines = _filled(pieces, size, widest, most + 1)
    text, shown = "".join(pieces), ""
    for line in lines[: most - 1]:
        start = text.index(line, len(shown))
        shown = text[: start + len(line)]
    rest = text[len(shown) :].lstrip()[:400]
    while rest and width(rest.rstrip() + "…", size) > widest:
        rest = rest[:-1]
    # It ends with a whole word where that leaves more than half of the line.
    if rest and len(rest) < len(text[len(shown) :].lstrip()) and _is_torn(rest, text[len(shown) :].lstrip()):
        whole = rest[: len(rest) - len(_pieces(rest)[-1])].rstrip()
        rest = whole if width(whole, size) > widest / 2 else rest
    last = rest.rstrip(" -–—:：，,、") + "…"
    blank = " " if text[len(shown) : len(shown) + 1] == " " else ""
    return (*lines[: most - 1], last), shown + blank + last


def _is_torn(rest: str, text: str) -> bool:
    """Return whether ``rest``, the beginning of ``text``, ends inside a word."""
    return len(_pieces(text[: len(rest) + 1])) == len(_pieces(rest))


def torn(lines: Sequence[str], shown: str) -> list[str]:
    """Return ``shown`` in pieces: apart where a line ends that no program would end there by itself, as after a slash.

    Where a Chinese mark follows a Latin letter, all lines are apart: LibreOffice would begin one with the mark.

    >>> torn(["google-research/", "bert: a", "model"], "google-research/bert: a model")
    ['google-research/', 'bert: a model']
    """
    parts = [""]
    place = 0
    every = _LATIN_BEFORE_MARK.search(shown) is not None
    for before, line in itertools.pairwise(["", *lines]):
        start = shown.index(line, place)
        blank = shown[place:start]
        by_itself = not before or (
            not every and (blank or before[-1] == "-" or _is_wide(before[-1]) or _is_wide(line[0]))
        )
        if by_itself:
            parts[-1] += blank + line
        else:
            parts.append(line)
        place = start + len(line)
    return parts


def _pieces(text: str) -> list[str]:
    """Return the parts of ``text`` that stay together on a line; blanks end the part before them."""
    pieces: list[str] = []
    open_ = False
    for sign in text:
        if open_ and (sign == " " or sign in _NOT_FIRST or not (_is_wide(sign) or _is_wide(pieces[-1][-1]))):
            pieces[-1] += sign
        else:
            pieces.append(sign)
        open_ = sign != " " and sign not in _BREAK_AFTER
    return pieces


def _filled(pieces: list[str], size: float, widest: float, most: int) -> list[str]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if width((line + piece).rstrip(), size) <= widest:
            line += piece
            continue
        if line:
            lines.append(line.rstrip())
        line = piece
        while width(line.rstrip(), size) > widest and len(line) > 1 and len(lines) < most:
            fits = max(1, next((n for n in range(len(line), 0, -1) if width(line[:n], size) <= widest), 1))
            lines.append(line[:fits].rstrip())
            line = line[fits:].lstrip()
        if len(lines) >= most:
            return lines[:most]
    return [*lines, line.rstrip()] if line.strip() else lines
