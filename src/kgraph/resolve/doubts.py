"""Doubts: pairs of entities that look like one thing but were not merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz

from kgraph.core import Doubt, Entity
from kgraph.core.text import name_key

LEAST_SIMILARITY = 92.0
"""Names at least this similar (normalised edit similarity, 0 to 100) are a doubtful pair."""

NEIGHBOURHOOD = 60
"""How many of the names that follow it, in the order of its block, a name is compared with."""

_SHARED_NAMES = {"Method", "Software", "Dataset"}


def near_duplicates(entities: Sequence[Entity]) -> Iterator[Doubt]:
    """Yield pairs of one type whose names are nearly the same, and pairs of two types that share a name.

    Only names that share their first or last five characters are compared, each with the sixty that follow it when they
    are sorted from that end (the sorted neighbourhood method, Hernández and Stolfo 1995), so the cost stays near O(n).
    A pair may come twice.
    """
    for block, members in by_block(entities).items():
        yield from doubts_within(block, members)


def by_block(entities: Iterable[Entity]) -> dict[str, list[tuple[str, str]]]:
    """Return the members of each block that has any: (key of the name, id), sorted."""
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for entity in entities:
        key = name_key(entity.label)
        for block in blocks(entity):
            members[block].append((key, entity.id))
    return {block: sorted(found) for block, found in members.items()}


def blocks(entity: Entity) -> Iterator[str]:
    """Yield the names of the blocks in which ``entity`` is compared with others."""
    key = name_key(entity.label)
    if len(key) >= 8 and entity.type not in ("Repository", "Topic"):
        yield f"{entity.type}:{key[:5]}…"
        yield f"{entity.type}:…{key[-5:]}"
    if key and entity.type in _SHARED_NAMES:
        yield f"={key}"


def doubts_within(block: str, members: Sequence[tuple[str, str]]) -> Iterator[Doubt]:
    """Yield the pairs in doubt of one block, whose ``members`` are (key of the name, id), sorted."""
    if block.startswith("="):
        for place, (_, one) in enumerate(members):
            for _, other in members[place + 1 :]:
                if one.partition("/")[0] != other.partition("/")[0]:
                    yield Doubt(one, other, "one name, two types", 0.5)
        return
    from_end = ":…" in block
    ordered = sorted(members, key=lambda member: (member[0][::-1], member[1])) if from_end else members
    names = [(key, id_, _numbers(key)) for key, id_ in ordered]
    for place, (key, one, numbers) in enumerate(names):
        for other_key, other, others_numbers in names[place + 1 : place + 1 + NEIGHBOURHOOD]:
            if numbers == others_numbers and (score := fuzz.ratio(key, other_key)) >= LEAST_SIMILARITY:
                yield Doubt(min(one, other), max(one, other), "nearly the same name", round(score / 100, 3))


def _numbers(key: str) -> str:
    """Return the digits of a name: names that differ in a number (GPT-2, GPT-3) are different things."""
    return "".join(c for c in key if c.isdigit())
