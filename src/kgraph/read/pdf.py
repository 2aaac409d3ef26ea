"""The PDF reader: the text layer, page by page, read as plain text."""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections import Counter
from collections.abc import Iterator

from kgraph.core.document import Document, Problem
from kgraph.core.errors import UnreadableDocumentError
from kgraph.read.drafts import finish
from kgraph.read.ocr import find_ocr_urls
from kgraph.read.plain import plain_drafts
from kgraph.read.registry import Source, readers

_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(r"[-–—\s]*(?:page\s+|第\s*)?#(?:\s*(?:/|of)\s*#)?\s*页?[-–—\s]*", re.IGNORECASE)


@readers.register("pdf")
def read_pdf(source: Source) -> Document:
    """Return the document of a PDF's text layer; its lines are those of the extracted text.

    A page begins with a form feed on its first line (but for the first page). Page numbers, and lines that stand at the
    edge of most pages, are MARKUP. A page that cannot be read is a Problem, as are faults of the file that it was read in spite of.
    Raises UnreadableDocumentError for an encrypted or damaged PDF and for one without text.
    """
    pages, problems, title = _pages(source)
    lines = tuple("\n\x0c".join(pages).split("\n"))
    if not any(line.strip() for line in lines):
        raise UnreadableDocumentError(source.path, "a PDF without a text layer, expected text (run OCR on it first)")
    blocks = finish(plain_drafts(lines, _running(pages)), lines, find_ocr_urls)
    return source.document(blocks, title=title, problems=problems, lines=lines, encoding="pdf")


def _pages(source: Source) -> tuple[list[str], list[Problem], str]:
    import pypdf
    from pypdf.errors import PyPdfError

    try:
        with _heard() as heard:
            reader = pypdf.PdfReader(io.BytesIO(source.data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise UnreadableDocumentError(source.path, "an encrypted PDF, expected one without a password")
            pages, problems = [], []
            for number, page in enumerate(reader.pages, 1):
                try:
                    text = page.extract_text()
                except Exception as error:  # a damaged page raises whatever its content stream leads to
                    text = ""
                    reason = f"page {number} not readable: {type(error).__name__}: {error}"
                    problems.append(Problem(source.path, 0, reason))
                pages.append(_clean(text))
            title = (reader.metadata.title if reader.metadata else None) or ""
    except UnreadableDocumentError:
        raise
    except (PyPdfError, RecursionError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise UnreadableDocumentError(source.path, f"a damaged PDF: {type(error).__name__}: {error}") from error
    if heard:
        count = f" ({len(heard)} faults in all)" if len(heard) > 1 else ""
        problems.append(Problem(source.path, 0, f"a PDF with faults, read all the same: {heard[0]}{count}"))
    return pages, problems, str(title).strip()


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect the different complaints of the library instead of letting them reach stderr without a file's name."""
    heard: dict[str, None] = {}
    log, ear = logging.getLogger("pypdf"), logging.Handler(logging.WARNING)
    found: list[str] = []
    ear.emit = lambda record: heard.setdefault(record.getMessage())  # type: ignore[method-assign]
    aloud, log.propagate = log.propagate, False
    log.addHandler(ear)
    try:
        yield found
    finally:
        log.removeHandler(ear)
        log.propagate = aloud
        found += heard


def _running(pages: list[str]) -> set[int]:
    """Return the numbers of the lines at the edges of pages that say the same on most of them, or just the page."""
    edges: list[tuple[int, str]] = []
    start = 1
    for page in pages:
        lines = page.split("\n")
        shown = [place for place, line in enumerate(lines) if line.strip()]
        for place in sorted({*shown[:2], *shown[-2:]}):
            edges.append((start + place, _DIGITS.sub("#", lines[place].strip())))
        start += len(lines)
    counts = Counter(words for _, words in edges)
    often = max(3, len(pages) // 2)
    return {number for number, words in edges if counts[words] >= often or (_PAGE.fullmatch(words) and len(pages) > 1)}


def _clean(text: str) -> str:
    """Return the text of a page with one kind of line end, and without what cannot be written as UTF-8."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\0", "\ufffd")
    return text.encode("utf-8", "replace").decode("utf-8")
