"""The best ways from one node to another: short, and not through nodes that everything is linked to."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import pairwise
from math import log10

import numpy as np

from kgraph.query.results import Path
from kgraph.query.source import GraphSource, Shape
from kgraph.store.adjacency import Array

_LOOKS = 20_000
"""Partial ways that are looked at before the search ends with what it has."""


def passing_cost(degree: int) -> float:
    """Return what it costs to pass through a node with that many links, beside 1 for each step.

    >>> passing_cost(1), passing_cost(10), passing_cost(1000)
    (0.0, 1.0, 3.0)
    """
    return log10(max(degree, 1))


def paths(files: GraphSource, start: int, end: int, k: int, max_hops: int) -> list[Path]:
    """Return up to ``k`` ways without loops from ``start`` to ``end``, cheapest first.

    Links are followed in either direction. The cost of a way is its number of steps plus ``passing_cost`` of each
    node between, so a way of three steps over specific nodes may stand before one of two over a hub.
    """
    if start == end:
        return [Path((files.node(start),), (), 0.0)]
    shape = files.shape
    steps_left = _distances_to(shape, end, start, max_hops)
    if steps_left is None:
        return []
    found: list[Path] = []
    queue: list[tuple[float, int, _Way, int]] = []
    made = 0

    def push(way: _Way, place: int) -> None:
        """Queue the way over successor ``place``; the next successor is queued when this one is taken."""
        nonlocal made
        if place < len(way.successors):
            made += 1
            heapq.heappush(queue, (way.bounds[place], made, way, place))

    push(_way(shape, (start,), 0.0, end, steps_left, max_hops), 0)
    looks = 0
    while queue and len(found) < k and looks < _LOOKS:
        looks += 1
        _, _, way, place = heapq.heappop(queue)
        push(way, place + 1)
        node = int(way.successors[place])
        if node == end:
            found.append(_path(files, (*way.nodes, node), way.cost + 1))
            continue
        cost = way.cost + 1 + passing_cost(int(shape.degrees(np.array([node]))[0]))
        push(_way(shape, (*way.nodes, node), cost, end, steps_left, max_hops), 0)
    return found


@dataclass(frozen=True, eq=False)
class _Way:
    """A way that is begun: its nodes, its cost, and its possible next nodes with the least cost over each."""

    nodes: tuple[int, ...]
    cost: float
    successors: Array
    bounds: Array


def _way(shape: Shape, nodes: tuple[int, ...], cost: float, end: int, steps_left: _Steps, max_hops: int) -> _Way:
    others = np.unique(shape.links_of(nodes[-1]).others).astype("<i8")
    left = steps_left.of(others)
    mask = (len(nodes) + left <= max_hops) & ~np.isin(others, np.array(nodes))
    others, left = others[mask], left[mask]
    passing = np.where(others == end, 0.0, np.log10(np.maximum(shape.degrees(others), 1)))
    bounds = cost + 1 + passing + left
    order = np.lexsort((others, bounds))
    return _Way(nodes, cost, others[order], bounds[order])


class _Steps:
    """How many steps each node is from the end, as far as that is known; the rest is farther than ``depth``."""

    def __init__(self, end: int):
        self.levels: list[Array] = [np.array([end], "<i8")]
        self.known = np.array([end], "<i8")

    @property
    def depth(self) -> int:
        """The greatest number of steps that was explored."""
        return len(self.levels) - 1

    def grow(self, shape: Shape) -> None:
        """Explore one step more."""
        others = np.unique(shape.links(self.levels[-1]).others).astype("<i8")
        fresh = np.setdiff1d(others, self.known, assume_unique=True)
        self.levels.append(fresh)
        self.known = np.union1d(self.known, fresh)

    def of(self, nodes: Array) -> Array:
        """Return the number of steps of each node, or one more than was explored: a lower bound."""
        steps = np.full(len(nodes), self.depth + 1)
        for distance, level in enumerate(self.levels):
            if len(level):
                # A level is sorted and may be large, ``nodes`` are few: looked up one by one.
                places = np.minimum(np.searchsorted(level, nodes), len(level) - 1)
                steps[level[places] == nodes] = distance
        return steps

    def next_cost(self, shape: Shape) -> int:
        """Return the number of links that the next step would follow."""
        return int(shape.degrees(self.levels[-1]).sum())


def _distances_to(shape: Shape, end: int, start: int, max_hops: int) -> _Steps | None:
    """Explore from both ends, the cheaper side first, until ways of ``max_hops`` steps are covered.

    Returns the steps known from ``end``, or None when no way is short enough.
    """
    sides = (_Steps(end), _Steps(start))
    while sides[0].depth + sides[1].depth < max_hops:
        side = min(sides, key=lambda side: side.next_cost(shape))
        side.grow(shape)
        if not len(side.levels[-1]):
            break
    meeting = np.intersect1d(sides[0].known, sides[1].known, assume_unique=True)
    shape.prepare(meeting)
    return sides[0] if len(meeting) else None


def _path(files: GraphSource, nodes: tuple[int, ...], cost: float) -> Path:
    shape = files.shape
    steps = []
    for here, there in pairwise(nodes):
        edges = shape.edges_among(np.array(sorted((here, there))))
        # An edge from a node to itself is among the two, too, but leads nowhere.
        ends = shape.edges[edges]
        steps.append(tuple(files.edges(edges[ends["source"] != ends["target"]].tolist())))
    return Path(tuple(files.nodes(nodes)), tuple(steps), round(cost, 6))
