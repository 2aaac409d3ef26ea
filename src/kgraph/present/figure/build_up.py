"""A figure built up step by step, for one slide after the other: what is there stays where it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kgraph.present.figure import fonts
from kgraph.present.figure.compose import Wish, notes_of
from kgraph.present.figure.model import Figure, Text
from kgraph.present.figure.sources import places, say, source_line
from kgraph.present.figure.split import groups
from kgraph.present.names import relation_name, type_name
from kgraph.query.results import Edge, Node

STEPS = ("hops", "communities", "path")


def build_up(
    figure: Figure, nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish, by: str, distances: Mapping[str, int]
) -> list[Figure]:
    """Return the figures that lead to ``figure``, which is the last; each shows more of its nodes, in the same places.

    ``by`` is ``hops`` (by ``distances``), ``communities`` (the centres first) or ``path`` (a node at a time, in the order of ``nodes``).
    """
    ids = {node.id for node in figure.nodes}
    inside = [node for node in nodes if node.id in ids]
    stages = _stages(inside, edges, wish, by, distances)
    figures = []
    shown: set[str] = set()
    for number, stage in enumerate(stages, start=1):
        shown |= stage
        figures.append(_only(figure, shown, inside, edges, wish, number, len(stages)))
    return figures


def _stages(
    nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish, by: str, distances: Mapping[str, int]
) -> list[set[str]]:
    if by == "path":
        return [{node.id} for node in nodes] or [set()]
    if by == "hops":
        far = max(distances.values(), default=0)
        found = [{node.id for node in nodes if distances.get(node.id, far) == hop} for hop in range(far + 1)]
    else:
        centres = {node.id for node in nodes if node.id in wish.centres}
        found = [
            centres,
            *({node.id for node in group} for group in groups([n for n in nodes if n.id not in centres], edges)),
        ]
    return [stage for stage in found if stage] or [set()]


def _only(
    figure: Figure, shown: set[str], nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish, step: int, steps: int
) -> Figure:
    kept = [node for node in nodes if node.id in shown]
    lines = [edge for edge in edges if edge.source in shown and edge.target in shown]
    # The legend grows in place, too; notes and sources are those of what is shown, the last step has them all.
    words = {type_name(node.type, wish.language) for node in kept}
    words |= {relation_name(edge.key, wish.language) for edge in lines}
    texts = figure.texts
    notes = figure.notes
    if step < steps:
        texts = tuple(_source(text, kept, lines, wish) if text.role == "source" else text for text in texts)
        notes = tuple(notes_of(kept, lines, wish))
    texts = tuple(_facts(text, kept, lines, wish, step, steps) if text.role == "subtitle" else text for text in texts)
    return replace(
        figure,
        nodes=tuple(node for node in figure.nodes if node.id in shown),
        edges=tuple(edge for edge in figure.edges if edge.source in shown and edge.target in shown),
        legend=tuple(item for item in figure.legend if item.text in words),
        texts=texts,
        notes=notes,
    )


def _facts(text: Text, nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish, step: int, steps: int) -> Text:
    facts = [
        say(wish.language, "step", step=step, steps=steps),
        say(wish.language, "entities", count=len(nodes)),
    ]
    if edges:
        facts.append(say(wish.language, "relations", count=len(edges)))
    return replace(text, text=" · ".join(facts))


def _source(text: Text, nodes: Sequence[Node], edges: Sequence[Edge], wish: Wish) -> Text:
    def fits(line: str) -> bool:
        return fonts.width(line, text.size) * 1.06 * wish.wider <= text.box.width

    return replace(text, text=source_line(places(nodes, edges), wish.language, fits))
