"""Entities side by side: what each is related to, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kgraph.core.schema import SCHEMA
from kgraph.query.results import Edge, Node
from kgraph.query.source import GraphSource
from kgraph.store.adjacency import relation_of


@dataclass(frozen=True)
class Row:
    """One thing that some of the compared entities are related to: for each of them its edges (none: it is not)."""

    other: Node
    cells: tuple[tuple[Edge, ...], ...]

    @property
    def common(self) -> int:
        """How many of the compared entities are related to it."""
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True)
class Aspect:
    """A relation in one direction, with its rows: what most have in common first, then by name. ``hidden`` were left out."""

    relation: str
    outgoing: bool
    rows: tuple[Row, ...]
    hidden: int = 0


@dataclass(frozen=True)
class Comparison:
    """Entities side by side. The cells of all rows are in the order of ``nodes``; aspects are in the schema's order."""

    nodes: tuple[Node, ...]
    aspects: tuple[Aspect, ...]


def compare(files: GraphSource, nodes: Sequence[int], limit: int) -> Comparison:
    """Compare nodes; of each relation at most ``limit`` rows. Costs time in the number of their links and rows shown."""
    cells: dict[tuple[int, int], list[list[int]]] = {}
    files.shape.prepare(np.array(nodes))
    for column, node in enumerate(nodes):
        links = files.shape.links_of(node)
        for other, edge, kind in zip(links.others.tolist(), links.edges.tolist(), links.kinds.tolist(), strict=True):
            cells.setdefault((kind, other), [[] for _ in nodes])[column].append(edge)
    by_kind: dict[int, list[tuple[int, list[list[int]]]]] = {}
    for (kind, other), row in cells.items():
        by_kind.setdefault(kind, []).append((other, row))
    names = list(SCHEMA.relations)

    def place(kind: int) -> tuple[int, bool]:
        relation, outgoing = relation_of(kind)
        return names.index(relation), not outgoing

    aspects = []
    for kind in sorted(by_kind, key=place):
        # What most have in common first; the numbers of nodes follow their ids, so ties come by id.
        found = sorted(by_kind[kind], key=lambda item: (-sum(map(bool, item[1])), item[0]))
        shown = found[:limit]
        others = files.nodes(other for other, _ in shown)
        rows = tuple(
            Row(node, tuple(tuple(files.edges(cell)) for cell in row))
            for node, (_, row) in zip(others, shown, strict=True)
        )
        aspects.append(Aspect(*relation_of(kind), rows, max(0, len(found) - limit)))
    return Comparison(tuple(files.nodes(nodes)), tuple(aspects))
