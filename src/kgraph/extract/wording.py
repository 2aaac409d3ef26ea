"""Wording: relations that a sentence states, rules of ``patterns.toml`` over words and names."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.text import fold
from kgraph.extract.grammar import (
    DENIED,
    EACH,
    JOIN,
    OTHER_CODE,
    PREPOSITIONS,
    STOP_CODE,
    STOPS,
    TYPE_CODES,
    Grammar,
    load_grammar,
)
from kgraph.extract.names import own_thing, sole_thing, unit_names
from kgraph.extract.reading import Reading, Section, Span, Unit
from kgraph.extract.results import attach_results, dataset_around
from kgraph.extract.subjects import THINGS, Subject, Subjects, only_used
from kgraph.extract.tokens import Piece
from kgraph.extract.typing import odd_case

EXTRACTOR = "wording.v1"

NAMES = ("Method", "Dataset", "Software", "Organization", "Person", "Venue", "Paper", "Resource")

_FULL_STOP = (
    r"(?<!\b[A-Z])(?<![:：]\d)(?<![:：]\s\d)(?<!\bal)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)\.(?=\s+[\"“(*_]*[A-Z0-9])"
)
"""A full stop between two Latin sentences: not that of an initial, of a common abbreviation or of the first of a list."""
_ASKS_WHY = re.compile(r"\s*(?:为什么|为何|凭什么|Why\b)[^。！?？]*[?？]")
"""A question for reasons: it tells what one could do, not what anything is."""
_SENTENCE = re.compile(
    rf"(?:[(（][^()（）{STOPS}]{{0,120}}[;；][^()（）。！？!?\n]{{0,120}}[)）]|[^{STOPS}])+[{STOPS}]?"
)
"""A sentence; a semicolon inside brackets ends none."""
_LATIN_END = re.compile(_FULL_STOP)


def read_wording(reading: Reading) -> None:
    """Record the relations that sentences state, and the results printed in them."""
    for section in reading.sections:
        paper: Mention | None = next((s for s in section.subjects if s.type == "Paper"), None)
        thing: Mention | None = next((s for s in section.subjects if s.type in THINGS), None)
        last: Unit | None = None
        listed_name = False
        announced = False
        ahead = [unit for unit in section.units if unit.role == "paper"]
        headlines = sum(unit.role == "headline" for unit in section.units)
        for unit in section.units:
            if unit.role == "paper" and unit.main is not None:
                paper, last = unit.main, unit
                thing = reading.introduced.get(paper) or next((s for s in section.subjects if s.type in THINGS), None)
            elif unit.role == "name" and unit.main is not None and unit.main.type in THINGS:
                thing, listed_name = unit.main, True
            elif unit.role == "repository" and listed_name and unit.links and unit.links[0].start <= unit.start:
                thing, listed_name = None, False  # The next address is that of another thing.
            elif unit.role == "headline" and not section.subjects and (not ahead or headlines > 2):
                named = {mention.name: mention for mention in unit_names(reading, unit, *THINGS)}
                thing = next(iter(named.values())) if len(named) == 1 else None
            elif unit.role == "row":
                thing = unit.main if unit.main is not None and unit.main.type in THINGS else None
                paper = next((mention for mention in unit.mentions if mention.type == "Paper"), None)
            if unit.role == "skip" or unit.block.kind is BlockKind.RECORD:
                continue
            here = paper
            listed = unit.block.kind is BlockKind.ITEM and bool(unit.links)
            if here is None and unit.role in ("headline", "prose") and len(ahead) == 1 and not listed:
                here = ahead[0].main
            here = _own_paper(reading, unit) or here
            own = own_thing(reading, unit, last) if unit.role != "paper" else None
            stated = len(reading.claims)
            _read_sentences(reading, section, unit, None if own else here, own or thing)
            if unit.block.kind is not BlockKind.ITEM:
                announced = _ANNOUNCES.search(unit.text) is not None
            elif announced and here is not None:
                _announced_item(reading, unit, here, thing or reading.introduced.get(here))
            if unit.role == "headline" and thing is None and not section.subjects and (not ahead or headlines > 2):
                thing = _first_head(reading, stated)
    _read_parts(reading)
    _read_makers(reading)


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


def _read_parts(reading: Reading) -> None:
    """What a paper's text proposes besides the thing that its title names is a part of that thing."""
    for claim in [claim for claim in reading.claims if claim.relation == "introduces"]:
        whole = reading.introduced.get(claim.head)
        if whole is not None and claim.extractor == EXTRACTOR and whole.type == claim.tail.type == "Method":
            at = (claim.tail.line, claim.tail.column, claim.tail.text)
            reading.claim(whole, "basedOn", claim.tail, EXTRACTOR, at=at, confidence=0.55)


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
    reading: Reading, section: Section, unit: Unit, paper: Mention | None, thing: Mention | None
) -> None:
    block = unit.block
    spans = [span for span in _outside_titles(reading.spans(block, unit.start, unit.end)) if span.mention.type in NAMES]
    title_end = _title_end(unit, spans) if unit.role == "paper" else unit.start
    spans = [span for span in spans if span.mention.type not in ("Paper", "Resource") or _in_prose(unit, span)]
    listed_on = dataset_around(section, unit)
    if not spans and listed_on is None:
        return
    spans = _with_same(reading.flat(block), unit, spans)
    code = next((mention for mention in unit.mentions if mention.type == "Repository"), None)
    given = _given(section, unit, thing, spans)
    subjects = Subjects(given, load_grammar().governing, paper is not None, unit.role == "headline")
    text = reading.flat(block)
    head_end = _head_end(reading, unit)
    stated = len(reading.claims)
    listed = unit.role in ("name", "row") or (given is not None and block.kind is BlockKind.ITEM)
    for start, end in _sentences(_without_stops(text, spans), unit.start, unit.end):
        if start >= head_end:
            # The text below a headline goes on about the one thing that the headline names.
            about_head = sole_thing(reading, unit) or _first_head(reading, stated) or given
            subjects = Subjects(about_head, load_grammar().governing, paper is not None)
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
            subjects = Subjects(given, load_grammar().governing, paper is not None)
        sentence = _sentence(text, start, end, inside, subjects)
        about = paper if end > title_end else None
        titled = about if unit.role == "paper" or about in unit.mentions else None
        around = _Around(about, titled, code, listed, given)
        _match(reading, block, sentence, around)
        if (short := _condensed(sentence)) is not None:
            _match(reading, block, short, around, (_SAID_OF_SUBJECTS - {"basedOn"}) | {"authoredBy"})
        if given is None and paper is not None and (given := reading.introduced.get(paper)) is not None:
            subjects.give(given)
        attach_results(reading, block, (start, end), inside, _speaker(sentence), _measured(thing, paper), listed_on)


_SAME = re.compile(
    r"\bthe (?:very )?same (?:dataset|data ?set|benchmark|data|corpus|test set)\b|(?<=在)(?:同一个?|同样的?|相同的?|该)(?:数据集|基准|语料库|评测集|测试集)"
)
"""What stands for the data that the text named last."""


def _with_same(text: str, unit: Unit, spans: list[Span]) -> list[Span]:
    """Return the names of a unit with what stands for the dataset named last: ``on the same benchmark``."""
    found = list(spans)
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


def _without_stops(text: str, spans: Sequence[Span]) -> str:
    """Return a text with no mark inside a name that could end a sentence: WHAM! is one."""
    for span in spans:
        printed = text[span.start : span.end]
        if span.mention.type in THINGS and not _MARKS.isdisjoint(printed):
            text = text[: span.start] + "".join("_" if mark in _MARKS else mark for mark in printed) + text[span.end :]
    return text


_MARKS = frozenset("!！?？")


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends."""
    for match in _SENTENCE.finditer(text, start, end):
        begin = match.start()
        for stop in _LATIN_END.finditer(text, begin, match.end()) if text.find(". ", begin, match.end()) >= 0 else ():
            yield begin, stop.end()
            begin = stop.end()
        yield begin, match.end()


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands around a sentence: the paper and the code of its entry, and whether it describes a listed thing.

    ``titled`` is the paper where its title stands in the same text, ``given`` the thing that the text around is about.
    """

    paper: Mention | None
    titled: Mention | None
    code: Mention | None
    entry: bool
    given: Mention | None = None


def _speaker(sentence: _Sentence) -> Callable[[Span], Mention | None]:
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


def _given(section: Section, unit: Unit, thing: Mention | None, spans: list[Span]) -> Mention | None:
    """Return what prose speaks of before it says so: the name before a headline's colon, else the section's thing."""
    if unit.role != "headline":
        return thing
    first = next((span for span in spans if span.mention.type in THINGS), None)
    if first is not None and re.match(r"\s?[:：]", unit.block.text[first.end : first.end + 2]):
        return first.mention
    subjects = [subject for subject in section.subjects if subject.type in THINGS]
    return subjects[0] if len(subjects) == 1 else None


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


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The tokens of a sentence: their words, the names each stands for, where it is one, and what it speaks of there.

    Names listed beside each other (``A、B 和 C``) are one token.
    """

    words: list[str]
    names: list[list[Span]]
    subjects: list[Subject]


def _sentence(text: str, start: int, end: int, spans: list[Span], subjects: Subjects) -> _Sentence:
    pieces = [Piece(span.start, _with_bracket(text, span), span.mention.type) for span in spans]
    by_offset = {span.start: span for span in reversed(spans)}
    words: list[str] = []
    names: list[list[Span]] = []
    lists = [match.span() for match in _LIST.finditer(text, start, end)] if "等" in text[start:end] else []
    for word, at, _, piece in load_grammar().tokenizer.tokens(text, start, end, pieces):
        span = by_offset[at] if piece is not None else None
        if span is not None and names and any(other.mention.name == span.mention.name for other in names[-1]):
            # 可微架构搜索 DARTS: one thing by both of its names.
            continue
        listed = any(begin < at < stop for begin, stop in lists)
        joined = 0
        owner = span is not None and _OWNER.match(text, span.end) is not None
        if (
            span is not None
            and not owner
            and (listed or not _new_clause(text, span))
            and not _compares(text, words, span)
        ):
            joined = _joined(words, names, span) or _joined_by_kind(text, words, names, span)
        if span is not None and joined:
            del words[-joined:], names[-joined:]
            names[-1].append(span)
        else:
            # A semicolon that ends no sentence stands in brackets, as a comma does.
            words.append("," if word in ";；" and at < end - 1 else word)
            names.append([span] if span is not None else [])
    return _Sentence(words, names, subjects.read(words, names))


_OTHER_SPELLINGS = {
    "Person": re.compile(r"\s?[(（][A-Z][A-Za-z.'’-]*(?: [A-Za-z.'’-]+){1,3}[)）]"),
    "Organization": re.compile(r"\s?[(（][A-Z][A-Za-z]+[)）]"),
}


def _with_bracket(text: str, span: Span) -> int:
    """Return where a name ends, with its other spelling in brackets behind it: ``刘昊（Hao Liu）``, ``…研究所（ISTA）``."""
    pattern = _OTHER_SPELLINGS.get(span.mention.type)
    other = pattern.match(text, span.end) if pattern is not None and not text[span.start].isascii() else None
    return other.end() if other is not None else span.end


_LIST = re.compile(r"(?:包括|包含|例如|分别是|分别为|如)了?[^。；;]{4,200}?等")
"""A list whose beginning and end are told, so that its commas part no clauses."""
_MOST_LISTED = 50
"""The longest list of names that one statement is read to be about."""


_PREDICATE = re.compile(r"\s?(?:只需|只要|仅需|是|则|也|都|却|能|可以|达到|实现|取得|比)")


def _new_clause(text: str, span: Span) -> bool:
    """Return whether a Chinese comma stands before a name: a list has 、 there. Some texts print it as ``,`` without a blank,
    or with one, where the name then does something: ``超越 A, B 只需一半``.
    """
    at = span.start
    if text[at - 1 : at] in ("，", ","):
        return True
    return text[at - 2 : at] == ", " and _PREDICATE.match(text, span.end) is not None


_ASIDES = frozenset(
    [
        "compared",
        "unlike",
        "like",
        "relative",
        "instead",
        "based",
        "building",
        "built",
        "derived",
        "inspired",
        "following",
        "starting",
    ]
)


def _paired(names: list[Span]) -> bool:
    """Return whether the last two of joined names are one thing by both of its names."""
    return len(names) > 1 and names[-1].mention.name == names[-2].mention.name


def _joined(words: list[str], names: list[list[Span]], span: Span) -> int:
    """Return how many words join a name to a name of its type right before it, or 0."""
    if len(words) > 1 and words[-1] in "（(" and any(other.mention.name == span.mention.name for other in names[-2]):
        return 1
    if len(words) > 2 and words[-2] == "，":
        return 0  # 用 A，和 B 比: what a Chinese comma parts is no list.
    if words[-1:] == [","] and len(words) <= 6 and words[0].lower() in _ASIDES:
        return 0  # Compared with A, B is faster.
    count = 0
    while count < min(2, len(words)) and not names[-count - 1] and words[-count - 1].lower() in JOIN:
        count += 1
    if count and len(words) > count + 1 and words[-count - 1] in ("）", ")") and _paired(names[-count - 2]):
        count += 1  # A（a）、B（b）: the brackets hold a listed name in the other language.
    before = names[-count - 1] if 0 < count < len(words) else []
    listed = before and _alike(before[0].mention.type, span.mention.type) and len(before) < _MOST_LISTED
    return count if listed else 0


_OWNER = re.compile(r"\s?[中里]的")
"""What makes a name the place of what is listed: A 中的 B 和 C 中的 D."""
_ALIKE = re.compile(r"[^，,。；;]{0,24}(?:相当|相近|持平|不相上下|相似|媲美|比肩|相比)")


def _compares(text: str, words: list[str], span: Span) -> bool:
    """Return whether what stands before a name compares it with the name before that: A 与 B 相当."""
    return words[-1:] in (["与"], ["同"], ["跟"]) and _ALIKE.match(text, span.end) is not None


_KIND_BETWEEN = re.compile(
    r"\s?(?:激活函数|损失函数|损失|模型|算法|网络|结构|方法|优化器|机制|模块|框架|数据集|库)\s?(?:、|和|与|及|以及)\s?"
)


def _joined_by_kind(text: str, words: list[str], names: list[list[Span]], span: Span) -> int:
    """Return how many words join a name to one that its kind stands behind (``SwiGLU 激活函数和 RoPE``), or 0."""
    place = next((place for place in range(len(names) - 1, max(-1, len(names) - 8), -1) if names[place]), None)
    if place is None or not _alike(names[place][0].mention.type, span.mention.type):
        return 0
    return len(words) - 1 - place if _KIND_BETWEEN.fullmatch(text, names[place][-1].end, span.start) else 0


_LONGEST_BRACKET = 40


def _condensed(sentence: _Sentence) -> _Sentence | None:
    """Return a sentence without what stands beside its names, or None where there is nothing such.

    Brackets behind names, the makers before things and the employers behind people part what belongs together:
    ``优于谷歌的 A、B（微软）和 C`` lists three rivals, ``by A of X and B of Y`` two authors.
    """
    words: list[str] = []
    names: list[list[Span]] = []
    subjects: list[Subject] = []
    place, last = 0, len(sentence.words)
    while place < last:
        skipped = _beside_name(sentence, place)
        if skipped:
            place += skipped
            continue
        word, held = sentence.words[place], sentence.names[place]
        joined = _joined(words, names, held[0]) if held and not (words and words[-1] in "，,") else 0
        if joined:
            del words[-joined:], names[-joined:], subjects[-joined:]
            names[-1] = [*names[-1], *held]
        else:
            words.append(word)
            names.append(held)
            subjects.append(sentence.subjects[place])
        place += 1
    return _Sentence(words, names, subjects) if len(words) < last else None


def _beside_name(sentence: _Sentence, place: int) -> int:
    """Return how many words from ``place`` on only say something beside a name: a bracket, a maker, an employer."""
    words, names = sentence.words, sentence.names
    if not names[place]:
        if words[place] in ("自家", "自己") and words[place + 1 : place + 2] == ["的"]:
            return 2
        before = names[place - 1] if place else []
        if words[place] in "(（" and before:
            inside = range(place + 1, min(place + _LONGEST_BRACKET, len(words)))
            close = next((after for after in inside if words[after] in ")）"), place)
            things = any(held and held[0].mention.type in THINGS for held in names[place:close])
            return close + 1 - place if close > place and not things else 0
        if words[place] in ("of", "at", "from") and before and before[0].mention.type == "Person":
            after = place + 1 + (words[place + 1 : place + 2] == ["the"])
            if after < len(words) and names[after] and names[after][0].mention.type == "Organization":
                return after + 1 - place
        return 0
    if names[place][0].mention.type != "Organization":
        return 0
    owning = 1 + (words[place + 1 : place + 2] in (["’"], ["'"]))
    after = place + owning + 1
    if (
        after < len(words)
        and words[place + owning] in ("的", "s")
        and names[after]
        and names[after][0].mention.type in THINGS
    ):
        return owning + 1
    return 0


def _match(
    reading: Reading, block: Block, sentence: _Sentence, around: _Around, only: frozenset[str] | None = None
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
            if rule.entry and not (around.entry or (subject.said and _last_name(sentence, slots[0]))):
                continue
            if _denied(sentence, encoded, max(0, found.start() - 1), found.end()):
                continue
            compared = found.start() > 0 and sentence.words[found.start() - 1] in ("与", "同", "跟", "比", "较")
            for head, relation, tail in rule.claims:
                if only is not None and relation not in only:
                    continue
                if compared and relation == "basedOn" and head == "thing":
                    continue  # 与使用 Adam 的 BERT 相比: what a rival is built on.
                if head == "thing" and relation in _MADE and _behind_another(sentence, found.start(), subject):
                    continue
                if head == "thing" and not _speaks_of(reading, sentence, slots, relation, around.paper, subject):
                    continue
                made = tail if relation == "introduces" else head if relation in ("developedBy", "authoredBy") else ""
                if made.isdigit() and only_used(sentence.words, slots[int(made) - 1]):
                    continue
                pair = head.isdigit() and tail.isdigit()
                if (
                    head.isdigit()
                    and relation in _SAID_OF_SUBJECTS
                    and int(head) not in rule.governed
                    and _governed(sentence, slots[int(head) - 1])
                ):
                    continue
                if relation == "basedOn" and pair and head < tail and _object(sentence, slots[int(head) - 1], grammar):
                    continue
                if (
                    pair
                    and relation in ("developedBy", "authoredBy")
                    and _only_mentioned(sentence, slots, int(head), int(tail))
                ):
                    continue
                if tail.isdigit() and _ruled_out(sentence, slots[int(tail) - 1], relation):
                    continue
                if pair and not rule.crossing and not _same_clause(sentence, slots, int(head), int(tail), relation):
                    continue
                here = around
                if head == "title" and _of_another(reading, around, subject):
                    continue
                if head in ("paper", "work"):
                    here = replace(around, paper=_paper_of(reading, around, subject))
                spoken = _no_base_of_itself(sentence, slots, subject, around) if head in ("thing", "work") else subject
                ones = _fill(head, slots, sentence, here, spoken, relation)
                others = _fill(tail, slots, sentence, around, subject)
                each = len(ones) == len(others) > 1 and not EACH.isdisjoint(sentence.words)
                if ones is others:
                    # A 和 B 的区别: what is said of a list is said between its first name and the others.
                    ones, others = (ones[:1], ones[1:]) if head == tail and head.isdigit() else ((), ())
                for one, other in zip(ones, others, strict=True) if each else itertools.product(ones, others):
                    _record(reading, block, one, relation, other, rule.confidence)
                    if (
                        relation == "developedBy"
                        and here.paper is not None
                        and _introduced_by(reading, here.paper, one)
                    ):
                        _record(reading, block, here.paper, relation, other, rule.confidence)


def _introduced_by(reading: Reading, paper: Mention, thing: Mention | Span) -> bool:
    """Return whether a thing is the one that a paper introduces: whoever made it wrote the paper."""
    name = (thing.mention if isinstance(thing, Span) else thing).name
    introduced = reading.introduced.get(paper)
    return introduced is not None and fold(introduced.name) == fold(name)


def _no_base_of_itself(sentence: _Sentence, slots: list[int], subject: Subject, around: _Around) -> Subject:
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


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} == {"Method", "Software"}


def _denied(sentence: _Sentence, encoded: str, start: int, end: int) -> bool:
    """Return whether a word of a rule is denied where the rule was found: 不使用, not based on."""
    return any(
        word.lower() in DENIED and code == OTHER_CODE and encoded[place + 1] >= "\ue000"
        for place, (word, code) in enumerate(
            zip(sentence.words[start : end - 1], encoded[start : end - 1], strict=True), start
        )
    )


_CONTRAST = frozenset(["而", "while", "whereas"])
"""What sets a clause against the one before it."""
_SAID_OF_SUBJECTS = frozenset(["basedOn", "outperforms", "comparedWith", "evaluatedOn"])


def _governed(sentence: _Sentence, place: int) -> bool:
    """Return whether a preposition stands right before a thing, so that nothing is said of it: 在 Llama 上比 BERT 快."""
    first = sentence.names[place][0].mention.type in ("Method", "Software")
    return first and place > 0 and sentence.words[place - 1].lower() in PREPOSITIONS


def _only_mentioned(sentence: _Sentence, slots: list[int], head: int, tail: int) -> bool:
    """Return whether a clause speaks of another thing than the one before its maker: *X is the successor of Y and was made by Z*."""
    one, other = slots[head - 1], slots[tail - 1]
    if one > other or not one or sentence.words[one - 1].lower() not in ("of", "to", "than"):
        return False
    things = sentence.subjects[other].things
    return bool(things) and all(thing.name != span.mention.name for thing in things for span in sentence.names[one])


_RULED_OUT = frozenset(["非", "而非", "不是", "而不是", "并非"])
_GIVEN_UP = frozenset(["代替", "取代", "替代", "替换", "抛弃", "放弃", "摒弃"])


def _ruled_out(sentence: _Sentence, place: int, relation: str) -> bool:
    """Return whether the words before a name say that it is not the one: 而非 X, rather than X, and of a basis 取代 X."""
    before = [word.lower() for word in sentence.words[max(0, place - 2) : place]]
    if before[-1:] and (before[-1] in _RULED_OUT or (relation == "basedOn" and before[-1] in _GIVEN_UP)):
        return True
    return before in (["rather", "than"], ["instead", "of"])


def _object(sentence: _Sentence, place: int, grammar: Grammar) -> bool:
    """Return whether a thing is what another does something to, and does nothing itself: CRF in A 去掉了 CRF 并改进了 B."""
    if not place or sentence.names[place - 1] or sentence.words[place - 1].lower() not in grammar.governing:
        return False
    subject = sentence.subjects[place]
    return subject.said and all(thing.name != sentence.names[place][0].mention.name for thing in subject.things)


_MADE = frozenset(["developedBy", "authoredBy"])


def _behind_another(sentence: _Sentence, place: int, subject: Subject) -> bool:
    """Return whether a participle stands right behind another thing than a clause speaks of: … won the X challenge organised by Y."""
    place -= place > 0 and sentence.words[place].lower() in ("by", "at", "from")
    if not sentence.words[place].lower().endswith("ed"):
        return False
    before = place - 1
    while (
        before > 0
        and not sentence.names[before]
        and (sentence.words[before].lower() in _KIND_WORDS or sentence.words[before].isdigit())
    ):
        before -= 1
    if before < 1 or not sentence.names[before] or sentence.words[before - 1].lower() in ("of", "to", "than"):
        return False
    another = sentence.names[before][0].mention
    return (
        another.type in THINGS and bool(subject.things) and all(thing.name != another.name for thing in subject.things)
    )


_KIND_WORDS = frozenset(["challenge", "benchmark", "dataset", "corpus", "competition", "track", "model", "library"])


def _last_name(sentence: _Sentence, place: int) -> bool:
    """Return whether no thing follows in the clause of a place: what its verb does is done to the subject."""
    for word, names in zip(sentence.words[place + 1 :], sentence.names[place + 1 :], strict=True):
        if names and names[0].mention.type in THINGS:
            return False
        if word in "，,；;：:" and not names:
            break
    return True


def _same_clause(sentence: _Sentence, slots: list[int], head: int, tail: int, relation: str) -> bool:
    """Return whether a name may be said something of across a comma: only where the later clause speaks of it."""
    one, other = slots[head - 1], slots[tail - 1]
    if not any(word in "，," for word in sentence.words[min(one, other) : max(one, other)]):
        return True
    if relation == "comparedWith" and sentence.words[other - 1].lower() in _CONTRAST:
        return True
    if relation == "developedBy" and other == one + 2:
        return True  # X，某公司打造: what stands right behind the name is said of it.
    if one > other:
        # 在 ImageNet 上，ResNet 取得 …; 相比 LSTM，BERT …: a result's dataset and a rival may stand before the method.
        return relation == "outperforms" or sentence.names[other][0].mention.type == "Dataset"
    things = sentence.subjects[other].things
    first = sentence.names[one][0].mention
    return first.type not in THINGS or any(thing.name == first.name for thing in things)


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
    slot: str, slots: list[int], sentence: _Sentence, around: _Around, subject: Subject, relation: str = ""
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
    reading: Reading, sentence: _Sentence, slots: list[int], relation: str, paper: Mention | None, subject: Subject
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
            if span.mention.type == "Method" and not _rival(sentence, place)
        ]
        return not named or any(fold(span.mention.name) == fold(thing.name) for span in named)
    return True


_AGAINST = frozenset(["与", "和", "同", "跟", "比", "较", "相比", "相较", "than", "to", "over"])
_COMPARED = frozenset(["相比", "相比于", "比", "相较", "compared", "than", "over"])


def _rival(sentence: _Sentence, place: int) -> bool:
    """Return whether a name is only what something is compared with: 与原始 BERT 相比，…"""
    around = {word.lower() for word in sentence.words[max(0, place - 5) : place]}
    after = {word.lower() for word in sentence.words[place + 1 : place + 4]}
    return not _AGAINST.isdisjoint(around) and not _COMPARED.isdisjoint(around | after)


def _record(
    reading: Reading, block: Block, one: Mention | Span, relation: str, other: Mention | Span, confidence: float
) -> None:
    head = one.mention if isinstance(one, Span) else one
    tail = other.mention if isinstance(other, Span) else other
    cited = isinstance(one, Span) and isinstance(other, Span) and 0 < one.start - other.end <= _CITED_WITHIN
    defined = cited or (isinstance(other, Span) and _defined(reading, block, other))
    if fold(head.name) == fold(tail.name) or (not defined and _too_general(reading, head, relation, tail)):
        return
    printed = other if isinstance(other, Span) else one if isinstance(one, Span) else None
    at = None
    if printed is not None:
        at = (printed.mention.line, printed.mention.column, printed.mention.text)
    reading.claim(head, relation, tail, EXTRACTOR, at=at, confidence=confidence)


_CITED_WITHIN = 4
"""How many blanks, brackets and marks part a name and the title of its paper in the brackets behind it: SepNet (“Separating …”)."""


def _defined(reading: Reading, block: Block, span: Span) -> bool:
    """Return whether a text gives a Chinese name that is not generally known an acronym in brackets: 加权特征金字塔网络（…，BiFPN）."""
    text = reading.flat(block)
    printed = text[span.start : span.end]
    if printed.isascii() or text[span.end : span.end + 1] not in ("(", "（") or reading.lexicon.lookup(printed):
        return False
    close = re.compile("[)）]").search(text, span.end)
    inside = reading.spans(block, span.end, close.end() if close is not None else span.end)
    return any(other.mention.name == span.mention.name and odd_case(other.mention.text) for other in inside)


def _too_general(reading: Reading, head: Mention, relation: str, tail: Mention) -> bool:
    """Return whether a known technique would be said to be new or somebody's: pruning is introduced by no single paper."""
    if relation == "introduces":
        terms = reading.lexicon.lookup(tail.name, tail.type)
        return bool(terms) and not fold(head.name).startswith(fold(tail.name))
    if relation in ("developedBy", "authoredBy") and head.type == "Method":
        terms = reading.lexicon.lookup(head.name, "Method")
        return any("weak" in term.flags and "case" not in term.flags for term in terms)
    return False
