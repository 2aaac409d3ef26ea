"""A graph behind an endpoint answers as the one in a folder: behind ours, and behind one that is not ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.support import comunica, endpoint
from tests.support.graphs import BOARD, small_graph

import kgraph
from kgraph.core import BuiltGraph, build_settings
from kgraph.core.errors import (
    AmbiguousEntityError,
    GraphClosedError,
    QueryTimeoutError,
    RemoteError,
    RemoteUnsupportedError,
    UnknownEntityError,
    UnknownTermError,
)
from kgraph.query import remote_source
from kgraph.query.graph import Graph
from kgraph.query.remote import RemoteGraph
from kgraph.query.templates import template
from kgraph.store import write_graph
from kgraph.store.from_rdf import read_graph


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph as it comes back from RDF, which cannot hold every order and every empty field."""
    first, second = (tmp_path_factory.mktemp("normal") / name for name in ("first", "second"))
    built = small_graph()
    write_graph(built, first, build_settings())
    write_graph(BuiltGraph(read_graph(first), built.documents, built.report), second, build_settings())
    return second


@pytest.fixture(scope="module")
def graph(folder: Path) -> Iterator[Graph]:
    with kgraph.open(folder) as opened:
        yield opened


@pytest.fixture(scope="module")
def ours(folder: Path) -> Iterator[str]:
    with endpoint.running(folder) as running:
        yield running.sparql


@pytest.fixture(scope="module")
def theirs(folder: Path) -> Iterator[str]:
    with comunica.running(folder / "graph.nq") as address:
        yield address


@pytest.fixture(scope="module", params=["ours", pytest.param("theirs", marks=pytest.mark.slow)])
def remote(request: pytest.FixtureRequest) -> Iterator[RemoteGraph]:
    with kgraph.open(request.getfixturevalue(request.param)) as opened:
        assert isinstance(opened, RemoteGraph)
        yield opened


def plain(value: object) -> object:
    """Return a result with the records of its nodes and edges, which comparison leaves out."""
    if isinstance(value, kgraph.Node | kgraph.Edge):
        return value, dict(value.data)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return {key: plain(item) for key, item in value.items()} if isinstance(value, dict) else value


QUESTIONS: dict[str, Callable[[Graph | RemoteGraph], object]] = {
    "entity by id": lambda graph: graph.entity("method/bert"),
    "entity by IRI": lambda graph: graph.entity("https://w3id.org/kgraph/id/topic/预训练模型"),
    "entity by name": lambda graph: [graph.entity(name) for name in ("BERT", "bert", "谷歌", "GOOGLE", "deformable convnets")],
    "iri": lambda graph: graph.iri("形变卷积"),
    "find": lambda graph: [graph.find("method/bert"), graph.find("method/nope")],
    "show": lambda graph: graph.show("BERT"),
    "show, cut": lambda graph: graph.show("BERT", limit=1),
    "one hop": lambda graph: graph.neighbourhood("BERT"),
    "two hops": lambda graph: graph.neighbourhood("Google", hops=2),
    "three hops, cut": lambda graph: graph.neighbourhood("Google", hops=3, limit=5),
    "two centres": lambda graph: graph.neighbourhood(["Google", "Facebook"], hops=1),
    "filtered": lambda graph: graph.neighbourhood(
        "BERT", 2, relations=["basedOn", "developedBy"], direction="out", types=["Method"], minimum_confidence=0.8
    ),
    "years": lambda graph: graph.neighbourhood("预训练模型", 1, years=(2018, 2018)),
    "no hop": lambda graph: graph.neighbourhood(["BERT", "RoBERTa"], hops=0),
    "extent": lambda graph: graph.extent("Google", hops=3),
    "paths": lambda graph: graph.paths("Facebook", "Google", k=3, max_hops=4),
    "no path": lambda graph: graph.paths("software/mamba", "Google"),
    "to itself": lambda graph: graph.paths("BERT", "BERT"),
    "related": lambda graph: graph.related("BERT"),
    "related, of a type": lambda graph: graph.related("RoBERTa", types=["Method"]),
    "compare": lambda graph: graph.compare(["BERT", "RoBERTa"]),
    "documents": lambda graph: graph.documents(),
    "statistics": lambda graph: graph.statistics(),
    "base": lambda graph: graph.base,
    "size": len,
}  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_it_answers_as_from_a_folder(graph: Graph, remote: RemoteGraph, question: str) -> None:
    ask = QUESTIONS[question]
    assert plain(ask(remote)) == plain(ask(graph))


def test_a_part_becomes_the_same_networkx_graph(graph: Graph, remote: RemoteGraph) -> None:
    here, there = (each.neighbourhood("BERT", hops=2).to_networkx() for each in (graph, remote))
    assert dict(here.nodes(data=True)) == dict(there.nodes(data=True))
    assert list(here.edges(keys=True, data=True)) == list(there.edges(keys=True, data=True))
    assert there.edges["method/roberta", "dataset/squad-1.1", "evaluatedOn"]["value"] == "88.9"


def test_evidence_comes_along(remote: RemoteGraph) -> None:
    (edge,) = [edge for edge in remote.show("RoBERTa").outgoing if edge.key == "evaluatedOn"]
    (evidence,) = edge.evidence
    assert (evidence.document, evidence.line, evidence.text) == (BOARD, 5, "| RoBERTa | 88.9 |")


def test_search_finds_parts_of_names_in_both_languages(remote: RemoteGraph) -> None:
    assert next(hit.node.id for hit in remote.search("bert")) == "method/bert"
    assert [hit.node.id for hit in remote.search("形变")] == ["method/deformable-convnets"]
    assert [hit.reason for hit in remote.search("google", 1)] == ["name"]
    assert {hit.node.type for hit in remote.search("bert", types=["Paper"])} == {"Paper"}
    assert remote.search("transformer bidirectional")[0].reason == "words"
    assert remote.search('" } nope \\') == remote.search("   ") == []
    with pytest.raises(UnknownTermError):
        remote.search("bert", types=["Papr"])


def test_unknown_and_ambiguous_names_are_told_apart(remote: RemoteGraph) -> None:
    with pytest.raises(AmbiguousEntityError) as caught:
        remote.entity("Mamba")
    assert sorted(caught.value.candidates) == ["method/mamba", "software/mamba"]
    with pytest.raises(UnknownEntityError, match=r"Close names: SQuAD 1\.1"):
        remote.entity("SQuAD")
    with pytest.raises(UnknownEntityError):
        remote.entity('nope"> } <x')


def test_the_library_can_be_asked_there(graph: Graph, remote: RemoteGraph) -> None:
    for name, values in {
        "leaderboard": {"dataset": "SQuAD 1.1"},
        "method-lineage": {"method": "RoBERTa"},
        "statements-at-lines": {"document": BOARD, "first": 1, "last": 9},
        "evidence-of": {"entity": "谷歌"},
    }.items():
        asked = template(name)
        here, there = (list(each.query(asked.fill(each, **values))) for each in (graph, remote))
        assert len(here) > 0
        assert here == there


def test_results_are_those_of_the_library(remote: RemoteGraph) -> None:
    rows = remote.query("SELECT ?name ?year { ?m a kg:Method ; rdfs:label ?name ; kg:year ?year }")
    assert list(rows) == [{"name": "BERT", "year": 2018}]
    assert list(rows.to_pandas()["year"]) == [2018]
    assert bool(remote.query("ASK { ?m a kg:Method }"))
    triples = remote.query("CONSTRUCT { ?a kg:basedOn ?b } WHERE { ?a kg:basedOn ?b }")
    assert triples.to_networkx().number_of_edges() == 2
    cut = remote.query("SELECT ?e { ?e rdfs:label ?l }", limit=3)
    assert (len(cut), cut.truncated) == (3, True)


def test_what_needs_the_whole_graph_says_so(remote: RemoteGraph) -> None:
    for name in ("communities", "topics", "to_networkx", "to_pandas", "passage", "build", "rdflib", "newest"):
        with pytest.raises(RemoteUnsupportedError, match="Open the folder"):
            getattr(remote, name)
    with pytest.raises(RemoteUnsupportedError, match="'shared'"):
        remote.related("BERT", measure="pagerank")
    assert not hasattr(remote, "nonsense")


def test_a_walk_that_would_fetch_too_much_ends(ours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote_source, "MOST_LINKS", 5)
    with kgraph.open(ours) as remote, pytest.raises(RemoteError, match="more than 5 relations"):
        remote.neighbourhood("BERT", hops=3)


def test_it_is_closed_once(ours: str) -> None:
    remote = kgraph.open(ours)
    assert repr(remote) == f"<RemoteGraph {ours}>"
    remote.close()
    with pytest.raises(GraphClosedError):
        remote.entity("BERT")


def test_an_endpoint_without_a_graph_of_ours_is_refused(tmp_path: Path) -> None:
    endpoint.graph_of(tmp_path, ())
    with endpoint.running(tmp_path) as running, pytest.raises(RemoteError, match="no graph of kgraph"):
        kgraph.open(running.sparql)


def test_a_slow_question_is_given_up(ours: str) -> None:
    with kgraph.open(ours) as remote, pytest.raises(QueryTimeoutError, match=r"0\.5 s"):
        remote.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?p }", timeout=0.5)
