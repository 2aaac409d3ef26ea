"""The index of the graph's shape: compact arrays that are mapped, not read, when a graph is opened.

Nodes and edges are numbered in the order of ``graph.json``. The folder ``index/`` holds

    node_starts.npy, edge_starts.npy   where each record stands in graph.json (bytes; one more than records)
    types.npy                          the type of each node, as its place in the schema
    edges.npy                          source, target, relation, confidence of each edge
    link_starts.npy, links.npy         of each node its links in both directions: other end, edge, relation, outgoing?

A link of a node is an edge seen from one of its ends. Links of a node are sorted by their other end and edge.
"""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kgraph.core import SCHEMA, Resolution

FOLDER = "index"
TYPES = tuple(SCHEMA.entities)
RELATIONS = tuple(SCHEMA.relations)

EDGE = np.dtype([("source", "<u4"), ("target", "<u4"), ("confidence", "<f4"), ("relation", "u1")])
LINK = np.dtype([("other", "<u4"), ("edge", "<u4"), ("relation", "u1"), ("outgoing", "?")])


def write_adjacency(resolution: Resolution, node_starts: array[int], edge_starts: array[int], folder: Path) -> None:
    """Write the arrays of ``resolution``, whose records start at the given offsets of ``graph.json``."""
    folder.mkdir(exist_ok=True)
    place = {entity.id: number for number, entity in enumerate(resolution.entities)}
    types = {name: number for number, name in enumerate(TYPES)}
    relations = {name: number for number, name in enumerate(RELATIONS)}
    edges = np.fromiter(
        (
            (place[edge.source], place[edge.target], edge.confidence, relations[edge.key])
            for edge in resolution.relations
        ),
        dtype=EDGE,
        count=len(resolution.relations),
    )
    kinds = (types[entity.type] for entity in resolution.entities)
    np.save(folder / "types.npy", np.fromiter(kinds, "u1", len(resolution.entities)))
    np.save(folder / "node_starts.npy", np.frombuffer(node_starts, "<u8"))
    np.save(folder / "edge_starts.npy", np.frombuffer(edge_starts, "<u8"))
    np.save(folder / "edges.npy", edges)
    starts, links = link_arrays(edges, len(place))
    np.save(folder / "link_starts.npy", starts)
    np.save(folder / "links.npy", links)


def link_arrays(edges: npt.NDArray[np.void], nodes: int) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.void]]:
    """Return where each node's links start, and the links: each edge seen from both ends."""
    count = len(edges)
    links = np.empty(2 * count, LINK)
    ends = np.concatenate([edges["source"], edges["target"]])
    links["other"] = np.concatenate([edges["target"], edges["source"]])
    links["edge"] = np.tile(np.arange(count, dtype="<u4"), 2)
    links["relation"] = np.tile(edges["relation"], 2)
    links["outgoing"] = np.repeat([True, False], count)
    order = np.lexsort((links["edge"], links["other"], ends))
    starts = np.zeros(nodes + 1, "<u8")
    np.cumsum(np.bincount(ends, minlength=nodes), out=starts[1:])
    return starts, links[order]


class Adjacency:
    """The arrays of a built graph, mapped into memory: opening costs the same for every size."""

    def __init__(self, folder: Path):
        def mapped(name: str) -> npt.NDArray[np.generic]:
            path = folder / FOLDER / f"{name}.npy"
            # An array without elements cannot be mapped.
            array_: npt.NDArray[np.generic] = np.load(path, mmap_mode="r" if path.stat().st_size > 128 else None)
            return array_

        self.types = mapped("types")
        self.node_starts, self.edge_starts = mapped("node_starts"), mapped("edge_starts")
        self.edges, self.links, self.link_starts = mapped("edges"), mapped("links"), mapped("link_starts")

    @property
    def node_count(self) -> int:
        """The number of nodes."""
        return len(self.types)

    @property
    def edge_count(self) -> int:
        """The number of edges."""
        return len(self.edges)

    def links_of(self, node: int) -> npt.NDArray[np.void]:
        """Return the links of one node."""
        return self.links[int(self.link_starts[node]) : int(self.link_starts[node + 1])]  # type: ignore[return-value]

    def degree(self, node: int) -> int:
        """Return the number of links of one node."""
        return int(self.link_starts[node + 1]) - int(self.link_starts[node])
