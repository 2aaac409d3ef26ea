"""The part of a graph that is exported: all of it, what is around some entities, a way, a query's answer, or a saved view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kgraph.core.errors import PathMissingError, QueryError
from kgraph.core.schema import SCHEMA
from kgraph.core.text import counted
from kgraph.present.figure.place import chain
from kgraph.present.figure.sources import say
from kgraph.present.names import name_of
from kgraph.query.results import Hidden, Subgraph

if TYPE_CHECKING:
    import networkx

    from kgraph.query.graph import Graph
    from kgraph.query.sparql import QueryResult
    from kgraph.query.view import View

_LIMIT = 500
_KINDS = {name.lower() for name in SCHEMA.entities}


@dataclass(frozen=True)
class Selection:
    """A part of a graph, a title, and what to say about it (empty: nothing). Of a view also its places by id and its language.

    ``slide`` is the kind of slide that was chosen for it in the basket, ``sparql`` the query that it answers.
    """

    part: Subgraph
    title: str
    note: str = ""
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    language: str | None = None
    slide: str | None = None
    sparql: str | None = None

    @property
    def graph(self) -> networkx.MultiDiGraph:
        """The part with the keys of ``graph.json``."""
        return self.part.to_networkx()

    @property
    def options(self) -> dict[str, object]:
        """What an exporter may want to know of it."""
        part = self.part
        return {
            "title": self.title, "positions": self.positions, "centres": part.centres, "distances": part.distances,
            "hidden": part.hidden.nodes,
        }  # fmt: skip


def select(
    graph: Graph,
    entities: Sequence[str] = (),
    hops: int = 1,
    sparql: str | None = None,
    limit: int | None = None,
    language: str = "en",
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
        part = replace(graph.neighbourhood(found, hops=0, limit=len(found)), centres=(), distances={})
        title = called(sparql) or say(language, "of_query", count=len(found))
        return Selection(part, title, sparql=sparql)
    if not entities:
        return Selection(graph.whole(), "kgraph")
    part = graph.neighbourhood(list(entities), hops=hops, limit=limit or _LIMIT)
    names = say(language, "comma").join(name_of(part.by_id[centre], language) for centre in part.centres)
    note = (
        f"{counted(len(part.nodes), 'entity', 'entities')} taken; {part.hidden}; more with --limit"
        if part.hidden
        else ""
    )
    return Selection(part, names, note)


def called(sparql: str) -> str:
    """Return what a query calls itself: its first line, where that is a comment."""
    first = sparql.strip().partition("\n")[0]
    return first.lstrip("# ").strip() if first.startswith("#") else ""


def way(graph: Graph, start: str, end: str, max_hops: int = 6, language: str = "en") -> Selection:
    """Return the cheapest way between two entities, in its order and laid out as a chain; raises PathMissingError where there is none."""
    found = graph.paths(start, end, k=1, max_hops=max_hops)
    if not found:
        raise PathMissingError(start, end, max_hops)
    nodes = found[0].nodes
    title = " → ".join(name_of(node, language) for node in (nodes[0], nodes[-1]))
    return Selection(found[0].to_subgraph(), title, positions=chain([node.id for node in nodes]))


def of_view(graph: Graph, view: View, title: str, slide: str | None = None) -> Selection:
    """Return what a view shows, without what is hidden or filtered, with its places; the note counts what the graph has no more."""
    from kgraph.query.drawing import draw, seen

    drawing = draw(graph, view)
    shown = seen(view, drawing)
    ids = [node.id for node in shown.nodes]
    edges = {(edge.source, edge.key, edge.target) for edge in shown.edges}
    part = graph.neighbourhood(ids, hops=0, limit=len(ids)) if ids else Subgraph((), ())
    kept = tuple(edge for edge in part.edges if (edge.source, edge.key, edge.target) in edges)
    centres = tuple(id_ for id_ in view.selected if id_ in part.by_id)
    gone = (
        f"{counted(len(drawing.missing), 'entity', 'entities')} of the view are no more in the graph"
        if drawing.missing
        else ""
    )
    return Selection(
        replace(part, edges=kept, centres=centres, distances={}, hidden=Hidden()),
        title,
        gone,
        view.positions,
        view.language,
        slide,
    )


def _entities(answer: QueryResult, base: str) -> Iterator[str]:
    for row in answer:
        for value in row.values() if isinstance(row, dict) else row:
            if isinstance(value, str) and value.startswith(base):
                name = value.removeprefix(base)
                if name.partition("/")[0] in _KINDS:
                    yield name
