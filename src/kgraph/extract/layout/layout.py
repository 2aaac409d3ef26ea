"""Layout: the relations that a list states by where it prints things — under a heading, one above the other, side by side."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from kgraph.core import BlockKind, Mention
from kgraph.core.identifiers import shown_url, untitled
from kgraph.core.text import fold, has_han
from kgraph.extract.forms.facts import is_badge
from kgraph.extract.forms.parts import heads_text
from kgraph.extract.forms.titles import AWARD, title_name
from kgraph.extract.forms.typing import odd_case
from kgraph.extract.layout.credits import read_credits
from kgraph.extract.layout.follow import (
    _MOST_ADDRESSES,
    by_line,
    owner_of_item,
    parts_of_things,
    people_of_item,
    qualified,
    read_implementations,
    title_parts,
    variants,
)
from kgraph.extract.lists.called import read_called, read_demos, read_noted, read_sources
from kgraph.extract.lists.citations import BOOK
from kgraph.extract.lists.links import LABEL
from kgraph.extract.names.comments import Told, told_names
from kgraph.extract.names.finder import is_commented, own_thing, sole_thing, unit_names
from kgraph.extract.names.learn import initials_match
from kgraph.extract.reading import Reading, Section, Unit

EXTRACTOR = "layout.v1"


LISTED = ("Paper", "Repository", "Resource", "Software", "Method", "Dataset")


THINGS = ("Method", "Software", "Dataset")


NAMED = ("Method", "Dataset", "Software", "Organization", "Venue")


_SEVERAL = re.compile(
    r"[两二三四五六七八九十几\d]\s*篇|以下|如下|(?:论文|工作)有[:：]?$|\b(?:two|three|four|five|following)\b",
    re.IGNORECASE,
)


_ONLY_REPORTS = re.compile(r"解读|专访|盘点|对标|工程师|教授|博士后|视频版|课件|怒怼|小姐姐|加速技巧")


_BEATEN = re.compile(r"(?:比|超越|超过|碾压|击败|对标|打败|媲美)\s?$")


_SEVERAL_PAPERS = re.compile(r"[两二三四五六七八九十几\d]\s*(?:篇|papers\b)", re.IGNORECASE)
"""What tells that a headline is about more papers than the one below it: whose authors it names is open."""


_SPOKEN = re.compile(r"\s?(?:tutorial|workshop|keynote|talk|教程|演讲|报告|讲座)", re.IGNORECASE)
"""What a venue has besides papers."""


_LOOKS_AT = re.compile(
    r"^(?:Measuring|Comparing)\b|\b(?:Survey|Review|Overview|Analysis|Comparison|Study|Implications) (?:of|on|for)\b"
    r"|: An? (?:\w+ )?(?:Survey|Review|Overview|Analysis|Comparison|Study)\b",
    re.IGNORECASE,
)
"""Titles of papers that look at things which are there: they introduce none that they do not name."""


_ORIGINAL = re.compile(r"(?:原始?|最初的?|原版)论文\s?[:：]\s*$|original paper\s?[:：]\s*$", re.IGNORECASE)


_MAKES = re.compile(
    r"[^，。,；：]{0,4}(?:自研|自主研发|开源|推出|发布|打造|研发|公布|上线|开放)[^，。,；：]{2,16}(?:框架|平台|库|工具|工具包|系统|引擎|模型|算法|语言|编译器|数据集|芯片)"
)
"""What follows the maker of the thing that a headline is about."""


_IS_NAME = re.compile(
    r"(?!Deep |Large |Neural |Convolutional |Recurrent |Artificial |Efficient |Explainable |Understanding |Training |Learning )"
    r"(?:[A-Z][\w-]* ){1,3}(?:Networks?|Transformers?|Autoencoders?|Machines?)"
)
"""A title of few words that ends in a kind of method and does not open with a word for many of them."""


_OF_NAME = re.compile(r" (?:Algorithms?|Methods?|Models?)$")
"""What a title says of a method behind its name: ``Proximal Policy Optimization Algorithms``."""


_OPENED = re.compile(r"\s?(?:[:：]|来了|登上|问世|亮相|开源|发布|正式|火了)")
_ANNOUNCED = re.compile(r"(?:提出|推出|发布|开源|放出|公布|打造|研发)(?:了|的)?[^，,：:。；;、A-Za-z]{0,14}$")


_CODE_LABEL = re.compile(
    r"(?:代码|源码|仓库|(?<![A-Za-z])(?:[Cc]ode|[Rr]epo))(?:地址|链接)?\s?(?:is at|at|在|见|[:：])\s?[<(（]?$"
)


_WORK_OF = re.compile(r"(?:相关)?(?:工作|系列|论文|研究|成果)$")


_PRIZE = 8
"""How many characters may stand beside a venue in a line that says no more than where something was published."""


def read_layout(reading: Reading) -> None:
    """Record what the layout states: topics, what papers introduce, their code, what headlines report on."""
    for section in reading.sections:
        _topics(reading, section)
        _Works(reading, section).read()
        read_called(reading, section)
        read_sources(reading, section)
        variants(reading, section)
        parts_of_things(reading, section)
        for unit in section.units:
            read_noted(reading, unit)
            title_parts(reading, unit)
            qualified(reading, unit)
            owner_of_item(reading, section, unit)
            by_line(reading, unit)
            people_of_item(reading, unit)
            read_credits(reading, unit)
    read_implementations(reading)
    read_demos(reading)


def _topics(reading: Reading, section: Section) -> None:
    """``broader`` between headings, ``about`` from each listed thing to the nearest topic above it."""
    above = section.parent.topic if section.parent is not None else None
    if section.own_topic is not None and above is not None:
        reading.claim(section.own_topic, "broader", above, EXTRACTOR, confidence=0.95)
    target = section.own_topic or above
    for subject in section.subjects:
        if target is not None and subject.type in LISTED:
            reading.claim(subject, "about", target, EXTRACTOR, confidence=0.9)
    if section.topic is None:
        return
    for unit in section.units:
        for mention in unit.mentions:
            if mention.type in LISTED:
                reading.claim(mention, "about", section.topic, EXTRACTOR, confidence=0.9)


@dataclass
class _Works:
    """The works of one section in reading order: which paper a headline, a repository or a piece of prose belongs to."""

    reading: Reading
    section: Section
    waiting: list[Unit] = field(default_factory=list)
    codes: list[Mention] = field(default_factory=list)
    paper: Mention | None = None
    paper_unit: Unit | None = None
    report: Unit | None = None
    several: bool = False
    label_venues: list[Mention] = field(default_factory=list)
    things: list[Mention] = field(default_factory=list)
    papers: list[Mention] = field(default_factory=list)
    told: set[str] | None = None
    """The folded names of the things in the title of the paper right above and in the text below it."""
    named: dict[tuple[str, bool], tuple[int, Mention]] = field(default_factory=dict)
    """The things named so far, by folded name and whether they are software, each with its place in the order."""
    owners: dict[tuple[str, tuple[str, ...]], Mention] = field(default_factory=dict)
    """The organisations of the headlines so far."""
    head: Mention | None = None
    """The thing whose numbered name heads the paragraphs at hand."""
    news: Mention | None = None
    """The one thing that the headline over the text at hand names, where that headline is a heading."""
    units_named: int = 0
    units_owned: int = 0

    def read(self) -> None:
        section = self.section
        self.things = [subject for subject in section.subjects if subject.type in THINGS]
        self.papers = [unit.main for unit in section.units if unit.role == "paper" and unit.main is not None]
        self._named_topic()
        heading_paper = next((subject for subject in section.subjects if subject.type == "Paper"), None)
        if heading_paper is not None:
            self.paper = heading_paper
            self._introduce(heading_paper, None)
            for thing in self.things:
                self.reading.claim(heading_paper, "introduces", thing, EXTRACTOR, confidence=0.85)
            self._owners(heading_paper)
        label: Unit | None = None
        for unit, following in zip_longest(section.units, section.units[1:]):
            if heads_text(self.reading, unit, following):
                named = unit.role == "name" and unit.main is not None and unit.main.type in THINGS
                self.head = unit.main if named else None
            if unit.role != "prose":
                told = unit.role == "headline" and unit.block.kind is BlockKind.HEADING
                self.news = sole_thing(self.reading, unit) if told else None
            if unit.role == "paper":
                self._paper(unit)
            elif unit.role == "headline" and not _is_post(unit, following):
                self._headline(unit)
            elif unit.role == "row" and not any(mention.type in THINGS for mention in unit.mentions):
                for mention in unit.mentions:
                    if mention.type == "Paper":
                        self._introduce(mention, unit)
            elif unit.role == "prose":
                self._prose(unit)
            elif unit.role == "label":
                self.several = self.several or bool(_SEVERAL.search(unit.text))
                self._venues_of_label(unit)
            if unit.role == "paper":
                self.told = self._things_of(unit)
            elif self.told is not None:
                self.told = self.told | self._things_of(unit) if unit.role in ("prose", "label") else None
            if unit.role == "address" and label is not None:
                # "Spotify 的论文：" above an address says what can be read there.
                for mention in unit_names(self.reading, label, *NAMED):
                    at = (mention.line, mention.column, mention.text)
                    for page in (page for page in unit.mentions if page.type == "Resource"):
                        self.reading.claim(page, "discusses", mention, EXTRACTOR, at=at, confidence=0.7)
            label = unit if unit.role == "label" else None
            for code in [m for m in unit.mentions if m.type == "Repository"]:
                self._code(unit, code)
            if unit.role == "headline":
                self._makers_in_names(unit)
            self._books(unit)
            resources = [mention for mention in unit.mentions if mention.type == "Resource"]
            # So many addresses in one stretch of text are a list run together: none is about all that it names.
            for mention in resources if len(resources) <= _MOST_ADDRESSES else ():
                self._names(unit, mention)

    def _named_topic(self) -> None:
        """The one paper under a topic that ends with a name, or opens with one and a note, introduces what is named: ``无监督 SimCLR``, ``TAS(NAS + 剪枝)``."""
        heading, topic = self.section.heading, self.section.own_topic
        if heading is None or topic is None or len(self.papers) != 1 or self.section.children:
            return
        spans = [span for span in self.reading.spans(heading) if span.mention.type in THINGS]
        if not spans:
            return
        opens = spans[0].start == 0 and heading.text[spans[0].end :].lstrip()[:1] in ("(", "（")
        closes = len(spans) == 1 and spans[0].start > 0 and spans[0].end >= len(heading.text.rstrip())
        if closes and heading.text[: spans[0].start].rstrip().endswith("版"):
            return  # 中文版 BERT is another thing than BERT.
        thing = spans[0].mention
        title = fold(self.papers[0].name)
        if (opens or closes) and odd_case(thing.text):
            if fold(thing.name) not in title or title.startswith(fold(thing.name)):
                self.things = [thing]

    def _prose(self, unit: Unit) -> None:
        """Prose right under a headline: the papers that it names are what the headline reports on."""
        for mention in unit.mentions:
            if mention.type == "Paper" and mention != unit.main:
                self._introduce_named(mention)
            if mention.type == "Paper" and self.news is not None and mention.name == untitled(mention.url or ""):
                # [Paper](address) below the news of what the paper introduces.
                self.reading.claim(mention, "introduces", self.news, EXTRACTOR, confidence=0.7)
        if not self.waiting or self.papers:
            return
        if _told_in_place(self.waiting[-1], unit):
            return
        for mention in unit.mentions:
            if mention.type == "Paper" and self.waiting[-1].main is not None:
                self.reading.claim(self.waiting[-1].main, "discusses", mention, EXTRACTOR, confidence=0.7)

    def _introduce_named(self, paper: Mention) -> None:
        """A title in prose introduces the name before its colon, where the section prints that name as a thing."""
        named = title_name(self.reading, paper.name)
        thing = self._printed.get(fold(named[0])) if named is not None else None
        if thing is not None:
            self.reading.claim(paper, "introduces", thing, EXTRACTOR, confidence=0.85)

    @functools.cached_property
    def _printed(self) -> dict[str, Mention]:
        """The things that the section prints, by folded name."""
        found: dict[str, Mention] = {}
        for unit in self.section.units:
            for thing in unit_names(self.reading, unit, *THINGS):
                found.setdefault(fold(thing.name), thing)
        return found

    def _names(self, unit: Unit, resource: Mention) -> None:
        """A headline discusses what it names; a link in other text what its own words name, or the entry that it belongs to."""
        block = unit.block
        start, end = unit.start, unit.end
        place = next((s for s in self.reading.spans(block, start, end) if s.mention == resource), None)
        if place is not None and (unit.role == "headline" or resource != unit.main):
            start, end = place.start, place.end
            if resource == unit.main and LABEL.match(block.text[unit.start : place.start]):
                start = unit.start  # ICML 2021 论文解读: [headline]
            if self.news is not None and unit.role == "prose" and not self._names_anything(unit, start, end):
                # "the launch post", "demo" below a headline: more on what that is about.
                self.reading.claim(resource, "discusses", self.news, EXTRACTOR, confidence=0.7)
                return
            if resource != unit.main and unit.role == "prose" and resource.name == shown_url(resource.url or ""):
                start, end = self._named_before(unit, place.start), place.start
        for span in self.reading.spans(block, start, end):
            if span.mention.type in NAMED or (span.mention.type == "Paper" and span.mention != resource):
                at = (span.mention.line, span.mention.column, span.mention.text)
                self.reading.claim(resource, "discusses", span.mention, EXTRACTOR, at=at, confidence=0.85)
        short = len(unit.text) - len(resource.url or "") <= 12
        if unit.role == "address" and self.paper is not None and short and self._near_paper(unit):
            self.reading.claim(resource, "discusses", self.paper, EXTRACTOR, confidence=0.7)
        if unit.role in ("address", "note") or (
            unit.role == "headline" and not unit_names(self.reading, unit, *THINGS)
        ):
            introduced = self.reading.introduced.get(self.paper) if self.paper is not None else None
            for thing in self.things or ([introduced] if introduced is not None else []):
                if (
                    unit.role == "address"
                    and len(self.section.subjects) <= 1
                    and fold(thing.name) in fold(resource.url or "")
                ):
                    self.reading.claim(resource, "discusses", thing, EXTRACTOR, confidence=0.6)

    def _names_anything(self, unit: Unit, start: int, end: int) -> bool:
        """Return whether the words of a link name something themselves, or are no more than its address."""
        named = any(span.mention.type in NAMED for span in self.reading.spans(unit.block, start, end))
        return named or any(link.bare and link.start == start for link in unit.links)

    def _books(self, unit: Unit) -> None:
        """What stands between 《 》 right behind a person's name is a book or course of that person."""
        text = unit.block.text
        if "《" not in unit.text or "论文" in unit.text or self.papers:
            return
        for book in BOOK.finditer(text, unit.start, unit.end):
            start, end = book.span(1)
            spans = self.reading.spans(unit.block, unit.start, unit.end)
            if any(s.mention.type == "Paper" and s.start < end and start < s.end for s in spans):
                continue
            before = [s for s in spans if s.mention.type == "Person" and 0 <= start - 1 - s.end <= 4]
            if (
                not before
                or re.fullmatch(r"\s?(?:的|老师|教授|博士|等人?|新书|所著|著)*\s?", text[before[-1].end : start - 1])
                is None
            ):
                continue
            name, person = book.group(1).strip(), before[-1].mention
            work = self.reading.mention(
                unit.block,
                start,
                end,
                "Resource",
                EXTRACTOR,
                name=name,
                aliases=(f"《{name}》",),
                confidence=0.75,
                inside=False,
            )
            at = (person.line, person.column, person.text)
            self.reading.claim(work, "authoredBy", person, EXTRACTOR, at=at, confidence=0.75)

    def _makers_in_names(self, unit: Unit) -> None:
        """A program that news call after its maker is that maker's: 谷歌数据集搜索, Amazon Braket."""
        reading = self.reading
        for span in reading.spans(unit.block, unit.start, unit.end):
            if span.mention.type != "Software" or span.mention == unit.main:
                continue
            printed = unit.block.text[span.start : span.end]
            maker = next((size for size in _firsts(printed) if reading.lexicon.has(printed[:size], "Organization")), 0)
            known = reading.lexicon.lookup(printed[:maker], "Organization") if maker else ()
            if not known or "weak" in known[0].flags:
                continue
            owner = reading.mention(
                unit.block,
                span.start,
                span.start + maker,
                "Organization",
                EXTRACTOR,
                name=known[0].name,
                aliases=(printed[:maker], *known[0].others),
                confidence=0.75,
                inside=False,
            )
            at = (owner.line, owner.column, owner.text)
            reading.claim(span.mention, "developedBy", owner, EXTRACTOR, at=at, confidence=0.7)
            if unit.main is not None:
                reading.claim(unit.main, "discusses", owner, EXTRACTOR, at=at, confidence=0.75)

    def _named_before(self, unit: Unit, end: int) -> int:
        """Return where the clause before a bare address begins: what it names, the address is about."""
        text = unit.block.text
        return max(unit.start, *(text.rfind(mark, unit.start, end) + 1 for mark in "。；，,;\n"))

    def _headline(self, unit: Unit) -> None:
        if unit.main is None:
            return
        single = len(self.papers) == 1 and self.paper is not None
        if single and self._reports_on(unit, self.papers[0]):
            self._report(unit, self.papers[0])
            return
        last = self.paper if self.papers and self.paper is self.papers[-1] else None
        if last is not None and self.told and not self.told.isdisjoint(self._things_of(unit, headline=True)):
            self._report(unit, last)
            return
        if self.waiting and self.paper is not None and self.paper_unit is not None:
            self.waiting = [] if self.waiting[-1].work else self.waiting
        unit.work += is_commented(self.reading, unit)
        self.waiting.append(unit)
        self.several = (bool(_SEVERAL.search(unit.text)) and "论文" in unit.text) or False
        if not self.papers:
            self._owners_without_paper(unit)

    def _reports_on(self, unit: Unit, paper: Mention) -> bool:
        """Return whether a headline below a paper reports on it: it says 论文 or shares the section's name."""
        shared = self._things_of(unit) & {fold(thing.name) for thing in self.things}
        told = re.search(r"论文", unit.text) is not None and _SEVERAL.search(unit.text) is None
        return bool(shared) or (bool(self.things) and told)

    def _things_of(self, unit: Unit, *, headline: bool = False) -> set[str]:
        """Return the folded names of the things that a unit names, or only its headline without the text below it."""
        spans = self.reading.spans(unit.block, unit.start, unit.end)
        end = next((span.end for span in spans if headline and span.mention == unit.main), unit.end)
        return {fold(span.mention.name) for span in spans if span.mention.type in THINGS and span.end <= end}

    def _paper(self, unit: Unit) -> None:
        paper = unit.main
        assert paper is not None
        introduced = self._introduce(paper, unit)
        names = {fold(thing.name) for thing in introduced}
        waiting = [head for head in self.waiting if not (head.work or _told_in_place(head, unit)) or self.several]
        for place, head in enumerate(reversed(waiting)):
            shared = names & self._things_of(head)
            if place == 0 or shared or (self.things and len(self.papers) == 1):
                self._report(head, paper, introduced)
        # A headline that this paper stands under and does not belong to is about no later paper either.
        self.waiting = [head for head in self.waiting if head.work]
        for code in self.codes:
            if self.things and self.paper is None:
                self.reading.claim(paper, "hasCode", code, EXTRACTOR, confidence=0.75)
        self.codes = []
        self.paper, self.paper_unit = paper, unit
        self._owners(paper)

    def _report(self, head: Unit, paper: Mention, introduced: list[Mention] | None = None) -> None:
        """A headline over a paper: it discusses the paper; its organisations, venue and people are the paper's."""
        assert head.main is not None
        head.work += 1
        reading = self.reading
        reading.claim(head.main, "discusses", paper, EXTRACTOR, confidence=0.85)
        things = introduced if introduced is not None else self.things
        if not things and (told := self._announced(head)) is not None:
            things = [told]
            reading.claim(paper, "introduces", told, EXTRACTOR, confidence=0.7)
        named = {fold(mention.name) for mention in unit_names(reading, head, *THINGS)}
        for span in reading.spans(head.block, head.start, head.end):
            mention = span.mention
            at = (mention.line, mention.column, mention.text)
            if mention.type == "Venue" and not _SPOKEN.match(head.block.text, span.end, head.end):
                reading.claim(paper, "publishedAt", mention, EXTRACTOR, at=at, confidence=0.8)
            elif mention.type == "Organization" and self._made_by(head, span.start, span.end):
                reading.claim(paper, "developedBy", mention, EXTRACTOR, at=at, confidence=0.8)
                for thing in things:
                    reading.claim(thing, "developedBy", mention, EXTRACTOR, at=at, confidence=0.7)
            elif mention.type == "Person" and _SEVERAL_PAPERS.search(head.text) is None:
                after = head.block.text[span.end : span.end + 14]
                if (
                    re.match(
                        r"\s?(?:等人|等|团队|组|一作|独自|推新|新论文|[^、谈，,]{0,10}?(?:综述|长文)|[^、谈，,]{0,8}提出)",
                        after,
                    )
                    or "一作" in head.text
                ):
                    reading.claim(paper, "authoredBy", mention, EXTRACTOR, at=at, confidence=0.75)
                    if things and fold(things[0].name) in named:
                        reading.claim(things[0], "authoredBy", mention, EXTRACTOR, at=at, confidence=0.5)

    def _announced(self, head: Unit) -> Mention | None:
        """Return the thing that a headline opens with before a colon, or says to be released: ``微软发布 X，比 Y 更快``."""
        spans = self.reading.spans(head.block, head.start, head.end)
        text = head.block.text
        for span in spans:
            if span.mention.type not in THINGS:
                continue
            opens = not text[head.start : span.start].strip("*_# ") and _OPENED.match(text, span.end, head.end)
            if opens or _ANNOUNCED.search(text[max(head.start, span.start - 24) : span.start]):
                return span.mention
        return None

    def _made_by(self, head: Unit, start: int, end: int) -> bool:
        text = head.block.text
        if _BEATEN.search(text[max(head.start, start - 4) : start]):
            return False
        return _ONLY_REPORTS.search(text[end : end + 10]) is None

    def _owners_without_paper(self, unit: Unit) -> None:
        """A headline that stands for the section's thing, where no paper is listed: ``DeepMind 发布 LOGAN``."""
        named = {fold(m.name) for m in unit_names(self.reading, unit, *THINGS)}
        for span in self.reading.spans(unit.block, unit.start, unit.end):
            mention = span.mention
            at = (mention.line, mention.column, mention.text)
            for thing in self.things:
                # "CIKM 2019 最佳论文": what is only a venue and a prize is said of the section's thing.
                prize = len(unit.text) - (span.end - span.start) <= _PRIZE
                if fold(thing.name) not in named and len(self.section.units) > 2 and not prize:
                    continue
                if mention.type == "Venue" and thing.type == "Method":
                    self.reading.claim(thing, "publishedAt", mention, EXTRACTOR, at=at, confidence=0.65)
        if not named and len(self.things) == 1:
            # 某公司自研图数据库, below the name of that database
            for span in self.reading.spans(unit.block, unit.start, unit.end):
                mention = span.mention
                if mention.type == "Organization" and _MAKES.match(unit.block.text, span.end, unit.end):
                    at = (mention.line, mention.column, mention.text)
                    self.reading.claim(self.things[0], "developedBy", mention, EXTRACTOR, at=at, confidence=0.65)

    def _venues_of_label(self, unit: Unit) -> None:
        if self.several or AWARD.search(unit.text):
            self.label_venues = unit_names(self.reading, unit, "Venue")

    def _introduce(self, paper: Mention, unit: Unit | None) -> list[Mention]:
        """Record what a paper introduces: the name before its colon, and the thing that the heading names."""
        reading = self.reading
        found: list[Mention] = []
        named = title_name(reading, paper.name)
        block = unit.block if unit is not None else self.section.heading
        if named is not None and block is not None:
            start, end = (unit.start, unit.end) if unit is not None else (0, len(block.text))
            for span in reading.spans(block, start, end):
                if span.mention.type in THINGS and fold(span.mention.name) == fold(named[0]):
                    found.append(span.mention)
                    reading.claim(paper, "introduces", span.mention, EXTRACTOR, confidence=0.9)
                    break
        if unit is not None:
            for span in reading.spans(unit.block, unit.start, unit.end):
                after = unit.block.text[span.end : span.end + 3]
                short = unit.end - span.end <= 6 and re.match(r"\s?(?:模型|方法|算法|网络)", after) is not None
                if span.mention.type == "Method" and short and span.mention not in found:
                    found.append(span.mention)
                    reading.claim(paper, "introduces", span.mention, EXTRACTOR, confidence=0.8)
        for thing in self.things:
            if any(fold(thing.name) == fold(other.name) for other in found):
                continue
            sole = len(self.papers) <= 1 and not self._title_mentions(paper, thing)
            sole = sole and (not has_han(thing.text) or self._told_with_maker(thing))
            sole = sole and _LOOKS_AT.search(paper.name) is None
            told = self._title_names(paper, thing) or (unit is not None and self._original(unit, paper))
            if told or (sole and unit is not None):
                found.append(thing)
                reading.claim(paper, "introduces", thing, EXTRACTOR, confidence=0.85 if told else 0.75)
        if not found and unit is not None and unit.main == paper:
            found += self._told_below(paper, unit)
        if not found and unit is not None and unit.main == paper and self._is_name(paper.name):
            found += self._whole_title(paper, unit)
        for venue in self.label_venues:
            at = (venue.line, venue.column, venue.text)
            reading.claim(paper, "publishedAt", venue, EXTRACTOR, at=at, confidence=0.75)
        return found

    def _told_with_maker(self, thing: Mention) -> bool:
        """Return whether a headline above the paper names the thing and its maker: a Chinese name alone may be a technique's."""
        return any(
            fold(thing.name) in {fold(name.name) for name in unit_names(self.reading, head, *THINGS)}
            and unit_names(self.reading, head, "Organization")
            for head in self.waiting
        )

    def _original(self, unit: Unit, paper: Mention) -> bool:
        """Return whether a label before a title says that it is where the section's thing comes from."""
        place = next(
            (span for span in self.reading.spans(unit.block, unit.start, unit.end) if span.mention == paper), None
        )
        return place is not None and _ORIGINAL.search(unit.block.text[unit.start : place.start]) is not None

    @functools.cached_property
    def _told(self) -> dict[int, Told]:
        """Where the comments on the section's papers name what these introduce, by the unit of the paper."""
        return {id(unit): told for unit, told in told_names(self.reading, self.section)}

    def _told_below(self, paper: Mention, unit: Unit) -> list[Mention]:
        """The comment on a paper whose title names nothing gives what it introduces a name: ``QuixNet is a router …``."""
        told = self._told.get(id(unit))
        if told is None:
            return []
        spans = self.reading.spans(told.block, told.start, told.end)
        found = [span.mention for span in spans if span.start == told.start and span.mention.type in THINGS][:1]
        for thing in found:
            at = (thing.line, thing.column, thing.text)
            self.reading.claim(paper, "introduces", thing, EXTRACTOR, at=at, confidence=0.7)
        return found

    def _is_name(self, title: str) -> bool:
        """Return whether a title is nothing but a method's name: written like one, or generally known as one."""
        if _IS_NAME.fullmatch(title) is not None:
            return True
        name = _OF_NAME.sub("", title)
        terms = self.reading.lexicon.lookup(name, "Method") if " " in name else ()
        return any("weak" not in term.flags or "case" in term.flags for term in terms)

    def _whole_title(self, paper: Mention, unit: Unit) -> list[Mention]:
        """A title that is nothing but a network's or procedure's name introduces what it names: ``Self-Normalizing Neural Networks``."""
        reading = self.reading
        if reading.lexicon.has(paper.name, "topic", "generic"):
            return []
        place = next((s for s in reading.spans(unit.block, unit.start, unit.end) if s.mention == paper), None)
        if place is None:
            return []
        name = paper.name if _IS_NAME.fullmatch(paper.name) else _OF_NAME.sub("", paper.name)
        terms = reading.lexicon.lookup(name, "Method")
        thing = reading.mention(
            unit.block,
            place.start,
            place.start + len(name),
            "Method",
            EXTRACTOR,
            name=terms[0].name if terms else name,
            aliases=(name, *(terms[0].others if terms else ())),
            confidence=0.75,
            inside=False,
        )
        reading.claim(paper, "introduces", thing, EXTRACTOR, confidence=0.75)
        return [thing]

    def _title_mentions(self, paper: Mention, thing: Mention) -> bool:
        """Return whether a title speaks of a thing without opening with it: ``A Comparative Analysis of XGBoost``."""
        return re.search(rf"(?<!^)\b{re.escape(thing.name)}\b", paper.name, re.IGNORECASE) is not None

    def _title_names(self, paper: Mention, thing: Mention) -> bool:
        forms = [thing.name, *thing.aliases]
        title = fold(paper.name)
        if any(len(fold(form)) >= 3 and title.startswith(fold(form)) for form in forms):
            return True
        if any(re.match(rf"(?:The|An?) {re.escape(form)}\s*[:：]", paper.name, re.IGNORECASE) for form in forms):
            return True
        if thing.type == "Dataset" and re.match(
            rf"(?:The |A |An )?{re.escape(thing.name)}\b.*\b(?:Benchmark|Dataset|Data Set|Corpus|Challenge|Suite)",
            paper.name,
            re.IGNORECASE,
        ):
            return True
        short = [form for form in forms if re.fullmatch(r"[A-Za-z][\w-]{1,9}", form)]
        return any(initials_match(re.sub(r"[^A-Za-z]", "", form), paper.name.split(" for ")[0]) for form in short)

    def _owners(self, paper: Mention) -> None:
        """Under a heading that is an organisation, or speaks of its work, papers are that organisation's."""
        for section in self.section.chain():
            heading = section.heading
            if heading is None:
                continue
            for subject in section.subjects:
                if subject.type == "Organization":
                    self._owned(paper, subject)
            if section.own_topic is not None and _WORK_OF.search(section.own_topic.name):
                for span in self.reading.spans(heading):
                    if span.mention.type == "Organization":
                        self._owned(paper, span.mention)

    def _owned(self, paper: Mention, owner: Mention) -> None:
        self.reading.claim(paper, "developedBy", owner, EXTRACTOR, confidence=0.75)
        for thing in self.things:
            self.reading.claim(thing, "developedBy", owner, EXTRACTOR, confidence=0.6)

    def _code(self, unit: Unit, code: Mention) -> None:
        """A repository below a paper is its code; below a heading that names a thing it implements it."""
        reading = self.reading
        at = (code.line, code.column, code.text)
        beside = (unit is self.paper_unit or self._gives_its_address(unit)) and _only_addresses(unit)
        if (
            (unit.role == "repository" or beside or self._labelled_code(unit, code))
            and self.paper is not None
            and self._near_paper(unit)
            and self._its_code(unit, code)
        ):
            reading.claim(self.paper, "hasCode", code, EXTRACTOR, at=at, confidence=0.85)
        elif unit.role == "repository":
            self.codes.append(code)
            if not self.things:
                # What a headline with its own code reports on is that code, not the paper after it.
                self.waiting = []
        of_section = beside or unit.role in ("repository", "prose", "label", "note")
        if of_section and not self._implements_by_name(unit, code, at):
            for thing in self.things[:1] or ([self.head] if self.head is not None else []):
                reading.claim(code, "implements", thing, EXTRACTOR, at=at, confidence=0.8)
        elif unit.role == "headline" and not self.things and (told := sole_thing(reading, unit)) is not None:
            reading.claim(code, "implements", told, EXTRACTOR, at=at, confidence=0.75)
        self._code_owner(code, at)

    def _gives_its_address(self, unit: Unit) -> bool:
        """Return whether a line below the paper's title gives the paper's address."""
        paper = self.paper
        return unit.role == "note" and paper is not None and unit.main is not None and unit.main.name == paper.name

    def _labelled_code(self, unit: Unit, code: Mention) -> bool:
        """Return whether prose gives an address as its code: ``…，代码：https://…``, ``…。[code](https://…)``."""
        if unit.role != "prose":
            return False
        place = next((s for s in self.reading.spans(unit.block, unit.start, unit.end) if s.mention == code), None)
        if place is None:
            return False
        link = next((link for link in unit.links if link.start == place.start and not link.bare), None)
        if link is not None and is_badge(link.text, self.reading.lexicon):
            return True
        return _CODE_LABEL.search(unit.block.text[max(unit.start, place.start - 24) : place.start]) is not None

    def _its_code(self, unit: Unit, code: Mention) -> bool:
        """Return whether no label before the address says that it is the code of another thing than the paper's."""
        assert self.paper is not None
        named = [m for m in unit_names(self.reading, unit, *THINGS) if fold(m.name) in fold(code.name)]
        introduced = self.reading.introduced.get(self.paper)
        own = fold(self.paper.name) + (fold(introduced.name) if introduced is not None else "")
        return not named or any(fold(mention.name) in own for mention in named)

    def _near_paper(self, unit: Unit) -> bool:
        """Return whether no other work was listed between the last paper and this unit."""
        if own_thing(self.reading, unit, self.paper_unit) is not None:
            return False
        return not (self.waiting and self.paper_unit is not None and self.waiting[-1].line > self.paper_unit.line)

    def _implements_by_name(self, unit: Unit, code: Mention, at: tuple[int, int, str]) -> bool:
        """A repository called after a thing that the lines above it name implements that thing; return whether one was.

        Below a heading that is a thing, only a repository called exactly like another implements that other.
        """
        name = fold(code.name.rsplit("/", 1)[-1])
        units = self.section.units
        while self.units_named < len(units) and units[self.units_named].line <= unit.line:
            for mention in unit_names(self.reading, units[self.units_named], *THINGS):
                for form in dict.fromkeys((fold(mention.name), fold(mention.text))):
                    self.named.setdefault((form, mention.type == "Software"), (len(self.named), mention))
            self.units_named += 1
        found = [self.named[key] for size in range(4, len(name)) if (key := (name[:size], False)) in self.named]
        whole = [self.named[key] for key in ((name, False), (name, True)) if key in self.named and len(name) >= 3]
        for _, mention in sorted(([] if self.things or whole else found) + sorted(whole, key=_first)[:1], key=_first):
            self.reading.claim(code, "implements", mention, EXTRACTOR, at=at, confidence=0.75)
        return bool(whole or (found and not self.things))

    def _code_owner(self, code: Mention, at: tuple[int, int, str]) -> None:
        """A repository whose owner is called like an organisation named in the section is that organisation's."""
        owner = fold(code.name.split("/")[1]) if code.name.count("/") >= 2 else ""
        units = self.section.units
        while self.units_owned < len(units) and units[self.units_owned].line < code.line:
            unit = units[self.units_owned]
            for organization in unit_names(self.reading, unit, "Organization") if unit.role == "headline" else ():
                self.owners.setdefault((organization.name, organization.aliases), organization)
            self.units_owned += 1
        for organization in self.owners.values():
            names = [fold(name) for name in (organization.name, *organization.aliases) if name.isascii()]
            firsts = [fold(name.split()[0]) for name in (organization.name, *organization.aliases) if name.isascii()]
            if any(len(name) >= 3 and name in owner for name in (*names, *firsts)):
                self.reading.claim(code, "developedBy", organization, EXTRACTOR, at=at, confidence=0.75)


_MOST_LABELS = 32
"""The most characters beside the addresses of a line that only gives addresses: ``论文: https://… Github: https://…``."""


_POST = re.compile(
    r"长文|博客|博文|讲座|演讲|教程|公开课|课程|专栏|综述|笔记|手把手|入门|\b(?:blog|tutorial|talk|lecture|course)\b",
    re.I,
)


def _is_post(unit: Unit, following: Unit | None) -> bool:
    """Return whether a headline is that of a post whose own address stands below it: it reports on no paper listed after it."""
    if following is None or following.role != "address" or unit.main is None or following.main is None:
        return False
    return following.main.name == unit.main.name and _POST.search(unit.text) is not None


def _only_addresses(unit: Unit) -> bool:
    """Return whether a unit is a line of several bare addresses and their labels: those of one paper and its code."""
    bare = [link for link in unit.links if link.bare]
    return len(bare) == len(unit.links) > 1 and len(unit.text) - sum(len(link.text) for link in bare) <= _MOST_LABELS


def _told_in_place(head: Unit, unit: Unit) -> bool:
    """Return whether what a headline reports on stands behind it in its own paragraph, and a unit in another one."""
    return head.block is not unit.block and head.end + _PRIZE < len(head.block.text.rstrip())


def _first(named: tuple[int, Mention]) -> int:
    return named[0]


def _firsts(name: str) -> Iterator[int]:
    """Yield the lengths of the beginnings of a name that could be its maker's: its first words, or two to four characters.

    >>> list(_firsts("Amazon Braket")), list(_firsts("谷歌数据集"))
    ([6], [4, 3, 2])
    """
    if has_han(name[:2]):
        yield from range(min(4, len(name) - 1), 1, -1)
    else:
        yield from (place for place, letter in enumerate(name) if letter == " ")
