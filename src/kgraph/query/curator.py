"""Take decisions about a graph: entries of the log beside its sources, which the next build replays.

Nothing here changes a graph. What is decided is checked against the graph as it was built and against what the log says
already, so that a slip is an error at once and not a conflict at the next build.
"""

from __future__ import annotations

import getpass
import os
import shlex
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kgraph.core import SCHEMA, Curation
from kgraph.core.curation import (
    EXTRACTOR,
    FILE,
    EntityReference,
    Entry,
    PlaceReference,
    append_entry,
    log_file,
    read_curation,
    undone,
)
from kgraph.core.errors import CurationError, DecisionError, UnknownDocumentError, UnknownTermError
from kgraph.core.settings import BuildSettings, read_settings
from kgraph.core.text import name_key, tidy
from kgraph.query.graph import EntityLike, Graph
from kgraph.query.results import Node

STATES = ("applied", "waiting", "conflict", "undone")


@dataclass(frozen=True)
class Decision:
    """An entry of the log with its number (from 1, in the log's order) and what became of it.

    ``state`` is ``applied`` (in this graph), ``waiting`` (for the next build), ``conflict`` (``note`` says why it could not be
    applied as it stands) or ``undone`` (``note`` says by which number).
    """

    number: int
    entry: Entry
    state: str
    note: str = ""


@dataclass(frozen=True)
class Place:
    """Where an entity is named: a document, and where given one line of it, and words of that line."""

    document: str
    line: int | None = None
    words: str = ""


class Curator:
    """The decisions about one opened graph. Entities are given as for the graph's questions."""

    def __init__(self, graph: Graph):
        self.graph = graph
        report = graph.build.get("curation") or {}
        inputs = [self._absolute(item) for item in graph.build.get("from") or ()]
        if not report and not inputs:
            raise DecisionError(f"the graph in '{graph.folder}' does not say which documents it was built from")
        self.file = Path(report["file"]) if report else log_file(inputs)

    # --- the log

    def read(self) -> Curation:
        """Return the log as it is now. Raises CurationError when it cannot be read."""
        return read_curation(self.file)[0]

    def refusal(self) -> str:
        """Return why no decision can be written, "" where it can."""
        folder = self.file.parent
        if not folder.is_dir():
            return f"the folder of the sources, '{folder}', is not there"
        if self.file.exists():
            return "" if os.access(self.file, os.R_OK | os.W_OK) else f"'{self.file}' may not be written"
        return "" if os.access(folder, os.W_OK) else f"the folder of the sources, '{folder}', may not be written"

    def decisions(self) -> list[Decision]:
        """Return the entries of the log, in its order, each with what became of it in this graph."""
        entries = self.read().entries
        gone, _ = undone(entries)
        numbers = {entry.key: number for number, entry in enumerate(entries, start=1)}
        report = self.graph.build.get("curation") or {}
        conflicts: dict[str, str] = {}
        for row in report.get("conflicts") or ():
            note = row["reason"].partition(": ")[2]
            conflicts[row["text"]] = "; ".join(filter(None, (conflicts.get(row["text"]), note)))
        try:
            built = {line.strip() for line in self.graph.passage(FILE).lines}
        except UnknownDocumentError:
            built = set()
        found = []
        for entry in entries:
            number = numbers[entry.key]
            if entry.key in gone:
                found.append(Decision(number, entry, "undone", f"by {numbers[gone[entry.key].key]}"))
            elif entry.text not in built:
                found.append(Decision(number, entry, "waiting"))
            elif entry.text in conflicts:
                found.append(Decision(number, entry, "conflict", conflicts[entry.text]))
            else:
                found.append(Decision(number, entry, "applied"))
        return found

    def undo(self, number: int | str, reason: str, author: str = "") -> Entry:
        """Undo the entry with that number or key by a new entry; undoing an undoing brings back what it undid."""
        entries = self.read().entries
        by_number = {str(place): entry for place, entry in enumerate(entries, start=1)}
        entry = next((entry for entry in entries if entry.key == str(number)), by_number.get(str(number)))
        if entry is None:
            raise DecisionError(f"the log has no entry {number}; it has {len(entries)} (see kgraph curate list)")
        if entry.key in undone(entries)[0]:
            raise DecisionError(f"entry {number} is undone already")
        return self._append("undo", (), entry.key, reason, author)

    # --- decisions about entities

    def merge(self, keep: EntityLike, other: EntityLike, reason: str, author: str = "") -> Entry:
        """Decide that two entities are one thing, which keeps the id, name and type of ``keep``."""
        one, two = self._two(keep, other)
        self._refuse_pair("keep-apart", one, two, "keeps them apart")
        return self._append("merge", (one, two), "", reason, author)

    def keep_apart(self, one: EntityLike, other: EntityLike, reason: str, author: str = "") -> Entry:
        """Decide that two entities are two things, whatever their names: no rule will merge them."""
        first, second = self._two(one, other)
        self._refuse_pair("merge", first, second, "merges them")
        return self._append("keep-apart", (first, second), "", reason, author)

    def split(self, entity: EntityLike, places: Iterable[Place], name: str, reason: str, author: str = "") -> Entry:
        """Decide that an entity is named ``name`` at some places and is another thing there."""
        node = self.graph.entity(entity)
        found = [reference for place in places for reference in self._places(node, place)]
        if not found:
            raise DecisionError("a split needs the places at which it is the other thing")
        return self._append("split", (node,), self._name(name), reason, author, tuple(dict.fromkeys(found)))

    def rename(self, entity: EntityLike, name: str, reason: str, author: str = "") -> Entry:
        """Decide by which name an entity is shown; its id stays."""
        node = self.graph.entity(entity)
        if tidy(name) == node.label:
            raise DecisionError(f"'{node.label}' is its name already")
        return self._append("rename", (node,), self._name(name), reason, author)

    def retype(self, entity: EntityLike, type: str, reason: str, author: str = "") -> Entry:
        """Decide of which type an entity is. Raises UnknownTermError."""
        node = self.graph.entity(entity)
        chosen = _term("type", type, SCHEMA.entities)
        if chosen == node.type:
            raise DecisionError(f"'{node.label}' is a {chosen} already")
        return self._append("retype", (node,), chosen, reason, author)

    def add_alias(self, entity: EntityLike, alias: str, reason: str, author: str = "") -> Entry:
        """Decide that an entity has another name."""
        node, name = self.graph.entity(entity), self._name(alias)
        if name in _names(node):
            raise DecisionError(f"'{name}' is a name of '{node.label}' already")
        self._refuse_word("reject-alias", (node,), name, "rejects it")
        return self._append("add-alias", (node,), name, reason, author)

    def reject_alias(self, entity: EntityLike, alias: str, reason: str, author: str = "") -> Entry:
        """Decide that a name is none of an entity."""
        node, name = self.graph.entity(entity), self._name(alias)
        self._refuse_word("add-alias", (node,), name, "adds it")
        found = next((known for known in _names(node) if name_key(known) == name_key(name)), None)
        if found is None:
            raise DecisionError(f"'{name}' is no name of '{node.label}'")
        if name_key(found) == name_key(node.label):
            raise DecisionError(
                f"'{name}' is the name it is shown by: rename it, or split off the places that name it so"
            )
        for mention in node.mentions:
            if name_key(mention.text) == name_key(name) and mention.extractor != EXTRACTOR:
                place = f"{mention.document}:{mention.line}"
                raise DecisionError(f"'{name}' is how {place} itself names it: split that place off")
        return self._append("reject-alias", (node,), found, reason, author)

    # --- decisions about statements

    def add_statement(
        self, source: EntityLike, relation: str, target: EntityLike, reason: str, author: str = ""
    ) -> Entry:
        """Decide that a statement holds. Raises UnknownTermError; DecisionError where the schema does not allow it."""
        one, two = self._two(source, target)
        key = _term("relation", relation, SCHEMA.relations)
        if not SCHEMA.allows(one.type, key, two.type):
            kind = SCHEMA.relations[key]
            raise DecisionError(
                f"{key} leads from {' or '.join(kind.head)} to {' or '.join(kind.tail)}, not from {one.type} to {two.type}"
            )
        self._refuse_word("reject-statement", (one, two), key, "rejects it")
        return self._append("add-statement", (one, two), key, reason, author)

    def reject_statement(
        self, source: EntityLike, relation: str, target: EntityLike, reason: str, author: str = ""
    ) -> Entry:
        """Decide that a statement of documents does not hold. Raises UnknownTermError; DecisionError where there is none."""
        one, two = self._two(source, target)
        key = _term("relation", relation, SCHEMA.relations)
        self._refuse_word("add-statement", (one, two), key, "adds it")
        around = self.graph.neighbourhood([one, two], hops=0, relations=[key])
        if not any((edge.source, edge.target) == (one.id, two.id) for edge in around.edges):
            raise DecisionError(f"the graph does not say that '{one.label}' {key} '{two.label}'")
        return self._append("reject-statement", (one, two), key, reason, author)

    # --- what comes next

    def build_command(self) -> list[str]:
        """Return the command that builds the graph anew, as it was built and with the decisions, from the working folder."""
        report = self.graph.build
        here = str(Path.cwd()) == report.get("working folder")
        inputs = [str(item) if here else str(self._absolute(item)) for item in report.get("from") or ()]
        command = ["kgraph", "build", *inputs, "--output", str(self.graph.folder)]
        # Settings of this version alone: a graph that another one built may have more.
        was = {name: value for name, value in report.get("settings", {}).items() if name in BuildSettings.model_fields}
        default = read_settings().model_dump(mode="json")
        for name, option in _OPTIONS.items():
            value = was.get(name)
            if value is None or value == default[name]:
                continue
            for one in value if isinstance(value, list) else [value]:
                path = name in ("lexicons", "curation") and not here
                command += [option, str(self._absolute(one)) if path else str(one)]
        return command

    # --- inner parts

    def _absolute(self, path: object) -> Path:
        return Path(str(self.graph.build.get("working folder") or "."), str(path))

    def _two(self, one: EntityLike, other: EntityLike) -> tuple[Node, Node]:
        first, second = self.graph.entity(one), self.graph.entity(other)
        if first.id == second.id:
            raise DecisionError(f"both are '{first.label}' ({first.id}): one entity")
        return first, second

    def _name(self, name: str) -> str:
        if not name_key(name):
            raise DecisionError(f"'{name}' is no name: it needs a letter or a digit")
        return tidy(name)

    def _places(self, node: Node, place: Place) -> Iterable[PlaceReference]:
        lines = self.graph.passage(place.document).lines if place.document else ()
        found = [
            mention
            for mention in node.mentions
            if mention.document == place.document
            and mention.extractor != EXTRACTOR
            and place.line in (None, mention.line)
            and (not place.words or tidy(mention.text) == tidy(place.words))
        ]
        if not found:
            where = place.document if place.line is None else f"{place.document}:{place.line}"
            raise DecisionError(f"{where} does not name '{node.label}'")
        for mention in found:
            yield PlaceReference(mention.document, tidy(mention.text), tidy(lines[mention.line - 1]))

    def _reference(self, node: Node) -> EntityReference:
        url = node.url or "" if node.type in ("Paper", "Repository", "Resource") else ""
        alike = "~" in node.id or len(self.graph._named(self.graph._files, node.label)) > 1
        mentions = [mention for mention in node.mentions if mention.extractor != EXTRACTOR] if alike else []
        if not mentions:
            return EntityReference(node.id, node.type, node.label, url)
        first = mentions[0]
        line = "".join(self.graph.passage(first.document, first.line, first.line).lines)
        return EntityReference(node.id, node.type, node.label, url, first.document, tidy(line))

    def _live(self) -> list[Entry]:
        entries = self.read().entries
        gone, _ = undone(entries)
        return [entry for entry in entries if entry.key not in gone]

    def _refuse_pair(self, action: str, one: Node, two: Node, what: str) -> None:
        for entry in self._live():
            if entry.action == action and {reference.id for reference in entry.entities} == {one.id, two.id}:
                raise DecisionError(f"entry {self._number(entry)} of the log {what}: undo it first")

    def _refuse_word(self, action: str, nodes: Sequence[Node], word: str, what: str) -> None:
        ids = [node.id for node in nodes]
        for entry in self._live():
            same = name_key(entry.value) == name_key(word) and [reference.id for reference in entry.entities] == ids
            if entry.action == action and same:
                raise DecisionError(f"entry {self._number(entry)} of the log {what}: undo it first")

    def _number(self, entry: Entry) -> int:
        return [one.key for one in self.read().entries].index(entry.key) + 1

    def _append(
        self,
        action: str,
        nodes: Sequence[Node],
        value: str,
        reason: str,
        author: str,
        places: tuple[PlaceReference, ...] = (),
    ) -> Entry:
        if refusal := self.refusal():
            raise CurationError(self.file, refusal)
        who = author.strip() or default_author(self.file.parent)
        references = tuple(self._reference(node) for node in nodes)
        entry = Entry(action, who, _today(), reason, references, value, places)
        for other in self._live():
            if other.content == entry.content:
                raise DecisionError(f"entry {self._number(other)} of the log says so already")
        return append_entry(self.file, entry)


_OPTIONS = {
    "include": "--include",
    "exclude": "--exclude",
    "lexicons": "--lexicon",
    "minimum_confidence": "--minimum-confidence",
    "base": "--base",
    "workers": "--workers",
    "curation": "--curation",
}


def shown_command(command: Sequence[str]) -> str:
    """Return a command as it is typed."""
    return shlex.join(command)


def default_author(folder: Path) -> str:
    """Return who decides where nobody is named: KGRAPH_AUTHOR, else git's user.name in ``folder``, else the user of this machine."""
    if named := os.environ.get("KGRAPH_AUTHOR", "").strip():
        return named
    try:
        git = ["git", "-C", str(folder), "config", "user.name"]
        done = subprocess.run(git, capture_output=True, text=True, timeout=5, check=False)
        if name := done.stdout.strip():
            return name
    except (OSError, subprocess.SubprocessError):
        pass  # no git here
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user without a name
        return "unknown"


def _today() -> str:
    """Return the date of a decision: today, or that of SOURCE_DATE_EPOCH, by which what must be reproducible sets its clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else date.today()).strftime("%Y-%m-%d")


def _names(node: Node) -> list[str]:
    return list(dict.fromkeys([node.label, *node.labels.values(), *node.aliases]))


def _term(kind: str, name: str, known: Iterable[str]) -> str:
    names = list(known)
    for one in names:
        if one.casefold() == name.strip().casefold():
            return one
    raise UnknownTermError(kind, name, names)
