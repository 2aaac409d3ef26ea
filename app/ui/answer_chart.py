"""An answer as a chart: bars, lines or a timeline, where its columns allow one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from kgraph import SCHEMA, Graph
from kgraph.query.profile import short
from kgraph.query.sparql import Term
from ui import charts, language, theme
from ui.desk import Run
from ui.language import say
from ui.panel import el, panel

if TYPE_CHECKING:
    import altair

ROWS = 2000
"""Rows that are drawn; a chart of more is a smear."""
_BARS, _SERIES, _NAMED = 40, 12, 60
_NUMBERS = {"xsd:integer", "xsd:decimal", "xsd:double", "xsd:float", "xsd:int", "xsd:long", "xsd:gYear"}


@dataclass(frozen=True)
class Columns:
    """The columns of an answer by what a chart may do with them, as places."""

    names: tuple[str, ...]
    numbers: tuple[int, ...]
    years: tuple[int, ...]
    labels: tuple[int, ...]

    @property
    def kinds(self) -> tuple[str, ...]:
        """The charts that the columns allow."""
        measures = [number for number in self.numbers if number not in self.years]
        kinds = ["bar"] if self.labels and measures else []
        kinds += ["line"] if measures and (self.years or len(measures) > 1) else []
        kinds += ["timeline"] if self.years and self.labels else []
        return tuple(kinds)


def columns(names: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> Columns:
    """Return what the columns of these rows are: numbers, years among them, and labels."""
    numbers, years, labels = [], [], []
    for place in range(len(names)):
        values = [row[place] for row in rows if row[place] is not None]
        if not values:
            continue
        if all(term is not None and number(term) is not None for term in values):
            numbers.append(place)
            whole = [number(term) for term in values if term is not None]
            dated = any(word in names[place].lower() for word in ("year", "date", "年"))
            gregorian = all(term is not None and short(term.datatype) == "xsd:gYear" for term in values)
            if (dated or gregorian) and all(value is not None and 1500 <= value <= 2200 for value in whole):
                years.append(place)
        elif all(term is not None and (term.kind == "iri" or len(term.value) <= 200) for term in values):
            labels.append(place)
    return Columns(tuple(names), tuple(numbers), tuple(years), tuple(labels))


def number(term: Term) -> float | None:
    """Return the value of a number, None of anything else."""
    if term.kind != "literal" or short(term.datatype) not in _NUMBERS:
        return None
    try:
        return float(term.value)
    except ValueError:
        return None


def possible(graph: Graph, run: Run) -> bool:
    """Return whether the columns allow a chart."""
    return bool(_columns(run).kinds)


def _columns(run: Run) -> Columns:
    if "columns" not in run.choices:
        assert run.result is not None
        rows = list(run.result.rows(0, ROWS))
        run.choices["columns"] = columns(run.result.variables, rows)
    return run.choices["columns"]  # type: ignore[no-any-return]


def chart(graph: Graph, run: Run) -> None:
    """Show the chart that the reader chose, of the columns that the reader chose."""
    found, result = _columns(run), run.result
    assert result is not None
    rows = list(result.rows(0, ROWS))
    key = id(run)
    measures = [place for place in found.numbers if place not in found.years]
    with st.container(key="desk_chart_tools", horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(say("desk_chart_kind"), found.kinds, format_func=lambda name: say(f"desk_{name}"),
                            key=f"chart_kind {key}", width=150)  # fmt: skip
        if kind == "bar":
            across = _pick("desk_chart_label", found.labels, found, f"chart_label {key}")
            up = _pick("desk_chart_value", measures, found, f"chart_value {key}")
        elif kind == "line":
            across = _pick("desk_chart_across", [*found.years, *measures], found, f"chart_across {key}")
            up = _pick("desk_chart_value", [m for m in measures if m != across], found, f"chart_line_value {key}")
        else:
            across = _pick("desk_chart_year", found.years, found, f"chart_year {key}")
            up = _pick("desk_chart_label", found.labels, found, f"chart_line_label {key}")
    if across is None or up is None:
        return
    names = _Names(graph, rows)
    drawn, note = _drawn(kind, rows, across, up, found, names)
    st.altair_chart(drawn, width="stretch", alt=f"{say(f'desk_{kind}')}: {found.names[across]}, {found.names[up]}",
                    key=f"desk_chart {kind}")  # fmt: skip
    notes = [note] if note else []
    if len(result) > ROWS:
        notes.append(say("shown_of", shown=ROWS, total=len(result)))
    if notes:
        panel([el("p", el("small", " · ".join(notes)))], key="desk_chart_note")


def _pick(word: str, places: Sequence[int], found: Columns, key: str) -> int | None:
    if not places:
        return None
    return st.selectbox(
        say(word), list(dict.fromkeys(places)), format_func=lambda place: found.names[place], key=key, width=190
    )


class _Names:
    """The names of what stands in the rows."""

    def __init__(self, graph: Graph, rows: Sequence[Sequence[Term | None]]):
        self._graph, self._known = graph, dict[str, tuple[str, str]]()

    def name(self, term: Term | None) -> tuple[str, str]:
        """Return a name and the type of the entity, where it is one."""
        if term is None:
            return "—", ""
        if term.value not in self._known:
            local = term.value.removeprefix(self._graph.base)
            node = self._graph.find(local) if term.kind == "iri" and local != term.value else None
            shown = language.label(node, 60) if node else language.cut(short(term.value), 60)
            self._known[term.value] = (shown, node.type if node else "")
        return self._known[term.value]


def _drawn(
    kind: str, rows: Sequence[Sequence[Term | None]], across: int, up: int, found: Columns, names: _Names
) -> tuple[altair.Chart, str]:
    """Return a chart, and what to say about what it leaves out."""
    if kind == "bar":
        values = [(*names.name(row[across]), number(row[up])) for row in rows if row[up] is not None]  # type: ignore[arg-type]
        note = say("shown_of", shown=_BARS, total=len(values)) if len(values) > _BARS else ""
        return _bars(values[:_BARS], found.names[up]), note
    if kind == "line":
        points = [(number(row[across]), number(row[up])) for row in rows if row[across] and row[up]]  # type: ignore[arg-type]
        return _line(points, found.names[across], found.names[up], across in found.years), ""
    dated = [(int(number(row[across]) or 0), *names.name(row[up])) for row in rows if row[across] is not None]  # type: ignore[arg-type]
    return _timeline(sorted(set(dated))), ""


def _colour(types: Sequence[str]) -> Any:
    import altair as alt

    shown = [name for name in SCHEMA.entities if name in types]
    if not shown:
        return alt.value(theme.ACCENT)
    if len(shown) == 1:  # a legend of one says nothing
        return alt.value(SCHEMA.entities[shown[0]].colour)
    scale = alt.Scale(
        domain=[language.type_name(name) for name in shown], range=[SCHEMA.entities[name].colour for name in shown]
    )
    return alt.Color("type:N", scale=scale, title=None, legend=alt.Legend(orient="top", columns=8, symbolSize=60))


def _bars(values: Sequence[tuple[str, str, float | None]], title: str) -> altair.Chart:
    import altair as alt

    data = [
        {
            "name": f"{name}{'​' * place}",
            "shown": name,
            "type": language.type_name(type_) if type_ else "",
            "value": value,
        }
        for place, (name, type_, value) in enumerate(values)
    ]
    return charts.styled(
        alt.Chart(alt.Data(values=data), height=max(140, 24 * len(data)))
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=280, labelOverlap=False, grid=False)),
            x=alt.X("value:Q", title=title, axis=alt.Axis(tickCount=8)),
            color=_colour([type_ for _, type_, _ in values]),
            tooltip=[alt.Tooltip("shown:N", title=say("name")), alt.Tooltip("value:Q", title=title)],
        )
    )


def _line(points: Sequence[tuple[float | None, float | None]], across: str, up: str, years: bool) -> altair.Chart:
    import altair as alt

    data = [{"x": x, "y": y} for x, y in points]
    axis = alt.Axis(format="d", tickMinStep=1, labelAngle=0) if years else alt.Axis()
    return charts.styled(
        alt.Chart(alt.Data(values=data), height=340)
        .mark_line(point={"size": 46, "filled": True}, color=theme.ACCENT)
        .encode(
            x=alt.X("x:Q", title=across, axis=axis, scale=alt.Scale(zero=False)),
            y=alt.Y("y:Q", title=up),
            tooltip=[
                alt.Tooltip("x:Q", title=across, format="d" if years else ""),
                alt.Tooltip("y:Q", title=up),
            ],
        )
    )


def _timeline(dated: Sequence[tuple[int, str, str]]) -> altair.Chart:
    """Return what there is of each year: a line each with its name, or, of many, dots that pile up."""
    return _named(dated) if len(dated) <= _NAMED else _piled(dated)


def _named(dated: Sequence[tuple[int, str, str]]) -> altair.Chart:
    import altair as alt

    first, last = dated[0][0], dated[-1][0]
    late = first + 0.6 * (last - first)
    data = [
        {
            "year": year,
            "row": row,
            "name": name,
            "type": language.type_name(type_) if type_ else "",
            "late": year > late,
        }
        for row, (year, name, type_) in enumerate(dated)
    ]
    edge = max(1, (last - first) * 0.04)
    base = alt.Chart(alt.Data(values=data), height=max(140, 21 * len(data))).encode(
        x=alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickMinStep=1, labelAngle=0),
                scale=alt.Scale(domain=[first - edge, last + edge], nice=False)),
        y=alt.Y("row:O", axis=None),
        tooltip=[alt.Tooltip("year:Q", title=say("year"), format="d"), alt.Tooltip("name:N", title=say("name"))],
    )  # fmt: skip
    dots = base.mark_circle(size=80, opacity=1).encode(color=_colour([type_ for _, _, type_ in dated]))
    # Vega draws words in black unless told otherwise.
    ink = "#E3E8EE" if st.context.theme.type == "dark" else "#18212C"
    style = {"fontSize": theme.SIZES["small"], "limit": 460, "color": ink}
    after = base.transform_filter("!datum.late").mark_text(align="left", dx=9, **style).encode(text="name:N")
    before = base.transform_filter("datum.late").mark_text(align="right", dx=-9, **style).encode(text="name:N")
    return charts.styled(dots + after + before)


def _piled(dated: Sequence[tuple[int, str, str]]) -> altair.Chart:
    import altair as alt

    heights: dict[int, int] = {}
    data = []
    for year, name, type_ in dated:
        heights[year] = heights.get(year, 0) + 1
        data.append(
            {"year": year, "row": heights[year], "name": name, "type": language.type_name(type_) if type_ else ""}
        )
    highest = max(heights.values(), default=1)
    return charts.styled(
        alt.Chart(alt.Data(values=data), height=max(160, min(560, 12 * (highest + 1))))
        .mark_circle(size=70, opacity=0.95)
        .encode(
            x=alt.X(
                "year:O",
                title=None,
                axis=alt.Axis(labelAngle=0, labelOverlap=True),
                scale=alt.Scale(domain=_span(heights)),
            ),
            y=alt.Y(
                "row:Q", title=say("count"), axis=alt.Axis(tickMinStep=1), scale=alt.Scale(domain=[0, highest + 1])
            ),
            color=_colour([type_ for _, _, type_ in dated]),
            tooltip=[alt.Tooltip("year:O", title=say("year")), alt.Tooltip("name:N", title=say("name"))],
        )
    )


def _span(heights: dict[int, int]) -> list[int]:
    first, last = min(heights, default=0), max(heights, default=0)
    return list(range(first, last + 1)) if last - first < 60 else sorted(heights)
