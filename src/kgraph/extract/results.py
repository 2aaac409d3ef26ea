"""Results: the metric, value and dataset that a sentence or a cell prints for a method."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.core import Block, Mention
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.reading import Reading, Span

EXTRACTOR = "results.v1"

_VALUE = re.compile(
    r"(?<![\w.])(?P<sign>[+\-±]?)(?P<number>\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?P<unit>%|％|个百分点|倍|x\b|ms\b|FPS\b|fps\b|dB\b)?(?![\w.]*\d)"
)


@dataclass(frozen=True, slots=True)
class Result:
    """A printed result: value as printed with its sign and %, metric name or None, unit or None, and its place."""

    start: int
    end: int
    value: str
    metric: str | None
    unit: str | None


@functools.lru_cache(maxsize=8)
def metric_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """Return the pattern of all metric names."""
    surfaces = {
        surface for term in lexicon.terms if term.type == "metric" for surface in term.surfaces if len(surface) > 1
    }
    body = "|".join(re.escape(surface) for surface in sorted(surfaces, key=lambda s: (-len(s), s))) or r"(?!)"
    return re.compile(rf"(?<![A-Za-z])(?:top-?\d\s?)?(?:{body})(?![A-Za-z])(?:@\d+)?", re.IGNORECASE)


def find_results(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Result]:
    """Yield the results printed between ``start`` and ``end``: a number with a per cent sign or beside a metric's name."""
    metrics = [
        (found.start(), found.end(), found.group()) for found in metric_pattern(lexicon).finditer(text, start, end)
    ]
    for match in _VALUE.finditer(text, start, end):
        near = None
        for a, b, name in metrics:
            gap = match.start() - b if b <= match.start() else a - match.end()
            if 0 <= gap <= 14 and (near is None or gap < near[0]):
                near = (gap, name)
        if near is None and match["unit"] not in ("%", "％", "个百分点"):
            continue
        unit = match["unit"] or None
        shown = match["sign"] + match["number"] + ("%" if unit in ("%", "％") else "")
        yield Result(match.start(), match.end(), shown, near[1] if near else None, unit)


def attach_results(
    reading: Reading, block: Block, start: int, end: int, spans: list[Span], thing: Mention | None
) -> None:
    """Record ``evaluatedOn`` with the result printed beside a dataset in a sentence."""
    datasets = [span for span in spans if span.mention.type == "Dataset"]
    if not datasets:
        return
    results = list(find_results(block.text, start, end, reading.lexicon))
    if not results:
        return
    methods = [span for span in spans if span.mention.type == "Method"]
    for place, dataset in enumerate(datasets):
        stop = datasets[place + 1].start if place + 1 < len(datasets) else end
        own = [result for result in results if dataset.end <= result.start < min(stop, dataset.end + 40)]
        if not own:
            continue
        result = own[0]
        before = [span for span in methods if span.start < dataset.start]
        own_thing = thing is not None and any(span.mention.name == thing.name for span in methods)
        head = thing if own_thing or not before else before[-1].mention
        if head is None:
            continue
        at = (dataset.mention.line, dataset.mention.column, dataset.mention.text)
        reading.claim(
            head,
            "evaluatedOn",
            dataset.mention,
            EXTRACTOR,
            at=at,
            confidence=0.7,
            metric=result.metric,
            value=result.value,
            unit=result.unit,
        )
