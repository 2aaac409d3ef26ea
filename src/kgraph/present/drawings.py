"""Exporters that draw: an editable slide, and pictures as SVG, PDF and PNG, all from one figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from kgraph.present.export import exporters
from kgraph.query.results import Edge, Hidden, Node, Subgraph

if TYPE_CHECKING:
    import networkx

    from kgraph.present.figure.compose import Wish
    from kgraph.present.figure.model import Figure


PICTURES = ("svg", "pdf", "png")


@dataclass(frozen=True)
class DrawingOptions:
    """The options of the exporters that draw; others are for other exporters, and left alone.

    ``title``; ``language`` of names (zh, en, both), ``style`` (light, dark, print), ``aspect`` (16:9, 4:3); ``positions`` by
    id, as of the canvas; ``centres``, what the drawing is about; ``distances`` from them by id; ``hidden``, how many nodes were left out. Of slides:
    ``template``, a file; of slides and PDF ``steps`` (hops, communities, path). Of pictures: ``transparent``; of PNG ``pixels``, its width.
    """

    title: str = "kgraph"
    language: str = "en"
    style: str = "light"
    aspect: str = "16:9"
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    centres: Sequence[str] = ()
    distances: Mapping[str, int] = field(default_factory=dict)
    hidden: int = 0
    template: Path | str | None = None
    steps: str | None = None
    transparent: bool = False
    pixels: int = 1920

    @classmethod
    def of(cls, options: Mapping[str, object]) -> DrawingOptions:
        """Return those of ``options`` that are known and given."""
        known = {name: options[name] for name in cls.__dataclass_fields__ if options.get(name) is not None}
        return cls(**known)  # type: ignore[arg-type]


@exporters.register("pptx")
def write_pptx(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write slides of native shapes: a form per node, a connector per relation joined to both, the evidence in the notes.

    The options are those of ``DrawingOptions``. Each form is named by the id of its node and each connector by its relation, so
    that programs find them again. Raises MissingExtraError without python-pptx, TemplateError, UnknownTermError.
    """
    from kgraph.present.slides.deck import Deck

    chosen = DrawingOptions.of(options)
    deck = Deck(chosen.language, chosen.style, chosen.aspect, chosen.template)
    deck.graph(_part(graph, chosen), chosen.title, chosen.positions, chosen.steps)
    deck.save(out)


@exporters.register("svg")
def write_svg(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write one SVG; its text stays text, in a font that it brings along. The options are those of ``DrawingOptions``."""
    _export(graph, "svg", out, options)


@exporters.register("pdf")
def write_pdf(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write a PDF with the pages that slides would have; its text can be selected. The options are those of ``DrawingOptions``."""
    _export(graph, "pdf", out, options)


@exporters.register("png")
def write_png(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write one PNG, ``pixels`` wide (default 1920, at most 8192). The options are those of ``DrawingOptions``."""
    _export(graph, "png", out, options)


def _export(graph: networkx.MultiDiGraph, format: str, out: BinaryIO, options: Mapping[str, object]) -> None:
    chosen = DrawingOptions.of(options)
    write_figures(figures(_part(graph, chosen), chosen, format), format, out, chosen)


def figures(part: Subgraph, chosen: DrawingOptions, format: str) -> list[Figure]:
    """Return what is drawn of a part: one figure for SVG and PNG, for PDF as many as slides would be, with a step on each if asked."""
    from kgraph.present.figure.build_up import build_up
    from kgraph.present.figure.compose import picture, slides

    wish = _wish(chosen)
    if format != "pdf":
        return [picture(part.nodes, part.edges, wish)]
    pages = slides(part.nodes, part.edges, wish)
    if chosen.steps:
        by, distances = chosen.steps, chosen.distances
        pages = [step for page in pages for step in build_up(page, part.nodes, part.edges, wish, by, distances)]
    return pages


def write_figures(found: Sequence[Figure], format: str, out: BinaryIO, chosen: DrawingOptions) -> None:
    """Write figures in the format that they were made for; SVG and PNG hold one."""
    from kgraph.present.figure import pdf, png, svg

    if format == "pdf":
        out.write(pdf.write_pdf(found, transparent=chosen.transparent))
        return
    (figure,) = found
    if format == "svg":
        out.write(svg.write_svg(figure, transparent=chosen.transparent).encode("utf-8", "replace"))
    else:
        out.write(png.write_png(figure, pixels=chosen.pixels, transparent=chosen.transparent))


def lacking(found: Sequence[Figure], format: str) -> list[str]:
    """Return the characters, sorted, that figures show and no font of ours has; none for SVG, which a viewer's fonts complete."""
    from kgraph.present.figure import faces

    if format == "svg":
        return []
    return sorted({sign for figure in found for text in figure.words() for sign in text if not faces.has_glyph(sign)})


def _wish(chosen: DrawingOptions) -> Wish:
    from kgraph.present.figure.compose import Wish

    return Wish(
        chosen.language,
        chosen.style,
        chosen.aspect,
        chosen.title,
        chosen.positions,
        tuple(chosen.centres),
        chosen.hidden,
    )


def _part(graph: networkx.MultiDiGraph, chosen: DrawingOptions) -> Subgraph:
    """Return a graph with the keys of ``graph.json`` as nodes and edges, in an order that is not that of the input."""
    far = max(chosen.distances.values(), default=0)
    nodes = [
        Node(str(id_), str(data.get("type")), str(data.get("label") or id_), cast("Mapping[str, object]", data))
        for id_, data in graph.nodes(data=True)
    ]
    nodes.sort(key=lambda node: (chosen.distances.get(node.id, far), node.id))
    edges = [
        Edge(str(source), str(key), str(target), float(data.get("confidence") or 1.0), data)
        for source, target, key, data in graph.edges(keys=True, data=True)
    ]
    edges.sort(key=lambda edge: (edge.source, edge.key, edge.target))
    return Subgraph(tuple(nodes), tuple(edges), Hidden(chosen.hidden), tuple(chosen.centres), dict(chosen.distances))
