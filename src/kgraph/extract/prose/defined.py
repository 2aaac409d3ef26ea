"""Definitions: what a note says in a few words that a thing is, made of things that are there.

Entries of lists leave out the verb: ``**PPO**：TRPO 的简化版``, ``MBPO: short rollouts + SAC``, ``DDPG，连续动作的 DQN``. The phrase
right behind the name, or a note on the thing that begins with such a phrase, says what the thing is built on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kgraph.core import BlockKind, Mention
from kgraph.core.text import fold
from kgraph.extract.lists.called import entries_of_papers
from kgraph.extract.lists.fields import field_at
from kgraph.extract.names.named import LEAD
from kgraph.extract.reading import Reading, Section, Span, Unit

EXTRACTOR = "defined.v1"
THINGS = ("Method", "Software")

_MODEL = "\0"
"""What stands in a phrase for the name of a thing."""
_SEPARATOR = re.compile(r"[\"”'’*_`\s]*(?:[(（][^()（）]{1,40}[)）]\s*)?(?P<mark>[:：，,=—–-]{1,2}|就?是)[\s*_]*")
_SEGMENTS = re.compile(r"[^；;。！!？?\n]+")
_CLAUSE = re.compile(r"[^，,；;。！!？?\n]+")

_VERSION = r"(?:\w{0,6}版本?|简化|改进|推广|扩展|延伸|拓展|变体|变种|特例|近似|封装|精简|升级|加强|续作|后续|后继|继任者|第[二三]代|改良|增强|轻量化|并行化|泛化|翻版|复刻|实现)"
_ADDED = r"(?:加上?|加了|加入|外加|套上?|套了|接上?|配上?|换成|换上|改成|改为|去掉|砍掉|拆成|叠上?|\+|＋)"
_DEFINING = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:一?[种个]|更|就是|是)?[^{_MODEL}，]{{0,14}}(?:的|版|型|式|后的|后)\s?{_MODEL}(?:\s?(?:模型|网络|算法|架构))?",  # 连续动作的 DQN
        rf"在?\s?{_MODEL}\s?(?:[的里上中]\s?)?(?:基础上|之上|外面|上面|后面|前面)?\s?(?:直接|再|只|又)?{_ADDED}.*",  # DDPG 加三个 trick
        rf"(?:和|跟|与|同)\s?{_MODEL}\s?(?:一样|相同|类似|同款|一个(?:思路|路子)|差不多).*",  # 和 SimCLR 一样，…
        rf"(?:换掉|去掉|拿掉|砍掉|改掉|简化)了?\s?{_MODEL}\s?(?:的|里的?|中的?)[^{_MODEL}]{{1,14}}",  # 换掉 ResNet 里的卷积
        rf"(?:an?|the|just|basically|simply|essentially)\s(?:an?\s|the\s)?(?:[\w-]+\s){{0,4}}{_MODEL}(?:\s(?:model|network|variant|algorithm))?",  # a simplified TRPO
        rf"(?:an?\s|the\s)?(?:[\w-]+\s){{0,2}}{_MODEL}\s(?:for|with|plus|minus|without|but|made|on|applied|trained|extended|in)\b.*",  # DQN for …
        rf"{_MODEL}",  # BERT, but trained longer
    )
)  # fmt: skip
"""What a phrase behind a name may be as a whole, to say of the thing what it is."""
_GOING_ON = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:[^{_MODEL}，]{{0,6}}是\s?)?{_MODEL}\s?的\s?[^{_MODEL}，]{{0,10}}?{_VERSION}",  # TRPO 的简化版
        rf"(?:本质上?|其实|实际上?)?(?:把|将)\s?{_MODEL}\s?(?:的|里|中|那套)?[^{_MODEL}]{{0,12}}?(?:搬|用|套|引入|推广|扩展|迁移|移植|接|加|应用|改|拓展)(?:到|进|在|至|成|为|了|给)?.*",  # 把 GAN 的思想搬到 …
        rf"{_MODEL}\s?的[^{_MODEL}，]{{1,8}}(?:加到|搬到|用到|用在|接到|塞进|放进|移到|嵌进|推广到|扩展到).*",  # LSTM 的门控加到 …
    )
)
"""What a clause of a note may be as a whole, wherever it stands, to say what the thing of the entry is built on."""
_FORMULA = re.compile(
    rf"[^+＋]{{0,30}}{_MODEL}[^+＋]{{0,20}}(?:[+＋][^+＋]{{1,30}})+|[^+＋]{{1,30}}(?:[+＋][^+＋]{{1,30}})+"
)
_OTHERWISE = re.compile(
    r"比|超过|超越|优于|胜过|打败|替代|取代|代替|解决|缓解|避免|不是|并非|不用|不再|无需|对标|对手|竞品|问题|缺点|分析|讨论|综述|免费的|开源的"
    r"|\b(?:than|vs|versus|beats?|alternative|replac\w+|fix\w*|problem|rival|not|instead|faster|better)\b",
    re.IGNORECASE,
)
"""What tells of a thing that the one at hand is measured with it, or used instead of it."""


def read_defined(reading: Reading, section: Section) -> None:
    """Record what the things of a section's entries are built on, where a note defines them by it."""
    for thing, unit, start, end in _notes(reading, section):
        text = reading.flat(unit.block)
        place = start
        opening = _after_name(reading, unit, thing, start, end)
        if opening is not None:
            place = opening
            clause = _CLAUSE.match(text, place, end)
            if clause is not None:
                _defined(reading, unit, thing, clause.span(), _DEFINING, formula=True)
        for segment in _SEGMENTS.finditer(text, place, end):
            clause = _CLAUSE.match(text, *segment.span())
            if clause is not None:
                _defined(reading, unit, thing, clause.span(), _GOING_ON, formula=False)


def _notes(reading: Reading, section: Section) -> Iterator[tuple[Mention, Unit, int, int]]:
    """Yield each line that a list prints about a thing, with the thing: below the title of its paper, or behind its name."""
    for entry in entries_of_papers(section):
        paper = entry[0].main
        thing = reading.introduced.get(paper) if paper is not None else None
        if thing is None or thing.type not in THINGS:
            continue
        for unit in entry:
            yield from ((thing, unit, start, end) for start, end in _lines(reading, unit, paper))
    for unit in section.units:
        if unit.role == "name" and unit.block.kind is BlockKind.ITEM and unit.main is not None:
            if unit.main.type in THINGS:
                yield unit.main, unit, unit.start, unit.end


def _lines(reading: Reading, unit: Unit, title: Mention | None) -> Iterator[tuple[int, int]]:
    """Yield where the words of each line begin and end, those behind the title where a line holds it."""
    main = next((span for span in reading.spans(unit.block, unit.start, unit.end) if span.mention == title), None)
    place = unit.start
    for line in unit.text.split("\n"):
        end = place + len(line)
        start = max(place, main.end) if main is not None and main.start < end else place
        words = unit.block.text[start:end]
        found, lead = field_at(words), LEAD.match(words)
        yield start + (found[1] if found is not None and found[0] == "text" else lead.end() if lead else 0), end
        place = end + 1


def _after_name(reading: Reading, unit: Unit, thing: Mention, start: int, end: int) -> int | None:
    """Return where a note goes on behind the name that it opens with, or None where it opens with no name of the thing."""
    forms = {fold(thing.name), *(fold(alias) for alias in thing.aliases)}
    text = unit.block.text
    for span in reading.spans(unit.block, start, end):
        if fold(span.mention.name) in forms and not text[start : span.start].strip(' *_`"“(（'):
            mark = _SEPARATOR.match(text, span.end, end)
            return mark.end() if mark is not None else None
    return None


def _defined(
    reading: Reading,
    unit: Unit,
    thing: Mention,
    place: tuple[int, int],
    forms: Iterable[re.Pattern[str]],
    *,
    formula: bool,
) -> None:
    """Record what a phrase says that ``thing`` is built on, where the whole of it is one of ``forms``."""
    start, end = place
    spans = [span for span in reading.spans(unit.block, start, end) if span.mention.type in THINGS]
    spans = [span for place, span in enumerate(spans) if not place or span.start >= spans[place - 1].end]
    phrase = _with_marks(unit.block.text, start, end, spans).strip(" *_`")
    if not spans or _OTHERWISE.search(phrase):
        return
    summed = formula and _FORMULA.fullmatch(phrase) is not None
    if not summed and not (len(spans) == 1 and any(form.fullmatch(phrase) for form in forms)):
        return
    for span in spans:
        if fold(span.mention.name) != fold(thing.name):
            at = (span.mention.line, span.mention.column, span.mention.text)
            reading.claim(thing, "basedOn", span.mention, EXTRACTOR, at=at, confidence=0.7)


def _with_marks(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    """Return a phrase with a mark in the place of each name."""
    found, place = "", start
    for span in spans:
        found, place = found + text[place : span.start] + _MODEL, span.end
    return found + text[place:end]
