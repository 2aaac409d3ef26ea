"""Comments: what somebody writes below the title of a paper names what the paper introduces, as the title may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.core import Block
from kgraph.core.text import has_han
from kgraph.extract.forms.typing import TYPE_ORDER, WORDY, odd_case
from kgraph.extract.reading import Reading, Section, Unit


class Told(NamedTuple):
    """Where a comment prints the name of what a paper introduces."""

    block: Block
    start: int
    end: int

    @property
    def name(self) -> str:
        """The name as printed."""
        return self.block.text[self.start : self.end]


_NAME = r"[\"“*_]*(?P<name>[A-Z][\w+]*(?:[-.][\w+]+)*)[\"”*_]*"
_DOES = (
    r"(?=,? (?:is|was|are|has|can|does|lets|itself|then|simply|first|also|just|only|now)\b|,? (?!(?:as|its|is|was|this|plus|versus|fails|struggles|collapses|breaks|loses|remains|stays)\b)[a-z]{2,}s\b"
    r"|['’]s\b|,? (?:an?|the|short for|which|from|by)\b| [(]|: [a-z]| [–—-] )"
)
_OPENS = re.compile(
    rf"(?:^|[.!?:;…] |\n|[–—-] |\)\.? )[\s*_(]*(?:(?:Enter|Meet|Introducing|Here comes|Hence|The (?:new )?|Their (?:\w+, )?|So |In short, |[^.!?\n]{{0,60}}\b(?:shows?|finds?|argues?|claims?|proves?|demonstrates?|reports?) that ))?\s?{_NAME}{_DOES}"
)
"""A name that opens a sentence and does something there: ``QuixNet routes tokens``, ``Enter QuixNet, a router``."""
_WITH = re.compile(rf"(?:^|[.!?] |\n)(?:With|In|Using|Inside) {_NAME},? (?:an?|the|each|every|you|all|no|one|they)\b")
"""``With QuixNet, a token picks its own expert``."""
_CALLED = re.compile(
    rf"\b(?:[Cc]alled|[Dd]ubbed|[Cc]hristened|[Nn]amed|[Nn]icknamed|(?:call|calls|called|name|dub) (?:it|this|them|the \w+|their \w+)|[Ii]ntroduces?|[Pp]roposes?|[Pp]resents?) {_NAME}"
)
"""``a router called QuixNet``, ``the authors call it QuixNet``."""


_ANOTHERS = re.compile(r"\b(?:rival|competitor|predecessor|baseline|opponent|sibling|successor)s?\b[^.]*$")
"""What tells that another's name follows: ``their rival is called QuixNet``."""


def told_names(reading: Reading, section: Section) -> Iterator[tuple[Unit, Told]]:
    """Yield the papers listed in a section with the name that the comment on each gives to something new.

    Only an English comment counts, and a name written as names are (``QuixNet``, ``SCoRe``), which opens a sentence or is
    said to be what the work is called. Costs O(length of the section).
    """
    paper: Unit | None = None
    for unit in section.units:
        start = unit.start
        if unit.role == "paper" and unit.main is not None:
            paper = unit
            at = unit.block.text.find(unit.main.text, unit.start, unit.end)
            start = at + len(unit.main.text) if at >= 0 else unit.end
        elif unit.role != "prose":
            paper = None
        if paper is None or has_han(unit.block.text[start : unit.end]):
            continue
        place = _told_in(reading, unit.block.text[start : unit.end])
        if place is not None:
            yield paper, Told(unit.block, start + place[0], start + place[1])
            paper = None


def _told_in(reading: Reading, comment: str) -> tuple[int, int] | None:
    """Return where a comment prints the new name of what it is about."""
    for pattern in (_CALLED, _OPENS, _WITH):
        for match in pattern.finditer(comment):
            name = match["name"].rstrip(".-")
            if _is_new(reading, name) and not _ANOTHERS.search(comment, max(0, match.start() - 24), match.start()):
                return match.start("name"), match.start("name") + len(name)
    return None


def _is_new(reading: Reading, name: str) -> bool:
    """Return whether a word is written as names are and names nothing known but perhaps, in other letters, a general word."""
    known = any(name in term.surfaces for term in reading.lexicon.lookup(name))
    named = reading.lexicon.has(name, *TYPE_ORDER) or WORDY.search(name) is not None
    return odd_case(name) and len(name) >= 3 and not (known or named)
