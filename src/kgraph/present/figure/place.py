"""Where nodes stand: near what they are linked with, none over another, lines clear of the nodes between.

Everything is computed with a fixed seed, so that the same graph stands the same way.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from kgraph.present.figure.clear import Clearing
from kgraph.present.figure.geometry import Array, crosses, free_spots, passes

_SEARCHED = 90
"""Nodes; a larger figure is laid out by forces and packed, without looking at lines."""
_BALANCED = 11
"""Nodes; fewer leave so much room that an arrangement in balance has no lines over forms."""
_STEP = 6.0
_ROW = 4
"""The most nodes of a way that stand in one row."""


def place(
    sizes: Array,
    links: Array,
    area: tuple[float, float],
    gap: float,
    start: Array | None = None,
    joints: Sequence[Sequence[tuple[float, float]]] | None = None,
) -> Array | None:
    """Return the centres (n × 2) of boxes of ``sizes`` (n × 2), ``gap`` apart in an area, or None where they do not fit.

    ``links`` (m × 2) are pairs of their places in the list. ``start`` (n × 2) are positions whose arrangement is kept: they
    are scaled to the area, and moved only as far as boxes would overlap. ``joints`` are the points of each box, relative to its
    middle, where lines begin and end; without them, which is quicker, lines run from middle to middle and less is tried. Costs time in n² + n·m per round of a fixed number;
    the last arrangements are remembered, since the same one is asked for in another style.
    """
    wanted = None if start is None else start.astype(float).tobytes()
    points = None if joints is None else tuple(tuple(box) for box in joints)
    found = _place(sizes.astype(float).tobytes(), links.astype("<i8").tobytes(), area, gap, wanted, points)
    return None if found is None else found.copy()


@lru_cache(maxsize=32)
def _place(
    sizes_: bytes,
    links_: bytes,
    area: tuple[float, float],
    gap: float,
    start_: bytes | None,
    joints: tuple[tuple[tuple[float, float], ...], ...] | None,
) -> Array | None:
    sizes, links = np.frombuffer(sizes_).reshape(-1, 2), np.frombuffer(links_, "<i8").reshape(-1, 2)
    start = None if start_ is None else np.frombuffer(start_).reshape(-1, 2)
    if not len(sizes):
        return np.zeros((0, 2))
    numbers, degrees = np.arange(len(sizes)), np.bincount(links.ravel(), minlength=len(sizes))
    if len(sizes) > _SEARCHED:
        wanted = _scaled(forces(len(sizes), links) if start is None else start, sizes, area)
        return _packed(wanted, sizes, area, np.lexsort((numbers, -degrees)), gap)
    wanted = _scaled(stress(len(sizes), links) if start is None else start, sizes, area)
    centres = None
    # Hubs choose first; where that leaves too small gaps for the large ones, these do.
    for rank in (degrees, sizes[:, 0] * sizes[:, 1], sizes[:, 0]):
        if centres is None:
            centres = _free_spots(wanted, sizes, area, np.lexsort((numbers, -rank)), gap)
    if centres is None:
        return None
    if start is not None:
        return _Search(centres, sizes, links, area, gap, anchor=3.0).run(8 if joints else 2, reach=0.06)
    # Few nodes stand as their distances ask for, in balance; more are free to look for a place.
    anchor = 2.0 if len(sizes) <= _BALANCED else 0.0
    centres = _Search(centres, sizes, links, area, gap, anchor).run(30 if joints else 4, reach=0.15 if anchor else 0.5)
    centres = _spread(centres, sizes, area)
    centres = _Search(centres, sizes, links, area, gap, anchor=3.0).run(8 if joints else 2, reach=0.05)
    if joints is None or not len(links):
        return centres
    return Clearing(centres, sizes, links, [np.array(box) for box in joints], area, gap).run(rounds=60, reach=0.4)


def chain(ids: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Return places for the nodes of a way: in a row, or of more than four in two, the second one on the way back.

    >>> chain(["a", "b"])
    {'a': (0.0, 0.0), 'b': (1.0, 0.0)}
    """
    wide = len(ids) if len(ids) <= _ROW else -(-len(ids) // 2)
    return {id_: (float(n) if n < wide else float(2 * wide - 1 - n), float(n >= wide)) for n, id_ in enumerate(ids)}


def stress(count: int, links: Array) -> Array:
    """Return positions (n × 2) whose distances are near the numbers of links between the nodes.

    Stress majorisation (Gansner, Koren and North, "Graph drawing by stress majorization", 2004) from classical scaling; parts that
    hang not together stand beside each other. Costs n³ for the first step.
    """
    if count == 1:
        return np.zeros((1, 2))
    hops = _hops(count, links)
    squared = hops**2
    middle = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-0.5 * middle @ squared @ middle)
    axes = vectors[:, [-1, -2]] if count > 2 else np.stack([vectors[:, -1], np.zeros(count)], axis=1)
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1, 1)
    spots = axes * np.sqrt(np.maximum(values[[-1, -2]] if count > 2 else np.array([values[-1], 0]), 0.0))
    # Nodes with the same neighbours would stand on one spot: a fixed turn for each keeps them apart.
    turns = np.arange(count) * 2.399963
    spots = spots + 0.25 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    weights = np.where(hops > 0, 1 / np.maximum(squared, 1e-9), 0.0)
    np.fill_diagonal(weights, 0.0)
    total = weights.sum(axis=1)
    for _ in range(60):
        delta = spots[:, None, :] - spots[None, :, :]
        distance = np.sqrt((delta**2).sum(axis=2)) + 1e-9
        pull = weights[:, :, None] * (spots[None, :, :] + hops[:, :, None] * delta / distance[:, :, None])
        spots = pull.sum(axis=1) / total[:, None]
    rounded: Array = np.round(spots, 6)
    return rounded


def _hops(count: int, links: Array) -> Array:
    hops = np.full((count, count), np.inf)
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in links.tolist():
        near[one].append(other)
        near[other].append(one)
    for source in range(count):
        hops[source, source] = 0
        level, distance = [source], 0
        while level:
            distance += 1
            level = [n for node in level for n in near[node] if not np.isfinite(hops[source, n])]
            level = list(dict.fromkeys(level))
            hops[source, level] = distance
    apart = hops[np.isfinite(hops)].max() * 0.5 + 2
    hops[~np.isfinite(hops)] = apart
    return hops


def forces(count: int, links: Array, rounds: int = 30) -> Array:
    """Return positions (n × 2) for many nodes: linked ones near, others apart. Costs n² per round.

    Begins with the distances from a few nodes far from one another (Brandes and Pich, "Eigensolver methods for progressive
    multidimensional scaling of large data", 2006), then lets links pull and all nodes push (Fruchterman and Reingold, 1991).
    """
    spots = _from_pivots(count, links).astype("<f4")
    one, other = links[:, 0], links[:, 1]
    ideal = np.float32(1 / np.sqrt(count))
    for turn in range(rounds):
        delta_x, delta_y = spots[:, None, 0] - spots[None, :, 0], spots[:, None, 1] - spots[None, :, 1]
        push = ideal**2 / (delta_x**2 + delta_y**2 + np.float32(1e-6))
        move = np.stack([(push * delta_x).sum(axis=1), (push * delta_y).sum(axis=1)], axis=1)
        pull = (spots[one] - spots[other]) * (np.sqrt(((spots[one] - spots[other]) ** 2).sum(axis=1)) / ideal)[:, None]
        for axis in (0, 1):
            move[:, axis] -= np.bincount(one, pull[:, axis], count) - np.bincount(other, pull[:, axis], count)
        move -= spots * np.float32(0.3)
        length = np.sqrt((move**2).sum(axis=1, keepdims=True)) + np.float32(1e-9)
        spots = spots + move / length * np.minimum(length, np.float32(0.12 * (1 - turn / rounds)))
    # Ranks spread what forces crowd, half way.
    ranks = np.argsort(np.argsort(spots, axis=0, kind="stable"), axis=0) / count
    extent = np.maximum(spots.max(axis=0) - spots.min(axis=0), 1e-9)
    mixed: Array = np.round((spots - spots.min(axis=0)) / extent * 0.5 + ranks * 0.5, 5)
    return mixed


def _from_pivots(count: int, links: Array, pivots: int = 30) -> Array:
    near: list[list[int]] = [[] for _ in range(count)]
    for one, other in links.tolist():
        near[one].append(other)
        near[other].append(one)
    hops = np.zeros((count, min(pivots, count)))
    nearest = np.full(count, np.inf)
    pivot = int(np.argmax([len(others) for others in near]))
    for column in range(hops.shape[1]):
        distance = np.full(count, -1)
        distance[pivot], level, reached = 0, [pivot], 0
        while level:
            reached += 1
            level = list(dict.fromkeys(n for node in level for n in near[node] if distance[n] < 0))
            distance[level] = reached
        distance[distance < 0] = distance.max() + 2
        hops[:, column] = distance
        nearest = np.minimum(nearest, distance)
        pivot = int(nearest.argmax())
    squared = hops**2
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = centred @ vectors[:, [-1, -2]] if hops.shape[1] > 1 else np.zeros((count, 2))
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), range(2)] < 0, -1, 1)
    spread = np.maximum(np.abs(axes).max(axis=0), 1e-9)
    turns = np.arange(count) * 2.399963
    placed: Array = axes / spread * 0.5 + 0.03 * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return placed


def _packed(wanted: Array, sizes: Array, area: tuple[float, float], order: Array, gap: float) -> Array | None:
    """Return for each of many boxes, in ``order``, the free spot nearest to where it is wanted, on a grid of occupied cells."""
    cell = _STEP
    columns, rows = int(area[0] // cell), int(area[1] // cell)
    taken = np.zeros((columns, rows), bool)
    near, far = _rings(0, 60).tolist(), _rings(60, max(columns, rows))
    spans = np.ceil((sizes + gap) / cell).astype(int)
    corners = np.round((wanted - sizes / 2) / cell).astype(int)
    centres = np.zeros_like(wanted)
    for number in order.tolist():
        wide, high = spans[number].tolist()
        left, top = corners[number].tolist()
        if wide > columns or high > rows:
            return None
        left, top = min(max(left, 0), columns - wide), min(max(top, 0), rows - high)
        for right, down in itertools.chain(near, map(np.ndarray.tolist, far)):
            x, y = left + right, top + down
            if 0 <= x <= columns - wide and 0 <= y <= rows - high and not taken[x : x + wide, y : y + high].any():
                taken[x : x + wide, y : y + high] = True
                centres[number] = (x * cell + sizes[number][0] / 2, y * cell + sizes[number][1] / 2)
                break
        else:
            return None
    return centres


def _rings(start: int, end: int) -> Array:
    """Return steps (n × 2) to either side, from nearly ``start`` to ``end`` cells away, the nearest first."""
    span = np.arange(-end, end + 1, 2)
    grid = np.stack(np.meshgrid(span, span, indexing="ij"), axis=-1).reshape(-1, 2)
    away = (grid**2).sum(axis=1)
    steps: Array = grid[away >= start**2][np.argsort(away[away >= start**2], kind="stable")]
    return steps


def _scaled(spots: Array, sizes: Array, area: tuple[float, float]) -> Array:
    """Return positions stretched over the area, the longer side of the arrangement along the longer one of the area."""
    low, high = spots.min(axis=0), spots.max(axis=0)
    extent = np.maximum(high - low, 1e-9)
    room = np.maximum(np.array(area) - sizes.max(axis=0), 1.0)
    # A row of nodes stays a row instead of being stretched to the full height.
    factor = np.minimum(room / extent, 3.0 * (room / extent).min())
    scaled: Array = (spots - (low + high) / 2) * factor + np.array(area) / 2
    return scaled


def _free_spots(wanted: Array, sizes: Array, area: tuple[float, float], order: Array, gap: float) -> Array | None:
    """Return for each box, in ``order``, the free spot nearest to where it is wanted; None where one finds none."""
    grid = np.stack(
        np.meshgrid(np.arange(0, area[0] + _STEP, _STEP), np.arange(0, area[1] + _STEP, _STEP), indexing="ij"), axis=-1
    ).reshape(-1, 2)
    centres = np.zeros_like(wanted)
    done: list[int] = []
    for number in order.tolist():
        half = sizes[number] / 2
        spots = np.concatenate([wanted[number : number + 1], grid])
        spots = np.clip(spots, half, np.maximum(np.array(area) - half, half))
        if done:
            apart = np.abs(spots[:, None, :] - centres[done][None, :, :])
            free = ~(apart < (half + sizes[done] / 2 + gap)[None, :, :]).all(axis=2).any(axis=1)
            spots = spots[free]
        if not len(spots) or (sizes[number] > np.array(area) + 0.5).any():
            return None
        centres[number] = spots[((spots - wanted[number]) ** 2 @ np.array([1.0, 1.6])).argmin()]
        done.append(number)
    return centres


def _spread(centres: Array, sizes: Array, area: tuple[float, float]) -> Array:
    """Return the arrangement drawn apart to fill the area, up to twice as wide and high, in its middle."""
    low, high = (centres - sizes / 2).min(axis=0), (centres + sizes / 2).max(axis=0)
    room = np.array(area) - (high - low)
    inner = np.maximum(centres.max(axis=0) - centres.min(axis=0), 1e-9)
    factor = np.clip(1 + room / inner, 1.0, 2.0)
    spread = (centres - centres.mean(axis=0)) * factor
    low, high = (spread - sizes / 2).min(axis=0), (spread + sizes / 2).max(axis=0)
    moved: Array = spread - (low + high) / 2 + np.array(area) / 2
    return moved


class _Search:
    """Moves one node at a time to where lines are short, cross little and pass over no node; no step makes it worse."""

    def __init__(
        self, centres: Array, sizes: Array, links: Array, area: tuple[float, float], gap: float, anchor: float = 0.0
    ):
        self.centres, self.sizes, self.half, self.area = centres.copy(), sizes, sizes / 2, np.array(area)
        self.links, self.gap, self.anchor = links, gap, anchor
        self.ideal = 0.6 * float(np.sqrt(area[0] * area[1] / len(sizes)))
        self.wanted = centres.copy()
        self.random = np.random.RandomState(7)
        self.near = [
            np.array([b if a == n else a for a, b in links.tolist() if n in (a, b)], int) for n in range(len(sizes))
        ]
        self.others = [np.flatnonzero((links != n).all(axis=1)) for n in range(len(sizes))]

    def run(self, rounds: int, reach: float) -> Array:
        """Return the centres after so many rounds; ``reach`` is the first distance of a move in shares of the area."""
        order = np.argsort([-len(near) for near in self.near], kind="stable")
        for turn in range(rounds):
            width = reach * (1 - 0.9 * turn / rounds)
            moved = False
            for node in order.tolist():
                moved |= self._move(node, width)
            if not moved and turn > rounds // 2:
                break
        return np.round(self.centres, 2)

    def _move(self, node: int, width: float) -> bool:
        here, half = self.centres[node], self.half[node]
        tries = [here[None, :], here + self.random.normal(size=(14, 2)) * width * self.area * 0.5]
        if not self.anchor:
            tries.append(self.random.uniform(size=(6, 2)) * self.area)
            if len(self.near[node]):
                middle = self.centres[self.near[node]].mean(axis=0)
                tries.append(middle + self.random.normal(size=(8, 2)) * self.ideal * 1.5)
        spots = np.clip(np.concatenate(tries), half, np.maximum(self.area - half, half))
        spots = free_spots(spots, node, self.centres, half + self.half + self.gap)
        if len(spots) == 1:
            return False
        costs = self._costs(node, spots)
        best = int(costs.argmin())
        if costs[best] >= costs[0] - 1e-6:
            return False
        self.centres[node] = spots[best]
        return True

    def _costs(self, node: int, spots: Array) -> Array:
        near, others = self.near[node], self.others[node]
        costs = self.anchor * np.abs(spots - self.wanted[node]) @ (4 / self.area)
        # A pull to the middle, weak, keeps nodes without links from the corners.
        costs = costs + 0.15 * (((spots - self.area / 2) / self.area) ** 2).sum(axis=1)
        ends = self.centres[near]
        if len(near):
            gaps = np.maximum(np.abs(spots[:, None, :] - ends[None]) - (self.half[node] + self.half[near])[None], 0)
            lengths = np.sqrt((gaps**2).sum(axis=2)) / self.ideal
            costs = costs + np.where(lengths > 1, lengths, 1.6 - 0.6 * lengths).sum(axis=1)
            starts = np.broadcast_to(spots[:, None, :], (len(spots), len(near), 2))
            stops = np.broadcast_to(ends[None], starts.shape)
            over = passes(starts[:, :, None], stops[:, :, None], self.centres[None, None], self.half[None, None] + 5)
            over[:, :, node] = False
            over[:, np.arange(len(near)), near] = False
            costs = costs + 3.0 * over.sum(axis=(1, 2))
        if len(others):
            one, other = self.centres[self.links[others, 0]], self.centres[self.links[others, 1]]
            over = passes(one[None], other[None], spots[:, None, :], (self.half[node] + 5)[None, None])
            costs = costs + 3.0 * over.sum(axis=1)
            if len(near):
                shared = (self.links[others][None, :, :] == near[:, None, None]).any(axis=2)
                crossing = crosses(starts[:, :, None], stops[:, :, None], one[None, None], other[None, None])
                costs = costs + 0.7 * (crossing & ~shared[None]).sum(axis=(1, 2))
        result: Array = costs
        return result


def indexed(ids: Sequence[str], pairs: Sequence[tuple[str, str]]) -> Array:
    """Return pairs of ids as pairs (m × 2) of their places, each once and none to itself."""
    place = {id_: number for number, id_ in enumerate(ids)}
    found = {tuple(sorted((place[a], place[b]))) for a, b in pairs if a in place and b in place and a != b}
    return np.array(sorted(found), int).reshape(-1, 2)
