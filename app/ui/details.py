"""What is known of an entity or of a relation, with the source words behind every statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from kgraph import Edge, Evidence, Graph, Node
from kgraph.core import SCHEMA
from kgraph.core.quantities import result_text
from kgraph.present.text import safe_link
from kgraph.query.results import Description
from kgraph.query.templates import templates_for
from ui import curation, language
from ui.document import context
from ui.language import say
from ui.panel import Content, el, entity, go, link, panel, place, quote, sign
from ui.sentences import said

_ROWS = 25
"""Statements of one relation that are shown before the reader asks for all."""
_NAMES, _PLACES = 12, 40
_CONTEXTS = 12
"""Pieces of evidence of a relation that are shown among the lines around them; reading one takes a millisecond."""

_FORWARD = {(relation, True): place for place, relation in enumerate(SCHEMA.relations)}
_ORDER = _FORWARD | {(relation, False): place + 0.5 for place, relation in enumerate(SCHEMA.relations)}


def show_entity(graph: Graph, id: str, key: str = "entity", narrow: bool = False) -> Any:
    """Show an entity: names, links, facts, all its relations as a table, and where it is named.

    ``narrow`` fits it into a side panel. Returns what ``panel`` returns. Raises UnknownEntityError for an unknown id.
    """
    description = graph.show(id)
    everything = st.session_state.get(f"{key}_all") == description.node.id
    content = [
        *head(graph, description, narrow),
        *statements(description, narrow, everything),
        *_places(description, narrow),
    ]
    if not narrow:
        content.append(_questions(description.node))
    act = panel(content, key=key)
    curation.rejected_statements(graph, description.node.id, key)
    if act == "all":
        st.session_state[f"{key}_all"] = description.node.id
        st.rerun()
    if act == "correct":
        curation.correct_entity(graph, description.node.id)
    return act


def show_edge(graph: Graph, source: str, key: str, target: str, widget: str = "edge") -> Any:
    """Show a relation: its two ends, its result, and every piece of evidence. Raises UnknownEntityError."""
    around = graph.neighbourhood([source, target], hops=0, relations=[key])
    nodes = around.by_id
    edges = [edge for edge in around.edges if (edge.source, edge.target) == (source, target)]
    content: list[Content] = [
        el("h2", entity(nodes[source]), f" {language.relation_name(key)} → ", entity(nodes[target]))
    ]
    for edge in edges:
        content.append(el("p", _result(edge), " ", el("small", _confidence(edge.confidence))))
        lines: dict[tuple[str, int], list[Evidence]] = {}
        for piece in edge.evidence:
            lines.setdefault((piece.document, piece.line), []).append(piece)
        content += [
            el("section", el("p", quote(pieces[0].quote or pieces[0].text, pieces[0].text, 900)), _printed(pieces),
               place(document, line), context(graph, document, line) if number < _CONTEXTS else None)
            for number, ((document, line), pieces) in enumerate(lines.items())
        ]  # fmt: skip
    if edges:
        content.append(el("nav", el("button", say("curate_reject_statement"), act="reject"), kind="actions"))
    act = panel(content or [el("p", say("nothing"))], key=widget)
    if act == "reject":
        curation.correct_edge(graph, source, key, target)
    return act


def head(graph: Graph, description: Description, narrow: bool) -> list[Content]:
    """Return the name, the other names, the addresses and the facts, and the ways on from here."""
    node = description.node
    name = language.label(node, 400)
    content: list[Content] = [
        el("div", sign(node.type), language.type_name(node.type), _year(node), kind="kind"),
        el("h2" if narrow else "h1", name, kind="label", dir="auto"),
        el(
            "nav",
            el("a", say("on_canvas"), go=go("explore", entity=node.id)) if not narrow else None,
            el("a", say("find_related"), go=go("related", entity=node.id)),
            el("a", say("compare_with"), go=go("compare", entity=node.id)),
            el("a", say("see_around"), go=go("neighbourhood", entity=node.id)) if not narrow else None,
            el("button", say("curate"), act="correct"),
            kind="actions",
            aria_label=name,
        ),
    ]
    others = [other for other in dict.fromkeys([*node.labels.values(), node.label, *node.aliases]) if other != name]
    rows: list[tuple[str, list[Content | None]]] = [
        (say("also_called"), _some([el("span", language.cut(text, 120), dir="auto", kind="label") for text in others])),
        (say("addresses"), _some([_address(url) for url in node.urls])),
        (say("same_as"), _some([_address(url) for url in node.same_as if url not in node.urls])),
        (say("part_of"), _whole(graph, node)),
        *((key, _some([", ".join(map(str, values))])) for key, values in node.attributes.items()),
        ("ID", [el("code", language.cut(node.id, 200))]),
    ]
    facts = [part for title, cells in rows if cells for part in (el("dt", title), el("dd", *cells))]
    return [*content, el("dl", *facts, kind="facts")]


def _year(node: Node) -> str | None:
    return f"· {node.year}" if node.year is not None else None


def _whole(graph: Graph, node: Node) -> list[Content | None]:
    whole = graph.find(node.part_of) if node.part_of else None
    return [entity(whole, 80)] if whole else []


def _some(items: Sequence[Content]) -> list[Content | None]:
    more = len(items) - _NAMES
    return [*items[:_NAMES], *([el("small", f"+{more:,}")] if more > 0 else [])]


def _address(url: str) -> Content:
    return link(url) if safe_link(url) else el("code", language.cut(url, 120))


def statements(description: Description, narrow: bool, everything: bool) -> list[Content]:
    """Return one table for each relation and direction: the other entity, the result, the words and their place."""
    rows = sorted(
        [(edge, True) for edge in description.outgoing] + [(edge, False) for edge in description.incoming],
        key=lambda row: (_ORDER[row[0].key, row[1]], -row[0].confidence),
    )
    if not rows:
        return [el("p", say("isolated"))]
    content: list[Content] = []
    hidden = False
    for (relation, outgoing), group in groupby(rows, key=lambda row: (row[0].key, row[1])):
        edges = [edge for edge, _ in group]
        shown = edges if everything else edges[:_ROWS]
        hidden |= len(shown) < len(edges)
        title = el(
            _section(narrow), language.relation_name(relation, outgoing), " ",
            el("small", _shown_of(len(shown), len(edges))), kind="sub", title=f"{relation} {'→' if outgoing else '←'}",
        )  # fmt: skip
        cells = [_row(description, edge, outgoing, narrow) for edge in shown]
        content.append(el("section", title, _table(cells, narrow)))
    if hidden:
        content.append(el("p", el("button", say("show_all"), act="all")))
    if description.hidden:
        content.append(
            el("p", el("small", say("shown_of", shown=len(rows), total=len(rows) + description.hidden.edges)))
        )
    return content


def _section(narrow: bool) -> str:
    """Return the tag of a section's heading: one below that of the name."""
    return "h3" if narrow else "h2"


def _shown_of(shown: int, total: int) -> str:
    return f"{total:,}" if shown == total else say("shown_of", shown=shown, total=total)


def _row(description: Description, edge: Edge, outgoing: bool, narrow: bool) -> list[Content | None]:
    other = description.neighbours[edge.target if outgoing else edge.source]
    first, *rest = edge.evidence or (None,)
    if first is None:
        return [entity(other), None, None, None]
    more = el("details", el("summary", say("more_evidence", count=len(rest))),
              *(el("p", quote(e.quote or e.text, e.text, 200), " ", place(e.document, e.line)) for e in rest[:_PLACES])) if rest else None  # fmt: skip
    words = el("div", quote(first.quote or first.text, first.text, 160 if narrow else 240), more, kind="context")
    where = el(
        "span",
        place(first.document, first.line),
        " ",
        el("small", _confidence(edge.confidence), title=say("confidence")),
    )
    named = el("div", entity(other, 60 if narrow else 110), _result(edge))
    if narrow:
        return [el("div", named, words, where)]
    return [named, words, where]


def _table(rows: list[list[Content | None]], narrow: bool) -> Content:
    head = [] if narrow else [say("name"), say("words_behind"), say("source")]
    top = el("thead", el("tr", *(el("th", title, scope="col") for title in head))) if head else None
    body = el("tbody", *(el("tr", *(el("td", cell) for cell in row)) for row in rows))
    return el("table", top, body, kind="statements narrow" if narrow else "statements")


def _result(edge: Edge) -> Content | None:
    texts = [result_text(result) for result in edge.results]
    return el("div", *(el("b", text, kind="result") for text in texts[:6]), kind="chips") if any(texts) else None


def _printed(evidence: Iterable[Evidence]) -> Content | None:
    """Return the results that one line prints."""
    results = ({"metric": e.metric, "value": e.value, "unit": e.unit, "gain": e.gain} for e in evidence)
    texts = [text for text in dict.fromkeys(map(result_text, results)) if text]
    return el("div", *(el("b", text, kind="result") for text in texts), kind="chips") if texts else None


def _confidence(value: float) -> str:
    return f"{value:.0%}"


def _questions(node: Node) -> Content:
    """Return the questions of the library that can be asked about an entity, as ways to the desk."""
    items = [
        el("li", el("a", language.pick(each.titles["zh"], each.titles["en"]), title=language.pick(each.descriptions["zh"], each.descriptions["en"]),
                    go=go("sparql", template=each.name, **each.values_for(node))))
        for each in templates_for(node)
    ]  # fmt: skip
    return el("details", el("summary", say("questions_about"), f" ({len(items)})"), el("ul", *items, kind="columns"))


def _places(description: Description, narrow: bool) -> list[Content]:
    """Return where the entity is named, by document, and what was merged into it."""
    content: list[Content] = []
    mentions = description.mentions
    by_document = {name: list(group) for name, group in groupby(mentions, key=lambda mention: mention.document)}
    lists: list[Content] = []
    for document, group in by_document.items():
        lines = [
            el("a", str(line), kind="place", go=go("document", document=document, line=line))
            for line in dict.fromkeys(mention.line for mention in group)
        ]
        more = el("small", f"+{len(lines) - _PLACES:,}") if len(lines) > _PLACES else None
        spaced = [part for line in lines[:_PLACES] for part in (line, " ")]
        lists.append(el("li", el("span", language.cut(document, 80), ": ", *spaced, more)))
    content.append(
        el(
            "section",
            el(_section(narrow), say("named_at"), " ", el("small", f"{len(mentions):,}"), kind="sub"),
            el("ul", *lists, kind="rows"),
        )
    )
    if description.merges:
        merges = [
            el("li", el("span", el("span", language.cut(m.name, 160), dir="auto", kind="label"), " ", el("small", said(m.rule, 160))),
               place(m.document, m.line) if m.document else None)
            for m in description.merges[:_PLACES]
        ]  # fmt: skip
        content.append(
            el(
                "details",
                el("summary", say("merged"), f" ({len(description.merges):,})"),
                el("ul", *merges, kind="rows"),
            )
        )
    return content
