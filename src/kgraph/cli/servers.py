"""Pages on the graph, and an endpoint."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import (
    DEFAULT_GRAPH,
    GraphOption,
)

commands = typer.Typer()


@commands.command(epilog="Example: kgraph explore --graph data/graph --port 8600")
def explore(
    graph: GraphOption = DEFAULT_GRAPH,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Port. [default: the first free from 8501]")
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a window of the browser.")] = True,
) -> None:
    """Open the explorer: pages on the graph, in a browser on this machine."""
    from kgraph.present import explorer

    if code := explorer.explore(graph, port, browser):
        raise typer.Exit(code if code > 0 else 0)


@commands.command(epilog="Example: kgraph serve --port 7878 --timeout 10 --cors localhost")
def serve(
    graph: GraphOption = DEFAULT_GRAPH,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any free one.")] = 7878,
    public: Annotated[
        str | None, typer.Option(metavar="URL", help="By which address it is known, behind a proxy.")
    ] = None,
    cors: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="Pages that may ask it: localhost, or an origin; can be repeated."),
    ] = None,
    timeout: Annotated[float, typer.Option(metavar="SECONDS", help="End a query after so long.")] = 30.0,
    rows: Annotated[int, typer.Option(metavar="N", help="Cut an answer after so many rows.")] = 1_000_000,
    memory: Annotated[int, typer.Option(metavar="MB", help="End a query that takes more memory.")] = 2048,
    queries: Annotated[
        int | None, typer.Option(min=2, metavar="N", help="Queries at once. [default: five per core]")
    ] = None,
    writable: Annotated[bool, typer.Option("--writable", help="Take updates from those who know a token.")] = False,
    token_file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file that holds the token. [default: the variable KGRAPH_TOKEN]"),
    ] = None,
) -> None:
    """Serve the graph as a SPARQL endpoint until Ctrl-C; read-only, unless --writable is given.

    Standard clients ask at /sparql. Entities are at /id/, whole graphs at /graphs. A graph that is built anew meanwhile is
    served from then on. The log goes to stderr, one JSON object a line.
    """
    from kgraph.endpoint.server import serve as serve_graph
    from kgraph.endpoint.settings import TOKEN, endpoint_settings, update_token

    token = update_token(writable, token_file, os.environ.pop(TOKEN, None))  # no worker needs to know it
    given = {"host": host, "port": port, "public": public, "cors": tuple(cors or ()), "token": token}
    limits = {"timeout": timeout, "rows": rows, "memory": memory << 20}
    serve_graph(graph, endpoint_settings(given, limits, queries))
