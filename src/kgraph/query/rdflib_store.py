"""A graph as an rdflib Dataset: triples are read from the store, every query runs where those of ``Graph.query`` run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

import rdflib
from oxrdflib import OxigraphStore
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result

from kgraph.core.errors import ArgumentError, QueryError
from kgraph.store.oxigraph import FOLDER, open_store
from kgraph.store.sparql_worker import quiet
from kgraph.store.terms import PREFIXES, literal, valid_iri

if TYPE_CHECKING:
    from kgraph.query.graph import Graph

_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)


def dataset(graph: Graph) -> rdflib.Dataset:
    """Return a graph as an rdflib Dataset; see ``Graph.rdflib``."""
    made = rdflib.Dataset(store=ReadOnlyStore(graph))
    for prefix, iri in PREFIXES.items():
        made.bind(prefix, iri)
    return made


class ReadOnlyStore(OxigraphStore):
    """An rdflib store over a built graph, whose queries are evaluated by Oxigraph alone.

    rdflib falls back to its own engine where a store declines a query, and that engine reads files and asks other hosts.
    So this store declines nothing: what Oxigraph cannot be asked raises QueryError.
    """

    def __init__(self, graph: Graph):
        self._graph = graph
        super().__init__(store=open_store(graph.path / FOLDER))

    def query(
        self,
        query: Query | str,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Any],
        queryGraph: str,
        **options: Any,
    ) -> Result:
        """Return the answer to a text or a prepared query; the option ``timeout`` is in seconds."""
        text, namespaces = self._text(query, initNs)
        timeout = options.pop("timeout", 30.0)
        if options:
            raise ArgumentError("option", next(iter(options)), "timeout")
        if initBindings:
            text = bound(text, initBindings)
        head = "".join(f"PREFIX {prefix}: <{valid_iri(str(iri))}> " for prefix, iri in namespaces.items())
        whole = str(queryGraph) in ("__UNION__", str(DATASET_DEFAULT_GRAPH_ID))
        answer = self._graph.query(head + text, timeout, default_graphs=None if whole else [str(queryGraph)])
        found = answer.to_rdflib()
        if isinstance(found, Result):
            return found
        result = Result("CONSTRUCT")
        result.graph = found
        return result

    def update(self, *_: Any, **__: Any) -> NoReturn:
        """Raise QueryError: a built graph is only read."""
        raise QueryError("a built graph is only read; build it anew to change it")

    add = addN = remove = remove_graph = update

    def add_graph(self, graph: rdflib.Graph) -> None:
        """Do nothing: rdflib tells of each graph that is looked at, and one that no document made is empty."""

    def _text(self, query: Query | str, namespaces: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
        if isinstance(query, str):
            return query, namespaces
        # What rdflib's prepareQuery was given; a query put together by hand has no text to send on.
        text, own, base = getattr(query, "_original_args", (None, None, None))
        if not isinstance(text, str):
            raise QueryError(
                "a prepared query can be asked when prepareQuery made it from a text; give the text itself"
            )
        return (f"BASE <{valid_iri(str(base))}> " if base else "") + text, {**namespaces, **(own or {})}


def bound(text: str, bindings: Mapping[str, Any]) -> str:
    """Return a query in which variables have values from the start: a VALUES block that begins its WHERE.

    >>> bound("SELECT ?l { ?m rdfs:label ?l }", {"m": rdflib.URIRef("http://example.org/m")})
    'SELECT ?l { VALUES (?m) { (<http://example.org/m>) } ?m rdfs:label ?l }'
    """
    names = [str(name).lstrip("?$") for name in bindings]
    for name in names:
        if not re.fullmatch(r"\w+", name):
            raise ArgumentError("initBindings", name, "names of variables")
    rows = f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ ({' '.join(_term(term) for term in bindings.values())}) }}"
    loud = quiet(text)
    form = _FORM.search(loud)
    braces = [place.start() for place in re.finditer(r"\{", loud[form.end() :])] if form else []
    if form is None or not braces:
        raise QueryError("initBindings need a query with a WHERE")
    start = form.end() + braces[0]
    if form[1].upper() == "CONSTRUCT":
        if loud[form.end() : start].strip():
            raise QueryError("initBindings need CONSTRUCT { … } WHERE { … } written out")
        after = next(_ends(loud, start), len(loud))
        start = loud.find("{", after)
    return f"{text[: start + 1]} {rows}{text[start + 1 :]}"


def _ends(text: str, start: int) -> Iterator[int]:
    """Yield the place of the bracket that ends the one at ``start``."""
    depth = 0
    for found in re.finditer(r"[{}]", text[start:]):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            yield start + found.start()
            return


def _term(value: Any) -> str:
    if isinstance(value, rdflib.Literal):
        datatype = f"^^<{valid_iri(str(value.datatype))}>" if value.datatype and not value.language else ""
        return literal(str(value), value.language or "") + datatype
    if isinstance(value, rdflib.URIRef):
        return f"<{valid_iri(str(value))}>"
    raise ArgumentError("initBindings", value, "an IRI or a literal of rdflib")
