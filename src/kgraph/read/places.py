"""From byte and character offsets to lines and columns."""

from __future__ import annotations

from bisect import bisect_right

_CONTINUATION = bytes(range(0x80, 0xC0))
_STEP = 128


class Places:
    """Finds the line and column (code points, both from 1) of an offset into a text with ``\\n`` line ends.

    Built once per document in O(n); each look-up costs O(log lines) however long a line is.

    >>> places = Places("甲乙\\nabc")
    >>> places.of_byte(3), places.of_byte(8), places.of_character(4)
    ((1, 2), (2, 2), (2, 2))
    """

    def __init__(self, text: str):
        self.text = text
        self.data = text.encode("utf-8", "replace")
        self.starts = [0]
        start = text.find("\n")
        while start >= 0:
            self.starts.append(start + 1)
            start = text.find("\n", start + 1)
        self._counts: list[int] | None = None
        if len(self.data) != len(text):
            data, count, self._counts = self.data, 0, [0]
            for start in range(0, len(data), _STEP):
                count += len(data[start : start + _STEP].translate(None, _CONTINUATION))
                self._counts.append(count)

    def character(self, byte: int) -> int:
        """Return the character offset of a byte offset that starts a character."""
        if self._counts is None:
            return byte
        step = byte // _STEP
        start = step * _STEP
        if byte == start:
            return self._counts[step]
        return self._counts[step] + len(self.data[start:byte].translate(None, _CONTINUATION))

    def of_byte(self, byte: int) -> tuple[int, int]:
        """Return the (line, column) of a byte offset."""
        offset = self.character(byte)
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def of_character(self, offset: int) -> tuple[int, int]:
        """Return the (line, column) of a character offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line_of_byte(self, byte: int) -> int:
        """Return the line of a byte offset."""
        return bisect_right(self.starts, self.character(byte))
