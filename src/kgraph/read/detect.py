"""Choose the reader for a file by its ending and its content."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath

from kgraph.core.document import Document
from kgraph.core.errors import UnreadableDocumentError
from kgraph.read.plain import count_headings
from kgraph.read.registry import Source, readers

ENDINGS = {
    ".md": "text", ".markdown": "text", ".mdown": "text", ".mkd": "text", ".mdx": "text", ".rmd": "text",
    ".txt": "text", ".text": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".bib": "bibtex", ".bibtex": "bibtex",
    ".pdf": "pdf",
}  # fmt: skip
"""File endings that are read; ``text`` is Markdown or plain text, whichever the content is."""

_SAMPLE = 400_000
_MANY = 20
_STRONG = re.compile(
    r"^[ ]{0,3}#{1,6}[ \t]+\S|^[ ]{0,3}#{2,6}[^\s#]|^[ ]{0,3}(?:```|~~~)|^[ \t]{0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|"
    r"|\]\(<?(?:https?://|mailto:|#\S|\.{0,2}/|[\w-]{1,80}\.[a-z])|^[ ]{0,3}\[[^\]\n]{1,80}\]:[ \t]+\S"
    r"|<https?://[^>\s]+>|^={3,}[ \t]*$",
    re.MULTILINE,
)
_PAGE = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,50})?(?:<!--.{0,2000}?-->\s{0,50})?<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_RECORD = re.compile(r"^[ \t]*@(?:article|book|inproceedings|misc|phdthesis|techreport|conference|inbook|online|proceedings|unpublished|mastersthesis|incollection|software|dataset)[ \t]*[{(]", re.IGNORECASE | re.MULTILINE)  # fmt: skip


def read_document(path: str, data: bytes) -> Document:
    """Read one file: decode it, choose a reader by ending and content, and return its document.

    ``path`` is relative to the input folder, with ``/``; it becomes ``Document.path``. Linear in ``data``. Raises
    UnreadableDocumentError for an unknown format, for binary data, and for what its reader gives up on.

    >>> read_document("list.md", b"# Papers\\n").format
    'markdown'
    >>> read_document("list.xyz", b"# Papers\\n")
    Traceback (most recent call last):
    kgraph.core.errors.UnreadableDocumentError: list.xyz: unknown format '.xyz', expected one of .bib, .bibtex, ...
    """
    source = Source(path, data)
    name = choose_reader(source)
    return readers.get(name)(replace(source, format=name))


def choose_reader(source: Source) -> str:
    """Return the name of the reader for a source; raises UnreadableDocumentError for an unknown format.

    A plug-in that is registered under the name of an ending ("docx") reads the files that end so.

    >>> choose_reader(Source("a.txt", b"see [BERT](https://arxiv.org/abs/1810.04805)"))
    'markdown'
    >>> choose_reader(Source("a.txt", "1.1 BERT:\\n\\n提出\\n".encode()))
    'plain'
    """
    ending = PurePosixPath(source.path).suffix.lower()
    if source.data.startswith(b"%PDF-"):
        return "pdf"
    kind = ENDINGS.get(ending)
    if kind is None and ending[1:] in readers.names():
        return ending[1:]
    if kind is None:
        known = ", ".join(sorted(ENDINGS))
        raise UnreadableDocumentError(source.path, f"unknown format '{ending}', expected one of {known}")
    if kind == "pdf":
        raise UnreadableDocumentError(source.path, "no PDF header, expected a PDF")
    if kind != "text":
        return kind
    text = source.text
    if _PAGE.match(text):
        return "html"
    if ending in (".txt", ".text") and _RECORD.search(text[:_SAMPLE]) and not _STRONG.search(text[:_SAMPLE]):
        return "bibtex"
    return "markdown" if is_markdown(text, ending) else "plain"


def is_markdown(text: str, ending: str) -> bool:
    """Return whether the text shows Markdown's own marks, or, unless it shows the marks of plain text, the ending.

    A stray mark does not count in a text with ten times as many headings that are ordinary lines.
    """
    sample = text[:_SAMPLE]
    if sample.startswith("---\n") and "\n---" in sample[4:]:
        return True
    marks = sum(1 for _ in islice(_STRONG.finditer(sample), _MANY))
    if marks >= _MANY:
        return True
    if not marks and ending in (".txt", ".text"):
        return False
    headings = count_headings(sample.split("\n"))
    return headings < max(3, 10 * marks)
