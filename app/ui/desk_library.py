"""The query library on the desk: questions by group, and the pickers for the values of one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from kgraph import SCHEMA, Graph, KgraphError
from kgraph.core.text import name_key
from kgraph.query.templates import GROUPS, Parameter, Template, template, templates
from ui import desk, language
from ui.language import say
from ui.panel import el, entity, panel
from ui.searchbox import picked
from ui.sentences import said

_CHOSEN, _VALUES = "desk_template", "desk_values"


def follow_address(graph: Graph) -> None:
    """Choose the question that the page's address names, with the values that it gives."""
    asked = st.query_params.get("template", "")
    if not asked:
        return
    del st.query_params["template"]
    try:
        chosen = template(asked)
    except KgraphError as error:
        st.toast(said(error))
        return
    given = {}
    for parameter in chosen.parameters:
        if parameter.name in st.query_params:
            given[parameter.name] = st.query_params[parameter.name]
            del st.query_params[parameter.name]
    _choose(chosen, given)
    st.session_state["desk_shelf"] = "library"


def library(graph: Graph) -> None:
    """Show the chosen question with its pickers, or else all of them."""
    name = st.session_state.get(_CHOSEN)
    if name:
        _question(graph, template(name))
    else:
        _list()


def _choose(chosen: Template, given: dict[str, Any]) -> None:
    st.session_state[_CHOSEN] = chosen.name
    st.session_state[_VALUES] = {**{p.name: p.default for p in chosen.parameters if p.default is not None}, **given}


def _list() -> None:
    wanted = name_key(st.text_input(say("desk_find_question"), key="desk_find", placeholder=say("desk_find_question"),
                                    label_visibility="collapsed"))  # fmt: skip
    content: list[Any] = []
    for group, names in GROUPS.items():
        fitting = [each for each in templates() if each.group == group and wanted in name_key(_all_words(each))]
        rows = [el("li", el("button", _words(each.titles), act=each.name, kind="bare", title=_words(each.descriptions)))
                for each in fitting]  # fmt: skip
        if rows:
            head = el("summary", _words(names), " ", el("small", str(len(rows))))
            content.append(
                el("details", head, el("ul", *rows, kind="rows shelf"), **({"open": True} if wanted else {}))
            )
    act = panel(content or [el("p", say("desk_no_question"), kind="quiet")], key="desk_library_list")
    if isinstance(act, str):
        _choose(template(act), {})
        st.rerun(scope="fragment")


def _question(graph: Graph, chosen: Template) -> None:
    act = panel(
        [el("p", el("button", f"‹ {say('desk_all_questions')}", act="back", kind="bare quiet")),
         el("h3", _words(chosen.titles)), el("p", _words(chosen.descriptions), kind="quiet")],
        key="desk_question",
    )  # fmt: skip
    if act == "back":
        st.session_state.pop(_CHOSEN)
        st.rerun(scope="fragment")
    values = st.session_state.setdefault(_VALUES, {})
    for parameter in chosen.parameters:
        values[parameter.name] = _pick(graph, chosen, parameter, values.get(parameter.name))
    with st.container(horizontal=True):
        run = st.button(say("desk_ask"), type="primary", key="desk_ask", icon=":material/play_arrow:")
        put = st.button(say("desk_put"), key="desk_put")
    if not (run or put):
        return
    try:
        text = f"# {_words(chosen.titles)}\n{chosen.fill(graph, **{k: v for k, v in values.items() if v not in (None, '')})}\n"
    except KgraphError as error:
        panel([el("p", said(error), kind="notice", role="alert")], key="desk_fill_error")
        return
    desk.write(text)
    if run:
        desk.start(graph, text)
    st.rerun(scope="app")


def _pick(graph: Graph, chosen: Template, parameter: Parameter, value: Any) -> Any:
    """Show the picker of a parameter, and return its value."""
    label, key = _words(parameter.labels), f"desk_value {chosen.name} {parameter.name}"
    if parameter.kind == "entity":
        return _pick_entity(graph, parameter, label, key, value)
    choices = _choices(graph, parameter)
    if choices is not None:
        names = list(choices)
        place = names.index(value) if value in names else None
        return st.selectbox(
            label, names, index=place, format_func=choices.__getitem__, key=key, placeholder=say("choose")
        )
    if parameter.kind in ("year", "count"):
        start = int(value) if str(value or "").isdigit() else None
        found = st.number_input(label, min_value=1, max_value=9999 if parameter.kind == "year" else None, value=start, step=1,
                                format="%d", key=key, placeholder=parameter.example or "")  # fmt: skip
        return None if found is None else int(found)
    return st.text_input(label, value=str(value or ""), key=key, placeholder=parameter.example, max_chars=400)


def _pick_entity(graph: Graph, parameter: Parameter, label: str, key: str, value: Any) -> Any:
    if found := picked(graph, key, label, types=parameter.types or None):
        value = found
    try:
        node = graph.entity(value) if value else None
    except KgraphError as error:
        panel([el("p", said(error), kind="notice", role="alert")], key=f"{key} error")
        return None
    if node is not None:
        panel([el("p", el("small", f"{label}: "), entity(node, 60))], key=f"{key} chosen")
        return node.id
    hint = f"{say('desk_for_example')} {parameter.example}" if parameter.example else label
    panel([el("p", el("small", hint))], key=f"{key} hint")
    return None


def _choices(graph: Graph, parameter: Parameter) -> dict[str, str] | None:
    """Return the values to choose from with their names; None where any may be given."""
    if parameter.kind == "type":
        return {name: language.type_name(name) for name in SCHEMA.entities}
    if parameter.kind == "relation":
        return {name: language.relation_name(name) for name in SCHEMA.relations}
    if parameter.kind == "document":
        return {document.path: document.path for document in graph.documents()}
    if parameter.kind == "attribute":
        known = desk.completer(graph.identity, graph).profile.properties
        names = sorted(name.removeprefix("kg:attribute_") for name in known if name.startswith("kg:attribute_"))
        return {name: name for name in names}
    return None


def _words(names: Any) -> str:
    return language.pick(names["zh"], names["en"])


def _all_words(each: Template) -> str:
    return " ".join([*each.titles.values(), *each.descriptions.values(), each.name])
