"""A graph opened with a minimum confidence is as if the weaker relations were absent."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas
import pyoxigraph
import pytest
from tests.support.graphs import small_graph

import kgraph
from kgraph.core import build_settings
from kgraph.core.errors import ArgumentError
from kgraph.present.export import export
from kgraph.query.graph import Graph
from kgraph.store import write_graph

LEAST = 0.8


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the folder of a graph whose relations have many confidences, and of one built without those below."""
    built = small_graph()
    spread = tuple(
        replace(relation, confidence=round(0.5 + 0.49 * number / len(built.resolution.relations), 2))
        for number, relation in enumerate(built.resolution.relations)
    )
    kept = tuple(relation for relation in spread if relation.confidence >= LEAST)
    assert 0 < len(kept) < len(spread)
    base = tmp_path_factory.mktemp("confidence")
    for name, relations in (("all", spread), ("kept", kept)):
        write_graph(
            replace(built, resolution=replace(built.resolution, relations=relations)), base / name, build_settings()
        )
    return base / "all", base / "kept"


@pytest.fixture(scope="module")
def sure(folders: tuple[Path, Path]) -> Iterator[Graph]:
    with kgraph.open(folders[0], minimum_confidence=LEAST) as graph:
        yield graph


@pytest.fixture(scope="module")
def kept(folders: tuple[Path, Path]) -> Iterator[Graph]:
    with kgraph.open(folders[1]) as graph:
        yield graph


def test_every_question_is_answered_as_by_a_graph_without_them(sure: Graph, kept: Graph) -> None:
    assert sure.whole() == kept.whole()
    for node in kept.whole().nodes:
        assert sure.show(node.id) == kept.show(node.id)
        assert sure.neighbourhood(node.id, hops=2) == kept.neighbourhood(node.id, hops=2)
        assert sure.related(node.id) == kept.related(node.id)
    assert sure.paths("RoBERTa", "谷歌") == kept.paths("RoBERTa", "谷歌")
    assert sure.completeness() == kept.completeness()
    assert sure.confidences(4) == kept.confidences(4)


def test_statistics_count_what_is_left(sure: Graph, kept: Graph) -> None:
    found, wanted = sure.statistics(), kept.statistics()
    assert found.relations == wanted.relations
    assert found.types == wanted.types
    assert {name: wanted.counts[name] for name in found.counts} == dict(found.counts)
    assert {"relations", "evidence"} <= set(found.counts)


def test_tables_hold_what_is_left(sure: Graph, kept: Graph) -> None:
    pandas.testing.assert_frame_equal(sure.to_pandas()[1], kept.to_pandas()[1], check_categorical=False)
    assert set(sure.to_networkx().edges) == set(kept.to_networkx().edges)


@pytest.mark.parametrize("format", ["nq", "ttl"])
def test_exported_triples_are_those_of_what_is_left(sure: Graph, kept: Graph, format: str) -> None:
    def triples(graph: Graph) -> set[str]:
        out = io.BytesIO()
        export(graph.to_networkx(), format, out, opened=graph)
        kind = pyoxigraph.RdfFormat.N_QUADS if format == "nq" else pyoxigraph.RdfFormat.TURTLE
        return {str(quad.triple) for quad in pyoxigraph.parse(out.getvalue(), format=kind)}

    links = {name for name in triples(sure) if "ontology#basedOn>" in name or "kg:Statement" in name}
    assert links <= triples(kept)
    assert triples(sure) <= triples(kept)


def test_search_finds_no_less_certain_entities(folders: tuple[Path, Path]) -> None:
    with kgraph.open(folders[0], minimum_confidence=1.0) as strict, kgraph.open(folders[0]) as all_:
        assert all(hit.node.confidence == 1.0 for hit in strict.search("BERT"))
        certain = [hit.node.id for hit in all_.search("BERT") if hit.node.confidence == 1.0]
        assert [hit.node.id for hit in strict.search("BERT", limit=max(1, len(certain)))] == certain


def test_numbers_of_edges_stay_in_order(sure: Graph) -> None:
    shape = sure._files.shape
    for node in range(len(shape.nodes)):
        links = shape.links_of(node)
        assert np.all(np.diff(links.others.astype("i8")) >= 0)
        for number, other in zip(links.edges, links.others, strict=True):
            ends = {int(shape.edges["source"][number]), int(shape.edges["target"][number])}
            assert ends == {node, int(other)}


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan"), "high", True])
def test_what_is_no_probability_is_refused(folders: tuple[Path, Path], value: object) -> None:
    with pytest.raises(ArgumentError, match="minimum_confidence"):
        kgraph.open(folders[0], minimum_confidence=value)  # type: ignore[arg-type]
