"""The text of a document as content of a panel: numbered lines in which entities are links."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kgraph import SCHEMA, Graph, KgraphError, Node
from kgraph.query.documents import Naming, Passage
from kgraph.store.documents import KeptDocument
from ui import language
from ui.language import say
from ui.panel import Content, el, entity, go, sign

_LONGEST = 5000
"""Characters of a line that are shown."""


def text_of(passage: Passage, kept: KeptDocument, current: int) -> list[Content]:
    """Return the lines with their entities, and the ways to the lines before and after them."""
    rows = _numbered(passage, current)
    earlier = el("button", say("earlier"), act=-1) if passage.first > 1 else None
    later = el("button", say("later"), act=1) if passage.last < kept.lines else None
    place = say("line_range", first=passage.first, last=passage.last, total=kept.lines)
    facts = (kept.title[:160], kept.format, kept.encoding, f"{kept.bytes:,} B")
    return [
        el("p", el("small", " · ".join(filter(None, facts))), dir="auto"),
        el("div", earlier, el("small", place), kind="actions"),
        el("ol", *rows, kind="text"),
        el("div", later, kind="actions"),
    ]


def context(graph: Graph, document: str, line: int, around: int = 2) -> Content | None:
    """Return a line of a document among the lines around it, None where the graph keeps no text of that document."""
    try:
        passage = graph.passage(document, line - around, line + around)
    except KgraphError:
        return None
    return el("ol", *_numbered(passage, line), kind="text around")


def _numbered(passage: Passage, current: int) -> list[Content]:
    by_line: dict[int, list[Naming]] = {}
    for naming in passage.namings:
        by_line.setdefault(naming.line, []).append(naming)
    rows: list[Content] = []
    for number, text in enumerate(passage.lines, start=passage.first):
        words = el("span", *marked(text, by_line.get(number, ()), passage), kind="words", dir="auto")
        rows.append(
            el("li", el("a", str(number), kind="no", go=go("document", document=passage.document, line=number)), words,
               kind="title" if text.startswith("#") else "", aria_current="location" if number == current else None)
        )  # fmt: skip
    return rows


def marked(text: str, namings: Sequence[Naming], passage: Passage) -> list[Content]:
    """Return ``text`` in pieces; where it names an entity, the piece is a link to the one with the shortest name there.

    Other entities that are named by the same words follow as signs.
    """
    text = text[:_LONGEST]
    spans = sorted({(n.column - 1, min(n.column - 1 + n.length, len(text)), n.node) for n in namings})
    spans = [span for span in spans if 0 <= span[0] < span[1]]
    edges = sorted({0, len(text), *(start for start, _, _ in spans), *(end for _, end, _ in spans)})
    pieces: list[Content] = []
    for start, end in pairwise(edges):
        over = sorted((b - a, b != end, node, b) for a, b, node in spans if a <= start and end <= b)
        if not over:
            pieces.append(text[start:end])
            continue
        node = passage.nodes[over[0][2]]
        pieces.append(_named(node, text[start:end]))
        pieces += [_also(passage.nodes[other]) for _, not_here, other, _ in over[1:] if not not_here]
    return pieces


def _named(node: Node, text: str) -> Content:
    return el(
        "a", text, kind="named", go=go("entity", entity=node.id), style={"--colour": SCHEMA.entities[node.type].colour},
        title=f"{language.type_name(node.type)}: {language.label(node)}",
    )  # fmt: skip


def _also(node: Node) -> Content:
    name = f"{language.type_name(node.type)}: {language.label(node)}"
    return el("a", sign(node.type), kind="also", go=go("entity", entity=node.id), title=name, aria_label=name)


def named_in(rows: Sequence[tuple[Node, int]], more: int) -> list[Content]:
    """Return the entities that a document names, by type, most often named first."""
    content: list[Content] = [el("h2", say("named_here"))]
    for type_ in SCHEMA.entities:
        of_type = [(node, count) for node, count in rows if node.type == type_]
        if of_type:
            items = [
                el("li", entity(node, 70), el("small", f"{count:,}") if count > 1 else None) for node, count in of_type
            ]
            title = el("summary", sign(type_), " ", language.type_name(type_), f" ({len(of_type)})")
            content.append(
                el("details", title, el("ul", *items, kind="rows"), open=True if len(of_type) <= 12 else None)
            )
    if more:
        content.append(el("p", el("small", say("shown_of", shown=len(rows), total=len(rows) + more))))
    return content
