"""Names: the key under which two printed names are one, and the best name to show."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable

from kgraph.core.text import fold, has_han


@functools.cache
def _converter() -> object:
    import opencc

    return opencc.OpenCC("t2s")


@functools.lru_cache(maxsize=262_144)
def name_key(name: str) -> str:
    """Return the key of a name: folded (NFKC, case, blanks, punctuation), traditional characters made simplified.

    >>> name_key("圖神經網絡") == name_key("图神经网络"), name_key("Transformer XL") == name_key("Transformer-XL")
    (True, True)
    """
    if has_han(name):
        name = str(_converter().convert(name))  # type: ignore[attr-defined]
    return fold(name)


def best_name(names: Iterable[str]) -> str:
    """Return the name to show: the most frequent, of equals the one with more capitals, the shorter, the first in order.

    >>> best_name(["Bert", "BERT", "BERT"]), best_name(["yolo", "YOLO"])
    ('BERT', 'YOLO')
    """
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], -sum(c.isupper() for c in name), len(name), name))


def language_labels(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return the first Chinese and the first other name of ``names`` (best first) as (language, name) pairs."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault("zh" if has_han(name) else "en", name)
    return tuple(sorted(found.items()))
