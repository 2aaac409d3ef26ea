"""How lines run: between which sites of two nodes, and where the names of relations find room."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kgraph.present.figure import fonts
from kgraph.present.figure.forms import sites
from kgraph.present.figure.geometry import Array, crosses, passes
from kgraph.present.figure.model import Box, PlacedNode, Site

Points = tuple[tuple[float, float], tuple[float, float]]
_FEW = 14
"""Lines; of more, those whose label would lie on a foreign line go without: the legend tells their colour and dash."""
_MOST = 400
"""Lines; in a figure with more, the legend alone names them."""
_SHARES = tuple(0.5 + side * step / 100 for step in range(0, 38, 3) for side in ((1, -1) if step else (1,)))
"""Where on a line its name may stand, the middle first."""


def route(pairs: Sequence[tuple[str, str]], nodes: dict[str, PlacedNode]) -> list[tuple[Site, Site, Points]]:
    """Return for each pair of ids the two sites that a line joins and its ends.

    The line leaves each node outwards, is short, passes over as few other nodes as the sites allow, and lies on no other line.
    """
    ids = list(nodes)
    centres = np.array([nodes[id_].box.centre for id_ in ids]).reshape(-1, 2)
    halves = np.array([nodes[id_].box[2:] for id_ in ids]).reshape(-1, 2) / 2
    number = {id_: place for place, id_ in enumerate(ids)}
    joints = {id_: sites(nodes[id_].form, nodes[id_].box.width, nodes[id_].box.height) for id_ in ids}
    used: dict[tuple[str, int], int] = {}
    taken: set[frozenset[tuple[str, int]]] = set()
    routes = []
    for source, target in pairs:
        one, other = joints[source], joints[target]
        starts, stops = _absolute(one, nodes[source].box), _absolute(other, nodes[target].box)
        a = np.repeat(starts, len(stops), axis=0)
        b = np.tile(stops, (len(starts), 1))
        cost = np.sqrt(((a - b) ** 2).sum(axis=1))
        out_a = ((b - a) * (a - centres[number[source]])).sum(axis=1) <= 0
        out_b = ((a - b) * (b - centres[number[target]])).sum(axis=1) <= 0
        cost += 300.0 * (out_a.astype(float) + out_b)
        low, high = np.minimum(a.min(axis=0), b.min(axis=0)), np.maximum(a.max(axis=0), b.max(axis=0))
        between = ((centres + halves + 3 > low) & (centres - halves - 3 < high)).all(axis=1)
        between[[number[source], number[target]]] = False
        if between.any():
            over = passes(a[:, None], b[:, None], centres[None, between], halves[None, between] + 3)
            cost += 500.0 * over.sum(axis=1)
        names = [frozenset({(source, s.number), (target, t.number)}) for s in one for t in other]
        cost += np.array([2000.0 * (name in taken) for name in names])
        cost += np.array([4.0 * min(used.get((source, s.number), 0), 4) for s in one for _ in other])
        best = int(cost.argmin())
        site, end = one[best // len(other)], other[best % len(other)]
        taken.add(names[best])
        for key in ((source, site.number), (target, end.number)):
            used[key] = used.get(key, 0) + 1
        routes.append((site, end, (_point(a[best]), _point(b[best]))))
    return routes


def _absolute(joints: Sequence[Site], box: Box) -> Array:
    return np.array([(box.x + site.x, box.y + site.y) for site in joints])


def _point(point: Array) -> tuple[float, float]:
    return round(float(point[0]), 2), round(float(point[1]), 2)


def label_boxes(
    labels: Sequence[str], lines: Sequence[Points], nodes: Sequence[PlacedNode], size: float
) -> list[Box | None]:
    """Return for each line the box of its label on it, None where it finds no room.

    No label lies on a node or on another label; one lies on a foreign line only where nothing else is free.
    """
    found: list[Box | None] = [None] * len(labels)
    bodies = np.array([(*node.box.centre, node.box.width / 2 + 2, node.box.height / 2 + 2) for node in nodes])
    bodies = bodies.reshape(-1, 4)
    taken: list[Box] = []
    ends = np.array(lines, float).reshape(-1, 2, 2)
    length = np.sqrt(((ends[:, 1] - ends[:, 0]) ** 2).sum(axis=1)) if len(ends) else np.zeros(0)
    order = np.argsort(-length, kind="stable").tolist()
    if len(labels) > _MOST:
        return found
    for strict in (True, False) if len(labels) <= _FEW else (True,):
        for number in order:
            if found[number] is None and labels[number]:
                others = np.delete(ends, number, axis=0) if strict else ends[:0]
                box = _room(labels[number], ends[number], bodies, taken, others, size)
                if box is not None:
                    found[number] = box
                    taken.append(box)
    return found


def _room(label: str, ends: Array, bodies: Array, taken: list[Box], others: Array, size: float) -> Box | None:
    wide, high = fonts.width(label, size) * 1.04 + 4, size * 1.25
    for share in _SHARES:
        x, y = ends[0] + (ends[1] - ends[0]) * share
        box = Box(round(float(x - wide / 2), 2), round(float(y - high / 2), 2), round(wide, 2), high)
        if (
            len(bodies)
            and (
                (np.abs(bodies[:, 0] - x) < bodies[:, 2] + wide / 2)
                & (np.abs(bodies[:, 1] - y) < bodies[:, 3] + high / 2)
            ).any()
        ):
            continue
        if any(box.meets(other, 2.0) for other in taken):
            continue
        if (
            len(others)
            and passes(others[:, 0], others[:, 1], np.array([x, y])[None], np.array([wide / 2, high / 2])[None]).any()
        ):
            continue
        return box
    return None


def crossings(lines: Sequence[Points]) -> int:
    """Return how many pairs of lines cross."""
    ends = np.array(lines, float).reshape(-1, 2, 2)
    a, b = ends[:, 0], ends[:, 1]
    return int(crosses(a[:, None], b[:, None], a[None], b[None]).sum()) // 2
