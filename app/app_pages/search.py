"""Everything that a search finds, by type, with the reason of each match."""

from __future__ import annotations

import streamlit as st

from kgraph import SCHEMA
from ui import language
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, entity, panel, sign
from ui.searchbox import by_type, reason

_STEP = 60

graph = session_graph()
text = st.query_params.get("q", "").strip()[:200]
st.title(say("page_search"), anchor=False)
types = st.pills(
    say("types"), list(SCHEMA.entities), format_func=language.type_name, selection_mode="multi", key="search_types",
    label_visibility="collapsed",
)  # fmt: skip
if not text:
    panel([el("p", say("search_hint"))], key="search_hint")
    st.stop()

limit = st.session_state.get("search_limit", {}).get(text, _STEP)
hits = graph.search(text, limit=limit + 1, types=types or None)
more, hits = len(hits) > limit, hits[:limit]
if not hits:
    panel([el("p", say("search_none", text=text)), el("p", say("search_hint"), kind="quiet")], key="search_none")
    st.stop()

content = [el("p", say("search_results", text=language.cut(text, 80), count=len(hits)), kind="quiet")]
for type_, group in by_type(hits):
    rows = [
        el("li", el("span", entity(hit.node), " ", el("small", str(hit.node.year or ""))),
           el("small", language.cut(reason(hit), 80), dir="auto"))
        for hit in group
    ]  # fmt: skip
    title = el("h2", sign(type_), " ", language.type_name(type_), " ", el("small", str(len(group))))
    content.append(el("section", title, el("ul", *rows, kind="rows")))
if more:
    content.append(el("p", say("search_limit", count=len(hits)), el("button", say("search_more"), act="more")))
if panel(content, key="search_results") == "more":
    st.session_state["search_limit"] = {text: limit + 4 * _STEP}
    st.rerun()
