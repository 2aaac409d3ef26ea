"""News: which paper and which code the addresses of a news item are, told by what its text tells of.

A digest tells of a thing in prose and prints the addresses behind it or on lines of their own: the paper there introduces what the
text tells the makers of, the code there implements it, and a title in the text is that of the paper at the address.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kgraph.core import Claim, Mention
from kgraph.core.identifiers import untitled
from kgraph.core.text import fold
from kgraph.extract.reading import Reading, Section, Unit

EXTRACTOR = "news.v1"
THINGS = ("Method", "Software", "Dataset")
_TOLD = 16
"""How many letters besides its addresses a text has that tells something."""
_LABEL = 24
"""The longest label of an address."""
_SAYS = frozenset(["developedBy", "authoredBy", "publishedAt"])
"""What a text says of the thing that it is about."""
_TITLED = re.compile(
    r"(?:论文|文章|预印本|技术报告|题为|标题[是为]?|题目[是为]?|paper|preprint)[^，。；从]{0,6}$", re.IGNORECASE
)
"""What stands before the title of the paper that a text tells of."""


def read_news(reading: Reading) -> None:
    """Tie the papers and repositories whose addresses news items print to what the items tell of."""
    claims = sorted((claim for claim in reading.claims if claim.relation in _SAYS), key=_line)
    coded: dict[str, set[str]] = {}
    for claim in reading.claims:
        if claim.relation == "implements":
            coded.setdefault(claim.head.name, set()).add(fold(claim.tail.name))
    for section in reading.sections:
        for item in _items(section):
            if any(mention.type in ("Paper", "Repository") for unit in item for mention in unit.mentions):
                _Item(reading, item, _within(claims, item), coded).read()


def _line(claim: Claim) -> int:
    return claim.line


def _within(claims: list[Claim], item: list[Unit]) -> list[Claim]:
    """Return the claims that the text of an item states; ``claims`` are in the order of their lines."""
    text = item[0]
    first, last = text.line, text.block.locate(max(text.start, text.end - 1))[0]
    return claims[bisect.bisect_left(claims, first, key=_line) : bisect.bisect_right(claims, last, key=_line)]


def _items(section: Section) -> Iterator[list[Unit]]:
    """Yield each text that tells something with the lines of addresses below it."""
    item: list[Unit] = []
    for unit in section.units:
        told = unit.role in ("prose", "headline") and len(re.sub(r"[\W_]", "", _besides_links(unit))) >= _TOLD
        if told:
            if item:
                yield item
            item = [unit]
        elif item and unit.role in ("address", "repository", "prose", "paper", "note") and _only_addresses(unit):
            item.append(unit)
        elif item:
            yield item
            item = []
    if item:
        yield item


def _besides_links(unit: Unit) -> str:
    left, place = [], unit.start
    for link in unit.links:
        left.append(unit.block.text[place : link.start])
        place = link.end
    return "".join((*left, unit.block.text[place : unit.end]))


def _only_addresses(unit: Unit) -> bool:
    """Return whether a unit prints addresses and nothing but labels beside them, and lists no paper by its title."""
    named = any(m.type == "Paper" and m.name != untitled(m.url or "") for m in unit.mentions)
    return bool(unit.links) and not named and len(re.sub(r"[\W_]", "", _besides_links(unit))) < _TOLD


@dataclass
class _Item:
    """A news item: its text and the lines of addresses below it, what the text states, and what code is told to implement."""

    reading: Reading
    units: list[Unit]
    claims: list[Claim]
    coded: dict[str, set[str]]

    def read(self) -> None:
        mentions = [mention for unit in self.units for mention in unit.mentions]
        papers = {mention.name: mention for mention in mentions if mention.type == "Paper"}
        bare = [paper for paper in papers.values() if paper.name == untitled(paper.url or "")]
        titled = [paper for paper in papers.values() if paper not in bare]
        if len(bare) == len(titled) == 1 and titled[0].url is None:
            bare = [self._same(titled[0], bare[0])]
        paper = (bare or titled)[0] if len(papers) <= 2 and len(bare or titled) == 1 else None
        codes = {mention.name: mention for mention in mentions if mention.type == "Repository"}
        thing = self._thing(paper)
        if paper is not None:
            self._of_paper(paper, thing)
        for code in codes.values():
            self._of_code(code, paper, thing, alone=len(codes) == 1)

    def _same(self, titled: Mention, bare: Mention) -> Mention:
        """The paper at the address is the one whose title the text prints."""
        known = bare._replace(name=titled.name, aliases=(*bare.aliases, bare.name))
        self.reading.exchange({bare: known})
        return known

    def _thing(self, paper: Mention | None) -> Mention | None:
        """Return what the paper introduces, what a label names, or the one thing whose makers or venue the text tells."""
        if paper is not None and (introduced := self.reading.introduced.get(paper)) is not None:
            return introduced
        if (labelled := self._labelled()) is not None:
            return labelled
        heads = {fold(c.head.name): c.head for c in reversed(self.claims) if c.head.type in THINGS}
        made = {fold(c.head.name) for c in self.claims if c.relation != "publishedAt"} & heads.keys()
        published = {fold(c.head.name) for c in self.claims if c.relation == "publishedAt"} & heads.keys()
        told = made or published
        return heads[next(iter(told))] if len(told) == 1 else None

    def _labelled(self) -> Mention | None:
        """Return the one thing that the labels of the addresses name: 报告（仅 QuixNet）：https://…"""
        named: dict[str, Mention] = {}
        for unit in self.units:
            for link in unit.links:
                text, first = unit.block.text, max(unit.start, link.start - _LABEL - 1)
                start = max(first, *(text.rfind(mark, first, link.start) + 1 for mark in "\n。；|｜"))
                if link.start - start <= _LABEL and text[start : link.start].rstrip(" <[（(").endswith((":", "：")):
                    spans = self.reading.spans(unit.block, start, link.start)
                    named |= {span.mention.name: span.mention for span in spans if span.mention.type in THINGS}
        return next(iter(named.values())) if len(named) == 1 else None

    def _of_paper(self, paper: Mention, thing: Mention | None) -> None:
        reading = self.reading
        if (
            thing is not None
            and paper not in reading.introduced
            and self._is_told(paper)
            and not self._is_general(thing)
        ):
            reading.claim(paper, "introduces", thing, EXTRACTOR, confidence=0.7)
        published = [claim.tail for claim in self.claims if claim.relation == "publishedAt"]
        if not published and paper.url is not None and thing is None:
            text = self.units[0]
            spans = reading.spans(text.block, text.start, text.end)
            venues = [span.mention for span in spans if span.mention.type == "Venue"]
            published = venues if len({venue.name for venue in venues}) == 1 else []
        for venue in published:
            at = (venue.line, venue.column, venue.text)
            reading.claim(paper, "publishedAt", venue, EXTRACTOR, at=at, confidence=0.7)

    def _is_told(self, paper: Mention) -> bool:
        """Return whether the item gives the address of a paper, or says that the title in its text is that of its paper."""
        if paper.url is not None:
            return True
        text = self.units[0]
        spans = self.reading.spans(text.block, text.start, text.end)
        start = next((span.start for span in spans if span.mention == paper), text.start)
        return _TITLED.search(text.block.text[max(text.start, start - 14) : start].rstrip('《“"「*_ ')) is not None

    def _of_code(self, code: Mention, paper: Mention | None, thing: Mention | None, *, alone: bool) -> None:
        reading, at = self.reading, (code.line, code.column, code.text)
        if thing is None or fold(thing.name) not in self.coded.get(code.name, {fold(thing.name)} if alone else ()):
            return
        reading.claim(code, "implements", thing, EXTRACTOR, at=at, confidence=0.7)
        if paper is not None and self._is_told(paper):
            reading.claim(paper, "hasCode", code, EXTRACTOR, at=at, confidence=0.7)

    def _is_general(self, thing: Mention) -> bool:
        return any("weak" in term.flags for term in self.reading.lexicon.lookup(thing.name, thing.type))
