"""From a part of a graph to figures: sizes of text, places, lines, legend, source line and notes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from kgraph.core.errors import UnknownTermError
from kgraph.present.figure import fonts
from kgraph.present.figure.forms import form_of, sites, size_around
from kgraph.present.figure.legend import legend
from kgraph.present.figure.model import Box, Figure, PlacedNode, RoutedEdge, Text
from kgraph.present.figure.place import indexed, place
from kgraph.present.figure.route import label_boxes, route
from kgraph.present.figure.sources import edge_note, node_note, places, say, source_line
from kgraph.present.figure.split import split
from kgraph.present.figure.style import LEAD, SMALL, STYLES, TITLE, Style, accents, node_look, relation_sign
from kgraph.present.names import LANGUAGES, name_of, relation_name
from kgraph.present.text import safe_link, terminal_text
from kgraph.query.results import Edge, Node

PAGES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}
"""Width and height of a page in points, as slides have them."""
_MARGIN = 36.0
SLACK = 1.12
"""Room in a form beside its name: other fonts than the one that is measured are up to so much wider."""
_WIDER = 1.1
"""How much wider again the fonts of a template may be: Verdana, for one, is."""
_FACTS = 32.0
"""Height of the line of facts below the title."""


class Setting(NamedTuple):
    """How names are set: size of the text, widest line, most lines, the gap between nodes, and the share of the area that
    nodes with their gaps may fill.
    """

    size: float
    widest: float
    most: int
    gap: float
    filled: float


_SETTINGS = (
    Setting(20, 200, 3, 24, 0.30), Setting(18, 190, 3, 22, 0.30), Setting(16, 170, 3, 20, 0.31),
    Setting(14, 156, 3, 18, 0.33), Setting(13, 146, 3, 16, 0.36), Setting(12, 136, 3, 14, 0.39),
    Setting(12, 126, 2, 12, 0.44), Setting(12, 110, 2, 10, 0.50), Setting(12, 92, 2, 8, 0.60),
)  # fmt: skip
"""From the roomiest to the tightest; the first one that fits is taken."""
_LARGE = 5
_CAREFUL = 8
"""Slides of one drawing on which forms step aside for lines; of more, which take long, none do."""
_MEETING = 4
"""Lines that end at one site with heads of full size."""
_MOST = 45
"""The most nodes of a slide."""


@dataclass(frozen=True)
class Wish:
    """How a figure is wanted: ``language`` of names (zh, en, both), ``style``, ``aspect`` of the page, what stands above it.

    ``positions`` are places by id whose arrangement is kept, ``centres`` the ids that the figure is about, ``hidden`` how many
    nodes a limit left out. ``hasty`` leaves out what clears lines of forms, since many figures take long. ``frame`` is the area for the drawing where a template says so.
    """

    language: str = "en"
    style: str = "light"
    aspect: str = "16:9"
    title: str = ""
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    centres: tuple[str, ...] = ()
    hidden: int = 0
    page: tuple[float, float] | None = None
    frame: Box | None = None
    hasty: bool = False

    def __post_init__(self) -> None:
        for name, value, known in (
            ("language", self.language, LANGUAGES),
            ("style", self.style, STYLES),
            ("aspect", self.aspect, PAGES),
        ):
            if value not in known:
                raise UnknownTermError(name, value, tuple(known))

    @property
    def wider(self) -> float:
        """How much wider text may be set than Arial and YaHei set it."""
        return 1.0 if self.frame is None else _WIDER

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in points."""
        return self.page or PAGES[self.aspect]


def _short(node: Node, language: str) -> str:
    """Return the name as it is drawn: a repository without its host, which its link has."""
    name = name_of(node, language)
    host, _, rest = name.partition("/")
    return rest if node.type == "Repository" and host in ("github.com", "gitlab.com", "gitee.com") and rest else name


def slides(nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish) -> list[Figure]:
    """Return the figures, one a slide, that show all ``nodes``: one where they fit with text of 12 points, else several.

    On several, what the figure is about stands on each that it has relations to, and relations between slides are counted
    below the title and written out in the notes.
    """
    for tight in range(12):
        share = 0.93**tight

        def fits(some: Sequence[Node], share: float = share) -> bool:
            return _setting(some, wish, _area(some, edges, wish), share) is not None

        parts = split(nodes, edges, wish.centres, _MOST, fits)
        figures = _deck(parts, nodes, edges, wish)
        if all(len(figure.nodes) == len(part) for figure, part in zip(figures, parts, strict=True)):
            return figures
    raise AssertionError("parts that grow so small fit")


def _deck(parts: Sequence[Sequence[Node]], nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish) -> list[Figure]:
    shown = [{node.id for node in part} for part in parts]
    everyone = {node.id: node for node in nodes}
    wish = replace(wish, hasty=len(parts) > _CAREFUL)
    figures: list[Figure] = []
    for number, part in enumerate(parts):
        inner = [e for e in edges if e.source in shown[number] and e.target in shown[number]]
        # A relation that no slide shows is told of on the first that has one of its ends.
        away = [
            e
            for e in edges
            if not any(e.source in ids and e.target in ids for ids in shown)
            and number == min((n for n, ids in enumerate(shown) if e.source in ids or e.target in ids), default=-1)
        ]
        remarks = []
        if len(parts) > 1:
            remarks.append(say(wish.language, "part", part=number + 1, parts=len(parts), total=len(nodes)))
        figures.append(_figure(part, inner, wish, remarks, away, everyone))
    return figures


def picture(nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish) -> Figure:
    """Return one figure of all ``nodes``, on a page that grows with their number."""
    width, height = wish.size
    if len(nodes) > _MOST:
        setting = _SETTINGS[_LARGE]
        filled = sum((wide + setting.gap) * (high + setting.gap) for *_, wide, high in _extents(nodes, wish, setting))
        grow = math.sqrt(max(1.0, filled / (setting.filled * width * height))) * 1.05
        width, height = width * grow, height * grow
    for _ in range(40):
        grown = replace(wish, page=(round(width), round(height)))
        if _setting(nodes, grown, _area(nodes, edges, grown)) is not None:
            figure = _figure(nodes, edges, grown, [], [], {node.id: node for node in nodes})
            if len(figure.nodes) == len(nodes):
                return figure
        width, height = width * 1.15, height * 1.15
    raise AssertionError("a page that grows this much holds every figure")


def _area(nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish) -> Box:
    """Return where nodes may stand: below the title and above the legend."""
    left, top, width, _ = frame_of(wish)
    ids = {node.id for node in nodes}
    inner = [edge for edge in edges if edge.source in ids and edge.target in ids]
    _, bottom = legend(nodes, inner, wish.language, STYLES[wish.style], frame_of(wish))
    return Box(left, top + _FACTS, width, bottom - 10 - top - _FACTS)


def frame_of(wish: Wish) -> Box:
    """Return the part of the page below the title that a figure fills."""
    width, height = wish.size
    return wish.frame or Box(_MARGIN, 62, width - 2 * _MARGIN, height - 62 - 12)


def _extents(nodes: Sequence[Node], wish: Wish, setting: Setting) -> list[tuple[tuple[str, ...], str, int, int]]:
    """Return for each node the lines of its name, what they show of it, and width and height of the form around them."""
    found = []
    for node in nodes:
        key = (node.type, _short(node, wish.language), setting, SLACK * wish.wider)
        if key not in _measured:
            if len(_measured) > 20_000:
                _measured.clear()
            _measured[key] = _measure(*key)
        found.append(_measured[key])
    return found


_measured: dict[tuple[str, str, Setting, float], tuple[tuple[str, ...], str, int, int]] = {}


def _measure(type_: str, name: str, setting: Setting, slack: float) -> tuple[tuple[str, ...], str, int, int]:
    size = setting.size
    lines, shown = fonts.wrap(name, size, setting.widest, setting.most)
    extent = max((fonts.width(line, size) for line in lines), default=size) * slack
    wide, high = size_around(form_of(type_), extent, len(lines) * size * fonts.LINE, size * 0.55)
    return lines, shown, math.ceil(max(wide, size * 3.2)), math.ceil(high)


def _setting(nodes: Sequence[Node], wish: Wish, area: Box, share: float = 1.0) -> int | None:
    """Return the first setting whose nodes leave enough room between them, None where none does."""
    # More than a slide holds stands on a large page, with the smallest text from the start.
    for number, setting in list(enumerate(_SETTINGS))[_LARGE if len(nodes) > 2 * _MOST else 0 :]:
        gap = setting.gap
        filled = sum((wide + gap) * (high + gap) for _, _, wide, high in _extents(nodes, wish, setting))
        if filled <= share * setting.filled * area.width * area.height:
            return number
    return None


def _figure(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    wish: Wish,
    remarks: Sequence[str],
    away: Sequence[Edge],
    everyone: Mapping[str, Node],
) -> Figure:
    style = STYLES[wish.style]
    width, height = wish.size
    names = {node.id: name_of(node, wish.language) for node in everyone.values()}
    items, _ = legend(nodes, edges, wish.language, style, frame_of(wish))
    placed = _placed(nodes, edges, wish, _area(nodes, edges, wish), style, names)
    facts = [
        say(wish.language, "entities", count=len(nodes)),
        say(wish.language, "relations", count=len(edges)) if edges else say(wish.language, "no_relations"),
        *remarks,
    ]
    if away:
        facts.append(say(wish.language, "elsewhere", count=len(away)))
    if wish.hidden:
        facts.append(say(wish.language, "hidden", count=f"{wish.hidden:,}"))
    title = " ".join(terminal_text(wish.title).split())
    found = places(nodes, edges)
    return Figure(
        width, height, style.ground, style.ink, style.quiet, tuple(placed.values()), _lines(edges, placed, wish, style), items,
        _texts(title, " · ".join(facts), found, wish, style), title, style.name, wish.language,
        tuple(_notes(nodes, edges, away, names, wish, found)),
    )  # fmt: skip


def _placed(
    nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish, area: Box, style: Style, names: Mapping[str, str]
) -> dict[str, PlacedNode]:
    """Return the nodes at their places, none where they do not fit."""
    links = indexed([node.id for node in nodes], [(edge.source, edge.target) for edge in edges])
    start = _start(nodes, wish)
    first = _setting(nodes, wish, area)
    for setting in _SETTINGS[first if first is not None else len(_SETTINGS) - 1 :]:
        extents = _extents(nodes, wish, setting)
        sizes = np.array([(wide, high) for *_, wide, high in extents], float).reshape(-1, 2)
        joints = (
            None
            if wish.hasty
            else [
                [(site.x - wide / 2, site.y - high / 2) for site in sites(form_of(node.type), wide, high)]
                for node, (_, _, wide, high) in zip(nodes, extents, strict=True)
            ]
        )
        centres = place(sizes, links, (area.width, area.height), setting.gap, start, joints)
        if centres is not None:
            break
    else:
        return {}
    numbering = accents(node.type for node in nodes)
    placed = {}
    for node, (lines, shown, wide, high), (x, y) in zip(nodes, extents, centres.tolist(), strict=True):
        box = Box(round(area.x + x - wide / 2, 1), round(area.y + y - high / 2, 1), float(wide), float(high))
        look = node_look(node.type, style, node.id in wish.centres, numbering[node.type])
        link = safe_link(node.url)
        link = link if link and link.lower().startswith("http") else None
        placed[node.id] = PlacedNode(
            node.id, node.type, names[node.id], shown, lines, setting.size, form_of(node.type), box, look, link
        )
    return placed


def _start(nodes: Sequence[Node], wish: Wish) -> NDArray[Any] | None:
    """Return the wanted positions; a node without one begins in the middle of the others."""
    known = [wish.positions[node.id] for node in nodes if node.id in wish.positions]
    if not known or (len(known) == 1 and len(nodes) > 1):
        return None
    middle = tuple(np.mean(np.array(known, float), axis=0).tolist())
    return np.array([wish.positions.get(node.id, middle) for node in nodes], float)


def _lines(edges: Sequence[Edge], placed: Mapping[str, PlacedNode], wish: Wish, style: Style) -> tuple[RoutedEdge, ...]:
    edges = [e for e in edges if e.source in placed and e.target in placed and e.source != e.target]
    routes = route([(edge.source, edge.target) for edge in edges], dict(placed))
    # Both languages stand in the legend; on the lines there is room for one.
    labels = [relation_name(edge.key, "zh" if wish.language == "both" else wish.language) for edge in edges]
    boxes = label_boxes(labels, [points for _, _, points in routes], list(placed.values()), SMALL)
    met = Counter((edge.target, end.number) for edge, (_, end, _) in zip(edges, routes, strict=True))
    lines = []
    for edge, (start, end, points), label, box in zip(edges, routes, labels, boxes, strict=True):
        colour, dash = relation_sign(edge.key, style)
        small = met[edge.target, end.number] > _MEETING
        lines.append(
            RoutedEdge(
                edge.source, edge.key, edge.target, start, end, points, colour, dash, 1.25, label, box, small=small
            )
        )
    return tuple(lines)


def _texts(title: str, facts: str, found: Mapping[str, Sequence[int]], wish: Wish, style: Style) -> tuple[Text, ...]:
    left, top, room, high = frame_of(wish)
    size = TITLE
    while size > 18 and fonts.width(title, size, bold=True) * 1.08 > room:
        size -= 2
    texts = [Text(_one_line(title, size, room / 1.14), Box(left, 18, room, 42), size, style.ink, "title")]
    texts.append(Text(_one_line(facts, LEAD, room), Box(left, top, room, 18), LEAD, style.quiet, "subtitle"))
    source = source_line(found, wish.language, lambda text: fonts.width(text, SMALL) * 1.06 * wish.wider <= room)
    texts.append(Text(source, Box(left, top + high - 20, room, 18), SMALL, style.quiet, "source"))
    return tuple(texts)


def _one_line(text: str, size: float, room: float) -> str:
    return fonts.wrap(text, size, room, 1)[1] if text else ""


def notes_of(nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish) -> list[str]:
    """Return what the notes say of nodes and the relations between them, a paragraph each."""
    names = {node.id: name_of(node, wish.language) for node in nodes}
    return _notes(nodes, edges, [], names, wish, places(nodes, edges))


def _notes(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    away: Sequence[Edge],
    names: Mapping[str, str],
    wish: Wish,
    found: Mapping[str, Sequence[int]],
) -> list[str]:
    notes = [source_line(found, wish.language, lambda _: True), ""]
    for edge in edges:
        notes += edge_note(edge, names, relation_name(edge.key, wish.language), wish.language)
    if away:
        notes += ["", say(wish.language, "on_other_slides")]
        for edge in away:
            notes += edge_note(edge, names, relation_name(edge.key, wish.language), wish.language)
    notes += ["", say(wish.language, "full_names"), *(node_note(node, names[node.id]) for node in nodes)]
    return notes
