"""A document while it is being understood: sections, units, and the mentions and claims found so far."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from kgraph.core import Block, BlockKind, Claim, Document, Link, Mention, Problem
from kgraph.core.identifiers import small_scheme
from kgraph.core.schema import SCHEMA
from kgraph.core.text import fold, han_share, simplified_letters, tidy
from kgraph.extract.forms.script import in_simplified
from kgraph.extract.forms.shapes import is_filled, is_title, is_wrapped
from kgraph.extract.judge import Judge, load_judge
from kgraph.extract.lexicon import Lexicon

QUOTE_LIMIT = 400
"""The longest quote of an evidence, in characters; a longer line is cut around the words."""


_FULL_LINE = 100
"""Lines of that many characters one below another are wrapped prose, even where the first could be a title."""


_HOLDING_NAMES = frozenset(["Paper", "Resource", "Topic"])
"""Types whose printed names, titles and headlines, may hold other names."""


_NAMED_TWICE = frozenset(["Method", "Dataset", "Software", "Organization", "Topic"])
"""Types whose name may be printed in both languages, one in brackets."""

_BOTH_NAMES = re.compile(r"(?P<zh>[一-鿿·-]{2,20})\s?[(（](?P<en>[A-Z][A-Za-z][\w .&'+-]{0,60})[)）]", re.ASCII)


_CIRCLED = re.compile(r"[①-⒇❶-❿➀-➓]|\d{1,2}、")


@dataclass(slots=True, eq=False)
class Unit:
    """A thing that a section lists, or a piece of its prose: a line, a list item, a table row or a paragraph.

    ``start`` and ``end`` are offsets into the block's text. ``role`` is set when the unit is understood: ``paper``, ``headline``,
    ``repository``, ``address``, ``name``, ``label``, ``prose``, ``note`` or ``skip``. ``main`` is the mention that the unit is about,
    ``mentions`` all that it lists.
    """

    block: Block
    start: int
    end: int
    role: str = ""
    main: Mention | None = None
    mentions: list[Mention] = field(default_factory=list)
    work: int = 0

    @property
    def text(self) -> str:
        """The visible text of the unit."""
        return self.block.text[self.start : self.end]

    @property
    def links(self) -> tuple[Link, ...]:
        """The links inside the unit."""
        links = self.block.links
        first = bisect.bisect_left(links, self.start, key=lambda link: link.start)
        last = bisect.bisect_right(links, self.end, key=lambda link: link.start)
        return tuple(link for link in links[first:last] if link.end <= self.end)

    @property
    def is_numbered(self) -> bool:
        """Whether it is an entry of a paragraph that opens with a number in a circle or before a comma: ``① 《…》``, ``1、《…》``."""
        return self.block.kind is BlockKind.PARAGRAPH and _CIRCLED.match(self.text) is not None

    @property
    def line(self) -> int:
        """The line on which the unit starts."""
        return self.block.locate(self.start)[0]


@dataclass(slots=True)
class Section:
    """A heading with what stands under it, up to the next heading.

    ``topic`` is the nearest topic: the heading's own, else that of the section around it. ``subjects`` are the entities
    that the heading names.
    """

    heading: Block | None
    parent: Section | None = None
    units: list[Unit] = field(default_factory=list)
    topic: Mention | None = None
    own_topic: Mention | None = None
    subjects: list[Mention] = field(default_factory=list)
    children: list[Section] = field(default_factory=list)

    def chain(self) -> Iterator[Section]:
        """Yield this section and those around it, inner first."""
        section: Section | None = self
        while section is not None:
            yield section
            section = section.parent

    @property
    def text(self) -> str:
        """The text of all units and of the headings right below, a line each."""
        below = [child.heading.text for child in self.children if child.heading is not None]
        return "\n".join([unit.text for unit in self.units] + below)


class Span(NamedTuple):
    """A mention's place in a block's text."""

    start: int
    end: int
    mention: Mention


class Reading:
    """A document with what has been understood of it.

    Steps add mentions and claims through ``mention`` and ``claim``; the order of adding is the order of the result.
    """

    def __init__(self, document: Document, lexicon: Lexicon, judge: Judge | None = None):
        self.document = document
        self.lexicon = lexicon
        self.judge: Judge = judge if judge is not None else load_judge()
        self.mentions: list[Mention] = []
        self.claims: list[Claim] = []
        self.problems: list[Problem] = []
        self.sections: list[Section] = list(_sections(in_simplified(document)))
        self.chinese: bool = han_share("\n".join(document.lines[:2000])[:40_000]) > 0.1
        """Whether the document is written in Chinese: Latin words in it are names more often than not."""
        self.types: dict[str, str] = {}
        """The type this document gives to a name (folded): one surface is one thing in one document."""
        self.shown: dict[str, str] = {}
        """The best printed form of a name (folded)."""
        self.introduced: dict[Mention, Mention] = {}
        """The first thing that each paper is said to introduce."""
        self.introducing: dict[str, dict[str, Mention]] = {}
        """The papers of which a thing (its folded name) is the first that they introduce, by title."""
        self.links_by_title: bool | None = None
        """Whether links to papers print their titles, not the names of what they introduce; unknown until it is asked."""
        self._spans: dict[int, list[Span]] = {}
        self._starts: dict[int, list[int]] = {}
        """Where each of the spans of a block begins."""
        self._names: dict[int, int] = {}
        """The length of the longest name in a block: how far back a name may begin that reaches over a place."""
        self._longest: dict[int, int] = {}
        """The same for all mentions, titles and headlines too."""
        self._flat: dict[int, str] = {}
        self._seen: set[Mention] = set()
        self._claimed: set[tuple[str, str, str, str, str, int]] = set()

    def mention(
        self,
        block: Block,
        start: int,
        end: int,
        type_: str,
        extractor: str,
        *,
        name: str | None = None,
        aliases: Iterable[str] = (),
        url: str | None = None,
        year: int | None = None,
        attributes: Iterable[tuple[str, str]] = (),
        confidence: float = 0.9,
        inside: bool = True,
    ) -> Mention:
        """Record an entity named at ``start`` to ``end`` of the block's text and return its mention.

        ``inside`` False keeps the place out of the block's spans (the words already stand for something else).
        """
        line, column, words = self.words(block, start, end)
        if not words.strip():  # a picture that is a link: what names the thing is the address
            line, column, words = self._address(line, column, url or "")
        shown = tidy(name if name is not None else block.text[start:end])
        printed = tidy(words)
        if simplified_letters(printed) is not printed:
            # Rules read simplified characters; the name stays as printed where it is not a better known one.
            if shown == simplified_letters(printed):
                shown = printed
            aliases = (printed, *aliases)
        aliases = (*aliases, *self._both_names(shown, type_))
        mention = Mention(
            type_,
            shown,
            self.document.path,
            line,
            column,
            words,
            extractor,
            tuple(dict.fromkeys(tidy(alias) for alias in aliases if tidy(alias) and tidy(alias) != shown)),
            None if url is None else small_scheme(url),
            year,
            tuple(attributes),
            confidence,
            part_of=self._whole(shown) if type_ == "Organization" else "",
        )
        self.keep(mention)
        if inside:
            spans = self._spans.setdefault(block.index, [])
            starts = self._starts.setdefault(block.index, [])
            place = bisect.bisect_right(starts, start)
            while place and starts[place - 1] == start and spans[place - 1].end < end:
                place -= 1  # of names that begin together, the longest is first
            spans.insert(place, Span(start, end, mention))
            starts.insert(place, start)
            self._longest[block.index] = max(end - start, self._longest.get(block.index, 0))
            if type_ not in _HOLDING_NAMES:
                self._names[block.index] = max(end - start, self._names.get(block.index, 0))
        return mention

    def _address(self, line: int, column: int, url: str) -> tuple[int, int, str]:
        """Return line, column and words of an address on a line, or of what is printed there where it is not."""
        source = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        if url and (place := source.find(url)) >= 0:
            return line, place + 1, url
        return line, column, source[column - 1 :].strip() or source.strip() or url

    def _whole(self, team: str) -> str:
        """Return the name of the organisation that ``team`` is known to be a part of."""
        return next((term.part_of for term in self.lexicon.lookup(team, "Organization")), "")

    def _both_names(self, shown: str, type_: str) -> tuple[str, ...]:
        """Return the names in a name that is printed in both languages: 悟空（Wukong） is 悟空 and Wukong."""
        match = _BOTH_NAMES.fullmatch(shown) if type_ in _NAMED_TWICE else None
        if match is None:
            return ()
        known = self.lexicon.lookup(match["en"])
        return match.groups() if not known or any(term.type in (type_, "topic") for term in known) else ()

    def keep(self, mention: Mention) -> None:
        """Record a mention that was made by hand, once."""
        if mention not in self._seen:
            self._seen.add(mention)
            self.mentions.append(mention)

    def exchange(self, changed: Mapping[Mention, Mention]) -> None:
        """Put other mentions in the place of some, in the claims too; spans and units keep those that were found there."""
        self.mentions = [changed.get(mention, mention) for mention in self.mentions]
        for place, claim in enumerate(self.claims):
            head, tail = changed.get(claim.head, claim.head), changed.get(claim.tail, claim.tail)
            if head is not claim.head or tail is not claim.tail:
                self.claims[place] = claim._replace(head=head, tail=tail)

    def words(self, block: Block, start: int, end: int) -> tuple[int, int, str]:
        """Return line, column and the words as the source prints them (of a name over two lines, the first line's part)."""
        line, column = block.locate(start)
        if end <= start:
            return line, column, ""
        last_line, last_column = block.locate(end - 1)
        source = self.document.lines[line - 1] if line <= len(self.document.lines) else ""
        stop = last_column if last_line == line and last_column >= column else len(source)
        text = source[column - 1 : stop].rstrip()
        return line, column, text

    def claim(
        self,
        head: Mention,
        relation: str,
        tail: Mention,
        extractor: str,
        *,
        at: tuple[int, int, str] | None = None,
        confidence: float = 0.8,
        metric: str | None = None,
        value: str | None = None,
        unit: str | None = None,
        gain: bool = False,
    ) -> None:
        """Record a relation; ``at`` is the place of the words that state it (default: the head's place).

        A relation that the schema does not allow, or from a thing to itself, is left out.
        """
        if not SCHEMA.allows(head.type, relation, tail.type):
            return
        if head.type == tail.type and fold(head.name) == fold(tail.name):
            return
        line, column, words = at if at is not None else (head.line, head.column, head.text)
        key = (head.type + fold(head.name), relation, tail.type + fold(tail.name), metric or "", value or "", line)
        if key in self._claimed:
            return
        self._claimed.add(key)
        if relation == "introduces" and head not in self.introduced:
            self.introduced[head] = tail
            self.introducing.setdefault(fold(tail.name), {}).setdefault(head.name, head)
        self.claims.append(
            Claim(
                head,
                relation,
                tail,
                self.document.path,
                line,
                column,
                words,
                self.quote(line, column, len(words)),
                extractor,
                confidence,
                metric,
                value,
                unit,
                gain,
            )
        )

    def quote(self, line: int, column: int, length: int) -> str:
        """Return the source line around the words, at most ``QUOTE_LIMIT`` characters of it."""
        source = self.document.lines[line - 1] if 0 < line <= len(self.document.lines) else ""
        if len(source) <= QUOTE_LIMIT:
            return source.strip()
        start = max(0, min(column - 1 - (QUOTE_LIMIT - length) // 2, len(source) - QUOTE_LIMIT))
        return source[start : start + QUOTE_LIMIT].strip()

    def problem(self, block: Block, reason: str) -> None:
        """Record that a block was skipped or not understood."""
        self.problems.append(Problem(self.document.path, block.line, reason, self.printed(block)))

    def printed(self, block: Block, start: int = 0, end: int | None = None) -> str:
        """Return the beginning of a block's text from ``start`` to ``end``, in the script of the document."""
        return tidy(self.document.blocks[block.index].text[start:end])[:120]

    def spans(self, block: Block, start: int = 0, end: int | None = None) -> list[Span]:
        """Return the mentions inside ``start`` to ``end`` of the block, left to right."""
        stop = len(block.text) if end is None else end
        return [span for span in self._spans_from(block, start, stop + 1) if span.end <= stop]

    def span_at(self, block: Block, start: int) -> Span | None:
        """Return the longest mention that begins at ``start``, or None."""
        found = self._spans_from(block, start, start + 1)
        return found[0] if found else None

    def free(self, block: Block, start: int, end: int) -> bool:
        """Return whether no name stands between ``start`` and ``end`` yet (titles and headlines may hold names)."""
        reach = self._names.get(block.index)
        if reach is None:
            return True
        for _, stop, mention in self._spans_from(block, start - reach, end):
            if start < stop and mention.type not in _HOLDING_NAMES:
                return False
        return True

    def crossed(self, block: Block, start: int, end: int) -> bool:
        """Return whether any mention or link has words between ``start`` and ``end``."""
        reach = self._longest.get(block.index, 0)
        if any(start < span.end for span in self._spans_from(block, start - reach, end)):
            return True
        last = bisect.bisect_left(block.links, end, key=lambda link: link.start) - 1
        return last >= 0 and block.links[last].end > start

    def around(self, block: Block, start: int, end: int) -> Iterator[Mention]:
        """Yield the mentions whose words hold those from ``start`` to ``end``, left to right."""
        reach = self._longest.get(block.index, 0)
        return (span.mention for span in self._spans_from(block, end - reach, start + 1) if end <= span.end)

    def _spans_from(self, block: Block, start: int, end: int) -> list[Span]:
        """Return the mentions that begin at ``start`` or after it and before ``end``, left to right."""
        starts = self._starts.get(block.index)
        if starts is None:
            return []
        return self._spans[block.index][bisect.bisect_left(starts, start) : bisect.bisect_left(starts, end)]

    def flat(self, block: Block) -> str:
        """Return a block's text, where it is wrapped prose with a blank for each line break, so that names go over lines."""
        if "\n" not in block.text or block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return block.text
        known = self._flat.get(block.index)
        if known is None:
            *full, _ = block.text.split("\n")
            wrapped = all(len(line) >= 60 for line in full) and (
                block.kind is BlockKind.ITEM
                or min(len(line) for line in full) >= _FULL_LINE
                or is_wrapped(block.text)
                or not is_title(full[0].strip("*_ "))
            )
            wrapped = wrapped or is_filled(block.text)
            known = self._flat[block.index] = block.text.replace("\n", " ") if wrapped else block.text
        return known

    def units(self) -> Iterator[tuple[Section, Unit]]:
        """Yield all units with their sections, in order."""
        for section in self.sections:
            for unit in section.units:
                yield section, unit


def _sections(document: Document) -> Iterator[Section]:
    root = Section(None)
    by_heading: dict[int | None, Section] = {None: root}
    ordered = [root]
    for block in document.content():
        if block.kind is BlockKind.HEADING:
            parent = by_heading.get(block.section, root)
            section = Section(block, parent)
            parent.children.append(section)
            by_heading[block.index] = section
            ordered.append(section)
        else:
            by_heading.get(block.section, root).units.extend(_units(block, document.lines))
    yield from ordered


_ENTRY_NUMBERS = (
    re.compile(r"^\[\d{1,3}\](?=\s)", re.MULTILINE),
    re.compile(r"^[①-⒇❶-❿➀-➓](?=\s*\S)", re.MULTILINE),
    re.compile(r"^\d{1,2}、(?=\s*\S)", re.MULTILINE),
)
"""What opens each entry of a list of references, or one with numbers in circles or before a 、, which Markdown takes for one paragraph."""


def _units(block: Block, lines: Sequence[str]) -> Iterator[Unit]:
    """Split a block where its lines are things of their own: links or titles on consecutive lines of a paragraph."""
    text = block.text
    for number in _ENTRY_NUMBERS if block.kind is BlockKind.PARAGRAPH else ():
        starts = [match.start() for match in number.finditer(text)]
        if len(starts) > 1 and not text[: starts[0]].strip():
            for start, end in pairwise([*starts, len(text)]):
                yield from _with_head(block, start, start + len(text[start:end].rstrip()))
            return
    if block.kind is BlockKind.PARAGRAPH and "\n" in text and _lines_stand_alone(block, lines):
        start = 0
        for line in text.split("\n"):
            if line.strip():
                lead = len(line) - len(line.lstrip())
                yield Unit(block, start + lead, start + len(line.rstrip()))
            start += len(line) + 1
        return
    if block.kind in (BlockKind.CODE, BlockKind.MATH):
        yield Unit(block, 0, len(text), role="skip")
        return
    lead = len(text) - len(text.lstrip())
    yield from _with_head(block, lead, max(lead, len(text.rstrip())))


def _with_head(block: Block, start: int, end: int) -> Iterator[Unit]:
    """Yield a piece of a block, its headline in brackets apart from what it reports."""
    head = _headed(block.text[start:end]) if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) else None
    if head is not None:
        yield Unit(block, start + head.start("head"), start + head.end("head"))
        start += head.end()
    yield Unit(block, start, end)


_HEAD_IN_BRACKETS = re.compile(
    r"\s*(?:[(（]?\d{1,2}[、.)）．]\s?|[①-⒇❶-❿➀-➓]\s?)?[*_]*【(?P<head>[^【】\n]{8,60})】[*_]*[ \t]*(?=[^\s【\[][^\n]{10})"
)
"""A headline in brackets with the news on the same line: ``8、【某某公司发布新模型】该模型 …``; tags are shorter."""


def _headed(text: str) -> re.Match[str] | None:
    """Return the headline in brackets that a text opens with, its sentences behind it on the same line.

    >>> bool(_headed("1、【某某公司押注语音大模型】某某公司今年签下两家初创企业。")), _headed("【论文】QuixNet 是一种新的模型，很快。")
    (True, None)
    """
    match = _HEAD_IN_BRACKETS.match(text)
    if match is None or _TAG.search(match["head"]) is not None:
        return None
    return match if han_share(match["head"]) >= 0.15 else None


_TAG = re.compile(r"^.{0,14}(?:论文|代码|综述|数据集|速递|解读|分享|推荐|活动|招聘|资源|工具|教程|新闻|动态)$")
"""What brackets hold that say only what kind of thing follows: 【CVPR 2024 论文】."""


_SENTENCE = re.compile(r"[。！!；]|[a-z)]\.(?:\s|$)|[a-z]; ")


def _heads_comment(block: Block, lines: Sequence[str]) -> bool:
    """Return whether a link or a bold name that opens a paragraph heads a comment of one or two sentences on it."""
    opens = {link.line for link in block.links if not link.bare and not block.text[: link.start].strip(" *_\n")}
    head = block.text.split("\n")[0]
    bold = any(
        inline.style == "strong" and not block.text[:start].strip() for start, inline in block.runs(0, len(head))
    )
    comment = lines[1:]
    told = len(comment) <= 2 and all(_SENTENCE.search(line) for line in comment) and "。" not in head
    return (
        told
        and bool(opens or bold)
        and not any(link.start == block.text.find(line) for line in comment for link in block.links)
    )


_BARE_ADDRESS = re.compile(r"https?://[^\s，。；）]+")
_ADDRESS_LINE = re.compile(rf"(?:[^\W\d]{{1,12}}\s?[:：]\s?)?[<（(]?{_BARE_ADDRESS.pattern}[>）)]?[,，;；。]?")
_GOING_ON = ("，", ",", "、", "；", ";", "(", "（")


def _lines_stand_alone(block: Block, source: Sequence[str]) -> bool:
    """Return whether the lines of a paragraph are entries, not wrapped prose or an address cut in two."""
    if any("\n" in block.text[link.start : link.end] for link in block.links):
        return False
    lines = [line.strip() for line in block.text.split("\n") if line.strip()]
    first = block.locate(0)[0]
    broken = all(line.endswith("  ") for line in source[first - 1 : first + len(lines) - 2])
    if len(lines) < 2 or _heads_comment(block, lines):
        return False
    long_lines = sum(len(_BARE_ADDRESS.sub("", line)) > 110 for line in lines)
    ended = sum(line.endswith(("。", ".", "，", ",", "；", ";", "、")) for line in lines[:-1])
    linked = {link.line for link in block.links}
    if len(linked) >= max(2, len(lines) * 0.5) and long_lines == 0:
        return True
    if len(lines[0]) <= 100 and not lines[0].endswith(_GOING_ON) and _ADDRESS_LINE.fullmatch(lines[1]):
        return True  # A title over its address, whatever is said of it below.
    # Two blanks at the end of a line are a break that somebody meant.
    if not broken and any(is_wrapped(f"{line}\n{following}") for line, following in pairwise(lines)):
        return False
    return long_lines == 0 and ended == 0 and all(len(_BARE_ADDRESS.sub("", line)) <= 100 for line in lines)
