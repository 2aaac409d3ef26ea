"""Confidence: shares of what readers agreed with, and how evidence adds up."""

from __future__ import annotations

import pytest

from kgraph.core import SCHEMA
from kgraph.core.calibration import AS_STATED, HIGHEST, Calibration, Weights, load_calibration

WEIGHTS = Weights(strength=4.0, again=0.5, elsewhere=0.25)
COUNTS = {
    ("basedOn", "wording.v1", 0.7): (90, 100),
    ("basedOn", "wording.v1", 0.6): (1, 2),
    ("about", "layout.v1", 0.9): (40, 40),
}


def calibration() -> Calibration:
    return Calibration(COUNTS, WEIGHTS, WEIGHTS)


def test_evidence_is_worth_the_share_that_was_right() -> None:
    assert calibration().probability("basedOn", "wording.v1", 0.7) == pytest.approx(0.9, abs=0.01)


def test_rare_evidence_is_drawn_to_the_wider_kind() -> None:
    assert 0.5 < calibration().probability("basedOn", "wording.v1", 0.6) < 0.9
    assert calibration().probability("basedOn", "wording.v1", 0.3) == pytest.approx(0.9, abs=0.02)


def test_extractor_that_was_never_counted_is_believed() -> None:
    assert calibration().probability("basedOn", "plugin.v1", 0.42) == 0.42


def test_nothing_is_certain() -> None:
    assert calibration().probability("about", "layout.v1", 0.9) <= HIGHEST
    assert calibration().together("about", [(f"{n}.md", 1, 0.98) for n in range(50)]) == HIGHEST


def test_one_line_is_one_observation() -> None:
    assert calibration().together("basedOn", [("a.md", 1, 0.6), ("a.md", 1, 0.8), ("a.md", 1, 0.7)]) == 0.8


def test_more_lines_and_documents_add_to_it_and_the_order_does_not_matter() -> None:
    pieces = [("a.md", 1, 0.8), ("a.md", 9, 0.6), ("b.md", 2, 0.7)]
    one, two, three = (calibration().together("basedOn", pieces[:size]) for size in (1, 2, 3))
    assert 0.8 == one < two < three < 1 - 0.2 * 0.4 * 0.3
    assert calibration().together("basedOn", pieces[::-1]) == three


def test_as_stated_takes_evidence_for_independent() -> None:
    assert AS_STATED.together("basedOn", [("a.md", 1, 0.8), ("b.md", 1, 0.5)]) == pytest.approx(0.9)


def test_shipped_counts_are_sound() -> None:
    shipped = load_calibration()
    assert {what for what, _, _ in shipped.counts} <= {*SCHEMA.relations, *SCHEMA.entities}
    assert all(0 <= right <= judged > 0 for right, judged in shipped.counts.values())
    assert all(0 <= stated <= 1 for _, _, stated in shipped.counts)
    assert set(shipped.curve) == {"stated", "calibrated"}
    for bins in shipped.curve.values():
        assert all(0 <= mean <= 1 and 0 <= share <= 1 and number > 0 for mean, share, number in bins)
