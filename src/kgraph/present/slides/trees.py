"""The tree of topics, from left to right: each topic a form, each step a bent connector joined to both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.present.figure import fonts
from kgraph.present.figure.compose import SLACK, Wish, frame_of
from kgraph.present.figure.forms import form_of, sites, size_around
from kgraph.present.figure.legend import legend
from kgraph.present.figure.model import Box, Figure, PlacedNode, RoutedEdge, Text
from kgraph.present.figure.sources import node_note, say
from kgraph.present.figure.style import LEAD, SMALL, STYLES, TITLE, node_look, relation_sign
from kgraph.present.names import name_of
from kgraph.query.results import Edge

if TYPE_CHECKING:
    from kgraph.query.topics import Topic, Topics

_SIZE = 13.0
_ROW = 29.0
_LEVELS = 3
_UNDER_ROOT = 3
"""Rows that a topic of the overview takes at least."""


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
    """Return the tree of topics, or what stands under ``root``, as figures.

    Of the whole tree one figure shows the topics with most under them and the first topics under each. What stands under a root is
    shown on as many figures as its narrower topics take. Each topic says how many narrower ones are not drawn.
    """
    frame = frame_of(wish)
    rows = int((frame.height - 96) / _ROW)
    start = topics.topic(root) if root is not None else None
    if start is None:
        found = topics.roots()
        shown = found[: 2 * max(1, rows // _UNDER_ROOT)]
        share = max(_UNDER_ROOT, 2 * rows // max(2, len(shown)))
        page = [_branch(topics, topic, 0, share, levels=2) for topic in shown]
        return [_figure(page, wish, 1, 1, len(found) - len(shown))]
    narrower = [_branch(topics, topic, 1, max(1, rows // 3)) for topic in topics.under(start.node.id)]
    pages: list[list[_Branch]] = [[]]
    for branch in narrower:
        if pages[-1] and sum(b.rows for b in pages[-1]) + branch.rows > rows:
            pages.append([])
        pages[-1].append(branch)
    return [
        _figure([_Branch(start, 0, page)], wish, number, len(pages), 0) for number, page in enumerate(pages, start=1)
    ]


def _branch(topics: Topics, topic: Topic, level: int, rows: int, levels: int = _LEVELS) -> _Branch:
    """Return a topic with the first of those below it: no more than fit into so many rows."""
    branch = _Branch(topic, level, [])
    narrower = topics.under(topic.node.id) if level + 1 < levels else []
    for place, below in enumerate(narrower):
        left = rows - sum(inner.rows for inner in branch.below)
        if left < 1:
            break
        share = max(1, min(_UNDER_ROOT, left // (len(narrower) - place)))
        branch.below.append(_branch(topics, below, level + 1, share, levels))
    branch.more = topic.narrower - len(branch.below)
    return branch


def _figure(page: Sequence[_Branch], wish: Wish, number: int, pages: int, left_out: int) -> Figure:
    style = STYLES[wish.style]
    frame = frame_of(wish)
    shown = [branch for root in page for branch in root.all()]
    placed: dict[str, PlacedNode] = {}
    edges: list[Edge] = []
    # Several trees stand in two halves of the page, one has it whole.
    halves = [page] if len(page) == 1 else [page[: (len(page) + 1) // 2], page[(len(page) + 1) // 2 :]]
    column = frame.width / _LEVELS if len(halves) == 1 else frame.width / 4 + 8
    for half, roots in enumerate(halves):
        y = frame.y + 34.0
        part = frame._replace(x=frame.x + half * (frame.width / 2 + 8))
        for root in roots:
            _place(root, y, part, column, wish, placed, edges)
            y += root.rows * _ROW
    nodes = [branch.topic.node for branch in shown]
    items, _ = legend(nodes, edges, wish.language, style, frame)
    facts = [say(wish.language, "topics", count=len(placed))]
    if pages > 1:
        facts.append(say(wish.language, "slide_of", part=number, parts=pages))
    hidden = left_out + sum(branch.more for branch in shown)
    if hidden:
        facts.append(say(wish.language, "hidden", count=f"{hidden:,}"))
    texts = (
        Text(wish.title, Box(frame.x, 18, frame.width, 42), TITLE, style.ink, "title"),
        Text(" · ".join(facts), Box(frame.x, frame.y, frame.width, 18), LEAD, style.quiet, "subtitle"),
        Text(
            say(wish.language, "counts_listed"),
            Box(frame.x, frame.y + frame.height - 20, frame.width, 18),
            SMALL,
            style.quiet,
            "source",
        ),
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
    name = name_of(node, wish.language)
    counts = f"  {branch.topic.total:,}" + (f"  +{branch.more:,}" if branch.more else "")
    shown = fonts.wrap(name, _SIZE, min(column - 74, 200) - fonts.width(counts, _SIZE), 1)[1] + counts
    lines = (shown,)
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
    colour, dash = relation_sign("broader", STYLES[wish.style])
    lines = []
    for edge in edges:
        lower, upper = placed[edge.source], placed[edge.target]
        start = min(sites(lower.form, lower.box.width, lower.box.height), key=lambda site: site.x)
        end = max(sites(upper.form, upper.box.width, upper.box.height), key=lambda site: site.x)
        points = ((lower.box.x + start.x, lower.box.y + start.y), (upper.box.x + end.x, upper.box.y + end.y))
        lines.append(
            RoutedEdge(edge.source, edge.key, edge.target, start, end, points, colour, dash, 1.0, "", None, bent=True)
        )
    return tuple(lines)
