"""The tree of topics, from left to right: each topic a form, each step a bent connector joined to both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.present.figure import fonts
from kgraph.present.figure.compose import SLACK, Wish, frame_of, name_of
from kgraph.present.figure.forms import form_of, sites, size_around
from kgraph.present.figure.legend import legend
from kgraph.present.figure.model import Box, Figure, PlacedNode, RoutedEdge, Text
from kgraph.present.figure.sources import node_note, say
from kgraph.present.figure.style import LEAD, SMALL, STYLES, TITLE, node_look, relation_sign
from kgraph.query.results import Edge

if TYPE_CHECKING:
    from kgraph.query.topics import Topic, Topics

_SIZE = 13.0
_ROW = 29.0
_LEVELS = 3


@dataclass
class _Branch:
    topic: Topic
    level: int
    below: list[_Branch]
    more: int = 0

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return max(1, sum(branch.rows for branch in self.below))

    def all(self) -> list[_Branch]:
        """Return it and all below it."""
        return [self, *(inner for branch in self.below for inner in branch.all())]


def topic_trees(topics: Topics, wish: Wish, root: str | None = None) -> list[Figure]:
    """Return the tree of topics, or what stands under ``root``, as figures: as many topics on each as its rows hold.

    Three levels are drawn, those with most under them first; each says how many narrower ones are not shown.
    """
    frame = frame_of(wish)
    rows = int((frame.height - 96) / _ROW)
    start = topics.topic(root) if root is not None else None
    roots = [start] if start is not None else topics.roots()
    branches = [_branch(topics, topic, 0, rows) for topic in roots if topic is not None]
    pages: list[list[_Branch]] = [[]]
    for branch in branches:
        if pages[-1] and sum(b.rows for b in pages[-1]) + branch.rows > rows:
            pages.append([])
        pages[-1].append(branch)
    total = sum(len(branch.all()) for branch in branches)
    return [_figure(page, wish, number, len(pages), total) for number, page in enumerate(pages, start=1)]


def _branch(topics: Topics, topic: Topic, level: int, rows: int) -> _Branch:
    """Return a topic with those below it, no more than fit into so many rows."""
    branch = _Branch(topic, level, [])
    if level + 1 >= _LEVELS:
        branch.more = topic.narrower
        return branch
    narrower = topics.under(topic.node.id)
    for place, below in enumerate(narrower):
        left = rows - branch.rows - (0 if not branch.below else 0)
        if branch.below and left < 1:
            branch.more = len(narrower) - place
            break
        # What is under one topic does not take the rows of those after it.
        share = max(1, (rows - sum(b.rows for b in branch.below)) // max(1, min(4, len(narrower) - place)))
        branch.below.append(_branch(topics, below, level + 1, share))
    return branch


def _figure(page: Sequence[_Branch], wish: Wish, number: int, pages: int, total: int) -> Figure:
    style = STYLES[wish.style]
    frame = frame_of(wish)
    shown = [branch for root in page for branch in root.all()]
    column = frame.width / _LEVELS
    placed: dict[str, PlacedNode] = {}
    edges: list[Edge] = []
    y = frame.y + 34.0
    for root in page:
        _place(root, y, frame, column, wish, placed, edges)
        y += root.rows * _ROW
    nodes = [branch.topic.node for branch in shown]
    items, _ = legend(nodes, edges, wish.language, style, frame)
    facts = [say(wish.language, "topics", count=len(placed))]
    if pages > 1:
        facts.append(say(wish.language, "part", part=number, parts=pages, total=total))
    hidden = sum(branch.more for branch in shown)
    if hidden:
        facts.append(say(wish.language, "hidden", count=f"{hidden:,}"))
    texts = (
        Text(wish.title, Box(frame.x, 18, frame.width, 42), TITLE, style.ink, "title"),
        Text(" · ".join(facts), Box(frame.x, frame.y, frame.width, 18), LEAD, style.quiet, "subtitle"),
        Text(say(wish.language, "counts_listed"), Box(frame.x, frame.y + frame.height - 20, frame.width, 18), SMALL, style.quiet, "source"),
    )
    notes = tuple(node_note(node, name_of(node, wish.language)) for node in nodes)
    return Figure(
        *wish.size, style.ground, style.ink, style.quiet, tuple(placed.values()), _lines(edges, placed, wish), items,
        texts, wish.title, style.name, wish.language, notes,
    )  # fmt: skip


def _place(
    branch: _Branch, y: float, frame: Box, column: float, wish: Wish, placed: dict[str, PlacedNode], edges: list[Edge]
) -> None:
    node = branch.topic.node
    name = f"{name_of(node, wish.language)}  {branch.topic.total:,}" + (f"  +{branch.more:,}" if branch.more else "")
    lines, shown = fonts.wrap(name, _SIZE, column - 90, 1)
    wide, high = size_around(form_of(node.type), fonts.width(lines[0], _SIZE) * SLACK, _SIZE * fonts.LINE, _SIZE * 0.5)
    middle = y + branch.rows * _ROW / 2
    if node.id in placed:
        return
    box = Box(round(frame.x + branch.level * column, 1), round(middle - high / 2, 1), round(wide, 1), round(high, 1))
    look = node_look(node.type, STYLES[wish.style], branch.level == 0, 1)
    placed[node.id] = PlacedNode(node.id, node.type, name, shown, lines, _SIZE, form_of(node.type), box, look)
    for below in branch.below:
        if below.topic.node.id not in placed:
            edges.append(Edge(below.topic.node.id, "broader", node.id, 1.0))
        _place(below, y, frame, column, wish, placed, edges)
        y += below.rows * _ROW


def _lines(edges: Sequence[Edge], placed: Mapping[str, PlacedNode], wish: Wish) -> tuple[RoutedEdge, ...]:
    colour, _ = relation_sign("broader", STYLES[wish.style])
    lines = []
    for edge in edges:
        lower, upper = placed[edge.source], placed[edge.target]
        start = min(sites(lower.form, lower.box.width, lower.box.height), key=lambda site: site.x)
        end = max(sites(upper.form, upper.box.width, upper.box.height), key=lambda site: site.x)
        points = ((lower.box.x + start.x, lower.box.y + start.y), (upper.box.x + end.x, upper.box.y + end.y))
        lines.append(
            RoutedEdge(edge.source, edge.key, edge.target, start, end, points, colour, "solid", 1.0, "", None, bent=True)
        )
    return tuple(lines)
