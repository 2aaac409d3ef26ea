"""What an entity is like, and why: a plug-in family of measures.

A measure is a function ``(graph, node, limit) -> list of (node, score)`` on node numbers of ``graph.shape``, best
first, ties by number; the node itself is never in it. It is registered under a name::

    @measures.register("mine")
    def mine(files: GraphFiles, node: int, limit: int) -> list[tuple[int, float]]: ...

The reasons are found afterwards, the same way for all measures: relations between the two, and what they share.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from kgraph.core import Registry
from kgraph.query.files import GraphFiles
from kgraph.query.paths import paths
from kgraph.query.results import Reason, Related
from kgraph.store.adjacency import Adjacency, Array

Measure = Callable[[GraphFiles, int, int], list[tuple[int, float]]]
measures: Registry[Measure] = Registry("measure")

_LINKS = 1_000_000
"""Links that ``shared`` follows at most; the commonest things in common, which say least, are left out first."""


@measures.register("shared")
def shared(files: GraphFiles, node: int, limit: int) -> list[tuple[int, float]]:
    """Rank nodes by what they have in common with ``node``, rare things counting more.

    s(a, b) = Σ 1 / ln(1 + d(z, r)) over each z that a and b are linked to by the same relation r in the same direction,
    where d(z, r) is the number of such links of z; and 1 / ln(1 + min(d(a, r), d(b, r))) + 1 for each relation between
    a and b themselves, where d counts links of that kind. It is the measure of Adamic and Adar ("Friends and neighbors
    on the Web", Social Networks 25, 2003), with neighbours told apart by relation. Higher is closer.
    """
    shape = files.shape
    own = shape.links_of(node)
    groups: list[tuple[float, Array]] = []
    order = np.argsort(shape.degrees(own.others.astype("<i8")), kind="stable")
    budget = _LINKS
    for place in order:
        neighbour, kind = int(own.others[place]), int(own.kinds[place])
        budget -= int(shape.degrees(np.array([neighbour]))[0])
        if budget < 0 and groups:
            break
        links = shape.links_of(neighbour)
        alike = links.others[links.kinds == kind ^ 1]
        groups.append((1 / np.log(1 + max(len(alike), 2)), alike))
        groups.append((_direct(shape, own.kinds, links.kinds, kind), np.array([neighbour], "<u4")))
    return _best(node, groups, limit)


def _direct(shape: Adjacency, own: Array, other: Array, kind: int) -> float:
    fewest = min(int((own == kind).sum()), int((other == kind ^ 1).sum()))
    return 1 + 1 / float(np.log(1 + max(fewest, 2)))


@measures.register("pagerank")
def pagerank(files: GraphFiles, node: int, limit: int) -> list[tuple[int, float]]:
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


def related(files: GraphFiles, node: int, limit: int, measure: str) -> list[Related]:
    """Return up to ``limit`` nodes like ``node`` by the measure of that name, each with its reasons."""
    ranked = measures.get(measure)(files, node, limit)
    return [Related(files.node(other), round(score, 6), reasons(files, node, other)) for other, score in ranked]


def reasons(files: GraphFiles, first: int, second: int, most: int = 5) -> tuple[Reason, ...]:
    """Return what links two nodes: relations between them, then what they share, the rarest first; else a way."""
    shape = files.shape
    names = {first: files.node(first).label, second: files.node(second).label}
    found = []
    for edge in shape.edges_among(np.array(sorted((first, second)))):
        record = files.edge(int(edge))
        ends = shape.edges[int(edge)]
        if ends["source"] != ends["target"]:
            text = f"{names[int(ends['source'])]} {record.key} {names[int(ends['target'])]}"
            found.append(Reason(text, record.key))
    for node, kind in _shared(shape, first, second)[: max(0, most - len(found))]:
        relation, outgoing = files.relation_of(kind)
        label, id_ = files.node(node).label, files.node(node).id
        text = f"both {relation} {label}" if outgoing else f"{label} {relation} both"
        found.append(Reason(text, relation, (id_,)))
    if not found:
        for way in paths(files, first, second, 1, 4):
            found.append(Reason(str(way), "", tuple(node.id for node in way.nodes[1:-1])))
    return tuple(found[:most])


def _shared(shape: Adjacency, first: int, second: int) -> list[tuple[int, int]]:
    """Return (node, kind of link) of what both are linked to in the same way, by how few links of it there are."""

    def keys(node: int) -> Array:
        links = shape.links_of(node)
        return links.others.astype("<i8") * 256 + links.kinds

    both = np.intersect1d(keys(first), keys(second))
    degrees = shape.degrees(both // 256)
    return [(int(key) // 256, int(key) % 256) for key in both[np.lexsort((both, degrees))]]
