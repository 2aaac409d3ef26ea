"""Widgets that several pages use to narrow things down."""

from __future__ import annotations

import streamlit as st

from kgraph import Graph
from ui.language import say


@st.cache_data(max_entries=4, show_spinner=False)
def year_counts(identity: str, _graph: Graph) -> list[tuple[int, str, int]]:
    """Return (year, type, number), kept per graph, which ``identity`` names."""
    return _graph.timeline()


def year_span(graph: Graph) -> tuple[int, int] | None:
    """Return the first and the last year of the graph, None when nothing has a year."""
    years = [year for year, _, _ in year_counts(graph.identity, graph)]
    return (years[0], years[-1]) if years else None


def years_of(graph: Graph, key: str) -> tuple[int, int] | None:
    """Show a slider over the years, and return the chosen ones, None for all."""
    span = year_span(graph)
    if span is None or span[0] == span[1]:
        return None
    # The key holds the span: a graph built anew may have another one.
    chosen = st.slider(say("years"), *span, span, key=f"{key} {span}", width=220)
    return None if chosen == span else (int(chosen[0]), int(chosen[1]))
