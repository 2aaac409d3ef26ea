"""The page on a small graph, on none, and with a name that nobody has."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from tests.support.graphs import small_graph

from kgraph.core import build_settings
from kgraph.store import write_graph

PAGE = Path(__file__).parent.parent.parent / "app" / "streamlit_app.py"

pytestmark = pytest.mark.filterwarnings("ignore")  # streamlit's own, not ours


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    write_graph(small_graph(), tmp_path / "graph", build_settings())
    monkeypatch.setenv("KGRAPH_GRAPH", str(tmp_path / "graph"))
    return AppTest.from_file(str(PAGE), default_timeout=20)


def test_the_page_counts_what_is_in_the_graph(page: AppTest) -> None:
    page.run()
    assert not page.exception
    assert page.metric[0].label == "entities"
    assert "Method" in set(page.dataframe[0].value["type"])


def test_a_search_lists_what_it_finds(page: AppTest) -> None:
    page.run()
    page.text_input[0].input("bert").run()
    assert not page.exception
    assert "method/bert" in set(page.dataframe[0].value["id"])


def test_a_search_that_finds_nothing_says_so(page: AppTest) -> None:
    page.run()
    page.text_input[0].input("zzzzqqqq").run()
    assert "Nothing is called" in page.info[0].value


def test_an_entity_shows_the_words_behind_its_statements(page: AppTest) -> None:
    page.query_params["entity"] = "method/bert"
    page.run()
    assert not page.exception
    assert page.subheader[0].value == "BERT"
    assert any("BERT" in words for words in page.dataframe[0].value["words"])


def test_an_unknown_entity_is_a_warning(page: AppTest) -> None:
    page.query_params["entity"] = "method/nobody"
    page.run()
    assert not page.exception
    assert "No entity" in page.warning[0].value


def test_without_a_graph_the_page_says_how_to_build_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KGRAPH_GRAPH", str(tmp_path / "none"))
    page = AppTest.from_file(str(PAGE), default_timeout=20).run()
    assert "kgraph build" in page.error[0].value
