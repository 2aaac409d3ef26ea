"""The reader of plain and OCR text, in which a heading is an ordinary line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kgraph.core.document import BlockKind, Document
from kgraph.read.contents import mark_contents
from kgraph.read.drafts import Draft, Run, Target, finish
from kgraph.read.numbering import Candidate
from kgraph.read.numerals import chinese_number
from kgraph.read.ocr import continues_url, find_ocr_urls
from kgraph.read.outline import cut, without_empty
from kgraph.read.registry import Source, readers
from kgraph.read.tree import Heading, arrange
from kgraph.read.units import (
    Line,
    Unit,
    UnitKind,
    cut_units,
    is_known_heading,
    join_broken,
    plain_headings,
    rejoin,
)
from kgraph.read.urls import trim_url

_LEFTOVER = re.compile(
    r"\*\*(?P<strong>[^*\n]{1,200})\*\*|</?(?:u|b|i|em|strong|sub|sup|span|br|font)\b[^<>\n]{0,80}>", re.IGNORECASE
)


@readers.register("plain")
def read_plain(source: Source) -> Document:
    """Return the document of a plain text: numbered and short lines are its headings. Linear in the text.

    >>> document = read_plain(Source("a.txt", b"1 NLP:\\n\\n1.1 BERT\\n\\nhttps://github.com/google-research/bert\\n"))
    >>> [(block.kind.value, block.number, block.text) for block in document.blocks][:2]
    [('heading', '1', 'NLP'), ('heading', '1.1', 'BERT')]
    """
    return source.document(finish(plain_drafts(source.lines), source.lines, find_ocr_urls))


def plain_drafts(lines: Sequence[str], running: Collection[int] = ()) -> list[Draft]:
    """Return the drafts of plain text given as lines; ``running`` are the numbers of lines that repeat on every page."""
    units = join_broken(cut_units(lines, running))
    drafts: list[Draft] = []
    headings: list[tuple[Draft, Heading]] = []
    table = _Tables()
    items: list[tuple[int, Draft]] = []
    for unit, is_heading, number in rejoin(units, plain_headings(units)):
        if unit.kind is not UnitKind.ITEM:
            items.clear()
        if is_heading:
            draft = _heading(unit, number)
            headings.append((draft, Heading(draft.text, _depth(unit.text, number), number)))
        elif unit.kind is UnitKind.ROW:
            table.add(unit, drafts)
            continue
        else:
            draft = _block(unit)
            if unit.kind is UnitKind.ITEM:
                _nest(draft, unit, items)
        drafts.append(draft)
    if running:
        shown = ((number, lines[number - 1]) for number in sorted(running))
        drafts += [Draft(BlockKind.MARKUP, number, runs=[Run(text, number, 1)]) for number, text in shown]
        drafts.sort(key=lambda draft: draft.line)
    drafts = without_empty(drafts)
    mark_contents(drafts)
    _settle(drafts, [pair for pair in headings if pair[0].kind is BlockKind.HEADING])
    return drafts


_NAME_DEPTH = 9


def _depth(text: str, number: Candidate | None) -> int:
    """Return the depth that plain text gives a heading: names stand below numbers, but for "References" and the like."""
    if number is not None and number.parts:
        return len(number.parts)
    if number is not None:
        found = chinese_number(text)
        return _NAME_DEPTH - 6 + (found.rank if found else 0)
    return 1 if is_known_heading(text) else _NAME_DEPTH


def _settle(drafts: list[Draft], headings: list[tuple[Draft, Heading]]) -> None:
    """Set level and section of the headings, and the section of everything else."""
    numbered = any(heading.number is not None and heading.number.parts for _, heading in headings)
    first = next((place for place, (_, heading) in enumerate(headings) if heading.number is not None), len(headings))
    for _, heading in headings[:first]:
        heading.depth = 1
    if not numbered:
        depths = sorted({heading.depth for _, heading in headings})
        for _, heading in headings:
            heading.depth = depths.index(heading.depth) + 1
    arrange([heading for _, heading in headings], numbered=numbered)
    for draft, heading in headings:
        draft.level = heading.level
        draft.section = headings[heading.section][0] if heading.section is not None else None
    current = None
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            current = draft
        else:
            draft.section = current


def _heading(unit: Unit, number: Candidate | None) -> Draft:
    draft = _block(unit)
    draft.kind = BlockKind.HEADING
    if number is not None:
        draft.number = number.printed
        cut(draft, number.rest)
    while draft.runs:
        last = draft.runs[-1]
        text = last.text.rstrip(" \t\u3000:：")
        if text:
            draft.runs[-1] = last._replace(text=text)
            break
        draft.runs.pop()
    return draft


def _block(unit: Unit) -> Draft:
    kind = BlockKind.ITEM if unit.kind is UnitKind.ITEM else BlockKind.PARAGRAPH
    draft = Draft(kind, unit.lines[0].number, ordered=unit.ordered)
    if unit.kind is UnitKind.CONTENTS:
        draft.kind = BlockKind.CONTENTS
    previous = None
    for line in unit.lines:
        if previous is not None:
            draft.runs.append(Run("\n", previous.number, previous.column + len(previous.text)))
        if previous is None or not _join_url(draft, previous.text, line):
            draft.runs += _runs(line.text, line.number, line.column)
        previous = line
    return draft


def _join_url(draft: Draft, before: str, line: Line) -> bool:
    """Make one link of an address that was broken over two lines; the last runs are its first part and a line end."""
    first, rest = before.split()[-1], line.text.split(None, 1)[0]
    start = first.find("http")
    if start < 0 or not continues_url(first, rest):
        return False
    head, end = draft.runs[-2], draft.runs[-1]
    address, rest = first[start:], trim_url(rest)
    inside = len(head.text) - len(address)
    if not head.text.endswith(address) or head.target is not None or not rest:
        return False
    key = len(draft.targets)
    draft.targets[key] = Target(address + rest, head.line, head.column + inside, True, True)
    draft.runs[-2:] = [
        *([head._replace(text=head.text[:inside])] if inside > 0 else []),
        head._replace(text=address, column=head.column + inside, target=key),
        end._replace(target=key),
        Run(rest, line.number, line.column, target=key),
    ]
    if len(rest) < len(line.text):
        draft.runs += _runs(line.text[len(rest) :], line.number, line.column + len(rest))
    return True


def _runs(text: str, line: int, column: int) -> list[Run]:
    """Return the runs of one line; what is left of Markdown or HTML emphasis is not shown."""
    if "**" not in text and "<" not in text:
        return [Run(text, line, column)]
    runs, at = [], 0
    for match in _LEFTOVER.finditer(text):
        if match.start() > at:
            runs.append(Run(text[at : match.start()], line, column + at))
        if match.group("strong"):
            runs.append(Run(match.group("strong"), line, column + match.start("strong"), "strong"))
        at = match.end()
    if at < len(text):
        runs.append(Run(text[at:], line, column + at))
    return runs


def _nest(draft: Draft, unit: Unit, items: list[tuple[int, Draft]]) -> None:
    """Set level and owner of an item by its indentation; ``items`` are the open items around it."""
    while items and items[-1][0] >= unit.indent:
        items.pop()
    draft.level = len(items) + 1
    draft.owner = items[-1][1] if items else None
    items.append((unit.indent, draft))


class _Tables:
    """Numbers tables of tab-separated lines and remembers the header of the one being read."""

    def __init__(self) -> None:
        self.number = 0
        self.header: tuple[str, ...] = ()
        self.last = -2

    def add(self, unit: Unit, drafts: list[Draft]) -> None:
        """Append the rows of a table to ``drafts``."""
        self.number += 1
        header: tuple[str, ...] | None = None
        for line in unit.lines:
            cells = line.text.split("\t")
            if header is None and sum(any(c.isalnum() for c in cell) for cell in cells) >= 2:
                header = tuple(cell.strip() for cell in cells)
                if not any("://" in cell or not any(c.isalpha() for c in cell) for cell in header if cell):
                    continue
                header = ()
            if not any(c.isalnum() for c in line.text):
                drafts.append(Draft(BlockKind.MARKUP, line.number, runs=[Run(line.text, line.number, line.column)]))
                continue
            drafts.append(_row(cells, line.number, line.column, self.number, header or ()))


def _row(cells: list[str], line: int, column: int, table: int, header: tuple[str, ...]) -> Draft:
    row = Draft(BlockKind.ROW, line, table=table, header=header)
    at = column
    for cell in cells:
        if row.cells:
            row.runs.append(Run("\t", line, at - 1))
        shown = cell.strip()
        start = at + len(cell) - len(cell.lstrip()) if shown else at
        first = len(row.runs)
        if shown:
            row.runs.append(Run(shown, line, start))
        row.cells.append((start, first, len(row.runs)))
        at += len(cell) + 1
    return row


def count_headings(lines: list[str]) -> int:
    """Return how many lines a reader of plain text takes for headings."""
    return len(plain_headings(join_broken(cut_units(tuple(lines)))))
