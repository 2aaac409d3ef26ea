"""The opened graph: every question that can be asked of it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from kgraph.core.errors import (
    GraphClosedError,
)
from kgraph.core.text import counted
from kgraph.query import documents, overview
from kgraph.query.documents import Passage
from kgraph.query.files import GraphFiles
from kgraph.query.overview import Completeness, Ranked
from kgraph.query.questions import EntityLike as EntityLike
from kgraph.query.questions import Questions, checked_confidence, places_of, positive
from kgraph.query.results import (
    Edge,
    Hit,
    Node,
    RejectedEdge,
    Results,
    SourceDocument,
    Statistics,
    Subgraph,
    to_networkx,
)
from kgraph.query.search import SearchIndex, suggestions
from kgraph.query.source import GraphSource
from kgraph.query.topics import Topics
from kgraph.store.adjacency import RELATIONS, TOLERANCE, TYPES
from kgraph.store.documents import KeptDocument

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

    from kgraph.query.communities import Communities
    from kgraph.query.differences import Differences
    from kgraph.query.doubts import DoubtfulPair
    from kgraph.query.honesty import Honesty, Skipped
    from kgraph.query.remote import RemoteGraph
    from kgraph.query.sparql import QueryResult
    from kgraph.query.workers import Cancellation, SparqlWorkers


@overload
def open_graph(folder: FilePath = ..., build: int | None = ..., minimum_confidence: float = ...) -> Graph: ...
@overload
def open_graph(folder: str, build: int | None = ..., minimum_confidence: float = ...) -> Graph | RemoteGraph: ...
def open_graph(
    folder: FilePath | str = "data/graph", build: int | None = None, minimum_confidence: float = 0.0
) -> Graph | RemoteGraph:
    """Open a built graph, read-only, and return it. Files are read when they are needed, a part at a time.

    ``build`` is the number of an earlier build that the folder keeps (see ``history``). The address of a SPARQL endpoint that holds a graph (``http://…/sparql``) gives a RemoteGraph, which answers the same
    questions as far as it can; it raises RemoteError when there is none.

    With ``minimum_confidence`` (0 to 1) the graph is as if it had no relations below it, for every question but SPARQL (which
    sees all; see docs/sparql.md), and search finds no entities below it. That costs one pass over the relations.

    The graph stays as it was when it was opened, even if it is built anew. Raises GraphMissingError when the folder
    holds none, UnknownBuildError when it does not keep that build, and GraphDamagedError when its files do not fit together. Use it in a ``with`` block, or ``close`` it.
    """
    if isinstance(folder, str) and folder.startswith(("http://", "https://")):
        from kgraph.query.remote import RemoteGraph

        return RemoteGraph(folder, minimum_confidence=minimum_confidence)
    return Graph(GraphFiles(FilePath(folder), build, checked_confidence(minimum_confidence)))


class Graph(Questions):
    """A built graph. All methods only read; entities are given as an IRI, an id, a name in either language, or a Node."""

    def __init__(self, files: GraphFiles):
        self._all_files, self._closed = files, False

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Graph {self._summary()}>"

    def _repr_html_(self) -> str:
        return html.escape(self._summary())

    def _summary(self) -> str:
        if self._closed:
            return f"{self.folder}: closed"
        relations = counted(len(self._files.shape.edges), "relation")
        return f"{self.folder}: {counted(len(self), 'entity', 'entities')}, {relations}"

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self._files.shape.nodes)

    def close(self) -> None:
        """End the workers of ``query`` and let the files go."""
        for name in ("_workers", "_search"):
            if name in self.__dict__:
                self.__dict__.pop(name).close()
        self._all_files.close()
        self._closed = True

    @property
    def folder(self) -> FilePath:
        """The folder that the graph was opened from."""
        return self._all_files.folder

    @property
    def path(self) -> FilePath:
        """The folder of the files of this build, which stay until the graph is closed."""
        return self._files.path

    @property
    def identity(self) -> str:
        """A checksum of the content: equal for equal graphs, another one after a build that changed something.

        With a minimum confidence it says that too, because the answers are others.
        """
        checksum = str(self._files.manifest["graph"])
        return f"{checksum}>={self.minimum_confidence:g}" if self.minimum_confidence else checksum

    @property
    def minimum_confidence(self) -> float:
        """The confidence below which relations are as good as absent; 0 for all."""
        return self._all_files.minimum_confidence

    @property
    def build(self) -> dict[str, Any]:
        """The report of the build, as in ``build.json``."""
        return self._files.report

    # --- entities ---

    def search(self, text: str, limit: int = 20, types: Iterable[str] | None = None) -> Results[Hit]:
        """Return up to ``limit`` entities that ``text`` may mean, best first; ``types`` keeps only these types.

        Finds names and parts of names in both languages, in simplified and traditional characters, in pinyin, acronyms, and
        misspelt words. Reads a bounded number of rows, whatever the size of the graph. Raises UnknownTermError for
        a type that the schema does not have.
        """
        positive(limit=limit)
        kinds = None if types is None else [TYPES[number] for number in places_of(types, TYPES)]
        least, wanted = self.minimum_confidence, limit
        while True:
            matches = self._search.search(text, wanted, kinds)
            hits = (Hit(self._files.node(m.node), round(m.score, 4), m.reason, m.matched) for m in matches)
            found = [hit for hit in hits if hit.node.confidence >= least - TOLERANCE]
            if len(found) >= limit or len(matches) < wanted:
                return Results(found[:limit])
            wanted *= 2

    # --- the whole graph ---

    def statistics(self) -> Statistics:
        """Return how many entities, relations, documents, mentions, evidence and quads there are."""
        shape = self._files.shape
        counts = self._files.manifest["counts"]
        assert isinstance(counts, dict)
        if self.minimum_confidence > 0:
            kept = {name: counts[name] for name in ("entities", "documents", "mentions") if name in counts}
            evidence = sum(len(edge.data["evidence"]) for edge in self._files.all_edges())
            counts = {**kept, "relations": len(shape.edges), "evidence": evidence}
        types = np.bincount(shape.nodes["type"], minlength=len(TYPES)).tolist()
        relations = np.bincount(shape.edges["relation"], minlength=len(RELATIONS)).tolist()
        return Statistics(
            {name: int(count) for name, count in counts.items()},
            dict(zip(TYPES, types, strict=True)),
            dict(zip(RELATIONS, relations, strict=True)),
        )

    def most_connected(self, type: str | None = None, limit: int = 10) -> list[Ranked]:
        """Return the entities with most links, most first; with ``type`` only those. Raises UnknownTermError."""
        positive(limit=limit)
        return overview.most_connected(self._files, self._type(type), limit)

    def newest(self, type: str | None = None, limit: int = 10) -> list[Ranked]:
        """Return the entities of the latest years, newest first; with ``type`` only those. Raises UnknownTermError."""
        positive(limit=limit)
        return overview.newest(self._files, self._type(type), limit)

    def of_years(self, years: tuple[int, int], type: str | None = None, limit: int = 50) -> tuple[list[Ranked], int]:
        """Return the entities of these years (both included), most links first, and how many there are in all.

        Raises UnknownTermError.
        """
        positive(limit=limit)
        return overview.of_years(self._files, years, self._type(type), limit)

    def timeline(self) -> list[tuple[int, str, int]]:
        """Return (year, type, number of entities), by year; entities without a year are left out."""
        return overview.timeline(self._files)

    def completeness(self) -> list[Completeness]:
        """Return for each type how many entities there are, how many without a relation, and how many with a year."""
        return overview.completeness(self._files)

    def honesty(self) -> Honesty:
        """Return what was understood of each document, and how kgraph scored against careful readers."""
        from kgraph.query.honesty import Honesty, coverage, published_scores

        return Honesty(coverage(self.build), published_scores())

    def doubts(self, limit: int = 20, evidence: int = 3) -> tuple[Results[DoubtfulPair], int]:
        """Return up to ``limit`` pairs of entities that may be one thing, most likely first; and how many more there are.

        Each side has its number of links and the first ``evidence`` lines that name it. ``kgraph curate`` decides on pairs.
        """
        from kgraph.query.doubts import doubtful_pairs

        positive(limit=limit, evidence=evidence)
        pairs, more = doubtful_pairs(self._files, limit, evidence)
        return Results(pairs), more

    def skipped(self, document: str | None = None, reason: str | None = None) -> list[Skipped]:
        """Return the pieces of text that gave nothing, by place, each with the reason; ``not understood`` is one of them.

        ``document`` and ``reason`` keep only theirs. Raises UnknownDocumentError.
        """
        from kgraph.query.honesty import skipped

        if document is not None:
            documents.document(self._files, document)
        return [row for row in skipped(self.build) if document in (None, row.document) and reason in (None, row.reason)]

    def confidences(self, bins: int = 10) -> list[int]:
        """Return how many relations have a confidence in each of ``bins`` equal parts of 0 to 1."""
        positive(bins=bins)
        return overview.confidences(self._files, bins)

    def surprise(self, number: int = 0) -> Node:
        """Return some entity that has a few links; another one for another ``number``."""
        return overview.surprise(self._files, number)

    def communities(self) -> Communities:
        """Return the groups of entities that hang together, largest first; computed at the first call (seconds)."""
        return self._communities

    def topics(self) -> Topics:
        """Return the tree of topics, with how much is listed under each; computed at the first call."""
        return self._topics

    def documents(self) -> list[SourceDocument]:
        """Return the documents that the graph was built from, by path."""
        from kgraph.store.oxigraph import FOLDER, documents

        rows = documents(self._files.path / FOLDER)
        return sorted((SourceDocument(*row) for row in rows), key=lambda document: document.path)

    def kept_documents(self) -> list[KeptDocument]:
        """Return the documents by path, each with its size and how much was read out of it."""
        return documents.listed(self._files)

    def entities_of(self, document: str, limit: int = 200) -> tuple[list[tuple[Node, int]], int]:
        """Return up to ``limit`` entities that a document names, with how often, most often first; and how many more.

        Raises UnknownDocumentError.
        """
        positive(limit=limit)
        return documents.entities_of(self._files, document, limit)

    def passage(self, document: str, first: int = 1, last: int | None = None) -> Passage:
        """Return lines of a document, as they were when it was read, with the entities that they name.

        ``first`` and ``last`` count from 1 and are both included. Raises UnknownDocumentError.
        """
        return documents.passage(self._files, document, first, last)

    def changes_since(self, old: Graph) -> Differences:
        """Return what is different in this graph from ``old``, another build of it or another graph; see ``Differences``.

        Reads all of both.
        """
        from kgraph.query.differences import differences

        return differences(old._files, self._files)

    def rejected(self, entity: EntityLike | None = None) -> Results[RejectedEdge]:
        """Return the statements that somebody rejected, by source, relation and target; with ``entity`` only its own.

        They are not in the graph: no other question answers with them. Reads all of them.
        """
        files = self._files
        id_ = None if entity is None else self.entity(entity).id
        found = []
        for record in files.rejected:
            edge = Edge(record["source"], record["key"], record["target"], record["confidence"], record)
            if id_ in (None, edge.source, edge.target):
                ends = (self.find(end) for end in (edge.source, edge.target))
                source, target = (
                    node.label if node else id for node, id in zip(ends, (edge.source, edge.target), strict=True)
                )
                found.append(RejectedEdge(edge, source, target, **record["rejected"]))
        return Results(found)

    def whole(self) -> Subgraph:
        """Return the whole graph as nodes and edges, sorted by id. Reads all of it."""
        return Subgraph(tuple(self._files.all_nodes()), tuple(self._files.all_edges()))

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return the whole graph as a new MultiDiGraph with the keys of ``graph.json``. Reads all of it."""
        return to_networkx(self._files.all_nodes(), self._files.all_edges())

    def to_pandas(self) -> tuple[pandas.DataFrame, pandas.DataFrame]:
        """Return the whole graph as two tables, nodes and edges. Reads all of it."""
        import pandas as pd

        from kgraph.store.tables import EDGES, NODES

        nodes, edges = pd.read_parquet(self._files.path / NODES), pd.read_parquet(self._files.path / EDGES)
        kept = edges[edges["confidence"] >= self.minimum_confidence - TOLERANCE]
        return nodes, kept.reset_index(drop=True)

    @property
    def rdflib(self) -> rdflib.Dataset:
        """The graph as an rdflib Dataset over the store on disk, read-only.

        Its default graph holds everything that the documents say; its named graphs are the documents. Its ``query`` runs
        in Oxigraph as ``Graph.query`` does, with the same limits and refusals, for texts and for what ``prepareQuery``
        made of one; ``initBindings`` may bind any variable of the outermost pattern, and ``timeout`` is an option. Only
        ``use_store_provided=False`` asks rdflib's own engine, which is slow and reaches outside.
        """
        from kgraph.query.rdflib_store import dataset

        return dataset(self)

    def query(
        self,
        sparql: str,
        timeout: float = 30.0,
        *,
        limit: int | None = None,
        cancellation: Cancellation | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        """Answer a SPARQL query (SELECT, ASK, CONSTRUCT or DESCRIBE).

        The prefixes of ``kgraph.store.terms.PREFIXES`` are declared, and relative IRIs stand on ``base``. The default
        graph holds everything; ``GRAPH ?document { … }`` asks who says so. ``default_graphs`` and ``named_graphs``, IRIs of
        documents, take the place of both; one of them given alone leaves the other without any graph.

        After ``timeout`` seconds the work is ended; ``cancellation`` ends it from another thread. The result holds at most
        ``limit`` rows or triples (None: all) and says in ``truncated`` whether there are more. Raises QueryError for a text
        that does not parse (with line and column), that updates, or that reaches outside with SERVICE; QueryTimeoutError
        and QueryCancelledError; ArgumentError for a limit below 1.
        """
        from kgraph.query.sparql import QueryResult

        answer = self._workers.query(sparql, timeout, limit, cancellation, default_graphs, named_graphs)
        return QueryResult(answer.kind, answer.data, answer.truncated, answer.seconds)

    # --- inner parts ---

    @property
    def _files(self) -> GraphFiles:
        if self._closed:
            raise GraphClosedError(self.folder)
        return self._all_files

    @cached_property
    def _communities(self) -> Communities:
        from kgraph.query.communities import communities

        return communities(self._files)

    @cached_property
    def _topics(self) -> Topics:
        return Topics(self._files)

    def _named(self, files: GraphSource, text: str) -> list[tuple[int, str]]:
        return [(node, names[0]) for node, names in self._search.named(text)]

    def _close_names(self, text: str) -> list[str]:
        return list(suggestions(self._search.search(text, 3, None)))

    def _type(self, name: str | None) -> int | None:
        return None if name is None else places_of([name], TYPES)[0]

    @cached_property
    def _search(self) -> SearchIndex:
        return SearchIndex(self._files.search_index)

    @cached_property
    def _workers(self) -> SparqlWorkers:
        from kgraph.query.workers import SparqlWorkers
        from kgraph.store.oxigraph import FOLDER

        return SparqlWorkers(self._files.path / FOLDER, self.base)
