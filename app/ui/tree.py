"""The tree of topics as content of a panel."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from kgraph import SCHEMA, Graph
from kgraph.query.topics import Topic, Topics
from ui import language
from ui.language import say
from ui.panel import Content, el, entity, place, sign

_DEEPEST = 12


def branches(
    topics: Topics, rows: Sequence[Topic], opened: Collection[str], chosen: str, depth: int = 0
) -> list[Content]:
    """Return the topics as a list; those that are ``opened`` with the topics below them."""
    items = []
    for topic in rows:
        node, is_open = topic.node, topic.node.id in opened
        fold: Content = el("span", kind="fold")
        name = language.label(node, 80)
        if topic.narrower and depth < _DEEPEST:
            fold = el("button", "▾" if is_open else "▸", kind="fold", act={"fold": node.id}, aria_expanded=str(is_open).lower(),
                      aria_label=name)  # fmt: skip
        button = el(
            "button",
            name,
            kind="topic",
            dir="auto",
            act={"topic": node.id},
            aria_current="true" if node.id == chosen else None,
        )
        below = (
            branches(topics, topics.under(node.id), opened, chosen, depth + 1)
            if fold[0] == "button" and is_open
            else []
        )
        items.append(el("li", el("div", fold, button, el("small", f"{topic.total:,}"), kind="twig"), *below))
    return [el("ul", *items, kind="tree")]


def listed(graph: Graph, topic: Topic, most: int) -> list[Content]:
    """Return what is listed under a topic itself, by type, with the place in the source."""
    name = language.label(topic.node, 120)
    content: list[Content] = [
        el("h2", say("listed_under", topic=name), " ", el("small", f"{topic.own:,}"), dir="auto"),
        el("p", entity(topic.node)),
    ]
    description = graph.show(topic.node, most)
    edges = [edge for edge in description.incoming if edge.key == "about"]
    if not edges:
        content.append(el("p", say("listed_none")))
    for type_ in SCHEMA.entities:
        of_type = [edge for edge in edges if description.neighbours[edge.source].type == type_]
        rows = [
            el("li", entity(description.neighbours[edge.source], 120),
               place(edge.evidence[0].document, edge.evidence[0].line) if edge.evidence else None)
            for edge in of_type
        ]  # fmt: skip
        if rows:
            title = el("h3", sign(type_), " ", language.type_name(type_), " ", el("small", f"{len(rows):,}"))
            content.append(el("section", title, el("ul", *rows, kind="rows")))
    if len(edges) < topic.own:
        content.append(
            el("p", say("shown_of", shown=len(edges), total=topic.own), " ", el("button", say("show_more"), act="rows"))
        )
    return content
