"""Relations that a list states by where it prints things."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

PAPER = "QuixNet: Fast Attention for Large Images"


def test_a_title_introduces_the_name_before_its_colon() -> None:
    assert read(f"# 视觉\n\n- [{PAPER}](https://arxiv.org/abs/1901.00001)\n").stated("introduces") == {
        (PAPER, "introduces", "QuixNet")
    }
    assert (
        read("# 视觉\n\n- [Deep Learning: An Overview of Everything](https://arxiv.org/abs/1901.00001)\n").stated(
            "introduces"
        )
        == set()
    )


def test_paper_under_a_methods_heading_introduces_it_and_its_code_implements_it() -> None:
    found = read(
        "# 检测\n\n## QuixDet\n\nFast Attention for Detection in Large Images\n\nhttps://github.com/a/quix\n\nQuixDet 很快。\n"
    )
    paper = "Fast Attention for Detection in Large Images"
    assert {(paper, "introduces", "QuixDet"), (paper, "hasCode", "github.com/a/quix")} <= found.stated()
    assert ("github.com/a/quix", "implements", "QuixDet") in found.stated()


def test_another_version_of_a_thing_is_not_introduced_by_the_paper_below_it() -> None:
    found = read(f"# 语音\n\n## 1.1 中文版 BERT\n\n谷歌提出新模型，效果更好\n\n{PAPER}\n\n文字。\n\n## 1.2 其它\n")
    assert (PAPER, "introduces", "BERT") not in found.stated()


def test_thing_with_a_chinese_name_is_introduced_where_a_headline_names_its_maker() -> None:
    text = "# 游戏\n\n## 1.1 绝悟\n\n腾讯绝悟 AI 击败职业玩家\n\nMastering Complex Control in Arena Games with Learning\n\n文字。\n"
    assert ("Mastering Complex Control in Arena Games with Learning", "introduces", "JueWu") in read(text).stated()


def test_line_with_a_venue_and_a_prize_is_said_of_the_thing_that_heads_it() -> None:
    text = "# 学习\n\n## 1.1 QuixGRD\n\nCIKM 2019 最佳论文\n\n<https://a.org/quix.pdf>\n\nQuixGRD 算法很快。\n\nQuixGRD 也很小。\n"
    assert ("QuixGRD", "publishedAt", "CIKM 2019") in read(text).stated()


def test_page_below_a_label_discusses_what_the_label_names() -> None:
    found = read("# 推荐\n\nSpotify 的论文：\n\n<https://a.org/papers/all>\n\n<https://a.org/papers/more>\n")
    assert found.stated("discusses") == {("a.org/papers/all", "discusses", "Spotify")}


def test_lines_with_a_break_at_their_end_are_entries() -> None:
    other = "learning to answer with latent embeddings"
    found = read(f"# 视觉\n\nQuixNet: Fast task dependent attention for very large images and videos  \n{other}\n")
    assert other in found.names("Paper")


@pytest.mark.parametrize(
    "line",
    ["原始论文: [Large Images at a Glance](#)", "The Lottery Ticket Hypothesis: Large Images at a Glance"],
)
def test_the_first_paper_of_a_thing_introduces_it_beside_others(line: str) -> None:
    found = read(f"# 剪枝\n\n## 彩票假设\n\n{line}\n\n{PAPER}\n\nSparse Sampling for Distant Objects\n")
    title = line.removeprefix("原始论文: [").removesuffix("](#)")
    assert {(head, tail) for head, _, tail in found.stated("introduces")} == {
        (title, "Lottery Ticket Hypothesis"),
        (PAPER, "QuixNet"),
    }


def test_headline_discusses_what_it_names_and_the_paper_below_it() -> None:
    found = read(f"# 视觉\n\n谷歌最新论文解读：一文看懂 BERT\n\n{PAPER}\n\nhttps://arxiv.org/abs/1901.00001\n")
    discussed = {tail for _, _, tail in found.stated("discusses")}
    assert {"Google", "BERT", PAPER} <= discussed


def test_headline_below_the_last_paper_discusses_it_where_both_name_one_thing() -> None:
    other = "Sparse Sampling for Distant Objects"
    report = "一种新网络 BarNet 登场，又快又准！"
    found = read(f"# 视觉\n\n{PAPER}\n\n{other}\n\n作者提出 BarNet 模型。\n\n{report}\n")
    assert (report, "discusses", other) in found.stated()
    assert (report, "discusses", PAPER) not in found.stated()
    entry = f"- [{PAPER}](https://arxiv.org/abs/1901.00001)\n\n- [新网络的工程细节](https://mp.weixin.qq.com/s/1)\n\n  与 QuixNet 相比快了很多。\n"
    assert not read(f"# 视觉\n\n{entry}").stated("discusses") & {("新网络的工程细节", "discusses", PAPER)}
    found = read(f"# 视觉\n\n{PAPER}\n\n作者提出 BarNet 模型。\n\n{report}\n\n{other}\n")
    assert found.stated("discusses") >= {(report, "discusses", other)}
    assert (report, "discusses", PAPER) not in found.stated()


def test_headline_over_another_headline_is_not_about_a_later_paper() -> None:
    other = "Sparse Sampling for Distant Objects"
    found = read(f"# 视觉\n\n相信你的眼睛：初探图像研究\n\n两种新方法带你看懂图像\n\n{PAPER}\n\n{other}\n")
    assert {(head, tail) for head, _, tail in found.stated("discusses")} >= {("两种新方法带你看懂图像", PAPER)}
    assert not any(head.startswith("相信") for head, _, _ in found.stated("discusses"))


def test_address_below_a_later_headline_is_not_about_the_paper_above() -> None:
    page = "https://pan.example.org/s/1"
    assert (page.removeprefix("https://"), "discusses", PAPER) in read(f"# 视觉\n\n{PAPER}\n\n{page}\n").stated()
    found = read(f"# 视觉\n\n{PAPER}\n\n另一个重磅新消息来了！\n\n幻灯片：{page}\n")
    assert not any(tail == PAPER for _, _, tail in found.stated("discusses"))


@pytest.mark.parametrize(
    ("headline", "stated"),
    [
        ("两手抓，清华大学教授唐杰 60 页长文综述图像研究", {("authoredBy", "Jie Tang")}),
        ("5 papers | 何恺明等发新作；拿遗传算法认猫", set()),
        ("2 小时看完，这个 NeurIPS 2019 Tutorial 真是硬核", set()),
        ("NeurIPS 2019 论文分享：看图的新方法", {("publishedAt", "NeurIPS 2019")}),
    ],
)
def test_people_and_venue_of_a_headline_are_the_papers_where_it_is_about_that_one(
    headline: str, stated: set[tuple[str, str]]
) -> None:
    found = read(f"# 视觉\n\n{headline}\n\n{PAPER}\n").stated("authoredBy", "publishedAt")
    assert {(relation, tail) for head, relation, tail in found if head == PAPER} == stated


def test_the_only_paper_under_a_name_with_a_note_introduces_what_is_named() -> None:
    found = read("# 压缩\n\n## QUX(搜索+ 剪枝)\n\nLarge Images at a Glance of Time\n\nQUX 模型又快又小。\n")
    assert found.stated("introduces") == {("Large Images at a Glance of Time", "introduces", "QUX")}


def test_a_paper_that_looks_at_what_is_there_does_not_introduce_it() -> None:
    for title in ("Measuring Extrapolation on Long Numbers", "Long Numbers at a Glance: A Survey"):
        found = read(f"# 结构\n\n## QUXNET\n\n{title}\n\nQUXNET 模型可以学习精确的运算。\n")
        assert found.stated("introduces") == set()


def test_headline_discusses_what_the_label_before_it_names() -> None:
    found = read("# 视觉\n\nICML 2021 论文解读: [关于图像生成的那些事](https://mp.weixin.qq.com/s/1)\n")
    assert ("关于图像生成的那些事", "discusses", "ICML 2021") in found.stated()


def test_repository_called_after_a_thing_above_it_implements_it() -> None:
    found = read("# 教程\n\n一文看懂最新的 QuixDet 检测模型\n\nhttps://github.com/someone/quixdet\n")
    assert ("github.com/someone/quixdet", "implements", "QuixDet") in found.stated()


def test_every_listed_thing_is_about_the_nearest_topic() -> None:
    found = read("# 视觉\n\n## 检测\n\n- [一文看懂检测教程](https://mp.weixin.qq.com/s/1)\n- https://github.com/a/b\n")
    assert {("一文看懂检测教程", "about", "检测"), ("github.com/a/b", "about", "检测")} <= found.stated("about")
    assert not any(tail == "视觉" for head, _, tail in found.stated("about"))


def test_many_addresses_in_one_line_are_about_nothing_it_names() -> None:
    line = " ".join(f"https://a.org/{number} BERT" for number in range(40))
    assert read(f"# 视觉\n\n{line}\n").stated("discusses") == set()


def test_nothing_is_stated_of_itself() -> None:
    for text in ("# BERT\n\n## BERT\n\nBERT\n", "# 视觉\n\n## 视觉\n\n文字。\n"):
        assert all(head != tail for head, _, tail in read(text).stated())


def test_numbered_techniques_are_what_the_thing_is_built_on() -> None:
    found = read(
        "# 语言\n\n## QuixNet\n\n为了变小，QuixNet 采用三项新技术:\n\n1、Split embedding parameters(参数分解)\n\n一段说明。\n\n"
        "2、Shared Layers(层的共享)，好处如下:\n\n1. BERT 小。\n",
        "a.txt",
    )
    assert found.stated("basedOn") == {
        ("QuixNet", "basedOn", "Split embedding parameters"),
        ("QuixNet", "basedOn", "Shared Layers"),
    }
    inline = read("# 语言\n\n## QuixNet\n\nQuixNet 使用了两种融合策略：1. Quix-Fusion，即甲；2. Quux-Fusion，即乙。\n")
    assert {tail for _, _, tail in inline.stated("basedOn")} == {"Quix-Fusion", "Quux-Fusion"}


def test_news_below_a_heading_that_is_a_thing_tells_its_maker() -> None:
    found = read("# 架构\n\n## Quixlib\n\n支持多种网络,清华推出图学习工具包\n\nhttps://github.com/quix/quixlib\n")
    assert ("Quixlib", "developedBy", "Tsinghua University") in found.stated()


def test_product_called_after_its_maker_is_that_makers() -> None:
    found = read("# 应用\n\n谷歌数据集搜索换新界面：手机也能查\n")
    assert ("Google Dataset Search", "developedBy", "Google") in found.stated()
    assert ("谷歌数据集搜索换新界面：手机也能查", "discusses", "Google") in found.stated()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Self-Tuning Quick Networks", "Self-Tuning Quick Networks"),
        ("Quick Model Validation: A New Framework to Check Models", "Quick Model Validation"),
        ("Deep Neural Networks", ""),
        ("Sketch Video Summarization: A New Approach to Short Clips", ""),
        ("Quick Validation and Testing: A New Year of Progress", ""),
    ],
)
def test_title_that_is_a_name_or_says_its_kind_introduces_it(title: str, name: str) -> None:
    found = read(f"# 视觉\n\n- [{title}](https://arxiv.org/abs/1901.00001)\n")
    assert {tail for _, _, tail in found.stated("introduces")} == ({name} if name else set())


@pytest.mark.parametrize(
    ("title", "base"),
    [
        ("Accurate, Large Batch Adam: Training Networks in One Hour", "Adam"),
        ("Reducing the Variance of Gradients in Non-Convex SGD", "SGD"),
        ("What Can ResNet Learn Efficiently beyond Kernels?", ""),
        ("Training BERT in One Hour on a Laptop", ""),
        ("Quick Matrix Layers With Adam", ""),
    ],
)
def test_paper_varies_the_method_that_its_title_qualifies(title: str, base: str) -> None:
    found = read(f"# 优化\n\n- [{title}](https://arxiv.org/abs/1901.00001)\n")
    assert found.stated("basedOn") == ({(title, "basedOn", base)} if base else set())


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Linear CFR 更看重后来的轮次，CFR 则一视同仁。", {("Linear CFR", "CFR")}),
        ("Deformable DETR needs fewer epochs; DETR itself is slow.", {("Deformable DETR", "DETR")}),
        ("XGBoost is a boosting library, and Boost is another.", set()),
        # What many names end with tells what kind of thing they are.
        ("Swin Transformer, Music Transformer and Decision Transformer all have a Transformer inside.", set()),
    ],
)
def test_a_name_with_a_word_before_another_is_based_on_it(sentence: str, found: set[tuple[str, str]]) -> None:
    assert {(head, tail) for head, _, tail in read(f"# 模型\n\n{sentence}\n").stated("basedOn")} == found


def test_repository_called_exactly_like_one_thing_is_not_that_of_a_shorter_name() -> None:
    found = read(
        "# 语音\n\n## 合成模型\n\n* QuixTalk\n  * 地址：https://github.com/quix/quixtalk\n"
        "* QuixTalk2\n  * 地址：https://github.com/quix/quixtalk2\n"
    )
    implemented = {(code, thing) for code, _, thing in found.stated("implements")}
    assert implemented == {("github.com/quix/quixtalk", "QuixTalk"), ("github.com/quix/quixtalk2", "QuixTalk2")}


def test_data_with_a_plus_are_made_from_those_without() -> None:
    found = read("# 评测集\n\n给 HumanEval 加了新的题目，得到 HumanEval+，更难。\n")
    assert ("HumanEval+", "basedOn", "HumanEval") in found.stated()
