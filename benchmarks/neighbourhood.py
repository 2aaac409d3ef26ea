"""How long a question about a large graph takes, beside NetworkX on the same graph.

usage: python benchmarks/neighbourhood.py [--entities 55000] [--relations 275000] [--runs 100] [--graph DIR]

The graph is synthetic and the same every time; the default is one of some 6 million triples. With --graph it is kept
there, and not built again. Each row is one process, so that its memory is its own.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import networkx
import numpy as np

import kgraph
from kgraph.store import write_graph
from measure import table
from synthetic import synthetic_graph


def build(folder: Path, entities: int, relations: int) -> None:
    """Write the synthetic graph through the store, as a build does."""
    write_graph(synthetic_graph(entities, relations), folder, kgraph.build_settings())


def questions(graph: kgraph.Graph, name: str, runs: int) -> list[Callable[[], object]]:
    """Return the questions of one case."""
    chance = random.Random(11)
    nodes = [graph._files.node(chance.randrange(len(graph))) for _ in range(runs * 20)]
    two_hops = partial(graph.neighbourhood, hops=2, limit=500)
    if name.startswith("networkx"):
        whole = graph.to_networkx()
        few = [node for node in nodes if not two_hops(node).hidden][:3]
        return [partial(networkx.ego_graph, whole, node.id, radius=2, undirected=True) for node in few]
    if name == "2 hops, answers of up to 500":
        return [partial(two_hops, node) for node in [node for node in nodes if not two_hops(node).hidden][:runs]]
    if name == "2 hops of a hub, cut at 500":
        hubs = graph._files.shape.degrees(np.arange(len(graph))).argsort()[-runs:]
        return [partial(two_hops, graph._files.node(int(place))) for place in hubs]
    if name == "3 paths of up to 4 steps":
        return [partial(graph.paths, *pair) for pair in zip(nodes[:runs], nodes[runs : 2 * runs], strict=True)]
    if name.startswith("related"):
        return [partial(graph.related, node, measure=name.split()[1]) for node in nodes[:runs]]
    if name == "search, a beginning":
        return [partial(graph.search, node.label[:4]) for node in nodes[:runs]]
    if name == "search, Chinese":
        return [partial(graph.search, node.labels["zh"][:2]) for node in nodes if "zh" in node.labels][:runs]
    words = [word for node in nodes for word in node.label.split() if len(word) > 6][:runs]
    return [partial(graph.search, word[:2] + word[3] + word[2] + word[4:]) for word in words]


def seconds(folder: Path, name: str, runs: int) -> list[float]:
    """Return the seconds of each question of one case, after one that fills the caches."""
    if name == "open":
        asked: list[Callable[[], object]] = [partial(kgraph.open, folder)] * runs
    else:
        asked = questions(kgraph.open(folder), name, runs)
    asked[0]()
    return [timed(question) for question in asked]


CASES = (
    "open",
    "2 hops, answers of up to 500",
    "2 hops of a hub, cut at 500",
    "3 paths of up to 4 steps",
    "related shared",
    "related pagerank",
    "search, a beginning",
    "search, Chinese",
    "search, misspelt",
    "networkx ego_graph(undirected=True)",
)


def peak_memory() -> float:
    """Return the most memory (MB) that this process has held; what its parent held does not count."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def timed(function: Callable[[], object]) -> float:
    """Return the seconds that ``function`` takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=55_000)
    parser.add_argument("--relations", type=int, default=275_000)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--graph", type=Path)
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        found = seconds(options.graph, options.case, options.runs)
        print(json.dumps({"seconds": found, "memory": peak_memory()}))
        sys.exit()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.graph or Path(temporary)
        if not (folder / "graph.json").exists():
            build(folder, options.entities, options.relations)
        with kgraph.open(folder) as graph:
            counts = graph.statistics().counts
        results = {}
        for case in CASES:
            command = [sys.executable, __file__, "--graph", str(folder), "--runs", str(options.runs), "--case", case]
            results[case] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    base = statistics.median(results["2 hops, answers of up to 500"]["seconds"])
    rows = []
    for case, result in results.items():
        middle = statistics.median(result["seconds"])
        ratio = f"{middle / base:,.0f} ×" if case.startswith("networkx") else ""
        rows.append((case, len(result["seconds"]), middle, max(result["seconds"]), result["memory"], ratio))
    size = ", ".join(f"{counts[name]:,} {name}" for name in ("entities", "relations", "quads"))
    table(f"Questions ({size})", ("question", "runs", "median s", "worst s", "peak MB", "to 2 hops"), rows)
