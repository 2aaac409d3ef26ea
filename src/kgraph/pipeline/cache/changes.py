"""What changed documents change in the resolved graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from kgraph.core import (
    Claim,
    Curation,
    Entity,
    Evidence,
    Extraction,
    Mention,
    Problem,
    Rejected,
    Relation,
    Resolution,
)
from kgraph.core.calibration import load_calibration
from kgraph.core.curation import FILE
from kgraph.pipeline.cache.readings import ReadDocument
from kgraph.pipeline.cache.state import State
from kgraph.resolve import Key, evidence, in_order, reject, relate, relation, settle
from kgraph.resolve.components import components, decided, id_key

Pair = tuple[ReadDocument | None, ReadDocument | None]
"""What was read of a document the last time and now; None where it was not there."""


@dataclass(frozen=True)
class Resolved:
    """Entities by id and relations by key: (before, after), None where there is none.

    They are all that are otherwise than they were, and all that changed documents name or state. Relations below the least
    confidence count as none, and so do the ``rejected`` ones, which are all there are, before and after. ``conflicts`` are the
    decisions that cannot be applied as they stand now. ``ends`` has all entities that were resolved again, by id, before and after.
    """

    entities: dict[str, tuple[Entity | None, Entity | None]]
    relations: dict[Key, tuple[Relation | None, Relation | None]]
    rejected: tuple[tuple[Rejected, ...], tuple[Rejected, ...]]
    conflicts: tuple[Problem, ...]
    apart: set[tuple[str, str]]
    ends: tuple[dict[str, Entity], dict[str, Entity]]


class TooManyError(Exception):
    """So much changes that a whole build is quicker."""


def resolve_changes(
    state: State,
    changed: Mapping[str, Pair],
    reread: Callable[[str], ReadDocument | None],
    curation: tuple[Curation, Curation],
    minimum_confidence: float,
    most: int,
) -> Resolved:
    """Bring ``state`` up to the documents that ``changed``, and return what that changes in the graph.

    ``reread`` gives the reading of a document that did not change; ``curation`` are the decisions of the last build and of this
    one. Raises TooManyError when more than ``most`` documents are concerned; the state is then half changed. Costs what the
    concerned components, those with decisions included, have in mentions and claims.
    """
    before = {mention for old, _ in changed.values() for mention in _mentions(old)}
    after = {mention for _, new in changed.values() for mention in _mentions(new)}
    entries = [entry for log in curation for entry in log.entries]
    touched = state.touched(before | after) | state.holding(decided(entries))
    known_as = load_calibration()
    logs = [_over_lines(log, side, changed, reread) for side, log in enumerate(curation)]
    while True:
        held = state.mentions(touched)
        pool = [mention for mention in held if mention.document not in changed]
        pool += sorted(after, key=lambda mention: (mention.document, mention.line, mention.column))
        old, new = settle(held, known_as, logs[0]), settle(pool, known_as, logs[1])
        # Decisions make ids that others may have.
        made = {id_key(entity.id) for entity in (*old.entities, *new.entities)} if entries else set()
        if not (further := state.holding(made) - touched):
            break
        touched |= further
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
    readings[FILE] = (_stated(old.decided.claims), _stated(new.decided.claims))
    # Claims of moved documents may have ends that nothing touched: these are what they were.
    others = {end for path in moved for claim in _claims(readings[path][0]) for end in (claim.head, claim.tail)}
    beside = settle(state.mentions(state.touched(others - set(old.named)) - touched), known_as)
    old.named.update(beside.named)
    new.named.update(beside.named)

    grouped_before, _ = relate(_all_claims(readings, 0), old.named.__getitem__)
    grouped_after, problems = relate(_all_claims(readings, 1), new.named.__getitem__)
    relations: dict[Key, tuple[Relation | None, Relation | None]] = {}
    kept: list[tuple[Key, list[Evidence]]] = []
    for key in sorted({*grouped_before, *grouped_after, *old.decided.rejected, *new.decided.rejected}):
        rows = state.evidence(key)
        left = [item for item in rows if item.document not in readings]
        left += [evidence(claim, known_as) for claim in grouped_after.get(key, ())]
        relations[key] = (relation(key, rows, known_as), relation(key, left, known_as))
        kept.append((key, left))
    rejected_before, _ = reject(old.decided, lambda key: relations[key][0])
    rejected_after, conflicts = reject(new.decided, lambda key: relations[key][1])
    relations = {
        key: pair
        for key, found in relations.items()
        if any(
            pair := (
                _shown(found[0], key in old.decided.rejected, minimum_confidence),
                _shown(found[1], key in new.decided.rejected, minimum_confidence),
            )
        )
    }
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
    # An entity that was split off holds nothing once another decision has taken its place: no mention leads to it.
    ends = [{entity.id: entity for entity in (*settled.entities, *settled.named.values())} for settled in (old, new)]
    return Resolved(
        entities,
        relations,
        (rejected_before, rejected_after),
        in_order([*curation[1].problems, *conflicts]),
        new.decided.apart,
        (ends[0], ends[1]),
    )


def _over_lines(
    curation: Curation, side: int, changed: Mapping[str, Pair], reread: Callable[[str], ReadDocument | None]
) -> Curation:
    """Return decisions with the lines that they need of the documents as they were (side 0) or are."""
    found = [changed[path][side] if path in changed else reread(path) for path in sorted(curation.documents)]
    return curation.over(read.document for read in found if read is not None and read.document is not None)


def _stated(claims: Iterable[Claim]) -> ReadDocument:
    """Return the reading of the log of decisions: the statements that were added."""
    return ReadDocument(None, Extraction((), tuple(claims), ()), ())


def keep_all(state: State, mentions: Iterable[Mention], resolution: Resolution) -> None:
    """Fill an empty ``state`` with what a whole build resolved, without a least confidence."""
    state.add(components(dict.fromkeys(mentions)))
    stated = chain(resolution.relations, (one.relation for one in resolution.rejected))
    state.set_evidence(((one.source, one.key, one.target), one.evidence) for one in stated)
    by_document: dict[str, list[Problem]] = {}
    for problem in resolution.problems:
        by_document.setdefault(problem.document, []).append(problem)
    state.set_problems(by_document)
    state.set_doubts((), resolution.doubts)
    state.fill_near(resolution.entities)
    state.count(resolution.entities, 1)


def outgoing(state: State, source: str, rejected: Iterable[Rejected], minimum_confidence: float) -> list[Relation]:
    """Return the relations that start at an entity, in order, without those ``rejected``."""
    gone = {(one.relation.source, one.relation.key, one.relation.target) for one in rejected}
    found = (
        _shown(relation(key, rows, load_calibration()), key in gone, minimum_confidence)
        for key, rows in state.outgoing(source)
    )
    return [one for one in found if one is not None]


def _shown(found: Relation | None, rejected: bool, minimum_confidence: float) -> Relation | None:
    return None if found is None or rejected or found.confidence < minimum_confidence else found


def _mentions(read: ReadDocument | None) -> tuple[Mention, ...]:
    return () if read is None or read.extraction is None else read.extraction.mentions


def _claims(read: ReadDocument | None) -> tuple[Claim, ...]:
    return () if read is None or read.extraction is None else read.extraction.claims


def _all_claims(readings: Mapping[str, Pair], side: int) -> Iterator[Claim]:
    for pair in readings.values():
        yield from _claims(pair[side])
