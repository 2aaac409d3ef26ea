"""What is related to an entity and why; and why two entities are related."""

from __future__ import annotations

import streamlit as st

from kgraph import SCHEMA, KgraphError
from kgraph.query.related import measures
from kgraph.query.view import View
from ui import canvas, language
from ui.choices import years_of
from ui.downloads import deck_download, to_basket
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, entity, follow, go, panel
from ui.relations import related_items, way
from ui.searchbox import picked
from ui.sentences import said

_STEP = 15

graph = session_graph()
st.title(say("page_related"), anchor=False)
if chosen := picked(graph, "related_entity", say("pick")):
    follow(go("related", entity=chosen))
asked = st.query_params.get("entity", "")
try:
    centre = (
        graph.entity(asked) if asked else (graph.most_connected("Method", 1) or graph.most_connected(None, 1))[0].node
    )
except KgraphError as error:
    panel([el("p", said(error, 600), kind="notice", role="alert")], key="related_error")
    st.stop()

with st.container(horizontal=True, vertical_alignment="bottom", key="related_filters"):
    names = sorted(measures.names(), key=lambda name: (name != "shared", name))
    known = {"shared", "pagerank", "embedding"}
    measure = st.selectbox(
        say("measure"), names, format_func=lambda name: say(f"measure_{name}") if name in known else name,
        help=say("measure_help"), key="related_measure",
    )  # fmt: skip
    # Who looks at a method wants methods; all else is one click away.
    types = st.multiselect(say("only_types"), list(SCHEMA.entities), default=[centre.type], format_func=language.type_name,
                           placeholder=say("any_type"), key=f"related_types {centre.type}")  # fmt: skip
    relations = st.multiselect(say("only_relations"), list(SCHEMA.relations), format_func=language.relation_name,
                               placeholder=say("any_relation"), key="related_relations")  # fmt: skip
    years = years_of(graph, "related_years")

left, right = st.columns([3, 2], gap="large")
with left:
    limit = st.session_state.get("related_limit", {}).get(centre.id, _STEP)
    found = graph.related(centre, limit + 1, measure, types or None, relations or None, years)
    more, found = len(found) > limit, found[:limit]
    ids = {id_ for item in found for reason in item.reasons for id_ in reason.nodes}
    content = [
        el("h2", say("related_to"), ": ", entity(centre)),
        el("div", el("button", say("on_canvas"), act="canvas") if found else None, kind="actions"),
    ]
    content.append(
        related_items(centre, found, {id_: graph.entity(id_) for id_ in sorted(ids)})
        if found
        else el("p", say("no_related"))
    )
    if more:
        content.append(el("p", el("button", say("show_more"), act="more")))
    if found:
        with st.container(horizontal=True):
            deck_download(lambda deck: deck.related(centre, found), language.label(centre, 60), key="related_pptx")
            # The basket keeps entities, and asks again: that is the same list for the measure that all share.
            if measure == "shared":
                listed = View(language=language.current()).add([centre.id, *(item.node.id for item in found)])
                title = f"{say('related_to')}: {language.label(centre, 60)}"
                to_basket(canvas.workspace(graph), listed.select([centre.id]), title, "related", key="related_basket")
    act = panel(content, key="related_list")
    if act == "canvas":
        canvas.open_on_canvas(
            View().add([centre.id, *(item.node.id for item in found), *sorted(ids)]).select([centre.id])
        )
    if act == "more":
        st.session_state["related_limit"] = {centre.id: limit + 2 * _STEP}
        st.rerun()
with right:
    panel([el("h2", say("why_two"))], key="related_why")
    if second := picked(graph, "related_other", say("why_two_pick")):
        follow(go("related", entity=centre.id, other=second))
    if other := st.query_params.get("other", ""):
        try:
            with st.spinner(say("why_two")):
                ways = graph.paths(centre, other, k=5)
            target = graph.entity(other)
        except KgraphError as error:
            panel([el("p", said(error, 600), kind="notice", role="alert")], key="related_ways")
        else:
            ends = el("p", entity(centre), " ⋯ ", entity(target))
            steps = [way(number, path) for number, path in enumerate(ways, start=1)]
            button = el("div", el("button", say("on_canvas"), act="canvas"), kind="actions") if steps else None
            content = [ends, *([button] if button else []), *(steps or [el("p", say("no_way"))])]
            if panel(content, key="related_ways") == "canvas":
                ids = [node.id for path in ways for node in path.nodes]
                canvas.open_on_canvas(View().add(ids).select([centre.id, target.id]))
