"""One script for the rules: a document with traditional characters is read as if it were printed in simplified ones."""

from __future__ import annotations

from dataclasses import replace

from kgraph.core import Block, Document
from kgraph.core.text import simplified_letters


def in_simplified(document: Document) -> Document:
    """Return ``document`` with the text of its blocks in simplified characters, each at the place of the printed one.

    ``lines`` stay as printed: evidence quotes them. The document itself is returned where nothing changes.
    """
    blocks = tuple(_block(block) for block in document.blocks)
    if all(after is before for after, before in zip(blocks, document.blocks, strict=True)):
        return document
    return replace(document, blocks=blocks)


def _block(block: Block) -> Block:
    text = block.text
    if simplified_letters(text) is text and not block.fields:
        return block
    return replace(
        block,
        inlines=tuple(inline._replace(text=simplified_letters(inline.text)) for inline in block.inlines),
        links=tuple(link._replace(text=simplified_letters(link.text)) for link in block.links),
        header=tuple(simplified_letters(name) for name in block.header),
        fields=tuple((name, simplified_letters(value), line, column) for name, value, line, column in block.fields),
    )
