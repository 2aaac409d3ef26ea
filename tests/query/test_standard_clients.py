"""Clients that people use already ask the endpoint: SPARQLWrapper, and rdflib's own SPARQLStore."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, RDFXML, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, QueryBadFormed, SPARQLWrapperException
from tests.support import endpoint

# What these libraries do not close, and use though it is deprecated, is their own matter.
pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

KG = "https://w3id.org/kgraph/ontology#"
METHODS = f"SELECT ?name WHERE {{ ?m a <{KG}Method> ; rdfs:label ?name }} ORDER BY ?name"
PREFIX = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with endpoint.running(folder) as running:
        yield running.sparql


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_selects_and_asks(address: str, method: str) -> None:
    client = SPARQLWrapper(address)
    client.setMethod(method)
    client.setReturnFormat(JSON)
    client.setQuery(PREFIX + METHODS)
    rows = client.queryAndConvert()["results"]["bindings"]  # type: ignore[call-overload, index]
    assert [row["name"]["value"] for row in rows][:2] == ["BERT", "Deformable ConvNets"]
    client.setQuery(f"ASK {{ ?m a <{KG}Method> }}")
    assert client.queryAndConvert()["boolean"] is True  # type: ignore[call-overload, index]
    client.setReturnFormat(XML)
    client.setQuery(PREFIX + METHODS)
    assert "Deformable ConvNets" in client.queryAndConvert().toxml()  # type: ignore[union-attr]


@pytest.mark.parametrize("format", [TURTLE, RDFXML])
def test_sparqlwrapper_constructs(address: str, format: str) -> None:
    client = SPARQLWrapper(address)
    client.setReturnFormat(format)
    client.setQuery(f"CONSTRUCT {{ ?a <{KG}basedOn> ?b }} WHERE {{ ?a <{KG}basedOn> ?b }}")
    found = client.queryAndConvert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) == 2


def test_sparqlwrapper_is_told_what_is_wrong(address: str) -> None:
    client = SPARQLWrapper(address)
    client.setQuery("SELECT ?x { ?x")
    with pytest.raises(QueryBadFormed):
        client.query()
    client.setMethod(POST)
    client.setQuery("INSERT DATA { <a:a> <a:b> <a:c> }")
    with pytest.raises((SPARQLWrapperException, OSError)) as caught:
        client.query()
    assert not isinstance(caught.value, EndPointInternalError)


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_sparqlstore_of_rdflib_asks_and_walks(address: str, method: str) -> None:
    store = SPARQLStore(address, method=method)  # type: ignore[arg-type]
    graph = rdflib.Graph(store=store)
    assert [str(row.name) for row in graph.query(PREFIX + METHODS)][:2] == ["BERT", "Deformable ConvNets"]
    bert = rdflib.URIRef("https://w3id.org/kgraph/id/method/bert")
    assert graph.value(bert, rdflib.RDFS.label) == rdflib.Literal("BERT")
    assert (bert, rdflib.URIRef(f"{KG}basedOn"), None) in graph
    assert len(graph) > 100
    made = graph.query(f"CONSTRUCT {{ ?a <{KG}basedOn> ?b }} WHERE {{ ?a <{KG}basedOn> ?b }}")
    assert len(made.graph or ()) == 2
