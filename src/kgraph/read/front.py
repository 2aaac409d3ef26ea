"""Faults in front matter: those that show without a YAML parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_ENTRY = re.compile(
    r"""\s*(?P<marks>(?:-(?:\s+|$))*)"""
    r"""(?:(?P<key>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'\[\]{}#&*!|>%@`,:].*?)\s*:(?:\s+|$))?(?P<value>.*)"""
)
_BRACKETS = {"[": "]", "{": "}"}
_QUOTES = "\"'"


def front_matter_faults(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (index of the line, reason) for what is no YAML in the lines of front matter. Linear in the text.

    A line has to be a ``key: value``, a list item, a comment or blank, or be indented below an entry; a value that
    begins with a bracket or a quotation mark has to end with its counterpart.

    >>> list(front_matter_faults(["title: [a,", "  b", "tags: [a, b]", "no key"]))
    [(0, 'a value whose [ is not closed'), (3, 'neither a key with a value nor a list item')]
    """
    place, owner = 0, None
    while place < len(lines):
        line = lines[place]
        indent = _indent(line)
        entry = _ENTRY.match(line)
        if not line.strip() or line.lstrip().startswith("#"):
            pass
        elif entry is not None and (entry["marks"] or entry["key"]):
            owner = indent
            opening = entry["value"][:1]
            if opening and opening in "|>[{\"'":
                end = _end(lines, place, indent, _BRACKETS.get(opening, ""))
                sign = "" if opening in "|>" else _unclosed("\n".join([entry["value"], *lines[place + 1 : end]]))
                if sign:
                    yield place, f"a value whose {sign} is not closed"
                place = end
                continue
        elif owner is None or indent <= owner:
            yield place, "neither a key with a value nor a list item"
        place += 1


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end(lines: Sequence[str], place: int, indent: int, closing: str) -> int:
    """Return the index after the entry at ``place``: its lines are blank, deeper, or begin with its closing bracket."""
    end = place + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > indent):
        end += 1
    if closing and end < len(lines) and lines[end].lstrip().startswith(closing):
        end += 1
    return end


def _unclosed(text: str) -> str:
    """Return the bracket or quotation mark of the value ``text`` that is not closed, or the empty string."""
    open_: list[str] = []
    quote, place = "", 0
    while place < len(text):
        sign, before = text[place], text[place - 1 : place]
        if quote:
            if (quote == '"' and sign == "\\") or (quote == "'" and text.startswith("''", place)):
                place += 1
            elif sign == quote:
                quote = ""
        elif sign in _QUOTES and before in ("", *" \t\n[{,:"):
            quote = sign
        elif sign in _BRACKETS:
            open_.append(sign)
        elif sign in _BRACKETS.values():
            if sign != _BRACKETS[open_[-1]]:
                return open_[-1]
            open_.pop()
        elif sign == "#" and before.isspace():
            place = text.find("\n", place)
            if place < 0:
                break
        if not quote and not open_:
            return ""
        place += 1
    return quote or open_[-1]
