"""Drafts from HTML: of a whole page, or of the raw HTML inside Markdown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kgraph.core.document import BlockKind
from kgraph.read.drafts import Draft, Run, Target
from kgraph.read.places import Places
from kgraph.read.tags import VOID, Attribute, Token, attributes, tokens, unescaped

_STYLES = {
    "b": "strong", "strong": "strong", "th": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "s": "strike", "del": "strike", "strike": "strike",
    "math": "math",
}  # fmt: skip
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_BREAKING = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "main", "nav", "p", "section",
    "summary", "tbody", "tfoot", "thead",
}  # fmt: skip
_LISTS = {"dl", "ol", "ul"}
_COLUMNS = 60
"""No more columns are filled up for cells that span others: the tables of reading lists have fewer."""


class HtmlDrafts:
    """Appends drafts to ``drafts`` as HTML is fed; tables and lists may stay open between two feeds.

    ``newline`` is what a line end in the source is to a reader: ``" "`` in a page, ``"\\n"`` in Markdown.
    """

    def __init__(self, drafts: list[Draft], places: Places, newline: str = "\n"):
        self.drafts, self.places, self.newline = drafts, places, newline
        self.tables = 0
        self.words = 0
        self.row: Draft | None = None
        self.cell: list[int] | None = None
        self.title = ""
        self._current: Draft | None = None
        self._open: list[_Table] = []
        self._items: list[tuple[Draft | None, bool]] = []
        self._styles: list[str] = []
        self._link: tuple[str, int, int] | None = None
        self._key: int | None = None
        self._pre = 0
        self._heads = False

    def feed(self, pieces: Sequence[tuple[str, int]], stream: Iterable[Token] | None = None) -> None:
        """Read HTML given as (text, character offset in the source) pieces that follow one another.

        ``stream`` are the tokens of the joined pieces that count; by default all of them.
        """
        text = "".join([piece for piece, _ in pieces])
        starts, at = [], 0
        for piece, _ in pieces:
            starts.append(at)
            at += len(piece)
        for token in tokens(text) if stream is None else stream:
            place = bisect_right(starts, token.start) - 1
            shift = pieces[place][1] - starts[place]
            if token.kind == "text":
                self._text(text, token, starts, pieces)
            elif token.kind == "open":
                self._start(text, token, shift)
            elif token.kind == "close":
                self._end(token)
            elif token.kind == "raw" and token.name == "title" and not self.title:
                self.title = " ".join("".join(part for part, _, _ in unescaped(text[token.start : token.end])).split())

    @property
    def in_table(self) -> bool:
        """Whether a table is open."""
        return bool(self._open)

    def flush(self) -> None:
        """End the running paragraph; an open table or list stays open."""
        if self.cell is None:
            self._current = None

    def close(self) -> None:
        """End everything that is open."""
        self._close_row()
        self._current = None
        self._open.clear()
        self._items.clear()

    def _text(self, text: str, token: Token, starts: list[int], pieces: Sequence[tuple[str, int]]) -> None:
        start = token.start
        while start < token.end:
            end = text.find("\n", start, token.end)
            end = token.end if end < 0 else end
            if end > start:
                place = bisect_right(starts, start) - 1
                self._words(text[start:end], start + pieces[place][1] - starts[place])
            if end < token.end:
                self._line_end(end, starts, pieces)
            start = end + 1

    def _line_end(self, at: int, starts: list[int], pieces: Sequence[tuple[str, int]]) -> None:
        draft = self._current
        if draft is None or not draft.runs or draft.runs[-1].text in ("\n", "\t", " "):
            return
        place = bisect_right(starts, at) - 1
        line, column = self.places.of_character(at + pieces[place][1] - starts[place])
        newline = "\n" if self._pre else self.newline
        draft.runs.append(Run(newline, line, column, literal=newline == "\n"))

    def _words(self, words: str, offset: int) -> None:
        draft = self._current
        fresh = draft is None or not draft.runs or draft.runs[-1].text in ("\n", "\t", " ")
        if fresh and not self._pre:
            shown = words.lstrip()
            offset += len(words) - len(shown)
            words = shown
        if not words or (draft is None and not words.strip()):
            return
        draft = self._draft(offset)
        self.words += 1
        line, column = self.places.of_character(offset)
        style = self._styles[-1] if self._styles else ""
        for piece, at, literal in unescaped(words):
            draft.runs.append(Run(piece.replace("\xa0", " ") if not literal else piece, line, column + at, style,
                                  self._target(draft), literal))  # fmt: skip

    def _target(self, draft: Draft) -> int | None:
        if self._link is None:
            return None
        if self._key is None or self._key not in draft.targets:
            self._key = len(draft.targets)
            draft.targets[self._key] = Target(*self._link)
        return self._key

    def _draft(self, offset: int) -> Draft:
        if self._current is None:
            line, _ = self.places.of_character(offset)
            self._current = self._add(Draft(BlockKind.PARAGRAPH, line))
        return self._current

    def _add(self, draft: Draft) -> Draft:
        if draft.kind is not BlockKind.HEADING:
            draft.owner = draft.owner or next((item for item, _ in self._items[-1:] if item is not None), None)
        self.drafts.append(draft)
        return draft

    def _start(self, text: str, token: Token, shift: int) -> None:
        name = token.name
        offset = token.start + shift
        if name == "br":
            self._break(offset)
        elif name == "a":
            self._anchor(text, token, offset)
        elif name == "img":
            self._image(text, token, shift)
        elif name in _HEADINGS and self.cell is None:
            line, _ = self.places.of_character(offset)
            self._current = self._add(Draft(BlockKind.HEADING, line, depth=_HEADINGS[name]))
        elif name in _LISTS:
            self._items.append((self._items[-1][0] if self._items else None, name == "ol"))
            if self.cell is None:
                self._current = None
        elif name in ("li", "dt", "dd"):
            self._item(name, offset)
        elif name in ("table", "tr", "td", "th"):
            self._table(name, text, token, offset)
        elif name == "pre":
            self._pre += 1
            if self.cell is None:
                line, _ = self.places.of_character(offset)
                self._current = self._add(Draft(BlockKind.CODE, line))
        elif name in _BREAKING:
            self._heads = self._heads or name == "thead"
            self._paragraph(offset)
        if name in _STYLES and name not in VOID:
            self._styles.append(_STYLES[name])

    def _end(self, token: Token) -> None:
        name = token.name
        if name in _STYLES and self._styles:
            self._styles.pop()
        if name == "a":
            self._link, self._key = None, None
        elif name in _LISTS:
            if self._items:
                self._items.pop()
            if self.cell is None:
                self._current = None
        elif name in ("td", "th"):
            self._close_cell()
        elif name == "tr":
            self._close_row()
        elif name == "table":
            self._close_row()
            if self._open:
                self._open.pop()
            self._current = None
        elif name == "pre":
            self._pre = max(0, self._pre - 1)
            self._paragraph(None)
        elif name == "thead":
            self._heads = False
        elif name in ("li", "dt", "dd") and self.cell is None:
            self._current = None
        elif name in _HEADINGS or name in _BREAKING or name == "li":
            self._paragraph(None)

    def _paragraph(self, offset: int | None) -> None:
        """End the paragraph; inside a cell or at the start of a list item, only the line."""
        draft = self._current
        if draft is None:
            return
        if self.cell is not None or draft.kind is BlockKind.ITEM:
            if draft.runs and draft.runs[-1].text not in ("\n", "\t"):
                last = draft.runs[-1]
                draft.runs.append(Run("\n", last.line, last.column + len(last.text)))
        elif draft.runs:
            self._current = None

    def _break(self, offset: int) -> None:
        draft = self._current
        if draft is not None and draft.runs and draft.runs[-1].text not in ("\n", "\t"):
            line, column = self.places.of_character(offset)
            draft.runs.append(Run("\n", line, column))

    def _anchor(self, text: str, token: Token, offset: int) -> None:
        found = attributes(text, token).get("href")
        self._key = None
        self._link = None
        if found is not None and found.value.strip():
            line, column = self.places.of_character(offset)
            self._link = (found.value.strip(), line, column)

    def _image(self, text: str, token: Token, shift: int) -> None:
        found = attributes(text, token).get("alt")
        words = found.value.strip() if found is not None else ""
        if not words and self._link is None:
            return
        start = found.start + shift if found is not None else token.start + shift
        draft = self._draft(start)
        self.words += 1
        line, column = self.places.of_character(start)
        literal = found is not None and found.literal
        draft.runs.append(Run(words, line, column, "image", self._target(draft), literal))

    def _item(self, name: str, offset: int) -> None:
        if self.cell is not None:
            self._paragraph(None)
            return
        if name == "dd" and self._items and self._items[-1][0] is not None:
            # A term and what is said about it are one entry.
            self._current = self._items[-1][0]
            self._paragraph(None)
            return
        level = max(1, len(self._items))
        outer = self._items[-2][0] if len(self._items) > 1 else None
        line, _ = self.places.of_character(offset)
        draft = Draft(BlockKind.ITEM, line, level=level, owner=outer)
        self.drafts.append(draft)
        self._current = draft
        if self._items:
            draft.ordered = self._items[-1][1]
            self._items[-1] = (draft, draft.ordered)

    def _table(self, name: str, text: str, token: Token, offset: int) -> None:
        line, _ = self.places.of_character(offset)
        if name == "table":
            if self.row is not None and self.cell is not None:
                # A table inside a cell is a layout table: the inner rows stand for themselves.
                self._close_row()
            self.tables += 1
            self._open.append(_Table(self.tables))
            self._current = None
            return
        if not self._open:
            self._paragraph(offset)
            return
        if name == "tr" or self.row is None:
            self._close_row()
            self.row = self._add(Draft(BlockKind.ROW, line, table=self._open[-1].number))
        if name != "tr":
            self._close_cell()
            self._cell(name, text, token, offset)

    def _cell(self, name: str, text: str, token: Token, offset: int) -> None:
        row, table = self.row, self._open[-1]
        assert row is not None
        _, column = self.places.of_character(offset)
        self._fill(row, table, self.places.of_character(offset))
        if row.cells:
            row.runs.append(Run("\t", *self.places.of_character(offset)))
        found = attributes(text, token)
        wide, high = _span(found.get("colspan")), _span(found.get("rowspan"))
        if high > 1:
            columns = range(len(row.cells), min(_COLUMNS, len(row.cells) + wide))
            table.coming.update(dict.fromkeys(columns, high - 1))
        table.wide = wide - 1
        self.cell = [column, len(row.runs)]
        row.cells.append((column, len(row.runs), len(row.runs)))
        table.heads += name == "th" or self._heads
        self._current = row

    def _fill(self, row: Draft, table: _Table, place: tuple[int, int]) -> None:
        """Add empty cells for what a cell above or to the left covers, so that columns keep their names."""
        while len(row.cells) < _COLUMNS and (table.wide > 0 or table.tall.get(len(row.cells), 0) > 0):
            if table.wide > 0:
                table.wide -= 1
            else:
                table.tall[len(row.cells)] -= 1
            if row.cells:
                row.runs.append(Run("\t", *place))
            row.cells.append((place[1], len(row.runs), len(row.runs)))
            table.heads += 1

    def _close_cell(self) -> None:
        if self.cell is None or self.row is None:
            self.cell = None
            return
        runs = self.row.runs
        while len(runs) > self.cell[1] and not runs[-1].text.strip() and runs[-1].target is None:
            runs.pop()
        column = runs[self.cell[1]].column if len(runs) > self.cell[1] else self.cell[0]
        self.row.cells[-1] = (column, self.cell[1], len(runs))
        self.cell = None
        self._current = None

    def _close_row(self) -> None:
        self._close_cell()
        row = self.row
        self.row = None
        if row is None or not self._open:
            return
        table = self._open[-1]
        if row.cells:
            last = row.runs[-1] if row.runs else None
            self._fill(row, table, (last.line, last.column + len(last.text)) if last else (row.line, row.cells[-1][0]))
        texts = tuple("".join([run.text for run in row.runs[first:last]]).strip() for _, first, last in row.cells)
        if row.cells and table.heads >= len(row.cells) and not table.header:
            table.header = texts
            row.runs, row.cells = [], []
        row.header = table.header
        table.end_row()
        self._current = None


class _Table:
    """An open table: its number, the names of its columns once they are read, and what spans rows and columns."""

    def __init__(self, number: int):
        self.number = number
        self.header: tuple[str, ...] = ()
        self.heads = 0
        self.wide = 0
        self.tall: dict[int, int] = {}
        self.coming: dict[int, int] = {}

    def end_row(self) -> None:
        """Forget the row; what it spans downward covers the rows to come."""
        self.heads = self.wide = 0
        self.tall.update(self.coming)
        self.coming.clear()


def _span(found: Attribute | None) -> int:
    """Return a ``colspan`` or ``rowspan``: 1 to ``_COLUMNS``."""
    if found is None or not found.value.strip().isdecimal():
        return 1
    return min(_COLUMNS, max(1, int(found.value.strip()[:4])))
