"""The ``kgraph`` command: parse, one call of the library, print.

Data goes to stdout, everything said about it to stderr. Exit codes: 0 done, 1 the answer is "no" (nothing found, a
check failed), 2 wrong usage or input. Heavy modules are imported inside the commands, so that ``--help`` is quick.
"""

from __future__ import annotations

import enum
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from kgraph.core.errors import KgraphError, UnknownEntityError
from kgraph.core.text import counted
from kgraph.curating import curate
from kgraph.options import DEFAULT_GRAPH, EntityArgument, GraphOption, Layout, LayoutOption
from kgraph.options import no_unless as _no_unless
from kgraph.options import opened as _open
from kgraph.options import print_result as _print

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


class Direction(enum.StrEnum):
    """Which way relations are followed."""

    both = "both"
    out = "out"
    in_ = "in"


class Language(enum.StrEnum):
    """The languages of a drawing."""

    zh = "zh"
    en = "en"
    both = "both"


class Style(enum.StrEnum):
    """The styles of a drawing."""

    light = "light"
    dark = "dark"
    print = "print"


class Aspect(enum.StrEnum):
    """The formats of a slide."""

    wide = "16:9"
    narrow = "4:3"


class Steps(enum.StrEnum):
    """How slides are built up."""

    hops = "hops"
    communities = "communities"
    path = "path"


class Slide(enum.StrEnum):
    """The kinds of slides."""

    graph = "graph"
    table = "table"
    related = "related"
    comparison = "comparison"
    timeline = "timeline"
    topics = "topics"
    answer = "answer"


class SchemaLayout(enum.StrEnum):
    """The forms of the schema."""

    turtle = "turtle"
    shacl = "shacl"
    markdown = "markdown"


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


FileOption = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the result there instead of to stdout.")
]
RelationOption = Annotated[
    list[str] | None, typer.Option("--relation", "-r", metavar="NAME", help="Only this relation; can be repeated.")
]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", "-t", metavar="TYPE", help="Only this type; can be repeated.")
]
ConfidenceOption = Annotated[
    float, typer.Option("--min-confidence", min=0, max=1, metavar="0..1", help="Leave out less certain statements.")
]
FORMATS = (
    "Slides: pptx. Pictures: svg, pdf, png. Pages: html, md. Data: csv, parquet, json, graphml, gexf, cyjs, cx2, dot, mermaid, bib,"
    " ttl, jsonld, trig, nq"
)
BINARY = ("csv", "parquet", "pdf", "png", "pptx")


app.add_typer(curate)


@app.callback(invoke_without_command=True)
def _common(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", is_eager=True)] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"kgraph {installed('kgraph')}")
        raise typer.Exit


@app.command(epilog="Example: kgraph build notes/ papers.bib --output graph --exclude 'drafts/**'")
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
        _print(report.data, tables.build_tables, format)

    if not watch:
        build_once(full)
        return
    from kgraph import watching

    log = [chosen.curation] if chosen.curation is not None and chosen.curation.exists() else []
    for _ in watching.changes([*sources, *chosen.lexicons, *log], output):
        try:
            build_once(full)
            full = False
        except KgraphError as error:  # half-written settings or an empty folder: the next change may mend it
            sys.stderr.write(f"{error}\n")


@app.command(epilog="Example: kgraph search 目标检测 --type Topic --limit 5")
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

    hits = _open(graph, minimum_confidence).search(text, limit=limit, types=types)
    _print(hits, tables.hit_tables, format)
    _no_unless(hits, f"Nothing is called '{text}'.")


@app.command(epilog="Example: kgraph show BERT")
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

    opened = _open(graph, minimum_confidence)
    description = opened.show(entity)
    refused = opened.rejected(description.node)
    shown = refused if rejected else ()
    _print(
        description,
        lambda entity: (*tables.entity_tables(entity, limit), *tables.rejected_tables(shown, limit)),
        format,
        lambda entity: tables.entity_data(entity) | ({"rejected": shown} if rejected else {}),
    )
    if refused and not rejected:
        typer.echo(f"{counted(len(refused), 'rejected statement')} not shown: see --rejected.", err=True)


@app.command(epilog="Example: kgraph neighbours BERT --hops 2 --relation implements --direction in")
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

    around = _open(graph, minimum_confidence).neighbourhood(
        entity,
        hops=hops,
        relations=relations,
        direction=direction.value,
        types=types,
        limit=limit,
    )
    _print(around, tables.subgraph_tables, format)
    _no_unless(around.edges, f"Nothing stands around '{entity}' that fits.")


@app.command(epilog="Example: kgraph path YOLOv4 谷歌 --max-hops 4")
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

    found = _open(graph, minimum_confidence).paths(start, end, k=paths, max_hops=max_hops)
    _print(found, tables.path_tables, format)
    _no_unless(found, f"No path from '{start}' to '{end}' within {max_hops} relations.")


@app.command(epilog="Example: kgraph related BERT --limit 5")
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

    found = _open(graph, minimum_confidence).related(entity, limit=limit, measure=measure)
    _print(found, tables.related_tables, format)
    _no_unless(found, f"Nothing is related to '{entity}'.")


@app.command(epilog="Example: kgraph query --template works-of-organization --set organization=Google")
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
        _print(templates(), tables.template_tables, Layout.json if format is ResultLayout.json else Layout.table)
        return
    if template is not None and (file or text):
        raise typer.BadParameter("--template is a query already: leave out the file and --text.")
    if values and template is None:
        raise typer.BadParameter("--set gives a value to a question of the library: name it with --template.")
    sparql = _query_text(file, text) if template is None else None
    answer, base = ask(
        endpoint or graph, sparql, template, dict(_pair(item, "NAME=VALUE") for item in values or []), timeout
    )
    with sink(output) as out:
        answers.write_answer(answer, format.value, out, base)
    if answer.truncated:
        typer.echo("There are more rows; the endpoint gives no more of them.", err=True)
    _no_unless(answer, "" if answer.kind == "boolean" else "The answer is empty.")


@app.command(epilog="Example: kgraph export --entity BERT --hops 2 --limit 40 --format pptx --steps hops -o bert.pptx")
def export(
    format: Annotated[str, typer.Option("--format", metavar="NAME", help=f"{FORMATS}.")],
    output: FileOption = None,
    entity: Annotated[
        list[str] | None, typer.Option(metavar="ENTITY", help="Only what is around it; can be repeated.")
    ] = None,
    hops: Annotated[int, typer.Option(min=0, help="How many relations around --entity.")] = 1,
    to: Annotated[str | None, typer.Option(metavar="ENTITY", help="Only the way from --entity to this one.")] = None,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Only entities that this SPARQL query answers with.")
    ] = None,
    view: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only what this saved view shows; several make a deck (pptx, pdf)."),
    ] = None,
    basket: Annotated[bool, typer.Option("--basket", help="What is in the slide basket, a deck (pptx).")] = False,
    limit: Annotated[
        int | None, typer.Option(min=1, help="At most so many entities around --entity or in the page.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What stands above a drawing.")] = None,
    language: Annotated[
        Language | None, typer.Option(help="Language of a drawing. [default: that of the view, else en]")
    ] = None,
    style: Annotated[Style, typer.Option(help="Style of a drawing.")] = Style.light,
    aspect: Annotated[Aspect, typer.Option(help="Format of slides and pictures.")] = Aspect.wide,
    template: Annotated[
        Path | None, typer.Option(metavar="FILE.pptx", help="Slides in the look of this presentation.")
    ] = None,
    steps: Annotated[Steps | None, typer.Option(help="Build slides or pages up: one a step (pptx, pdf).")] = None,
    slide: Annotated[
        list[Slide] | None, typer.Option("--slide", help="Slides of a deck, in this order. [default: graph]")
    ] = None,
    pixels: Annotated[int, typer.Option(min=16, max=8192, help="Width of a PNG.")] = 1920,
    transparent: Annotated[bool, typer.Option("--transparent", help="Pictures without a ground.")] = False,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
) -> None:
    """Write the graph, or a part of it, as slides, as a picture, or for another program.

    Slides (pptx) are of native shapes with the evidence in the notes; what does not fit on one with text of 12 points goes
    on several.
    """
    from kgraph.present import ways_in
    from kgraph.present.files import sink

    if format in BINARY and output is None and sys.stdout.isatty():
        raise typer.BadParameter(f"{format} is not for a terminal: give it a file with -o.")
    chosen = [bool(entity), query is not None, bool(view), basket]
    if sum(chosen) > 1:
        raise typer.BadParameter("--entity, --query, --view and --basket choose different parts: give one of them.")
    if to is not None and len(entity or []) != 1:
        raise typer.BadParameter("--to needs one --entity, where the way begins.")
    text = _query_text(query, None) if query else None
    opened = _open(graph, minimum_confidence)
    kinds = [kind.value for kind in slide or []]
    spoken = language.value if language else "en"
    parts = ways_in.parts(opened, entity or [], hops, to, text, view or [], basket, limit, spoken, kinds)
    for part in parts:
        if part.note:
            typer.echo(part.note, err=True)
    drawing = {
        "language": language.value if language else None, "style": style.value, "aspect": aspect.value,
        "template": template, "steps": steps.value if steps else None, "pixels": pixels, "transparent": transparent,
        "limit": limit, "title": title, "slides": kinds,
    }  # fmt: skip
    with sink(output) as out:
        for remark in ways_in.write(opened, parts, format, out, drawing):
            typer.echo(remark, err=True)


@app.command(epilog="Example: kgraph explore --graph data/graph --port 8600")
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


@app.command(epilog="Example: kgraph serve --port 7878 --timeout 10 --cors localhost")
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


@app.command(epilog="Example: kgraph log --format json")
def log(graph: GraphOption = DEFAULT_GRAPH, format: LayoutOption = Layout.table) -> None:
    """List the builds that the graph's folder keeps, the newest first, and what changed in the documents.

    The setting keep says how many stay.
    """
    from kgraph.present import changes
    from kgraph.query.history import history

    _print(history(graph), changes.history_tables, format)


@app.command(epilog="Example: kgraph restore 3")
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


@app.command(epilog="Example: kgraph diff 3 5 --format json")
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
    _print(found, lambda found: changes.difference_tables(found, limit), format, changes.difference_data)
    typer.echo(changes.summary(found), err=True)


@app.command(epilog="Example: kgraph stats --quality")
def stats(
    quality: Annotated[
        bool, typer.Option("--quality", help="What was understood of each document, and how kgraph scores, instead.")
    ] = False,
    minimum_confidence: ConfidenceOption = 0.0,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Count entities, relations, documents and evidence."""
    from kgraph.present import tables

    opened = _open(graph, minimum_confidence)
    if quality:
        from kgraph.present.honesty import honesty_tables

        _print(opened.honesty(), honesty_tables, format)
        return
    _print(opened.statistics(), tables.statistics_tables, format)


@app.command(epilog="Example: kgraph check --duplicates")
def check(
    duplicates: Annotated[bool, typer.Option("--duplicates", help="List pairs that may be one thing instead.")] = False,
    graph: GraphOption = DEFAULT_GRAPH,
    format: LayoutOption = Layout.table,
) -> None:
    """Hold the graph against its SHACL shapes.

    Exits with 1 when a shape is broken; each violation names the node and the source line.
    """
    from kgraph.present import tables

    if duplicates:
        _print(tables.doubts(_open(graph).build), tables.doubt_tables, format)
        return
    from kgraph.store import check_graph

    violations = list(check_graph(graph))
    _print(violations, tables.violation_tables, format)
    _no_unless(not violations, "")


@app.command(epilog="Example: kgraph evaluate gold/*.json --errors 20")
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

    files = dict(_pair(item, "KEY=FILE") for item in document or [])
    read = [document.path for document in _open(graph).documents()]
    scores = tables.evaluation_data(evaluate_files(graph / "graph.json", gold, files, read), errors)
    _print(scores, tables.evaluation_tables, format)


@app.command(epilog="Example: kgraph schema --format shacl > shapes.ttl")
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


def _query_text(file: Path | None, text: str | None) -> str:
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


def _pair(item: str, form: str) -> tuple[str, str]:
    key, sign, value = item.partition("=")
    if not sign:
        raise typer.BadParameter(f"'{item}' is not {form}.")
    return key, value


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
