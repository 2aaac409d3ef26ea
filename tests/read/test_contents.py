import pytest

from kgraph.core.document import BlockKind
from kgraph.read import Source, readers


def kinds(text: str, name: str = "markdown") -> str:
    """Return the first letters of the kinds of blocks: C(ontents), H(eading), I(tem), R(ow), P(aragraph), M(arkup)."""
    document = readers.get(name)(Source("a.md", text.encode(), name))
    return "".join(block.kind.value[0].upper() for block in document.blocks)


LIST = "- [A](#a)\n    - [B](#b)\n- [C](#c)\n"
TABLE = (
    "|  |  |  |\n|--|--|--|\n| <b>1</b> | <b>A</b> | 6 |\n| 1.1 | B | 6 |\n| 1.2 | C | 7 |\n| 1.2.1 | D . . . . | 8 |\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{LIST}\n# A\n", "CCCH"),
        (f"目录\n\n{LIST}\n# A\n", "CCCCH"),
        (f"# Table of Contents\n{LIST}\n# A\n", "CCCCH"),
        (f"<!-- TOC -->\n\n{LIST}\n<!-- /TOC -->\n\n- [x](https://a.b)\n", "MCCCMI"),
        (f"<!-- TOC -->\n\n{LIST}\ntext\n\n<!-- TOC -->\n\ntext\n", "MCCCCMP"),
        ("<!-- TOC -->\n\n- [A](https://a.b)\n\n# A\n- b\n", "MIHI"),
        ("## Contents\n1. A\n2. B\n\n# A\n# B\n", "CCCHH"),
        ("## 目录\n- [x](https://a.b)\n- [y](https://a.c)\n", "HII"),
        (f"# Contents\n\n{TABLE}", "CCCCC"),
        (f"{TABLE}\n{TABLE}", "CCCCCCCC"),
        ("A ........ 3\nB . . . . . 4\nC …… 10\n", "C"),
        ("To be continued ......\n", "P"),
    ],
)
def test_contents_are_recognised(text: str, expected: str) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "| Rank | Model | Score |\n|--|--|--|\n| 1 | BERT | 80 |\n| 2 | GPT | 82 |\n| 3 | XLNet | 85 |\n",
        "| Version | Date | Size |\n|--|--|--|\n| 1.1 | May | 80 |\n| 1.2 | June | 70 |\n| 1.3 | July | 9 |\n",
        "| 1.1 | [A](https://a.b) | 3 |\n|--|--|--|\n| 1.2 | [B](https://a.c) | 4 |\n| 1.3 | [C](https://a.d) | 5 |\n",
    ],
)
def test_other_tables_are_content(text: str) -> None:
    assert "C" not in kinds(text)


def test_contents_of_plain_text_are_told_from_its_headings() -> None:
    entries = "1 综述 ..... 1\n1.1 背景 ..... 2\n2 方法 ..... 3\n"
    body = "1 综述\n\n1.1 背景\n\n近年来进展很大。\n\n2 方法\n\nBERT 等。\n"
    assert kinds(f"目录\n\n{entries}\n{body}", "plain") == "CCCCHHPHP"
    bare = "目录\n\n1 综述\n\n1.1 背景\n\n2 方法\n\n"
    assert kinds(bare + body, "plain") == "CCCCHHPHP"


def test_a_heading_of_contents_is_nobodys_section() -> None:
    document = readers.get("markdown")(Source("a.md", f"# 目录\n{LIST}\n## A\ntext\n".encode()))
    heading = next(block for block in document.blocks if block.kind is BlockKind.HEADING)
    assert heading.section is None
    assert [block.text for block in document.content()] == ["A", "text"]
