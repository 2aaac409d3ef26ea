"""What does not fit on one slide, on several: what hangs together stays together, and the centre stands on each."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from kgraph.query.results import Edge, Node

_EVEN = 4
"""Parts that are made about as large; of more, one that is nearly empty does not strike the eye."""


def split(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    centres: Sequence[str],
    most: int,
    fits: Callable[[Sequence[Node]], bool],
) -> list[list[Node]]:
    """Return ``nodes`` in parts of at most ``most`` that fit, one part where all do.

    Each part begins with the centres that it has links to; without any, with the node that has most links. The rest is grouped by Louvain's method on the links
    that do not touch these, so that few relations run from slide to slide. The same graph gives the same parts.
    """
    if len(nodes) <= most and fits(nodes):
        return [list(nodes)]
    parts = _parts(nodes, edges, centres, most, fits)
    if len(parts) <= _EVEN:
        # As many slides, none of them nearly empty.
        for share in (1.05, 1.15, 1.3):
            fewer = math.ceil(len(nodes) / len(parts) * share)
            if fewer < most and len(tried := _parts(nodes, edges, centres, fewer, fits)) == len(parts):
                return tried
    return parts


def _parts(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    centres: Sequence[str],
    most: int,
    fits: Callable[[Sequence[Node]], bool],
) -> list[list[Node]]:
    by_id = {node.id: node for node in nodes}
    fixed = [by_id[id_] for id_ in centres if id_ in by_id][: most // 4] or _hub(nodes, edges)
    together = groups([node for node in nodes if node not in fixed], edges)
    parts: list[list[Node]] = [list(fixed)]
    for group in together:
        # A group begins a new slide rather than being torn, unless it fills more than one.
        whole = _room([*fixed, *group], most, fits)
        if len(parts[-1]) > len(fixed) and whole and not _room([*parts[-1], *group], most, fits):
            parts.append(list(fixed))
        for node in group:
            if len(parts[-1]) > len(fixed) and not _room([*parts[-1], node], most, fits):
                parts.append(list(fixed))
            parts[-1].append(node)
    return [_linked(part, fixed, edges) for part in parts]


def _linked(part: list[Node], fixed: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """Return a part without the centres that have no link in it."""
    ids = {node.id for node in part}
    ends = {
        end
        for e in edges
        if e.source in ids and e.target in ids and e.source != e.target
        for end in (e.source, e.target)
    }
    kept = [node for node in part if node not in fixed or node.id in ends]
    return kept or part


def _room(nodes: Sequence[Node], most: int, fits: Callable[[Sequence[Node]], bool]) -> bool:
    return len(nodes) <= most and fits(nodes)


def _hub(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    counts: dict[str, int] = {}
    for edge in edges:
        for end in (edge.source, edge.target):
            counts[end] = counts.get(end, 0) + 1
    best = min(nodes, key=lambda node: (-counts.get(node.id, 0), node.id))
    return [best] if counts.get(best.id, 0) > len(nodes) / 4 else []


def groups(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[list[Node]]:
    """Return groups that hang together, largest first; nodes without links come last, by type."""
    import networkx

    graph = networkx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    graph.add_edges_from(sorted({(e.source, e.target) for e in edges if e.source in graph and e.target in graph}))
    graph.remove_edges_from(list(networkx.selfloop_edges(graph)))
    alone = {node for node, degree in graph.degree() if not degree}
    graph.remove_nodes_from(alone)
    found = networkx.community.louvain_communities(graph, seed=1) if graph else []
    place = {node.id: number for number, node in enumerate(nodes)}
    found_groups = sorted(
        (sorted(group, key=place.__getitem__) for group in found), key=lambda g: (-len(g), place[g[0]])
    )
    rest = sorted((node for node in nodes if node.id in alone), key=lambda node: (node.type, place[node.id]))
    by_place = {node.id: node for node in nodes}
    return [[by_place[id_] for id_ in group] for group in found_groups] + ([rest] if rest else [])
