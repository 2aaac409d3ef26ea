"""Show structured content that may hold text of documents: elements are made one by one in the browser, never from HTML text.

A piece of content is a text, or ``[tag, attributes, child, …]`` as ``el`` returns it. The browser's part knows a short list
of tags and attributes and ignores all others, so that nothing that a document says can become markup, a script or a request.
Clicks come back to Python: a ``go`` attribute leads to another page, an ``act`` attribute is returned by ``panel``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from kgraph import SCHEMA, Node
from ui import language

Content = str | list[Any]

_HERE = Path(__file__).parent
_CLICKS, _PAGE = "panel_clicks", "panel_page"
_mount = st.components.v2.component(
    "kgraph_panel",
    js="".join((_HERE / name).read_text(encoding="utf-8") for name in ("navigation.js", "panel.js")),
    css=(_HERE / "panel.css").read_text(encoding="utf-8"),
)


def el(tag: str, *children: Content | None, kind: str = "", **attributes: Any) -> list[Any]:
    """Return an element of that tag; ``kind`` is its class. Children that are None are left out."""
    given = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items() if value is not None}
    if kind:
        given["class"] = kind
    return [tag, given, *(child for child in children if child is not None)]


def panel(content: Sequence[Content], key: str) -> Any:
    """Show ``content`` and return what a clicked ``act`` holds, once; None otherwise. A clicked ``go`` opens its page."""
    _mount(
        data={"content": list(content)},
        key=key,
        on_act_change=lambda: _clicked(key, "act"),
        on_go_change=lambda: _clicked(key, "go"),
    )
    # What is clicked is noted before a run begins: a run that another one overtakes before it comes here loses nothing.
    noted = st.session_state.get(_CLICKS, {})
    if target := noted.pop((key, "go"), None):
        noted.clear()
        follow(target)
    return noted.pop((key, "act"), None)


def _clicked(key: str, what: str) -> None:
    value = (st.session_state.get(key) or {}).get(what)
    if value is not None:
        st.session_state.setdefault(_CLICKS, {})[key, what] = value


def forget_clicks(page: str) -> None:
    """Forget what was clicked on another page and never came to be looked at there."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state.pop(_CLICKS, None)


def follow(target: Mapping[str, Any]) -> None:
    """Open the page that a ``go`` attribute names."""
    pages = st.session_state.get("pages", {})
    page = pages.get(target.get("page"))
    if page is not None:
        given = target.get("params") or {}
        params = {str(name): str(value) for name, value in given.items()}
        st.switch_page(page, query_params={**params, "lang": language.current()})


def go(page: str, **params: object) -> dict[str, Any]:
    """Return the ``go`` attribute that leads to a page of the app; it is a real link as well."""
    given = {name: str(value) for name, value in params.items() if value not in (None, "")}
    address = urlencode({**given, "lang": language.current()})
    return {"page": page, "params": given, "href": f"{page}?{address}"}


def sign(type_: str) -> list[Any]:
    """Return the sign of an entity type: its colour and shape."""
    kind = SCHEMA.entities.get(type_)
    return el(
        "sign", shape=kind.shape if kind else "ellipse", colour=kind.colour if kind else "#7F7F7F",
        title=language.type_name(type_),
    )  # fmt: skip


def entity(node: Node, most: int = 160, **attributes: Any) -> list[Any]:
    """Return a link to an entity: its sign and its name in the current language."""
    full = language.label(node, 2000)
    shown = language.cut(full, most)
    return el(
        "a", sign(node.type), el("span", shown, kind="label", dir="auto"),
        kind="entity", go=go("entity", entity=node.id), title=full if shown != full else None, **attributes,
    )  # fmt: skip


def place(document: str, line: int) -> list[Any]:
    """Return a link to a line of a document; its number is never cut in two."""
    name = el("span", language.cut(document, 60))
    return el(
        "a", name, el("span", f":{line}", kind="line"), kind="place", go=go("document", document=document, line=line)
    )


def quote(text: str, words: str, most: int = 360) -> list[Any]:
    """Return ``text`` with ``words`` marked in it, cut around them to ``most`` characters."""
    start = text.find(words) if words else -1
    if start < 0:
        return el("q", language.cut(text, most), dir="auto")
    end = start + len(words)
    room = max(40, (most - len(words)) // 2)
    before, after = text[max(0, start - room) : start], text[end : end + room]
    before = ("…" if start > room else "") + before
    after = after + ("…" if end + room < len(text) else "")
    return el("q", before, el("mark", language.cut(words, most)), after, dir="auto")


def link(url: str, most: int = 80) -> list[Any]:
    """Return a link out of the app; the browser's part makes it one only for http, https and mailto."""
    return el("a", language.cut(url.split("://", 1)[-1], most), kind="out", href=url)


def bar(share: float, colour: str = "") -> list[Any]:
    """Return a small bar that is ``share`` (0 to 1) of its cell wide."""
    return el(
        "span", kind="bar", style={"--share": f"{max(0.0, min(share, 1.0)):.3f}", "--colour": colour or "currentColor"}
    )


def table(
    head: Sequence[Content], rows: Sequence[Sequence[Content | None]], kind: str = "", caption: str = ""
) -> list[Any]:
    """Return a table; a cell is content or None."""
    return el(
        "div",
        el(
            "table",
            el("caption", caption) if caption else None,
            el("thead", el("tr", *(el("th", title, scope="col") for title in head))) if any(head) else None,
            el("tbody", *(el("tr", *(el("td", cell) for cell in row)) for row in rows)),
            kind=kind,
        ),
        kind="scroll",
    )
