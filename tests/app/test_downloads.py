"""From what is seen to a file, in a real browser: two clicks to a slide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.app.driving import Canvas, settle
from tests.present import checker

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def downloaded(page: Any, click: Any) -> tuple[str, bytes]:
    """Return the name and the content of the file that a click brings."""
    click.wait_for()
    settle(page)
    with page.expect_download(timeout=90_000) as waiting:
        click.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_the_canvas_becomes_a_slide_in_two_clicks(open_page: Open) -> None:
    page = open_page("/explore?entity=method/bert&lang=zh")
    seen = Canvas(page).nodes()
    page.locator(".st-key-tool_canvas_slide button").first.click()
    name, data = downloaded(page, page.locator(".st-key-canvas_pptx button"))
    slides = checker.presentation(data).slides
    assert name == "BERT.pptx"
    assert {form.name for slide in slides for form in checker.forms(slide)} == seen
    assert "方法" in [shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame]
    name, data = downloaded(page, page.locator(".st-key-canvas_png button"))
    assert (name, data[:4]) == ("BERT.png", b"\x89PNG")


def test_the_basket_becomes_a_deck(open_page: Open) -> None:
    page = open_page("/explore?entity=method/bert&lang=en")
    canvas = Canvas(page)
    page.locator(".st-key-tool_canvas_basket button").first.click()
    page.get_by_label("Name of the view").fill("First view")
    page.get_by_role("button", name="Add to the basket").click()
    button = page.locator(".st-key-basket_pptx button")
    button.wait_for(timeout=10_000)
    canvas.settle()
    _, data = downloaded(page, button)
    titles = [slide.shapes.title.text_frame.text for slide in checker.presentation(data).slides]
    assert "First view" in titles


def test_tables_and_lists_go_into_the_basket_beside_views(open_page: Open) -> None:
    page = open_page("/related?entity=method/roberta&lang=en")
    page.locator(".st-key-related_basket button").click()
    page.get_by_text("Added: the basket holds").wait_for(timeout=10_000)
    page = open_page("/compare?entities=method/bert|method/roberta&lang=en")
    page.locator(".st-key-compare_basket button").click()
    page.get_by_text("Added: the basket holds").wait_for(timeout=10_000)
    page = open_page("/explore?entity=method/bert&lang=en")
    Canvas(page).settle()
    page.locator(".st-key-tool_canvas_basket button").first.click()
    page.get_by_label("Name of the view").fill("As a table")
    page.get_by_role("radio", name="Table").click()
    page.get_by_role("button", name="Add to the basket").click()
    page.get_by_text("As a table · Table").wait_for(timeout=10_000)
    Canvas(page).settle()
    _, data = downloaded(page, page.locator(".st-key-basket_pptx button"))
    tables = [
        slide.shapes.title.text_frame.text
        for slide in checker.presentation(data).slides
        if any(shape.has_table for shape in slide.shapes)
    ]
    assert list(dict.fromkeys(tables))[-3:] == ["Related to: RoBERTa", "BERT, RoBERTa", "As a table"]


def test_related_and_compared_entities_become_tables(open_page: Open) -> None:
    page = open_page("/related?entity=method/roberta&lang=en")
    name, data = downloaded(page, page.locator(".st-key-related_pptx button"))
    (slide,) = checker.presentation(data).slides
    assert name == "RoBERTa.pptx" and any(shape.has_table for shape in slide.shapes)
    page = open_page("/compare?entities=method/bert|method/roberta&lang=zh")
    _, data = downloaded(page, page.locator(".st-key-compare_pptx button"))
    assert any(shape.has_table for shape in checker.presentation(data).slides[0].shapes)


def test_the_answer_to_a_query_becomes_a_slide(open_page: Open) -> None:
    page = open_page("/sparql?lang=en&query=" + quote("CONSTRUCT { ?a kg:basedOn ?b } WHERE { ?a kg:basedOn ?b }"))
    page.locator(".cm-content").first.wait_for(timeout=20_000)
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Graph", exact=True).first.click()
    canvas = Canvas(page)
    canvas.settle(1.5)
    page.locator(".st-key-desk_slide button").first.click()
    button = page.locator(".st-key-desk_pptx button")
    button.wait_for(timeout=10_000)
    canvas.settle(1.5)
    _, data = downloaded(page, button)
    slides = checker.presentation(data).slides
    drawn = {form.name for slide in slides for form in checker.forms(slide)}
    assert {"method/roberta", "method/bert"} <= drawn <= canvas.nodes()


def test_the_rows_of_an_answer_become_a_table(open_page: Open) -> None:
    query = "SELECT ?a (COUNT(?b) AS ?number) WHERE { ?a kg:basedOn ?b } GROUP BY ?a"
    page = open_page("/sparql?lang=en&query=" + quote(query))
    page.locator(".cm-content").first.wait_for(timeout=20_000)
    page.locator(".cm-content").first.click()
    page.keyboard.press("Control+Enter")
    page.locator(".st-key-desk_download button").first.click()
    _, data = downloaded(page, page.locator(".st-key-desk_answer_pptx button"))
    tables = [s.table for slide in checker.presentation(data).slides for s in slide.shapes if s.has_table]
    rows = [[cell.text_frame.text for cell in row.cells] for table in tables for row in table.rows]
    assert rows[0] == ["a", "number"] and len(rows) > 5
    assert all(name and number.isdigit() for name, number in rows if name != "a")
