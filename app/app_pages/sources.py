"""The documents, what was read out of each, and what was not understood."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from kgraph import KgraphError
from kgraph.query.honesty import Coverage, coverage
from ui import language
from ui.language import say
from ui.opening import session_graph
from ui.panel import el, go, panel, place, table
from ui.sentences import said

_ROWS = 200


def _understood(item: Coverage | None) -> str:
    """Return how many of the items, rows and links of a document were understood."""
    return f"{item.understood:,} / {item.listed:,}" if item and item.listed is not None else ""


graph = session_graph()
build = graph.build
st.title(say("page_sources"), anchor=False)
try:
    documents = graph.kept_documents()
except KgraphError:
    documents = []
skipped, problems = list(build.get("skipped", [])), list(build.get("problems", []))
of_document = Counter(row["document"] for row in [*skipped, *problems])

covered = {item.document: item for item in coverage(build)}
step = st.session_state.get("sources_shown", _ROWS)
rows = [
    [
        el("a", language.cut(document.path, 90), go=go("document", document=document.path), dir="auto"),
        document.format,
        el("span", f"{document.bytes:,}", kind="number"),
        el("span", f"{document.lines:,}", kind="number"),
        el("span", f"{document.entities:,}", kind="number"),
        el("span", f"{document.relations:,}", kind="number"),
        el("span", _understood(covered.get(document.path)), kind="number"),
        el("span", f"{of_document[document.path]:,}", kind="number"),
    ]
    for document in documents[:step]
]
head = [
    say("page_document"),
    say("format"),
    say("size"),
    say("lines"),
    say("entities"),
    say("relations"),
    say("understood_share"),
    say("not_understood"),
]
content = [el("p", say("sources_line"), kind="quiet"), table(head, rows)]
if len(documents) > step:
    content.append(
        el("p", say("shown_of", shown=step, total=len(documents)), " ", el("button", say("show_more"), act="more"))
    )
if panel(content, key="sources_documents") == "more":
    st.session_state["sources_shown"] = step * 5
    st.rerun()

for title, none, lines in (("problems", "problems_none", problems), ("not_understood", "skipped_none", skipped)):
    panel([el("h2", say(title), " ", el("small", f"{len(lines):,}"))], key=f"{title}_title")
    if not lines:
        panel([el("p", say(none))], key=f"{title}_none")
        continue
    reasons = Counter(str(row["reason"]) for row in lines)
    titles = {None: f"— ({len(lines):,})"} | {
        name: f"{said(name, 160)} ({count:,})" for name, count in reasons.most_common()
    }
    reason = st.selectbox(say("reason"), list(titles), key=f"{title}_reason", format_func=titles.get)
    chosen = [row for row in lines if reason in (None, str(row["reason"]))]
    rows = [
        [place(row["document"], row["line"]), el("span", said(row["reason"], 200)),
         el("code", language.cut(str(row["text"]), 240), dir="auto")]
        for row in chosen[:_ROWS]
    ]  # fmt: skip
    content = [table([say("source"), say("reason"), say("text")], rows)]
    if len(chosen) > _ROWS:
        content.append(el("p", el("small", say("shown_of", shown=_ROWS, total=len(chosen)) + " · build.json")))
    panel(content, key=f"{title}_lines")
