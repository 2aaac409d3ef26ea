"""The canvas as a test sees it: the drawing's nodes, places and camera, and the mouse on them."""

from __future__ import annotations

import time
from typing import Any

_FIND = """
const find = (root, selector) => root.querySelector(selector)
  ?? [...root.querySelectorAll('*')].filter((e) => e.shadowRoot).map((e) => find(e.shadowRoot, selector)).find(Boolean);
const cy = find(document, '.kg-stage')?._cyreg?.cy;
"""


def settle(page: Any, quiet: float = 0.5) -> None:
    """Wait until the page has stopped running for a while, as a reader does who looks at it before the next click.

    Streamlit forgets what a download button shall make when the page runs again just then.
    """
    page.wait_for_function(
        """(quiet) => {
          const state = document.querySelector('[data-testid=stApp]').dataset.testScriptState;
          if (state !== 'notRunning') window.kgraphQuiet = 0;
          else window.kgraphQuiet ||= performance.now();
          return window.kgraphQuiet && performance.now() - window.kgraphQuiet > quiet * 1000;
        }""",
        arg=quiet, polling=30, timeout=60_000,
    )  # fmt: skip
    page.evaluate("window.kgraphQuiet = 0")


class Canvas:
    """The canvas of a page."""

    def __init__(self, page: Any):
        self.page = page
        page.wait_for_selector(".kg-root[data-shown]", timeout=30_000)
        self.until("cy.nodes().nonempty()")
        self.settle()

    def ask(self, expression: str, value: Any = None) -> Any:
        """Return what a JavaScript expression on ``cy`` and ``value`` gives."""
        return self.page.evaluate(f"(value) => {{ {_FIND} return ({expression}); }}", value)

    def until(self, expression: str, value: Any = None, seconds: float = 10) -> None:
        """Wait until an expression is true."""
        self.page.wait_for_function(
            f"(value) => {{ {_FIND} return cy && ({expression}); }}", arg=value, timeout=seconds * 1000, polling=20
        )

    def settle(self, quiet: float = 0.7) -> None:
        """Wait until Python has answered everything: nothing waits, and the canvas has been shown nothing new for a while."""
        last, since, end = self.shown(), time.monotonic(), time.monotonic() + 30
        while time.monotonic() - since < quiet and time.monotonic() < end:
            time.sleep(0.05)
            busy = self.page.locator(".kg-root").get_attribute("aria-busy") == "true"
            if (now := self.shown()) != last or busy:
                last, since = now, time.monotonic()

    def shown(self) -> int:
        """Return how often the canvas was given data."""
        return int(self.ask("find(document, '.kg-root').dataset.shown"))

    def nodes(self) -> set[str]:
        """Return the ids of the nodes that are seen."""
        return set(self.ask("cy.nodes().filter((n) => !n.hasClass('gone')).map((n) => n.id())"))

    def places(self) -> dict[str, tuple[float, float]]:
        """Return where each node stands on the screen."""
        found = self.ask("cy.nodes().map((n) => [n.id(), n.renderedPosition('x'), n.renderedPosition('y')])")
        return {id_: (x, y) for id_, x, y in found}

    def model(self) -> dict[str, tuple[float, float]]:
        """Return where each node stands in the drawing."""
        found = self.ask("cy.nodes().map((n) => [n.id(), n.position('x'), n.position('y')])")
        return {id_: (round(x, 1), round(y, 1)) for id_, x, y in found}

    def camera(self) -> tuple[float, float, float]:
        """Return zoom and pan."""
        zoom, x, y = self.ask("[cy.zoom(), cy.pan().x, cy.pan().y]")
        return round(zoom, 3), round(x, 1), round(y, 1)

    def selected(self) -> list[str]:
        """Return the ids of the selected nodes."""
        return list(self.ask("cy.nodes(':selected').map((n) => n.id())"))

    def point(self, id_: str) -> tuple[float, float]:
        """Return where a node is in the window."""
        box = self.page.locator(".kg-stage").bounding_box()
        x, y = self.places()[id_]
        return box["x"] + x, box["y"] + y

    def click(self, id_: str, **how: Any) -> None:
        """Click a node."""
        self.page.mouse.click(*self.point(id_), **how)

    def button(self, name: str) -> Any:
        """Return a button of the toolbar by the beginning of its name."""
        return self.page.locator(f".kg-toolbar button[aria-label^='{name}']")
