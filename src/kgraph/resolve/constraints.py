"""What decisions say about clustering: names that are kept apart, and aliases that are none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kgraph.core.curation import EntityReference, Entry
from kgraph.core.identifiers import read_address
from kgraph.core.text import name_key

if TYPE_CHECKING:
    from kgraph.resolve.clusters import Cluster


class Constraints:
    """What ``entries`` forbid. They name clusters by address where they have one, else by type and name.

    Both are looked up in the mentions alone, so what is forbidden does not depend on what else is merged.
    """

    def __init__(self, entries: Iterable[Entry] = ()):
        self._marks: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._pairs: set[tuple[int, int]] = set()
        self._rejected: set[tuple[str, str, str]] = set()
        self._words: set[str] = set()
        self._held: dict[int, set[int]] = {}
        count = 0
        for entry in entries:
            if entry.action == "keep-apart":
                for side, reference in enumerate(entry.entities):
                    for key in keys_of(reference):
                        self._marks[key].append(count + side)
                self._pairs |= {(count, count + 1), (count + 1, count)}
                count += 2
            elif entry.action == "reject-alias":
                # Which of the two names became the entity's does not matter: neither is another name of the other.
                (reference,) = entry.entities
                name, alias = name_key(reference.name), name_key(entry.value)
                self._rejected |= {(*key, alias) for key in keys_of(reference)}
                self._words |= {name, alias}
                self._rejected |= {(reference.type, "name:" + name, alias), (reference.type, "name:" + alias, name)}

    def __bool__(self) -> bool:
        return bool(self._pairs or self._rejected)

    def mark(self, clusters: Iterable[Cluster]) -> None:
        """Note which clusters are named in a pair that is kept apart, before any two are joined."""
        self._held = {}
        if not self._pairs:
            return
        for number, held in enumerate(clusters):
            marks = {mark for key in _keys(held) for mark in self._marks.get(key, ())}
            # What both sides of a pair name is not two things here.
            marks = {mark for mark in marks if not any((mark, other) in self._pairs for other in marks)}
            if marks:
                self._held[number] = marks

    def apart(self, one: int, other: int) -> bool:
        """Return whether the clusters with these two roots must not be joined."""
        marks, others = self._held.get(one), self._held.get(other)
        return bool(marks and others) and any((a, b) in self._pairs for a in marks or () for b in others or ())

    def joined(self, root: int, moved: int) -> None:
        """Note that what ``moved`` is the root of belongs to ``root`` from now on."""
        if marks := self._held.pop(moved, None):
            self._held[root] = self._held.get(root, set()) | marks

    def rejects(self, held: Cluster, alias_key: str) -> bool:
        """Return whether a name is no alias of what a cluster stands for."""
        return alias_key in self._words and any((*key, alias_key) in self._rejected for key in _keys(held))


def keys_of(reference: EntityReference) -> list[tuple[str, str]]:
    """Return the keys by which a reference names a cluster: its address, where it has one that identifies it, else its name."""
    address = read_address(reference.url) if reference.url else None
    if address is not None and reference.type in ("Paper", "Repository", "Resource"):
        return [(reference.type, address.key)]
    return [(reference.type, "name:" + name_key(reference.name))]


def _keys(held: Cluster) -> set[tuple[str, str]]:
    found = {(held.type, key) for key in held.addresses}
    return found | {(held.type, "name:" + name_key(mention.name)) for mention in held.mentions}
