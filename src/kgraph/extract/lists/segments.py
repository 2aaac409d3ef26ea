"""Entries of one line that name a thing and give its facts one after another: ``QuixChat | 某某大学 | https://… | CVPR 2024``."""

from __future__ import annotations

import re

from kgraph.core import BlockKind
from kgraph.core.text import fold
from kgraph.extract.forms.facts import find_venues
from kgraph.extract.forms.people import find_organizations
from kgraph.extract.forms.typing import TYPE_ORDER, odd_case, thing_told
from kgraph.extract.lists.listed import listed_type, lists_models
from kgraph.extract.lists.meta import read_meta_line
from kgraph.extract.names.named import EXTRACTOR, name_like, name_thing
from kgraph.extract.reading import Reading, Section, Unit

_NAMED = re.compile(
    r"(?:【[^【】]{1,12}】\s?)?(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,3})\s?"
    r"(?:[(（](?P<inner>[^()（）]{2,40})[)）])?\s?(?P<mark>[|｜;；:：]|(?<=\s)[/·](?=\s))",
    re.ASCII,
)
_BETWEEN = {"|": "|", "｜": "｜", ";": ";", "；": "；", ":": "；", "：": "；", "/": " / ", "·": " · "}
"""What stands between the facts, by what stands behind the name."""
_LEAST = 3
"""How many facts make such an entry."""


def read_segments(reading: Reading, section: Section, unit: Unit, first: int) -> bool:
    """Read an entry of one line whose facts are set apart by one mark; return whether it was one."""
    text = unit.block.text
    named = _NAMED.match(text, first, unit.end) if unit.block.kind is BlockKind.ITEM else None
    if named is None or "\n" in text[first : unit.end] or "。" in text[first : unit.end].rstrip("。"):
        return False
    name, between = named["name"].rstrip(".-"), _BETWEEN[named["mark"]]
    facts = text[named.end() : unit.end].split(between)
    known = odd_case(name) or reading.lexicon.has(name, *TYPE_ORDER)
    if len(facts) < _LEAST or not known or not name_like(reading, name):
        return False
    places, at = [], named.end()
    for fact in facts:
        places.append((at, at + len(fact)))
        at += len(fact) + len(between)
    if not unit.links and not any(_is_fact(reading, fact) for fact in facts):
        return False
    _give_type(reading, section, name, text[named.end() : unit.end])
    unit.main = name_thing(reading, unit, named.start("name"), named.start("name") + len(name), name)
    unit.role = "name"
    if unit.main is None:
        return True
    if named["inner"] is not None:
        places.insert(0, named.span("inner"))
    for start, end in places:
        linked = any(start <= link.start < end for link in unit.links)
        if not linked and not read_meta_line(reading, unit, unit.main, start, end, only_facts=True):
            _read_maker(reading, unit, start, end)
    return True


_MAKER = 16
"""Characters of the longest fact that is only a maker with a word on it: 复旦 NLP, 北大医学部."""


def _read_maker(reading: Reading, unit: Unit, start: int, end: int) -> None:
    """Record who made the entry's thing where a short fact opens with a known organisation."""
    found = next(iter(reading.lexicon.find(unit.block.text[start:end])), None)
    term = found.terms[0] if found is not None else None
    if found is None or term is None or term.type != "Organization" or end - start > _MAKER or unit.main is None:
        return
    if unit.block.text[start : start + found.start].strip():
        return
    place = (unit.block, start + found.start, start + found.end)
    maker = reading.mention(*place, "Organization", EXTRACTOR, name=term.name, aliases=(found.surface, *term.others))
    at = (maker.line, maker.column, maker.text)
    reading.claim(unit.main, "developedBy", maker, EXTRACTOR, at=at, confidence=0.75)


def _is_fact(reading: Reading, text: str) -> bool:
    made = next(iter(find_organizations(text)), None) is not None or reading.lexicon.has(text.strip(), "Organization")
    return made or next(iter(find_venues(text, reading.lexicon)), None) is not None


def _give_type(reading: Reading, section: Section, name: str, told: str) -> None:
    """Give an unknown name the type that its facts or the headings around tell."""
    if fold(name) in reading.types or reading.lexicon.has(name, *TYPE_ORDER):
        return
    models = "Method" if lists_models(section) else None
    if type_ := thing_told(told[:80], listed_type(reading, section) or models):
        reading.types[fold(name)] = type_
