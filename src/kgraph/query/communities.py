"""Groups of entities that hang together more than with the rest, named by their most telling members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from kgraph.query.files import GraphFiles
from kgraph.query.results import Node
from kgraph.store.adjacency import TYPES, Array

_CORE = 4_000
"""Nodes among which communities are looked for; all others join the one that most of their links lead to."""
_LINKS = 20_000
"""Links between them that are looked at, those to less connected nodes first."""
_NAMES = ("Topic", "Method", "Dataset", "Software", "Organization", "Venue")
"""Types whose names tell what a community is about; titles and addresses do not."""
_LONG = 40
_SHOWN = 200
"""Members of a community whose names are given."""


@dataclass(frozen=True)
class Community:
    """A community: how many members it has, the most telling of them first, and how many of each type.

    A member is telling when most of its links stay inside and when there are many of them. ``inside`` and ``outside`` count the
    links among the members and to others; ``links`` are those to other communities, by their place in the list.
    """

    size: int
    members: tuple[Node, ...]
    types: Mapping[str, int] = field(hash=False)
    inside: int
    outside: int
    links: Mapping[int, int] = field(hash=False)

    def namesakes(self, most: int = 3) -> tuple[Node, ...]:
        """Return the members that the community is named after: the most telling ones, names before long titles."""
        named = [node for node in self.members if node.type in _NAMES and len(node.label) <= _LONG]
        return tuple(named[:most]) or self.members[:most]

    def __str__(self) -> str:
        return " · ".join(node.label for node in self.namesakes())


@dataclass(frozen=True)
class Communities:
    """The communities, largest first; ``alone`` are the entities that belong to none.

    ``core`` is the number of entities among which they were found, which is all that have links in a graph of up to 4,000.
    """

    found: tuple[Community, ...]
    alone: int
    core: int


def communities(files: GraphFiles, smallest: int = 3) -> Communities:
    """Find the communities of a graph, largest first, ties by the first member's id; the same graph gives the same ones.

    Louvain's method (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks", 2008) with
    resolution 1 among the 4,000 most connected nodes and at most 20,000 links; a link counts 1 / ln(1 + d), where d is the
    larger number of links of its two ends, so that a hub does not draw everything together. Communities of fewer than
    ``smallest`` members are dissolved. Beside that bounded part it costs a few passes over all links.
    """
    shape = files.shape
    degrees = shape.degrees(np.arange(len(shape.nodes)))
    linked = np.flatnonzero(degrees)
    core = np.sort(linked[np.lexsort((linked, -degrees[linked]))][:_CORE])
    ends = np.stack([shape.edges["source"], shape.edges["target"]], axis=1).astype("<i8")
    ends = ends[ends[:, 0] != ends[:, 1]]
    label = np.full(len(degrees), -1, "<i8")
    for number, group in enumerate(_louvain(core, ends, degrees)):
        label[group] = number
    for _ in range(3):
        if not _join(label, ends):
            break
    label = _large(label, smallest)
    return Communities(_described(files, label, ends, degrees), int((label < 0).sum()), len(core))


def _louvain(core: Array, ends: Array, degrees: Array) -> list[list[int]]:
    import networkx

    inside = np.zeros(len(degrees), bool)
    inside[core] = True
    links = np.unique(np.sort(ends[inside[ends].all(axis=1)], axis=1), axis=0)
    weight = 1 / np.log(1 + np.maximum(degrees[links].max(axis=1), 2)) if len(links) else np.zeros(0)
    kept = np.sort(np.lexsort((links[:, 1], links[:, 0], -weight))[:_LINKS]) if len(links) else np.zeros(0, int)
    graph = networkx.Graph()
    graph.add_nodes_from(core.tolist())
    for (one, other), value in zip(links[kept].tolist(), weight[kept].tolist(), strict=True):
        graph.add_edge(one, other, weight=value)
    graph.remove_nodes_from(list(networkx.isolates(graph)))
    if not graph:
        return []
    found = networkx.community.louvain_communities(graph, weight="weight", seed=1)
    return sorted(sorted(group) for group in found)


def _join(label: Array, ends: Array) -> int:
    """Give nodes without a community that of most of their neighbours (ties: the first); return how many joined."""
    pairs = np.concatenate([ends, ends[:, ::-1]])
    pairs = pairs[(label[pairs[:, 0]] < 0) & (label[pairs[:, 1]] >= 0)]
    if not len(pairs):
        return 0
    most = int(label.max()) + 1
    keys, counts = np.unique(pairs[:, 0] * most + label[pairs[:, 1]], return_counts=True)
    nodes = keys // most
    order = np.lexsort((keys, -counts, nodes))
    first = order[np.unique(nodes[order], return_index=True)[1]]
    label[nodes[first]] = keys[first] % most
    return len(first)


def _large(label: Array, smallest: int) -> Array:
    """Return labels counted from the largest community on; members of too small ones get -1."""
    members = label[label >= 0]
    sizes = np.bincount(members) if len(members) else np.zeros(0, int)
    order = [number for number in np.lexsort((np.arange(len(sizes)), -sizes)) if sizes[number] >= smallest]
    renamed = np.full(len(sizes) + 1, -1, "<i8")
    renamed[order] = np.arange(len(order))
    new: Array = renamed[label]  # -1 takes the last place, which is -1
    return new


def _described(files: GraphFiles, label: Array, ends: Array, degrees: Array) -> tuple[Community, ...]:
    count = int(label.max(initial=-1)) + 1
    one, other = label[ends[:, 0]], label[ends[:, 1]]
    same = (one == other) & (one >= 0)
    own = np.bincount(ends[same].ravel(), minlength=len(degrees)) if same.any() else np.zeros(len(degrees))
    between = np.stack([one, other], axis=1)[(one != other) & (one >= 0) & (other >= 0)]
    between = np.concatenate([between, between[:, ::-1]])
    keys, numbers = np.unique(between[:, 0] * max(count, 1) + between[:, 1], return_counts=True)
    links: list[dict[int, int]] = [{} for _ in range(count)]
    for key, number in zip(keys, numbers, strict=True):
        links[int(key) // count][int(key) % count] = int(number)
    found = []
    by_label = np.argsort(label, kind="stable")
    starts = np.searchsorted(label[by_label], np.arange(count + 1))
    for number in range(count):
        members = by_label[starts[number] : starts[number + 1]]
        telling = own[members] ** 2 / np.maximum(degrees[members], 1)
        first = members[np.lexsort((members, -telling))][:_SHOWN]
        types = np.bincount(files.shape.nodes["type"][members], minlength=len(TYPES)).tolist()
        inside, all_ = int(own[members].sum()) // 2, int(degrees[members].sum())
        found.append(
            Community(
                len(members),
                tuple(files.node(int(node)) for node in first),
                {name: count for name, count in zip(TYPES, types, strict=True) if count},
                inside,
                all_ - 2 * inside,
                links[number],
            )
        )
    return tuple(found)
