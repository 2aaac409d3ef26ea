"""Blocks in the making: readers append runs of text, and ``finish`` turns the drafts into blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kgraph.core.document import Block, BlockKind, Cell, Inline, Link
from kgraph.read.urls import Found, find_urls, may_hold_url, same_address, unescape_url


class Run(NamedTuple):
    """A run of text, as ``Inline``; ``target`` is the key of its link in ``Draft.targets``."""

    text: str
    line: int
    column: int
    style: str = ""
    target: int | None = None
    literal: bool = True


class Target(NamedTuple):
    """Where a link of a draft leads."""

    url: str
    line: int
    column: int
    bare: bool = False
    malformed: bool = False


@dataclass(slots=True, eq=False)
class Draft:
    """A block before its text, links and place among the headings are settled.

    ``depth`` is the number of ``#`` of a heading. ``cells`` are (column, first run, run after the last). ``owner`` is
    the draft of the list item that it hangs under.
    """

    kind: BlockKind
    line: int
    end_line: int = 0
    runs: list[Run] = field(default_factory=list)
    targets: dict[int, Target] = field(default_factory=dict)
    level: int = 0
    depth: int = 0
    number: str = ""
    owner: Draft | None = None
    table: int | None = None
    header: tuple[str, ...] = ()
    cells: list[tuple[int, int, int]] = field(default_factory=list)
    fields: tuple[tuple[str, str, int, int], ...] = ()
    ordered: bool = False
    section: Draft | None = None
    index: int = -1

    @property
    def text(self) -> str:
        """The text of the runs."""
        return "".join(run.text for run in self.runs)

    def last_line(self) -> int:
        """Return the last line that the draft is known to cover."""
        return max(self.end_line, self.line, self.runs[-1].line if self.runs else 0)


Search = Callable[[str], list[Found]]


def finish(drafts: Sequence[Draft], lines: Sequence[str], search: Search = find_urls) -> list[Block]:
    """Return the blocks of ``drafts``, in their order, with bare and malformed links found by ``search``.

    ``section`` and ``owner`` of a draft must come before it. Linear in the text.
    """
    blocks = []
    for index, draft in enumerate(drafts):
        draft.index = index
        blocks.append(_finish(draft, index, lines, search))
    return blocks


_SILENT = {BlockKind.CODE, BlockKind.MATH, BlockKind.MARKUP, BlockKind.FRONT_MATTER, BlockKind.RECORD}


def _finish(draft: Draft, index: int, lines: Sequence[str], search: Search) -> Block:
    if draft.kind is BlockKind.ROW and any("\t" in run.text and run.text != "\t" for run in draft.runs):
        _without_tabs(draft)
    runs, targets = draft.runs, draft.targets
    # Code keeps its words as they are; everywhere else an address in the text is a link.
    if draft.kind not in _SILENT and runs:
        text = "".join([run.text for run in runs])
        if may_hold_url(text):
            _link_text(draft, text, search)
            runs, targets = draft.runs, draft.targets
    links, numbers, offsets = _links(runs, targets) if targets else ((), {}, None)
    inlines = []
    for text, line, column, style, target, literal in runs:
        if literal and text != "\n" and text != "\t":
            literal = 0 < line <= len(lines) and lines[line - 1].startswith(text, column - 1)
        if target is None:
            inlines.append(Inline(text, line, column, style, None, None, literal))
        else:
            inlines.append(Inline(text, line, column, style, links[numbers[target]].url, numbers[target], literal))
    section = draft.section.index if draft.section is not None else None
    return Block(
        index,
        draft.kind,
        draft.line,
        draft.last_line(),
        tuple(inlines),
        draft.level,
        draft.number,
        section,
        draft.owner.index if draft.owner is not None else section,
        draft.table,
        draft.header,
        _cells(draft, offsets) if draft.cells else (),
        links,
        draft.fields,
        draft.ordered,
    )


def _cells(draft: Draft, offsets: list[int] | None) -> tuple[Cell, ...]:
    if offsets is None:
        offsets = _offsets(draft.runs)
    return tuple(Cell(column, offsets[first], offsets[last]) for column, first, last in draft.cells)


def _offsets(runs: Iterable[Run]) -> list[int]:
    offsets, offset = [0], 0
    for run in runs:
        offset += len(run.text)
        offsets.append(offset)
    return offsets


def _links(runs: Sequence[Run], targets: dict[int, Target]) -> tuple[tuple[Link, ...], dict[int, int], list[int]]:
    """Return the links in order of appearance, the number of each target, and the offsets of the runs."""
    offsets = _offsets(runs)
    spans: dict[int, list[int]] = {}
    for place, run in enumerate(runs):
        if run.target is not None:
            span = spans.setdefault(run.target, [place, place])
            span[1] = place
    links, numbers = [], {}
    for number, (key, (first, last)) in enumerate(spans.items()):
        url, line, column, bare, malformed = targets[key]
        text = "".join([run.text for run in runs[first : last + 1]])
        url = unescape_url(url)
        bare = bare or same_address(text, url)
        links.append(Link(text, url, offsets[first], offsets[last + 1], line, column, bare, malformed))
        numbers[key] = number
    return tuple(links), numbers, offsets


def _link_text(draft: Draft, text: str, search: Search) -> None:
    """Find addresses in the unlinked text of the draft and make them targets, splitting runs where they begin and end."""
    runs = draft.runs
    if draft.targets:
        # What is linked already is hidden from the search, so that no link is found inside another.
        text = "".join([run.text if run.target is None else "\x00" * len(run.text) for run in runs])
        if not may_hold_url(text):
            return
    found = search(text)
    if not found:
        return
    spans = _spans(found, max(draft.targets, default=-1) + 1, len(text))
    pieces: list[Run] = []
    moved = [0]
    at = place = 0
    for run in runs:
        start, end = at, at + len(run.text)
        at = position = end if not run.text else start
        while position < end:
            stop, kind, key = spans[place]
            cut = min(stop, end)
            if kind != _DROPPED:
                whole = position == start and cut == end and key is None
                piece = run if whole else _slice(run, position - start, cut - start, run.target if key is None else key)
                if key is not None and key not in draft.targets:
                    hit = found[kind]
                    draft.targets[key] = Target(hit.url, piece.line, piece.column, hit.bare, hit.malformed)
                pieces.append(piece)
            position = cut
            place += cut == stop
        if not run.text:
            pieces.append(run)
        at = end
        moved.append(len(pieces))
    draft.runs = pieces
    draft.cells = [(column, moved[first], moved[last]) for column, first, last in draft.cells]


_KEPT, _DROPPED = -1, -2


def _spans(found: Sequence[Found], key: int, length: int) -> list[tuple[int, int, int | None]]:
    """Return consecutive (end, what, target) spans that cover the text; what is a place in ``found`` or a constant."""
    spans: list[tuple[int, int, int | None]] = []
    for place, hit in enumerate(found):
        spans.append((hit.before, _KEPT, None))
        spans.append((hit.start, _DROPPED, None))
        spans.append((hit.end, place, key + place))
        spans.append((hit.after, _DROPPED, None))
    spans.append((length, _KEPT, None))
    filled, at = [], 0
    for end, what, target in spans:
        if end > at:
            filled.append((end, what, target))
            at = end
    return filled


def _slice(run: Run, start: int, end: int, target: int | None) -> Run:
    column = run.column + start if run.literal else run.column
    return Run(run.text[start:end], run.line, column, run.style, target, run.literal)


def _without_tabs(draft: Draft) -> None:
    """Cut the runs of a row at tabs within them: in the text of a row, a tab is the border of a cell."""
    pieces: list[Run] = []
    moved = [0]
    for run in draft.runs:
        pieces += [run] if run.text == "\t" or "\t" not in run.text else _pieces(run)
        moved.append(len(pieces))
    draft.runs = pieces
    draft.cells = [(column, moved[first], moved[last]) for column, first, last in draft.cells]


def _pieces(run: Run) -> list[Run]:
    pieces = []
    column = run.column
    for words in run.text.split("\t"):
        if column > run.column:
            pieces.append(run._replace(text=" ", column=column - 1, literal=False))
        if words:
            pieces.append(run._replace(text=words, column=column if run.literal else run.column))
        column += len(words) + 1
    return pieces
