"""From bytes to text: byte order marks, UTF-8, UTF-16, GB18030, and a guess, which is reported, as the last resort."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from kgraph.core.errors import UnreadableDocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
CERTAIN = frozenset({*(encoding for _, encoding in _MARKS), "gb18030"})
"""The encodings that are told by their own rules; any other one is a guess, which is reported."""

_SAMPLE = 65_536
_FOREIGN_RUN = re.compile(rb"[\x80-\xff]+")
_WESTERN = re.compile(r"(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽžŸ]|[À-ÖØ-öø-ÿŒœŠšŽžŸ](?=[A-Za-z])|[‘’“”«»–—…•·°±©®™§¿¡£€]")
_NUL_SHARE = 0.002
"""A text of more NULs than this share is taken for binary."""

_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"SQLite format 3\0", "a SQLite database"),
)


def decode(path: str, data: bytes) -> tuple[str, str]:
    """Return the text of ``data`` and the name of its encoding.

    Line ends become ``\\n``, a byte order mark is dropped, single NULs and single broken UTF-8 bytes become U+FFFD
    (one per byte that is not understood). Raises UnreadableDocumentError for bytes that are no text.

    >>> decode("a.txt", b"\\xef\\xbb\\xbfBERT\\r\\n")
    ('BERT\\n', 'utf-8')
    >>> decode("a.txt", "深度学习".encode("utf-16-be"))
    ('深度学习', 'utf-16-be')
    """
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise UnreadableDocumentError(path, f"expected text, found {what}")
    text, encoding = _decode(path, data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", "\ufffd"), encoding


def oddities(data: bytes, encoding: str) -> Iterator[tuple[int, str]]:
    """Yield (line, reason) for what decoding ``data`` as ``encoding`` guessed or could not keep.

    >>> list(oddities(b"a\\nb\\xffc", "utf-8"))
    [(2, 'bytes that are not utf-8, read as U+FFFD (this line is the first with one)')]
    """
    if encoding not in CERTAIN:
        first = _FOREIGN_RUN.search(data)
        line = _line(data, first.start() if first else 0, "latin-1")
        yield line, f"neither UTF-8, UTF-16 nor GB18030: read as {encoding}, a guess; save it as UTF-8 to be sure"
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line(data, error.start, encoding)
        yield line, f"bytes that are not {encoding}, read as U+FFFD (this line is the first with one)"
    if b"\0" in data and encoding in ("utf-8", "gb18030"):
        line = _line(data, data.index(b"\0"), "latin-1")
        yield line, f"{data.count(0)} NUL bytes, read as U+FFFD"


def _line(data: bytes, offset: int, encoding: str) -> int:
    before = data[:offset].decode(encoding, "replace")
    return before.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def _decode(path: str, data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    nuls = data.count(0)
    if nuls:
        wide = _wide(data)
        if wide:
            return data.decode(wide, "replace"), wide
        if nuls > max(8, _NUL_SHARE * len(data)):
            raise UnreadableDocumentError(path, f"binary data ({nuls} NUL bytes in {len(data)}), expected text")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _legacy(path, data)


def _wide(data: bytes) -> str:
    """Return ``utf-16-le`` or ``utf-16-be`` when the bytes are UTF-16 without a mark, else the empty string."""
    if len(data) % 2:
        data = data[:-1]
    sample = data[:_SAMPLE]
    best, share = "", 0.95
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = sample.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(
            "\x20" <= c < "\x7f"
            or c in "\t\r\n"
            or "\u4e00" <= c <= "\u9fff"
            or "\u3000" <= c <= "\u303f"
            or c >= "\uff00"
            for c in text
        )
        if text and plain / len(text) > share:
            best, share = encoding, plain / len(text)
    return best


def _legacy(path: str, data: bytes) -> tuple[str, str]:
    # A few broken bytes (a line cut in the middle of a character) do not make a UTF-8 text another encoding.
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    if sum(c > "\x7f" for c in text) - broken >= 3 * broken:
        return text, "utf-8"
    wide = _wide(data)
    if wide:
        return data.decode(wide, "replace"), wide
    if _stands_alone(data):
        # In every encoding of Chinese these bytes come in pairs; here they are accents or dirt.
        western = data.decode("cp1252", "replace")
        return (western, "cp1252") if _looks_western(western) else (text, "utf-8")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        if error.start > 0.99 * len(data) or _cut_short(data, error):
            return data.decode("gb18030", "replace"), "gb18030"
    else:
        if _looks_chinese(text):
            return text, "gb18030"
    return _detected(path, data)


def _stands_alone(data: bytes) -> bool:
    """Return whether most bytes beyond ASCII have only ASCII beside them."""
    runs = _FOREIGN_RUN.findall(data[:_SAMPLE])
    return sum(len(run) == 1 for run in runs) >= 0.7 * len(runs)


def _looks_western(text: str) -> bool:
    """Return whether most non-ASCII characters are letters within Latin words, quotation marks, dashes and the like."""
    foreign = sum(c > "\x7f" for c in text)
    return len(_WESTERN.findall(text)) >= 0.7 * foreign


def _cut_short(data: bytes, error: UnicodeDecodeError) -> bool:
    text = data.decode("gb18030", "replace")
    return text.count("\ufffd") * 200 <= len(text) and _looks_chinese(text)


def _looks_chinese(text: str) -> bool:
    """Return whether most non-ASCII characters are common Chinese ones or full-width punctuation."""
    foreign = [c for c in text[:_SAMPLE] if c > "\x7f"]
    common = sum("\u4e00" <= c <= "\u9fa5" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in foreign)
    return common >= 0.8 * len(foreign)


def _detected(path: str, data: bytes) -> tuple[str, str]:
    import charset_normalizer

    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise UnreadableDocumentError(path, "no encoding fits the bytes, expected UTF-8, UTF-16 or GB18030 text")
    return data.decode(best.encoding, "replace"), str(best.encoding)
