"""Addresses in running text: bare ones, those of malformed links, and what a page break or a blank did to them."""

from __future__ import annotations

import re
from typing import NamedTuple


class Found(NamedTuple):
    """A link found in text: offsets of its visible words, its address, and how it was printed.

    ``before`` and ``after`` enclose the whole link with its broken markup, which is not shown to a reader.
    """

    start: int
    end: int
    url: str
    bare: bool
    malformed: bool
    before: int
    after: int


# An address ends before blanks, quotes, Chinese characters and full-width punctuation.
_CHARACTER = r"[!#-;=?-\[\\\]_a-z~\u00a1-\u024f]"
_HOSTS = ("github.com/", "gitlab.com/", "gitee.com/", "bitbucket.org/", "huggingface.co/")
"""Hosts of code that texts print without a scheme: ``代码：github.com/owner/name``."""
_HOSTED = "|".join(re.escape(host) for host in _HOSTS)
_BARE = re.compile(
    rf"(?:https?://|ftp://|(?<![\w@./-])(?:www\.(?=[\w-]+\.[a-z])|(?:{_HOSTED})(?=[\w.-]+/[\w.-]))){_CHARACTER}+",
    re.IGNORECASE | re.ASCII,
)
_LABELLED = re.compile(
    r"(?:\[(?P<square>[^\[\]\x00\n]{1,400})\]|【(?P<full>[^【】\x00\n]{1,400})】)"
    r"[ \t]{0,3}[(（][ \t]{0,3}(?=https?://|www\.|ftp://)",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\+([^\w\s]|_)")
_ANOTHER = re.compile(r"(?<![=/?&])https?://", re.IGNORECASE)
_PIECE = re.compile(rf"{_CHARACTER}+\Z", re.IGNORECASE)
_OPENERS = {")": "(", "]": "["}


def may_hold_url(text: str) -> bool:
    """Return whether a search for addresses is worth its time."""
    return "://" in text or "www." in text or "WWW." in text or any(host in text for host in _HOSTS)


def unescape_url(url: str) -> str:
    r"""Return ``url`` without the backslashes that escape its punctuation.

    >>> unescape_url("https://github.com/a/b\\_c"), unescape_url(r"https://x.org/a\_b")
    ('https://github.com/a/b_c', 'https://x.org/a_b')
    """
    return _ESCAPE.sub(r"\1", url.strip()) if "\\" in url else url.strip()


def same_address(text: str, url: str) -> bool:
    """Return whether a link's words are its own target (scheme, ``www.`` and a last slash do not count)."""
    if "." not in text or " " in text.strip():
        return False
    return _bare_form(unescape_url(text)) == _bare_form(url)


def _bare_form(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().lower()).rstrip("/")


def trim_url(url: str) -> str:
    """Return ``url`` without the punctuation of the sentence around it; balanced brackets stay.

    >>> trim_url("https://en.wikipedia.org/wiki/BERT_(model))."), trim_url("http://a.b/c*,")
    ('https://en.wikipedia.org/wiki/BERT_(model)', 'http://a.b/c')
    """
    excess = {closer: url.count(closer) - url.count(opener) for closer, opener in _OPENERS.items()}
    end = len(url)
    while end:
        last = url[end - 1]
        if last in ".,;:!?'*~\\([":
            if last in "([":
                excess[")" if last == "(" else "]"] += 1
            end -= 1
        elif excess.get(last, 0) > 0:
            excess[last] -= 1
            end -= 1
        else:
            break
    return url[:end]


def find_urls(text: str) -> list[Found]:
    """Return the links printed in ``text`` without valid markup, in order and without overlap.

    Bare addresses, and label and address in brackets that no parser takes for a link. ``\\x00`` marks text that is
    linked already. Linear in the text.

    >>> [found.url for found in find_urls("见https://a.org/x，和 (www.b.com/y).")]
    ['https://a.org/x', 'http://www.b.com/y']
    >>> [found.url for found in find_urls("仓库：github.com/a/b。")]
    ['https://github.com/a/b']
    >>> find_urls("[blog]（https://a.org/p/1   ")
    [Found(start=1, end=5, url='https://a.org/p/1', bare=False, malformed=True, before=0, after=24)]
    """
    found: list[Found] = []
    position = 0
    labels = _LABELLED.finditer(text)
    label = next(labels, None)
    for match in _BARE.finditer(text):
        while label is not None and label.end() < match.start():
            label = next(labels, None)
        if match.start() < position:
            continue
        url = match.group()
        again = _ANOTHER.search(url, 8)
        if again:
            url = url[: again.start()]
        if label is not None and label.end() == match.start():
            name = "square" if label.group("square") is not None else "full"
            url, position = _in_brackets(text, match.start(), url)
            start, end = label.span(name)
            found.append(Found(start, end, unescape_url(url), False, True, label.start(), position))
            continue
        url = trim_url(url)
        if len(url) > 9 or url.lower().startswith("www."):
            position = match.start() + len(url)
            target = unescape_url(url)
            target = (
                target if "://" in target else f"{'http' if target.lower().startswith('www.') else 'https'}://{target}"
            )
            found.append(Found(match.start(), position, target, True, False, match.start(), position))
        if again:
            # The text after a glued address is looked at again, from the second scheme on.
            rest = _find_glued(text, match.start() + again.start(), match.end())
            found += rest
            position = match.end()
    return found


def _find_glued(text: str, start: int, end: int) -> list[Found]:
    """Return the addresses of ``text[start:end]``, which are printed without a blank between them."""
    found = []
    while start < end:
        again = _ANOTHER.search(text, start + 8, end)
        stop = again.start() if again else end
        url = trim_url(text[start:stop])
        if len(url) > 9:
            end_of_url = start + len(url)
            found.append(Found(start, end_of_url, unescape_url(url), True, False, start, end_of_url))
        start = stop
    return found


def _in_brackets(text: str, start: int, url: str) -> tuple[str, int]:
    """Return the address after an opening bracket and the offset after it; blanks inside the brackets are undone."""
    end = start + len(url)
    closer = re.compile(r"[)）\n]").search(text, start, start + 500)
    if closer and closer.group() != "\n" and closer.start() > end:
        pieces = text[start : closer.start()].split()
        if len(pieces) <= 4 and all(_PIECE.match(piece) for piece in pieces):
            return "".join(pieces), closer.end()
    url = trim_url(url)
    end = start + len(url)
    return url, end + (text[end : end + 1] in (")", "）"))
