"""What a line of text looks like."""

from __future__ import annotations

import pytest

from kgraph.extract.forms.shapes import Shape, headline_cues, is_headline, is_name, is_title, shape_of, words


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("Attention Is All You Need", Shape.TITLE),
        ("Graph-FCN for image semantic segmentation", Shape.TITLE),
        ("Deep Double Descent: Where Bigger Models Hurt", Shape.TITLE),
        ("图像分割算法最全综述", Shape.HEADLINE),
        ("谷歌开源框架 AutoFlip 一键截出最精彩竖版视频", Shape.HEADLINE),
        ("OpenPose", Shape.NAME),
        ("Free Python Games", Shape.TITLE),
        ("总体思路:", Shape.LABEL),
        ("相关论文：", Shape.LABEL),
        ("本文提出了一种方法，用于生成图像。", Shape.PROSE),
        ("This is a list of the papers that we read.", Shape.PROSE),
        ("", Shape.EMPTY),
        (" \n ", Shape.EMPTY),
    ],
)
def test_shape_of_a_line(text: str, shape: Shape) -> None:
    assert shape_of(text) is shape


@pytest.mark.parametrize(
    "text",
    ["PyTorch", "Attention Is All You Need.", "see https://a.org for More Things", "一文总览 Deep Learning 知识蒸馏", "a b c", "Word " * 40, "论文: Foo"],
)  # fmt: skip
def test_no_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize("text", ["最全综述", "图" * 80, "摘要：这是一篇文章", "先看这个，", "标题："])
def test_headline_is_short_and_no_sentence_part(text: str) -> None:
    assert is_headline(text) is (text == "最全综述")


def test_names_are_a_few_words_without_a_verb() -> None:
    assert is_name("Mask R-CNN")
    assert is_name("残差网络")
    assert not is_name("these are the names we use")
    assert not is_name("A, B")


def test_cues_and_words_are_counted() -> None:
    assert headline_cues("重磅！谷歌发布最新论文") >= 4
    assert headline_cues("残差网络") == 0
    assert words("GPT-2 与 C++ 的 3.5 倍") == ["GPT-2", "C++", "3.5"]
