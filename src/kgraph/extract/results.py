"""Results: the metric, value and dataset that a sentence or a cell prints for a method."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgraph.core import Mention
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.reading import Reading, Span
from kgraph.extract.tokens import MixedTokenizer, Piece, blank

if TYPE_CHECKING:
    from spacy.matcher import Matcher

EXTRACTOR = "results.v1"


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
    terms = [term for term in lexicon.terms if term.type == "metric"]
    surfaces = {surface for term in terms for surface in term.surfaces if len(surface) > 1}
    body = "|".join(re.escape(surface) for surface in sorted(surfaces, key=lambda s: (-len(s), s))) or r"(?!)"
    return re.compile(rf"(?<![A-Za-z])(?:top-?\d\s?)?(?:{body})(?![A-Za-z])(?:@\d+)?", re.IGNORECASE)


_UNITS = ["%", "％", "x", "×", "倍", "ms", "fps", "db"]


@functools.cache
def _matcher() -> Matcher:
    """Return spaCy's matcher of printed numbers: sign, number, and % or unit, each where printed."""
    from spacy.matcher import Matcher

    matcher = Matcher(blank().vocab)
    number = {"TEXT": {"REGEX": r"^\d[\d,]*(?:\.\d+)?$"}, "ENT_TYPE": ""}
    sign = {"TEXT": {"IN": ["+", "-", "±", "−"]}, "OP": "?"}
    points: list[dict[str, object]] = [{"TEXT": "个"}, {"TEXT": "百"}, {"TEXT": "分"}, {"TEXT": "点"}]
    matcher.add("percent", [[sign, number, {"LOWER": {"IN": _UNITS}}], [sign, number, *points]], greedy="LONGEST")
    matcher.add("number", [[sign, number]], greedy="LONGEST")
    return matcher


def find_results(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Result]:
    """Yield the results printed between ``start`` and ``end``: a number with a per cent sign or beside a metric's name."""
    metrics = [
        Piece(found.start(), found.end(), "metric") for found in metric_pattern(lexicon).finditer(text, start, end)
    ]
    doc, offsets = MixedTokenizer().document(text, start, end, metrics)
    taken = -1
    for _, first, last in sorted(_matcher()(doc), key=lambda match: (match[1], -match[2])):
        if first < taken:
            continue
        taken = last
        place, stop = offsets[first], offsets[last - 1] + len(doc[last - 1].text)
        printed = text[place:stop]
        if re.search(r"[A-Za-z\d.]$", text[max(start, place - 1) : place]):
            continue
        value = re.match(r"[+\-±−]?\s?[\d,.]+", printed)
        assert value is not None
        unit = printed[value.end() :].strip() or None
        near = _nearest_metric(text, metrics, place, stop)
        if near is None and unit not in ("%", "％", "个百分点"):
            continue
        shown = value.group().replace(" ", "").rstrip(",.") + ("%" if unit in ("%", "％") else "")
        yield Result(place, stop, shown, near, unit if unit not in ("%", "％") else None)


def _nearest_metric(text: str, metrics: list[Piece], start: int, end: int) -> str | None:
    """Return the name of the metric within fourteen characters of a number, the nearest one."""
    best: tuple[int, str] | None = None
    place = bisect.bisect_left(metrics, start, key=lambda piece: piece.start)
    for piece in metrics[max(0, place - 1) : place + 1]:
        gap = start - piece.end if piece.end <= start else piece.start - end
        if 0 <= gap <= 14 and (best is None or gap < best[0]):
            best = gap, text[piece.start : piece.end]
    return best[1] if best is not None else None


def attach_results(
    reading: Reading, text: str, start: int, end: int, spans: list[Span], speaks_of: Callable[[Span], Mention | None]
) -> None:
    """Record ``evaluatedOn`` with the result printed beside a dataset in a sentence.

    ``speaks_of`` gives what the clause around a dataset speaks of.
    """
    datasets = [span for span in spans if span.mention.type == "Dataset"]
    if not datasets or not re.search(r"\d", text[datasets[0].end : end]):
        return
    # A result counts within forty characters after its dataset: only that stretch is read.
    last = min(end, datasets[-1].end + 60)
    if not re.search(r"\d", text[datasets[0].end : last]):
        return
    results = list(find_results(text, datasets[0].start, last, reading.lexicon))
    if not results:
        return
    methods = [span for span in spans if span.mention.type == "Method"]
    for place, dataset in enumerate(datasets):
        stop = datasets[place + 1].start if place + 1 < len(datasets) else end
        following = bisect.bisect_left(results, dataset.end, key=lambda result: result.start)
        if following == len(results) or results[following].start >= min(stop, dataset.end + 40):
            continue
        result = results[following]
        before = bisect.bisect_left(methods, dataset.start, key=lambda span: span.start)
        head = speaks_of(dataset) or (methods[before - 1].mention if before else None)
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
