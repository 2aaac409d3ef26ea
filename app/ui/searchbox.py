"""The search box on top of each page: it finds while one types, and opens what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

from kgraph import Graph
from kgraph.core import SCHEMA
from kgraph.query.results import Hit
from ui import language
from ui.language import say
from ui.panel import follow

_HERE = Path(__file__).parent
_KEY = "search_box"
_SHOWN = 12
_mount = st.components.v2.component(
    "kgraph_search",
    js="".join((_HERE / name).read_text(encoding="utf-8") for name in ("navigation.js", "searchbox.js")),
    css=(_HERE / "searchbox.css").read_text(encoding="utf-8"),
)


@st.fragment
def search_box(graph: Graph) -> None:
    """Show the box. Each key pressed runs this part of the page only."""
    result = _box(graph, _KEY, say("search_label"), say("search_placeholder"), choose="entity", all="search")
    if result.choose:
        follow({"page": "entity", "params": {"entity": result.choose}})
    if result.all:
        follow({"page": "search", "params": {"q": result.all}})


def picked(graph: Graph, key: str, label: str, types: Sequence[str] | None = None) -> str | None:
    """Show a box to choose an entity with, of ``types`` or of any, and return the id of the one just chosen, once."""
    _picker(graph, key, label, types)
    chosen = st.session_state.pop(f"{key}_picked", None)
    return None if chosen is None else str(chosen)


@st.fragment
def _picker(graph: Graph, key: str, label: str, types: Sequence[str] | None) -> None:
    result = _box(graph, key, label, label, types)
    chosen = result.choose
    if result.all and (hits := graph.search(result.all, limit=1, types=types)):
        chosen = hits[0].node.id
    if chosen:
        st.session_state[f"{key}_picked"] = chosen
        st.rerun(scope="app")


def _box(graph: Graph, key: str, label: str, placeholder: str, types: Sequence[str] | None = None, **pages: str) -> Any:
    """Show a box; ``pages`` are those that ``choose`` and ``all`` open, where they do."""
    text = str((st.session_state.get(key) or {}).get("text") or "")[:200]
    hits = graph.search(text, limit=_SHOWN, types=types) if text.strip() else []
    words = {
        "label": label,
        "placeholder": placeholder,
        "none": say("search_none", text=text),
        "all": say("all_results"),
    }
    return _mount(
        data={"text": text, "groups": grouped(hits), "words": words, "pages": pages},
        key=key,
        default={"text": ""},
        on_text_change=_nothing,
        on_choose_change=_nothing,
        on_all_change=_nothing,
    )


def _nothing() -> None:
    """Let the component keep its state."""


def by_type(hits: list[Hit]) -> list[tuple[str, list[Hit]]]:
    """Return the hits by type; types in the order of their best hit, hits in theirs."""
    first = {}
    for place, hit in enumerate(hits):
        first.setdefault(hit.node.type, place)
    ordered = sorted(hits, key=lambda hit: first[hit.node.type])
    return [(type_, list(group)) for type_, group in groupby(ordered, key=lambda hit: hit.node.type)]


def grouped(hits: list[Hit]) -> list[dict[str, Any]]:
    """Return what the browser's part shows: the hits by type, each with the reason of the match."""
    return [
        {
            "type": language.type_name(type_),
            "colour": SCHEMA.entities[type_].colour,
            "hits": [
                {"id": hit.node.id, "label": language.label(hit.node, 90), "reason": reason(hit)} for hit in group
            ],
        }
        for type_, group in by_type(hits)
    ]


def reason(hit: Hit) -> str:
    """Return why something was found: the way it matched, and the other name that did."""
    how = say(f"reason_{hit.reason}")
    shown = language.label(hit.node, 2000)
    return how if hit.matched in (hit.node.label, shown) else f"{how}: {language.cut(hit.matched, 60)}"
