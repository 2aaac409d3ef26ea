"""Titles in running text: papers that Chinese prose names by an English title without 《 》 around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgraph.core.text import has_han
from kgraph.extract.forms.facts import find_venues
from kgraph.extract.forms.people import find_organizations
from kgraph.extract.forms.shapes import is_title, words
from kgraph.extract.names.learn import initials_match
from kgraph.extract.names.named import EXTRACTOR
from kgraph.extract.reading import Reading, Unit

_RUN = re.compile(
    r"(?<![A-Za-z0-9_/@.&-])(?<![A-Za-z] )[A-Z][\w'’-]*(?:(?:[:：]? |[:：]|, (?:and )?(?=[a-z]))[\w'’-]+){2,24}\??",
    re.ASCII,
)
"""A run of Latin words that begins with a capital, as long as a title may be."""
_JOINED = re.compile(
    r"[:：?]|\s(?:a|an|and|as|at|by|for|from|in|is|of|on|the|to|towards?|via|with|without)\s", re.IGNORECASE
)
"""What joins the words of a title and hardly those of a name."""
_LED = re.compile(
    r"(?:(?P<told>论文|文章|综述|工作|标题|题目|题为|原题|全名|全称|名为|篇名|一文)(?:[是为叫]|就是|叫做)?|[上年等人组队]的|[A-Za-z0-9)）]\s?的)\s?[:：]?\s?[“\"「]?$"
)
"""What leads up to a title: the word for it, or whose or from where it is: 某某等人的 …, CVPR 2020 的 …"""
_BRACKET = re.compile(r"(?P<name>[A-Za-z][\w+.-]*)?\s?[(（](?P<inside>[^()（）]*)$", re.ASCII)
_DATED_BEHIND = re.compile(r"\s?[,，、]\s?[^()（）]{0,40}(?:19|20)\d\d")
"""Where and when it appeared, behind a title in brackets."""
_NO_TITLE = re.compile(
    r"\b(?:University|Institute|Laboratory|Lab|Labs|College|School|Foundation|Academy|Center|Centre|Association|Society|Department|"
    r"Journal|Transactions|Proceedings|Conference|Symposium|Workshop|License)\b"
)
_LEAST, _LEAST_ALONE = 4, 6
"""How many words a title has that something leads up to, and one that only its words tell."""


def read_running_titles(reading: Reading, unit: Unit) -> None:
    """Record the English titles that a Chinese text prints in italics, in brackets behind a name, or behind 的 or 论文.

    Costs O(length of the text).
    """
    if not has_han(unit.text):
        return
    for start, end in _titles(reading, unit):
        if not reading.crossed(unit.block, start, end):
            unit.mentions.append(reading.mention(unit.block, start, end, "Paper", EXTRACTOR, confidence=0.7))


def _titles(reading: Reading, unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield where the runs of Latin words that are titles begin and end."""
    text = unit.block.text
    for match in _RUN.finditer(text, unit.start, unit.end):
        start, end = match.start(), match.end()
        venue = next(find_venues(match.group(), reading.lexicon), None)
        if venue is not None and venue.start == 0:
            start += venue.end
            start += len(text[start:end]) - len(text[start:end].lstrip(" ,:"))
        title = text[start:end]
        if not is_title(title) or _NO_TITLE.search(title) or reading.lexicon.lookup(title):
            continue
        if next(find_organizations(title), None) is not None:
            continue
        if _is_told(unit, start, end, title):
            yield start, end


def _is_told(unit: Unit, start: int, end: int, title: str) -> bool:
    """Return whether the words of a run, or what stands before it, tell that it is a title."""
    text, count = unit.block.text, len(words(title))
    before = text[max(unit.start, start - 80) : start]
    joined = _JOINED.search(title) is not None
    if unit.block.style_at(start) == "emphasis" and unit.block.style_at(end - 1) == "emphasis":
        return text[end : end + 1] != " " or has_han(text[end : end + 2])
    led = _LED.search(before[-12:])
    bracket = _BRACKET.search(before)
    if bracket is not None:
        name = bracket["name"]
        dated = _DATED_BEHIND.match(text, end) is not None
        if name is None or (initials_match(name, title) and not dated):
            return False  # the words in full of what stands before the brackets
        return joined and count >= _LEAST
    if led is not None:
        return joined and count >= _LEAST
    # Nothing leads up to it: a sentence in small letters is no title.
    return joined and count >= _LEAST_ALONE and _in_capitals(title)


def _in_capitals(title: str) -> bool:
    """Return whether most of the long words are written with a capital.

    >>> _in_capitals("Learning to Fold Small Bars for Vision"), _in_capitals("Ranks better than TabR while being much cheaper")
    (True, False)
    """
    long = [word for word in words(title) if len(word) > 3]
    return sum(word[0].isupper() for word in long) > len(long) / 2
