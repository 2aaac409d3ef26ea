"""Clusters: which mentions are one thing, and why."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kgraph.core import Doubt, Mention, Merge
from kgraph.core.identifiers import Address, read_address
from kgraph.core.text import has_han, name_key
from kgraph.resolve.constraints import Constraints
from kgraph.resolve.scopes import apart

IDENTIFIED = {"Paper": "Paper", "Repository": "Repository", "Resource": "Resource"}
"""Types whose address identifies the thing; the value is the type that the address must stand for."""

_ASKED = 4
"""Things of one name that a further one is held against as a doubt: a name of a thousand things asks no million questions."""

_TITLE = 12
"""Letters from which the name of a page is a title of its own, not a word that many pages share (链接, AAAI 2020)."""


INITIALS = re.compile(r"(?:[A-Z]\.[ -]?)+[A-Z][\w'’-]+$")
"""A name whose given names are initials."""


@dataclass(slots=True)
class Cluster:
    """Mentions of one thing, with the identifiers they print and the merges that brought them together.

    ``label`` is the name that somebody decided on ("": the best one), ``rejected`` the keys of names that are none of it.
    """

    type: str
    mentions: list[Mention] = field(default_factory=list)
    addresses: dict[str, Address] = field(default_factory=dict)
    scopes: dict[str, set[str]] = field(default_factory=dict)
    """What documents say to tell the thing from others of its name, with the documents; see ``scopes``."""
    merges: list[Merge] = field(default_factory=list)
    label: str = ""
    rejected: frozenset[str] = frozenset()

    @property
    def first(self) -> tuple[str, int, int]:
        """The place of the first mention; orders clusters."""
        return min((m.document, m.line, m.column) for m in self.mentions)


def identity(mention: Mention) -> Address | None:
    """Return the address that identifies what ``mention`` names, or None."""
    wanted = IDENTIFIED.get(mention.type)
    if wanted is None or mention.url is None:
        return None
    address = read_address(mention.url)
    if address is None:
        return None
    if wanted == "Resource":
        return address
    return address if address.type == wanted and (wanted != "Paper" or address.scheme or address.key) else None


class _Union:
    """Disjoint sets of cluster numbers; the smaller number stays the root, so the order of merging does not matter."""

    def __init__(self, size: int, rules: Constraints):
        self.parent = list(range(size))
        self.rules = rules

    def find(self, item: int) -> int:
        while self.parent[item] != item:
            self.parent[item] = self.parent[self.parent[item]]
            item = self.parent[item]
        return item

    def join(self, one: int, other: int) -> bool:
        a, b = sorted((self.find(one), self.find(other)))
        self.parent[b] = a
        self.rules.joined(a, b)
        return a != b

    def apart(self, one: int, other: int) -> bool:
        """Return whether somebody decided that the two are not one thing."""
        return self.rules.apart(self.find(one), self.find(other))


def strong_alias(alias: str, type_: str) -> bool:
    """Return whether an alias is long enough to name one thing: two letters may stand for anything."""
    key = name_key(alias)
    if type_ == "Resource":
        return len(key) >= _TITLE
    return len(key) >= 4 or (len(key) == 3 and key.isascii()) or (has_han(alias) and len(key) >= 2)


def cluster(
    mentions: Iterable[Mention], rules: Constraints | None = None
) -> tuple[list[Cluster], dict[Mention, int], list[Doubt]]:
    """Group mentions into things.

    Returns the clusters in order of first mention, the number of each mention's cluster, and doubtful pairs (as pairs of
    cluster numbers in decimal, turned into ids by the caller). Rules, strongest first: same identifier; same type and
    name where neither identifiers nor scopes contradict; an alias that equals another name of the same type and belongs to
    nobody else; a person's initials beside the full name in one document. What ``rules`` keep apart is not joined.
    Costs O(mentions · aliases).
    """
    ordered = sorted(set(mentions), key=order)
    by_key: dict[tuple[str, str, str], Cluster] = {}
    for mention in ordered:
        address = identity(mention)
        key = address.key if address is not None else "name:" + (name_key(mention.name) or mention.name)
        held = by_key.get((mention.type, mention.scope, key))
        if held is None:
            held = by_key[mention.type, mention.scope, key] = Cluster(mention.type)
        held.mentions.append(mention)
        if mention.scope:
            held.scopes.setdefault(mention.scope, set()).add(mention.document)
        if address is not None:
            held.addresses[address.key] = address
    clusters = list(by_key.values())  # by their first mentions, as these are sorted
    rules = rules or Constraints()
    rules.mark(clusters)
    union = _Union(len(clusters), rules)
    doubts: list[Doubt] = []
    merges: dict[int, list[Merge]] = defaultdict(list)
    _join_names(clusters, union, merges, doubts)
    _join_aliases(clusters, union, merges, doubts)
    _join_initials(clusters, union, merges)
    return _collect(clusters, union, merges, doubts)


def order(mention: Mention) -> tuple[object, ...]:
    """Return the sort key of a mention: its place, then everything else, so that no two mentions are a tie."""
    place = (mention.document, mention.line, mention.column, mention.type, mention.name, mention.extractor)
    rest = (mention.text, mention.aliases, mention.url or "", mention.year or 0, mention.attributes, mention.confidence)
    return (*place, *rest, mention.scope)


def _schemes(clusters: Sequence[Cluster], union: _Union, root: int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for address in clusters[root].addresses.values():
        found[address.scheme or "url"].add(address.key)
    return found


def _contradict(one: dict[str, set[str]], other: dict[str, set[str]], type_: str) -> bool:
    """Return whether two sets of identifiers cannot be one thing: the same scheme with different values."""
    schemes = set(one) & set(other)
    if type_ == "Paper":
        schemes &= {"arxiv", "openreview", "acl", "doi", "cvf"}
    return any(one[scheme].isdisjoint(other[scheme]) for scheme in schemes)


def _join_names(
    clusters: Sequence[Cluster], union: _Union, merges: dict[int, list[Merge]], doubts: list[Doubt]
) -> None:
    by_name: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, held in enumerate(clusters):
        for key in dict.fromkeys(name_key(mention.name) for mention in held.mentions):
            if key:
                by_name[(held.type, key)].append(number)
    for (type_, key), numbers in by_name.items():
        # One article is often printed at several addresses.
        reprinted = type_ == "Resource" and len(key) >= _TITLE
        bases: list[int] = []
        # What is told apart comes first: a mention that says nothing joins the only thing of its name, and no one of several.
        for number in sorted(numbers, key=lambda number: not clusters[number].scopes):
            fitting = [
                base
                for base in bases
                if not union.apart(base, number)
                and not _different(clusters, union, base, number)
                and (
                    reprinted
                    or not _contradict(
                        _schemes(clusters, union, union.find(base)),
                        _schemes(clusters, union, union.find(number)),
                        type_,
                    )
                )
            ]
            told = [base for base in fitting if clusters[union.find(base)].scopes]
            if fitting and (len(told) < 2 or clusters[number].scopes):
                for base in fitting if clusters[number].scopes else fitting[:1]:
                    _join(clusters, union, merges, base, number, "same name")
                continue
            for base in bases[:_ASKED]:
                if union.apart(base, number):
                    continue
                if why := _different(clusters, union, base, number):
                    doubts.append(Doubt(str(base), str(number), f"one name, told apart by the text: {why}", 0.3))
                elif base in told:
                    doubts.append(Doubt(str(base), str(number), "one of several things of this name, or another", 0.4))
                elif type_ == "Paper" and base == bases[0]:
                    doubts.append(Doubt(str(base), str(number), "same title, different identifiers", 0.5))
            bases.append(number)


def _different(clusters: Sequence[Cluster], union: _Union, one: int, other: int) -> str:
    """Return what the text says to tell two things of one name apart, the empty string for nothing."""
    mine, theirs = clusters[union.find(one)], clusters[union.find(other)]
    if not mine.scopes and not theirs.scopes:
        return ""
    return apart(mine.scopes or _implied(mine), theirs.scopes or _implied(theirs))


def _implied(held: Cluster) -> dict[str, set[str]]:
    """Return the long forms that a thing named by an acronym goes by, as scopes."""
    return {
        f"long form:{alias}": {mention.document}
        for mention in held.mentions
        if mention.name.isupper()
        for alias in mention.aliases
        if "".join(word[0] for word in re.findall(r"[A-Za-z]+", alias)).upper() == mention.name
    }


def _join_aliases(
    clusters: Sequence[Cluster], union: _Union, merges: dict[int, list[Merge]], doubts: list[Doubt]
) -> None:
    named: dict[tuple[str, str], set[int]] = defaultdict(set)
    for number, held in enumerate(clusters):
        for mention in held.mentions:
            named[(held.type, name_key(mention.name))].add(number)
    claimed: dict[tuple[str, str], dict[int, Mention]] = defaultdict(dict)
    for number, held in enumerate(clusters):
        for mention in held.mentions:
            for alias in mention.aliases:
                if strong_alias(alias, held.type) and not union.rules.rejects(held, name_key(alias)):
                    claimed[(held.type, name_key(alias))].setdefault(number, mention)
    for key in sorted(claimed):
        owners = sorted({union.find(number) for number in claimed[key]})
        targets = sorted({union.find(number) for number in named.get(key, ())})
        everyone = sorted(set(owners) | set(targets))
        if len(everyone) < 2:
            continue
        if len(owners) > 1 and not targets and key[0] not in ("Method", "Organization", "Paper", "Resource"):
            continue
        ambiguous = len(owners) > 1 and len({name_key(clusters[o].mentions[0].name) for o in owners}) > 2
        for owner in everyone[1:]:
            first = everyone[0]
            schemes = _schemes(clusters, union, union.find(first)), _schemes(clusters, union, union.find(owner))
            if ambiguous or _contradict(*schemes, key[0]):
                doubts.append(Doubt(str(first), str(owner), f"both are called {key[1]}", 0.6))
            elif not _different(clusters, union, first, owner):
                _join(clusters, union, merges, first, owner, f"alias {key[1]}")


def _join_initials(clusters: Sequence[Cluster], union: _Union, merges: dict[int, list[Merge]]) -> None:
    """``J. Ho`` is the one person with these initials whom the same document names in full."""
    people = [
        (number, mention) for number, held in enumerate(clusters) for mention in held.mentions if held.type == "Person"
    ]
    full: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for number, mention in people:
        words = mention.name.split()
        if len(words) > 1 and len(words[0]) > 2 and not words[0].endswith("."):
            full[mention.document, words[0][0], words[-1]].add(number)
    for number, mention in people:
        if INITIALS.match(mention.name):
            same = full.get((mention.document, mention.name[0], mention.name.split()[-1]), ())
            roots = {union.find(other) for other in same}
            if len(roots) == 1:
                _join(clusters, union, merges, roots.pop(), number, "initials")


def _join(
    clusters: Sequence[Cluster], union: _Union, merges: dict[int, list[Merge]], one: int, other: int, rule: str
) -> None:
    a, b = union.find(one), union.find(other)
    if a == b or union.apart(a, b):
        return
    moved = max(a, b)
    mention = clusters[moved].mentions[0]
    union.join(a, b)
    root = min(a, b)
    clusters[root].addresses.update(clusters[moved].addresses)
    for scope, documents in clusters[moved].scopes.items():
        clusters[root].scopes.setdefault(scope, set()).update(documents)
    merges[root].extend(merges.pop(moved, []))
    merges[root].append(Merge(rule, mention.name, mention.document, mention.line))


def _collect(
    clusters: Sequence[Cluster], union: _Union, merges: dict[int, list[Merge]], doubts: Sequence[Doubt]
) -> tuple[list[Cluster], dict[Mention, int], list[Doubt]]:
    roots: dict[int, int] = {}
    collected: list[Cluster] = []
    number_of: dict[Mention, int] = {}
    joined: set[int] = set()
    for number, held in enumerate(clusters):
        root = union.find(number)
        if root == number:
            roots[root] = len(collected)
            held.merges = sorted(set(merges[root])) if root in merges else []
            collected.append(held)
        else:  # the root has a smaller number, so it is there
            joined.add(roots[root])
            collected[roots[root]].mentions.extend(held.mentions)
        number_of.update(dict.fromkeys(held.mentions, roots[root]))
    for number in joined:
        collected[number].mentions.sort(key=order)
    open_doubts = []
    for doubt in doubts:
        one, other = roots[union.find(int(doubt.first))], roots[union.find(int(doubt.second))]
        if one != other:
            open_doubts.append(Doubt(str(min(one, other)), str(max(one, other)), doubt.reason, doubt.score))
    return collected, number_of, sorted(set(open_doubts))
