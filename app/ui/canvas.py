"""The canvas: the component, the session's history of views, and the address that brings a view back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from kgraph import SCHEMA, Graph, KgraphError
from kgraph.query.actions import QUIET, act
from kgraph.query.drawing import DrawnNode, Expansion, draw, draw_both, expand, start
from kgraph.query.view import LIMIT, History, View
from kgraph.query.workspace import Workspace, workspace_folder
from ui import language
from ui.inbox import Inbox
from ui.language import say
from ui.sentences import said

_STATE, _WIDGET = "canvas", "canvas_widget"
_MORE = 25


@dataclass(frozen=True)
class Changes:
    """What a canvas marks as ``added``, ``removed`` or ``changed`` since the build ``before``."""

    before: Graph
    nodes: dict[str, str]
    edges: dict[tuple[str, str, str], str]


@dataclass
class Session:
    """What this reader's canvas has come to. ``looks`` and ``choices`` count what the browser's part must follow."""

    history: History = field(default_factory=History)
    inbox: Inbox = field(default_factory=Inbox)
    looks: int = 0
    choices: int = 0
    notices: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""
    # The nodes and edges as last built, what they were built from, and whether the browser's part has been given them.
    elements: dict[str, Any] = field(default_factory=dict)
    made_from: tuple[Any, ...] = ()
    version: int = 0
    given: bool = False
    changes: Changes | None = None

    @property
    def view(self) -> View:
        return self.history.present


@cache
def _component() -> Any:
    return st.components.v2.component(
        "kgraph.canvas", html='<div class="kg-root"></div>', js="main.js", css="canvas.css"
    )


def session() -> Session:
    """Return this session's canvas."""
    return st.session_state.setdefault(_STATE, Session())


def workspace(graph: Graph) -> Workspace:
    """Return the folder of saved views of this graph."""
    return Workspace(workspace_folder(graph.folder))


def show(view: View) -> None:
    """Put a whole view on the canvas; undo brings the one before it back."""
    now = session()
    if view.language != language.current():
        language.speak(view.language)
    # The first view is what undo comes back to: nobody asked for the empty canvas before it.
    now.history = now.history.push(view) if now.view.nodes or now.history.past else History(view)
    now.looks += 1


def open_on_canvas(view: View, notice: str = "") -> None:
    """Open the page of the canvas with a view; for other pages. ``notice`` is said there."""
    show(replace(view, language=language.current()))
    session().notices = [{"text": notice}] if notice else []
    st.switch_page(st.session_state["pages"]["explore"])


def add(graph: Graph, ids: Iterable[str]) -> None:
    """Put entities on the canvas beside what is there, and select them."""
    now = session()
    ids = list(ids)
    if not now.view.nodes:
        show(replace(start(graph, ids), language=language.current()))
        return
    now.history = now.history.push(now.view.add(ids).select(ids))
    now.choices += 1


def follow_address(graph: Graph) -> None:
    """Show what the page's address asks for: a view, or an entity with its neighbours; at first a well-connected method."""
    now = session()
    asked = st.query_params.get("view", "")
    entity = st.query_params.get("entity", "")
    try:
        if entity:
            del st.query_params["entity"]
            found = expand(graph, View(language=language.current()), entity)  # type: ignore[arg-type]
            show(found.view.select([found.node]))
            now.notices = _said(graph, found, {"op": "expand", "id": found.node, "relation": None, "direction": "both"})
        elif asked and asked != now.address:
            view = workspace(graph).follow(asked)
            now.address = asked
            spoken = language.current()
            if "lang" in st.query_params:  # the address says it itself
                view = replace(view, language=spoken)
            show(view)
            if view.language != spoken:
                st.rerun()
    except KgraphError as error:
        now.notices = [{"text": said(error, 300)}]
    if not now.view.nodes and not now.history.past:
        first = graph.most_connected("Method", 1) or graph.most_connected(None, 1)
        now.history = History(replace(start(graph, [first[0].node]), language=language.current()))
        now.looks += 1


def remember_address(graph: Graph) -> str:
    """Make the address of the page bring back what is seen, and return what it says."""
    now = session()
    if any(id_ not in now.view.positions for id_ in now.view.nodes):
        return now.address
    try:
        address = workspace(graph).address(now.view)
    except KgraphError as error:
        now.notices = [{"text": said(error, 300)}]
        return now.address
    if address != now.address:
        now.address = address
        st.query_params["view"] = address
    return address


def link(address: str) -> str:
    """Return the whole address of the page for a view."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?{urlencode({'view': address})}"


def canvas(graph: Graph, now: Session | None = None, widget: str = _WIDGET) -> None:
    """Draw the canvas. What the reader does is applied before the part of the page that holds it runs again.

    Another page may draw one of its own, with a session and a widget's name of its own.
    """
    now = now or session()
    if now.view.language != language.current():
        now.history = now.history.amend(replace(now.view, language=language.current()))
    data = canvas_data(graph, now)
    _component()(key=widget, data=data, on_events_change=lambda: _receive(graph, now, widget))


def _receive(graph: Graph, now: Session, widget: str) -> None:
    events = (st.session_state.get(widget) or {}).get("events") or {}
    take(graph, now, events)


def take(graph: Graph, now: Session, events: dict[str, Any]) -> None:
    """Apply what the browser's part sent: every event once, in the order of their numbers."""
    for event in now.inbox.take(events):
        if event.get("op") == "need":
            now.given = False
            continue
        if event.get("op") not in (*QUIET, "look"):
            now.notices = []
        try:
            outcome = act(graph, now.history, event)
        except KgraphError as error:
            now.notices.append({"text": said(error, 300)})
            continue
        looked = now.view.camera
        now.history = outcome.history
        if event.get("op") in ("undo", "redo") and now.view.camera != looked:
            now.looks += 1
        if outcome.expansion:
            now.notices += _said(graph, outcome.expansion, event)


def _said(graph: Graph, expansion: Expansion, event: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what to say about an expansion: what it left out and the way to it, or that there was nothing."""
    name = language.label(graph.entity(expansion.node), 60)
    left = expansion.total - expansion.shown
    if expansion.full:
        return [{"text": say("canvas_full", limit=LIMIT)}]
    if left > 0:
        more = {**{k: event.get(k) for k in ("op", "id", "relation", "direction")}, "number": min(left, _MORE)}
        text = say("canvas_shown", name=name, shown=expansion.shown, total=expansion.total)
        return [{"text": text, "label": say("canvas_more", count=min(left, _MORE)), "action": more}]
    if expansion.added == 0:
        return [{"text": say("canvas_nothing_new", name=name, total=expansion.total)}]
    return []


def canvas_data(graph: Graph, now: Session) -> dict[str, Any]:
    """Return what the browser's part shows: texts are texts, and positions are round.

    Nodes, edges and words are sent when they changed; a browser's part that missed them asks for them.
    """
    view = now.view
    made_from = (graph.identity, view.nodes, view.positions, language.current())
    if made_from != now.made_from:
        now.elements, now.made_from = _elements(graph, view, now.changes), made_from
        now.version += 1
        now.given = False
    notices = list(now.notices)
    if now.elements["missing"]:
        notices.append({"text": say("canvas_gone", count=now.elements["missing"])})
    data = {
        "version": now.version,
        "elements": None if now.given else now.elements,
        "view": _settings(view),
        "ack": now.inbox.ack,
        "camera_version": now.looks,
        "selection_version": now.choices,
        "undo": len(now.history.past),
        "redo": len(now.history.future),
        "notices": notices,
    }
    now.given = True
    return data


def _elements(graph: Graph, view: View, changes: Changes | None) -> dict[str, Any]:
    drawing = draw_both(changes.before, graph, view) if changes else draw(graph, view)
    marks, edge_marks = (changes.nodes, changes.edges) if changes else ({}, {})
    return {
        **_texts(),
        "nodes": [{**_node(node, view), "change": marks.get(node.id, "")} for node in drawing.nodes],
        "edges": [
            {
                "id": edge_id(edge.source, edge.key, edge.target),
                "source": edge.source,
                "target": edge.target,
                "relation": edge.key,
                "confidence": edge.confidence,
                "change": edge_marks.get((edge.source, edge.key, edge.target), ""),
            }
            for edge in drawing.edges
        ],
        "missing": len(drawing.missing),
    }


def _texts() -> dict[str, Any]:
    """Return the words of the canvas and of its legend in the current language."""
    return {
        "schema": {
            "types": {
                name: {"label": language.type_name(name), "colour": kind.colour, "shape": kind.shape}
                for name, kind in SCHEMA.entities.items()
            },
            "relations": {name: language.relation_name(name) for name in SCHEMA.relations},
            "inverse": {name: language.relation_name(name, outgoing=False) for name in SCHEMA.relations},
        },
        "words": language.unfilled("cv_"),
    }


def _node(node: DrawnNode, view: View) -> dict[str, Any]:
    label = language.label(node, 600)  # type: ignore[arg-type]  # it has the same names
    others = [name for name in (node.label, *node.labels.values()) if name not in label]
    drawn = {
        "id": node.id,
        "type": node.type,
        "label": label,
        "other": language.cut(others[0], 600) if others else "",
        "year": node.year,
        "degree": node.degree,
        "links": [list(link) for link in node.links],
    }
    if node.id in view.positions:
        drawn["at"] = [round(value, 1) for value in view.positions[node.id]]
    return drawn


def _settings(view: View) -> dict[str, Any]:
    camera = view.camera
    return {
        "seeds": list(view.seeds),
        "hidden": list(view.hidden),
        "pinned": list(view.pinned),
        "selected": list(view.selected),
        "selected_edges": [edge_id(*edge) for edge in view.selected_edges],
        "expanded": list(view.expanded),
        "types_off": list(view.filters.types_off),
        "relations_off": list(view.filters.relations_off),
        "minimum_confidence": view.filters.minimum_confidence,
        "years": list(view.filters.years) if view.filters.years else None,
        "layout": view.layout,
        "camera": [camera.zoom, camera.x, camera.y] if camera else None,
    }


def edge_id(source: str, relation: str, target: str) -> str:
    """Return the id of an edge on the canvas; a line break is in no id of an entity."""
    return f"{source}\n{relation}\n{target}"
