import pytest

from kgraph.core.document import BlockKind, Document
from kgraph.read import Source, readers


def tree(text: str, name: str = "markdown") -> list[tuple[int, str, str, str | None]]:
    document: Document = readers.get(name)(Source("a.md", text.encode(), name))
    return [
        (
            block.level,
            block.number,
            block.text,
            document.blocks[block.section].text if block.section is not None else None,
        )
        for block in document.blocks
        if block.kind is BlockKind.HEADING
    ]


def test_the_number_decides_over_the_signs() -> None:
    assert tree("## 1 综述\n### 1.1 2019 年盘点\n## 1.2 2019nlp\n# 2 DL\n### 2.33 FRN\n### 2.33.1 x\n") == [
        (1, "1", "综述", None),
        (2, "1.1", "2019 年盘点", "综述"),
        (2, "1.2", "2019nlp", "综述"),
        (1, "2", "DL", None),
        (2, "2.33", "FRN", "DL"),
        (3, "2.33.1", "x", "FRN"),
    ]


def test_a_lost_parent_is_replaced_by_a_shorter_prefix() -> None:
    assert tree("# 1 A\n# 2 B\n## 2.3.1 C\n## 2.3.2 D\n# 4.1 E\n# 4.2 F\n")[2:] == [
        (3, "2.3.1", "C", "B"),
        (3, "2.3.2", "D", "B"),
        (2, "4.1", "E", None),
        (2, "4.2", "F", None),
    ]


def test_an_unnumbered_heading_stands_below_the_last_number() -> None:
    assert tree("# 1 A\n## 1.1 B\n### 1.2 C\n### Long Paper Title\n#### Detail\n## 1.3 D\n### Other Title\n") == [
        (1, "1", "A", None),
        (2, "1.1", "B", "A"),
        (2, "1.2", "C", "A"),
        (3, "", "Long Paper Title", "C"),
        (4, "", "Detail", "Long Paper Title"),
        (2, "1.3", "D", "A"),
        (3, "", "Other Title", "D"),
    ]


def test_where_signs_and_numbers_agree_an_appendix_is_a_part_of_its_own() -> None:
    assert tree("# 1 A\n## 1.1 B\n# 2 C\n## 2.1 D\n# 附录\n## A 参考资料\n")[4:] == [
        (1, "", "附录", None),
        (2, "", "A 参考资料", "附录"),
    ]


def test_without_numbers_the_signs_decide() -> None:
    assert tree("# A\n### B\n## C\n# D\n") == [
        (1, "", "A", None),
        (3, "", "B", "A"),
        (2, "", "C", "A"),
        (1, "", "D", None),
    ]


def test_numbers_that_start_anew_in_each_chapter_do_not_decide() -> None:
    assert tree("# M\n## 1. a\n## 2. b\n# N\n## 1. c\n## 2. d\n") == [
        (1, "", "M", None),
        (2, "1", "a", "M"),
        (2, "2", "b", "M"),
        (1, "", "N", None),
        (2, "1", "c", "N"),
        (2, "2", "d", "N"),
    ]


@pytest.mark.parametrize(
    "title",
    ["3D 模型", "14 周课程", "10 亿照片", "100 个技巧", "2023 年总结", "2019nlp", "5 things", "A 参考资料", "2.0 版本"],
)
def test_a_number_of_the_title_is_not_the_number_of_the_heading(title: str) -> None:
    assert (title in [text for _, _, text, _ in tree(f"# {title}\n# B\n")]) is True
    numbered = tree(f"# 1 A\n## 1.1 B\n## 1.2 C\n### {title}\n## 1.3 D\n# 2 E\n")
    assert (3, "", title, "C") in numbered


@pytest.mark.parametrize(
    ("line", "number", "text"),
    [
        ("4.2.1.5enerative GAN", "4.2.1.5", "enerative GAN"),
        ("4. 2. 1. 6WGAN:", "4.2.1.6", "WGAN"),
        ("4.2.1.4Variational (VAE)", "4.2.1.4", "Variational (VAE)"),
        ("4.2.1.7 自编码器 Autoencoder (AE)：", "4.2.1.7", "自编码器 Autoencoder (AE)"),
    ],
)
def test_numbers_as_scanned(line: str, number: str, text: str) -> None:
    before = "4 学习\n\n正文。\n\n4.2 无监督\n\n正文。\n\n4.2.1 生成\n\n正文。\n\n4.2.1.3 去噪\n\n正文。\n\n"
    assert (4, number, text, "生成") in tree(f"{before}{line}\n\n正文。\n", "plain")


def test_enumerations_in_plain_text_are_items_not_headings() -> None:
    text = "1 NLP:\n\n1.1 Bert:\n\n结果:\n\n1. 缩小了 18x\n\n2. 训练加速 1.7x\n\n3. 得到 SOTA\n\n1、分解\n\n说明。\n\n1.2 XLNet\n\n文。\n\n2 CV\n\n文。\n"
    assert [(number, title) for _, number, title, _ in tree(text, "plain")] == [
        ("1", "NLP"),
        ("1.1", "Bert"),
        ("1.2", "XLNet"),
        ("2", "CV"),
    ]


def test_a_list_of_numbered_lines_alone_makes_no_headings() -> None:
    assert tree("1. 比 BERT 小\n\n2. 更快\n\n3. 更好\n", "plain") == []


def test_short_lines_before_an_address_name_sections() -> None:
    text = "NLP\n\nhttps://github.com/a/b\n\nbert\n\n预训练模型,用于各种任务。\n\n语音:\n\nhttps://github.com/c/d\n\n识别语音。\n\nGithub:\n\nhttps://github.com/e/f\n"
    assert tree(text, "plain") == [(1, "", "NLP", None), (1, "", "语音", None)]


def test_dense_text_has_headings_without_blank_lines() -> None:
    text = "1 Introduction\nWe use\n3.5 million images.\n2 Related Work\n2.1 Models\nBERT is a model.\n1 BERT 80.2\n2 GPT 81.3\n3 Method\nDone.\nReferences\n[1] A. B. Title. 2019.\n"
    assert tree(text, "plain") == [
        (1, "1", "Introduction", None),
        (1, "2", "Related Work", None),
        (2, "2.1", "Models", "Related Work"),
        (1, "3", "Method", None),
        (1, "", "References", None),
    ]


@pytest.mark.parametrize(("line", "expected"), [("#Title", "Title"), ("##3.1 标题", "3.1 标题"), ("### A\n===", "A")])
def test_headings_of_older_renderers(line: str, expected: str) -> None:
    assert tree(f"text\n{line}\nmore\n")[0][2] == expected


@pytest.mark.parametrize("line", ["#tag1 #tag2", "#1 issue", "#!shebang", "\\#not", "# "])
def test_lines_that_only_begin_like_headings(line: str) -> None:
    assert tree(f"text\n{line}\n") == []


def test_chinese_numbers_are_kept_out_of_the_text() -> None:
    assert tree("# T\n## 一、背景\n### （一）BERT\n### （二）GPT\n## 二、方法\n## 一些应用\n")[1:] == [
        (2, "一", "背景", "T"),
        (3, "一", "BERT", "背景"),
        (3, "二", "GPT", "背景"),
        (2, "二", "方法", "T"),
        (2, "", "一些应用", "T"),
    ]


def test_chinese_chapters_and_arabic_sections_make_one_sequence() -> None:
    text = "第一章 视觉\n\n图像。\n\n1.1 人脸\n\n文。\n\n1.2 姿态\n\n1. 第一\n\n2. 第二\n\n第二章 语音\n\n文。\n\n2.1 识别\n\n文。\n"
    assert tree(text, "plain") == [
        (1, "第一章", "视觉", None),
        (2, "1.1", "人脸", "视觉"),
        (2, "1.2", "姿态", "视觉"),
        (1, "第二章", "语音", None),
        (2, "2.1", "识别", "语音"),
    ]


def test_chinese_numbers_of_plain_text_nest_by_their_style() -> None:
    text = "一、视觉\n\n图像。\n\n（一）人脸\n\n文。\n\n（二）姿态\n\n1. 第一\n\n二、语音\n\n文。\n\n三、快。\n"
    assert tree(text, "plain") == [
        (1, "一", "视觉", None),
        (2, "一", "人脸", "视觉"),
        (2, "二", "姿态", "视觉"),
        (1, "二", "语音", None),
    ]
