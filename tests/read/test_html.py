from kgraph.core.document import Document
from kgraph.read import Source, readers


def read(text: str) -> Document:
    return readers.get("html")(Source("a.html", text.encode()))


def texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks]


def test_content_is_read_and_chrome_is_not() -> None:
    page = (
        "<head><title>T &amp; 题</title><style>p{}</style></head><body><header>Logo</header><nav><a href=/>Home</a></nav>"
        "<div class='cookie-bar'>Cookies</div><div role=navigation>nav</div><p hidden>no</p><script>x('<p>')</script>"
        "<p>文章的内容在这里,比别的都长。</p><form><input value=x><p>Search</p></form><aside>Ads</aside><footer>©</footer>"
    )
    document = read(page)
    assert document.title == "T & 题"
    assert [block.text for block in document.blocks] == ["文章的内容在这里,比别的都长。"]


def test_main_is_preferred_when_it_holds_most_text() -> None:
    assert texts("<div>side</div><main><p>the main text of the page</main><div>end</div>") == [
        "the main text of the page"
    ]
    assert texts("<main>x</main><p>much more text outside of it") == ["x", "much more text outside of it"]
    assert texts("<article><header><h1>Title</h1></header><p>text of it</article><p>x") == ["Title", "text of it"]


def test_a_form_around_the_whole_page_hides_nothing() -> None:
    assert texts("<form><div class='has-sidebar'><p>all of the content</p></div></form>") == ["all of the content"]


def test_unclosed_chrome_hides_nothing() -> None:
    assert texts("<nav><ul><li>a<p>b") == ["a\nb"]


def test_a_digest_table_has_rows_with_columns_and_links() -> None:
    page = (
        "<table><tr><th>Date</th><th>Title</th><th>PDF</th></tr>\n"
        "<tr><td rowspan=2>2024-01-02</td><td>A <b>Paper</b><br>by X</td><td><a href='/abs/1'>1</a></td></tr>\n"
        "<tr><td>B</td><td>null</td></tr><tr><td colspan=2>C</td><td>d</td></tr></table>"
    )
    rows = read(f"<base href='https://a.org/x/'>{page}").blocks
    assert {row.header for row in rows} == {("Date", "Title", "PDF")}
    assert [[row.text[c.start : c.end] for c in row.cells] for row in rows] == [
        ["2024-01-02", "A Paper\nby X", "1"],
        ["", "B", "null"],
        ["C", "", "d"],
    ]
    assert rows[0].links[0].url == "https://a.org/abs/1"


def test_places_are_exact_and_entities_are_not_literal() -> None:
    block = read("<p>\n  读 R&amp;D\n  now</p>").blocks[0]
    assert block.text == "读 R&D now"
    assert [(i.text, i.line, i.column, i.literal) for i in block.inlines] == [
        ("读 R", 2, 3, True),
        ("&", 2, 6, False),
        ("D", 2, 11, True),
        (" ", 2, 12, False),
        ("now", 3, 3, True),
    ]


def test_lists_nest_and_keep_their_paragraphs() -> None:
    document = read("<h2>H</h2><ol><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ol>")
    assert [(b.text, b.level, b.parent, b.ordered) for b in document.blocks] == [
        ("H", 2, None, False),
        ("a", 1, 0, True),
        ("b", 2, 1, False),
        ("c\nd", 1, 0, True),
    ]


def test_preformatted_text_keeps_its_lines() -> None:
    assert texts("<pre>a\n  b</pre>") == ["a\n  b"]


def test_a_page_of_chrome_alone_is_reported() -> None:
    document = read("<nav>Home</nav>")
    assert document.blocks == ()
    assert "no content" in document.problems[0].reason


def test_a_link_that_cannot_be_resolved_stays_as_printed() -> None:
    document = read("<base href='https://a.org/'><a href='http://[x'>y</a>")
    assert document.blocks[0].links[0].url == "http://[x"
