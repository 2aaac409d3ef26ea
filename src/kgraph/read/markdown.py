"""The Markdown reader: CommonMark with tables, footnotes, math and front matter, as reading lists really print it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kgraph.core.document import BlockKind, Document, Problem
from kgraph.read.contents import mark_contents
from kgraph.read.dialects import (
    add_surplus_cells,
    drop_attribute_lists,
    may_hold_late_headings,
    split_headings,
    unused_definitions,
)
from kgraph.read.drafts import Draft, Run, Target, finish
from kgraph.read.front import front_matter_faults
from kgraph.read.markup import HtmlDrafts
from kgraph.read.outline import outline, without_empty
from kgraph.read.places import Places
from kgraph.read.registry import Source, readers
from kgraph.read.tags import attributes, tokens

_STYLES = {"Emphasis": "emphasis", "Strong": "strong", "Strikethrough": "strike", "Image": "image"}
_TITLE = re.compile(r"^title[ \t]*:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_FRONT_LINE = re.compile(r"[A-Za-z_][\w-]*[ \t]*:")
_INLINE_STYLES = {"b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "code": "code", "s": "strike",
                  "del": "strike", "strike": "strike", "kbd": "code"}  # fmt: skip


@readers.register("markdown")
def read_markdown(source: Source) -> Document:
    """Return the document of a Markdown source.

    Never raises for what stands in the text: what cannot be placed is a Problem. Linear in the text.

    >>> document = read_markdown(Source("a.md", b"# 1 NLP\\n## 1.1 LM\\n- [BERT](https://arxiv.org/abs/1810.04805)\\n"))
    >>> [(block.kind.value, block.number, block.text) for block in document.blocks]
    [('heading', '1', 'NLP'), ('heading', '1.1', 'LM'), ('item', '', 'BERT')]
    """
    builder = _Builder(source)
    builder.run()
    drafts = without_empty(builder.drafts)
    mark_contents(drafts)
    outline(drafts)
    title = builder.title or _first_title(drafts)
    problems = [*builder.problems, *_front_problems(source, drafts)]
    return source.document(finish(drafts, source.lines), title=title, problems=problems)


def _front_problems(source: Source, drafts: list[Draft]) -> Iterator[Problem]:
    lines = source.lines
    for draft in drafts:
        if draft.kind is BlockKind.FRONT_MATTER:
            inside = lines[draft.line : draft.end_line - 1]
            for index, fault in front_matter_faults(inside):
                yield Problem(source.path, draft.line + 1 + index, f"front matter: {fault}", inside[index][:200])
    if len(lines) < 2 or lines[0].rstrip() != "---" or not _FRONT_LINE.match(lines[1]):
        return
    if not any(draft.kind is BlockKind.FRONT_MATTER for draft in drafts):
        yield Problem(
            source.path, 1, "front matter without an end: close it with ---; it was read as text", lines[1][:200]
        )


def _first_title(drafts: list[Draft]) -> str:
    """Return the text of the first heading when it stands before everything else and is the only one of its depth."""
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            rivals = sum(other.depth <= draft.depth for other in drafts if other.kind is BlockKind.HEADING)
            return draft.text.strip() if rivals == 1 and not draft.number else ""
        if draft.kind not in (BlockKind.MARKUP, BlockKind.FRONT_MATTER):
            return ""
    return ""


def _parser() -> Any:
    from pyromark import Markdown, Options

    return Markdown(
        options=Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_MATH
        | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
    )


class _Builder:
    """Turns the parser's events into drafts."""

    def __init__(self, source: Source):
        self.source = source
        self.places = Places(source.text)
        self.drafts: list[Draft] = []
        self.problems: list[Problem] = []
        self.title = ""
        self.html = HtmlDrafts(self.drafts, self.places)
        self.late_headings = may_hold_late_headings(source.text)
        self.attribute_lists = "{:" in source.text
        self._current: Draft | None = None
        self._items: list[Draft] = []
        self._sealed: list[int] = []
        self._lists: list[bool] = []
        self._styles: list[str] = []
        self._target: int | None = None
        self._used: set[str] = set()
        self._depths: list[tuple[int | None, bool]] = []
        self._text: list[str] = []
        self._text_start = self._text_end = -1
        self._html: list[tuple[str, int]] | None = None
        self._code: Draft | None = None
        self._front: Draft | None = None
        self._header: list[str] | None = None
        self._head: Draft | None = None
        self._table_header: tuple[str, ...] = ()
        self._cell_start = self._cell_end = 0
        self._silent = 0

    def run(self) -> None:
        """Read all events."""
        if not self.source.text:
            return
        starts, ends, leaves = self._handlers()
        text_event = self._on_text
        for event, span in _parser().events_with_range(self.source.text):
            if type(event) is str:
                self._flush_text()
                leaves[event](span["start"], span["end"])
                continue
            ((name, value),) = event.items()
            if name == "Text":
                text_event(value, span["start"], span["end"])
                continue
            self._flush_text()
            if name == "Start":
                if type(value) is str:
                    starts[value](None, span["start"], span["end"])
                else:
                    ((tag, detail),) = value.items()
                    starts[tag](detail, span["start"], span["end"])
            elif name == "End":
                tag = value if type(value) is str else next(iter(value))
                ends[tag](span["start"], span["end"])
            else:
                self._leaf(name, value, span["start"], span["end"])
        self._flush_text()
        self.html.close()
        if "]:" in self.source.text:
            definitions = _parser().reference_definitions(self.source.text)
            found = unused_definitions(definitions, self._used, self.places)
            if found:
                self.drafts += found
                self.drafts.sort(key=lambda draft: draft.line)

    def _handlers(self) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
        starts: dict[str, Any] = {
            "Paragraph": self._start_paragraph, "Heading": self._start_heading, "List": self._start_list,
            "Item": self._start_item, "Table": self._start_table, "TableHead": self._start_head,
            "TableRow": self._start_row, "TableCell": self._start_cell, "CodeBlock": self._start_code,
            "HtmlBlock": self._start_html, "MetadataBlock": self._start_front, "Link": self._start_link,
            "Image": self._start_image, "BlockQuote": self._start_quote, "FootnoteDefinition": self._start_quote,
        }  # fmt: skip
        ends: dict[str, Any] = {
            "Paragraph": self._end_paragraph, "Heading": self._end_paragraph, "List": self._end_list,
            "Item": self._end_item, "Table": self._end_table, "TableHead": self._end_head, "TableRow": self._end_row,
            "TableCell": self._end_cell, "CodeBlock": self._end_code, "HtmlBlock": self._end_html,
            "MetadataBlock": self._end_front, "Link": self._end_link, "Image": self._end_image,
            "BlockQuote": self._end_quote, "FootnoteDefinition": self._end_quote,
        }  # fmt: skip
        for name in ("Emphasis", "Strong", "Strikethrough"):
            starts[name] = lambda detail, start, end, style=_STYLES[name]: self._styles.append(style)
            ends[name] = self._end_style
        leaves: dict[str, Any] = {
            "SoftBreak": self._line_break, "HardBreak": self._line_break, "Rule": self._rule,
        }  # fmt: skip
        return starts, ends, leaves

    # Text

    def _on_text(self, value: str, start: int, end: int) -> None:
        if self._code is not None or self._front is not None:
            self._verbatim(self._code or self._front, value, start)
            return
        if end - start == len(value) or end - start == len(value.encode()):
            if start == self._text_end:
                self._text.append(value)
                self._text_end = end
                return
            self._flush_text()
            self._text, self._text_start, self._text_end = [value], start, end
            return
        self._flush_text()
        self._put(value, start, literal=False)

    def _flush_text(self) -> None:
        if self._text:
            text, self._text, self._text_end = "".join(self._text), [], -1
            self._put(text, self._text_start)

    def _put(self, text: str, start: int, style: str = "", literal: bool = True) -> None:
        draft = self._current or self._open(start)
        line, column = self.places.of_byte(start)
        if not style and self._styles:
            style = self._styles[-1]
        draft.runs.append(Run(text, line, column, style, self._target, literal))

    def _open(self, start: int) -> Draft:
        """Return the draft that text outside a paragraph (of a tight item) belongs to."""
        self._start_paragraph(None, start, start)
        assert self._current is not None
        return self._current

    def _line_break(self, start: int, end: int) -> None:
        draft = self._current or self._open(start)
        draft.runs.append(Run("\n", *self.places.of_byte(start)))

    def _leaf(self, name: str, value: Any, start: int, end: int) -> None:
        if name == "Code":
            self._span(value, start, end, "code")
        elif name == "InlineMath":
            self._put(value, start + 1, "math", "\n" not in value)
        elif name == "DisplayMath":
            self._math(value, start)
        elif name == "InlineHtml":
            self._inline_html(value, start)
        elif name == "Html":
            if self._html is not None:
                self._html.append((value, self.places.character(start)))
        elif name == "TaskListMarker" or name == "FootnoteReference":
            return
        else:
            line = self.places.line_of_byte(start)
            self.problems.append(Problem(self.source.path, line, f"Markdown element {name} is not understood"))

    def _span(self, value: str, start: int, end: int, style: str) -> None:
        source = self.places.data[start:end]
        inside = source.find(value.encode())
        self._put(value, start + max(0, inside), style, inside >= 0)

    def _math(self, value: str, start: int) -> None:
        offset = start + 2
        for piece in value.split("\n"):
            if piece.strip():
                self._put(piece, offset, "math")
            offset += len(piece.encode()) + 1

    def _inline_html(self, value: str, start: int) -> None:
        for token in tokens(value):
            if token.kind == "open" and token.name == "br":
                self._line_break(start, start)
            elif token.kind == "open" and token.name == "img":
                self._inline_image(value, attributes(value, token), start)
            elif token.name == "a" and self._target is None and token.kind == "open":
                href = attributes(value, token).get("href")
                if href is not None and href.value.strip():
                    self._new_target(href.value, start)
                    self._depths.append((None, True))
            elif token.name == "a" and token.kind == "close" and self._depths and self._depths[-1][1]:
                self._depths.pop()
                self._target = None
            elif token.name in _INLINE_STYLES:
                if token.kind == "open":
                    self._styles.append(_INLINE_STYLES[token.name])
                elif _INLINE_STYLES[token.name] in self._styles:
                    self._styles.remove(_INLINE_STYLES[token.name])

    def _inline_image(self, value: str, found: Any, start: int) -> None:
        alt = found.get("alt")
        if alt is not None and alt.value.strip():
            at = start + len(value[: alt.start].encode())
            self._put(alt.value, at, "image", alt.literal)
        elif self._target is not None:
            self._put("", start, "image", False)

    # Links and styles

    def _new_target(self, url: str, start: int, bare: bool = False) -> None:
        draft = self._current or self._open(start)
        self._target = len(draft.targets)
        draft.targets[self._target] = Target(url, *self.places.of_byte(start), bare)

    def _start_link(self, detail: dict[str, Any], start: int, end: int) -> None:
        self._depths.append((self._target, False))
        kind = detail["link_type"]
        if detail["id"]:
            self._used.add(detail["id"].casefold())
        url = f"mailto:{detail['dest_url']}" if kind == "Email" else detail["dest_url"]
        if self._target is None and url.strip():
            self._new_target(url, start, kind in ("Autolink", "Email"))

    def _end_link(self, start: int, end: int) -> None:
        draft = self._current
        if (
            draft is not None
            and self._target is not None
            and not (draft.runs and draft.runs[-1].target == self._target)
        ):
            # A link without words (an image without ``alt``) is a link all the same.
            self._put("", start, literal=False)
        while self._depths:
            outer, by_html = self._depths.pop()
            if not by_html:
                self._target = outer
                return
        self._target = None

    def _start_image(self, detail: dict[str, Any], start: int, end: int) -> None:
        self._styles.append("image")

    def _end_image(self, start: int, end: int) -> None:
        self._end_style(start, end)
        if self._target is not None and self._current is not None and not self._current.runs:
            self._put("", start, "image", False)

    def _end_style(self, start: int, end: int) -> None:
        if self._styles:
            self._styles.pop()

    # Blocks

    def _add(self, draft: Draft) -> Draft:
        if self._items and draft.owner is None:
            draft.owner = self._items[-1]
            self._sealed[-1] = 1
        self.drafts.append(draft)
        return draft

    def _start_paragraph(self, detail: Any, start: int, end: int) -> None:
        if self._items and not self._sealed[-1]:
            draft = self._items[-1]
        elif self.html.cell is not None and self.html.row is not None:
            draft = self.html.row
        else:
            draft = self._add(Draft(BlockKind.PARAGRAPH, self.places.line_of_byte(start)))
        if draft.runs and draft.runs[-1].text not in ("\n", "\t"):
            last = draft.runs[-1]
            draft.runs.append(Run("\n", last.line, last.column + len(last.text)))
        self._current = draft

    def _end_paragraph(self, start: int, end: int) -> None:
        draft = self._current
        self._current = None
        self._styles.clear()
        self._depths.clear()
        self._target = None
        if draft is None or draft.kind is not BlockKind.PARAGRAPH or not draft.runs:
            return
        if self.attribute_lists:
            drop_attribute_lists(draft)
        if all(run.style == "math" or not run.text.strip() for run in draft.runs):
            if self.places.data.startswith(b"$$", start):
                draft.kind = BlockKind.MATH
        elif self.late_headings:
            self.drafts[-1:] = split_headings(draft)

    def _start_heading(self, detail: dict[str, Any], start: int, end: int) -> None:
        if self._items:
            self._start_paragraph(None, start, end)
            return
        line = self.places.line_of_byte(start)
        self._current = self._add(Draft(BlockKind.HEADING, line, depth=int(detail["level"][1:])))

    def _start_list(self, first: int | None, start: int, end: int) -> None:
        self._current = None
        if self._sealed:
            self._sealed[-1] = 1
        self._lists.append(first is not None)

    def _end_list(self, start: int, end: int) -> None:
        self._lists.pop()
        self._current = None

    def _start_item(self, detail: Any, start: int, end: int) -> None:
        owner = self._items[-1] if self._items else None
        draft = Draft(BlockKind.ITEM, self.places.line_of_byte(start), level=len(self._lists), owner=owner)
        draft.ordered = self._lists[-1]
        self.drafts.append(draft)
        self._items.append(draft)
        self._sealed.append(0)
        self._current = None

    def _end_item(self, start: int, end: int) -> None:
        if self.attribute_lists:
            drop_attribute_lists(self._items[-1])
        self._items.pop()
        self._sealed.pop()
        self._current = None
        self._target = None

    def _start_quote(self, detail: Any, start: int, end: int) -> None:
        self._current = None

    def _end_quote(self, start: int, end: int) -> None:
        self._current = None

    def _rule(self, start: int, end: int) -> None:
        self._add(Draft(BlockKind.MARKUP, self.places.line_of_byte(start)))
        self._current = None

    # Tables

    def _start_table(self, detail: Any, start: int, end: int) -> None:
        self.html.tables += 1
        self._current = None

    def _start_head(self, detail: Any, start: int, end: int) -> None:
        self._head = Draft(BlockKind.ROW, self.places.line_of_byte(start), table=self.html.tables)
        self._current = self._head

    def _end_head(self, start: int, end: int) -> None:
        head = self._head
        assert head is not None
        self._table_header = tuple(
            "".join([run.text for run in head.runs[first:last]]).strip() for _, first, last in head.cells
        )
        if head.targets or any("://" in name for name in self._table_header):
            # A first row that links somewhere is content that the writer put where the header belongs.
            head.header = self._table_header
            self._add(head)
        self._head = self._current = None

    def _start_row(self, detail: Any, start: int, end: int) -> None:
        line = self.places.line_of_byte(start)
        self._current = self._add(Draft(BlockKind.ROW, line, table=self.html.tables, header=self._table_header))

    def _end_row(self, start: int, end: int) -> None:
        row = self._current
        self._current = None
        if row is None or not row.cells:
            return
        # The parser drops cells that have no column; a reader of the source still wants to know what they say.
        offset = max(start, self._cell_end)
        rest = self.places.data[offset:end].decode()
        if rest.strip(" \t|\n") and rest.lstrip(" \t").startswith("|"):
            add_surplus_cells(row, rest, self.places.character(offset), self.places)

    def _start_cell(self, detail: Any, start: int, end: int) -> None:
        row = self._current
        assert row is not None
        if row.cells:
            row.runs.append(Run("\t", *self.places.of_byte(max(0, start - 1))))
        self._cell_start = len(row.runs)
        row.cells.append((self.places.of_byte(start)[1], self._cell_start, self._cell_start))
        self._cell_end = end

    def _end_cell(self, start: int, end: int) -> None:
        row = self._current
        assert row is not None
        first = self._cell_start
        while len(row.runs) > first and row.runs[-1].target is None and not row.runs[-1].text.strip():
            row.runs.pop()
        if len(row.runs) > first:
            if row.runs[-1].literal:
                row.runs[-1] = row.runs[-1]._replace(text=row.runs[-1].text.rstrip())
            row.cells[-1] = (row.runs[first].column, first, len(row.runs))
        self._styles.clear()
        self._depths.clear()
        self._target = None

    def _end_table(self, start: int, end: int) -> None:
        self._current = None
        self._table_header = ()

    # Verbatim blocks

    def _verbatim(self, draft: Draft | None, value: str, start: int) -> None:
        assert draft is not None
        offset = start
        for piece in value.split("\n"):
            if piece:
                line, column = self.places.of_byte(min(offset, len(self.places.data)))
                if draft.runs:
                    draft.runs.append(Run("\n", line, column))
                draft.runs.append(Run(piece, line, column))
            offset += len(piece.encode()) + 1

    def _start_code(self, detail: Any, start: int, end: int) -> None:
        line = self.places.line_of_byte(start)
        indented = detail is None or detail == "Indented"
        if indented and self.html.in_table:
            self._html = [(self.places.data[start:end].decode(), self.places.character(start))]
        self._code = self._add(Draft(BlockKind.CODE, line))
        self._code.end_line = self.places.line_of_byte(max(start, end - 1))
        self._current = None

    def _end_code(self, start: int, end: int) -> None:
        if self._html is not None and self._code is not None:
            # Indented HTML after a blank line inside a table.
            self.drafts.pop()
            self._code = None
            self._end_html(start, end)
        self._code = None

    def _start_html(self, detail: Any, start: int, end: int) -> None:
        self._html = []
        self._current = None

    def _end_html(self, start: int, end: int) -> None:
        pieces, self._html = self._html or [], None
        before, words = len(self.drafts), self.html.words
        self.html.feed(pieces)
        self.html.flush()
        owner = self._items[-1] if self._items else None
        for draft in self.drafts[before:]:
            draft.owner = draft.owner or owner
        if owner is not None:
            self._sealed[-1] = 1
        if words == self.html.words:
            self._markup(pieces, start, end, owner)

    def _markup(self, pieces: list[tuple[str, int]], start: int, end: int, owner: Draft | None) -> None:
        """Keep HTML that shows nothing (a comment, a lone tag) as a block of its own."""
        markup = Draft(BlockKind.MARKUP, self.places.line_of_byte(start), owner=owner)
        for text, offset in pieces:
            for words in text.split("\n"):
                if words.strip():
                    place = self.places.of_character(offset)
                    if markup.runs:
                        markup.runs.append(Run("\n", *place))
                    markup.runs.append(Run(words, *place))
                offset += len(words) + 1
        markup.end_line = self.places.line_of_byte(max(start, end - 1))
        self.drafts.append(markup)

    def _start_front(self, detail: Any, start: int, end: int) -> None:
        self._front = Draft(BlockKind.FRONT_MATTER, self.places.line_of_byte(start))
        self._front.end_line = self.places.line_of_byte(max(start, end - 1))
        self.drafts.append(self._front)

    def _end_front(self, start: int, end: int) -> None:
        assert self._front is not None
        match = _TITLE.search(self._front.text)
        if match and not self.title:
            self.title = match.group(1).strip().strip("\"'").strip()
        self._front = None
