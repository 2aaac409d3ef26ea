"""``index/places.npy``: where the nodes stand that the databases of the index speak of.

The databases know a node by a number that it keeps while others come and go. In the index of a whole build that is its place in
``graph.json``, and the file is not there.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from kgraph.store.splice import Array

NAME = "places.npy"


def read_places(index: Path) -> Array | None:
    """Return the place of the node of each number (-1: it is gone); None where they are the same."""
    path = index / NAME
    return np.load(path) if path.exists() else None


class Numbers:
    """The numbers of nodes, taken over from one build to the next: ``moved`` tells where each place went."""

    def __init__(self, last: Path, moved: Array, count: int):
        before = read_places(last)
        self._old = np.arange(len(moved), dtype="<i8") if before is None else before
        self.places = np.where(self._old >= 0, moved[self._old], -1)
        new = np.setdiff1d(np.arange(count), self.places)
        self.places = np.concatenate([self.places, new])
        self._number = np.empty(count, "<i8")
        here = np.flatnonzero(self.places >= 0)
        self._number[self.places[here]] = here

    def before(self, place: int) -> int:
        """Return the number of the node that stood at ``place``."""
        return int(np.flatnonzero(self._old == place)[0])

    def now(self, place: int) -> int:
        """Return the number of the node that stands at ``place``."""
        return int(self._number[place])

    def write(self, index: Path) -> None:
        """Write the file."""
        np.save(index / NAME, self.places)
