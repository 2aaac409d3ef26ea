"""Entries of one line whose facts stand one after another behind the name."""

from __future__ import annotations

import pytest
from tests.support.extraction import Read, read


def listed(item: str, heading: str = "对话模型") -> Read:
    return read(f"# 清单\n\n## {heading}\n\n- {item}\n")


@pytest.mark.parametrize(
    "item",
    [
        "QuixChat | 清华大学 | https://github.com/quix/chat | 基于 BERT 微调",
        "QuixChat：清华大学；底座 BERT；代码 https://github.com/quix/chat",
        "QuixChat / 清华大学 / 2023.7 / 基于 BERT / [GitHub](https://github.com/quix/chat)",
        "【医疗】QuixChat｜清华大学团队｜底座 BERT｜https://github.com/quix/chat",
    ],
)
def test_facts_behind_a_name_are_those_of_the_thing(item: str) -> None:
    found = listed(item)
    code = "github.com/quix/chat"
    assert ("Method", "QuixChat") in found.typed()
    assert {
        ("QuixChat", "about", "对话模型"),
        ("QuixChat", "developedBy", "Tsinghua University"),
        ("QuixChat", "basedOn", "BERT"),
        (code, "implements", "QuixChat"),
    } <= found.stated()


def test_venue_and_paper_among_the_facts() -> None:
    found = listed("QuixRank | 阿里巴巴 | KDD 2022 | [论文](https://arxiv.org/abs/2201.00001)", "排序模型")
    assert ("QuixRank", "publishedAt", "KDD 2022") in found.stated()
    assert ("arXiv:2201.00001", "introduces", "QuixRank") in found.stated()


def test_a_sentence_with_marks_is_no_such_entry() -> None:
    found = listed("QuixChat：很小；很快；很好用。大家都喜欢。")
    assert not found.stated("developedBy", "implements", "publishedAt")
