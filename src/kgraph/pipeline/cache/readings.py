"""``.cache.sqlite`` in the graph's folder: what was read out of each document, by path and checksum.

A row is used when the document's bytes are those that it was read from; where size, time of change and inode of the file
are those of the last build, its bytes need not be read for that. A time of change so near to the reading that a later change
could have the same one proves nothing, and the bytes are read.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from kgraph.core import Claim, Document, Extraction, Mention, Problem
from kgraph.pipeline.cache.codec import DamagedError, decoder, encoder, pack, pack_short, unpack, unpack_short
from kgraph.pipeline.cache.state import SCHEMA as STATE_SCHEMA
from kgraph.pipeline.cache.state import TABLES, State

NAME = ".cache.sqlite"
_LAYOUT = 2
_UNSURE = 2_000_000_000
"""Nanoseconds before a reading in which a change of the file may leave its time as it was."""

_SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE reading (path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
    seen INTEGER NOT NULL, checksum TEXT NOT NULL, limits TEXT NOT NULL, outline BLOB, content BLOB NOT NULL, summary BLOB NOT NULL);
"""


@dataclass(frozen=True)
class ReadDocument:
    """What one document gave: its outline and extraction (None where it could not be read), and the problems with it."""

    document: Document | None
    extraction: Extraction | None
    problems: tuple[Problem, ...]


class Stamp(NamedTuple):
    """What the file system says of a file: bytes, time of change in nanoseconds, inode."""

    size: int
    changed: int
    inode: int


def stamp(file: Path) -> Stamp:
    """Return the stamp of a file; raises OSError."""
    status = os.stat(file)  # noqa: PTH116 - several times quicker than Path.stat, and asked for each document
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino)


class Row(NamedTuple):
    """A kept reading: when and of which file it was made, and of which bytes.

    ``limits`` are those that the document did not keep to, "" for nearly all: under others it may be read.
    """

    stamp: Stamp
    seen: int
    checksum: str
    limits: str = ""

    def covers(self, other: Stamp) -> bool:
        """Return whether a file with that stamp surely still has the bytes that were read."""
        return self.stamp == other and self.stamp.changed + _UNSURE < self.seen


_WRONG = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
_DOCUMENT, _UNDOCUMENT = encoder(Document), decoder(Document)
_MENTION = decoder(Mention)


class Packed(NamedTuple):
    """A reading as bytes: the document's outline with its lines, what was extracted, and what the report says of it."""

    outline: bytes | None
    content: bytes
    summary: bytes


class Summary(NamedTuple):
    """What a build's report says of one document: its row, problems and skipped blocks, and how much it lists."""

    input: dict[str, object] | None
    problems: list[dict[str, object]]
    skipped: list[dict[str, object]]
    listed: int
    understood: int


def summary(read: ReadDocument) -> Summary:
    """Return what the report says of a document."""
    found, document = read.extraction, read.document
    skipped = [problem_row(problem) for problem in found.problems] if found is not None else []
    row: dict[str, object] | None = None
    if document is not None:
        row = {
            "document": document.path,
            "format": document.format,
            "encoding": document.encoding,
            "bytes": document.size,
            "lines": len(document.lines),
            "sha256": document.checksum,
            "listed": found.listed if found is not None else 0,
            "understood": found.understood if found is not None else 0,
        }
    counts = (found.listed, found.understood) if found is not None else (0, 0)
    return Summary(row, [problem_row(problem) for problem in read.problems], skipped, *counts)


def problem_row(problem: Problem) -> dict[str, object]:
    """Return a problem as the report has it."""
    return {"document": problem.document, "line": problem.line, "reason": problem.reason, "text": problem.text}


def to_bytes(read: ReadDocument) -> Packed:
    """Return a reading as bytes. Claims name their mentions by number."""
    assert _DOCUMENT is not None
    found = read.extraction
    mentions: dict[Mention, int] = {}
    rows: list[object] = [_problem_rows(read.problems), None]
    if found is not None:
        ends = (end for claim in found.claims for end in (claim.head, claim.tail))
        for mention in (*found.mentions, *ends):
            mentions.setdefault(mention, len(mentions))
        claims = [
            (mentions[head], relation, mentions[tail], *printed) for head, relation, tail, *printed in found.claims
        ]
        order = [mentions[mention] for mention in found.mentions]
        rest = [_problem_rows(found.problems), found.listed, found.understood]
        rows[1] = [list(mentions), order, claims, *rest]
    outline = None if read.document is None else pack(_DOCUMENT(read.document))
    return Packed(outline, pack(rows), pack_short(summary(read)))


def from_bytes(outline: bytes | None, content: bytes) -> ReadDocument:
    """Return the reading that ``to_bytes`` was given; raises DamagedError for anything else."""
    assert _MENTION is not None
    try:
        problems, found = unpack(content)
        extraction = None
        if found is not None:
            rows, order, claims, skipped, listed, understood = found
            mentions = [_MENTION(row) for row in rows]
            extraction = Extraction(
                tuple(mentions[number] for number in order),
                tuple(
                    Claim(mentions[head], relation, mentions[tail], *printed)
                    for head, relation, tail, *printed in claims
                ),
                tuple(Problem(*row) for row in skipped),
                listed,
                understood,
            )
        document = None if outline is None else outline_from_bytes(outline)
        return ReadDocument(document, extraction, tuple(Problem(*row) for row in problems))
    except _WRONG as error:
        raise DamagedError(f"no reading: {error}") from error


def outline_from_bytes(outline: bytes) -> Document:
    """Return the outline that ``to_bytes`` was given; raises DamagedError for anything else."""
    assert _UNDOCUMENT is not None
    try:
        document: Document = _UNDOCUMENT(unpack(outline))
        return document
    except _WRONG as error:
        raise DamagedError(f"no outline: {error}") from error


def _problem_rows(problems: Iterable[Problem]) -> list[tuple[str, int, str, str]]:
    return [(problem.document, problem.line, problem.reason, problem.text) for problem in problems]


class Cache:
    """The kept readings of one graph's folder. Use it in a ``with`` block; without a file it keeps nothing.

    ``fingerprint`` stands for everything but the documents that decides what is read; readings under another one go.
    """

    def __init__(self, folder: Path, fingerprint: str | None):
        self._path, self._fingerprint = folder / NAME, fingerprint
        self._database: sqlite3.Connection | None = None
        self._rows: dict[str, Row] = {}
        self._resolved: dict[str, object] = {}
        self._log: bytes | None = None
        self._names = False
        self._filled = ""

    def __enter__(self) -> Cache:
        if self._fingerprint is not None:
            with contextlib.suppress(sqlite3.Error, OSError, ValueError, TypeError):
                self._open()
        return self

    def __exit__(self, *error: object) -> None:
        if self._database is not None:
            self._database.close()

    def _open(self) -> None:
        """Open the cache that is there and look up its rows; leave it alone when it is of another kind."""
        if not self._path.is_file():
            return
        database = self._connect()
        try:
            known = dict(database.execute("SELECT name, value FROM about"))
            if self._about().items() <= known.items():
                self._rows = _rows_of(database)
                self._resolved = {name: known.get(name, "") for name in ("build", "settings")}
                self._log, self._names = known.get("log"), bool(known.get("names"))
                self._database = database
        finally:
            if self._database is None:
                database.close()

    def _create(self) -> sqlite3.Connection:
        """Make an empty cache in place of the one that is there."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("", "-journal", "-wal", "-shm"):
            self._path.with_name(NAME + ending).unlink(missing_ok=True)
        database = self._connect()
        database.executescript(_SCHEMA + STATE_SCHEMA)
        database.executemany("INSERT INTO about VALUES (?, ?)", self._about().items())
        database.commit()
        return database

    def _about(self) -> dict[str, object]:
        # A copy of somebody's folder has another inode: what it says was read is not taken from there.
        return {"layout": _LAYOUT, "fingerprint": self._fingerprint, "inode": self._path.stat().st_ino}

    def _connect(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=0.5)
        for setting in ("synchronous = NORMAL", "cache_size = -65536"):
            database.execute(f"PRAGMA {setting}")
        return database

    def row(self, path: str) -> Row | None:
        """Return what is kept of the document with that path, without its content."""
        return self._rows.get(path)

    def paths(self) -> Iterator[str]:
        """Yield the paths of the documents that readings are kept of."""
        yield from self._rows

    def get(self, path: str) -> ReadDocument | None:
        """Return the kept reading, or None when there is none or it is damaged."""
        try:
            row = self._row(path, "outline, content")
            return None if row is None else from_bytes(*row)
        except (sqlite3.Error, ValueError, TypeError):
            del self._rows[path]
            return None

    def known(self, path: str) -> ReadDocument | None:
        """Return the kept reading, or None when there is none. Raises DamagedError."""
        there = path in self._rows
        read = self.get(path)
        if there and read is None:
            raise DamagedError(f"the reading of {path}")
        return read

    def outline(self, path: str) -> Document | None:
        """Return the kept outline of a document, or None when there is none. Raises DamagedError."""
        row = self._row(path, "outline")
        return None if row is None or row[0] is None else outline_from_bytes(row[0])

    def _row(self, path: str, columns: str) -> tuple[Any, ...] | None:
        if self._database is None or path not in self._rows:
            return None
        row: tuple[Any, ...] | None = self._database.execute(
            f"SELECT {columns} FROM reading WHERE path = ?", (path,)
        ).fetchone()
        return row

    def summaries(self) -> dict[str, Summary]:
        """Return what the report says of each document. Raises DamagedError."""
        assert self._database is not None
        rows = self._database.execute("SELECT path, summary FROM reading")
        return {path: Summary(*unpack_short(content)) for path, content in rows}

    def update(
        self, read: Iterable[tuple[str, Row, Packed | None]], gone: Iterable[str], resolved: bool = False
    ) -> None:
        """Keep new readings (None: only the file's stamp is new) and forget those of documents that are gone.

        All of it or, when the process is killed or the disk refuses, nothing. With ``resolved`` only stamps are new and what
        was resolved still holds; else it is forgotten.
        """
        if self._fingerprint is None:
            return
        try:
            if self._database is None:
                self._database = self._create()
            with self._database:
                if not resolved:
                    self._forget_resolved()
                self.set_readings(read, gone)
        except (sqlite3.Error, OSError):
            return  # a build goes on without; what the disk refuses is told where the graph is written

    def set_readings(self, read: Iterable[tuple[str, Row, Packed | None]], gone: Iterable[str]) -> None:
        """Do what ``update`` does as a part of a transaction that the caller commits."""
        assert self._database is not None
        for path, row, packed in read:
            try:
                path.encode()
            except UnicodeEncodeError:
                continue  # the name of the file is no text: it is read each time
            if packed is None:
                sql = "UPDATE reading SET size = ?, changed = ?, inode = ?, seen = ? WHERE path = ?"
                self._database.execute(sql, (*row.stamp, row.seen, path))
            else:
                sql = f"INSERT OR REPLACE INTO reading VALUES ({', '.join('?' * 10)})"
                self._database.execute(sql, (path, *row.stamp, row.seen, row.checksum, row.limits, *packed))
            self._rows[path] = row
        for path in gone:
            self._database.execute("DELETE FROM reading WHERE path = ?", (path,))
            self._rows.pop(path, None)

    def _forget_resolved(self) -> None:
        assert self._database is not None
        self._database.execute("DELETE FROM about WHERE name IN ('build', 'settings', 'log', 'names', 'filled')")
        for table in TABLES:
            self._database.execute(f"DELETE FROM {table}")
        self._resolved = {}

    def log(self) -> Document | None:
        """Return the log of decisions of what was resolved, None where there was none. Raises DamagedError."""
        return None if self._log is None else outline_from_bytes(self._log)

    def state(self, build: str, settings: str, decided: bool) -> State | None:
        """Return what was resolved for the build with that key under these settings, to be changed; None when it is another.

        None, too, when there are decisions now (``decided``) and no build with decisions has filled it. Other builds of the
        folder wait, or do without the cache, until ``commit`` or ``rollback``.
        """
        if self._database is None or not build or self._resolved != {"build": build, "settings": settings}:
            return None
        if decided and not self._names:
            return None
        self._database.execute("BEGIN IMMEDIATE")
        return State(self._database, self._names)

    def empty_state(self, decided: bool) -> State | None:
        """Return the state to fill after a whole build, with decisions or not; None where nothing can be kept.

        Other builds of the folder wait, or do without the cache, until ``save`` or ``rollback``.
        """
        if self._database is None:
            return None
        self._names = decided
        self._database.execute("BEGIN IMMEDIATE")
        self._forget_resolved()
        return State(self._database, decided)

    def save(self) -> None:
        """Keep a filled state that belongs to no build yet: it counts for nothing until ``commit`` says to which."""
        if self._database is not None:
            self._filled = uuid4().hex
            self._database.execute("INSERT INTO about VALUES ('filled', ?)", (self._filled,))
            self._database.commit()

    def commit(self, build: str, settings: str, log: Document | None) -> None:
        """Keep what was changed in readings and state: they are now those of that build, with that log of decisions.

        Nothing is kept where another build has filled the state since it was saved.
        """
        if self._database is None:
            return
        if self._filled:
            self._database.execute("BEGIN IMMEDIATE")
            there = self._database.execute("SELECT value FROM about WHERE name = 'filled'").fetchone()
            if there != (self._filled,):
                self.rollback()
                return
        assert _DOCUMENT is not None
        kept = None if log is None else pack(_DOCUMENT(log))
        rows = {"build": build, "settings": settings, "log": kept, "names": self._names}
        self._database.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", rows.items())
        self._database.commit()

    def rollback(self) -> None:
        """Take back what was not committed."""
        if self._database is not None:
            with contextlib.suppress(sqlite3.Error):
                self._database.rollback()
                self._rows = _rows_of(self._database)


def _rows_of(database: sqlite3.Connection) -> dict[str, Row]:
    rows = database.execute("SELECT path, size, changed, inode, seen, checksum, limits FROM reading")
    return {path: Row(Stamp(*of), seen, checksum, limits) for path, *of, seen, checksum, limits in rows}


def now() -> int:
    """Return the time by the clock that files are stamped with, in nanoseconds."""
    return time.time_ns()


def checksum(data: bytes) -> str:
    """Return the checksum of a document's bytes."""
    return sha256(data).hexdigest()
