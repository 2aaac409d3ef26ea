"""The texts of the documents that a graph keeps."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.support.graphs import BOARD, LINES, NOTES, small_graph

from kgraph.core import Document, Resolution
from kgraph.store.documents import NAME, PART, DocumentIndex, write_documents


def _index(tmp_path: Path, documents: tuple[Document, ...], resolution: Resolution | None = None) -> DocumentIndex:
    write_documents(documents, resolution or Resolution((), ()), tmp_path / NAME)
    return DocumentIndex(tmp_path / NAME)


def test_every_line_comes_back_as_it_was_read(tmp_path: Path) -> None:
    built = small_graph()
    index = _index(tmp_path, built.documents, built.resolution)
    for path, lines in LINES.items():
        kept = index.document(path)
        assert kept is not None
        assert kept.lines == len(lines)
        assert tuple(index.lines(kept, 1, kept.lines)) == lines


def test_lines_across_parts_and_outside_the_document(tmp_path: Path) -> None:
    lines = tuple(f"第 {number} 行\r" for number in range(1, 2 * PART + 8))
    index = _index(tmp_path, (Document("长.txt", "plain", lines, ()),))
    kept = index.document("长.txt")
    assert kept is not None
    assert index.lines(kept, PART, PART + 1) == list(lines[PART - 1 : PART + 1])
    assert index.lines(kept, 2 * PART + 7, 9 * PART) == [lines[-1]]
    assert index.lines(kept, -5, 1) == [lines[0]]
    assert index.lines(kept, 9 * PART, 10 * PART) == []


def test_half_surrogates_and_empty_documents_are_kept_readable(tmp_path: Path) -> None:
    odd = Document("a\ud800.md", "markdown", ("x\udfffy", ""), ())
    index = _index(tmp_path, (odd, Document("empty.md", "markdown", (), ())))
    kept, empty = index.document("a\ud800.md"), index.document("empty.md")
    assert kept is not None and empty is not None
    assert index.lines(kept, 1, 2) == ["x?y", ""]
    assert index.lines(empty, 1, 1) == []


def test_mentions_say_where_a_line_names_an_entity(tmp_path: Path) -> None:
    built = small_graph()
    index = _index(tmp_path, built.documents, built.resolution)
    kept = index.document(BOARD)
    assert kept is not None
    ids = [entity.id for entity in built.resolution.entities]
    for place in index.mentions(kept, 1, kept.lines):
        text = LINES[BOARD][place.line - 1][place.column - 1 : place.column - 1 + place.length]
        assert any(
            (mention.line, mention.column, mention.text) == (place.line, place.column, text)
            for mention in built.resolution.entities[place.node].mentions
        )
    assert "method/bert" in {ids[node] for node, _ in index.nodes(kept)}


def test_counts_are_those_of_the_resolution(tmp_path: Path) -> None:
    built = small_graph()
    index = _index(tmp_path, built.documents, built.resolution)
    kept = {row.path: row for row in index.documents()}
    mentions = [m for entity in built.resolution.entities for m in entity.mentions]
    assert kept[NOTES].mentions == sum(m.document == NOTES for m in mentions)
    assert kept[NOTES].relations == sum(
        any(e.document == NOTES for e in relation.evidence) for relation in built.resolution.relations
    )


def test_an_unknown_path_is_none(tmp_path: Path) -> None:
    assert _index(tmp_path, ()).document("../../etc/passwd") is None


def test_the_same_documents_give_the_same_bytes(tmp_path: Path) -> None:
    built = small_graph()
    one, other = tmp_path / "one", tmp_path / "other"
    write_documents(built.documents, built.resolution, one)
    write_documents(tuple(reversed(built.documents)), replace(built.resolution), other)
    assert one.read_bytes() == other.read_bytes()
