"""Things named by themselves: their type, best name and other names."""

from __future__ import annotations

import re

from kgraph.core import Mention
from kgraph.core.text import fold, han_share, tidy
from kgraph.extract.reading import Reading, Unit
from kgraph.extract.shapes import words
from kgraph.extract.typing import TYPE_ORDER, type_from_words

EXTRACTOR = "entries.v1"
LINKS = "links.v1"
LEAD = re.compile(
    r"^(?:[\s>*+•·▪◦\-–—]|\d{1,3}[.)]\s|\d{1,3}[、）]\s?|\d{1,3}\)(?=[^\s\d])|[①-⑳]|[(（](?:[0-9a-z]|\d\d|[一二三四五六七八九十])[)）]\s?|[✅☑✔❌📌🔗⭐★]|\[[ xX]\]\s)+"
)


def name_like(reading: Reading, text: str) -> bool:
    """Return whether a text of one to four words, hardly any of them Chinese, could name a thing and is no general word."""
    found = words(text)
    if not 1 <= len(found) <= 4 or len(text) > 40 or han_share(text) > 0.5:
        return False
    return not reading.lexicon.has(text, "generic", "topic", "metric")


def name_thing(reading: Reading, unit: Unit, start: int, end: int, name: str, context: str = "") -> Mention | None:
    """Record a thing named by itself on a line; its type comes from the lexicon, the document, or the words around."""
    name = tidy(name)
    terms = reading.lexicon.lookup(name, *TYPE_ORDER)
    type_ = reading.types.get(fold(name))
    if type_ is None and terms:
        kinds = {term.type for term in terms}
        type_ = "Software" if "Software" in kinds else min(kinds, key=TYPE_ORDER.index)
    told = type_from_words(context[:300], near=name)
    if type_ is None:
        type_ = next((t for t in (told, type_from_words(context[:60])) if t not in (None, "Organization")), "Software")
    elif type_ == "Dataset" and told == "Software" and fold(name) not in reading.types:
        type_ = told
    term = next((term for term in terms if term.type == type_), None)
    mention = reading.mention(
        unit.block,
        start,
        end,
        type_,
        EXTRACTOR,
        name=term.name if term else name,
        aliases=(name, *(term.others if term else ())),
        confidence=0.75,
    )
    reading.types.setdefault(fold(name), type_)
    reading.shown.setdefault(fold(name), name)
    unit.mentions.append(mention)
    return mention


def name_noted(reading: Reading, unit: Unit, start: int, end: int, name: str) -> Mention:
    """Record a thing that a note or tag names; it is a method where nothing says otherwise."""
    terms = reading.lexicon.lookup(name, "Method", "Software", "Dataset")
    type_ = terms[0].type if terms else reading.types.get(fold(name), "Method")
    reading.types.setdefault(fold(name), type_)
    return reading.mention(
        unit.block,
        start,
        end,
        type_,
        EXTRACTOR,
        name=terms[0].name if terms else name,
        aliases=(name, *(terms[0].others if terms else ())),
        confidence=0.75,
    )
