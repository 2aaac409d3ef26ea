"""Take decisions from a page: about an entity, a relation or a pair. The next build replays them; nothing here changes a graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import streamlit as st

from kgraph import SCHEMA, Edge, Graph, KgraphError, Node
from kgraph.core.curation import EXTRACTOR, Entry
from kgraph.query.curator import Curator, Place, default_author
from kgraph.query.results import Mention, RejectedEdge
from ui import language
from ui.language import say
from ui.panel import Content, el, entity, go, panel, place, quote, table
from ui.sentences import said

_OF_ENTITY = (
    "rename", "retype", "add-alias", "reject-alias", "merge", "keep-apart", "split", "add-statement", "reject-statement",
)  # fmt: skip
_FOUND, _STATEMENTS, _PLACES = 12, 300, 500
_REJECTED = 50

Decide = Callable[[str, str], Entry]
"""Takes a decision for a reason and in a name."""


def curator_of(graph: Graph) -> Curator | None:
    """Return who takes decisions about the graph; None after saying why none can be taken."""
    try:
        curator = Curator(graph)
        reason = curator.refusal()
    except KgraphError as error:
        reason = str(error)
    if reason:
        panel(
            [el("p", say("curate_not_here"), " ", said(reason, 600), kind="notice", role="alert")],
            key="curate_not_here",
        )
        return None
    return curator


def _dialog(ask: Callable[..., None]) -> Callable[..., None]:
    """Return a function that opens a dialog which asks, and which tells what was written once that is done."""

    def shown(*given: object) -> None:
        if written := st.session_state.get("curate_done"):
            _tell(*written)
        else:
            ask(*given)

    @wraps(ask)
    def opened(*given: object) -> None:
        st.session_state.pop("curate_done", None)
        st.dialog(say("curate"), width="medium")(shown)(*given)

    return opened


@_dialog
def correct_entity(graph: Graph, id: str) -> None:
    """Ask what is wrong with an entity, and write the decision."""
    node = graph.entity(id)
    panel([el("h2", entity(node, 80))], key="curate_entity")
    if (curator := curator_of(graph)) is None:
        return
    action = st.selectbox(say("curate_what"), _OF_ENTITY, format_func=action_name, key="curate_action")
    with st.container(key=f"curate_{action}"):
        decide = _FORMS[action](curator, node)
    # Not inside: what is written there while the form changes stays.
    _ask(curator, decide)


@_dialog
def correct_edge(graph: Graph, source: str, key: str, target: str) -> None:
    """Ask why a relation is wrong, and write the decision."""
    one, other = graph.entity(source), graph.entity(target)
    panel([el("h2", action_name("reject-statement")), _edge(one, key, other)], key="curate_edge")
    if (curator := curator_of(graph)) is not None:
        _ask(curator, lambda reason, author: curator.reject_statement(one, key, other, reason, author))


@_dialog
def decide_pair(graph: Graph, action: str, first: str, second: str) -> None:
    """Ask why two entities are one thing or two, and write the decision."""
    one, other = graph.entity(first), graph.entity(second)
    panel([el("h2", action_name(action)), el("p", entity(one, 80), "  ", entity(other, 80))], key="curate_pair")
    if (curator := curator_of(graph)) is None:
        return
    if action == "keep-apart":
        _ask(curator, lambda reason, author: curator.keep_apart(one, other, reason, author))
        return
    names = {node.id: f"{language.label(node, 60)} ({node.id})" for node in (one, other)}
    kept = st.radio(say("curate_keep"), list(names), format_func=lambda id_: _plain(names[id_]), key="curate_keep")
    keep, gone = (one, other) if kept == one.id else (other, one)
    _ask(curator, lambda reason, author: curator.merge(keep, gone, reason, author))


@_dialog
def undo(graph: Graph, number: int) -> None:
    """Ask why a decision is undone, and write that."""
    panel([el("h2", say("curate_undo_number", number=number))], key="curate_undo")
    if (curator := curator_of(graph)) is not None:
        _ask(curator, lambda reason, author: curator.undo(number, reason, author))


def action_name(action: str) -> str:
    """Return the name of an action of the log."""
    return say(f"curate_{action.replace('-', '_')}")


def _ask(curator: Curator, decide: Decide | None) -> None:
    """Ask for the reason and the author, take the decision, and say what it takes to see it."""
    reason = st.text_area(say("curate_reason"), key="curate_reason", max_chars=1000, height=80)
    author = st.text_input(say("curate_author"), value=default_author(curator.file.parent), key="curate_author")
    ready = decide is not None and bool(reason.strip())
    if st.button(say("curate_write"), type="primary", key="curate_write", disabled=decide is None):
        if decide is None or not ready:
            panel([el("p", say("curate_needs_reason"), kind="notice", role="alert")], key="curate_error")
            return
        try:
            entry = decide(reason, author)
        except KgraphError as error:
            panel([el("p", said(error, 600), kind="notice", role="alert")], key="curate_error")
            return
        st.session_state["curate_done"] = (str(curator.file), entry)
        st.rerun(scope="fragment")


def _tell(file: str, entry: Entry) -> None:
    line = say("curate_written", file=file, line=str(entry.line))
    content = [el("p", line, kind="notice", role="status"), el("pre", entry.text)]
    panel([*content, el("p", el("a", say("curate_see"), go=go("decisions")))], key="curate_written")


# --- what each decision about an entity asks for


def _rename(curator: Curator, node: Node) -> Decide | None:
    name = st.text_input(say("curate_new_name"), value=node.label, max_chars=300, key="curate_name")
    return (lambda reason, author: curator.rename(node, name, reason, author)) if name.strip() else None


def _retype(curator: Curator, node: Node) -> Decide | None:
    types = [name for name in SCHEMA.entities if name != node.type]
    chosen = st.selectbox(say("type"), types, format_func=language.type_name, key="curate_type")
    return lambda reason, author: curator.retype(node, chosen, reason, author)


def _add_alias(curator: Curator, node: Node) -> Decide | None:
    name = st.text_input(say("curate_alias"), max_chars=300, key="curate_alias_new")
    return (lambda reason, author: curator.add_alias(node, name, reason, author)) if name.strip() else None


def _reject_alias(curator: Curator, node: Node) -> Decide | None:
    names = [name for name in dict.fromkeys([*node.labels.values(), *node.aliases]) if name != node.label]
    if not names:
        panel([el("p", say("curate_no_alias"), kind="quiet")], key="curate_none")
        return None
    chosen = st.selectbox(say("curate_alias"), names, key="curate_alias_old")
    return lambda reason, author: curator.reject_alias(node, chosen, reason, author)


def _merge(curator: Curator, node: Node) -> Decide | None:
    other = _choose(curator.graph, node)
    return None if other is None else lambda reason, author: curator.merge(node, other, reason, author)


def _keep_apart(curator: Curator, node: Node) -> Decide | None:
    other = _choose(curator.graph, node)
    return None if other is None else lambda reason, author: curator.keep_apart(node, other, reason, author)


def _split(curator: Curator, node: Node) -> Decide | None:
    mentions = [mention for mention in node.mentions if mention.extractor != EXTRACTOR][:_PLACES]

    def shown(number: int) -> str:
        mention: Mention = mentions[number]
        return f"{language.cut(mention.document, 60)}:{mention.line} · {language.cut(mention.text, 60)}"

    chosen = st.multiselect(say("curate_places"), range(len(mentions)), format_func=shown, key="curate_places")
    name = st.text_input(say("curate_other_name"), max_chars=300, key="curate_split_name")
    if not chosen or not name.strip():
        return None
    places = [Place(mentions[number].document, mentions[number].line, mentions[number].text) for number in chosen]
    return lambda reason, author: curator.split(node, places, name, reason, author)


def _add_statement(curator: Curator, node: Node) -> Decide | None:
    ways = [(name, True) for name, kind in SCHEMA.relations.items() if node.type in kind.head]
    ways += [(name, False) for name, kind in SCHEMA.relations.items() if node.type in kind.tail]

    def shown(way: tuple[str, bool]) -> str:
        name = language.relation_name(*way)
        return f"{name} →" if way[1] else f"← {name}"

    relation, outgoing = st.selectbox(say("relation"), ways, format_func=shown, key="curate_relation")
    kind = SCHEMA.relations[relation]
    other = _choose(curator.graph, node, kind.tail if outgoing else kind.head)
    if other is None:
        return None
    ends = (node, other) if outgoing else (other, node)
    return lambda reason, author: curator.add_statement(ends[0], relation, ends[1], reason, author)


def _reject_statement(curator: Curator, node: Node) -> Decide | None:
    description = curator.graph.show(node, limit=_STATEMENTS)
    edges = [*description.outgoing, *description.incoming]
    if not edges:
        panel([el("p", say("nothing"), kind="quiet")], key="curate_none")
        return None

    def end(id_: str) -> str:
        found = node if id_ == node.id else description.neighbours.get(id_)
        return language.label(found, 60) if found else id_

    def shown(number: int) -> str:
        edge: Edge = edges[number]
        return f"{end(edge.source)} · {language.relation_name(edge.key)} → {end(edge.target)}"

    if description.hidden:
        panel(
            [el("p", say("shown_of", shown=len(edges), total=len(edges) + description.hidden.edges))], key="curate_more"
        )
    edge = edges[st.selectbox(say("curate_statement"), range(len(edges)), format_func=shown, key="curate_statement")]
    return lambda reason, author: curator.reject_statement(edge.source, edge.key, edge.target, reason, author)


_FORMS: dict[str, Callable[[Curator, Node], Decide | None]] = {
    "rename": _rename,
    "retype": _retype,
    "add-alias": _add_alias,
    "reject-alias": _reject_alias,
    "merge": _merge,
    "keep-apart": _keep_apart,
    "split": _split,
    "add-statement": _add_statement,
    "reject-statement": _reject_statement,
}


def _choose(graph: Graph, node: Node, types: tuple[str, ...] | None = None) -> Node | None:
    """Let the reader search for another entity and choose it."""
    text = st.text_input(say("curate_other"), max_chars=200, key="curate_search")
    if not text.strip():
        return None
    found = [hit.node for hit in graph.search(text, limit=_FOUND, types=types) if hit.node.id != node.id]
    if not found:
        panel([el("p", say("search_none", text=text), kind="quiet")], key="curate_none")
        return None
    names = [f"{language.label(one, 70)} · {language.type_name(one.type)} · {one.id}" for one in found]
    chosen = st.selectbox(
        say("curate_which"), range(len(found)), format_func=lambda number: names[number], key="curate_which"
    )
    return found[chosen]


def _plain(text: str) -> str:
    """Return ``text`` so that a radio button shows it as it is: its labels are Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()<>#+-.!|$~:^" else sign for sign in text)


# --- what was rejected


def rejected_statements(graph: Graph, id: str, key: str) -> None:
    """Show, where the reader asks for them, the statements about an entity that somebody rejected."""
    found = graph.rejected(id)
    if found and st.toggle(say("curate_show_rejected", count=len(found)), key=f"{key}_rejected"):
        panel([rejected_table(graph, found)], key=f"{key}_rejected_list")


def rejected_table(graph: Graph, found: list[RejectedEdge]) -> Content:
    """Return a table of rejected statements: what was said, where, and why it was rejected."""
    rows = []
    for one in found[:_REJECTED]:
        source, target = graph.find(one.edge.source), graph.find(one.edge.target)
        evidence = one.edge.evidence[0]
        rows.append(
            [
                _edge(source, one.edge.key, target),
                el("div", quote(evidence.quote or evidence.text, evidence.text, 200), " ", place(evidence.document, evidence.line)),
                el("div", el("span", language.cut(one.reason, 300), dir="auto", kind="label"), " ",
                   el("small", language.cut(one.author, 60), dir="auto"), " ", el("small", one.date, kind="date"), " ", place(one.document, one.line)),
            ]
        )  # fmt: skip
    more = el("p", el("small", say("shown_of", shown=_REJECTED, total=len(found)))) if len(found) > _REJECTED else None
    return el("div", table([say("curate_rejected"), say("text"), say("reason")], rows), more)


def _edge(source: Node | None, key: str, target: Node | None) -> Content:
    def end(node: Node | None) -> Content:
        return entity(node, 80) if node else el("code", "?")

    return el("p", end(source), el("span", f" {language.relation_name(key)} → ", kind="quiet"), end(target))
