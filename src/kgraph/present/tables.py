"""Results as tables: one function per kind of result, each gives tables in the order they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kgraph.core.schema import SCHEMA
from kgraph.present.terminal import Table

if TYPE_CHECKING:
    from kgraph.query.evaluate import Evaluation, Score

_LONGEST = 80
"""Characters of a quote in a table; ``--format json`` gives all of it."""


def build_tables(report: Mapping[str, Any]) -> Iterator[Table]:
    """Give what a build made and how long each stage took."""
    counts, seconds = report.get("counts", {}), report.get("seconds", {})
    for name, title in (("entities", "Entities"), ("relations", "Relations")):
        rows = _counted(counts.get(name, {}), SCHEMA.entities if name == "entities" else SCHEMA.relations)
        yield Table(("", title.lower()), rows, note=f"{title}: {sum(row[1] for row in rows):,}")
    documents, skipped = counts.get("documents", 0), counts.get("skipped", 0)
    yield Table(
        ("stage", "seconds"),
        tuple((stage, float(value)) for stage, value in seconds.items()),
        note=f"{documents:,} documents read; {skipped:,} lines skipped, {counts.get('problems', 0):,} problems",
    )


def hit_tables(hits: Sequence[Any]) -> Iterator[Table]:
    """Give what a search found, best first."""
    rows = tuple((hit.node.label, hit.node.type, hit.node.id, hit.reason, hit.matched) for hit in hits)
    if rows:
        yield Table(("name", "type", "id", "found by", "printed as"), rows)


def subgraph_tables(subgraph: Any) -> Iterator[Table]:
    """Give the statements of a part of the graph and where each was read."""
    labels = {node.id: node.label for node in subgraph.nodes}
    rows = tuple(
        (
            labels.get(edge.source, edge.source),
            edge.key,
            labels.get(edge.target, edge.target),
            _result(edge),
            edge.confidence,
            _place(edge.evidence),
        )
        for edge in subgraph.edges
    )
    note = f"{len(subgraph.nodes):,} entities, {len(subgraph.edges):,} relations"
    yield Table(("from", "relation", "to", "result", "confidence", "read at"), rows, note=note + _hidden(subgraph))


def _counted(counts: Mapping[str, int], order: Iterable[str]) -> tuple[tuple[str, int], ...]:
    names = [name for name in order if name in counts]
    return tuple((name, counts[name]) for name in [*names, *sorted(set(counts) - set(names))])


def _result(edge: Any) -> str:
    return " ".join(str(value) for value in (edge.metric, edge.value, edge.unit) if value)


def _place(evidence: Sequence[Any]) -> str:
    if not evidence:
        return ""
    more = f" (+{len(evidence) - 1})" if len(evidence) > 1 else ""
    return f"{evidence[0].document}:{evidence[0].line}{more}"


def _hidden(subgraph: Any) -> str:
    return ""


def shortened(text: str) -> str:
    """Return ``text``, cut with … where it is too long for a table."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def evaluation_data(scores: Evaluation, errors: int) -> dict[str, Any]:
    """Return the scores as plain data, with up to ``errors`` missed and as many wrong items."""
    data: dict[str, Any] = {
        "entities": {name: _score(score) for name, score in scores.entities.items()},
        "relations": {name: _score(score) for name, score in scores.relations.items()},
        **{name: _score(score) for name, score in scores.totals.items()},
    }
    if errors:
        data["missed"], data["spurious"] = list(scores.missed[:errors]), list(scores.spurious[:errors])
        data["missed in all"], data["spurious in all"] = len(scores.missed), len(scores.spurious)
    return data


def evaluation_tables(data: Mapping[str, Any]) -> Iterator[Table]:
    """Give precision, recall and F1 per type and per relation, with the sums below, and the errors."""
    for name, totals in (("entities", ("core entities", "all entities")), ("relations", ("all relations",))):
        rows = [*data[name].items(), *((total, data[total]) for total in totals)]
        columns = ("precision", "recall", "f1", "right", "predicted", "gold")
        yield Table((name, *columns), tuple((label, *(row[column] for column in columns)) for label, row in rows))
    for name in ("missed", "spurious"):
        if items := data.get(name):
            note = f"{len(items):,} of {data[name + ' in all']:,} shown"
            yield Table((name,), tuple((item,) for item in items), note=note)


def _score(score: Score) -> dict[str, float | int]:
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "right": score.right,
        "predicted": score.predicted,
        "gold": score.gold,
    }
