"""Settle the headings of a document: numbers, levels, and the section that every block stands in."""

from __future__ import annotations

from kgraph.core.document import BlockKind
from kgraph.read.drafts import Draft
from kgraph.read.tree import Heading, arrange

_TEXTUAL = {BlockKind.HEADING, BlockKind.ITEM, BlockKind.ROW, BlockKind.PARAGRAPH, BlockKind.MATH, BlockKind.CODE}


def without_empty(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts that hold something; what hung under an empty item hangs under the item around it."""
    kept = []
    for draft in drafts:
        owner = draft.owner
        if owner is not None and owner.index == -2:
            draft.owner = owner.owner
        if draft.kind in _TEXTUAL and not any(run.text.strip() or run.target is not None for run in draft.runs):
            draft.index = -2
            continue
        _trim(draft)
        kept.append(draft)
    return kept


def _trim(draft: Draft) -> None:
    """Drop line ends and blanks around the text of a block."""
    runs = draft.runs
    if draft.cells or draft.kind is BlockKind.CODE:
        return
    while runs and runs[-1].target is None and not runs[-1].text.strip():
        runs.pop()
    first = 0
    while first < len(runs) and runs[first].target is None and not runs[first].text.strip():
        first += 1
    if first:
        del runs[:first]


def outline(drafts: list[Draft]) -> None:
    """Set level, number and section of the headings and the section of all other drafts."""
    places = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    headings = [Heading(draft.text, draft.depth) for draft in places]
    arrange(headings)
    for draft, heading in zip(places, headings, strict=True):
        draft.level = heading.level
        draft.section = places[heading.section] if heading.section is not None else None
        if heading.number is not None:
            draft.number = heading.number.printed
            cut(draft, heading.number.rest)
    current = None
    for draft in drafts:
        if draft.kind is BlockKind.HEADING:
            current = draft
        else:
            draft.section = current


def cut(draft: Draft, size: int) -> None:
    """Take the first ``size`` characters of the text off the draft."""
    runs = draft.runs
    while runs and size:
        run = runs[0]
        if len(run.text) <= size:
            size -= len(run.text)
            del runs[0]
        else:
            runs[0] = run._replace(text=run.text[size:], column=run.column + size if run.literal else run.column)
            size = 0
