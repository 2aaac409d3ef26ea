"""Native tables: entities of a part, entities side by side, and related ones with their reasons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kgraph.present.figure import fonts
from kgraph.present.figure.model import Box
from kgraph.present.figure.sources import node_note, places, quoted, say
from kgraph.present.figure.style import Style, mixed, node_look, readable
from kgraph.present.names import name_of, relation_name, type_name
from kgraph.present.slides.pages import emu
from kgraph.present.slides.template import Theme
from kgraph.present.text import safe_link, terminal_text
from kgraph.query.profile import short
from kgraph.query.results import Node, Reason, Related, Subgraph, printed_results

if TYPE_CHECKING:
    from kgraph.query.compare import Comparison
    from kgraph.query.graph import Graph
    from kgraph.query.sparql import QueryResult
    from kgraph.store.oxigraph import Term

SIZE = 14.0
"""Text of a table, in points."""
_PAD = 5.0
_MOST_LINES = 3
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?%?")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, where it leads to, and the type whose colour it has; ``again`` is what it shows at the head of a page."""

    text: str
    link: str | None = None
    type: str = ""
    again: str = ""


class Column(NamedTuple):
    """The name of a column, its share of the width, and whether it holds numbers, which stand at its right."""

    name: str
    share: float
    numbers: bool = False


@dataclass(frozen=True)
class Row:
    """The cells of a row, what the notes say of it, and the lines by document that it was read from."""

    cells: tuple[Cell, ...]
    note: str = ""
    found: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class TableSlide:
    """A table of any length, before it is put on pages; ``hidden`` rows were left out."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    hidden: int = 0


def entity_table(part: Subgraph, title: str, language: str) -> TableSlide:
    """Return the entities of a part: name, type, year and number of relations in it, those with most first."""
    counts = {node.id: 0 for node in part.nodes}
    for edge in part.edges:
        for end in (edge.source, edge.target):
            counts[end] = counts.get(end, 0) + 1
    nodes = sorted(part.nodes, key=lambda node: (-counts[node.id], node.id))
    dated = any(node.year is not None for node in nodes)
    columns = [Column(say(language, "name"), 5.0), Column(say(language, "type"), 2.0)]
    # A column without a single year would be an empty stripe.
    columns += [Column(say(language, "year"), 1.0, numbers=True)] if dated else []
    columns.append(Column(say(language, "links"), 1.2, numbers=True))
    rows = []
    for node in nodes:
        cells = [_entity(node, language), Cell(type_name(node.type, language))]
        cells += [Cell(str(node.year or ""))] if dated else []
        cells.append(Cell(f"{counts[node.id]:,}"))
        rows.append(Row(tuple(cells), node_note(node, name_of(node, language)), places([node], [])))
    return TableSlide(title, tuple(columns), tuple(rows))


def related_table(node: Node, found: Sequence[Related], title: str, language: str) -> TableSlide:
    """Return what is related to ``node``, in order, with the reasons."""
    columns = (
        Column("", 0.5, numbers=True),
        Column(say(language, "name"), 3.2),
        Column(say(language, "type"), 1.8),
        Column(say(language, "why"), 5.2),
    )
    rows = []
    for place, item in enumerate(found, start=1):
        reasons = [reason_words(reason, language) for reason in item.reasons]
        cells = (
            Cell(str(place)),
            _entity(item.node, language),
            Cell(type_name(item.node.type, language)),
            Cell(say(language, "semicolon").join(reasons[:3])),
        )
        told = [f"{place}. {name_of(item.node, language)}: " + "; ".join(reasons)]
        edges = [edge for reason in item.reasons for edge in reason.edges]
        for edge in edges:
            told += [f"    {quoted(evidence)}" for evidence in list(edge.data.get("evidence") or ())[:1]]
        rows.append(Row(cells, "\n".join(dict.fromkeys(told)), places([], edges)))
    return TableSlide(title, columns, tuple(rows))


def answer_table(graph: Graph, answer: QueryResult, title: str, language: str, limit: int) -> TableSlide:
    """Return the first ``limit`` rows of an answer to SPARQL: entities by their names, numbers at the right.

    Of ASK it is one row with the word for yes or no.
    """
    if answer.kind == "boolean":
        return TableSlide(title, (Column("", 1.0),), (Row((Cell(say(language, "yes" if answer else "no")),)),))
    names = answer.variables if answer.kind == "solutions" else ("subject", "predicate", "object")
    known: dict[str, Node | None] = {}

    def cell(term: Term | None) -> Cell:
        if term is None:
            return Cell("")
        if term.kind == "iri" and term.value.startswith(graph.base):
            if term.value not in known:
                known[term.value] = graph.find(term.value.removeprefix(graph.base))
            if node := known[term.value]:
                return _entity(node, language)
        return Cell(" ".join(terminal_text(short(term.value) if term.kind == "iri" else term.value).split()))

    terms = list(answer.rows(0, limit))
    rows = [Row(tuple(cell(term) for term in row)) for row in terms]
    columns = []
    for place, name in enumerate(names):
        numbers = [bool(_NUMBER.fullmatch(row.cells[place].text)) for row in rows if row.cells[place].text]
        widest = max((fonts.width(row.cells[place].text[:60], SIZE) for row in rows), default=0.0)
        share = min(max(widest, fonts.width(name, SIZE)), 320.0) + 40.0
        columns.append(Column(name, share, bool(numbers) and all(numbers)))
    return TableSlide(title, tuple(columns), tuple(rows), max(0, len(answer) - len(rows)))


def reason_words(reason: Reason, language: str) -> str:
    """Return a reason in words, with its relation named in the language."""
    text = terminal_text(reason.text)
    if reason.kind == "both":
        third = text.removeprefix(f"both {reason.relation} ")
        return say(language, "reason_both", relation=relation_name(reason.relation, language), third=third)
    if reason.kind == "of both":
        third = text.removesuffix(f" {reason.relation} both")
        return say(language, "reason_of_both", relation=relation_name(reason.relation, language), third=third)
    for name in sorted({edge.key for edge in reason.edges}):
        text = re.sub(rf"(?<=[ —←/]){re.escape(name)}(?=[ —→/])", relation_name(name, language), text)
    return text


def comparison_table(comparison: Comparison, title: str, language: str) -> TableSlide:
    """Return entities side by side: for each relation the things that some of them have, with printed results."""
    columns = (
        Column(say(language, "relation"), 1.6),
        Column("", 2.8),
        *(Column(name_of(node, language), 1.8) for node in comparison.nodes),
    )
    rows = []
    for aspect in comparison.aspects:
        label = ("" if aspect.outgoing else "← ") + relation_name(aspect.relation, language)
        for row in aspect.rows:
            marks = []
            told = [f"{label} {name_of(row.other, language)}"]
            for cell in row.cells:
                results = ", ".join(dict.fromkeys(printed_results(edge) for edge in cell if edge.results))
                marks.append(Cell(terminal_text(results) or ("●" if cell else "")))
                for edge in cell:
                    told += [f"    {quoted(evidence)}" for evidence in list(edge.data.get("evidence") or ())[:1]]
            first = Cell(label if row is aspect.rows[0] else "", again=label)
            edges = [edge for cell in row.cells for edge in cell]
            rows.append(Row((first, _entity(row.other, language), *marks), "\n".join(told), places([], edges)))
        if aspect.hidden:
            more = Cell(say(language, "hidden", count=f"{aspect.hidden:,}"))
            rows.append(Row((Cell("", again=label), more, *(Cell("") for _ in comparison.nodes))))
    return TableSlide(title, columns, tuple(rows))


def _entity(node: Node, language: str) -> Cell:
    link = safe_link(node.url)
    return Cell(name_of(node, language), link if link and link.lower().startswith("http") else None, node.type)


@dataclass(frozen=True)
class TablePage:
    """The rows of one slide: ``first`` is the place of the first of them, ``heights`` are those of the head and of each row."""

    first: int
    rows: tuple[Row, ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]


def paged(table: TableSlide, box: Box) -> list[TablePage]:
    """Return the rows of a table on as many pages as they need, each at most as high as ``box``; at least one page."""
    total = sum(column.share for column in table.columns)
    widths = tuple(round(box.width * column.share / total, 1) for column in table.columns)
    head = _height([Cell(column.name) for column in table.columns], widths)
    pages: list[TablePage] = []
    start, heights = 0, [head]
    for number, row in enumerate(table.rows):
        high = _height(row.cells, widths)
        if len(heights) > 1 and sum(heights) + high > box.height:
            pages.append(_page(table, start, number, heights, widths))
            start, heights = number, [head]
        heights.append(high)
    return [*pages, _page(table, start, len(table.rows), heights, widths)]


def _page(table: TableSlide, start: int, end: int, heights: Sequence[float], widths: tuple[float, ...]) -> TablePage:
    rows = list(table.rows[start:end])
    if rows:
        cells = tuple(replace(cell, text=cell.again or cell.text) for cell in rows[0].cells)
        rows[0] = replace(rows[0], cells=cells)
    return TablePage(start, tuple(rows), tuple(heights), widths)


def _height(cells: Sequence[Cell], widths: Sequence[float]) -> float:
    lines = max(len(_set(cell, wide)[0]) if cell.text else 1 for cell, wide in zip(cells, widths, strict=True))
    return round(lines * SIZE * fonts.LINE + 2 * _PAD, 1)


def _set(cell: Cell, wide: float) -> tuple[tuple[str, ...], str]:
    """Return the lines of a cell, and what they show of its text; where it leads somewhere, there is room for the arrow."""
    room = (wide - 2 * _PAD) / 1.1 - (SIZE * 1.5 if cell.link else 0)
    return fonts.wrap(cell.text, SIZE, room, _MOST_LINES)


def draw_table(slide: Any, table: TableSlide, page: TablePage, box: Box, style: Style, theme: Theme | None) -> None:
    """Add a page of a table to a slide, as a native table without grid: a line below each row."""
    from pptx.oxml.ns import qn

    frame = slide.shapes.add_table(
        len(page.rows) + 1, len(page.widths), emu(box.x), emu(box.y), emu(box.width), emu(sum(page.heights))
    )
    frame.name = "table"
    native = frame.table
    properties = native._tbl.tblPr
    properties.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
    properties.set("bandRow", "0")
    for column, wide in zip(native.columns, page.widths, strict=True):
        column.width = emu(wide)
    for row, high in zip(native.rows, page.heights, strict=True):
        row.height = emu(high)
    painter = _CellPainter(style, theme)
    for number, cells in enumerate(
        [[Cell(column.name) for column in table.columns], *(row.cells for row in page.rows)]
    ):
        for place, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            align = "r" if column.numbers else "l"
            painter.cell(native.cell(number, place), cell, page.widths[place], align, head=number == 0)


class _CellPainter:
    def __init__(self, style: Style, theme: Theme | None):
        self.style, self.theme = style, theme

    def cell(self, native: Any, cell: Cell, wide: float, align: str, head: bool) -> None:
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls, qn

        from kgraph.present.slides.shapes import link_arrow, words

        native.margin_left = emu(_PAD)
        native.margin_right = emu(_PAD * 3 if align == "r" else _PAD)
        native.margin_top = native.margin_bottom = emu(_PAD)
        shown = _set(cell, wide)[1] if cell.text else ""
        words(native.text_frame, shown, SIZE, self._ink(cell, head), align, bold=head)
        if cell.link and shown:
            link_arrow(native.text_frame, cell.link)
        properties = native._tc.get_or_add_tcPr()
        properties.set("anchor", "ctr")
        properties.insert(
            0, parse_xml(f'<a:lnB {nsdecls("a")} w="{emu(1.5 if head else 0.5)}">{self._rule(head)}</a:lnB>')
        )
        if properties.find(qn("a:noFill")) is None:
            properties.append(parse_xml(f"<a:noFill {nsdecls('a')}/>"))

    def _rule(self, head: bool) -> str:
        """Return the colour of the line below a row: strong below the head, faint below others."""
        if self.theme is not None:
            faint = "" if head else '<a:alpha val="25000"/>'
            return f'<a:solidFill><a:schemeClr val="{self.theme.ink}">{faint}</a:schemeClr></a:solidFill>'
        colour = self.style.ink if head else mixed(self.style.ground, self.style.ink, 0.22)
        return f'<a:solidFill><a:srgbClr val="{colour[1:]}"/></a:solidFill>'

    def _ink(self, cell: Cell, head: bool) -> str:
        if self.theme is not None:
            return f'<a:schemeClr val="{self.theme.ink}"/>'
        colour = self.style.ink
        if head:
            colour = self.style.quiet
        elif cell.type and not self.style.is_grey:
            colour = readable(node_look(cell.type, self.style, False, 0).line, self.style.ground, 4.6)
        return f'<a:srgbClr val="{colour[1:]}"/>'
