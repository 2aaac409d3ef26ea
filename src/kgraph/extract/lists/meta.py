"""What is printed with a work: authors, venue, institutions, date, importance, notes."""

from __future__ import annotations

import re

from kgraph.core import BlockKind, Mention
from kgraph.core.text import has_han
from kgraph.extract.forms.facts import (
    cited_surnames,
    dated_authors,
    find_date,
    find_venues,
    importance,
    is_badge,
    split_authors,
    star_count,
)
from kgraph.extract.forms.people import find_organizations
from kgraph.extract.forms.typing import odd_case
from kgraph.extract.names.named import EXTRACTOR, name_noted
from kgraph.extract.reading import Reading, Unit

_NOTE = re.compile(
    r"(?:^|\n)[ \t]*(?:\*\*)?(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2}|[一-鿿]{3,8}(?:下降|算法|网络|卷积|机制|方法|损失|优化|归一化|注意力))(?:\*\*)?\s*(?P<sep>[:：]|(?=[ \t]*(?:\n|$)))"
)


def noted_names(reading: Reading, unit: Unit, head_end: int) -> None:
    """Read notes below a paper that name what it introduces: ``**Adam**：改进 RMSProp``, ``PTS-SGD: 对学习率不敏感``."""
    block = unit.block
    for match in _NOTE.finditer(block.text, head_end, unit.end):
        name = match["name"]
        strong = block.style_at(match.start("name")) == "strong"
        if reading.lexicon.has(name, "generic", "topic", "metric") or is_badge(name, reading.lexicon):
            continue
        if match["sep"] == "" and not strong:
            continue
        if not (strong or odd_case(name) or has_han(name) or reading.lexicon.has(name, "Method")):
            continue
        start = match.start("name")
        thing = name_noted(reading, unit, start, start + len(name), name)
        reading.claim(unit.main or thing, "introduces", thing, EXTRACTOR, at=(thing.line, thing.column, thing.text))


_LINE_LEAD = re.compile(r"^[\s,，*_·|)\].—–☀-➿🌀-🫿\ufe0f\u200d-]+")
"""Marks and pictographs before the words of a line: ``👥 Jane Roe, Ann Tan``."""


def read_facts(reading: Reading, unit: Unit) -> None:
    """Give the unit's paper or resource the year, date, venue, people and importance printed with it."""
    main = unit.main
    if main is None or (unit.block.kind is BlockKind.PARAGRAPH and "\n" not in unit.text and unit.role != "paper"):
        return
    block = unit.block
    head_end = max(
        (span.end for span in reading.spans(block, unit.start, unit.end) if span.mention == main), default=unit.start
    )
    rest = block.text[head_end : unit.end]
    stacked = unit.block.kind is BlockKind.ITEM or (unit.role == "paper" and "\n" in rest)
    if main.type in ("Paper", "Resource") and stacked:
        if main.type == "Paper":
            noted_names(reading, unit, head_end)
        place = head_end
        for line in rest.split("\n"):
            if place > head_end or main.type == "Paper":
                lead = len(line) - len(_LINE_LEAD.sub("", line))
                read_meta_line(reading, unit, main, place + lead, place + len(line))
            _dated_authors(reading, unit, main, place, line)
            place += len(line) + 1
        for name, offset in cited_surnames(rest[:160]):
            if reading.lexicon.has(name, "Venue"):
                continue
            start = head_end + offset
            person = reading.mention(block, start, start + len(name), "Person", EXTRACTOR, confidence=0.75)
            reading.claim(main, "authoredBy", person, EXTRACTOR)
    if main.type == "Paper":
        _venue_before(reading, unit, main)
    _stars(reading, unit, main, rest)
    attributes = []
    date = find_date(rest)
    if date is not None:
        attributes.append(("date", date[1]))
    marks = importance(rest) + importance(block.text[unit.start : place_of(reading, unit, main)[0]])
    if marks:
        attributes.append(("importance", str(marks)))
    if main.type in ("Paper", "Resource", "Repository", "Method", "Dataset", "Software") and attributes:
        reading.mention(
            block,
            *place_of(reading, unit, main),
            main.type,
            main.extractor,
            name=main.name,
            aliases=main.aliases,
            url=main.url,
            year=date[0] if date else None,
            attributes=attributes,
            confidence=main.confidence,
            inside=False,
        )
    if main.type not in ("Paper", "Method"):
        return
    meta_end = head_end + len(rest) if len(rest) < 200 else head_end + 200
    for venue in find_venues(block.text[head_end:meta_end], reading.lexicon):
        start, end = head_end + venue.start, head_end + venue.end
        if not any(link.start <= start < link.end for link in unit.links):
            mention = venue_mention(reading, unit, start, end, venue.name, venue.year)
            reading.claim(main, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))


def _dated_authors(reading: Reading, unit: Unit, main: Mention, start: int, line: str) -> None:
    """Read the names of authors beside the date that a line gives: ``*1992* Watkins, Dayan``."""
    venues = {place for venue in find_venues(line, reading.lexicon) for place in range(venue.start, venue.end)}
    for link in unit.links:
        if start <= link.start and link.end <= start + len(line):
            line = f"{line[: link.start - start]}{'|' * (link.end - link.start)}{line[link.end - start :]}"
    found = dated_authors(line, venues)
    known = [{term.type for term in reading.lexicon.lookup(name)} for name, _ in found]
    if any(types and "Person" not in types for types in known):
        return  # 2018 Google
    if len(found) == 1 and not known[0] and found[0][0].lower() in reading.lexicon.words:
        return
    for name, offset in found:
        if not reading.free(unit.block, start + offset, start + offset + len(name)):
            continue
        terms = reading.lexicon.lookup(name, "Person")
        person = reading.mention(
            unit.block,
            start + offset,
            start + offset + len(name),
            "Person",
            EXTRACTOR,
            name=terms[0].name if terms else name,
            aliases=(name, *(terms[0].others if terms else ())),
            confidence=0.75,
        )
        reading.claim(main, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))


def _venue_before(reading: Reading, unit: Unit, main: Mention) -> None:
    """Read the venue that an entry prints before its title: ``(ICLR 2022) **Quick Nets for Images**``."""
    start = place_of(reading, unit, main)[0]
    lead = unit.block.text[unit.start : start]
    for venue in find_venues(lead, reading.lexicon) if 4 <= len(lead) <= 40 else ():
        if venue.year and not re.search(r"\w", _META_LEFT.sub("", lead[: venue.start] + lead[venue.end :])):
            place = (unit.start + venue.start, unit.start + venue.end)
            mention = venue_mention(reading, unit, *place, venue.name, venue.year)
            reading.claim(main, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))


_META_LEFT = re.compile(
    r"(?:oral|spotlight|poster|best|student|paper|award|honorable|mention|accepted|to appear|preprint|arxiv|highlight|notable|top-?\d+%?|"
    r"code|pdf|project|page|website|video|slides|supp\w*|openreview|github|bibtex|et al|in|and|proc\w*|of|the|conference|workshop|journal|"
    r"equal(?:ly)?|contribut\w+|corresponding|lead|findings|main|long|short|demo|track|最佳论文|论文|录用|接收|会议|期刊|作者|机构|单位|时间|发表|来源|year|venue|authors?|by|from|\d+)\b|[\W\d_]",
    re.IGNORECASE,
)


_MOST_LEFT = 14
"""The most letters that a line of facts prints besides them."""
_FOOTNOTE = re.compile(r"(?<![\w.,-])[1-9](?=[A-ZÀ-Þ][A-Za-z])")


_ONLY_FACTS = re.compile(
    r"(?:来自|出自|出品|联合|合作|的?工作|团队|课题组|最佳|杰出|优秀|学生|论文|提名|口头报告|等人?|和|与|及|的|一作|[两几多]家|[\W\d_]|\b(?:by|from|and|the|of|a|an|at|joint|work|with)\b)",
    re.IGNORECASE,
)
"""What a sentence may say of makers and venues besides their names where it opens the text below a title."""
_OPENING_SENTENCE = re.compile(r"[^。！!？?\n]{4,200}?(?:[。！!？?\n]|(?<=[a-z)])\.(?=\s)|$)")


def read_opening_facts(reading: Reading, unit: Unit, main: Mention) -> None:
    """Read the first sentences of the text below a title that give makers, venue or authors and nothing else: ``斯坦福 + 谷歌。…``."""
    place = unit.start
    for _ in range(2):
        sentence = _OPENING_SENTENCE.match(unit.block.text, place, unit.end)
        if sentence is None or not read_meta_line(reading, unit, main, *sentence.span(), only_facts=True):
            return
        place = sentence.end()


_IN_BRACKETS = re.compile(r"[(（](?P<inside>[^()（）\n]{4,160})[)）]")


def _bracketed_authors(text: str) -> list[tuple[str, int]]:
    """Return (name, offset) of the people whom brackets in a text list."""
    found = []
    for bracket in _IN_BRACKETS.finditer(text):
        people = split_authors(bracket["inside"])
        found += [(name, bracket.start("inside") + place) for name, place in people if len(people) > 1]
    return found


def read_meta_line(
    reading: Reading, unit: Unit, main: Mention, start: int, end: int, *, only_facts: bool = False
) -> bool:
    """Read a line that gives a work's authors, venue or institutions and nothing else; return whether it was one.

    The line may print all of them: ``Matt Deitke, Dustin Schwenk, et al. CVPR 2023. Allen Institute for AI``. With
    ``only_facts`` no other word may stand in it.
    """
    block = unit.block
    # Numbers that tell which author is from where stand right before the institutions: 1ETH Zurich, 2MIT.
    text = _FOOTNOTE.sub(" ", block.text[start:end])
    label = re.match(
        r"\s*(?:[*_]*)(?:authors?|作者|by|机构|单位|venue|会议|发表)(?:[*_]*)\s*[:：]?\s+", text, re.IGNORECASE
    )
    offset = label.end() if label else 0
    venues = list(find_venues(text, reading.lexicon))
    schools = list(find_organizations(text))
    places = [(v.start, v.end) for v in venues] + [(a, b) for a, b, _ in schools]
    # What stands where an author could may be a journal or an institution: Nature 2021, 商汤科技.
    authors = [
        (name, place)
        for name, place in split_authors(text[offset:]) or _bracketed_authors(text[offset:])
        if not any(a < offset + place + len(name) and offset + place < b for a, b in places)
        and (reading.lexicon.has(name, "Person") or not reading.lexicon.has(name, "Organization", "Venue"))
    ]
    left = list(text)
    for name, place in authors:
        for position in range(offset + place, offset + place + len(name)):
            left[position] = " "
    owners = [found for found in reading.lexicon.find(text) if any(term.type == "Organization" for term in found.terms)]
    for a, b in [*places, *((o.start, o.end) for o in owners)]:
        for position in range(a, b):
            left[position] = " "
    for link in unit.links:
        for position in range(max(link.start, start), min(link.end, end)):
            left[position - start] = " "
    others = len(_META_LEFT.sub("", "".join(left)))
    if only_facts:
        others = _MOST_LEFT + 1 if _ONLY_FACTS.sub("", _META_LEFT.sub(" ", "".join(left))).strip() else 0
    if others > _MOST_LEFT or not (len(authors) >= 1 or venues or owners or schools):
        return False
    for name, place in authors:
        at = start + offset + place
        person = reading.mention(block, at, at + len(name), "Person", EXTRACTOR, confidence=0.88)
        reading.claim(main, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))
    if main.type not in ("Paper", "Method", "Software", "Dataset"):
        return True
    for venue in venues:
        mention = venue_mention(reading, unit, start + venue.start, start + venue.end, venue.name, venue.year)
        reading.claim(main, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))
    taken: list[tuple[int, int]] = []
    makers = sorted(
        [(a, b) for a, b, _ in schools] + [(o.start, o.end) for o in owners], key=lambda place: place[0] - place[1]
    )
    for a, b in makers:
        if any(a < d and c < b for c, d in taken) or any(link.start <= start + a < link.end for link in unit.links):
            continue
        taken.append((a, b))
        terms = reading.lexicon.lookup(text[a:b], "Organization")
        owner = reading.mention(
            block,
            start + a,
            start + b,
            "Organization",
            EXTRACTOR,
            name=terms[0].name if terms else text[a:b],
            aliases=(text[a:b], *(terms[0].others if terms else ())),
            confidence=0.85,
        )
        reading.claim(main, "developedBy", owner, EXTRACTOR, at=(owner.line, owner.column, owner.text), confidence=0.8)
    return True


def _stars(reading: Reading, unit: Unit, main: Mention, text: str) -> None:
    """Give the number of stars that an entry prints to its repository, else to the software that it is about."""
    stars = star_count(text)
    listed = [mention for mention in (*unit.mentions, main) if mention.type == "Repository"]
    starred = listed[0] if listed else main if main.type == "Software" else None
    if stars is not None and starred is not None:
        keep_stars(reading, unit, starred, stars)


def keep_stars(reading: Reading, unit: Unit, starred: Mention, stars: int) -> None:
    """Record how many stars a repository or a piece of software has, where its name stands."""
    place = next((s for s in reading.spans(unit.block, unit.start, unit.end) if s.mention == starred), None)
    start, end = (place.start, place.end) if place is not None else (unit.start, unit.end)
    reading.mention(
        unit.block,
        start,
        end,
        starred.type,
        starred.extractor,
        name=starred.name,
        aliases=starred.aliases,
        url=starred.url,
        attributes=[("stars", str(stars))],
        confidence=starred.confidence,
        inside=False,
    )


def venue_mention(reading: Reading, unit: Unit, start: int, end: int, name: str, year: int) -> Mention:
    """Record a venue printed at a place of the unit's block."""
    printed = unit.block.text[start:end]
    cited = unit.main.year if not year and unit.role == "paper" and unit.main is not None else None
    if cited:  # Roe et al., 2021. … NeurIPS: the citation gives its year once
        name, year = f"{name} {cited}", cited
    return reading.mention(unit.block, start, end, "Venue", EXTRACTOR, name=name, aliases=(printed,), year=year or None)


def place_of(reading: Reading, unit: Unit, main: Mention) -> tuple[int, int]:
    """Return where in the unit's block its main mention stands."""
    for span in reading.spans(unit.block, unit.start, unit.end):
        if span.mention == main:
            return span.start, span.end
    return unit.start, unit.end
