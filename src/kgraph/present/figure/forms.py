"""The forms that nodes are drawn in: one per shape of the schema, made so that a name of several lines fits.

Each is a preset form of Office, with its joining sites, and the same outline for pictures. A diamond or a triangle leaves no room
for a name, so they become a plaque and a trapezoid.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.core import SCHEMA
from kgraph.present.figure.model import Site

Command = tuple[str, tuple[float, ...]]
"""``M`` x y, ``L`` x y, ``C`` with two control points, ``Z``: as in SVG, relative to the form's corner."""

_ROUND = 0.5523
"""Length of the control arms that make a Bézier curve a quarter of a circle, in radii."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of Office: its ``preset`` name and the value of its adjustment in 1/100,000 of the shorter side."""

    preset: str
    adjust: int | None = None


FORMS = {
    "rectangle": Form("rect"),
    "ellipse": Form("roundRect", 50_000),
    "barrel": Form("can", 22_000),
    "hexagon": Form("hexagon", 25_000),
    "diamond": Form("plaque", 20_000),
    "octagon": Form("octagon", 29_289),
    "circle": Form("ellipse"),
    "pentagon": Form("homePlate", 35_000),
    "tag": Form("foldedCorner", 20_000),
    "triangle": Form("trapezoid", 25_000),
}
DEFAULT = "rectangle"


def form_of(type: str) -> str:
    """Return the form of a type; a type that the schema does not have is a rectangle.

    >>> form_of("Method"), form_of("Else")
    ('ellipse', 'rectangle')
    """
    kind = SCHEMA.entities.get(type)
    return kind.shape if kind and kind.shape in FORMS else DEFAULT


def size_around(form: str, width: float, height: float, pad: float) -> tuple[float, float]:
    """Return width and height of the form around text of that extent, ``pad`` points away from it at the sides."""
    wide, high = width + 2 * pad, height + 1.2 * pad
    if form == "ellipse":
        # Office sets text into the square inside the round ends.
        return wide + 0.293 * high, high
    if form == "barrel":
        return wide, high * 1.22
    if form == "hexagon":
        return (wide + high / 6) * 1.2, high
    if form == "diamond":
        return wide + 0.283 * high, high
    if form == "octagon":
        return wide + 0.293 * high, high
    if form == "circle":
        return (wide - pad) * 1.42, max(high * 1.25, height * 1.42)
    if form == "pentagon":
        return wide + 0.175 * high, high
    if form == "triangle":
        return wide + 0.5 * high, high
    return wide, high


def sites(form: str, width: float, height: float) -> tuple[Site, ...]:
    """Return the points where lines join the form, with the numbers that Office counts them by."""
    w, h = width, height
    if form == "barrel":
        return (Site(1, w / 2, 0), Site(2, 0, h / 2), Site(3, w / 2, h), Site(4, w, h / 2))
    if form == "hexagon":
        cut = min(w, h) * 0.25
        return (
            Site(0, w, h / 2), Site(1, w - cut, h), Site(2, cut, h),
            Site(3, 0, h / 2), Site(4, cut, 0), Site(5, w - cut, 0),
        )  # fmt: skip
    if form == "octagon":
        cut = min(w, h) * 0.29289
        return (
            Site(0, w, cut), Site(1, w, h - cut), Site(2, w - cut, h), Site(3, cut, h),
            Site(4, 0, h - cut), Site(5, 0, cut), Site(6, cut, 0), Site(7, w - cut, 0),
        )  # fmt: skip
    if form == "circle":
        a, b = w / 2 * (1 - math.sqrt(0.5)), h / 2 * (1 - math.sqrt(0.5))
        return (
            Site(0, w / 2, 0), Site(1, a, b), Site(2, 0, h / 2), Site(3, a, h - b),
            Site(4, w / 2, h), Site(5, w - a, h - b), Site(6, w, h / 2), Site(7, w - a, b),
        )  # fmt: skip
    if form == "pentagon":
        middle = (w - min(w, h) * 0.35) / 2
        return (Site(0, middle, 0), Site(1, 0, h / 2), Site(2, middle, h), Site(3, w, h / 2))
    if form == "triangle":
        slant = min(w, h) * 0.125
        return (Site(0, w / 2, 0), Site(1, slant, h / 2), Site(2, w / 2, h), Site(3, w - slant, h / 2))
    return (Site(0, w / 2, 0), Site(1, 0, h / 2), Site(2, w / 2, h), Site(3, w, h / 2))


def outline(form: str, width: float, height: float) -> list[list[Command]]:
    """Return the paths of the form: the outline that is filled first, then lines inside it."""
    w, h = width, height
    short = min(w, h)
    if form == "ellipse":
        return [_rounded(w, h, short / 2)]
    if form == "barrel":
        return _barrel(w, h, short * 0.11)
    if form == "hexagon":
        cut = short * 0.25
        return [_polygon([(0, h / 2), (cut, 0), (w - cut, 0), (w, h / 2), (w - cut, h), (cut, h)])]
    if form == "diamond":
        return [_plaque(w, h, short * 0.2)]
    if form == "octagon":
        cut = short * 0.29289
        corners = [(0, cut), (cut, 0), (w - cut, 0), (w, cut), (w, h - cut), (w - cut, h), (cut, h), (0, h - cut)]
        return [_polygon(corners)]
    if form == "circle":
        return [_oval(w, h)]
    if form == "pentagon":
        cut = w - short * 0.35
        return [_polygon([(0, 0), (cut, 0), (w, h / 2), (cut, h), (0, h)])]
    if form == "tag":
        fold = short * 0.2
        edge: list[Command] = [
            ("M", (w - fold, h)), ("L", (w - fold * 0.8, h - fold * 0.8)), ("L", (w, h - fold)),
        ]  # fmt: skip
        return [_polygon([(0, 0), (w, 0), (w, h - fold), (w - fold, h), (0, h)]), edge]
    if form == "triangle":
        cut = short * 0.25
        return [_polygon([(0, h), (cut, 0), (w - cut, 0), (w, h)])]
    return [_polygon([(0, 0), (w, 0), (w, h), (0, h)])]


def _polygon(corners: Sequence[tuple[float, float]]) -> list[Command]:
    first, *others = corners
    return [("M", first), *(("L", corner) for corner in others), ("Z", ())]


def _rounded(w: float, h: float, r: float) -> list[Command]:
    k = r * (1 - _ROUND)
    return [
        ("M", (r, 0)), ("L", (w - r, 0)), ("C", (w - k, 0, w, k, w, r)), ("L", (w, h - r)),
        ("C", (w, h - k, w - k, h, w - r, h)), ("L", (r, h)), ("C", (k, h, 0, h - k, 0, h - r)), ("L", (0, r)),
        ("C", (0, k, k, 0, r, 0)), ("Z", ()),
    ]  # fmt: skip


def _oval(w: float, h: float) -> list[Command]:
    a, b = w / 2, h / 2
    p, q = a * _ROUND, b * _ROUND
    return [
        ("M", (a, 0)), ("C", (a + p, 0, w, b - q, w, b)), ("C", (w, b + q, a + p, h, a, h)),
        ("C", (a - p, h, 0, b + q, 0, b)), ("C", (0, b - q, a - p, 0, a, 0)), ("Z", ()),
    ]  # fmt: skip


def _plaque(w: float, h: float, r: float) -> list[Command]:
    k = r * _ROUND
    return [
        ("M", (r, 0)), ("L", (w - r, 0)), ("C", (w - r, k, w - k, r, w, r)), ("L", (w, h - r)),
        ("C", (w - k, h - r, w - r, h - k, w - r, h)), ("L", (r, h)), ("C", (r, h - k, k, h - r, 0, h - r)),
        ("L", (0, r)), ("C", (k, r, r, k, r, 0)), ("Z", ()),
    ]  # fmt: skip


def _barrel(w: float, h: float, cap: float) -> list[list[Command]]:
    a, k = w / 2, w / 2 * _ROUND
    q = cap * _ROUND
    body: list[Command] = [
        ("M", (0, cap)), ("C", (0, cap - q, a - k, 0, a, 0)), ("C", (a + k, 0, w, cap - q, w, cap)), ("L", (w, h - cap)),
        ("C", (w, h - cap + q, a + k, h, a, h)), ("C", (a - k, h, 0, h - cap + q, 0, h - cap)), ("Z", ()),
    ]  # fmt: skip
    lid: list[Command] = [
        ("M", (0, cap)), ("C", (0, cap + q, a - k, 2 * cap, a, 2 * cap)), ("C", (a + k, 2 * cap, w, cap + q, w, cap)),
    ]  # fmt: skip
    return [body, lid]


def text_middle(form: str, width: float, height: float) -> float:
    """Return how far below the form's middle its text is centred, in points: a barrel's stands below its lid."""
    return min(width, height) * 0.055 if form == "barrel" else 0.0


def inset_top(form: str, width: float, height: float) -> float:
    """Return the inset above the text that makes up for what Office leaves free below it: the corner of a tag."""
    return min(width, height) * 0.2 if form == "tag" else 0.0
