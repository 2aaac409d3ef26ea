"""What follows from entries: what their code implements, what versions and titles are built on, who made them."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from kgraph.core import BlockKind, Claim, Mention
from kgraph.core.identifiers import untitled
from kgraph.core.text import fold, has_han
from kgraph.extract.forms.facts import split_authors
from kgraph.extract.forms.parts import announced_parts
from kgraph.extract.names.finder import unit_names
from kgraph.extract.reading import Reading, Section, Unit

_MOST_ADDRESSES = 20

EXTRACTOR = "layout.v1"
THINGS = ("Method", "Software", "Dataset")


_IMPLEMENTS = re.compile(
    r"实现(?:了|的)?[^。，,]{0,8}(?:算法|模型|方法)[^。，,]{0,4}(?:有|如下|包括)?[:：]|(?:算法|模型|方法)的[^。]{0,12}实现|[Ii]mplement(?:s|ations? of) the following"
)


def read_implementations(reading: Reading) -> None:
    """Record what repositories implement beyond their own name.

    A paper's code implements what the paper introduces; a sentence that announces a list of implemented algorithms ties each
    of them to the repository of its section; an address in a sentence implements the things that the sentence names.
    """
    introduced: dict[Mention, Mention] = {}
    for claim in reading.claims:
        if claim.relation == "introduces" and claim.confidence >= 0.75:
            introduced.setdefault(claim.head, claim.tail)
    for claim in [claim for claim in reading.claims if claim.relation == "hasCode"]:
        thing = introduced.get(claim.head)
        if thing is not None:
            at = (claim.line, claim.column, claim.text)
            reading.claim(claim.tail, "implements", thing, EXTRACTOR, at=at, confidence=0.75)
    _introduced_by_code(reading)
    _code_beside_paper(reading)
    for section in reading.sections:
        codes = [mention for unit in section.units for mention in unit.mentions if mention.type == "Repository"]
        for place, unit in enumerate(section.units):
            announced = _IMPLEMENTS.search(unit.text)
            if announced is not None and codes:
                _announced(reading, section, place, unit.start + announced.start(), codes)
            elif unit.role == "prose":
                _same_sentence(reading, unit)


_NEAR = 8
"""How many lines apart the addresses of the code and of the paper of one thing stand, at most."""


def _head_line(claim: Claim) -> int:
    return claim.head.line


def _code_beside_paper(reading: Reading) -> None:
    """A thing whose code and paper are listed side by side by its name (``X 开源链接: …``, ``X 论文链接: …``) has that code for its paper."""
    labelled = [claim for claim in reading.claims if claim.extractor.startswith(("entries", "links"))]
    codes: dict[str, list[Claim]] = {}
    for claim in labelled:
        if claim.relation == "implements" and fold(claim.tail.name) in fold(claim.head.name):
            codes.setdefault(fold(claim.tail.name), []).append(claim)
    for paper in [claim for claim in labelled if claim.relation == "introduces"] if codes else ():
        listed = codes.get(fold(paper.tail.name), [])
        first = bisect.bisect_left(listed, paper.head.line - _NEAR, key=_head_line)
        last = bisect.bisect_right(listed, paper.head.line + _NEAR, key=_head_line)
        for code in listed[first:last]:
            at = (code.head.line, code.head.column, code.head.text)
            reading.claim(paper.head, "hasCode", code.head, EXTRACTOR, at=at, confidence=0.75)


def parts_of_things(reading: Reading, section: Section) -> None:
    """What a text announces as the techniques of its thing and then numbers, the thing is built on."""
    for unit, at, part, start in announced_parts(reading, section):
        before = [
            s.mention for s in reading.spans(unit.block, unit.start, at) if s.mention.type in ("Method", "Software")
        ]
        thing = next((subject for subject in section.subjects if subject.type in ("Method", "Software")), None)
        whole = thing or (before[0] if before else None)
        found = next(
            (
                s.mention
                for s in reading.spans(part.block, start, part.end)
                if s.start <= start + 2 and s.mention.type == "Method"
            ),
            None,
        )
        if whole is not None and found is not None and fold(found.name) != fold(whole.name):
            at_part = (found.line, found.column, found.text)
            reading.claim(whole, "basedOn", found, EXTRACTOR, at=at_part, confidence=0.65)


def _introduced_by_code(reading: Reading) -> None:
    """A paper known only by its address introduces what its code implements, where that is one thing."""
    implemented: dict[str, dict[str, Mention]] = {}
    for claim in reading.claims:
        if claim.relation == "implements":
            implemented.setdefault(claim.head.name, {})[fold(claim.tail.name)] = claim.tail
    for claim in [claim for claim in reading.claims if claim.relation == "hasCode"]:
        things = implemented.get(claim.tail.name, {})
        if (
            len(things) == 1
            and claim.head not in reading.introduced
            and claim.head.name == untitled(claim.head.url or "")
        ):
            (thing,) = things.values()
            reading.claim(
                claim.head, "introduces", thing, EXTRACTOR, at=(claim.line, claim.column, claim.text), confidence=0.7
            )


def _announced(reading: Reading, section: Section, place: int, start: int, codes: list[Mention]) -> None:
    unit = section.units[place]
    named = [span.mention for span in reading.spans(unit.block, unit.start, start) if span.mention.type == "Software"]
    names = {fold(mention.name) for mention in named}
    code = next((code for code in codes if fold(code.name.rsplit("/", 1)[-1]) in names), codes[0])
    things = [span.mention for span in reading.spans(unit.block, start, unit.end) if span.mention.type == "Method"]
    for other in section.units[place + 1 :]:
        if other.block.kind not in (BlockKind.ROW, BlockKind.ITEM):
            if other.text.strip(" _-") and (things or len(other.text) > 3):
                break
            continue
        listed = [mention for mention in other.mentions if mention.type == "Method"]
        things += listed[:1] or unit_names(reading, other, "Method")[:1]
    for thing in things:
        reading.claim(code, "implements", thing, EXTRACTOR, at=(thing.line, thing.column, thing.text), confidence=0.75)


def _same_sentence(reading: Reading, unit: Unit) -> None:
    """``X 和 Y 的代码…：https://github.com/…``: the address implements the things named before it."""
    block = unit.block
    for span in reading.spans(block, unit.start, unit.end):
        if span.mention.type != "Repository":
            continue
        begin = max(block.text.rfind(mark, unit.start, span.start) for mark in ("。", "；", "！", "\n", ". ")) + 1
        before = reading.spans(block, max(begin, unit.start), span.start)
        things = [other.mention for other in before if other.mention.type in ("Method", "Software")]
        if 1 <= len(things) <= 4 and re.search(
            r"代码|实现|开源|code|implement|github", block.text[begin : span.start], re.IGNORECASE
        ):
            at = (span.mention.line, span.mention.column, span.mention.text)
            for thing in things:
                reading.claim(span.mention, "implements", thing, EXTRACTOR, at=at, confidence=0.65)


_VARIANT = re.compile(
    r"^(?P<base>.{3,}?)(?:[- ]?v?\d+(?:\.\d+)*|-[A-Z]\d{0,2}|\+\+?|[- ](?:XL|Large|Base|Lite|Tiny|Mini))$"
)


def variants(reading: Reading, section: Section) -> None:
    """A version of a thing is based on it, where the section names both: ``StarGAN v2`` and ``StarGAN``."""
    named: dict[str, Mention] = {fold(subject.name): subject for subject in section.subjects if subject.type in THINGS}
    for unit in section.units:
        for mention in unit_names(reading, unit, *THINGS):
            named.setdefault(fold(mention.name), mention)
    for mention in list(named.values()):
        match = _VARIANT.match(mention.name)
        base = named.get(fold(match["base"])) if match is not None else None
        if base is not None and base.type == mention.type and (base.type != "Dataset" or mention.name.endswith("+")):
            reading.claim(mention, "basedOn", base, EXTRACTOR, confidence=0.65)


def qualified(reading: Reading, unit: Unit) -> None:
    """A method whose name ends with that of another, which the same text names by itself, is based on it: ``Linear CFR`` and ``CFR``.

    What many names end with is the word for a kind: three and more ``… Transformer`` tell no basis. Costs O(names).
    """
    named: dict[str, Mention] = {}
    for span in reading.spans(unit.block, unit.start, unit.end):
        if span.mention.type == "Method":
            named.setdefault(span.mention.name, span.mention)
    bases: dict[str, Mention] = {}
    for base in named.values():
        for name in (base.name, *base.aliases):
            bases.setdefault(fold(name), base)
    ends: dict[str, dict[str, tuple[Mention, Mention]]] = {}
    for mention in named.values():
        for ending in _endings(mention.name):
            base = bases.get(fold(ending), mention)
            if base is not mention:
                ends.setdefault(base.name, {})[mention.name] = (mention, base)
    for pairs in ends.values():
        for mention, base in pairs.values() if len(pairs) <= _MOST_QUALIFIED else ():
            reading.claim(mention, "basedOn", base, EXTRACTOR, confidence=0.6)


_MOST_QUALIFIED = 2
_LONGEST_NAME = 80


def _endings(name: str) -> Iterator[str]:
    """Yield what a name ends with that has a word before it, the longest first: 去噪自编码器 ends with 自编码器, and so on.

    >>> list(_endings("Monte Carlo CFR")), "自编码器" in _endings("去噪自编码器"), list(_endings("XGBoost"))
    (['Carlo CFR', 'CFR'], True, [])
    """
    for place in range(1, min(len(name), _LONGEST_NAME) - 2):
        if name[place - 1] in " -" or has_han(name[place]):
            yield name[place:]


_QUALIFIED = re.compile(
    r"(?:^|\b(?:in|with|by|via|of|for) )(?:(?!\w*ing\b|(?:With|For|And|In|On|Of|Via|By|From|To|Is|Are|Can|Does?|What|How|Why)\b)[A-Z][\w-]+,? )+$"
)
_PHRASE_END = re.compile(r"\s*(?:$|[:：]|(?:for|in|with|via|on)\b)")


def title_parts(reading: Reading, unit: Unit) -> None:
    """What a title names after its colon, its paper's thing is built from or trained on.

    A paper that names no thing of its own varies the known method that its title qualifies: ``Accurate, Large Batch SGD``.
    """
    paper = unit.main
    if unit.role != "paper" or paper is None or paper.type != "Paper":
        return
    introduced = reading.introduced.get(paper)
    place = next((span for span in reading.spans(unit.block, unit.start, unit.end) if span.mention == paper), None)
    if place is None:
        return
    colon = re.search(r"[:：]", paper.name) is not None
    for span in reading.spans(unit.block, place.start, place.end):
        at = (span.mention.line, span.mention.column, span.mention.text)
        before, after = unit.block.text[place.start : span.start], unit.block.text[span.end : place.end]
        if introduced is None and span.mention.type == "Method":
            if _QUALIFIED.search(before) and _PHRASE_END.match(after):
                reading.claim(paper, "basedOn", span.mention, EXTRACTOR, at=at, confidence=0.6)
        elif not colon:
            continue
        elif (
            introduced is not None
            and span.mention.type == "Method"
            and fold(span.mention.name) != fold(introduced.name)
        ):
            reading.claim(introduced, "basedOn", span.mention, EXTRACTOR, at=at, confidence=0.6)
        elif span.mention.type == "Dataset" and re.search(r"[Tt]raining\s*$", before):
            reading.claim(paper, "evaluatedOn", span.mention, EXTRACTOR, at=at, confidence=0.6)


_LONGEST_BY_LINE = 200
"""Characters of a line that is no more than a date, a person and labels of links."""


def people_of_item(reading: Reading, unit: Unit) -> None:
    """A person printed alone between an item's date and its links wrote what the item lists."""
    main, text = unit.main, unit.block.text
    first_end = text.find("\n", unit.start, unit.end)
    if main is None or unit.block.kind is not BlockKind.ITEM or main.type not in ("Paper", "Resource") or first_end < 0:
        return
    for span in reading.spans(unit.block, first_end, unit.end):
        near, far = max(0, span.start - _LONGEST_BY_LINE), span.end + _LONGEST_BY_LINE
        begin = text.rfind("\n", near, span.start) + 1
        end = text.find("\n", span.end, far)
        end = len(text) if end < 0 and len(text) < far else end
        if span.mention.type != "Person" or not begin or end < 0:
            continue
        if re.fullmatch(r"[\s\d*_\-/.年月日]*", text[begin : span.start]) and re.fullmatch(
            r"[\s|]*(?:[\w]{1,12}[\s|]*){0,3}", text[span.end : end]
        ):
            at = (span.mention.line, span.mention.column, span.mention.text)
            reading.claim(main, "authoredBy", span.mention, EXTRACTOR, at=at, confidence=0.75)


def owner_of_item(reading: Reading, section: Section, unit: Unit) -> None:
    """An organisation that an entry or a heading above it names and whose account holds the entry's repository made the entry's thing."""
    thing = unit.main
    codes = [mention for mention in unit.mentions if mention.type == "Repository"]
    if thing is None or thing.type not in THINGS or not codes:
        return
    owners = {fold(code.name.split("/")[1]) for code in codes if code.name.count("/") >= 2}
    headings = [other.heading for other in section.chain() if other.heading is not None]
    above = [span.mention for heading in headings for span in reading.spans(heading)]
    organizations = [mention for mention in above if mention.type == "Organization"]
    for organization in (*unit_names(reading, unit, "Organization"), *organizations):
        names = [fold(name) for name in (organization.name, *organization.aliases) if name.isascii()]
        if any(len(name) >= 3 and (name in owner or owner in name) for name in names for owner in owners):
            at = (organization.line, organization.column, organization.text)
            reading.claim(thing, "developedBy", organization, EXTRACTOR, at=at, confidence=0.8)


_BY_LINE = re.compile(r"[,，—–(-]\s*by\s+(?P<who>[A-Z][^,|()\[\]\n]{3,60})$")


def by_line(reading: Reading, unit: Unit) -> None:
    """``…, by Erik Bernhardsson`` at the end of a linked title names who made it."""
    main = unit.main
    if main is None or main.type not in ("Resource", "Paper"):
        return
    place = next((span for span in reading.spans(unit.block, unit.start, unit.end) if span.mention == main), None)
    match = _BY_LINE.search(unit.block.text[place.start : place.end]) if place is not None else None
    if match is None or place is None:
        return
    for name, offset in split_authors(match["who"]):
        start = place.start + match.start("who") + offset
        person = reading.mention(unit.block, start, start + len(name), "Person", EXTRACTOR, confidence=0.8)
        reading.claim(main, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))
