"""What every measure of likeness promises. A new measure is held to it by being registered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.graphs import small_graph

import kgraph
from kgraph.core import build_settings
from kgraph.query.graph import Graph
from kgraph.query.related import measures
from kgraph.store import write_graph

NAMES = measures.names()


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("measures")
    write_graph(small_graph(), folder, build_settings())
    with kgraph.open(folder) as opened:
        yield opened


def test_the_shipped_measures_are_held_to_this() -> None:
    assert {"pagerank", "shared"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_results_are_sorted_distinct_and_never_the_node_itself(graph: Graph, name: str) -> None:
    for node in graph._files.all_nodes():
        found = graph.related(node, measure=name, limit=50)
        ids = [item.node.id for item in found]
        assert node.id not in ids
        assert len(ids) == len(set(ids))
        scores = [item.score for item in found]
        assert scores == sorted(scores, reverse=True)
        assert all(score > 0 for score in scores)


@pytest.mark.parametrize("name", NAMES)
def test_every_result_has_a_reason_in_words(graph: Graph, name: str) -> None:
    for item in graph.related("BERT", measure=name):
        assert item.reasons
        assert all(reason.text for reason in item.reasons)


@pytest.mark.parametrize("name", NAMES)
def test_a_limit_cuts_the_end_and_changes_nothing_else(graph: Graph, name: str) -> None:
    whole = graph.related("RoBERTa", measure=name, limit=50)
    assert graph.related("RoBERTa", measure=name, limit=2) == whole[:2]
    assert graph.related("RoBERTa", measure=name, limit=50) == whole


@pytest.mark.parametrize("name", NAMES)
def test_a_node_without_links_is_like_nothing(graph: Graph, name: str) -> None:
    assert graph.related("method/mamba", measure=name) == []


@pytest.mark.parametrize("name", NAMES)
def test_what_shares_most_with_a_model_comes_first(graph: Graph, name: str) -> None:
    first = graph.related("RoBERTa", measure=name)[0]
    assert first.node.label == "BERT"
    assert [str(reason) for reason in first.reasons] == [
        "RoBERTa basedOn BERT",
        "RoBERTa outperforms BERT",
        "both evaluatedOn SQuAD 1.1",
    ]
