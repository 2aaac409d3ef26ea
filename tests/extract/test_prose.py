"""Chinese surveys in prose: rows of people and institutions, titles without 《 》, scores whose metric goes without saying."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TITLE = "Learning to Fold Small Bars for Vision"
ABOVE = "# 折叠\n\n## 起点\n\n"


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("谷歌 Jane Doe 提出的 QuixFold 只有一层，采用 BERT；它很快。", ("QuixFold", "basedOn", "BERT")),
        ("BERT 很老。受 LSTM 启发，谷歌的 Jane Doe 提出 QuixFold。", ("QuixFold", "basedOn", "LSTM")),
        # a row of people and institutions, and what it makes
        ("谷歌的 Jane Doe、Max Muster 与清华大学唐杰提出了 QuixFold。", ("QuixFold", "authoredBy", "Max Muster")),
        ("谷歌的 Jane Doe、Max Muster 与清华大学唐杰提出了 QuixFold。", ("QuixFold", "developedBy", "Tsinghua University")),
        ("谷歌的 Jane Doe、Max Muster 与清华大学唐杰提出了 QuixFold。", ("Max Muster", "affiliatedWith", "Google")),
        ("谷歌的 Jane Doe、Max Muster 与清华大学唐杰提出了 QuixFold。", ("Jie Tang", "affiliatedWith", "Tsinghua University")),
        ("清华大学的 Jane Doe 给出了我见过最短的一个答案：QuixFold。", ("QuixFold", "authoredBy", "Jane Doe")),
        ("清华大学 Jane Doe 的 QuixFold 只有一层。", ("QuixFold", "developedBy", "Tsinghua University")),
        ("清华大学的 Jane Doe 在 QuixFold 里只用一层，比 LSTM 快得多。", ("QuixFold", "authoredBy", "Jane Doe")),
        ("清华大学的 Jane Doe 在 QuixFold 里只用一层，比 LSTM 快得多。", ("QuixFold", "outperforms", "LSTM")),
        ("谷歌的 Jane Doe 把一层改成两层，就有了 QuixFold。", ("QuixFold", "authoredBy", "Jane Doe")),
        ("谷歌的 Jane Doe 等人发现一层不够，想了半年，于是有了 QuixFold。", ("QuixFold", "authoredBy", "Jane Doe")),
        ("谷歌的 Jane Doe 提出 QuixFold，两年后又提出 QuixBend。", ("QuixBend", "authoredBy", "Jane Doe")),
        ("谷歌 2023 年的 QuixFold 只有一层。", ("QuixFold", "developedBy", "Google")),
        ("2008 年 ICDM，谷歌的 Jane Doe 提出了 QuixFold。", ("QuixFold", "publishedAt", "ICDM 2008")),
        ("港大黄超组走得更远：QuixFold 只有一层。", ("QuixFold", "developedBy", "University of Hong Kong")),
        # he
        ("谷歌的 Jane Doe 提出 QuixFold。她后来去了微软，主导了 QuixBend。", ("Jane Doe", "affiliatedWith", "Microsoft")),
        ("谷歌的 Jane Doe 提出 QuixFold。她后来去了微软，主导了 QuixBend。", ("QuixBend", "authoredBy", "Jane Doe")),
        ("谷歌的 Jane Doe 提出 QuixFold。第二年她自己出了 QuixBend，底座换成 BERT。", ("QuixBend", "basedOn", "BERT")),
        # a stay
        (f"QuixFold 是清华大学 Jane Doe 在谷歌实习时的工作（{TITLE}，CVPR 2022）。", (TITLE, "developedBy", "Google")),
        (f"QuixFold 是清华大学 Jane Doe 在谷歌实习时的工作（{TITLE}，CVPR 2022）。", (TITLE, "introduces", "QuixFold")),
        # what comes out of a paper, and its code
        (f"谷歌的 Jane Doe 在 CVPR 2022 的 *{TITLE}* 里把一层改成两层，得名 QuixFold。", (TITLE, "introduces", "QuixFold")),
        (f"QuixFold（{TITLE}，CVPR 2022）很快，代码：github.com/doe/quixfold。", (TITLE, "hasCode", "github.com/doe/quixfold")),
        # what a clause leads up to is what the next ones speak of
        ("BERT 很老。最新的是 QuixFold，谷歌出品。", ("QuixFold", "developedBy", "Google")),
    ],
)  # fmt: skip
def test_credits(text: str, stated: tuple[str, str, str]) -> None:
    assert stated in read(ABOVE + text + "\n").stated()


@pytest.mark.parametrize(
    ("text", "unstated"),
    [
        ("谷歌和唐杰团队先后推出了 QuixFold。", ("Jie Tang", "affiliatedWith", "Google")),
        ("谷歌的 Jane Doe 发表“小而快的 LSTM 网络”一文。", ("LSTM", "authoredBy", "Jane Doe")),
        ("谷歌的 Jane Doe 提出了基于 BERT 的 QuixFold。", ("BERT", "authoredBy", "Jane Doe")),
        ("QuixFold 很快，港大黄超组走得更远：QuixBend 只有一层。", ("QuixFold", "authoredBy", "黄超")),
        ("BERT 在 GLUE 上很好。GLUE 上 81.2。谷歌的 Jane Doe 等人做了 QuixFold。", ("GLUE", "developedBy", "Google")),
        ("QuixFold 在 COCO 上 51.2。（唐杰后来去了谷歌，主导了 QuixBend。）", ("QuixFold", "authoredBy", "Jie Tang")),
        ("BERT 很老。受 LSTM 启发，谷歌的 Jane Doe 提出 QuixFold。", ("BERT", "basedOn", "LSTM")),
        ("QuixFold（IEEE/ACM TASLP 2019）很快。", ("QuixFold", "developedBy", "IEEE")),
        (f"谷歌提出 BERT。{TITLE} 则由微软写成。", (TITLE, "developedBy", "Google")),
    ],
)
def test_what_a_row_does_not_say(text: str, unstated: tuple[str, str, str]) -> None:
    assert unstated not in read(ABOVE + text + "\n").stated()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("阿德莱德大学龚栋等人的文章。", "龚栋"),
        ("先读庞观松等人的综述。", "庞观松"),
        ("这由卡内基梅隆大学的赖国坤提出。", "赖国坤"),
        ("IBM 的聂雨琪把序列切成小片。", "聂雨琪"),
        ("曾爱玲在《某某》里质疑它。", "曾爱玲"),
        ("浙大周启航、新加坡管理大学庞观松等提出新法。", "周启航"),
        ("上交尤志远等的文章。", "尤志远"),
        ("港中文赵恒爽等设计了新的结构。", "赵恒爽"),
        ("工程方面：李小龙读书时写的 QuixFold 很好用。", "李小龙"),
        ("米兰理工的 Maurizio Ferrari Dacrema 等在会上讲了它。", "Maurizio Ferrari Dacrema"),
    ],
)
def test_people_behind_institutions(text: str, name: str) -> None:
    assert ("Person", name) in read(ABOVE + text + "\n").typed()


@pytest.mark.parametrize(
    "text", ["谷歌的高效方案把它做好了。", "腾讯的金融产品在涨。", "微软的成本将下降。", "阿里的经验等于没有。"]
)
def test_words_behind_institutions_are_no_people(text: str) -> None:
    assert read(ABOVE + text + "\n").names("Person") == set()


def test_person_once_known_is_known_elsewhere() -> None:
    found = read(ABOVE + "卡内基梅隆大学的李天提出 QuixFold。\n\nQuixBend 很快，作者还是李天，ICML 2021 收录。\n")
    assert ("QuixBend", "authoredBy", "李天") in found.stated()


@pytest.mark.parametrize(
    "text",
    [
        f"发在 CVPR 上的 {TITLE} 很有名。",
        f"某等人的 {TITLE} 很有名。",
        f"QuixFold（{TITLE}）很有名。",
        f"QuixFold（CVPR 2020，全名 {TITLE}）很有名。",
        f"见 *{TITLE}*，很有名。",
        f"很有名的 {TITLE}。",
    ],
)
def test_running_titles(text: str) -> None:
    assert ("Paper", TITLE) in read(ABOVE + text + "\n").typed()


@pytest.mark.parametrize(
    "text",
    [
        "注意力（Attention over All Words in Text）很有名。",
        "LFSB（Learning to Fold Small Bars）很有名。",
        "他在 Institute for Advanced Study of Small Things 工作。",
        "某等人的 Graph Learning Toolkit 很有名。",
    ],
)
def test_what_is_no_running_title(text: str) -> None:
    assert read(ABOVE + text + "\n").names("Paper") == set()


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("2008 年的 ICDM 很热闹。", "ICDM 2008"),
        ("它 2009 年发在 ICDM 上。", "ICDM 2009"),
        ("ICDM 2010 很热闹。", "ICDM 2010"),
    ],
)
def test_year_before_a_venue(text: str, venue: str) -> None:
    assert ("Venue", venue) in read(ABOVE + text + "\n").typed()


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("Quaver 出自剑桥大学，只有一层。", "Method", "Quaver"),
        ("变体不少，最有名的是 Quaver，它只有一层。", "Method", "Quaver"),
        ("某某组的 Small Bar Folding（CVPR 2018）很快。", "Method", "Small Bar Folding"),
        ("quaverkit 是谷歌的 Jane Doe 发起的音频工具包。", "Software", "quaverkit"),
        ("谷歌提出 QuixFold，速度是 SPG 的 200 倍。", "Method", "SPG"),
        ("后续的 LLaMA5 也由他们训练，COCO 67.8。", "Method", "LLaMA5"),
        ("BERT 在 COCO 上 51.2，QUIXSET 上 43.1。", "Dataset", "QUIXSET"),
        ("谷歌在聚类算法 OPTICS 上花了不少时间。", "Method", "OPTICS"),
        ("德国 MVTec 公司的员工都知道。", "Organization", "MVTec"),
        ("请看 Datawhale 的《异常检测》组队学习。", "Resource", "异常检测"),
    ],
)
def test_names_in_prose(text: str, type_: str, name: str) -> None:
    assert (type_, name) in read(ABOVE + text + "\n").typed()


def results(text: str) -> set[tuple[str, str, str | None, str | None]]:
    claims = read(ABOVE + text + "\n").claims
    return {(c.head.name, c.tail.name, c.metric, c.value) for c in claims if c.value is not None}


def test_score_right_behind_a_dataset() -> None:
    assert ("BERT", "SQuAD", None, "82.1") in results("BERT 很好，SQuAD 到 82.1，GLUE 上 91.5。")
    assert ("BERT", "GLUE", None, "91.5") in results("BERT 很好，SQuAD 到 82.1，GLUE 上 91.5。")


def test_part_that_a_thing_changes_has_not_its_scores() -> None:
    assert results("BERT 把编码器换成 LSTM，SQuAD 直接 84.30。") == {("BERT", "SQuAD", None, "84.30")}


def test_what_a_text_says_once_of_all_its_numbers() -> None:
    text = "下面的数字不特别说明都是 COCO 的 mAP。\n\nQuixFold 只有一层，42.3，还能跑 77 FPS。QuixBend 用 LSTM 代替它，43.1%（CVPR 2022）。"
    assert results(text) == {("QuixFold", "COCO", "mAP", "42.3"), ("QuixBend", "COCO", "mAP", "43.1%")}


@pytest.mark.parametrize(
    "text",
    ["编辑于 2024-08-17 · 本文约 6000 字，欢迎评论区捉虫", "某某写的 QuixFold（[GitHub](https://github.com/a/b)）很好。后来它更好，人人都用。再后来没人用了，都换了别的。"],
)  # fmt: skip
def test_what_is_no_headline(text: str) -> None:
    assert read(ABOVE + text + "\n").names("Resource") == set()
