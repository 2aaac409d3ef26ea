"""Tokens of mixed Chinese and English."""

from __future__ import annotations

import pytest

from kgraph.extract.prose.tokens import MixedTokenizer, Piece


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("谷歌提出 EfficientDet-D7，51.0 mAP", ["谷", "歌", "提出", "EfficientDet-D7", "，", "51.0", "mAP"]),
        ("研究人员和研究", ["研究人员", "和", "研究"]),
        ("state-of-the-art.", ["state-of-the-art", "."]),
        ("it's 3x", ["it's", "3", "x"]),
        ("", []),
        (" \n\t", []),
        ("😀BERT😀", ["😀", "BERT", "😀"]),
    ],
)
def test_words_numbers_and_kept_words_are_one_token(text: str, tokens: list[str]) -> None:
    found = MixedTokenizer(["提出", "研究", "研究人员"]).cut(text)
    assert [token for token, _, _ in found] == tokens
    assert all(text[start:end] == token for token, start, end in found)


def test_pieces_are_one_token_each_and_entities_of_the_document() -> None:
    text = "谷歌提出 Deep Net (DN)"
    pieces = [Piece(0, 2, "Organization"), Piece(5, 13, "Method"), Piece(7, 9, "Method")]
    doc, offsets = MixedTokenizer(["提出"]).document(text, 0, len(text), pieces)
    assert [token.text for token in doc] == ["谷歌", "提出", "Deep Net", "(", "DN", ")"]
    assert offsets == [0, 2, 5, 14, 15, 17]
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("谷歌", "Organization"), ("Deep Net", "Method")]
