"""The judge of unknown names: weights learned from annotated documents, and what they say of a name with its features."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from importlib.resources import files

from kgraph.core.errors import SettingsError

CLASSES = ("", "Method", "Dataset", "Software", "Organization", "Person")
"""What a candidate may be; the empty class is no name."""


class Judge:
    """Weights of features, in hundredths, one for each of ``CLASSES``: sums of whole numbers do not depend on their order."""

    def __init__(self, weights: Mapping[str, tuple[int, ...]]):
        self.weights = dict(weights)
        self._bias = self.weights.get("bias", (0,) * len(CLASSES))

    def shares(self, features: AbstractSet[str]) -> tuple[float, ...]:
        """Return how likely each of ``CLASSES`` is. Costs O(features)."""
        found = self.weights
        rows = [found[feature] for feature in features if feature in found]
        sums = [sum(column) for column in zip(self._bias, *rows, strict=True)]
        top = max(sums)
        powers = [math.exp((value - top) / 100) for value in sums]
        whole = sum(powers)
        return tuple(power / whole for power in powers)


@functools.cache
def load_judge() -> Judge:
    """Return the judge that is shipped. Raises SettingsError where the file of its weights is broken."""
    text = files("kgraph.extract").joinpath("judge.tsv").read_text(encoding="utf-8")
    weights = {}
    for number, line in enumerate(text.splitlines()[1:], start=2):
        name, *cells = line.split("\t")
        if len(cells) != len(CLASSES):
            raise SettingsError(f"judge.tsv, line {number}: expected a feature and {len(CLASSES)} weights")
        weights[name] = tuple(map(int, cells))
    return Judge(weights)
