"""Relations that a list states by where it prints things."""

from __future__ import annotations

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


def test_lines_with_a_break_at_their_end_are_entries() -> None:
    other = "learning to answer with latent embeddings"
    found = read(f"# 视觉\n\nQuixNet: Fast task dependent attention for very large images and videos  \n{other}\n")
    assert other in found.names("Paper")


def test_headline_discusses_what_it_names_and_the_paper_below_it() -> None:
    found = read(f"# 视觉\n\n谷歌最新论文解读：一文看懂 BERT\n\n{PAPER}\n\nhttps://arxiv.org/abs/1901.00001\n")
    discussed = {tail for _, _, tail in found.stated("discusses")}
    assert {"Google", "BERT", PAPER} <= discussed


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
