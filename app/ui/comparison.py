"""A comparison as content of a panel: one column for each entity."""

from __future__ import annotations

from collections.abc import Sequence

from kgraph import Edge, Graph, Node
from kgraph.core.quantities import result_text
from kgraph.present.text import safe_link
from kgraph.query.compare import Aspect, Comparison, Row
from ui import language
from ui.language import say
from ui.panel import Content, el, entity, go, link, place, sign


def suggested(graph: Graph, between: str, most: int = 5) -> list[Content]:
    """Return ways to begin: well connected methods, each beside the ones most like it."""
    items: list[Content] = []
    for ranked in graph.most_connected("Method", most):
        beside = [item.node for item in graph.related(ranked.node, 2, types=["Method"])]
        if beside:
            nodes = [ranked.node, *beside]
            names = " · ".join(language.label(node, 40) for node in nodes)
            items.append(el("li", el("a", names, go=go("compare", entities=between.join(node.id for node in nodes)))))
    return [el("section", el("h2", say("compare_begin")), el("ul", *items, kind="rows"), kind="card")] if items else []


def side_by_side(comparison: Comparison, common: bool) -> list[Content]:
    """Return a table; ``common`` leaves out what only one of them has."""
    nodes = comparison.nodes
    head = el("tr", el("th", "", scope="col"), *(el("th", _head(node), scope="col") for node in nodes))
    rows: list[Content] = [
        _fact(say("type"), [el("span", sign(node.type), " ", language.type_name(node.type)) for node in nodes]),
        _fact(say("year"), [str(node.year) if node.year is not None else "" for node in nodes]),
        _fact(say("addresses"), [_address(node) for node in nodes]),
    ]
    for aspect in comparison.aspects:
        kept = [row for row in aspect.rows if row.common > 1 or not common]
        if kept:
            rows.append(_title(aspect, len(nodes)))
            rows += [_row(row) for row in kept]
    body = el("tbody", *rows)
    return [el("div", el("table", el("thead", head), body, kind="compared"), kind="scroll", tabindex="0", role="region",
               aria_label=say("page_compare"))]  # fmt: skip


def _head(node: Node) -> Content:
    name = language.label(node, 120)
    return el("div", entity(node, 80), " ", el("button", "×", act=node.id, aria_label=f"{say('remove')}: {name}"))


def _fact(title: str, cells: Sequence[Content]) -> Content:
    return el("tr", el("th", title, scope="row"), *(el("td", cell) for cell in cells))


def _address(node: Node) -> Content:
    return link(node.url, 40) if node.url and safe_link(node.url) else ""


def _title(aspect: Aspect, columns: int) -> Content:
    name = language.relation_name(aspect.relation, aspect.outgoing)
    total = len(aspect.rows) + aspect.hidden
    count = f"{total:,}" if not aspect.hidden else say("shown_of", shown=len(aspect.rows), total=total)
    return el("tr", el("th", name, " ", el("small", count), colspan=columns + 1, scope="colgroup"), kind="aspect")


def _row(row: Row) -> Content:
    return el("tr", el("th", entity(row.other, 70), scope="row"), *(el("td", _cell(cell)) for cell in row.cells))


def _cell(edges: Sequence[Edge]) -> Content:
    if not edges:
        return ""
    results = [text for edge in edges for result in edge.results if (text := result_text(result))]
    mark: Content = el("b", ", ".join(results[:4])) if results else el("span", "✓", role="img", aria_label=say("yes"))
    first = edges[0].evidence[0] if edges[0].evidence else None
    return el("div", mark, " ", place(first.document, first.line) if first else None)
