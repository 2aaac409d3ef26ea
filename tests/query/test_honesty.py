"""What is published on how far a graph can be trusted."""

from __future__ import annotations

import json
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest

import kgraph
from kgraph import SCHEMA
from kgraph.core.errors import UnknownDocumentError
from kgraph.pipeline import build
from kgraph.query.honesty import NOT_UNDERSTOOD, coverage, published_scores

GENRES = Path(__file__).parents[1] / "data" / "genres"


def test_the_published_scores_are_of_this_version_and_of_all_annotated_documents() -> None:
    scores = published_scores()
    golds = {path.stem: json.loads(path.read_text("utf-8")) for path in GENRES.glob("*.json")}
    assert scores.version == version("kgraph")
    assert scores.documents == len(golds)
    assert set(scores.genres) == {gold["genre"] for gold in golds.values()}
    assert set(scores.types) == set(SCHEMA.entities)
    assert set(scores.relations) <= set(SCHEMA.relations)


def test_the_published_scores_add_up() -> None:
    scores = published_scores()
    assert sum(row[3] for row in scores.types.values()) == scores.totals["all entities"][3]
    assert sum(row[3] for row in scores.relations.values()) == scores.totals["all relations"][3]
    for precision, recall, f1, _ in (*scores.types.values(), *scores.relations.values()):
        assert abs(f1 - 2 * precision * recall / (precision + recall)) < 0.002


def test_what_is_published_as_missing_is_what_the_page_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "quality.md").read_text("utf-8")
    plain = page.replace("`", "").replace("*", "")
    assert len(published_scores().missing) >= 15
    for what, why in published_scores().missing:
        assert f"| {what} | {why} |" in plain


def test_coverage_tells_of_each_document_what_was_read_and_why_not(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.md").write_text("# Papers\n\n- [BERT](https://arxiv.org/abs/1810.04805) by Google\n\n$$x^2$$\n", "utf-8")
    (raw / "b.md").write_bytes(b"\0" * 200)
    build([raw], tmp_path / "graph")
    with kgraph.open(tmp_path / "graph") as graph:
        first, second = coverage(graph.build)
        assert graph.honesty().coverage == (first, second)
        totals = Counter(listed=first.listed or 0, understood=first.understood or 0)
        assert totals == Counter({name: graph.build["counts"][name] for name in totals})
    assert (first.document, first.problems, first.listed) == ("a.md", 0, 1)
    assert first.skipped == (("code, mathematics or no words", 1),) and first.not_understood == 0
    assert (second.document, second.problems, second.listed) == ("b.md", 1, None)


def test_every_reason_is_counted_and_its_lines_can_be_seen(tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    text = "# Notes\n\n$$x^2$$\n\n$$y^2$$\n\nIt was a long day and we were tired of it.\n\n- [BERT](https://arxiv.org/abs/1810.04805)\n"
    (raw / "a.md").write_text(text, "utf-8")
    (raw / "b.md").write_text(text, "utf-8")
    build([raw], tmp_path / "graph")
    with kgraph.open(tmp_path / "graph") as graph:
        first, _ = graph.honesty().coverage
        counts = Counter(row.reason for row in graph.skipped("a.md"))
        assert dict(first.skipped) | {NOT_UNDERSTOOD: first.not_understood} == {NOT_UNDERSTOOD: 0} | counts
        assert [count for _, count in first.skipped] == sorted((n for _, n in first.skipped), reverse=True)
        assert len(first.skipped) >= 2
        mathematics = graph.skipped(reason="code, mathematics or no words")
        assert [(row.document, row.line) for row in mathematics] == [("a.md", 3), ("a.md", 5), ("b.md", 3), ("b.md", 5)]
        assert len(graph.skipped()) == len(graph.build["skipped"])
        with pytest.raises(UnknownDocumentError):
            graph.skipped("c.md")
