"""How far a graph can be trusted: what of each document was understood, and how kgraph scored against careful readers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True)
class Coverage:
    """What was read of one document: of ``listed`` items, rows and links ``understood``; blocks ``skipped``, with the commonest reason.

    ``listed`` is None where the build did not write it down. ``problems`` counts what could not be read at all.
    """

    document: str
    listed: int | None
    understood: int | None
    skipped: int
    reason: str
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


def coverage(report: Mapping[str, Any]) -> tuple[Coverage, ...]:
    """Return what a build's report tells of each document, by path. Linear in the report."""
    reasons: dict[str, Counter[str]] = {}
    for row in report.get("skipped", ()):
        reasons.setdefault(row["document"], Counter())[row["reason"]] += 1
    problems = Counter(row["document"] for row in report.get("problems", ()))
    rows = {row["document"]: row for row in report.get("inputs", ())}
    return tuple(
        Coverage(
            document,
            rows.get(document, {}).get("listed"),
            rows.get(document, {}).get("understood"),
            sum(reasons.get(document, Counter()).values()),
            next((reason for reason, _ in reasons.get(document, Counter()).most_common(1)), ""),
            problems[document],
        )
        for document in sorted({*rows, *problems, *reasons})
    )
