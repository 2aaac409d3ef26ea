from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import networkx
import pytest
from tests.support.graphs import BOARD, NOTES, small_graph, small_resolution

import kgraph
from kgraph.core import SCHEMA, build_settings
from kgraph.core.errors import (
    AmbiguousEntityError,
    ArgumentError,
    GraphClosedError,
    GraphDamagedError,
    GraphMissingError,
    SettingsError,
    UnknownEntityError,
    UnknownPluginError,
    UnknownTermError,
)
from kgraph.query.graph import Graph
from kgraph.store import write_graph


def ids(subgraph: kgraph.Subgraph) -> list[str]:
    return [node.id for node in subgraph.nodes]


@pytest.mark.parametrize(
    "name",
    [
        "method/bert",
        "https://w3id.org/kgraph/id/method/bert",
        "<https://w3id.org/kgraph/id/method/bert>",
        "BERT",
        "ｂｅｒｔ",
        "bidirectional encoder representations from transformers",
    ],
)
def test_an_entity_is_found_by_id_iri_and_name(graph: Graph, name: str) -> None:
    assert graph.entity(name).id == "method/bert"


@pytest.mark.parametrize("name", ["谷歌", "Google", "organization/google"])
def test_an_entity_is_one_node_in_both_languages(graph: Graph, name: str) -> None:
    assert graph.entity(name).labels == {"en": "Google", "zh": "谷歌"}


def test_a_chinese_iri_is_understood_as_browsers_copy_it(graph: Graph) -> None:
    iri = "https://w3id.org/kgraph/id/topic/%E8%87%AA%E7%84%B6%E8%AF%AD%E8%A8%80%E5%A4%84%E7%90%86"
    assert graph.entity(iri).label == "自然语言处理"
    assert graph.entity("自然語言處理").label == "自然语言处理"


def test_two_things_of_one_name_are_told_apart(graph: Graph) -> None:
    with pytest.raises(AmbiguousEntityError) as caught:
        graph.entity("MAMBA")
    assert sorted(caught.value.candidates) == ["method/mamba", "software/mamba"]


def test_an_unknown_name_suggests_close_ones(graph: Graph) -> None:
    with pytest.raises(UnknownEntityError, match="Transformer"):
        graph.entity("Transfomer")
    with pytest.raises(UnknownEntityError):
        graph.entity("")


def test_every_entity_and_relation_can_be_read_by_place(graph: Graph) -> None:
    expected = small_resolution()
    assert [node.id for node in graph._files.all_nodes()] == [entity.id for entity in expected.entities]
    assert [graph.entity(entity.id).label for entity in expected.entities] == [e.label for e in expected.entities]
    found = [(edge.source, edge.key, edge.target) for edge in graph._files.all_edges()]
    assert found == [(edge.source, edge.key, edge.target) for edge in expected.relations]


def test_show_tells_all_with_the_words_it_came_from(graph: Graph) -> None:
    bert = graph.show("BERT")
    assert [(edge.key, edge.target) for edge in bert.outgoing] == [
        ("basedOn", "method/transformer"),
        ("developedBy", "organization/google"),
        ("evaluatedOn", "dataset/squad-1.1"),
    ]
    assert {edge.key for edge in bert.incoming} == {"basedOn", "outperforms", "introduces", "implements"}
    assert bert.outgoing[1].evidence[1].text == "谷歌提出 BERT"
    assert [result["value"] for result in bert.outgoing[2].results] == ["85.1", "87.4"]
    assert [(m.document, m.line) for m in bert.mentions] == [(BOARD, 4), (BOARD, 6), (NOTES, 4)]
    assert bert.merges[0].rule == "alias list"
    assert bert.neighbours["organization/google"].label == "Google"
    assert "developedBy: Google [board.md:7 and 1 more]" in str(bert)


def test_show_says_what_a_limit_left_out(graph: Graph) -> None:
    bert = graph.show("BERT", limit=2)
    assert (len(bert.outgoing), len(bert.incoming), bert.hidden.edges) == (2, 2, 3)
    assert "left out" in str(bert)


def test_a_neighbourhood_is_what_networkx_says_it_is(graph: Graph) -> None:
    whole = graph.to_networkx()
    for node in whole:
        for hops in (0, 1, 2, 3):
            expected = networkx.ego_graph(whole.to_undirected(as_view=True), node, radius=hops)
            found = graph.neighbourhood(node, hops=hops)
            assert set(ids(found)) == set(expected)
            assert networkx.utils.graphs_equal(found.to_networkx(), networkx.MultiDiGraph(whole.subgraph(expected)))
            assert not found.hidden
            distance = networkx.single_source_shortest_path_length(whole.to_undirected(as_view=True), node, hops)
            assert dict(found.distances) == distance


def test_a_neighbourhood_keeps_to_its_filters(graph: Graph) -> None:
    assert set(ids(graph.neighbourhood("BERT", direction="out"))) == {
        "method/bert",
        "method/transformer",
        "organization/google",
        "dataset/squad-1.1",
    }
    based = graph.neighbourhood("BERT", relations=["basedOn"])
    assert {edge.key for edge in based.edges} == {"basedOn"}
    assert set(ids(based)) == {"method/bert", "method/transformer", "method/roberta"}
    assert set(ids(graph.neighbourhood("BERT", types=["organization"]))) == {"method/bert", "organization/google"}
    sure = graph.neighbourhood("RoBERTa", minimum_confidence=0.9)
    assert "basedOn" not in {edge.key for edge in sure.edges if edge.source == "method/roberta"}
    assert set(ids(graph.neighbourhood("BERT", direction="in", types=["Paper"], years=(2019, 2020)))) == {"method/bert"}
    assert "paper/arxiv-1810.04805" in ids(graph.neighbourhood("BERT", direction="in", years=(2018, 2018)))


def test_a_neighbourhood_of_several_entities_is_one_subgraph(graph: Graph) -> None:
    both = graph.neighbourhood(["Google", "Facebook"])
    assert both.centres == ("organization/google", "organization/facebook")
    assert set(ids(both)) == {"organization/google", "organization/facebook", "method/bert", "method/roberta"}


def test_a_limit_says_what_it_hides(graph: Graph) -> None:
    whole = graph.neighbourhood("BERT", hops=1)
    part = graph.neighbourhood("BERT", hops=1, limit=4)
    assert (len(part.nodes), part.hidden.nodes, part.hidden.at_least) == (4, len(whole.nodes) - 4, False)
    assert "method/roberta" in ids(part), "the node with most links to those taken stays"
    assert graph.neighbourhood("BERT", hops=2, limit=4).hidden.at_least
    assert "3 nodes" in str(part)


def test_wrong_words_of_the_schema_are_named(graph: Graph) -> None:
    with pytest.raises(UnknownTermError, match="basedOn"):
        graph.neighbourhood("BERT", relations=["basedon "])
    with pytest.raises(UnknownTermError, match="Method"):
        graph.neighbourhood("BERT", types=["Methods"])
    with pytest.raises(UnknownTermError, match="both, in, out"):
        graph.neighbourhood("BERT", direction="up")
    with pytest.raises(SettingsError):
        graph.neighbourhood("BERT", hops=-1)
    with pytest.raises(UnknownPluginError, match="pagerank, shared"):
        graph.related("BERT", measure="likeness")


def test_statistics_count_what_was_written(graph: Graph) -> None:
    counts = graph.statistics()
    resolution = small_resolution()
    assert counts.counts["entities"] == sum(counts.types.values()) == len(resolution.entities)
    assert counts.counts["relations"] == sum(counts.relations.values()) == len(resolution.relations)
    assert counts.counts["evidence"] == sum(len(edge.evidence) for edge in resolution.relations)
    assert list(counts.types) == list(SCHEMA.entities)


def test_documents_and_report_are_those_of_the_build(graph: Graph) -> None:
    assert [(document.path, document.title) for document in graph.documents()] == [
        (BOARD, "SQuAD 1.1"),
        (NOTES, "自然语言处理"),
    ]
    assert graph.build["counts"] == {"documents": 2}


def test_the_whole_graph_is_the_graph_of_graph_json(graph: Graph, folder: Path) -> None:
    data = json.loads((folder / "graph.json").read_text("utf-8"))
    expected = networkx.node_link_graph(data, edges="edges")
    assert networkx.utils.graphs_equal(graph.to_networkx(), expected)
    nodes, edges = graph.to_pandas()
    assert (len(nodes), len(edges)) == (len(expected), expected.number_of_edges())


@pytest.mark.filterwarnings("ignore:Dataset.:DeprecationWarning")  # between rdflib and its Oxigraph plug-in
def test_rdflib_sees_the_store(graph: Graph) -> None:
    dataset = graph.rdflib
    rows = list(
        dataset.query("SELECT ?label WHERE { ?m a kg:Method ; skos:prefLabel ?label FILTER(lang(?label) = 'zh') }")
    )
    assert [str(row[0]) for row in rows] == ["形变卷积"]


def test_an_empty_graph_answers_everything_with_nothing(empty: Graph) -> None:
    assert len(empty) == 0
    assert empty.search("BERT") == []
    assert empty.documents() == []
    assert empty.to_networkx().number_of_nodes() == 0
    assert not empty.query("SELECT * WHERE { ?s ?p ?o }")
    assert sum(empty.statistics().types.values()) == 0
    with pytest.raises(UnknownEntityError):
        empty.neighbourhood("BERT")


def test_a_missing_and_a_damaged_graph_are_clear_errors(tmp_path: Path) -> None:
    with pytest.raises(GraphMissingError, match="kgraph build"):
        kgraph.open(tmp_path)
    write_graph(small_graph(), tmp_path, build_settings())
    path = tmp_path / "current" / "index" / "nodes.npy"
    path.write_bytes(b"\0" * path.stat().st_size)
    with kgraph.open(tmp_path) as graph, pytest.raises(GraphDamagedError, match="index"):
        graph.entity("BERT")


def test_an_opened_graph_stays_as_it_was_when_a_new_one_is_built(tmp_path: Path) -> None:
    from dataclasses import replace

    built = small_graph()
    write_graph(built, tmp_path, build_settings())
    with kgraph.open(tmp_path) as old:
        write_graph(replace(built, resolution=replace(built.resolution, relations=())), tmp_path, build_settings())
        assert len(old.neighbourhood("BERT").edges) == 9
        assert bool(old.query("ASK { ?s kg:basedOn ?o }"))
        with kgraph.open(tmp_path) as new:
            assert new.neighbourhood("BERT").edges == ()
            assert new.identity != old.identity


def test_results_show_hostile_names_as_text(graph: Graph) -> None:
    node = graph.entity("形变卷积")
    shown = graph.show(node)._repr_html_() + graph.neighbourhood(node)._repr_html_() + node._repr_html_()
    shown += "".join(hit._repr_html_() for hit in graph.search("alert"))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_results_compare_by_value_and_print_well(graph: Graph) -> None:
    assert graph.entity("BERT") == graph.entity("method/bert")
    assert str(graph.entity("谷歌")) == "Google (Organization, organization/google)"
    nodes, edges = graph.neighbourhood("BERT").to_pandas()
    assert nodes.loc[0, "distance"] == 0
    assert "evaluatedOn" in set(edges["relation"])


def test_the_public_names_are_these() -> None:
    assert kgraph.__all__ == sorted(kgraph.__all__, key=lambda name: (not name.isupper(), name[0].islower(), name))
    assert set(kgraph.__all__) == {
        *(
            "BuildSettings",
            "Cancellation",
            "Differences",
            "Document",
            "Edge",
            "Entity",
            "Evidence",
            "Graph",
            "KgraphError",
            "Mention",
            "Node",
        ),
        *("QueryResult", "Relation", "RemoteGraph", "SCHEMA", "Subgraph", "build", "build_settings", "history", "open"),
        "restore",
    }
    for name in kgraph.__all__:
        assert getattr(kgraph, name) is not None
    with pytest.raises(AttributeError):
        _ = kgraph.nothing


def test_importing_kgraph_loads_nothing_heavy() -> None:
    program = "import sys, kgraph; print(sorted({'numpy', 'rdflib', 'networkx', 'pandas', 'pyoxigraph', 'pydantic'} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "ask",
    [
        lambda graph: graph.search("BERT", limit=0),
        lambda graph: graph.show("BERT", limit=-1),
        lambda graph: graph.paths("BERT", "Google", k=0),
        lambda graph: graph.related("BERT", limit=-5),
        lambda graph: graph.entity(5),
        lambda graph: graph.neighbourhood(5),
    ],
)
def test_a_value_that_cannot_be_asked_with_is_named(graph: Graph, ask: Callable[[Graph], object]) -> None:
    with pytest.raises(ArgumentError, match="has to be"):
        ask(graph)


def test_a_closed_graph_says_that_it_is_closed(folder: Path) -> None:
    closed = kgraph.open(folder)
    closed.search("BERT")
    closed.close()
    closed.close()
    for ask in (lambda: closed.search("BERT"), lambda: closed.query("ASK {}"), lambda: len(closed)):
        with pytest.raises(GraphClosedError, match="is closed"):
            ask()
    assert repr(closed).endswith("closed>")


def test_a_notebook_shows_graphs_and_results(graph: Graph) -> None:
    assert "13 entities" in graph._repr_html_()
    for found in (graph.search("BERT"), graph.related("BERT"), graph.paths("BERT", "Google")):
        assert found == list(found)
        assert found._repr_html_().count("<li>") == len(found) > 0
    assert "nothing found" in graph.search("zzzzzz")._repr_html_()
    assert "<script>" not in graph.search("alert")._repr_html_() + graph.search("形变")._repr_html_()
