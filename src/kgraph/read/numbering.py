"""Numbers printed before headings, and the tree that they (or the ``#`` signs) make of the headings."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

Number = tuple[int, ...]

_SEPARATOR = r"[ \t]{0,2}[.．][ \t]{0,2}"
_NUMBER = re.compile(rf"\s{{0,4}}(\d{{1,3}}(?!\d)(?:{_SEPARATOR}\d{{1,3}}(?!\d)){{0,6}})")
_AFTER = re.compile(r"[ \t]*[.．、:：)）]?[ \t\u3000]*")
_DIGITS = re.compile(r"\d+")
_BLANK = re.compile(r"[ \t]")
_DOT = re.compile(r"[.．、:：)）]")
# Words that count or measure: in "14 周课程" and "3D 模型" the integer belongs to the title.
_MEASURE = re.compile(
    r"[个種种周週亿万千百年月日天小时分钟秒篇款大道条步行倍位名本部门件张层级星次代轮期章阶]"
    r"|%|[DdBbMmKkGgTtxX]\b|[DdBbMmKkGgTt][ \u4e00-\u9fff]|(?:st|nd|rd|th)\b|\+"
)
_UNIT = re.compile(r"[%×倍\d]|[BKGTMx](?![A-Za-z])")


class Candidate(NamedTuple):
    """One way to read the beginning of a line as a number: its parts, as printed, and where the title begins.

    ``sure`` is False where the integer may belong to the title ("10 亿照片"); ``dotted`` says that the number ends with
    a sign of its own ("1.", "2、").
    """

    parts: Number
    printed: str
    rest: int
    sure: bool
    dotted: bool = False


def candidates(text: str) -> list[Candidate]:
    """Return the ways to split a number off a heading, longest number first.

    >>> [c.printed for c in candidates("4. 2. 1. 6WGAN:")]
    ['4.2.1.6', '4.2.1', '4.2', '4']
    >>> candidates("2.1AutoWare:")[0]
    Candidate(parts=(2, 1), printed='2.1', rest=3, sure=True, dotted=False)
    >>> candidates("3D 模型"), candidates("2019nlp"), candidates("A 参考资料")
    ([], [], [])
    """
    match = _NUMBER.match(text)
    if not match:
        return []
    found = []
    pieces = list(_DIGITS.finditer(text, match.start(1), match.end()))
    for count in range(len(pieces), 0, -1):
        end = pieces[count - 1].end()
        if count < len(pieces) and not _BLANK.search(text, end, pieces[count].start()):
            continue  # "4.2" is one number; "4. 2" may be "4." and a title that begins with 2
        after = _AFTER.match(text, end)
        rest = after.end() if after else end
        if count == len(pieces) and not text[rest:].strip():
            continue
        ending = text[end:rest]
        sure = _certainty(count, ending, text[rest : rest + 8])
        if sure is not None:
            printed = [piece.group() for piece in pieces[:count]]
            dotted = _DOT.search(ending) is not None
            found.append(Candidate(tuple(map(int, printed)), ".".join(printed), rest, sure, dotted))
    return found


def _certainty(count: int, ending: str, title: str) -> bool | None:
    """Return whether ``count`` integers before a title are surely a number, perhaps one (False), or none (None).

    ``ending`` are the dot and the blanks between.
    """
    if count > 1:
        return None if not ending and _UNIT.match(title) else True
    if _DOT.search(ending):
        return True
    if _MEASURE.match(title):
        return False if ending else None
    if ending:
        return True
    return False if "\u4e00" <= title[:1] <= "\u9fff" else None


def best_chain(options: Sequence[Sequence[tuple[Number, float]]]) -> list[int | None]:
    """Choose for each heading one of its numbers, or none, so that the numbers never fall and weigh the most.

    ``options`` holds (number, weight) pairs per heading. Returns the chosen option's index or None, per heading.
    O(n log n).

    >>> best_chain([[((1,), 1)], [((14,), 1)], [((1, 1), 2)], [((1, 2), 2)], [((2,), 1)]])
    [0, None, 0, 0, 0]
    """
    keys = sorted({number for choices in options for number, _ in choices})
    tree: list[tuple[float, int]] = [(0.0, -1)] * (len(keys) + 1)
    states: list[tuple[int, int, int]] = []
    for heading, choices in enumerate(options):
        fresh = []
        for choice, (number, weight) in enumerate(choices):
            rank = bisect_left(keys, number) + 1
            best, at = (0.0, -1), rank
            while at:
                best = max(best, tree[at], key=lambda pair: pair[0])
                at -= at & -at
            states.append((heading, choice, best[1]))
            fresh.append((rank, (best[0] + weight, len(states) - 1)))
        for rank, value in fresh:
            while rank < len(tree):
                if value[0] > tree[rank][0]:
                    tree[rank] = value
                rank += rank & -rank
    chosen: list[int | None] = [None] * len(options)
    best, at = (0.0, -1), len(keys)
    while at:
        best = max(best, tree[at], key=lambda pair: pair[0])
        at -= at & -at
    state = best[1]
    while state >= 0:
        heading, choice, state = states[state]
        chosen[heading] = choice
    return chosen


def is_sequence(numbers: Sequence[Number]) -> bool:
    """Return whether numbers support one another: two or more have a parent, a child or a neighbour among them.

    >>> is_sequence([(1,), (1, 1)]), is_sequence([(2, 0), (7, 1)])
    (True, False)
    """
    known = set(numbers)
    parents = {number[:-1] for number in numbers if len(number) > 1}
    siblings: dict[Number, int] = {}
    for number in known:
        siblings[number[:-1]] = siblings.get(number[:-1], 0) + 1
    supported = 0
    for number in known:
        if len(number) > 1:
            supported += number[:-1] in known or number in parents or siblings[number[:-1]] > 1
        else:
            supported += number in parents or (number[0] - 1,) in known or (number[0] + 1,) in known
    return supported > 1


def weight(candidate: Candidate) -> float:
    """Return how much a number speaks for a heading: one of several parts hardly stands there by chance."""
    if len(candidate.parts) == 1:
        return (1.0 if candidate.sure else 0.4) + 0.2 * candidate.dotted
    return 2.0 + 0.1 * len(candidate.parts)


def connected(chain: list[tuple[int, Candidate]]) -> list[tuple[int, Candidate]]:
    """Return the chain without integers that fit none of their neighbours (a title that begins with a number)."""
    kept = []
    prefixes = {c.parts[:size] for _, c in chain for size in range(1, len(c.parts))}
    tops = sorted({c.parts[0] for _, c in chain})
    for place, (where, candidate) in enumerate(chain):
        if len(candidate.parts) == 1 and candidate.parts not in prefixes:
            value = candidate.parts[0]
            near = [chain[i][1].parts[0] for i in (place - 1, place + 1) if 0 <= i < len(chain)]
            close = any(abs(value - other) == 1 for other in near)
            if not close and (not candidate.sure or value - (tops[0] if tops else 0) > 2 * len(tops) + 1):
                continue
        kept.append((where, candidate))
    return kept
