"""Chinese numbers of headings: ``第三章``, ``二、``, ``（一）``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kgraph.read.numbering import Candidate

_DIGITS = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"\s{{0,4}}(?:(?P<chapter>第\s?(?P<c>[{_DIGITS}]{{1,3}}|\d{{1,2}})\s?(?P<unit>[部篇卷编章讲课回节]))[\s:：、.．]*"
    rf"|(?P<list>[{_DIGITS}]{{1,3}})\s?[、.．]\s*|[(（](?P<sub>[{_DIGITS}]{{1,3}})[)）][\s、.．]*)(?=\S)"
)
_RANKS = {"部": 1, "篇": 1, "卷": 1, "编": 1, "章": 2, "讲": 2, "课": 2, "回": 2, "节": 3}


class ChineseNumber(NamedTuple):
    """A Chinese number before a title: ``rank`` orders the styles, outermost first (``第一章`` 2, ``一、`` 4)."""

    rank: int
    value: int
    number: Candidate


def chinese_number(text: str) -> ChineseNumber | None:
    """Return the Chinese number that a heading begins with.

    >>> found = chinese_number("第十二章 图网络")
    >>> found.rank, found.value, found.number.printed, found.number.rest
    (2, 12, '第十二章', 5)
    >>> chinese_number("一些应用") is None, chinese_number("（三）BERT").value
    (True, 3)
    """
    match = _NUMBER.match(text)
    if not match:
        return None
    digits = match["c"] or match["list"] or match["sub"]
    rank = _RANKS[match["unit"]] if match["chapter"] else 4 if match["list"] else 5
    printed = match["chapter"] or digits
    return ChineseNumber(rank, _value(digits), Candidate((), printed, match.end(), True, True))


def with_chinese(
    texts: Sequence[str], found: Sequence[list[Candidate]]
) -> tuple[list[list[Candidate]], dict[int, Candidate]]:
    """Return ``found`` (the Arabic numbers of headings) with the Chinese ones, and labels that order nothing.

    Where other headings have numbers of several parts ("3.1"), the outermost Chinese style counts the chapters; a
    single Arabic number is no chapter then. Elsewhere all Chinese numbers are labels.
    """
    chinese = chinese_numbers(texts)
    if not chinese:
        return list(found), {}
    if sum(any(len(c.parts) > 1 for c in choices) for choices in found) < 2:
        return list(found), {place: number.number for place, number in chinese.items()}
    top = min(number.rank for number in chinese.values())
    merged = [[c for c in choices if len(c.parts) > 1] for choices in found]
    labels = {}
    for place, number in chinese.items():
        if number.rank == top:
            merged[place] = [number.number._replace(parts=(number.value,))]
        else:
            labels[place] = number.number
    return merged, labels


def _value(digits: str) -> int:
    if digits.isascii():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if not ten:
        return _DIGITS.index(digits[-1]) + 1
    return 10 * (_DIGITS.index(tens[-1]) + 1 if tens else 1) + (_DIGITS.index(ones[-1]) + 1 if ones else 0)


def chinese_numbers(texts: Sequence[str]) -> dict[int, ChineseNumber]:
    """Return the Chinese numbers of headings by place; a style counts only where a number follows another by one.

    >>> sorted(chinese_numbers(["一、视觉", "二、语音", "第一部 iPhone"]))
    [0, 1]
    """
    found = {place: number for place, text in enumerate(texts) if (number := chinese_number(text)) is not None}
    known = {(number.rank, number.value) for number in found.values()}
    return {
        place: number
        for place, number in found.items()
        if (number.rank, number.value - 1) in known or (number.rank, number.value + 1) in known
    }
