from __future__ import annotations

import pytest

from kgraph.core.errors import QueryCancelledError, QueryError, QueryTimeoutError
from kgraph.query.completion import Completer
from kgraph.query.diagnosis import Problem, diagnose, undeclared, unknown_terms
from kgraph.query.graph import Graph


def problem(graph: Graph, query: str) -> Problem:
    """Return why a query cannot be answered."""
    with pytest.raises(QueryError) as error:
        graph.query(query)
    return diagnose(query, error.value)


@pytest.mark.parametrize(
    ("query", "code", "words"),
    [
        ("SELECT ?x { ?x a foo:Paper }", "prefix", "foo:"),
        ("SELECT ?x WHERE {\n  ?x a kg:Paper ;\n", "closed", "{"),
        ("SELECT ?x { FILTER(?x = 1 }", "closed", "("),
        ("SELECT ?x { ?x a kg:Paper } }", "opened", "}"),
        ('SELECT ?x { ?x rdfs:label "BERT }', "string", '"BERT }'),
        ("INSERT DATA { <a:a> <a:b> 1 }", "update", "INSERT"),
        ("SELECT ?x { SERVICE <http://example.org/> { ?x ?y ?z } }", "service", "SERVICE"),
        ("SELECT ?x { ?x kg:year ?y FILTER(strleng(?y) > 1) }", "function", "strleng"),
        ("SELECT ?x (COUNT(?y) AS ?n) { ?x a ?y }", "grouped", "?x"),
        ("SELECT ?谷歌 { ?谷歌 a fo:Paper }", "prefix", "fo:"),
    ],
)
def test_a_fault_is_found_at_the_words_that_made_it(graph: Graph, query: str, code: str, words: str) -> None:
    found = problem(graph, query)
    assert found.code == code and query[found.start : found.end] == words and found.fatal


@pytest.mark.parametrize(
    ("query", "near"),
    [("SELECT ?x { ?x a fofa:Paper }", "foaf:"), ("SELECT ?x { ?x kg:year ?y FILTER(strleng(?y) > 1) }", "STRLEN")],
)
def test_what_was_meant_is_named(graph: Graph, query: str, near: str) -> None:
    assert problem(graph, query).values["near"] == near


def test_a_fault_without_a_known_cause_has_the_engine_s_place(graph: Graph) -> None:
    found = problem(graph, "SELECT ?x WHERE { ?x a kg:Paper } ORDER ?x")
    assert found.code == "syntax" and found.start > 0


def test_a_time_limit_and_a_stop_have_their_own_words() -> None:
    assert diagnose("ASK {}", QueryTimeoutError(30)).values == {"seconds": "30"}
    assert diagnose("ASK {}", QueryCancelledError()).code == "cancelled"


def test_words_in_strings_and_comments_are_no_faults(graph: Graph) -> None:
    query = 'SELECT ?x { ?x a kg:Paper ; rdfs:label "INSERT { foo:bar (" # SERVICE (\n ; kg:year ?y ?z }'
    assert problem(graph, query).code == "syntax"


def test_terms_that_neither_the_graph_nor_the_schema_has_are_named(graph: Graph) -> None:
    known = Completer(graph).profile
    query = "SELECT * { ?p a kg:Papers ; kg:introducedBy ?m ; kg:unit ?u ; rdfs:label ?l ; foaf:Person ?x }"
    found = [(p.values["name"], p.values["near"]) for p in unknown_terms(query, known)]
    assert found == [("kg:Papers", "kg:Paper"), ("kg:introducedBy", "kg:introduces")]
    assert not any(p.fatal for p in unknown_terms(query, known))


def test_a_prefix_that_the_query_declares_is_declared() -> None:
    assert not undeclared("PREFIX foo: <http://example.org/> SELECT * { ?x a foo:Paper, _:b }")
    assert [p.values["name"] for p in undeclared("SELECT * { ?x a foo:Paper }")] == ["foo:"]
