"""What resolution hands to the store: entities and relations, each with the evidence it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kgraph.core.claims import Mention
from kgraph.core.document import Document, Problem


class Evidence(NamedTuple):
    """Where a statement was read: ``text`` stands at ``line``/``column`` of ``document``, ``quote`` is its context.

    ``metric``, ``value`` and ``unit`` are the result printed there; a ``gain`` is over something else, not a score.
    """

    document: str
    line: int
    column: int
    text: str
    extractor: str
    quote: str = ""
    confidence: float = 1.0
    metric: str | None = None
    value: str | None = None
    unit: str | None = None
    gain: bool = False


def main_result(evidence: Iterable[Evidence]) -> Evidence | None:
    """Return the evidence whose result stands for a relation: the first with a score, else with a gain, else with a metric."""
    printed = [item for item in evidence if item.value is not None or item.metric is not None]
    return min(printed, key=lambda item: (not item.value, item.gain), default=None)


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """Why a name was taken for the same entity: ``rule`` names the reason, ``name`` the merged name."""

    rule: str
    name: str
    document: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    """A node: one thing, under one ``id`` ("method/bert"), with all names in both languages.

    ``label`` is the name shown, ``labels`` the best name per language (``zh``, ``en``) where known, ``aliases`` every
    other name, sorted. ``url`` is the first address, ``urls`` all. ``mentions`` are sorted by document, line and
    column; there is at least one. ``merges`` say what was merged into it and why. ``same_as`` are IRIs of the same
    thing elsewhere (arXiv, DOI, GitHub). ``part_of`` is the id of the organisation that this one is a team of.
    """

    id: str
    type: str
    label: str
    mentions: tuple[Mention, ...]
    labels: tuple[tuple[str, str], ...] = ()
    aliases: tuple[str, ...] = ()
    url: str | None = None
    urls: tuple[str, ...] = ()
    year: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    same_as: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = ()
    confidence: float = 1.0
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A statement ``source`` --``key``--> ``target`` between entity ids, with at least one evidence.

    ``confidence`` is the probability that at least one evidence is right, taking them as independent:
    1 − ∏(1 − cᵢ), at most 0.99. ``metric``, ``value``, ``unit`` and ``gain`` are those of the
    first evidence that prints a score, else of the first that prints any.
    """

    source: str
    key: str
    target: str
    evidence: tuple[Evidence, ...]
    confidence: float = 1.0
    metric: str | None = None
    value: str | None = None
    unit: str | None = None
    gain: bool = False


class Doubt(NamedTuple):
    """Two entities that may be one thing; they were not merged. ``reason`` says what speaks for it."""

    first: str
    second: str
    reason: str
    score: float


@dataclass(frozen=True)
class Rejected:
    """A statement that documents make and that somebody rejected: who, when, why, and on which line of the log ``document``."""

    relation: Relation
    author: str
    date: str
    reason: str
    document: str
    line: int


@dataclass(frozen=True)
class Resolution:
    """All entities (sorted by id) and relations (sorted by source, key, target) of a build.

    ``doubts`` are the pairs that were not merged but may be one. ``problems`` are claims that the schema does not allow.
    ``rejected`` are statements that decisions took out (sorted like relations), ``conflicts`` decisions that could not be
    applied as they stand, by line of their log.
    """

    entities: tuple[Entity, ...]
    relations: tuple[Relation, ...]
    doubts: tuple[Doubt, ...] = ()
    problems: tuple[Problem, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    conflicts: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class BuiltGraph:
    """What a build writes: the resolution, the documents it came from, and the report's data.

    ``key`` stands for all that went into it: two builds with one key are the same ("": not known).
    """

    resolution: Resolution
    documents: tuple[Document, ...]
    report: dict[str, object] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class GraphChanges:
    """What makes a new graph out of the one of the build ``last``: (before, after) each, None where there is none.

    ``entities`` by id and ``relations`` by (source, key, target) are those that changed, and all that the changed
    ``documents`` name or state. ``rejected`` are all rejected statements, before and after. ``ends`` has the entities at their ends and all that changed, before and after; ``outgoing`` gives all relations that start at an entity now, in order, ``document``
    the outline of any document as it is now. ``counts`` are those of the whole graph, ``key`` is that of ``BuiltGraph``.
    """

    last: str
    documents: Mapping[str, tuple[Document | None, Document | None]]
    entities: Mapping[str, tuple[Entity | None, Entity | None]]
    relations: Mapping[tuple[str, str, str], tuple[Relation | None, Relation | None]]
    rejected: tuple[tuple[Rejected, ...], tuple[Rejected, ...]]
    ends: tuple[Mapping[str, Entity], Mapping[str, Entity]]
    outgoing: Callable[[str], list[Relation]]
    document: Callable[[str], Document | None]
    counts: Mapping[str, int]
    key: str
