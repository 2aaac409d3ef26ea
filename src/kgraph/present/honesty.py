"""How far a graph can be trusted, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kgraph.core.text import counted
from kgraph.present.terminal import Table
from kgraph.query.honesty import NOT_UNDERSTOOD

if TYPE_CHECKING:
    from kgraph.query.honesty import Honesty, Skipped

_COLUMNS = ("precision", "recall", "f1", "annotated")


def honesty_tables(honesty: Honesty) -> Iterator[Table]:
    """Give the coverage by document, the scores per type, relation and genre, and what is missed or wrong."""
    rows = tuple(
        (
            item.document,
            _number(item.listed),
            _number(item.understood),
            sum(count for _, count in item.skipped),
            item.not_understood,
            item.problems,
        )
        for item in honesty.coverage
    )
    columns = ("document", "listed", "understood or skipped", "lines skipped", "lines not understood", "problems")
    yield Table(columns, rows, title="What was understood of each document")
    reasons = tuple(
        (item.document, reason, count)
        for item in honesty.coverage
        for reason, count in (*item.skipped, (NOT_UNDERSTOOD, item.not_understood))
        if count
    )
    yield Table(("document", "gave nothing because", "lines"), reasons, note="The lines: kgraph stats --skipped")
    scores = honesty.scores
    how = "names that were not learned from it" if scores.unseen else "names that may have been learned from it"
    note = f"{scores.documents} annotated documents, kgraph {scores.version}, {scores.measured}; each read with {how}."
    yield _scores("entity type", scores.types, title="How kgraph agrees with careful readers")
    yield _scores("relation", scores.relations)
    yield _scores("printed results", scores.results)
    yield Table(
        ("genre", "entities: f1", "relations: f1"),
        tuple((name, each["all entities"][2], each["all relations"][2]) for name, each in scores.genres.items()),
    )
    yield _scores("in all", scores.totals, note=note)
    yield Table(
        ("what goes wrong", "why"), tuple((what, why) for what, why in scores.missing), title="What is missed or wrong"
    )


def skipped_tables(rows: Sequence[Skipped], limit: int) -> Iterator[Table]:
    """Give the lines that gave nothing, each with the reason."""
    shown = tuple((f"{row.document}:{row.line}", row.reason, row.text) for row in rows[:limit])
    note = counted(len(rows), "line")
    if len(shown) < len(rows):
        note = f"{len(shown):,} of {note} shown; more with --limit"
    yield Table(("line", "gave nothing because", "text"), shown, note=note)


def _scores(name: str, scores: Mapping[str, list[float]], title: str = "", note: str = "") -> Table:
    return Table((name, *_COLUMNS), tuple((label, *row) for label, row in scores.items()), title=title, note=note)


def _number(value: int | None) -> object:
    return "" if value is None else value
