"""The BibTeX reader: one record per entry, each field with the place of its value."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from kgraph.core.document import BlockKind, Document, Problem
from kgraph.core.text import tidy
from kgraph.read.drafts import Draft, Run, finish
from kgraph.read.places import Places
from kgraph.read.registry import Source, readers

_PERCENT = re.compile(r"(?<!\\)%")
_MARKUP = re.compile(r"[\\{}~$]")
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
_FIELD = r"(?<![\w-]){}\s{{0,40}}=\s{{0,40}}"
_MONTHS = {name: str(place) for place, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)}  # fmt: skip


@readers.register("bibtex")
def read_bibtex(source: Source) -> Document:
    """Return the document of a BibTeX file: a RECORD per entry, with ``ENTRYTYPE`` and ``ID`` as its first fields.

    LaTeX accents and braces are undone in the values, ``@string`` names replaced. An entry that cannot be read is a
    Problem with its line, as are a repeated key and a repeated field, whose entries are read all the same.

    >>> document = read_bibtex(Source("a.bib", b"@misc{gpt, title = {GPT}, year=2018}"))
    >>> document.blocks[0].fields
    (('ENTRYTYPE', 'misc', 1, 2), ('ID', 'gpt', 1, 7), ('title', 'GPT', 1, 21), ('year', '2018', 1, 32))
    """
    places = Places(source.text)
    problems: list[Problem] = []
    strings: dict[str, str] = dict(_MONTHS)
    drafts = []
    cursor = 0
    for block in _split(source.text):
        raw = block.raw or ""
        start = source.text.find(raw, cursor)
        start = cursor if start < 0 else start
        cursor = max(cursor, start + 1)
        kind = type(block).__name__
        line, _ = places.of_character(start)
        if kind == "String":
            strings[block.key.lower()] = _value(block.value, strings)
            continue
        if kind.endswith(("FailedBlock", "KeyBlock")):
            problems.append(Problem(source.path, line, _reason(block), raw.split("\n", 1)[0][:200]))
            block = block.ignore_error_block
        if block is not None and type(block).__name__ == "Entry":
            drafts.append(_record(block, raw, start, places, strings))
            cursor = start + len(raw)
    return source.document(finish(drafts, source.lines), problems=problems)


def _split(text: str) -> Iterator[Any]:
    """Return the library's blocks: entries, strings, and what it could not read."""
    from bibtexparser.splitter import Splitter

    # What it complains about in the log comes back as failed blocks, which are reported as problems.
    log = logging.getLogger("bibtexparser.splitter")
    quiet, log.disabled = log.disabled, True
    try:
        return iter(list(Splitter(text).split().blocks))
    finally:
        log.disabled = quiet


def _reason(block: Any) -> str:
    error = getattr(block, "error", None)
    what = tidy(str(getattr(error, "abort_reason", None) or error or "entry not understood"))
    what = what.split(" Note: ", 1)[0]  # advice to programmers
    return f"BibTeX: {what[:300]}"


def _record(entry: Any, raw: str, start: int, places: Places, strings: dict[str, str]) -> Draft:
    line, _ = places.of_character(start)
    draft = Draft(BlockKind.RECORD, line)
    offset = start
    for words in raw.split("\n"):
        if words.strip():
            shown = words.strip()
            place = places.of_character(offset + words.index(shown[0]))
            if draft.runs:
                draft.runs.append(Run("\n", *place))
            draft.runs.append(Run(shown, *place))
        offset += len(words) + 1
    kind, key = raw.find(entry.entry_type), raw.find(entry.key, raw.find("{") + 1 if "{" in raw else 0)
    head = re.match(r"\s*@\s*(\w+)", raw)
    if head:
        kind = head.start(1)
    fields = [
        ("ENTRYTYPE", entry.entry_type.lower(), *places.of_character(start + max(0, kind))),
        ("ID", entry.key, *places.of_character(start + max(0, key))),
    ]
    cursor = max(0, key)
    for field in entry.fields:
        at = _place(raw, field.key, str(field.value), cursor)
        fields.append((field.key.lower(), _value(str(field.value), strings), *places.of_character(start + at)))
        cursor = max(cursor, at)
    draft.fields = tuple(fields)
    return draft


def _place(raw: str, name: str, value: str, cursor: int) -> int:
    """Return the offset in the entry of the first character of a field's value, inside its braces or quotes."""
    match = re.compile(_FIELD.format(re.escape(name)), re.IGNORECASE).search(raw, cursor)
    at = match.end() if match else max(0, raw.find(value, cursor))
    inside = re.compile(r"[{\"]*\s*").match(raw, at)
    end = inside.end() if inside else at
    return end if end < at + len(value) else at


def _value(value: str, strings: dict[str, str]) -> str:
    """Return a field's value without delimiters and LaTeX, its ``@string`` names replaced."""
    parts = [_part(part.strip(), strings) for part in _concatenated(value)]
    return tidy("".join(parts))


def _concatenated(value: str) -> list[str]:
    """Split ``name # "text"`` at the signs that stand outside braces and quotes."""
    if "#" not in value:
        return [value]
    parts, depth, quoted, start = [], 0, False, 0
    for place, character in enumerate(value):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
        elif character == '"' and depth == 0:
            quoted = not quoted
        elif character == "#" and depth == 0 and not quoted:
            parts.append(value[start:place])
            start = place + 1
    return [*parts, value[start:]]


def _part(part: str, strings: dict[str, str]) -> str:
    if len(part) >= 2 and (part[0], part[-1]) in (("{", "}"), ('"', '"')):
        spaced = part[1:-1]
        return plain_latex(spaced)
    return strings.get(part.lower(), plain_latex(part))


@cache
def _latex() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="text")


@lru_cache(maxsize=10_000)
def plain_latex(text: str) -> str:
    r"""Return ``text`` with LaTeX accents, commands and braces undone.

    >>> plain_latex(r"{\'E}cole \& {GAN}"), plain_latex("100% of {BERT}")
    ('École & GAN', '100% of BERT')
    """
    if not _MARKUP.search(text):
        return text
    braces = text.replace("{", "").replace("}", "")
    if "\\" not in text and "$" not in text:
        return braces.replace("~", " ")
    if max(text.count("{"), text.count("\\")) > 400:
        return braces
    try:
        plain = _latex().latex_to_text(_PERCENT.sub(r"\\%", text))
    except (RecursionError, ValueError, IndexError):
        return braces
    return _ADDRESS.sub(r"\1", str(plain))
