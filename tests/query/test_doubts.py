"""Doubtful pairs, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kgraph
from kgraph.core.errors import ArgumentError
from kgraph.pipeline import build

LIST = """# Vision

- [Graph Attention Networks for Vision](https://arxiv.org/abs/1710.10903) by Google
- [Graph Attention Network for Vision](https://arxiv.org/abs/1710.10904)

We read "Graph Attention Networks for Vision" again.
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kgraph.Graph]:
    folder: Path = tmp_path_factory.mktemp("doubts")
    (folder / "raw").mkdir()
    (folder / "raw" / "list.md").write_text(LIST, encoding="utf-8")
    (folder / "raw" / "more.md").write_text(
        LIST.replace("Attention", "Retention").replace("1710", "1711"), encoding="utf-8"
    )
    build([folder / "raw"], folder / "graph")
    with kgraph.open(folder / "graph") as opened:
        yield opened


def test_a_pair_shows_the_evidence_of_both_sides(graph: kgraph.Graph) -> None:
    pairs, more = graph.doubts()
    pair = next(pair for pair in pairs if pair.first.node.id == "paper/arxiv-1710.10903")
    assert more == 0 and pair.reason == "nearly the same name" and 0.9 < pair.score < 1
    first, second = pair.sides
    assert second.node.id == "paper/arxiv-1710.10904"
    assert [(item.document, item.line, item.quote) for item in first.evidence] == [
        ("list.md", line, LIST.splitlines()[line - 1]) for line in (3, 6)[: first.places]
    ]
    assert all(item.text in item.quote for side in pair.sides for item in side.evidence)
    assert (second.places, [item.line for item in second.evidence]) == (1, [4])
    for side in pair.sides:
        assert side.degree == len(graph.show(side.node).outgoing) + len(graph.show(side.node).incoming)


def test_pairs_and_evidence_are_limited_and_what_is_left_out_is_counted(graph: kgraph.Graph) -> None:
    every, _ = graph.doubts()
    pairs, more = graph.doubts(limit=1, evidence=1)
    assert len(every) > 1 and pairs[0].reason == every[0].reason and more == len(every) - 1
    assert all(len(side.evidence) == 1 for side in pairs[0].sides)
    with pytest.raises(ArgumentError):
        graph.doubts(limit=0)


def test_a_long_line_is_quoted_around_the_words(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    talk = "We talk of this and that and of many other things, too. " * 40
    for number, name in enumerate(("GridformerNet", "GridformersNet")):
        text = f"# Notes\n\n{talk}We propose {name}, a novel model. {talk}\n"
        (tmp_path / "raw" / f"{number}.md").write_text(text, encoding="utf-8")
    build([tmp_path / "raw"], tmp_path / "graph")
    with kgraph.open(tmp_path / "graph") as graph:
        (pair,), _ = graph.doubts()
        for side in pair.sides:
            (item,) = side.evidence
            assert item.text in item.quote and len(item.quote) <= 400
