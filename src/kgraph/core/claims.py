"""What extraction hands to resolution: mentions of entities and claims between them.

They are named tuples, because there are many of them: a frozen dataclass takes five times as long to make.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kgraph.core.document import Problem


class Mention(NamedTuple):
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


class Claim(NamedTuple):
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


@dataclass(frozen=True)
class Extraction:
    """What was read out of one document, in reading order. ``problems`` are the blocks that gave nothing, with the reason."""

    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...]
    listed: int = 0
    understood: int = 0
