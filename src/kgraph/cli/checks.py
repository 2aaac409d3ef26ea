"""Hold the graph against its shapes and against readers; print what it is made of."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import (
    DEFAULT_GRAPH,
    FileOption,
    GraphOption,
    Layout,
    LayoutOption,
    no_unless,
    open_graph,
    pair,
    print_result,
)

commands = typer.Typer()


class SchemaLayout(enum.StrEnum):
    """The forms of the schema."""

    turtle = "turtle"
    shacl = "shacl"
    markdown = "markdown"


@commands.command(epilog="Example: kgraph check --duplicates")
def check(
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Show pairs that may be one thing side by side instead.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="At most so many pairs.")] = 20,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Hold the graph against its SHACL shapes.

    Exits with 1 when a shape is broken; each violation names the node and the source line.
    """
    from kgraph.present import tables

    if duplicates:
        found = open_graph(graph).doubts(limit)
        print_result(found, tables.doubt_tables, format, tables.doubt_data)
        if found[0]:
            typer.echo("Decide with: kgraph curate merge ID ID, or kgraph curate keep-apart ID ID", err=True)
        return
    from kgraph.store import check_graph

    violations = list(check_graph(graph))
    print_result(violations, tables.violation_tables, format)
    no_unless(not violations, "")


@commands.command(epilog="Example: kgraph evaluate gold/*.json --errors 20")
def evaluate(
    gold: Annotated[
        list[Path], typer.Argument(metavar="GOLD.json", help="Annotations made by a reader.", show_default=False)
    ],
    errors: Annotated[int, typer.Option(min=0, metavar="N", help="List up to N missed and N wrong items too.")] = 0,
    document: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY=FILE", help="File that a gold document stands for; can be repeated."),
    ] = None,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Score the graph against annotations, per type and relation."""
    from kgraph.present import tables
    from kgraph.query.evaluate import evaluate_files

    files = dict(pair(item, "KEY=FILE") for item in document or [])
    read = [document.path for document in open_graph(graph).documents()]
    scores = tables.evaluation_data(evaluate_files(graph / "graph.json", gold, files, read), errors)
    print_result(scores, tables.evaluation_tables, format)


@commands.command(epilog="Example: kgraph schema --format shacl > shapes.ttl")
def schema(
    format: Annotated[
        SchemaLayout, typer.Option("--format", help="OWL in Turtle, SHACL shapes, or a page.")
    ] = SchemaLayout.markdown,
    output: FileOption = None,
) -> None:
    """Print the types and relations that graphs are made of."""
    from kgraph.present.files import sink
    from kgraph.store import schema_text

    with sink(output) as out:
        out.write(schema_text(format.value).encode())
