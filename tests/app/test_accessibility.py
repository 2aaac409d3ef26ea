"""What axe finds on each page, in light and dark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PAGES = sorted(path.stem for path in (Path(__file__).parents[2] / "app" / "app_pages").glob("*.py"))
QUESTIONS = {
    "entity": "?entity=method/bert",
    "related": "?entity=method/bert&other=organization/google",
    "compare": "?entities=method/bert|method/roberta",
    "search": "?q=bert",
    "document": "?document=board.md&line=4",
    "neighbourhood": "?entity=method/bert",
    "explore": "?entity=method/bert",
}
GROUND = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_serious_violation_in_light_or_dark(open_page: Callable[..., Any], name: str) -> None:
    page = open_page(f"/{'' if name == 'start' else name}{QUESTIONS.get(name, '?')}&lang=en")
    page.wait_for_selector(".panel, .kg-root", timeout=20_000)
    _settle(page)
    light = page.evaluate(GROUND)
    assert not _violations(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{GROUND} !== '{light}'")
    _settle(page)
    assert not _violations(page)


def _settle(page: Any) -> None:
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget], [data-testid=stSkeleton]')")
    page.wait_for_timeout(500)


def _violations(page: Any) -> str:
    """Return what is serious or critical, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    return "\n".join(
        f"{violation['impact']} {violation['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for violation in Axe().run(page).response["violations"]
        for node in violation["nodes"]
        if violation["impact"] in ("serious", "critical")
    )
