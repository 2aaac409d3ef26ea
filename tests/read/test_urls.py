import pytest

from kgraph.core.document import Document
from kgraph.read import Source, readers


def read(text: str, name: str = "markdown") -> Document:
    return readers.get(name)(Source("a.md", text.encode(), name))


def links(text: str, name: str = "markdown") -> list[tuple[str, str, str]]:
    return [
        (link.text, link.url, "bare" * link.bare + "malformed" * link.malformed)
        for block in read(text, name).blocks
        for link in block.links
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("看https://a.b/c。https://d.e/f，g", ["https://a.b/c", "https://d.e/f"]),
        ("(https://a.b/c).", ["https://a.b/c"]),
        ("https://en.wikipedia.org/wiki/A_(b),", ["https://en.wikipedia.org/wiki/A_(b)"]),
        ("**https://a.b/c**", ["https://a.b/c"]),
        (r"https://a.b/x\_y", ["https://a.b/x_y"]),
        (r"https://a.b/x\\_y", ["https://a.b/x_y"]),
        ("http://a.b/?x=1&amp;y=2", ["http://a.b/?x=1&y=2"]),
        ("www.a.com/b", ["http://www.a.com/b"]),
        ("https://a.b/1https://c.d/2", ["https://a.b/1", "https://c.d/2"]),
        ("https://web.archive.org/web/2020/https://c.d", ["https://web.archive.org/web/2020/https://c.d"]),
        ("<https://a.b/c>", ["https://a.b/c"]),
        ("[https://a.b/c](https://www.a.b/c/)", ["https://www.a.b/c/"]),
        (r"[https://a.b/d\\_e](https://a.b/d_e)", ["https://a.b/d_e"]),
        ("https://", []),
        ("e.g. a.b", []),
    ],
)
def test_bare_addresses(text: str, expected: list[str]) -> None:
    assert [(url, kind) for _, url, kind in links(text)] == [(url, "bare") for url in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[blog]（https://a.b/p   ", ("blog", "https://a.b/p")),
        ("[blog]（https://a.b/p）后", ("blog", "https://a.b/p")),
        ("[x](http://a.b/c", ("x", "http://a.b/c")),
        ("[x] (http://a.b/c)", ("x", "http://a.b/c")),
        ("【数据】(http://a.b/c)", ("数据", "http://a.b/c")),
        ("[x](http://a.b/c d/e)", ("x", "http://a.b/cd/e")),
    ],
)
def test_malformed_links_are_recovered_without_their_markup(text: str, expected: tuple[str, str]) -> None:
    assert links(text) == [(*expected, "malformed")]
    assert "http" not in read(text).blocks[0].text
    assert "[" not in read(text).blocks[0].text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](#)", ("x", "#", "")),
        ("[x](#a)", ("x", "#a", "")),
        ("[x][r]\n\n[r]: https://a.b", ("x", "https://a.b", "")),
        ("[unused]: https://a.b", ("unused", "https://a.b", "")),
        ("[1]: https://a.b", ("https://a.b", "https://a.b", "bare")),
        ("<me@a.org>", ("me@a.org", "mailto:me@a.org", "bare")),
        ("[![alt](i.png)](https://a.b)", ("alt", "https://a.b", "")),
        ("[![](i.png)](https://a.b)", ("", "https://a.b", "")),
        ('x <a href="https://a.b">y</a> z', ("y", "https://a.b", "")),
    ],
)
def test_well_formed_links(text: str, expected: tuple[str, str, str]) -> None:
    assert links(text) == [expected]


def test_links_without_a_target_and_images_are_no_links() -> None:
    assert links("[x]() ![alt](a.png)") == []


def test_a_link_knows_where_it_stands() -> None:
    block = read("甲 [乙](https://a.b) 和 https://c.d\n").blocks[0]
    first, second = block.links
    assert (first.line, first.column, first.start, first.end) == (1, 3, 2, 3)
    assert (second.line, second.column) == (1, 22)
    assert block.text[second.start : second.end] == "https://c.d"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://github.com/poone/ bert4keras", "https://github.com/poone/bert4keras"),
        ("https://github.com/b/k means", "https://github.com/b/k_means"),
        ("https://github.com/a/awesome quant", "https://github.com/a/awesome-quant"),
        ("https://githuk.com/a/b", "https://github.com/a/b"),
        ("见 https://arxlv.org/abs/1", "https://arxiv.org/abs/1"),
        ("https://github.com/a/scikit-\n\nlearn/blob/x.py", "https://github.com/a/scikit-learn/blob/x.py"),
        ("see https://github.com/\na/b for code", "https://github.com/a/b"),
    ],
)
def test_slips_of_character_recognition_are_repaired_in_plain_text(text: str, url: str) -> None:
    assert [(found, kind) for _, found, kind in links(text, "plain")] == [(url, "baremalformed")]
    # What was printed stays as it was printed.
    assert read(text, "plain").blocks[0].text.split("\n")[0] == text.split("\n")[0]


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/a/b Some title",
        "https://github.com/a/b/tree/x y",
        "https://gitee.com/a/b",
        "https://gitlab.com/a/b",
        "https://a.org/x\n\nwords/and more",
        "https://github.com/a/b\n\nlearn/x.py",
    ],
)
def test_addresses_that_are_right_are_left_alone(text: str) -> None:
    assert [kind for _, _, kind in links(text, "plain")] == ["bare"]
