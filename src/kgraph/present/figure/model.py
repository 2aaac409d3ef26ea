"""A drawing in points (1/72 inch), before it becomes a file of one kind: what stands where, in which look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle: its left upper corner, width and height."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> tuple[float, float]:
        """The point in the middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Return whether the two overlap, or are nearer than ``gap``."""
        return (
            self.x < other.x + other.width + gap
            and other.x < self.x + self.width + gap
            and self.y < other.y + other.height + gap
            and other.y < self.y + self.height + gap
        )


class Site(NamedTuple):
    """A point where a form can be joined: its number in Office's form, and the point relative to the form's corner."""

    number: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of a form and of the text in it, as ``#RRGGBB``. ``accent`` is the type's place among those drawn."""

    fill: str
    line: str
    ink: str
    accent: int = 0
    strong: bool = False


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """An entity as a form with text in it. ``name`` is the whole name, ``shown`` and ``lines`` what is drawn of it."""

    id: str
    type: str
    name: str
    shown: str
    lines: tuple[str, ...]
    size: float
    form: str
    box: Box
    look: Look
    link: str | None = None


@dataclass(frozen=True, slots=True)
class RoutedEdge:
    """A relation as a line from ``start`` of one node to ``end`` of another; points are absolute.

    ``label`` has a box where it found room. Where many lines end at one site, heads are ``small``, so as not to run together. A ``bent`` line runs level, then upright half way, then level.
    """

    source: str
    key: str
    target: str
    start: Site
    end: Site
    points: tuple[tuple[float, float], tuple[float, float]]
    colour: str
    dash: str
    width: float
    label: str
    label_box: Box | None = None
    bent: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A sign and its word: a form for a type, a line for a relation."""

    text: str
    box: Box
    form: str = ""
    look: Look | None = None
    colour: str = ""
    dash: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text with the left upper corner of its box."""

    text: str
    box: Box
    size: float
    ink: str
    role: str


@dataclass(frozen=True)
class Figure:
    """Everything that is drawn, and what is said about it: ``notes`` are the evidence, a paragraph each."""

    width: float
    height: float
    background: str
    ink: str
    quiet: str
    nodes: tuple[PlacedNode, ...]
    edges: tuple[RoutedEdge, ...]
    legend: tuple[LegendItem, ...]
    texts: tuple[Text, ...]
    title: str
    style: str
    language: str
    notes: tuple[str, ...] = field(default=(), repr=False)

    def words(self) -> list[str]:
        """Return all lines of text that are drawn."""
        lines = [line for node in self.nodes for line in node.lines]
        lines += [edge.label for edge in self.edges if edge.label_box] + [item.text for item in self.legend]
        return lines + [text.text for text in self.texts]
