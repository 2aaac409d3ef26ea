"""The tree of topics, and what is listed under one of them."""

from __future__ import annotations

import streamlit as st

from ui import language
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, panel
from ui.tree import branches, listed

graph = session_graph()
st.title(say("page_topics"), anchor=False)
topics = graph.topics()
if not len(topics):
    panel([el("p", say("no_topics"))], key="topics_none")
    st.stop()

opened: set[str] = st.session_state.setdefault("topics_open", set())
chosen = st.query_params.get("topic", "") or topics.roots()[0].node.id
left, right = st.columns([2, 3], gap="large")
with left:
    panel([el("p", say("topics_line", count=len(topics)), kind="quiet")], key="topics_line")
    text = st.text_input(say("topics_filter"), key="topics_filter").strip()
    more = st.session_state.get("topics_shown", 60)
    if text:
        hits = [hit.node.id for hit in graph.search(text, limit=60, types=["Topic"])]
        rows = [topic for id_ in hits if (topic := topics.topic(id_))]
    else:
        rows = topics.roots()
    tree = branches(topics, rows[:more], opened, chosen)
    if len(rows) > more:
        tree.append(
            el(
                "p",
                say("shown_of", shown=more, total=len(rows)),
                " ",
                el("button", say("show_more"), act={"more": more}),
            )
        )
    act = panel(tree, key="topics_tree")
with right:
    if topic := topics.topic(chosen):
        step = st.session_state.get("topics_rows", {}).get(chosen, 100)
        content = listed(graph, topic, step)
        if panel(content, key="topics_listed") == "rows":
            st.session_state["topics_rows"] = {chosen: step * 4}
            st.rerun()
    else:
        panel([el("p", say("choose_topic"), kind="notice")], key="topics_listed")
if act:
    if "more" in act:
        st.session_state["topics_shown"] = int(act["more"]) + 200
    elif "fold" in act:
        opened.symmetric_difference_update({act["fold"]})
    elif "topic" in act:
        st.query_params.from_dict({"topic": act["topic"], "lang": language.current()})
    st.rerun()
