"""What changed between two builds, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.app.conftest import opening, serving
from tests.app.driving import Canvas
from tests.support.graphs import small_graph

from kgraph.core import Resolution, build_settings
from kgraph.store import write_graph

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore")]
Open = Callable[..., Any]


@pytest.fixture
def open_builds(browser: Any, tmp_path: Any) -> Iterator[Open]:
    """Open pages of an app on two builds: the newer one lacks a method, and its statements with it."""
    built = small_graph()
    gone = "method/roberta"
    kept = Resolution(
        tuple(entity for entity in built.resolution.entities if entity.id != gone),
        tuple(edge for edge in built.resolution.relations if gone not in (edge.source, edge.target)),
    )
    write_graph(replace(built, report={"inputs": []}), tmp_path / "graph", build_settings())
    write_graph(replace(built, resolution=kept, report={"inputs": []}), tmp_path / "graph", build_settings())
    with serving(tmp_path) as server, opening(browser, server) as open_:
        yield open_


def test_what_went_is_dashed_on_the_canvas_and_listed_with_its_line(open_builds: Open) -> None:
    page = open_builds("/changes?lang=en")
    canvas = Canvas(page)
    assert canvas.ask("cy.getElementById('method/roberta').data('change')") == "removed"
    assert canvas.ask("cy.getElementById('method/roberta').style('border-style')") == "dashed"
    assert canvas.ask("cy.edges('[change = \"removed\"]').length") >= 1
    row = page.get_by_role("row").filter(has_text="RoBERTa").filter(has_text="Method").first
    assert "removed" in row.inner_text() and "notes/阅读.md:4" in row.inner_text()


def test_the_other_way_round_it_came(open_builds: Open) -> None:
    page = open_builds("/changes?lang=zh")
    Canvas(page)
    page.get_by_label("较新的构建").click()
    page.get_by_role("option").filter(has_text="1 ·").click()
    page.get_by_role("cell", name="+ 新增").first.wait_for()
    canvas = Canvas(page)
    canvas.until("cy.getElementById('method/roberta').data('change') === 'added'")
