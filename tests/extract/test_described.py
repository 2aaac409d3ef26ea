"""Described things: what the text below a name, a heading or a bare address says of the thing that it does not name again."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TOOL = "语音合成\n\nhttps://github.com/quix/quixlib\n\nQuixlib\n\n{}\n\n文字识别\n\nhttps://github.com/bar/foolib\n\nFoolib\n\n够用。\n"
METHOD = "# 语音合成\n\n## 1.1 QuixNet\n\n{}\n"
PAPER = "# 语音合成\n\n## 起点\n\nQuixNet: Fast Attention for Large Images\n\n{}\n"


@pytest.mark.parametrize(
    ("text", "maker"),
    [
        ("旷视的检测框架,训练快。", "Megvii"),
        ("英伟达官方出的库,跟着显卡驱动走。", "NVIDIA"),
        ("腾讯优图实验室的开源项目,手机上也能跑。", "Tencent Youtu Lab"),
        ("可以理解成语音版的 torchvision,微软开发。", "Microsoft"),
        ("源自约翰霍普金斯大学,有十几年历史了。", "Johns Hopkins University"),
        ("由百度飞桨团队开源,支持 80 多种语言。", "Baidu"),
        ("原先是 Facebook 内部用的,后来开放出来。", "Facebook"),
        ("背后是 Hugging Face 团队,更新很勤。", "Hugging Face"),
        ("维护者是英伟达,许可证是 Apache。", "NVIDIA"),
        ("海德堡大学附属医院做的,医生也能用。", "海德堡大学附属医院"),
    ],
)
def test_maker_below_the_name_of_a_tool(text: str, maker: str) -> None:
    assert ("Quixlib", "developedBy", maker) in read(TOOL.format(text), "a.txt").stated()


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("谷歌的工作,针对的是长序列太慢的问题。", ("developedBy", "Google")),
        ("商汤联合港中文完成，主要贡献是一个新的损失。", ("developedBy", "CUHK")),
        ("何恺明 2017 年的工作,加了一个分支。", ("authoredBy", "Kaiming He")),
        ("何恺明等人在 ICCV 2017 上提出,加了一个分支。", ("authoredBy", "Kaiming He")),
        ("清华大学的 Jane Doe 等人 2015 年为细胞图像设计,左边下采样。", ("authoredBy", "Jane Doe")),
        ("清华大学的 Jane Doe 等人 2015 年为细胞图像设计,左边下采样。", ("developedBy", "Tsinghua University")),
        ("谷歌 2019 年发表在 ICML 上,靠统一缩放提点。", ("developedBy", "Google")),
        ("谷歌 2019 年发表在 ICML 上,靠统一缩放提点。", ("publishedAt", "ICML 2019")),
        ("发表于 CVPR 2018,出自 UC Berkeley。", ("publishedAt", "CVPR 2018")),
    ],
)
def test_who_made_what_a_heading_names(text: str, stated: tuple[str, str]) -> None:
    assert ("QuixNet", *stated) in read(METHOD.format(text)).stated()


def test_maker_of_the_paper_above() -> None:
    found = read(PAPER.format("谷歌的工作,针对的是长序列太慢的问题。")).stated("developedBy")
    assert ("QuixNet: Fast Attention for Large Images", "developedBy", "Google") in found


@pytest.mark.parametrize(
    "text",
    [
        "谷歌的 BERT 2018 年提出,比它早。",
        "它很快。谷歌 2018 年提出的是 BERT。",
        "比谷歌的模型小,两个人就能训。",
        "各大医院都在用,三家医院写了教程。",
    ],
)
def test_who_made_something_else(text: str) -> None:
    assert not {claim for claim in read(METHOD.format(text)).stated("developedBy") if claim[0] == "QuixNet"}
