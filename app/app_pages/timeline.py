"""What there is of each year."""

from __future__ import annotations

import streamlit as st

from kgraph import SCHEMA
from ui import charts, language
from ui.choices import year_counts, year_span
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, entity, panel

_PAUSE = 1.2
_ROWS = 60

graph = session_graph()
st.title(say("page_timeline"), anchor=False)
span = year_span(graph)
if span is None:
    panel([el("p", say("no_years"))], key="timeline_none")
    st.stop()
counts = year_counts(graph.identity, graph)
dated = sum(number for _, _, number in counts)
panel([el("p", say("with_year", dated=dated, all=len(graph)), kind="quiet")], key="timeline_line")

with st.container(horizontal=True, vertical_alignment="bottom"):
    type_ = st.selectbox(say("type"), [None, *SCHEMA.entities], key="timeline_type", width=220,
                         format_func=lambda name: say("any_type") if name is None else language.type_name(name))  # fmt: skip
    playing = st.toggle(say("play"), key="timeline_play")
first, last = span if span[0] < span[1] else (span[0], span[0] + 1)
shown = [row for row in counts if type_ in (None, row[1])]


@st.fragment(run_every=_PAUSE if playing else None)
def seen() -> None:
    """Show the chart and the entities of the chosen years; while playing, the range moves a year at a time."""
    # The name holds the range: a graph built anew may have another one.
    key = f"timeline_years {first} {last}"
    st.session_state.setdefault(key, (first, last))
    if playing:
        start, end = st.session_state[key]
        width = end - start if (start, end) != (first, last) else 0
        end = end + 1 if end < last else first + width
        st.session_state[key] = (end - width, end)
    chosen = st.slider(say("year_range"), first, last, key=key)
    st.altair_chart(charts.years(shown, chosen), width="stretch", alt=say("page_timeline"), key="timeline_chart")
    rows, total = graph.of_years(chosen, type_, _ROWS)
    items = [
        el("li", entity(row.node, 110), el("small", language.year_and_links(row.node.year, row.links))) for row in rows
    ]
    named = "–".join(dict.fromkeys(map(str, chosen)))
    title = say("of_years", years=named, count=total)
    note = el("p", el("small", say("shown_of", shown=len(rows), total=total))) if total > len(rows) else None
    panel([el("h2", title), el("ul", *items, kind="rows columns"), *([note] if note else [])], key="timeline_list")


seen()
