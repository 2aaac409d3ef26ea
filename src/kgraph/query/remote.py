"""A graph behind a SPARQL endpoint, asked as one on this machine is."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from kgraph.core import SCHEMA
from kgraph.core.errors import GraphClosedError, QueryError, RemoteError, RemoteUnsupportedError
from kgraph.core.text import name_key
from kgraph.query.client import LARGEST, SparqlClient
from kgraph.query.questions import EntityLike, Questions, checked_confidence, places_of, positive
from kgraph.query.remote_source import RemoteSource
from kgraph.query.results import Hit, Related, Results, SourceDocument, Statistics
from kgraph.query.source import GraphSource
from kgraph.query.sparql import QueryResult
from kgraph.store.adjacency import RELATIONS, TYPES
from kgraph.store.terms import Names, expand, literal, valid_iri

_CANDIDATES = 500
"""Names that a search looks at, the shortest first."""
_NAMES = "VALUES ?property { rdfs:label skos:prefLabel skos:altLabel } ?e ?property ?name ."


class RemoteGraph(Questions):
    """A graph that a SPARQL 1.1 endpoint holds, with the questions of ``Graph`` that need no more than parts of it.

    Entities come with their mentions, relations with their evidence, as from a folder. A question costs some requests:
    one or two to find an entity by id, two for each hop or step, and one for each 200 entities or relations that it answers
    with. Nothing is kept between questions, so each sees the graph as it is then. Whatever would need the whole graph
    (communities, topics, whole tables) raises RemoteUnsupportedError; a store that does not answer RemoteError, and one
    that takes longer than ``timeout`` seconds for a request QueryTimeoutError.

    Relations below ``minimum_confidence`` (0 to 1) are not followed and not shown.

    The store has to hold what ``graph.nq`` holds: its default graph with everything, or the union of its graphs.
    """

    def __init__(self, url: str, timeout: float = 30.0, largest: int = LARGEST, *, minimum_confidence: float = 0.0):
        self.minimum_confidence = checked_confidence(minimum_confidence)
        self.url, self.timeout = url, timeout
        self._client: SparqlClient | None = SparqlClient(url, largest)
        self._names = Names(self._found_base())

    def __enter__(self) -> RemoteGraph:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<RemoteGraph {self.url}>"

    def _repr_html_(self) -> str:
        return html.escape(self.url)

    def __getattr__(self, name: str) -> Any:
        from kgraph.query.graph import Graph

        if hasattr(Graph, name) and not name.startswith("__"):
            raise RemoteUnsupportedError(self.url, name)
        raise AttributeError(f"'RemoteGraph' has no attribute '{name}'")

    def __len__(self) -> int:
        """Return the number of entities."""
        return self.statistics().counts["entities"]

    def __bool__(self) -> bool:
        return True

    def close(self) -> None:
        """Ask nothing more; later questions raise GraphClosedError."""
        self._client = None

    def search(self, text: str, limit: int = 20, types: Iterable[str] | None = None) -> Results[Hit]:
        """Return up to ``limit`` entities with all words of ``text`` in one of their names, best first.

        ``types`` keeps only these types. The endpoint looks through all names, so it costs time with the graph; there is no
        pinyin, no acronym and no misspelling here. Of the names that fit, the 500 shortest are looked at. Raises UnknownTermError
        for a type that the schema does not have.
        """
        positive(limit=limit)
        kinds = "" if types is None else " ".join(f"kg:{TYPES[place]}" for place in places_of(types, TYPES))
        words = text.split()[:16]
        if not words or (types is not None and not kinds):
            return Results()
        fits = " && ".join(f"CONTAINS(LCASE(STR(?name)), {literal(word.lower())})" for word in words)
        rows = self._ask(
            f"""SELECT DISTINCT ?e (STR(?name) AS ?called) WHERE {{ {_NAMES} FILTER({fits})
                {f"VALUES ?type {{ {kinds} }} ?e a ?type" if kinds else ""} }} ORDER BY STRLEN(?called) ?called ?e LIMIT {_CANDIDATES}"""
        )
        best: dict[str, tuple[float, str, str]] = {}
        for row in rows:
            score, reason = _likeness(text, str(row["called"]))
            best[row["e"]] = max(best.get(row["e"], (0.0, "", "")), (score, reason, str(row["called"])))
        chosen = sorted(best.items(), key=lambda item: (-item[1][0], item[1][2], item[0]))[:limit]
        files = self._files
        places = files.shape.places(iri for iri, _ in chosen)
        nodes = dict(zip(places, files.nodes(places.values()), strict=True))
        return Results(Hit(nodes[iri], *found) for iri, found in chosen if iri in nodes)

    def related(
        self,
        entity: EntityLike,
        limit: int = 10,
        measure: str = "shared",
        types: Iterable[str] | None = None,
        relations: Iterable[str] | None = None,
        years: tuple[int, int] | None = None,
    ) -> Results[Related]:
        """Return up to ``limit`` entities like this one; see ``Graph.related``. The measure is ``shared``, the others walk too far.

        What is in common with more than 50,000 others in all is left out, the commonest first.
        """
        if measure != "shared":
            raise RemoteUnsupportedError(
                self.url, f"related, by '{measure}'", "it walks too far for that; use 'shared'"
            )
        return super().related(entity, limit, measure, types, relations, years)

    def statistics(self) -> Statistics:
        """Return how many entities, relations, documents, mentions, evidence and quads there are.

        The endpoint counts them: time grows with the graph.
        """

        def count(pattern: str) -> int:
            (row,) = self._ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
            return int(row["n"])

        rows = self._ask("SELECT ?t (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e rdfs:label ?l ; a ?t } GROUP BY ?t")
        by_type = {row["t"]: row["n"] for row in rows}
        rows = self._ask("SELECT ?p (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s rdf:predicate ?p } GROUP BY ?p")
        by_relation = {row["p"]: row["n"] for row in rows}
        types = {name: int(by_type.get(SCHEMA.namespace + name, 0)) for name in TYPES}
        relations = {name: int(by_relation.get(SCHEMA.namespace + name, 0)) for name in RELATIONS}
        counts = {
            "entities": sum(types.values()),
            "relations": sum(relations.values()),
            "documents": len(self.documents()),
            "mentions": count("SELECT DISTINCT ?s WHERE { ?s a kg:Mention }"),
            "evidence": count("SELECT DISTINCT ?s WHERE { ?s a kg:Evidence }"),
            "quads": count("{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"),
        }
        return Statistics(counts, types, relations)

    def documents(self) -> list[SourceDocument]:
        """Return the documents that the graph was built from, by path."""
        rows = self._ask(
            """SELECT DISTINCT ?path ?title ?format ?sha256 ?size ?iri WHERE { ?iri a kg:Document ; dcterms:identifier ?path ;
               dcterms:title ?title ; dcterms:format ?format ; kg:sha256 ?sha256 ; kg:bytes ?size }"""
        )
        return sorted((SourceDocument(**row) for row in rows), key=lambda document: document.path)

    def query(
        self,
        sparql: str,
        timeout: float | None = None,
        *,
        limit: int | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> QueryResult:
        """Answer a SPARQL query; see ``SparqlClient.query``. Whether it may change something is for the endpoint to say."""
        wait = self.timeout if timeout is None else timeout
        return self._open.query(sparql, wait, limit=limit, default_graphs=default_graphs, named_graphs=named_graphs)

    # --- inner parts ---

    @property
    def _open(self) -> SparqlClient:
        if self._client is None:
            raise GraphClosedError(self.url)
        return self._client

    @property
    def _files(self) -> RemoteSource:
        return RemoteSource(self._ask, self._names, self.url, self.minimum_confidence)

    def _ask(self, text: str) -> QueryResult:
        """Return the answer to a question of ours, which has to be whole."""
        try:
            answer = self._open.query(text, self.timeout)
        except QueryError as error:
            if type(error) is QueryError:
                raise RemoteError(self.url, f"it does not take standard SPARQL 1.1 ({error.reason})") from None
            raise
        if answer.truncated:
            raise RemoteError(self.url, "it cuts long answers, and this one is not whole; ask for less")
        return answer

    def _found_base(self) -> str:
        rows = list(
            self._ask("SELECT ?e ?id WHERE { ?e rdfs:label ?l ; dcterms:identifier ?id ; kg:confidence ?c } LIMIT 1")
        )
        if not rows:
            if not self._ask(f"ASK {{ ?document a <{expand('kg:Document')}> }}"):
                raise RemoteError(self.url, "it holds no graph of kgraph")
            return SCHEMA.base
        return str(rows[0]["e"]).removesuffix(valid_iri(str(rows[0]["id"])))

    def _named(self, files: GraphSource, text: str) -> list[tuple[int, str]]:
        assert isinstance(files, RemoteSource)
        # As it is written, or in another case: quick to look up. Only what is found in no such way is searched for.
        spelt = dict.fromkeys((text, text.lower(), text.upper(), text.title(), text.capitalize()))
        terms = " ".join(literal(name, tag) for name in spelt for tag in ("", "zh", "en"))
        exact = f"VALUES ?name {{ {terms} }} {_NAMES}"
        key = name_key(text)
        word = max(text.lower().split(), key=len, default="")
        found = [row["e"] for row in self._ask(f"SELECT DISTINCT ?e WHERE {{ {exact} }}")]
        if not found and key:
            rows = self._ask(
                f"""SELECT DISTINCT ?e (STR(?name) AS ?called) WHERE {{ {_NAMES}
                    FILTER(CONTAINS(LCASE(STR(?name)), {literal(word)})) }} ORDER BY STRLEN(?called) ?called LIMIT {_CANDIDATES}"""
            )
            found = [row["e"] for row in rows if name_key(str(row["called"])) == key]
        places = list(files.shape.places(found).values())
        links = dict(zip(places, files.shape.degrees(np.array(places, "<i8")).tolist(), strict=True))
        nodes = dict(zip(places, files.nodes(places), strict=True))
        return [(place, nodes[place].label) for place in sorted(places, key=lambda place: (-links[place], place))]

    def _close_names(self, text: str) -> list[str]:
        return [hit.node.label for hit in self.search(text, 3)]


def _likeness(text: str, name: str) -> tuple[float, str]:
    """Return how well a name fits what was asked, 0 to 1, and how."""
    asked, key = name_key(text), name_key(name)
    if asked == key:
        return 1.0, "name"
    share = 0.1 * min(1.0, len(asked) / max(len(key), 1))
    if key.startswith(asked):
        return round(0.8 + share, 4), "beginning"
    return (round(0.6 + share, 4), "part") if asked in key else (round(0.5 + share, 4), "words")
