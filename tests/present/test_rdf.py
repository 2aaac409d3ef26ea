"""Exported RDF is the RDF of the graph that it comes from."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from tests.support.graphs import small_graph

import kgraph
from kgraph.core import SCHEMA, build_settings
from kgraph.present.export import export
from kgraph.present.selection import select
from kgraph.query.graph import Graph
from kgraph.store import schema_text, write_graph

BASE = "https://example.org/kg/"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder: Path = tmp_path_factory.mktemp("rdf") / "graph"
    write_graph(small_graph(), folder, build_settings(base=BASE))
    with kgraph.open(folder) as opened:
        yield opened


def exported(graph: Graph, entities: list[str], format: str) -> rdflib.Graph:
    out = io.BytesIO()
    export(select(graph, entities).graph, format, out, opened=graph)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's JSON-LD parser uses a class rdflib deprecates
        return rdflib.Graph().parse(data=out.getvalue(), format={"ttl": "turtle", "jsonld": "json-ld"}[format])


def triples(graph: rdflib.Graph) -> set[tuple[str, ...]]:
    return {tuple(map(str, triple)) for triple in graph}


def whole(graph: Graph) -> set[tuple[str, ...]]:
    quads = pyoxigraph.parse(path=graph.path / "graph.nq")
    terms = ((quad.subject, quad.predicate, quad.object) for quad in quads)
    return {tuple(getattr(term, "value", "") for term in row) for row in terms}


@pytest.mark.parametrize("format", ["ttl", "jsonld"])
def test_a_part_is_in_the_graph_and_fits_its_shapes(graph: Graph, format: str) -> None:
    part = exported(graph, ["BERT"], format)
    assert triples(part) < whole(graph)
    bert = rdflib.URIRef(BASE + "method/bert")
    assert set(part.subjects(rdflib.URIRef(SCHEMA.namespace + "mentionOf"), bert))
    shapes = rdflib.Graph().parse(data=schema_text("shacl"), format="turtle")
    conforms, _, report = pyshacl.validate(part, shacl_graph=shapes)
    assert conforms, report


def test_a_part_has_no_link_that_leaves_it(graph: Graph) -> None:
    out = io.BytesIO()
    export(select(graph, ["BERT"], hops=0).graph, "ttl", out, opened=graph)
    part = rdflib.Graph().parse(data=out.getvalue(), format="turtle")
    assert (rdflib.URIRef(BASE + "method/bert"), rdflib.DCTERMS.identifier, rdflib.Literal("method/bert")) in part
    assert not list(part.subjects(rdflib.RDF.predicate))


@pytest.mark.parametrize("format", ["ttl", "jsonld"])
def test_the_whole_is_the_whole(graph: Graph, format: str) -> None:
    assert triples(exported(graph, [], format)) == whole(graph)
