"""Cut HTML into tags, comments and text, in linear time whatever the input."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s{0,20}=\s{0,20}(?:"([^"]*)"|'([^']*)'|([^\s"'<>]*)))?""",
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_RAW = {"script", "style", "textarea", "title", "noscript", "template", "iframe", "xmp"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Token(NamedTuple):
    """A piece of HTML: ``kind`` is ``text``, ``open``, ``close`` or ``comment``; ``start`` and ``end`` are offsets."""

    kind: str
    name: str
    start: int
    end: int


class Attribute(NamedTuple):
    """The value of an attribute, entities undone, and the offset of its first character."""

    value: str
    start: int
    literal: bool


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of ``text``, which they cover without a gap.

    >>> [(token.kind, token.name) for token in tokens("a<b x='>'>c</B><!-- d --> 1 < 2")]
    [('text', ''), ('open', 'b'), ('text', ''), ('close', 'b'), ('comment', ''), ('text', '')]
    """
    at = shown = 0
    missing: set[str] = set()
    lowered = ""
    while True:
        at = text.find("<", at)
        if at < 0:
            break
        token = _comment(text, at, missing) if text.startswith(("<!", "<?"), at) else _tag(text, at, missing)
        if token is None:
            at += 1
            continue
        if at > shown:
            yield Token("text", "", shown, at)
        yield token
        at = shown = token.end
        if token.kind == "open" and token.name in _RAW:
            lowered = lowered or text.lower()
            if len(lowered) != len(text):
                lowered = text
            end = -1 if token.name in missing else lowered.find(f"</{token.name}", at)
            if end < 0:
                missing.add(token.name)
            elif end > at:
                yield Token("raw", token.name, at, end)
                at = shown = end
    if shown < len(text):
        yield Token("text", "", shown, len(text))


def _comment(text: str, at: int, missing: set[str]) -> Token | None:
    closer = "-->" if text.startswith("<!--", at) else "]]>" if text.startswith("<![CDATA[", at) else ">"
    if closer in missing:
        return None
    end = text.find(closer, at + 2)
    if end < 0:
        missing.add(closer)
        return None
    return Token("comment", "", at, end + len(closer))


def _tag(text: str, at: int, missing: set[str]) -> Token | None:
    match = _TAG.match(text, at)
    if not match:
        return None
    place = match.end()
    size = len(text)
    while place < size:
        character = text[place]
        if character == ">":
            return Token("close" if match.group(1) else "open", match.group(2).lower(), at, place + 1)
        if character == "<":
            return None
        if character in "\"'":
            if character in missing:
                return None
            end = text.find(character, place + 1)
            if end < 0:
                missing.add(character)
                return None
            place = end
        place += 1
    return None


def attributes(text: str, token: Token) -> dict[str, Attribute]:
    """Return the attributes of an opening tag by lower-case name (the first of a name counts)."""
    found: dict[str, Attribute] = {}
    for match in _ATTRIBUTE.finditer(text, token.start + 1 + len(token.name), token.end - 1):
        group = next((number for number in (2, 3, 4) if match.group(number) is not None), 0)
        value = match.group(group) if group else ""
        plain = html.unescape(value) if "&" in value else value
        found.setdefault(match.group(1).lower(), Attribute(plain, match.start(group), plain == value))
    return found


def unescaped(text: str) -> Iterator[tuple[str, int, bool]]:
    """Yield (text, offset, literal) pieces of ``text`` with its entities undone.

    >>> list(unescaped("R&amp;D"))
    [('R', 0, True), ('&', 1, False), ('D', 6, True)]
    """
    if "&" not in text:
        yield text, 0, True
        return
    at = 0
    for match in _ENTITY.finditer(text):
        plain = html.unescape(match.group())
        if plain == match.group():
            continue
        if match.start() > at:
            yield text[at : match.start()], at, True
        yield plain, match.start(), False
        at = match.end()
    if at < len(text):
        yield text[at:], at, True
