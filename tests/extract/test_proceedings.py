"""Papers under a heading that says where all of them appeared, and posts that spread a paper over paragraphs."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

ONE, OTHER = "Folding Small Bars: Learning to Bend Metals", "Bending Large Bars: Learning to Fold Metals"
LIST = (
    f"\n\n- [{ONE}](https://arxiv.org/abs/2002.01126)\n- {OTHER}, ICML 2019 [pdf](https://arxiv.org/abs/1902.01127)\n"
)


HEADINGS = pytest.mark.parametrize(
    "heading",
    [
        "## SIGIR 2020",
        "## SIGIR 2020 | 图学习",
        "## 二、SIGIR 2020 最佳论文",
        "# SIGIR 2020: accepted papers\n\n## 图学习",
    ],
)


@HEADINGS
def test_heading_that_is_a_venue_names_it_with_its_year(heading: str) -> None:
    assert "SIGIR" not in read(heading + LIST).names("Venue")


@HEADINGS
def test_papers_appeared_where_the_heading_above_says_unless_told_otherwise(heading: str) -> None:
    assert read(heading + LIST).stated("publishedAt") == {
        (ONE, "publishedAt", "SIGIR 2020"),
        (OTHER, "publishedAt", "ICML 2019"),
    }


@pytest.mark.parametrize("heading", ["## 看 SIGIR 2020 的趋势", "## SIGIR 2020 之后读什么", "## 图学习", "## SIGIR"])
def test_heading_that_only_speaks_of_a_venue_tells_no_paper_where_it_appeared(heading: str) -> None:
    assert (ONE, "publishedAt", "SIGIR 2020") not in read(heading + LIST).stated("publishedAt")


POST = f"""# 折叠

**01**

**{ONE}**

作者：Jane Roe, Ann Tan 等（清华大学、北京大学）

论文地址：https://arxiv.org/abs/2002.01126

代码：https://github.com/roe/bars

摘要：我们提出 FoldBar。
"""


def test_address_below_the_authors_is_that_of_the_paper_above() -> None:
    found = read(POST)
    assert found.names("Paper") == {ONE}
    assert {mention.url for mention in found.mentions if mention.type == "Paper"} == {
        None,
        "https://arxiv.org/abs/2002.01126",
    }
    assert (ONE, "hasCode", "github.com/roe/bars") in found.stated()


def test_number_alone_names_nothing() -> None:
    assert not {"01"} & read(POST).names()


def test_who_of_several_people_is_at_which_of_several_institutions_is_not_guessed() -> None:
    assert read(POST).stated("affiliatedWith") == set()
