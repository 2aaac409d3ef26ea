from kgraph.core.document import Block, BlockKind, Document
from kgraph.read import Source, readers


def read(text: str) -> Document:
    return readers.get("markdown")(Source("a.md", text.encode()))


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read(text).blocks]


def only(text: str) -> Block:
    (block,) = read(text).blocks
    return block


def test_front_matter_gives_the_title() -> None:
    document = read('---\nlayout: post\ntitle:  "「DL」 清单"\n---\n# A\n')
    assert document.title == "「DL」 清单"
    assert document.blocks[0].kind is BlockKind.FRONT_MATTER
    assert (document.blocks[0].line, document.blocks[0].end_line) == (1, 4)


def test_front_matter_without_an_end_is_text_and_reported() -> None:
    document = read("---\ntitle: x\n\n# A\n")
    assert document.title == ""
    assert [(problem.line, "close it with ---" in problem.reason) for problem in document.problems] == [(1, True)]
    assert not read("---\n\ntext: x\n").problems
    assert [block.text for block in document.blocks if block.kind is BlockKind.HEADING] == ["A"]


def test_a_single_first_heading_is_the_title() -> None:
    assert read("# List\n## A\n").title == "List"
    assert read("# A\n# B\n").title == ""


def test_places_count_code_points() -> None:
    block = only("深度**学习** `co` $\\alpha$ &amp; a\\_b")
    assert [(i.text, i.column, i.style, i.literal) for i in block.inlines] == [
        ("深度", 1, "", True),
        ("学习", 5, "strong", True),
        (" ", 9, "", True),
        ("co", 11, "code", True),
        (" ", 14, "", True),
        ("\\alpha", 16, "math", True),
        (" ", 23, "", True),
        ("&", 24, "", False),
        (" a", 29, "", True),
        ("_b", 32, "", True),
    ]


def test_nested_styles_links_and_strikes() -> None:
    block = only("**a [*b*](https://x.org) ~~c~~** ![图](i.png)")
    assert [(i.text, i.style, i.link) for i in block.inlines] == [
        ("a ", "strong", None),
        ("b", "emphasis", 0),
        (" ", "strong", None),
        ("c", "strike", None),
        (" ", "", None),
        ("图", "image", None),
    ]


def test_an_item_keeps_its_lines_and_paragraphs() -> None:
    document = read("1. [T](https://a.b)   \n*2014* x\nlazy\n\n   second\n1. b\n\nafter\n")
    assert [(b.kind.value, b.text, b.line, b.end_line, b.ordered) for b in document.blocks] == [
        ("item", "T\n2014 x\nlazy\nsecond", 1, 5, True),
        ("item", "b", 6, 6, True),
        ("paragraph", "after", 8, 8, False),
    ]


def test_nested_items_hang_under_their_item() -> None:
    document = read("# H\n- a\n  - b\n    1. c\n  - d\n\n  late\n- e\n")
    assert [(b.text, b.level, b.parent, b.section, b.ordered) for b in document.blocks] == [
        ("H", 1, None, None, False),
        ("a", 1, 0, 0, False),
        ("b", 2, 1, 0, False),
        ("c", 3, 2, 0, True),
        ("d", 2, 1, 0, False),
        ("late", 0, 1, 0, False),
        ("e", 1, 0, 0, False),
    ]


def test_an_empty_item_is_left_out_and_what_it_holds_stays() -> None:
    document = read("- - - x\n-\n- [ ] y\n")
    assert [(b.text, b.level, b.parent) for b in document.blocks] == [("x", 3, None), ("y", 1, None)]


def test_a_row_knows_its_cells_and_columns() -> None:
    document = read("| Model | 公司 |\n|--|:-:|\n| **A** \\| b | 谷歌<br>Google |\n| c |\n")
    row, short = document.blocks
    assert row.header == ("Model", "公司")
    assert [row.text[cell.start : cell.end] for cell in row.cells] == ["A | b", "谷歌\nGoogle"]
    assert [cell.column for cell in row.cells] == [5, 16]
    assert (row.table, short.table, len(short.cells)) == (1, 1, 2)


def test_cells_without_a_column_are_kept() -> None:
    row = only("|a|\n|-|\n| b | c | https://d.org |\n")
    assert [row.text[cell.start : cell.end] for cell in row.cells] == ["b", "c", "https://d.org"]
    assert [link.url for link in row.links] == ["https://d.org"]


def test_a_first_row_with_links_is_content() -> None:
    document = read("| [a](https://a.b) | x |\n|--|--|\n| [c](https://c.d) | y |\n")
    assert [block.text for block in document.blocks] == ["a\tx", "c\ty"]


def test_html_blocks_show_their_text() -> None:
    text = '<h1 align="center"><img src="x" alt="Logo">\n <b>列表</b></h1>\n\n<p>a <a href="https://b.org">b</a><br>c</p>\n\n<!-- x -->\n'
    document = read(text)
    assert [(b.kind.value, b.text) for b in document.blocks] == [
        ("heading", "Logo\n列表"),
        ("paragraph", "a b\nc"),
        ("markup", "<!-- x -->"),
    ]
    assert document.blocks[1].links[0].url == "https://b.org"
    assert [i.style for i in document.blocks[0].inlines] == ["image", "", "strong"]


def test_inline_html_is_dropped_and_its_text_kept() -> None:
    assert blocks("a <u>b</u> <sub>c</sub><br>d <span id='x'>e</span><!-- f -->") == [("paragraph", "a b c\nd e")]


def test_html_tables_are_rows_even_across_blank_lines() -> None:
    text = "<table><tr><th>A</th><th>B</th></tr>\n<tr><td>\n\n**x** [y](https://y.org)\n\n</td><td>z</td></tr>\n\n    <tr><td>1</td></tr>\n</table>\n"
    rows = [block for block in read(text).blocks if block.kind is BlockKind.ROW]
    assert [(row.text, row.header) for row in rows] == [("x y\tz", ("A", "B")), ("1", ("A", "B"))]
    assert rows[0].links[0].url == "https://y.org"


def test_details_show_what_they_hide() -> None:
    assert blocks("<details>\n<summary>More</summary>\n\n- x\n\n</details>\n")[:2] == [
        ("paragraph", "More"),
        ("item", "x"),
    ]


def test_footnotes_math_code_and_rules() -> None:
    assert blocks("a[^1]\n\n[^1]: note https://a.b\n\n$$\nx\n$$\n\n```py\ny = 1\n\nz\n```\n\n***\n") == [
        ("paragraph", "a"),
        ("paragraph", "note https://a.b"),
        ("math", "x"),
        ("code", "y = 1\nz"),
        ("markup", ""),
    ]


def test_code_holds_no_links() -> None:
    assert all(not block.links for block in read("```\nhttps://a.b\n```\n").blocks)


def test_attribute_lists_are_not_text() -> None:
    assert blocks("[End](#head)\n{:.warning}\n") == [("paragraph", "End")]


def test_lines_of_a_paragraph_stay_lines() -> None:
    block = only("[a](https://a.b)\n[c](https://c.d)  \nhttps://e.f\n")
    assert block.text == "a\nc\nhttps://e.f"
    assert [link.line for link in block.links] == [1, 2, 3]


def test_quoted_text_has_the_place_behind_the_sign() -> None:
    block = only("> 甲\n> 乙\nlazy\n")
    assert [(i.text, i.line, i.column) for i in block.inlines if i.text != "\n"] == [
        ("甲", 1, 3),
        ("乙", 2, 3),
        ("lazy", 3, 1),
    ]


def test_any_byte_of_a_long_line_is_placed_by_its_column() -> None:
    block = only("字" * 50_000 + " **end**")
    assert (block.inlines[-1].text, block.inlines[-1].column) == ("end", 50_004)
