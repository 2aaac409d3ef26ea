"""What the commands share: options, opening the graph, printing a result."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from kgraph.present.terminal import Table


class Layout(enum.StrEnum):
    """How a result is printed."""

    table = "table"
    json = "json"


GraphOption = Annotated[Path, typer.Option("--graph", metavar="DIR", help="Folder of the built graph.")]
LayoutOption = Annotated[Layout, typer.Option("--format", help="How the result is printed.")]
EntityArgument = Annotated[str, typer.Argument(metavar="ENTITY", help="An id, an IRI, or a name.", show_default=False)]


DEFAULT_GRAPH = Path("data/graph")


def opened(folder: Path, minimum_confidence: float = 0.0) -> Any:
    """Return the graph in ``folder``, opened without what is less certain."""
    from kgraph.query import open_graph

    return open_graph(folder, minimum_confidence=minimum_confidence)


def print_result(
    value: Any,
    tables: Callable[[Any], Iterable[Table]],
    layout: Layout,
    data: Callable[[Any], object] = lambda value: value,
) -> None:
    """Print a result as tables or as JSON."""
    from kgraph.present.terminal import print_json, print_tables

    if layout is Layout.json:
        print_json(data(value), sys.stdout)
    else:
        print_tables(tables(value), sys.stdout)


def no_unless(answer: object, message: str) -> None:
    """Leave with exit code 1 when the answer is "no"."""
    if not answer:
        sys.stdout.flush()
        if message:
            typer.echo(message, err=True)
        raise typer.Exit(1)
