"""The family of readers, and the one value that every reader is given."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kgraph.core.document import Block, Document, Problem
from kgraph.core.registry import Registry
from kgraph.read.decode import decode, oddities


@dataclass(frozen=True)
class Source:
    """One input file: its path (relative, with ``/``) and its bytes; the text is decoded at first use.

    Text formats use ``text`` or ``lines``, binary ones ``data``. ``format`` is the name under which the reader that
    was chosen is registered.

    >>> source = Source("a.md", "甲\\r\\n乙".encode("gb18030"))
    >>> source.lines, source.encoding
    (('甲', '乙'), 'gb18030')
    """

    path: str
    data: bytes = field(repr=False)
    format: str = ""

    @cached_property
    def _decoded(self) -> tuple[str, str]:
        return decode(self.path, self.data)

    @property
    def text(self) -> str:
        """The text with every line end made ``\\n`` and NUL made U+FFFD; raises UnreadableDocumentError."""
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """The encoding the bytes were decoded with; raises UnreadableDocumentError."""
        return self._decoded[1]

    @cached_property
    def oddities(self) -> tuple[tuple[int, str], ...]:
        """What decoding guessed or could not keep, as (line, reason)."""
        return tuple(oddities(self.data, self.encoding))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of ``text``, without line ends; a last line end opens no further line."""
        lines = self.text.split("\n")
        if lines and not lines[-1]:
            lines.pop()
        return tuple(lines)

    def document(
        self,
        blocks: Iterable[Block],
        *,
        title: str = "",
        problems: Iterable[Problem] = (),
        lines: tuple[str, ...] | None = None,
        encoding: str | None = None,
    ) -> Document:
        """Return the document of this source with these blocks; checksum and size are those of the bytes.

        ``lines`` and ``encoding`` are given by readers whose bytes are not text.
        """
        found = list(problems)
        if lines is None:
            found += [Problem(self.path, line, reason) for line, reason in self.oddities]
        return Document(
            path=self.path,
            format=self.format,
            lines=self.lines if lines is None else lines,
            blocks=tuple(blocks),
            title=title,
            encoding=self.encoding if encoding is None else encoding,
            checksum=hashlib.sha256(self.data).hexdigest(),
            size=len(self.data),
            problems=tuple(found),
        )


Reader = Callable[[Source], Document]
readers: Registry[Reader] = Registry("reader")
