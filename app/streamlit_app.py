"""The page on a built graph: what is in it, a search, and the words behind an entity's statements.

Run with ``make run`` or ``streamlit run app/streamlit_app.py``. It reads ``data/graph``, or the folder that the
environment variable ``KGRAPH_GRAPH`` names. It only shows; ``kgraph build`` makes the graph.
"""

from __future__ import annotations

import os

import streamlit as st

import kgraph

FOLDER = os.environ.get("KGRAPH_GRAPH", "data/graph")


@st.cache_resource(max_entries=2)
def opened(folder: str, build: str) -> kgraph.Graph:
    """Return the graph, opened once per build: ``build`` changes with each."""
    return kgraph.open(folder)


def current_build(folder: str) -> str:
    """Return what tells one build in the folder from the next."""
    with kgraph.open(folder) as graph:
        return graph.identity


def counts(graph: kgraph.Graph) -> None:
    """Show how much there is of what."""
    statistics = graph.statistics()
    for column, (name, number) in zip(st.columns(len(statistics.counts)), statistics.counts.items(), strict=True):
        column.metric(name, f"{number:,}")
    types, relations = st.columns(2)
    types.dataframe(table("type", statistics.types, kgraph.SCHEMA.entities), hide_index=True)
    relations.dataframe(table("relation", statistics.relations, kgraph.SCHEMA.relations), hide_index=True)


def table(kind: str, numbers, words) -> list[dict[str, object]]:
    """Return rows of a name in both languages and its number, for those that occur."""
    return [{kind: name, "中文": words[name].zh, "number": number} for name, number in numbers.items() if number]


def found(graph: kgraph.Graph, text: str) -> None:
    """Show what a search finds; a click on a row opens the entity."""
    hits = graph.search(text, limit=50)
    if not hits:
        st.info(f"Nothing is called “{text}”. 没有找到。")
        return
    rows = [{"name": hit.node.label, "type": hit.node.type, "found by": hit.reason, "id": hit.node.id} for hit in hits]
    chosen = st.dataframe(rows, hide_index=True, on_select="rerun", selection_mode="single-row", key=f"hits {text}")
    if chosen.selection.rows:
        st.query_params["entity"] = hits[chosen.selection.rows[0]].node.id


def entity(graph: kgraph.Graph, name: str) -> None:
    """Show an entity: its names, its statements and the words they were read from."""
    description = graph.show(name)
    node = description.node
    st.subheader(node.label, anchor=False)
    st.text(" · ".join([node.type, node.id, *map(str, filter(None, [node.year])), *node.aliases]))
    for url in node.urls:
        st.link_button(url, url) if url.startswith(("http://", "https://")) else st.text(url)
    rows = []
    for edge in (*description.outgoing, *description.incoming):
        out = edge.source == node.id
        other = description.neighbours[edge.target if out else edge.source].label
        for evidence in edge.evidence:
            rows.append(
                {
                    "statement": f"{edge.key} →" if out else f"← {edge.key}",
                    "entity": other,
                    "words": evidence.quote or evidence.text,
                    "read at": f"{evidence.document}:{evidence.line}",
                    "confidence": edge.confidence,
                }
            )
    st.dataframe(rows, hide_index=True)
    if description.hidden:
        st.caption(str(description.hidden))
    with st.expander(f"Named {len(description.mentions):,} times"):
        st.dataframe(
            [{"read at": f"{m.document}:{m.line}", "as": m.text} for m in description.mentions], hide_index=True
        )


def main() -> None:
    """Lay out the page."""
    st.set_page_config(page_title="kgraph", layout="wide")
    st.title("kgraph", anchor=False)
    try:
        graph = opened(FOLDER, current_build(FOLDER))
    except kgraph.KgraphError as error:
        st.error(str(error))
        return
    text = st.text_input("Search 搜索", placeholder="BERT, 目标检测 …").strip()
    if text:
        found(graph, text)
    if name := st.query_params.get("entity"):
        try:
            entity(graph, name)
        except kgraph.KgraphError as error:
            st.warning(str(error))
    if not text and not name:
        counts(graph)


main()
