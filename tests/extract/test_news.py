"""What the addresses of a news item are, told by what its text tells of."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

PAPER, CODE = "https://arxiv.org/abs/2501.00001", "https://github.com/roe-lab/qf"
NAME = "arXiv:2501.00001"


@pytest.mark.parametrize(
    "below",
    [
        f"\n论文：{PAPER}\n代码：{CODE}",
        f"\n链接：{PAPER} | 代码：{CODE}",
        f"[论文]({PAPER}) | [代码]({CODE})",
        f"\n[arXiv]({PAPER}) [code]({CODE})",
        f"\n\n{PAPER}\n\n{CODE}",
    ],
)
def test_addresses_of_an_item_are_the_paper_and_the_code_of_what_it_tells(below: str) -> None:
    found = read(
        f"# 周报\n\n## 学术\n\n2、谷歌的 QuixFold 被 ICML 2025 接收，比之前的办法快两倍，也更省显存。{below}\n"
    )
    assert {(NAME, "introduces", "QuixFold"), (NAME, "publishedAt", "ICML 2025")} <= found.stated()
    assert {
        (NAME, "hasCode", "github.com/roe-lab/qf"),
        ("github.com/roe-lab/qf", "implements", "QuixFold"),
    } <= found.stated()


def test_title_in_the_text_is_that_of_the_paper_at_the_address() -> None:
    title = "Skilful forecasts of hail with a hybrid operator"
    found = read(f"# 周报\n\n## 学术\n\n1、谷歌发布 QuixHail，论文题为《{title}》，已经公开。\n论文：{PAPER}\n")
    assert found.names("Paper") == {title}
    assert (title, "introduces", "QuixHail") in found.stated()


def test_label_tells_whose_report_an_address_is() -> None:
    found = read(
        "# 周报\n\n## 工业\n\n3、谷歌开源 QuixHail，比上一代更快；微软则发布 FooHail，两边许可证不同。\n"
        f"报告（仅 FooHail）：{PAPER}\n"
    )
    assert found.stated("introduces") == {(NAME, "introduces", "FooHail")}


def test_title_that_a_text_only_recommends_is_not_the_paper_of_its_code() -> None:
    found = read(
        f"# 访谈\n\n先读谷歌开源的 QuixGPT，代码很短（{CODE}）。再从《Notes on Attention for Machines》读起，别跳。\n"
    )
    assert not found.stated("introduces", "hasCode")


def test_headline_in_brackets_is_read_apart_from_its_news() -> None:
    found = read(
        "# 周报\n\n## 工业\n\n5、【微软、英伟达押注语音合成】微软年初签下两家公司，首付款三百万。\n"
        "6、【复现 Whisper 的又一家】谷歌的 QuixSpeech 从头实现了训练代码。\n\n7、谷歌开源 FooSpeech。论文："
        + PAPER
        + "\n"
    )
    heads = {"微软、英伟达押注语音合成", "复现 Whisper 的又一家"}
    assert found.names("Resource") == heads
    assert {(tail) for head, _, tail in found.stated("discusses") if head == "微软、英伟达押注语音合成"} == {
        "Microsoft",
        "NVIDIA",
    }
    assert not {(head, "discusses", NAME) for head in heads} & found.stated()


@pytest.mark.parametrize("tag", ["【论文】", "【CVPR 2024 论文】", "【本周开源工具】"])
def test_tags_in_brackets_are_no_headlines(tag: str) -> None:
    assert not read(f"# 周报\n\n## 开源\n\n1、{tag}谷歌的 QuixSpeech 从头实现了训练代码。\n").names("Resource")


def test_numbered_paragraph_speaks_of_nothing_listed_above_it() -> None:
    found = read(
        "# 周报\n\n## 学术\n\n4、看看对接。\n\n- 论文：[QuixDock: Diffusion Steps for Molecular Docking](https://arxiv.org/abs/2210.00001)\n\n"
        "5、某大学的 FooGPT 被 ICML 2024 接收。作者取了三千万个细胞做预训练，其中批次整合超过 BERT。\n"
    )
    assert found.stated("outperforms") == {("FooGPT", "outperforms", "BERT")}


def test_data_are_told_by_the_words_before_them() -> None:
    found = read("# 周报\n\n微软发布 QuixLM，所用语料为自家清洗的 QuixCrawl。\n")
    assert ("Dataset", "QuixCrawl") in found.typed()
