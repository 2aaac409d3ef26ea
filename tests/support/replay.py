"""Queries as people write them, each cut at every property, to see whether completion would have offered it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kgraph.query.sparql_reader import read, tokens
try:
    from kgraph.query.templates import templates
except ImportError:
    templates = lambda: []

REPLAY = Path(__file__).parent.parent / "data/queries/replay.rq"
MODEL = Path(__file__).parent.parent.parent / "docs/model.md"
_PLACE = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Cut:
    """A query up to a property, and the property that was written there."""

    query: str
    before: str
    property: str


def queries() -> list[str]:
    """Return the queries of the replay: our own, those of the documentation, and those of the library."""
    own = REPLAY.read_text("utf-8").split("\n---\n")
    shown = re.findall(r"```sparql\n(.*?)```", MODEL.read_text("utf-8"), re.DOTALL)
    library = [each.text for each in templates()]
    return [*own, *shown, *library]


def cuts(query: str) -> Iterator[Cut]:
    """Yield the cuts of a query: one for each property that is written out."""
    for token in tokens(query):
        if token.kind == "name" or token.text == "a":
            before = query[: token.start]
            if read(before).place.kind == "predicate":
                yield Cut(query, before, token.text)
