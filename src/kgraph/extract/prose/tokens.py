"""Tokens of mixed Chinese and English text, as spaCy documents.

spaCy's own Chinese tokenizer cuts Latin words into letters; here a Latin word or number is one token, a word that the
caller asks to keep is one token, and any other character stands by itself.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Piece(NamedTuple):
    """A stretch of text that is to be one token: a name and its entity type."""

    start: int
    end: int
    label: str


class MixedTokenizer:
    """Cuts mixed text into tokens; ``kept`` are the Chinese words that stay whole.

    >>> tokenizer = MixedTokenizer(["提出"])
    >>> [text for text, _, _ in tokenizer.cut("谷歌提出 EfficientDet-D7，51.0 mAP")]
    ['谷', '歌', '提出', 'EfficientDet-D7', '，', '51.0', 'mAP']
    """

    def __init__(self, kept: Iterable[str] = ()):
        # Longer words first, so that 研究人员 is not read as 研究 and 人员; by first character, so that few are tried.
        ordered = sorted({word for word in kept if not word.isascii()}, key=lambda word: (word[0], -len(word), word))
        groups = [
            re.escape(first) + "(?:" + "|".join(re.escape(word[1:]) for word in words) + ")"
            for first, words in itertools.groupby(ordered, key=lambda word: word[0])
        ]
        firsts = "".join(dict.fromkeys(re.escape(word[0]) for word in ordered))
        chinese = f"(?=[{firsts}])(?:" + "|".join(groups) + ")"
        self._token = re.compile(
            (chinese + "|" if ordered else "") + r"[A-Za-z][\w’'-]*(?<=[A-Za-z0-9])|\d[\d.,]*|\S", re.ASCII
        )

    def cut(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[str, int, int]]:
        """Return (text, start, end) of each token between two offsets."""
        stop = len(text) if end is None else end
        return [(found.group(), found.start(), found.end()) for found in self._token.finditer(text, start, stop)]

    def tokens(
        self, text: str, start: int, end: int, pieces: Sequence[Piece]
    ) -> list[tuple[str, int, int, Piece | None]]:
        """Return (text, start, end, piece) of each token between two offsets; a piece is one token."""
        found: list[tuple[str, int, int, Piece | None]] = []
        position = start
        for piece in pieces:
            if piece.start < position:
                continue
            if position < piece.start:
                found += self._cut(text, position, piece.start)
            found.append((text[piece.start : piece.end], piece.start, piece.end, piece))
            position = piece.end
        found += self._cut(text, position, end)
        return found

    def _cut(self, text: str, start: int, end: int) -> list[tuple[str, int, int, Piece | None]]:
        return [(found.group(), found.start(), found.end(), None) for found in self._token.finditer(text, start, end)]

    def document(self, text: str, start: int, end: int, pieces: Sequence[Piece]) -> tuple[Doc, list[int]]:
        """Return the spaCy document of a stretch of text, with ``pieces`` as entities, and each token's offset."""
        from spacy.tokens import Doc

        tokens = self.tokens(text, start, end, pieces)
        spaces = [here[2] < after[1] for here, after in itertools.pairwise(tokens)] + [False] * bool(tokens)
        labels = [f"B-{piece.label}" if piece is not None else "O" for _, _, _, piece in tokens]
        doc = Doc(blank().vocab, words=[token[0] for token in tokens], spaces=spaces, ents=labels)
        return doc, [token[1] for token in tokens]


@functools.cache
def blank() -> Language:
    """Return the blank multilingual spaCy pipeline whose vocabulary all documents share."""
    import spacy

    return spacy.blank("xx")
