"""Wording: relations that a sentence states, rules of ``patterns.toml`` over words and names."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.text import fold, has_han
from kgraph.extract.forms.results import Unsaid, attach_results, dataset_around, said_of_numbers
from kgraph.extract.forms.typing import odd_case
from kgraph.extract.lists.fields import field_at
from kgraph.extract.lists.links import is_code_line, opens_with_address
from kgraph.extract.names.finder import is_commented, own_thing, sole_thing, unit_names
from kgraph.extract.prose.conditions import SAID_OF_SUBJECTS, denied, is_rival, is_said, last_name
from kgraph.extract.prose.defined import read_defined
from kgraph.extract.prose.grammar import (
    EACH,
    OTHER_CODE,
    STOP_CODE,
    STOPS,
    TYPE_CODES,
    Grammar,
    load_grammar,
)
from kgraph.extract.prose.news import read_news
from kgraph.extract.prose.sentences import Sentence, condensed, sentences, tokenized, without_stops
from kgraph.extract.prose.subjects import THINGS, Subject, Subjects
from kgraph.extract.prose.teams import read_teams
from kgraph.extract.reading import Reading, Section, Span, Unit

EXTRACTOR = "wording.v1"


NAMES = ("Method", "Dataset", "Software", "Organization", "Person", "Venue", "Paper", "Resource")


_ASKS_WHY = re.compile(r"\s*(?:为什么|为何|凭什么|Why\b)[^。！?？]*[?？]")
"""A question for reasons: it tells what one could do, not what anything is."""


def read_wording(reading: Reading) -> None:
    """Record the relations that sentences state, and the results printed in them."""
    for section in reading.sections:
        paper, thing = _of_heading(section)
        last: Unit | None = None
        named_by: Unit | None = None
        listed_name = announced = below_table = False
        ahead = [unit for unit in section.units if unit.role == "paper"]
        headlines = sum(unit.role == "headline" for unit in section.units)
        first = section.units[0] if section.units and len(section.subjects) == 1 else None
        unsaid: Unsaid | None = None
        post: Unit | None = None
        over_code = not opens_with_address(section)
        for above, unit in zip([None, *section.units], section.units, strict=False):
            if post is not None and _beside(post, unit):
                thing, post = _of_heading(section)[1], None
            if unit.role == "paper" and unit.main is not None:
                paper, last = unit.main, unit
                thing = reading.introduced.get(paper) or next((s for s in section.subjects if s.type in THINGS), None)
            elif unit.role == "name" and unit.main is not None and unit.main.type in THINGS:
                thing, listed_name, named_by = unit.main, True, unit
            elif (
                unit.role == "repository"
                and (listed_name or unit.block.kind is BlockKind.ITEM)
                and unit.links
                and unit.links[0].start <= unit.start
                and not (over_code and above is named_by is not None and is_code_line(unit))
            ):
                thing, listed_name = None, False  # The next address is that of another thing.
            elif unit.role == "headline" and not section.subjects and (not ahead or headlines > 2):
                named = {mention.name: mention for mention in unit_names(reading, unit, *THINGS)}
                thing, post = next(iter(named.values())) if len(named) == 1 else None, unit
            elif unit.role == "row":
                paper = next((mention for mention in unit.mentions if mention.type == "Paper"), None)
                listed = unit.main is not None and unit.main.type in THINGS
                thing = unit.main if listed else reading.introduced.get(paper) if paper is not None else None
            elif below_table or (unit.role == "prose" and unit.is_numbered and unit.main is None):
                # What stands below a table speaks of no one of its rows, a numbered paragraph of nothing listed above it.
                paper, thing = _of_heading(section)
            below_table = unit.block.kind is BlockKind.ROW
            if unit.role == "skip" or unit.block.kind is BlockKind.RECORD:
                continue
            here = _paper_around(reading, unit, paper, ahead)
            if unit is named_by and unit.block.kind is BlockKind.ITEM and not announced:
                here = _own_paper(reading, unit)  # An entry of its own belongs to no paper that is listed before it.
            own = own_thing(reading, unit, last) if unit.role != "paper" else None
            if (
                named_by is not None
                and thing is named_by.main
                and unit.links
                and _beside(named_by, unit)
                and unit.role == "prose"
            ):
                thing = None
            _read_labelled_parts(
                reading, unit, own or thing or (reading.introduced.get(here) if here is not None else None)
            )
            stated = len(reading.claims)
            unsaid = said_of_numbers(reading, unit) or unsaid
            of_paper = here is not None and _credits_paper(unit)
            about = own or (None if of_paper else thing)
            describes = _describes(unit, about, named_by, first)
            _read_sentences(reading, section, unit, None if own else here, about, unsaid, describes=describes)
            if unit.block.kind is not BlockKind.ITEM:
                announced = _ANNOUNCES.search(unit.text) is not None
            elif announced and here is not None:
                _announced_item(reading, unit, here, thing or reading.introduced.get(here))
            if unit.role == "headline" and thing is None and not section.subjects and (not ahead or headlines > 2):
                thing = _first_head(reading, stated)
    read_news(reading)
    for section in reading.sections:
        read_defined(reading, section)
    _read_parts(reading)
    _read_makers(reading)
    _read_implemented(reading)
    _read_codes(reading)


def _credits_paper(unit: Unit) -> bool:
    """Return whether a line below a paper is a field of its authors, who are told of the paper and not of what it introduces."""
    of_paper = unit.role == "note" and unit.main is not None and unit.main.type == "Paper"
    found = field_at(unit.text) if of_paper else None
    return found is not None and found[0] == "author"


def _paper_around(reading: Reading, unit: Unit, paper: Mention | None, ahead: list[Unit]) -> Mention | None:
    """Return the paper that a unit's text belongs to: its own, else the last one listed or the only one listed below it.

    A post that is an entry of its own belongs to no paper that is listed beside it.
    """
    listed = unit.block.kind is BlockKind.ITEM and bool(unit.links)
    own_entry = listed or is_commented(reading, unit) or unit.is_numbered
    if paper is None and unit.role in ("headline", "prose") and len(ahead) == 1 and not own_entry:
        paper = ahead[0].main
    if own_entry and unit.role == "headline":
        paper = None
    return _own_paper(reading, unit) or paper


def _describes(unit: Unit, thing: Mention | None, named_by: Unit | None, first: Unit | None) -> bool:
    """Return whether a unit describes a thing as the text of a list entry does: it follows the line that only names the thing,
    or is the ``first`` piece of prose under a heading that does.
    """
    if thing is None:
        return False
    return thing is named_by.main if named_by is not None else unit is first and unit.role == "prose"


def _beside(post: Unit, unit: Unit) -> bool:
    """Return whether a unit is another entry of the list that a headline stands in: what that one names, it is not about."""
    items = {post.block.kind, unit.block.kind} == {BlockKind.ITEM}
    return items and post.block.index != unit.block.index and post.block.parent == unit.block.parent


def _of_heading(section: Section) -> tuple[Mention | None, Mention | None]:
    """Return the paper and the thing that a section's heading names."""
    paper = next((subject for subject in section.subjects if subject.type == "Paper"), None)
    return paper, next((subject for subject in section.subjects if subject.type in THINGS), None)


_ANNOUNCES = re.compile(
    r"(?:提出|引入|采用|使用|设计)[^。]{0,40}[:：]\s*$|\b(?:propose|introduce|use)[sd]?\b[^.]{0,80}:\s*$"
)
"""The end of a text that announces the list below it: 本文提出了以下策略："""


_NEW_HERE = re.compile(r"\s?[；;:：，,]\s?(?:这)?是一种|\s?[；;:：，,]\s?(?:这)?是[^。]{2,30}(?:改进|变体|变种|扩展)")


def _announced_item(reading: Reading, unit: Unit, paper: Mention, thing: Mention | None) -> None:
    """Read an item below a text that announces what a paper proposes: the paper uses what the item opens with, or introduces it."""
    span = next((span for span in reading.spans(unit.block, unit.start, unit.end) if span.mention.type in THINGS), None)
    if span is None or span.start > unit.start or span.mention.type == "Dataset":
        return
    at = (span.mention.line, span.mention.column, span.mention.text)
    if _NEW_HERE.match(unit.block.text, span.end, unit.end):
        reading.claim(paper, "introduces", span.mention, EXTRACTOR, at=at, confidence=0.65)
    if thing is not None:
        reading.claim(thing, "basedOn", span.mention, EXTRACTOR, at=at, confidence=0.65)


_PART = re.compile(
    r"(?:^|(?<=[。；;，,\n]))\W{0,3}(?:\d[.)）、]\s?)?[\w一-鿿]{0,6}?(?:编码器|解码器|骨架|骨干(?:网络)?|主干(?:网络)?|底座|基座|语言模型|扩散模型|教师模型|"
    r"检测头|分割头|优化器|损失(?:函数)?|声码器|分词器|判别器|生成器|视觉塔|连接器|位置编码|激活函数|归一化|采样器|LLM|"
    r"(?:\w+ )?(?:backbone|encoder|decoder|neck|optimi[sz]er|tokeni[sz]er|vocoder|loss|vision tower|language model))[ *_]{0,3}[:：]",
    re.IGNORECASE,
)
"""The label of a part before the colon that tells what it is: ``编码器：ViT-L/14``, ``Backbone: ResNet``."""
_NOT_USED = re.compile(r"(?:比|优于|不用|不是|而非|去掉|代替|取代|替代|没有|无需|than|instead of|not|without)\s?$")


def _read_labelled_parts(reading: Reading, unit: Unit, thing: Mention | None) -> None:
    """A labelled part of a thing is what stands behind the label: the thing is built with the names there."""
    if thing is None or thing.type not in ("Method", "Software") or unit.role == "row":
        return
    text = reading.flat(unit.block)
    for label in _PART.finditer(text, unit.start, unit.end) if ":" in text or "：" in text else ():
        stop = re.compile(r"[。；;\n]|\.\s").search(text, label.end(), unit.end)
        for span in reading.spans(unit.block, label.end(), stop.start() if stop is not None else unit.end):
            used = _NOT_USED.search(text, max(label.end(), span.start - 12), span.start) is None
            if used and span.mention.type in ("Method", "Software") and fold(span.mention.name) != fold(thing.name):
                at = (span.mention.line, span.mention.column, span.mention.text)
                reading.claim(thing, "basedOn", span.mention, EXTRACTOR, at=at, confidence=0.7)


def _read_parts(reading: Reading) -> None:
    """What a paper's text proposes besides the thing that its title names is a part of that thing."""
    for claim in [claim for claim in reading.claims if claim.relation == "introduces"]:
        whole = reading.introduced.get(claim.head)
        if whole is not None and claim.extractor == EXTRACTOR and whole.type == claim.tail.type == "Method":
            at = (claim.tail.line, claim.tail.column, claim.tail.text)
            reading.claim(whole, "basedOn", claim.tail, EXTRACTOR, at=at, confidence=0.55)


def _read_implemented(reading: Reading) -> None:
    """The code of a paper holds what a sentence says that the paper introduces, where that is all it introduces."""
    introduced: dict[Mention, dict[str, Mention]] = {}
    for claim in reading.claims:
        if claim.relation == "introduces":
            introduced.setdefault(claim.head, {})[fold(claim.tail.name)] = claim.tail
    implemented = {claim.head.name for claim in reading.claims if claim.relation == "implements"}
    for claim in [claim for claim in reading.claims if claim.relation == "hasCode"]:
        things = list(introduced.get(claim.head, {}).values())
        if len(things) == 1 and claim.tail.name not in implemented:
            at = (claim.line, claim.column, claim.text)
            reading.claim(claim.tail, "implements", things[0], EXTRACTOR, at=at, confidence=0.6)


def _read_makers(reading: Reading) -> None:
    """Who made or wrote a method also did the paper of its section that introduces it."""
    introducing: dict[str, list[Mention]] = {}
    for section in reading.sections:
        for unit in section.units:
            thing = reading.introduced.get(unit.main) if unit.role == "paper" and unit.main is not None else None
            if thing is not None and thing.type == "Method" and unit.main is not None:
                introducing.setdefault(fold(thing.name), []).append(unit.main)
    for claim in reading.claims:
        if claim.relation == "introduces" and claim.extractor == EXTRACTOR and claim.tail.type == "Method":
            papers = introducing.setdefault(fold(claim.tail.name), [])
            papers += [claim.head] if claim.head not in papers else []
    for claim in [claim for claim in reading.claims if claim.relation in ("developedBy", "authoredBy")]:
        papers = introducing.get(fold(claim.head.name), []) if claim.head.type == "Method" else []
        if len(papers) == 1 and claim.extractor == EXTRACTOR and abs(papers[0].line - claim.line) <= _NEAR:
            at = (claim.line, claim.column, claim.text)
            reading.claim(papers[0], claim.relation, claim.tail, EXTRACTOR, at=at, confidence=0.6)


def _read_codes(reading: Reading) -> None:
    """The code of a thing is that of the paper that the same paragraph names and says to introduce it."""
    papers: dict[tuple[str, int], list[Mention]] = {}
    for claim in reading.claims:
        if claim.relation == "introduces" and claim.extractor == EXTRACTOR:
            papers.setdefault((fold(claim.tail.name), claim.head.line), []).append(claim.head)
    for claim in [claim for claim in reading.claims if claim.relation == "implements"]:
        found = {paper.name: paper for paper in papers.get((fold(claim.tail.name), claim.line), [])}
        if len(found) == 1:
            at = (claim.line, claim.column, claim.text)
            reading.claim(next(iter(found.values())), "hasCode", claim.head, EXTRACTOR, at=at, confidence=0.65)


_NEAR = 6
"""How many lines from a paper what is said of its method is also said of it."""


def _first_head(reading: Reading, first: int) -> Mention | None:
    """Return the thing that the claims from ``first`` on say something of, where it is one: what a headline is about."""
    heads = {claim.head.name: claim.head for claim in reading.claims[first:] if claim.head.type in THINGS}
    return next(iter(heads.values())) if len(heads) == 1 else None


def _own_paper(reading: Reading, unit: Unit) -> Mention | None:
    """Return the paper that a piece of prose itself names, where it is the only one."""
    papers = [mention for mention in unit.mentions if mention.type == "Paper"]
    return papers[0] if unit.role not in ("paper", "row") and len({paper.name for paper in papers}) == 1 else None


def _read_sentences(
    reading: Reading,
    section: Section,
    unit: Unit,
    paper: Mention | None,
    thing: Mention | None,
    unsaid: Unsaid | None = None,
    *,
    describes: bool = False,
) -> None:
    block = unit.block
    spans = [span for span in _outside_titles(reading.spans(block, unit.start, unit.end)) if span.mention.type in NAMES]
    title_end = _title_end(unit, spans) if unit.role == "paper" else unit.start
    spans = [span for span in spans if span.mention.type not in ("Paper", "Resource") or _in_prose(unit, span)]
    listed_on = dataset_around(section, unit) or _presented_data(reading, unit, paper, thing)
    if not spans and listed_on is None:
        return
    mentioned = _mentioned(unit, spans)
    titled_at = next((span for span in spans if span.mention == paper), None)
    given = _given(section, unit, thing, spans)
    spans = [span for span in _with_same(reading.flat(block), unit, spans, given) if not _is_kind(reading, block, span)]
    code = next((mention for mention in unit.mentions if mention.type == "Repository"), None)
    # 论文 in prose is that of what the clause before spoke of.
    named = paper is not None and paper in unit.mentions
    in_passing = unit.role == "prose" and named
    of_others = in_passing and _speaks_of_others(unit)
    own = (paper is not None or given is not None) and not in_passing
    subjects = Subjects(given, load_grammar().governing, own, unit.role == "headline")
    text = reading.flat(block)
    head_end = _head_end(reading, unit)
    stated = len(reading.claims)
    listed = unit.role in ("name", "row") or (given is not None and block.kind is BlockKind.ITEM)
    for start, end in sentences(without_stops(text, spans), unit.start, unit.end):
        if start >= head_end:
            # The text below a headline goes on about the one thing that the headline names.
            about_head = sole_thing(reading, unit) or _first_head(reading, stated) or given
            subjects = Subjects(about_head, load_grammar().governing, paper is not None or about_head is not None)
            head_end = unit.end + 1
        first = bisect.bisect_left(spans, start, key=lambda span: span.start)
        last = bisect.bisect_left(spans, end, key=lambda span: span.start)
        inside = [span for span in spans[first:last] if span.end <= end]
        if not inside:
            attach_results(reading, block, (start, end), inside, lambda _: None, _measured(thing, paper), listed_on)
            continue
        if _ASKS_WHY.match(text, start, end):
            continue
        if unit.role == "row":
            own = paper is not None or given is not None
            subjects = Subjects(given, load_grammar().governing, own, row=True)
        sentence = tokenized(text, start, end, inside, subjects)
        about = paper if end > title_end and not (of_others and _of_others(unit, inside, titled_at)) else None
        titled = about if unit.role == "paper" or named else None
        described = (
            (paper if paper is not None and not in_passing else given) if describes or paper is not None else None
        )
        credits = list(read_teams(sentence, _last_person(spans[:first]), described))
        told = frozenset(
            other.start for _, relation, other in credits if relation in _CREDITS and isinstance(other, Span)
        )
        around = _Around(about, titled, code, listed, given, *mentioned, told, describes and given is not None)
        _match(reading, block, sentence, around)
        for one, relation, other in credits:
            _record(reading, block, one, relation, other, 0.7)
        if (short := condensed(sentence)) is not None:
            _match(reading, block, short, around, (SAID_OF_SUBJECTS - {"basedOn"}) | {"authoredBy"})
        if given is None and paper is not None and (given := reading.introduced.get(paper)) is not None:
            subjects.give(given)
        measured = _measured(thing, paper)
        attach_results(reading, block, (start, end), inside, _speaker(sentence), measured, listed_on, unsaid)


def _speaks_of_others(unit: Unit) -> bool:
    """Return whether prose names a paper among other things: it is Chinese, and no entry that opens with a link and goes on about it."""
    return unit.role == "prose" and has_han(unit.text) and not any(link.start <= unit.start for link in unit.links)


def _of_others(unit: Unit, inside: Sequence[Span], title: Span | None) -> bool:
    """Return whether a sentence of such prose is not about the paper that another sentence names, at ``title``.

    One before it is not, nor one after it that tells of people or institutions.
    """
    types = {span.mention.type for span in inside}
    if "Paper" in types:
        return False
    before = title is not None and inside[-1].end <= title.start and title.start > unit.start
    return before or not types.isdisjoint(("Person", "Organization"))


def _last_person(spans: Sequence[Span]) -> Mention | None:
    """Return whom a text named last."""
    return next((span.mention for span in reversed(spans) if span.mention.type == "Person"), None)


_SAME = re.compile(
    r"\bthe (?:very )?same (?:dataset|data ?set|benchmark|data|corpus|test set)\b|(?<=在)(?:同一个?|同样的?|相同的?|该)(?:数据集|基准|语料库|评测集|测试集)"
)
"""What stands for the data that the text named last."""


_UPON_IT = re.compile(
    r"(?<=在)(?:它|其|这)?上面?(?=\s?(?:跑|测|试|微调|训练|预训练|续训|精调|评测|验证))|(?<=在)(?:它|其)(?=上面?)"
)
"""What stands for the data that an entry lists, where something is done with them."""


def _with_same(text: str, unit: Unit, spans: list[Span], given: Mention | None) -> list[Span]:
    """Return the names of a unit with what stands for the dataset named last, or for the one ``given``: ``on the same benchmark``, 在它上面."""
    found = list(spans)
    if given is not None and given.type == "Dataset" and unit.block.kind is BlockKind.ITEM:
        found += [Span(*match.span(), given) for match in _UPON_IT.finditer(text, unit.start, unit.end)]
    for match in _SAME.finditer(text, unit.start, unit.end):
        last = next(
            (span for span in reversed(spans) if span.end <= match.start() and span.mention.type == "Dataset"), None
        )
        if last is not None:
            found.append(Span(match.start(), match.end(), last.mention))
    return sorted(found, key=lambda span: span.start) if len(found) > len(spans) else spans


def _in_prose(unit: Unit, span: Span) -> bool:
    """Return whether a title is named in prose: a paper's, or in 《 》 that of something to hear or read, which is no link."""
    quoted = unit.block.text[span.start - 1 : span.start] == "《"
    if unit.role == "name":
        return quoted and span.mention.type == "Paper"
    return unit.role == "prose" and (span.mention.type == "Paper" or quoted)


def _measured(*things: Mention | None) -> Mention | None:
    """Return the first of what a text speaks of that can have a result."""
    return next((thing for thing in things if thing is not None and thing.type in ("Method", "Paper")), None)


def _head_end(reading: Reading, unit: Unit) -> int:
    """Return where the headline of a unit ends, with more text below it; past the unit's end where it has none."""
    if unit.role != "headline" or "\n" not in unit.text:
        return unit.end + 1
    return next(
        (s.end for s in reading.spans(unit.block, unit.start, unit.end) if s.mention == unit.main), unit.end + 1
    )


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a sentence: the paper and the code of its entry, and whether it describes a listed thing.

    ``titled`` is the paper where its title stands in the same text, ``given`` the thing that the text around is about, ``told``
    where the people and institutions stand of whom the sentence says what they made.
    """

    paper: Mention | None
    titled: Mention | None
    code: Mention | None
    entry: bool
    given: Mention | None = None
    inside: frozenset[str] = frozenset()
    """The folded names that a post's title only mentions: who is told behind it wrote the post and did not make them."""
    behind: int = 0
    """Where that title ends."""
    told: frozenset[int] = frozenset()
    """Where people and institutions start whose work a row of them has told."""
    described: bool = False
    """Whether it stands below the line or heading that names what it describes."""


_CREDITS = ("developedBy", "authoredBy")


def _speaker(sentence: Sentence) -> Callable[[Span], Mention | None]:
    """Return what gives the thing that the clause around a name of a sentence speaks of."""
    held = {
        span.start: subject.users[0]
        for names, subject in zip(sentence.names, sentence.subjects, strict=True)
        for span in names
        if subject.users
    }
    return lambda span: held.get(span.start)


def _title_end(unit: Unit, spans: list[Span]) -> int:
    """Return where the title of a listed paper ends: what follows on its lines is said of the paper."""
    return max((span.end for span in spans if span.mention == unit.main), default=unit.end)


def _presented_data(reading: Reading, unit: Unit, paper: Mention | None, thing: Mention | None) -> Mention | None:
    """Return the dataset that the paper or name above some prose presents: its scores are on those data where it names no others."""
    presented = reading.introduced.get(paper) if paper is not None else thing
    return presented if unit.role == "prose" and presented is not None and presented.type == "Dataset" else None


def _given(section: Section, unit: Unit, thing: Mention | None, spans: list[Span]) -> Mention | None:
    """Return what prose speaks of before it says so: the name before a headline's colon, else the section's thing."""
    if unit.role != "headline":
        return thing
    first = next((span for span in spans if span.mention.type in THINGS), None)
    if first is not None and re.match(r"\s?[:：]", unit.block.text[first.end : first.end + 2]):
        return first.mention
    subjects = [subject for subject in section.subjects if subject.type in THINGS]
    return subjects[0] if len(subjects) == 1 else None


_KIND = re.compile(
    r"\s?(?:类|系|式|风格|流派|家族)的?\s?(?:[一-鿿]{0,4}(?:模型|方法|算法|检测器|框架|架构|网络|结构|工作|系统|编码器|解码器)|的)"
)
_APPOSED = re.compile(r"[,;:—–]\san?\s(?:[\w-]+\s){0,2}$")
_KIND_THAT = re.compile(r"\s(?:\w+\s)?(?:model|network|architecture|method|framework|system)\s(?:that|which)\b")
"""*X, a Transformer model that …*: what follows is said of X."""
_USED_KIND = re.compile(r"(?:基于|采用|使用|沿用|改用|换成|属于|用)了?\s?$")


def _is_kind(reading: Reading, block: Block, span: Span) -> bool:
    """Return whether a name only tells the kind of what is spoken of: 某某提出的 DETR 类检测器. What something uses may be told so."""
    text = reading.flat(block)
    if span.mention.type not in THINGS:
        return False
    if _KIND.match(text, span.end) is None:
        apposed = _APPOSED.search(text, max(0, span.start - 40), span.start)
        return apposed is not None and _KIND_THAT.match(text, span.end) is not None
    return _USED_KIND.search(text, max(0, span.start - 6), span.start) is None


def _outside_titles(spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the names that stand in no other paper's title: a title states nothing by wording."""
    reach = 0
    for _, group in itertools.groupby(spans, key=lambda span: span.start):
        here = list(group)
        titles = [span for span in here if span.mention.type == "Paper"]
        for span in here:
            if span.end > max([reach, *(title.end for title in titles if title is not span)]):
                yield span
        reach = max([reach, *(title.end for title in titles)])


def _match(
    reading: Reading, block: Block, sentence: Sentence, around: _Around, only: frozenset[str] | None = None
) -> None:
    grammar = load_grammar()
    encoded = "".join(_code(grammar, text, held) for text, held in zip(sentence.words, sentence.names, strict=True))
    held, waiting = set(encoded), grammar.by_code
    places = set()
    for code in held:
        for place, needs in waiting.get(code, ()):
            for need in needs:
                if need.isdisjoint(held):
                    break
            else:
                places.add(place)
    for rule in (grammar.rules[place] for place in sorted(places)):
        if only is not None and not any(relation in only for _, relation, _ in rule.claims):
            continue
        position = 0
        while position <= len(encoded) and (found := rule.pattern.search(encoded, position)) is not None:
            position = found.start() + 1
            slots = [found.start(group) for group in range(1, rule.pattern.groups + 1)]
            subject = sentence.subjects[slots[0] if slots else found.start()]
            told = around.described or subject.said
            if rule.entry and not (around.entry or (told and last_name(sentence, slots[0]))):
                continue
            if denied(sentence, encoded, max(0, found.start() - 1), found.end()):
                continue
            for head, relation, tail in rule.claims:
                if only is not None and relation not in only:
                    continue
                if not is_said(sentence, rule, (head, relation, tail), found.start(), slots, subject):
                    continue
                if head == "thing" and not _speaks_of(reading, sentence, slots, relation, around.paper, subject):
                    continue
                here = around
                if head == "title" and _of_another(reading, around, subject):
                    continue
                if head in ("paper", "work"):
                    here = replace(around, paper=_paper_of(reading, around, subject))
                spoken = _no_base_of_itself(sentence, slots, subject, around) if head in ("thing", "work") else subject
                ones = _fill(head, slots, sentence, here, spoken, relation)
                others = _fill(tail, slots, sentence, around, subject)
                if head in ("thing", "work") and relation in _CREDITS and around.paper is None:
                    # Somebody of whom the sentence says what is his has not made what it went on about, too.
                    others = [
                        other for other in others if not isinstance(other, Span) or other.start not in around.told
                    ]
                if relation == "affiliatedWith" and len(ones) > 1 and len(others) > 1:
                    continue  # Who of several people is at which of several institutions, such a list does not tell.
                each = len(ones) == len(others) > 1 and not EACH.isdisjoint(sentence.words)
                if ones is others:
                    # A 和 B 的区别: what is said of a list is said between its first name and the others.
                    ones, others = (ones[:1], ones[1:]) if head == tail and head.isdigit() else ((), ())
                for one, other in zip(ones, others, strict=True) if each else itertools.product(ones, others):
                    if _wrote_post(around, relation, one, other):
                        continue
                    _record(reading, block, one, relation, other, rule.confidence)
                    if (
                        relation == "developedBy"
                        and here.paper is not None
                        and _introduced_by(reading, here.paper, one)
                    ):
                        _record(reading, block, here.paper, relation, other, rule.confidence)


def _mentioned(unit: Unit, spans: Sequence[Span]) -> tuple[frozenset[str], int]:
    """Return the folded names inside a linked Latin headline that it does not open with before a colon, and where it ends."""
    main = unit.main
    if unit.role != "headline" or main is None or main.url is None or has_han(main.name):
        return frozenset(), 0
    end = unit.block.text.find(main.name, unit.start, unit.end) + len(main.name)
    inside = [span for span in spans if span.mention.type in THINGS and span.end <= end]
    opens = {fold(span.mention.name) for span in inside if re.match(r"\s?[:：]", unit.block.text[span.end : end])}
    return frozenset(fold(span.mention.name) for span in inside) - opens, end


def _wrote_post(around: _Around, relation: str, one: Mention | Span, other: Mention | Span) -> bool:
    """Return whether who stands behind a post's title would be said to have made what that title only mentions."""
    if relation not in ("developedBy", "authoredBy") or fold(_name_of(one)) not in around.inside:
        return False
    return isinstance(other, Span) and other.start >= around.behind


def _name_of(one: Mention | Span) -> str:
    return (one.mention if isinstance(one, Span) else one).name


def _introduced_by(reading: Reading, paper: Mention, thing: Mention | Span) -> bool:
    """Return whether a thing is the one that a paper introduces: whoever made it wrote the paper."""
    introduced = reading.introduced.get(paper)
    return introduced is not None and fold(introduced.name) == fold(_name_of(thing))


def _no_base_of_itself(sentence: Sentence, slots: list[int], subject: Subject, around: _Around) -> Subject:
    """Return what a clause speaks of that names what the clause before spoke of: 在 BERT 基础上 is said of what is built on BERT."""
    named = {span.mention.name for place in slots for span in sentence.names[place]}
    if around.given is None or around.given.name in named or not all(thing.name in named for thing in subject.things):
        return subject
    return subject._replace(things=(around.given,)) if subject.things else subject


def _paper_of(reading: Reading, around: _Around, subject: Subject) -> Mention | None:
    """Return the paper that a clause speaks of: another one's where it speaks of what that other one introduces.

    None where it speaks of another thing than the paper of its entry introduces.
    """
    if around.paper is None or around.titled is not None or not (subject.said and subject.things):
        return around.paper
    names = {fold(thing.name) for thing in subject.things}
    introduced = reading.introduced.get(around.paper)
    if introduced is not None and fold(introduced.name) in names:
        return around.paper
    others = {title: paper for name in sorted(names) for title, paper in reading.introducing.get(name, {}).items()}
    if len(others) == 1:
        return next(iter(others.values()))
    return around.paper if introduced is None else None


def _of_another(reading: Reading, around: _Around, subject: Subject) -> bool:
    """Return whether a clause speaks of another thing than the titled paper of its text introduces."""
    introduced = reading.introduced.get(around.titled) if around.titled is not None else None
    named = {fold(thing.name) for thing in subject.things} if subject.said else set()
    return introduced is not None and bool(named) and fold(introduced.name) not in named


def _code(grammar: Grammar, text: str, names: list[Span]) -> str:
    if names:
        return TYPE_CODES[names[0].mention.type]
    if text in STOPS:
        return STOP_CODE
    if len(text) > 2 and text.isascii() and text.isupper():
        # BEAT and LED in capitals are names, no verbs.
        return grammar.codes.get(text, OTHER_CODE)
    return grammar.codes.get(text.lower(), OTHER_CODE)


def _fill(
    slot: str, slots: list[int], sentence: Sentence, around: _Around, subject: Subject, relation: str = ""
) -> Sequence[Mention | Span]:
    if slot == "paper":
        return [around.paper] if around.paper is not None and not subject.nothing else []
    if slot == "work" and around.paper is not None:
        return [around.paper] if not subject.nothing else []
    if slot == "title":
        return [around.titled] if around.titled is not None else []
    if slot in ("thing", "work") and subject.nothing:
        return []
    if slot in ("thing", "work"):
        things = subject.users if relation in ("evaluatedOn", "outperforms", "comparedWith") else subject.things
        return things or ([around.paper] if around.paper is not None else [])
    if slot == "before":
        # The clause before names the whole only where this one has its part for a subject: "…，骨干 ResNet".
        parts = {span.mention.name for place in slots for span in sentence.names[place]}
        own = not relation or any(thing.name in parts for thing in subject.things)
        return subject.before if own else subject.users
    if slot == "code":
        return [around.code] if around.code is not None else []
    return sentence.names[slots[int(slot) - 1]]


def _speaks_of(
    reading: Reading, sentence: Sentence, slots: list[int], relation: str, paper: Mention | None, subject: Subject
) -> bool:
    """Return whether a sentence without a subject of its own may speak of the section's thing.

    Who made it is said of the paper, and of the thing only where the paper introduces it. A result belongs to another
    method that the sentence names before the dataset.
    """
    if subject.said:
        return True
    if not subject.things:
        return relation in ("basedOn", "evaluatedOn", "outperforms")
    (thing,) = subject.things
    if relation in ("developedBy", "authoredBy") and paper is not None:
        introduced = reading.introduced.get(paper)
        return introduced is not None and fold(introduced.name) == fold(thing.name)
    if relation == "evaluatedOn":
        named = [
            span
            for place in range(max(0, slots[0] - 200), slots[0])
            for span in sentence.names[place]
            if span.mention.type == "Method" and not is_rival(sentence, place)
        ]
        return not named or any(fold(span.mention.name) == fold(thing.name) for span in named)
    return True


def _record(
    reading: Reading, block: Block, one: Mention | Span, relation: str, other: Mention | Span, confidence: float
) -> None:
    head = one.mention if isinstance(one, Span) else one
    tail = other.mention if isinstance(other, Span) else other
    cited = isinstance(one, Span) and isinstance(other, Span) and 0 < one.start - other.end <= _CITED_WITHIN
    if relation == "introduces" and not isinstance(other, Span) and head in reading.introduced:
        return  # What its title names, not what the text went on about.
    if relation == "introduces" and isinstance(one, Span) and head.type == "Paper" and not _is_weak(reading, tail):
        cited = True  # The paper stands in the sentence that says so.
    defined = cited or (isinstance(other, Span) and _defined(reading, block, other))
    if not isinstance(one, Span) and (head.type, relation, tail.type) == ("Dataset", "basedOn", "Software"):
        return  # What the entry of a dataset says of software tells how the data are read.
    if fold(head.name) == fold(tail.name) or (not defined and _too_general(reading, head, relation, tail)):
        return
    printed = other if isinstance(other, Span) else one if isinstance(one, Span) else None
    at = None
    if printed is not None:
        at = (printed.mention.line, printed.mention.column, printed.mention.text)
    reading.claim(head, relation, tail, EXTRACTOR, at=at, confidence=confidence)


_CITED_WITHIN = 6
"""How many blanks, brackets and marks part a name and the title of its paper behind it: SepNet (“Separating …”), SepNet 的论文《…》."""


def _defined(reading: Reading, block: Block, span: Span) -> bool:
    """Return whether a text gives a Chinese name that is not generally known an acronym in brackets: 加权特征金字塔网络（…，BiFPN）."""
    text = reading.flat(block)
    printed = text[span.start : span.end]
    if printed.isascii() or text[span.end : span.end + 1] not in ("(", "（") or reading.lexicon.lookup(printed):
        return False
    close = re.compile("[)）]").search(text, span.end)
    inside = reading.spans(block, span.end, close.end() if close is not None else span.end)
    return any(other.mention.name == span.mention.name and odd_case(other.mention.text) for other in inside)


def _is_weak(reading: Reading, thing: Mention) -> bool:
    """Return whether a name is that of a generic family."""
    return any("weak" in term.flags for term in reading.lexicon.lookup(thing.name, thing.type))


def _too_general(reading: Reading, head: Mention, relation: str, tail: Mention) -> bool:
    """Return whether a known technique would be said to be new or somebody's: pruning is introduced by no single paper."""
    if relation == "introduces":
        terms = reading.lexicon.lookup(tail.name, tail.type)
        return bool(terms) and not fold(head.name).startswith(fold(tail.name))
    if relation in ("developedBy", "authoredBy") and head.type == "Method":
        terms = reading.lexicon.lookup(head.name, "Method")
        return any("weak" in term.flags and "case" not in term.flags for term in terms)
    return False
