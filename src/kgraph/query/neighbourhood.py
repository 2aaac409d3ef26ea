"""What stands around some nodes: a walk over the adjacency arrays, as large as its answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kgraph.query.results import Hidden, Subgraph
from kgraph.query.source import GraphSource, Shape
from kgraph.store.adjacency import TOLERANCE, TYPES, Array, Links


@dataclass(frozen=True)
class Filter:
    """Which links a walk may follow; ``relations`` and ``types`` are places in the schema, None means all."""

    relations: Sequence[int] | None = None
    types: Sequence[int] | None = None
    direction: str = "both"
    minimum_confidence: float = 0.0
    years: tuple[int, int] | None = None

    def follow(self, links: Links, shape: Shape) -> Links:
        """Return those of ``links`` that may be followed."""
        mask = self.edges_fit(links.edges, shape)
        if self.direction != "both":
            mask &= (links.kinds % 2 == 1) == (self.direction == "out")
        if self.types is not None:
            mask &= np.isin(shape.nodes["type"][links.others], np.array(self.types, "u1"))
        if self.years is not None:
            year = shape.nodes["year"][links.others]
            mask &= (year == 0) | ((year >= self.years[0]) & (year <= self.years[1]))
        return links if mask.all() else links.where(mask)

    def edges_fit(self, edges: Array, shape: Shape) -> Array:
        """Return for each of ``edges`` whether its relation and confidence fit."""
        mask = np.ones(len(edges), bool)
        if self.relations is not None:
            mask &= np.isin(shape.edges["relation"][edges], np.array(self.relations, "u1"))
        if self.minimum_confidence > 0:
            mask &= shape.edges["confidence"][edges] >= self.minimum_confidence - TOLERANCE
        return mask


@dataclass(frozen=True)
class Extent:
    """How large a neighbourhood is: nodes at each distance (0: the centres), and of each type.

    ``at_least`` is True when the count ended before everything was counted.
    """

    hops: tuple[int, ...]
    types: Mapping[str, int]
    at_least: bool = False

    @property
    def nodes(self) -> int:
        """The number of nodes in all."""
        return sum(self.hops)


def extent(files: GraphSource, centres: Sequence[int], hops: int, only: Filter, most: int) -> Extent:
    """Return how many nodes stand within ``hops`` of ``centres``, without reading any of them.

    The count ends with the hop that reaches ``most`` nodes or would follow more than ten times as many links.
    """
    shape = files.shape
    frontier = taken = np.unique(np.array(centres, "<i8"))
    counts, cut = [len(taken)], False
    for _ in range(hops):
        if len(taken) >= most or int(shape.degrees(frontier).sum()) > 10 * most:
            cut = len(frontier) > 0
            break
        found = np.unique(only.follow(shape.links(frontier), shape).others).astype("<i8")
        frontier = np.setdiff1d(found, taken, assume_unique=True)
        taken = np.union1d(taken, frontier)
        counts.append(len(frontier))
        if not len(frontier):
            break
    types = np.bincount(shape.nodes["type"][taken], minlength=len(TYPES)).tolist()
    return Extent(tuple(counts), {name: number for name, number in zip(TYPES, types, strict=True) if number}, cut)


def neighbourhood(files: GraphSource, centres: Sequence[int], hops: int, limit: int, only: Filter) -> Subgraph:
    """Return the nodes within ``hops`` of ``centres``, at most ``limit`` of them, and the edges among them.

    When a hop does not fit, the nodes with most links to those already taken stay (ties: the more certain link, then
    the order of ids), and the walk ends there.
    """
    shape = files.shape
    taken = np.unique(np.array(centres, "<i8"))
    distances = dict.fromkeys(taken.tolist(), 0)
    frontier, hidden = taken, Hidden()
    for hop in range(1, hops + 1):
        links = only.follow(shape.links(frontier), shape)
        links = links.where(~np.isin(links.others, taken))
        found, place, count = np.unique(links.others, return_inverse=True, return_counts=True)
        if not len(found):
            break
        room = max(0, limit - len(taken))
        if len(found) > room:
            certain = np.zeros(len(found), "<f4")
            np.maximum.at(certain, place, shape.edges["confidence"][links.edges])
            best = np.lexsort((found, -certain, -count))[:room]
            cut_links = int(count.sum() - count[best].sum())
            hidden = Hidden(len(found) - room, cut_links, at_least=hop < hops)
            found = np.sort(found[best])
        frontier = found.astype("<i8")
        distances.update(dict.fromkeys(frontier.tolist(), hop))
        taken = np.sort(np.concatenate([taken, frontier]))
        if hidden:
            break
    edges = shape.edges_among(taken)
    edges = edges[only.edges_fit(edges, shape)]
    found_nodes = zip(distances, files.nodes(distances), strict=True)
    nodes = dict(sorted(found_nodes, key=lambda pair: (distances[pair[0]], pair[1].id)))
    return Subgraph(
        tuple(nodes.values()),
        tuple(files.edges(edges.tolist())),
        hidden,
        tuple(nodes[number].id for number in dict.fromkeys(centres)),
        {nodes[number].id: distance for number, distance in distances.items()},
    )
