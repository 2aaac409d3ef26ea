"""What stands around the canvas: adding entities, saved views, the basket, the link, the query, and the details."""

from __future__ import annotations

import streamlit as st

from kgraph import Graph, KgraphError
from kgraph.query.drawing import to_sparql
from kgraph.query.view import View
from kgraph.query.workspace import Chosen
from ui import canvas, desk, downloads, language
from ui.details import show_edge, show_entity
from ui.language import say
from ui.panel import Content, el, entity, go, panel
from ui.searchbox import reason
from ui.sentences import said

CSS = """
<style>
[data-testid="stLayoutWrapper"]:has(> .st-key-canvas_side), .st-key-canvas_side { height: max(460px, calc(100vh - 176px)) !important; }
.st-key-canvas_tools { gap: .5rem; }
.st-key-canvas_tools button { min-height: 2rem; padding-block: .2rem; }
@media (max-width: 1000px) {
  .st-key-canvas_row [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
  .st-key-canvas_row [data-testid="stColumn"] { flex: 1 1 100%; min-width: 100%; }
  [data-testid="stLayoutWrapper"]:has(> .st-key-canvas_side), .st-key-canvas_side { height: auto !important; }
  .st-key-canvas_tools [data-testid="stMarkdownContainer"] {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  }
}
</style>
"""
"""The panel of details is as high as the canvas, which is as high as the window allows. In a narrow window it stands below
the canvas, and the tools are their icons alone, with the words for those who listen."""

_FOUND = 8
_LISTED = 60


def bar(graph: Graph, address: str) -> None:
    """Show the row of tools."""
    tools = {
        "canvas_add": ("add", lambda: _add(graph)),
        "canvas_views": ("bookmark", lambda: _views(graph)),
        "canvas_slide": ("slideshow", lambda: downloads.view_downloads(graph, canvas.session().view, _title(graph))),
        "canvas_basket": ("shopping_basket", lambda: _basket(graph, address)),
        "canvas_share": ("link", lambda: _share(graph, address)),
        "canvas_sparql": ("code", lambda: _sparql(graph)),
    }
    for key, (icon, fill) in tools.items():
        # What is in a closed one is not made: it would cost time at every click on the canvas.
        with st.popover(say(key), icon=f":material/{icon}:", key=f"tool_{key}", on_change="rerun") as tool:
            if tool.open:
                fill()
    if st.button(say("canvas_new"), icon=":material/draft:", key="canvas_new"):
        canvas.show(View(language=language.current()))  # type: ignore[arg-type]
        st.rerun()


def _share(graph: Graph, address: str) -> None:
    st.caption(say("canvas_share_line"))
    st.code(canvas.link(address), language=None, wrap_lines=True)
    if not address.startswith("v"):
        portable = canvas.workspace(graph).portable(canvas.session().view)
        st.caption(say("canvas_share_here"))
        if portable:
            st.caption(say("canvas_share_elsewhere"))
            st.code(canvas.link(portable), language=None, wrap_lines=True, height=90)


def _sparql(graph: Graph) -> None:
    st.caption(say("canvas_sparql_line"))
    query = to_sparql(graph, canvas.session().view)
    st.code(query, language="sparql", wrap_lines=True, height=320)
    if st.button(say("desk_open_here"), icon=":material/terminal:", key="canvas_to_desk"):
        desk.open_desk(query)


def _add(graph: Graph) -> None:
    text = st.text_input(say("canvas_add"), key="canvas_add", placeholder=say("canvas_add_hint"))
    hits = graph.search(text, limit=_FOUND) if text.strip() else []
    if text.strip() and not hits:
        st.text(say("search_none", text=language.cut(text, 80)))
    for hit in hits:
        name = f"{language.label(hit.node, 60)} · {language.type_name(hit.node.type)}"
        if st.button(_plain(name), key=f"canvas_add {hit.node.id}", help=_plain(reason(hit)), type="tertiary"):
            canvas.add(graph, [hit.node.id])
            st.rerun()


def _plain(text: str) -> str:
    """Return ``text`` so that Streamlit's Markdown shows it as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|~$:&^=" else sign for sign in text)


def _views(graph: Graph) -> None:
    kept = canvas.workspace(graph)
    with st.form("canvas_save", border=False):
        name = st.text_input(say("canvas_name"), max_chars=120)
        if st.form_submit_button(say("canvas_save"), type="primary") and name.strip():
            try:
                kept.save(name.strip(), canvas.session().view)
                st.success(_plain(say("canvas_saved", name=name.strip())))
            except KgraphError as error:
                st.error(_plain(said(error)))
    names = kept.names()
    st.caption(say("canvas_saved_views") if names else say("canvas_no_views"))
    for name in names:
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(_plain(name), key=f"view {name}", type="tertiary", width="stretch"):
                try:
                    canvas.show(kept.load(name))
                    st.rerun()
                except KgraphError as error:
                    st.error(_plain(said(error)))
            if st.button("", key=f"forget {name}", icon=":material/delete:", help=say("remove"), type="tertiary"):
                kept.delete(name)
                st.rerun(scope="fragment")


def _basket(graph: Graph, address: str) -> None:
    kept = canvas.workspace(graph)
    chosen = kept.basket()
    with st.form("canvas_basket", border=False):
        title = st.text_input(say("canvas_name"), max_chars=120)
        slide = downloads.kind_of_slide("canvas_basket_kind")
        if st.form_submit_button(say("canvas_to_basket"), type="primary") and address:
            chosen.append(Chosen(title.strip() or _title(graph), address, slide))
            kept.fill_basket(chosen)
    if not chosen:
        st.caption(say("canvas_basket_empty"))
    downloads.basket_download(graph, kept)
    for place, one in enumerate(chosen):
        with st.container(horizontal=True, vertical_alignment="center"):
            kind = f" · {say(f'slide_{one.slide}')}" if one.slide != "graph" else ""
            if st.button(
                _plain(f"{place + 1}. {one.title}{kind}"), key=f"basket {place}", type="tertiary", width="stretch"
            ):
                try:
                    canvas.show(kept.follow(one.address))
                    st.rerun()
                except KgraphError as error:
                    st.error(_plain(said(error)))
            if place and st.button(
                "", key=f"up {place}", icon=":material/arrow_upward:", help=say("canvas_basket_up"), type="tertiary"
            ):
                chosen[place - 1], chosen[place] = chosen[place], chosen[place - 1]
                kept.fill_basket(chosen)
                st.rerun(scope="fragment")
            if st.button("", key=f"out {place}", icon=":material/delete:", help=say("remove"), type="tertiary"):
                kept.fill_basket([other for other in chosen if other is not one])
                st.rerun(scope="fragment")


def _title(graph: Graph) -> str:
    view = canvas.session().view
    named = (view.selected or view.seeds or view.nodes)[:1]
    return language.label(graph.entity(named[0]), 60) if named else say("page_explore")


def _together(ids: tuple[str, ...]) -> Content:
    """Return what can be asked about a few entities at once."""
    compare = el("a", say("compare_with"), go=go("compare", entities="|".join(ids))) if len(ids) <= 5 else None
    why = el("a", say("canvas_why"), go=go("related", entity=ids[0], other=ids[1])) if len(ids) == 2 else None
    return el("nav", why, compare, kind="actions")


def details(graph: Graph) -> None:
    """Show what is selected on the canvas: one entity or relation in full, several as a list."""
    view = canvas.session().view
    try:
        if len(view.selected) == 1:
            show_entity(graph, view.selected[0], key="canvas_entity", narrow=True)
        elif not view.selected and len(view.selected_edges) == 1:
            show_edge(graph, *view.selected_edges[0], widget="canvas_edge")
        elif view.selected:
            rows = [el("li", entity(graph.entity(id_), 60)) for id_ in view.selected[:_LISTED]]
            more = (
                el("p", say("shown_of", shown=len(rows), total=len(view.selected)))
                if len(view.selected) > _LISTED
                else None
            )
            title = el("h2", say("canvas_several", count=len(view.selected)))
            panel([title, _together(view.selected), el("ul", *rows, more, kind="rows")], key="canvas_list")
        else:
            panel([el("p", say("canvas_nothing_selected"))], key="canvas_hint")
    except KgraphError as error:
        panel([el("p", said(error, 600), kind="notice", role="alert")], key="canvas_error")
