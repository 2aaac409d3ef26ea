"""What the entry of a paper calls the paper's thing, where the title names none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kgraph.core import BlockKind, Mention
from kgraph.core.text import fold
from kgraph.extract.forms.facts import is_badge
from kgraph.extract.forms.typing import odd_case
from kgraph.extract.lexicon import Term
from kgraph.extract.lists.fields import field_at
from kgraph.extract.names.learn import initials_match
from kgraph.extract.names.named import LEAD, name_noted
from kgraph.extract.reading import Reading, Section, Span, Unit

EXTRACTOR = "layout.v1"
THINGS = ("Method", "Software", "Dataset")

_CALLED = re.compile(
    r"(?:\b(?:called|named|dubbed|nicknamed|titled|(?:known|cited|referred to|abbreviated|published|released) (?:\w+ )?as|a\.?k\.?a\.?|the name|"
    r"calls? (?:it|this|them|(?:the|their|our|its) (?:[a-z-]+ )?(?:model|method|result|system|network|approach|framework))|"
    r"(?:[Pp]roposes?|[Ii]ntroduces?|[Pp]resents?|[Ii]ntroducing)|"
    r"(?:[Tt]he|[Tt]his|[Tt]heir|[Ii]ts|[Oo]ur) (?:final |resulting |proposed )?(?:model|method|network|system|algorithm|architecture|approach|framework|benchmark|dataset|name) is|"
    r"(?:[Tt]his|[Ii]t) is(?: the)?|(?:paper|work) (?:behind|of|on))"
    r"|(?:简称|又称|又叫|称作|称为|名为|命名为|取名|叫做?|俗称|也就是|即|即是))\s*(?:the\s)?[\"“'‘*_`（(]*$"
)
"""What stands before the name that a note gives to the thing of the paper: usually cited as QuixNet, 简称 ViT."""
_OPENS = re.compile(
    r"[\"”'’*_`]*(?:\s?[:：，,；;=]\s?(?!(?:but|and|or|which|however|19|20)\b)|\s[-–—]{1,2}\s|\s(?:by|from|is|was)\b|\s?就是|（|，|\.\s+[A-Z])"
)
"""What follows a name that opens a note about it: ``QuixNet: …``, ``QuixNet by Google``."""
_ACTS = re.compile(
    r"\s(?:reads|learns|predicts|generates|uses|combines|extends|replaces|adds|treats|turns|maps|encodes|trains|runs|takes|builds|casts|works|"
    r"beats|outperforms|improves|reaches|achieves|handles|lets|applies|adapts|aligns|splits|solves|scales|supports|can)\b"
)
"""What a name does that opens a note: so speaks nobody of a thing that is generally known."""
_NAME = re.compile(r"[\"“'‘*_`]*(?P<name>[A-Z][\w+-]*(?:\.\d)?|[a-z]+[A-Z][\w+-]*)", re.ASCII)
_OWN = re.compile(
    r"(?:(?:本文|文中|该文|此文|原文|论文|该论文|作者|他们|我们|这篇(?:文章|论文|工作)?)的|\b(?:[Tt]heir|[Oo]ur|[Aa]uthors['’]|[Pp]aper['’]s))\s*[\"“'‘*_`]*$"
)
"""What stands before an unknown name that is the paper's own: 本文的 QuixNet, their QuixNet."""
_REPEATED = re.compile(r"(?:[-_.](?:pytorch|torch|tensorflow|tf|jax|keras|official|code|release|public|main|master))+$")
"""What the name of a repository says besides the thing that it holds."""


def read_called(reading: Reading, section: Section) -> None:
    """Record what the papers of a section introduce by what their entries call it, where their titles name nothing."""
    for entry in entries_of_papers(section):
        paper = entry[0].main
        assert paper is not None
        if paper in reading.introduced:
            continue
        named = next((name for name in _named(reading, entry) if fold(name.name) not in reading.introducing), None)
        if named is not None and fold(named.name) != fold(paper.name):
            at = (named.line, named.column, named.text)
            reading.claim(paper, "introduces", named, EXTRACTOR, at=at, confidence=0.75)


_ORIGIN = re.compile(r"\s?(?:的|之)(?:出处|开山之?作|原始?论文|原文|论文|由来|起源|提出者?)")
"""What a note says of the name before it where the paper is the one that the thing comes from: FM 的出处."""
_NOTE_START = re.compile(r"(?:^|[。；;！!]|\.\s)\s*[*_`“\"]*(?=[A-Za-z])")
_NOTED = re.compile(r"(?<![A-Za-z0-9-])[A-Z][\w+]*(?:-[A-Za-z0-9+]+)*(?![A-Za-z0-9-])", re.ASCII)


def read_noted(reading: Reading, unit: Unit) -> None:
    """Record what the paper of a table's row introduces by what the notes of the row call it, where its title names nothing."""
    paper = next((mention for mention in unit.mentions if mention.type == "Paper"), None)
    if unit.role != "row" or paper is None or paper in reading.introduced or unit.main in reading.introduced.values():
        return
    if unit.main is not None and unit.main.type in THINGS:
        return
    named = next((name for name in _noted(reading, unit, paper) if fold(name.name) not in reading.introducing), None)
    if named is not None:
        at = (named.line, named.column, named.text)
        reading.claim(paper, "introduces", named, EXTRACTOR, at=at, confidence=0.75)


def _noted(reading: Reading, unit: Unit, paper: Mention) -> Iterator[Mention]:
    """Yield what the cells behind a paper's call the thing of the paper, the surest first."""
    for start, end in _noted_places(reading, unit, paper):
        thing = _noted_thing(reading, unit, start, end, least=2)
        if thing is not None:
            yield thing


def _noted_places(reading: Reading, unit: Unit, paper: Mention) -> Iterator[tuple[int, int]]:
    text = unit.block.text
    titled = next((s.end for s in reading.spans(unit.block, unit.start, unit.end) if s.mention == paper), unit.start)
    cells = [cell for cell in unit.block.cells if cell.start >= titled]
    found = [match for cell in cells for match in _NOTED.finditer(text, cell.start, cell.end)]
    for match in found:
        # the initials of the title: DCH behind "Deep Cauchy Hashing for Hamming Space Retrieval"
        if len(match.group()) >= 2 and odd_case(match.group()) and _abbreviates(match.group(), paper.name):
            yield match.span()
    for match in found:
        if _CALLED.search(text, max(unit.start, match.start() - 48), match.start()) is not None:
            yield match.span()
    for cell in cells:
        for begins in _NOTE_START.finditer(text[cell.start : cell.end]):
            opening = _NOTED.match(text, cell.start + begins.end(), cell.end)
            behind = opening.end() if opening is not None else 0
            if opening is not None and (_OPENS.match(text, behind, cell.end) or _ORIGIN.match(text, behind)):
                yield opening.span()


def _abbreviates(name: str, title: str) -> bool:
    """Return whether a name is made of the initials of a title, of what stands before its colon or of what it says first."""
    parts = [
        title,
        *re.split(r"[:：]|\s(?:for|with|via|using|in|by|on|of)\s", title)[:1],
        *re.split(r"[:：]\s?", title)[:2],
    ]
    return any(initials_match(re.sub(r"[^A-Za-z]", "", name), part) for part in dict.fromkeys(parts))


_CITES = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?: (?:et al\.?|(?:&|and) [A-ZÀ-Þ][\w'’-]+))?,? [(（]?(?:19|20)\d\d[)）]?")


def read_sources(reading: Reading, section: Section) -> None:
    """The one paper that the text under a dataset's heading cites by its authors describes that dataset: ``see [Roe et al. (2021)](…)``."""
    data = [subject for subject in section.subjects if subject.type == "Dataset"]
    cited = {
        mention.name: mention
        for unit in section.units
        if unit.role == "prose"
        for mention in unit.mentions
        if mention.type == "Paper" and _CITES.fullmatch(mention.text.strip("[]()")) is not None
    }
    if len(data) == len(cited) == 1:
        (paper,) = cited.values()
        at = (paper.line, paper.column, paper.text)
        reading.claim(paper, "introduces", data[0], EXTRACTOR, at=at, confidence=0.7)


_SHOWS = re.compile(
    r"\W*(?:(?:live|online|web|interactive) )?(?:demo|app|playground|space|试用|体验|演示|weights?|checkpoints?)\W*",
    re.IGNORECASE,
)


def read_demos(reading: Reading) -> None:
    """A page that the entry of a paper calls a demo shows what the paper introduces."""
    for claim in [claim for claim in reading.claims if claim.relation == "discusses" and claim.tail.type == "Paper"]:
        thing = reading.introduced.get(claim.tail)
        if thing is not None and claim.head.type == "Resource" and _SHOWS.fullmatch(claim.head.text) is not None:
            at = (claim.line, claim.column, claim.text)
            reading.claim(claim.head, "discusses", thing, EXTRACTOR, at=at, confidence=0.65)


def entries_of_papers(section: Section) -> Iterator[list[Unit]]:
    """Yield each listed paper with the units that go on about it: its lines, the items under it, the paragraphs below it."""
    entry: list[Unit] = []
    for unit in section.units:
        if unit.role == "paper" and unit.main is not None and unit.main.type == "Paper":
            if entry:
                yield entry
            entry = [unit]
        elif entry and _goes_on(entry[0], unit):
            entry.append(unit)
        elif entry:
            yield entry
            entry = []
    if entry:
        yield entry


def _goes_on(head: Unit, unit: Unit) -> bool:
    if unit.role not in ("note", "prose", "repository", "label", "address"):
        return False
    if unit.block is head.block or unit.block.parent == head.block.index or unit.main == head.main:
        return True
    return unit.block.kind is BlockKind.PARAGRAPH and head.block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)


def _named(reading: Reading, entry: list[Unit]) -> Iterator[Mention]:
    """Yield what an entry calls the thing of its paper, the surest first."""
    codes = {
        fold(_REPEATED.sub("", mention.name.rsplit("/", 1)[-1].lower()))
        for unit in entry
        for mention in unit.mentions
        if mention.type == "Repository"
    }
    spans = [(unit, span) for unit in entry for span in reading.spans(unit.block, unit.start, unit.end)]
    things = [(unit, span) for unit, span in spans if span.mention.type in THINGS and not _general(reading, span)]
    for _, span in things:
        if not codes.isdisjoint((fold(span.mention.name), fold(span.mention.text))):
            yield span.mention
    for unit, span in things:
        before = unit.block.text[max(unit.start, span.start - 48) : span.start]
        own = _OWN.search(before) is not None and not reading.lexicon.lookup(span.mention.name)
        if own or _CALLED.search(before) is not None or _alone_in_brackets(unit, span):
            yield span.mention
    for unit in entry:
        yield from _opening(reading, unit, entry[0])
    yield from _bold_in_notes(reading, entry)


def _bold_in_notes(reading: Reading, entry: list[Unit]) -> list[Mention]:
    """Return the one name that the notes of an entry print in bold, wherever it stands: ``…单手拧魔方，**ADR** 自动…``."""
    found: list[Mention] = []
    for unit in entry:
        main = next((s for s in reading.spans(unit.block, unit.start, unit.end) if s.mention == entry[0].main), None)
        for start, inline in unit.block.runs(main.end if main is not None else unit.start, unit.end):
            match = _NAME.fullmatch(inline.text.strip(" :：")) if inline.style == "strong" else None
            if match is not None:
                at = start + inline.text.index(match["name"])
                thing = _noted_thing(reading, unit, at, at + len(match["name"]))
                found += [thing] if thing is not None else []
    return found if len(found) == 1 else []


def _general(reading: Reading, span: Span) -> bool:
    """Return whether a name is that of a family of things, which no single paper introduces in passing."""
    return _is_general(reading.lexicon.lookup(span.mention.name, span.mention.type))


def _is_general(terms: Iterable[Term]) -> bool:
    return any("weak" in term.flags and "case" not in term.flags for term in terms)


_LINE_ENDS = re.compile(r"[ .]*(?:\n|$)")


def _alone_in_brackets(unit: Unit, span: Span) -> bool:
    """Return whether a name stands alone in brackets that end the line: ``…. *Nature* 2022. https://… (QuixNet)``."""
    text = unit.block.text
    closed = text[span.start - 1 : span.start] in ("(", "（") and text[span.end : span.end + 1] in (")", "）")
    return closed and _LINE_ENDS.match(text, span.end + 1, unit.end) is not None


def _opening(reading: Reading, unit: Unit, head: Unit) -> Iterator[Mention]:
    """Yield the name that a line below the title opens with and goes on about."""
    place = unit.start
    for number, line in enumerate(unit.text.split("\n")):
        if number or unit is not head:
            found = field_at(line)
            lead = LEAD.match(line)
            skipped = found[1] if found is not None and found[0] == "text" else lead.end() if lead is not None else 0
            mention = _opening_name(reading, unit, place + skipped, place + len(line), marked=lead is not None)
            if mention is not None:
                yield mention
        else:
            yield from _behind_title(reading, unit, place, place + len(line))
        place += len(line) + 1


_BEHIND_TITLE = re.compile(r"[\s*_\])]*(?:\s[-–—|｜·:：]{1,2}\s|[:：]|[(（]|(?=[`*_]))\s*")
_NAME_ENDS = re.compile(r"[\"”'’*_`]*(?:\s*(?:$|[)）:：；;，,|｜])|\s[-–—(（])")


def _behind_title(reading: Reading, unit: Unit, start: int, end: int) -> Iterator[Mention]:
    """Yield the name that stands right behind a title: ``[Quick Nets for Images](…)（QuixNet）``.

    A known name there may be what the work is made with; it is the work's own where the title spells it out.
    """
    place = next((span for span in reading.spans(unit.block, start, end) if span.mention == unit.main), None)
    mark = _BEHIND_TITLE.match(unit.block.text, place.end, end) if place is not None else None
    match = _NAME.match(unit.block.text, mark.end(), end) if mark is not None else None
    if match is None or unit.main is None or _NAME_ENDS.match(unit.block.text, match.end("name"), end) is None:
        return
    thing = _noted_thing(reading, unit, *match.span("name"))
    known = thing is not None and reading.lexicon.lookup(match["name"])
    if thing is not None and (not known or initials_match(match["name"], unit.main.name)):
        yield thing


def _opening_name(reading: Reading, unit: Unit, start: int, end: int, *, marked: bool) -> Mention | None:
    """Return the thing that a line opens with; ``marked`` tells that marks stand before it: ``★★★ QuixNet``."""
    match = _NAME.match(unit.block.text, start, end)
    if match is None:
        return None
    span = reading.span_at(unit.block, match.start("name"))
    stop = span.end if span is not None and span.end <= end else match.end("name")
    unknown = not reading.lexicon.lookup(unit.block.text[match.start("name") : stop])
    acts = unknown and _ACTS.match(unit.block.text, stop, end) is not None
    alone = not unit.block.text[stop:end].strip(' *_`"”.。；;:：')
    announced = alone and (marked or unit.block.style_at(match.start("name")) == "strong")
    if not acts and not announced and _OPENS.match(unit.block.text, stop, end) is None:
        return None
    return _noted_thing(reading, unit, match.start("name"), stop)


def _noted_thing(reading: Reading, unit: Unit, start: int, end: int, least: int = 3) -> Mention | None:
    """Return the thing that a note names at a place, or nothing where the words are no name of one thing.

    An unknown name has at least ``least`` letters, and is a method's.
    """
    span = reading.span_at(unit.block, start)
    if span is not None:
        return span.mention if span.mention.type in THINGS and not _general(reading, span) else None
    name = unit.block.text[start:end]
    known = reading.lexicon.lookup(name)
    other = bool(known) and not any(term.type in THINGS for term in known)
    if not odd_case(name) or is_badge(name, reading.lexicon) or len(name) < least or other or _is_general(known):
        return None
    return name_noted(reading, unit, start, end, name)
