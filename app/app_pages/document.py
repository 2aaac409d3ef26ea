"""A document as it was read, with the entities that it names."""

from __future__ import annotations

import streamlit as st

from kgraph import KgraphError
from ui import language
from ui.document import named_in, text_of
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, panel

_LINES = 300
"""Lines that are shown at a time."""

graph = session_graph()
try:
    documents = {document.path: document for document in graph.kept_documents()}
except KgraphError:
    panel([el("h1", say("page_document")), el("p", say("no_text"), kind="notice")], key="no_text")
    st.stop()
if not documents:
    panel([el("h1", say("page_document")), el("p", say("nothing"))], key="no_text")
    st.stop()

asked = st.query_params.get("document", "")
line = int(number) if (number := st.query_params.get("line", "")).isdecimal() and len(number) < 10 else 0
left, right = st.columns([3, 1], gap="large")
with left:
    if asked and asked not in documents:
        panel([el("p", say("no_document", path=language.cut(asked, 200)), kind="notice", role="alert")], key="unknown")
    path = asked if asked in documents else next(iter(documents))
    kept = documents[path]
    st.title(say("page_document"), anchor=False)
    chosen = st.selectbox(say("choose_document"), list(documents), index=list(documents).index(path), key=f"doc {path}")
    if chosen != path:
        st.query_params.from_dict({"document": chosen, "lang": language.current()})
        st.rerun()
    first = max(1, min(line - _LINES // 3, kept.lines - _LINES + 1)) if line else 1
    if (shown := st.session_state.get("document_from", {}).get((path, line))) is not None:
        first = shown
    passage = graph.passage(path, first, first + _LINES - 1)
    moved = panel(text_of(passage, kept, line), key="document_text")
    if moved is not None:
        st.session_state["document_from"] = {(path, line): max(1, first + int(moved) * _LINES)}
        st.rerun()
with right:
    panel(named_in(*graph.entities_of(path, 120)), key="document_entities")
