"""Ask the graph."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import (
    DEFAULT_GRAPH,
    ConfidenceOption,
    EntityArgument,
    FileOption,
    GraphOption,
    Layout,
    LayoutOption,
    TypeOption,
    no_unless,
    open_graph,
    pair,
    print_result,
    query_text,
)
from kgraph.core.text import counted

commands = typer.Typer()


class Direction(enum.StrEnum):
    """Which way relations are followed."""

    both = "both"
    out = "out"
    in_ = "in"


class ResultLayout(enum.StrEnum):
    """The forms of an answer to SPARQL."""

    table = "table"
    csv = "csv"
    json = "json"
    jsonld = "jsonld"
    nquads = "nquads"
    ntriples = "ntriples"
    rdfxml = "rdfxml"
    trig = "trig"
    tsv = "tsv"
    turtle = "turtle"
    xml = "xml"


RelationOption = Annotated[
    list[str] | None, typer.Option("--relation", "-r", metavar="NAME", help="Only this relation; can be repeated.")
]


@commands.command(epilog="Example: kgraph search 目标检测 --type Topic --limit 5")
def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="A name or part of one, in either language.", show_default=False)
    ],
    types: TypeOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 20,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Find entities by name, in either language, even misspelt."""
    from kgraph.present import tables

    hits = open_graph(graph, minimum_confidence).search(text, limit=limit, types=types)
    print_result(hits, tables.hit_tables, format)
    no_unless(hits, f"Nothing is called '{text}'.")


@commands.command(epilog="Example: kgraph show BERT")
def show(
    entity: EntityArgument,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows of a table.")] = 20,
    rejected: Annotated[bool, typer.Option("--rejected", help="Statements that somebody rejected, too.")] = False,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Show an entity, its relations, and the words it was read from."""
    from kgraph.present import tables

    opened = open_graph(graph, minimum_confidence)
    description = opened.show(entity)
    refused = opened.rejected(description.node)
    shown = refused if rejected else ()
    print_result(
        description,
        lambda entity: (*tables.entity_tables(entity, limit), *tables.rejected_tables(shown, limit)),
        format,
        lambda entity: tables.entity_data(entity) | ({"rejected": shown} if rejected else {}),
    )
    if refused and not rejected:
        typer.echo(f"{counted(len(refused), 'rejected statement')} not shown: see --rejected.", err=True)


@commands.command(epilog="Example: kgraph neighbours BERT --hops 2 --relation implements --direction in")
def neighbours(
    entity: EntityArgument,
    hops: Annotated[int, typer.Option(min=0, help="How many relations away.")] = 1,
    relations: RelationOption = None,
    direction: Annotated[Direction, typer.Option(help="Which way relations are followed.")] = Direction.both,
    types: TypeOption = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many entities.")] = 500,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """List what stands around an entity."""
    from kgraph.present import tables

    around = open_graph(graph, minimum_confidence).neighbourhood(
        entity,
        hops=hops,
        relations=relations,
        direction=direction.value,
        types=types,
        limit=limit,
    )
    print_result(around, tables.subgraph_tables, format)
    no_unless(around.edges, f"Nothing stands around '{entity}' that fits.")


@commands.command(epilog="Example: kgraph path YOLOv4 谷歌 --max-hops 4")
def path(
    start: Annotated[str, typer.Argument(metavar="A", help="An entity.", show_default=False)],
    end: Annotated[str, typer.Argument(metavar="B", help="Another entity.", show_default=False)],
    paths: Annotated[int, typer.Option("--paths", "-k", min=1, help="How many paths.")] = 3,
    max_hops: Annotated[int, typer.Option(min=1, help="At most so many relations.")] = 4,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Show how two entities hang together."""
    from kgraph.present import tables

    found = open_graph(graph, minimum_confidence).paths(start, end, k=paths, max_hops=max_hops)
    print_result(found, tables.path_tables, format)
    no_unless(found, f"No path from '{start}' to '{end}' within {max_hops} relations.")


@commands.command(epilog="Example: kgraph related BERT --limit 5")
def related(
    entity: EntityArgument,
    limit: Annotated[int, typer.Option(min=1, help="At most so many.")] = 10,
    measure: Annotated[str, typer.Option(metavar="NAME", help="How likeness is measured.")] = "shared",
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """List entities that are like one, and why."""
    from kgraph.present import tables

    found = open_graph(graph, minimum_confidence).related(entity, limit=limit, measure=measure)
    print_result(found, tables.related_tables, format)
    no_unless(found, f"Nothing is related to '{entity}'.")


@commands.command(epilog="Example: kgraph query --template works-of-organization --set organization=Google")
def query(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A file with SPARQL, or - for stdin.")] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="SPARQL", help="The query itself.")] = None,
    template: Annotated[str | None, typer.Option(metavar="NAME", help="A question of the library.")] = None,
    values: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A value for it; can be repeated.")
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the questions of the library, and end.")] = False,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", help="Give up after so long.")] = 30.0,
    graph: GraphOption = DEFAULT_GRAPH,
    endpoint: Annotated[
        str | None, typer.Option(metavar="URL", help="Ask this SPARQL 1.1 store instead of a folder.")
    ] = None,
    format: Annotated[ResultLayout, typer.Option("--format", help="Form of the answer.")] = ResultLayout.table,
    output: FileOption = None,
) -> None:
    """Ask in SPARQL, in your own words or with a question of the library.

    The prefixes kg:, skos:, rdfs:, schema:, prov: and others are declared. The default graph holds what all documents
    say; GRAPH ?document { ... } tells which of them says it.
    """
    from kgraph.present import answers, tables
    from kgraph.present.files import sink
    from kgraph.query.asking import ask
    from kgraph.query.templates import templates

    if listed:
        print_result(templates(), tables.template_tables, Layout.json if format is ResultLayout.json else Layout.table)
        return
    if template is not None and (file or text):
        raise typer.BadParameter("--template is a query already: leave out the file and --text.")
    if values and template is None:
        raise typer.BadParameter("--set gives a value to a question of the library: name it with --template.")
    sparql = query_text(file, text) if template is None else None
    answer, base = ask(
        endpoint or graph, sparql, template, dict(pair(item, "NAME=VALUE") for item in values or []), timeout
    )
    with sink(output) as out:
        answers.write_answer(answer, format.value, out, base)
    if answer.truncated:
        typer.echo("There are more rows; the endpoint gives no more of them.", err=True)
    no_unless(answer, "" if answer.kind == "boolean" else "The answer is empty.")


@commands.command(epilog='Example: kgraph stats --skipped --reason "not understood"')
def stats(
    quality: Annotated[
        bool, typer.Option("--quality", help="What was understood of each document, and how kgraph scores, instead.")
    ] = False,
    skipped: Annotated[
        bool, typer.Option("--skipped", help="The lines of documents that gave nothing, with the reason, instead.")
    ] = False,
    document: Annotated[
        str | None, typer.Option(metavar="PATH", help="Of these lines only those of this document.")
    ] = None,
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Of these lines only those with this reason.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows of a table of lines.")] = 100,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Count entities, relations, documents and evidence."""
    from kgraph.present import tables

    opened = open_graph(graph, minimum_confidence)
    if quality:
        from kgraph.present.honesty import honesty_tables

        print_result(opened.honesty(), honesty_tables, format)
        return
    if skipped or document is not None or reason is not None:
        from kgraph.present.honesty import skipped_tables

        print_result(opened.skipped(document, reason), lambda rows: skipped_tables(rows, limit), format)
        return
    print_result(opened.statistics(), tables.statistics_tables, format)
