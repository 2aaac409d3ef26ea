"""The tree of headings: from their numbers where they carry some, else from the ``#`` signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgraph.read.numbering import Candidate, Number, best_chain, candidates, connected, is_sequence, weight
from kgraph.read.numerals import with_chinese


@dataclass
class Heading:
    """A heading while its number, level and section are worked out; ``depth`` is its number of ``#`` (0: unknown).

    A ``number`` without parts is printed before the title but does not order the headings ("（一）").
    """

    text: str
    depth: int = 0
    number: Candidate | None = None
    level: int = 0
    section: int | None = None


def number_headings(headings: Sequence[Heading]) -> bool:
    """Set ``number`` of the headings that carry one; return whether the numbers order the whole document.

    Numbers that start anew under each chapter order only their chapter: they are set, but the ``#`` signs decide.
    """
    found, labels = with_chinese([h.text for h in headings], [candidates(h.text) for h in headings])
    for place, label in labels.items():
        headings[place].number = label
    chosen = best_chain([[(c.parts, weight(c)) for c in choices] for choices in found])
    chain = [(place, found[place][choice]) for place, choice in enumerate(chosen) if choice is not None]
    chain = connected(chain)
    many = sum(len(candidate.parts) > 1 for _, candidate in chain)
    lone = [(place, c[0]) for place, c in enumerate(found) if c and len(c[0].parts) == 1 and c[0].sure]
    if not many and (labels or sum(candidate.parts == (1,) for _, candidate in lone) > 1):
        # Several lists of chapters, each numbered from its own start.
        for place, candidate in lone:
            if candidate.dotted or not labels:
                headings[place].number = candidate
        return False
    if not is_sequence([candidate.parts for _, candidate in chain]):
        return False
    for place, candidate in chain:
        headings[place].number = candidate
    return bool(many) or not _counts_entries(headings, {place for place, _ in chain})


def _counts_entries(headings: Sequence[Heading], numbered: set[int]) -> bool:
    """Return whether plain numbers only count the entries of a chapter: all have more ``#`` than chapters without a number."""
    depths = {headings[place].depth for place in numbered}
    chapters = [h.depth for place, h in enumerate(headings) if place and place not in numbered and h.depth]
    return len(depths) == 1 and 0 not in depths and bool(chapters) and min(chapters) < min(depths)


def arrange(headings: Sequence[Heading], *, numbered: bool | None = None) -> None:
    """Set level and section (an index into ``headings``) of each heading. O(n · depth).

    ``numbered`` says whether the numbers are set already and decide; by default they are worked out.
    """
    if number_headings(headings) if numbered is None else numbered:
        _by_number(headings)
    else:
        _by_depth(headings, range(len(headings)), None, 0)


def _by_depth(headings: Sequence[Heading], places: Sequence[int], top: int | None, base: int) -> None:
    """Nest unnumbered headings by their ``#`` below the heading ``top`` of level ``base``."""
    stack: list[int] = []
    for place in places:
        heading = headings[place]
        while stack and headings[stack[-1]].depth >= heading.depth:
            stack.pop()
        heading.section = stack[-1] if stack else top
        if top is None and base == 0:
            heading.level = max(1, heading.depth)
        else:
            heading.level = (headings[stack[-1]].level if stack else base) + 1
        stack.append(place)


def _by_number(headings: Sequence[Heading]) -> None:
    trusted = _levels_by_sign(headings)
    latest: dict[Number, int] = {}
    stack: list[int] = []
    loose: list[int] = []
    for place, heading in enumerate(headings):
        if heading.number is None or not heading.number.parts:
            loose.append(place)
            continue
        _nest(headings, loose, stack, trusted)
        loose = []
        parts = heading.number.parts
        heading.level = len(parts)
        heading.section = next((latest[parts[:n]] for n in range(len(parts) - 1, 0, -1) if parts[:n] in latest), None)
        latest[parts] = place
        stack = [*stack[: _depth_of(headings, stack, heading.section)], place]
    _nest(headings, loose, stack, trusted)


def _depth_of(headings: Sequence[Heading], stack: list[int], section: int | None) -> int:
    return stack.index(section) + 1 if section in stack else 0


def _nest(headings: Sequence[Heading], loose: list[int], stack: list[int], trusted: dict[int, int]) -> None:
    """Place unnumbered headings that follow the numbered one on top of ``stack``."""
    if not loose:
        return
    if not stack:
        _by_depth(headings, loose, None, 0)
        return
    start = 0
    last = headings[stack[-1]]
    while trusted and start < len(loose) and headings[loose[start]].depth > last.depth:
        start += 1
    if not trusted:
        start = len(loose)
    _by_depth(headings, loose[:start], stack[-1], last.level)
    if start < len(loose):
        # Where the # signs can be trusted, one of no more # than the numbered one opens a part of its own ("附录").
        depth = headings[loose[start]].depth
        outer = [place for place in stack if headings[place].depth < depth]
        top = outer[-1] if outer else None
        _by_depth(headings, loose[start:], top, headings[top].level if top is not None else 0)
        for place in loose[start:]:
            headings[place].level = trusted.get(headings[place].depth, headings[place].level)


def _levels_by_sign(headings: Sequence[Heading]) -> dict[int, int]:
    """Return the level that each number of ``#`` stands for; empty unless (nearly) all numbered headings agree."""
    pairs: dict[int, dict[int, int]] = {}
    for heading in headings:
        if heading.number is not None and heading.number.parts and heading.depth:
            counts = pairs.setdefault(heading.depth, {})
            counts[len(heading.number.parts)] = counts.get(len(heading.number.parts), 0) + 1
    best = {depth: max(counts, key=lambda level: counts[level]) for depth, counts in pairs.items()}
    total = sum(sum(counts.values()) for counts in pairs.values())
    agreeing = sum(counts[best[depth]] for depth, counts in pairs.items())
    levels = [best[depth] for depth in sorted(best)]
    return best if agreeing >= 0.9 * total and levels == sorted(set(levels)) else {}
