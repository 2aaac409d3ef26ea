"""The part of a graph that is exported: all of it, what is around some entities, or what a query answers with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.core.errors import QueryError
from kgraph.core.schema import SCHEMA
from kgraph.core.text import counted

if TYPE_CHECKING:
    import networkx

    from kgraph.query.graph import Graph
    from kgraph.query.sparql import QueryResult

_LIMIT = 500
_KINDS = {name.lower() for name in SCHEMA.entities}


@dataclass(frozen=True)
class Selection:
    """A part of a graph with the keys of ``graph.json``, a title, and what to say about it (empty: nothing)."""

    graph: networkx.MultiDiGraph
    title: str
    note: str = ""


def select(
    graph: Graph, entities: Sequence[str] = (), hops: int = 1, sparql: str | None = None, limit: int | None = None
) -> Selection:
    """Return the part of ``graph`` that is asked for; all of it without ``entities`` and ``sparql``.

    Around ``entities`` at most ``limit`` entities are taken (default 500), and the note says how many more there are. With
    ``sparql`` these are the entities whose IRIs the answer holds, and all relations between them. Raises QueryError when
    it holds none, and what the library raises for an unknown entity or a query that cannot run.
    """
    if sparql is not None:
        found = list(dict.fromkeys(_entities(graph.query(sparql), graph.base)))
        if not found:
            raise QueryError(
                "no entity's IRI is in the answer; ask for some, as in SELECT ?entity WHERE { ?entity a kg:Method }"
            )
        part = graph.neighbourhood(found, hops=0, limit=len(found))
        return Selection(part.to_networkx(), f"{counted(len(found), 'entity', 'entities')} of a query")
    if not entities:
        return Selection(graph.to_networkx(), "kgraph")
    part = graph.neighbourhood(list(entities), hops=hops, limit=limit or _LIMIT)
    names = ", ".join(part.by_id[centre].label for centre in part.centres)
    note = (
        f"{counted(len(part.nodes), 'entity', 'entities')} taken; {part.hidden}; more with --limit"
        if part.hidden
        else ""
    )
    return Selection(part.to_networkx(), names, note)


def _entities(answer: QueryResult, base: str) -> Iterator[str]:
    for row in answer:
        for value in row.values() if isinstance(row, dict) else row:
            if isinstance(value, str) and value.startswith(base):
                name = value.removeprefix(base)
                if name.partition("/")[0] in _KINDS:
                    yield name
