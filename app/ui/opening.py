"""The graph of this session: opened once for all sessions, kept as it was until the reader asks for the new one."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

import streamlit as st

import kgraph
from kgraph.core.errors import GraphMissingError
from kgraph.query import current_build
from ui.language import say
from ui.panel import el, panel
from ui.sentences import said

_CHECK_EVERY = "20s"


def folder() -> str:
    """Return the folder of the graph: ``data/graph``, or what the environment variable ``KGRAPH_GRAPH`` says."""
    return os.environ.get("KGRAPH_GRAPH", "data/graph")


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(where: str, build: str | None, least: float = 0.0) -> kgraph.Graph:
    """Return the graph without relations below ``least``, opened once per build, which ``build`` names."""
    if build is None or not least:
        return kgraph.open(where)
    return kgraph.open(Path(where), int(build), least)


def open_graph() -> kgraph.Graph | None:
    """Return the graph of this session, or None after saying what is missing and which command makes it."""
    where = folder()
    if st.session_state.get("graph_folder") != where:
        st.session_state.pop("graph", None)
    if "graph" not in st.session_state:
        build = current_build(where)
        try:
            graph = _opened(where, build)
        except kgraph.KgraphError as error:
            _say_missing(error, where)
            return None
        st.session_state.update(graph=graph, graph_build=build, graph_folder=where)
    least = float(st.session_state.get("least", 0.0))
    if st.session_state["graph"].minimum_confidence != least:
        st.session_state["graph"] = _opened(where, st.session_state["graph_build"], least)
    graph = st.session_state["graph"]
    if not len(graph):
        documents = int(graph.statistics().counts.get("documents", 0))
        _notice("empty", say("empty_line", documents=documents), f"kgraph build FOLDER --output {where}")
        _watch()
        return None
    _watch()
    return graph  # type: ignore[no-any-return]


def _say_missing(error: kgraph.KgraphError, where: str) -> None:
    if isinstance(error, GraphMissingError):
        _notice("missing", say("missing_line"), f"kgraph build data/raw --output {where}")
    else:
        _notice("damaged", said(error), f"kgraph build data/raw --output {where}")
    if st.button(say("retry"), key="retry"):
        st.rerun()


def _notice(title: str, line: str, command: str) -> None:
    panel([el("h1", say(title)), el("p", line), el("pre", command)], key=f"notice_{title}")


@st.fragment(run_every=_CHECK_EVERY)
def _watch() -> None:
    """Offer the new graph when there is one; nothing changes under the reader before that."""
    build = current_build(folder())
    if build is None or build == st.session_state.get("graph_build"):
        return
    with st.container(key="rebuilt", horizontal=True, vertical_alignment="center", border=True):
        st.text(say("rebuilt"))
        if st.button(say("reload"), key="reload"):
            st.session_state.pop("graph", None)
            st.rerun(scope="app")


def built_when(graph: kgraph.Graph) -> str:
    """Return when the files of the graph were written, in local time."""
    written = (graph.path / "build.json").stat().st_mtime
    return datetime.fromtimestamp(written).strftime("%Y-%m-%d %H:%M")


def session_graph() -> kgraph.Graph:
    """Return the graph that the frame has opened for this session."""
    graph: kgraph.Graph = st.session_state["graph"]
    return graph
