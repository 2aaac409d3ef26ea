"""Credits: who made a listed work, told right behind its title, and entries as posts of links print them."""

from __future__ import annotations

import pytest

from kgraph.core import Extraction
from kgraph.extract import extract, load_lexicon
from kgraph.read import read_document

PAPER = "QuixSort: Fast Sorting of Large Tables"
ARXIV = "https://arxiv.org/abs/1901.00001"
POST = "Why Is My Sort Slow"
BLOG = "https://blog.example.org/slow"


def read(text: str) -> Extraction:
    return extract(read_document("a.md", f"# 收藏夹\n\n## 排序\n\n{text}\n".encode()), load_lexicon(()))


def claims(text: str, *relations: str) -> set[tuple[str, str, str]]:
    found = {(claim.head.name, claim.relation, claim.tail.name) for claim in read(text).claims}
    return {claim for claim in found if not relations or claim[1] in relations}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (f"- [{PAPER}]({ARXIV}) —— Mary Miller、Bob Carter 等，斯坦福。跑得很快。", {"Mary Miller", "Bob Carter"}),
        (f"**[{PAPER}]({ARXIV})** 🔖\nMary Miller, Bob Carter 等。比旧的快两倍。", {"Mary Miller", "Bob Carter"}),
        (f"- [{PAPER}]({ARXIV}), CVPR 2020. Mary Miller。跑得快。", {"Mary Miller"}),
        (f"- [{PAPER}]({ARXIV}) / QuixSort / Mary Miller, Bob Carter", {"Mary Miller", "Bob Carter"}),
    ],
)
def test_people_right_behind_a_paper_wrote_it(text: str, people: set[str]) -> None:
    found = claims(text, "authoredBy")
    assert {(PAPER, "authoredBy", person) for person in people} <= found


@pytest.mark.parametrize(
    "text",
    [
        f"[{POST}]({BLOG})：Mary Miller。面试常考。",
        f"- 〔视频〕 [{POST}]({BLOG})，Mary Miller 讲的，听着很顺。",
        f"[{POST}]({BLOG}) ← PyTorch 官方博客，Mary Miller 他们写的。",
        f"[{POST}]({BLOG}) | Mary Miller | Google | 40 min",
        f"- Mary Miller 的 [{POST}]({BLOG})，值得看。",
        f"- [{POST}]({BLOG}) 系列，Mary Miller 吐槽 PyTorch 和 JAX 太慢。",
    ],
)
def test_people_beside_a_post_wrote_it(text: str) -> None:
    assert (POST, "authoredBy", "Mary Miller") in claims(text)


def test_who_a_piece_of_news_tells_of_did_not_write_it() -> None:
    text = "## [谷歌发布新模型，排序更快](https://news.example.org/1)\n\nMary Miller，谷歌的研究员，带队完成。"
    assert not claims(text, "authoredBy")


def test_organisations_listed_behind_a_title_made_the_work() -> None:
    found = claims(f"[{PAPER}]({ARXIV}) `TODO`：微软、NVIDIA、普林斯顿 联名；很快。", "developedBy")
    makers = {tail for head, _, tail in found if head == PAPER}
    assert makers == {"Microsoft", "NVIDIA", "Princeton University"}


def test_organisation_behind_a_post_is_discussed() -> None:
    assert (POST, "discusses", "Google") in claims(f"- [{POST}]({BLOG})，谷歌。后来改过一次。")


def test_a_post_discusses_what_its_comment_says_it_tells_of() -> None:
    found = claims(f"- [{POST}]({BLOG}) 手把手，详解 PyTorch、JAX 和 BERT，图很多。", "discusses")
    assert {(POST, "discusses", name) for name in ("PyTorch", "JAX", "BERT")} <= found


def test_title_that_opens_with_a_person_is_of_that_person() -> None:
    found = claims("- [唐杰：大模型走向何处](https://www.example.org/t)：讲得清楚。", "authoredBy")
    assert {head for head, _, tail in found if tail == "Jie Tang"} == {"唐杰：大模型走向何处"}


def test_who_wrote_a_post_did_not_make_what_its_title_mentions() -> None:
    found = claims("- [The Illustrated PyTorch](https://blog.example.org/p) by Mary Miller.", "authoredBy")
    assert found == {("The Illustrated PyTorch", "authoredBy", "Mary Miller")}


def test_commented_post_does_not_report_on_the_paper_listed_below_it() -> None:
    text = f"**[{POST}]({BLOG})**\n斯坦福的人把排序写成了一个大函数，比先前的都快。\n\n**[{PAPER}]({ARXIV})**\n同一个方向。"
    found = claims(text)
    assert (POST, "discusses", PAPER) not in found
    assert (PAPER, "developedBy", "Stanford University") not in found


def test_numbers_in_circles_open_entries() -> None:
    text = (
        f"① [{POST}]({BLOG}) ★ 一步步讲清楚\n② [How to Sort](https://example.org/how)：Mary Miller。\n"
        "③ 《Sorting on Large Machines》(SLM)，胡文美（Wen-mei Hwu，UIUC）和 David Kirk 的教科书，第四版。"
    )
    found = claims(text, "authoredBy")
    book = "Sorting on Large Machines"
    assert ("How to Sort", "authoredBy", "Mary Miller") in found
    assert {tail for head, _, tail in found if head == book} >= {"David Kirk"}
    assert len({tail for head, _, tail in found if head == book}) == 2
    assert {mention.type for mention in read(text).mentions if mention.name == book} == {"Resource"}


def test_name_in_both_scripts_is_one_person() -> None:
    found = [
        mention for mention in read("- BERT，叶某宁（Mouning Ye）一作，很快。").mentions if mention.type == "Person"
    ]
    assert {mention.name for mention in found} == {"叶某宁"}
    assert all("Mouning Ye" in (mention.text, *mention.aliases) for mention in found)


@pytest.mark.parametrize(
    "text",
    [
        "- **QuixEP** ([repo](https://github.com/quix/QuixEP)) 通信用的库，很小。",
        "**QuixEP**\n谷歌的通信库，很小，也很快。→ https://github.com/quix/QuixEP",
        "**3. QuixEP** ([GitHub](https://github.com/quix/QuixEP))\n通信用的库，很小。",
        "**QuixEP** 2024-01 | 谷歌的通信库。<https://github.com/quix/QuixEP>",
    ],
)
def test_bold_name_heads_what_describes_it(text: str) -> None:
    assert ("github.com/quix/QuixEP", "implements", "QuixEP") in claims(text)


def test_name_of_its_code_opens_an_entry_before_a_comma() -> None:
    found = read("- quix-linear-sort，谷歌，几种排序都在里头。https://github.com/quix/quix-linear-sort")
    assert ("Software", "quix-linear-sort") in {(mention.type, mention.name) for mention in found.mentions}


def test_link_in_prose_called_as_its_repository_is_a_program() -> None:
    found = claims("Mary Miller 的 [quix.c](https://github.com/mary/quix.c) 还在更新：纯 PyTorch 写，很小。")
    assert ("github.com/mary/quix.c", "implements", "quix.c") in found
    assert ("quix.c", "basedOn", "PyTorch") in found


def test_label_tells_whose_paper_a_link_is() -> None:
    text = f"**QuixLab 技术报告**：[Fast and Careful Sorting for Large Tables]({ARXIV})\n微软出品。很快。"
    assert ("Fast and Careful Sorting for Large Tables", "introduces", "QuixLab") in claims(text)


def test_text_behind_a_name_announces_its_paper() -> None:
    text = f"- QuixSort 的原始论文很短：{PAPER} (CVPR 2019)，读着不累。<https://github.com/quix/quixsort>"
    found = claims(text)
    assert {(PAPER, "introduces", "QuixSort"), (PAPER, "publishedAt", "CVPR 2019")} <= found


def test_title_named_as_an_article_is_a_resource() -> None:
    found = read("解读就看知乎这篇《QuixSort 源码走读：两级缓存在做什么》，链接丢了。")
    assert ("Resource", "QuixSort 源码走读：两级缓存在做什么") in {(m.type, m.name) for m in found.mentions}


def test_owner_of_the_code_may_stand_in_the_heading() -> None:
    text = "### DeepMind 开源周\n\n- **QuixEP** ([repo](https://github.com/google-deepmind/QuixEP)) 通信用的库。"
    assert ("QuixEP", "developedBy", "DeepMind") in claims(text)


def test_what_ends_in_bench_is_data() -> None:
    found = read(f"- [QuixBench: Can Models Sort Large Tables?]({ARXIV}) 有 250 道题。")
    assert ("Dataset", "QuixBench") in {(mention.type, mention.name) for mention in found.mentions}


def test_formats_of_numbers_name_nothing() -> None:
    found = read("- QuixSort：FP16xINT4 和 W4A16 都支持。")
    assert not {mention.name for mention in found.mentions} & {"FP16xINT4", "W4A16"}


def test_a_mark_before_a_name_is_no_part_of_the_text() -> None:
    found = claims("🔥 QuixNet，谷歌，BERT 的改进版，比 LSTM 快。", "basedOn", "outperforms")
    assert {("QuixNet", "basedOn", "BERT"), ("QuixNet", "outperforms", "LSTM")} <= found


def test_author_of_a_post_may_stand_alone_in_a_field_below_it() -> None:
    assert (POST, "authoredBy", "游某超") in claims(f"- [{POST}]({BLOG})\n  - 作者：游某超\n  - 点评：最好的一篇")


def test_thing_that_a_headline_names_is_not_what_the_next_entry_is_about() -> None:
    text = "- [PyTorch 源码解读](https://blog.example.org/p)\n- [SortPuzzles](https://github.com/mary/SortPuzzles)（Mary Miller）"
    assert ("PyTorch", "authoredBy", "Mary Miller") not in claims(text)


def test_label_of_an_address_may_follow_a_comma() -> None:
    text = "- 微软的 QuixGen，博客：https://github.com/microsoft/quix/tree/master/blogs ，很快。"
    assert not any("，" in mention.name for mention in read(text).mentions if mention.type == "Software")


def test_short_names_listed_beside_plain_ones_count() -> None:
    found = {mention.name for mention in read("- 几种注意力，GLA / DeltaNet 都有；强过 DeepSeek-R1 和 o1。").mentions}
    assert {"GLA", "DeltaNet"} <= found
    assert any("o1" in name for name in found)


def test_capitals_before_a_plain_noun_are_a_name() -> None:
    assert "MLA" in {mention.name for mention in read("- 一个跑在卡上的 MLA decoding kernel，很快。").mentions}


def test_comment_column_names_no_paper() -> None:
    text = f"| 链接 | 谁 | 一句话 |\n|---|---|---|\n| [QuixSort]({ARXIV}) | Mary Miller 等，Caltech | 比 BERT 快 |"
    papers = {mention.name for mention in read(text).mentions if mention.type == "Paper"}
    assert not any("Miller" in name for name in papers)
