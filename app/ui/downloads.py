"""Buttons that make a slide, a deck or a picture of what is seen. The file is made when the button is pressed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import streamlit as st

from kgraph import Graph, KgraphError
from kgraph.core.errors import MissingExtraError
from kgraph.present.selection import Selection, of_view
from kgraph.present.slides.deck import Deck
from kgraph.present.ways_in import of_basket, write
from kgraph.query.view import View
from kgraph.query.workspace import Chosen, Workspace
from ui import language
from ui.language import say
from ui.panel import el, panel
from ui.sentences import said

_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_PICTURES = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
_STYLES = ("light", "dark", "print")


def view_downloads(graph: Graph, view: View, title: str, key: str = "canvas") -> None:
    """Show the buttons for what is seen: a slide first, then pictures."""
    if not _can_draw(f"{key}_slide_missing"):
        return
    style = _style(f"{key}_style")
    chosen = of_view(graph, view, title)

    def made(format: str) -> Callable[[], bytes]:
        return lambda: _written(graph, [chosen], format, style)

    _button(say("slide_pptx"), made("pptx"), f"{_file(title)}.pptx", _PPTX, f"{key}_pptx", first=True)
    with st.container(horizontal=True):
        for format, kind in _PICTURES.items():
            _button(format.upper(), made(format), f"{_file(title)}.{format}", kind, f"{key}_{format}")
    st.caption(say("slide_line"))


def basket_download(graph: Graph, kept: Workspace) -> None:
    """Show the button that makes a deck of all views in the basket."""
    rows = kept.basket()
    if not rows or not _can_draw("basket_slide_missing"):
        return
    style = _style("basket_style")

    def made() -> bytes:
        return _written(graph, of_basket(graph, kept), "pptx", style)

    _button(say("slide_deck", count=len(rows)), made, f"{_file(rows[0].title)}.pptx", _PPTX, "basket_pptx", first=True)


def kind_of_slide(key: str, kinds: Sequence[str] = ("graph", "table", "timeline")) -> str:
    """Show what a view in the basket may become, and return the one that is chosen."""
    chosen = st.segmented_control(
        say("slide_kind"),
        kinds,
        default=kinds[0],
        required=True,
        format_func=lambda kind: say(f"slide_{kind}"),
        key=key,
    )
    return str(chosen or kinds[0])


def to_basket(kept: Workspace, view: View, title: str, slide: str, key: str) -> None:
    """Show the button that puts a slide of this kind, made of ``view``, into the basket; it says how many are there then."""
    if st.button(say("canvas_to_basket"), icon=":material/shopping_basket:", key=key):
        try:
            kept.fill_basket([*kept.basket(), Chosen(title, kept.address(view), slide)])
            st.success(say("desk_in_basket", count=len(kept.basket())))
        except KgraphError as error:
            panel([el("p", said(error), kind="notice", role="alert")], key=f"{key}_error")


def deck_download(fill: Callable[[Deck], object], title: str, key: str) -> None:
    """Show the button that makes a deck of what ``fill`` adds to it."""
    if not _can_draw(f"{key}_missing"):
        return
    spoken = language.current()

    def made() -> bytes:
        deck, out = Deck(spoken), io.BytesIO()
        fill(deck)
        deck.save(out)
        return out.getvalue()

    _button(say("slide_pptx"), made, f"{_file(title)}.pptx", _PPTX, key)


def _written(graph: Graph, chosen: Sequence[Selection], format: str, style: str) -> bytes:
    out = io.BytesIO()
    write(graph, chosen, format, out, {"style": style, "language": chosen[0].language})
    return out.getvalue()


def _button(label: str, made: Callable[[], bytes], name: str, kind: str, key: str, first: bool = False) -> None:
    icon = ":material/slideshow:" if kind == _PPTX else ":material/image:"
    st.download_button(
        label, made, name, kind, key=key, icon=icon, type="primary" if first else "secondary", on_click="ignore"
    )


def _style(key: str) -> str:
    words = {name: say(f"style_{name}") for name in _STYLES}
    chosen = st.segmented_control(
        say("slide_style"), _STYLES, default="light", required=True, format_func=words.__getitem__, key=key
    )
    return str(chosen or "light")


def _can_draw(key: str) -> bool:
    """Return whether slides can be made here; where not, say what is missing."""
    if find_spec("pptx") and find_spec("fontTools") and find_spec("reportlab") and find_spec("resvg_py"):
        return True
    error: KgraphError = MissingExtraError("python-pptx", "slides", "A slide")
    panel([el("p", said(error, 600), kind="notice", role="alert")], key=key)
    return False


def _file(title: str) -> str:
    """Return a name for a file; letters of every script stay.

    >>> _file("BERT / 目标检测?")
    'BERT 目标检测'
    """
    return " ".join(re.sub(r"[^\w .+-]", " ", title).split())[:60].strip(". ") or "kgraph"
