"""Names: what a document calls things, learned where it introduces them and found wherever it prints them."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import ahocorasick_rs

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.facts import find_venues
from kgraph.extract.lexicon import Found, Term, bounded, lowered
from kgraph.extract.people import find_organizations, find_people
from kgraph.extract.reading import Reading, Unit
from kgraph.extract.shapes import words
from kgraph.extract.typing import TYPE_ORDER, best_cased, odd_case, type_from_words

EXTRACTOR = "names.v1"

_TOKEN = re.compile(r"[A-Za-zΑ-Ωα-ω][A-Za-z0-9]*(?:[-+/.'’][A-Za-z0-9]+)*\+{0,2}")
_EXTEND = re.compile(
    r"(?:[-‐](?:[A-Z][A-Za-z0-9]*|\d+[A-Za-z]?|[a-z]?\d+)(?![A-Za-z0-9])|\s?v\d+(?:\.\d+)*(?![\d.]*[A-Za-z0-9])|\s?\d\.\d(?![\d.A-Za-z%倍]))"
)
_TEAM = re.compile(
    r"\s?(?:美研所|中研院|研究院|研究所|实验室|AI Lab|AI 实验室|AI Research|Research(?! [a-z])|大脑|达摩院)(?![一-鿿]{0,2}(?:生|员))"
)
_DEFINED = re.compile(r"(?P<zh>[一-鿿]{2,18})?\s?[(（](?P<inner>[A-Za-z][^()（）]{1,90})[)）]")
_CALLED = re.compile(
    r"(?:名为|称为|称作|叫做|叫作|命名为|取名|named|called|dubbed|termed)\s*[“\"「『]?(?P<name>[A-Za-z][\w.+-]*(?: (?:[A-Z0-9][\w.+-]*|[a-z]+(?=[ \w]{0,30}(?:model|network|algorithm|loss|attention)\b)|model|network|algorithm|loss|attention)){0,3})"
)
_PROPOSED = re.compile(
    r"(?:提出|推出|发布|开源|公布|开放|放出|训练出|研发|引入|设计|propose|introduce|present|release)[dsn]?(?:了|出)?(?:一(?:种|个|款|套))?[^。，,；;A-Za-z]{0,16}[“\"「『]?"
    r"(?P<name>[A-Z][\w.+-]*(?: (?:with|of|for|[A-Z0-9][\w.+-]*)(?= ?[A-Z0-9，,。：:；]| ?[一-鿿]|$)){0,3})(?P<kind>\s?(?:模型|算法|框架|平台|工具|数据集|系统))?"
)
_TRAILING = re.compile(r"\s(?:with|of|for)$")
_KIND_BEFORE = re.compile(
    r"(?P<kind>模型|智能体|机器人|检测器|优化器|算法|框架|系统|方法|网络|数据集|语料库|基准|工具|平台|架构|工具包|库|引擎)\s?"
    r"(?P<name>[A-Z][\w.+-]*(?: (?:with|of|for|[A-Z0-9][\w.+-]*)(?= ?[A-Z0-9，,。：:；]| ?[一-鿿]|$)){0,3})(?=[\s，,。：:；（(！!]|[一-鿿]|$)"
)
_DATA = re.compile(
    r"(?<![A-Za-z-])(?P<name>[A-Z][A-Za-z0-9+-]*[A-Za-z0-9](?: [A-Z0-9][\w+-]*){0,2})\s?(?:数据集|数据库|语料库)"
)
_NEW = re.compile(
    r"(?:提出|推出|称为|称作|名为|命名为|叫做|引入)(?:了|的)?(?:一(?:种|个))?[「“\"](?P<name>[^「」“”\"]{2,24})[」”\"]"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the document has taught us, with its type and other forms. ``exact`` names match only as printed."""

    name: str
    type: str
    aliases: tuple[str, ...]
    confidence: float
    exact: bool = False


def read_names(reading: Reading) -> None:
    """Learn the document's own names, then record every name, known or learned, wherever it is printed."""
    known = _learn(reading)
    finder = _Finder(reading, known)
    counts = finder.token_counts()
    for block, start, end in _texts(reading):
        finder.record(block, start, end, counts)


def _texts(reading: Reading) -> Iterator[tuple[Block, int, int]]:
    """Yield the pieces of text that may print names: headings, and units that are not code, mathematics or records."""
    for section in reading.sections:
        if section.heading is not None:
            yield section.heading, 0, len(section.heading.text)
        for unit in section.units:
            if unit.role != "skip" and unit.block.kind is not BlockKind.RECORD:
                yield unit.block, unit.start, unit.end


def _learn(reading: Reading) -> dict[str, Name]:
    """Return the document's own names by folded surface."""
    names: dict[str, Name] = {}

    def keep(name: str, type_: str, aliases: tuple[str, ...] = (), confidence: float = 0.7) -> None:
        key = fold(name)
        if key.endswith("s") and reading.lexicon.has(name[:-1], *TYPE_ORDER[:3]):
            return
        if len(key) < 2 or key in names or reading.lexicon.has(name, "generic", "metric", "topic"):
            return
        names[key] = Name(tidy(name), reading.types.get(key, type_), aliases, confidence, len(key) <= 3)

    for mention in list(reading.mentions):
        if mention.type in ("Method", "Software", "Dataset"):
            keep(mention.name, mention.type, mention.aliases, mention.confidence)
        elif mention.type == "Paper":
            prefix = title_name(reading, mention.name)
            if prefix is not None:
                name, type_ = prefix
                reading.types.setdefault(fold(name), type_)
                keep(name, type_, (), 0.8)
    for block, start, end in _texts(reading):
        if block.kind is BlockKind.HEADING:
            continue
        text = block.text[start:end]
        for name, type_, aliases, confidence in _introduced(reading, text):
            keep(name, type_, aliases, confidence)
    return names


_VAGUE = re.compile(
    r"^(?:新|该|本|此)?的?(?:方法|模型|算法|网络|框架|系统|架构|结构|任务|机制|技术|策略|模块|网络结构|神经网络|学习|注意力|损失|函数|工具|平台|数据集|问题|过程|"
    r"研究|论文|工作|团队|领域|特征|表示|训练|预训练|预训练模型|语言模型|编码器|解码器)$"
)


_PREFIX_STOP = re.compile(
    r"^(?:An? |The |On |How |Why |What |Towards? |Learning |Deep |Overview|Survey|Introduction|Explor|Understanding|Rethinking|Beyond )",
    re.IGNORECASE,
)
_GERUND = re.compile(
    r"^(?:Training|Learning|Improving|Using|Understanding|Exploring|Towards|Modeling|Scaling|Building|Making|Pre-?training)\b",
    re.IGNORECASE,
)
_PLAIN_REST = re.compile(
    r"^(?:An? (?:Overview|Survey|Review|Tutorial|Introduction|Comprehensive|Case|Brief|Primer|Study|Comparative)|Theory|Overview|Survey|Review|State of|Recent|Methods|Challenges|Past|Progress|理论|综述)",
    re.IGNORECASE,
)


def title_name(reading: Reading, title: str) -> tuple[str, str] | None:
    """Return (name, type) of the thing that a title introduces before its colon, or None.

    ``BiFPN: …`` names a method, ``NTU RGB+D 120: A Large-Scale Benchmark …`` a dataset, ``Deep Learning: An Overview`` nothing.
    """
    lead = re.match(r"^(?P<name>[A-Z][\w+-]*)\s(?:for|from|with|via|and|in|to)\s", title)
    if lead and odd_case(lead["name"]) and re.search(r"[a-z]", lead["name"]) and not _WORDY.search(lead["name"]):
        if not reading.lexicon.lookup(lead["name"]):
            return lead["name"], reading.types.get(fold(lead["name"]), "Method")
    match = re.match(r"^(?P<name>[^:：]{2,48}?)\s*[:：]\s*(?P<rest>\S.*)$", title)
    if match is None:
        return None
    name, rest = match["name"].strip(), match["rest"]
    joined = re.match(r"^((?:[A-Z][\w-]+ ){1,2}[A-Z][\w-]+) (?:with|for|via) ", name + " ")
    if (
        joined
        and odd_case(name)
        and not reading.lexicon.has(joined.group(1), "topic", "generic")
        and not _GERUND.match(name)
    ):
        return joined.group(1), reading.types.get(fold(joined.group(1)), "Method")
    found = words(name)
    known = [
        term
        for term in reading.lexicon.lookup(name, *TYPE_ORDER[:3])
        if "case" not in term.flags or name in term.surfaces
    ]
    if known:
        return known[0].name, reading.types.get(fold(known[0].name), known[0].type)
    if reading.lexicon.has(name, "topic", "generic") or has_han(name) or not 1 <= len(found) <= 4:
        return None
    if len(found) == 1 and not (odd_case(name) or name[0].isupper() or reading.types.get(fold(name))):
        return None
    if len(found) > 1:
        if _PREFIX_STOP.match(name) or _PLAIN_REST.match(rest) or re.search(r"[?!,]", name):
            return None
        odd = any(odd_case(word) and not reading.lexicon.has(word, "topic", "generic") for word in found)
        if not odd and fold(name) not in reading.types:
            return None
    elif _PLAIN_REST.match(rest) and not odd_case(name):
        return None
    type_ = reading.types.get(fold(name))
    if type_ is None:
        head = re.split(r"\b(?:for|with|via|of|in|from|to|by|on|using)\b", rest)[0]
        type_ = type_from_words(head) or (
            "Dataset" if re.search(r"\b(?:[Bb]enchmark|[Dd]ataset|[Cc]orpus)\b", rest) else "Method"
        )
        if type_ == "Organization":
            type_ = "Method"
        if type_ == "Software" and re.search(r"\bframework\b", head, re.IGNORECASE):
            type_ = "Method"
    return name, type_


def _introduced(reading: Reading, text: str) -> Iterator[tuple[str, str, tuple[str, ...], float]]:
    """Yield (name, type, aliases, confidence) of the names that a text introduces."""
    for match in _DEFINED.finditer(text):
        yield from _parenthesis(reading, text, match)
    for match in _CALLED.finditer(text):
        around = _around(text, 0, len(text), match.start("name"))
        yield match["name"], type_from_words(around, near=match["name"]) or "Method", (), 0.75
    for match in _PROPOSED.finditer(text):
        name = _TRAILING.sub("", match["name"])
        if (odd_case(name) or match["kind"] or " " in name) and not reading.lexicon.has(name, "generic", *TYPE_ORDER):
            around = _around(text, 0, len(text), match.start("name"))
            yield name, type_from_words(around, near=name) or "Method", (), 0.7
    for match in _KIND_BEFORE.finditer(text):
        name = _TRAILING.sub("", match["name"])
        if len(name) >= 3 and not reading.lexicon.lookup(name):
            yield name, type_from_words(match["kind"]) or "Method", (), 0.7
    for match in _DATA.finditer(text):
        if not reading.lexicon.has(match["name"], "topic", "generic", "Dataset"):
            yield match["name"], "Dataset", (), 0.65
    for match in _NEW.finditer(text):
        if not reading.lexicon.has(match["name"], "topic", "generic"):
            yield match["name"], "Method", (), 0.55


def _around(text: str, start: int, end: int, at: int) -> str:
    """Return the text around a place, between ``start`` and ``end``, so that long paragraphs do not cost the square of their length."""
    return text[max(start, at - 1_000) : min(end, at + 1_000)]


def _parenthesis(
    reading: Reading, text: str, match: re.Match[str]
) -> Iterator[tuple[str, str, tuple[str, ...], float]]:
    """Read 神经正切核 (neural tangent kernel, NTK), Dimension-wise Convolution (DimConv) and the like."""
    parts = [part.strip() for part in re.split(r"[,，;；/]|\s(?:和|与|and)\s", match["inner"]) if part.strip()]
    short = [
        part for part in parts if re.fullmatch(r"[A-Za-z][\w+-]{1,11}", part) and sum(c.isupper() for c in part) >= 2
    ]
    long_ = [part for part in parts if len(words(part)) >= 2 and len(part) >= 8]
    zh = match["zh"] or ""
    before = text[max(0, match.start() - 80) : match.start()].rstrip()
    latin = re.search(r"((?:[A-Za-z][\w-]*[\s-]){1,7}[A-Za-z][\w-]*)$", before) if not zh else None
    if short:
        name = short[0]
        if reading.lexicon.has(name, "generic", "metric", "topic") or reading.lexicon.has(
            name, "Organization", "Venue", "Person"
        ):
            return
        expansion = long_[0] if long_ else _expansion(name, latin.group(1)) if latin else ""
        chinese = _chinese_tail(zh)
        if chinese and reading.lexicon.has(chinese, "topic", "generic"):
            chinese = ""
        if expansion and not initials_match(name, expansion):
            expansion = ""
        if expansion or (zh and chinese):
            aliases = tuple(part for part in (expansion, chinese) if part)
            kind = type_from_words(text[match.end() : match.end() + 16]) or type_from_words(zh) or "Method"
            if kind == "Organization":
                return
            yield name, kind, aliases, 0.75
    elif (
        long_
        and zh
        and re.search(r"(?:网络|算法|模型|方法|机制|模块|卷积|注意力|损失|搜索|学习|蒸馏|优化器|编码器|架构)$", zh)
    ):
        yield long_[0], "Method", (_chinese_tail(zh),), 0.5


def _chinese_tail(zh: str) -> str:
    """Return the noun at the end of a Chinese run, cut at words that only lead up to it."""
    cut = re.match(
        r".*(?:一种|一个|这个|称为|名为|提出|采用|使用|利用|基于|通过|的|了|是|和|与|及|或|在|将|由|为)(?=..)", zh
    )
    tail = zh[cut.end() :] if cut else zh
    return tail if 3 <= len(tail) <= 14 and not _VAGUE.match(tail) else ""


def _expansion(acronym: str, text: str) -> str:
    """Return the last words of ``text`` whose initials are ``acronym``, else the empty string."""
    found = text.split()
    for size in range(min(len(found), len(acronym) + 2), 1, -1):
        phrase = " ".join(found[-size:])
        if initials_match(acronym, phrase):
            return phrase
    return ""


def initials_match(acronym: str, phrase: str) -> bool:
    """Return whether an acronym is made of the initials (or inner capitals) of a phrase, in order.

    >>> initials_match("NTK", "neural tangent kernel"), initials_match("GTrXL", "Gated Transformer-XL"), initials_match("CNN", "support vector")
    (True, True, False)
    """
    letters = [c for c in acronym.lower() if c.isalnum()]
    parts = re.findall(r"[A-Za-z0-9]+", phrase)
    if not letters or not parts or parts[0][0].lower() != letters[0]:
        return False
    joined = "".join(parts).lower()
    initials = "".join(part[0].lower() for part in parts)
    if "".join(letters) == initials:
        return True
    position = 0
    for letter in letters:
        position = joined.find(letter, position) + 1
        if position == 0:
            return False
    return len(letters) >= 2 and sum(initial in letters for initial in initials) >= max(2, len(parts) - 2)


class _Finder:
    """Finds the names of one document in its blocks."""

    def __init__(self, reading: Reading, names: dict[str, Name]):
        self.reading = reading
        self.names = names
        surfaces: dict[str, Name] = {}
        for name in names.values():
            for surface in (name.name, *name.aliases):
                if len(fold(surface)) >= 2 and not (surface.isascii() and surface.islower() and len(surface) < 5):
                    surfaces.setdefault(surface.lower(), name)
        self._surfaces = sorted(surfaces)
        self._held = [surfaces[surface] for surface in self._surfaces]
        self._machine = ahocorasick_rs.AhoCorasick(
            self._surfaces or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    def token_counts(self) -> Counter[str]:
        """Count the Latin words that are written as names, over the whole document."""
        counts: Counter[str] = Counter()
        for block, start, end in _texts(self.reading):
            counts.update(token for token in _TOKEN.findall(block.text[start:end]) if odd_case(token))
        return counts

    def record(self, block: Block, start: int, end: int, counts: Counter[str]) -> None:
        """Record the names printed between ``start`` and ``end`` of a block."""
        text = block.text
        taken = [(link.start, link.end) for link in block.links if link.bare]
        candidates = [
            *self._venues(text, start, end),
            *self._learned(text, start, end),
            *self._known(block, start, end),
        ]
        candidates += self._unknown(block, start, end, counts)
        candidates += self._people_and_organizations(text, start, end)
        candidates.sort(key=lambda found: (found[0] - found[1], -found[2].rank, found[0]))
        whole = block.kind is BlockKind.HEADING
        first, last = len(text) - len(text.lstrip(" #*_")), len(text.rstrip(" :：*_"))
        for at, stop, what in candidates:
            if whole and what.type and at <= first and last <= stop:
                # The heading is the name: what it stands for has been decided.
                continue
            # The taken places are in order and apart, so only the last one that begins before the end can be in the way.
            place = bisect.bisect_left(taken, (stop, 0))
            if place and at < taken[place - 1][1]:
                continue
            taken.insert(place, (at, stop))
            if what.type and self.reading.free(block, at, stop):
                self.reading.mention(
                    block,
                    at,
                    stop,
                    what.type,
                    EXTRACTOR,
                    name=what.name,
                    aliases=what.aliases,
                    year=what.year,
                    confidence=what.confidence,
                )

    def _venues(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        for venue in find_venues(text[start:end], self.reading.lexicon):
            at, stop = start + venue.start, start + venue.end
            yield at, stop, _What("Venue", venue.name, (text[at:stop],), 0.9, venue.year or None, 3)

    def _learned(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        if not self._surfaces:
            return
        part = text[start:end]
        for index, a, b in self._machine.find_matches_as_indexes(lowered(part)):
            if not bounded(part, a, b):
                continue
            name = self._held[index]
            printed = part[a:b]
            if (
                name.exact
                and printed not in (name.name, *name.aliases)
                and not (printed.isupper() or odd_case(printed))
            ):
                continue
            terms = self.reading.lexicon.lookup(name.name, name.type)
            shown = terms[0].name if terms else name.name
            others = terms[0].others if terms else ()
            yield (
                start + a,
                start + b,
                _What(name.type, shown, (printed, *name.aliases, *others), name.confidence, None, 2),
            )

    def _known(self, block: Block, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        text = block.text
        for found in self.reading.lexicon.find(text[start:end]):
            at, stop = start + found.start, start + found.end
            if any(term.type in ("generic", "metric") for term in found.terms) and not any(
                term.type in TYPE_ORDER and "weak" not in term.flags for term in found.terms
            ):
                yield at, stop, _What("", "", (), 0.0, None, 1)
                continue
            term = self._choose(block, at, stop, found)
            if term is None:
                continue
            if term.type == "Organization":
                team = _TEAM.match(text, stop, end)
                if team is not None:
                    yield at, team.end(), _What("Organization", tidy(text[at : team.end()]), (), 0.7, None, 1)
                    continue
            longer = list(self._versions(text, at, stop, end, term.type, found.surface))
            if longer:
                yield from longer
                continue
            prefix = _PREFIX.search(text, max(start, at - 40), at)
            if prefix and term.type in ("Method", "Dataset") and found.surface[0].isupper():
                yield (
                    prefix.start(),
                    stop,
                    _What(term.type, text[prefix.start() : stop], (), 0.7, None, 1),
                )
                continue
            yield at, stop, _What(term.type, term.name, (found.surface, *term.others), 0.85, None, 1)

    def _versions(
        self, text: str, at: int, stop: int, end: int, type_: str, surface: str
    ) -> Iterator[tuple[int, int, _What]]:
        """Yield the version of a known thing that goes on after its name: EfficientDet-D7, MobileNet v1/v2/v3."""
        if type_ not in ("Method", "Dataset", "Software") or not re.search(r"[A-Za-z0-9]$", surface):
            return
        longer = _EXTEND.match(text, stop, end)
        if longer is None:
            return
        name = tidy(text[at : longer.end()])
        yield at, longer.end(), _What(type_, name, (), 0.75, None, 2)
        place = longer.end()
        while (more := re.match(r"/(v?\d+(?:\.\d+)*)(?![\w.])", text[place:end])) is not None:
            yield place + 1, place + more.end(), _What(type_, f"{surface} {more.group(1)}", (), 0.7, None, 2)
            place += more.end()

    def _choose(self, block: Block, at: int, stop: int, found: Found) -> Term | None:
        """Return the term that a lexicon name stands for here, or None where it is too vague to count."""
        reading = self.reading
        terms = [term for term in found.terms if term.type in TYPE_ORDER]
        if not terms:
            return None
        terms = [term for term in terms if "case" not in term.flags or not _in_phrase(block.text, at, stop)]
        if not terms:
            return None
        strong = [term for term in terms if "weak" not in term.flags]
        if not strong and not self._supports(block, at, stop, terms[0], found.surface):
            return None
        pool = strong or terms
        decided = reading.types.get(fold(pool[0].name)) or reading.types.get(fold(found.surface))
        for term in pool:
            if term.type == decided:
                return term
        if len(pool) > 1:
            around = type_from_words(block.text[max(0, at - 12) : stop + 24], near=found.surface)
            for term in pool:
                if term.type == around:
                    return term
        return min(pool, key=lambda term: TYPE_ORDER.index(term.type))

    def _supports(self, block: Block, at: int, stop: int, term: Term, surface: str) -> bool:
        """Return whether a vague name counts here: it is the subject of a heading or is used as a thing of its own."""
        if fold(surface) in self.names or fold(term.name) in self.names:
            return True
        if (
            _KIND_AFTER.match(block.text, stop)
            and re.search(r"[A-Z]", surface)
            and not reading_topic(self.reading, surface)
        ):
            return True
        if "case" in term.flags or reading_topic(self.reading, surface):
            return False
        if not re.fullmatch(r"[A-Z0-9-]{1,5}s?|[A-Za-z]{1,3}", surface) and surface[0] != surface[0].lower():
            return True
        if has_han(surface) and len(surface) >= 4:
            return True
        if surface != term.name and surface.isascii() and surface.islower():
            return False
        before = block.text[max(0, at - 8) : at]
        after = block.text[stop : stop + 6]
        return re.search(
            r"(?:基于|采用|使用|利用|结合|超过|优于|相比|比|based on|using|than)\s?$", before
        ) is not None and not re.match(r"\s?(?:的|类|系列|相关|领域|任务)", after)

    def _unknown(self, block: Block, start: int, end: int, counts: Counter[str]) -> Iterator[tuple[int, int, _What]]:
        reading = self.reading
        text = block.text
        chinese = has_han(text[start:end])
        for match in _TOKEN.finditer(text, start, end):
            token = match.group().rstrip(".'")
            if len(token) < 3 or not odd_case(token) or reading.lexicon.lookup(token):
                continue
            if re.search(r"[/.]", token) and not re.search(r"\d\.\d|\.(?:ai|js|dev|io)$", token):
                continue
            if re.match(r"(?:19|20)\d\d", token) or _WORDY.search(token) or _PLAIN_PARTS.fullmatch(token):
                continue
            single = token.removesuffix("s")
            if single != token and (reading.lexicon.lookup(single) or fold(single) in self.names):
                continue
            confidence = name_strength(token, counts[token], chinese)
            if _KIND_AFTER.match(text, match.start() + len(token), end):
                confidence = min(0.95, confidence + 0.25)
            if confidence < 0.5 or any(reading.lexicon.has(part, "generic") for part in [token.rstrip("s")]):
                continue
            around = _around(text, start, end, match.start())
            type_ = (
                reading.types.get(fold(token))
                or stem_type(reading, token)
                or type_from_words(around, near=token)
                or "Method"
            )
            if type_ == "Organization":
                continue
            shown = reading.shown.get(fold(token)) or best_cased(token, around)
            yield match.start(), match.start() + len(token), _What(type_, shown, (token,), confidence, None, 0)

    def _people_and_organizations(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, _What]]:
        part = text[start:end]
        for a, b in find_people(part):
            terms = self.reading.lexicon.lookup(part[a:b], "Person")
            name, others = (terms[0].name, terms[0].others) if terms else (tidy(part[a:b]), ())
            yield start + a, start + b, _What("Person", name, (part[a:b], *others), 0.75, None, 1)
        for a, b, others in find_organizations(part):
            terms = self.reading.lexicon.lookup(part[a:b], "Organization")
            name = terms[0].name if terms else part[a:b]
            more = terms[0].others if terms else ()
            yield start + a, start + b, _What("Organization", name, (part[a:b], *others, *more), 0.8, None, 1)


_PREFIX = re.compile(r"(?<![A-Za-z0-9-])[A-Z][A-Za-z0-9]*-$")
_WORDY = re.compile(
    r"-(?:based|aware|free|driven|guided|wise|level|end|like|style|only|specific|invariant|efficient|shot|[A-Za-z]+ed|[A-Za-z]+ing)s?$|[a-z]ing$",
    re.IGNORECASE,
)
_PLAIN_PARTS = re.compile(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)+|[A-Z]{2,3}\d{3}[A-Z]?")
_KIND_AFTER = re.compile(
    r"\s?(?:数据集|模型|算法|网络|方法|架构|框架|优化器|平台|工具|库|基准|系统|检测器|编码器|机制|模块)"
)


def _in_phrase(text: str, start: int, end: int) -> bool:
    """Return whether an ordinary word stands in a capitalised phrase (Meta Learning) or before a Latin noun (Meta network)."""
    after = re.match(r"[ -]([A-Z][a-z]+|[a-z]+)", text[end : end + 24])
    if after is None:
        return False
    return after.group(1)[0].isupper() or has_han(text[max(0, start - 40) : start + 60])


@dataclass(frozen=True, slots=True)
class _What:
    """What a candidate stands for; ``rank`` orders overlapping candidates, an empty type only blocks the place."""

    type: str
    name: str
    aliases: tuple[str, ...]
    confidence: float
    year: int | None
    rank: int


def stem_type(reading: Reading, name: str) -> str | None:
    """Return the type of the known name that a longer name is made from: TensorBoard.dev and Texar-PyTorch are software."""
    parts = re.split(r"[-./ ]", name)
    if len(parts) < 2:
        stem = re.match(r"^[A-Za-z]+?(?=v?\d)", name)
        parts = [stem.group()] if stem else []
    for part in parts:
        for term in reading.lexicon.lookup(part, "Software", "Method", "Dataset") if len(part) > 3 else ():
            if "weak" not in term.flags and "case" not in term.flags:
                return term.type
    return None


def reading_topic(reading: Reading, surface: str) -> bool:
    """Return whether a surface is also the name of a field or task."""
    return reading.lexicon.has(surface, "topic")


def name_strength(token: str, count: int, in_chinese: bool) -> float:
    """Return how sure it is, 0 to 1, that an unknown Latin word names something, by its shape and how often it is printed.

    >>> name_strength("ProtoPNet", 1, True) > name_strength("POMC", 1, True)
    True
    """
    core = re.sub(r"s$", "", token)
    if re.search(r"[a-z][A-Z]", core) and len(core) >= 4:
        score = 0.7
    elif re.fullmatch(r"[A-Z]{3,8}", core):
        score = 0.35
    elif (
        re.fullmatch(r"[A-Z][A-Za-z]*\d+[A-Za-z]?", core)
        or re.fullmatch(r"[A-Z][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)+", core)
        or re.search(r"[A-Z]{2}", core)
    ):
        score = 0.5
    else:
        score = 0.3
    score += 0.1 * min(count - 1, 2)
    return round(score if in_chinese else score - 0.05, 2)


def unit_names(reading: Reading, unit: Unit, *types: str) -> list[Mention]:
    """Return the mentions of these types printed inside a unit, left to right."""
    return [span.mention for span in reading.spans(unit.block, unit.start, unit.end) if span.mention.type in types]
