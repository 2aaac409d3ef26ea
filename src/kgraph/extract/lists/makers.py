"""Makers: the organisations that a field or a cell lists, with what the brackets behind them say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kgraph.core import Block, Mention
from kgraph.core.text import has_han, tidy
from kgraph.extract.forms.facts import find_venues, split_authors
from kgraph.extract.forms.people import find_organizations, is_person, team_behind
from kgraph.extract.reading import Reading

_BETWEEN = re.compile(r"\s*(?:[/、，,;；&＆+\n]|\band\b|与|和)\s*")
_INNER = re.compile(r"[(（][^()（）]*[)）]")
_BRACKET = re.compile(r"(?P<name>[^()（）]+?)\s*[(（](?P<inner>[^()（）]+)[)）]\s*$")
_LED = re.compile(r"\s*(?:等(?:机构|单位|高校)?|牵头|主导|领衔|联合)\s*$")
_WROTE = re.compile(r"(?:第?一作者?|共同一作|通讯(?:作者)?|作者|first author|lead author)\s*[:：]?\s*", re.IGNORECASE)
_ALONE = re.compile(
    r"(?:个人(?:开发者|项目|作品)?|独立(?:开发者|研究者)|individual|independent(?: \w+)?)$", re.IGNORECASE
)
_NO_MAKER = re.compile(
    r"[\W\d_]*$|.*同[上左前]|(?:协议|许可|见|参见|详见|未知|不详|暂无|待补)|(?:n/?a|none|unknown|same as|\d+\s?\+? \w+s$)\b",
    re.I,
)


class Maker(NamedTuple):
    """Who made something, placed in the text that lists it; a person may be one of the organisation ``of``."""

    start: int
    end: int
    name: str
    others: tuple[str, ...] = ()
    person: bool = False
    of: int = -1
    """Where the organisation begins that a person in its brackets belongs to."""


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of what a list separates, outside brackets."""
    masked = _INNER.sub(lambda match: "\0" * len(match.group()), text)
    start = 0
    for end, after in [*(match.span() for match in _BETWEEN.finditer(masked)), (len(text), len(text))]:
        piece = text[start:end]
        lead = len(piece) - len(piece.lstrip(" (（"))
        if piece.strip():
            yield start + lead, start + len(piece.rstrip(" .。"))
        start = after


def list_makers(text: str) -> Iterator[Maker]:
    """Yield who a field or cell of organisations lists.

    Brackets hold another name, those who led the others, or one of the people.

    >>> [maker.name for maker in list_makers("某某大学、QuixLab（谷歌、微软牵头），协议同上")]
    ['某某大学', 'QuixLab', '谷歌', '微软']
    >>> [(maker.name, maker.person) for maker in list_makers("Quix University（一作 Jane Doe）")]
    [('Quix University', False), ('Jane Doe', True)]
    """
    for start, end in _pieces(text):
        piece = text[start:end]
        bracket = _BRACKET.match(piece)
        if bracket is None:
            name = _LED.sub("", piece)
            if name and not _NO_MAKER.match(name):
                yield Maker(start, start + len(name), tidy(name))
            continue
        yield from _with_bracket(start, bracket)


def _with_bracket(start: int, bracket: re.Match[str]) -> Iterator[Maker]:
    name, inner, at = bracket["name"], bracket["inner"].strip(), start + bracket.start("inner")
    if _NO_MAKER.match(name):
        return
    end = start + len(name)
    wrote = _WROTE.match(inner)
    if _ALONE.match(inner):
        yield Maker(start, end, tidy(name), person=True)
    elif wrote is not None:
        yield Maker(start, end, tidy(name))
        people = split_authors(inner[wrote.end() :]) or _one_person(inner[wrote.end() :])
        for person, offset in people:
            place = bracket["inner"].index(inner) + wrote.end() + offset + at
            yield Maker(place, place + len(person), person, person=True, of=start)
    elif _LED.search(inner) or len(list(_pieces(inner))) > 1:
        yield Maker(start, end, tidy(name))
        for maker in list_makers(bracket["inner"]):
            yield maker._replace(start=at + maker.start, end=at + maker.end)
    elif has_han(name) != has_han(inner) and len(inner) <= 40:
        yield Maker(start, end, tidy(name), (inner, tidy(bracket.group())))
    elif has_han(name):
        yield Maker(start, start + len(bracket.group().rstrip()), tidy(bracket.group()))
    else:
        yield Maker(start, end, tidy(name), (tidy(bracket.group()),))


def _one_person(text: str) -> list[tuple[str, int]]:
    name = text.strip()
    chinese = re.fullmatch(r"[一-鿿]{2,4}", name) is not None
    return [(name, text.index(name))] if chinese or is_person(name) else []


_LONGEST = 60
"""The most characters of a maker's name: more is prose."""


def record_makers(
    reading: Reading,
    block: Block,
    start: int,
    end: int,
    made: list[Mention],
    extractor: str,
    *,
    known_only: bool = False,
) -> None:
    """Record whom a stretch of text lists as makers of ``made``; with ``known_only`` those that are known to be organisations.

    A person who made it wrote the first of ``made``.
    """
    text = block.text[start:end]
    found: dict[int, Mention] = {}
    reached = 0
    for maker in list_makers(text):
        if maker.start < reached or len(maker.name) > _LONGEST:
            continue
        place = (block, start + maker.start, start + maker.end)
        if maker.person:
            person = reading.mention(*place, "Person", extractor, name=maker.name, confidence=0.85)
            at = (person.line, person.column, person.text)
            for work in made[:1]:
                reading.claim(work, "authoredBy", person, extractor, at=at, confidence=0.8)
            if maker.of in found:
                reading.claim(person, "affiliatedWith", found[maker.of], extractor, at=at, confidence=0.8)
            continue
        stop = team_behind(text, maker.end, reading.lexicon)
        owner = _organization(reading, block, start, maker._replace(end=stop), extractor, known_only=known_only)
        if owner is None:
            continue
        found[maker.start], reached = owner, stop
        for work in made:
            at = (owner.line, owner.column, owner.text)
            reading.claim(work, "developedBy", owner, extractor, at=at, confidence=0.85)


def _organization(
    reading: Reading, block: Block, start: int, maker: Maker, extractor: str, *, known_only: bool
) -> Mention | None:
    """Record one organisation under its best known name, or nothing where the words name none."""
    own = reading.lexicon.lookup(maker.name, "Organization")
    of_others = {other: reading.lexicon.lookup(other, "Organization") for other in maker.others}
    forms = (maker.name, *(other for other in maker.others if not own or of_others[other] in ((), own)))
    terms = next((found for form in forms if (found := reading.lexicon.lookup(form, "Organization"))), ())
    if not terms:
        named = any(next(iter(find_organizations(form)), None) is not None for form in forms)
        venue = next(iter(find_venues(maker.name, reading.lexicon)), None) is not None
        if not named and (known_only or venue or re.search(r"\w{2,}", maker.name) is None):
            return None
    place = start + maker.start, start + maker.end
    return reading.mention(
        block,
        *place,
        "Organization",
        extractor,
        name=terms[0].name if terms else maker.name,
        aliases=(*forms, block.text[slice(*place)], *(terms[0].others if terms else ())),
        confidence=0.9 if terms else 0.75,
    )
