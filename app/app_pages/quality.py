"""How far the graph can be trusted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from kgraph import SCHEMA
from kgraph.core.calibration import load_calibration
from kgraph.store import check_graph
from ui import charts, curation, language, trust
from ui.language import say
from ui.opening import session_graph
from ui.panel import Content, bar, el, panel, place, sign, table

_ROWS = 100
_PAIRS = 20
_LARGE = 100_000

graph = session_graph()
build = graph.build
st.title(say("page_quality"), anchor=False)
panel([el("p", say("quality_line"), kind="quiet")], key="quality_line")
left, right = st.columns(2, gap="large")
with left:
    panel([el("h2", say("confidence_of"))], key="quality_confidence")
    st.altair_chart(
        charts.confidences(graph.confidences(10)), width="stretch", alt=say("confidence_of"), key="quality_chart"
    )
    panel([el("h2", say("reliability")), el("p", say("reliability_line"), kind="quiet")], key="quality_reliability")
    st.altair_chart(
        charts.reliability(load_calibration().curve), width="stretch", alt=say("reliability"), key="quality_curve"
    )
    counts = build.get("counts", {})
    listed, understood = int(counts.get("listed", 0)), int(counts.get("understood", 0))
    if listed:
        line = say("coverage_line", listed=listed, share=f"{understood / listed:.0%}")
        panel([el("h2", say("coverage")), el("p", line)], key="quality_coverage")
with right:
    rows = [
        [
            el("span", sign(row.type), " ", language.type_name(row.type)),
            el("span", f"{row.count:,}", kind="number"),
            el("span", f"{row.isolated / row.count:.0%}", kind="number"),
            el("span", f"{row.dated / row.count:.0%}", kind="number"),
            bar(1 - row.isolated / row.count, SCHEMA.entities[row.type].colour),
        ]
        for row in graph.completeness()
        if row.count
    ]
    head = [say("type"), say("count"), say("isolated_share"), say("year_share"), ""]
    panel([el("h2", say("by_type_quality")), table(head, rows, "whole")], key="quality_types")

honesty = graph.honesty()
worst = sorted(honesty.coverage, key=lambda row: (-row.not_understood, row.document))
content = [el("h2", say("coverage_documents")), el("p", say("coverage_documents_line"), kind="quiet")]
content.append(trust.covered(worst[:_ROWS]))
if len(worst) > _ROWS:
    content.append(el("p", el("small", say("shown_of", shown=_ROWS, total=len(worst)))))
panel(content, key="quality_documents")

step = st.session_state.get("doubts_shown", _PAIRS)
doubts, more = graph.doubts(step)
title = el("h2", say("doubts"), " ", el("small", f"{len(doubts) + more:,}"))
content = [title, el("p", say("doubts_line"), kind="quiet")]
content += [trust.pair(doubt) for doubt in doubts] or [el("p", say("nothing"))]
if more:
    shown = say("shown_of", shown=len(doubts), total=len(doubts) + more)
    content.append(el("p", el("small", shown), " ", el("button", say("show_more"), act="more")))
act = panel(content, key="quality_doubts")
if act == "more":
    st.session_state["doubts_shown"] = step + _PAIRS
    st.rerun()
elif isinstance(act, list):
    curation.decide_pair(graph, *act)

scores = honesty.scores
figures = [say("precision"), say("recall"), "F1", say("annotated")]


def _scored(name: str, rows: list[list[Content | None]]) -> list[Content]:
    return [el("h3", name), table([name, *figures], rows)]


def _figures(values: Sequence[float]) -> list[Content | None]:
    return [
        el("span", f"{value:.3f}" if place < 3 else f"{value:,.0f}", kind="number")
        for place, value in enumerate(values)
    ]


line = say("scores_line", documents=scores.documents, version=scores.version, date=scores.measured)
how = say("scores_unseen" if scores.unseen else "scores_seen")
panel([el("h2", say("scores")), el("p", line, " ", how, kind="quiet")], key="quality_scores")
left, right = st.columns(2, gap="large")
with left:
    rows = [
        [el("span", sign(name), " ", language.type_name(name)), *_figures(row)] for name, row in scores.types.items()
    ]
    panel(_scored(say("type"), rows), key="quality_scores_types")
    rows = [[say(f"genre_{name}"), *_figures(row["all relations"])] for name, row in scores.genres.items()]
    panel(_scored(say("scores_genres"), rows), key="quality_scores_genres")
    rows = [[say(f"scored_{name}"), *_figures(row)] for name, row in scores.results.items()]
    panel(_scored(say("scores_results"), rows), key="quality_scores_results")
with right:
    rows = [[language.relation_name(name), *_figures(row)] for name, row in scores.relations.items()]
    panel(_scored(say("relation"), rows), key="quality_scores_relations")
with st.expander(say("scores_missing")):
    lines = [[el("span", what, lang="en"), el("span", why, lang="en")] for what, why in scores.missing]
    panel([table([say("scores_what"), say("reason")], lines)], key="quality_missing")

panel([el("h2", say("shapes"))], key="quality_shapes")
if len(graph) > _LARGE:
    panel([el("p", say("shapes_large"), kind="notice")], key="quality_large")
if st.button(say("shapes_run"), key="quality_run"):
    with st.spinner(say("shapes_wait"), show_time=True):
        st.session_state["violations"] = (graph.identity, check_graph(graph.folder))
checked = st.session_state.get("violations")
if checked and checked[0] == graph.identity:
    violations = checked[1]
    title = el(
        "p",
        say("shapes_bad", count=len(violations)) if violations else say("shapes_good"),
        kind="notice",
        role="status",
    )
    rows = [
        [
            el("code", language.cut(str(v.node), 120)),
            language.cut(v.message, 200),
            place(v.document, v.line) if v.document else None,
        ]
        for v in violations[:_ROWS]
    ]
    panel(
        [title, *([table([say("name"), say("reason"), say("source")], rows)] if rows else [])], key="quality_violations"
    )
