"""What extraction hands to resolution: mentions of entities and claims between them."""

from __future__ import annotations

from dataclasses import dataclass
from operator import attrgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity named at one place of a document.

    ``text`` are the words as printed on ``line`` from ``column`` on (lines and columns from 1); ``name`` is the name
    read out of them, ``aliases`` other names that the same place gives it ("Robustly optimized BERT (RoBERTa)").
    ``url`` is the printed address of the thing itself. ``confidence`` is the probability, 0 to 1, that a careful
    reader agrees. ``attributes`` are (name, value) facts printed there (``date``, ``importance``, ``stars`` …).
    ``scope`` keeps apart equal names that this document says are different things ("" nearly always). ``part_of`` is the
    name of the organisation that an organisation is known to be a team of.
    """

    type: str
    name: str
    document: str
    line: int
    column: int
    text: str
    extractor: str
    aliases: tuple[str, ...] = ()
    url: str | None = None
    year: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    confidence: float = 1.0
    scope: str = ""
    part_of: str = ""

    def __reduce__(self) -> tuple[Any, ...]:
        # What a frozen dataclass does by itself is several times slower, and all mentions pass between processes.
        return Mention, _mention_values(self)


@dataclass(frozen=True, slots=True)
class Claim:
    """A relation as read: ``head`` --``relation``--> ``tail``, with the words that state it.

    ``text`` stands at ``line``/``column`` of ``document``; ``quote`` is the line in which it stands, or as much of it
    as a reader needs. ``metric``, ``value`` and ``unit`` are the printed result of an ``evaluatedOn``; ``gain`` says that the
    value is a gain over something else, not a score.
    """

    head: Mention
    relation: str
    tail: Mention
    document: str
    line: int
    column: int
    text: str
    quote: str
    extractor: str
    confidence: float = 1.0
    metric: str | None = None
    value: str | None = None
    unit: str | None = None
    gain: bool = False

    def __reduce__(self) -> tuple[Any, ...]:
        return Claim, _claim_values(self)


_mention_values = attrgetter(*Mention.__dataclass_fields__)
_claim_values = attrgetter(*Claim.__dataclass_fields__)
