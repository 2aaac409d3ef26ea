"""Parts of the SPARQL desk that need no browser: places, cells, what a chart may show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.support.graphs import small_graph

import kgraph
from kgraph import Graph
from kgraph.core import build_settings
from kgraph.query.sparql import Term
from kgraph.store import write_graph

APP = Path(__file__).parents[2] / "app"
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(autouse=True)
def pages_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(APP))
    streamlit = pytest.importorskip("streamlit", reason="the pages need the extra 'app'")
    monkeypatch.setattr(streamlit, "session_state", {"language": "en"})


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("desk") / "graph"
    write_graph(small_graph(), folder, build_settings())
    with kgraph.open(folder) as opened:
        yield opened


def text_of(content: Any) -> str:
    """Return the words of a piece of content."""
    return content if isinstance(content, str) else "".join(text_of(child) for child in content[2:])


def tags_of(content: Any) -> set[str]:
    """Return the tags of a piece of content."""
    return set() if isinstance(content, str) else {content[0]}.union(*(tags_of(child) for child in content[2:]))


@pytest.mark.parametrize("text", ["谷歌 BERT", "𠮷野家 😀 x", ""])
def test_places_in_a_text_are_counted_as_browsers_do(text: str) -> None:
    from ui.editor import _position, _units

    for place in range(len(text) + 1):
        assert _position(text, _units(text, place)) == place
    assert _units(text, len(text)) == len(text.encode("utf-16-le")) // 2


def cells(graph: Graph, query: str) -> list[Any]:
    """Return the cells of the first row of an answer."""
    from ui.answer_table import Page, cell

    rows = list(graph.query(query).rows())
    page = Page(graph, rows)
    return [cell(page, term) for term in rows[0]]


def test_cells_are_names_places_words_and_nothing(graph: Graph) -> None:
    query = """SELECT ?m ?type ?evidence ?document ?zh ?line ?none WHERE {
      ?m rdfs:label "BERT" ; a ?type FILTER(?type = kg:Method)
      ?s rdf:subject ?m . ?evidence kg:supports ?s ; kg:line ?line ; prov:wasDerivedFrom ?document .
      BIND("谷歌"@zh AS ?zh) } ORDER BY ?document ?line"""
    entity, type_, evidence, document, zh, line, none = cells(graph, query)
    assert text_of(entity) == "BERT" and entity[1]["go"]["params"] == {"entity": "method/bert"}
    assert text_of(type_).startswith("Method")
    assert text_of(evidence) == f"{text_of(document)}:{text_of(line)}"
    assert text_of(zh) == "谷歌 zh"
    assert text_of(none) == "—"


@pytest.mark.parametrize(
    "value",
    ["<img src=x onerror=alert(1)>", "[a](javascript:alert(1))", "=HYPERLINK(1)", "\u202egnp.exe", "长" * 10_000],
)
def test_hostile_text_in_a_cell_stays_text(graph: Graph, value: str) -> None:
    from ui.answer_table import Page, cell

    term = Term("literal", value, f"{XSD}string")
    shown = cell(Page(graph, [(term,)]), term)
    assert value in text_of(shown) and tags_of(shown) <= {"span", "details", "summary"}
    uri = cell(Page(graph, []), Term("literal", f"javascript:{value}", f"{XSD}anyURI"))
    assert "a" not in tags_of(uri)
    assert "a" not in tags_of(cell(Page(graph, []), Term("iri", "javascript:alert(1)")))


def test_rows_are_sorted_by_number_then_by_text_and_nothing_first() -> None:
    from ui.answer_table import sort_key

    terms = [
        Term("literal", "b", ""),
        Term("literal", "10", f"{XSD}integer"),
        None,
        Term("literal", "9", f"{XSD}integer"),
    ]
    assert [term and term.value for term in sorted(terms, key=sort_key)] == [None, "9", "10", "b"]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("SELECT ?m (COUNT(?o) AS ?n) WHERE { ?m kg:developedBy ?o } GROUP BY ?m", ("bar",)),
        ("SELECT ?year (COUNT(?p) AS ?n) WHERE { ?p kg:year ?year } GROUP BY ?year", ("line",)),
        ("SELECT ?p ?year WHERE { ?p kg:year ?year }", ("timeline",)),
        ("SELECT ?p ?o WHERE { ?p kg:developedBy ?o }", ()),
    ],
)
def test_the_columns_say_which_charts_there_are(graph: Graph, query: str, kinds: tuple[str, ...]) -> None:
    from ui.answer_chart import columns

    result = graph.query(query)
    assert len(result)
    assert columns(result.variables, list(result.rows())).kinds == kinds


def test_every_problem_has_a_sentence_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    import streamlit

    from kgraph.query.diagnosis import Problem
    from ui.editor import sentence

    values = dict.fromkeys(("name", "near", "known", "sign", "missing", "word", "reason", "seconds", "found"), "X")
    codes = [
        "prefix",
        "closed",
        "opened",
        "string",
        "update",
        "service",
        "function",
        "grouped",
        "syntax",
        "engine",
        "timeout",
        "cancelled",
        "unknown",
    ]
    for language, ends in (("en", "."), ("zh", "。")):
        monkeypatch.setattr(streamlit, "session_state", {"language": language})
        for code in codes:
            said = sentence(Problem(code, 0, 1, values))
            assert ends in said or "X" in said


def test_a_query_s_first_comment_is_its_name() -> None:
    from ui.answers import title_of

    assert title_of("# Papers of a year\nASK {}") == "Papers of a year"
    assert title_of("ASK {}") == ""


def test_what_came_out_of_a_query_outlives_a_later_word_of_its_text(graph: Graph) -> None:
    from ui import desk

    text = "SELECT ?x WHERE { ?x a kg:Paper } ORDER ?x"
    desk.start(graph, text)
    desk.current().run.wait(10)
    desk.settle(graph)
    assert [problem.code for problem in desk.current().problems] == ["syntax"]
    desk.check(graph, text)
    assert [problem.code for problem in desk.current().problems] == ["syntax"]
    desk.check(graph, text.replace("ORDER ?x", ""))
    assert not desk.current().problems


def test_a_wish_to_run_that_comes_twice_runs_once(graph: Graph) -> None:
    from ui import desk, editor

    wish = {"seq": 1, "op": "run", "text": "SELECT ?x WHERE { ?x a kg:Paper }"}
    editor._run(graph, {"client": "a", "list": [wish], "tries": 0})
    first = desk.current().run
    editor._run(graph, {"client": "a", "list": [wish], "tries": 1})
    assert desk.current().run is first
    assert desk.current().inbox.ack == {"client": "a", "seq": 1}
    editor._run(graph, {"client": "a", "list": [{**wish, "seq": 2}], "tries": 0})
    assert desk.current().run is not first
