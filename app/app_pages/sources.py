"""The documents, what was read out of each, and what was not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import streamlit as st

from kgraph import KgraphError
from kgraph.query.honesty import NOT_UNDERSTOOD, Coverage, coverage
from ui import language
from ui.language import say
from ui.opening import session_graph
from ui.panel import Content, el, go, panel, place, table
from ui.sentences import said

_ROWS = 200


def _understood(item: Coverage | None) -> list[Content | None]:
    """Return how many of the items, rows and links of a document were understood, and how many of its lines were not."""
    if item is None or item.listed is None:
        return [None, None]
    missed = f"{item.not_understood:,}"
    way = go("sources", document=item.document, reason=NOT_UNDERSTOOD)
    return [
        el("span", f"{item.understood:,} / {item.listed:,}", kind="number"),
        el("a", missed, go=way) if item.not_understood else el("small", missed),
    ]


def _documents() -> None:
    """Show the documents, with how much was read out of each."""
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
            *_understood(covered.get(document.path)),
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


def _lists() -> None:
    """Show what could not be read and what gave nothing, of all documents or of the one that the address names."""
    asked = {name: st.query_params.get(name, "") for name in ("document", "reason")}
    parts = [("skipped_lines", "skipped_none", skipped), ("problems", "problems_none", problems)]
    for title, none, lines in parts if any(asked.values()) else reversed(parts):
        panel([el("h2", say(title), " ", el("small", f"{len(lines):,}"))], key=f"{title}_title")
        if not lines:
            panel([el("p", say(none))], key=f"{title}_none")
            continue
        left, right = st.columns(2)
        with left:
            lines = _only(lines, "document", say("page_document"), title, asked["document"], str)
        with right:
            lines = _only(lines, "reason", say("reason"), title, asked["reason"], lambda reason: said(reason, 160))
        rows = [
            [place(row["document"], row["line"]), el("span", said(row["reason"], 200)),
             el("code", language.cut(str(row["text"]), 240), dir="auto")]
            for row in lines[:_ROWS]
        ]  # fmt: skip
        content = [table([say("source"), say("reason"), say("text")], rows)]
        if len(lines) > _ROWS:
            content.append(el("p", el("small", say("shown_of", shown=_ROWS, total=len(lines)) + " · build.json")))
        panel(content, key=f"{title}_lines")


def _only(
    lines: list[dict[str, Any]], field: str, name: str, key: str, asked: str, shown: Callable[[str], str]
) -> list[dict[str, Any]]:
    """Let the reader choose one value of a field, at first the one ``asked`` for; return the lines that have it."""
    counts = Counter(str(line[field]) for line in lines)
    titles = {None: f"— ({len(lines):,})"} | {one: f"{shown(one)} ({n:,})" for one, n in counts.most_common()}
    first = list(titles).index(asked) if asked in titles else 0
    chosen = st.selectbox(name, list(titles), first, titles.__getitem__, key=f"{key}_{field} {asked}")
    return [line for line in lines if chosen in (None, str(line[field]))]


graph = session_graph()
build = graph.build
st.title(say("page_sources"), anchor=False)
try:
    documents = graph.kept_documents()
except KgraphError:
    documents = []
skipped, problems = list(build.get("skipped", [])), list(build.get("problems", []))

# Who follows a link to some lines sees these first.
for part in (_lists, _documents) if st.query_params.get("reason") else (_documents, _lists):
    part()
