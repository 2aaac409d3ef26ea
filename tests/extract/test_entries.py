"""What a line, a list item or a paragraph lists."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TITLE = "A Study of Graph Networks for Text"


@pytest.mark.parametrize(
    ("item", "type_", "name"),
    [
        (f"- [{TITLE}](https://arxiv.org/abs/1901.00001)", "Paper", TITLE),
        (f"- [{TITLE}](https://openreview.net/forum?id=abc)", "Paper", TITLE),
        ("- [图像分割最新综述](https://mp.weixin.qq.com/s/1)", "Resource", "图像分割最新综述"),
        ("- [深度学习公开课](https://www.bilibili.com/video/BV1)", "Resource", "深度学习公开课"),
        ("- [某某代码](https://github.com/a/b)", "Repository", "github.com/a/b"),
        ("- https://github.com/a/b", "Repository", "github.com/a/b"),
        ("- https://arxiv.org/abs/1901.00001", "Paper", "arXiv:1901.00001"),
        ("- https://a.org/x", "Resource", "a.org/x"),
        ("- [PyTorch](https://github.com/pytorch/pytorch): 深度学习框架", "Software", "PyTorch"),
        ("- [QuixSet](https://huggingface.co/datasets/a/quix)", "Dataset", "QuixSet"),
        ("- **QuixLib**: 一个开源的 Python 工具库", "Software", "QuixLib"),
        ("Graph Neural Nets for Nice Things", "Paper", "Graph Neural Nets for Nice Things"),
        ("谷歌最新论文解读：一文看懂图网络", "Resource", "谷歌最新论文解读：一文看懂图网络"),
    ],
)  # fmt: skip
def test_entry_is_typed_by_its_address_and_shape(item: str, type_: str, name: str) -> None:
    assert (type_, name) in read(f"# 清单\n\n{item}\n").typed()


def test_badges_are_the_papers_own_addresses_and_its_code() -> None:
    found = read(
        f"# 清单\n\n- {TITLE} [[paper]](https://arxiv.org/abs/1901.00001) | [pytorch](https://github.com/a/b) [代码](https://gitee.com/c/d)\n"
    )
    assert found.names("Paper") == {TITLE}
    assert {mention.url for mention in found.mentions if mention.type == "Paper"} >= {
        "https://arxiv.org/abs/1901.00001"
    }
    assert found.stated("hasCode") == {(TITLE, "hasCode", "github.com/a/b"), (TITLE, "hasCode", "gitee.com/c/d")}


def test_title_and_the_address_below_it_are_one_paper() -> None:
    found = read(f"# 清单\n\n{TITLE}\n\nhttps://arxiv.org/pdf/1901.00001.pdf\n")
    assert found.names("Paper") == {TITLE}
    assert any(mention.url and "1901.00001" in mention.url for mention in found.mentions)


def test_headline_and_the_address_below_it_are_one_resource() -> None:
    found = read("# 清单\n\n谷歌最新论文解读：一文看懂图网络\n\nhttps://mp.weixin.qq.com/s/2\n")
    assert found.names("Resource") == {"谷歌最新论文解读：一文看懂图网络"}
    assert any(mention.url for mention in found.mentions if mention.type == "Resource")


def test_label_before_an_address_names_it_and_what_it_is_about() -> None:
    found = read("# 工具\n\n- CellProfiler 官网: https://cellprofiler.org\n")
    assert ("Software", "CellProfiler") in found.typed()
    assert ("CellProfiler 官网", "discusses", "CellProfiler") in found.stated()


def test_date_importance_and_venue_belong_to_the_entry() -> None:
    found = read(
        f"# 清单\n\n- [{TITLE}](https://arxiv.org/abs/1901.00001) *2019-01-02* NeurIPS 2019 $\\bullet \\bullet$\n"
    )
    facts = {pair for mention in found.mentions if mention.name == TITLE for pair in mention.attributes}
    assert facts == {("date", "2019-01-02"), ("importance", "2")}
    assert (TITLE, "publishedAt", "NeurIPS 2019") in found.stated()


def test_note_below_a_paper_names_what_it_introduces_and_builds_on() -> None:
    found = read(f"# 优化\n\n- [{TITLE}](https://arxiv.org/abs/1901.00001)\n  **Adam**：改进 RMSProp\n")
    assert {(TITLE, "introduces", "Adam"), ("Adam", "basedOn", "RMSProp")} <= found.stated()


def test_authors_below_a_title_are_its_authors() -> None:
    found = read(f"# 清单\n\n{TITLE}\n\nJane Doe, John Q. Roe and Li Lei\n")
    assert found.stated("authoredBy") == {(TITLE, "authoredBy", name) for name in ("Jane Doe", "John Q. Roe", "Li Lei")}


def test_people_and_company_after_a_dash_belong_to_the_title() -> None:
    found = read(
        f"# 清单\n\n- [{TITLE}](https://arxiv.org/abs/1901.00001) — Jane Doe, Li Lei, et al. (Google, NeurIPS 2023)\n"
    )
    assert found.stated("authoredBy", "developedBy", "publishedAt") == {
        (TITLE, "authoredBy", "Jane Doe"),
        (TITLE, "authoredBy", "Li Lei"),
        (TITLE, "developedBy", "Google"),
        (TITLE, "publishedAt", "NeurIPS 2023"),
    }


def test_each_numbered_reference_of_a_paragraph_is_a_paper_of_its_own() -> None:
    found = read(
        "# References\n\n[1] J. Doe, L. Lei. Deep Fast Networks for\nLarge Images. CVPR 2019.\n"
        "[2] A. Roe, L. Lei. A Study of Graph Networks for Text. ICML 2020.\n"
    )
    assert found.stated("publishedAt") == {
        ("Deep Fast Networks for Large Images", "publishedAt", "CVPR 2019"),
        ("A Study of Graph Networks for Text", "publishedAt", "ICML 2020"),
    }
    assert (TITLE, "authoredBy", "A. Roe") in found.stated()


def test_an_item_that_names_its_own_thing_is_not_the_code_of_the_paper_above() -> None:
    paper = "- [QuixNet: Deep Networks for Text](https://arxiv.org/abs/1901.00001)\n"
    found = read(
        f"# 清单\n\n{paper}- BERT: https://github.com/google-research/bert\n- PyTorch: https://github.com/pytorch/pytorch\n"
        "- BERT 由谷歌开源 https://github.com/google-research/bert\n"
    )
    assert not found.stated("hasCode")
    assert not any(tail == "QuixNet" for _, _, tail in found.stated("implements"))
    assert found.stated("developedBy") == {("BERT", "developedBy", "Google")}
    code = read(f"# 清单\n\n{paper}- PyTorch: https://github.com/somebody/quixnet\n")
    assert [tail for _, _, tail in code.stated("hasCode")] == ["github.com/somebody/quixnet"]


def test_an_item_that_states_something_is_no_title_and_no_name() -> None:
    found = read("# 清单\n\n- Mask R-CNN 基于 Faster R-CNN\n- EfficientDet outperforms YOLOv3 on COCO\n")
    assert not found.names("Paper", "Software", "Resource")
    assert ("Mask R-CNN", "basedOn", "Faster R-CNN") in found.stated()
    assert ("EfficientDet", "outperforms", "YOLOv3") in found.stated()


def test_the_first_line_of_wrapped_prose_is_no_title() -> None:
    found = read(
        "# 综述\n\nDDIM makes the process deterministic and cuts a thousand steps to fifty. Others, from Jane Doe and\n"
        "her group, need ten.\n\nA long first line of prose goes on about noise and about the levels of it, so that\n"
        "the next one begins in lower case.\n\nQuixNet from Bar combines windowed heads with pooled tokens, and then the lines of it end where an\n"
        "Ordinary column ends.\n\nBuilding on the Quix Idea, Jane Doe and Colleagues at the Bar Lab wrote QuixFormer\n"
        "(2021) in a short spring of theirs. The Model has no recurrence at all and so is quick,\n"
        "and it is small.\n"
    )
    assert not found.names("Paper", "Resource")


def test_question_that_opens_wrapped_prose_is_no_title() -> None:
    found = read(
        "# 综述\n\nWhat happened next? QuixNet, by Jane Doe, Max Roe and Ann Smith, cuts the levels of a trained\n"
        "U-Net so that fifty steps suffice. BarNet goes on from there and needs another ten of those, no\n"
        "more than that.\n"
    )
    assert not found.names("Paper", "Resource")


def test_paper_that_an_entry_labels_as_such_introduces_what_the_entry_names() -> None:
    title = "Fast Local Attention for Large Images"
    found = read(f"# 榜单\n\n1. **QuixNet**, 92.2. Paper: [{title}](https://arxiv.org/abs/1901.00001).\n")
    assert (title, "introduces", "QuixNet") in found.stated()


def test_a_title_over_authors_and_text_stays_a_title() -> None:
    title = "Deep Fast Networks for Very Large Images and for Small Ones Too"
    for below in ("Jane Doe, John Roe, Mary Major, Richard Miles, and Anne Other-Name", "(ICLR 2019)"):
        assert title in read(f"# 清单\n\n{title}\n{below}\n").names("Paper")


def test_a_quoted_title_in_brackets_with_its_year_is_a_paper() -> None:
    found = read(
        '# Text\n\nQuixNet ("Fast Nets for Images", ICLR 2020) is quick, and ("Large Nets for Images") is no name.\n'
    )
    assert found.names("Paper") == {"Fast Nets for Images"}
    assert ("Fast Nets for Images", "introduces", "QuixNet") in found.stated("introduces")


def test_book_marks_hold_titles_cited_as_papers() -> None:
    found = read("# 清单\n\n谷歌的研究者在论文《Deep Fast Networks for Large Images》中介绍了它，并公布了结果。\n")
    assert "Deep Fast Networks for Large Images" in found.names("Paper")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("他在公开课《从零开始学推断》里讲过，", {"从零开始学推断"}),
        ("推荐读《从零开始学推断》一书。", {"从零开始学推断"}),
        ("电影《从零开始学推断》很好看。", set()),
    ],
)
def test_title_of_what_can_be_heard_or_read(text: str, names: set[str]) -> None:
    assert read(f"# 学习\n\n{text}随后的几段也都值得细看。\n").names("Resource") == names


def test_anchors_and_scripts_are_no_addresses() -> None:
    found = read("# 清单\n\n- [综述](#top)\n- [x](javascript:alert(1))\n- [a](mailto:a@b.org)\n")
    assert all(mention.url is None for mention in found.mentions)


@pytest.mark.parametrize(
    "text", ["- \n- -\n", "- ✅\n", "- ![](https://a.org/x.png)\n", "```py\nBERT = 1\n```\n", "$$\nBERT\n$$\n"]
)
def test_marks_code_and_mathematics_name_nothing(text: str) -> None:
    assert read(text).typed() <= {("Resource", "a.org/x.png")}


def test_what_gave_nothing_is_reported_with_a_reason() -> None:
    found = read("# 清单\n\n- 这一条什么也没有说，只是一句话而已。\n\n总体思路:\n")
    assert "prose that names nothing known" in found.reasons
    assert "a label that only announces what follows" in found.reasons


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("LeCun's talk:\n\nhttps://www.youtube.com/watch?v=1", "Yann LeCun"),
        ("Jane Quillfeather's blog: https://a.org/x", "Jane Quillfeather"),
        ("李宏毅老师的深度学习课程：https://a.org/x", "Hung-yi Lee"),
    ],
)
def test_what_somebody_made_is_that_persons(text: str, person: str) -> None:
    found = read(f"# 3 胶囊\n\n## 3.1 QuixNet\n\nhttps://github.com/a/quixnet\n\n{text}\n")
    name = text.partition("\n")[0].partition("http")[0].rstrip(" :：")
    assert found.stated("authoredBy") == {(name, "authoredBy", person)}
    assert found.names("Person") == {person}


@pytest.mark.parametrize(
    "text", ["Today's post: https://a.org/x", "PyTorch's tutorial: https://a.org/x", "强化学习的课程：https://a.org/x"]
)
def test_what_a_thing_or_a_field_owns_is_nobodys(text: str) -> None:
    assert not read(f"# 清单\n\n{text}\n").names("Person")


def test_label_between_two_addresses_belongs_to_the_one_below_it() -> None:
    found = read(
        "# 3 胶囊\n\n## 3.1 QuixNet: Fast Nets of Capsules for Images\n\n代码: https://github.com/a/models\n\n"
        "网络项目: Keras:\n\nhttps://github.com/b/QuixNet-Keras\n"
    )
    assert ("github.com/a/models", "implements", "Keras") not in found.stated()
    assert "网络项目: Keras" not in found.names()
    assert len(found.stated("hasCode")) == 2


def test_page_discusses_the_thing_named_below_it() -> None:
    found = read("# 工具\n\nhttps://pypi.org/project/quixlib/\n\nQuixlib:\n\nQuixlib 是一个易用的库。\n", "a.txt")
    assert ("pypi.org/project/quixlib", "discusses", "Quixlib") in found.stated()


def test_title_behind_a_venue_is_a_paper_of_that_venue() -> None:
    found = read(
        "# 姿态\n\n它用到了 CVPR2017 quick multi-person pose estimation 以及 ICCV 2019 (Fast Keypoint Nets for All 这两篇。\n"
    )
    assert found.stated("publishedAt") == {
        ("quick multi-person pose estimation", "publishedAt", "CVPR 2017"),
        ("Fast Keypoint Nets for All", "publishedAt", "ICCV 2019"),
    }
    assert not read("# 姿态\n\n这是 CVPR 2017 best paper award finalist 之一。\n").names("Paper")


def test_line_below_an_address_that_is_called_so_names_its_software() -> None:
    found = read("# 推荐\n\nhttps://github.com/a/spotlight\n\nSpotlight\n\nSpotlight 使用 PyTorch 构建。\n", "a.txt")
    assert {
        ("github.com/a/spotlight", "implements", "Spotlight"),
        ("Spotlight", "basedOn", "PyTorch"),
    } <= found.stated()


def test_library_is_known_by_the_address_of_its_code() -> None:
    found = read(
        "# 语言\n\nhttps://github.com/huggingface/transformers\n\ntransformers\n\n它提供了很多模型。\n", "a.txt"
    )
    assert ("Software", "transformers") in found.typed()


def test_prose_below_another_address_speaks_of_no_thing_above_it() -> None:
    found = read(
        "# 识别\n\nhttps://github.com/a/quixpose\n\nQuixPose\n\nQuixPose 是一个框架。\n\nhttps://github.com/b/face\n\n"
        "本项目使用 PyTorch 构建。\n",
        "a.txt",
    )
    assert not found.stated("basedOn")


def test_page_discusses_the_thing_that_is_named_and_described_below_it() -> None:
    found = read("# 助理\n\nhttps://github.com/topics/virtual-assistant\n\nQuixa:\n\nQuixa 是一个助理。\n", "a.txt")
    assert ("github.com/topics/virtual-assistant", "discusses", "Quixa") in found.stated()


def test_code_and_paper_listed_by_the_name_of_one_thing_belong_together() -> None:
    found = read(
        "# 细胞\n\nQuixcell:\n\nQuixcell 是软件包。\n\nQuixcell 开源链接: https://github.com/a/quixcell\n\n"
        "Quixcell 论文链接: https://arxiv.org/abs/1901.00001\n",
        "a.txt",
    )
    assert [tail for _, _, tail in found.stated("hasCode")] == ["github.com/a/quixcell"]


def test_chinese_words_between_an_address_and_its_description_name_the_project() -> None:
    found = read(
        "识别\n\nhttps://github.com/a/plate_reader\n\n车牌识别:\n\n本项目使用 PyTorch 构建，是一个最简单不过的车牌识别库，可以用命令行。\n\n"
        "https://github.com/b/human\n\n视频里的动作学习\n\n这项工作提出了一个框架，从视频里学习人的动作，并可以预测以后的动作。\n",
        "a.txt",
    )
    assert {("Software", "plate_reader"), ("Method", "视频里的动作学习")} <= found.typed()
    assert {
        ("github.com/a/plate_reader", "implements", "plate_reader"),
        ("plate_reader", "basedOn", "PyTorch"),
    } <= found.stated()


def test_what_a_thing_is_may_stand_before_its_name_below_an_address() -> None:
    found = read("# 跟踪\n\nhttps://github.com/a/quixtrack\n\n多目标跟踪算法 QuixTrack:\n\n它很快。\n", "a.txt")
    assert ("github.com/a/quixtrack", "implements", "QuixTrack") in found.stated()
    assert ("Method", "QuixTrack") in found.typed()


def test_prose_below_a_page_that_is_called_so_names_what_the_page_is_about() -> None:
    found = read("# 数据集\n\nhttps://www.a.net/datasets/kitti/\n\nKITTI 数据集由两家单位联合创办。\n", "a.txt")
    assert {("a.net/datasets/kitti", "discusses", "KITTI"), ("KITTI", "about", "数据集")} <= found.stated()


def test_a_methods_long_name_on_a_line_of_its_own_is_the_title_of_its_paper() -> None:
    found = read("# 2 结构\n\n## 2.1 图上的注意力\n\nHeterogeneous Graph Attention Network\n\nhttps://github.com/a/b\n")
    assert ("Heterogeneous Graph Attention Network", "hasCode", "github.com/a/b") in found.stated()
    assert "Graph Attention Network" not in read("# 结构\n\nGraph Attention Network\n").names("Paper")


def test_numbered_names_head_the_paragraphs_below_them() -> None:
    found = read(
        "一、学习算法\n\n1. QuixDQ(NIPS 2015)\n\nQuixDQ 是第一个这样的算法。\n\n代码:https://github.com/a/first\n\n2. PPO\n\n"
        "PPO 很稳定。\n\n相关论文:《Proximal Policies for Everything Else》\n\nhttps://github.com/b/baselines\n\n"
        "二、对话系统\n\n1. Rasa:\n\nRasa 是一个框架。\n",
        "a.txt",
    )
    assert found.stated("implements") == {
        ("github.com/a/first", "implements", "QuixDQ"),
        ("github.com/b/baselines", "implements", "PPO"),
    }
    assert ("QuixDQ", "publishedAt", "NeurIPS 2015") in found.stated()
    assert not any("相关论文" in name for name in found.names())


@pytest.mark.parametrize("mark", ["", "## 1.1 "])
def test_venue_behind_the_name_of_a_title_is_no_part_of_it(mark: str) -> None:
    found = read(f"# 1 语言\n\n{mark}QuixNet(ACL 2019): Better Language Models with Entities\n\n一些文字。\n")
    title = "QuixNet: Better Language Models with Entities"
    assert {(title, "publishedAt", "ACL 2019"), (title, "introduces", "QuixNet")} <= found.stated()


def test_title_that_a_text_announces_is_a_paper() -> None:
    found = read("# 对话\n\n这个模型很好，论文题目为 QuixBot: Towards Building Open Chat Models，评测里也不错。\n")
    assert "QuixBot: Towards Building Open Chat Models" in found.names("Paper")


def test_address_that_a_page_has_cut_in_two_is_read_as_one() -> None:
    found = read(
        "1 降维\n\n1.1 PCA\n\nPCA 很快。\n\nhttps://github.com/quix/quix-\n\nlearn/blob/main/pca.py\n", "a.txt"
    )
    assert ("github.com/quix/quix-learn", "implements", "PCA") in found.stated()
    assert found.names("Repository") == {"github.com/quix/quix-learn"}


def test_badge_inside_a_headline_is_a_word_of_it() -> None:
    found = read("# 应用\n\n三分钟换背景：靠这个 [GitHub](#) 仓库给照片换天空\n")
    assert found.names("Resource") == {"三分钟换背景：靠这个 GitHub 仓库给照片换天空"}


@pytest.mark.parametrize("label", ["tf 版本:", "pytorch 实现:", "ICML 2018 最佳论文奖"])
def test_line_between_addresses_that_tells_their_edition_or_award_names_nothing(label: str) -> None:
    found = read(f"# 架构\n\n<https://github.com/a/quix>\n\n{label}\n\n<https://github.com/b/quix-port>\n")
    assert not {label, label[:-1]} & found.names()
    assert found.names("Resource") == set()


def test_award_above_a_paper_gives_its_venue() -> None:
    found = read(f"# 架构\n\nICML 2018 最佳论文奖\n\n{TITLE} and Beyond\n")
    assert (f"{TITLE} and Beyond", "publishedAt", "ICML 2018") in found.stated()


def test_thinking_aloud_is_no_headline() -> None:
    text = "看直播毕竟很费时间，可能刷着刷着就睡了，其实下单的人相对少"
    assert read(f"# 思考\n\n{text}\n").names("Resource") == set()


def test_book_behind_its_author_is_a_resource_of_that_person() -> None:
    found = read("# 课程\n\n免费听！周志华《机器学习》全套录像公开\n")
    assert ("Resource", "机器学习") in found.typed()
    assert ("机器学习", "authoredBy", "Zhi-Hua Zhou") in found.stated()


@pytest.mark.parametrize("misspelt", ["AdaDeltta", "Adadeltae"])
def test_note_that_misspells_a_method_means_it(misspelt: str) -> None:
    item = f"1. [{TITLE}](https://arxiv.org/abs/1901.00001)\n*2012-12-22* [paper](https://arxiv.org/abs/1901.00001)\n**{misspelt}**：改进学习率；\n"
    found = read(f"# 优化器\n\n{item}")
    assert found.names("Method") == {"AdaDelta"}


def test_a_bold_line_heads_the_text_of_its_item_whatever_its_verb() -> None:
    found = read(
        "# 周报\n\n## 视频\n\n1. **谷歌的 BERT 拿下冠军**\n\n   它优于 LSTM。\n\n2. **微软更新 DeBERTa 评测**\n\n   它优于 XLNet。\n"
    )
    assert {"谷歌的 BERT 拿下冠军", "微软更新 DeBERTa 评测"} <= found.names("Resource")
    assert {("BERT", "outperforms", "LSTM"), ("DeBERTa", "outperforms", "XLNet")} <= found.stated("outperforms")


def test_an_address_that_prose_calls_the_code_is_the_code_of_the_paper_above() -> None:
    text = "# 笔记\n\n[QuixNet: Fast Attention for Large Images](https://arxiv.org/abs/1901.00001)\n\n很好读。代码：<https://github.com/quix/one>\n"
    assert ("QuixNet: Fast Attention for Large Images", "hasCode", "github.com/quix/one") in read(text).stated()


def test_a_headline_that_announces_a_thing_tells_what_the_paper_below_introduces() -> None:
    text = "# 笔记\n\nMeta 发布 QuixNet，比 BERT 快一倍\n\n[Fast Attention for Very Large Images](https://arxiv.org/abs/1901.00001)\n"
    assert ("Fast Attention for Very Large Images", "introduces", "QuixNet") in read(text).stated()


def test_titles_of_issues_are_no_topics() -> None:
    assert read("# 智能周报 第 37 期\n\n## 视频生成\n\n谷歌发布 BERT。\n").names("Topic") == {"视频生成"}


CATALOGUE = "# 语音数据集清单\n\n## 朗读\n\n"


@pytest.mark.parametrize(
    "entry",
    [
        "- [QuixVox](https://github.com/quix/quixvox)：一万小时朗读语音，作者还训练了模型\n",
        "- QuixVox：清华大学 2021 年放出，一万小时\n",
        "- **QuixVox**：某某大学的录音，16 kHz\n",
    ],
)
def test_entries_of_a_catalogue_of_datasets_are_datasets(entry: str) -> None:
    assert ("Dataset", "QuixVox") in read(CATALOGUE + entry).typed()


def test_nearest_heading_tells_the_kind_before_the_title_does() -> None:
    entry = "- [quixcut](https://github.com/quix/quixcut)：剪切录音\n"
    assert ("Software", "quixcut") in read(f"# 语音数据集清单\n\n## 标注工具\n\n{entry}").typed()


def test_first_clause_of_a_description_tells_the_type() -> None:
    found = read(
        "# 语音\n\n## 合成\n\n* QuixTalk\n  * 地址：https://github.com/quix/talk\n  * 简介：一个小模型，在两个基准上领先\n"
    )
    assert ("Method", "QuixTalk") in found.typed()


@pytest.mark.parametrize(
    ("field", "stated"),
    [
        (
            "QuixLab（谷歌、微软牵头）",
            [("developedBy", "QuixLab"), ("developedBy", "Google"), ("developedBy", "Microsoft")],
        ),
        ("QuixLab，许可同上", [("developedBy", "QuixLab")]),
        ("智谱、北京大学", [("developedBy", "Zhipu AI"), ("developedBy", "Peking University")]),
        ("Jane Q. Doe（个人）", [("authoredBy", "Jane Q. Doe")]),
    ],
)
def test_field_of_makers(field: str, stated: list[tuple[str, str]]) -> None:
    found = read(f"# 语音\n\n## 合成模型\n\n* QuixTalk\n  * 地址：https://github.com/quix/talk\n  * 机构：{field}\n")
    made = {
        (relation, tail) for head, relation, tail in found.stated("developedBy", "authoredBy") if head == "QuixTalk"
    }
    assert made == set(stated)


def test_title_names_more_than_the_entry_below_which_it_stands() -> None:
    older = "QuixTalk: Speaking with Few Words"
    pair = "QuixTalk 2 and QuixVox: Data and Models for Speech"
    found = read(
        "# 语音模型\n\n## 合成\n\n"
        f"* QuixTalk2\n  * 地址：https://github.com/quix/talk2\n  * 论文：[{older}](https://arxiv.org/abs/1901.00001)\n"
        f"* QuixTalk 2\n  * 地址：https://github.com/quix/talk2\n  * 论文：[{pair}](https://arxiv.org/abs/1901.00002)\n"
    )
    introduced = {(paper, thing) for paper, _, thing in found.stated("introduces")}
    assert (older, "QuixTalk") in introduced and (older, "QuixTalk2") not in introduced
    assert (pair, "QuixVox") in introduced


def test_licence_of_an_entry_names_nothing() -> None:
    fields = "  * 地址：https://github.com/quix/talk\n  * 协议：代码 MIT，权重用 Llama 2 Community License\n"
    found = read(f"# 语音模型\n\n## 合成\n\n* QuixTalk\n{fields}")
    assert not found.names("Organization") and found.names("Method") == {"QuixTalk"}


def test_base_of_an_entry_that_nobody_knows() -> None:
    fields = "  * 地址：https://github.com/quix/talk\n  * 基座：BERT-quix-7b / QuixBase 的中间权重\n"
    found = read(f"# 语音模型\n\n## 合成\n\n* QuixTalk（前身叫 QuixSay）\n{fields}")
    based = {tail for head, _, tail in found.stated("basedOn") if head == "QuixTalk"}
    assert based == {"BERT-quix-7b", "QuixBase", "QuixSay"}


SOUND = (
    "QuixVox: A Corpus of Read Speech from Many Villages of the Hills and from the Coast, with Words and Their Times"
)


@pytest.mark.parametrize(
    "entry",
    [
        f"- **QuixVox**：一万小时，见 ICLR 2020 的《{SOUND}》\n",
        f"- [QuixVox](https://github.com/quix/vox)：一万小时，ICLR 2020《{SOUND}》\n",
    ],
)
def test_title_in_the_description_of_a_thing_introduces_it(entry: str) -> None:
    found = read(CATALOGUE + entry)
    assert {(SOUND, "introduces", "QuixVox"), (SOUND, "publishedAt", "ICLR 2020")} <= found.stated()


@pytest.mark.parametrize("label", ["论文 ", "总论文：", ""])
def test_linked_title_that_opens_with_the_name_of_an_entry_introduces_it(label: str) -> None:
    title = "QuixVox - A Corpus of Read Speech from Villages"
    found = read(f"{CATALOGUE}- **QuixVox**：一万小时。{label}[{title}](https://arxiv.org/abs/1901.00001)\n")
    assert (title, "introduces", "QuixVox") in found.stated()


def test_link_in_prose_names_the_thing_whose_code_it_leads_to() -> None:
    found = read("# 检测\n\n## 工具\n\n代码可以直接用 [quixdet](https://github.com/quix/quixdet)，很方便。\n")
    assert ("github.com/quix/quixdet", "implements", "quixdet") in found.stated()
    assert ("Software", "quixdet") in found.typed()


def test_remark_to_readers_is_no_headline() -> None:
    found = read("# 语音数据集清单\n\n> 这几年收集的清单，三月查过一遍，打不开请在 issue 里说一声～\n\n## 朗读\n")
    assert not found.names("Resource")


def test_title_behind_the_word_paper_is_a_paper_whatever_its_address() -> None:
    title = "Reading the Slides of Many Villages with Deep Learning"
    found = read(f"{CATALOGUE}- **QuixVox**：四百张。论文：[{title}](https://journal.example.org/a/12)\n")
    assert (title, "introduces", "QuixVox") in found.stated()


def test_bold_name_with_sentences_behind_it_is_no_title() -> None:
    title = "Reading Tunes from Very Old Rolls"
    found = read(
        f"# Music datasets\n\n## Rolls\n\n- **QuixRoll** – 200 hours from old piano rolls, by Google. Paper: [{title}](https://arxiv.org/abs/1901.00001)\n"
    )
    assert (title, "introduces", "QuixRoll") in found.stated() and found.names("Paper") == {title}
    assert ("Dataset", "QuixRoll") in found.typed()


def test_name_with_its_maker_in_brackets_before_a_comma() -> None:
    found = read("# Music datasets\n\n## Rolls\n\n- QuixRoll (ByteDance), 200 hours of rolls\n")
    assert ("Dataset", "QuixRoll") in found.typed() and ("QuixRoll", "developedBy", "ByteDance") in found.stated()


def test_campus_and_laboratory_in_the_fields_of_an_entry() -> None:
    found = read(
        "# 语音模型\n\n## 合成\n\n* QuixTalk（扎克大学语音实验室）\n  * 作者：徐小明\n"
        "  * 论文：《QuixTalk, Speaking with Few Words》\n  * 单位：扎克大学（珠海）\n"
    )
    makers = {tail for head, _, tail in found.stated("developedBy") if head == "QuixTalk"}
    assert makers == {"扎克大学语音实验室", "扎克大学（珠海）"}
    assert ("QuixTalk, Speaking with Few Words", "introduces", "QuixTalk") in found.stated()
    assert "徐小明" in found.names("Person")


def test_capitalised_word_names_an_entry_where_data_are_listed() -> None:
    found = read(f"{CATALOGUE}- Quixilia（清华大学 + 谷歌）：十万小时\n- Note: 只列开放下载的\n")
    assert ("Dataset", "Quixilia") in found.typed() and "Note" not in found.names()
    assert {("Quixilia", "developedBy", "Tsinghua University"), ("Quixilia", "developedBy", "Google")} <= found.stated()


def test_label_before_a_link_holds_no_sentence() -> None:
    found = read(f"{CATALOGUE}- **QuixVox**：四百张。下载：[QuixVox page](https://quix.example.org)\n")
    assert ("Dataset", "QuixVox") in found.typed()


TITLES = "".join(
    f"- [Counting Many {kind} from Satellites](https://arxiv.org/abs/2001.0000{number})\n"
    for number, kind in enumerate(["Whales", "Seals", "Boats"])
)


def test_links_that_print_titles_print_short_titles_too() -> None:
    found = read(f"# 清单\n\n{TITLES}- [Recurrent Self-Counting](https://arxiv.org/abs/2001.00010)\n")
    assert ("Paper", "Recurrent Self-Counting") in found.typed()


def test_title_that_is_a_known_name_introduces_it() -> None:
    found = read(f"# 清单\n\n{TITLES}- [Group Normalization](https://arxiv.org/abs/1803.08494)\n")
    assert ("Group Normalization", "introduces", "Group Normalization") in found.stated()
    assert {type_ for type_, name in found.typed() if name == "Group Normalization"} == {"Paper", "Method"}


def test_links_that_print_names_print_names() -> None:
    links = "".join(
        f"- [{name}](https://arxiv.org/abs/2001.000{place}1)\n" for place, name in enumerate(["SealNet", "BoatNet"])
    )
    assert ("Method", "Recurrent Self-Counting") in read(
        f"# 清单\n\n{links}- [Recurrent Self-Counting](https://arxiv.org/abs/2001.00010)\n"
    ).typed()


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("*1995* Galilei, Torricelli | [pdf](https://a.org/x.pdf)", {"Galilei", "Torricelli"}),
        ("ICRA 2013  Galilei & Torricelli （没有链接）", {"Galilei", "Torricelli"}),
        ("(1995, Galilei and Torricelli)", {"Galilei", "Torricelli"}),
        ("Galilei、Torricelli（1995）", {"Galilei", "Torricelli"}),
        ("*1995* Galilei", {"Galilei"}),
        ("*2015* Jane Doe, John Roe | [code](https://github.com/a/b)", {"Jane Doe", "John Roe"}),
    ],
)
def test_names_beside_the_date_of_an_entry_are_its_authors(line: str, people: set[str]) -> None:
    found = read(f"# 清单\n\n1. [{TITLE}](https://arxiv.org/abs/1901.00001)\n{line}\n")
    assert found.stated("authoredBy") == {(TITLE, "authoredBy", person) for person in people}


@pytest.mark.parametrize("line", ["*2018-06* Oral", "CVPR 2018 Best Paper", "*2018-06* Google"])
def test_other_words_beside_a_date_are_nobody(line: str) -> None:
    assert not read(f"# 清单\n\n1. [{TITLE}](https://arxiv.org/abs/1901.00001)\n{line}\n").names("Person")


@pytest.mark.parametrize(("mark", "gap"), [("- ", "\n"), ("", "\n\n")])
def test_fields_below_a_paper_are_facts_of_it(mark: str, gap: str) -> None:
    fields = [
        "作者：Jane Roe（清华大学）、Ann Tan（南京大学）",
        "机构：ETH Zurich，华盛顿大学",
        "会议：ICML 2020",
        "code: [routes](https://github.com/roe/routes)",
    ]
    text = f"# 清单\n\n[{TITLE}](https://arxiv.org/abs/1901.00001)\n\n" + gap.join(mark + field for field in fields)
    found = read(text + "\n")
    owners = {"ETH Zurich", "University of Washington", "Tsinghua University", "Nanjing University"}
    assert found.stated("developedBy") == {(TITLE, "developedBy", owner) for owner in owners}
    assert (TITLE, "hasCode", "github.com/roe/routes") in found.stated()
    assert (TITLE, "publishedAt", "ICML 2020") in found.stated()
    assert not found.names("Software")


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("爱丁堡大学 + 亚马逊。把图拆成两半，很快。", {"University of Edinburgh", "Amazon"}),
        ("ICML2021杰出论文，斯坦福出品（Jane Roe、Ann Tan）。很快。", {"Stanford University"}),
        ("它用谷歌的数据做检索。很快。", set()),
        ("谷歌去年的办法太慢。他们改了。", set()),
        ("谷歌拿十亿张图练它，很快。", {"Google"}),
    ],
)
def test_sentences_that_open_the_text_below_a_paper_tell_its_makers(text: str, owners: set[str]) -> None:
    found = read(f"# 清单\n\n[{TITLE}](https://arxiv.org/abs/1901.00001)\n\n{text}\n")
    assert found.stated("developedBy") == {(TITLE, "developedBy", owner) for owner in owners}


def test_link_called_code_in_the_text_below_a_paper_is_its_code() -> None:
    found = read(
        f"# 清单\n\n[{TITLE}](https://arxiv.org/abs/1901.00001)\n\n把图拆成两半，很快。[code](https://github.com/a/b)\n"
    )
    assert (TITLE, "hasCode", "github.com/a/b") in found.stated()


def test_author_behind_a_title_is_no_part_of_it() -> None:
    found = read("# 清单\n\n1. [Value Gradient Notes](https://a.github.io/x.html) Lilian Weng 的长文，很全\n")
    assert ("Value Gradient Notes", "authoredBy", "Lilian Weng") in found.stated()
    assert not any("Notes Lilian" in name for name in found.names())


def test_dated_venue_counts_in_small_letters() -> None:
    assert {"WWW 2021", "CHI 2020"} <= read("# 清单\n\nwww2021最佳论文和chi2020的都看了，再补。\n").names("Venue")


def test_addresses_are_kept_with_a_small_scheme() -> None:
    found = read("- [QuixSort 的讲解](hTtps://blog.example.org/Sort) 好读")
    assert {mention.url for mention in found.mentions if mention.url} == {"https://blog.example.org/Sort"}


@pytest.mark.parametrize(
    "lines",
    [
        "1、QuixTTS\n\nhttps://github.com/quix/tts\n\n基于 VITS 的中文语音合成，一条命令就能训练。",
        "**QuixTTS**\n\nhttps://github.com/quix/tts\n\n基于 VITS 的中文语音合成，一条命令就能训练。",
        "2、QuixTTS：小巧的语音合成工具\n项目地址：https://github.com/quix/tts\n基于 VITS，一条命令就能训练。",
    ],
)
def test_a_name_over_the_address_of_its_code(lines: str) -> None:
    found = read(f"# 开源项目\n\n## 语音\n\n{lines}\n")
    stated = {(claim.head.name, claim.relation, claim.tail.name) for claim in found.claims}
    code = "github.com/quix/tts"
    assert {(code, "implements", "QuixTTS"), ("QuixTTS", "about", "语音"), ("QuixTTS", "basedOn", "VITS")} <= stated


def test_a_name_below_an_address_is_not_that_of_the_next_one() -> None:
    found = read("# 开源项目\n\nhttps://github.com/a/one\n\nQuixTTS\n\nhttps://github.com/b/two\n\nFooASR\n")
    stated = {(claim.head.name, claim.relation, claim.tail.name) for claim in found.claims}
    assert ("github.com/b/two", "implements", "QuixTTS") not in stated


@pytest.mark.parametrize("label", ["解读", "视频", "Blog"])
def test_what_is_told_of_a_paper_below_it_discusses_it(label: str) -> None:
    found = read(
        f"# 图\n\n**{TITLE}**\n论文：https://arxiv.org/abs/1901.00001\n{label}：[一文读懂](https://zhuanlan.zhihu.com/p/1)\n"
    )
    assert ("一文读懂", "discusses", TITLE) in {(c.head.name, c.relation, c.tail.name) for c in found.claims}


@pytest.mark.parametrize("text", ["Quix：用 Rust 写的向量数据库", "Quix - a vector database in Rust"])
@pytest.mark.parametrize("bullet", ["- ", ""])
def test_the_text_of_a_link_to_code_opens_with_its_name(bullet: str, text: str) -> None:
    found = read(f"# 工具\n\n{bullet}[{text}](https://github.com/quix/quix)\n")
    assert ("github.com/quix/quix", "implements", "Quix") in {
        (c.head.name, c.relation, c.tail.name) for c in found.claims
    }


def test_words_of_a_title_are_no_person() -> None:
    found = read("# 检测\n\nQuixDet：Boxes Beat Points on Real-time Object Detection（百度）\n")
    assert not found.names("Person")
