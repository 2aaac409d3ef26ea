"""The part of a graph that is exported: all of it, what is around some entities, or what a query gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx

    from kgraph.query import Graph

_LIMIT = 500


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

    Around ``entities`` at most ``limit`` entities are taken (default 500), and the note says how many more there are.
    Raises what the library raises for an unknown entity or a query that cannot run.
    """
    if sparql is not None:
        return Selection(graph.query(sparql).to_networkx(), "kgraph: query")
    if not entities:
        return Selection(graph.to_networkx(), "kgraph")
    part = graph.neighbourhood(list(entities), hops=hops, limit=limit or _LIMIT)
    names = ", ".join(part.by_id[centre].label for centre in part.centres)
    note = f"{len(part.nodes):,} entities taken; {part.hidden}; more with --limit" if part.hidden else ""
    return Selection(part.to_networkx(), f"kgraph: {names}", note)
