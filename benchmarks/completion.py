"""How often the SPARQL desk's list has what was wanted, and how soon: queries as people write them, cut at every property.

usage: python benchmarks/completion.py [--graph DIR] [--browser]

The graph is that of ``data/raw`` unless given. Beside kgraph's list stands one that knows the graph but not the query: the
most used properties first. With --browser a query is typed in Chromium, and the time from a key to its list taken.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import kgraph
from kgraph.query.completion import Completer
from measure import table

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.support.replay import Cut, cuts, queries  # noqa: E402

Lister = Callable[[Cut], list[str]]
TYPED = "SELECT ?paper ?code WHERE { ?paper a kg:Paper ; kg:hasCode ?code ; kg:about ?topic . ?topic rdfs:label ?name }"


def by_use(completer: Completer) -> list[str]:
    """Return all properties, the most used first."""
    counts: Counter[str] = Counter()
    for uses in completer.profile.uses.values():
        for name, use in uses.items():
            counts["a" if name == "rdf:type" else name] += sum(use.kinds.values())
    return [name for name, _ in counts.most_common()]


def replayed(name: str, lister: Lister, asked: list[str]) -> tuple[object, ...]:
    """Return one row: how often the right property was first, and in the first five, and the time of a list."""
    first = five = 0
    seconds = []
    for cut in (all_cuts := [cut for query in asked for cut in cuts(query)]):
        start = time.perf_counter()
        found = lister(cut)[:5]
        seconds.append(time.perf_counter() - start)
        first += found[:1] == [cut.property]
        five += cut.property in found
    share = len(all_cuts)
    times = f"{1000 * statistics.median(seconds):.1f}, {1000 * statistics.quantiles(seconds, n=20)[-1]:.1f}"
    return (name, len(asked), share, f"{first / share:.0%}", f"{five / share:.1%}", times)


def in_browser(folder: Path) -> tuple[object, ...]:
    """Return one row: milliseconds from a key to its list on the screen."""
    from playwright.sync_api import sync_playwright
    from tests.app.conftest import FLAGS, serving

    seen = """() => new Promise((resolve) => {
      const find = (root) => root.querySelector('.cm-tooltip-autocomplete li')
        ?? [...root.querySelectorAll('*')].filter((e) => e.shadowRoot).map((e) => find(e.shadowRoot)).find(Boolean);
      const began = performance.now();
      const look = () => (find(document) || performance.now() - began > 5000 ? resolve(performance.now() - began) : requestAnimationFrame(look));
      look();
    })"""
    waits = []
    with serving(folder) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page()
        page.goto(f"{server.url}/sparql?lang=en")
        page.locator(".kd-root[data-shown]").wait_for()
        page.locator(".cm-content").click()
        for _ in range(5):
            page.keyboard.press("Control+a")
            page.keyboard.press("Delete")
            for cut in cuts(TYPED):
                page.keyboard.press("Escape")
                page.keyboard.press("Control+a")
                page.keyboard.insert_text(cut.before.rstrip())
                page.wait_for_timeout(600)
                start = time.perf_counter()
                page.keyboard.type(" ")
                page.evaluate(seen)
                waits.append(time.perf_counter() - start)
        browser.close()
    return (
        "key to list, in Chromium",
        f"{1000 * statistics.median(waits):.0f}",
        f"{1000 * statistics.quantiles(waits, n=20)[-1]:.0f}",
        len(waits),
    )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = options.graph or Path(folder) / "graph"
        if options.graph is None:
            kgraph.build([ROOT / "data/raw"], place)
        with kgraph.open(place) as graph:
            completer, asked = Completer(graph), queries(graph)
            start = time.perf_counter()
            ranked = by_use(completer)
            print(f"The profile of the graph took {time.perf_counter() - start:.2f} s.\n")
            rows = [
                replayed("kgraph", lambda cut: [each.text for each in completer.complete(cut.before).options], asked),
                replayed("most used first", lambda cut: ranked, asked),
            ]
        title = "Is the property that was written in the list?"
        table(title, ("list", "queries", "cuts", "first", "in the first five", "ms: median, 95 %"), rows)
        if options.browser:
            print()
            table("From a key to its list", ("", "ms: median", "95 %", "lists"), [in_browser(place.parent)])


if __name__ == "__main__":
    main()
