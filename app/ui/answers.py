"""The answer to a query on the SPARQL desk: as a table, as a graph, as a chart, and as a file."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import count

import streamlit as st

from kgraph import SCHEMA, Graph, KgraphError, QueryResult
from kgraph.core.errors import QueryCancelledError, QueryTimeoutError
from kgraph.present.answers import write_answer
from kgraph.query.drawing import draw
from kgraph.query.profile import short
from kgraph.query.view import LIMIT, View
from kgraph.query.workspace import Chosen
from ui import answer_chart, answer_table, canvas, desk, downloads, language
from ui.desk import Run
from ui.language import say
from ui.panel import el, panel
from ui.sentences import said

_FILES = {
    "solutions": {"csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/sparql-results+json",
                  "xml": "application/sparql-results+xml", "parquet": "application/vnd.apache.parquet"},
    "triples": {"turtle": "text/turtle", "jsonld": "application/ld+json", "ntriples": "application/n-triples",
                "rdfxml": "application/rdf+xml", "parquet": "application/vnd.apache.parquet"},
    "boolean": {"json": "application/sparql-results+json", "xml": "application/sparql-results+xml"},
}  # fmt: skip
_PICTURES = count(1)
"""Numbers the drawings of answers, so that the browser's part takes each for a new picture and fits it in."""
_ENDINGS = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf"}
_NAMES = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", "parquet": "Parquet", "turtle": "Turtle",
          "jsonld": "JSON-LD", "ntriples": "N-Triples", "rdfxml": "RDF/XML"}  # fmt: skip


def answers(graph: Graph) -> None:
    """Show what came of the last query; while it runs, the editor asks again and again whether it is done."""
    run = desk.current().run
    if run is None:
        panel([el("p", say("desk_nothing_yet"), kind="quiet")], key="desk_nothing")
    elif run.running:
        panel([el("p", say("desk_running"), kind="quiet", role="status")], key="desk_running")
    else:
        desk.settle(graph)
        _done(graph, run)


@st.fragment
def _done(graph: Graph, run: Run) -> None:
    result = run.result
    if result is None:
        _failed(graph, run)
        return
    with st.container(key="desk_head", horizontal=True, vertical_alignment="center"):
        kind = _choose(graph, run, result)
        st.text(_size(run, result))
        if result.kind == "boolean" or len(result):
            _files(graph, run, result)
    if result.truncated:
        _offer_more(graph, run, result)
    if result.kind == "boolean":
        panel([el("p", el("b", say("yes") if result else say("no")), kind="answer")], key="desk_answer")
    elif not len(result):
        panel([el("p", say("desk_no_rows")), el("p", say("desk_no_rows_hint"), kind="quiet")], key="desk_empty")
    elif kind == "graph":
        _graph(graph, run)
    elif kind == "chart":
        answer_chart.chart(graph, run)
    else:
        answer_table.table(graph, run)


def _failed(graph: Graph, run: Run) -> None:
    if isinstance(run.error, QueryTimeoutError) and run.seconds < desk.MOST_SECONDS:
        longer = min(run.seconds * 4, desk.MOST_SECONDS)
        if st.button(say("desk_longer", seconds=int(longer)), key="desk_longer", icon=":material/timer:"):
            desk.start(graph, run.text, run.limit, longer)
            st.rerun(scope="app")
    elif isinstance(run.error, QueryCancelledError):
        panel(
            [el("p", say("desk_stopped", seconds=f"{run.elapsed:.1f}"), kind="quiet", role="status")],
            key="desk_stopped",
        )


def _choose(graph: Graph, run: Run, result: QueryResult) -> str:
    """Show the ways to see the answer that it allows, and return the chosen one."""
    if result.kind == "boolean" or not len(result):
        return "table"
    ways = ["table"]
    if entities(graph, run):
        ways.append("graph")
    if answer_chart.possible(graph, run):
        ways.append("chart")
    icons = {"table": "table_rows", "graph": "hub", "chart": "bar_chart"}
    first = "graph" if result.kind == "triples" and "graph" in ways else "table"
    chosen = st.segmented_control(
        say("desk_ways"), ways, default=run.choices.get("way", first), key=f"desk_way {id(run)}", required=True,
        format_func=lambda way: f":material/{icons[way]}: {say(f'desk_{way}')}", label_visibility="collapsed",
    )  # fmt: skip
    run.choices["way"] = chosen or "table"
    return str(run.choices["way"])


def _size(run: Run, result: QueryResult) -> str:
    seconds = f"{max(run.elapsed, 0.01):.2f}"
    if result.kind == "boolean":
        return say("desk_seconds", seconds=seconds)
    key = "desk_triples" if result.kind == "triples" else "desk_rows"
    if len(result) == 1:
        key += "_1"
    return say(key, count=len(result), seconds=seconds)


def _offer_more(graph: Graph, run: Run, result: QueryResult) -> None:
    more = min(run.limit * 10, desk.MOST_ROWS)
    with st.container(key="desk_more", horizontal=True, vertical_alignment="center", border=True):
        st.text(say("desk_truncated", count=len(result)))
        if more > run.limit:
            if st.button(say("desk_get_more", count=more), key="desk_get_more"):
                desk.start(graph, run.text, more, max(run.seconds, 60))
                st.rerun(scope="app")
        else:
            st.text(say("desk_most", count=desk.MOST_ROWS))


def _files(graph: Graph, run: Run, result: QueryResult) -> None:
    with st.popover(say("desk_download"), icon=":material/download:", key="desk_download", on_change="rerun") as menu:
        if not menu.open:
            return
        if result.truncated:
            st.caption(say("desk_download_part", count=len(result)))
        for format, mime in _FILES[result.kind].items():
            st.download_button(
                _NAMES[format], lambda format=format: file(result, format), f"answer.{_ENDINGS.get(format, format)}", mime,
                key=f"desk_file {format}", on_click="ignore", width="stretch",
            )  # fmt: skip
        title = title_of(run.text)
        downloads.deck_download(
            lambda deck: deck.answer(graph, result, title), title or "answer", key="desk_answer_pptx"
        )


def file(result: QueryResult, format: str) -> bytes:
    """Return the answer as a file; no spreadsheet takes a cell of it for a formula."""
    out = io.BytesIO()
    write_answer(result, format, out)
    return out.getvalue()


# --- as a graph ---


def entities(graph: Graph, run: Run) -> list[str]:
    """Return the ids of the entities in the answer, in its order, each once."""
    if "entities" not in run.choices:
        found: dict[str, None] = {}
        base = graph.base
        for row in run.result.rows() if run.result is not None else ():
            for term in row:
                if term is not None and term.kind == "iri" and term.value.startswith(base):
                    found.setdefault(term.value.removeprefix(base))
        run.choices["entities"] = [id_ for id_ in found if graph.find(id_) is not None]
    return list(run.choices["entities"])


def _graph(graph: Graph, run: Run) -> None:
    ids = entities(graph, run)
    if run.drawing is None:
        run.drawing = canvas.Session(history=canvas.History(_view(run, ids[:LIMIT])), looks=next(_PICTURES))
    now = run.drawing
    with st.container(key="desk_graph_tools", horizontal=True, vertical_alignment="center"):
        shown = min(len(ids), LIMIT)
        st.text(say("desk_graph_line", shown=shown, relations=len(draw(graph, now.view).edges))
                + (f" {say('shown_of', shown=shown, total=len(ids))}" if shown < len(ids) else ""))  # fmt: skip
        if st.button(say("on_canvas"), icon=":material/open_in_new:", key="desk_on_canvas"):
            canvas.open_on_canvas(now.view)
        _to_basket(graph, now.view, run)
        with st.popover(say("canvas_slide"), icon=":material/slideshow:", key="desk_slide", on_change="rerun") as menu:
            if menu.open:
                downloads.view_downloads(graph, now.view, title_of(run.text), "desk")
    with st.container(key="desk_graph"):
        now.given = False
        canvas.canvas(graph, now, "desk_canvas")


def _view(run: Run, ids: list[str]) -> View:
    """Return the view of entities; of triples, with only the relations that they name."""
    view = replace(View().add(ids), language=language.current())  # type: ignore[arg-type]
    if run.result is None or run.result.kind != "triples":
        return view
    named = {short(row[1].value).removeprefix("kg:") for row in run.result.rows() if row[1] is not None}
    if not named & SCHEMA.relations.keys():
        return view
    return view.filter(relations_off=tuple(name for name in SCHEMA.relations if name not in named))


def _to_basket(graph: Graph, view: View, run: Run) -> None:
    menu = st.popover(say("canvas_to_basket"), icon=":material/shopping_basket:", key="desk_basket")
    with menu, st.form("desk_basket_form", border=False):
        title = st.text_input(say("canvas_name"), value=title_of(run.text), max_chars=120)
        slide = downloads.kind_of_slide("desk_basket_kind")
        if st.form_submit_button(say("canvas_to_basket"), type="primary"):
            kept = desk.workspace(graph)
            try:
                kept.fill_basket([*kept.basket(), Chosen(title.strip() or "SPARQL", kept.address(view), slide)])
                st.success(say("desk_in_basket", count=len(kept.basket())))
            except KgraphError as error:
                panel([el("p", said(error), kind="notice", role="alert")], key="desk_basket_error")


def title_of(text: str) -> str:
    """Return what a query calls itself in its first comment."""
    first = text.strip().partition("\n")[0]
    return language.cut(first.lstrip("# ").strip(), 120) if first.startswith("#") else ""
