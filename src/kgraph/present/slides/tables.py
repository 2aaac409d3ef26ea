"""Native tables: entities of a part, entities side by side, and related ones with their reasons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kgraph.present.figure import fonts
from kgraph.present.figure.model import Box
from kgraph.present.figure.sources import say
from kgraph.present.figure.style import Style, node_look
from kgraph.present.names import name_of, relation_name, type_name
from kgraph.present.slides.pages import emu
from kgraph.present.text import safe_link, terminal_text
from kgraph.query.results import Node, Reason, Related, Subgraph, printed_results

if TYPE_CHECKING:
    from kgraph.query.compare import Comparison

SIZE = 14.0
"""Text of a table, in points."""
_PAD = 5.0
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows, where it leads to, and the type whose colour it has."""

    text: str
    link: str | None = None
    type: str = ""


@dataclass(frozen=True)
class TableSlide:
    """A table: names of columns with their shares of the width, rows of cells, and the notes of each row."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]

    def __post_init__(self) -> None:
        assert len(self.rows) == len(self.notes)


def entity_table(part: Subgraph, title: str, language: str) -> TableSlide:
    """Return the entities of a part: name, type, year and number of relations in it, those with most first."""
    counts = {node.id: 0 for node in part.nodes}
    for edge in part.edges:
        for end in (edge.source, edge.target):
            counts[end] = counts.get(end, 0) + 1
    nodes = sorted(part.nodes, key=lambda node: (-counts[node.id], node.id))
    columns = (
        (say(language, "name"), 5.0),
        (say(language, "type"), 2.0),
        (say(language, "year"), 1.0),
        (say(language, "links"), 1.2),
    )
    rows = tuple(
        (
            _entity(node, language),
            Cell(type_name(node.type, language)),
            Cell(str(node.year or "")),
            Cell(f"{counts[node.id]:,}"),
        )
        for node in nodes
    )
    return TableSlide(title, columns, rows, tuple(_node_note(node, language) for node in nodes))


def related_table(node: Node, found: Sequence[Related], title: str, language: str) -> TableSlide:
    """Return what is related to ``node``, in order, with the reasons."""
    names = name_of(node, language)
    columns = (
        ("", 0.5),
        (say(language, "related_to", name=names), 3.2),
        (say(language, "type"), 1.5),
        (say(language, "why"), 5.5),
    )
    rows, notes = [], []
    for place, item in enumerate(found, start=1):
        reasons = [reason_words(reason, language) for reason in item.reasons]
        rows.append(
            (
                Cell(str(place)),
                _entity(item.node, language),
                Cell(type_name(item.node.type, language)),
                Cell("; ".join(reasons[:3])),
            )
        )
        told = [f"{place}. {name_of(item.node, language)}: " + "; ".join(reasons)]
        for reason in item.reasons:
            for edge in reason.edges:
                told += [f"    {_quoted(evidence)}" for evidence in list(edge.data.get("evidence") or ())[:1]]
        notes.append("\n".join(dict.fromkeys(told)))
    return TableSlide(title, columns, tuple(rows), tuple(notes))


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
    columns = ((say(language, "relation"), 1.6), ("", 2.8), *((name_of(n, language), 1.8) for n in comparison.nodes))
    rows, notes = [], []
    for aspect in comparison.aspects:
        arrow = "" if aspect.outgoing else "← "
        label = arrow + relation_name(aspect.relation, language)
        for row in aspect.rows:
            marks = []
            told = [f"{label} {name_of(row.other, language)}"]
            for cell in row.cells:
                results = ", ".join(dict.fromkeys(printed_results(edge) for edge in cell if edge.results))
                marks.append(Cell(terminal_text(results) or ("●" if cell else "")))
                for edge in cell:
                    told += [f"    {_quoted(evidence)}" for evidence in list(edge.data.get("evidence") or ())[:1]]
            rows.append((Cell(label if row is aspect.rows[0] else ""), _entity(row.other, language), *marks))
            notes.append("\n".join(told))
        if aspect.hidden:
            rows.append(
                (
                    Cell(""),
                    Cell(say(language, "hidden", count=f"{aspect.hidden:,}")),
                    *(Cell("") for _ in comparison.nodes),
                )
            )
            notes.append("")
    return TableSlide(title, columns, tuple(rows), tuple(notes))


def _entity(node: Node, language: str) -> Cell:
    link = safe_link(node.url)
    return Cell(name_of(node, language), link if link and link.lower().startswith("http") else None, node.type)


def _node_note(node: Node, language: str) -> str:
    mentions = list(node.data.get("mentions") or ())
    place = f"  {terminal_text(str(mentions[0].get('document')))}:{mentions[0].get('line')}" if mentions else ""
    link = safe_link(node.url)
    return f"{name_of(node, language)}{f'  {link}' if link else ''}{place}"


def _quoted(item: Any) -> str:
    words = " ".join(terminal_text(str(item.get("quote") or item.get("text") or "")).split())
    return f"“{words}” {terminal_text(str(item.get('document')))}:{item.get('line')}"


@dataclass(frozen=True)
class TablePage:
    """The rows of one slide: ``first`` is the place of the first of them, ``heights`` are those of the head and of each row."""

    first: int
    rows: tuple[tuple[Cell, ...], ...]
    heights: tuple[float, ...]
    widths: tuple[float, ...]


def paged(table: TableSlide, box: Box) -> list[TablePage]:
    """Return the rows of a table on as many pages as they need, each at most as high as ``box``; at least one page."""
    total = sum(share for _, share in table.columns)
    widths = tuple(round(box.width * share / total, 1) for _, share in table.columns)
    head = _height([name for name, _ in table.columns], widths)
    pages: list[TablePage] = []
    start, heights = 0, [head]
    for number, row in enumerate(table.rows):
        high = _height([cell.text for cell in row], widths)
        if len(heights) > 1 and sum(heights) + high > box.height:
            pages.append(TablePage(start, table.rows[start:number], tuple(heights), widths))
            start, heights = number, [head]
        heights.append(high)
    return [*pages, TablePage(start, table.rows[start:], tuple(heights), widths)]


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    lines = max(
        len(fonts.wrap(text, SIZE, (wide - 2 * _PAD) / 1.1, _MOST_LINES)[0]) if text else 1
        for text, wide in zip(texts, widths, strict=True)
    )
    return round(lines * SIZE * fonts.LINE + 2 * _PAD, 1)


def draw_table(slide: Any, table: TableSlide, page: TablePage, box: Box, style: Style, themed: bool) -> None:
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
    painter = _CellPainter(style, themed)
    for place, (name, _) in enumerate(table.columns):
        painter.cell(native.cell(0, place), Cell(name), page.widths[place], head=True)
    for number, row in enumerate(page.rows, start=1):
        for place, cell in enumerate(row):
            painter.cell(native.cell(number, place), cell, page.widths[place], head=False)


class _CellPainter:
    def __init__(self, style: Style, themed: bool):
        self.style, self.themed = style, themed

    def cell(self, native: Any, cell: Cell, wide: float, head: bool) -> None:
        from pptx.oxml import parse_xml
        from pptx.oxml.ns import nsdecls, qn

        from kgraph.present.slides.shapes import words

        native.margin_left = native.margin_right = emu(_PAD)
        native.margin_top = native.margin_bottom = emu(_PAD)
        shown = fonts.wrap(cell.text, SIZE, (wide - 2 * _PAD) / 1.1, _MOST_LINES)[1] if cell.text else ""
        words(native.text_frame, shown, SIZE, self._ink(cell, head), "l", bold=head)
        if cell.link and shown:
            native.text_frame.paragraphs[0].runs[0].hyperlink.address = cell.link
            # The run keeps the colour that it has: a link of the theme's colour would hide the type.
        properties = native._tc.get_or_add_tcPr()
        properties.set("anchor", "ctr")
        weight, colour = (emu(1.5), self.style.ink) if head else (emu(0.5), self.style.line)
        fill = '<a:schemeClr val="tx1"/>' if self.themed else f'<a:srgbClr val="{colour[1:]}"/>'
        line = f'<a:lnB {nsdecls("a")} w="{weight}"><a:solidFill>{fill}</a:solidFill></a:lnB>'
        properties.insert(0, parse_xml(line))
        if properties.find(qn("a:noFill")) is None:
            properties.append(parse_xml(f"<a:noFill {nsdecls('a')}/>"))

    def _ink(self, cell: Cell, head: bool) -> str:
        if self.themed:
            return '<a:schemeClr val="tx1"/>'
        colour = self.style.ink
        if head:
            colour = self.style.quiet
        elif cell.type and not self.style.is_grey:
            from kgraph.present.figure.style import readable

            colour = readable(node_look(cell.type, self.style, False, 0).line, self.style.ground, 4.6)
        return f'<a:srgbClr val="{colour[1:]}"/>'
