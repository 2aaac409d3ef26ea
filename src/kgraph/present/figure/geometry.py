"""Lines and boxes: which meet, for many of them at once."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def passes(start: Array, stop: Array, centre: Array, half: Array) -> Array:
    """Return for each segment and box whether the one goes through the other; all arrays are broadcast together."""
    delta = stop - start
    delta = np.where(np.abs(delta) < 1e-9, 1e-9, delta)
    one, other = (centre - half - start) / delta, (centre + half - start) / delta
    enter = np.minimum(one, other).max(axis=-1)
    leave = np.maximum(one, other).min(axis=-1)
    result: Array = (enter < leave) & (leave > 0) & (enter < 1)
    return result


def crosses(a: Array, b: Array, c: Array, d: Array) -> Array:
    """Return for segments a–b and c–d whether they cross; all arrays are broadcast together."""

    def side(p: Array, q: Array, r: Array) -> Array:
        result: Array = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )
        return result

    result: Array = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    return result


def free_spots(spots: Array, node: int, centres: Array, reach: Array) -> Array:
    """Return those of ``spots`` (n × 2) where the box of ``node`` meets no other; the first, where it stands, always.

    ``reach`` (boxes × 2) is how far apart the centres of its box and of each other one have to be, in one direction at least.
    """
    meets = (np.abs(spots[:, None] - centres) < reach).all(axis=2)
    meets[:, node] = False
    free = ~meets.any(axis=1)
    free[0] = True
    result: Array = spots[free]
    return result
