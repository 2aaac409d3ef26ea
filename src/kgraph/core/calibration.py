"""Calibration: how often readers agreed with each kind of evidence, and what several pieces of it are worth together.

A rule states how sure it is, but its author only guessed. ``calibration.toml`` counts, for each kind of evidence (what it is
evidence for, the extractor, the confidence that its rule states), how many of the statements that rest on it a careful
reader of annotated documents agreed with. It is written by ``benchmarks/calibration.py``.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

Kind = tuple[str, str, float]
"""What evidence is for (a relation or an entity type), the extractor, and the confidence that its rule states."""

HIGHEST = 0.99
LOWEST = 0.01


@dataclass(frozen=True, slots=True)
class Weights:
    """How counts and pieces of evidence are combined.

    ``strength`` is how many observations the wider kind is worth where a narrower one has few. ``again`` and ``elsewhere``
    (0 to 1) are how much a further line of one document and a further document count: 1 for independent evidence, 0 for
    evidence that says nothing new.
    """

    strength: float
    again: float
    elsewhere: float


@dataclass(frozen=True)
class Calibration:
    """Counts of (right, judged) per kind of evidence, and the weights for relations and for entities."""

    counts: Mapping[Kind, tuple[int, int]]
    relations: Weights
    entities: Weights
    curve: Mapping[str, tuple[tuple[float, float, int], ...]] = field(default_factory=dict)
    """Of relations ``stated`` and ``calibrated``: mean confidence, share right, and number, for ranges of confidence."""
    _known: dict[Kind, float] = field(default_factory=dict, compare=False, repr=False)

    def weights(self, what: str) -> Weights:
        """Return the weights for a relation (``basedOn``) or an entity type (``Method``)."""
        return self.entities if what[:1].isupper() else self.relations

    def probability(self, what: str, extractor: str, stated: float) -> float:
        """Return the probability that a careful reader agrees with what one piece of evidence says.

        The share that was right among the same kind is drawn towards that of the wider kind (any stated confidence, any
        extractor, anything) by ``strength`` observations. An extractor that was never counted is believed as it states.
        Amortised O(1).
        """
        key = (what, extractor, stated)
        if (found := self._known.get(key)) is None:
            found = self._known[key] = self._estimate(key)
        return found

    def _estimate(self, kind: Kind) -> float:
        what, extractor, _ = kind
        sums = self._sums
        if extractor not in sums:
            return kind[2]
        strength = self.weights(what).strength
        share = 0.5
        for level in ("" if what[:1].islower() else "E", what, (what, extractor), kind):
            right, judged = sums.get(level, (0, 0))
            share = (right + strength * share) / (judged + strength)
        return round(min(HIGHEST, max(LOWEST, share)), 4)

    @functools.cached_property
    def _sums(self) -> dict[object, tuple[int, int]]:
        sums: dict[object, tuple[int, int]] = {}
        for (what, extractor, stated), (right, judged) in self.counts.items():
            group = "" if what[:1].islower() else "E"
            for level in (group, what, (what, extractor), (what, extractor, stated), extractor):
                old = sums.get(level, (0, 0))
                sums[level] = (old[0] + right, old[1] + judged)
        return sums

    def together(self, what: str, pieces: Iterable[tuple[str, int, float]]) -> float:
        """Return the probability of a statement from its evidence: (document, line, probability) of each piece.

        What stands on one line is one observation: the surest reading of it counts. Beyond the surest line of each document
        further ones count with the weight ``again``, and beyond the surest document the others with ``elsewhere``, in the
        sum of log(1 − p): with weights of 1 that is 1 − ∏(1 − p), the rule for independent evidence. From 0.01 to 0.99.
        """
        pieces = list(pieces)
        if len(pieces) == 1:
            return _alone(pieces[0][2])
        weights = self.weights(what)
        lines: dict[tuple[str, int], float] = {}
        for document, line, probability in pieces:
            place = (document, line)
            lines[place] = max(probability, lines.get(place, 0.0))
        doubts: dict[str, list[float]] = {}
        for (document, _), probability in lines.items():
            doubts.setdefault(document, []).append(math.log1p(-min(probability, HIGHEST)))
        whole = []
        for found in doubts.values():
            surest = min(found)
            whole.append(surest + weights.again * (math.fsum(found) - surest))
        surest = min(whole)
        wrong = math.exp(surest + weights.elsewhere * (math.fsum(whole) - surest))
        return round(min(HIGHEST, max(LOWEST, 1.0 - wrong)), 4)


@functools.lru_cache(maxsize=4096)
def _alone(probability: float) -> float:
    """Return the probability of a statement from one piece of evidence: most have no more."""
    return round(min(HIGHEST, max(LOWEST, 1.0 - math.exp(math.log1p(-min(probability, HIGHEST))))), 4)


AS_STATED = Calibration({}, Weights(1.0, 1.0, 1.0), Weights(1.0, 1.0, 1.0))
"""Believes every rule as it states, and takes lines and documents as independent."""


@functools.cache
def load_calibration() -> Calibration:
    """Return the calibration that is shipped with kgraph."""
    data = tomllib.loads(files("kgraph.core").joinpath("calibration.toml").read_text(encoding="utf-8"))
    return Calibration(
        {
            (what, extractor, float(stated)): (right, judged)
            for what, extractor, stated, right, judged in data["counts"]
        },
        Weights(**data["relations"]),
        Weights(**data["entities"]),
        {name: tuple((mean, share, number) for mean, share, number in bins) for name, bins in data["curve"].items()},
    )
