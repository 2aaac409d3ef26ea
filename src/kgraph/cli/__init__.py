"""The ``kgraph`` command: parse, one call of the library, print.

Data goes to stdout, everything said about it to stderr. Exit codes: 0 done, 1 the answer is "no" (nothing found, a
check failed), 2 wrong usage or input. Heavy modules are imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kgraph.cli import builds, checks, files, questions, servers
from kgraph.cli.curate import curate
from kgraph.core.errors import KgraphError, UnknownEntityError

app = typer.Typer(
    name="kgraph",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    # The help of completion depends on the shell it is asked from; the pages made of the help must not.
    add_completion=False,
    context_settings={"max_content_width": 100},
    help="Turn reading lists in Chinese and English into a knowledge graph that shows its sources.",
    epilog="ENTITY is an id (method/bert), an IRI, or a name in either language. Exit codes: 0 done, 1 nothing found "
    "or a check failed, 2 wrong usage or input.",
)
for part in (builds.commands, questions.commands, files.commands, servers.commands, curate, checks.commands):
    app.add_typer(part)


@app.callback(invoke_without_command=True)
def _common(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"kgraph {installed('kgraph')}")
        raise typer.Exit


def main() -> None:
    """Run the command; errors of the library become one line on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app()
    except KgraphError as error:
        typer.echo(f"kgraph: {error}", err=True)
        sys.exit(1 if isinstance(error, UnknownEntityError) else 2)
