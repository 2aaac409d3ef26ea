"""Things named by themselves: their type, best name and other names."""

from __future__ import annotations

import re

from kgraph.core import Mention
from kgraph.core.text import fold, han_share, tidy
from kgraph.extract.forms.people import is_person
from kgraph.extract.forms.shapes import words
from kgraph.extract.forms.typing import TYPE_ORDER, odd_case, type_from_words
from kgraph.extract.lexicon import SIZE, Term
from kgraph.extract.reading import Reading, Unit

EXTRACTOR = "entries.v1"
LINKS = "links.v1"
LEAD = re.compile(
    r"^(?:[\s>*+•·▪◦\-–—]|\d{1,3}[.)]\s|\d{1,3}[、）]\s?|\d{1,3}\)(?=[^\s\d])|[①-⒇❶-❿➀-➓]|[(（](?:[0-9a-z]|\d\d|[一二三四五六七八九十])[)）]\s?|[✅☑✔❌📌🔗⭐★]|[☀-➿🌀-🫿][\ufe0f\u200d☀-➿🌀-🫿]*\s|\[[ xX]\]\s|【\d{1,3}】\s?|\d\ufe0f?\u20e3\s?)+"
)
"""What stands before the words of a line: bullets, numbers, boxes, pictographs."""
IN_BRACKETS = re.compile(r"\[\d{1,3}\]\s?")
"""The number of an entry of a list, which may be a list of references."""


_SPEAKS = re.compile(r"[，。！？；]|[一-鿿],|,[一-鿿]|^(?:\.\.|…)")
"""Marks of sentences, and of lines that go on from a lost one: no name has them."""


def name_like(reading: Reading, text: str) -> bool:
    """Return whether a text of one to four words, hardly any of them Chinese, could name a thing and is no general word."""
    found = words(text)
    if not 1 <= len(found) <= 4 or len(text) > 40 or han_share(text) > 0.5 or _SPEAKS.search(text):
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
    if type_ is None and SIZE.search(name) is not None:
        type_ = "Method"
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


_OWNED = re.compile(
    r"(?:(?P<latin>[A-Z][A-Za-zÀ-ž]+(?:[ -][A-Z][\w.]*){0,2})['’]s? (?:[\w-]+ ){0,2}|"
    r"(?P<han>[一-鿿]{2,4})(?:(?P<title>老师|教授|博士)的?|的)\w{0,12}?)"
    r"(?:talk|lecture|keynote|speech|blog|post|course|class|slides|tutorial|notes|video|interview|演讲|报告|讲座|课程|公开课|博客|专栏|视频|笔记|课件|访谈)s?"
)


def is_owned(reading: Reading, text: str) -> re.Match[str] | None:
    """Return how a text names what somebody made, and nothing else: ``Hinton's talk``, ``李宏毅老师的课程``."""
    match = _OWNED.fullmatch(text)
    if match is None:
        return None
    if match["han"] is not None:
        return match if match["title"] or reading.lexicon.has(match["han"], "Person") else None
    # One word may be anything (Today's post), two are a name where nothing else is called so.
    terms = reading.lexicon.lookup(match["latin"])
    known = bool(terms) and all(term.type == "Person" for term in terms)
    return match if known or (not terms and is_person(match["latin"])) else None


def owner_of(reading: Reading, unit: Unit, start: int, text: str, resource: Mention) -> None:
    """Record who made a resource whose name, which begins at ``start``, says so."""
    match = is_owned(reading, text)
    if match is None:
        return
    group = "latin" if match["latin"] else "han"
    name, at = match[group], start + match.start(group)
    terms = reading.lexicon.lookup(name, "Person")
    person = reading.mention(
        unit.block,
        at,
        at + len(name),
        "Person",
        EXTRACTOR,
        name=terms[0].name if terms else name,
        aliases=(name, *(terms[0].others if terms else ())),
        confidence=0.75,
    )
    reading.claim(
        resource, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text), confidence=0.8
    )


def name_noted(reading: Reading, unit: Unit, start: int, end: int, name: str) -> Mention:
    """Record a thing that a note or tag names; it is a method where nothing says otherwise."""
    terms = reading.lexicon.lookup(name, "Method", "Software", "Dataset") or _misspelt(reading, name)
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


_LISTED_NAME = re.compile(r"[A-Za-z][\w.+-]*(?: (?:[A-Z0-9]|v\d)[\w.+-]*){0,3}", re.ASCII)


def names_listed(reading: Reading, unit: Unit, start: int, end: int, *types: str) -> list[Mention]:
    """Record the things of these types that a field or a cell lists.

    A longer name than a known one in it (BERT-wwm-ext) is a thing of its own, of the first type.
    """
    text = unit.block.text
    found = []
    taken: list[tuple[int, int]] = []
    for match in _LISTED_NAME.finditer(text, start, end):
        name = match.group().rstrip(".-")
        unknown = odd_case(name) and " " not in name and not (name.isalpha() and name.isupper())
        if not unknown or not name_like(reading, name) or reading.lexicon.has(name, *TYPE_ORDER):
            continue
        if reading.types.setdefault(fold(name), types[0]) in types:
            found.append(name_noted(reading, unit, match.start(), match.start() + len(name), name))
            taken.append((match.start(), match.end()))
    for known in reading.lexicon.find(text[start:end]):
        a, b = start + known.start, start + known.end
        term = next((term for term in known.terms if term.type in types), None)
        if term is None or any(a < stop and begin < b for begin, stop in taken):
            continue
        mention = reading.mention(
            unit.block,
            a,
            b,
            term.type,
            EXTRACTOR,
            name=term.name,
            aliases=(known.surface, *term.others),
            confidence=0.85,
        )
        found.append(mention)
    return found


def _misspelt(reading: Reading, name: str) -> tuple[Term, ...]:
    """Return the known method that a noted name is with one small letter too many: ``AdadDelta``, ``Adagrade``."""
    if len(name) < 7:
        return ()
    shorter = (name[:place] + name[place + 1 :] for place, letter in enumerate(name) if letter.islower())
    return next((terms for form in shorter if (terms := reading.lexicon.lookup(form, "Method"))), ())
