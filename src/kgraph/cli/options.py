"""What the commands share: options, opening the graph, printing a result."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kgraph.core.errors import KgraphError

if TYPE_CHECKING:
    from kgraph.present.terminal import Table


class Layout(enum.StrEnum):
    """How a result is printed."""

    table = "table"
    json = "json"


GraphOption = Annotated[Path, typer.Option("--graph", metavar="DIR", help="Folder of the built graph.")]
LayoutOption = Annotated[Layout, typer.Option("--format", help="How the result is printed.")]
EntityArgument = Annotated[str, typer.Argument(metavar="ENTITY", help="An id, an IRI, or a name.", show_default=False)]


FileOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the result there instead of to stdout.")
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", "-t", metavar="TYPE", help="Only this type; can be repeated.")
]
ConfidenceOption = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, metavar="0..1", help="Leave out less certain statements.")
]

DEFAULT_GRAPH = Path("data/graph")


def open_graph(folder: Path, minimum_confidence: float = 0.0) -> Any:
    """Return the graph in ``folder``, opened without what is less certain."""
    from kgraph import query

    return query.open_graph(folder, minimum_confidence=minimum_confidence)


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


def query_text(file: Path | None, text: str | None) -> str:
    """Return the text of a query: given, or in a file, or on the standard input."""
    if (file is None) == (text is None):
        raise typer.BadParameter("Give a file (- for stdin), --text or --template, one of them.")
    if text is not None:
        return text
    if str(file) == "-":
        return sys.stdin.read().removeprefix("\ufeff")
    try:
        return Path(str(file)).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise KgraphError(f"Cannot read the query in '{file}': {error}.") from None


def pair(item: str, form: str) -> tuple[str, str]:
    """Return the two sides of ``KEY=VALUE``; ``form`` says how it should look."""
    key, sign, value = item.partition("=")
    if not sign:
        raise typer.BadParameter(f"'{item}' is not {form}.")
    return key, value
