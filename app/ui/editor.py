"""The editor of the SPARQL desk: the component, and the words of what it shows."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from kgraph import SCHEMA, Graph
from kgraph.query.completion import Option
from kgraph.query.diagnosis import Problem
from ui import desk, language
from ui.language import say
from ui.sentences import said

_KEY = "desk_editor"
_SHOWN = 80
"""Options that go to the browser; a list of more is no help, and what is typed narrows it."""


@cache
def _component() -> Any:
    return st.components.v2.component(
        "kgraph.editor", html='<div class="kd-root"></div>', js="editor.js", css="editor.css"
    )


@st.fragment
def editor(graph: Graph) -> None:
    """Show the editor. Keys run this part of the page only; running a query, the whole page."""
    now = desk.current()
    run = now.run
    data = {
        "text": now.text,
        "version": now.version,
        "answer": now.answer,
        "problems": [_problem(problem) for problem in now.problems],
        "checked": now.checked,
        "ack": now.inbox.ack,
        "running": {"seconds": round(run.elapsed, 2)} if run is not None and run.running else None,
        "words": language.unfilled("dk_"),
    }
    _component()(
        key=_KEY,
        data=data,
        on_text_change=lambda: desk.check(graph, str(_sent("text") or "")),
        on_ask_change=lambda: _complete(graph, _sent("ask")),
        on_run_change=lambda: _run(graph, _sent("run")),
        on_stop_change=_stop,
        on_look_change=_look,
    )
    if now.moved:
        st.rerun(scope="app")


def _sent(name: str) -> Any:
    return (st.session_state.get(_KEY) or {}).get(name)


def _run(graph: Graph, sent: Any) -> None:
    for event in desk.current().inbox.take(sent):
        text = str(event.get("text", ""))
        if text.strip():
            desk.start(graph, text)


def _stop() -> None:
    run = desk.current().run
    if run is not None and run.running:
        run.stop()
        desk.current().moved = True


def _look() -> None:
    run = desk.current().run
    if run is not None and not run.running and not run.noted:
        desk.current().moved = True


def _complete(graph: Graph, sent: Any) -> None:
    if not isinstance(sent, dict):
        return
    text = str(sent.get("text", ""))
    found = desk.completer(graph.identity, graph).complete(text, _position(text, int(sent.get("cursor", 0))))
    desk.current().answer = {
        "id": sent.get("id"),
        "from": _units(text, found.start),
        "to": _units(text, found.end),
        "kind": found.kind,
        "searched": found.searched,
        "options": [_option(option) for option in found.options[:_SHOWN]],
    }


def _position(text: str, units: int) -> int:
    """Return the place in ``text`` of a browser's place, which counts UTF-16 units."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore"))


def _units(text: str, position: int) -> int:
    """Return a place in ``text`` as browsers count it."""
    return len(text[:position].encode("utf-16-le")) // 2


def _option(option: Option) -> dict[str, Any]:
    """Return what the list shows of an option, and the names by which typing finds it."""
    name = language.pick(option.zh, option.en) if option.zh else option.en
    label, extra, colour = option.text, "", ""
    if option.kind == "entity":
        label, name, extra = language.cut(name, 90), option.text, language.type_name(option.type)
        name = language.cut(name if name.startswith('"') else name.rsplit("/id/", 1)[-1].rstrip(">"), 60)
        colour = SCHEMA.entities[option.type].colour if option.type in SCHEMA.entities else ""
    elif option.kind == "class":
        kind = SCHEMA.entities.get(option.type)
        colour = kind.colour if kind else ""
        extra = "" if option.count is None else f"{option.count:,}"
    elif option.kind == "property":
        name = say("desk_is_a") if option.text == "a" else name
        extra = " · ".join(_kind(kind) for kind in option.leads[:3])
    local = option.text.partition(":")[2]
    keys = [key.lower() for key in (option.text, local, option.zh, *option.en.split()) if key]
    return {
        "text": option.text,
        "label": label,
        "kind": option.kind,
        "name": language.cut(name, 90),
        "extra": extra,
        "colour": colour,
        "keys": [key.lstrip("?") for key in keys],
    }


def _kind(kind: str) -> str:
    """Return what a property leads to, in words."""
    local = kind.partition(":")[2] or kind
    return language.type_name(local) if local in SCHEMA.entities else local or "IRI"


def _problem(problem: Problem) -> dict[str, Any]:
    text = desk.current().checked or ""
    return {
        "from": _units(text, problem.start),
        "to": _units(text, problem.end),
        "code": problem.code,
        "fatal": problem.fatal,
        "message": sentence(problem),
    }


def sentence(problem: Problem) -> str:
    """Return what a problem is, and what would help, in the current language."""
    values = {name: said(value, 200) for name, value in problem.values.items()}
    code = problem.code
    near = f" {say('problem_near', near=values['near'])}" if values.get("near") else ""
    return say(f"problem_{code}", **values) + near
