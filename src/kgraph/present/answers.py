"""Answers to SPARQL: as a table for people, or in one of the standard's formats."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, BinaryIO

from kgraph.core.text import counted
from kgraph.present.terminal import Table, print_tables
from kgraph.present.text import spreadsheet_cell
from kgraph.store.terms import PREFIXES

if TYPE_CHECKING:
    from kgraph.query.sparql import QueryResult


def write_answer(answer: QueryResult, format: str, out: BinaryIO, base: str = "") -> None:
    """Write an answer as ``table``, ``parquet``, ``csv``, ``tsv``, ``json``, ``xml`` or, of triples, one of their formats.

    In a ``table`` IRIs of known vocabularies stand with their prefix, and those under ``base`` as ids. In ``csv`` a cell that a spreadsheet would take for a formula begins with ``'``; ``tsv`` and the others keep every
    character. Raises UnknownFormatError for a format that the kind of answer does not have.
    """
    if format == "table":
        _write_table(answer, out, base)
        return
    if format == "parquet":
        _write_parquet(answer, out)
        return
    data = answer.serialize(format)
    out.write(_without_formulas(data) if format == "csv" else data)


def _write_table(answer: QueryResult, out: BinaryIO, base: str) -> None:
    if answer.kind == "boolean":
        out.write(b"yes\n" if answer else b"no\n")
        return
    rows = tuple(
        tuple(_cell(value, base) for value in (row.values() if isinstance(row, dict) else row)) for row in answer
    )
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", write_through=True)
    columns = ("subject", "predicate", "object") if answer.kind == "triples" else answer.variables
    print_tables([Table(columns, rows, note=counted(len(rows), "row") if rows else "")], text)
    text.detach()


def _write_parquet(answer: QueryResult, out: BinaryIO) -> None:
    table = answer.to_pandas()
    for name in table.columns:
        # A column of Parquet has one type; one that holds several becomes text.
        if len({type(value) for value in table[name] if value is not None}) > 1:
            table[name] = [None if value is None else str(value) for value in table[name]]
    table.to_parquet(out, index=False)


def _cell(value: object, base: str) -> object:
    """Return a value for a table: IRIs in their short form, numbers as they are written."""
    if isinstance(value, str):
        if base and value.startswith(base):
            return value.removeprefix(base)
        for prefix, namespace in PREFIXES.items():
            if value.startswith(namespace) and " " not in value:
                return f"{prefix}:{value.removeprefix(namespace)}"
    return value if isinstance(value, str) or value is None else str(value)


def _without_formulas(data: bytes) -> bytes:
    rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows([spreadsheet_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8")
