"""What the canvas draws of a view, and what a view becomes when a node is expanded. Costs grow with the view, not the graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from kgraph.core import SCHEMA
from kgraph.core.errors import UnknownEntityError, UnknownTermError
from kgraph.query.files import GraphFiles
from kgraph.query.results import Node, Subgraph
from kgraph.query.view import LIMIT, Direction, Step, View
from kgraph.store.adjacency import RELATIONS, Adjacency, Array, relation_of

if TYPE_CHECKING:
    from kgraph.query.graph import EntityLike, Graph

_REMEMBERED = 20_000
"""Nodes whose names and counts are kept per open graph, about 1 kB each."""
_HUB = 1000
"""Links; a node with more is not asked how many of them lead to nodes that are seen."""


class LinkCount(NamedTuple):
    """How many links of a relation a node has in one direction."""

    relation: str
    direction: Direction
    all: int


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node of the drawing. ``degree`` and ``links`` count all its links in the graph, drawn or not."""

    id: str
    type: str
    label: str
    labels: dict[str, str]
    year: int | None
    degree: int
    links: tuple[LinkCount, ...]
    number: int


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An edge of the drawing, between two nodes of the view."""

    source: str
    key: str
    target: str
    confidence: float


@dataclass(frozen=True)
class Drawing:
    """All nodes of a view, in its order, and all edges among them; what is hidden or filtered is still in it.

    ``missing`` are ids of the view that this graph does not have, as after a new build.
    """

    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Expansion:
    """A view with more neighbours of ``node``: ``shown`` of ``total`` that were asked for are seen now.

    ``full`` is True when the view took no more because it has the most nodes that it may have.
    """

    view: View
    node: str
    added: int
    shown: int
    total: int
    full: bool = False


_remembered: WeakKeyDictionary[GraphFiles, dict[str, DrawnNode]] = WeakKeyDictionary()


def _node(files: GraphFiles, id_: str) -> DrawnNode | None:
    known = _remembered.setdefault(files, {})
    if id_ not in known:
        number = files.number(id_)
        if number is None:
            return None
        return _node_at(files, number)
    return known[id_]


def _node_at(files: GraphFiles, number: int) -> DrawnNode:
    node = files.node(number)
    known = _remembered.setdefault(files, {})
    if node.id not in known:
        if len(known) >= _REMEMBERED:
            known.clear()
        known[node.id] = _drawn(files, number, node)
    return known[node.id]


def _drawn(files: GraphFiles, number: int, node: Node) -> DrawnNode:
    kinds = files.shape.links_of(number).kinds
    counts = np.bincount(kinds, minlength=2 * len(RELATIONS))
    links = tuple(
        LinkCount(relation, "out" if outgoing else "in", int(counts[kind]))
        for kind in np.flatnonzero(counts).tolist()
        for relation, outgoing in [relation_of(kind)]
    )
    # A link to itself is there from both ends.
    return DrawnNode(node.id, node.type, node.label, node.labels, node.year, len(kinds), links, number)


def draw(graph: Graph, view: View) -> Drawing:
    """Return what there is to draw of ``view``. Nodes are read once per open graph; edges come from the index."""
    files = graph._files
    found = [(id_, _node(files, id_)) for id_ in view.nodes]
    nodes = [node for _, node in found if node is not None]
    missing = tuple(id_ for id_, node in found if node is None)
    if not nodes:
        return Drawing((), (), missing)
    shape = files.shape
    by_number = {node.number: node.id for node in nodes}
    rows = shape.edges[shape.edges_among(np.array(sorted(by_number)))]
    edges = tuple(
        DrawnEdge(by_number[source], RELATIONS[relation], by_number[target], round(confidence, 4))
        for source, target, confidence, relation in rows.tolist()
    )
    return Drawing(tuple(nodes), edges, missing)


def draw_both(old: Graph, new: Graph, view: View) -> Drawing:
    """Return what there is to draw of ``view`` in either of two builds; what both have, as it is in ``new``."""
    before, now = draw(old, view), draw(new, view)
    known = {node.id: node for node in (*before.nodes, *now.nodes)}
    edges = {(edge.source, edge.key, edge.target): edge for edge in (*before.edges, *now.edges)}
    missing = tuple(id_ for id_ in view.nodes if id_ not in known)
    return Drawing(tuple(known[id_] for id_ in view.nodes if id_ in known), tuple(edges.values()), missing)


def expand(
    graph: Graph,
    view: View,
    node: EntityLike,
    relation: str | None = None,
    direction: Direction = "both",
    number: int = 25,
) -> Expansion:
    """Return ``view`` with up to ``number`` more neighbours of ``node``, over one relation and direction or all.

    Those with most links to what is seen come first, then the surest, then the best connected. The others of the view
    keep their places. Costs time in the number of links of ``node``. Raises UnknownEntityError, AmbiguousEntityError and
    UnknownTermError.
    """
    if relation is not None and relation not in SCHEMA.relations:
        raise UnknownTermError("relation", relation, SCHEMA.relations)
    files = graph._files
    centre = graph.entity(node).id
    links = files.shape.links_of(_known(files, centre).number)
    mask = np.ones(len(links.others), bool)
    if relation is not None:
        mask &= links.kinds // 2 == RELATIONS.index(relation)
    if direction != "both":
        mask &= (links.kinds % 2 == 1) == (direction == "out")
    others, place = np.unique(links.others[mask], return_inverse=True)
    certain = np.zeros(len(others), "<f4")
    np.maximum.at(certain, place, files.shape.edges["confidence"][links.edges[mask]])
    seen = np.array(
        sorted(
            shown.number for id_ in view.nodes if id_ not in view.hidden and (shown := _node(files, id_)) is not None
        )
    )
    new = ~np.isin(others, seen)
    fresh = others[new].astype("<i8")
    room = max(0, LIMIT - len(view.nodes) - (centre not in view.nodes))
    best = fresh[_ranked(files.shape, fresh, certain[new], seen)][: min(number, room)]
    added = [_node_at(files, int(one)).id for one in best]
    there = [_node_at(files, int(one)).id for one in others[~new]]
    view = view if centre in view.nodes else view.add([centre])
    step = Step(centre, relation, direction, tuple(sorted({*added, *there} - {centre}, key=[*there, *added].index)))
    if step.reached:
        view = view.expand(step)
    return Expansion(
        view, centre, len(added), len(there) + len(added), len(others), full=len(fresh) > room and number > room
    )


def _known(files: GraphFiles, id_: str) -> DrawnNode:
    node = _node(files, id_)
    if node is None:
        raise UnknownEntityError(id_)
    return node


def _ranked(shape: Adjacency, fresh: Array, certain: Array, seen: Array) -> Array:
    degrees = shape.degrees(fresh)
    to_seen = np.zeros(len(fresh), "<i8")
    small = np.flatnonzero(degrees <= _HUB)
    if len(small) <= LIMIT and len(small):
        links = shape.links(fresh[small])
        hits = links.nodes[np.isin(links.others, seen)]
        to_seen[small] = np.searchsorted(np.sort(hits), fresh[small], side="right") - np.searchsorted(
            np.sort(hits), fresh[small]
        )
    order: Array = np.lexsort((fresh, -degrees, -certain, -to_seen))
    return order


def start(graph: Graph, entities: Iterable[EntityLike], number: int = 25) -> View:
    """Return a first view: the entities, and around a single one its first ``number`` neighbours."""
    ids = list(dict.fromkeys(graph.entity(name).id for name in entities))
    view = View().add(ids)
    return expand(graph, view, ids[0], number=number).view if len(ids) == 1 else view


def from_subgraph(part: Subgraph) -> View:
    """Return the view of a part of the graph, at most ``LIMIT`` nodes of it; its centres are selected."""
    ids = [node.id for node in part.nodes][:LIMIT]
    return View().add(ids).select(part.centres)


def seen(view: View, drawing: Drawing) -> Drawing:
    """Return of a drawing what is neither hidden nor filtered out."""
    hidden, filters = set(view.hidden), view.filters
    first, last = filters.years or (-(10**9), 10**9)
    nodes = tuple(
        node
        for node in drawing.nodes
        if node.id not in hidden
        and node.type not in filters.types_off
        and (node.year is None or first <= node.year <= last)
    )
    ids = {node.id for node in nodes}
    edges = tuple(
        edge
        for edge in drawing.edges
        if edge.source in ids
        and edge.target in ids
        and edge.key not in filters.relations_off
        and edge.confidence >= filters.minimum_confidence - 1e-6
    )
    return replace(drawing, nodes=nodes, edges=edges)


def to_sparql(graph: Graph, view: View) -> str:
    """Return a SPARQL query whose rows are the edges that are seen: ``?source``, ``?relation``, ``?target``."""
    shown = seen(view, draw(graph, view))
    files = graph._files
    iris = [f"<{files.names.entity(node.id)}>" for node in shown.nodes]
    relations = [f"kg:{name}" for name in SCHEMA.relations if name not in view.filters.relations_off]
    lines = [
        f"# The {len(shown.edges):,} relations among the {len(shown.nodes):,} entities that are seen.",
        "SELECT ?source ?relation ?target WHERE {",
        f"  VALUES ?source {{ {' '.join(iris)} }}",
        "  ?source ?relation ?target .",
        f"  FILTER (?relation IN ({', '.join(relations)}))",
        f"  {{ SELECT ?target WHERE {{ VALUES ?target {{ {' '.join(iris)} }} }} }}",
    ]
    if view.filters.minimum_confidence > 0:
        lines += [
            "  ?statement rdf:subject ?source ; rdf:predicate ?relation ; rdf:object ?target ; kg:confidence ?confidence .",
            f"  FILTER (?confidence >= {view.filters.minimum_confidence})",
        ]
    return "\n".join([*lines, "}", "ORDER BY ?source ?relation ?target", ""])
