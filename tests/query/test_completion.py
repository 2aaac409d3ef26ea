from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.replay import cuts, queries

import kgraph
from kgraph.query.completion import Completer, Completion
from kgraph.query.graph import Graph
from kgraph.query.profile import Profile

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def completer(graph: Graph) -> Completer:
    return Completer(graph)


def texts(found: Completion, most: int = 10_000) -> list[str]:
    return [option.text for option in found.options[:most]]


def complete(completer: Completer, query: str) -> Completion:
    """Complete at the bar in a query."""
    cursor = query.index("█") if "█" in query else len(query)
    return completer.complete(query.replace("█", ""), cursor)


@pytest.fixture(scope="module")
def known(completer: Completer) -> Profile:
    return completer.profile


def test_the_profile_counts_relations_exactly(known: Profile, graph: Graph) -> None:
    for relation, count in graph.statistics().relations.items():
        uses = [uses[f"kg:{relation}"] for uses in known.uses.values() if f"kg:{relation}" in uses]
        assert sum(sum(use.kinds.values()) for use in uses) == count


def test_the_profile_has_every_property_that_the_graph_has(known: Profile, graph: Graph) -> None:
    rows = graph.query("SELECT DISTINCT ?p WHERE { ?s a ?class ; ?p ?o FILTER(STRSTARTS(STR(?p), STR(kg:))) }")
    assert {f"kg:{row['p'].rpartition('#')[2]}" for row in rows} <= known.properties


def test_the_profile_of_an_empty_graph_is_empty(empty: Graph) -> None:
    completer = Completer(empty)
    assert not completer.profile.nodes
    assert completer.complete("SELECT * { ?x ").kind == "predicate"


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("SELECT * { ?p a kg:Paper ; █", "kg:introduces", "kg:outperforms"),
        ("SELECT * { ?m a kg:Method ; █ }", "kg:outperforms", "kg:introduces"),
        ("SELECT * { ?p a <https://w3id.org/kgraph/ontology#Paper> ; █", "kg:introduces", "kg:line"),
        ("PREFIX x: <https://w3id.org/kgraph/ontology#> SELECT * { ?p a x:Paper ; █", "kg:introduces", "kg:line"),
        ("SELECT * { ?p kg:introduces ?m . ?m █", "kg:basedOn", "kg:introduces"),
        ("SELECT * { ?p kg:introduces / █", "kg:basedOn", "kg:introduces"),
        ("SELECT * { ?m ^kg:introduces / █", "kg:introduces", "kg:outperforms"),
        ("SELECT * { ?e kg:supports ?s . ?s █", "rdf:subject", "kg:line"),
        ("SELECT * { <https://w3id.org/kgraph/id/method/bert> █ ?x }", "kg:developedBy", "kg:introduces"),
        ("SELECT * { VALUES ?x { <https://w3id.org/kgraph/id/method/bert> } ?x █", "kg:developedBy", "kg:introduces"),
        ('SELECT * { ?x rdfs:label "BERT" ; █', "kg:developedBy", "kg:introduces"),
        ("SELECT * { { ?x a kg:Paper } UNION { ?x a kg:Method ; █", "kg:outperforms", "kg:introduces"),
        ("SELECT * { ?p a kg:Paper . OPTIONAL { ?p █ } }", "kg:introduces", "kg:outperforms"),
        ("SELECT * { { SELECT ?m { ?m a kg:Method } } ?m █", "kg:outperforms", "kg:introduces"),
        ("SELECT * { ?m a kg:Method ; kg:basedOn [ █", "kg:outperforms", "kg:introduces"),
        ("SELECT * { GRAPH ?d { ?p a kg:Paper ; █ } }", "kg:introduces", "kg:outperforms"),
        ("SELECT * { ?m █ . ?m a kg:Method }", "kg:outperforms", "kg:introduces"),
    ],
)
def test_properties_are_those_that_the_node_can_have(
    completer: Completer, query: str, there: str, not_there: str
) -> None:
    found = complete(completer, query)
    assert found.kind == "predicate"
    assert there in texts(found) and not_there not in texts(found)


def test_a_property_that_leads_to_what_is_asked_for_comes_first(completer: Completer) -> None:
    assert texts(complete(completer, "SELECT ?code { ?p a kg:Paper ; █"))[0] == "kg:hasCode"
    assert "kg:evaluatedOn" in texts(complete(completer, "SELECT * { ?d a kg:Dataset . ?m a kg:Method . ?m █"), 3)


def test_a_fresh_variable_is_given_a_class_first(completer: Completer) -> None:
    assert texts(complete(completer, "SELECT ?paper WHERE { ?paper █"))[0] == "a"
    assert texts(complete(completer, "SELECT ?paper WHERE { ?paper a █"))[0] == "kg:Paper"


def test_what_contradicts_itself_still_gets_a_list(completer: Completer) -> None:
    assert texts(complete(completer, "SELECT * { ?x a kg:Paper ; kg:mentionOf ?y ; █"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * { ?m kg:developedBy 谷歌█", "<https://w3id.org/kgraph/id/organization/google>"),
        ("SELECT * { ?m kg:developedBy goog█ }", "<https://w3id.org/kgraph/id/organization/google>"),
        ("SELECT * { ?m kg:developedBy <goog█> }", "<https://w3id.org/kgraph/id/organization/google>"),
        ('SELECT * { ?m rdfs:label "RoB█', '"RoBERTa"'),
        ("SELECT * { VALUES ?x { rober█ } }", "<https://w3id.org/kgraph/id/method/roberta>"),
    ],
)
def test_entities_are_found_by_their_names_in_both_languages(completer: Completer, query: str, found: str) -> None:
    assert found in texts(complete(completer, query))


def test_entities_are_of_the_classes_that_the_property_leads_to(completer: Completer) -> None:
    options = complete(completer, "SELECT * { ?m kg:developedBy bert█").options
    assert {option.type for option in options if option.kind == "entity"} <= {"Organization"}


@pytest.mark.parametrize(
    ("query", "kind", "first"),
    [
        ("█", "start", "SELECT"),
        ("PREFIX █", "prefix", None),
        ("SELECT █ WHERE { ?x a kg:Paper }", "projection", "?x"),
        ("SELECT * { ?x a kg:Paper FILTER(█", "expression", "?x"),
        ("SELECT * { ?x a kg:Paper } █", "modifier", "?x"),
        ("SELECT * { ?s rdf:predicate █", "object", None),
        ("SELECT * { # about papers█", "quiet", None),
    ],
)
def test_other_places_get_what_may_stand_there(completer: Completer, query: str, kind: str, first: str | None) -> None:
    found = complete(completer, query)
    assert found.kind == kind
    assert first is None or texts(found)[0] == first


def test_the_relations_are_offered_as_the_predicates_of_statements(completer: Completer) -> None:
    assert "kg:developedBy" in texts(complete(completer, "SELECT * { ?s rdf:predicate █"))


def test_a_word_that_is_being_written_is_replaced_whole(completer: Completer) -> None:
    found = complete(completer, "SELECT * { ?m a kg:Method ; kg:dev█eloped ?x }")
    assert (found.start, found.end) == (28, 40)


@pytest.mark.parametrize(
    "query",
    ["{" * 5000, "SELECT * { ?x " + "kg:basedOn/" * 2000, '"' * 999, "<" * 999, "?" * 999, "SELECT }}}]]) . ; , | ^ ", "\x00\ud800"],
)  # fmt: skip
def test_any_text_gets_an_answer(completer: Completer, query: str) -> None:
    for cursor in (0, len(query) // 2, len(query)):
        completer.complete(query, cursor)


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The graph of the reading lists in ``data/raw``."""
    folder = tmp_path_factory.mktemp("lists") / "graph"
    kgraph.build([ROOT / "data/raw"], folder)
    with kgraph.open(folder) as opened:
        yield opened


def test_the_right_property_is_in_the_first_five(lists: Graph) -> None:
    completer, asked = Completer(lists), queries(lists)
    assert len(asked) >= 100
    replayed = [cut for query in asked for cut in cuts(query)]
    hits = [cut.property in texts(completer.complete(cut.before), 5) for cut in replayed]
    assert len(replayed) >= 500
    assert sum(hits) / len(hits) >= 0.9
