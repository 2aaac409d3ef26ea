"""Replay: what the decisions of people change about what the documents say.

The documents' own clusters, with the ids that they have without any decision, are where a replay starts. It goes through
the decisions kind by kind, whatever their order in the log:

1. undoings are taken out; ``keep-apart`` and ``reject-alias`` have acted on clustering already (``constraints``),
2. ``split``, 3. ``merge``, 4. ``retype``, 5. ``rename``, 6. aliases, 7. statements.

So the order of the log matters only where two decisions say different things about one: two types, two names, two splits
of one place. There the later one holds. Of a ``merge`` and a ``keep-apart``, and of an ``add-…`` and a ``reject-…``, the one
that denies holds. Each such pair is reported, as is whatever a decision is about and no document speaks of any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from kgraph.core import SCHEMA, Claim, Mention, Merge, Problem
from kgraph.core.curation import (
    EXTRACTOR,
    FILE,
    Curation,
    EntityReference,
    Entry,
    PlaceReference,
    conflict,
    printed,
    undone,
)
from kgraph.core.identifiers import entity_id, read_address
from kgraph.core.text import name_key, tidy
from kgraph.resolve.clusters import Cluster, identity, order

LIKE = 70.0
"""How like its old text a changed line has to be (0 to 100) to be taken for the same place."""


@dataclass
class Replayed:
    """Clusters after all decisions: ``ids`` by number, without those that were merged away.

    ``moved`` leads from a cluster merged away to the one that holds it, ``placed`` from a mention to the cluster that it was
    put into. ``claims`` are statements that were added, ``rejected`` those that were refused, by (source id, relation, target
    id). ``apart`` are pairs of ids that are decided to be two things, ``conflicts`` what could not be applied as it stands.
    """

    clusters: list[Cluster]
    ids: dict[int, str]
    moved: dict[int, int] = field(default_factory=dict)
    placed: dict[Mention, int] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    rejected: dict[tuple[str, str, str], Entry] = field(default_factory=dict)
    apart: set[tuple[str, str]] = field(default_factory=set)
    conflicts: list[Problem] = field(default_factory=list)

    def root(self, number: int) -> int:
        """Return the cluster that holds a cluster now."""
        while number in self.moved:
            number = self.moved[number]
        return number


def live_entries(curation: Curation) -> tuple[list[Entry], list[Problem]]:
    """Return the entries that are not undone, undoings left out, and the undoings that lead nowhere."""
    gone, problems = undone(curation.entries)
    return [entry for entry in curation.entries if entry.action != "undo" and entry.key not in gone], problems


def replay(
    clusters: Sequence[Cluster], ids: Sequence[str], curation: Curation, label_of: Callable[[Cluster], str]
) -> Replayed:
    """Return ``clusters`` as the live entries of ``curation`` change them; what is given stays as it is.

    Costs one pass over the clusters, and then time in the number of entries and of the mentions that they move.
    """
    entries, problems = live_entries(curation)
    work = _Replay(clusters, ids, curation, label_of)
    work.out.conflicts += problems
    by_action: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_action[entry.action].append(entry)
    work.split(by_action["split"], by_action["merge"])
    work.merge(by_action["merge"], by_action["keep-apart"])
    work.retype(by_action["retype"])
    work.rename(by_action["rename"])
    work.aliases(by_action["add-alias"], by_action["reject-alias"])
    work.statements(by_action["add-statement"], by_action["reject-statement"])
    work.apart(by_action["keep-apart"])
    return work.out


class _Gone(Exception):
    """What a decision is about is not there; the reason says what is missing."""


class _Replay:
    def __init__(
        self,
        clusters: Sequence[Cluster],
        ids: Sequence[str],
        curation: Curation,
        label_of: Callable[[Cluster], str],
    ):
        self.out = Replayed(list(clusters), dict(enumerate(ids)))
        self.curation, self.label_of = curation, label_of
        self._owned: set[int] = set()
        self.taken = {id_: number for number, id_ in self.out.ids.items()}
        self.by_key: dict[tuple[str, str], list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        for number in range(len(clusters)):
            self._index(number)
        # A later decision names an entity by the id that an earlier one gave it.
        self.before: dict[str, EntityReference] = {}
        for entry in curation.entries:
            if entry.action == "retype":
                (reference,) = entry.entities
                self.before.setdefault(_retyped(reference.id, entry.value), reference)
        self.parts: dict[tuple[int, str], int] = {}
        """Clusters that were split off, by the one that they come from and their name."""

    # --- finding what a decision is about

    def _index(self, number: int) -> None:
        held = self.out.clusters[number]
        for key in held.addresses:
            self.by_key[held.type, key].append(number)
        names = {name_key(mention.name) for mention in held.mentions}
        for name in names:
            self.by_key[held.type, "name:" + name].append(number)
            self.by_name[name].append(number)
        for alias in {name_key(alias) for mention in held.mentions for alias in mention.aliases} - names:
            self.by_key[held.type, "alias:" + alias].append(number)

    def own(self, number: int) -> Cluster:
        """Return a cluster as one that may be changed: what the caller gave stays as it is."""
        if number not in self._owned:
            held = self.out.clusters[number]
            self.out.clusters[number] = replace(
                held,
                mentions=[*held.mentions],
                addresses={**held.addresses},
                merges=[*held.merges],
            )
            self._owned.add(number)
        return self.out.clusters[number]

    def find(self, reference: EntityReference, seen: tuple[str, ...] = ()) -> int:
        """Return the cluster that a reference means: by id, else by address, else by type and name, else by name alone."""
        number = self.taken.get(reference.id)
        if number is not None and self._fits(number, reference):
            return self.out.root(number)
        before = self.before.get(reference.id)
        if before is not None and before.id not in seen:
            return self.find(before, (*seen, reference.id))
        address = read_address(reference.url) if reference.url else None
        name = name_key(reference.name)
        for found in (
            self.by_key.get((reference.type, address.key), []) if address is not None else [],
            self.by_key.get((reference.type, "name:" + name), []),
            self.by_name.get(name, []),
            self.by_key.get((reference.type, "alias:" + name), []),
        ):
            roots = {self.out.root(number) for number in found}
            if len(roots) > 1 and reference.document:
                roots = {number for number in roots if self._named_in(number, reference.document)} or roots
            if len(roots) > 1 and reference.line:
                roots = self._named_on(roots, reference) or roots
            if len(roots) > 1:
                ids = ", ".join(sorted(self.out.ids[number] for number in roots))
                raise _Gone(f"{reference.id} is no more, and '{reference.name}' names {len(roots)} entities ({ids})")
            if roots:
                return roots.pop()
        raise _Gone(f"nothing is called '{reference.name}' any more ({reference.id})")

    def _fits(self, number: int, reference: EntityReference) -> bool:
        """Return whether the cluster of an id is still what the id meant: ids of things of one name may change hands.

        Not so where what tells the thing from the others stands in the id.
        """
        told = reference.id.partition("~")[2]
        if told and not told.rpartition("~")[2].isdigit():
            return True
        if reference.line:
            alike = self.by_key.get((reference.type, "name:" + name_key(reference.name)), ())
            named = self._named_on({self.out.root(other) for other in (number, *alike)}, reference)
            return not named or self.out.root(number) in named
        return not told or not reference.document or self._named_in(number, reference.document)

    def _named_on(self, roots: Iterable[int], reference: EntityReference) -> set[int]:
        """Return which clusters a document names on the line that reads most as the reference says; none where no line does."""
        lines = self.curation.lines.get(reference.document, ())
        likeness = {
            root: max(
                (
                    fuzz.ratio(tidy(reference.line), tidy(lines[mention.line - 1]))
                    for mention in self.out.clusters[root].mentions
                    if mention.document == reference.document and mention.line <= len(lines)
                ),
                default=0.0,
            )
            for root in sorted(roots)
        }
        best = max(likeness.values(), default=0.0)
        return {root for root, found in likeness.items() if found == best} if best >= LIKE else set()

    def _named_in(self, number: int, document: str) -> bool:
        return any(mention.document == document for mention in self.out.clusters[number].mentions)

    def found(self, entry: Entry) -> list[int] | None:
        """Return the clusters of an entry's entities, None after reporting that one of them is gone."""
        try:
            return [self.find(reference) for reference in entry.entities]
        except _Gone as gone:
            self.report(entry, str(gone))
            return None

    def report(self, entry: Entry, reason: str) -> None:
        self.out.conflicts.append(conflict(entry, reason))

    def name(self, number: int) -> str:
        return self.label_of(self.out.clusters[number])

    def new_id(self, id_: str, number: int) -> str:
        """Return ``id_``, with a number where another cluster has it, and note whose it is."""
        count, free = 1, id_
        while self.taken.get(free, number) != number:
            count += 1
            free = f"{id_}~{count}"
        self.taken[free] = number
        return free

    def trace(self, number: int, entry: Entry, what: str, name: str) -> None:
        """Note on a cluster what was decided, by whom and why."""
        self.own(number).merges.append(Merge(f"{what} by {entry.author}: {entry.reason}", name, FILE, entry.line))

    def mention(self, number: int, entry: Entry, where: str) -> None:
        """Let the entry's own line name the cluster: a name that somebody decided on stands there."""
        held = self.own(number)
        text, column = printed(entry, where, entry.value)
        named = Mention(
            held.type, entry.value, FILE, entry.line, column, text, EXTRACTOR, scope=min(held.scopes, default="")
        )
        held.mentions = sorted({*held.mentions, named}, key=order)

    # --- the decisions, kind by kind

    def split(self, entries: Sequence[Entry], merges: Sequence[Entry]) -> None:
        together = self._together(merges)
        waiting = list(entries)
        while waiting:  # a split may be about what another one splits off
            later = []
            for entry in waiting:
                try:
                    number = self.find(entry.entities[0])
                except _Gone:
                    later.append(entry)
                    continue
                self._split(entry, number, together.get(number, [number]))
            if len(later) == len(waiting):
                for entry in later:
                    self.found(entry)
                return
            waiting = later

    def _together(self, merges: Sequence[Entry]) -> dict[int, list[int]]:
        """Return which clusters the merges will join: what was read of an entity may stand in any of them."""
        groups: dict[int, list[int]] = {}
        for entry in merges:
            try:
                one, other = (self.find(reference) for reference in entry.entities)
            except _Gone:
                continue
            joined = sorted({*groups.get(one, [one]), *groups.get(other, [other])})
            groups.update(dict.fromkeys(joined, joined))
        return groups

    def _split(self, entry: Entry, number: int, among: Sequence[int]) -> None:
        parts = [part for (source, _), part in self.parts.items() if source in among]
        name = name_key(entry.value) or entry.value
        target = self.parts.get((among[0], name))
        chosen: dict[int, list[Mention]] = defaultdict(list)
        for place in entry.places:
            try:
                for owner, mention in self._at(place, [*among, *parts]):
                    if owner != target:
                        chosen[owner].append(mention)
            except _Gone as gone:
                self.report(entry, str(gone))
        if target is None and not chosen:
            return
        for owner, mentions in chosen.items():
            if len(set(mentions)) == len(self.out.clusters[owner].mentions) and owner in among:
                self.report(entry, f"nothing would be left of '{self.name(owner)}': rename it instead")
                return
            if owner in parts:
                self.report(
                    entry, f"another split took some of these places for '{self.name(owner)}'; this later one holds"
                )
        if target is None:
            target = self._part(entry, number, [mention for mentions in chosen.values() for mention in mentions])
            self.parts[among[0], name] = target
        for owner, mentions in chosen.items():
            self._move(owner, target, mentions)
        self.trace(target, entry, f"split from {self.name(number)}", entry.value)
        held = self.out.clusters[target]
        if entry.value not in {mention.name for mention in held.mentions}:
            self.mention(target, entry, "name")
        self._index(target)

    def _at(self, place: PlaceReference, among: Iterable[int]) -> list[tuple[int, Mention]]:
        """Return the mentions that stand at a place, each with its cluster; found by words and by the text of the line."""
        found = [
            (number, mention)
            for number in among
            for mention in self.out.clusters[number].mentions
            if mention.document == place.document and (not place.words or tidy(mention.text) == tidy(place.words))
        ]
        words = f"'{place.words}'" if place.words else "it"
        if not found:
            raise _Gone(f"{place.document} does not name {words} any more")
        if not place.line:
            return found
        lines = self.curation.lines.get(place.document, ())
        likeness = {
            line: fuzz.ratio(tidy(place.line), tidy(lines[line - 1])) if line <= len(lines) else 0.0
            for line in {mention.line for _, mention in found}
        }
        best = max(likeness.values())
        if best < LIKE:
            raise _Gone(f"no line of {place.document} that names {words} reads as it did: {place.line}")
        return [(number, mention) for number, mention in found if likeness[mention.line] == best]

    def _part(self, entry: Entry, number: int, mentions: Sequence[Mention]) -> int:
        source = self.out.clusters[number]
        target = len(self.out.clusters)
        self.out.clusters.append(Cluster(source.type, label=entry.value))
        addresses = {found.key: found for found in map(identity, mentions) if found is not None}
        address = addresses[min(addresses)] if addresses else None
        self.out.ids[target] = self.new_id(entity_id(source.type, entry.value, address), target)
        return target

    def _move(self, owner: int, target: int, mentions: Sequence[Mention]) -> None:
        gone = set(mentions)
        left, held = self.own(owner), self.own(target)
        left.mentions = [mention for mention in left.mentions if mention not in gone]
        held.mentions = sorted({*held.mentions, *gone}, key=order)
        for cluster in (left, held):
            cluster.addresses = {found.key: found for found in map(identity, cluster.mentions) if found is not None}
        for mention in gone:
            self.out.placed[mention] = target

    def merge(self, entries: Sequence[Entry], apart: Sequence[Entry]) -> None:
        pairs: dict[tuple[int, int], Entry] = {}
        for entry in entries:
            numbers = self.found(entry)
            if numbers is not None and numbers[0] != numbers[1]:
                pairs.setdefault((numbers[0], numbers[1]), entry)
        kept_apart = {}
        for entry in apart:
            try:
                one, other = (self.find(reference) for reference in entry.entities)
            except _Gone:
                continue  # reported where all of these are looked at again
            kept_apart[frozenset((one, other))] = entry
        groups: dict[int, set[int]] = {}
        # By id, not by place in the log: so it does not depend on the order which of several is refused.
        for (keep, other), entry in sorted(pairs.items(), key=lambda item: [self.out.ids[end] for end in item[0]]):
            joined = groups.get(keep, {keep}) | groups.get(other, {other})
            denied = next((kept_apart[pair] for pair in sorted(kept_apart, key=sorted) if pair <= joined), None)
            if denied is not None:
                self.report(
                    entry, f"line {denied.line} keeps apart what it merges; they stay apart: undo one of the two"
                )
                continue
            groups.update(dict.fromkeys(joined, joined))
        names = {number: self.name(number) for number in groups}
        for group in {frozenset(group) for group in groups.values()}:
            root = self._root_of(group, pairs)
            wanted = {entry.entities[0].id for (keep, _), entry in pairs.items() if keep == root}
            own = self.out.ids[root]
            self._join(root, sorted(group - {root}, key=lambda number: self.out.ids[number]))
            # The id that was to stay may have come to another one of the group since, or be nobody's.
            kept = sorted(id_ for id_ in wanted if self.taken.get(id_, root) in group)
            if kept and own not in kept:
                self.out.ids[root] = kept[0]
                self.taken[kept[0]] = root
        for (keep, other), entry in pairs.items():
            if keep in groups and other in groups[keep]:
                self.trace(self.out.root(keep), entry, "merged", names[other])

    def _root_of(self, group: frozenset[int], pairs: Iterable[tuple[int, int]]) -> int:
        """Return whose id and name a merged group keeps: what was never merged into another, of several the first by id."""
        others = {other for keep, other in pairs if keep in group and other in group}
        return min(group - others or group, key=lambda number: self.out.ids[number])

    def _join(self, root: int, others: Sequence[int]) -> None:
        held = self.own(root)
        held.label = self.name(root)
        for number in others:
            moved = self.out.clusters[number]
            held.mentions = sorted([*held.mentions, *moved.mentions], key=order)
            held.addresses = {**moved.addresses, **held.addresses}
            held.merges += moved.merges
            self.out.moved[number] = root
            del self.out.ids[number]

    def retype(self, entries: Sequence[Entry]) -> None:
        decided: dict[int, tuple[Entry, str]] = {}
        for entry in entries:
            if (numbers := self.found(entry)) is not None:
                (number,) = numbers
                self._later(entry, decided.get(number), entry.entities[0].type)
                decided[number] = (entry, entry.value)
        for number, (entry, type_) in sorted(decided.items(), key=lambda item: self.out.ids[item[0]]):
            if self.out.clusters[number].type != type_:
                held = self.own(number)
                self.trace(number, entry, f"retyped from {held.type} to {type_}", self.name(number))
                held.type = type_
                self.out.ids[number] = self.new_id(_retyped(self.out.ids[number], type_), number)

    def rename(self, entries: Sequence[Entry]) -> None:
        decided: dict[int, tuple[Entry, str]] = {}
        for entry in entries:
            if (numbers := self.found(entry)) is not None:
                (number,) = numbers
                self._later(entry, decided.get(number), entry.entities[0].name)
                decided[number] = (entry, entry.value)
        for number, (entry, name) in decided.items():
            self.trace(number, entry, f"renamed from {self.name(number)}", name)
            self.own(number).label = name
            self.mention(number, entry, "name")

    def _later(self, entry: Entry, earlier: tuple[Entry, str] | None, seen: str) -> None:
        """Report that two decisions contradict each other, unless the later one was taken in view of the earlier."""
        if earlier is None:
            return
        other, value = earlier
        if entry.value != value and seen != value:
            self.report(entry, f"line {other.line} says '{value}' and this later one '{entry.value}', which holds")

    def aliases(self, added: Sequence[Entry], rejected: Sequence[Entry]) -> None:
        refused: dict[tuple[int, str], Entry] = {}
        for entry in rejected:
            numbers = self.found(entry)
            if numbers is None:
                continue
            (number,) = numbers
            name, alias = name_key(entry.entities[0].name), name_key(entry.value)
            refused[number, alias] = entry
            # Without the link between the two names there may be two entities: neither has the name of the other.
            for one, other in ((name, alias), (alias, name)):
                named = self.by_key.get((entry.entities[0].type, "name:" + one), ())
                for held in {self.out.root(found) for found in named} | ({number} if one == name else set()):
                    self._reject(held, other, one, entry)
        for entry in added:
            numbers = self.found(entry)
            if numbers is None:
                continue
            (number,) = numbers
            if denied := refused.get((number, name_key(entry.value))):
                self.report(entry, f"line {denied.line} rejects this name, which holds: undo one of the two")
                continue
            self.trace(number, entry, "name added", entry.value)
            self.mention(number, entry, "alias")

    def _reject(self, number: int, alias: str, name: str, entry: Entry) -> None:
        read = [mention for mention in self.out.clusters[number].mentions if mention.extractor != EXTRACTOR]
        named = next((mention for mention in read if name_key(mention.name) == alias), None)
        if named is None:
            held = self.own(number)
            held.rejected |= {alias}
        elif any(name_key(mention.name) == name for mention in read) and alias == name_key(entry.value):
            place = f"{named.document}:{named.line}"
            self.report(entry, f"'{entry.value}' is how {place} itself names it: split that place off")

    def statements(self, added: Sequence[Entry], rejected: Sequence[Entry]) -> None:
        for entry in rejected:
            if (numbers := self.found(entry)) is not None:
                source, target = numbers
                self.out.rejected.setdefault((self.out.ids[source], entry.value, self.out.ids[target]), entry)
        for entry in added:
            if (numbers := self.found(entry)) is None:
                continue
            source, target = numbers
            head, tail = self.out.clusters[source], self.out.clusters[target]
            if denied := self.out.rejected.get((self.out.ids[source], entry.value, self.out.ids[target])):
                self.report(entry, f"line {denied.line} rejects this statement, which holds: undo one of the two")
            elif source == target:
                self.report(entry, f"both ends are one entity now ('{self.name(source)}')")
            elif not SCHEMA.allows(head.type, entry.value, tail.type):
                self.report(entry, f"{head.type} --{entry.value}--> {tail.type} is not in the schema")
            else:
                text, column = printed(entry, "reason", entry.reason)
                ends = self._stand_in(source), self._stand_in(target)
                self.out.claims.append(
                    Claim(ends[0], entry.value, ends[1], FILE, entry.line, column, text, entry.text, EXTRACTOR)
                )

    def _stand_in(self, number: int) -> Mention:
        """Return a mention by which a claim can speak of a cluster."""
        mention = self.out.clusters[number].mentions[0]
        self.out.placed[mention] = number
        return mention

    def apart(self, entries: Sequence[Entry]) -> None:
        for entry in entries:
            numbers = self.found(entry)
            if numbers is None:
                continue
            one, other = numbers
            if one == other:
                named = " and ".join(f"'{reference.name}'" for reference in entry.entities)
                self.report(entry, f"{named} are one entity ('{self.name(one)}') all the same: split it")
                continue
            first, second = sorted((self.out.ids[one], self.out.ids[other]))
            self.out.apart.add((first, second))


def _retyped(id_: str, type_: str) -> str:
    return f"{type_.lower()}/{id_.partition('/')[2]}"
