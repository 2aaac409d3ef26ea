"""All that is known of one entity."""

from __future__ import annotations

import streamlit as st

from kgraph import KgraphError
from ui.details import show_entity
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, panel
from ui.sentences import said

name = st.query_params.get("entity", "").strip()
if not name:
    panel([el("h1", say("page_entity")), el("p", say("no_entity"))], key="no_entity")
    st.stop()
try:
    show_entity(session_graph(), name)
except KgraphError as error:
    panel([el("h1", say("page_entity")), el("p", said(error, 600), kind="notice", role="alert")], key="no_entity")
