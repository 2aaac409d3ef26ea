"""Sentences: a text cut into them, and each as words and names, with what its clauses speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kgraph.extract.prose.grammar import JOIN, STOPS, load_grammar
from kgraph.extract.prose.subjects import THINGS, Subject, Subjects
from kgraph.extract.prose.tokens import Piece
from kgraph.extract.reading import Span

_FULL_STOP = (
    r"(?<!\b[A-Z])(?<![:：]\d)(?<![:：]\s\d)(?<!\bal)(?<!\bvs)(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)\.(?=\s+[\"“(*_]*[A-Z0-9])"
)
"""A full stop between two Latin sentences: not that of an initial, of a common abbreviation or of the first of a list."""
_SENTENCE = re.compile(
    rf"(?:[(（][^()（）{STOPS}]{{0,120}}[;；][^()（）。！？!?\n]{{0,120}}[)）]|[^{STOPS}])+[{STOPS}]?"
)
"""A sentence; a semicolon inside brackets ends none."""
_LATIN_END = re.compile(_FULL_STOP)


def without_stops(text: str, spans: Sequence[Span]) -> str:
    """Return a text with no mark inside a name that could end a sentence: WHAM! is one."""
    for span in spans:
        printed = text[span.start : span.end]
        if span.mention.type in THINGS and not _MARKS.isdisjoint(printed):
            text = text[: span.start] + "".join("_" if mark in _MARKS else mark for mark in printed) + text[span.end :]
    return text


_MARKS = frozenset("!！?？")


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each sentence begins and ends."""
    for match in _SENTENCE.finditer(text, start, end):
        begin = match.start()
        for stop in _LATIN_END.finditer(text, begin, match.end()) if text.find(". ", begin, match.end()) >= 0 else ():
            yield begin, stop.end()
            begin = stop.end()
        yield begin, match.end()


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence: their words, the names each stands for, where it is one, and what it speaks of there.

    Names listed beside each other (``A、B 和 C``) are one token.
    """

    words: list[str]
    names: list[list[Span]]
    subjects: list[Subject]


def tokenized(text: str, start: int, end: int, spans: list[Span], subjects: Subjects) -> Sentence:
    """Return the sentence from ``start`` to ``end`` with the names in it; ``subjects`` goes on from sentence to sentence."""
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
    return Sentence(words, names, subjects.read(words, names))


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


def condensed(sentence: Sentence) -> Sentence | None:
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
    return Sentence(words, names, subjects) if len(words) < last else None


def _beside_name(sentence: Sentence, place: int) -> int:
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


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} == {"Method", "Software"}
