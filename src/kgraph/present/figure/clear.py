"""The last touch of an arrangement: nodes step aside for the lines that really run, from site to site of the forms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kgraph.present.figure.geometry import Array, crosses, free_spots, passes

_MARGIN = 3.0
_OVER, _INWARD, _CROSSING = 500.0, 300.0, 40.0
"""What a line costs, in points of its length: for each form that it passes over, for an end inside its own form, for a crossing."""
_TRIES = 24
_IDLE = 3
"""Rounds without a better place, after which there is none to be found."""


class Clearing:
    """Moves a node at a time out of the way of lines, or to where its own lines are clear; no step makes it worse.

    ``joints`` are the sites of each node relative to its middle. ``reach`` is how far a node may go, in shares of the area.
    """

    def __init__(
        self,
        centres: Array,
        sizes: Array,
        links: Array,
        joints: Sequence[Array],
        area: tuple[float, float],
        gap: float,
    ):
        self.centres, self.half, self.links, self.area, self.gap = centres.copy(), sizes / 2, links, np.array(area), gap
        most = max(len(sites) for sites in joints)
        # Forms with fewer sites repeat their first one, so that all have as many.
        self.joints = np.array(
            [np.vstack([sites, np.repeat(sites[:1], most - len(sites), axis=0)]) for sites in joints]
        )
        self.random = np.random.RandomState(11)
        self.near = [np.flatnonzero((links == node).any(axis=1)) for node in range(len(sizes))]
        self.lines = np.zeros((len(links), 2, 2))
        for node in range(len(sizes)):
            own = self.near[node]
            if len(own):
                self.lines[own] = self._own(node, self.centres[node][None])[1][0]

    def run(self, rounds: int, reach: float) -> Array:
        """Return the centres after at most so many rounds; ends where no line passes over a form or nothing gets better."""
        idle = 0
        for turn in range(rounds):
            touched = self._touched()
            if not touched or idle == _IDLE:
                break
            width = reach * (1 - 0.7 * turn / rounds)
            moved = [self._move(node, width) for node in touched]
            idle = 0 if any(moved) else idle + 1
        return np.round(self.centres, 2)

    def _over(self, lines: Array) -> Array:
        """Return for lines (… × 2 × 2) and all nodes whether the one passes over the other."""
        return passes(lines[..., None, 0, :], lines[..., None, 1, :], self.centres, self.half + _MARGIN)

    def _touched(self) -> list[int]:
        """Return the nodes that lines pass over, those with most first, then the ends of these lines."""
        if not len(self.lines):
            return []
        over = self._over(self.lines)
        over[np.arange(len(self.links))[:, None], self.links] = False
        counts = over.sum(axis=0)
        nodes = [int(node) for node in np.argsort(-counts, kind="stable") if counts[node]]
        lines = over.any(axis=1)
        degrees = np.array([len(near) for near in self.near])
        ends = sorted({int(end) for end in self.links[lines].ravel()}, key=lambda end: (degrees[end], end))
        return [*nodes, *(end for end in ends if end not in nodes)]

    def _own(self, node: int, spots: Array) -> tuple[Array, Array]:
        """Return for each spot of a node what its lines cost (spots), and the lines (spots × lines × 2 × 2) in the order of links."""
        own = self.near[node]
        first = self.links[own, 0] == node
        other = np.where(first, self.links[own, 1], self.links[own, 0])
        starts = spots[:, None, :] + self.joints[node]
        stops = self.centres[other][:, None, :] + self.joints[other]
        a = np.broadcast_to(starts[:, None, :, None, :], (len(spots), len(own), starts.shape[1], stops.shape[1], 2))
        b = np.broadcast_to(stops[None, :, None, :, :], a.shape)
        cost = np.sqrt(((a - b) ** 2).sum(axis=-1))
        inward_a = ((b - a) * self.joints[node][:, None, :]).sum(axis=-1) <= 0
        inward_b = ((a - b) * self.joints[other][None, :, None]).sum(axis=-1) <= 0
        cost = cost + _INWARD * (inward_a.astype(float) + inward_b)
        # The few shortest of a pair are looked at in full: the others would be no choice.
        flat = cost.reshape(len(spots), len(own), -1)
        kept = np.argsort(flat, axis=-1, kind="stable")[..., :4]
        lines = np.stack([a, b], axis=-2).reshape(*flat.shape, 2, 2)
        lines = np.take_along_axis(lines, kept[..., None, None], axis=2)
        cost = np.take_along_axis(flat, kept, axis=2)
        over = self._over(lines)
        over[..., node] = False
        over[:, np.arange(len(own)), :, other] = False
        cost = cost + _OVER * over.sum(axis=-1)
        best = cost.argmin(axis=-1)[..., None]
        lines = np.take_along_axis(lines, best[..., None, None], axis=2)[:, :, 0]
        lines = np.where(first[None, :, None, None], lines, lines[:, :, ::-1])
        return np.take_along_axis(cost, best, axis=2)[..., 0].sum(axis=1), lines

    def _move(self, node: int, width: float) -> bool:
        here, half, own = self.centres[node], self.half[node], self.near[node]
        tries = [here[None], here + self.random.normal(size=(_TRIES, 2)) * width * self.area]
        spots = np.clip(np.concatenate(tries), half, np.maximum(self.area - half, half))
        spots = free_spots(spots, node, self.centres, half + self.half + self.gap)
        if len(spots) == 1:
            return False
        others = np.setdiff1d(np.arange(len(self.links)), own, assume_unique=True)
        costs, lines = self._own(node, spots) if len(own) else (np.zeros(len(spots)), np.zeros((len(spots), 0, 2, 2)))
        foreign = self.lines[others]
        if len(foreign):
            over = passes(foreign[None, :, 0], foreign[None, :, 1], spots[:, None], half + _MARGIN)
            costs = costs + _OVER * over.sum(axis=1)
            crossing = crosses(
                lines[:, :, None, 0], lines[:, :, None, 1], foreign[None, None, :, 0], foreign[None, None, :, 1]
            )
            costs = costs + _CROSSING * crossing.sum(axis=(1, 2))
        best = int(costs.argmin())
        if costs[best] >= costs[0] - 1e-6:
            return False
        self.centres[node] = spots[best]
        self.lines[own] = lines[best]
        return True
