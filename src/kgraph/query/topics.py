"""The tree of topics: which topic stands under which, and how much is listed under each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kgraph.query.files import GraphFiles
from kgraph.query.results import Node
from kgraph.store.adjacency import RELATIONS, TYPES

_TOPIC = TYPES.index("Topic")
_ABOUT, _BROADER = RELATIONS.index("about"), RELATIONS.index("broader")


@dataclass(frozen=True)
class TopicTree:
    """The topics of a graph, as numbers of nodes.

    ``roots`` have no broader topic; ``children`` are the narrower topics of each; of a circle of topics one is a root.
    ``own`` counts what is listed under a topic itself, ``total`` also what is listed under the topics below it (a thing
    that two of them list counts twice). Roots and children come by total, largest first, ties by number.
    """

    roots: tuple[int, ...]
    children: dict[int, tuple[int, ...]]
    own: dict[int, int]
    total: dict[int, int]


@dataclass(frozen=True)
class Topic:
    """A topic of the tree: how much is listed under it, itself and with all below, and how many topics stand under it."""

    node: Node
    own: int
    total: int
    narrower: int


class Topics:
    """The topics of a graph, read a level at a time."""

    def __init__(self, files: GraphFiles):
        self._files = files
        self._tree = topic_tree(files)

    def __len__(self) -> int:
        return len(self._tree.own)

    def roots(self) -> list[Topic]:
        """Return the topics that have no broader one, those with most under them first."""
        return [self._topic(number) for number in self._tree.roots]

    def topic(self, id: str) -> Topic | None:
        """Return the topic with that id, None when there is none."""
        number = self._files.number(id)
        return None if number is None or number not in self._tree.own else self._topic(number)

    def under(self, topic: str) -> list[Topic]:
        """Return the topics right under one, given by its id, those with most under them first; none for what is no topic."""
        number = self._files.number(topic)
        return [] if number is None else [self._topic(child) for child in self._tree.children.get(number, ())]

    def _topic(self, number: int) -> Topic:
        tree = self._tree
        return Topic(self._files.node(number), tree.own[number], tree.total[number], len(tree.children[number]))


def topic_tree(files: GraphFiles) -> TopicTree:
    """Return the tree. Costs one look at each relation, and memory in the number of topics."""
    shape = files.shape
    topics = np.flatnonzero(shape.nodes["type"] == _TOPIC).tolist()
    listed = shape.edges["target"][shape.edges["relation"] == _ABOUT]
    counts = np.bincount(listed, minlength=len(shape.nodes)) if len(listed) else np.zeros(len(shape.nodes), int)
    own = {topic: int(counts[topic]) for topic in topics}
    below: dict[int, list[int]] = {topic: [] for topic in topics}
    has_parent = set()
    for source, target in shape.edges[["source", "target"]][shape.edges["relation"] == _BROADER].tolist():
        if source != target:
            below[target].append(source)
            has_parent.add(source)
    order: list[int] = []
    roots: list[int] = []
    children: dict[int, tuple[int, ...]] = {}
    # Topics in a circle have no root above them: the first of each circle becomes one.
    for topic in [*(topic for topic in topics if topic not in has_parent), *topics]:
        if topic not in children:
            roots.append(topic)
            order += _walk(topic, below, children)
    total = dict(own)
    for topic in order:
        total[topic] += sum(total[child] for child in children[topic])

    def by_total(numbers: list[int] | tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted(numbers, key=lambda topic: (-total[topic], topic)))

    return TopicTree(by_total(roots), {topic: by_total(kept) for topic, kept in children.items()}, own, total)


def _walk(root: int, below: dict[int, list[int]], children: dict[int, tuple[int, ...]]) -> list[int]:
    """Fill in the children under ``root`` and return the topics reached for the first time, each after its children.

    A narrower topic that is above itself is left out; one under two others is kept under both.
    """
    order: list[int] = []
    above: set[int] = set()
    stack = [(root, False)]
    while stack:
        topic, done = stack.pop()
        if done:
            above.discard(topic)
            order.append(topic)
        elif topic not in children:
            above.add(topic)
            children[topic] = tuple(child for child in dict.fromkeys(below[topic]) if child not in above)
            stack.append((topic, True))
            stack += [(child, False) for child in reversed(children[topic])]
    return order
