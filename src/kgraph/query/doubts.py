"""Pairs of entities that may be one thing, side by side: what a person needs to see to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np

from kgraph.core import Evidence
from kgraph.core.errors import GraphDamagedError
from kgraph.query.files import GraphFiles
from kgraph.query.results import Node

_QUOTE = 400
"""The longest quote, in characters; of a longer line the part around the words is shown."""


@dataclass(frozen=True)
class Side:
    """One entity of a doubtful pair: how many links it has, on how many lines it is named, and the first of these, quoted."""

    node: Node
    degree: int
    places: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class DoubtfulPair:
    """Two entities that may be one thing and were not merged: ``reason`` says what speaks for it, ``score`` (0 to 1) how much."""

    first: Side
    second: Side
    reason: str
    score: float

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.first, self.second

    def __str__(self) -> str:
        return f"{self.first.node.id}, {self.second.node.id}: {self.reason} ({self.score:.3f})"

    def _repr_html_(self) -> str:
        return escape(str(self))


def doubtful_pairs(files: GraphFiles, limit: int, evidence: int) -> tuple[list[DoubtfulPair], int]:
    """Return up to ``limit`` pairs, most likely first, each side with ``evidence`` quoted lines at most; and how many more.

    Costs time in the number of pairs shown.
    """
    rows = sorted(files.report.get("doubts") or [], key=lambda row: (-row["score"], row["first"], row["second"]))
    shown = [_pair(files, row, evidence) for row in rows[:limit]]
    return [pair for pair in shown if pair is not None], max(0, len(rows) - limit)


def _pair(files: GraphFiles, row: Mapping[str, Any], evidence: int) -> DoubtfulPair | None:
    numbers = files.number(row["first"]), files.number(row["second"])
    if numbers[0] is None or numbers[1] is None:
        return None
    first, second = (_side(files, number, evidence) for number in numbers if number is not None)
    return DoubtfulPair(first, second, row["reason"], float(row["score"]))


def _side(files: GraphFiles, number: int, evidence: int) -> Side:
    node = files.node(number)
    lines = {(mention.document, mention.line): mention for mention in reversed(node.mentions)}
    first = [lines[place] for place in sorted(lines)[:evidence]]
    quoted = [
        Evidence(m.document, m.line, m.column, m.text, m.extractor, _quote(files, m.document, m.line, m.column, m.text))
        for m in first
    ]
    (degree,) = files.shape.degrees(np.array([number])).tolist()
    return Side(node, degree, len(lines), tuple(quoted))


def _quote(files: GraphFiles, document: str, line: int, column: int, words: str) -> str:
    """Return a line of a document, or as much of it around the words as fits; the words where the text was not kept."""
    try:
        kept = files.documents.document(document)
    except GraphDamagedError:
        return words
    text = next(iter(files.documents.lines(kept, line, line)), "") if kept is not None else ""
    start = max(0, min(column - 1 - (_QUOTE - len(words)) // 2, len(text) - _QUOTE))
    return text[start : start + _QUOTE].strip() or words
