"""Queries as people write them, each cut at every property, to see whether completion would have offered it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph import Graph, KgraphError
from kgraph.query.sparql_reader import read, tokens
from kgraph.query.templates import Template, templates

REPLAY = Path(__file__).parent.parent / "data/queries/replay.rq"
MODEL = Path(__file__).parent.parent.parent / "docs/model.md"


@dataclass(frozen=True)
class Cut:
    """A query up to a property, and the property that was written there."""

    query: str
    before: str
    property: str


def queries(graph: Graph) -> list[str]:
    """Return the queries that give an answer on a graph: our own, those of the documentation, and those of the library.

    What gives none asks for something that the graph does not have, which completion rightly does not offer.
    """
    own = REPLAY.read_text("utf-8").split("\n---\n")
    shown = re.findall(r"```sparql\n(.*?)```", MODEL.read_text("utf-8"), re.DOTALL)
    library = [_filled(graph, each) for each in templates()]
    return [query for query in (*own, *shown, *library) if query and len(graph.query(query))]


def _filled(graph: Graph, each: Template) -> str:
    try:
        return f"# {each.titles['en']}\n{each.fill(graph, **each.examples)}"
    except KgraphError:  # the graph lacks the example
        return ""


def cuts(query: str) -> Iterator[Cut]:
    """Yield the cuts of a query: one for each property that is written out."""
    for token in tokens(query):
        if token.kind == "name" or token.text == "a":
            before = query[: token.start]
            if read(before).place.kind == "predicate":
                yield Cut(query, before, token.text)
