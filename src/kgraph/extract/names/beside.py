"""Names listed beside names: in ``SORT、Tracktor 和 ByteTrack`` all are methods, in ``Jonathan Ho, Ajay Jain and …`` all are people."""

from __future__ import annotations

import re

from kgraph.core import Block
from kgraph.core.text import fold
from kgraph.extract.forms.people import PERSON_AFTER, PERSON_BEFORE
from kgraph.extract.reading import Reading, Span

EXTRACTOR = "names.v1"

_LISTED_NAME = r"(?P<name>[A-Z][\w+]*(?:[-.][A-Za-z0-9+]+)*(?: [A-Z0-9][\w+-]*){0,2})"
_AFTER = re.compile(
    rf"\s?(?:、|和|与|及|以及|或)\s?{_LISTED_NAME}(?=\s?(?:[、，。；：！？,:!?)）]|[和与及或等的上中]|[一-鿿]|$))",
    re.ASCII,
)
_ENGLISH_AFTER = re.compile(rf"(?:, (?:and |or )?| and | or ){_LISTED_NAME}(?=[ ,.;:)]|$)", re.ASCII)
_BEFORE = re.compile(
    rf"(?:^|(?<=[\s、，。：:（(和与及或比于过用]))\s?{_LISTED_NAME}\s?(?:、|和|与|及|以及|或)\s?$", re.ASCII
)
_JOINTS = frozenset("、和与及或")
_PERSON_JOINTS = frozenset(",、和与d&")
_REACH = 48
"""How far before a name another one that is listed with it may begin."""


def read_beside(reading: Reading, block: Block, start: int, end: int) -> None:
    """Record the words between two offsets that are listed beside names, and written as those are."""
    text = reading.flat(block)
    waiting = [
        span
        for span in reading.spans(block, start, end)
        if span.mention.type in ("Method", "Software", "Dataset", "Person")
    ]
    while waiting:
        span = waiting.pop()
        person = span.mention.type == "Person"
        for match in _people(text, span, start, end) if person else _things(text, span, start, end):
            at, stop = match.span("name")
            name = match["name"]
            known = match.re is _ENGLISH_AFTER
            if known and not reading.lexicon.has(name, span.mention.type):
                # English joins whole clauses in the same way: only a name that is generally known counts.
                continue
            allowed = not reading.lexicon.lookup(name) if person else _may_be(reading, name, span.mention.type)
            if not allowed or not reading.free(block, at, stop):
                continue
            if person and any(mention.type == "Paper" for mention in reading.around(block, stop - 1, stop)):
                continue  # the end of a title right before its authors
            terms = reading.lexicon.lookup(name, span.mention.type)
            mention = reading.mention(
                block,
                at,
                stop,
                span.mention.type,
                EXTRACTOR,
                name=terms[0].name if terms else name,
                aliases=(name, *(terms[0].others if terms else ())),
                confidence=0.65,
            )
            waiting.append(Span(at, stop, mention))


def _things(text: str, span: Span, start: int, end: int) -> list[re.Match[str]]:
    found = []
    if not _JOINTS.isdisjoint(text[span.end : span.end + 2]):
        found.append(_AFTER.match(text, span.end, end))
    elif text[span.end : span.end + 2] in (", ", " a", " o"):
        found.append(_ENGLISH_AFTER.match(text, span.end, end))
    if not _JOINTS.isdisjoint(text[max(start, span.start - 2) : span.start]):
        found.append(_BEFORE.search(text, max(start, span.start - _REACH), span.start))
    return [match for match in found if match is not None]


def _people(text: str, span: Span, start: int, end: int) -> list[re.Match[str]]:
    if " " not in span.mention.text:
        return []
    found = []
    if not _PERSON_JOINTS.isdisjoint(text[span.end : span.end + 4]):
        found.append(PERSON_AFTER.match(text, span.end, end))
    if not _PERSON_JOINTS.isdisjoint(text[max(start, span.start - 2) : span.start]):
        found.append(PERSON_BEFORE.search(text, max(start, span.start - _REACH), span.start))
    return [match for match in found if match is not None]


def _may_be(reading: Reading, name: str, type_: str) -> bool:
    """Return whether a listed word may be of a type: nothing speaks for another one."""
    lexicon = reading.lexicon
    if lexicon.has(name, "generic", "metric", "topic", "Venue", "Person", "Organization"):
        return False
    decided = reading.types.get(fold(name))
    known = lexicon.lookup(name, "Method", "Software", "Dataset")
    return decided in (None, type_) and (not known or any(term.type == type_ for term in known))
