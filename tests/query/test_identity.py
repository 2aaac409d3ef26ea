"""One node for each thing, one thing for each node: how that is measured."""

from __future__ import annotations

from typing import Any

from kgraph.query.evaluate import Gold, GoldEntity
from kgraph.query.identity import measure_identity


def node(id_: str, *names: str, lines: tuple[int, ...]) -> dict[str, Any]:
    mentions = [{"document": "a.md", "line": line, "column": 1, "text": names[0]} for line in lines]
    return {"id": id_, "type": "Method", "label": names[0], "aliases": list(names[1:]), "mentions": mentions}


def gold(*entities: GoldEntity) -> list[Gold]:
    return [Gold(document="a", lines=(1, 99), entities=entities)]


ONE = GoldEntity(id="1", type="Method", name="Denoising Net", aliases=("Denoiser",), lines=(5,))
OTHER = GoldEntity(id="2", type="Method", name="Deep Net", aliases=("DN",), lines=(7, 9))


def test_two_nodes_for_one_thing_and_two_things_in_one_node_are_told() -> None:
    graph = {"nodes": [node("a", "Deep Net", lines=(7,)), node("b", "DN", lines=(9,))], "edges": []}
    assert measure_identity(graph, gold(ONE, OTHER)).duplicates == ("a:7 Method Deep Net: a, b",)
    graph = {"nodes": [node("a", "Deep Net", "Denoiser", lines=(5, 7))], "edges": []}
    assert len(measure_identity(graph, gold(ONE, OTHER)).wrong_merges) == 1


def test_an_acronym_that_another_thing_has_too_is_no_merge_where_that_stands_elsewhere() -> None:
    nodes = [node("a", "Deep Net", lines=(7, 9)), node("b", "DN", "Denoising Net", lines=(5,))]
    found = measure_identity({"nodes": nodes, "edges": []}, gold(ONE, OTHER))
    assert (found.things, found.duplicates, found.wrong_merges) == (2, (), ())
