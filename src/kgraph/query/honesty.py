"""How far a graph can be trusted: what of each document was understood, and how kgraph scored against careful readers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

NOT_UNDERSTOOD = "not understood"
"""The reason of what gave nothing without a reason that is known."""


@dataclass(frozen=True, order=True)
class Skipped:
    """A piece of a document, from a line on, that gave nothing: the reason, and the beginning of its text."""

    document: str
    line: int
    reason: str
    text: str


@dataclass(frozen=True)
class Coverage:
    """What was read of one document: of ``listed`` items, rows and links ``understood``, or skipped for a reason.

    ``skipped`` has the reasons why lines gave nothing, each with how many pieces of text begin there, the commonest first;
    ``not_understood`` counts those without such a reason, ``problems`` what could not be read at all. ``listed`` is None
    where the build did not write it down.
    """

    document: str
    listed: int | None
    understood: int | None
    skipped: tuple[tuple[str, int], ...]
    not_understood: int
    problems: int


@dataclass(frozen=True)
class Scores:
    """Precision, recall, F1 and the number of annotated things, by name. ``genres`` has the totals of each genre.

    Measured on annotated documents with ``version`` of kgraph; ``unseen`` tells that each was read by a judge of names that had
    learned from other documents only. ``missing`` lists what kinds of statements are missed or wrong, each with its cause.
    """

    version: str
    measured: str
    documents: int
    unseen: bool
    totals: Mapping[str, list[float]]
    types: Mapping[str, list[float]]
    relations: Mapping[str, list[float]]
    genres: Mapping[str, Mapping[str, list[float]]]
    results: Mapping[str, list[float]]
    missing: list[list[str]]


@dataclass(frozen=True)
class Honesty:
    """The coverage of a graph's documents by path, and the scores of kgraph."""

    coverage: tuple[Coverage, ...]
    scores: Scores


@cache
def published_scores() -> Scores:
    """Return the scores that are shipped with kgraph.

    >>> published_scores().totals["all entities"][3] > 1000
    True
    """
    data = json.loads(files("kgraph.query").joinpath("quality.json").read_text("utf-8"))
    return Scores(**{"unseen" if name == "unseen names" else name: value for name, value in data.items()})


def skipped(report: Mapping[str, Any]) -> list[Skipped]:
    """Return what gave nothing, by place, as a build's report tells it."""
    rows = report.get("skipped", ())
    return sorted(Skipped(row["document"], row["line"], row["reason"], row["text"]) for row in rows)


def coverage(report: Mapping[str, Any]) -> tuple[Coverage, ...]:
    """Return what a build's report tells of each document, by path. Linear in the report."""
    reasons: dict[str, Counter[str]] = {}
    for row in report.get("skipped", ()):
        reasons.setdefault(row["document"], Counter())[row["reason"]] += 1
    problems = Counter(row["document"] for row in report.get("problems", ()))
    rows = {row["document"]: row for row in report.get("inputs", ())}
    found = []
    for document in sorted({*rows, *problems, *reasons}):
        counts = reasons.get(document, Counter())
        not_understood = counts.pop(NOT_UNDERSTOOD, 0)
        ordered = tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        row = rows.get(document, {})
        counted = row.get("listed"), row.get("understood")
        found.append(Coverage(document, *counted, ordered, not_understood, problems[document]))
    return tuple(found)
