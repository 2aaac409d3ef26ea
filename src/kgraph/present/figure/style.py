"""How figures look: three styles, made from the colours of the schema; the signs of relations; sizes of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kgraph.core import SCHEMA
from kgraph.present.figure.model import Look

SMALLEST = 12.0
"""No text on a slide is smaller, in points."""
TITLE, LEAD, SMALL = 28.0, 14.0, 12.0


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its ground, its text, and how much of a type's colour stays in fill and line (0 to 1)."""

    name: str
    ground: str
    ink: str
    quiet: str
    line: str
    tint: float
    is_dark: bool = False
    is_grey: bool = False


STYLES = {
    "light": Style("light", "#FFFFFF", "#1B2430", "#5A6675", "#8A93A0", 0.13),
    "dark": Style("dark", "#12171F", "#F2F5F9", "#A9B4C2", "#7F8B9A", 0.30, is_dark=True),
    "print": Style("print", "#FFFFFF", "#000000", "#333333", "#4D4D4D", 0.0, is_grey=True),
}
"""``light`` for a screen, ``dark`` for a dark room, ``print`` for black ink on paper."""

# One colour per kind of statement, one dash per relation of it, the same on every slide.
_FAMILIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("#3B6EA8", ("introduces", "hasCode", "implements")),
    ("#8A4F8F", ("developedBy", "authoredBy", "affiliatedWith", "publishedAt")),
    ("#2E7D5B", ("evaluatedOn", "outperforms", "comparedWith")),
    ("#B5502B", ("basedOn",)),
    ("#7A8594", ("about", "discusses", "broader")),
)
_DASHES = ("solid", "dash", "sysDot", "lgDashDot")


def dash_lengths(dash: str, width: float) -> tuple[float, ...]:
    """Return the lengths of strokes and gaps of a dash, as Office draws it for a line of ``width``; none for a solid one."""
    patterns = {"dash": (4, 3), "sysDot": (1, 1.6), "lgDashDot": (8, 3, 1, 3)}
    return tuple(round(part * width, 2) for part in patterns.get(dash, ()))


def relation_sign(relation: str, style: Style) -> tuple[str, str]:
    """Return colour and dash of a relation's lines; a relation that the schema does not have is plain."""
    for colour, members in _FAMILIES:
        if relation in members:
            dash = _DASHES[members.index(relation)]
            return (style.ink if style.is_grey else readable(colour, style.ground, 4.6)), dash
    return style.line, "solid"


def node_look(type: str, style: Style, strong: bool, accent: int) -> Look:
    """Return the look of a node of ``type``; ``strong`` ones, which a figure is about, are filled with the whole colour."""
    kind = SCHEMA.entities.get(type)
    colour = kind.colour if kind else "#7F7F7F"
    if style.is_grey:
        return (
            Look("#000000", "#000000", "#FFFFFF", accent, True)
            if strong
            else Look("#FFFFFF", "#000000", "#000000", accent)
        )
    line = readable(colour, style.ground, 3.0)
    if strong:
        fill = readable(colour, "#FFFFFF", 4.6) if not style.is_dark else readable(colour, style.ground, 6.0)
        ink = "#FFFFFF" if contrast(fill, "#FFFFFF") >= 4.5 else "#12171F"
        return Look(fill, fill, ink, accent, True)
    return Look(mixed(style.ground, colour, style.tint), line, style.ink, accent)


def accents(types: Iterable[str]) -> dict[str, int]:
    """Return a number from 1 for each type, in the schema's order: the colours of a theme go by it."""
    known = list(SCHEMA.entities)
    order = sorted(set(types), key=lambda name: (known.index(name) if name in known else len(known), name))
    return {name: place for place, name in enumerate(order, start=1)}


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of ``#RRGGBB``."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(one: str, other: str, share: float) -> str:
    """Return ``one`` with a ``share`` of ``other`` in it.

    >>> mixed("#000000", "#FFFFFF", 0.5)
    '#808080'
    """
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def luminance(colour: str) -> float:
    """Return the relative luminance that WCAG 2 defines, 0 to 1."""
    parts = [value / 255 for value in channels(colour)]
    r, g, b = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours that WCAG 2 defines, 1 to 21.

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: str, ground: str, least: float) -> str:
    """Return ``colour``, moved away from the ground until their contrast is ``least``."""
    away = "#000000" if luminance(ground) > 0.3 else "#FFFFFF"
    share = 0.0
    while share < 0.95 and contrast(mixed(colour, away, share), ground) < least:
        share += 0.05
    return mixed(colour, away, share)
