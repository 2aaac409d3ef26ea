"""The log of decisions: what people say about a graph, one entry a line of ``curation.toml`` beside the sources.

Each line is a TOML table under a key of its own, so that ``git diff`` and ``git blame`` show one line a decision, and
a line that is damaged costs no other:

    3f9a1c02 = {date = 2026-11-26, author = "Li", action = "merge", reason = "one model", keep = {…}, other = {…}}

What the entries do to a graph is in ``kgraph.resolve.curation``.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from kgraph.core.document import Document, Problem
from kgraph.core.errors import CurationError
from kgraph.core.schema import SCHEMA
from kgraph.core.text import tidy

FILE = "curation.toml"
EXTRACTOR = "curation.v1"
"""What a mention, a statement or a merge of a decision names as its reader."""

FORMS: dict[str, tuple[tuple[str, ...], str]] = {
    "merge": (("keep", "other"), ""),
    "keep-apart": (("one", "other"), ""),
    "split": (("entity",), "name"),
    "rename": (("entity",), "name"),
    "retype": (("entity",), "type"),
    "add-alias": (("entity",), "alias"),
    "reject-alias": (("entity",), "alias"),
    "add-statement": (("source", "target"), "relation"),
    "reject-statement": (("source", "target"), "relation"),
    "undo": ((), "entry"),
}
"""The actions: for each the fields that name entities, and the field of the one word that it needs besides."""

_HEADER = """\
# Decisions about this graph, one a line; every build replays them. `kgraph curate` writes them, and so does the explorer.
# To merge branches without a conflict: echo 'curation.toml merge=union' >> .gitattributes
"""
_COMMON = ("date", "author", "action", "reason")
_REFERENCE = ("id", "type", "name", "url", "document", "line")
_PLACE = ("document", "words", "line")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
_ODD = re.compile("[\x7f-\x9f\u2028\u2029]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class EntityReference:
    """An entity as a decision names it: by id, and by what finds it again when its id has changed.

    ``url`` is its address where it has one. Where another entity has the same name, ``document`` is one that names it and ``line``
    the text of the line there: ids of such entities, of which one is plain and others have something behind it, may change hands.
    """

    id: str
    type: str
    name: str
    url: str = ""
    document: str = ""
    line: str = field(default="", repr=False)  # not in the keys of entries, which are made of the others


@dataclass(frozen=True, slots=True)
class PlaceReference:
    """A place that names an entity: the document, the printed words ("": all places there), and the text of their line.

    The line's text, not its number, finds the place again: lines move.
    """

    document: str
    words: str = ""
    line: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision. ``entities`` are in the order of ``FORMS``; ``value`` is its one word: a name, type, alias, relation or key.

    ``line`` and ``text`` say where it stands in the log and what is printed there (0 and "" before it is written).
    """

    action: str
    author: str
    date: str
    reason: str
    entities: tuple[EntityReference, ...] = ()
    value: str = ""
    places: tuple[PlaceReference, ...] = ()
    key: str = ""
    line: int = 0
    text: str = ""

    @property
    def content(self) -> tuple[object, ...]:
        """What is decided, without who, when and why."""
        return self.action, self.entities, self.value, self.places


@dataclass(frozen=True)
class Curation:
    """The log of a build. ``lines`` holds the lines of the documents that ``entries`` name places of, by path.

    ``problems`` are the lines of the log that are no entries.
    """

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def documents(self) -> set[str]:
        """The documents whose lines a replay needs."""
        placed = {place.document for entry in self.entries for place in entry.places}
        return placed | {one.document for entry in self.entries for one in entry.entities if one.line}

    def over(self, documents: Iterable[Document]) -> Curation:
        """Return this log with the lines that its replay over ``documents`` needs."""
        needed = self.documents
        return replace(self, lines={one.path: one.lines for one in documents if one.path in needed})


def log_file(inputs: Sequence[str | os.PathLike[str]]) -> Path:
    """Return where the log of a build stands: in the first folder that is read, or beside the first file."""
    first = Path(inputs[0])
    return (first if first.is_dir() else first.parent) / FILE


def read_curation(file: Path) -> tuple[Curation, Document | None]:
    """Return the log in ``file`` and the file as a document; an empty log and None where there is no such file.

    A line that is no entry becomes a problem and the others are read. Raises CurationError when the file cannot be read.
    """
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return Curation(), None
    except OSError as error:
        raise CurationError(file, f"it cannot be read ({error.strerror or error})") from error
    lines = tuple(
        line.decode("utf-8", "replace").rstrip("\r") for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    )
    lines = lines[:-1] if lines and not lines[-1] else lines
    checksum = hashlib.sha256(data).hexdigest()
    document = Document(FILE, "curation", lines, (), "Curation", "utf-8", checksum, len(data))
    return parse_curation(lines), document


def parse_curation(lines: Sequence[str]) -> Curation:
    """Return the entries and the problems of a log's lines. Of equal lines the first counts."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        try:
            entry = _entry(text, number)
        except (ValueError, RecursionError) as error:
            nested = isinstance(error, RecursionError)
            reason = "too deeply nested" if nested else str(error).replace("(at line 1, ", "(")
            problems.append(Problem(FILE, number, f"this line is no entry and was not applied: {reason}", text))
            continue
        other = entries.setdefault(entry.key, entry)
        if other is not entry and replace(entry, line=0, text="") != replace(other, line=0, text=""):
            reason = f"the key {entry.key} is that of line {other.line} already; give this entry another one"
            problems.append(Problem(FILE, number, f"this line was not applied: {reason}", text))
    return Curation(tuple(entries.values()), tuple(problems))


def _entry(text: str, number: int) -> Entry:
    if "\ufffd" in text:
        raise ValueError("it is not UTF-8")
    table = tomllib.loads(text)
    if len(table) != 1:
        raise ValueError("expected one KEY = {…}")
    ((key, values),) = table.items()
    if not isinstance(values, dict):
        raise ValueError("expected KEY = {…}")
    action = values.get("action")
    if action not in FORMS:
        raise ValueError(f"expected an action ({', '.join(FORMS)}), found {action!r}")
    ends, word = FORMS[action]
    known = {*_COMMON, *ends, *([word] if word else []), *(["places"] if action == "split" else [])}
    if unknown := sorted(set(values) - known):
        raise ValueError(f"a {action} has no '{unknown[0]}'")
    when = values.get("date")
    if type(when) is not date:
        raise ValueError("expected a date such as 2026-11-26")
    value = _word(values, word) if word else ""
    if action == "retype" and value not in SCHEMA.entities:
        raise ValueError(f"there is no type {value!r}")
    if action.endswith("statement") and value not in SCHEMA.relations:
        raise ValueError(f"there is no relation {value!r}")
    places = values.get("places", [])
    if not isinstance(places, list) or (action == "split" and not places):
        raise ValueError("expected places = [{document = …, words = …}]")
    return Entry(
        action,
        _word(values, "author"),
        when.isoformat(),
        _word(values, "reason"),
        tuple(_reference(values.get(end), end) for end in ends),
        value,
        tuple(PlaceReference(**_texts(place, "a place", _PLACE, ("document",))) for place in places),
        key,
        number,
        text,
    )


def _word(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"expected {name} = a text that is not empty")
    return value


def _reference(values: Any, name: str) -> EntityReference:
    return EntityReference(**_texts(values, name, _REFERENCE, ("id", "type", "name")))


def _texts(values: Any, what: str, known: Sequence[str], needed: Sequence[str]) -> dict[str, str]:
    if not isinstance(values, dict) or any(not values.get(name) for name in needed):
        raise ValueError(f"expected {what} with {', '.join(needed)}")
    for name, value in values.items():
        if name not in known or not isinstance(value, str):
            raise ValueError(f"{what} has no text '{name}'")
    return values


def written(entry: Entry) -> str:
    """Return the line of an entry.

    >>> print(written(Entry("undo", "Li", "2026-11-26", 'a "slip"', value="3f9a1c02", key="77aa0b1c")))
    77aa0b1c = {date = 2026-11-26, author = "Li", action = "undo", reason = "a \\"slip\\"", entry = "3f9a1c02"}
    """
    ends, word = FORMS[entry.action]
    parts = [f"date = {entry.date}", f"author = {_quoted(entry.author)}", f'action = "{entry.action}"']
    parts.append(f"reason = {_quoted(entry.reason)}")
    parts += [f"{name} = {_table(one, _REFERENCE)}" for name, one in zip(ends, entry.entities, strict=True)]
    if word:
        parts.append(f"{word} = {_quoted(entry.value)}")
    if entry.places:
        parts.append(f"places = [{', '.join(_table(place, _PLACE) for place in entry.places)}]")
    return f"{entry.key} = {{{', '.join(parts)}}}"


def _table(one: EntityReference | PlaceReference, names: Sequence[str]) -> str:
    given = [(name, getattr(one, name)) for name in names]
    return "{" + ", ".join(f"{name} = {_quoted(value)}" for name, value in given if value) + "}"


def _quoted(text: str) -> str:
    """Return ``text`` as a TOML string on one line, whatever it holds."""
    # U+FFFD marks bytes that are no text, in a log too.
    plain = _HALF_PAIR.sub("?", text).replace("\ufffd", "?")
    return _ODD.sub(lambda odd: f"\\u{ord(odd.group()):04X}", json.dumps(plain, ensure_ascii=False))


def append_entry(file: Path, entry: Entry) -> Entry:
    """Write ``entry`` at the end of the log in ``file`` and return it with its key, line and text.

    Writers wait for one another. Raises CurationError when the file cannot be written; the log is then as it was.
    """
    entry = replace(entry, author=tidy(entry.author), reason=tidy(entry.reason))
    for name in ("author", "reason"):
        if not getattr(entry, name):
            raise CurationError(file, f"a decision needs {'an author' if name == 'author' else 'a reason'}")
    try:
        with file.open("a+b") as log, _alone(log.fileno()):
            log.seek(0)
            before = log.read()
            lines = before.decode("utf-8", "replace").split("\n")
            start = "" if before.endswith(b"\n") else "\n" if before else _HEADER
            taken = {line.partition("=")[0].strip() for line in lines}
            entry = replace(entry, key=_key(entry, taken))
            line = written(entry)
            try:
                log.write(f"{start}{line}\n".encode())
                log.flush()
                os.fsync(log.fileno())
            except OSError:
                with contextlib.suppress(OSError):
                    log.truncate(len(before))
                raise
    except OSError as error:
        raise CurationError(file, f"it cannot be written ({error.strerror or error})") from error
    number = (before + start.encode()).count(b"\n") + 1
    (read,) = parse_curation([line]).entries
    return replace(read, line=number)


@contextlib.contextmanager
def _alone(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _key(entry: Entry, taken: set[str]) -> str:
    """Return a key that no entry has: made of the content, so that two branches hardly choose one for two decisions."""
    for number in range(len(taken) + 1):
        content = repr((entry.content, entry.author, entry.date, entry.reason, number)).encode(
            "utf-8", "backslashreplace"
        )
        key = hashlib.blake2b(content, digest_size=4).hexdigest()
        if key not in taken:
            break
    return key


def undone(entries: Sequence[Entry]) -> tuple[dict[str, Entry], list[Problem]]:
    """Return which entries are undone, each key with the entry that undoes it, and the undoings that lead nowhere.

    An undoing can be undone itself, which brings back what it undid; where they stand in the log does not matter.
    """
    known = {entry.key for entry in entries}
    by_target: dict[str, list[Entry]] = {}
    problems = []
    for entry in entries:
        if entry.action == "undo":
            if entry.value in known:
                by_target.setdefault(entry.value, []).append(entry)
            else:
                reason = f"there is no entry {entry.value} to undo"
                problems.append(conflict(entry, reason))
    found: dict[str, Entry | None] = {}

    def undoing(key: str, above: tuple[str, ...] = ()) -> Entry | None:
        if key in above:  # a ring, which nobody but a hand can write: nothing in it counts
            return None
        if key not in found:
            done = (each for each in by_target.get(key, ()) if undoing(each.key, (*above, key)) is None)
            found[key] = next(done, None)
        return found[key]

    gone = ((key, undoing(key)) for key in known)
    return {key: by for key, by in gone if by is not None}, problems


def conflict(entry: Entry, reason: str) -> Problem:
    """Return that an entry could not be applied as it stands, and why."""
    return Problem(FILE, entry.line, f"{entry.action} {entry.key}: {reason}", entry.text)


def printed(entry: Entry, name: str, value: str) -> tuple[str, int]:
    """Return a field's text as it is printed on the entry's line, and its column (from 1); else the whole line."""
    for inside in (_quoted(value)[1:-1], value):
        start = f'{name} = "'
        place = entry.text.rfind(start + inside)
        if inside and place >= 0:
            return inside, place + len(start) + 1
    return entry.text, 1
