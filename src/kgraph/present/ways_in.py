"""From what a reader asks to export to the file: which parts of the graph, and which slides or exporter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.errors import KgraphError
from kgraph.present import drawings, selection
from kgraph.present.export import export
from kgraph.present.selection import Selection
from kgraph.query.results import Subgraph

if TYPE_CHECKING:
    from kgraph.present.figure.model import Figure
    from kgraph.present.slides.deck import Deck
    from kgraph.query.graph import Graph
    from kgraph.query.workspace import Workspace


_LOOKED_THROUGH = 1000
"""Related entities that are looked through for those of a view."""


def parts(
    graph: Graph,
    entities: Sequence[str] = (),
    hops: int = 1,
    to: str | None = None,
    sparql: str | None = None,
    views: Sequence[str] = (),
    basket: bool = False,
    limit: int | None = None,
    language: str = "en",
    slides: Sequence[str] = (),
) -> list[Selection]:
    """Return the parts of ``graph`` that are asked for: one, or one for each view; ``language`` is that of their titles.

    Raises what selecting them raises; of a query whose rows alone are wanted, by ``slides``, none is selected.
    """
    if sparql is not None and list(slides) == ["answer"]:
        return [Selection(Subgraph((), ()), selection.called(sparql), sparql=sparql)]
    from kgraph.query.workspace import Workspace, workspace_folder

    if to is not None:
        return [selection.way(graph, entities[0], to, language=language)]
    if views or basket:
        kept = Workspace(workspace_folder(graph.folder))
        found = [selection.of_view(graph, kept.load(name), name) for name in views]
        found += of_basket(graph, kept) if basket else []
        if not found:
            raise KgraphError("The basket is empty: put views into it in the explorer, or name saved ones with --view.")
        return found
    return [selection.select(graph, entities, hops, sparql, limit, language)]


def of_basket(graph: Graph, kept: Workspace) -> list[Selection]:
    """Return what was put into the basket, in its order, each with the kind of slide that was chosen for it."""
    return [selection.of_view(graph, kept.follow(one.address), one.title, one.slide) for one in kept.basket()]


def write(
    graph: Graph, found: Sequence[Selection], format: str, out: BinaryIO, options: Mapping[str, Any]
) -> list[str]:
    """Write parts of ``graph`` in ``format``, several as a deck or as the pages of a PDF, and return what is to be said about it.

    ``options`` are those of the exporters, and ``slides``, the kinds of slides of a deck. Raises KgraphError for options or several
    parts that the format has no place for.
    """
    others = sorted({part.slide for part in found if part.slide not in (None, "graph")} if format == "pdf" else ())
    _suits(format, len(found), {**options, "slides": options.get("slides") or others})
    if format == "pptx":
        return _deck(graph, found, out, options)
    if format in drawings.PICTURES:
        return _pictures(found, format, out, options)
    (part,) = found
    given = {**part.options, "opened": graph, "language": part.language}
    export(part.graph, format, out, **{**given, **{k: v for k, v in options.items() if v is not None}})
    return []


def _suits(format: str, parts: int, options: Mapping[str, Any]) -> None:
    """Raise KgraphError where the format would leave out what is asked for."""
    for asked, what, formats in (
        (parts > 1, f"{parts} views make a deck", ("pptx", "pdf")),
        (options.get("steps"), "Steps are built up page by page", ("pptx", "pdf")),
        (options.get("slides"), "Kinds of slides are those of a deck", ("pptx",)),
        (options.get("template"), "A template is one for slides", ("pptx",)),
    ):
        if asked and format not in formats:
            raise KgraphError(f"{what}: use --format {' or '.join(formats)}, not {format}.")


def _pictures(found: Sequence[Selection], format: str, out: BinaryIO, options: Mapping[str, Any]) -> list[str]:
    """Write parts as pictures, and say which of them take several pages and which characters the fonts do not have."""
    figures: list[Figure] = []
    remarks = []
    for part in found:
        given = {**part.options, "language": part.language, **{k: v for k, v in options.items() if v is not None}}
        chosen = drawings.DrawingOptions.of(given)
        pages = drawings.figures(part.part, chosen, format)
        if len(pages) > 1 and not chosen.steps:
            remarks.append(_split(part, chosen.title, "page", len(pages)))
        figures += pages
    drawings.write_figures(figures, format, out, chosen)
    if lacking := drawings.lacking(figures, format):
        remarks.append(f"No font of kgraph has {' '.join(lacking)}: a ? stands for each in the {format.upper()}.")
    return remarks


def _split(part: Selection, title: str, what: str, count: int) -> str:
    return f"{title}: {len(part.part.nodes):,} entities do not fit on one {what} with text of 12 points; they are on {count}"


def _deck(graph: Graph, found: Sequence[Selection], out: BinaryIO, options: Mapping[str, Any]) -> list[str]:
    from kgraph.present.slides.deck import Deck

    language = options.get("language") or found[0].language or "en"
    deck = Deck(language, options.get("style") or "light", options.get("aspect") or "16:9", options.get("template"))
    remarks = []
    for part in found:
        for kind in options.get("slides") or [part.slide or "graph"]:
            title = options.get("title") if len(found) == 1 else None
            remarks += _add(deck, graph, part, kind, title or part.title, options.get("steps"))
    if not len(deck):
        raise KgraphError(f"There is no slide to write. {'. '.join(remarks)}.")
    deck.save(out)
    return remarks


def _add(deck: Deck, graph: Graph, part: Selection, kind: str, title: str, steps: str | None) -> list[str]:
    """Add the slides of one kind for a part, and return what is to be said about them."""
    centres = part.part.centres or tuple(node.id for node in part.part.nodes[:1])
    if kind == "graph":
        count = deck.graph(part.part, title, part.positions, steps)
        if count > 1 and not steps:
            return [_split(part, title, "slide", count)]
    elif kind == "table":
        deck.table(part.part, title)
    elif kind == "related":
        for centre in centres:
            node = graph.entity(part.part.by_id[centre])
            # Of the basket it is the list that was seen: the others of the view.
            others = part.part.by_id.keys() - set(centres) if part.slide else set()
            likest = graph.related(node, limit=_LOOKED_THROUGH if others else 10)
            found = [item for item in likest if not others or item.node.id in others]
            deck.related(node, found, title if part.slide else "")
    elif kind == "comparison":
        deck.comparison(graph.compare([part.part.by_id[id_] for id_ in centres]), title if part.slide else "")
    elif kind == "answer":
        if part.sparql is None:
            raise KgraphError("A slide with an answer needs the query: name its file with --query.")
        deck.answer(graph, graph.query(part.sparql), title)
    elif kind == "timeline":
        years = _years(part)
        if not years:
            return [f"{title}: no entity has a year, so there is no slide of a timeline"]
        deck.timeline(years)
    elif kind == "topics":
        roots: list[str | None] = [id_ for id_ in centres if part.part.by_id[id_].type == "Topic"]
        for root in roots or [None]:
            deck.topics(graph.topics(), root)
    return []


def _years(part: Selection) -> list[tuple[int, str, int]]:
    counts = Counter((node.year, node.type) for node in part.part.nodes if node.year is not None)
    return sorted((year, type_, number) for (year, type_), number in counts.items())
