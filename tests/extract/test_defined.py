"""What the notes of a list define things by, without a verb."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TITLE = "Counting Whales from Satellites and Buoys"


@pytest.mark.parametrize(
    ("note", "base"),
    [
        ("**WhaleNet**；YOLOv3 的简化版，很小", "YOLOv3"),
        ("**WhaleNet**，多光谱图上的 Mask R-CNN；", "Mask R-CNN"),
        ("WhaleNet：U-Net 加两个分支", "U-Net"),
        ("WhaleNet：在 Faster R-CNN 上加了一个头", "Faster R-CNN"),
        ("**WhaleNet**：浮标 + ResNet；", "ResNet"),
        ("WhaleNet：和 SimCLR 一样，只是换了数据", "SimCLR"),
        ("WhaleNet：换掉 ResNet 里的池化", "ResNet"),
        ("**WhaleNet**：将 BERT 的掩码搬到声音上", "BERT"),
        ("WhaleNet：量化后的 YOLOv3", "YOLOv3"),
        ("WhaleNet 就是带记忆的 U-Net，很慢", "U-Net"),
        ("**WhaleNet**: a smaller YOLOv3", "YOLOv3"),
        ("WhaleNet: U-Net for sonar", "U-Net"),
        ("WhaleNet: YOLOv3 plus two tricks", "YOLOv3"),
    ],
)
def test_phrase_behind_a_name_says_what_it_is_built_on(note: str, base: str) -> None:
    text = f"# 动物\n\n1. [{TITLE}](https://arxiv.org/abs/2001.00001)   \nICML 2020 *2020-01-01*   \n{note}   \n"
    assert read(text).stated("basedOn") >= {("WhaleNet", "basedOn", base)}


@pytest.mark.parametrize(
    "note", ["比 YOLOv3 快一倍", "解决 YOLOv3 的漏检", "替代 YOLOv3 的检测器", "an alternative to YOLOv3"]
)
def test_rival_is_no_base(note: str) -> None:
    text = f"# 动物\n\n1. [{TITLE}](https://arxiv.org/abs/2001.00001)   \n*2020-01-01*   \n**WhaleNet**：{note}   \n"
    assert not read(text).stated("basedOn")


def test_item_that_opens_with_a_name_is_defined_alike() -> None:
    assert ("WhaleNet", "basedOn", "U-Net") in read("# 模型\n\n- **WhaleNet**：U-Net + 浮标，很快\n").stated()
