"""The SPARQL desk: write a query with the graph's own words at hand, run it, and see the answer in several ways."""

from __future__ import annotations

import streamlit as st

from ui import desk, desk_library, desk_shelf, editor
from ui.answers import answers
from ui.bundle import missing_part
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, panel

graph = session_graph()
st.html(desk.CSS)
st.title(say("page_sparql"), anchor=False)
if reason := missing_part("editor.js"):
    command = "pip install --force-reinstall --no-deps --editable ."
    panel([el("h2", say("desk_not_built")), el("p", say("canvas_not_built_line")), el("pre", command), el("pre", reason)],
          key="desk_missing")  # fmt: skip
    st.stop()
desk.follow_address(f"# {say('desk_example')}\n{desk.EXAMPLE}")
desk_library.follow_address(graph)
desk.remember_address()
desk.completer(graph.identity, graph)
writing, beside = st.columns([2.3, 1], gap="medium")
with writing:
    editor.editor(graph)
with beside:
    desk_shelf.shelf(graph)
answers(graph)
