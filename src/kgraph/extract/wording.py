"""Wording: relations that a sentence states, rules of ``patterns.toml`` over words and names."""

from __future__ import annotations

import bisect
import functools
import itertools
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.text import fold
from kgraph.extract.names import own_thing, unit_names
from kgraph.extract.reading import Reading, Section, Span, Unit
from kgraph.extract.results import attach_results
from kgraph.extract.tokens import MixedTokenizer, Piece

EXTRACTOR = "wording.v1"

NAMES = ("Method", "Dataset", "Software", "Organization", "Person", "Venue", "Paper")
THINGS = ("Method", "Software", "Dataset")

_STOPS = "。；！？!?;\n"
_SENTENCE = re.compile(rf"[^{_STOPS}]+[{_STOPS}]?")
_JOIN = frozenset({"、", "，", ",", "和", "与", "及", "以及", "或", "或者", "跟", "/", "&", "+", "and", "or"})


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule: its pattern over encoded tokens (a group per slot), the claims as (head, relation, tail), the confidence."""

    pattern: re.Pattern[str]
    claims: tuple[tuple[str, str, str], ...]
    confidence: float
    entry: bool = False


@dataclass(frozen=True)
class _Grammar:
    """The compiled rules.

    A sentence is encoded with one character per token: a letter per entity type, a private character per rule word, a
    point for anything else. Rules are then ordinary regular expressions with bounded gaps, which take linear time;
    spaCy's Matcher tries every length of every gap and needs memory exponential in their number.
    """

    tokenizer: MixedTokenizer
    rules: tuple[_Rule, ...]
    codes: dict[str, str]


_TYPE_CODES = {
    "Method": "M",
    "Dataset": "D",
    "Software": "S",
    "Organization": "O",
    "Person": "H",
    "Venue": "V",
    "Paper": "P",
}
_STOP_CODE, _OTHER_CODE = "!", "."


@functools.cache
def _grammar() -> _Grammar:
    data = tomllib.loads(files("kgraph.extract").joinpath("patterns.toml").read_text(encoding="utf-8"))
    words = sorted({word for row in data["rule"] for word in _words(row["pattern"])})
    codes = {word: chr(0xE000 + number) for number, word in enumerate(words)}
    rules = []
    for row in data["rule"]:
        claims = tuple((head, relation, tail) for head, relation, tail in (claim.split() for claim in row["claims"]))
        rules.append(
            _Rule(
                re.compile(_compile(row["pattern"], codes)), claims, float(row["confidence"]), row.get("entry", False)
            )
        )
    return _Grammar(MixedTokenizer([*words, *_JOIN]), tuple(rules), codes)


def _words(pattern: str) -> list[str]:
    """Return the rule words of a written pattern, in lower case."""
    parts = [
        part
        for part in pattern.split()
        if part not in "^$" and not part.startswith("<") and not re.fullmatch(r"\.\.\d+", part)
    ]
    return [word.lower() for part in parts for word in part.lstrip("!").rstrip("?").split("|") if word]


def _compile(pattern: str, codes: dict[str, str]) -> str:
    """Turn a written pattern into a regular expression over token codes."""
    found = []
    for part in pattern.split():
        if part.startswith("<"):
            found.append("([" + "".join(_TYPE_CODES[type_] for type_ in part.strip("<>").split("|")) + "])")
        elif re.fullmatch(r"\.\.\d+", part):
            found.append(f"[^{_STOP_CODE}]{{0,{part[2:]}}}?")
        elif re.fullmatch(r"~\d+", part):
            commas = "".join(codes[comma] for comma in "，," if comma in codes)
            found.append(f"[^{_STOP_CODE}{commas}]{{0,{part[1:]}}}?")
        elif part.startswith("!"):
            found.append("(?![" + "".join(codes[word.lower()] for word in part[1:].split("|")) + "])")
        elif part == "^":
            found.append("^")
        elif part == "$":
            found.append(f"{_STOP_CODE}?$")
        else:
            choices = "".join(_forms(word.lower(), codes) for word in part.rstrip("?").split("|") if word)
            found.append(f"[{choices}]" + ("?" if part.endswith("?") else ""))
    return "".join(found)


def _forms(word: str, codes: dict[str, str]) -> str:
    """Return the codes of a rule word and of the longer rule words that say the same: 采用 and 采用了, 团队 and 研究团队, 快 and 更快.

    The tokenizer keeps the longest word of any rule whole, so that a shorter one inside it would not be seen.
    """
    same = {word, f"{word}了", f"{word}于", f"{word}自", f"更{word}"}
    return "".join(
        code
        for other, code in codes.items()
        if other in same
        or (not word.isascii() and len(word) > 1 and other.endswith(word))
        or (word == "更" and other.startswith(word))
    )


def read_wording(reading: Reading) -> None:
    """Record the relations that sentences state, and the results printed in them."""
    for section in reading.sections:
        paper: Mention | None = next((s for s in section.subjects if s.type == "Paper"), None)
        thing: Mention | None = next((s for s in section.subjects if s.type in THINGS), None)
        last: Unit | None = None
        ahead = [unit for unit in section.units if unit.role == "paper"]
        for unit in section.units:
            if unit.role == "paper" and unit.main is not None:
                paper, last = unit.main, unit
                thing = reading.introduced.get(paper) or next((s for s in section.subjects if s.type in THINGS), None)
            elif unit.role == "name" and unit.main is not None and unit.main.type in THINGS:
                thing = unit.main
            elif unit.role == "headline" and not section.subjects and not ahead:
                named = {mention.name: mention for mention in unit_names(reading, unit, *THINGS)}
                thing = next(iter(named.values())) if len(named) == 1 else None
            elif unit.role == "row":
                thing = unit.main if unit.main is not None and unit.main.type in THINGS else None
                paper = next((mention for mention in unit.mentions if mention.type == "Paper"), None)
            if unit.role == "skip" or unit.block.kind is BlockKind.RECORD:
                continue
            here = paper
            if here is None and unit.role in ("headline", "prose") and len(ahead) == 1:
                here = ahead[0].main
            here = _own_paper(reading, unit) or here
            own = own_thing(reading, unit, last) if unit.role != "paper" else None
            _read_sentences(reading, section, unit, None if own else here, own or thing)


def _own_paper(reading: Reading, unit: Unit) -> Mention | None:
    """Return the paper that a piece of prose itself names, where it is the only one."""
    papers = [mention for mention in unit.mentions if mention.type == "Paper"]
    return papers[0] if unit.role == "prose" and len({paper.name for paper in papers}) == 1 else None


def _read_sentences(
    reading: Reading, section: Section, unit: Unit, paper: Mention | None, thing: Mention | None
) -> None:
    block = unit.block
    spans = [
        span
        for span in _outside_titles(reading.spans(block, unit.start, unit.end))
        if span.mention.type in NAMES and not (span.mention.type == "Paper" and unit.role != "prose")
    ]
    if not spans:
        return
    for match in _SENTENCE.finditer(block.text, unit.start, unit.end):
        first = bisect.bisect_left(spans, match.start(), key=lambda span: span.start)
        last = bisect.bisect_left(spans, match.end(), key=lambda span: span.start)
        inside = [span for span in spans[first:last] if span.end <= match.end()]
        if not inside:
            continue
        subject = _subject(reading, section, unit, thing, inside)
        code = next((mention for mention in unit.mentions if mention.type == "Repository"), None)
        about = paper if unit.role != "paper" else None
        _match(reading, block, match.start(), match.end(), inside, about, subject, unit.role in ("name", "row"), code)
        attach_results(reading, block, match.start(), match.end(), inside, subject)


def _subject(
    reading: Reading, section: Section, unit: Unit, thing: Mention | None, inside: list[Span]
) -> Mention | None:
    """Return what a sentence speaks of where it does not say so: the name before a headline's colon, else the section's thing."""
    if unit.role != "headline":
        return thing
    first = next((span for span in inside if span.mention.type in THINGS), None)
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


def _match(
    reading: Reading,
    block: Block,
    start: int,
    end: int,
    spans: list[Span],
    paper: Mention | None,
    thing: Mention | None,
    entry: bool,
    code: Mention | None,
) -> None:
    grammar = _grammar()
    pieces = [Piece(span.start, span.end, span.mention.type) for span in spans]
    tokens = grammar.tokenizer.tokens(block.text, start, end, pieces)
    by_offset = {span.start: span for span in reversed(spans)}
    sentence = _Sentence(
        [token[0] for token in tokens], [by_offset[at] if piece is not None else None for _, at, _, piece in tokens]
    )
    encoded = "".join(_code(grammar, text, span) for text, span in zip(sentence.words, sentence.spans, strict=True))
    for rule in grammar.rules:
        if rule.entry and not entry:
            continue
        position = 0
        while position <= len(encoded) and (found := rule.pattern.search(encoded, position)) is not None:
            position = found.start() + 1
            slots = [found.start(group) for group in range(1, rule.pattern.groups + 1)]
            for head, relation, tail in rule.claims:
                if head == "thing" and not _speaks_of(reading, sentence, slots, relation, paper, thing):
                    continue
                for one in _fill(head, slots, sentence, paper, thing, code):
                    for other in _fill(tail, slots, sentence, paper, thing):
                        _record(reading, block, one, relation, other, rule.confidence)


@dataclass(frozen=True, slots=True)
class _Sentence:
    """The tokens of a sentence: their words, and the name each stands for, where it is one."""

    words: list[str]
    spans: list[Span | None]


def _code(grammar: _Grammar, text: str, span: Span | None) -> str:
    if span is not None:
        return _TYPE_CODES[span.mention.type]
    if text in _STOPS:
        return _STOP_CODE
    return grammar.codes.get(text.lower(), _OTHER_CODE)


def _fill(
    slot: str,
    slots: list[int],
    sentence: _Sentence,
    paper: Mention | None,
    thing: Mention | None,
    code: Mention | None = None,
) -> list[Mention | Span]:
    if slot == "paper":
        return [paper] if paper is not None else []
    if slot == "thing":
        return [thing] if thing is not None else []
    if slot == "code":
        return [code] if code is not None else []
    return list(_listed(slots[int(slot) - 1], sentence))


def _speaks_of(
    reading: Reading, sentence: _Sentence, slots: list[int], relation: str, paper: Mention | None, thing: Mention | None
) -> bool:
    """Return whether a sentence without a subject of its own may speak of the section's thing.

    Who made it is said of the paper, and of the thing only where the paper introduces it. A result belongs to another
    method that the sentence names before the dataset.
    """
    if thing is None:
        return False
    if relation in ("developedBy", "authoredBy") and paper is not None:
        introduced = reading.introduced.get(paper)
        return introduced is not None and fold(introduced.name) == fold(thing.name)
    if relation == "evaluatedOn":
        named = [
            span
            for span in sentence.spans[max(0, slots[0] - 200) : slots[0]]
            if span is not None and span.mention.type == "Method"
        ]
        return not named or any(fold(span.mention.name) == fold(thing.name) for span in named)
    return True


_MOST_LISTED = 50
"""The longest list of names that one statement is read to be about."""


def _listed(place: int, sentence: _Sentence) -> list[Span]:
    """Return a name with the names of its type listed beside it (``A、B 和 C``)."""
    first = sentence.spans[place]
    assert first is not None
    found = [first]
    for step in (-1, 1):
        at = place
        while 0 <= at + 2 * step < len(sentence.words) and len(found) < _MOST_LISTED:
            joint, after = sentence.words[at + step], sentence.spans[at + 2 * step]
            if joint.lower() not in _JOIN or after is None or after.mention.type != first.mention.type:
                break
            found.append(after)
            at += 2 * step
    return sorted(found, key=lambda span: span.start)


def _record(
    reading: Reading, block: Block, one: Mention | Span, relation: str, other: Mention | Span, confidence: float
) -> None:
    head = one.mention if isinstance(one, Span) else one
    tail = other.mention if isinstance(other, Span) else other
    if fold(head.name) == fold(tail.name) or _too_general(reading, head, relation, tail):
        return
    printed = other if isinstance(other, Span) else one if isinstance(one, Span) else None
    at = None
    if printed is not None:
        at = (printed.mention.line, printed.mention.column, printed.mention.text)
    reading.claim(head, relation, tail, EXTRACTOR, at=at, confidence=confidence)


def _too_general(reading: Reading, head: Mention, relation: str, tail: Mention) -> bool:
    """Return whether a known technique would be said to be new or somebody's: pruning is introduced by no single paper."""
    if relation == "introduces":
        terms = reading.lexicon.lookup(tail.name, tail.type)
        return bool(terms) and not fold(head.name).startswith(fold(tail.name))
    if relation in ("developedBy", "authoredBy") and head.type == "Method":
        return any("weak" in term.flags for term in reading.lexicon.lookup(head.name, "Method"))
    return False
