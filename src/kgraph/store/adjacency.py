"""The index of the graph's shape: compact arrays that are mapped, not read, when a graph is opened.

Nodes and edges are numbered in the order of ``graph.json``. The folder ``index/`` holds

    node_starts.npy, edge_starts.npy   where each record stands in graph.json (bytes; one more than records)
    nodes.npy                          type of each node, as its place in the schema, and its year (0: unknown)
    edges.npy                          source, target, confidence and relation of each edge
    link_starts.npy                    where the links of each node start in the next three
    link_others.npy, link_edges.npy    the node at the other end, and the edge
    link_kinds.npy                     twice the relation's place in the schema, plus one if the link goes out

A link of a node is an edge seen from one of its ends. Links of a node are sorted by their other end and edge.
"""

from __future__ import annotations

import copy
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from kgraph.core import SCHEMA, Entity, Relation, Resolution

FOLDER = "index"
TYPES = tuple(SCHEMA.entities)
RELATIONS = tuple(SCHEMA.relations)

NODE = np.dtype([("type", "u1"), ("year", "<i2")])
EDGE = np.dtype([("source", "<u4"), ("target", "<u4"), ("confidence", "<f4"), ("relation", "u1")])

TOLERANCE = 1e-6
"""Confidences are kept in single precision: 0.9 may stand there as 0.89999998."""

Array = npt.NDArray[Any]


def write_adjacency(resolution: Resolution, node_starts: array[int], edge_starts: array[int], folder: Path) -> None:
    """Write the arrays of ``resolution``, whose records start at the given offsets of ``graph.json``."""
    place = {entity.id: number for number, entity in enumerate(resolution.entities)}
    nodes = node_array(resolution.entities)
    edges = edge_array(resolution.relations, place)
    save(nodes, edges, np.frombuffer(node_starts, "<u8"), np.frombuffer(edge_starts, "<u8"), folder)


def node_array(entities: Sequence[Entity]) -> Array:
    """Return the rows of nodes."""
    types = {name: number for number, name in enumerate(TYPES)}
    rows = ((types[entity.type], min(max(entity.year or 0, -32768), 32767)) for entity in entities)
    return np.fromiter(rows, NODE, len(entities))


def edge_array(relations: Sequence[Relation], place: Mapping[str, int]) -> Array:
    """Return the rows of edges; ``place`` has the numbers of their ends."""
    kinds = {name: number for number, name in enumerate(RELATIONS)}
    rows = ((place[edge.source], place[edge.target], edge.confidence, kinds[edge.key]) for edge in relations)
    return np.fromiter(rows, EDGE, len(relations))


def save(nodes: Array, edges: Array, node_starts: Array, edge_starts: Array, folder: Path) -> None:
    """Write the arrays of these nodes and edges."""
    starts, others, numbers, kinds = link_arrays(edges, len(nodes))
    arrays = {
        "node_starts": node_starts,
        "edge_starts": edge_starts,
        "nodes": nodes,
        "edges": edges,
        "link_starts": starts,
        "link_others": others,
        "link_edges": numbers,
        "link_kinds": kinds,
    }
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values)


def link_arrays(edges: Array, nodes: int) -> tuple[Array, Array, Array, Array]:
    """Return where each node's links start, and of all links the other end, the edge and the kind."""
    count = len(edges)
    ends = np.concatenate([edges["source"], edges["target"]])
    others = np.concatenate([edges["target"], edges["source"]])
    numbers = np.tile(np.arange(count, dtype="<u4"), 2)
    kinds = np.tile(edges["relation"] * np.uint8(2), 2)
    kinds[:count] += 1
    order = np.lexsort((numbers, others, ends))
    starts = np.zeros(nodes + 1, "<i8")
    np.cumsum(np.bincount(ends, minlength=nodes), out=starts[1:])
    return starts, others[order], numbers[order], kinds[order]


def relation_of(kind: int) -> tuple[str, bool]:
    """Return which relation a kind of link stands for, and whether the link goes out."""
    return RELATIONS[kind // 2], bool(kind % 2)


class Links(NamedTuple):
    """Some links: from which node, to which, over which edge, of which kind (see the module's text)."""

    nodes: Array
    others: Array
    edges: Array
    kinds: Array

    def where(self, mask: Array) -> Links:
        """Return the links for which ``mask`` is true."""
        return Links(*(values[mask] for values in self))


class Adjacency:
    """The arrays of a built graph, mapped into memory: opening costs the same for every size."""

    def __init__(self, folder: Path):
        def mapped(name: str) -> Array:
            path = folder / FOLDER / f"{name}.npy"
            # An array without elements cannot be mapped. The plain view is several times faster to slice.
            return np.asarray(np.load(path, mmap_mode="r" if path.stat().st_size > 256 else None))

        self.node_starts, edge_starts = mapped("node_starts"), mapped("edge_starts")
        self.edge_starts, self.edge_ends = edge_starts[:-1], edge_starts[1:]
        self.nodes, self.edges = mapped("nodes"), mapped("edges")
        self._starts, self._others = mapped("link_starts"), mapped("link_others")
        self._edges, self._kinds = mapped("link_edges"), mapped("link_kinds")

    def at_least(self, confidence: float) -> Adjacency:
        """Return the shape without the edges below ``confidence`` (0 to 1), the others numbered anew in the same order.

        Costs time and memory in the number of edges, a few arrays' operations.
        """
        keep = self.edges["confidence"] >= np.float32(confidence) - TOLERANCE
        linked = keep[self._edges]
        shape = copy.copy(self)
        shape.edges, shape.edge_starts, shape.edge_ends = self.edges[keep], self.edge_starts[keep], self.edge_ends[keep]
        shape._others, shape._kinds = self._others[linked], self._kinds[linked]
        shape._edges = (np.cumsum(keep) - 1).astype("<u4")[self._edges[linked]]
        shape._starts = np.concatenate([[0], np.cumsum(linked)])[self._starts].astype("<i8")
        return shape

    most_links = 1_000_000
    """Links that one question may follow through hubs."""

    def prepare(self, nodes: Array) -> None:
        """Do nothing: links are read where they stand."""

    def links(self, nodes: Array) -> Links:
        """Return all links of ``nodes``, node by node. Costs time in the number of links."""
        starts = self._starts[nodes]
        lengths = self._starts[nodes + 1] - starts
        total = int(lengths.sum())
        firsts = np.cumsum(lengths) - lengths
        places = np.repeat(starts - firsts, lengths) + np.arange(total)
        return Links(np.repeat(nodes, lengths), self._others[places], self._edges[places], self._kinds[places])

    def links_of(self, node: int) -> Links:
        """Return the links of one node, without copying them."""
        part = slice(int(self._starts[node]), int(self._starts[node + 1]))
        others = self._others[part]
        return Links(np.broadcast_to(np.int64(node), others.shape), others, self._edges[part], self._kinds[part])

    def degrees(self, nodes: Array) -> Array:
        """Return the number of links of each of ``nodes``."""
        degrees: Array = self._starts[nodes + 1] - self._starts[nodes]
        return degrees

    def edges_among(self, nodes: Array) -> Array:
        """Return the edges whose two ends are both in ``nodes`` (sorted), in order.

        A node with many links is asked for each of ``nodes`` by bisection, so a hub does not cost all of its links.
        """
        many = self.degrees(nodes) > 8 * len(nodes) + 64
        links = self.links(nodes[~many])
        found = [links.edges[_contains(nodes, links.others)]]
        for node in nodes[many]:
            others, edges = self.links_of(int(node))[1:3]
            first, last = np.searchsorted(others, nodes), np.searchsorted(others, nodes, side="right")
            found.extend(edges[a:b] for a, b in zip(first, last, strict=True) if a < b)
        return np.unique(np.concatenate(found))


def _contains(sorted_values: Array, values: Array) -> Array:
    if not len(sorted_values):
        return np.zeros(len(values), bool)
    places = np.searchsorted(sorted_values, values)
    mask: Array = sorted_values[np.minimum(places, len(sorted_values) - 1)] == values
    return mask
