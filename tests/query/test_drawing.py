from __future__ import annotations

import pytest

from kgraph.core.errors import UnknownEntityError, UnknownTermError, ViewError
from kgraph.query.actions import act
from kgraph.query.drawing import draw, expand, from_subgraph, seen, start, to_sparql
from kgraph.query.graph import Graph
from kgraph.query.view import History, View

BERT, ROBERTA, SQUAD = "method/bert", "method/roberta", "dataset/squad-1.1"


def triples(graph: Graph, view: View) -> list[tuple[str, str, str]]:
    shown = seen(view, draw(graph, view))
    return sorted((edge.source, edge.key, edge.target) for edge in shown.edges)


def asked(graph: Graph, view: View) -> list[tuple[str, str, str]]:
    def local(iri: str) -> str:
        return iri.rpartition("#")[2] if "#" in iri else graph.entity(iri).id

    return sorted(
        (local(r["source"]), local(r["relation"]), local(r["target"])) for r in graph.query(to_sparql(graph, view))
    )


def test_a_drawing_has_the_nodes_in_order_and_every_edge_among_them(graph: Graph) -> None:
    drawing = draw(graph, View().add([ROBERTA, BERT, "method/nobody", SQUAD]))
    assert [node.id for node in drawing.nodes] == [ROBERTA, BERT, SQUAD]
    assert drawing.missing == ("method/nobody",)
    assert sorted((e.source, e.key, e.target, e.confidence) for e in drawing.edges) == [
        (BERT, "evaluatedOn", SQUAD, 0.99),
        (ROBERTA, "basedOn", BERT, 0.7),
        (ROBERTA, "evaluatedOn", SQUAD, 0.9),
        (ROBERTA, "outperforms", BERT, 0.9),
    ]


def test_a_drawn_node_counts_its_links_by_relation_and_direction(graph: Graph) -> None:
    (bert,) = draw(graph, View().add([BERT])).nodes
    counts = {(link.relation, link.direction): link.all for link in bert.links}
    assert counts[("evaluatedOn", "out")] == 1
    assert counts[("outperforms", "in")] == 1
    assert sum(counts.values()) == bert.degree == 8 - 1


def test_an_empty_view_draws_nothing(graph: Graph, empty: Graph) -> None:
    assert draw(graph, View()).nodes == ()
    assert draw(empty, View().add(["a"])).missing == ("a",)


def test_expanding_by_relation_and_direction_adds_only_those(graph: Graph) -> None:
    found = expand(graph, View().add([BERT]), BERT, "outperforms", "in")
    assert found.view.nodes == (BERT, ROBERTA)
    assert (found.added, found.shown, found.total) == (1, 1, 1)
    assert expand(graph, View().add([BERT]), BERT, "outperforms", "out").view.nodes == (BERT,)


def test_a_cut_expansion_says_how_many_there_are_and_the_next_one_goes_on(graph: Graph) -> None:
    first = expand(graph, View().add([BERT]), BERT, number=2)
    assert (first.added, first.shown, first.total) == (2, 2, 6)
    second = expand(graph, first.view, BERT, number=25)
    assert (second.added, second.shown, second.total) == (4, 6, 6)
    assert second.view.nodes[:3] == first.view.nodes
    assert second.view.collapse(BERT).nodes == (BERT,)


def test_neighbours_linked_to_what_is_seen_come_first(graph: Graph) -> None:
    view = View().add([BERT, ROBERTA])
    assert expand(graph, view, BERT, number=1).view.nodes == (BERT, ROBERTA, SQUAD)


def test_expanding_a_node_that_is_not_there_yet_brings_it(graph: Graph) -> None:
    assert BERT in expand(graph, View().add([SQUAD]), "BERT", number=1).view.nodes


def test_expanding_what_is_not_there_is_an_error(graph: Graph) -> None:
    with pytest.raises(UnknownEntityError):
        expand(graph, View(), "method/nobody")
    with pytest.raises(UnknownTermError):
        expand(graph, View().add([BERT]), BERT, "likes")


@pytest.mark.parametrize(
    "view",
    [
        View(),
        View().add([BERT, ROBERTA, SQUAD, "topic/预训练模型", "topic/自然语言处理", "method/deformable-convnets"]),
        View().add([BERT, ROBERTA, SQUAD]).hide([SQUAD]),
        View().add([BERT, ROBERTA, SQUAD]).filter(types_off=("Dataset",)),
        View().add([BERT, ROBERTA, SQUAD]).filter(relations_off=("basedOn",)),
        View().add([BERT, ROBERTA, SQUAD]).filter(minimum_confidence=0.9),
        View().add([BERT, "paper/arxiv-1810.04805", ROBERTA]).filter(years=(2019, 2020)),
    ],
)
def test_the_query_of_a_view_gives_the_edges_that_are_seen(graph: Graph, view: View) -> None:
    assert asked(graph, view) == triples(graph, view)


def test_a_part_of_the_graph_becomes_a_view(graph: Graph) -> None:
    part = graph.neighbourhood(BERT, hops=1)
    view = from_subgraph(part)
    assert set(view.nodes) == {node.id for node in part.nodes}
    assert view.selected == (BERT,)
    assert triples(graph, view) == sorted((e.source, e.key, e.target) for e in part.edges)


def test_the_first_view_of_one_entity_has_its_neighbours_and_of_several_only_them(graph: Graph) -> None:
    assert len(start(graph, ["BERT"]).nodes) == 7
    assert start(graph, ["BERT", "RoBERTa"]).nodes == (BERT, ROBERTA)


def test_actions_become_steps_and_looking_around_does_not(graph: Graph) -> None:
    history = act(graph, History(), {"op": "expand", "id": BERT}).history
    assert len(history.past) == 1
    for action in (
        {"op": "placed", "positions": {BERT: [1, 2]}},
        {"op": "camera", "camera": [1.5, 0, 0]},
        {"op": "select", "nodes": [BERT], "edges": [[ROBERTA, "outperforms", BERT]]},
    ):
        history = act(graph, history, action).history
    assert len(history.past) == 1
    assert history.present.positions == {BERT: (1.0, 2.0)}
    for action in (
        {"op": "hide", "ids": [ROBERTA]},
        {"op": "show"},
        {"op": "pin", "ids": [BERT], "on": True},
        {"op": "move", "positions": {BERT: [5, 5]}},
        {"op": "layout", "name": "grid", "positions": {BERT: [0, 0]}},
        {"op": "filter", "types_off": ["Method", "Nonsense"], "years": [2017, 2019], "minimum_confidence": 3},
        {"op": "collapse", "id": BERT},
    ):
        history = act(graph, history, action).history
    assert len(history.past) == 8
    assert history.present.filters.types_off == ("Method",)
    assert history.present.filters.minimum_confidence == 1.0
    for _ in range(8):
        history = act(graph, history, {"op": "undo"}).history
    assert history.present.nodes == ()
    assert act(graph, history, {"op": "redo"}).history.present.nodes != ()


@pytest.mark.parametrize(
    "action",
    [
        {},
        {"op": "format disk"},
        {"op": "move", "positions": {BERT: ["x", 1]}},
        {"op": "move", "positions": {BERT: [float("nan"), 1]}},
        {"op": "layout", "name": "circus", "positions": {}},
        {"op": "camera", "camera": [0, 0]},
        {"op": "camera", "camera": [-1, 0, 0]},
        {"op": "look", "camera": [0, 0, 0]},
        {"op": "look"},
        {"op": "hide"},
        {"op": "filter", "years": [1]},
        {"op": "select", "nodes": 7, "edges": []},
        {"op": "expand", "id": BERT, "direction": "sideways"},
        {"op": "expand", "id": BERT, "number": "many"},
    ],
)
def test_an_action_that_does_not_fit_is_refused(graph: Graph, action: dict[str, object]) -> None:
    history = History(View().add([BERT]))
    with pytest.raises((ViewError, UnknownTermError)):
        act(graph, history, action)
