"""From what a reader asks to export to the file: which parts of the graph, and which slides or exporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.errors import KgraphError
from kgraph.present import selection
from kgraph.present.export import export
from kgraph.present.selection import Selection

if TYPE_CHECKING:
    from kgraph.present.slides.deck import Deck
    from kgraph.query.graph import Graph


def parts(
    graph: Graph,
    entities: Sequence[str] = (),
    hops: int = 1,
    to: str | None = None,
    sparql: str | None = None,
    views: Sequence[str] = (),
    basket: bool = False,
    limit: int | None = None,
) -> list[Selection]:
    """Return the parts of ``graph`` that are asked for: one, or one for each view. Raises what selecting them raises."""
    from kgraph.query.workspace import Workspace, workspace_folder

    if to is not None:
        return [selection.way(graph, entities[0], to)]
    if views or basket:
        kept = Workspace(workspace_folder(graph.folder))
        named = [(name, kept.load(name)) for name in views]
        named += [(one.title, kept.follow(one.address)) for one in (kept.basket() if basket else ())]
        if not named:
            raise KgraphError("The basket is empty: put views into it in the explorer, or name saved ones with --view.")
        return [selection.of_view(graph, view, title) for title, view in named]
    return [selection.select(graph, entities, hops, sparql, limit)]


def write(
    graph: Graph, found: Sequence[Selection], format: str, out: BinaryIO, options: Mapping[str, Any]
) -> list[str]:
    """Write parts of ``graph`` in ``format``, several as a deck, and return what is to be said about it.

    ``options`` are those of the exporters, and ``slides``, the kinds of slides of a deck. Raises KgraphError where several parts are not for the format.
    """
    if format == "pptx":
        return _deck(graph, found, out, options)
    if len(found) > 1:
        raise KgraphError(
            f"{len(found)} views make a deck: export them with --format pptx, or one of them as {format}."
        )
    (part,) = found
    given = {**part.options, "opened": graph, "language": part.language}
    export(part.graph, format, out, **{**given, **{k: v for k, v in options.items() if v is not None}})
    return []


def _deck(graph: Graph, found: Sequence[Selection], out: BinaryIO, options: Mapping[str, Any]) -> list[str]:
    from kgraph.present.slides.deck import Deck

    language = options.get("language") or found[0].language or "en"
    deck = Deck(language, options.get("style") or "light", options.get("aspect") or "16:9", options.get("template"))
    remarks = []
    for part in found:
        for kind in options.get("slides") or ["graph"]:
            title = options.get("title") if len(found) == 1 else None
            remarks += _add(deck, graph, part, kind, title or part.title, options.get("steps"))
    deck.save(out)
    return remarks


def _add(deck: Deck, graph: Graph, part: Selection, kind: str, title: str, steps: str | None) -> list[str]:
    """Add the slides of one kind for a part, and return what is to be said about them."""
    centres = part.part.centres or tuple(node.id for node in part.part.nodes[:1])
    if kind == "graph":
        count = deck.graph(part.part, title, part.positions, steps)
        if count > 1 and not steps:
            return [
                f"{title}: {len(part.part.nodes):,} entities do not fit on one slide with text of 12 points; they are on {count}"
            ]
    elif kind == "table":
        deck.table(part.part, title)
    elif kind == "related":
        for centre in centres:
            node = graph.entity(part.part.by_id[centre])
            deck.related(node, graph.related(node, limit=10))
    elif kind == "comparison":
        deck.comparison(graph.compare([part.part.by_id[id_] for id_ in centres]))
    elif kind == "timeline":
        deck.timeline(_years(part))
    elif kind == "topics":
        roots: list[str | None] = [id_ for id_ in centres if part.part.by_id[id_].type == "Topic"]
        for root in roots or [None]:
            deck.topics(graph.topics(), root)
    return []


def _years(part: Selection) -> list[tuple[int, str, int]]:
    counts = Counter((node.year, node.type) for node in part.part.nodes if node.year is not None)
    return sorted((year, type_, number) for (year, type_), number in counts.items())
