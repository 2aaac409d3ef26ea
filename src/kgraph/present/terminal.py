"""Tables on a terminal, in a pipe and as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kgraph.core import Evidence, Mention
from kgraph.present.text import terminal_text

_WIDEST = 60
"""Characters to which a column is filled up in a pipe; longer text goes beyond, so that nothing is cut or broken."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names; ``note`` is a line below, ``title`` a line above. Numbers stand on the right."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    title: str = ""
    note: str = ""


def print_tables(tables: Iterable[Table], file: IO[str]) -> None:
    """Print tables to ``file``: broken to the width of a terminal, or one row a line where ``file`` is none.

    Text of documents cannot steer the terminal: control characters are taken out.
    """
    draw = _draw if file.isatty() else _write
    for number, table in enumerate(tables):
        if number:
            file.write("\n")
        draw(table, file)


def _write(table: Table, file: IO[str]) -> None:
    """Write a table for a pipe, a row a line, so that grep and cut find it whole."""
    from rich.cells import cell_len

    rows = [[cell_text(value) for value in row] for row in table.rows]
    heads = [table.columns] if any(table.columns) and rows else []
    places = range(len(table.columns))
    widths = [min(_WIDEST, max((cell_len(row[place]) for row in [*heads, *rows]), default=0)) for place in places]
    numeric = [_is_numeric(table, place) for place in places]
    lines = [[table.title]] if table.title else []
    for row in [*heads, *rows]:
        blanks = [" " * max(0, widths[place] - cell_len(row[place])) for place in places]
        lines.append([blanks[place] + row[place] if numeric[place] else row[place] + blanks[place] for place in places])
    if table.note:
        lines.append([table.note])
    file.writelines(terminal_text("  ".join(line)).rstrip() + "\n" for line in lines)


def _draw(table: Table, file: IO[str]) -> None:
    """Draw a table on a terminal, long text broken inside its column."""
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    console = Console(file=file, highlight=False, markup=False, emoji=False)
    if table.title:
        console.print(terminal_text(table.title), style="bold")
    if table.rows:
        grid = Grid(box=None, pad_edge=False, show_header=any(table.columns), header_style="bold", padding=(0, 2, 0, 0))
        for place, name in enumerate(table.columns):
            grid.add_column(Text(name), justify="right" if _is_numeric(table, place) else "left", overflow="fold")
        for row in table.rows:
            grid.add_row(*(Text(cell_text(value)) for value in row))
        console.print(grid)
    if table.note:
        console.print(terminal_text(table.note), style="dim")


def _is_numeric(table: Table, place: int) -> bool:
    return all(isinstance(row[place], (int, float)) or row[place] is None for row in table.rows)


def cell_text(value: object) -> str:
    """Return what a cell shows for ``value``.

    >>> cell_text(None), cell_text(0.25), cell_text(12345), cell_text(["a", "b"])
    ('', '0.250', '12,345', 'a, b')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    if isinstance(value, (list, tuple)):
        return ", ".join(cell_text(item) for item in value)
    return terminal_text(str(value))


def print_json(value: object, file: IO[str]) -> None:
    """Print ``value`` as JSON: dataclasses become objects with the same names, in a fixed order."""
    json.dump(plain(value), file, ensure_ascii=False, indent=2)
    file.write("\n")


def plain(value: object) -> Any:
    """Return ``value`` in the words of JSON: dataclasses, mentions and evidence as objects with the same names.

    >>> plain(Table(("a",), ((1,),)))
    {'columns': ['a'], 'rows': [[1]], 'title': '', 'note': ''}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        # A node or edge of a graph carries its record of graph.json: that is its JSON form.
        record = fields.pop("data", None)
        return {**fields, **record} if isinstance(record, dict) else fields
    if isinstance(value, (Evidence, Mention)):
        value = value._asdict()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(item) for item in value)
    return str(value) if isinstance(value, Path) else value
