"""The canvas in a real browser."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.app.driving import Canvas
from tests.app.graphs import HOSTILE, HUB

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]

BERT = "/explore?entity=method/bert&lang=en"


@pytest.fixture
def page(open_page: Callable[..., Any]) -> Any:
    return open_page(BERT)


@pytest.fixture
def canvas(page: Any) -> Canvas:
    return Canvas(page)


def test_an_address_with_an_entity_opens_it_with_its_neighbours(canvas: Canvas) -> None:
    assert {"method/bert", "method/roberta", "dataset/squad-1.1", "organization/google"} <= canvas.nodes()
    assert canvas.selected() == ["method/bert"]


def test_a_click_shows_the_details_and_moves_nothing(canvas: Canvas) -> None:
    before = canvas.model(), canvas.camera()
    canvas.click("method/roberta")
    side = canvas.page.locator(".st-key-canvas_side")
    side.get_by_role("heading", name="RoBERTa").wait_for()
    side.get_by_text("优于 BERT").first.wait_for()
    canvas.settle()
    assert side.get_by_role("heading", level=2).count() == 1
    assert (canvas.model(), canvas.camera()) == before
    assert canvas.selected() == ["method/roberta"]


def test_a_click_on_an_edge_shows_its_source(canvas: Canvas) -> None:
    canvas.button("Zoom to selection").click()
    x, y = canvas.ask(
        "(() => { const e = cy.edges().filter((e) => e.data('relation') === 'evaluatedOn' && e.source().id() === 'method/bert')[0];"
        " const m = e.renderedMidpoint(); return [m.x, m.y]; })()"
    )
    box = canvas.page.locator(".kg-stage").bounding_box()
    canvas.page.mouse.click(box["x"] + x, box["y"] + y)
    canvas.page.locator(".st-key-canvas_side").get_by_text("board.md:4").first.wait_for()


def test_expanding_leaves_what_is_there_where_it_is(canvas: Canvas) -> None:
    canvas.page.mouse.dblclick(*canvas.point("dataset/squad-1.1"))
    canvas.settle()
    before, camera = canvas.places(), canvas.camera()
    canvas.page.mouse.dblclick(*canvas.point("topic/预训练模型")) if "topic/预训练模型" in before else canvas.click(
        "method/roberta", click_count=2
    )
    canvas.until("cy.nodes().length > value", len(before))
    canvas.settle()
    after = canvas.places()
    for id_, (x, y) in before.items():
        assert abs(after[id_][0] - x) <= 0.05 * 1280, id_
        assert abs(after[id_][1] - y) <= 0.05 * 860, id_
    assert canvas.camera() == camera


def test_the_menu_counts_before_the_click_and_the_cap_is_announced(open_page: Callable[..., Any]) -> None:
    canvas = Canvas(open_page(f"/explore?entity={HUB}&lang=en"))
    assert len(canvas.nodes()) == 26
    canvas.page.locator(".kg-notice", has_text="25 of 2,623 neighbours shown").wait_for()
    canvas.click(HUB, button="right")
    item = canvas.page.get_by_role("menuitem", name=re.compile("evaluated there|evaluated on"))
    assert "2,598 of 2,623 to add" in item.inner_text()
    canvas.page.locator(".kg-number", has_text="100").click()
    item.click()
    notice = canvas.page.locator(".kg-notice", has_text="125 of")
    notice.wait_for()
    assert "125 of 2,623 neighbours shown" in notice.inner_text()
    assert len(canvas.nodes()) == 126
    notice.get_by_role("button", name="Show 25 more").click()
    canvas.until("cy.nodes().length === 151")


def test_new_nodes_outside_the_window_are_told_and_shown_on_demand(open_page: Callable[..., Any]) -> None:
    canvas = Canvas(open_page(f"/explore?entity={HUB}&lang=en"))
    for _ in range(3):
        canvas.button("Zoom in").click()
    canvas.settle()
    before = canvas.places()
    canvas.page.mouse.dblclick(*canvas.point(HUB))
    notice = canvas.page.locator(".kg-notice", has_text="of the new nodes are outside the window")
    notice.wait_for()
    canvas.settle()
    now = canvas.places()
    assert all(now[id_] == pytest.approx(place, abs=0.5) for id_, place in before.items())
    notice.get_by_role("button", name="Bring all into view").click()
    stage = canvas.page.locator(".kg-stage").bounding_box()
    canvas.until(
        "cy.nodes().every((n) => n.renderedPosition('x') > 0 && n.renderedPosition('x') < value.width"
        " && n.renderedPosition('y') > 0 && n.renderedPosition('y') < value.height)",
        stage,
    )


def test_the_legend_counts_what_is_seen(canvas: Canvas) -> None:
    legend = canvas.page.locator(".kg-legend")
    methods = legend.locator("button[data-name=Method]")
    before = int(methods.inner_text().split()[-1])
    canvas.click("method/roberta")
    canvas.page.keyboard.press("Delete")
    canvas.until("cy.getElementById('method/roberta').hasClass('gone')")
    assert int(methods.inner_text().split()[-1]) == before - 1
    methods.click()
    canvas.until("cy.getElementById('method/bert').hasClass('gone')")
    assert int(methods.inner_text().split()[-1]) == before - 1
    assert methods.get_attribute("aria-pressed") == "false"


def test_names_lie_neither_over_one_another_nor_below_the_legend(canvas: Canvas) -> None:
    canvas.button("Fit all").click()
    canvas.settle()
    boxes = canvas.ask(
        "cy.nodes('.named').map((n) => { const b = n.boundingBox({includeNodes: false, includeEdges: false, includeOverlays: false,"
        " includeUnderlays: false, includeOutlines: false, includeLabels: true}), z = cy.zoom(), p = cy.pan();"
        " return [n.id(), b.x1 * z + p.x, b.y1 * z + p.y, b.x2 * z + p.x, b.y2 * z + p.y]; })"
    )
    stage = canvas.page.locator(".kg-stage").bounding_box()
    legend = canvas.page.locator(".kg-legend").bounding_box()
    panels = [
        ("legend", *(legend["x"] - stage["x"], legend["y"] - stage["y"]),
         legend["x"] - stage["x"] + legend["width"], legend["y"] - stage["y"] + legend["height"])
    ]  # fmt: skip
    assert len(boxes) >= 10
    for place, (one, left, top, right, bottom) in enumerate(boxes):
        assert left > -4 and top > -4 and right < stage["width"] + 4 and bottom < stage["height"] + 4, one
        for other, x1, y1, x2, y2 in [*boxes[place + 1 :], *panels]:
            overlap = min(right, x2) - max(left, x1), min(bottom, y2) - max(top, y1)
            assert min(overlap) < 6, (one, other, overlap)


def test_collapse_undoes_an_expansion(canvas: Canvas) -> None:
    before = canvas.nodes()
    canvas.click("method/deformable-convnets") if "method/deformable-convnets" in before else None
    canvas.page.mouse.dblclick(*canvas.point("method/roberta"))
    canvas.until("cy.nodes().length > value", len(before))
    canvas.settle()
    canvas.button("Collapse").click()
    canvas.until("cy.nodes().length === value", len(before))
    assert canvas.nodes() == before


def test_two_quick_clicks_on_two_nodes_expand_neither(canvas: Canvas) -> None:
    before = canvas.nodes()
    for _ in range(3):
        canvas.click("method/roberta")
        canvas.click("paper/arxiv-1810.04805")
    canvas.settle()
    assert canvas.nodes() == before


def test_undo_and_redo_bring_nodes_and_places_back(canvas: Canvas) -> None:
    start = canvas.model()
    x, y = canvas.point("method/roberta")
    canvas.page.mouse.move(x, y)
    canvas.page.mouse.down()
    canvas.page.mouse.move(x + 60, y + 40, steps=4)
    canvas.page.mouse.up()
    canvas.settle()
    moved = canvas.model()
    assert moved["method/roberta"] != start["method/roberta"]
    canvas.page.keyboard.press("Delete")
    canvas.settle()
    gone = canvas.nodes()
    canvas.page.locator(".kg-toolbar select").select_option("grid")
    canvas.settle()
    grid = canvas.model()
    for expected in (moved, moved, start):
        canvas.button("Undo").click()
        canvas.settle()
        assert canvas.model() == expected
    for _ in range(3):
        canvas.button("Redo").click()
        canvas.settle()
    assert canvas.model() == grid
    assert canvas.nodes() == gone


def test_the_keyboard_reaches_everything(canvas: Canvas) -> None:
    page = canvas.page
    page.locator(".kg-stage").focus()
    page.keyboard.press("ArrowRight")
    first = canvas.ask("cy.nodes('.focus').map((n) => n.id())")
    page.keyboard.press("Tab")
    second = canvas.ask("cy.nodes('.focus').map((n) => n.id())")
    assert len(first) == len(second) == 1
    assert first != second
    page.keyboard.press("Enter")
    canvas.settle()
    assert canvas.selected() == second
    zoom = canvas.camera()[0]
    page.keyboard.press("+")
    assert canvas.camera()[0] > zoom
    page.keyboard.press("m")
    assert page.locator(".kg-menu").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Delete")
    assert second[0] not in canvas.nodes()
    page.keyboard.press("Control+z")
    canvas.until("!cy.getElementById(value).hasClass('gone')", second[0])
    page.keyboard.press("Control+Shift+z")
    canvas.until("cy.getElementById(value).hasClass('gone')", second[0])
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert not page.evaluate("document.activeElement?.shadowRoot?.activeElement?.classList.contains('kg-stage')")


def test_the_address_brings_back_exactly_what_was_seen(canvas: Canvas, open_page: Callable[..., Any]) -> None:
    canvas.page.locator(".kg-toolbar select").select_option("concentric")
    canvas.settle()
    canvas.page.locator(".kg-legend button[data-name='Organization']").click()
    canvas.button("Zoom in").click()
    canvas.settle(1.2)
    address = urlsplit(canvas.page.url)
    assert parse_qs(address.query)["view"]
    again = Canvas(open_page(f"{address.path}?{address.query}"))
    assert again.model() == canvas.model()
    assert again.nodes() == canvas.nodes()
    assert again.camera() == pytest.approx(canvas.camera(), abs=0.5)
    assert again.selected() == canvas.selected()
    assert again.page.locator(".kg-toolbar select").input_value() == "concentric"
    assert again.page.locator(".kg-legend button[aria-pressed='false']").get_attribute("data-name") == "Organization"


def test_a_saved_view_brings_back_its_language_too(canvas: Canvas) -> None:
    page = canvas.page
    page.get_by_role("button", name="Views").click()
    page.get_by_label("Name of the view").fill("BERT **and** <b>friends</b>")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved as “BERT **and** <b>friends</b>”.").wait_for()
    page.keyboard.press("Escape")
    before = canvas.model()
    page.get_by_role("radio", name="中文").or_(page.get_by_role("button", name="中文")).first.click()
    page.get_by_role("button", name="新画布").click()
    canvas.until("cy.nodes().empty()")
    page.get_by_role("button", name="视图").click()
    page.get_by_role("button", name="BERT **and** <b>friends</b>").click()
    page.get_by_role("button", name="New canvas").wait_for()
    assert page.get_by_text("Session State").count() == 0
    canvas.until("cy.nodes().nonempty()")
    canvas.settle()
    assert canvas.model() == before


def test_hostile_names_stay_text(canvas: Canvas) -> None:
    assert set(HOSTILE) <= canvas.nodes()
    for id_ in HOSTILE:
        canvas.button("Fit all").click()
        canvas.settle(0.3)
        canvas.page.mouse.move(*canvas.point(id_))
        canvas.click(id_)
        canvas.settle()
        assert canvas.selected() == [id_]
        canvas.click(id_, button="right")
        canvas.page.keyboard.press("Escape")
    assert canvas.page.title() != "hit"
    assert canvas.ask("find(document, '.kg-root').querySelectorAll('img, script, iframe, a').length") == 0
    assert canvas.page.locator("a[href^='javascript']").count() == 0


def test_two_hundred_interactions_lose_no_place_zoom_or_selection(canvas: Canvas) -> None:
    lots = random.Random(7)
    page = canvas.page
    stage = page.locator(".kg-stage").bounding_box()
    clicked = ""
    for number in range(200):
        model, camera = canvas.model(), canvas.camera()
        shown = sorted(canvas.nodes())
        # Two quick clicks on one node would be a double click, which expands it.
        inside = [one for one in _clickable(canvas, stage) if one in shown and one != clicked]
        what = lots.choice(["click", "click", "drag", "zoom", "pan", "key", "pin", "hide"])
        if not inside:
            canvas.button("Fit all").click()
            continue
        id_ = lots.choice(inside)
        clicked = id_ if what in ("click", "drag", "hide") else clicked
        x, y = canvas.point(id_)
        if what == "click":
            page.mouse.click(x, y)
            assert canvas.selected() == [id_], number
        elif what == "drag":
            page.mouse.move(x, y)
            page.mouse.down()
            page.mouse.move(x + 25, y + 12, steps=2)
            page.mouse.up()
            model = {**model, **{one: canvas.model()[one] for one in {id_, *canvas.selected()}}}
        elif what == "zoom":
            canvas.button(lots.choice(["Zoom in", "Zoom out"])).click()
            camera = canvas.camera()
        elif what == "pan":
            page.mouse.move(stage["x"] + stage["width"] - 30, stage["y"] + stage["height"] - 30)
            page.mouse.down()
            page.mouse.move(stage["x"] + stage["width"] - 50, stage["y"] + stage["height"] - 45, steps=2)
            page.mouse.up()
            camera, model = canvas.camera(), canvas.model()
        elif what == "key":
            page.keyboard.press("p")
        elif what == "pin":
            canvas.button("Pin").click() if canvas.button("Pin").is_enabled() else None
        elif what == "hide" and len(shown) > 8:
            page.mouse.click(x, y)
            page.keyboard.press("Delete")
            assert id_ not in canvas.nodes(), number
            page.keyboard.press("Control+z")
            canvas.until("!cy.getElementById(value).hasClass('gone')", id_)
        assert canvas.camera() == camera, (number, what)
        assert canvas.model() == model, (number, what)
    canvas.settle()
    assert canvas.model() == model
    assert canvas.camera() == pytest.approx(camera, abs=0.5)


def _clickable(canvas: Canvas, stage: dict[str, float]) -> list[str]:
    """Return the nodes that a mouse can hit: inside, and neither below a panel nor beside another node."""
    places = canvas.places()
    return [
        id_
        for id_, (x, y) in sorted(places.items())
        if 220 < x < stage["width"] - 40
        and 70 < y < stage["height"] - 60
        and all(abs(ox - x) > 34 or abs(oy - y) > 34 for other, (ox, oy) in places.items() if other != id_)
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_names_can_be_read_on_either_ground(open_page: Callable[..., Any], scheme: str) -> None:
    canvas = Canvas(open_page(BERT, scheme=scheme))
    ink, ground = canvas.ask(
        "[cy.nodes()[0].style('color'), getComputedStyle(find(document, '.kg-root')).backgroundColor]"
    )
    light, dark = sorted(map(_luminance, (ink, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7
    assert (_luminance(ground) > 0.5) == (scheme == "light")
    for fill in canvas.ask("[...new Set(cy.nodes().map((n) => n.style('border-color')))]"):
        light, dark = sorted(map(_luminance, (fill, ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 3, fill


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_two_thousand_nodes_can_be_selected_one_by_one(open_page: Callable[..., Any], big_view: str) -> None:
    """How quick that is, ``benchmarks/canvas.py`` says."""
    canvas = Canvas(open_page(f"/explore?view={big_view}&lang=en"))
    assert len(canvas.nodes()) == 2000
    canvas.ask(
        "cy.zoom({level: 0.7, position: cy.getElementById(value).position()}) && cy.center(cy.getElementById(value)) && true",
        HUB,
    )
    canvas.settle(1)
    camera, places = canvas.camera(), canvas.model()
    stage = canvas.page.locator(".kg-stage").bounding_box()
    chosen = [id_ for id_ in _clickable(canvas, stage) if id_ != HUB][:8]
    assert len(chosen) == 8
    for id_ in chosen:
        label = canvas.ask("cy.getElementById(value).data('label')", id_)
        canvas.click(id_)
        canvas.page.locator(".st-key-canvas_side").get_by_role("heading", name=label).wait_for()
        canvas.settle(0.2)
        assert canvas.selected() == [id_]
    assert (canvas.camera(), canvas.model()) == (camera, places)


def test_the_picture_is_the_same_after_another_page(canvas: Canvas) -> None:
    canvas.button("Zoom in").click()
    canvas.settle()
    before = canvas.camera(), canvas.model()
    canvas.page.get_by_role("link", name="Quality").first.click()
    canvas.page.get_by_role("heading", name="Quality").first.wait_for()
    canvas.page.get_by_role("link", name="Canvas").first.click()
    again = Canvas(canvas.page)
    again.settle(1)
    assert again.camera() == pytest.approx(before[0], abs=0.6)
    assert again.model() == before[1]


def test_looking_around_can_be_undone_and_the_first_picture_is_the_end_of_it(canvas: Canvas) -> None:
    first, nodes = canvas.camera(), canvas.nodes()
    canvas.button("Zoom in").click()
    canvas.settle()
    canvas.page.locator(".kg-stage").focus()
    canvas.page.keyboard.press("Control+z")
    canvas.settle()
    assert canvas.camera() == pytest.approx(first, abs=0.6)
    canvas.page.locator(".kg-toolbar select").select_option("grid")
    canvas.settle()
    canvas.button("Undo").click()
    canvas.settle()
    assert canvas.camera() == pytest.approx(first, abs=0.6)
    assert canvas.button("Undo").is_disabled()
    canvas.page.keyboard.press("Control+Shift+z")  # the keys are heard though the button that had them is of no use now
    canvas.page.wait_for_selector(".kg-toolbar button[aria-label^='Undo']:enabled", timeout=30_000)
    canvas.settle()
    assert canvas.nodes() == nodes
