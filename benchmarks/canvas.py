"""Time what a reader feels on the canvas with 2,000 nodes, in headless Chromium: from a click to the details, and how many
pictures a second while the drawing is dragged, beside a pyvis page of the same graph.

usage: python benchmarks/canvas.py [--clicks 40]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright
from pyvis.network import Network

import kgraph
from kgraph.core import build_settings
from kgraph.query.view import Step, View
from kgraph.query.workspace import Workspace
from kgraph.store import write_graph
from measure import table

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.app.conftest import BROWSERS, FLAGS, serving
from tests.app.driving import Canvas
from tests.app.graphs import HUB, wide_graph

IDS = [f"method/model-{number:04}" for number in range(1999)]
PLACES = {id_: ((number % 50) * 70.0, (number // 50) * 70.0) for number, id_ in enumerate([*IDS, HUB])}
_FRAMES = """async (seconds) => {
  let frames = 0, on = true;
  const tick = () => { frames += 1; if (on) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  const start = performance.now();
  await new Promise((done) => setTimeout(done, seconds * 1000));
  on = false;
  return frames / ((performance.now() - start) / 1000);
}"""


def clicks(canvas: Canvas, number: int) -> list[float]:
    """Return the seconds from a click on a node to the heading of its details, for ``number`` nodes."""
    stage = canvas.page.locator(".kg-stage").bounding_box()
    places = canvas.places()
    inside = [id_ for id_, (x, y) in sorted(places.items()) if id_ != HUB and 230 < x < stage["width"] - 40
              and 70 < y < stage["height"] - 60]  # fmt: skip
    times = []
    for id_ in inside[:number]:
        label, point = canvas.ask("cy.getElementById(value).data('label')", id_), canvas.point(id_)
        start = time.perf_counter()
        canvas.page.mouse.click(*point)
        canvas.page.locator(".st-key-canvas_side").get_by_role("heading", name=label).wait_for()
        times.append(time.perf_counter() - start)
        canvas.settle(0.2)
    return times


def dragged(page: Any, box: dict[str, float], seconds: float = 4.0) -> float:
    """Return how many pictures a second the page draws while a mouse drags the drawing about."""
    x, y = box["x"] + box["width"] * 0.7, box["y"] + box["height"] * 0.75
    page.evaluate(f"() => {{ window.frames_ = ({_FRAMES})({seconds}); }}")
    page.mouse.move(x, y)
    page.mouse.down()
    end, turn = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        turn += 1
        page.mouse.move(x + 120 * ((turn % 40) / 40 - 0.5), y + 80 * ((turn % 25) / 25 - 0.5))
    page.mouse.up()
    return float(page.evaluate("() => window.frames_"))


def pyvis_page(graph: kgraph.Graph, path: Path) -> None:
    """Write the same nodes and edges, at the same places, as a page of pyvis."""
    net = Network(height="684px", width="700px", cdn_resources="in_line")
    net.toggle_physics(False)
    for id_, (x, y) in PLACES.items():
        net.add_node(id_, label=graph.entity(id_).label, x=x, y=y)
    around = graph.neighbourhood(HUB, hops=1, limit=2000)
    for edge in around.edges:
        if edge.source in PLACES and edge.target in PLACES:
            net.add_edge(edge.source, edge.target)
    path.write_text(net.generate_html(), encoding="utf-8")


def main() -> None:
    """Serve a graph, open both pages, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_graph(wide_graph(), folder / "graph", build_settings())
        with kgraph.open(folder / "graph") as graph:
            pyvis_page(graph, folder / "pyvis.html")
        view = View().add([HUB]).expand(Step(HUB, reached=tuple(IDS))).move(PLACES)
        address = Workspace(folder / "workspace").address(view)
        program = next(filter(None, map(shutil.which, BROWSERS)))
        with serving(folder) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            page.goto(f"{server.url}/explore?view={address}&lang=en")
            canvas = Canvas(page)
            look = "cy.zoom({level: 0.7, position: cy.getElementById(value).position()}) && cy.center(cy.getElementById(value)) && true"
            canvas.ask(look, HUB)
            canvas.settle(1)
            times = sorted(clicks(canvas, given.clicks))
            canvas.button("Fit all").click()
            canvas.settle(1)
            ours = dragged(page, page.locator(".kg-stage").bounding_box())
            other = browser.new_page(viewport={"width": 1280, "height": 860})
            other.goto((folder / "pyvis.html").as_uri())
            other.locator("canvas").wait_for()
            other.wait_for_timeout(3000)
            theirs = dragged(other, other.locator("canvas").bounding_box())
            browser.close()
    rows = [
        ("click to details, median s", statistics.median(times), "", ""),
        ("click to details, 95 % s", times[max(0, round(len(times) * 0.95) - 1)], "", ""),
        ("pictures a second while dragging", ours, theirs, ours / theirs),
    ]
    table(f"The canvas with 2,000 nodes ({len(times)} clicks)", ("", "kgraph", "pyvis", "ratio"), rows)


if __name__ == "__main__":
    main()
