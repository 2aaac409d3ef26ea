"""Senses: what a document says to tell its names from the same names elsewhere, noted as the scope of their mentions.

A person's organisations, the words that an acronym stands for, the repository that a list gives a piece of software. A mention that
says nothing has the sense of the one before it. Resolution decides which scopes are different things.
"""

from __future__ import annotations

import bisect
import re
from collections import defaultdict
from collections.abc import Iterator

from kgraph.core import Mention
from kgraph.core.identifiers import read_address
from kgraph.core.text import fold, has_han, name_key, tidy
from kgraph.extract.forms.people import is_common_name
from kgraph.extract.names.learn import texts_of
from kgraph.extract.reading import Reading

_WORDS = r"\b(?P<long>[A-Za-z]{2,25}(?:[ -][A-Za-z]{2,25}){1,6})"
_LONG_FIRST = re.compile(_WORDS + r"\s?[(（](?P<short>[A-Z][A-Z0-9]{1,7})s?[)）]")
_SHORT_FIRST = re.compile(r"\b(?P<short>[A-Z][A-Z0-9]{1,7})s?\s?[(（]" + _WORDS + r"\s?[)）]")

Place = tuple[int, int]
"""Line and column."""
Senses = dict[tuple[str, str], list[tuple[Place, str]]]
"""The scopes of a name of a type, by the place that gives them."""


def read_senses(reading: Reading) -> None:
    """Give the mentions of names that the document tells apart a scope, in the claims too. Costs O(text + mentions)."""
    senses: Senses = defaultdict(list)
    _affiliations(reading, senses)
    _repositories(reading, senses)
    _long_forms(reading, senses)
    if not senses:
        return
    in_order = {key: sorted(given) for key, given in senses.items()}
    changed = {
        mention: _in_sense(mention, in_order[key])
        for mention in reading.mentions
        if (key := (mention.type, name_key(mention.name))) in senses
        or (key := (mention.type, name_key(mention.text))) in senses
    }
    reading.exchange(changed)


def _affiliations(reading: Reading, senses: Senses) -> None:
    """People of a name that many have, or of one that this document gives to people of different organisations."""
    at: dict[str, dict[int, list[tuple[Mention, str]]]] = defaultdict(lambda: defaultdict(list))
    for claim in reading.claims:
        if claim.relation == "affiliatedWith" and not reading.lexicon.has(claim.head.name, "Person"):
            whole = claim.tail.part_of or claim.tail.name
            # One paragraph speaks of one person, who may have worked at one place and founded another.
            at[name_key(claim.head.name)][claim.head.line].append((claim.head, whole))
    for key, lines in at.items():
        if len(lines) > 1 or is_common_name(next(iter(lines.values()))[0][0].name):
            for people in lines.values():
                scope = "affiliation:" + "|".join(sorted({organization for _, organization in people}))
                places = dict.fromkeys((person.line, person.column) for person, _ in people)
                senses["Person", key] += [(place, scope) for place in places]


def _repositories(reading: Reading, senses: Senses) -> None:
    """Software that a list gives a repository of its own name."""
    for claim in reading.claims:
        address = read_address(claim.head.url or "") if claim.relation == "implements" else None
        thing = claim.tail
        if (
            address is None
            or address.scheme != "repository"
            or thing.type != "Software"
            or thing.line != claim.head.line
        ):
            continue
        if fold(address.value.rpartition("/")[2]) == fold(thing.name):
            senses["Software", name_key(thing.name)].append(
                ((thing.line, thing.column), f"repository:{address.value.casefold()}")
            )


def _long_forms(reading: Reading, senses: Senses) -> None:
    """Acronyms that the text spells out beside them."""
    named: dict[str, set[str]] = defaultdict(set)
    for mention in reading.mentions:
        if mention.text.isupper() and mention.type in ("Method", "Dataset", "Software", "Organization"):
            named[mention.text].add(mention.type)
    for block, start, end in texts_of(reading) if named else ():
        text = block.text[start:end]
        for at, short, long in _defined(text) if "(" in text or "（" in text else ():
            for type_ in sorted(named.get(short, ())):
                senses[type_, name_key(short)].append((block.locate(start + at), f"long form:{long}"))


def _defined(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (offset, acronym, words) where the initials of the words beside an acronym are the acronym.

    >>> list(_defined("We use Contrastive Predictive Coding (CPC)."))
    [(7, 'CPC', 'Contrastive Predictive Coding')]
    """
    for pattern in (_LONG_FIRST, _SHORT_FIRST):
        for match in pattern.finditer(text):
            words = re.findall(r"[A-Za-z]+", match["long"])
            short = match["short"]
            if pattern is _LONG_FIRST:
                words = words[-len(short) :]
            if "".join(word[0] for word in words).upper() == short:
                begin = match["long"].rfind(words[0]) if pattern is _LONG_FIRST else 0
                long = match["long"][match["long"].find(words[0], max(0, begin - 1)) :] if begin > 0 else match["long"]
                yield match.start() + max(begin, 0), short, tidy(long)


def _in_sense(mention: Mention, senses: list[tuple[Place, str]]) -> Mention:
    """Return ``mention`` with the sense of its line, else of the nearest before it, else the first; ``senses`` are in order."""
    first = bisect.bisect_left(senses, mention.line, key=lambda sense: sense[0][0])
    behind = bisect.bisect_right(senses, mention.line, key=lambda sense: sense[0][0])
    after = bisect.bisect_right(senses, (mention.line, mention.column), key=lambda sense: sense[0])
    scope = senses[max(after - 1, 0)][1]
    if first < behind and (not after or scope != senses[behind - 1][1]):
        scope = senses[first][1]
    if not scope.startswith("long form:"):
        return mention._replace(scope=scope)
    long = scope.removeprefix("long form:")
    if not any(_other_form(alias, mention.text, long) for alias in (mention.name, *mention.aliases)):
        return mention._replace(scope=scope)
    # The lexicon knows the acronym for something else: only what is printed here counts.
    aliases = (long,) if mention.text != long else ()
    return mention._replace(name=mention.text, aliases=aliases, scope=scope)


def _other_form(alias: str, short: str, long: str) -> bool:
    """Return whether ``alias`` spells the acronym out in other words than the document does."""
    words, printed = re.findall(r"[A-Za-z]+", alias.casefold()), re.findall(r"[A-Za-z]+", long.casefold())
    if has_han(alias) or len(words) != len(printed) or len(words) < 2:
        return False
    return "".join(word[0] for word in words) == short.casefold() and any(
        a[:4] != b[:4] for a, b in zip(words, printed, strict=True)
    )
