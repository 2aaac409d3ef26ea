"""A deck: graphs, tables, charts and trees as slides of native shapes, in the order in which they are added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kgraph.core.errors import UnknownTermError
from kgraph.present.figure import fonts
from kgraph.present.figure.build_up import STEPS, build_up
from kgraph.present.figure.compose import Wish, frame_of, slides
from kgraph.present.figure.model import Box
from kgraph.present.figure.place import chain
from kgraph.present.figure.sources import joined, say, source_line
from kgraph.present.figure.style import LEAD, SMALL
from kgraph.present.files import sink
from kgraph.present.names import name_of
from kgraph.present.slides.charts import draw_timeline, timeline
from kgraph.present.slides.pages import Pages, emu
from kgraph.present.slides.tables import (
    TableSlide,
    answer_table,
    comparison_table,
    draw_table,
    entity_table,
    paged,
    related_table,
)
from kgraph.present.slides.trees import topic_trees
from kgraph.present.text import terminal_text
from kgraph.query.results import Edge, Node, Subgraph

if TYPE_CHECKING:
    from pptx.slide import Slide

    from kgraph.present.figure.model import Figure
    from kgraph.query.compare import Comparison
    from kgraph.query.graph import Graph
    from kgraph.query.results import Related
    from kgraph.query.sparql import QueryResult
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
        if steps == "path" and not positions:
            positions = chain([node.id for node in part.nodes])
        return self._graph(part.nodes, part.edges, self._of(part, title, positions or {}), steps, part.distances)

    def _of(self, part: Subgraph, title: str, positions: Mapping[str, tuple[float, float]]) -> Wish:
        names = (name_of(part.by_id[id_], self._wish.language) for id_ in part.centres if id_ in part.by_id)
        title = title or say(self._wish.language, "comma").join(names) or "kgraph"
        return replace(self._wish, title=title, positions=positions, centres=part.centres, hidden=part.hidden.nodes)

    def _graph(
        self,
        nodes: Sequence[Node],
        edges: Sequence[Edge],
        wish: Wish,
        steps: str | None,
        distances: Mapping[str, int],
    ) -> int:
        figures = slides(nodes, edges, wish)
        if steps:
            figures = [step for figure in figures for step in build_up(figure, nodes, edges, wish, steps, distances)]
        return self._draw(figures)

    def table(self, part: Subgraph, title: str = "") -> int:
        """Add the entities of a part as a native table, those with most relations in it first; return on how many slides."""
        return self._table(entity_table(part, self._of(part, title, {}).title, self._wish.language))

    def related(self, node: Node, found: Sequence[Related], title: str = "") -> int:
        """Add what is related to ``node`` as a ranked table with the reasons; return on how many slides."""
        language = self._wish.language
        title = title or say(language, "related_to", name=name_of(node, language))
        return self._table(related_table(node, found, title, language))

    def comparison(self, comparison: Comparison, title: str = "") -> int:
        """Add entities side by side as a table; return on how many slides."""
        language = self._wish.language
        names = say(language, "comma").join(name_of(node, language) for node in comparison.nodes)
        return self._table(comparison_table(comparison, title or say(language, "compared", names=names), language))

    def answer(self, graph: Graph, answer: QueryResult, title: str = "", limit: int = 100) -> int:
        """Add the rows of an answer to SPARQL as a table, at most ``limit``, saying how many more there are; return on how many slides."""
        title = title or say(self._wish.language, "answer")
        return self._table(answer_table(graph, answer, title, self._wish.language, limit))

    def timeline(self, rows: Sequence[tuple[int, str, int]], title: str = "") -> int:
        """Add the number of entities per year and type, as ``Graph.timeline`` gives it, as a native chart; return 1."""
        language, found = self._wish.language, timeline(rows)
        slide, box = self._plain_slide(title or say(language, "per_year"), [])
        if found.years:
            count = sum(number for _, _, number in rows)
            facts = say(language, "dated", count=count, first=found.years[0], last=found.years[-1])
            draw_timeline(slide, found, box, self._pages.style, self._pages.theme, language)
        else:
            facts = say(language, "undated")
        self._facts(slide, facts)
        return 1

    def topics(self, topics: Topics, root: str | None = None, title: str = "") -> int:
        """Add the tree of topics, or what stands under the one of the id ``root``; return on how many slides."""
        found = topics.topic(root) if root is not None else None
        language = self._wish.language
        title = title or (name_of(found.node, language) if found else say(language, "topic_tree"))
        return self._draw(topic_trees(topics, replace(self._wish, title=title), root))

    def _draw(self, figures: Sequence[Figure]) -> int:
        from kgraph.present.slides.shapes import draw

        for figure in figures:
            draw(self._pages.slide(figure.title, figure.notes), figure, self._pages.theme)
            self._title = self._title or figure.title
        self.figures += figures
        return len(figures)

    def _table(self, table: TableSlide) -> int:
        _, box, _ = self._boxes()
        pages = paged(table, box)
        for page in pages:
            slide, _ = self._plain_slide(table.title, [row.note for row in page.rows])
            rows = {"first": page.first + 1, "last": page.first + len(page.rows), "total": len(table.rows)}
            language = self._wish.language
            facts = [say(language, "rows", **rows) if table.rows else say(language, "empty")]
            if table.hidden:
                facts.append(say(language, "hidden", count=f"{table.hidden:,}"))
            self._facts(slide, " · ".join(facts))
            draw_table(slide, table, page, box, self._pages.style, self._pages.theme)
            if found := joined(row.found for row in page.rows):
                self._source(slide, found)
        return len(pages)

    def _boxes(self) -> tuple[Box, Box, Box]:
        """Return where the line of facts stands below the title, the area below it, and the line of sources at its foot."""
        left, top, width, height = frame_of(self._wish)
        foot = Box(left, top + height - 20, width, 18)
        return Box(left, top, width, 18), Box(left, top + 30, width, foot.y - 6 - top - 30), foot

    def _plain_slide(self, title: str, notes: Sequence[str]) -> tuple[Slide, Box]:
        title = " ".join(terminal_text(title).split())
        self._title = self._title or title
        return self._pages.slide(title, notes), self._boxes()[1]

    def _facts(self, slide: Slide, text: str) -> None:
        self._line(slide, "subtitle", text, self._boxes()[0], LEAD)

    def _source(self, slide: Slide, found: Mapping[str, Sequence[int]]) -> None:
        box = self._boxes()[2]
        wider = 1.06 * self._wish.wider
        text = source_line(found, self._wish.language, lambda text: fonts.width(text, SMALL) * wider <= box.width)
        self._line(slide, "source", text, box, SMALL)

    def _line(self, slide: Slide, role: str, text: str, box: Box, size: float) -> None:
        from kgraph.present.slides.shapes import set_body, words

        shape = slide.shapes.add_textbox(*(emu(value) for value in box))
        shape.name = role
        set_body(shape.text_frame, 0, wrap=False)
        quiet = self._pages.style.quiet
        theme = self._pages.theme
        colour = f'<a:schemeClr val="{theme.ink}"/>' if theme is not None else f'<a:srgbClr val="{quiet[1:]}"/>'
        words(shape.text_frame, text, size, colour, "l")

    def save(self, out: Path | str | BinaryIO) -> None:
        """Write the deck to a path or a binary file; the same slides give the same bytes. Raises NotWrittenError."""
        if isinstance(out, (str, Path)):
            with sink(Path(out)) as file:
                self._pages.save(file, self._title)
        else:
            self._pages.save(out, self._title)
