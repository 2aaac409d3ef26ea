"""The canvas: see a part of the graph, go on from there, and come back to it."""

from __future__ import annotations

import streamlit as st

from kgraph import Graph
from ui import canvas, canvas_tools
from ui.bundle import missing_part
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, panel

graph = session_graph()
st.html(canvas_tools.CSS)


@st.fragment
def seen(graph: Graph) -> None:
    """Lay out the tools, the canvas and the details; what is done on the canvas runs this part of the page only."""
    tools = st.container(key="canvas_tools", horizontal=True, vertical_alignment="center")
    with st.container(key="canvas_row"):
        drawn, side = st.columns([2.7, 1], gap="small")
    with drawn:
        canvas.canvas(graph)
    with side, st.container(height=640, border=True, key="canvas_side"):
        canvas_tools.details(graph)
    with tools:
        canvas_tools.bar(graph, canvas.remember_address(graph))


if reason := missing_part("main.js"):
    command = "pip install --force-reinstall --no-deps --editable ."
    content = [
        el("h1", say("canvas_not_built")),
        el("p", say("canvas_not_built_line")),
        el("pre", command),
        el("pre", reason),
    ]
    panel(content, key="canvas_missing")
    st.stop()
canvas.follow_address(graph)
canvas.session().given = False  # the whole page runs: the browser's part may be a new one
seen(graph)
