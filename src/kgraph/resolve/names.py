"""Names: the best one to show, and the one of each language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kgraph.core.text import has_han


def best_name(names: Iterable[str]) -> str:
    """Return the name to show: the most frequent, of equals the one with more capitals, the shorter, the first in order.

    >>> best_name(["Bert", "BERT", "BERT"]), best_name(["yolo", "YOLO"])
    ('BERT', 'YOLO')
    """
    counts = Counter(names)
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda name: (-counts[name], -sum(c.isupper() for c in name), len(name), name))


def language_labels(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the first Chinese and the first other name of ``names`` (best first) as (language, name) pairs."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault("zh" if has_han(name) else "en", name)
    return tuple(sorted(found.items()))
