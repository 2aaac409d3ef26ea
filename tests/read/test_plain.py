from kgraph.core.document import BlockKind, Document
from kgraph.read import Source, readers

LONG = "这项研究提出了一种新的方法,用来在复杂的环境里识别物体,它在公开的数据集上取得了目前最好的结果并且"


def read(text: str) -> Document:
    return readers.get("plain")(Source("a.txt", text.encode()))


def texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks]


def test_paragraphs_are_separated_by_blank_lines() -> None:
    assert texts("甲。\n乙。\n\n丙。\n \nd.\n") == ["甲。\n乙。", "丙。", "d."]


def test_a_sentence_broken_by_a_page_is_one_block_on_its_own_lines() -> None:
    block = read(f"{LONG}\n\x0c\n速度更快。\n").blocks[0]
    assert block.text == f"{LONG}\n速度更快。"
    assert [(i.line, i.column) for i in block.inlines] == [(1, 1), (1, len(LONG) + 1), (3, 1)]
    english = "The policy chooses one of the two forms of counterfactual (counterfactual"
    assert texts(f"{english}\n\nregret minimization) as a plan.\n") == [f"{english}\nregret minimization) as a plan."]


def test_paragraphs_that_end_or_begin_a_sentence_stay_apart() -> None:
    assert len(texts(f"{LONG}。\n\n速度更快。\n")) == 2
    assert len(texts(f"{LONG}\n\n如果环境改变,它会重新学习。\n")) == 2
    assert len(texts(f"{LONG}\n\nhttps://a.org\n")) == 2
    assert len(texts("短\n\n很短。\n")) == 2


def test_bullets_of_every_kind_are_items() -> None:
    document = read("- a\n- 1. b\n  - c\n• d\n① e\n续\n1) f\n[3] g\n")
    assert [(b.kind.value, b.text, b.ordered, b.level) for b in document.blocks] == [
        ("item", "a", False, 1),
        ("item", "b", True, 1),
        ("item", "c", False, 2),
        ("item", "d", False, 1),
        ("item", "e\n续\n1) f", True, 1),
        ("item", "g", True, 1),
    ]
    assert document.blocks[2].parent == 1


def test_tab_separated_lines_are_a_table() -> None:
    document = read("前。\n\n\t_\t\nName\tType\tRef\nCFR\tTab\tZ '08\nQ\t\tW '94\n")
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW]
    assert [row.header for row in rows] == [("Name", "Type", "Ref")] * 2
    assert [[row.text[c.start : c.end] for c in row.cells] for row in rows] == [
        ["CFR", "Tab", "Z '08"],
        ["Q", "", "W '94"],
    ]
    assert [c.column for c in rows[0].cells] == [1, 5, 9]


def test_leftovers_of_emphasis_are_dropped() -> None:
    block = read("信息**说**中 <u>andata</u>联合\n").blocks[0]
    assert block.text == "信息说中 andata联合"
    assert [(i.text, i.column) for i in block.inlines if i.style == "strong"] == [("说", 5)]


def test_a_colon_at_the_end_is_not_part_of_a_heading() -> None:
    document = read("1 视觉：\n\n文。\n\n1.1 人脸 :\n\n文。\n")
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADING] == ["视觉", "人脸"]


def test_a_name_after_an_address_is_a_paragraph() -> None:
    document = read("NLP\n\nhttps://github.com/a/b\n\nOpenPose\n\nhttps://github.com/c/d\n\npyGeno:\n\n它是一个包。\n")
    assert [b.kind.value for b in document.blocks] == ["heading"] + ["paragraph"] * 5


def test_a_title_broken_over_two_lines_is_one_heading() -> None:
    title = "1.2 Your Local Network: Designing Two Dimensional Attention Mechanisms for Generative"
    document = read(f"1 A\n\n文。\n\n1.1 B\n\n文。\n\n{title}\n\nModels\n\nhttps://github.com/a/b\n")
    assert [b.text for b in document.blocks if b.kind is BlockKind.HEADING][-1] == f"{title[4:]}\nModels"


def test_broken_characters_survive() -> None:
    assert texts("末尾\ufffd\n") == ["末尾\ufffd"]
