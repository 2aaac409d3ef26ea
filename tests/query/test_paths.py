from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import networkx
import pytest

import kgraph
from kgraph.core import BuiltGraph, Entity, Evidence, Mention, Relation, Resolution, build_settings
from kgraph.query.graph import Graph
from kgraph.query.paths import passing_cost
from kgraph.store import write_graph


def drawn(folder: Path, edges: list[tuple[str, str]]) -> Graph:
    """A graph of methods, each edge a "basedOn"."""
    names = sorted({name for edge in edges for name in edge})
    entities = tuple(
        Entity(f"method/{name}", "Method", name, (Mention("Method", name, "a.md", 1, 1, name, "t"),)) for name in names
    )
    evidence = (Evidence("a.md", 1, 1, "x", "t"),)
    relations = tuple(Relation(f"method/{a}", "basedOn", f"method/{b}", evidence) for a, b in sorted(edges))
    write_graph(BuiltGraph(Resolution(entities, relations), ()), folder, build_settings())
    return kgraph.open(folder)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Graph]:
    """Two ways from a to z: two steps over a hub, and three over nodes that nothing else is linked to."""
    edges = [("a", "hub"), ("hub", "z"), ("a", "p"), ("p", "q"), ("q", "z")]
    with drawn(tmp_path, edges + [(f"leaf{number}", "hub") for number in range(200)]) as graph:
        yield graph


def names(path: object) -> list[str]:
    return [node.label for node in path.nodes]  # type: ignore[attr-defined]


def test_a_way_over_rare_nodes_stands_before_a_shorter_one_over_a_hub(hub: Graph) -> None:
    first, second = hub.paths("a", "z")
    assert names(first) == ["a", "p", "q", "z"]
    assert names(second) == ["a", "hub", "z"]
    assert first.cost == pytest.approx(3 + 2 * passing_cost(2))
    assert second.cost == pytest.approx(2 + passing_cost(202))


def test_ways_are_no_longer_than_asked(hub: Graph) -> None:
    assert [names(path) for path in hub.paths("a", "z", max_hops=2)] == [["a", "hub", "z"]]
    assert hub.paths("a", "z", max_hops=1) == []
    assert len(hub.paths("a", "z", k=1)) == 1


def test_a_step_tells_the_direction_of_its_relations(graph: Graph) -> None:
    first = graph.paths("RoBERTa", "谷歌")[0]
    assert str(first) == "RoBERTa —basedOn/outperforms→ BERT —developedBy→ Google"
    assert str(graph.paths("谷歌", "BERT")[0]) == "Google ←developedBy— BERT"
    assert first.to_networkx().number_of_edges() == 3


def test_no_way_and_no_distance(graph: Graph) -> None:
    assert graph.paths("method/mamba", "BERT") == []
    (only,) = graph.paths("BERT", "BERT")
    assert (len(only), only.cost, names(only)) == (0, 0.0, ["BERT"])


def test_all_ways_are_found_in_order_of_cost(tmp_path: Path) -> None:
    plain = networkx.gnm_random_graph(14, 24, seed=3)
    with drawn(tmp_path, [(f"n{a}", f"n{b}") for a, b in plain.edges]) as graph:

        def cost(path: list[int]) -> float:
            return len(path) - 1 + sum(passing_cost(plain.degree[node]) for node in path[1:-1])

        for start, end in [(0, 9), (1, 13), (2, 5)]:
            expected = sorted(round(cost(p), 6) for p in networkx.all_simple_paths(plain, start, end, cutoff=4))
            found = graph.paths(f"n{start}", f"n{end}", k=1000, max_hops=4)
            assert [path.cost for path in found] == expected
            for path in found:
                assert all(plain.has_edge(int(a[1:]), int(b[1:])) for a, b in pairwise(names(path)))
