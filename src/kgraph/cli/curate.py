"""``kgraph curate``: take decisions about a graph, list them, undo them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kgraph.cli.options import (
    DEFAULT_GRAPH,
    EntityArgument,
    GraphOption,
    Layout,
    LayoutOption,
    open_graph,
    print_result,
)

if TYPE_CHECKING:
    from kgraph.core.curation import Entry
    from kgraph.query.curator import Curator, Place

curate = typer.Typer(
    name="curate",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"max_content_width": 100},
    help="Take decisions about the graph, which every build replays.\n\nThey stand in curation.toml beside the sources, one a "
    "line, with author, date and reason. None changes the graph at once: the command to build it anew is told.",
    epilog="Example: kgraph curate merge BERT Bert-base --reason 'one model, two spellings'",
)

ReasonOption = Annotated[str, typer.Option("--reason", "-m", metavar="TEXT", help="Why.", show_default=False)]
AuthorOption = Annotated[
    str,
    typer.Option(
        "--author",
        metavar="NAME",
        help="Who decides. [default: KGRAPH_AUTHOR, else git's user.name]",
        show_default=False,
    ),
]


def _entity(name: str, what: str) -> object:
    return typer.Argument(metavar=name, help=what, show_default=False)


@curate.command(epilog="Example: kgraph curate merge BERT Bert-base --reason 'one model, two spellings'")
def merge(
    keep: Annotated[str, _entity("KEEP", "The entity whose id, name and type stay.")],
    other: Annotated[str, _entity("OTHER", "The entity that is the same thing.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Two entities are one thing."""
    with _curator(graph) as curator:
        _tell(curator, curator.merge(keep, other, reason, author))


@curate.command("keep-apart", epilog="Example: kgraph curate keep-apart GAN GAIN --reason 'two methods'")
def keep_apart(
    one: Annotated[str, _entity("A", "An entity.")],
    other: Annotated[str, _entity("B", "An entity that is another thing.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Two entities are two things: no rule merges them, and they are no doubtful pair."""
    with _curator(graph) as curator:
        _tell(curator, curator.keep_apart(one, other, reason, author))


@curate.command(
    epilog="Example: kgraph curate split Mamba --at notes.md:12 --name 'Mamba (packages)' --reason 'a program'"
)
def split(
    entity: EntityArgument,
    at: Annotated[
        list[str],
        typer.Option(
            "--at", metavar="DOCUMENT[:LINE]", help="Where it is another thing; can be repeated.", show_default=False
        ),
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What it is called there.", show_default=False)],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Some places name another thing.

    They are kept by document, words and the text of their line, so that lines may move.
    """
    with _curator(graph) as curator:
        _tell(curator, curator.split(entity, [_place(item) for item in at], name, reason, author))


@curate.command(epilog="Example: kgraph curate rename method/bert BERT --reason 'as in the paper'")
def rename(
    entity: EntityArgument,
    name: Annotated[str, _entity("NAME", "The name to show.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """An entity is shown by another name; its id stays."""
    with _curator(graph) as curator:
        _tell(curator, curator.rename(entity, name, reason, author))


@curate.command(epilog="Example: kgraph curate retype DeepSpeed Software --reason 'a library'")
def retype(
    entity: EntityArgument,
    type: Annotated[str, _entity("TYPE", "One of the types of kgraph schema.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """An entity is of another type."""
    with _curator(graph) as curator:
        _tell(curator, curator.retype(entity, type, reason, author))


@curate.command("add-alias", epilog="Example: kgraph curate add-alias BERT 伯特 --reason 'said in talks'")
def add_alias(
    entity: EntityArgument,
    alias: Annotated[str, _entity("ALIAS", "Another name of it.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """An entity has another name."""
    with _curator(graph) as curator:
        _tell(curator, curator.add_alias(entity, alias, reason, author))


@curate.command("reject-alias", epilog="Example: kgraph curate reject-alias BERT BERT-large --reason 'another size'")
def reject_alias(
    entity: EntityArgument,
    alias: Annotated[str, _entity("ALIAS", "A name that is none of it.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """A name is none of an entity; what was merged by it alone is not merged any more."""
    with _curator(graph) as curator:
        _tell(curator, curator.reject_alias(entity, alias, reason, author))


@curate.command(
    "add-statement", epilog="Example: kgraph curate add-statement RoBERTa basedOn BERT --reason 'section 2'"
)
def add_statement(
    source: Annotated[str, _entity("A", "The entity that it is said of.")],
    relation: Annotated[str, _entity("RELATION", "One of the relations of kgraph schema.")],
    target: Annotated[str, _entity("B", "The entity that it leads to.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """A statement holds, whatever the documents say."""
    with _curator(graph) as curator:
        _tell(curator, curator.add_statement(source, relation, target, reason, author))


@curate.command(
    "reject-statement", epilog="Example: kgraph curate reject-statement BERT basedOn GPT --reason 'misread'"
)
def reject_statement(
    source: Annotated[str, _entity("A", "The entity that it is said of.")],
    relation: Annotated[str, _entity("RELATION", "One of the relations of kgraph schema.")],
    target: Annotated[str, _entity("B", "The entity that it leads to.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """A statement of the documents does not hold; kgraph show --rejected still shows it."""
    with _curator(graph) as curator:
        _tell(curator, curator.reject_statement(source, relation, target, reason, author))


@curate.command("list", epilog="Example: kgraph curate list --format json")
def list_(graph: GraphOption = DEFAULT_GRAPH, format: LayoutOption = Layout.table) -> None:
    """List the decisions, and what became of each in this graph."""
    from kgraph.present import tables

    with _curator(graph) as curator:
        decisions = curator.decisions()
        print_result(decisions, tables.decision_tables, format)
        for problem in curator.read().problems:
            typer.echo(f"{problem.document}:{problem.line}: {problem.reason}", err=True)
        if any(one.state == "waiting" for one in decisions):
            _tell_build(curator)


@curate.command(epilog="Example: kgraph curate undo 3 --reason 'two models after all'")
def undo(
    number: Annotated[str, _entity("N", "The number of a decision in kgraph curate list, or its key.")],
    reason: ReasonOption,
    author: AuthorOption = "",
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Undo a decision. The log keeps both; undoing an undoing brings back what it undid."""
    with _curator(graph) as curator:
        _tell(curator, curator.undo(number, reason, author))


@contextlib.contextmanager
def _curator(folder: Path) -> Iterator[Curator]:
    from kgraph.query.curator import Curator

    with open_graph(folder) as graph:
        yield Curator(graph)


def _place(item: str) -> Place:
    """Return the place that ``DOCUMENT`` or ``DOCUMENT:LINE`` names."""
    from kgraph.query.curator import Place

    document, sign, line = item.rpartition(":")
    return Place(document, int(line)) if sign and line.isdecimal() else Place(item)


def _tell(curator: Curator, entry: Entry) -> None:
    """Print the line that was written, and what comes next."""
    from kgraph.present.text import terminal_text

    typer.echo(terminal_text(entry.text))
    typer.echo(f"Written to {curator.file}, line {entry.line}.", err=True)
    _tell_build(curator)


def _tell_build(curator: Curator) -> None:
    from kgraph.query.curator import shown_command

    typer.echo(f"It takes effect with the next build: {shown_command(curator.build_command())}", err=True)
