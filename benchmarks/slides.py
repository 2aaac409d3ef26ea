"""How long a drawing takes, and what share of it is layout, beside what NetworkX and Graphviz need for the layout alone.

usage: python benchmarks/slides.py [--runs 3]

Seconds are those of the processor, which a busy machine does not stretch. Cold rows are whole runs of the command, from its start to the file; the others are made in one process. The graph is
synthetic and the same every time. ForceAtlas2 of NetworkX lays the same nodes out without regard to their sizes; Graphviz,
where ``sfdp`` is installed, without overlaps.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import networkx

import kgraph
from kgraph.present.slides.deck import Deck
from kgraph.store import write_graph
from measure import table
from synthetic import synthetic_graph


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each row; the median counts")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "graph"
        write_graph(synthetic_graph(20_000, 60_000), folder, kgraph.build_settings())
        with kgraph.open(folder) as graph:
            rows = [*cold(graph, folder, Path(temporary), runs), *warm(graph, runs)]
    table("Slides and pictures", ("what", "seconds", "beside the layout alone"), rows)


def cold(graph: kgraph.Graph, folder: Path, out: Path, runs: int) -> list[tuple[str, str, str]]:
    """Time the command."""
    hub = graph.most_connected("Method", 1)[0].node.id
    command = [str(Path(sys.executable).with_name("kgraph")), "export", "--graph", str(folder), "--entity", hub]
    rows = []
    for name, more in (
        ("slide of 40 entities, from the command line", ["--hops", "2", "--limit", "40", "--format", "pptx"]),
        ("SVG of 2,000 entities, from the command line", ["--hops", "3", "--limit", "2000", "--format", "svg"]),
    ):
        taken = sorted(processor_seconds([*command, *more, "-o", str(out / "file")]) for _ in range(runs))[runs // 2]
        rows.append((name, f"{taken:.2f}", ""))
    return rows


def warm(graph: kgraph.Graph, runs: int) -> list[tuple[str, str, str]]:
    """Time the library in this process, beside the peers."""
    hubs = [ranked.node for ranked in graph.most_connected("Method", 30)]
    forty = graph.neighbourhood(hubs[0], hops=2, limit=40)
    many = graph.neighbourhood(hubs[0], hops=3, limit=2000)

    def deck_of_thirty() -> None:
        deck = Deck()
        for hub in hubs:
            deck.graph(graph.neighbourhood(hub, hops=1, limit=15))
        assert len(deck) == 30
        deck.save(io.BytesIO())

    rows = [("deck of 30 slides", f"{seconds(deck_of_thirty, 1):.2f}", "")]
    for name, part, draw in (
        ("slide of 40 entities", forty, lambda part: part.to_pptx(io.BytesIO())),
        ("SVG of 2,000 entities", many, lambda part: part.to_svg(io.BytesIO())),
    ):
        taken = seconds(lambda part=part, draw=draw: draw(part), 1)
        plain = networkx.Graph(part.to_networkx())
        alone = seconds(lambda plain=plain: networkx.forceatlas2_layout(plain, seed=1), 1)
        beside = [f"{taken / alone:.1f} × ForceAtlas2"]
        if shutil.which("sfdp"):
            beside.append(f"{taken / seconds(lambda plain=plain: sfdp(plain), runs):.1f} × sfdp")
        rows.append((name, f"{taken:.2f}", ", ".join(beside)))
    return rows


def processor_seconds(command: Sequence[str]) -> float:
    """Return what a run of a command takes of the processor."""
    start = processor()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return processor() - start


def processor() -> float:
    """Return the seconds that this process and its children that have ended took of the processor."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def sfdp(plain: networkx.Graph) -> None:
    """Lay a graph out with Graphviz, without overlaps."""
    number = {node: place for place, node in enumerate(plain)}
    text = "graph {" + ";".join(f"{number[a]}--{number[b]}" for a, b in plain.edges) + "}"
    subprocess.run(["sfdp", "-Goverlap=prism"], input=text.encode(), stdout=subprocess.DEVNULL, check=True)


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time of ``runs`` runs."""
    taken = []
    for _ in range(runs):
        start = processor()
        work()
        taken.append(processor() - start)
    return sorted(taken)[len(taken) // 2]


if __name__ == "__main__":
    main()
