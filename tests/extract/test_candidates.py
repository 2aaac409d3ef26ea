"""Unknown names: which words may be one, what the judge makes of them, and that its weights can be trusted to be there."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.core import BlockKind
from kgraph.extract import extract, load_judge, load_lexicon
from kgraph.extract.judge import CLASSES, Judge
from kgraph.extract.names.candidates import candidates
from kgraph.extract.names.learn import texts_of
from kgraph.extract.reading import Reading
from kgraph.read import read_document


def reading_of(text: str) -> Reading:
    return Reading(read_document("a.md", text.encode()), load_lexicon(), Judge({}))


def names_in(text: str) -> set[str]:
    reading = reading_of(text)
    return {candidate.name for candidate in candidates(reading, texts_of(reading)).values()}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("在 Quixbench 上，它的成功率约为 76%。", "Quixbench"),
        ("特征方面，quixfresh 和 pandas 各有拥趸。", "quixfresh"),
        ("Built by Quix Dynamics in a week.", "Quix Dynamics"),
        ("The quixfold2 code is open.", "quixfold2"),
        ("新模型在 QuixData FID 3.5 上更好。", "QuixData"),
    ],
)
def test_unknown_words_written_as_names_are_candidates(text: str, name: str) -> None:
    assert name in names_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "we train it again and again.",
        "用 BERT 和 ImageNet 做实验。",
        "见 Quix and Quax '75 的证明。",
        "版本 V3 与 A100。",
    ],
)
def test_small_words_known_names_citations_and_versions_are_no_candidates(text: str) -> None:
    assert names_in(text) == set()


def test_candidate_holds_all_its_places() -> None:
    reading = reading_of("Quixnet 很快。\n\n我们用 Quixnet 训练。\n")
    (candidate,) = candidates(reading, texts_of(reading)).values()
    assert [block.text[start:end] for block, start, end in candidate.places] == ["Quixnet", "Quixnet"]
    assert {block.kind for block, _, _ in candidate.places} == {BlockKind.PARAGRAPH}


def test_features_do_not_hold_what_a_line_of_weights_cannot() -> None:
    reading = reading_of("| 模型 | 机构 |\n| --- | --- |\n| Quixnet | 某\n\n一段话\nQuixdata\n又一段\n")
    features = {f for c in candidates(reading, texts_of(reading)).values() for f in c.features}
    assert features
    assert all(feature.isprintable() for feature in features)


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("代码由 Quixara Labs 维护，这家初创公司刚完成融资。", "Organization", "Quixara Labs"),
        ("结构模块被更轻的 Quixformer 取代。", "Method", "Quixformer"),
    ],
)
def test_judge_types_unknown_names_by_their_look_and_place(text: str, type_: str, name: str) -> None:
    assert (type_, name) in read(f"# 阅读\n\n{text}\n").typed()


def test_shares_add_up_and_do_not_depend_on_the_order_of_features() -> None:
    judge = Judge({"a": (10, 40, 0, 0, 0, -7), "b": (0, 0, 33, 1, 0, 0), "bias": (1, 2, 3, 4, 5, 6)})
    shares = judge.shares({"a", "b", "unheard"})
    assert sum(shares) == pytest.approx(1)
    assert shares == judge.shares(dict.fromkeys(["unheard", "b", "a"]).keys())
    assert CLASSES[max(range(len(CLASSES)), key=shares.__getitem__)] == "Method"


def test_judge_without_weights_leaves_the_rules_alone() -> None:
    document = read_document("a.md", "# 阅读\n\n结构模块被更轻的 Quixformer 取代。\n".encode())
    assert not any(m.name == "Quixformer" for m in extract(document, load_lexicon(), Judge({})).mentions)


def test_shipped_weights_are_whole() -> None:
    weights = load_judge().weights
    assert "bias" in weights
    assert {len(row) for row in weights.values()} == {len(CLASSES)}
