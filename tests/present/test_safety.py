"""Text of documents stays text, whatever file it ends in."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile

import networkx
import pytest
from tests.present.graphs import hostile, tiny

from kgraph.present.export import export
from kgraph.present.flatten import flatten, unflatten
from kgraph.present.terminal import Table, print_tables
from kgraph.present.text import safe_link, spreadsheet_cell, terminal_text, xml_text


def exported(graph: networkx.MultiDiGraph, format: str, **options: object) -> bytes:
    out = io.BytesIO()
    export(graph, format, out, **options)
    return out.getvalue()


@pytest.mark.parametrize("table", ["nodes.csv", "edges.csv"])
def test_no_cell_of_a_spreadsheet_is_a_formula(table: str) -> None:
    with zipfile.ZipFile(io.BytesIO(exported(hostile(), "csv"))) as archive:
        text = archive.read(table).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) > 20
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r\n＝＋－＠" and cell]


@pytest.mark.parametrize("text", ["=1", "+1+2", "-1+cmd|x", "@x", "\t=1", "\r=1", "＝1"])
def test_a_dangerous_cell_is_quoted(text: str) -> None:
    assert spreadsheet_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["-3.2", "+5", "-1e-3", "-40%", "BERT", "快手", ""])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert spreadsheet_cell(text) == text


def page_script(page: str) -> str:
    return page[page.rindex("<script>") :]


def test_the_page_asks_nothing_of_the_network() -> None:
    page = exported(tiny(), "html").decode()
    assert "default-src 'none'" in page
    loads = re.findall(r"""<(?:link|img|iframe|script)\b[^>]*\b(?:src|href)\s*=|@import|url\(\s*["']?https?:""", page)
    assert loads == []


def test_no_label_ends_the_script_it_stands_in() -> None:
    page = exported(hostile(), "html").decode()
    harmless = exported(tiny(), "html").decode()
    assert page.count("</script") == harmless.count("</script") == 3
    assert page_script(page) == page_script(harmless)


def test_a_hostile_title_is_escaped() -> None:
    page = exported(tiny(), "html", title="<script>alert(1)</script>").decode()
    assert "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>" in page


def test_the_page_links_only_where_it_is_safe() -> None:
    page = exported(hostile(), "html").decode()
    start = page.index('id="data">') + len('id="data">')
    details = json.loads(page[start : page.index("</script>", start)])["details"]
    assert [entity["links"] for entity in details] == [[]] * 9


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "https://a b", " https://a", None]
)
def test_an_unsafe_link_is_none(url: str | None) -> None:
    assert safe_link(url) is None


def test_the_page_says_how_much_it_leaves_out() -> None:
    page = exported(tiny(), "html", limit=2).decode()
    assert "2 of 5 nodes shown: those with most edges" in page
    assert "method/bert" in page and "topic/自然语言处理" not in page


def test_xml_text_keeps_chinese_and_loses_control_characters() -> None:
    assert xml_text("快\x08手\ud800\ufffe") == "快\ufffd手\ufffd\ufffd"


def test_a_terminal_is_not_steered() -> None:
    out = io.StringIO()
    row = ("\x1b]0;title\x07[red]x[/red]", "a\nb\u202e")
    print_tables([Table(("a", "b"), (row,), title="\x1b[2J", note=":smile:")], out)
    assert out.getvalue() == "[2J\na                     b\n]0;title[red]x[/red]  a b\n:smile:\n"


def test_a_pipe_gets_one_line_a_row() -> None:
    out = io.StringIO()
    print_tables([Table(("quote",), (("很长" * 300,),))], out)
    assert out.getvalue().splitlines() == ["quote", "很长" * 300]


def test_direction_marks_are_taken_out_of_terminal_text() -> None:
    assert terminal_text("a\u200fb\u2066c") == "abc"


def test_flattening_is_undone_exactly() -> None:
    graph = tiny()
    assert networkx.utils.graphs_equal(unflatten(flatten(graph)), graph)


def test_an_attribute_of_mixed_types_comes_back() -> None:
    graph = networkx.MultiDiGraph()
    graph.add_node("a", value=3)
    graph.add_node("b", value="3")
    flat = flatten(graph)
    assert flat.nodes["a"] == {"value_json": "3"}
    assert networkx.utils.graphs_equal(unflatten(flat), graph)


def test_graphml_keeps_every_attribute() -> None:
    back = unflatten(networkx.read_graphml(io.BytesIO(exported(tiny(), "graphml")), force_multigraph=True))
    for _, _, data in back.edges(data=True):
        data.pop("id", None)  # networkx reads the edge's id as an attribute, too
    assert networkx.utils.graphs_equal(back, tiny())
