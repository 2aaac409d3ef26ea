"""Recognise tables of contents: they repeat the headings and are not content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgraph.core.document import BlockKind
from kgraph.core.text import fold
from kgraph.read.drafts import Draft

_TITLE = re.compile(
    r"(?:目\s{0,4}[录錄次]|内容[目大][录纲]|章节目录|文章目录|(?:table\s+of\s+)?contents|toc|outline|index)\s*[:：]?\Z",
    re.IGNORECASE,
)
_OPENED = re.compile(r"<!--\s*(?:toc|start doctoc|more toc|markdown-toc|mtoc)\b(?!stop)", re.IGNORECASE)
_CLOSED = re.compile(r"<!--\s*(?:/\s*toc|tocstop|end doctoc|toc end|end toc|/mtoc)\b", re.IGNORECASE)
_LEADER = re.compile(r"(?:\.[ \t]?){4,}\s*\d{0,4}\s*\Z|(?:…|·|‧|⋯){2,}\s*\d{0,4}\s*\Z")
LEADER_LINE = re.compile(r"\S.*?(?:(?:\.[ \t]?){4,}|(?:…|·|‧|⋯){2,})\s*(?:\d{1,4}|[ivxlc]{1,6})\s*\Z")
_SECTION_NUMBER = re.compile(
    r"(?:\d{1,3}(?:\s?\.\s?\d{1,3}){0,5}\.?|[A-Z](?:\.\d{1,3})*\.?|[IVXLC]{1,6}\.?|第.{1,4}[章节部])\Z"
)
_PAGE = re.compile(r"(?:[.…·\s]*)(\d{1,4}|[ivxlc]{1,6})\Z", re.IGNORECASE)
_NUMBER = re.compile(r"^\s{0,4}\d{1,3}(?:\s?[.．]\s?\d{1,3}){0,6}[.．、]?\s{0,3}")


def mark_contents(drafts: Sequence[Draft]) -> None:
    """Turn the drafts of tables of contents, and the line that announces them, into CONTENTS. Linear.

    Comes before the outline: a heading "Contents" is above nothing.
    """
    headings = [draft.text for draft in drafts if draft.kind is BlockKind.HEADING]
    titles = {fold(words) for text in headings for words in (text, _NUMBER.sub("", text))}
    titles.discard("")
    _mark_commented(drafts)
    _mark_lists(drafts, titles)
    _mark_tables(drafts, titles)
    _mark_leaders(drafts)
    _mark_announcements(drafts)


def is_contents_title(text: str) -> bool:
    """Return whether a line announces a table of contents.

    >>> is_contents_title("目 录"), is_contents_title("Table of Contents:"), is_contents_title("Contents of VAE")
    (True, True, False)
    """
    return len(text) < 40 and _TITLE.match(text.strip()) is not None


def _mark_commented(drafts: Sequence[Draft]) -> None:
    """Mark what stands between ``<!-- TOC -->`` and its end, or another ``<!-- TOC -->`` (some editors write that)."""
    inside: list[Draft] | None = None
    for draft in drafts:
        if draft.kind is BlockKind.MARKUP:
            text = draft.text
            if inside is not None and (_CLOSED.search(text) or _OPENED.search(text)):
                _mark(inside)
                inside = None
            elif _OPENED.search(text):
                inside = []
        elif inside is not None and draft.kind in (BlockKind.ITEM, BlockKind.PARAGRAPH, BlockKind.ROW):
            inside.append(draft)
        elif draft.kind is BlockKind.HEADING and not is_contents_title(draft.text):
            inside = None  # never closed: what follows a heading is content


def _announced(drafts: Sequence[Draft], place: int) -> bool:
    """Return whether the draft at ``place`` follows the words "Contents" directly (or other contents)."""
    while place > 0:
        place -= 1
        draft = drafts[place]
        if draft.kind is BlockKind.MARKUP:
            continue
        if draft.kind is BlockKind.CONTENTS:
            return True
        return draft.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and is_contents_title(draft.text)
    return False


def _mark_lists(drafts: Sequence[Draft], titles: set[str]) -> None:
    place = 0
    while place < len(drafts):
        if drafts[place].kind is not BlockKind.ITEM:
            place += 1
            continue
        end = place
        while end < len(drafts) and drafts[end].kind is BlockKind.ITEM:
            end += 1
        items = drafts[place:end]
        anchors = sum(_is_anchor(item) for item in items)
        if anchors >= 0.8 * len(items) and (len(items) >= 3 or _announced(drafts, place)):
            _mark(items)
        elif _announced(drafts, place) and not any(_leads_out(item) for item in items):
            repeated = sum(_repeats(item.text, titles) or bool(_LEADER.search(item.text)) for item in items)
            if anchors or repeated * 2 >= len(items) or not titles:
                _mark(items)
        place = end


def _mark(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        draft.kind = BlockKind.CONTENTS


def _is_anchor(item: Draft) -> bool:
    """Return whether the item is nothing but links to places of its own document."""
    return bool(item.targets) and all(
        target.url.startswith("#") and len(target.url) > 1 for target in item.targets.values()
    ) and not any(run.target is None and any(c.isalpha() for c in run.text) and len(run.text) > 12 for run in item.runs)  # fmt: skip


def _leads_out(item: Draft) -> bool:
    return any("://" in target.url for target in item.targets.values()) or "://" in item.text


def _repeats(text: str, titles: set[str]) -> bool:
    words = _NUMBER.sub("", text)
    words = re.sub(r"[.…·\s]*\d{0,4}\s*$", "", words)
    return fold(words) in titles or fold(text) in titles


def _mark_tables(drafts: Sequence[Draft], titles: set[str]) -> None:
    place = 0
    while place < len(drafts):
        table = drafts[place].table
        if drafts[place].kind is not BlockKind.ROW or table is None:
            place += 1
            continue
        end = place
        while end < len(drafts) and drafts[end].table == table and drafts[end].kind is BlockKind.ROW:
            end += 1
        if _is_contents_table(drafts[place:end], titles, _announced(drafts, place)):
            _mark(drafts[place:end])
        place = end


def _is_contents_table(rows: Sequence[Draft], titles: set[str], announced: bool) -> bool:
    if any(row.targets and _leads_out(row) for row in rows):
        return False
    fitting = many = repeated = leaders = 0
    for row in rows:
        texts = ["".join([run.text for run in row.runs[first:last]]).strip() for _, first, last in row.cells]
        texts = [text for text in texts if text]
        if len(texts) < 2:
            continue
        number, page = _SECTION_NUMBER.match(texts[0]), _PAGE.match(texts[-1])
        leader = any(_LEADER.search(text) for text in texts)
        leaders += leader
        fitting += bool((number and page) or leader or (page and _repeats(" ".join(texts[:-1]), titles)))
        many += bool(number and "." in texts[0].rstrip("."))
        repeated += _repeats(texts[1], titles) or _repeats(texts[0], titles)
    if fitting < 0.7 * len(rows):
        return False
    return announced or leaders * 2 >= len(rows) or (repeated * 2 >= len(rows)) or (
        many * 2 >= len(rows) and len(rows) >= 3 and _rising(rows)
    )  # fmt: skip


def _rising(rows: Sequence[Draft]) -> bool:
    """Return whether the page numbers of a table never fall: scores and ranks do."""
    pages = []
    for row in rows:
        match = _PAGE.match("".join([run.text for run in row.runs[row.cells[-1][1] : row.cells[-1][2]]]).strip())
        if match and match.group(1).isdigit():
            pages.append(int(match.group(1)))
    return pages == sorted(pages)


def _mark_leaders(drafts: Sequence[Draft]) -> None:
    for place, draft in enumerate(drafts):
        if draft.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.HEADING):
            continue
        text = draft.text
        if "..." not in text and ". . ." not in text and "…" not in text and "··" not in text and "⋯" not in text:
            continue
        lines = [line for line in text.split("\n") if line.strip()]
        fitting = sum(LEADER_LINE.match(line[:400]) is not None for line in lines)
        if fitting and fitting * 10 >= 6 * len(lines) and (len(lines) > 1 or _has_neighbour(drafts, place)):
            draft.kind = BlockKind.CONTENTS


def _has_neighbour(drafts: Sequence[Draft], place: int) -> bool:
    """Return whether a single line with leaders stands among others, or below the word "Contents"."""
    if _announced(drafts, place):
        return True
    following = drafts[place + 1] if place + 1 < len(drafts) else None
    return following is not None and LEADER_LINE.match(following.text[:400]) is not None


def _mark_announcements(drafts: Sequence[Draft]) -> None:
    following: Draft | None = None
    for draft in reversed(drafts):
        if draft.kind is BlockKind.MARKUP:
            continue
        if (
            following is not None
            and following.kind is BlockKind.CONTENTS
            and draft.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH)
            and is_contents_title(draft.text)
        ):
            draft.kind = BlockKind.CONTENTS
        following = draft
