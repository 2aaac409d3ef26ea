"""Resolution: mentions and claims of all documents become entities and relations."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import chain

from kgraph.core import (
    SCHEMA,
    Claim,
    Curation,
    Doubt,
    Entity,
    Evidence,
    Mention,
    Problem,
    Rejected,
    Relation,
    Resolution,
)
from kgraph.core.calibration import Calibration, load_calibration
from kgraph.core.curation import EXTRACTOR, FILE, conflict
from kgraph.core.graph import main_result
from kgraph.core.identifiers import Address, entity_id, read_address, slug
from kgraph.core.text import fold, name_key
from kgraph.resolve.clusters import INITIALS, Cluster, cluster
from kgraph.resolve.constraints import Constraints
from kgraph.resolve.curation import Replayed, live_entries, replay
from kgraph.resolve.doubts import near_duplicates
from kgraph.resolve.names import best_name, language_labels
from kgraph.resolve.scopes import parted

__all__ = ["resolve"]


def resolve(
    mentions: Iterable[Mention],
    claims: Iterable[Claim],
    minimum_confidence: float = 0.0,
    curation: Curation | None = None,
    calibration: Calibration | None = None,
) -> Resolution:
    """Return the entities and relations that ``mentions`` and ``claims`` speak of, as the decisions of ``curation`` change them.

    Entities are sorted by id, relations by source, key and target; the order of the input does not matter.
    ``calibration`` (the shipped one by default) says what the evidence is worth. Relations below ``minimum_confidence``
    (0 to 1) are left out. Claims that the schema does not allow become problems.
    Costs O(n log n) in mentions and claims.
    """
    curation = curation or Curation()
    known_as = calibration or load_calibration()
    settled = settle(mentions, known_as, curation)
    decided, doubts = settled.decided, settled.doubts
    ordered = tuple(sorted(settled.entities, key=lambda entity: entity.id))
    grouped, problems = relate(chain(claims, decided.claims), settled.named.__getitem__)
    del settled
    rejected, conflicts = reject(decided, lambda key: _relation(key, grouped.pop(key, ()), known_as))
    # Claims become evidence group by group, so that there are never all of both.
    relations = (_relation(key, grouped.pop(key), known_as) for key in sorted(grouped))
    kept = tuple(one for one in relations if one is not None and one.confidence >= minimum_confidence)
    open_doubts = sorted(
        doubt
        for doubt in {*doubts, *near_duplicates(ordered)}
        if doubt.first != doubt.second and (doubt.first, doubt.second) not in decided.apart
    )
    return Resolution(
        ordered, kept, tuple(open_doubts), in_order(problems), rejected, in_order([*curation.problems, *conflicts])
    )


@dataclass(frozen=True)
class Settled:
    """What a closed set of mentions gives (see ``components``): its entities, which of them each mention names, the pairs in
    doubt, and what decisions changed.
    """

    entities: list[Entity]
    named: dict[Mention, Entity]
    doubts: list[Doubt]
    decided: Replayed


def settle(mentions: Iterable[Mention], calibration: Calibration, curation: Curation | None = None) -> Settled:
    """Return the entities that a closed set of mentions gives, as the decisions of ``curation`` change them."""
    curation = curation or Curation()
    clusters, number_of, doubts = cluster(mentions, Constraints(live_entries(curation)[0]))
    ids = _ids(clusters)
    decided = replay(clusters, ids, curation, _label) if curation.entries else Replayed(clusters, dict(enumerate(ids)))
    # What is part of a whole follows it where decisions put it.
    wholes = {id_: decided.ids[decided.root(number)] for number, id_ in enumerate(ids)}
    entities = {}
    for number, id_ in decided.ids.items():
        entity = _entity(decided.clusters[number], id_, calibration)
        if entity.part_of is not None:
            whole = wholes.get(entity.part_of)
            entity = replace(entity, part_of=whole if whole != id_ else None)
        entities[number] = entity
    named = {mention: entities[decided.root(number)] for mention, number in (number_of | decided.placed).items()}
    return Settled(list(entities.values()), named, [_named_doubt(doubt, decided) for doubt in doubts], decided)


Key = tuple[str, str, str]
"""What makes two claims one relation: the ids of its ends, and its kind (source, relation, target)."""


def relate(claims: Iterable[Claim], end: Callable[[Mention], Entity]) -> tuple[dict[Key, list[Claim]], list[Problem]]:
    """Return the claims that say the same, together; and as problems those that the schema does not allow.

    ``end`` gives the entity that a mention names.
    """
    grouped: dict[Key, list[Claim]] = defaultdict(list)
    problems: list[Problem] = []
    for claim in claims:
        source, target = end(claim.head), end(claim.tail)
        if source.id == target.id:
            continue
        if not SCHEMA.allows(source.type, claim.relation, target.type):
            reason = f"{source.type} --{claim.relation}--> {target.type} is not in the schema"
            problems.append(Problem(claim.document, claim.line, reason, claim.text))
            continue
        grouped[(source.id, claim.relation, target.id)].append(claim)
    return grouped, problems


def reject(
    decided: Replayed, take: Callable[[Key], Relation | None]
) -> tuple[tuple[Rejected, ...], tuple[Problem, ...]]:
    """Return the rejected statements, and all conflicts. ``take`` takes one out of the others, None where nothing says it."""
    found, conflicts = [], list(decided.conflicts)
    for key, entry in sorted(decided.rejected.items()):
        if (relation := take(key)) is not None:
            found.append(Rejected(relation, entry.author, entry.date, entry.reason, FILE, entry.line))
        else:
            conflicts.append(conflict(entry, "no document says so any more"))
    return tuple(found), tuple(conflicts)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return problems by place."""
    return tuple(sorted(problems, key=lambda problem: (problem.document, problem.line, problem.reason, problem.text)))


def _named_doubt(doubt: Doubt, decided: Replayed) -> Doubt:
    first, second = sorted(decided.ids[decided.root(int(number))] for number in (doubt.first, doubt.second))
    return Doubt(first, second, doubt.reason, doubt.score)


def _ids(clusters: list[Cluster]) -> list[str]:
    """Return a stable id per cluster; a second thing of one name gets what tells it apart behind it, else a number."""
    taken: Counter[str] = Counter()
    found = []
    for held in clusters:
        address = min(held.addresses.values(), key=_address_rank, default=None)
        base = entity_id(held.type, _label(held), address)
        taken[base] += 1
        if taken[base] > 1:
            told = slug(parted(min(held.scopes))[1]) if held.scopes else ""
            base = f"{base}~{told or taken[base]}"
            taken[base] += 1
            base = base if taken[base] == 1 else f"{base}~{taken[base]}"
        found.append(base)
    return found


_SCHEME_ORDER = ["arxiv", "doi", "acl", "openreview", "pmlr", "cvf", "jmlr", "s2", "repository", "hf-dataset", "pypi"]


def _address_rank(address: Address) -> tuple[int, str]:
    rank = _SCHEME_ORDER.index(address.scheme) if address.scheme in _SCHEME_ORDER else len(_SCHEME_ORDER)
    return rank, address.key


_ADDRESS = re.compile(r"arXiv:|[\w-]+(?:\.[\w-]+)+/\S*$")
"""A name that is an address: shown only where nothing better is printed."""


def _label(held: Cluster) -> str:
    if held.label:
        return held.label
    # An alias that somebody added is not a name that documents prefer.
    names = [m.name for m in held.mentions if m.extractor != EXTRACTOR] or [m.name for m in held.mentions]
    return best_name([name for name in names if not (_ADDRESS.match(name) or INITIALS.match(name))] or names)


def _entity(held: Cluster, id_: str, calibration: Calibration) -> Entity:
    label = _label(held)
    names: dict[str, int] = {}
    for mention in held.mentions:
        names[mention.name] = names.get(mention.name, 0) + (mention.extractor != EXTRACTOR)
        for alias in mention.aliases:
            names.setdefault(alias, 0)
    others = sorted(
        (name for name in names if name != label and name_key(name) not in held.rejected),
        key=lambda name: (-names[name], name),
    )
    distinct = {fold(name) or name: name for name in reversed([label, *others])}
    aliases = tuple(sorted(name for name in distinct.values() if name != label))
    urls = list(dict.fromkeys(mention.url for mention in held.mentions if mention.url))
    known = [read_address(url) for url in urls]
    same_as = sorted({address.url for address in known if address is not None and address.scheme})
    years = Counter(mention.year for mention in held.mentions if mention.year is not None)
    whole = min((mention.part_of for mention in held.mentions if mention.part_of), default="")
    attributes = sorted({pair for mention in held.mentions for pair in mention.attributes})
    judged = tuple(
        dict.fromkeys(
            m._replace(confidence=calibration.probability(held.type, m.extractor, m.confidence)) for m in held.mentions
        )
    )
    return Entity(
        id=id_,
        type=held.type,
        label=label,
        mentions=judged,
        labels=language_labels([label, *(name for name in others if not _ADDRESS.match(name))]),
        aliases=aliases,
        url=urls[0] if urls else None,
        urls=tuple(urls),
        year=min(years, key=lambda year: (-years[year], year), default=None),
        attributes=tuple(attributes),
        same_as=tuple(same_as),
        merges=tuple(sorted(set(held.merges))),
        confidence=calibration.together(held.type, ((m.document, m.line, m.confidence) for m in judged)),
        part_of=entity_id("Organization", whole) if whole else None,
    )


def evidence(claim: Claim, calibration: Calibration) -> Evidence:
    """Return the evidence that a claim is."""
    c = claim
    place = (c.document, c.line, c.column, c.text, c.extractor, c.quote)
    confidence = calibration.probability(c.relation, c.extractor, c.confidence)
    return Evidence(*place, confidence, c.metric, c.value, c.unit, c.gain)


def relation(key: Key, found: Iterable[Evidence], calibration: Calibration) -> Relation | None:
    """Return the relation that evidence supports; None without any."""
    # The same words under two names of one thing are one observation: the surer reading of them counts.
    surest: dict[tuple[object, ...], Evidence] = {}
    for item in found:
        place = _place(item)
        held = surest.setdefault(place, item)
        if item.confidence > held.confidence:
            surest[place] = item
    if not surest:
        return None
    evidence = tuple(surest[place] for place in sorted(surest))
    measured = main_result(evidence)
    return Relation(
        *key,
        evidence=evidence,
        confidence=calibration.together(key[1], ((item.document, item.line, item.confidence) for item in evidence)),
        metric=measured.metric if measured else None,
        value=measured.value if measured else None,
        unit=measured.unit if measured else None,
        gain=measured.gain if measured else False,
    )


def _relation(key: Key, group: Iterable[Claim], calibration: Calibration) -> Relation | None:
    return relation(key, (evidence(claim, calibration) for claim in group), calibration)


def _place(e: Evidence) -> tuple[object, ...]:
    result = (e.metric or "", e.value or "", e.unit or "", e.gain)
    nothing = (e.metric is None, e.value is None, e.unit is None)
    return (e.document, e.line, e.column, e.extractor, e.text, *result, e.quote, nothing)
