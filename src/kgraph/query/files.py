"""The files of one build, opened lazily and read by place."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from kgraph.core.errors import GraphDamagedError
from kgraph.query.results import Edge, Node
from kgraph.store.adjacency import FOLDER, Adjacency, Array
from kgraph.store.folder import Opened, open_build
from kgraph.store.nodelink import NAME as NODE_LINK
from kgraph.store.nodelink import parse_record
from kgraph.store.terms import Names

if TYPE_CHECKING:
    from kgraph.store.documents import DocumentIndex


class GraphFiles:
    """One build of a graph: records by number, the adjacency arrays, and the search index.

    Edges below ``minimum_confidence`` are as good as absent.
    """

    def __init__(self, folder: Path, build: int | None = None, minimum_confidence: float = 0.0):
        self.folder, self.minimum_confidence = folder, minimum_confidence
        self._opened: Opened = open_build(folder, build)
        self.path = self._opened.path
        self.manifest = self._opened.manifest
        self.names = Names(str(self.manifest["base"]))
        self._lock = Lock()

    def close(self) -> None:
        """Let the build go."""
        self._opened.close()

    @cached_property
    def shape(self) -> Adjacency:
        """The graph's shape: nodes and edges by number."""
        try:
            whole = Adjacency(self.path)
            return whole.at_least(self.minimum_confidence) if self.minimum_confidence > 0 else whole
        except (OSError, ValueError) as error:
            raise GraphDamagedError(self.folder, f"the index cannot be read ({error})") from error

    @cached_property
    def _records(self) -> mmap.mmap:
        with (self.path / NODE_LINK).open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    @cached_property
    def report(self) -> dict[str, Any]:
        """The report of the build."""
        report: dict[str, Any] = json.loads((self.path / "build.json").read_text("utf-8"))
        return report

    def node(self, number: int) -> Node:
        """Return the node with that number, in the order of ``graph.json``."""
        starts = self.shape.node_starts
        record = self._record(int(starts[number]), int(starts[number + 1]))
        return Node(record["id"], record["type"], record["label"], record)

    def edge(self, number: int) -> Edge:
        """Return the edge with that number."""
        record = self._record(int(self.shape.edge_starts[number]), int(self.shape.edge_ends[number]))
        return Edge(record["source"], record["key"], record["target"], record["confidence"], record)

    def nodes(self, numbers: Iterable[int]) -> list[Node]:
        """Return the nodes with these numbers, in their order."""
        return [self.node(number) for number in numbers]

    def edges(self, numbers: Iterable[int]) -> list[Edge]:
        """Return the edges with these numbers, in their order."""
        return [self.edge(number) for number in numbers]

    def number(self, id_: str) -> int | None:
        """Return the number of the node with that id, by bisection; None when there is none."""
        starts, low, high = self.shape.node_starts, 0, len(self.shape.nodes)
        while low < high:
            middle = (low + high) // 2
            if self._record(int(starts[middle]), int(starts[middle + 1]))["id"] < id_:
                low = middle + 1
            else:
                high = middle
        if low < len(self.shape.nodes) and self.node(low).id == id_:
            return low
        return None

    @cached_property
    def rejected(self) -> list[dict[str, Any]]:
        """The records of the rejected statements. Raises GraphDamagedError."""
        from kgraph.store.rejected import NAME, read_rejected

        try:
            return read_rejected(self.path / NAME)
        except (OSError, ValueError) as error:
            raise GraphDamagedError(self.folder, f"{NAME} cannot be read ({error})") from error

    def all_nodes(self) -> Iterator[Node]:
        """Yield all nodes, by id."""
        return (self.node(number) for number in range(len(self.shape.nodes)))

    def node_lines(self) -> Iterator[bytes]:
        """Yield the records of the nodes as they stand in ``graph.json``, by id."""
        return self._lines(self.shape.node_starts[:-1], self.shape.node_starts[1:])

    def edge_lines(self) -> Iterator[bytes]:
        """Yield the records of the edges as they stand in ``graph.json``, by source, relation and target."""
        return self._lines(self.shape.edge_starts, self.shape.edge_ends)

    def _lines(self, starts: Array, ends: Array) -> Iterator[bytes]:
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            yield self._records[start:end]

    def all_edges(self) -> Iterator[Edge]:
        """Yield all edges, by source, relation and target."""
        return (self.edge(number) for number in range(len(self.shape.edges)))

    @property
    def search_index(self) -> Path:
        """The database of names."""
        from kgraph.store.names import NAME

        return self.path / FOLDER / NAME

    @cached_property
    def documents(self) -> DocumentIndex:
        """The texts of the documents, and where they name nodes. Raises GraphDamagedError in graphs that lack them."""
        from kgraph.store.documents import NAME, DocumentIndex

        path = self.path / FOLDER / NAME
        if not path.exists():
            raise GraphDamagedError(self.folder, f"it has no {NAME}")
        return DocumentIndex(path)

    def _record(self, start: int, end: int) -> dict[str, Any]:
        try:
            return parse_record(self._records[start:end])
        except ValueError as error:
            raise GraphDamagedError(self.folder, f"{NODE_LINK} has no record at byte {start}") from error
