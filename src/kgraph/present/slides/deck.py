"""A deck: graphs, tables, charts and trees as slides of native shapes, in the order in which they are added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kgraph.core.errors import UnknownTermError
from kgraph.present.figure.build_up import STEPS, build_up
from kgraph.present.figure.compose import Wish, slides
from kgraph.present.files import sink
from kgraph.present.slides.pages import Pages
from kgraph.query.results import Edge, Node, Subgraph

if TYPE_CHECKING:
    from kgraph.present.figure.model import Figure
    from kgraph.query.compare import Comparison
    from kgraph.query.results import Related
    from kgraph.query.topics import Topics


class Deck:
    """Slides in one language, style and format, or in the look of a user's ``template``.

    ``language`` is ``zh``, ``en`` or ``both``; ``style`` is ``light``, ``dark`` or ``print``; ``aspect`` is ``16:9`` or ``4:3``. Raises
    UnknownTermError for others, MissingExtraError without python-pptx, TemplateError for a template that cannot be used.
    """

    def __init__(
        self,
        language: str = "en",
        style: str = "light",
        aspect: str = "16:9",
        template: Path | str | None = None,
    ):
        self._wish = Wish(language=language, style=style, aspect=aspect)
        self._pages = Pages(style, aspect, template)
        self._wish = replace(self._wish, style=self._pages.style.name, page=self._pages.size, frame=self._pages.frame)
        self._title = ""
        self.figures: list[Figure] = []

    def __len__(self) -> int:
        return len(self._pages.presentation.slides)

    def graph(
        self,
        part: Subgraph,
        title: str = "",
        positions: Mapping[str, tuple[float, float]] | None = None,
        steps: str | None = None,
    ) -> int:
        """Add a part of a graph, and return on how many slides: on one where it fits with text of 12 points, else on several.

        ``positions`` are places by id, as of the canvas, whose arrangement is kept. ``steps`` builds the drawing up, a slide a
        step, each node in its place from the first: ``hops`` from the centres, ``communities``, or ``path``, an entity at a time in the
        order of the part.
        """
        if steps is not None and steps not in STEPS:
            raise UnknownTermError("step", steps, STEPS)
        return self._graph(part.nodes, part.edges, self._of(part, title, positions or {}), steps, part.distances)

    def _of(self, part: Subgraph, title: str, positions: Mapping[str, tuple[float, float]]) -> Wish:
        title = title or ", ".join(part.by_id[id_].label for id_ in part.centres if id_ in part.by_id) or "kgraph"
        return replace(
            self._wish, title=title, positions=positions, centres=part.centres, hidden=part.hidden.nodes
        )

    def _graph(
        self,
        nodes: Sequence[Node],
        edges: Sequence[Edge],
        wish: Wish,
        steps: str | None,
        distances: Mapping[str, int],
    ) -> int:
        from kgraph.present.slides.shapes import draw

        figures = slides(nodes, edges, wish)
        if steps:
            figures = [step for figure in figures for step in build_up(figure, nodes, edges, wish, steps, distances)]
        for figure in figures:
            draw(self._pages.slide(figure.title, figure.notes), figure, self._pages.themed)
        self._title = self._title or wish.title
        self.figures += figures
        return len(figures)

    def save(self, out: Path | str | BinaryIO) -> None:
        """Write the deck to a path or a binary file; the same slides give the same bytes. Raises NotWrittenError."""
        if isinstance(out, (str, Path)):
            with sink(Path(out)) as file:
                self._pages.save(file, self._title)
        else:
            self._pages.save(out, self._title)
