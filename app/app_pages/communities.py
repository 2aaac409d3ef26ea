"""Groups of entities that hang together, named by their most telling members."""

from __future__ import annotations

import streamlit as st

from kgraph import SCHEMA
from kgraph.query.view import View
from ui import charts, language
from ui.canvas import open_on_canvas
from ui.language import say
from ui.opening import session_graph
from ui.panel import bar, el, entity, panel, sign

_ON_MAP = 24
_MEMBERS = 60

graph = session_graph()
st.title(say("page_communities"), anchor=False)
with st.spinner(show_time=True):
    communities = graph.communities()
found = communities.found
if not found:
    panel([el("p", say("no_communities"))], key="communities_none")
    st.stop()
names = [" · ".join(language.label(node, 40) for node in community.namesakes()) for community in found]
lines = [el("p", say("communities_line", count=len(found), alone=communities.alone), kind="quiet")]
if communities.core < len(graph) - communities.alone:
    lines.append(el("p", say("communities_core", core=communities.core), kind="quiet"))
panel(lines, key="communities_line")

asked = st.query_params.get("community", "0")
place = int(asked) if asked.isdecimal() and len(asked) < 6 and int(asked) < len(found) else 0
left, right = st.columns([3, 2], gap="large")
with left:
    drawing = charts.community_map(found[:_ON_MAP], names[:_ON_MAP], place)
    clicked = panel([drawing, el("p", el("small", say("map_line")))], key="communities_map")
    if clicked is not None:
        st.query_params["community"] = str(clicked)
        st.rerun()
with right:
    chosen = st.selectbox(say("choose_community"), range(len(found)), index=place, key=f"community {place}",
                          format_func=lambda number: f"{names[number]} ({found[number].size:,})")  # fmt: skip
    if chosen != place:
        st.query_params["community"] = str(chosen)
        st.rerun()
    community = found[place]
    if st.button(say("on_canvas"), icon=":material/hub:", key="community_draw"):
        shown = [node.id for node in community.members[:_MEMBERS]]
        more = community.size > len(shown)
        open_on_canvas(View().add(shown), say("shown_of", shown=len(shown), total=community.size) if more else "")
    most = max(community.types.values())
    types = [
        el("tr", el("td", el("span", sign(name), " ", language.type_name(name))),
           el("td", bar(community.types[name] / most, SCHEMA.entities[name].colour)),
           el("td", f"{community.types[name]:,}", kind="number"))
        for name in SCHEMA.entities if name in community.types
    ]  # fmt: skip
    near = sorted(community.links, key=lambda number: (-community.links[number], number))[:6]
    closest = [
        el(
            "li",
            el("button", names[number], act=number, dir="auto"),
            el("small", language.links(community.links[number])),
        )
        for number in near
    ]
    moved = panel(
        [
            el("h2", names[place], dir="auto"),
            el("p", say("community_size", count=community.size), " · ",
               say("inside_links", inside=community.inside, outside=community.outside), kind="quiet"),
            el("section", el("table", el("tbody", *types))),
            *([el("section", el("h3", say("closest")), el("ul", *closest, kind="rows"))] if closest else []),
        ],
        key="community_details",
    )  # fmt: skip
    if moved is not None:
        st.query_params["community"] = str(moved)
        st.rerun()
with left:
    members = [el("li", entity(node, 90)) for node in community.members[:_MEMBERS]]
    shown = el("small", say("shown_of", shown=len(members), total=community.size))
    panel([el("h2", say("members"), " ", shown), el("ul", *members, kind="columns")], key="community_members")
