"""Decisions taken in the explorer, in a real browser, on a graph that is built from real files."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.app.conftest import Server, opening, serving

import kgraph
from kgraph.core.curation import FILE, read_curation
from kgraph.query import current_build

pytestmark = pytest.mark.browser
Open = Callable[..., Any]

NOTES = """# 语言模型

- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805) *2018* [code](https://github.com/google-research/bert)
- RoBERTa 基于 BERT 改进，来自 Facebook。
- Mamba is a state space model based on S4.
- Install environments with Mamba.
- [Graph Attention Networks for Vision](https://arxiv.org/abs/1710.10903)
- [Graph Attention Network for Vision](https://arxiv.org/abs/1710.10904)
"""
HOSTILE = "<img src=x onerror=alert(1)> **因为** [x](javascript:alert(1))"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("decisions")
    (folder / "notes").mkdir()
    (folder / "notes" / "list.md").write_text(NOTES, encoding="utf-8")
    kgraph.build([folder / "notes"], folder / "graph")
    with serving(folder) as running:
        yield running


@pytest.fixture
def open_page(browser: Any, decided: Server) -> Iterator[Open]:
    with opening(browser, decided) as open_:
        yield open_


def log_of(server: Server) -> list[Any]:
    return list(read_curation(server.graph.parent / "notes" / FILE)[0].entries)


def dialog(page: Any) -> Any:
    found = page.get_by_role("dialog")
    found.wait_for(timeout=15_000)
    return found


def fill(page: Any, label: str, text: str) -> None:
    field = dialog(page).get_by_label(label)
    field.fill(text)
    field.press("Tab")


def write(page: Any, reason: str = HOSTILE) -> str:
    """Give the reason, write the decision, and return what the page says then."""
    fill(page, "Reason", reason)
    dialog(page).get_by_role("button", name="Write it down").click()
    said = dialog(page).get_by_role("status").filter(has_text="It takes effect")
    said.wait_for(timeout=15_000)
    return str(said.inner_text())


def choose(page: Any, label: str, option: str) -> None:
    dialog(page).get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).first.click()


def test_from_an_entity_to_the_log_through_a_build_to_the_new_graph(open_page: Open, decided: Server) -> None:
    page = open_page("/entity?entity=method/bert&lang=en")
    page.get_by_role("button", name="Correct").click()
    fill(page, "New name", "BERT (Google)")
    assert "curation.toml, line 3" in write(page)
    (entry,) = log_of(decided)
    assert (entry.action, entry.value, entry.reason) == ("rename", "BERT (Google)", HOSTILE)
    dialog(page).get_by_role("link", name="See all decisions").click()
    page.get_by_text("Waiting for the next build: 1.").wait_for(timeout=15_000)
    page.get_by_text(HOSTILE).first.wait_for()
    before = current_build(decided.graph)
    page.get_by_role("button", name="Run this command now").click()
    page.get_by_text("Built. The new graph can be loaded.").wait_for(timeout=120_000)
    assert current_build(decided.graph) != before
    page.get_by_role("button", name="Load the new graph").click(timeout=30_000)
    page.get_by_text("All decisions are in this graph.").wait_for(timeout=15_000)
    page.goto(decided.url + "/entity?entity=method/bert&lang=en")
    page.get_by_role("heading", name="BERT (Google)").first.wait_for(timeout=15_000)
    page.get_by_text("What was merged into it (1)").click()
    page.get_by_text("renamed from BERT by").wait_for()
    page.get_by_role("link", name="curation.toml:3").first.click()
    page.get_by_text("BERT (Google)").first.wait_for(timeout=15_000)


def test_a_doubtful_pair_is_decided_from_the_list_of_pairs(open_page: Open, decided: Server) -> None:
    page = open_page("/quality?lang=en")
    pair = page.get_by_role("article").filter(has_text="Graph Attention Network for Vision").first
    pair.get_by_role("button", name="Keep apart").click()
    write(page, "two papers")
    entry = log_of(decided)[-1]
    assert entry.action == "keep-apart"
    assert {one.name for one in entry.entities} == {
        "Graph Attention Networks for Vision",
        "Graph Attention Network for Vision",
    }


def test_a_pair_that_is_kept_apart_is_not_merged_without_undoing_that(open_page: Open, decided: Server) -> None:
    page = open_page("/quality?lang=en")
    pair = page.get_by_role("article").filter(has_text="Graph Attention Network for Vision").first
    pair.get_by_role("button", name="Merge").click()
    fill(page, "Reason", "the same")
    dialog(page).get_by_role("button", name="Write it down").click()
    dialog(page).get_by_role("alert").filter(has_text="keeps them apart").wait_for(timeout=15_000)


def test_places_are_split_off(open_page: Open, decided: Server) -> None:
    page = open_page("/entity?entity=method/mamba&lang=en")
    page.get_by_role("button", name="Correct").click()
    choose(page, "What is wrong?", "Split")
    dialog(page).get_by_role("combobox", name="Places that mean another thing").click()
    page.get_by_role("option").filter(has_text="list.md:6").first.click()
    page.keyboard.press("Escape")
    fill(page, "What it is called there", "Mamba (packages)")
    write(page, "a program")
    entry = log_of(decided)[-1]
    assert (entry.action, entry.places[0].line) == ("split", "- Install environments with Mamba.")


def test_a_rejected_statement_is_shown_to_those_who_ask(open_page: Open, decided: Server) -> None:
    page = open_page("/entity?entity=method/roberta&lang=en")
    page.get_by_role("button", name="Correct").click()
    choose(page, "What is wrong?", "Reject the statement")
    write(page)
    kgraph.build([decided.graph.parent / "notes"], decided.graph)
    page = open_page("/entity?entity=method/roberta&lang=en")
    switch = page.get_by_text("Show rejected statements (1)")
    switch.wait_for(timeout=15_000)
    assert not page.get_by_text(HOSTILE).count()
    switch.click()
    page.get_by_text(HOSTILE).first.wait_for(timeout=15_000)


def test_a_reason_stays_while_the_form_changes(open_page: Open, decided: Server) -> None:
    page = open_page("/entity?entity=method/roberta&lang=en")
    page.get_by_role("button", name="Correct").click()
    choose(page, "What is wrong?", "Reject the statement")
    reason = dialog(page).get_by_label("Reason")
    reason.fill("not so")
    dialog(page).get_by_role("combobox", name="Statement").wait_for(timeout=15_000)
    assert reason.input_value() == "not so"


def test_a_decision_is_undone_on_the_page_of_decisions(open_page: Open, decided: Server) -> None:
    page = open_page("/decisions?lang=en")
    page.get_by_role("button", name="Undo 1", exact=True).click()
    write(page, "not so")
    assert log_of(decided)[-1].action == "undo"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_graph_whose_sources_are_gone_says_so(open_page: Open, decided: Server, language: str) -> None:
    notes = decided.graph.parent / "notes"
    notes.rename(notes.with_name("away"))
    try:
        page = open_page(f"/decisions?lang={language}")
        page.get_by_role("alert").filter(has_text=str(notes)).first.wait_for(timeout=15_000)
    finally:
        notes.with_name("away").rename(notes)
    time.sleep(0.1)
