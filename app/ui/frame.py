"""What all pages share: the list of pages, the search box, the language, and the graph."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui import language, style
from ui.language import say
from ui.opening import open_graph
from ui.panel import forget_clicks
from ui.searchbox import search_box

_PAGES = Path(__file__).parent.parent / "app_pages"
_LOGO = Path(__file__).with_name("logo.svg")
_SECTIONS = {
    "section_find": (("start", "home"), ("search", "search"), ("topics", "account_tree"), ("sparql", "terminal")),
    "section_see": (("explore", "hub"), ("neighbourhood", "filter_alt"), ("related", "link"), ("compare", "compare")),
    "section_understand": (("timeline", "timeline"), ("communities", "bubble_chart")),
    "section_trust": (
        ("sources", "folder_open"),
        ("document", "article"),
        ("quality", "fact_check"),
        ("decisions", "edit_note"),
        ("changes", "difference"),
    ),
}
_HIDDEN = ("entity",)
"""Pages that are reached from others only."""


def run() -> None:
    """Lay out the frame, and the chosen page in it when there is a graph to show."""
    style.apply()
    st.logo(str(_LOGO), size="large")
    page = st.navigation(_pages(), position="hidden")
    _show_pages()
    _choose_confidence()
    with st.container(key="top", horizontal=True, vertical_alignment="center"):
        box = st.container(key="top_search")
        _choose_language()
    graph = open_graph()
    if graph is None:
        return
    with box:
        search_box(graph)
    forget_clicks(page.url_path)
    page.run()


def _pages() -> list[st.Page]:
    pages = {
        name: st.Page(
            str(_PAGES / f"{name}.py"), title=say(f"page_{name}"), icon=f":material/{icon}:", url_path=name,
            default=name == "start", visibility="hidden" if name in _HIDDEN else "visible",
        )
        for section in (*_SECTIONS.values(), ((name, "label") for name in _HIDDEN))
        for name, icon in section
        if (_PAGES / f"{name}.py").exists()
    }  # fmt: skip
    st.session_state["pages"] = pages
    return list(pages.values())


def _show_pages() -> None:
    """List the pages by section. The list of ``st.navigation`` itself is not one that screen readers understand."""
    pages = st.session_state["pages"]
    with st.sidebar, st.container(key="pages", gap="xxsmall"):
        for section, names in _SECTIONS.items():
            st.caption(say(section))
            for name, _ in names:
                if name in pages:
                    st.page_link(pages[name], width="stretch")


def _choose_confidence() -> None:
    """Let the reader leave out less certain relations, on all pages."""
    with st.sidebar:
        st.slider(say("minimum_confidence"), 0.0, 0.95, 0.0, 0.05, key="least", help=say("minimum_confidence_help"))


def _choose_language() -> None:
    names = {"zh": "中文", "en": "English", "both": "中/En"}
    chosen = language.current()
    if wanted := st.session_state.pop("language_wanted", None):
        st.session_state["language_choice"] = wanted
    picked = st.segmented_control(
        say("language"), language.LANGUAGES, default=chosen, format_func=names.get, key="language_choice",
        label_visibility="collapsed", required=True,
    )  # fmt: skip
    if picked and picked != chosen:
        st.session_state["language"] = picked
        st.query_params["lang"] = picked
        st.rerun()
