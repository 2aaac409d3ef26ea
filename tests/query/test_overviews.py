"""Ways into a graph: counts, years, topics, communities, comparison, extents, passages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from tests.support.graphs import BOARD, LINES

import kgraph
from kgraph.core import BuiltGraph, Entity, Evidence, Mention, Relation, Resolution, build_settings
from kgraph.core.errors import UnknownDocumentError, UnknownEntityError, UnknownTermError
from kgraph.query import current_build
from kgraph.query.graph import Graph
from kgraph.store import write_graph


def made(
    folder: Path, types: dict[str, str], edges: list[tuple[str, str, str]], years: dict[str, int] | None = None
) -> Graph:
    """A graph of these nodes (name: type) and edges (source, relation, target)."""

    def id_(name: str) -> str:
        return f"{types[name].lower()}/{name}"

    entities = tuple(
        Entity(id_(name), type_, name, (Mention(type_, name, "a.md", 1, 1, name, "t"),), year=(years or {}).get(name))
        for name, type_ in types.items()
    )
    evidence = (Evidence("a.md", 1, 1, "x", "t"),)
    relations = tuple(Relation(id_(a), key, id_(b), evidence) for a, key, b in edges)
    ordered = Resolution(
        tuple(sorted(entities, key=lambda entity: entity.id)),
        tuple(sorted(relations, key=lambda edge: (edge.source, edge.key, edge.target))),
    )
    write_graph(BuiltGraph(ordered, ()), folder, build_settings())
    return kgraph.open(folder)


@pytest.fixture
def cliques(tmp_path: Path) -> Iterator[Graph]:
    """Two groups of methods, each based on all before it, joined by one edge, and one method alone."""
    groups = [[f"{letter}{number}" for number in range(6)] for letter in "ab"]
    types = dict.fromkeys([name for group in groups for name in group] + ["alone"], "Method")
    edges = [(one, "basedOn", other) for group in groups for one in group for other in group if one < other]
    with made(tmp_path, types, [*edges, ("a0", "comparedWith", "b0")]) as graph:
        yield graph


def test_communities_are_the_groups_that_hang_together(cliques: Graph) -> None:
    found = cliques.communities()
    members = [{node.label for node in community.members} for community in found.found]
    assert members == [{f"a{n}" for n in range(6)}, {f"b{n}" for n in range(6)}]
    assert found.alone == 1
    first = found.found[0]
    assert (first.inside, first.outside, dict(first.links)) == (15, 1, {1: 1})
    assert first.types == {"Method": 6}
    # The one with a link outside tells least about the group.
    assert first.members[-1].label == "a0"


def test_the_same_graph_has_the_same_communities(cliques: Graph) -> None:
    with kgraph.open(cliques.folder) as again:
        assert again.communities() == cliques.communities()


def test_a_graph_without_links_or_entities_has_no_communities(tmp_path: Path, empty: Graph) -> None:
    assert empty.communities().found == ()
    with made(tmp_path / "lone", {"one": "Method"}, []) as graph:
        assert (graph.communities().found, graph.communities().alone) == ((), 1)


def test_topics_are_counted_with_all_below_them(tmp_path: Path) -> None:
    types = {"ai": "Topic", "nlp": "Topic", "qa": "Topic", "cv": "Topic", "bert": "Method", "bart": "Method"}
    edges = [("nlp", "broader", "ai"), ("cv", "broader", "ai"), ("qa", "broader", "nlp")]
    edges += [("bert", "about", "qa"), ("bart", "about", "nlp")]
    with made(tmp_path, types, edges) as graph:
        topics = graph.topics()
        (root,) = topics.roots()
        assert (root.node.label, root.own, root.total, root.narrower) == ("ai", 0, 2, 2)
        assert [(t.node.label, t.own, t.total) for t in topics.under("topic/ai")] == [("nlp", 1, 2), ("cv", 0, 0)]
        assert topics.under("method/bert") == [] == topics.under("topic/nobody")


def test_topics_in_a_circle_are_shown_once(tmp_path: Path) -> None:
    types = dict.fromkeys("abc", "Topic")
    edges = [("a", "broader", "b"), ("b", "broader", "c"), ("c", "broader", "a"), ("a", "broader", "a")]
    with made(tmp_path, types, edges) as graph:
        topics = graph.topics()
        shown = [topic.node.label for topic in topics.roots()]
        for label in shown:
            shown += [topic.node.label for topic in topics.under(f"topic/{label}")]
        assert shown == ["a", "c", "b"]


def test_a_deep_line_of_topics_is_walked_without_recursion(tmp_path: Path) -> None:
    names = [f"t{number:05}" for number in range(3000)]
    edges = [(below, "broader", above) for above, below in pairwise(names)]
    with made(tmp_path, dict.fromkeys(names, "Topic"), edges) as graph:
        assert [topic.node.label for topic in graph.topics().roots()] == ["t00000"]


def test_a_comparison_shows_what_is_common_first(graph: Graph) -> None:
    compared = graph.compare(["BERT", "RoBERTa"])
    assert [node.label for node in compared.nodes] == ["BERT", "RoBERTa"]
    (tested,) = [aspect for aspect in compared.aspects if aspect.relation == "evaluatedOn" and aspect.outgoing]
    assert tested.rows[0].common == 2
    values = [{result["value"] for edge in cell for result in edge.results} for cell in tested.rows[0].cells]
    assert "88.9" in values[1] and "85.1" in values[0]
    assert all(edge.evidence for aspect in compared.aspects for row in aspect.rows for c in row.cells for edge in c)
    with pytest.raises(UnknownEntityError):
        graph.compare(["BERT", "nobody at all"])


def test_a_comparison_counts_the_rows_it_leaves_out(cliques: Graph) -> None:
    (aspect, *_) = cliques.compare(["a0", "a1"], limit=2).aspects
    assert len(aspect.rows) == 2 and aspect.hidden == 3
    assert all(row.common == 2 for row in aspect.rows)


def test_an_extent_counts_what_the_neighbourhood_holds(graph: Graph) -> None:
    for hops in range(4):
        counted, found = graph.extent("BERT", hops=hops), graph.neighbourhood("BERT", hops=hops)
        assert counted.nodes == len(found.nodes)
        assert not counted.at_least
    only = {"relations": ["evaluatedOn"], "direction": "out", "types": ["Dataset"]}
    assert graph.extent("BERT", **only).types == {"Dataset": 1, "Method": 1}  # type: ignore[arg-type]


def test_an_extent_ends_where_enough_is_counted(cliques: Graph) -> None:
    assert cliques.extent("a0", hops=3, most=2).at_least
    with pytest.raises(UnknownTermError):
        cliques.extent("a0", direction="up")


def test_entities_by_connection_and_year(tmp_path: Path) -> None:
    types = {"old": "Paper", "new": "Paper", "newer": "Paper", "none": "Paper", "m": "Method"}
    edges = [("old", "introduces", "m"), ("new", "introduces", "m")]
    with made(tmp_path, types, edges, {"old": 1998, "new": 2020, "newer": 2020}) as graph:
        assert [(row.node.label, row.links) for row in graph.most_connected(limit=2)] == [("m", 2), ("new", 1)]
        assert [row.node.label for row in graph.newest("Paper")] == ["new", "newer", "old"]
        assert graph.timeline() == [(1998, "Paper", 1), (2020, "Paper", 2)]
        rows, total = graph.of_years((2000, 2030), "Paper", limit=1)
        assert ([row.node.label for row in rows], total) == (["new"], 2)
        assert graph.surprise(1) == graph.surprise(1)
        with pytest.raises(UnknownTermError):
            graph.most_connected("Papers")


def test_completeness_and_confidence_count_everything_once(graph: Graph) -> None:
    rows = {row.type: row for row in graph.completeness()}
    nodes = list(graph._files.all_nodes())
    assert {type_: row.count for type_, row in rows.items()} == dict(graph.statistics().types)
    assert rows["Method"].dated == sum(node.type == "Method" and node.year is not None for node in nodes)
    assert sum(row.isolated for row in rows.values()) == sum(graph.extent(node).nodes == 1 for node in nodes)
    assert sum(graph.confidences(4)) == graph.statistics().counts["relations"]
    assert graph.find("method/bert") == graph.entity("BERT") and graph.find("BERT") is None


def test_related_entities_are_filtered_by_type_relation_and_year(graph: Graph) -> None:
    everything = graph.related("BERT", limit=50)
    methods = graph.related("BERT", limit=50, types=["Method"])
    assert methods == [item for item in everything if item.node.type == "Method"]
    tested = graph.related("BERT", limit=50, relations=["evaluatedOn"])
    assert tested
    assert all(any(edge.key == "evaluatedOn" for r in item.reasons for edge in r.edges) for item in tested)
    dated = graph.related("BERT", limit=50, years=(1900, 1901))
    assert all(item.node.year is None for item in dated)


def test_reasons_hold_the_relations_and_words_behind_them(graph: Graph) -> None:
    (item,) = graph.related("RoBERTa", limit=1)
    both = item.reasons[-1]
    assert (both.kind, both.relation) == ("both", "evaluatedOn")
    assert {edge.source for edge in both.edges} == {"method/bert", "method/roberta"}
    assert all(edge.evidence for reason in item.reasons for edge in reason.edges)


def test_a_passage_names_its_entities_at_their_places(graph: Graph) -> None:
    passage = graph.passage(BOARD, 4, 6)
    assert passage.lines == LINES[BOARD][3:6] and (passage.first, passage.last) == (4, 6)
    words = {
        (passage.lines[n.line - passage.first][n.column - 1 : n.column - 1 + n.length], n.node) for n in passage.namings
    }
    assert ("BERT", "method/bert") in words
    assert set(passage.nodes) == {naming.node for naming in passage.namings}
    listed, more = graph.entities_of(BOARD, limit=1)
    assert len(listed) == 1 and more > 0
    with pytest.raises(UnknownDocumentError, match=BOARD):
        graph.passage("bord.md")


def test_another_build_has_another_name(tmp_path: Path) -> None:
    assert current_build(tmp_path / "none") is None
    with made(tmp_path, {"one": "Method"}, []) as graph:
        before = current_build(tmp_path)
        resolution = Resolution((Entity("method/x", "Method", "x", ()),), ())
        write_graph(BuiltGraph(resolution, ()), tmp_path, build_settings())
        assert before is not None and current_build(tmp_path) != before
        assert graph.entity("one").label == "one"
