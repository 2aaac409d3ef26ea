"""Reasons, ways and evidence as content of a panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kgraph import Edge, Node
from kgraph.query.results import Path, Reason, Related
from ui import language
from ui.language import say
from ui.panel import Content, bar, el, entity, go, place, quote

_QUOTES = 6


def related_items(centre: Node, found: Iterable[Related], nodes: Mapping[str, Node]) -> Content:
    """Return a ranked list: each entity with how close it is, why, and the sentences behind every reason."""
    rows = list(found)
    best = max((item.score for item in rows), default=1.0) or 1.0
    return el(
        "ol",
        *(
            el(
                "li",
                el(
                    "div",
                    el("b", entity(item.node)),
                    " ",
                    el("small", str(item.node.year or "")),
                    el("a", say("why_link"), kind="why", go=go("related", entity=centre.id, other=item.node.id)),
                    kind="head",
                ),
                el("span", bar(item.score / best, "var(--st-primary-color)"), title=f"{item.score:g}", kind="score"),
                *(_reason(centre, item.node, reason, nodes) for reason in item.reasons),
                kind="card item",
            )
            for item in rows
        ),
        kind="items",
    )


def _reason(centre: Node, other: Node, reason: Reason, nodes: Mapping[str, Node]) -> Content:
    """Return one reason in words of the current language, with its sentences folded away."""
    ends = {**nodes, centre.id: centre, other.id: other}
    third = [entity(nodes[id_], 60) for id_ in reason.nodes if id_ in nodes]
    name = language.relation_names(reason.relation, reason.kind != "of both")
    if reason.kind == "both":
        words: list[Content] = [say("reason_both", relation=name), *third]
    elif reason.kind == "of both":
        words = [say("reason_of_both", relation=name), *third]
    else:
        words = [part for edge in reason.edges for part in (_step(edge, ends), "  ")]
    quotes = sentences(reason.edges)
    count = sum(len(edge.evidence) for edge in reason.edges)
    folded = el("details", el("summary", say("words_of", count=count)), *quotes) if quotes else None
    return el("div", el("span", *words), folded, kind="reason")


def _step(edge: Edge, nodes: Mapping[str, Node]) -> Content:
    source, target = nodes.get(edge.source), nodes.get(edge.target)
    return el(
        "span",
        entity(source, 50) if source else el("code", edge.source),
        el("span", f" {language.relation_name(edge.key)} → ", kind="quiet"),
        entity(target, 50) if target else el("code", edge.target),
    )


def sentences(edges: Iterable[Edge]) -> list[Content]:
    """Return the words behind some relations, each with its place."""
    evidence = [e for edge in edges for e in edge.evidence]
    shown = [
        el("p", quote(e.quote or e.text, e.text, 260), " ", place(e.document, e.line), kind="context")
        for e in evidence[:_QUOTES]
    ]
    if len(evidence) > _QUOTES:
        shown.append(el("small", say("more_evidence", count=len(evidence) - _QUOTES)))
    return shown


def way(number: int, path: Path) -> Content:
    """Return one way between two entities: its steps in order, and the sentences behind each."""
    steps: list[Content] = [el("li", el("b", entity(path.nodes[0])))]
    for node, edges in zip(path.nodes[1:], path.steps, strict=True):
        names = dict.fromkeys(language.relation_name(edge.key, edge.target == node.id) for edge in edges)
        steps.append(el("li", el("span", "↓ " + ", ".join(names), kind="quiet"), *sentences(edges)))
        steps.append(el("li", el("b", entity(node))))
    return el("section", el("h3", say("way", number=number)), el("ol", *steps, kind="way"), kind="card")
