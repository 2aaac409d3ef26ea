"""What stands around some entities, as a form: how many there are is known before anything is drawn."""

from __future__ import annotations

import streamlit as st

from kgraph import SCHEMA, KgraphError
from kgraph.query.drawing import from_subgraph, to_sparql
from ui import language
from ui.canvas import open_on_canvas
from ui.choices import years_of
from ui.language import say
from ui.opening import session_graph
from ui.panel import bar, el, entity, panel
from ui.searchbox import picked
from ui.sentences import said

_LISTED = 100
_BETWEEN = "|"  # no id holds one

graph = session_graph()
st.title(say("page_neighbourhood"), anchor=False)
panel([el("p", say("around_line"), kind="quiet")], key="around_line")
ids = [name for name in st.query_params.get("entities", st.query_params.get("entity", "")).split(_BETWEEN) if name]
if added := picked(graph, "around_pick", say("pick_more" if ids else "pick")):
    ids.append(added)
nodes, problems = [], []
for name in dict.fromkeys(ids):
    try:
        nodes.append(graph.entity(name))
    except KgraphError as error:
        problems.append(el("p", said(error, 400), kind="notice", role="alert"))
if not nodes and not problems:
    nodes = [row.node for row in graph.most_connected("Method", 1) or graph.most_connected(None, 1)]
ids = list(dict.fromkeys(node.id for node in nodes))
if added:
    st.query_params.from_dict({"entities": _BETWEEN.join(ids), "lang": language.current()})
chips = [el("span", entity(node, 60), " ", el("button", "×", act=node.id, kind="bare",
            aria_label=f"{say('remove')}: {language.label(node, 60)}")) for node in nodes]  # fmt: skip
removed = panel([*problems, el("h2", say("start_set")), el("div", *chips, kind="chips")], key="around_start")
if removed is not None:
    st.query_params.from_dict(
        {"entities": _BETWEEN.join(id_ for id_ in ids if id_ != removed), "lang": language.current()}
    )
    st.rerun()
if not ids:
    st.stop()

form, result = st.columns([2, 3], gap="large")
with form:
    hops = st.slider(say("hops"), 1, 4, 1, key="around_hops")
    direction = st.segmented_control(say("direction"), ["both", "out", "in"], default="both", required=True,
                                     format_func=lambda name: say(f"direction_{name}"), key="around_direction")  # fmt: skip
    relations = st.multiselect(say("relations"), list(SCHEMA.relations), format_func=language.relation_name,
                               placeholder=say("any_relation"), key="around_relations")  # fmt: skip
    types = st.multiselect(say("types"), list(SCHEMA.entities), format_func=language.type_name,
                           placeholder=say("any_type"), key="around_types")  # fmt: skip
    years = years_of(graph, "around_years")
    confidence = st.slider(say("minimum_confidence"), 0.0, 1.0, 0.0, 0.05, key="around_confidence")
    limit = int(st.number_input(say("maximum"), 10, 1500, 150, 10, key="around_limit"))
limits = {
    "hops": hops, "relations": relations or None, "direction": direction or "both", "types": types or None,
    "minimum_confidence": confidence, "years": years,
}  # fmt: skip
with result:
    extent = graph.extent(ids, **limits)
    count = say("how_many_at_least" if extent.at_least else "how_many", count=extent.nodes)
    steps = [say("at_hop", hop=str(hop), count=number) for hop, number in enumerate(extent.hops) if hop]
    rows = [
        el("tr", el("td", language.type_name(name)),
           el("td", bar(number / max(extent.types.values()), SCHEMA.entities[name].colour)),
           el("td", f"{number:,}", kind="number"))
        for name, number in extent.types.items()
    ]  # fmt: skip
    notes = [el("p", say("will_show", shown=limit), kind="notice", role="status")] if extent.nodes > limit else []
    panel(
        [el("h2", count, " ", el("small", " · ".join(steps))), *notes, el("table", el("tbody", *rows))],
        key="around_count",
    )
    part = graph.neighbourhood(ids, limit=max(limit, len(ids)), **limits)
    view = from_subgraph(part)
    if st.button(say("draw"), icon=":material/hub:", key="around_draw"):
        open_on_canvas(view)
    with st.expander("SPARQL", key="around_sparql"):
        st.code(to_sparql(graph, view), language="sparql")
    items = [
        el("li", entity(node, 100), el("small", str(part.distances.get(node.id, "")), title=say("distance")))
        for node in part.nodes[:_LISTED]
    ]
    shown = el("small", say("shown_of", shown=len(items), total=len(part.nodes)))
    panel([el("h2", say("list_of"), " ", shown, kind="sub"), el("ul", *items, kind="rows")], key="around_list")
