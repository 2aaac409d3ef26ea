"""Proceedings: papers listed under a heading that says where all of them appeared: ``## SIGIR 2020``, ``# CVPR 2020 最佳论文``."""

from __future__ import annotations

import re

from kgraph.core import Block, Mention
from kgraph.extract.forms.facts import VenueFound, find_venues
from kgraph.extract.reading import Reading

EXTRACTOR = "layout.v1"

_ALL_OF_IT = re.compile(
    r"\W*$|\s?[|｜:：—–]|\s?(?:的|上的|全部|所有|部分|精选|获奖|录用|收录|接收|中稿|入选|最佳|优秀)?\s?(?:论文|文章|paper)"
    r"|\s(?:accepted|selected|best|oral|spotlight|poster|award|main|conference|papers?|proceedings)\b",
    re.IGNORECASE,
)
"""What follows a venue that a heading opens with where the heading is over papers of that venue."""
_LEAD = re.compile(r"(?:[\W\d]|[一二三四五六七八九十]+、)*")


def read_proceedings(reading: Reading) -> None:
    """Say of each listed paper that nothing else tells the venue of that it appeared where the nearest such heading above says.

    Costs O(headings · depth + papers).
    """
    told = {claim.head.name for claim in reading.claims if claim.relation == "publishedAt"}
    venues: dict[int, Mention | None] = {}
    for section in reading.sections:
        heading = section.heading
        above = (heading, *reversed(reading.document.headings(heading))) if heading is not None else ()
        venue = next((found for block in above if (found := _venue(reading, block, venues)) is not None), None)
        if venue is None:
            continue
        for unit in section.units:
            papers = [m for m in unit.mentions if m.type == "Paper"] if unit.role == "row" else [unit.main]
            for paper in papers if unit.role in ("paper", "row") else ():
                if paper is not None and paper.type == "Paper" and paper.name not in told:
                    at = (venue.line, venue.column, venue.text)
                    reading.claim(paper, "publishedAt", venue, EXTRACTOR, at=at, confidence=0.7)


def _venue(reading: Reading, block: Block, venues: dict[int, Mention | None]) -> Mention | None:
    """Return the venue with its year that a heading opens with, where what follows leaves it at that."""
    if block.index not in venues:
        found = next(find_venues(block.text, reading.lexicon), None)
        fits = found is not None and found.year and _opens(block.text, found)
        venues[block.index] = _mention(reading, block, found) if fits and found is not None else None
    return venues[block.index]


def _opens(text: str, found: VenueFound) -> bool:
    """Return whether a heading opens with a venue, and goes on about its papers or not at all."""
    return _LEAD.fullmatch(text, 0, found.start) is not None and _ALL_OF_IT.match(text, found.end) is not None


def _mention(reading: Reading, block: Block, found: VenueFound) -> Mention:
    printed = block.text[found.start : found.end]
    return reading.mention(
        block, found.start, found.end, "Venue", EXTRACTOR, name=found.name, aliases=(printed,), year=found.year
    )
