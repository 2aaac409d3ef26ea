"""What people decided about the graph: the log, what became of each decision, and the build that replays it."""

from __future__ import annotations

import streamlit as st

from kgraph import KgraphError
from kgraph.present.tables import about
from kgraph.query.curator import Curator, shown_command
from ui import curation, language
from ui.building import building
from ui.language import say
from ui.opening import session_graph
from ui.panel import Content, el, panel, place, table
from ui.sentences import said

_ROWS = 100

graph = session_graph()
st.title(say("page_decisions"), anchor=False)
panel([el("p", say("decisions_line"), kind="quiet")], key="decisions_line")
try:
    curator = Curator(graph)
    decisions, problems = curator.decisions(), curator.read().problems
except KgraphError as error:
    panel([el("p", said(error, 600), kind="notice", role="alert")], key="decisions_error")
    st.stop()

content: list[Content] = [el("p", say("decisions_file"), " ", el("code", str(curator.file)))]
if reason := curator.refusal():
    content.append(el("p", said(reason, 600), kind="notice", role="alert"))
waiting = sum(one.state == "waiting" for one in decisions)
conflicts = sum(one.state == "conflict" for one in decisions) + len(problems)
if conflicts:
    content.append(el("p", say("decisions_conflicts", count=conflicts), kind="notice", role="alert"))
panel(content, key="decisions_state")

numbers = {one.entry.key: one.number for one in decisions}
step = st.session_state.get("decisions_shown", _ROWS)
rows = []
for one in reversed(decisions[-step:]):
    entry = one.entry
    state = say(f"state_{one.state}")
    undo = el("button", say("curate_undo"), act={"undo": one.number}, aria_label=f"{say('curate_undo')} {one.number}")
    rows.append(
        [
            el("span", str(one.number), kind="number"),
            curation.action_name(entry.action),
            el("span", said(about(entry, numbers, language.relation_name), 200), dir="auto", kind="label"),
            el("span", language.cut(entry.reason, 300), dir="auto", kind="label"),
            el(
                "div",
                el("span", language.cut(entry.author, 60), dir="auto", kind="label"),
                " ",
                el("small", entry.date, kind="date"),
            ),
            el("div", el("b", state) if one.state == "conflict" else state, " ", el("small", said(one.note, 300))),
            undo if one.state != "undone" and not reason else None,
        ]
    )
for problem in problems:
    broken = el("code", language.cut(problem.text, 120))
    rows.append(
        [
            None,
            el("b", say("state_conflict")),
            broken,
            said(problem.reason, 300),
            place(problem.document, problem.line),
            None,
            None,
        ]
    )
head = [say("number"), say("decision"), say("about_what"), say("reason"), say("by_whom"), say("state"), ""]
act = panel([table(head, rows) if rows else el("p", say("decisions_none"))], key="decisions_list")
if len(decisions) > step:
    panel([el("p", el("small", say("shown_of", shown=step, total=len(decisions))))], key="decisions_more")
    if st.button(say("search_more"), key="decisions_all"):
        st.session_state["decisions_shown"] = step + _ROWS
        st.rerun()
if isinstance(act, dict):
    curation.undo(graph, int(act["undo"]))

rejected = graph.rejected()
if rejected:
    panel(
        [
            el("h2", say("curate_rejected"), " ", el("small", f"{len(rejected):,}")),
            curation.rejected_table(graph, rejected),
        ],
        key="decisions_rejected",
    )

command = curator.build_command()
title = say("decisions_waiting", count=waiting) if waiting else say("decisions_all_in")
panel(
    [el("h2", say("build_title")), el("p", title, role="status"), el("pre", shown_command(command))],
    key="decisions_build",
)
building(graph.folder, command)
