"""Measure identity against gold annotations: one node for each thing, and one thing for each node.

A **duplicate** is a thing for which several nodes answer: within one stretch that a reader annotated, or in two stretches that
call it by the same name or address. A **wrong merge** is a node that answers for two things of one type that a reader told
apart in one stretch, under names that have nothing in common. Entities that a reader could leave out (``optional``) are not
held against the graph: whether they are things at all is a matter of taste.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from kgraph.core.text import name_key
from kgraph.query.evaluate import Gold, Match, address_key, entity_keys, match_entities


@dataclass(frozen=True, slots=True)
class Identity:
    """How well nodes stand for things: ``things`` were found, some of them twice or taken for one another; in words, in gold order."""

    things: int
    duplicates: tuple[str, ...] = ()
    wrong_merges: tuple[str, ...] = ()

    @property
    def duplicate_share(self) -> float:
        """The share of the things that have more than one node (0.0 where nothing was found)."""
        return len(self.duplicates) / self.things if self.things else 0.0


def measure_identity(
    graph: Mapping[str, Any], golds: Iterable[Gold], documents: Mapping[str, str] | None = None
) -> Identity:
    """Return the duplicates and wrong merges of ``graph``, node-link data with the keys of ``graph.json``, against ``golds``.

    ``documents`` is that of ``evaluate``. Things that several stretches name count once. Costs time linear in the graph for each
    stretch.
    """
    found = [match for match in match_entities(graph, golds, documents) if match.nodes and not match.entity.optional]
    found = list(_by_place(found))
    things = _things(found)
    return Identity(len(things), tuple(_duplicates(things)), tuple(_wrong_merges(found)))


def _by_place(found: Sequence[Match]) -> Iterable[Match]:
    """Let a node that has names of two things of one stretch answer for those alone on whose lines it stands, if on any.

    An acronym may be that of two things which a reader, and the graph, tell apart.
    """
    standing: set[tuple[str, int, str, str]] = set()
    for match in found:
        for node in match.nodes:
            if not set(match.lines.get(node, ())).isdisjoint(match.entity.lines):
                standing.add((match.document, match.first, match.entity.type, node))
    for match in found:
        nodes = frozenset(
            node
            for node in match.nodes
            if (match.document, match.first, match.entity.type, node) not in standing
            or not set(match.lines.get(node, ())).isdisjoint(match.entity.lines)
        )
        if nodes:
            yield replace(match, nodes=nodes)


def _things(found: Iterable[Match]) -> list[list[Match]]:
    """Return the matches of each thing: those of one type with the same name or address, in whichever stretch."""
    things: list[list[Match]] = []
    by_key: dict[tuple[str, str], list[Match]] = {}
    for match in found:
        keys = [(match.entity.type, "name:" + name_key(match.entity.name))]
        if match.entity.url:
            keys.append((match.entity.type, "url:" + address_key(match.entity.url)))
        thing = next((by_key[key] for key in keys if key in by_key), None)
        if thing is None:
            things.append(thing := [])
        thing.append(match)
        for key in keys:
            by_key.setdefault(key, thing)
    return things


def _duplicates(things: Iterable[Sequence[Match]]) -> Iterable[str]:
    for thing in things:
        several = next((match for match in thing if len(match.nodes) > 1), None)
        if several is not None:
            yield f"{_worded(several)}: {', '.join(sorted(several.nodes))}"
        elif len({match.nodes for match in thing}) > 1:
            yield "; ".join(f"{_worded(match)}: {', '.join(match.nodes)}" for match in thing)


def _wrong_merges(found: Iterable[Match]) -> Iterable[str]:
    held: dict[tuple[str, int, str, str], list[Match]] = defaultdict(list)
    for match in found:
        for node in match.nodes:
            held[match.document, match.first, match.entity.type, node].append(match)
    for (*_, node), matches in held.items():
        if any(entity_keys(a.entity).isdisjoint(entity_keys(b.entity)) for a, b in combinations(matches, 2)):
            yield f"{node}: {', '.join(_worded(match) for match in matches)}"


def _worded(match: Match) -> str:
    line = match.entity.lines[0] if match.entity.lines else match.first
    return f"{match.document}:{line} {match.entity.type} {match.entity.name}"
