"""Native charts: how many entities of each type there are in each year."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kgraph.core import SCHEMA
from kgraph.present.figure.model import Box
from kgraph.present.figure.style import SMALL, Style, accents, mixed, node_look
from kgraph.present.names import type_name
from kgraph.present.slides.pages import emu
from kgraph.present.slides.template import Theme

_MOST_YEARS = 40
"""Years in a row; of more, those without any entity are left out."""


_LEVEL, _SLANTED = 36.0, 16.0
"""Width that the name of a year takes with a gap, in points: level, and at a slant."""
_NAMES = {"tx1": "TEXT_1", "bg1": "BACKGROUND_1"}


@dataclass(frozen=True)
class Timeline:
    """Entities per year and type: ``counts`` has a list for each type, with a number for each of ``years``."""

    years: tuple[int, ...]
    counts: dict[str, list[int]]


def timeline(rows: Sequence[tuple[int, str, int]]) -> Timeline:
    """Return (year, type, number) as a table without gaps between the years, types in the schema's order.

    >>> timeline([(2017, "Method", 2), (2019, "Paper", 1)])
    Timeline(years=(2017, 2018, 2019), counts={'Paper': [0, 0, 1], 'Method': [2, 0, 0]})
    """
    present = sorted({year for year, _, _ in rows})
    span = range(present[0], present[-1] + 1) if present else range(0)
    years = tuple(span) if len(span) <= _MOST_YEARS else tuple(present)
    order = [name for name in SCHEMA.entities if any(type_ == name for _, type_, _ in rows)]
    counts = {name: [sum(n for y, t, n in rows if y == year and t == name) for year in years] for name in order}
    return Timeline(years, counts)


def draw_timeline(slide: Any, found: Timeline, box: Box, style: Style, theme: Theme | None, language: str) -> None:
    """Add a stacked column chart to a slide; its numbers stand in a workbook inside it, to be edited."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls, qn
    from pptx.util import Pt

    data = CategoryChartData()
    data.categories = [str(year) for year in found.years]
    for type_, numbers in found.counts.items():
        data.add_series(type_name(type_, language), numbers)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_STACKED, *(emu(value) for value in box), data)
    frame.name = "timeline"
    chart = frame.chart
    chart.font.size = Pt(SMALL)
    ink = RGBColor.from_string(style.ink[1:])
    if theme is not None:
        chart.font.color.theme_color = getattr(MSO_THEME_COLOR, _NAMES[theme.ink])
    else:
        chart.font.color.rgb = ink
    chart.has_title = False
    chart.has_legend = len(found.counts) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
        chart.legend.font.size = Pt(SMALL)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 35, 100
    numbering = accents(found.counts)
    for series, type_ in zip(plot.series, found.counts, strict=True):
        fill = series.format.fill
        fill.solid()
        if theme is not None:
            fill.fore_color.theme_color = getattr(MSO_THEME_COLOR, f"ACCENT_{(numbering[type_] - 1) % 6 + 1}")
        else:
            fill.fore_color.rgb = RGBColor.from_string(_fill(type_, style, numbering[type_], len(numbering))[1:])
    grid = chart.value_axis.major_gridlines.format.line
    grid.width = Pt(0.5)
    grid.color.rgb = RGBColor.from_string(mixed(style.ground, style.ink, 0.15)[1:])
    chart.value_axis.format.line.fill.background()
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "#,##0", False
    chart.category_axis.format.line.color.rgb = RGBColor.from_string(style.line[1:])
    labels = chart.category_axis.tick_labels.font
    labels.size = Pt(SMALL)
    if theme is not None:
        labels.color.theme_color = getattr(MSO_THEME_COLOR, _NAMES[theme.ink])
    else:
        labels.color.rgb = ink
    level = chart.category_axis._element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    room = box.width / max(len(found.years), 1)
    # Level where they fit beside each other, else at a slant, and then no more of them than fit.
    level.set("rot", "0" if room > _LEVEL else "-2700000"), level.set("vert", "horz")
    if room < _SLANTED:
        last, every = chart.category_axis._element.find(qn("c:noMultiLvlLbl")), math.ceil(_SLANTED / room)
        for mark in ("tickLblSkip", "tickMarkSkip"):
            last.addprevious(parse_xml(f'<c:{mark} {nsdecls("c")} val="{every}"/>'))


def _fill(type_: str, style: Style, place: int, of: int) -> str:
    if style.is_grey:
        return mixed("#000000", "#E0E0E0", (place - 1) / max(1, of - 1))
    return node_look(type_, style, False, 0).line
