"""What changed documents change in the resolved graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kgraph.core import Claim, Entity, Evidence, Mention, Problem, Relation, Resolution
from kgraph.core.calibration import load_calibration
from kgraph.pipeline.cache.readings import ReadDocument
from kgraph.pipeline.cache.state import State
from kgraph.resolve import Key, evidence, relate, relation, settle
from kgraph.resolve.components import components

Pair = tuple[ReadDocument | None, ReadDocument | None]
"""What was read of a document the last time and now; None where it was not there."""


@dataclass(frozen=True)
class Resolved:
    """Entities by id and relations by key: (before, after), None where there is none.

    They are all that are otherwise than they were, and all that changed documents name or state. Relations below the least confidence count as none. ``ends`` has all entities that were resolved again, by id, before and
    after.
    """

    entities: dict[str, tuple[Entity | None, Entity | None]]
    relations: dict[Key, tuple[Relation | None, Relation | None]]
    ends: tuple[dict[str, Entity], dict[str, Entity]]


class TooManyError(Exception):
    """So much changes that a whole build is quicker."""


def resolve_changes(
    state: State,
    changed: Mapping[str, Pair],
    reread: Callable[[str], ReadDocument | None],
    minimum_confidence: float,
    most: int,
) -> Resolved:
    """Bring ``state`` up to the documents that ``changed``, and return what that changes in the graph.

    ``reread`` gives the reading of a document that did not change. Raises TooManyError when more than ``most`` documents are
    concerned; the state is then half changed. Costs what the concerned components have in mentions and claims.
    """
    before = {mention for old, _ in changed.values() for mention in _mentions(old)}
    after = {mention for _, new in changed.values() for mention in _mentions(new)}
    touched = state.touched(before | after)
    held = state.mentions(touched)
    pool = [mention for mention in held if mention.document not in changed]
    pool += sorted(after, key=lambda mention: (mention.document, mention.line, mention.column))
    known_as = load_calibration()
    old, new = settle(held, known_as), settle(pool, known_as)
    moved = {
        mention.document
        for mention in pool
        if mention.document not in changed and old.named[mention].id != new.named[mention].id
    }
    if len(moved) + len(changed) > most:
        raise TooManyError
    readings: dict[str, Pair] = dict(changed)
    for path in moved:
        read = reread(path)
        if read is None:
            raise TooManyError
        readings[path] = (read, read)
    # Claims of moved documents may have ends that nothing touched: these are what they were.
    others = {end for path in moved for claim in _claims(readings[path][0]) for end in (claim.head, claim.tail)}
    beside = settle(state.mentions(state.touched(others - set(old.named)) - touched), known_as)
    old.named.update(beside.named)
    new.named.update(beside.named)

    grouped_before, _ = relate(_all_claims(readings, 0), old.named.__getitem__)
    grouped_after, problems = relate(_all_claims(readings, 1), new.named.__getitem__)
    relations: dict[Key, tuple[Relation | None, Relation | None]] = {}
    kept: list[tuple[Key, list[Evidence]]] = []
    for key in sorted({*grouped_before, *grouped_after}):
        rows = state.evidence(key)
        left = [item for item in rows if item.document not in readings]
        left += [evidence(claim, known_as) for claim in grouped_after.get(key, ())]
        first, second = _relation(key, rows, minimum_confidence), _relation(key, left, minimum_confidence)
        kept.append((key, left))
        if first is not None or second is not None:
            relations[key] = (first, second)
    entities_before = {entity.id: entity for entity in old.entities}
    entities_after = {entity.id: entity for entity in new.entities}
    concerned = {old.named[mention].id for mention in before} | {new.named[mention].id for mention in after}
    entities = {
        id_: (entities_before.get(id_), entities_after.get(id_))
        for id_ in sorted({*entities_before, *entities_after})
        if id_ in concerned or entities_before.get(id_) != entities_after.get(id_)
    }
    by_document: dict[str, list[Problem]] = {path: [] for path in readings}
    for problem in problems:
        by_document[problem.document].append(problem)

    state.drop(touched, held)
    state.add(components(pool))
    state.set_evidence(kept)
    state.set_problems(by_document)
    state.set_doubts(entities_before, new.doubts)
    state.set_near(
        [e for e, _ in entities.values() if e is not None], [e for _, e in entities.values() if e is not None]
    )
    for side, sign in ((0, -1), (1, 1)):
        state.count((pair[side] for pair in entities.values()), sign)
        state.count((pair[side] for pair in relations.values()), sign)
    ends = [{entity.id: entity for entity in settled.named.values()} for settled in (old, new)]
    return Resolved(entities, relations, (ends[0], ends[1]))


def keep_all(state: State, mentions: Iterable[Mention], resolution: Resolution) -> None:
    """Fill an empty ``state`` with what a whole build resolved, without a least confidence and without decisions."""
    state.add(components(dict.fromkeys(mentions)))
    state.set_evidence(((one.source, one.key, one.target), one.evidence) for one in resolution.relations)
    by_document: dict[str, list[Problem]] = {}
    for problem in resolution.problems:
        by_document.setdefault(problem.document, []).append(problem)
    state.set_problems(by_document)
    state.set_doubts((), resolution.doubts)
    state.set_near((), resolution.entities)
    state.count(resolution.entities, 1)


def outgoing(state: State, source: str, minimum_confidence: float) -> list[Relation]:
    """Return the relations that start at an entity, in order."""
    found = (_relation(key, rows, minimum_confidence) for key, rows in state.outgoing(source))
    return [one for one in found if one is not None]


def _relation(key: Key, rows: list[Evidence], minimum_confidence: float) -> Relation | None:
    if not rows:
        return None
    found = relation(key, rows, load_calibration())
    return found if found.confidence >= minimum_confidence else None


def _mentions(read: ReadDocument | None) -> tuple[Mention, ...]:
    return () if read is None or read.extraction is None else read.extraction.mentions


def _claims(read: ReadDocument | None) -> tuple[Claim, ...]:
    return () if read is None or read.extraction is None else read.extraction.claims


def _all_claims(readings: Mapping[str, Pair], side: int) -> Iterator[Claim]:
    for pair in readings.values():
        yield from _claims(pair[side])
