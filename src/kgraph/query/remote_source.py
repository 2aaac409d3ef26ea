"""A graph behind a SPARQL endpoint as the algorithms read it: fetched in parts, many things with one request.

A source is made for one question and forgotten with its answer, so that nothing in it grows old. Nodes and edges get
their numbers as they are found; of those found with one request the numbers follow the ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from kgraph.core import SCHEMA
from kgraph.core.errors import RemoteError
from kgraph.query.results import Edge, Node
from kgraph.query.sparql import QueryResult
from kgraph.store.adjacency import EDGE, NODE, RELATIONS, TYPES, Array, Links
from kgraph.store.from_rdf import RdfReader, facts
from kgraph.store.nodelink import edge_record, node_record
from kgraph.store.oxigraph import parse_ntriples
from kgraph.store.terms import Names

Ask = Callable[[str], QueryResult]

_TOGETHER = 200
"""Things that one request asks for."""
MOST_LINKS = 50_000
"""Links that one question may fetch: they all come over the network."""
_KEY = {SCHEMA.namespace + name: place for place, name in enumerate(RELATIONS)}
_TYPE = {SCHEMA.namespace + name: place for place, name in enumerate(TYPES)}
_LINK = "?statement rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; kg:confidence ?c"


class RemoteShape:
    """The shape of a graph as far as one question has fetched it; see ``kgraph.query.source.Shape``."""

    most_links = MOST_LINKS

    def __init__(self, ask: Ask, url: str, minimum_confidence: float = 0.0):
        self._ask, self._url = ask, url
        # Endpoints compare decimals exactly, so that nothing has to be added for what a float loses.
        self._sure = f" FILTER(?c >= {minimum_confidence:.6f})" if minimum_confidence > 0 else ""
        self.iris: list[str] = []
        self.ids: list[str] = []
        self._place: dict[str, int] = {}
        self._nodes: list[tuple[int, int]] = []
        self.statements: list[str] = []
        self.edge_places: dict[tuple[str, str, str], int] = {}
        self._edges: list[tuple[int, int, float, int]] = []
        self._known: set[str] = set()
        self._at: dict[int, list[tuple[int, int, int]]] = {}
        self._links: dict[int, Links] = {}
        self._degrees: dict[int, int] = {}
        self._left = MOST_LINKS
        self._node_array, self._edge_array = np.empty(0, NODE), np.empty(0, EDGE)

    @property
    def nodes(self) -> Array:
        """Type and year of the nodes by number."""
        if len(self._node_array) < len(self._nodes):
            self._node_array = np.array(self._nodes, NODE)
        return self._node_array

    @property
    def edges(self) -> Array:
        """Source, target, confidence and relation of the edges by number."""
        if len(self._edge_array) < len(self._edges):
            self._edge_array = np.array(self._edges, EDGE)
        return self._edge_array

    def places(self, iris: Iterable[str]) -> dict[str, int]:
        """Return the numbers of those of ``iris`` that are entities, after fetching what is not known of them."""
        asked = list(dict.fromkeys(iris))
        found: dict[str, tuple[str, int, int]] = {}
        for some in _chunks([iri for iri in asked if iri not in self._place]):
            rows = self._ask(
                f"""SELECT DISTINCT ?e ?id ?type ?year WHERE {{ VALUES ?e {{ {_iris(some)} }}
                    ?e dcterms:identifier ?id ; rdfs:label ?label ; a ?type OPTIONAL {{ ?e kg:year ?year }} }}"""
            )
            for row in rows:
                if (type_ := _TYPE.get(row["type"])) is not None:
                    found[row["e"]] = (str(row["id"]), type_, int(row["year"] or 0))
        for iri, (id_, type_, year) in sorted(found.items(), key=lambda item: item[1][0]):
            self._place[iri] = len(self.iris)
            self.iris.append(iri)
            self.ids.append(id_)
            self._nodes.append((type_, max(-32768, min(year, 32767))))
        return {iri: self._place[iri] for iri in asked if iri in self._place}

    def prepare(self, nodes: Array) -> None:
        """Fetch the links of those of ``nodes`` whose links are not known."""
        for some in _chunks([node for node in np.unique(nodes).tolist() if node not in self._links]):
            iris = _iris(self.iris[node] for node in some)
            # Two plain requests: a union of the two is planned badly here and there.
            self._fetch(f"VALUES ?s {{ {iris} }} {_LINK}{self._sure}", f"VALUES ?o {{ {iris} }} {_LINK}{self._sure}")
            for node in some:
                links = self._at.get(node)
                others, edges, kinds = zip(*sorted(links), strict=True) if links else ((), (), ())
                here = np.full(len(others), node, "<i8")
                self._links[node] = Links(here, np.array(others, "<i8"), np.array(edges, "<i8"), np.array(kinds, "u1"))
                self._degrees[node] = len(others)

    def links(self, nodes: Array) -> Links:
        """Return all links of ``nodes``, node by node."""
        self.prepare(nodes)
        parts = [self._links[node] for node in nodes.tolist()]
        columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else []
        return Links(*columns) if columns else Links(*(np.empty(0, kind) for kind in ("<i8", "<i8", "<i8", "u1")))

    def links_of(self, node: int) -> Links:
        """Return the links of one node."""
        self.prepare(np.array([node]))
        return self._links[node]

    def degrees(self, nodes: Array) -> Array:
        """Return the number of links of each of ``nodes``; those whose links are not known are counted by the endpoint."""
        for some in _chunks([node for node in np.unique(nodes).tolist() if node not in self._degrees]):
            iris = _iris(self.iris[node] for node in some)
            certain = f"?statement kg:confidence ?c{self._sure}" if self._sure else ""
            rows = self._ask(
                f"""SELECT ?n (COUNT(?statement) AS ?links) WHERE {{
                    {{ VALUES ?n {{ {iris} }} ?statement rdf:subject ?n }} UNION
                    {{ VALUES ?n {{ {iris} }} ?statement rdf:object ?n }} {certain} }} GROUP BY ?n"""
            )
            counts = {row["n"]: row["links"] for row in rows}
            self._degrees.update({node: int(counts.get(self.iris[node], 0)) for node in some})
        return np.array([self._degrees[node] for node in nodes.tolist()], "<i8")

    def edges_among(self, nodes: Array) -> Array:
        """Return the edges whose two ends are both in ``nodes``, by source, relation and target.

        What goes out of a node whose links are not known is fetched; little does, even where much comes in.
        """
        wanted = set(nodes.tolist())
        iris = {self.iris[node] for node in wanted}
        for some in _chunks([node for node in sorted(wanted) if node not in self._links]):
            out = _iris(self.iris[node] for node in some)
            self._fetch(f"VALUES ?s {{ {out} }} {_LINK}{self._sure}", wanted=lambda row: row["o"] in iris)
        found = [
            (self.ids[node], RELATIONS[kind // 2], self.ids[other], number)
            for node in wanted
            for other, number, kind in self._at.get(node, ())
            if kind % 2 and other in wanted
        ]
        return np.array([number for *_, number in sorted(found)], "<i8")

    def _fetch(self, *patterns: str, wanted: Callable[[dict[str, Any]], bool] = lambda row: True) -> None:
        """Fetch the edges that fit, and the nodes at their ends."""
        rows: list[dict[str, Any]] = []
        for pattern in patterns:
            answer = self._ask(f"SELECT DISTINCT ?statement ?s ?p ?o ?c WHERE {{ {pattern} }} LIMIT {self._left + 1}")
            self._left -= len(answer)
            if self._left < 0:
                raise RemoteError(
                    self._url,
                    f"more than {MOST_LINKS:,} relations would have to be fetched; ask about fewer hops or other entities",
                )
            rows += (row for row in answer if row["statement"] not in self._known and row["p"] in _KEY and wanted(row))
        places = self.places(iri for row in rows for iri in (row["s"], row["o"]))
        fresh = []
        for row in rows:
            if row["s"] in places and row["o"] in places and row["statement"] not in self._known:
                self._known.add(row["statement"])
                source, relation, target = places[row["s"]], _KEY[row["p"]], places[row["o"]]
                end = self.ids[source], RELATIONS[relation], self.ids[target]
                fresh.append((end, row["statement"], (source, target, float(row["c"]), relation)))
        for end, iri, edge in sorted(fresh):
            number = self.edge_places[end] = len(self.statements)
            self.statements.append(iri)
            self._edges.append(edge)
            source, target, _, relation = edge
            self._at.setdefault(source, []).append((target, number, 2 * relation + 1))
            self._at.setdefault(target, []).append((source, number, 2 * relation))


class RemoteSource:
    """A graph behind an endpoint, for one question; see ``kgraph.query.source.GraphSource``."""

    def __init__(self, ask: Ask, names: Names, url: str, minimum_confidence: float = 0.0):
        self._ask, self._url = ask, url
        self.names, self.shape = names, RemoteShape(ask, url, minimum_confidence)
        self._nodes: dict[int, Node] = {}
        self._edges: dict[int, Edge] = {}

    def number(self, id_: str) -> int | None:
        """Return the number of the node with that id, None when there is none."""
        return next(iter(self.shape.places([self.names.entity(id_)]).values()), None)

    def node(self, number: int) -> Node:
        """Return the node with that number."""
        return self.nodes([number])[0]

    def nodes(self, numbers: Iterable[int]) -> list[Node]:
        """Return the nodes with these numbers, in their order, with their mentions and merges."""
        asked = [int(number) for number in numbers]
        for some in _chunks([number for number in dict.fromkeys(asked) if number not in self._nodes]):
            reader = self._reader(
                f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
                    {{ VALUES ?s {{ {_iris(self.shape.iris[number] for number in some)} }} ?s ?p ?o }} UNION
                    {{ VALUES ?e {{ {_iris(self.shape.iris[number] for number in some)} }}
                       ?s kg:mentionOf | kg:mergedInto ?e ; ?p ?o }} }}"""
            )
            place = {self.shape.ids[number]: number for number in some}
            for entity in self._whole(reader.entities):
                record = node_record(entity)
                self._nodes[place[entity.id]] = Node(entity.id, entity.type, entity.label, record)
        return [self._nodes[number] for number in asked]

    def edge(self, number: int) -> Edge:
        """Return the edge with that number."""
        return self.edges([number])[0]

    def edges(self, numbers: Iterable[int]) -> list[Edge]:
        """Return the edges with these numbers, in their order, with their evidence."""
        asked = [int(number) for number in numbers]
        shape = self.shape
        ids = dict(zip(shape.iris, shape.ids, strict=True))
        for some in _chunks([number for number in dict.fromkeys(asked) if number not in self._edges]):
            iris = _iris(shape.statements[number] for number in some)
            reader = self._reader(
                f"""CONSTRUCT {{ ?s ?p ?o }} WHERE {{
                    {{ VALUES ?s {{ {iris} }} ?s ?p ?o }} UNION {{ VALUES ?t {{ {iris} }} ?s kg:supports ?t ; ?p ?o }} }}""",
                ids,
            )
            for relation in self._whole(reader.relations):
                end = relation.source, relation.key, relation.target
                self._edges[shape.edge_places[end]] = Edge(*end, relation.confidence, edge_record(relation))
        return [self._edges[number] for number in asked]

    def _reader(self, construct: str, ids: dict[str, str] | None = None) -> RdfReader:
        answer = self._ask(construct)
        assert isinstance(answer.data, bytes)
        return RdfReader(self.names.base, facts(parse_ntriples(answer.data)), ids)

    def _whole(self, read: Callable[[], Iterator[Any]]) -> list[Any]:
        try:
            return list(read())
        except (KeyError, ValueError) as error:
            raise RemoteError(
                self._url, f"a part of its graph is missing ({error}): is it a graph of kgraph?"
            ) from None


def _iris(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in iris)


def _chunks(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _TOGETHER):
        yield items[start : start + _TOGETHER]
