"""Two names of which a document says, or shows, that they are one thing."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.core import Entity
from kgraph.extract import extract, load_lexicon
from kgraph.read import read_document
from kgraph.resolve import resolve


def entities(text: str, type_: str = "Method") -> list[Entity]:
    found = extract(read_document("a.md", text.encode()), load_lexicon())
    return [entity for entity in resolve(found.mentions, found.claims).entities if entity.type == type_]


def together(text: str, one: str, other: str, type_: str = "Method") -> bool:
    """Return whether two names that a text prints are one entity."""
    found = [{entity.label, *entity.aliases} for entity in entities(text, type_)]
    assert any(one in names for names in found) and any(other in names for names in found), found
    return any({one, other} <= names for names in found)


@pytest.mark.parametrize(
    "sentence",
    [
        "我们以 QuixNet（也称为 BarGAN）为起点，QuixNet 与 BarGAN 都很快。",
        "我们以 QuixNet（又叫 BarGAN）为起点。",
        "作者提出了 QuixNet (原名 BarGAN)。",
        "我们用 QuixNet，也称 BarGAN，来生成图像。",
        "We start from QuixNet (also known as BarGAN).",
        "We start from QuixNet (a.k.a. BarGAN) and go on.",
        "We start from QuixNet, also called BarGAN, and go on.",
        "We start from QuixNet (formerly BarGAN).",
    ],
)
def test_what_the_text_says_to_be_another_name_is_one(sentence: str) -> None:
    text = f"# 生成\n\n{sentence}\n\n我们提出 QuixNet 模型。我们提出 BarGAN 模型。\n"
    assert together(text, "QuixNet", "BarGAN")


@pytest.mark.parametrize(
    "sentence",
    [
        "我们以 QuixNet（也用 BarGAN）为起点。",
        "我们以 QuixNet（基于 BarGAN）为起点。",
        "We start from QuixNet (also BarGAN fails).",
        "我们用 QuixNet，也用 BarGAN，来生成图像。",
    ],
)
def test_names_beside_each_other_are_two(sentence: str) -> None:
    text = f"# 生成\n\n{sentence}\n\n我们提出 QuixNet 模型。我们提出 BarGAN 模型。\n"
    assert not together(text, "QuixNet", "BarGAN")


@pytest.mark.parametrize(("short", "same"), [("QLLib", True), ("PyTorch", False)])
def test_an_abbreviation_in_brackets_is_the_same(short: str, same: bool) -> None:
    name = "Quilted-Lists-Library"
    text = f"# 工具\n\n- [{name}](https://github.com/example/{name})：一个工具库。\n\n代码库 {name}（{short}）很全，{short} 库由课题组维护。\n"
    assert together(text, name, short, "Software") == same


def test_a_name_with_a_chinese_kind_word_is_the_thing_that_the_lexicon_knows() -> None:
    text = "# 视觉\n\n某人先讲不带标签的 Capsule 网络，再讲胶囊网络。Capsule 没有错。\n"
    assert together(text, "Capsule", "Capsule Network")


def test_a_name_alone_and_before_its_kind_word_is_one() -> None:
    text = "# 结构\n\n我们提出 RidgeBlock 模型。作者设计了一种新的模块：Ridge。我们提出 Ridge 模型。\n"
    assert together(text, "RidgeBlock", "Ridge")


def test_a_known_long_name_below_the_heading_that_abbreviates_it_is_the_same_and_a_title() -> None:
    # The lexicon knows the long name, and another thing by the acronym.
    text = "# 图学习\n\n## HAN-GNN\n\nHeterogeneous Graph Attention Network\n\n<https://github.com/example/han-code>\n"
    assert together(text, "HAN-GNN", "Heterogeneous Graph Attention Network")
    assert entities(text, "Paper")[0].label == "Heterogeneous Graph Attention Network"


def test_a_known_name_below_a_heading_with_other_initials_is_another() -> None:
    text = "# 图学习\n\n## GCN-GNN\n\nHeterogeneous Graph Attention Network\n\n<https://github.com/example/han-code>\n"
    assert not together(text, "GCN-GNN", "Heterogeneous Graph Attention Network")


def test_a_name_before_two_kind_words_is_neither() -> None:
    text = "# 结构\n\n我们提出 RidgeBlock 模型和 RidgeLoss 模型。我们提出 RidgeLoss 模型。我们提出 Ridge 模型。\n"
    assert not together(text, "RidgeBlock", "Ridge")
    assert not together(text, "RidgeLoss", "Ridge")


def test_a_known_name_is_not_its_block() -> None:
    text = "# 结构\n\n我们提出 MambaBlock 模型。我们用 Mamba 模型。\n"
    assert not together(text, "MambaBlock", "Mamba")


@pytest.mark.parametrize(
    "text",
    [
        "# 模型\n\n| System | Organization | FID |\n|---|---|---|\n| QuixNet | Google Research, Brain Team | 7.3 |\n",
        "# Models\n\nQuixNet comes from Google Research, Brain Team, and is fast.\n",
    ],
)
def test_a_team_behind_its_organisation_is_no_maker_of_its_own(text: str) -> None:
    (found,) = entities(text, "Organization")
    assert found.label == "Google Research" and "Google Research, Brain Team" in found.aliases


def test_two_companies_of_a_cell_are_two() -> None:
    text = "# 模型\n\n| System | Organization | FID |\n|---|---|---|\n| QuixNet | Google, Alibaba Group | 7.3 |\n"
    assert len(entities(text, "Organization")) == 2


@pytest.mark.parametrize("name", ["LLaMA-7B", "LLaMA-13B", "Qwen-72B"])
def test_a_size_of_a_model_is_not_the_model(name: str) -> None:
    family = name.partition("-")[0]
    found = read(f"# 模型\n\n- 用 {name} 微调。\n- {family} 是一个语言模型。\n")
    assert {("Method", name), ("Method", family)} <= found.typed()
    assert not together(f"# 模型\n\n- 用 {name} 微调。\n- {family} 是一个语言模型。\n", name, family)


def test_a_family_name_alone_is_the_one_person_of_that_name() -> None:
    text = "# 分享\n\n- Limin Wang, Tim Brooksfield. Another Paper about Many Diffusion Models. ICLR 2022.\n- {} et al. 提出 FooNet。\n"
    named = {m.text: m.name for m in read(text.format("Brooksfield")).mentions if m.type == "Person" and m.line == 4}
    assert named == {"Brooksfield": "Tim Brooksfield"}
    two = text.replace("Limin Wang", "Ann Brooksfield").format("Brooksfield")
    assert all(m.name == m.text for m in read(two).mentions if m.type == "Person")
    common = read(text.format("Wang")).mentions
    assert "Limin Wang" not in {m.name for m in common if m.line == 4}


def test_an_acronym_is_that_of_the_unknown_name_near_it() -> None:
    # DAE is a denoising autoencoder for the lexicon.
    text = "# 自编码器\n\n他加大了深度，产生了 DAE 模型。\n\nDeep Auto-encoder 模型用 RBM 做预训练，我们提出 Deep Auto-encoder 模型。\n"
    assert {m.name for m in read(text).mentions if m.text == "DAE"} == {"Deep Auto-encoder"}
    for said in ("去噪自编码器是 DAE 模型。", "DAE 模型很早。Denoising Autoencoder 模型也是。"):
        found = read(f"{text}\n{said}\n").mentions
        assert {m.name for m in found if m.text == "DAE" and m.line == 7} == {"DAE"}


def test_a_chinese_name_is_called_with_and_without_its_kind() -> None:
    (forest,) = entities("# 分类\n\n表格数据上，随机森林算法往往够用。\n")
    assert {"随机森林", "随机森林算法"} <= set(forest.aliases)
