"""How long each question of the query library takes on a graph of a million triples.

usage: python benchmarks/templates.py [--entities 9300] [--relations 46500] [--runs 5] [--graph DIR] [--all]

The graph is synthetic and the same every time. Entities are the most connected ones of each parameter's type, so the answers are
the largest there are. Beside each time stands that of counting all triples in the same run: a ratio that noise cannot
change much. Without --all only the ten slowest questions are shown. Exits with 1 when a question takes a second or more.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

import kgraph
from kgraph.query.templates import Template, templates
from measure import table
from neighbourhood import build

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def filled(graph: kgraph.Graph, asked: Template) -> str:
    """Return the question about the most connected entities that it can be asked about."""
    values: dict[str, object] = dict(asked.examples)
    used: list[kgraph.Node] = []
    for parameter in asked.parameters:
        if parameter.kind == "entity":
            # Of both types where a question takes several: the one with most links.
            ranked = [graph.most_connected(type_, 5) for type_ in parameter.types or (None,)]
            best = max((one for few in ranked for one in few if one.node not in used), key=lambda one: one.links)
            values[parameter.name] = best.node
            used.append(best.node)
        elif parameter.kind == "document":
            values[parameter.name] = graph.documents()[0].path
    return asked.fill(graph, **values)


def seconds(graph: kgraph.Graph, text: str, runs: int) -> tuple[float, int]:
    """Return the median seconds of some runs, answer included, and the number of rows."""
    taken, rows = [], 0
    for _ in range(runs):
        start = time.perf_counter()
        rows = len(graph.query(text, timeout=120))
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), rows


def measured(folder: Path, runs: int) -> tuple[list[tuple[str, int, float, str]], int, float]:
    """Return a row for each question, slowest first; the number of triples; and how long counting them takes."""
    with kgraph.open(folder) as graph:
        graph.query("ASK {}")
        unit, _ = seconds(graph, COUNT, runs)
        (row,) = graph.query(COUNT)
        rows = []
        for asked in templates():
            taken, count = seconds(graph, filled(graph, asked), runs)
            rows.append((asked.name, count, taken, f"{taken / unit:.2f}"))
    return sorted(rows, key=lambda row: -row[2]), row["n"], unit


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=9_300)
    parser.add_argument("--relations", type=int, default=46_500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--graph", type=Path, default=None)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.graph or Path(temporary) / "graph"
        if not folder.exists():
            build(folder, options.entities, options.relations)
        rows, triples, unit = measured(folder, options.runs)
    shown = rows if options.all else rows[:10]
    table(
        f"{len(rows)} questions of the library on {triples:,} triples (median of {options.runs}; {len(shown)} slowest shown; "
        f"counting all triples takes {unit:.3f} s)",
        ("question", "rows", "seconds", "× counting"),
        shown,
    )
    sys.exit(any(taken >= 1 for _, _, taken, _ in rows))
