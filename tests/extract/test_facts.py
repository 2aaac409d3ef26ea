"""Venues, dates, marks, badges and lists of authors as they are printed."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.extract import load_lexicon
from kgraph.extract.forms.facts import find_date, find_venues, importance, is_badge, split_authors, star_count

LEXICON = load_lexicon(())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("CVPR 2020", ["CVPR 2020"]),
        ("(cvpr2020)", ["CVPR 2020"]),
        ("NIPS'18 oral", ["NeurIPS 2018"]),
        ("2019 ICML", ["ICML 2019"]),
        ("被 ACL 2020 和 EMNLP-2021 接收", ["ACL 2020", "EMNLP 2021"]),
        ("İ CVPR 2020", ["CVPR 2020"]),
        ("CVPR", ["CVPR"]),
        ("xCVPR 2020, CVPRx", []),
        ("https://a.org/cvpr2020", []),
        ("没有会议", []),
        ("In Proc. ICML, 2020", ["ICML 2020"]),
        ("ICLR (2021)", ["ICLR 2021"]),
        ("ACL 12(3): 45-67, 2019", ["ACL 2019"]),
        ("", []),
    ],
)
def test_venues_have_their_series_and_year(text: str, found: list[str]) -> None:
    venues = list(find_venues(text, LEXICON))
    assert [venue.name for venue in venues] == found
    for venue in venues:
        assert venue.series.lower()[:2] in ("cv", "ne", "ic", "ac", "em")
        assert str(venue.year or "")[2:] in text[venue.start : venue.end]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("*2014-04-30* [paper]", (2014, "2014-04-30")),
        ("2019年3月5日", (2019, "2019-03-05")),
        ("2019/3", (2019, "2019-03")),
        ("ICCV 2017 oral", (2017, "2017")),
        ("1811.00001", None),
        ("12 个", None),
        ("12019", None),
    ],
)
def test_first_date_is_found(text: str, found: tuple[int, str] | None) -> None:
    assert find_date(text) == found


def test_marks_of_importance_are_counted() -> None:
    assert importance("$\\bullet \\bullet$") == 2
    assert importance("⭐⭐⭐ 🔥") == 4
    assert importance("· *") == 0


@pytest.mark.parametrize("text", ["paper", "Paper", "[PDF]", "pytorch", "官网", "论文", "code / demo", "[代码]", "→"])
def test_badges_only_say_what_kind_of_link_it_is(text: str) -> None:
    assert is_badge(text, LEXICON)


@pytest.mark.parametrize("text", ["BERT", "A Study of Graphs", "官网教程大全", "paper of the year award list"])
def test_names_are_no_badges(text: str) -> None:
    assert not is_badge(text, LEXICON)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Yilun Chen, Zhicheng Wang and Gang Yu", ["Yilun Chen", "Zhicheng Wang", "Gang Yu"]),
        ("Y. LeCun; Geoffrey E. Hinton", ["Y. LeCun", "Geoffrey E. Hinton"]),
        ("Kaiming He et al.", ["Kaiming He"]),
        ("Deep Learning, Neural Networks", []),
        ("Time Series, Data Sources", []),
        ("本文作者", []),
    ],
)
def test_lists_of_people_are_told_from_other_lists(text: str, names: list[str]) -> None:
    people = split_authors(text)
    assert [name for name, _ in people] == names
    assert all(text.startswith(name, offset) for name, offset in people)


def test_stars_and_marks_are_properties_of_what_they_stand_beside() -> None:
    found = read(
        "# 工具\n\n- [FAISS](https://github.com/facebookresearch/faiss) ⭐ 30.5k - 向量检索库\n"
        "- ★★★ [Annoy](https://github.com/spotify/annoy) - 近邻搜索\n\n"
        "| 项目 | Stars | 代码 |\n|-|-|-|\n| Qdrant | 18,400 | [github](https://github.com/qdrant/qdrant) |\n"
    )
    facts = {(m.type, m.url, pair) for m in found.mentions for pair in m.attributes}
    assert facts == {
        ("Repository", "https://github.com/facebookresearch/faiss", ("stars", "30500")),
        ("Software", None, ("importance", "3")),
        ("Repository", "https://github.com/qdrant/qdrant", ("stars", "18400")),
    }


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("4.1k stars", 4100),
        ("Star 数：2,345", 2345),
        ("1.2 万 star", 12_000),
        ("⭐12k+", 12_000),
        ("★★★ 2019", None),
        ("a five-star idea in 3 steps", None),
        ("StarCoder 15B", None),
    ],
)
def test_star_counts_are_numbers(text: str, stars: int | None) -> None:
    assert star_count(text) == stars


@pytest.mark.parametrize(
    ("text", "named"),
    [("Nature 发表谷歌新系统", True), ("成果登上 Nature 了", True), ("它模仿 Nature 里的群体", False)],
)
def test_journal_called_by_an_ordinary_word_counts_where_it_prints_something(text: str, named: bool) -> None:
    assert [venue.name for venue in find_venues(text, LEXICON)] == (["Nature"] if named else [])
