"""What Markdown's many renderers show and its parser does not: late headings, surplus cells, unused definitions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kgraph.core.document import BlockKind
from kgraph.read.drafts import Draft, Run, Target
from kgraph.read.places import Places

_LATE_HEADING = re.compile(r"(#{2,6}|#(?!\d))(?=[^\s#!])")
_MAY_BE_LATE = re.compile(r"^[ ]{0,3}#{1,6}[^\s#!]", re.MULTILINE)
_SURPLUS = re.compile(r"\|((?:[^|\\]|\\.)+)")


def may_hold_late_headings(text: str) -> bool:
    """Return whether a line begins with ``#`` and no blank, so that paragraphs are worth a look."""
    return _MAY_BE_LATE.search(text) is not None


def split_headings(draft: Draft) -> list[Draft]:
    """Return a paragraph cut at lines like ``#Title``, which older renderers show as headings.

    Lines of tags (``#nlp #cv``) and ``#1`` stay text.
    """
    lines: list[list[Run]] = [[]]
    for run in draft.runs:
        if run.text == "\n":
            lines.append([])
        else:
            lines[-1].append(run)
    if not any(_is_late_heading(line) for line in lines):
        return [draft]
    parts: list[Draft] = []
    for line in filter(None, lines):
        match = _LATE_HEADING.match(line[0].text) if _is_late_heading(line) else None
        if match:
            depth = len(match.group(1))
            first = line[0]._replace(text=line[0].text[depth:], column=line[0].column + depth)
            parts.append(Draft(BlockKind.HEADING, first.line, depth=depth, runs=[first, *line[1:]]))
        elif parts and parts[-1].kind is BlockKind.PARAGRAPH:
            last = parts[-1].runs[-1]
            parts[-1].runs += [Run("\n", last.line, last.column + len(last.text)), *line]
        else:
            parts.append(Draft(BlockKind.PARAGRAPH, line[0].line, owner=draft.owner, runs=list(line)))
    for part in parts:
        part.targets = dict(draft.targets)
    return parts


def _is_late_heading(line: list[Run]) -> bool:
    if not line or not line[0].literal or line[0].target is not None or not _LATE_HEADING.match(line[0].text):
        return False
    words = "".join(run.text for run in line).split()
    return not (all(word.startswith("#") for word in words) and (len(words) > 1 or len(words[0]) < 2))


def drop_attribute_lists(draft: Draft) -> None:
    """Drop lines like ``{:.warning}``: attributes that some renderers attach to a paragraph."""
    kept: list[Run] = []
    for run in draft.runs:
        if run.text.startswith("{:") and run.text.rstrip().endswith("}") and (not kept or kept[-1].text == "\n"):
            if kept:
                kept.pop()
            continue
        kept.append(run)
    draft.runs = kept


def add_surplus_cells(row: Draft, rest: str, start: int, places: Places) -> None:
    """Add to a row the cells beyond its header: ``rest`` is the source from character ``start`` on, from their ``|``."""
    for piece in _SURPLUS.finditer(rest.rstrip("\n")):
        words = piece.group(1).strip()
        blanks = len(piece.group(1)) - len(piece.group(1).lstrip())
        line, column = places.of_character(start + piece.start(1) + blanks)
        row.runs.append(Run("\t", line, max(1, column - 1)))
        row.cells.append((column, len(row.runs), len(row.runs) + bool(words)))
        if words:
            row.runs.append(Run(words, line, column))


def unused_definitions(definitions: Mapping[str, Any], used: set[str], places: Places) -> list[Draft]:
    """Return paragraphs for the addresses that are defined (``[name]: address``) but never referred to.

    Mostly they are a list of sources. ``used`` are the case-folded names of the definitions that some link shows.
    """
    found = []
    for label, definition in definitions.items():
        url = definition["dest"].strip("（()） ")
        if "://" not in url or label.casefold() in used:
            continue
        start, end = definition["span"]["start"], definition["span"]["end"]
        words = label if sum(c.isalpha() for c in label) > 1 else url
        inside = places.data.find(words.encode(), start, end)
        line, column = places.of_byte(max(inside, start))
        draft = Draft(BlockKind.PARAGRAPH, line, runs=[Run(words, line, column, target=0, literal=inside >= 0)])
        draft.targets[0] = Target(url, line, column, words is url, url != definition["dest"])
        found.append(draft)
    return found
