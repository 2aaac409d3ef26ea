"""Readers: from the bytes of one file to a ``Document`` that knows where each of its words was printed."""

from kgraph.read import bibtex, html, markdown, pdf, plain  # noqa: F401  (each registers its reader)
from kgraph.read.detect import read_document
from kgraph.read.find import FoundDocuments, find_documents
from kgraph.read.registry import Reader, Source, readers

__all__ = ["FoundDocuments", "Reader", "Source", "find_documents", "read_document", "readers"]
