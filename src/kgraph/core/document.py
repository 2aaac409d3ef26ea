"""A document as read: lines of text, and blocks that know where each of their characters was printed.

Lines count from 1; columns count code points from 1. A reader never invents text: the words of an
inline stand at ``line``/``column`` of the source, unless the inline is marked ``literal=False``
(an entity like ``&amp;``, an escape), when they stand there in another spelling.
"""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple


class BlockKind(enum.StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    ITEM = "item"
    ROW = "row"
    PARAGRAPH = "paragraph"
    CODE = "code"
    MATH = "math"
    CONTENTS = "contents"
    """A line or table of contents: it repeats the headings and is not content."""
    RECORD = "record"
    """One bibliographic record (BibTeX); its fields are ``Block.fields``."""
    FRONT_MATTER = "front matter"
    MARKUP = "markup"
    """Comments, rules, raw tags: nothing that a reader of the page would see as text."""


class Inline(NamedTuple):
    """A run of text printed on one line in one style.

    ``text`` is what a reader sees; ``line`` and ``column`` say where it starts in the source.
    ``url`` is the target when the run is (part of) a link, ``link`` the number of that link in
    its block (runs of one link share it), ``style`` one of ``""``, ``strong``, ``emphasis``, ``code``,
    ``math``, ``image``, ``strike``. ``literal`` is False where the source spells the text otherwise.
    """

    text: str
    line: int
    column: int
    style: str = ""
    url: str | None = None
    link: int | None = None
    literal: bool = True


class Link(NamedTuple):
    """A link of a block: its visible text, its target as printed, and where it stands.

    ``start`` and ``end`` are offsets into ``Block.text`` (end exclusive). ``bare`` links are printed as
    their own target. A link whose target is repaired from malformed markup has ``malformed`` set.
    """

    text: str
    url: str
    start: int
    end: int
    line: int
    column: int
    bare: bool = False
    malformed: bool = False


class Cell(NamedTuple):
    """A cell of a table row: ``start`` and ``end`` are offsets into the row's ``Block.text``.

    ``column`` is where it starts in its source line; which column of the table it belongs to is its place in ``Block.cells``.
    """

    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Block:
    """One block of a document.

    ``index`` is its place in ``Document.blocks``. ``line`` to ``end_line`` are the lines it covers.
    ``inlines`` hold its text in order; a line break inside the block is an inline with the text ``"\\n"``,
    a cell border one with ``"\\t"``. ``level`` is the depth of a heading (1 = top; the printed number decides
    over the number of ``#``) or of a list item (1 = outermost). ``number`` is the printed number of a heading
    ("9.18.1"), kept out of ``text``. ``section`` is the index of the nearest heading above, ``parent`` the index of
    the list item or heading this block hangs under, ``None`` at the top. ``table`` numbers the tables of the
    document; ``header`` names a row's columns. ``fields`` are the fields of a record: (name, value, line, column).
    """

    index: int
    kind: BlockKind
    line: int
    end_line: int
    inlines: tuple[Inline, ...] = ()
    level: int = 0
    number: str = ""
    section: int | None = None
    parent: int | None = None
    table: int | None = None
    header: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    fields: tuple[tuple[str, str, int, int], ...] = ()
    ordered: bool = False

    @cached_property
    def text(self) -> str:
        """The visible text: the inlines, joined."""
        return "".join(inline.text for inline in self.inlines)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        starts, offset = [], 0
        for inline in self.inlines:
            starts.append(offset)
            offset += len(inline.text)
        return tuple(starts)

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the (line, column) in the source of the character at ``offset`` of ``text``.

        Costs O(log inlines). An offset at or past the end gives the place after the last character.

        >>> block = Block(0, BlockKind.PARAGRAPH, 7, 7, (Inline("see ", 7, 1), Inline("BERT", 7, 6, style="strong")))
        >>> block.locate(4), block.locate(5), block.locate(8)
        ((7, 6), (7, 7), (7, 10))
        """
        if not self.inlines:
            return self.line, 1
        place = max(0, bisect.bisect_right(self._starts, offset) - 1)
        inline = self.inlines[place]
        inside = offset - self._starts[place]
        return inline.line, inline.column + (inside if inline.literal else 0)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, Inline]]:
        """Yield (offset, inline) of the inlines that begin between ``start`` and ``end`` of ``text`` (end exclusive).

        Costs O(log inlines + found).

        >>> block = Block(0, BlockKind.ITEM, 1, 1, (Inline("see ", 1, 1), Inline("BERT", 1, 7, style="strong"), Inline(".", 1, 13)))
        >>> [(offset, inline.text) for offset, inline in block.runs(1, 9)]
        [(4, 'BERT'), (8, '.')]
        """
        first = bisect.bisect_left(self._starts, start)
        last = bisect.bisect_left(self._starts, end)
        return zip(self._starts[first:last], self.inlines[first:last], strict=True)

    def style_at(self, offset: int) -> str:
        """Return the style of the character at ``offset`` of ``text``."""
        if not self.inlines:
            return ""
        return self.inlines[max(0, bisect.bisect_right(self._starts, offset) - 1)].style


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in an input that was skipped or not understood, with the place and the reason."""

    document: str
    line: int
    reason: str
    text: str = ""


@dataclass(frozen=True)
class Document:
    """A source document after reading.

    ``path`` is relative to the input folder, with ``/``. ``lines`` is the decoded text split at line ends; for a
    format whose bytes are not text (PDF) it is the extracted text. ``format`` is the reader's name.
    ``checksum`` is the SHA-256 of the bytes. ``problems`` lists what the reader could not understand.
    """

    path: str
    format: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    title: str = ""
    encoding: str = "utf-8"
    checksum: str = ""
    size: int = 0
    problems: tuple[Problem, ...] = field(default=())

    def headings(self, block: Block) -> tuple[Block, ...]:
        """Return the headings above ``block``, outermost first (of a heading: those above it)."""
        found: list[Block] = []
        index = block.section
        while index is not None:
            heading = self.blocks[index]
            found.append(heading)
            index = heading.section
        return tuple(reversed(found))

    def content(self) -> Iterator[Block]:
        """Yield the blocks that carry content, in order: not contents tables, markup or front matter."""
        silent = {BlockKind.CONTENTS, BlockKind.MARKUP, BlockKind.FRONT_MATTER}
        return (block for block in self.blocks if block.kind not in silent)

    def outline(self) -> Document:
        """Return this document with its headings only, renumbered: what provenance needs, without the text's weight."""
        headings = [block for block in self.blocks if block.kind is BlockKind.HEADING]
        place = {block.index: number for number, block in enumerate(headings)}
        kept = tuple(
            replace(
                block,
                index=number,
                section=None if block.section is None else place.get(block.section),
                parent=None if block.parent is None else place.get(block.parent),
            )
            for number, block in enumerate(headings)
        )
        return replace(self, blocks=kept, problems=())
