"""Printed results: value, metric and unit."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.extract import load_lexicon
from kgraph.extract.results import find_results


@pytest.mark.parametrize(
    ("text", "results"),
    [
        ("准确率 90.1%", [("90.1%", "准确率", None)]),
        ("达到 51.0 mAP", [("51.0", "mAP", None)]),
        ("mAP 提升了 2.3 个百分点", [("2.3", "mAP", "个百分点")]),
        ("提高 +1.5%", [("+1.5%", None, None)]),
        ("BLEU 28.4 and accuracy 91％", [("28.4", "BLEU", None), ("91%", "accuracy", None)]),
        ("2020 年 3 篇", []),
        ("GPT-2 和 v3.5", []),
        ("", []),
    ],
)
def test_results_have_value_metric_and_unit(text: str, results: list[tuple[str, str | None, str | None]]) -> None:
    found = list(find_results(text, 0, len(text), load_lexicon(())))
    assert [(result.value, result.metric, result.unit) for result in found] == results
    assert all(text[result.start : result.end].startswith(result.value[:2]) for result in found)


def test_result_beside_a_dataset_is_that_of_the_method_before_it() -> None:
    found = read("# 分类\n\nResNet 在 ImageNet 上达到 76.1% 的准确率，BERT 在 SQuAD 上 F1 为 93.2。\n")
    results = {(c.head.name, c.tail.name, c.value) for c in found.claims if c.relation == "evaluatedOn" and c.value}
    assert results == {("ResNet", "ImageNet", "76.1%"), ("BERT", "SQuAD", "93.2")}
