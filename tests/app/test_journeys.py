"""What a reader does from page to page, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.app.graphs import HOSTILE, HUB, LEAVES

pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def box(page: Any, name: str = "Search for an entity") -> Any:
    return page.get_by_role("combobox", name=name)


def heading(page: Any, text: str) -> Any:
    """Wait for the heading of a page."""
    found = page.get_by_role("heading", name=text).first
    found.wait_for(timeout=15_000)
    return found


@pytest.mark.parametrize(
    ("typed", "found", "why"),
    [
        ("rob", "RoBERTa", "beginning of a name"),
        ("bretr", "", ""),
        ("形变", "形变卷积", ""),
        ("xbjj", "形变卷积", "pinyin"),
    ],
)
def test_a_search_finds_while_one_types(open_page: Open, typed: str, found: str, why: str) -> None:
    page = open_page("/?lang=zh" if not typed.isascii() or why == "pinyin" else "/?lang=en")
    search = page.get_by_role("combobox").first
    search.click()
    search.press_sequentially(typed, delay=30)
    if found:
        option = page.get_by_role("option").filter(has_text=found).first
        option.wait_for()
        assert "拼音" in option.inner_text() if why == "pinyin" else why in option.inner_text()
    else:
        page.get_by_text("Nothing is called").wait_for()


def test_the_keyboard_goes_from_search_to_evidence_to_the_document(open_page: Open) -> None:
    page = open_page("/?lang=en")
    search = box(page)
    search.focus()
    search.press_sequentially("bert", delay=30)
    page.get_by_role("option").first.wait_for()
    search.press("ArrowDown")
    search.press("Enter")
    heading(page, "BERT")
    assert "entity=method%2Fbert" in page.url
    place = page.get_by_role("link", name="board.md:4").first
    place.focus()
    place.press("Enter")
    page.locator("li[aria-current=location]").wait_for()
    line = page.locator("li[aria-current=location]")
    assert "85.1" in line.inner_text()
    line.get_by_role("link", name="BERT").first.click()
    heading(page, "BERT")
    page.go_back()
    page.locator("li[aria-current=location]").wait_for()


def test_related_entities_show_their_sentences_and_the_ways_between_two(open_page: Open) -> None:
    page = open_page("/related?entity=method/roberta&lang=en")
    first = page.locator("li.item").first
    first.wait_for()
    assert "BERT" in first.inner_text()
    first.locator("summary").first.click()
    first.locator("mark").first.wait_for()
    box(page, "Related to what? Type a name").press_sequentially("google", delay=30)
    page.get_by_role("option").filter(has_text="Google").first.click()
    page.get_by_role("heading", name="Way 1").wait_for()
    assert "other=organization" in page.url


def test_a_comparison_grows_and_shrinks(open_page: Open) -> None:
    page = open_page("/compare?entities=method/bert&lang=en")
    heading(page, "Compare")
    box(page, "Add another: type a name").press_sequentially("robert", delay=30)
    page.get_by_role("option").filter(has_text="RoBERTa").first.click()
    page.get_by_text("88.9").first.wait_for()
    page.get_by_role("button", name="Remove: RoBERTa").click()
    page.get_by_text("Choose one more").wait_for()
    page.wait_for_function("!location.search.includes('roberta')")


def test_a_neighbourhood_is_counted_before_it_is_drawn(open_page: Open) -> None:
    page = open_page(f"/neighbourhood?entity={HUB}&lang=en")
    heading(page, f"{LEAVES + 1:,} entities")
    page.get_by_text("150 will be shown").wait_for()
    page.get_by_role("button", name="Draw on the canvas").click()
    page.locator(".kg-root canvas").first.wait_for(timeout=20_000)
    assert "/explore" in page.url


def test_a_community_of_the_map_opens(open_page: Open) -> None:
    page = open_page("/?lang=en")
    circle = page.locator("svg.map g").first
    circle.wait_for(timeout=20_000)
    circle.focus()
    circle.press("Enter")
    heading(page, "Communities")
    page.get_by_text("links inside").wait_for()


def test_the_language_changes_everywhere_and_stays(open_page: Open) -> None:
    page = open_page("/topics?lang=en")
    heading(page, "Topics")
    page.get_by_role("radio", name="中文").click()
    heading(page, "主题")
    page.get_by_role("link", name="时间线").click()
    heading(page, "时间线")


@pytest.mark.parametrize(
    "path", ["/search?q=javascript", "/entity?entity={}", "/related?entity={}", "/compare?entities={}"]
)
def test_names_that_attack_stay_text(open_page: Open, path: str) -> None:
    for id_ in HOSTILE if "{}" in path else [""]:
        page = open_page(path.format(id_) + "&lang=en")
        page.locator(".panel a.entity, .panel h1").first.wait_for(timeout=15_000)
        page.wait_for_timeout(300)
        assert page.title() != "hit"
        assert page.locator(".panel :is(img, script, iframe, [onerror], a[href^='javascript:'])").count() == 0


def test_two_readers_at_once_do_not_disturb_each_other(open_page: Open) -> None:
    one, other = open_page("/entity?entity=method/bert&lang=zh"), open_page("/entity?entity=method/roberta&lang=en")
    heading(one, "BERT"), heading(other, "RoBERTa")
    one.get_by_text("又名").first.wait_for()
    other.get_by_role("link", name="What is related").click()
    heading(other, "Related to")
    assert one.get_by_role("heading", name="BERT").first.is_visible()


def test_the_years_play_and_stop(open_page: Open) -> None:
    page = open_page("/timeline?lang=en")
    heading(page, "2010–2024")
    page.get_by_text("Play", exact=True).click()
    page.get_by_role("heading", name="2012: ").wait_for(timeout=15_000)
    page.get_by_text("Play", exact=True).click()
    page.wait_for_timeout(2000)
    seen = page.locator(".panel h2").first.inner_text()
    page.wait_for_timeout(2000)
    assert page.locator(".panel h2").first.inner_text() == seen
