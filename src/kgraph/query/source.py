"""What the algorithms read a graph from: nodes and edges by number, whatever keeps them.

``GraphFiles`` reads the files of a build, ``RemoteSource`` asks an endpoint. Numbers mean something within one source
only. Of what is found at the same time, the numbers follow the ids (of edges: source, relation and target).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from kgraph.query.results import Edge, Node
from kgraph.store.adjacency import Array, Links
from kgraph.store.terms import Names


class Shape(Protocol):
    """The shape of a graph: see ``kgraph.store.adjacency`` for the columns of its arrays and what a link is."""

    @property
    def nodes(self) -> Array:
        """Type and year of the nodes by number."""

    @property
    def edges(self) -> Array:
        """Source, target, confidence and relation of the edges by number."""

    @property
    def most_links(self) -> int:
        """Links that one question may follow through hubs; a measure leaves out what lies beyond."""

    def prepare(self, nodes: Array) -> None:
        """Say that the links of ``nodes`` will be asked for, so that they can be fetched together."""

    def links(self, nodes: Array) -> Links:
        """Return all links of ``nodes``, node by node."""

    def links_of(self, node: int) -> Links:
        """Return the links of one node, sorted by their other end and edge."""

    def degrees(self, nodes: Array) -> Array:
        """Return the number of links of each of ``nodes``."""

    def edges_among(self, nodes: Array) -> Array:
        """Return the edges whose two ends are both in ``nodes`` (sorted), by source, relation and target."""


class GraphSource(Protocol):
    """A graph to walk through. Entities are read together where many are wanted."""

    @property
    def names(self) -> Names:
        """The IRIs of the graph."""

    @property
    def shape(self) -> Shape:
        """Nodes and edges by number."""

    def number(self, id_: str, /) -> int | None:
        """Return the number of the node with that id, None when there is none."""

    def node(self, number: int, /) -> Node:
        """Return the node with that number."""

    def nodes(self, numbers: Iterable[int], /) -> list[Node]:
        """Return the nodes with these numbers, in their order."""

    def edge(self, number: int, /) -> Edge:
        """Return the edge with that number."""

    def edges(self, numbers: Iterable[int], /) -> list[Edge]:
        """Return the edges with these numbers, in their order."""
