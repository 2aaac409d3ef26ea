"""Printed results: value, metric and unit."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.extract import load_lexicon
from kgraph.extract.forms.results import find_results


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("准确率 90.1%", [("90.1%", "准确率", "%")]),
        ("达到 51.0 mAP", [("51.0", "mAP", None)]),
        ("GLUE 80.4%，SQuAD2.0 F1 92.2", [("80.4%", None, "%"), ("92.2", "F1", None)]),
        ("BLEU 28.4 and accuracy 91％", [("28.4", "BLEU", None), ("91%", "accuracy", "%")]),
        ("达到 80.3 MOTA、77.3 IDF1", [("80.3", "MOTA", None), ("77.3", "IDF1", None)]),
        ("MOTA 80.3 IDF1 77.3", [("80.3", "MOTA", None), ("77.3", "IDF1", None)]),
        ("top-1 acc 87.1%, 1.2M params", [("87.1%", "top-1 acc", "%")]),
        ("PSNR 为 33.69 dB，延迟 12 ms", [("33.69", "PSNR", "dB"), ("12", "延迟", "ms")]),
        ("accuracy of 85.1 ± 0.3", [("85.1±0.3", "accuracy", None)]),
        ("F1 在 80~85 之间", [("80~85", "F1", None)]),
        ("ROUGE-1 44.2/21.1/40.9", [("44.2", "ROUGE-1", None), ("21.1", "ROUGE-1", None), ("40.9", "ROUGE-1", None)]),
        ("PPL 降到 １８．３", [("１８．３", "PPL", None)]),
        ("throughput 1,024", [("1,024", "throughput", None)]),
        ("准确率达百分之八十五点二", [("百分之八十五点二", "准确率", "%")]),
        ("an FID of 3.17", [("3.17", "FID", None)]),
        ("4.70 的 FID", [("4.70", "FID", None)]),
        ("用 1% 的样本训练 300 个 epoch", []),
        ("2020 年 3 篇", []),
        ("in 2017 it won, 256x256 pixels", []),
        ("GPT-2 和 v3.5", []),
        ("", []),
    ],
)
def test_results_have_value_metric_and_unit(text: str, results: list[tuple[str, str | None, str | None]]) -> None:
    found = list(find_results(text, 0, len(text), load_lexicon(())))
    assert [(result.value, result.metric, result.unit) for result in found] == results


def test_number_behind_a_dataset_and_a_colon_is_a_result() -> None:
    found = read("# 语言\n\n## QuixNet\n\nQuixNet 很好。\n\nRACE: 89.4% GLUE Benchmark: 88.4 SQuAD2.0 f1 score: 92.2\n")
    results = {(c.tail.name, c.value) for c in found.claims if c.relation == "evaluatedOn"}
    assert results == {("RACE", "89.4%"), ("GLUE", "88.4"), ("SQuAD 2.0", "92.2")}


@pytest.mark.parametrize(
    ("text", "gains"),
    [
        ("mAP 提升了 2.3 个百分点", [True]),
        ("16% 提升", [True]),
        ("提高 +1.5%", [True]),
        ("improves accuracy by 2.1%", [True]),
        ("3.5 points better BLEU", [True]),
        ("top-1 为 76.5%，高出此前 7%", [False, True]),
        ("准确率提升到 85.2%", [False]),
        ("把精度从 76.51% 提高到 78.13%", [False, False]),
    ],
)
def test_gain_is_told_from_a_score(text: str, gains: list[bool]) -> None:
    assert [result.gain for result in find_results(text, 0, len(text), load_lexicon(()))] == gains


def claimed(text: str) -> set[tuple[str, str, str | None]]:
    return {(c.head.name, c.tail.name, c.value) for c in read(text).claims if c.relation == "evaluatedOn" and c.value}


@pytest.mark.parametrize(
    ("text", "results"),
    [
        (
            "ResNet 在 ImageNet 上达到 76.1% 的准确率，BERT 在 SQuAD 上 F1 为 93.2。",
            {("ResNet", "ImageNet", "76.1%"), ("BERT", "SQuAD", "93.2")},
        ),
        (
            "BERT 在 GLUE 和 SQuAD 上分别取得 80.5 和 93.2 的 F1。",
            {("BERT", "GLUE", "80.5"), ("BERT", "SQuAD", "93.2")},
        ),
        (
            "Here BERT reaches an F1 of 93.2 on SQuAD and 80.5% on GLUE.",
            {("BERT", "SQuAD", "93.2"), ("BERT", "GLUE", "80.5%")},
        ),
        (
            "DPR 在 Natural Questions 上 top-20 准确率从 BM25 的 59.1% 提高到 78.4%。",
            {("BM25", "Natural Questions", "59.1%"), ("DPR", "Natural Questions", "78.4%")},
        ),
        ("On ImageNet the best accuracy is 91.0% by CoCa.", {("CoCa", "ImageNet", "91.0%")}),
        ("# GLUE\n\n- **BERT**: 80.5% accuracy\n", {("BERT", "GLUE", "80.5%")}),
    ],
)
def test_result_has_its_own_thing_and_dataset(text: str, results: set[tuple[str, str, str | None]]) -> None:
    assert claimed(text) == results


def test_one_thing_keeps_all_its_results_on_a_dataset() -> None:
    found = read("ByteTrack 在 MOT17 测试集上达到 80.3 MOTA、77.3 IDF1。\n")
    results = [(c.metric, c.value, c.text) for c in found.claims if c.relation == "evaluatedOn" and c.value]
    assert results == [("MOTA", "80.3", "80.3 MOTA"), ("IDF1", "77.3", "77.3 IDF1")]


def test_result_beside_a_dataset_is_that_of_the_method_before_it() -> None:
    found = read("# 分类\n\nResNet 在 ImageNet 上达到 76.1% 的准确率，BERT 在 SQuAD 上 F1 为 93.2。\n")
    results = {(c.head.name, c.tail.name, c.value) for c in found.claims if c.relation == "evaluatedOn" and c.value}
    assert results == {("ResNet", "ImageNet", "76.1%"), ("BERT", "SQuAD", "93.2")}


def test_decimals_behind_the_name_that_a_ranked_item_opens_with_are_its_result() -> None:
    claims = read(
        "# 榜单\n\n## ImageNet\n\n1. **QuixNet**, 93.0 accuracy. Its first version came out in 2017.\n2. **BarNet**, 92.4. Jane Doe.\n"
        "3. **FooNet**, 12 layers.\n"
    ).claims
    found = {(c.head.name, c.tail.name, c.value) for c in claims if c.relation == "evaluatedOn"}
    assert found == {("QuixNet", "ImageNet", "93.0"), ("BarNet", "ImageNet", "92.4")}


def test_score_that_a_rival_has_is_in_the_metric_of_the_score_before() -> None:
    claims = read(
        "# 阅读\n\nBERT reached 65.6 accuracy on ImageNet, far ahead of ELMo's 54.7. GPT-2's 12.5 is no score.\n"
    ).claims
    found = {(c.head.name, c.tail.name, c.metric, c.value) for c in claims if c.relation == "evaluatedOn" and c.value}
    assert found == {("BERT", "ImageNet", "accuracy", "65.6"), ("ELMo", "ImageNet", "accuracy", "54.7")}
