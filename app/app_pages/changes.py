"""What changed between two kept builds: the documents, a drawing in green and red, and tables with the cause of each change."""

from __future__ import annotations

import streamlit as st

import kgraph
from kgraph import Differences, Graph
from kgraph.query.differences import Cause, EntityChange, StatementChange
from kgraph.query.history import KeptBuild, history
from kgraph.query.view import History, View
from ui import canvas, language
from ui.language import say
from ui.opening import session_graph
from ui.panel import Content, el, entity, go, panel, place, table
from ui.sentences import said

_DRAWN = 60
_ROWS = 50
_SIGNS = {"added": "+", "split": "+", "removed": "−", "merged": "−"}
_COLOURS = {"+": "added", "−": "removed"}


@st.cache_resource(max_entries=2, show_spinner=False)
def _compared(folder: str, old: int, new: int) -> tuple[Graph, Graph, Differences]:
    """Return two builds, held open, and their differences."""
    before, after = kgraph.open(folder, build=old), kgraph.open(folder, build=new)
    return before, after, after.changes_since(before)


def _name(build: KeptBuild) -> str:
    when = (build.built or "")[:16].replace("T", " ")
    counts = say("changes_build", entities=f"{build.counts['entities']:,}", relations=f"{build.counts['relations']:,}")
    current = f" ({say('changes_current')})" if build.current else ""
    return f"{build.number}{current} · {when} UTC · {counts}"


def _mark(kind: str) -> Content:
    sign = _SIGNS.get(kind, "~")
    return el("span", f"{sign} {say(f'change_{kind}')}", kind=f"change {_COLOURS.get(sign, 'changed')}")


def _causes(causes: tuple[Cause, ...]) -> Content:
    shown: list[Content] = []
    for cause in causes[:2]:
        why = say(f"cause_{cause.why}")
        if cause.old:  # the line is one of the old document, which the pages no longer show
            shown.append(el("li", el("span", f"{language.cut(cause.document, 60)}:{cause.line} "), el("small", why)))
        else:
            shown.append(el("li", place(cause.document, cause.line), " ", el("small", why)))
    if len(causes) > 2:
        shown.append(el("li", el("small", say("change_more", count=len(causes) - 2))))
    return el("ul", *shown, kind="rows") if shown else el("small", say("cause_others"))


def _details(details: tuple[str, ...]) -> Content:
    return el("span", language.cut("; ".join(said(detail, 120) for detail in details[:4]), 300), dir="auto")


def _entity_row(item: EntityChange) -> list[Content | None]:
    node = item.node
    here = item.new is not None and graph.find(node.id) is not None
    name: Content = entity(node, 80) if here else el("span", language.cut(node.label, 80), dir="auto")
    was = item.old if item.kind == "merged" else None
    shown = el("span", el("span", language.cut(was.label, 60), dir="auto"), " → ", name) if was else name
    return [_mark(item.kind), shown, language.type_name(node.type), _details(item.details), _causes(item.causes)]


def _statement_row(item: StatementChange) -> list[Content | None]:
    words = (language.cut(item.source, 60), language.relation_name(item.edge.key), language.cut(item.target, 60))
    return [
        _mark(item.kind),
        el("span", words[0], " ", el("small", words[1]), " ", words[2], dir="auto"),
        _details(item.details),
        _causes(item.causes),
    ]


def _listed(key: str, title: str, head: list[Content], rows: list[list[Content | None]]) -> None:
    most = st.session_state.get(f"changes_{key}", _ROWS)
    content = [el("h2", title, " ", el("small", f"{len(rows):,}"))]
    content.append(table(head, rows[:most]) if rows else el("p", say("nothing")))
    if len(rows) > most:
        shown = say("shown_of", shown=most, total=len(rows))
        content.append(el("p", shown, " ", el("button", say("show_more"), act="more")))
    if panel(content, key=f"changes_{key}_table") == "more":
        st.session_state[f"changes_{key}"] = most * 5
        st.rerun()


graph = session_graph()
st.title(say("page_changes"), anchor=False)
builds = history(graph.folder)
if len(builds) < 2:
    panel([el("p", say("changes_one")), el("pre", "kgraph build")], key="changes_none")
    st.stop()

numbers = {build.number: build for build in builds}
here = int(graph.path.name) if int(graph.path.name) in numbers else builds[0].number
left, right = st.columns(2)
with right:
    new = st.selectbox(
        say("changes_new"),
        list(numbers),
        index=list(numbers).index(here),
        format_func=lambda number: _name(numbers[number]),
        key="changes_to",
    )
others = [number for number in numbers if number != new]
with left:
    before = next((place for place, number in enumerate(others) if number < new), 0)
    old = st.selectbox(
        say("changes_old"), others, index=before, format_func=lambda number: _name(numbers[number]), key=f"from {new}"
    )
with st.spinner(show_time=True):
    past, present, found = _compared(str(graph.folder), old, new)

if not found:
    panel([el("p", say("changes_nothing"), kind="notice", role="status")], key="changes_nothing")
    st.stop()
totals = [
    el("div", el("b", f"{sum(kinds.values()):,}"), say(f"changes_{name}"),
       el("div", el("small", ", ".join(f"{count:,} {say(f'change_{kind}')}" for kind, count in kinds.items()))))
    for name, kinds in found.counts().items()
    if kinds
]  # fmt: skip
panel([el("div", *totals, kind="figures")], key="changes_totals")

ids = found.telling()
if ids:
    pair = (old, new, present.identity, past.identity)
    if st.session_state.get("changes_pair") != pair:
        nodes, edges = found.marks()
        view = View().add(ids[:_DRAWN])
        st.session_state["changes_pair"] = pair
        marks = canvas.Changes(past, nodes, edges)
        st.session_state["changes_canvas"] = canvas.Session(history=History(view), changes=marks)
    key = [
        el("span", f"{sign} {say(f'change_{kind}')}", kind=f"change {kind}")
        for sign, kind in (("+", "added"), ("−", "removed"), ("~", "changed"))
    ]
    if len(ids) > _DRAWN:
        key.append(el("small", say("shown_of", shown=_DRAWN, total=len(ids))))
    panel(
        [el("h2", say("changes_drawing")), el("p", *(part for item in key for part in (item, " ")))], key="changes_key"
    )
    with st.container(key="changes_picture"):
        drawn = st.session_state["changes_canvas"]
        drawn.given = False
        canvas.canvas(present, drawn, f"changes_canvas {old} {new}")

documents: list[list[Content | None]] = [
    [
        _mark(item.kind),
        el("span", item.document, dir="auto")
        if item.kind == "removed"
        else el("a", item.document, go=go("document", document=item.document), dir="auto"),
        el("span", item.was or "", dir="auto"),
    ]
    for item in found.documents
]
_listed("documents", say("changes_documents"), ["", say("page_document"), say("changes_was")], documents)
_listed(
    "entities",
    say("changes_entities"),
    ["", say("name"), say("type"), say("changes_what"), say("changes_because")],
    [_entity_row(item) for item in found.entities],
)
_listed(
    "statements",
    say("changes_statements"),
    ["", say("changes_says"), say("changes_what"), say("changes_because")],
    [_statement_row(item) for item in found.statements],
)
