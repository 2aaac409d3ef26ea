"""Builds that are kept, and what is different between two of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.graphs import small_graph

import kgraph
from kgraph import Differences
from kgraph.core import BuiltGraph, Entity, Merge, Resolution, build_settings
from kgraph.core.errors import GraphMissingError, UnknownBuildError
from kgraph.pipeline import build
from kgraph.query.history import history, open_pair
from kgraph.store import write_graph

NOTES = """# Reading list

- [BERT](https://arxiv.org/abs/1810.04805): Google's language model, evaluated on SQuAD.
- [RoBERTa](https://arxiv.org/abs/1907.11692): by Facebook, based on BERT. [code](https://github.com/pytorch/fairseq)
"""
MORE = """# More

- [ALBERT](https://arxiv.org/abs/1909.11942): a lite BERT by Google.
"""

Rebuild = Callable[..., None]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "notes.md").write_text(NOTES, "utf-8")
    return folder


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    return tmp_path / "graph"


@pytest.fixture
def rebuild(raw: Path, graph: Path) -> Rebuild:
    def run(**texts: str | None) -> None:
        for name, text in texts.items():
            path = raw / f"{name}.md"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, "utf-8")
        build([raw], graph)

    run()
    return run


def changes(graph: Path, old: str | None = None, new: str | None = None) -> Differences:
    with open_pair(graph, old, new) as (before, after):
        return after.changes_since(before)


def entities(found: Differences) -> set[tuple[str, str]]:
    return {(item.kind, item.node.id) for item in found.entities}


def statements(found: Differences) -> set[tuple[str, str]]:
    return {(item.kind, str(item)) for item in found.statements}


def test_the_same_documents_make_no_difference(graph: Path, rebuild: Rebuild) -> None:
    found = changes(graph, "1", "1")
    assert (bool(found), str(found)) == (False, "no difference")
    rebuild()
    assert len(history(graph)) == 1  # nothing to read, nothing to write


def test_a_line_that_moved_is_no_difference_of_the_graph(graph: Path, rebuild: Rebuild) -> None:
    rebuild(notes="Some words before it.\n\n" + NOTES)
    found = changes(graph)
    assert [(item.kind, item.document) for item in found.documents] == [("edited", "notes.md")]
    assert not found.entities and not found.statements


def test_a_document_with_another_name_is_no_difference_of_the_graph(graph: Path, rebuild: Rebuild) -> None:
    rebuild(notes=None, elsewhere=NOTES)
    found = changes(graph)
    assert list(map(str, found.documents)) == ["elsewhere.md renamed from notes.md"]
    assert not found.entities and not found.statements


def test_an_added_document_brings_statements_with_their_line(graph: Path, rebuild: Rebuild) -> None:
    rebuild(more=MORE)
    found = changes(graph)
    assert [str(item) for item in found.documents] == ["more.md added"]
    assert {("added", "paper/arxiv-1909.11942"), ("changed", "organization/google")} <= entities(found)
    assert {kind for kind, _ in statements(found)} == {"added"}
    assert {(cause.document, cause.line, cause.why) for item in found.statements for cause in item.causes} == {
        ("more.md", 3, "added")
    }


def test_removing_it_again_takes_exactly_what_it_brought(graph: Path, rebuild: Rebuild) -> None:
    rebuild(more=MORE)
    brought = changes(graph)
    rebuild(more=None)
    taken = changes(graph)
    opposite = {"added": "removed", "changed": "changed"}
    assert {(opposite[kind], text) for kind, text in statements(brought)} == statements(taken)
    assert all(cause.old and cause.why == "removed" for item in taken.statements for cause in item.causes)
    assert not changes(graph, "1", "3")


def test_an_edited_line_says_what_it_took_and_what_it_brought(graph: Path, rebuild: Rebuild) -> None:
    rebuild(notes=NOTES.replace("by Facebook", "by Microsoft"))
    found = changes(graph)
    assert ("removed", "organization/facebook") in entities(found) or ("removed", "organization/meta") in entities(
        found
    )
    assert ("added", "organization/microsoft") in entities(found)
    causes = {(cause.line, cause.old, cause.why) for item in found.statements for cause in item.causes}
    assert causes == {(4, True, "edited"), (4, False, "edited")}


def under(ids: dict[str, str], entities: tuple[Entity, ...]) -> BuiltGraph:
    """Return the small graph with ``entities``, whose statements speak of ``ids`` under other ones."""
    built = small_graph()
    moved = (
        replace(edge, source=ids.get(edge.source, edge.source), target=ids.get(edge.target, edge.target))
        for edge in built.resolution.relations
    )
    edges = {(edge.source, edge.key, edge.target): edge for edge in moved if edge.source != edge.target}
    return BuiltGraph(Resolution(entities, tuple(edges.values())), built.documents)


def test_an_entity_under_another_id_was_renamed_and_its_statements_go_with_it(tmp_path: Path) -> None:
    every = small_graph().resolution.entities
    renamed = tuple(replace(e, id="method/bert-base", label="BERT base") if e.id == "method/bert" else e for e in every)
    write_graph(small_graph(), tmp_path / "old", build_settings())
    write_graph(under({"method/bert": "method/bert-base"}, renamed), tmp_path / "new", build_settings())
    found = changes(tmp_path, str(tmp_path / "old"), str(tmp_path / "new"))
    [change] = found.entities
    assert (change.kind, change.old and change.old.id, change.node.id) == ("renamed", "method/bert", "method/bert-base")
    assert "label BERT → BERT base" in change.details
    assert not found.statements


def test_two_entities_that_became_one_were_merged_and_the_way_back_is_a_split(tmp_path: Path) -> None:
    every = {entity.id: entity for entity in small_graph().resolution.entities}
    one, other = every["method/bert"], every.pop("method/roberta")
    merge = Merge("alias", "RoBERTa", "notes/阅读.md", 4)
    every[one.id] = replace(
        one,
        mentions=(*one.mentions, *other.mentions),
        aliases=(*one.aliases, "RoBERTa"),
        merges=(*one.merges, merge),
    )
    write_graph(small_graph(), tmp_path / "old", build_settings())
    write_graph(under({other.id: one.id}, tuple(every.values())), tmp_path / "new", build_settings())
    forth = changes(tmp_path, str(tmp_path / "old"), str(tmp_path / "new"))
    merged = [item for item in forth.entities if item.kind == "merged"]
    assert [(item.old and item.old.id, item.node.id) for item in merged] == [(other.id, one.id)]
    assert [(cause.document, cause.line) for cause in merged[0].causes] == [("notes/阅读.md", 4)]
    assert {item.kind for item in forth.statements} == {"removed", "changed"}
    back = changes(tmp_path, str(tmp_path / "new"), str(tmp_path / "old"))
    split = [item for item in back.entities if item.kind == "split"]
    assert [(item.old and item.old.id, item.node.id) for item in split] == [(one.id, other.id)]


def test_the_history_tells_what_was_read_otherwise(graph: Path, rebuild: Rebuild) -> None:
    rebuild(more=MORE)
    rebuild(more=None, notes=NOTES + "\nThe end.\n")
    builds = history(graph)
    assert [(each.number, each.current) for each in builds] == [(3, True), (2, False), (1, False)]
    assert [list(map(str, each.documents or ())) for each in builds] == [
        ["more.md removed", "notes.md edited"],
        ["more.md added"],
        [],
    ]
    assert builds[-1].documents is None
    assert all(each.built and each.built.endswith("+00:00") for each in builds)
    kgraph.restore(graph, 2)
    assert [each.number for each in history(graph) if each.current] == [2]


def test_an_older_build_is_a_graph_like_any_other(graph: Path, rebuild: Rebuild) -> None:
    rebuild(more=MORE)
    with kgraph.open(graph, build=1) as old, kgraph.open(graph) as new:
        assert "ALBERT" not in {hit.node.label for hit in old.search("ALBERT")}
        assert new.search("ALBERT")
        assert new.changes_since(old)


def test_what_is_not_kept_is_a_clear_error(graph: Path, rebuild: Rebuild) -> None:
    with pytest.raises(UnknownBuildError, match=r"No build 0 .*Kept are: 1\."):
        changes(graph)
    with pytest.raises(UnknownBuildError, match="No build 9"):
        changes(graph, "9")
    with pytest.raises(GraphMissingError):
        changes(graph, str(graph / "no"))
    with pytest.raises(GraphMissingError):
        history(graph / "no")


def test_a_report_without_its_time_is_still_told(graph: Path, rebuild: Rebuild) -> None:
    report = graph / "current" / "build.json"
    content = json.loads(report.read_text("utf-8"))
    size = report.stat().st_size
    del content["built"]
    report.write_text(json.dumps(content).ljust(size), "utf-8")
    assert history(graph)[0].built is None
