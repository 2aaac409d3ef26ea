"""What a heading names: a topic, a method, a dataset, a paper — or nothing but order."""

from __future__ import annotations

import pytest
from tests.support.extraction import read


@pytest.mark.parametrize(
    ("heading", "type_", "name"),
    [
        ("## 目标检测", "Topic", "目标检测"),
        ("## 1.1 Image Segmentation", "Topic", "Image Segmentation"),
        ("## 图像分割 2021 年，走到哪一步了？", "Topic", "图像分割"),
        ("## 1.1 CPN(Cascaded Pyramid Network, CVPR2018)", "Method", "CPN"),
        ("## BERT", "Method", "BERT"),
        ("## **ImageNet**", "Dataset", "ImageNet"),
        ("## PyTorch", "Software", "PyTorch"),
        ("## QuixDet 模型", "Method", "QuixDet"),
        ("## QuixLib 工具包", "Software", "QuixLib"),
        ("## Graph Attention Networks for Text Classification", "Paper", "Graph Attention Networks for Text Classification"),
        ("## 2019: Fast Attention Networks for Large Images", "Paper", "Fast Attention Networks for Large Images"),
        ("## 2019: Quick Capsule Nets", "Paper", "Quick Capsule Nets"),
        ("## 1.1 LLaMA(2023 年 2 月)", "Method", "LLaMA"),
        ("## 2019 年：FastSpeech 2", "Method", "FastSpeech 2"),
        ("## 2019: QuixSpeech", "Method", "QuixSpeech"),
        ("## 2019: Related Papers", "Topic", "2019: Related Papers"),
        ("## 1.1 QuixGAN: Fast Local Attention for Generative Models", "Paper", "QuixGAN: Fast Local Attention for Generative Models"),
        ("## 1.1 generative adversarial netwok (GAN)", "Method", "GAN"),
        ("## Related Papers", "Topic", "Related Papers"),
    ],
)  # fmt: skip
def test_heading_is_typed_by_what_it_names(heading: str, type_: str, name: str) -> None:
    found = read(f"# 1 阅读\n\n{heading}\n\n一些文字。\n\n## 1.2 分割\n\n# 2 其他任务\n")
    assert (type_, name) in {(m.type, m.name) for m in found.mentions if m.extractor.startswith("headings")}


def test_title_that_asks_about_a_field_names_the_field() -> None:
    found = read("# Image Segmentation in 2021: how far are we?\n\n## ImageNet\n\nSome text.\n")
    assert found.names("Topic") == {"Image Segmentation"}


@pytest.mark.parametrize("heading", ["# B 参考资料", "# 目录", "# 参考文献", "# License", "# Contributing"])
def test_administrative_heading_is_skipped_for_that_reason(heading: str) -> None:
    found = read(f"# 阅读\n\n{heading}\n\n见下文。\n")
    assert found.names("Topic") == {"阅读"}
    assert "an administrative heading" in found.reasons


def test_acronym_heading_has_its_long_name_and_venue() -> None:
    found = read("# 姿态估计\n\n## 1.1 CPN(Cascaded Pyramid Network, CVPR2018)\n\n一些文字。\n")
    assert "Cascaded Pyramid Network" in found.one("CPN", "Method").aliases
    assert "CVPR 2018" in found.names("Venue")


def test_year_before_a_title_is_that_of_the_paper_which_a_known_thing_comes_from() -> None:
    found = read(
        "# 3 语言\n\n## 3.1 2013 年: Auto-Encoding Variational Bayes\n\n见 https://github.com/a/b\n\n## 3.2 其他\n\n文字。\n"
    )
    assert [m.year for m in found.mentions if m.type == "Paper"] == [2013]
    title = "Auto-Encoding Variational Bayes"
    assert {(title, "introduces", "VAE"), ("github.com/a/b", "implements", "VAE")} <= found.stated()


@pytest.mark.parametrize("code", ["https://github.com/someone/QSC", "https://gitlab.com/someone/qsc"])
def test_heading_whose_acronym_is_what_its_code_is_called_names_a_method(code: str) -> None:
    text = "# 4 对比学习\n\n## 4.1 quick very simple sample coding:\n\nQSC 把同一图像的两个视图拉近。\n\n{}\n\n## 4.2 其他\n\n文字。\n"
    found = read(text.format(code))
    assert "quick very simple sample coding" in found.one("QSC", "Method").aliases
    assert ("QSC", "about", "对比学习") in found.stated()
    assert len([m for m in found.mentions if m.name == "QSC"]) == 2
    assert "quick very simple sample coding" in read(text.format("https://github.com/someone/other")).names("Topic")


def test_capitals_of_a_heading_stand_for_its_method_below_it() -> None:
    found = read(
        "# 4 对比学习\n\n## 4.1 Deep ImageMax\n\nDeep ImageMax 很快。DIM 认为特征应当独特，向量的 dim 是 64。\n"
    )
    assert [(m.text, m.name) for m in found.mentions if m.type == "Method"] == [
        ("Deep ImageMax", "Deep ImageMax"),
        ("Deep ImageMax", "Deep ImageMax"),
        ("DIM", "Deep ImageMax"),
    ]


def test_acronym_of_another_name_of_a_known_thing_stands_for_it_below_its_heading() -> None:
    found = read("# 4 分割\n\n## 4.1 Segment Anything\n\nSAM 由 Meta 发布。\n")
    assert ("Segment Anything", "developedBy", "Meta") in found.stated()


def test_chinese_heading_with_an_acronym_is_one_method_in_both_languages() -> None:
    names = read("# 4 生成\n\n## 4.1 流模型\n\n文字。\n\n## 4.2 自编码器 Autoencoder (AE)\n\n一些文字。\n")
    method = next(m for m in names.mentions if m.type == "Method" and "Autoencoder" in m.text)
    assert {"AE", "自编码器"} <= {method.name, *method.aliases}
    below = read(
        "# 4 生成\n\n## 4.1 自编码器 Autoencoder (AE)\n\n文字。\n\n## 4.2 QuixNet\n\n在 AE 基础上，QuixNet 更快。\n"
    )
    assert ("QuixNet", "basedOn", "Autoencoder") in below.stated()


def test_paper_heading_is_an_entry_of_the_section_above_it() -> None:
    found = read("# 图网络\n\n## Graph Attention Networks for Text Classification\n\nhttps://github.com/a/gat\n")
    paper = "Graph Attention Networks for Text Classification"
    assert {(paper, "about", "图网络"), (paper, "hasCode", "github.com/a/gat")} <= found.stated()


def test_plain_words_that_are_nowhere_a_name_head_a_topic() -> None:
    found = read("# 视频\n\n## 1.1 video telling\n\n一篇关于视频描述 (video telling) 的论文。\n")
    assert ("Topic", "video telling") in found.typed()


def test_words_that_the_text_below_proposes_name_a_method() -> None:
    found = read(
        "# 学习\n\n## 1.1 inside-out rl\n\n该研究提出一种方法：翻转 RL(Inside-Out RL)。标准方法不同，IORL 用监督学习。IORL 更快。\n"
    )
    assert {"IORL", "inside-out rl"} & {alias for m in found.mentions if m.type == "Method" for alias in m.aliases}
    assert "inside-out rl" not in found.names("Topic")


def test_software_under_a_heading_is_typed_by_the_words_of_its_own_clause() -> None:
    text = "# 视频\n\n## 1.1 quixslow\n\n最好的模型都在这了——QuixSlow! 开源\n\n<https://github.com/a/QuixSlow>\n"
    assert ("Software", "QuixSlow") in read(text).typed()


def test_topics_form_a_tree_and_entries_belong_to_the_nearest() -> None:
    found = read(
        "# 视觉\n\n## 检测\n\n- [一文看懂检测教程](https://mp.weixin.qq.com/s/1)\n\n## 分割\n\n### 实例分割\n\n文字。\n"
    )
    assert found.stated("broader") == {
        ("检测", "broader", "视觉"),
        ("分割", "broader", "视觉"),
        ("实例分割", "broader", "分割"),
    }
    assert ("一文看懂检测教程", "about", "检测") in found.stated()


@pytest.mark.parametrize("text", ["# ", "#\n\n##", "# ** **", "# 。", "# <b></b>"])
def test_heading_without_words_names_nothing(text: str) -> None:
    assert read(text + "\n").mentions == ()


def test_known_name_opens_the_text_under_a_lost_heading() -> None:
    text = "1 语音\n\n1.1 QuixNet\n\nQuixNet 是网络。\n\n\n\nWhisper 是一个模型。\n\n1.3 FooNet\n\nFooNet 是网络。\n"
    assert ("Whisper", "about", "语音") in read(text, "a.txt").stated()


def test_numbers_tell_where_a_heading_was_lost() -> None:
    text = (
        "1 语言\n\n1.1 QuixNet\n\nQuixNet 是一个网络。\n\n还有一段话说它很快。\n\n\n\nBarNet 是另一个模型，它在 ImageNet 上达到最好。\n\n"
        "https://github.com/a/code\n\n{} FooNet\n\nFooNet 是第三个网络。\n\n1.4 VooNet\n\nVooNet 是第四个网络。\n"
    )
    found = read(text.format("1.3"), "a.txt")
    assert {("BarNet", "about", "语言"), ("github.com/a/code", "implements", "BarNet")} <= found.stated()
    assert ("github.com/a/code", "about", "语言") in found.stated()
    whole = read(text.format("1.2"), "a.txt")
    assert ("github.com/a/code", "implements", "QuixNet") in whole.stated()


def test_heading_may_join_the_names_of_several_things() -> None:
    found = read(
        "# 4 视觉\n\n## 4.1 QuixNet(CVPR2017) 与 QuixNet++(NIPS2017)\n\n两者都好。\n\n## 4.2 检测 和 分割\n\n文字。\n"
    )
    assert found.stated("publishedAt") == {
        ("QuixNet", "publishedAt", "CVPR 2017"),
        ("QuixNet++", "publishedAt", "NeurIPS 2017"),
    }
    assert {("QuixNet", "about", "视觉"), ("QuixNet++", "about", "视觉")} <= found.stated()


@pytest.mark.parametrize(
    ("heading", "text", "type_", "name"),
    [
        ("quixdb", "某公司自研图数据库的实践之路", "Software", "quixdb"),
        ("quixo", "某公司提出并开源三十亿参数的新模型", "Method", "quixo"),
        ("career", "三十亿样本上的训练经验分享", "Topic", "career"),
        ("MAX", "https://github.com/quix/MAX-Core", "Software", "MAX"),
        ("training", "三十亿样本上的训练经验分享", "Topic", "training"),
    ],
)
def test_latin_word_that_heads_a_section_of_chinese_text_is_a_name(
    heading: str, text: str, type_: str, name: str
) -> None:
    found = read(f"# 架构\n\n## 综述\n\n一文读懂分布式架构\n\n## {heading}\n\n{text}\n")
    assert (type_, name) in found.typed()


def test_long_form_in_a_title_below_its_acronym_is_the_same_thing() -> None:
    found = read(
        "# 1 架构\n\n## 1.1 综述\n\n一文读懂分布式架构\n\n## 1.2 QAX\n\nhttps://github.com/quix/QAX-Core\n\n"
        "### Quick Asset eXchange: Path to Better Deployment\n\n谷歌的研究者提出了一种名为 Quick Asset Exchange 的系统。\n"
    )
    assert not {"Quick Asset eXchange", "Quick Asset Exchange"} & found.names("Method", "Software")
    assert ("QAX", "developedBy", "Google") in found.stated()


def test_a_technique_is_no_topic_of_what_stands_below_it() -> None:
    found = read("# 神经网络\n\n## 反向传播\n\n- [一文看懂最新的训练教程](https://mp.weixin.qq.com/s/1)\n")
    assert ("一文看懂最新的训练教程", "about", "神经网络") in found.stated()


def test_badges_and_logos_are_no_words_of_a_heading() -> None:
    found = read(
        "# ![logo](a.png) Awesome Whale Counting ![Awesome](https://awesome.re/badge.svg)\n\n## Boats\n\n- [Quix](https://github.com/a/quix): a tool\n"
    )
    assert "Awesome Whale Counting" in found.names("Topic")


def test_licence_of_a_list_names_nothing() -> None:
    found = read(
        "# Whales\n\n- [Quix](https://github.com/a/quix): a tool\n\n## License\n\nCC0. The texts are MIT, done with PyTorch.\n"
    )
    assert found.names("Organization", "Dataset") == set()
    assert "PyTorch" not in found.names()


@pytest.mark.parametrize(
    "heading",
    ["2016 及以前", "2020 以后", "2018 年以来", "2021 至今", "2015 年及更早", "2020 and later", "Since 2021", "2022+"],
)
def test_heading_that_only_says_when_is_no_topic(heading: str) -> None:
    found = read(
        f"# 榜单\n\n## 特征哈希\n\n### {heading}\n\n- [A Study of Quick Codes for Images](https://arxiv.org/abs/1901.00001)\n"
    )
    assert heading not in found.names("Topic")
    assert ("A Study of Quick Codes for Images", "about", "特征哈希") in found.stated()
