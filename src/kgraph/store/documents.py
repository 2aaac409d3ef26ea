"""``index/documents.sqlite``: the text of every document as it was read, and which entities it names where.

The text is kept with the graph, compressed, because the file that it was read from may have changed or gone, and because a
PDF or a file in GB18030 has no lines of its own. So a page that shows evidence in its context reads no file but the graph's.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kgraph.core import Document, Entity, Relation, Resolution
from kgraph.store.numbers import read_places
from kgraph.store.tables import clean

NAME = "documents.sqlite"

_SCHEMA = """
CREATE TABLE document (
    path TEXT PRIMARY KEY, number INTEGER NOT NULL, title TEXT NOT NULL, format TEXT NOT NULL, encoding TEXT NOT NULL,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, lines INTEGER NOT NULL,
    entities INTEGER NOT NULL, mentions INTEGER NOT NULL, relations INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE part (document INTEGER NOT NULL, number INTEGER NOT NULL, content BLOB NOT NULL,
    PRIMARY KEY (document, number)) WITHOUT ROWID;
CREATE TABLE mention (document INTEGER NOT NULL, line INTEGER NOT NULL, column INTEGER NOT NULL, node INTEGER NOT NULL,
    length INTEGER NOT NULL, PRIMARY KEY (document, line, column, node)) WITHOUT ROWID;
"""
PART = 1000
"""Lines that are compressed together: what is read to show one line of a long document."""

_ROWS = 10_000


class KeptDocument(NamedTuple):
    """A document of the index: what it is, and how much was read out of it."""

    path: str
    number: int
    title: str
    format: str
    encoding: str
    bytes: int
    sha256: str
    lines: int
    entities: int
    mentions: int
    relations: int


class Place(NamedTuple):
    """Where a document names a node: ``length`` characters from ``column`` on of ``line`` (both from 1)."""

    line: int
    column: int
    node: int
    length: int


def write_documents(documents: Sequence[Document], resolution: Resolution, path: Path) -> None:
    """Write the index. The bytes depend on the documents and the resolution alone; entities are numbered in their order."""
    ordered = sorted(documents, key=lambda document: document.path)
    numbers = {document.path: number for number, document in enumerate(ordered)}
    entities, mentions, relations = _counts(resolution.entities, resolution.relations)
    database = _opened(path)
    try:
        database.executescript(_SCHEMA)
        database.execute("BEGIN")
        for document in ordered:
            here = document.path
            names = [clean(text) for text in (here, document.title, document.format, document.encoding)]
            sizes = (document.size, document.checksum, len(document.lines))
            row = (names[0], numbers[here], *names[1:], *sizes, entities[here], mentions[here], relations[here])
            database.execute(f"INSERT OR REPLACE INTO document VALUES ({','.join('?' * len(row))})", row)
            database.executemany("INSERT INTO part VALUES (?, ?, ?)", _parts(numbers[here], document.lines))
        rows = _mention_rows(resolution, numbers)
        while batch := list(islice(rows, _ROWS)):
            database.executemany("INSERT OR IGNORE INTO mention VALUES (?, ?, ?, ?, ?)", batch)
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(f"{path.name}: {error}") from error
    finally:
        database.close()


def update_documents(
    changed: Mapping[str, tuple[Document | None, Document | None]],
    entities: Iterable[tuple[int, Entity | None, Entity | None]],
    relations: Iterable[tuple[Relation | None, Relation | None]],
    path: Path,
) -> None:
    """Bring a copy of an index up to documents, entities (each with its number) and relations that are (before, after).

    Costs what changed.
    """
    named, stated = list(entities), list(relations)
    was = _counts([e for _, e, _ in named if e is not None], [r for r, _ in stated if r is not None])
    now = _counts([e for _, _, e in named if e is not None], [r for _, r in stated if r is not None])
    database = _opened(path)
    numbers: dict[str, int | None] = {}

    def number_of(document: str) -> int | None:
        """Return the number of a document that was there or came, also of one that is deleted meanwhile."""
        if document not in numbers:
            row = database.execute("SELECT number FROM document WHERE path = ?", (document,)).fetchone()
            numbers[document] = row[0] if row is not None else None
        return numbers[document]

    try:
        database.execute("BEGIN")
        (last,) = database.execute("SELECT coalesce(max(number), -1) FROM document").fetchone()
        for name, (_, document) in changed.items():
            here = clean(name) or ""
            number = number_of(here)
            if number is not None:
                database.execute("DELETE FROM part WHERE document = ?", (number,))
            if document is None:
                database.execute("DELETE FROM document WHERE path = ?", (here,))
                continue
            if number is None:
                last += 1
                number = numbers[here] = last
            about = [clean(text) for text in (document.title, document.format, document.encoding)]
            row = (here, number, *about, document.size, document.checksum, len(document.lines))
            database.execute(
                f"INSERT INTO document VALUES ({','.join('?' * 8)}, 0, 0, 0) ON CONFLICT DO UPDATE SET title = excluded.title,"
                " format = excluded.format, encoding = excluded.encoding, bytes = excluded.bytes,"
                " sha256 = excluded.sha256, lines = excluded.lines",
                row,
            )
            database.executemany("INSERT INTO part VALUES (?, ?, ?)", _parts(number, document.lines))
        for name in {name for count in (*was, *now) for name in count}:
            sums = [after[name] - before[name] for before, after in zip(was, now, strict=True)]
            if any(sums):
                sql = "UPDATE document SET entities = entities + ?, mentions = mentions + ?, relations = relations + ? WHERE path = ?"
                database.execute(sql, (*sums, clean(name)))
        for node, entity_before, entity_after in named:
            left, found = _places(entity_before), _places(entity_after)
            gone = [
                (number, *place[1:], node)
                for place in left
                if left[place] != found.get(place) and (number := number_of(place[0])) is not None
            ]
            come = [
                (number, *place[1:], node, found[place])
                for place in found
                if found[place] != left.get(place) and (number := number_of(place[0])) is not None
            ]
            sql = "DELETE FROM mention WHERE document = ? AND line = ? AND column = ? AND node = ?"
            database.executemany(sql, gone)
            database.executemany("INSERT INTO mention VALUES (?, ?, ?, ?, ?)", come)
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(f"{path.name}: {error}") from error
    finally:
        database.close()


def _places(entity: Entity | None) -> dict[tuple[str, int, int], int]:
    """Return where an entity is named, and how many characters long."""
    found: dict[tuple[str, int, int], int] = {}
    for mention in entity.mentions if entity is not None else ():
        found.setdefault((mention.document, mention.line, mention.column), len(mention.text))
    return found


def _opened(path: Path) -> sqlite3.Connection:
    """Return a database to write. The build is swapped in whole or not at all, so it needs no journal of its own."""
    database = sqlite3.connect(path, isolation_level=None)
    for setting in ("journal_mode = OFF", "synchronous = OFF"):
        database.execute(f"PRAGMA {setting}")
    return database


def _counts(found: Iterable[Entity], stated: Iterable[Relation]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how many entities, mentions and relations each document supports."""
    entities: Counter[str] = Counter()
    mentions: Counter[str] = Counter()
    relations: Counter[str] = Counter()
    for entity in found:
        named = [mention.document for mention in entity.mentions]
        mentions.update(named)
        entities.update(dict.fromkeys(named, 1))
    for relation in stated:
        relations.update(dict.fromkeys((evidence.document for evidence in relation.evidence), 1))
    return entities, mentions, relations


def _parts(number: int, lines: Sequence[str]) -> Iterator[tuple[int, int, bytes]]:
    for part, start in enumerate(range(0, len(lines), PART)):
        # A line may hold any character but a line feed.
        text = "\n".join(lines[start : start + PART])
        yield number, part, zlib.compress(text.encode("utf-8", "replace"), 6)


def _mention_rows(resolution: Resolution, numbers: dict[str, int]) -> Iterator[tuple[int, int, int, int, int]]:
    for node, entity in enumerate(resolution.entities):
        for mention in entity.mentions:
            if mention.document in numbers:
                yield numbers[mention.document], mention.line, mention.column, node, len(mention.text)


class DocumentIndex:
    """The index of a built graph, opened read-only for each question: documents are asked for seldom."""

    def __init__(self, path: Path):
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._places = read_places(path.parent)

    def _node(self, number: int) -> int:
        return number if self._places is None else int(self._places[number])

    def documents(self) -> list[KeptDocument]:
        """Return all documents, by path."""
        return [KeptDocument(*row) for row in self._rows("SELECT * FROM document ORDER BY path")]

    def document(self, path: str) -> KeptDocument | None:
        """Return the document with that path, or None."""
        rows = self._rows("SELECT * FROM document WHERE path = ?", clean(path))
        return KeptDocument(*rows[0]) if rows else None

    def lines(self, document: KeptDocument, first: int, last: int) -> list[str]:
        """Return the lines from ``first`` to ``last`` (from 1, both included), as far as there are such."""
        first, last = max(1, first), min(last, document.lines)
        if last < first:
            return []
        start, end = (first - 1) // PART, (last - 1) // PART
        sql = "SELECT content FROM part WHERE document = ? AND number BETWEEN ? AND ? ORDER BY number"
        parts = (
            zlib.decompress(content).decode("utf-8") for (content,) in self._rows(sql, document.number, start, end)
        )
        lines = [line for part in parts for line in part.split("\n")]
        return lines[first - 1 - start * PART : last - start * PART]

    def mentions(self, document: KeptDocument, first: int, last: int) -> list[Place]:
        """Return where the lines from ``first`` to ``last`` name nodes, by place."""
        sql = "SELECT line, column, node, length FROM mention WHERE document = ? AND line BETWEEN ? AND ?"
        found = [
            Place(line, column, self._node(number), length)
            for line, column, number, length in self._rows(sql, document.number, first, last)
        ]
        return sorted(found, key=lambda place: place[:3])

    def nodes(self, document: KeptDocument) -> Iterable[tuple[int, int]]:
        """Return the nodes that the document names, each with the number of mentions, those named most first."""
        rows = self._rows("SELECT node, count(*) FROM mention WHERE document = ? GROUP BY node", document.number)
        return sorted(((self._node(number), count) for number, count in rows), key=lambda row: (-row[1], row[0]))

    def _rows(self, sql: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        database = sqlite3.connect(self._uri, uri=True)
        try:
            return database.execute(sql, values).fetchall()
        finally:
            database.close()
