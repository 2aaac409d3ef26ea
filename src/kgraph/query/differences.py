"""What is different between two builds: entities, statements, and why."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

from kgraph.core.text import counted
from kgraph.query.results import Edge, Node, html_table
from kgraph.store.nodelink import parse_record

if TYPE_CHECKING:
    from kgraph.query.files import GraphFiles

Record = Mapping[str, Any]

_MOST_RENAMED = 0.5
"""Part of an entity's places that must be found again under another id for the two to be one thing."""


@dataclass(frozen=True)
class DocumentChange:
    """A document that is not as it was: ``kind`` is ``added``, ``removed``, ``edited`` or ``renamed`` (then ``was`` is its old path)."""

    kind: str
    document: str
    was: str | None = None

    def __str__(self) -> str:
        return f"{self.document} {self.kind}" + (f" from {self.was}" if self.was else "")


@dataclass(frozen=True)
class Cause:
    """A place that made a change. ``old`` tells that the line is one of the old build's document.

    ``why`` is what happened to the document: ``added``, ``removed``, ``edited``, ``renamed``, or ``unchanged`` when the
    same words were read otherwise (by another version, other settings, a curation, or in the light of other documents).
    """

    document: str
    line: int
    text: str
    old: bool
    why: str

    def __str__(self) -> str:
        how = "read otherwise" if self.why == "unchanged" else f"document {self.why}"
        return f"{self.document}:{self.line}{' (old)' if self.old else ''}, {how}"


@dataclass(frozen=True)
class EntityChange:
    """An entity that is not as it was; ``old`` or ``new`` is None where there was or is none.

    ``kind`` is ``added``, ``removed``, ``changed``, ``renamed`` (another id), ``retyped``, ``merged`` (``old`` is part of ``new``
    now) or ``split`` (``new`` was part of ``old``). ``details`` says what changed, ``causes`` where, by document and line.
    """

    kind: str
    old: Node | None
    new: Node | None
    details: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def node(self) -> Node:
        """The entity as it is, or as it was where it is no more."""
        node = self.new or self.old
        assert node is not None
        return node


@dataclass(frozen=True)
class StatementChange:
    """A statement that was ``added``, ``removed`` or ``changed``; ``source`` and ``target`` are the names of its ends."""

    kind: str
    old: Edge | None
    new: Edge | None
    source: str
    target: str
    details: tuple[str, ...] = ()
    causes: tuple[Cause, ...] = ()

    @property
    def edge(self) -> Edge:
        """The statement as it is, or as it was where it is no more."""
        edge = self.new or self.old
        assert edge is not None
        return edge

    def __str__(self) -> str:
        return f"{self.source} {self.edge.key} {self.target}"


@dataclass(frozen=True)
class Differences:
    """All differences of two builds: documents by path, entities and statements by id. False when there are none."""

    documents: tuple[DocumentChange, ...]
    entities: tuple[EntityChange, ...]
    statements: tuple[StatementChange, ...]

    def __bool__(self) -> bool:
        return bool(self.documents or self.entities or self.statements)

    def counts(self) -> dict[str, dict[str, int]]:
        """Return how many documents, entities and statements there are of each kind of change."""
        groups = {
            "documents": [item.kind for item in self.documents],
            "entities": [item.kind for item in self.entities],
            "statements": [item.kind for item in self.statements],
        }
        return {name: dict(sorted(Counter(kinds).items())) for name, kinds in groups.items()}

    def marks(self) -> tuple[dict[str, str], dict[tuple[str, str, str], str]]:
        """Return what is ``added``, ``removed`` or ``changed``: entities by id, statements by source, relation and target.

        An entity that goes on under another id is marked under both.
        """
        nodes: dict[str, str] = {}
        for item in self.entities:
            if item.old is not None and (item.new is None or item.new.id != item.old.id) and item.kind != "split":
                nodes[item.old.id] = "removed"
            if item.new is not None:
                fresh = item.kind in ("added", "renamed", "retyped", "split")
                nodes[item.new.id] = "added" if fresh else nodes.get(item.new.id, "changed")
        edges = {(item.edge.source, item.edge.key, item.edge.target): item.kind for item in self.statements}
        return nodes, edges

    def telling(self) -> list[str]:
        """Return the ids to draw, the most telling first: what came, went or became another, then the ends of statements.

        Within each group, those with most changed statements come first.
        """
        nodes, edges = self.marks()
        touched = Counter(end for source, _, target in edges for end in (source, target))
        strong = {id_ for id_, mark in nodes.items() if mark != "changed"}
        return sorted(strong | set(touched), key=lambda id_: (id_ not in strong, -touched[id_], id_))

    def __str__(self) -> str:
        said = [
            f"{name}: " + ", ".join(f"{number:,} {kind}" for kind, number in kinds.items())
            for name, kinds in self.counts().items()
            if kinds
        ]
        return "; ".join(said) or "no difference"

    def _repr_html_(self) -> str:
        rows = [(item.kind, str(item), "; ".join(map(str, item.causes[:3]))) for item in self.statements[:50]]
        caption = f"{self}; {counted(len(rows), 'statement')} of {len(self.statements):,} shown"
        return html_table(("change", "statement", "because of"), rows, caption)


def differences(old: GraphFiles, new: GraphFiles) -> Differences:
    """Return what is different in ``new``. A line that only moved within its document is no difference.

    An entity that is found under another id by most of its places is one that was renamed, retyped or merged, not one
    that went while another came; its statements go with it. Costs one pass over both graphs and memory in the changes.
    """
    documents = document_changes(old.report, new.report)
    comparison = _Comparison(old, new, documents)
    entities = comparison.entities()
    return Differences(documents, entities, comparison.statements())


def document_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[DocumentChange, ...]:
    """Return how the documents of two build reports differ, by path. A document of the same bytes elsewhere was renamed."""
    before, after = _checksums(old), _checksums(new)
    gone = {path: checksum for path, checksum in before.items() if path not in after}
    changes = []
    for path, checksum in sorted(after.items()):
        if path in before:
            if before[path] != checksum:
                changes.append(DocumentChange("edited", path))
            continue
        was = min((name for name, old_checksum in gone.items() if checksum and old_checksum == checksum), default=None)
        if was is not None:
            del gone[was]
        changes.append(DocumentChange("added" if was is None else "renamed", path, was))
    changes += [DocumentChange("removed", path) for path in gone]
    return tuple(sorted(changes, key=lambda change: change.document))


def _checksums(report: Mapping[str, Any]) -> dict[str, str]:
    return {item["document"]: item.get("sha256", "") for item in report.get("inputs", ())}


@dataclass
class _Comparison:
    old: GraphFiles
    new: GraphFiles
    documents: Sequence[DocumentChange]
    successors: dict[str, str] = field(default_factory=dict)
    """New ids of entities that go on under another one."""

    def __post_init__(self) -> None:
        self.paths: dict[str, str] = {change.was: change.document for change in self.documents if change.was}
        self.status = {change.document: change.kind for change in self.documents}
        self.status |= {change.was: change.kind for change in self.documents if change.was}

    def entities(self) -> tuple[EntityChange, ...]:
        gone, come, both = _unequal(self.old.node_lines(), self.new.node_lines(), _node_key)
        kept = {pair[1]["id"]: pair for pair in both}
        changes = [*self._moved(gone, come, kept), *self._split(come, kept)]
        settled = {node.id for change in changes for node in (change.old, change.new) if node is not None}
        changes += [
            EntityChange("removed", _node(r), None, (), self._causes(_mentions(r), True))
            for id_, r in gone.items()
            if id_ not in settled
        ]
        changes += [
            EntityChange("added", None, _node(r), (), self._causes(_mentions(r), False))
            for id_, r in come.items()
            if id_ not in settled
        ]
        for before, after in both:
            details, causes = self._details(before, after)
            if details:
                changes.append(EntityChange("changed", _node(before), _node(after), details, causes))
        return tuple(
            sorted(changes, key=lambda change: (change.node.id, change.kind, change.old.id if change.old else ""))
        )

    def statements(self) -> tuple[StatementChange, ...]:
        gone, come, both = _unequal(self.old.edge_lines(), self.new.edge_lines(), _edge_key)
        touched = {_edge_key_of(after) for _, after in both} | set(come)
        changes = []
        for (source, key, target), record in gone.items():
            now = (self.successors.get(source, source), key, self.successors.get(target, target))
            if now in come:  # the same statement of an entity under another id
                both.append((record, come.pop(now)))
            elif now not in touched or now == (source, key, target):
                causes = self._causes(record["evidence"], True)
                changes.append(self._statement("removed", record, None, (), causes))
        for record in come.values():
            changes.append(self._statement("added", None, record, (), self._causes(record["evidence"], False)))
        for before, after in both:
            details, causes = self._details(before, after)
            if details:
                changes.append(self._statement("changed", before, after, details, causes))
        return tuple(sorted(changes, key=lambda change: (change.edge.source, change.edge.key, change.edge.target)))

    def _statement(
        self, kind: str, old: Record | None, new: Record | None, details: tuple[str, ...], causes: tuple[Cause, ...]
    ) -> StatementChange:
        record, files = (new, self.new) if new is not None else (old, self.old)
        assert record is not None
        source, target = _label(files, record["source"]), _label(files, record["target"])
        return StatementChange(
            kind,
            _edge(old) if old is not None else None,
            _edge(new) if new is not None else None,
            source,
            target,
            details,
            causes,
        )

    def _moved(
        self, gone: Mapping[str, Record], come: Mapping[str, Record], kept: Mapping[str, tuple[Record, Record]]
    ) -> Iterator[EntityChange]:
        """Yield the entities that go on under another id, and note their successors."""
        after = {**{id_: pair[1] for id_, pair in kept.items()}, **come}
        found = self._places(after.values())
        for id_, record in gone.items():
            places = {self._place(item) for item in record["mentions"]}
            shared = Counter(other for place in places for other in found.get(place, ()))
            if not shared:
                continue
            best = min(shared, key=lambda other: (after[other]["type"] != record["type"], -shared[other], other))
            if shared[best] >= _MOST_RENAMED * len(places) and (
                after[best]["type"] == record["type"] or _names(record) & _names(after[best])
            ):
                self.successors[id_] = best
        parts = Counter(self.successors.values())
        for id_, best in self.successors.items():
            record, now = gone[id_], after[best]
            if best in kept or parts[best] > 1:
                merges = [m for m in now.get("merges", ()) if m["name"] in _names(record)]
                causes = self._causes(merges or _mentions(record), False)
                yield EntityChange("merged", _node(record), _node(now), (f"part of {best}",), causes)
                continue
            kind = "renamed" if record["type"] == now["type"] else "retyped"
            details, causes = self._details(record, now)
            yield EntityChange(kind, _node(record), _node(now), (f"{id_} → {best}", *details), causes)

    def _split(self, come: Mapping[str, Record], kept: Mapping[str, tuple[Record, Record]]) -> Iterator[EntityChange]:
        """Yield the new entities whose places belonged to one that is still there."""
        lost: dict[tuple[str, str], set[str]] = defaultdict(set)
        for id_, (before, now) in kept.items():
            for place in Counter(map(self._place, before["mentions"])) - Counter(map(self._place, now["mentions"])):
                lost[place].add(id_)
        taken = set(self.successors.values())
        for id_, record in come.items():
            places = {self._place(item) for item in record["mentions"]}
            shared = Counter(other for place in places for other in lost.get(place, ()))
            same = [other for other in shared if kept[other][0]["type"] == record["type"]]
            if id_ in taken or not same:
                continue
            best = min(same, key=lambda other: (-shared[other], other))
            if shared[best] >= _MOST_RENAMED * len(places):
                causes = self._causes(_mentions(record), False)
                yield EntityChange("split", _node(kept[best][0]), _node(record), (f"was part of {best}",), causes)

    def _details(self, before: Record, after: Record) -> tuple[tuple[str, ...], tuple[Cause, ...]]:
        """Return what differs between two records of one thing, and where."""
        details = []
        for name in ("type", "label", "url", "year", "metric", "value", "unit", "confidence"):
            if before.get(name) != after.get(name):
                details.append(f"{name} {_shown(before.get(name))} → {_shown(after.get(name))}")
        for name in ("labels", "aliases", "urls", "attributes"):
            was, now = _items(before.get(name)), _items(after.get(name))
            details += [f"{name} − {item}" for item in was if item not in now]
            details += [f"{name} + {item}" for item in now if item not in was]
        causes: list[Cause] = []
        for name, of in (("mentions", "place"), ("evidence", "piece of evidence")):
            lost, won = self._exchanged(before.get(name, ()), after.get(name, ()))
            if lost and sorted(map(self._said, lost)) == sorted(map(self._said, won)):
                details.append("other words around it")
                causes += self._causes(won, False)
                continue
            plural = "pieces of evidence" if name == "evidence" else f"{of}s"
            details += [f"{counted(len(lost), of, plural)} less"] * bool(lost)
            details += [f"{counted(len(won), of, plural)} more"] * bool(won)
            causes += [*self._causes(won, False), *self._causes(lost, True)]
        if causes:  # other places make another confidence: that is no change of its own
            details = [detail for detail in details if not detail.startswith("confidence ")]
        return tuple(details), tuple(dict.fromkeys(causes))

    def _exchanged(self, before: Sequence[Record], after: Sequence[Record]) -> tuple[list[Record], list[Record]]:
        """Return the places that are no more, and those that are new; one that only moved is neither."""
        was = [(self._words(item, True), item) for item in before]
        now = [(self._words(item, False), item) for item in after]
        lost, won = Counter(words for words, _ in was), Counter(words for words, _ in now)
        return _take(was, lost - won, now), _take(now, won - lost, was)

    def _words(self, item: Record, old: bool) -> tuple[object, ...]:
        document = self.paths.get(item["document"], item["document"]) if old else item["document"]
        return document, *(item.get(key) for key in ("text", "name", "rule", "quote", "extractor"))

    def _said(self, item: Record) -> tuple[str, str]:
        return item["document"], item["text"]

    def _place(self, item: Record) -> tuple[str, str]:
        document: str = item["document"]
        return self.paths.get(document, document), item["text"]

    def _places(self, records: Iterable[Record]) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for record in records:
            for item in record["mentions"]:
                found[item["document"], item["text"]].add(record["id"])
        return found

    def _causes(self, items: Iterable[Record], old: bool) -> tuple[Cause, ...]:
        return tuple(
            dict.fromkeys(
                Cause(
                    item["document"],
                    item["line"],
                    item.get("quote") or item.get("text") or item.get("name") or "",
                    old,
                    self.status.get(item["document"], "unchanged"),
                )
                for item in items
            )
        )


def _unequal(
    old: Iterator[bytes], new: Iterator[bytes], key: Callable[[bytes], Any]
) -> tuple[dict[Any, Record], dict[Any, Record], list[tuple[Record, Record]]]:
    """Return the records of two sorted files that are only in the first, only in the second, and in both but not equal."""
    gone: dict[Any, Record] = {}
    come: dict[Any, Record] = {}
    both: list[tuple[Record, Record]] = []
    a, b = next(old, None), next(new, None)
    while a is not None or b is not None:
        if a is not None and b is not None and a.rstrip(b",\n") == b.rstrip(b",\n"):
            a, b = next(old, None), next(new, None)
            continue
        left: Any = None if a is None else key(a)
        right: Any = None if b is None else key(b)
        if b is None or (a is not None and left < right):
            assert a is not None
            gone[left] = parse_record(a)
            a = next(old, None)
        elif a is None or right < left:
            come[right] = parse_record(b)
            b = next(new, None)
        else:
            both.append((parse_record(a), parse_record(b)))
            a, b = next(old, None), next(new, None)
    return gone, come, both


def _node_key(line: bytes) -> str:
    """Return the id of a record without reading all of it: it stands first, after ``{"id": "``."""
    text = line.decode("utf-8")
    id_: str = scanstring(text, len('{"id": "'), True)[0]
    return id_


def _edge_key(line: bytes) -> tuple[str, str, str]:
    return _edge_key_of(parse_record(line))


def _edge_key_of(record: Record) -> tuple[str, str, str]:
    return record["source"], record["key"], record["target"]


def _take(
    items: Sequence[tuple[Any, Record]], wanted: Counter[Any], others: Sequence[tuple[Any, Record]]
) -> list[Record]:
    """Return as many of the items of each kind as are wanted; those first whose place the others do not have."""
    if not wanted:
        return []
    places = {(words, item["line"], item["column"]) for words, item in others}
    left, taken = Counter(wanted), []
    for place, (words, item) in sorted(
        enumerate(items), key=lambda one: (one[1][0], one[1][1]["line"], one[1][1]["column"]) in places
    ):
        if left[words] > 0:
            left[words] -= 1
            taken.append((place, item))
    return [item for _, item in sorted(taken, key=lambda pair: pair[0])]


def _items(value: object) -> list[str]:
    if isinstance(value, Mapping):
        pairs = ((name, item if isinstance(item, list) else [item]) for name, item in value.items())
        return [f"{name} {item}" for name, group in pairs for item in group]
    return [str(item) for item in itertools.chain(value or ())] if isinstance(value, list) else []


def _shown(value: object) -> str:
    return "none" if value is None else str(value)


def _names(record: Record) -> set[str]:
    return {record["label"], *record["aliases"]}


def _mentions(record: Record) -> Sequence[Record]:
    mentions: Sequence[Record] = record["mentions"]
    return mentions


def _node(record: Record) -> Node:
    return Node(record["id"], record["type"], record["label"], record)


def _edge(record: Record) -> Edge:
    return Edge(record["source"], record["key"], record["target"], record["confidence"], record)


def _label(files: GraphFiles, id_: str) -> str:
    number = files.number(id_)
    return id_ if number is None else files.node(number).label
