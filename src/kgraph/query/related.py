"""What an entity is like, and why: a plug-in family of measures.

A measure is a function ``(graph, node, limit) -> list of (node, score)`` on node numbers of ``graph.shape``, best
first, ties by number; the node itself is never in it. It is registered under a name::

    @measures.register("mine")
    def mine(files: GraphSource, node: int, limit: int) -> list[tuple[int, float]]: ...

The reasons are found afterwards, the same way for all measures: relations between the two, and what they share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kgraph.core import Registry
from kgraph.query.paths import paths
from kgraph.query.results import Reason, Related
from kgraph.query.source import GraphSource, Shape
from kgraph.store.adjacency import RELATIONS, Array, relation_of

Measure = Callable[[GraphSource, int, int], list[tuple[int, float]]]
measures: Registry[Measure] = Registry("measure")

_SIGNS = 128
_KINDS = 256
"""Subtracted from kinds of links, so that their numbers are not those of nodes."""
_LOOKS = 2_000
"""Nodes that are looked through when only some of the related ones are wanted."""


@measures.register("shared")
def shared(files: GraphSource, node: int, limit: int) -> list[tuple[int, float]]:
    """Rank nodes by what they have in common with ``node``, rare things counting more.

    s(a, b) = Σ 1 / ln(1 + d(z, r)) over each z that a and b are linked to by the same relation r in the same direction,
    where d(z, r) is the number of such links of z; and 1 / ln(1 + min(d(a, r), d(b, r))) + 1 for each relation between
    a and b themselves, where d counts links of that kind. It is the measure of Adamic and Adar ("Friends and neighbors
    on the Web", Social Networks 25, 2003), with neighbours told apart by relation. Higher is closer.
    """
    shape = files.shape
    own = shape.links_of(node)
    groups: list[tuple[float, Array]] = []
    degrees = shape.degrees(own.others.astype("<i8"))
    order = np.argsort(degrees, kind="stable")
    # The commonest things in common, which say least, are left out where there are too many links to follow.
    order = order[: max(1, int((np.cumsum(degrees[order]) <= shape.most_links).sum()))]
    shape.prepare(own.others[order].astype("<i8"))
    for place in order:
        neighbour, kind = int(own.others[place]), int(own.kinds[place])
        links = shape.links_of(neighbour)
        alike = links.others[links.kinds == kind ^ 1]
        groups.append((1 / np.log(1 + max(len(alike), 2)), alike))
        groups.append((_direct(shape, own.kinds, links.kinds, kind), np.array([neighbour], "<u4")))
    return _best(node, groups, limit)


def _direct(shape: Shape, own: Array, other: Array, kind: int) -> float:
    fewest = min(int((own == kind).sum()), int((other == kind ^ 1).sum()))
    return 1 + 1 / float(np.log(1 + max(fewest, 2)))


@measures.register("pagerank")
def pagerank(files: GraphSource, node: int, limit: int) -> list[tuple[int, float]]:
    """Rank nodes by how often a walk that keeps coming back to ``node`` passes through them.

    Personalised PageRank with restart 0.15, approximated by pushing residuals until none is above 0.0001 per link
    (Andersen, Chung and Lang, "Local graph partitioning using PageRank vectors", FOCS 2006). At most 1 / (0.15 ×
    0.0001) links are followed, whatever the graph's size. Scores are probabilities; direction is ignored.
    """
    restart, precision = 0.15, 1e-4
    shape = files.shape
    rank: dict[int, float] = {}
    residual: dict[int, float] = {node: 1.0}
    waiting = [node]
    while waiting:
        here = waiting.pop()
        others = shape.links_of(here).others
        mass = residual.get(here, 0.0)
        if mass <= precision * max(len(others), 1):
            continue
        # The lazy walk of the paper: half of what is not kept stays here.
        rank[here] = rank.get(here, 0.0) + restart * mass
        residual[here] = (1 - restart) * mass / 2
        waiting.append(here)
        if not len(others):
            residual[here] = 0.0
            continue
        part = (1 - restart) * mass / 2 / len(others)
        for other in others.tolist():
            residual[other] = residual.get(other, 0.0) + part
            if residual[other] > precision * max(int(shape.degrees(np.array([other]))[0]), 1):
                waiting.append(other)
    rank.pop(node, None)
    return sorted(rank.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]


@measures.register("embedding")
def embedding(files: GraphSource, node: int, limit: int) -> list[tuple[int, float]]:
    """Rank nodes by the cosine of vectors that stand for what is around them, one and two links away.

    Each node u and each kind of link k (a relation and its direction) has a fixed random vector of 128 signs, r(u) and s(k).
    With w(u) = 1 / ln(1 + d(u)), where d is the number of links, and ⊙ the product of each place, h1(v) = Σ w(u) r(u) ⊙ s(k)
    and h2(v) = Σ w(u) ĥ1(u) ⊙ s(k) over the links k from v to u (the 24 to nodes with fewest links). The vector of v is ĥ1(v)
    beside ĥ2(v), hats meaning length 1. These are the projections of FastRP (Chen, Sultan, Tian, Chen and Skiena, "Fast and
    Accurate Network Embeddings via Very Sparse Random Projection", CIKM 2019) with links told apart by kind, computed only
    for the 400 nodes that ``shared`` and ``pagerank`` find closest. Scores go from 0 to 1; higher is closer.
    """
    near = [other for other, _ in shared(files, node, 200)] + [other for other, _ in pagerank(files, node, 200)]
    candidates = np.array(list(dict.fromkeys([node, *near])), "<i8")
    if len(candidates) == 1:
        return []
    vectors = _vectors(files.shape, candidates)
    cosines = vectors @ vectors[0]
    order = np.lexsort((candidates, -cosines))
    best = [(int(candidates[i]), float(cosines[i])) for i in order if i and cosines[i] > 0]
    return best[:limit]


def _vectors(shape: Shape, nodes: Array) -> Array:
    """Return the vectors of ``embedding``, a row each, of length 1."""
    around = [_rarest(shape, int(node)) for node in nodes]
    inner = np.unique(np.concatenate([nodes, *(others for others, _ in around)]))
    once = np.zeros((len(inner), _SIGNS), "f4")
    for row, node in enumerate(inner):
        others, kinds = _rarest(shape, int(node))
        once[row] = _weights(shape, others) @ (_signs(others) * _signs(kinds - _KINDS))
    once = _unit(once)
    twice = np.stack(
        [
            _weights(shape, others) @ (once[np.searchsorted(inner, others)] * _signs(kinds - _KINDS))
            for others, kinds in around
        ]
    )
    return _unit(np.hstack([once[np.searchsorted(inner, nodes)], _unit(twice)]))


def _rarest(shape: Shape, node: int, most: int = 24) -> tuple[Array, Array]:
    """Return the other ends and the kinds of the links of a node, of those to the nodes with fewest links."""
    links = shape.links_of(node)
    # A hub's links are sampled in steps: to look at all of them would cost the hub's size.
    step = max(1, len(links.others) // 512)
    others, kinds = links.others[::step].astype("<i8"), links.kinds[::step].astype("<i8")
    order = np.lexsort((kinds, others, shape.degrees(others)))[:most]
    return others[order], kinds[order]


def _weights(shape: Shape, nodes: Array) -> Array:
    weights: Array = 1 / np.log(1 + np.maximum(shape.degrees(nodes), 2)).astype("f4")
    return weights


def _signs(numbers: Array) -> Array:
    """Return the fixed random signs of numbers: the bits of two 64-bit mixes of each (splitmix64)."""
    state = numbers.astype("u8")[:, None] * np.uint64(2) + np.arange(2, dtype="u8")
    state = (state + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    state ^= state >> np.uint64(31)
    bits = np.unpackbits(state.astype("<u8").view("u1").reshape(len(numbers), -1), axis=1)
    signs: Array = bits.astype("f4") * 2 - 1
    return signs


def _unit(rows: Array) -> Array:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Array = rows / np.where(lengths > 0, lengths, 1)
    return unit


def _best(node: int, groups: list[tuple[float, Array]], limit: int) -> list[tuple[int, float]]:
    if not groups:
        return []
    others = np.concatenate([members for _, members in groups])
    weights = np.repeat([weight for weight, _ in groups], [len(members) for _, members in groups])
    found, place = np.unique(others, return_inverse=True)
    scores = np.bincount(place, weights)
    scores[found == node] = 0
    best = np.lexsort((found, -scores))[:limit]
    return [(int(found[i]), float(scores[i])) for i in best if scores[i] > 0]


@dataclass(frozen=True)
class Wanted:
    """Which related nodes to keep: types and relations are places in the schema, None means all.

    A node is kept for its relations when one of them is among its reasons; nodes without a year fit any years.
    """

    types: Sequence[int] | None = None
    relations: Sequence[int] | None = None
    years: tuple[int, int] | None = None

    def __bool__(self) -> bool:
        return self.types is not None or self.relations is not None or self.years is not None

    def keeps(self, shape: Shape, node: int) -> bool:
        """Return whether the type and the year of a node fit."""
        type_, year = shape.nodes[node]
        if self.types is not None and type_ not in self.types:
            return False
        return self.years is None or year == 0 or self.years[0] <= year <= self.years[1]

    def shown(self, reasons: Iterable[Reason]) -> bool:
        """Return whether one of the reasons is a relation that fits."""
        if self.relations is None:
            return True
        names = {RELATIONS[place] for place in self.relations}
        return any(edge.key in names for reason in reasons for edge in reason.edges)


def related(files: GraphSource, node: int, limit: int, measure: str, wanted: Wanted) -> list[Related]:
    """Return up to ``limit`` nodes like ``node`` by the measure of that name, each with its reasons.

    With ``wanted``, the best 2,000 by the measure are looked through for those that fit.
    """
    ranked = measures.get(measure)(files, node, max(limit, _LOOKS) if wanted else limit)
    found: list[Related] = []
    if not wanted:
        files.shape.prepare(np.array([node, *(other for other, _ in ranked)]))
    for other, score in ranked:
        if len(found) == limit:
            break
        if wanted.keeps(files.shape, other):
            why = reasons(files, node, other)
            if wanted.shown(why):
                found.append(Related(files.node(other), round(score, 6), why))
    return found


def reasons(files: GraphSource, first: int, second: int, most: int = 5) -> tuple[Reason, ...]:
    """Return what links two nodes: relations between them, then what they share, the rarest first; else a way."""
    shape = files.shape
    names = {number: node.label for number, node in zip((first, second), files.nodes((first, second)), strict=True)}
    found = []
    between = shape.edges_among(np.array(sorted((first, second)))).tolist()
    for edge, record in zip(between, files.edges(between), strict=True):
        ends = shape.edges[edge]
        if ends["source"] != ends["target"]:
            text = f"{names[int(ends['source'])]} {record.key} {names[int(ends['target'])]}"
            found.append(Reason(text, record.key, (), "relation", (record,)))
    common = _shared(shape, first, second)[: max(0, most - len(found))]
    links = [[edge for end in (first, second) for edge in _edges(shape, end, *shared)] for shared in common]
    records = iter(files.edges(edge for some in links for edge in some))
    for (_, kind), node, some in zip(common, files.nodes(number for number, _ in common), links, strict=True):
        relation, outgoing = relation_of(kind)
        text = f"both {relation} {node.label}" if outgoing else f"{node.label} {relation} both"
        edges = tuple(islice(records, len(some)))
        found.append(Reason(text, relation, (node.id,), "both" if outgoing else "of both", edges))
    if not found:
        for way in paths(files, first, second, 1, 4):
            found.append(Reason(str(way), "", tuple(node.id for node in way.nodes[1:-1]), "way", way.edges))
    return tuple(found[:most])


def _edges(shape: Shape, node: int, other: int, kind: int) -> list[int]:
    """Return the edges of one kind of link from ``node`` to ``other``."""
    links = shape.links_of(node)
    first, last = np.searchsorted(links.others, other), np.searchsorted(links.others, other, side="right")
    return [int(edge) for edge, k in zip(links.edges[first:last], links.kinds[first:last], strict=True) if k == kind]


def _shared(shape: Shape, first: int, second: int) -> list[tuple[int, int]]:
    """Return (node, kind of link) of what both are linked to in the same way, by how few links of it there are."""

    def keys(node: int) -> Array:
        links = shape.links_of(node)
        return links.others.astype("<i8") * 256 + links.kinds

    both = np.intersect1d(keys(first), keys(second))
    degrees = shape.degrees(both // 256)
    return [(int(key) // 256, int(key) % 256) for key in both[np.lexsort((both, degrees))]]
