"""Text from documents, made safe for the place it goes to: XML, spreadsheets, terminals, links."""

from __future__ import annotations

import re
import unicodedata

# Everything XML 1.0 has no place for; lone surrogates cannot be written as UTF-8 either.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n?")
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?%?")
_SAFE_LINK = re.compile(r"(https?://|mailto:)[^\s<>\"'`]+", re.IGNORECASE)


def xml_text(text: str) -> str:
    r"""Return ``text`` with what XML cannot hold replaced by U+FFFD, and line ends as ``\n``.

    >>> xml_text("a\x00b\r\nc <快手>")
    'a\ufffdb\nc <快手>'
    """
    return _NOT_XML.sub("\ufffd", _LINE_END.sub("\n", text))


def spreadsheet_cell(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula: a quote mark goes before a dangerous start.

    A plain number keeps its sign.

    >>> spreadsheet_cell("=1+1"), spreadsheet_cell("-3.2"), spreadsheet_cell("BERT")
    ("'=1+1", '-3.2', 'BERT')
    """
    text = _NOT_XML.sub("\ufffd", text)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def terminal_text(text: str) -> str:
    r"""Return ``text`` on one line, without characters that steer a terminal or turn the reading direction.

    >>> terminal_text("red: \x1b[31m\nnext")
    'red: [31m next'
    """
    out = []
    for character in text:
        if character in "\n\r\t":
            out.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            out.append(character)
    return "".join(out)


def safe_link(url: str | None) -> str | None:
    """Return ``url`` when a page may link to it (http, https, mailto), else None.

    >>> safe_link("https://arxiv.org/abs/1810.04805"), safe_link("javascript:alert(1)")
    ('https://arxiv.org/abs/1810.04805', None)
    """
    return url if url and _SAFE_LINK.fullmatch(url) else None
