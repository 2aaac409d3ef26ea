"""What makes two printed names the same name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgraph.core.text import fold, han_share, has_han, language, tidy


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Transformer-XL", "transformer xl"),
        ("ＢＥＲＴ", "bert"),
        ("word2vec", "Word2Vec"),
        ("R-CNN_v2", "RCNN v2"),
        ("快手：视频", "快手 视频"),
        ("ﬁne-tuning", "fine tuning"),
        ("Straße", "STRASSE"),
    ],
)
def test_spelling_does_not_matter(one: str, other: str) -> None:
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize(("one", "other"), [("C", "C++"), ("C", "C#"), ("GPT-2", "GPT-3"), ("é", "e"), ("图", "圖")])
def test_what_tells_names_apart_stays(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", " ", "——", "…！", "_", "*"])
def test_nothing_comparable_gives_the_empty_key(text: str) -> None:
    assert fold(text) == ""


@given(st.text())
def test_a_key_holds_no_blank_and_no_capital(text: str) -> None:
    key = fold(text)
    assert not any(c.isspace() for c in key)
    assert "_" not in key
    assert "-" not in key


@pytest.mark.parametrize(
    ("text", "chinese", "share"),
    [
        ("BERT", False, 0.0),
        ("图网络", True, 1.0),
        ("GNN 图网", True, 0.4),
        ("", False, 0.0),
        ("。，", False, 0.0),
        ("かな", False, 0.0),
    ],
)
def test_chinese_is_told_by_its_characters(text: str, chinese: bool, share: float) -> None:
    assert has_han(text) is chinese
    assert han_share(text) == pytest.approx(share)
    assert language(text) == ("zh" if chinese else "en")


def test_tidy_joins_lines_and_blanks_of_any_width() -> None:
    assert tidy(" A\n\t B\u3000C\u00a0D ") == "A B C D"
