"""Two to five entities side by side."""

from __future__ import annotations

import streamlit as st

from kgraph import KgraphError
from kgraph.query.view import View
from ui import canvas, language
from ui.comparison import side_by_side, suggested
from ui.downloads import deck_download, to_basket
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, panel
from ui.searchbox import picked
from ui.sentences import said

_MOST = 5
_BETWEEN = "|"  # no id holds one

graph = session_graph()
st.title(say("page_compare"), anchor=False)
chosen = list(st.session_state.get("compared", []))
if listed := st.query_params.get("entities"):
    chosen = listed.split(_BETWEEN)
if added := (picked(graph, "compare_pick", say("pick_more")) or st.query_params.get("entity")):
    chosen.append(added)
nodes, problems = [], []
for name in dict.fromkeys(chosen):
    try:
        node = graph.entity(name)
    except KgraphError as error:
        problems.append(el("p", said(error, 400), kind="notice", role="alert"))
    else:
        if node not in nodes:
            nodes.append(node)
if len(nodes) > _MOST:
    problems.append(el("p", say("compare_full"), kind="notice", role="status"))
    nodes = nodes[:_MOST]

ids = [node.id for node in nodes]
if ids != st.session_state.get("compared") or st.query_params.get("entities", "") != _BETWEEN.join(ids):
    st.session_state["compared"] = ids
    if "entity" in st.query_params:
        del st.query_params["entity"]
    if ids:
        st.query_params["entities"] = _BETWEEN.join(ids)
    elif "entities" in st.query_params:
        del st.query_params["entities"]

common = st.toggle(say("compare_common"), key="compare_common") if len(nodes) > 1 else False
if not nodes:
    content = [el("p", say("compare_line")), *suggested(graph, _BETWEEN)]
else:
    content = side_by_side(graph.compare(ids), common)
    if len(nodes) == 1:
        content.insert(0, el("p", say("compare_few"), kind="notice"))
removed = panel([*problems, *content], key="compare_table")
if len(nodes) > 1:
    title = ", ".join(language.label(node, 20) for node in nodes)
    with st.container(horizontal=True):
        deck_download(lambda deck: deck.comparison(graph.compare(ids)), title, key="compare_pptx")
        side = View(language=language.current()).add(ids).select(ids)
        to_basket(canvas.workspace(graph), side, title, "comparison", key="compare_basket")
if removed is not None:
    kept = [id_ for id_ in ids if id_ != removed]
    st.session_state["compared"] = kept
    if kept:
        st.query_params["entities"] = _BETWEEN.join(kept)
    else:
        st.query_params.pop("entities", None)
    st.rerun()
