"""Entries of papers in the ways in which citations are printed: authors first, title first, on one line or on several."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TITLE = "Counting Whales from Satellites and Buoys"
CODE = "github.com/roe/whales"
ROE, TAN = (TITLE, "authoredBy", "Jane Roe"), (TITLE, "authoredBy", "Ann Tan")
AT = (TITLE, "publishedAt", "ICML 2020")


@pytest.mark.parametrize(
    "item",
    [
        f"- Jane Roe, Ann Tan. {TITLE}. ICML 2020. [[pdf]](https://arxiv.org/abs/2001.00001)",
        f"- Jane Roe and Ann Tan, “{TITLE},” in *Proc. ICML*, 2020. https://arxiv.org/abs/2001.00001",
        f"- Jane Roe, Ann Tan, et al. **{TITLE}.** _ICML_ 2020.",
        f"- Jane Roe, Ann Tan (2020). [{TITLE}](https://arxiv.org/abs/2001.00001). ICML.",
        f"- Jane Roe (ETH Zurich), Ann Tan (MIT): *{TITLE}*. ICML (2020)",
        f"- {TITLE}. Jane Roe, Ann Tan. ICML 2020. [PDF](https://arxiv.org/abs/2001.00001)",
        f"- {TITLE}, Jane Roe, Ann Tan, ICML 2020",
        f"- [arXiv:2001.00001](https://arxiv.org/abs/2001.00001) {TITLE}, Jane Roe, Ann Tan, ICML 2020",
        f"- Counting from above: [{TITLE}](https://arxiv.org/abs/2001.00001), Jane Roe, Ann Tan, ICML 2020",
        f"- (ICML 2020) **{TITLE}** Jane Roe, Ann Tan [[paper]](https://arxiv.org/abs/2001.00001)",
        f"- (2020 ICML) {TITLE}. [[paper]](https://arxiv.org/abs/2001.00001)\n  Jane Roe, Ann Tan",
        f'- Roe, Jane, and Ann Tan. "{TITLE}." *ICML* (2020).',
        f"[1] {TITLE}. Jane Roe, Ann Tan. ICML 2020.",
        f"**[12] {TITLE}**\n*Jane Roe, Ann Tan*\nICML 2020",
        f"1️⃣ **{TITLE}**\nJane Roe, Ann Tan\nICML 2020",
        f"- `ICML 2020` **{TITLE}**. *Jane Roe, Ann Tan*. [arXiv](https://arxiv.org/abs/2001.00001)",
    ],
)
def test_entry_gives_its_paper_authors_and_venue_in_any_order(item: str) -> None:
    found = read(f"# Animals\n\n## Whales\n\n{item}\n")
    assert found.names("Paper") == {TITLE}
    assert {ROE, TAN, AT} <= found.stated()


@pytest.mark.parametrize(
    ("authors", "names"),
    [
        ("Roe, J., Tan, A. B., and Low, C.", {"J. Roe", "A. B. Tan", "C. Low"}),
        ("J. Roe, A. B. Tan, and J.-C. Low.", {"J. Roe", "A. B. Tan", "J.-C. Low"}),
        ("Roe et al.", {"Roe"}),
        ("Roe & Tan (2020).", {"Roe", "Tan"}),
    ],
)
def test_authors_are_read_with_initials_and_with_family_names_only(authors: str, names: set[str]) -> None:
    found = read(f'# Animals\n\n- {authors} "{TITLE}". Nature 58, 12-19, 2020. [[code](https://{CODE})]\n')
    assert {name for title, relation, name in found.stated("authoredBy")} == names
    assert {(TITLE, "publishedAt", "Nature 2020"), (TITLE, "hasCode", CODE)} <= found.stated()


@pytest.mark.parametrize(
    ("line", "title", "people", "venue"),
    [
        ("Roe J, Tan A, Low P. Counting whales from buoys[J]. Nature, 2020, 33: 68-71.", "Counting whales from buoys", {"J Roe", "A Tan"}, "Nature 2020"),
        ("Roe J, Tan A, et al. Counting whales from buoys[C]//Proceedings of ICML. 2020: 12-20.", "Counting whales from buoys", {"J Roe", "A Tan"}, "ICML 2020"),
        ("张三, 李四, 等. 鲸鱼计数综述[J]. 软件学报, 2021, 32(1): 1-20.", "鲸鱼计数综述", {"张三", "李四"}, "Journal of Software 2021"),
        (f"Roe et al. {TITLE}. ICML 2020. arXiv:2001.00001", TITLE, {"Roe"}, "ICML 2020"),
    ],
)  # fmt: skip
def test_numbered_references_in_the_ways_of_journals(line: str, title: str, people: set[str], venue: str) -> None:
    found = read(
        f"# 鲸鱼\n\n## 参考文献\n\n[1] Low P. Older things about whales[M]. Berlin: Springer, 1999.\n\n[2] {line}\n"
    )
    assert {(title, "authoredBy", person) for person in people} <= found.stated()
    assert (title, "publishedAt", venue) in found.stated()


def test_title_with_a_full_stop_over_its_link_is_a_paper_of_its_own() -> None:
    other = "Counting Birds from Satellites and Buoys"
    found = read(
        f"# 动物\n\n- {TITLE} [[paper]](https://arxiv.org/abs/2001.00001)\n- {other}. [paper](https://arxiv.org/abs/2001.00002)\n"
    )
    assert found.names("Paper") == {TITLE, other}
    assert {mention.url for mention in found.mentions if mention.name == other and mention.url} == {
        "https://arxiv.org/abs/2001.00002"
    }


def test_data_of_a_score_are_no_venue() -> None:
    found = read(f"# 机器翻译\n\n- **{TITLE}** (Roe et al., ICML 2020): BLEU 28.4 on WMT14 En-De.\n")
    assert found.stated("publishedAt") == {AT}


def test_prose_that_opens_with_people_is_no_citation() -> None:
    found = read(
        "# Animals\n\n- Jane Roe, Ann Tan and others met in Bonn. They counted whales from boats there in 2020.\n"
    )
    assert not found.names("Paper")


def test_address_behind_a_citation_is_that_of_its_paper() -> None:
    found = read(
        f'# Animals\n\n- Roe et al. "{TITLE}".\n  Science, 2021. [[doi](https://doi.org/10.1126/science.abc1234)]\n'
    )
    assert found.names("Paper") == {TITLE}
    assert "https://doi.org/10.1126/science.abc1234" in {mention.url for mention in found.mentions}


@pytest.mark.parametrize(
    "lines",
    [
        f"**{TITLE}**<br>\nJane Roe\\*, Ann Tan\\* (\\* = equal contribution)<br>\nICML 2020 | [code](https://{CODE})",
        f"📜 [{TITLE}](https://arxiv.org/abs/2001.00001)  \n👥 Jane Roe, Ann Tan, et al.  \n🏛 ICML 2020  \n💻 [roe/whales](https://{CODE})  \n📝 A note of a few words on how well it counts.",
        f"**{TITLE}**  \nAuthors: Jane Roe, Ann Tan  \nVenue: ICML 2020  \nLinks: [arXiv](https://arxiv.org/abs/2001.00001), [code](https://{CODE})",
        f"📜 **{TITLE}**  \n👩‍🔬 Jane Roe, Ann Tan  \n📅 ICML 2020  \n🔗 [arXiv](https://arxiv.org/abs/2001.00001) · [GitHub](https://{CODE})",
        f"- **{TITLE}**\n  - 👤 Jane Roe, Ann Tan\n  - 📍 ICML 2020\n  - 🔗 [paper](https://arxiv.org/abs/2001.00001) | [code](https://{CODE})",
    ],
)
def test_lines_below_a_title_are_its_authors_venue_and_links(lines: str) -> None:
    found = read(f"# Animals\n\n## Whales\n\n{lines}\n")
    assert found.names("Paper") == {TITLE}
    assert {ROE, TAN, AT, (TITLE, "hasCode", CODE)} <= found.stated()


def test_institutions_below_or_behind_authors_made_the_paper() -> None:
    below = read(f"# Animals\n\n**{TITLE}**  \nJane Roe1, Ann Tan2  \n1ETH Zurich, 2Stanford University\n")
    behind = read(
        f"# Animals\n\n- [{TITLE}](https://arxiv.org/abs/2001.00001)\n  - Authors: Jane Roe, Ann Tan (ETH Zurich)\n"
    )
    assert {(TITLE, "developedBy", "ETH Zurich"), (TITLE, "developedBy", "Stanford University")} <= below.stated()
    assert (TITLE, "developedBy", "ETH Zurich") in behind.stated()


def test_title_behind_a_linked_name_is_that_of_the_papers_address() -> None:
    found = read(f"# Animals\n\n- [WhaleNet](https://arxiv.org/abs/2001.00001): {TITLE} (ICML 2020)\n")
    assert (TITLE, "introduces", "WhaleNet") in found.stated()
    described = read(
        "# Animals\n\n- [WhaleNet](https://arxiv.org/abs/2001.00001): a model for counting whales from boats\n"
    )
    assert described.names("Paper") == {"arXiv:2001.00001"}
