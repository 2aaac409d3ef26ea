"""The ways of a reader through a graph of real reading lists, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.app.driving import Canvas

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
Open = Callable[..., Any]


def heading(page: Any, text: str) -> None:
    page.get_by_role("heading", name=text).first.wait_for(timeout=20_000)


def test_the_start_page_leads_from_the_map_to_a_community_and_to_the_canvas(open_real: Open) -> None:
    page = open_real("/?lang=zh")
    heading(page, "知识图谱")
    assert re.search(r"\d,\d{3}", page.locator(".figures").inner_text())
    circle = page.locator("svg.map g").first
    circle.wait_for(timeout=20_000)
    circle.click()
    heading(page, "社群")
    page.get_by_role("button", name="在画布上打开").click()
    canvas = Canvas(page)
    assert len(canvas.nodes()) > 20


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("BERT", "BERT"),  # a name
        ("圖神經網絡", "图神经网络"),  # traditional characters
        ("qianghuaxuexi", "强化学习"),  # pinyin
        ("qhxx", "强化学习"),  # its initials
        ("Trasformer", "Transformer"),  # a slip
        ("GNN", "图神经网络"),  # an acronym in the other language, or a thing of that name
    ],
)
def test_a_search_finds_real_names_however_they_are_typed(open_real: Open, typed: str, found: str) -> None:
    page = open_real("/?lang=zh")
    box = page.get_by_role("combobox").first
    box.click()
    box.press_sequentially(typed, delay=20)
    options = page.get_by_role("option")
    options.filter(has_text=re.compile(f"{found}|{typed}")).first.wait_for()


def test_expanding_by_one_relation_keeps_all_else_and_collapse_takes_it_back(open_real: Open) -> None:
    canvas = Canvas(open_real("/explore?entity=method/bert&lang=zh"))
    before, places = canvas.nodes(), canvas.places()
    other = canvas.ask(
        "cy.nodes().max((n) => n.id() === 'method/bert' ? -1 : n.data('degree') - n.connectedEdges().length).ele.id()"
    )
    canvas.click(other)
    canvas.settle()
    canvas.page.keyboard.press("m")
    item = canvas.page.get_by_role("menuitem").filter(has_text=re.compile(r"还有 [1-9]")).last
    assert re.search(r"还有 \d+ / \d+", item.inner_text())
    item.click()
    canvas.until("cy.nodes().length > value", len(before))
    canvas.settle()
    now = canvas.places()
    assert all(now[id_] == pytest.approx(place, abs=1) for id_, place in places.items())
    canvas.button("收起").click()
    canvas.until("cy.nodes().length === value", len(before))
    assert canvas.nodes() == before


def test_a_relation_shows_its_words_among_the_lines_and_the_document_marks_the_line(open_real: Open) -> None:
    canvas = Canvas(open_real("/explore?entity=method/bert&lang=zh"))
    canvas.settle()
    x, y = canvas.ask(
        "(() => { const e = cy.edges().filter((e) => e.data('relation') === 'evaluatedOn')[0]; const a = e.source().renderedPosition(),"
        " b = e.target().renderedPosition(); return [(a.x + 2 * b.x) / 3, (a.y + 2 * b.y) / 3]; })()"
    )
    box = canvas.page.locator(".kg-stage").bounding_box()
    canvas.page.mouse.click(box["x"] + x, box["y"] + y)
    side = canvas.page.locator(".st-key-canvas_side")
    side.locator("ol.around li[aria-current=location]").first.wait_for()
    assert side.locator("ol.around li").count() >= 3
    marked = side.locator("mark").first.inner_text()
    assert marked and marked in side.locator("ol.around").first.inner_text()
    side.locator("a.place").first.click()
    line = canvas.page.locator("[data-testid=stMain] li[aria-current=location]").first
    line.wait_for()
    assert line.locator("a.named").count() >= 1


def test_related_methods_have_reasons_and_open_on_the_canvas(open_real: Open) -> None:
    page = open_real("/related?entity=method/bert&lang=zh")
    items = page.locator("li.item")
    items.first.wait_for()
    assert all("都" in text or "→" in text or "共同" in text for text in items.all_inner_texts())
    items.first.locator("summary").first.click()
    items.first.locator("mark").first.wait_for()
    page.get_by_role("button", name="在画布上打开").first.click()
    canvas = Canvas(page)
    assert "method/bert" in canvas.nodes()
    assert len(canvas.nodes()) > 5


def test_the_ways_between_two_are_short_and_told_with_their_words(open_real: Open) -> None:
    page = open_real("/related?entity=method/bert&other=organization/google&lang=en")
    page.get_by_role("heading", name="Way 1").wait_for()
    assert page.locator("ol.way mark").count() >= 1


def test_a_neighbourhood_of_two_hops_is_counted_narrowed_and_drawn(open_real: Open) -> None:
    page = open_real("/neighbourhood?entity=method/bert&lang=en")
    count = page.get_by_role("heading", name=re.compile(r"^[\d,]+ entities"))
    count.wait_for()
    one_hop = int(count.inner_text().split()[0].replace(",", ""))
    slider = page.get_by_test_id("stMain").get_by_role("slider").first
    slider.focus()
    slider.press("ArrowRight")
    page.wait_for_function(
        "(n) => [...document.querySelectorAll('*')].some((e) => e.shadowRoot && [...e.shadowRoot.querySelectorAll('h2')]"
        ".some((h) => /^[\\d,]+ entities/.test(h.textContent) && parseInt(h.textContent.replace(',', '')) > n))"
        " || [...document.querySelectorAll('h2')].some((h) => /^[\\d,]+ entities/.test(h.textContent) && parseInt(h.textContent.replace(',', '')) > n)",
        arg=one_hop,
    )
    page.get_by_role("button", name="Draw on the canvas").click()
    assert len(Canvas(page).nodes()) > one_hop


def test_a_saved_view_and_its_address_bring_everything_back(open_real: Open) -> None:
    page = open_real("/explore?entity=method/adam&lang=en")
    canvas = Canvas(page)
    nodes = sorted(canvas.nodes())
    canvas.click(nodes[1])
    canvas.page.keyboard.press("Delete")
    canvas.until("cy.getElementById(value).hasClass('gone')", nodes[1])
    canvas.button("Zoom in").click()
    canvas.settle(1)
    page.wait_for_function("location.search.includes('view=')")
    assert len(page.url) < 420
    again = Canvas(open_real(page.url[page.url.index("/explore") :]))
    assert again.nodes() == canvas.nodes()
    assert again.model() == canvas.model()
    assert again.camera() == pytest.approx(canvas.camera(), abs=1)
    page.get_by_role("button", name="Link").click()
    page.get_by_text("To send it to others").wait_for()


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/topics?lang=zh", "列在"),
        ("/timeline?lang=zh", "个实体"),
        ("/sources?lang=zh", "没有读懂的行"),
        ("/quality?lang=zh", "各类型的完整度"),
        ("/compare?entities=method/bert|method/xlnet&lang=zh", "研究院"),
    ],
)
def test_overviews_have_something_to_say_in_chinese(open_real: Open, path: str, seen: str) -> None:
    page = open_real(path)
    page.get_by_text(seen).first.wait_for(timeout=20_000)
    words = page.locator("[data-testid=stMain]").inner_text()
    for english in ("prose that names", "nearly the same name", "same title", "No entity"):
        assert english not in words


def test_an_unknown_entity_is_refused_in_chinese(open_real: Open) -> None:
    page = open_real("/entity?entity=没有这个东西&lang=zh")
    page.get_by_text("图谱中没有实体“没有这个东西”").wait_for()


def test_an_entity_offers_the_questions_that_fit_it_and_the_desk_answers_one(open_real: Open) -> None:
    page = open_real("/entity?entity=method/bert&lang=en")
    heading(page, "BERT")
    page.get_by_text("Questions to ask in SPARQL").click()
    page.get_by_role("link", name="Where a method was evaluated").first.click()
    page.locator(".cm-content").first.wait_for(timeout=20_000)
    page.get_by_role("button", name="Ask").click()
    page.get_by_text("GLUE").first.wait_for(timeout=20_000)


def test_a_reason_why_lines_gave_nothing_leads_to_these_lines(open_real: Open) -> None:
    page = open_real("/quality?lang=en")
    page.locator("table.coverage").get_by_role("link", name="prose that names nothing known").first.click()
    page.get_by_role("heading", name="Lines that gave nothing").wait_for(timeout=20_000)
    assert "reason=prose" in page.url and "document=" in page.url
    rows = page.get_by_role("row").filter(has_text="prose that names nothing known")
    rows.first.wait_for(timeout=20_000)
    assert page.get_by_role("row").filter(has_text="a label that only announces").count() == 0
