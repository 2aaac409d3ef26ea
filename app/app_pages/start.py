"""What this graph is, and ways into it."""

from __future__ import annotations

import streamlit as st

from kgraph import SCHEMA
from kgraph.query.overview import Ranked
from ui import charts, language, theme
from ui.language import say
from ui.opening import built_when, session_graph
from ui.panel import bar, el, entity, follow, go, panel, sign

_ON_MAP = 14

graph = session_graph()
statistics = graph.statistics()
counts = statistics.counts
build = graph.build

st.title(say("app"), anchor=False)
figures = [
    (counts["entities"], say("entities")),
    (counts["relations"], say("relations")),
    (counts["documents"], say("documents")),
    (counts["evidence"], say("evidence")),
]
listed, understood = (int(build.get("counts", {}).get(name, 0)) for name in ("listed", "understood"))
facts = [say("built_in", when=built_when(graph), seconds=round(build.get("seconds", {}).get("total", 0.0), 1))]
if listed:
    facts.append(say("coverage_line", listed=listed, share=f"{understood / listed:.0%}"))
surprise = el("button", "✦ " + say("surprise"), act="surprise")
act = panel(
    [
        el(
            "div",
            *(el("div", el("b", f"{number:,}"), el("small", name)) for number, name in figures),
            surprise,
            kind="figures",
        ),
        el("p", el("small", " · ".join(facts)), " ", el("a", say("page_quality"), go=go("quality"))),
    ],
    key="start_counts",
)

left, right = st.columns([3, 2], gap="large")
with right:
    most = max(statistics.types.values())
    rows = [
        [
            el("span", sign(name), " ", language.type_name(name)),
            bar(number / most, SCHEMA.entities[name].colour),
            el("span", f"{number:,}", kind="number"),
        ]
        for name, number in statistics.types.items()
        if number
    ]
    body = el("tbody", *(el("tr", *(el("td", cell) for cell in row)) for row in rows))
    most = max([*statistics.relations.values(), 1])
    others = [
        [language.relation_name(name), bar(number / most, theme.QUIET), el("span", f"{number:,}", kind="number")]
        for name, number in statistics.relations.items()
        if number
    ]
    panel(
        [
            el("section", el("h2", say("by_type")), el("table", body)),
            el(
                "section",
                el("h2", say("by_relation")),
                el("table", el("tbody", *(el("tr", *(el("td", cell) for cell in row)) for row in others))),
            ),
        ],
        key="start_types",
    )


def _card(title: str, ranked: list[Ranked], more: dict[str, object], most: int = 60) -> list[object]:
    rows = [
        el("li", entity(row.node, most), el("small", language.year_and_links(row.node.year, row.links)))
        for row in ranked
    ]
    head = el("h2", el("span", title), el("a", "→", go=more, aria_label=title), kind="sub")
    return el("div", head, el("ul", *rows, kind="rows"), kind="card")


with left:
    # The map is drawn last: on a large graph it takes seconds to find the communities, and all else is there by then.
    shown = st.container(key="start_map_place")
    cards = [
        _card(say("entry_methods"), graph.most_connected("Method", 8), go("related")),
        _card(say("entry_topics"), graph.most_connected("Topic", 8), go("topics")),
        el("div", _card(say("entry_papers"), graph.newest("Paper", 6), go("timeline"), 110), kind="wide"),
    ]
    panel([el("div", *cards, kind="grid")], key="start_ways")
with shown:
    title = el("h2", say("map"), " ", el("a", say("page_communities"), kind="more", go=go("communities")))
    with st.spinner(say("map"), show_time=True):
        found = graph.communities().found[:_ON_MAP]
    if found:
        names = [" · ".join(language.label(node, 40) for node in community.namesakes()) for community in found]
        note = el("p", el("small", say("map_line")))
        if (community := panel([title, charts.community_map(found, names), note], key="start_map")) is not None:
            follow(go("communities", community=community))
if act == "surprise":
    number = st.session_state.get("surprises", 0)
    st.session_state["surprises"] = number + 1
    follow(go("entity", entity=graph.surprise(number).id))
