"""Doubts: pairs of entities that look like one thing but were not merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from kgraph.core import Doubt, Entity
from kgraph.core.text import name_key

LEAST_SIMILARITY = 92.0
"""Names at least this similar (normalised edit similarity, 0 to 100) are a doubtful pair."""

_LARGEST_BLOCK = 60


def near_duplicates(entities: Sequence[Entity]) -> Iterator[Doubt]:
    """Yield pairs of one type whose names are nearly the same, and pairs of two types that share a name.

    Only names that share their first or last five characters are compared, in blocks of at most sixty, so the cost
    stays near O(n).
    """
    blocks: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    by_name: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        key = name_key(entity.label)
        by_name[key].append(entity)
        if len(key) >= 8 and entity.type not in ("Repository", "Topic"):
            blocks[(entity.type, key[:5])].append((key, entity.id))
            blocks[(entity.type, "…" + key[-5:])].append((key, entity.id))
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        names = sorted(block)[:_LARGEST_BLOCK]
        for place, (key, id_) in enumerate(names):
            for other_key, other in names[place + 1 :]:
                pair = (min(id_, other), max(id_, other))
                if id_ == other or pair in seen or _numbers(key) != _numbers(other_key):
                    continue
                score = fuzz.ratio(key, other_key)
                if score >= LEAST_SIMILARITY:
                    seen.add(pair)
                    yield Doubt(*pair, "nearly the same name", round(score / 100, 3))
    kinds = {"Method", "Software", "Dataset"}
    for key, named in by_name.items():
        things = sorted((entity for entity in named if entity.type in kinds), key=lambda entity: entity.id)
        for place, entity in enumerate(things):
            for other_entity in things[place + 1 :]:
                if key and entity.type != other_entity.type:
                    yield Doubt(entity.id, other_entity.id, "one name, two types", 0.5)


def _numbers(key: str) -> str:
    """Return the digits of a name: names that differ in a number (GPT-2, GPT-3) are different things."""
    return "".join(c for c in key if c.isdigit())
