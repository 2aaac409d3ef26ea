"""Build a graph, and look after the builds that its folder keeps."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import (
    DEFAULT_GRAPH,
    GraphOption,
    Layout,
    LayoutOption,
    print_result,
)
from kgraph.core.errors import KgraphError

commands = typer.Typer()


@commands.command(epilog="Example: kgraph build notes/ papers.bib --output graph --exclude 'drafts/**'")
def build(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="FOLDER|FILE", help="What to read. [default: data/raw]")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder of the graph.")] = DEFAULT_GRAPH,
    settings: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Settings in TOML. [default: kgraph.toml, if there is one]")
    ] = None,
    include: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Read only these paths; can be repeated.")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(metavar="GLOB", help="Leave out these paths; can be repeated.")
    ] = None,
    lexicon: Annotated[
        list[Path] | None, typer.Option(metavar="DIR", help="A lexicon of your own; can be repeated.")
    ] = None,
    minimum_confidence: Annotated[
        float | None, typer.Option("--min-confidence", metavar="0..1", help="Leave out less certain statements.")
    ] = None,
    base: Annotated[str | None, typer.Option(metavar="IRI", help="Prefix of the entities' IRIs.")] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes that read. [default: one per core]")
    ] = None,
    curation: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Log of decisions. [default: curation.toml beside the sources]")
    ] = None,
    full: Annotated[bool, typer.Option("--full", help="Read all documents anew, changed or not.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Go on: build again whenever something changes.")] = False,
    format: LayoutOption = Layout.table,
) -> None:
    """Build the graph of a folder of documents. Only what changed since the last build is read; the result is the same.

    Bad files never stop a build: what was skipped or not understood is in build.json, by file and line.
    """
    from kgraph import pipeline
    from kgraph.core.settings import read_settings
    from kgraph.present import progress, tables

    given = {
        "include": include,
        "exclude": exclude,
        "lexicons": lexicon,
        "minimum_confidence": minimum_confidence,
        "base": base,
        "workers": workers,
        "curation": curation,
    }
    chosen = read_settings(settings, {name: value for name, value in given.items() if value is not None})
    sources = inputs or [Path("data/raw")]

    def build_once(full: bool) -> None:
        with progress.bar(sys.stderr) as step:
            report = pipeline.build(sources, output, chosen, step, full)
        progress.tell(report.data, output, sys.stderr, report.changed)
        print_result(report.data, tables.build_tables, format)

    if not watch:
        build_once(full)
        return
    from kgraph.pipeline import watching

    log = [chosen.curation] if chosen.curation is not None and chosen.curation.exists() else []
    for _ in watching.changes([*sources, *chosen.lexicons, *log], output):
        try:
            build_once(full)
            full = False
        except KgraphError as error:  # half-written settings or an empty folder: the next change may mend it
            sys.stderr.write(f"{error}\n")


@commands.command(epilog="Example: kgraph log --format json")
def log(graph: GraphOption = DEFAULT_GRAPH, format: LayoutOption = Layout.table) -> None:
    """List the builds that the graph's folder keeps, the newest first, and what changed in the documents.

    The setting keep says how many stay.
    """
    from kgraph.present import changes
    from kgraph.query.history import history

    print_result(history(graph), changes.history_tables, format)


@commands.command(epilog="Example: kgraph restore 3")
def restore(
    number: Annotated[
        int, typer.Argument(metavar="BUILD", help="Its number, as kgraph log shows it.", show_default=False)
    ],
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Make a kept build the current one again; nothing is lost, and the next build reads the documents as they are."""
    from kgraph.store.folder import restore as restore_build

    restore_build(graph, number)
    typer.echo(f"Build {number} is the current one of {graph} now.", err=True)


@commands.command(epilog="Example: kgraph diff 3 5 --format json")
def diff(
    old: Annotated[
        str | None, typer.Argument(metavar="OLD", help="A build or a folder. [default: the build before NEW]")
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="NEW", help="A build or a folder. [default: the current build]")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows of a table.")] = 50,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Show what changed between two builds: documents, entities, statements, each with its cause.

    OLD and NEW are numbers of builds, as kgraph log shows them, or folders of other graphs. A line that only moved in its
    document is no change.
    """
    from kgraph.present import changes
    from kgraph.query.history import open_pair

    with open_pair(graph, old, new) as (before, after):
        found = after.changes_since(before)
    print_result(found, lambda found: changes.difference_tables(found, limit), format, changes.difference_data)
    typer.echo(changes.summary(found), err=True)
