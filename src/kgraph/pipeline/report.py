"""The report of a build, ``build.json``: what was read, what came of it, what was skipped and why."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kgraph.core import BuildSettings, Curation, Doubt, Problem, Resolution
from kgraph.core.curation import undone
from kgraph.pipeline.cache.readings import Summary, problem_row

_PACKAGES = ("kgraph", "networkx", "pyoxigraph", "pyromark", "rdflib", "spacy")

Counts = dict[str, dict[str, int]]
"""How many entities and relations there are by kind, and how many mentions and pieces of evidence in all (kind "")."""


def counts_of(resolution: Resolution) -> Counts:
    """Return the counts of a whole graph."""
    return {
        "entities": dict(sorted(Counter(entity.type for entity in resolution.entities).items())),
        "relations": dict(sorted(Counter(relation.key for relation in resolution.relations).items())),
        "mentions": {"": sum(len(entity.mentions) for entity in resolution.entities)},
        "evidence": {"": sum(len(relation.evidence) for relation in resolution.relations)},
    }


def totals(counts: Counts, documents: int) -> dict[str, int]:
    """Return the sums of the counts."""
    return {"documents": documents, **{name: sum(by.values()) for name, by in counts.items()}}


def decisions(log: Path, curation: Curation, resolution: Resolution) -> dict[str, Any]:
    """Return where the decisions stand, how many there are, and those that could not be applied as they stand."""
    gone, _ = undone(curation.entries)
    return {
        "file": str(log.absolute()),
        "entries": len(curation.entries),
        "undone": len(gone),
        "rejected statements": len(resolution.rejected),
        "conflicts": [problem_row(problem) for problem in resolution.conflicts],
    }


def report(
    inputs: Sequence[str],
    settings: BuildSettings,
    summaries: Iterable[Summary],
    counts: Counts,
    doubts: Sequence[Doubt],
    problems: tuple[Iterable[Problem], Iterable[Problem]],
    ignored: Sequence[str],
    curation: Mapping[str, Any],
    seconds: Mapping[str, float],
) -> dict[str, Any]:
    """Return the report.

    ``summaries`` tell of the documents, in order; ``problems`` stand before those of the documents and behind them.
    ``curation`` tells of the log of decisions.
    """
    documents = list(summaries)
    rows = [summary.input for summary in documents if summary.input is not None]
    sums = totals(counts, len(rows))
    read = [row for summary in documents for row in summary.problems]
    return {
        "inputs": rows,
        "from": list(inputs),
        "working folder": str(Path.cwd()),
        "settings": settings.model_dump(mode="json"),
        "versions": {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()},
        "counts": {
            "documents": sums["documents"],
            "entities": sums["entities"],
            "relations": sums["relations"],
            "entities by type": counts["entities"],
            "relations by kind": counts["relations"],
            "mentions": sums["mentions"],
            "evidence": sums["evidence"],
            "listed": sum(summary.listed for summary in documents),
            "understood": sum(summary.understood for summary in documents),
            "doubtful pairs": len(doubts),
        },
        "seconds": seconds,
        "problems": [*map(problem_row, problems[0]), *read, *map(problem_row, problems[1])],
        "skipped": [row for summary in documents for row in summary.skipped],
        "doubts": [
            {"first": doubt.first, "second": doubt.second, "reason": doubt.reason, "score": doubt.score}
            for doubt in doubts
        ],
        "curation": dict(curation),
        "ignored": list(ignored),
    }
