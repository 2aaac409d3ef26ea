"""What stands beside the editor: the query library, the reader's saved queries, and those that were asked before."""

from __future__ import annotations

import streamlit as st

from kgraph import Graph, KgraphError
from ui import desk, language
from ui.answers import title_of
from ui.desk_library import library
from ui.language import say
from ui.panel import el, panel
from ui.sentences import said

_TABS = ("library", "saved", "history")
_SHOWN = 60


@st.fragment
def shelf(graph: Graph) -> None:
    """Show the shelf: one of its parts at a time."""
    tab = st.segmented_control(
        say("desk_shelf"), _TABS, default="library", key="desk_shelf", required=True, width="stretch",
        format_func=lambda name: say(f"desk_{name}"), label_visibility="collapsed",
    )  # fmt: skip
    with st.container(key="desk_shelf_list", height=322, border=False):
        {"library": library, "saved": _saved, "history": _history}[tab](graph)


def _saved(graph: Graph) -> None:
    kept = desk.workspace(graph)
    with st.form("desk_save", border=False):
        name = st.text_input(
            say("desk_query_name"), value=title_of(desk.current().text), max_chars=120, key="desk_save_name"
        )
        if st.form_submit_button(say("canvas_save"), icon=":material/save:") and name.strip():
            try:
                kept.save_query(name.strip(), desk.current().text)
                st.toast(say("desk_saved_as", name=language.cut(name.strip(), 60)))
            except KgraphError as error:
                panel([el("p", said(error), kind="notice", role="alert")], key="desk_save_error")
    names = kept.queries()
    rows = [
        el("li", el("button", name, act={"open": name}, kind="bare", dir="auto"),
           el("button", "✕", act={"delete": name}, kind="bare quiet", aria_label=f"{say('remove')}: {name}"))
        for name in names
    ]  # fmt: skip
    where = el("p", el("small", say("desk_saved_where", folder=str(kept.folder / "queries"))))
    content = [el("ul", *rows, kind="rows shelf"), where] if names else [el("p", say("desk_none_saved"), kind="quiet")]
    act = panel(content, key="desk_saved_list")
    if not isinstance(act, dict):
        return
    try:
        if "delete" in act:
            kept.delete_query(act["delete"])
            st.rerun(scope="fragment")
        desk.write(kept.load_query(act["open"]))
        st.rerun(scope="app")
    except KgraphError as error:
        panel([el("p", said(error), kind="notice", role="alert")], key="desk_open_error")


def _history(graph: Graph) -> None:
    asked = desk.workspace(graph).history()
    rows = [
        el("li", el("button", el("code", language.cut(" ".join(one.query.split()), 150)), act=number, kind="bare", title=one.query[:1500]),
           el("small", f"{one.at} · {say('desk_rows', count=one.rows, seconds=f'{one.seconds:.2f}')}"))
        for number, one in enumerate(asked[:_SHOWN])
    ]  # fmt: skip
    more = [el("p", el("small", say("shown_of", shown=_SHOWN, total=len(asked))))] if len(asked) > _SHOWN else []
    content = (
        [el("ul", *rows, kind="rows shelf past"), *more] if rows else [el("p", say("desk_none_asked"), kind="quiet")]
    )
    act = panel(content, key="desk_history_list")
    if isinstance(act, int) and 0 <= act < len(asked):
        desk.write(asked[act].query)
        st.rerun(scope="app")
