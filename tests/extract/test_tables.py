"""Rows read by the meaning of their columns."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

from kgraph.extract.lists.columns import column_meaning

PAPER = "QuixNet: Fast Attention for Large Images"


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Paper / Source", "paper"),
        ("**论文**", "paper"),
        ("Code", "code"),
        ("公司", "organization"),
        ("Model (2019)", "name"),
        ("数据集", "dataset"),
        ("Venue", "venue"),
        ("发布时间", "date"),
        ("作者", "author"),
        ("链接：", "link"),
        ("Org.", "organization"),
        ("Resolution", "text"),
        ("Test perplexity", ""),
        ("", ""),
    ],
)
def test_header_tells_the_meaning_of_a_column(header: str, meaning: str) -> None:
    assert column_meaning(header) == meaning


def test_row_ties_paper_thing_code_and_company() -> None:
    found = read(
        "# 模型\n\n| Model | 公司 | Paper | Code |\n|-|-|-|-|\n"
        f"| QuixNet | 谷歌、微软 | [{PAPER}](https://arxiv.org/abs/1901.00001) | [x](https://github.com/a/b) |\n"
    )
    assert {(PAPER, "introduces", "QuixNet"), (PAPER, "hasCode", "github.com/a/b")} <= found.stated()
    assert ("github.com/a/b", "implements", "QuixNet") in found.stated()
    assert {("QuixNet", "developedBy", "Google"), ("QuixNet", "developedBy", "Microsoft")} <= found.stated()
    assert (PAPER, "about", "模型") in found.stated()


def test_scores_under_a_datasets_heading_are_results() -> None:
    found = read(
        "# 榜单\n\n## ImageNet\n\n| Model | Top-1 accuracy | Paper |\n|-|-|-|\n"
        f"| QuixNet | 84.3% | [{PAPER}](https://arxiv.org/abs/1901.00001) |\n| BarNet (Doe et al., 2019) | 80 |  |\n"
    )
    results = {(c.head.name, c.tail.name, c.value) for c in found.claims if c.relation == "evaluatedOn"}
    assert {("QuixNet", "ImageNet", "84.3%"), ("BarNet", "ImageNet", "80")} <= results
    assert all("accuracy" in (c.metric or "") for c in found.claims if c.relation == "evaluatedOn")


def results(text: str) -> set[tuple[str, str, str | None, str | None, str | None, bool]]:
    claims = [claim for claim in read(text).claims if claim.relation == "evaluatedOn"]
    return {(c.head.name, c.tail.name, c.metric, c.value, c.unit, c.gain) for c in claims}


def test_metric_is_that_of_the_column_or_of_a_heading_above() -> None:
    text = "# 榜单\n\n## ImageNet\n\n### Top-1 accuracy\n\n| Model | Score | Params (M) |\n|-|-|-|\n| QuixNet | 84.3 ± 0.2 | 25.6 |\n"
    assert results(text) == {("QuixNet", "ImageNet", "Top-1 accuracy", "84.3±0.2", None, False)}


def test_values_keep_what_is_printed_and_tell_their_unit() -> None:
    text = "# SQuAD\n\n| 模型 | F1（%） | 准确率 | 延迟 (ms) |\n|-|-|-|-|\n| QuixNet | ９１．２ | 88.1% | 12 |\n| BarNet | 1,024.5 | +1.3 | - |\n"
    assert results(text) == {
        ("QuixNet", "SQuAD", "F1", "９１．２", "%", False),
        ("QuixNet", "SQuAD", "准确率", "88.1%", "%", False),
        ("BarNet", "SQuAD", "F1", "1,024.5", "%", False),
        ("BarNet", "SQuAD", "准确率", "+1.3", None, True),
    }


def test_cell_with_as_many_numbers_as_its_header_has_metrics_is_several_results() -> None:
    text = "# CNN/Daily Mail\n\n| Model | ROUGE-1 / ROUGE-2 | Year |\n|-|-|-|\n| BarNet | 44.2 / 21.1 | 2019 |\n"
    found = {(metric, value) for _, _, metric, value, _, _ in results(text)}
    assert found == {("ROUGE-1", "44.2"), ("ROUGE-2", "21.1")}


def test_header_that_names_its_dataset_and_metric_says_both() -> None:
    text = "# 分割\n\n| Model | ADE20K mIoU | Cityscapes mIoU |\n|-|-|-|\n| BarNet | 51.8 | 84.0 |\n"
    assert {result[1:4] for result in results(text)} == {("ADE20K", "mIoU", "51.8"), ("Cityscapes", "mIoU", "84.0")}


def test_paper_that_is_only_an_address_is_known_by_its_number() -> None:
    found = read("# 模型\n\n| Model | Paper |\n|-|-|\n| QuixNet | https://arxiv.org/abs/1901.00001 |\n")
    assert ("arXiv:1901.00001", "introduces", "QuixNet") in found.stated()


def test_table_of_datasets_lists_datasets() -> None:
    found = read("# 资源\n\n| 数据集 | 链接 |\n|-|-|\n| QuixSet | https://a.org/quix |\n")
    assert ("Dataset", "QuixSet") in found.typed()


def test_html_table_is_read_as_well() -> None:
    found = read(
        "# 模型\n\n<table><tr><th>Model</th><th>公司</th></tr><tr><td>QuixNet</td><td>谷歌</td></tr></table>\n"
    )
    assert ("QuixNet", "developedBy", "Google") in found.stated()


@pytest.mark.parametrize(
    "text",
    [
        "| | |\n|-|-|\n| | |\n",
        "| Model |\n|-|\n",
        "| Model | Paper |\n|-|-|\n| | x | y | z |\n| - | N/A |\n",
        "|a\n|-\n|1|\n",
    ],
)
def test_empty_and_ragged_rows_do_no_harm(text: str) -> None:
    found = read(text)
    assert {mention.type for mention in found.mentions} <= {"Method"}


def test_numbers_of_a_row_are_results_on_the_dataset_that_the_row_names() -> None:
    found = read("# 榜单\n\n| Model | Dataset | AP |\n|-|-|-|\n| YOLOv4 | COCO | 43.5 |\n")
    results = [(c.head.name, c.tail.name, c.metric, c.value) for c in found.claims if c.relation == "evaluatedOn"]
    assert ("YOLOv4", "COCO", "AP", "43.5") in results


def test_names_that_a_cell_joins_by_plus_signs_are_the_listed_thing_and_what_it_uses() -> None:
    found = read(
        "# 榜单\n\n## ImageNet\n\n| Model | Accuracy | Paper |\n|-|-|-|\n"
        f"| BERT + QuixNet | 84.3 | [{PAPER}](https://arxiv.org/abs/1901.00001) |\n| BarSQL + GPT-4 | 80.1 |  |\n"
        "| FooNet (80% + 20%) | 71.1 |  |\n"
    )
    assert {("QuixNet", "basedOn", "BERT"), ("BarSQL", "basedOn", "GPT-4")} <= found.stated()
    assert (PAPER, "introduces", "QuixNet") in found.stated()
    results = {(c.head.name, c.value) for c in found.claims if c.relation == "evaluatedOn"}
    assert results == {("QuixNet", "84.3"), ("BarSQL", "80.1"), ("FooNet", "71.1")}
    assert found.one("BarSQL", "Method").aliases


def test_word_that_a_lexicon_knows_as_data_in_few_places_is_a_model_below_such_a_header() -> None:
    found = read("# 榜单\n\n## ImageNet\n\n| Model | Accuracy |\n|-|-|\n| C3 | 84.3 |\n")
    assert ("Method", "C3") in found.typed()


def test_paper_of_a_dataset_in_the_row_of_a_baseline_introduces_the_dataset() -> None:
    table = "| Model | F1 | Paper |\n| --- | --- | --- |\n| Mask R-CNN | 76.8 | [WhaleSet: A Large Dataset of Whales](https://arxiv.org/abs/2001.00001) |\n"
    found = read(f"# Whales\n\n{table}").stated("introduces")
    assert {tail for _, _, tail in found} == {"WhaleSet"}


def test_paper_cited_by_its_authors_under_a_dataset_describes_it() -> None:
    found = read(
        "# Boards\n\n## DocVQA\n\nQuestions over pages; see [Roe et al. (2021)](https://arxiv.org/abs/2001.00001). Hard.\n"
    )
    assert ("arXiv:2001.00001", "introduces", "DocVQA") in found.stated()


DATA = "QuixLand: A Large Dataset for Fields Seen from Above"


def test_names_of_a_catalogue_of_datasets_are_datasets_whatever_the_column_is_called() -> None:
    found = read(
        "# 农田遥感数据集汇总\n\n## 分割\n\n| 名称 | 机构 | 论文 |\n|-|-|-|\n"
        f"| QuixLand | 清华大学 | [{DATA}](https://arxiv.org/abs/1901.00001) |\n"
    )
    assert ("Dataset", "QuixLand") in found.typed() and ("Method", "QuixLand") not in found.typed()


@pytest.mark.parametrize(
    "cell",
    ["Very Many Fields of Quix（VMFQ）", "VMFQ (Very Many Fields of Quix)", "**VMFQ** (Very Many Fields of Quix)"],
)
def test_long_name_of_a_dataset_is_no_title(cell: str) -> None:
    found = read(
        f"# 数据集\n\n## 农田\n\n| 数据集 | 机构 | 论文 |\n|-|-|-|\n| {cell} | 谷歌 | [{DATA}](https://arxiv.org/abs/1901.00001) |\n"
    )
    assert {(DATA, "introduces", "VMFQ"), ("VMFQ", "developedBy", "Google")} <= found.stated()


@pytest.mark.parametrize("cell", ["见上面 QuixLand Field Images 的论文", "同上一行的那一篇", "暂无公开发表的论文"])
def test_cell_that_refers_to_another_place_is_no_paper(cell: str) -> None:
    found = read(f"# 数据\n\n## 农田\n\n| 数据集 | 机构 | 论文 |\n|-|-|-|\n| QuixLand-B | 谷歌 | {cell} |\n")
    assert not found.names("Paper") and ("QuixLand-B", "developedBy", "Google") in found.stated()


def test_brackets_behind_an_organisation_hold_its_other_name_or_a_person() -> None:
    found = read(
        "# 模型\n\n| Model | 机构 | Paper |\n|-|-|-|\n"
        f"| QuixNet | 扎克研究院（ZIR）、Quix University（一作 Jane Doe） | [{PAPER}](https://arxiv.org/abs/1901.00001) |\n"
    )
    assert {("QuixNet", "developedBy", "扎克研究院"), (PAPER, "authoredBy", "Jane Doe")} <= found.stated()
    assert ("Jane Doe", "affiliatedWith", "Quix University") in found.stated()
    assert "ZIR" in found.one("扎克研究院").aliases


def test_prose_below_a_table_speaks_of_no_one_of_its_rows() -> None:
    found = read("# 检测\n\n| Model | 机构 |\n|-|-|\n| QuixNet | 谷歌 |\n\n训练时直接用 PyTorch 就行。\n")
    assert not any(relation == "basedOn" for _, relation, _ in found.stated())


def test_base_column_may_hold_a_name_that_goes_on_from_a_known_one() -> None:
    found = read("# 检测\n\n| Model | Backbone | 机构 |\n|-|-|-|\n| QuixNet | BERT-quix-L | 谷歌 |\n")
    assert ("QuixNet", "basedOn", "BERT-quix-L") in found.stated()


def test_source_beside_a_paper_is_who_it_comes_from_and_a_venue_ends_a_title() -> None:
    found = read(
        "# Music datasets\n\n## Tags\n\n| Name | Source | Paper |\n|-|-|-|\n"
        "| QuixTune | Quix University (QMG) | The QuixTune Dataset for Tagging Tunes (ICML 2019 workshop) |\n"
    )
    title = "The QuixTune Dataset for Tagging Tunes"
    assert found.names("Paper") == {title}
    assert ("QuixTune", "developedBy", "Quix University") in found.stated()
    assert (title, "publishedAt", "ICML 2019") in found.stated()


@pytest.mark.parametrize("header", ["开发方", "出品方", "发布单位"])
def test_headers_of_makers(header: str) -> None:
    assert column_meaning(header) == "organization"


def test_architecture_beside_the_names_is_what_they_are_made_of() -> None:
    found = read("# 识别\n\n| 模型 | 机构 | 架构 |\n|-|-|-|\n| QuixASR | 谷歌 | Conformer + Transformer |\n")
    based = {tail for head, _, tail in found.stated("basedOn") if head == "QuixASR"}
    assert based == {"Conformer", "Transformer"}


SHORT = "Deep Cauchy Nets for Compact Codes"


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("机构@会议", "谷歌@KDD"),
        ("单位 / 会议", "谷歌/KDD"),
        ("公司 · 会议", "谷歌 · KDD'18"),
        ("作者单位（会议）", "谷歌（KDD 2018）"),
        ("Affiliation, Venue", "Google, KDD 2018"),
        ("Venue & Org", "KDD'18, Google"),
    ],
)
def test_column_of_makers_and_venues_gives_both(header: str, cell: str) -> None:
    found = read(f"# 编码\n\n| 年 | 论文 | {header} |\n|-|-|-|\n| 18 | {SHORT} | {cell} |\n")
    assert {(SHORT, "developedBy", "Google"), (SHORT, "publishedAt", "KDD 2018")} <= found.stated()


def test_title_before_its_badges_is_that_of_the_paper() -> None:
    found = read(
        "# 编码\n\n| 模型 | 标题 |\n|-|-|\n"
        f"| QuixNet | {PAPER} [[pdf]](https://arxiv.org/abs/1901.00001) |\n"
        f"| FooNet | 《{SHORT}》([arXiv](https://arxiv.org/abs/1901.00002)) |\n"
    )
    assert {(PAPER, "introduces", "QuixNet"), (SHORT, "introduces", "FooNet")} <= found.stated()
    assert found.one(SHORT, "Paper").url == "https://arxiv.org/abs/1901.00002"


def test_two_words_that_link_to_a_pdf_are_a_papers_title() -> None:
    found = read("# 编码\n\n| 论文 | 备注 |\n|-|-|\n| [Quick Hashing](https://example.edu/~roe/qh.pdf) | QH 的出处 |\n")
    assert ("Quick Hashing", "introduces", "QH") in found.stated()
    assert ("Paper", "Quick Hashing") in found.typed()


@pytest.mark.parametrize(
    "note",
    [
        "DCN：用柯西分布",
        "即 DCN，效果不错",
        "DCN，顺带解决了失衡",
        "最佳论文。DCN 治过拟合，全面好于 ITQ",
        "提出 DCN",
        "aka DCN",
        "DCN: a heavy-tailed loss",
        "就是后来的 DCN",
    ],
)
def test_notes_of_a_row_call_the_thing_of_its_paper(note: str) -> None:
    found = read(f"# 编码\n\n| 论文 | 备注 |\n|-|-|\n| {SHORT} | {note} |\n")
    assert (SHORT, "introduces", "DCN") in found.stated()


def test_what_a_note_compares_with_is_not_what_its_paper_introduces() -> None:
    found = read(
        f"# 编码\n\n| 论文 | 备注 |\n|-|-|\n| {SHORT} | 比 HashNet 好，训练也快 |\n| {PAPER} | 受 ITQ 启发 |\n"
    )
    assert not {tail for _, _, tail in found.stated("introduces")} & {"HashNet", "ITQ"}
