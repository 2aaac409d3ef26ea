"""The documents that a graph was built from: their text, and which entities they name where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kgraph.core.errors import UnknownDocumentError
from kgraph.query.files import GraphFiles
from kgraph.query.results import Node
from kgraph.store.documents import KeptDocument, Place


@dataclass(frozen=True)
class Naming:
    """Where a line names an entity: ``length`` characters from ``column`` (from 1) on."""

    line: int
    column: int
    length: int
    node: str


@dataclass(frozen=True)
class Passage:
    """Some lines of a document, the first of which is line ``first``, with the entities that they name.

    ``namings`` are in the order of the text; ``nodes`` are the entities by id.
    """

    document: str
    first: int
    lines: tuple[str, ...]
    namings: tuple[Naming, ...]
    nodes: Mapping[str, Node] = field(repr=False)

    @property
    def last(self) -> int:
        """The number of the last line."""
        return self.first + len(self.lines) - 1


def listed(files: GraphFiles) -> list[KeptDocument]:
    """Return the documents of the graph by path, each with what was read out of it."""
    return files.documents.documents()


def document(files: GraphFiles, path: str) -> KeptDocument:
    """Return the document with that path; raises UnknownDocumentError."""
    found = files.documents.document(path)
    if found is None:
        raise UnknownDocumentError(path, [kept.path for kept in listed(files)])
    return found


def passage(files: GraphFiles, path: str, first: int = 1, last: int | None = None) -> Passage:
    """Return the lines ``first`` to ``last`` of a document (both included; None: to its end) with what they name.

    Costs time in the number of lines. Raises UnknownDocumentError.
    """
    kept = document(files, path)
    end = kept.lines if last is None else min(last, kept.lines)
    start = max(1, first)
    lines = files.documents.lines(kept, start, end)
    places: list[Place] = files.documents.mentions(kept, start, end)
    nodes = {number: files.node(number) for number in dict.fromkeys(place.node for place in places)}
    namings = tuple(Naming(place.line, place.column, place.length, nodes[place.node].id) for place in places)
    return Passage(path, start, tuple(lines), namings, {node.id: node for node in nodes.values()})


def entities_of(files: GraphFiles, path: str, limit: int = 200) -> tuple[list[tuple[Node, int]], int]:
    """Return up to ``limit`` entities that a document names, each with how often, most often first; and how many more."""
    rows = list(files.documents.nodes(document(files, path)))
    return [(files.node(node), count) for node, count in rows[:limit]], max(0, len(rows) - limit)
