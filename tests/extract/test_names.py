"""Names that a document teaches, and names that are known, wherever they are printed."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.extract.forms.people import find_organizations, find_people
from kgraph.extract.names.learn import initials_match


def prose(text: str) -> set[tuple[str, str]]:
    return read(f"# 阅读\n\n{text}\n").typed()


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("我们用 BERT 做实验。", "Method", "BERT"),
        ("在 imagenet 上训练。", "Dataset", "ImageNet"),
        ("由清华大学和快手完成。", "Organization", "Kuaishou"),
        ("作者提出BarNet模型，用于检测。", "Method", "BarNet"),
        ("We propose BarNet.", "Method", "BarNet"),
        ("新模型名为 QuixDet。", "Method", "QuixDet"),
        ("他们公开了 QuixVQA 数据集。", "Dataset", "QuixVQA"),
        ("本文使用维度卷积 Dimension-wise Convolution (DimConv) 来提速。", "Method", "DimConv"),
        ("比较了 EfficientDet-D7 的速度。", "Method", "EfficientDet-D7"),
        ("İ 我们用 BERT 做实验。", "Method", "BERT"),
    ],
)
def test_name_is_found_with_its_type(text: str, type_: str, name: str) -> None:
    assert (type_, name) in prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "The organ and the gang are here.",
        "一种新的方法和模型。",
        "GPU 和 API 以及 JSON。",
        "在 2019 年 3 月。",
        "the-art-based-aware",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert prose(text) == {("Topic", "阅读")}


def test_definition_in_parentheses_gives_the_long_name_and_the_chinese_one() -> None:
    found = read("# 理论\n\n近年提出的神经切线核（Neural Tangent Kernel, QNTK）很有用，QNTK 很快。\n")
    assert sum(mention.name == "QNTK" for mention in found.mentions) >= 1
    assert all(mention.type == "Method" for mention in found.mentions if mention.name == "QNTK")


def test_name_of_a_heading_learns_its_other_names_from_quotes_and_brackets() -> None:
    found = read("# 视觉\n\n## 1.1 QTAB\n\n作者推出了「视觉快速评估基准」(Quick Task Assessment Benchmark, QTAB)。\n")
    assert {name for type_, name in found.typed() if type_ in ("Method", "Dataset")} == {"QTAB"}
    assert any("视觉快速评估基准" in mention.aliases for mention in found.mentions if mention.name == "QTAB")


def test_words_that_a_text_only_translates_are_no_names() -> None:
    assert prose("引入了原则式机制（principled mechanism）来停止。") == {("Topic", "阅读")}


def test_organization_in_two_scripts_is_found_with_a_blank_between_them() -> None:
    assert ("Organization", "Google AI") in prose("谷歌 AI 推出了新基准。")


def test_plus_in_a_heading_joins_what_stands_beside_it() -> None:
    found = read("# 学习\n\n## 1.1 NASQ+ 推荐系统\n\n一些文字。\n\n## 1.2 NASQ\n\nNASQ 很快。\n")
    assert "NASQ+" not in found.names("Method")


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("Nature: 新的智能体完全体登场", True),
        ("某团队最新 Nature 论文：会回忆的智能体", True),
        ("这项成果登上 Science", True),
        ("The Nature of Code", False),
        ("Data Science 入门", False),
    ],
)
def test_journal_called_by_an_ordinary_word_counts_where_things_are_printed_in_it(text: str, venue: bool) -> None:
    assert bool(read(f"# 阅读\n\n{text}\n").names("Venue")) is venue


def test_what_is_listed_behind_the_word_dataset_is_data() -> None:
    assert {("Dataset", "TikTok"), ("Dataset", "Kwai"), ("Dataset", "MovieLens")} <= prose(
        "在三个公开的数据集 TikTok, Kwai 和 MovieLens 上做了实验。"
    )
    assert ("Method", "BERT") in prose("在数据集 BERT 上做了实验。")


def test_acronym_learns_its_long_form_from_the_title_of_its_paper() -> None:
    found = read("# 学习\n\n## 1.1 QVS\n\nQuick Vision Strategies as a Scalable Alternative to Everything\n\n文字。\n")
    assert "Quick Vision Strategies" in found.one("QVS", "Method").aliases
    found = read("# 搜索\n\nQXT: Quick Xenon Transformer for Accurate and Compact Models\n")
    assert found.names("Method") == {"QXT"}


def test_versions_are_names_of_their_own() -> None:
    names = {name for type_, name in prose("比较 MobileNet v1/v2/v3 的速度。") if type_ == "Method"}
    assert len({name for name in names if name.startswith("MobileNet")}) >= 3


def test_one_name_has_one_type_in_one_document() -> None:
    found = read("# 工具\n\n- **QuixLib**: 一个开源的工具库\n\nQuixLib 很快。我们喜欢 QuixLib 模型。\n")
    assert {mention.type for mention in found.mentions if mention.name == "QuixLib"} == {"Software"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("回归的时候才用交叉熵", "Cross Entropy"),
        ("cross entropy vs focal loss 的取舍", "Cross Entropy"),
        ("超越 BatchNorm 和 GN！新的归一化层来了", "Group Normalization"),
        ("何恺明等人提出 GAN 蒸馏法：又快又小", "GAN 蒸馏法"),
    ],
)
def test_a_vague_name_counts_where_it_is_used_set_against_another_or_proposed(text: str, name: str) -> None:
    assert ("Method", name) in prose(text)


def test_a_vague_name_in_passing_is_no_name() -> None:
    names = {name for _, name in prose("分类时的交叉熵如何变化，深度卷积神经网络又如何应用。")}
    assert not names & {"Cross Entropy", "DCNN"}
    assert "GAN 训练方法" not in {name for _, name in prose("何恺明等人提出 GAN 训练方法：又快又小")}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("周志华团队：深度森林", ["周志华"]),
        ("Chulhee Yun 等人发表", ["Chulhee Yun"]),
        ("Yoshua Bengio 和 Ian Goodfellow 在《自然》", ["Yoshua Bengio", "Ian Goodfellow"]),
        ("正如 Ostrander 等人所说，随后 Ostrander 等人又证明", ["Ostrander", "Ostrander"]),
        ("最早由Yoshua Bengio提出", ["Yoshua Bengio"]),
        ("华为团队发布", []),
        ("Deep Learning 等人", []),
        ("A. " * 200, []),
    ],
)
def test_people_are_told_by_the_words_beside_them(text: str, people: list[str]) -> None:
    assert [text[start:end] for start, end in find_people(text)] == people


@pytest.mark.parametrize(
    ("text", "organizations"),
    [
        ("来自法国波尔多大学、浙江大学的研究者", ["法国波尔多大学", "浙江大学"]),
        ("University of Toronto and Stanford University", ["University of Toronto", "Stanford University"]),
        ("University of Tübingen, ShanghaiTech University", ["University of Tübingen", "ShanghaiTech University"]),
        ("University of California, Berkeley", ["University of California, Berkeley"]),
        ("大学生", []),
        ("A" * 300, []),
    ],
)
def test_universities_are_told_by_their_last_word(text: str, organizations: list[str]) -> None:
    assert [text[start:end] for start, end, _ in find_organizations(text)] == organizations


@pytest.mark.parametrize(
    ("acronym", "phrase", "fits"),
    [
        ("NTK", "neural tangent kernel", True),
        ("QP1", "Quick Policy One", True),
        ("GTrXL", "Gated Transformer-XL", True),
        ("CNN", "support vector machine", False),
        ("", "x", False),
        ("A", "", False),
    ],
)
def test_acronym_fits_the_initials_of_a_phrase(acronym: str, phrase: str, fits: bool) -> None:
    assert initials_match(acronym, phrase) is fits


def test_name_spelt_out_is_one_with_its_words_in_full() -> None:
    found = read("# 阅读\n\n## QuBER\n\nQuBER 的全称是 Quick Bidirectional Encoder Representation。QuBER 很快。\n")
    assert {m.name for m in found.mentions if m.type == "Method"} == {"QuBER"}
    assert "Quick Bidirectional Encoder Representation" in {m.text for m in found.mentions}


def test_two_letters_the_wrong_way_round_make_no_other_name() -> None:
    found = read("# 阅读\n\n在 MINST 上，QuixFormer 优于 QiuxFormer 的旧版，QuixFormer 更快。\n")
    assert found.names("Dataset") == {"MNIST"}
    assert found.names("Method") == {"QuixFormer"}


@pytest.mark.parametrize(
    "text",
    [
        "论文用到一些结构，有自注意机制(Self-Attention)等。",
        "采用自注意力机制来实现。",
        "QuixNet 使用了 Beam-search。",
        "损失为 L2 loss，并用 EM 算法来更新。",
    ],
)
def test_general_technique_that_is_used_is_a_method(text: str) -> None:
    assert {type_ for type_, _ in prose(text)} == {"Topic", "Method"}


@pytest.mark.parametrize(
    "text", ["自注意力在这里很常见。", "自底向上(bottom-up)的 in-the-wild 图像。", "用 [CLS] 区分句子。"]
)
def test_what_only_describes_is_no_method(text: str) -> None:
    assert prose(text) == {("Topic", "阅读")}


def test_what_a_bracket_lists_has_no_name_in_common() -> None:
    found = read("# 阅读\n\n作者用了两个公开语料库（QuixCorp 和 QuxBase）来测试，QuixCorp 更大。\n")
    assert not any("两个" in alias for m in found.mentions for alias in (m.text, *m.aliases))


def test_ways_of_doing_something_are_listed() -> None:
    assert {name for _, name in prose("衡量远近的方法有：最近邻法、最远邻法，质心法等。")} == {
        "阅读",
        "最近邻法",
        "最远邻法",
        "质心法",
    }


def test_way_of_doing_something_is_named_in_both_languages() -> None:
    assert ("Method", "最远距离法") in prose("也可以理解为最远距离法(farthest one)，另一种方法(method)不同。")
    assert not {name for _, name in prose("另一种方法(a way)不同。")} - {"阅读"}


def test_sum_names_what_it_is_made_of() -> None:
    found = read("# 阅读\n\nQuick QST=QAX+QBX+STN\n\nQAX：得到结果。\n")
    assert {"Quick QST", "QAX", "QBX"} <= found.names("Method")
    assert {("Quick QST", "basedOn", part) for part in ("QAX", "QBX")} <= found.stated()
    assert not prose("其中 loss = a + b，X=Y。") - {("Topic", "阅读")}


def test_english_words_before_their_kind_are_a_name() -> None:
    assert ("Method", "quick hard sample mining") in prose("还用了类似的 quick hard sample mining 难例挖掘策略。")
    assert not prose("这是 state of the art 算法，也是 one or two 策略。") - {("Topic", "阅读")}


def test_acronym_has_the_words_in_brackets_behind_it() -> None:
    found = read("# 阅读\n\n## CPN\n\n网络采用 CPN(CascadedPyramid Network)结构。\n")
    assert found.names("Method") == {"CPN"}
    mixed = read("# 阅读\n\n## QuBERT\n\nQuBERT(Quick-Unit BERT)很快。\n")
    assert mixed.names("Method") == {"QuBERT"}


def test_chinese_name_of_a_doubtful_acronym_is_no_doubt() -> None:
    assert ("Method", "DAE") in prose("许多模型是在去噪自编码器上做的。")


def test_founder_and_what_was_founded() -> None:
    found = read("# 阅读\n\n由名古屋大学的小组在高桥健一教授的领导下发布。高桥健一教授创立了 Quix VI,以维护它。\n")
    assert {("Person", "高桥健一"), ("Organization", "Quix VI")} <= found.typed()
    person = "高桥健一"
    assert {m.scope for m in found.mentions if m.name == person} == {""}
    assert found.stated("affiliatedWith") == {
        (person, "affiliatedWith", "Nagoya University"),
        (person, "affiliatedWith", "Quix VI"),
    }


def test_person_of_a_school_is_no_maker_and_an_institute_has_its_place() -> None:
    found = prose("它是由波恩大学的 Jorgen Quixley 开发的库，并由 AWS 上海 AI 研究院维护，与 AI 研究院无关。")
    assert {("Person", "Jorgen Quixley"), ("Organization", "AWS 上海 AI 研究院")} <= found
    assert ("Organization", "AI 研究院") not in found


def test_release_of_a_program_is_that_program_and_a_version_of_a_model_is_not() -> None:
    found = read("# 阅读\n\n一文看懂 PyTorch 2.3 和 TensorLayer 2.1，以及 YOLO v7 的最新教程\n")
    assert {"PyTorch", "TensorLayer"} <= found.names("Software")
    assert not any(name.startswith(("Tensor", "PyTorch")) and "2" in name for name in found.names())
    assert any("7" in name for name in found.names("Method"))


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("库里有 30 多个 SOTA DL 模型,包括图像。", "SOTA DL"),
        ("我们读了 Momentum-Based 的一些优化方法。", "Momentum-Based"),
        ("比起 AutoML 的各种工具，人更慢。", "AutoML"),
        ("训练时不做反向传播，只做前向。", "Backpropagation"),
    ],
)
def test_general_words_side_by_side_name_nothing(text: str, absent: str) -> None:
    assert absent not in read(f"# 阅读\n\n{text}\n").names()


def test_word_for_a_field_right_behind_a_maker_is_its_product() -> None:
    found = read("# 平台\n\n比谷歌 AutoML 快 110 倍，全新平台来了\n")
    assert ("AutoML", "developedBy", "Google") in found.stated()


def test_program_in_quotation_marks_is_called_after_what_it_does() -> None:
    found = read("# 阅读\n\n## 应用\n\n“胡言乱语文章生成器” 登顶热榜\n\n重读“编码器”一节的最新教程\n")
    assert found.names("Software") == {"胡言乱语文章生成器"}
    assert ("“胡言乱语文章生成器” 登顶热榜", "discusses", "胡言乱语文章生成器") in found.stated()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("由赵佳铭、钱立群等人提出。", ("Person", "钱立群")),
        ("论文作者是赵佳铭、钱立群。", ("Person", "赵佳铭")),
        ("清华唐杰团队做的。", ("Person", "Jie Tang")),
        ("It was written by Pere-Lluís Ferrer Soler at a lab.", ("Person", "Pere-Lluís Ferrer Soler")),
        ("盘古气象大模型登上 Nature。", ("Venue", "Nature")),
        ("QUIXEL, released by Google, is good.", ("Method", "QUIXEL")),
        ("Spectral folding, introduced by Jeff Dean, came first.", ("Method", "Spectral folding")),
        (
            "It is from Technische Universität Quixburg in the south.",
            ("Organization", "Technische Universität Quixburg"),
        ),
        ("It is from the Université de Quixmont.", ("Organization", "Université de Quixmont")),
        ("QuixNet by Xolani Schröter of Google is good.", ("Person", "Xolani Schröter")),
        (
            "It appeared in the Quick Journal of Sounds and Signals last year.",
            ("Venue", "Quick Journal of Sounds and Signals"),
        ),
        ("误差低，打败 QXRES。", ("Method", "QXRES")),
        ("Sweetbun：某公司的无监督文档理解模型，很快。", ("Method", "Sweetbun")),
        ("复旦大学的天马（TianMa）走级联路线。", ("Method", "TianMa")),
    ],
)
def test_names_are_told_by_the_words_beside_them(text: str, named: tuple[str, str]) -> None:
    assert named in read(f"# 笔记\n\n{text}\n").typed()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("权重以 MIT 协议发布。", ("Organization", "MIT")),
        ("The first model, introduced by Jeff Dean, is old.", ("Method", "The first model")),
        ("Later versions, introduced by Jeff Dean, are better.", ("Method", "Later versions")),
        ("QuixNet by Quick Systems of Google is good.", ("Person", "Quick Systems")),
        ("Modelling by Estimating Gradients of Google is good.", ("Person", "Estimating Gradients")),
        ("团队联合国家气象中心完成。", ("Organization", "United Nations")),
        ("On ImageNet it obtains an MAE of 0.070.", ("Method", "MAE")),
        ("方便、安全，值得一看。", ("Person", "方便")),
    ],
)
def test_words_that_hold_a_name_are_no_name(text: str, wrong: tuple[str, str]) -> None:
    assert wrong not in read(f"# 笔记\n\n{text}\n").typed()


def test_names_that_are_words_are_data_where_something_is_measured_on_them() -> None:
    found = read("# 问答\n\n做了增量预训练，在 Spider 和 BIRD 上测过。\n")
    assert {("Dataset", "Spider"), ("Dataset", "BIRD")} <= found.typed()


def test_a_thing_whose_paper_is_spoken_of_is_named() -> None:
    assert ("Method", "Codex") in read("# 代码\n\n这个基准出自 Codex 的论文。\n").typed()


def test_maker_that_no_lexicon_knows_behind_a_colon() -> None:
    found = read("# 代码模型\n\n- [quixsql](https://github.com/quixdb/quixsql)：Quixdb 出的，很小\n")
    assert ("quixsql", "developedBy", "Quixdb") in found.stated()


def test_short_name_in_brackets_behind_an_institution_is_no_method() -> None:
    found = read("# 病理\n\n- QuixPath：扎克肿瘤研究中心（ZTRC）出品，很快\n")
    assert ("Organization", "ZTRC") in found.typed() and "ZTRC" not in found.names("Method")


def test_name_before_the_word_for_a_test_set_is_a_dataset() -> None:
    assert ("Dataset", "QuixTTS-Eval") in read("# 语音\n\n模型在 QuixTTS-Eval 测试集上很好。\n").typed()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("字节跳动的 Quaver 用卷积从头实现。", "Quaver"),
        ("某某科技的 Quaver 则支持一百种语言。", "Quaver"),
        ("QuixNet 的核心是 QMX，逐元素地交叉。", "QMX"),
        ("QuixNet 把第二层改成 QuixRU，更稳。", "QuixRU"),
        ("QuixNet 顺带提出激活函数 Dicer，收敛更快。", "Dicer"),
    ],
)
def test_what_a_text_says_of_a_name_tells_that_it_is_one(text: str, name: str) -> None:
    assert name in read(f"# 笔记\n\n## 推荐\n\n{text}\n").names("Method", "Software")


def test_measure_with_its_number_is_no_thing() -> None:
    found = read("# 笔记\n\n## 推荐\n\n谷歌的 QuixNet 在 ImageNet 上的 AvgQUX 为 0.821，超过 BERT。\n")
    assert "AvgQUX" not in found.names()
    assert ("QuixNet", "outperforms", "BERT") in found.stated()
