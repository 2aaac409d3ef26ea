"""Write the graph, or a part of it, for slides and for other programs."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import Annotated

import typer

from kgraph.cli.options import (
    DEFAULT_GRAPH,
    ConfidenceOption,
    FileOption,
    GraphOption,
    open_graph,
    query_text,
)

commands = typer.Typer()


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


FORMATS = (
    "Slides: pptx. Pictures: svg, pdf, png. Pages: html, md. Data: csv, parquet, json, graphml, gexf, cyjs, cx2, dot, mermaid, bib,"
    " ttl, jsonld, trig, nq"
)


BINARY = ("csv", "parquet", "pdf", "png", "pptx")


@commands.command(
    epilog="Example: kgraph export --entity BERT --hops 2 --limit 40 --format pptx --steps hops -o bert.pptx"
)
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
    text = query_text(query, None) if query else None
    opened = open_graph(graph, minimum_confidence)
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
