"""A graph in rdflib: a real Dataset, all of whose queries run in Oxigraph, in a process without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql import processor as rdflib_engine
from tests.support.graphs import BOARD

from kgraph.core.errors import ArgumentError, QueryError, QueryTimeoutError
from kgraph.query.graph import Graph
from kgraph.query.rdflib_store import bound

# rdflib warns of names that it uses itself.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning:rdflib")

KG = rdflib.Namespace("https://w3id.org/kgraph/ontology#")
BERT = rdflib.URIRef("https://w3id.org/kgraph/id/method/bert")
NAMES = "SELECT ?name WHERE { ?m rdfs:label ?name }"


@pytest.fixture
def dataset(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> rdflib.Dataset:
    def own_engine(*_: object, **__: object) -> None:
        pytest.fail("rdflib's own engine was asked")

    monkeypatch.setattr(rdflib_engine, "evalQuery", own_engine)
    return graph.rdflib


def test_it_is_a_dataset_with_a_graph_per_document(graph: Graph, dataset: rdflib.Dataset) -> None:
    assert isinstance(dataset, rdflib.Dataset)
    assert (BERT, rdflib.RDF.type, KG.Method) in dataset
    assert {str(each.identifier) for each in dataset.graphs()} >= {each.iri for each in graph.documents()}
    assert str(dataset.value(BERT, rdflib.RDFS.label)) == "BERT"


def test_select_ask_construct_and_describe(dataset: rdflib.Dataset) -> None:
    rows = dataset.query("SELECT ?name ?year WHERE { ?m a kg:Method ; rdfs:label ?name ; kg:year ?year }")
    assert [(row.name, row.year) for row in rows] == [(rdflib.Literal("BERT"), rdflib.Literal(2018))]
    assert dataset.query("ASK { ?m a kg:Method }").askAnswer is True
    made = dataset.query("CONSTRUCT { ?a kg:basedOn ?b } WHERE { ?a kg:basedOn ?b }").graph
    assert made is not None
    assert len(made) == 2
    assert len(dataset.query(f"DESCRIBE <{BERT}>").graph or ()) > 5
    assert rdflib.Literal("谷歌", lang="zh") in {row[0] for row in dataset.query("SELECT ?n { ?x skos:prefLabel ?n }")}


def test_a_prepared_query_runs_in_oxigraph(dataset: rdflib.Dataset) -> None:
    prepared = prepareQuery("SELECT ?x WHERE { ?x a own:Method ; rdfs:label 'BERT' }", initNs={"own": str(KG)})
    assert [row.x for row in dataset.query(prepared)] == [BERT]
    relative = prepareQuery("SELECT ?c WHERE { <bert> a ?c }", base="https://w3id.org/kgraph/id/method/")
    assert KG.Method in {row.c for row in dataset.query(relative)}


def test_one_document_is_asked_alone(graph: Graph, dataset: rdflib.Dataset) -> None:
    (board,) = [each.iri for each in graph.documents() if each.path == BOARD]
    part = dataset.graph(rdflib.URIRef(board))
    here = {row.m for row in part.query("SELECT ?m { ?m kg:basedOn ?x }")}
    assert here == {BERT}
    assert len(set(dataset.query("SELECT ?m { ?m kg:basedOn ?x }"))) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (NAMES, 1),
        ("SELECT ?m ?name WHERE { ?m rdfs:label ?name }", 1),
        ("SELECT (COUNT(?name) AS ?n) WHERE { ?m rdfs:label ?name } GROUP BY ?m", 1),
        ("SELECT ?name { OPTIONAL { ?m rdfs:label ?name } FILTER(BOUND(?name)) } # { }", 1),
        ("ASK { ?m a kg:Paper }", 1),
        ("CONSTRUCT { ?m rdfs:label ?name } WHERE { ?m rdfs:label ?name }", 1),
        (
            "SELECT ('{' AS ?b) ?name FROM <https://w3id.org/kgraph/id/none> { ?m rdfs:label ?name }",
            0,
        ),
    ],
)
def test_variables_can_be_bound_from_the_start(dataset: rdflib.Dataset, text: str, expected: int) -> None:
    assert len(dataset.query(text, initBindings={"m": BERT})) == expected


def test_bound_values_keep_language_and_type(dataset: rdflib.Dataset) -> None:
    asked = "SELECT ?x { ?x skos:prefLabel ?name }"
    assert len(dataset.query(asked, initBindings={"name": rdflib.Literal("谷歌", lang="zh")})) == 1
    assert len(dataset.query(asked, initBindings={"name": rdflib.Literal("谷歌")})) == 0
    assert (
        len(dataset.query("SELECT ?x { ?x kg:year ?y ; a kg:Method }", initBindings={"y": rdflib.Literal(2018)})) == 1
    )
    hostile = rdflib.Literal('" } ) UNION { ?a ?b ?c } #')
    assert len(dataset.query(asked, initBindings={"name": hostile})) == 0


@pytest.mark.parametrize(
    ("text", "bindings"),
    [
        ("CONSTRUCT WHERE { ?m rdfs:label ?name }", {"m": BERT}),
        ("DESCRIBE <a:a>", {"m": BERT}),
        (NAMES, {"m": rdflib.BNode()}),
        (NAMES, {"m } { ": BERT}),
    ],
)
def test_what_cannot_be_bound_is_refused_and_not_evaluated_elsewhere(
    dataset: rdflib.Dataset, text: str, bindings: dict[str, rdflib.term.Identifier]
) -> None:
    with pytest.raises((QueryError, ArgumentError)):
        dataset.query(text, initBindings=bindings)


def test_bound_leaves_the_template_of_a_construct_alone() -> None:
    text = "CONSTRUCT { ?m a 'x}' } WHERE { ?m ?p ?o }"
    assert bound(text, {"m": BERT}).startswith("CONSTRUCT { ?m a 'x}' } WHERE { VALUES (?m)")


@pytest.mark.parametrize("prepared", [False, True])
def test_no_file_is_read_and_no_host_asked(dataset: rdflib.Dataset, tmp_path: Path, prepared: bool) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<a:a> <a:b> 'secret' .")
    for text in (
        f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}",
        f"SELECT * FROM NAMED <{secret.as_uri()}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ):
        assert len(dataset.query(prepareQuery(text) if prepared else text)) == 0
    service = "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match="SERVICE"):
        dataset.query(prepareQuery(service) if prepared else service)
    for hostile in ("SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/> { ?a ?b ?c } }", "LOAD <http://127.0.0.1:1/>"):
        with pytest.raises(QueryError):
            dataset.query(hostile)


def test_nothing_can_be_changed(graph: Graph, dataset: rdflib.Dataset) -> None:
    before = graph.statistics()
    with pytest.raises(QueryError, match="only read"):
        dataset.update("INSERT DATA { <a:a> <a:b> <a:c> }")
    with pytest.raises(QueryError, match="only read"):
        dataset.add((BERT, rdflib.RDFS.label, rdflib.Literal("x")))
    with pytest.raises(QueryError, match="only read"):
        dataset.remove((BERT, None, None))
    assert graph.statistics() == before


def test_a_long_query_is_ended(dataset: rdflib.Dataset) -> None:
    with pytest.raises(QueryTimeoutError):
        dataset.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }", timeout=0.5)
    with pytest.raises(ArgumentError):
        dataset.query(NAMES, colour="red")


def test_a_query_put_together_by_hand_is_refused(dataset: rdflib.Dataset) -> None:
    prepared = prepareQuery(NAMES)
    del prepared._original_args  # type: ignore[attr-defined]
    with pytest.raises(QueryError, match="the text itself"):
        dataset.query(prepared)
