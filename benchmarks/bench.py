"""All benchmarks in one table, each beside a peer in the same run; the table goes into docs/performance.md.

usage: python benchmarks/bench.py [start slides graphs build] [--quick] [--write]

Without a name, all four parts are measured. ``--quick`` keeps to small inputs. ``--write`` keeps the rows in
``benchmarks/results.json``, where the parts that were not measured keep theirs, and writes the page's table anew. The whole
takes about half an hour on two cores, and 10 GB of disk. The other scripts here stay for a closer look at one thing.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

import networkx
import pyoxigraph

import kgraph
from generate import generate
from kgraph.store.terms import PREFIXES
from measure import median, run
from neighbourhood import build as write_synthetic
from sparql import QUERIES, default_graph

ROOT = Path(__file__).parent.parent
RESULTS, PAGE = ROOT / "benchmarks" / "results.json", ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- benchmarks: begin, written by benchmarks/bench.py -->", "<!-- benchmarks: end -->"
KGRAPH = str(Path(sys.executable).with_name("kgraph"))


@dataclass(frozen=True)
class Row:
    """What was measured, on what, and what a peer took for the same in the same run. Times are seconds."""

    what: str
    size: str
    measured: float
    peer: str = ""
    beside: float | None = None
    note: str = ""

    @property
    def ratio(self) -> str:
        """How the measured time compares with the peer's."""
        return "" if not self.beside else f"{self.measured / self.beside:.2g} ×"


def seconds(question: Callable[[], object], runs: int = 1) -> float:
    """Return the median time of some runs."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        question()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def build(quick: bool) -> Iterator[Row]:
    """Cold builds of generated reading lists, beside the time that Oxigraph alone takes to load what was built."""
    sizes = (1, 5) if quick else (1, 5, 20, 50)
    walls = []
    for megabytes in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            source, graph = Path(temporary) / "lists", Path(temporary) / "graph"
            size = generate(source, megabytes * 1_000_000) / 1e6
            taken = run([KGRAPH, "build", str(source), "--output", str(graph)])
            report = json.loads((graph / "build.json").read_text("utf-8"))
            quads = json.loads((graph / "manifest.json").read_text("utf-8"))["counts"]["quads"]

            def load(graph: Path = graph, temporary: str = temporary) -> None:
                store = pyoxigraph.Store(f"{temporary}/peer")
                store.bulk_load(path=str(graph / "graph.nq"), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)

            beside = seconds(load)
        walls.append(taken.seconds)
        stages, cores = report["seconds"], os.cpu_count() or 1
        note = (
            f"{size / taken.seconds:.2f} MB/s in all, {size / taken.seconds / cores:.2f} per core; reading and extraction "
            f"{size / (stages['read'] + stages['extract']):.2f} per core; peak {taken.megabytes:,.0f} MB; {quads:,} quads"
        )
        yield Row("build, cold", f"{megabytes} MB", taken.seconds, "Oxigraph alone loads graph.nq", beside, note)
    logs = [math.log(size) for size in sizes], [math.log(wall) for wall in walls]
    exponent = statistics.linear_regression(*logs).slope
    yield Row("build: growth of the time", f"{sizes[0]} to {sizes[-1]} MB", exponent, note="the exponent; 1 is linear")


_PER_RELATION = 21.8
"""Statements of the synthetic graph for each of its relations."""


def graphs(quick: bool) -> Iterator[Row]:
    """Questions to graphs of growing size, beside NetworkX, pyoxigraph and rdflib on the same graph."""
    for power in (4, 5) if quick else (4, 5, 6, 7):
        relations = int(10**power / _PER_RELATION)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            write_synthetic(folder, relations // 5, relations)
            with kgraph.open(folder) as graph:
                statements = graph.statistics().counts["quads"]
                yield from _questions(graph, folder, f"{statements:,} statements")
                yield from _sparql(graph, folder, f"{statements:,} statements", with_rdflib=power < 6)


def _questions(graph: kgraph.Graph, folder: Path, size: str) -> Iterator[Row]:
    def read() -> networkx.MultiDiGraph:
        return networkx.node_link_graph(json.loads((folder / "graph.json").read_text("utf-8")), edges="edges")

    yield Row("open a graph", size, seconds(lambda: kgraph.open(folder).close(), 5))
    whole = graph.to_networkx()
    yield Row(
        "NetworkX export", size, seconds(graph.to_networkx), "networkx.node_link_graph of graph.json", seconds(read)
    )
    plain = networkx.Graph(whole)
    step = max(1, len(graph) // 200)
    nodes = [graph._files.node(place) for place in range(0, len(graph), step)]
    asked = [node for node in nodes if not graph.neighbourhood(node, hops=2, limit=500).hidden][:40]
    pairs = list(zip(nodes[:40], nodes[40:80], strict=False))

    def each(questions: Sequence[Callable[[], object]]) -> float:
        return statistics.median(seconds(question) for question in questions)

    yield Row(
        "neighbourhood of 2 hops",
        size,
        each([lambda node=node: graph.neighbourhood(node, hops=2, limit=500) for node in asked]),
        "networkx.ego_graph in memory",
        each([lambda node=node: networkx.ego_graph(whole, node.id, radius=2, undirected=True) for node in asked[:5]]),
    )
    yield Row(
        "3 paths of up to 4 steps",
        size,
        each([lambda pair=pair: graph.paths(*pair) for pair in pairs]),
        "3 of networkx.shortest_simple_paths in memory",
        each([lambda pair=pair: _simple_paths(plain, *pair) for pair in pairs[:10]]),
    )
    yield Row("related", size, each([lambda node=node: graph.related(node) for node in nodes[:40]]))
    labels = [str(data["label"]).lower() for _, data in whole.nodes(data=True)]
    yield Row(
        "search, the beginning of a word",
        size,
        each([lambda node=node: graph.search(node.label[:4]) for node in nodes[:40]]),
        "looking through all labels in memory",
        each([lambda node=node: [x for x in labels if node.label[:4].lower() in x] for node in nodes[:5]]),
    )


def _simple_paths(plain: networkx.Graph, one: kgraph.Node, other: kgraph.Node) -> object:
    try:
        return list(itertools.islice(networkx.shortest_simple_paths(plain, one.id, other.id), 3))
    except networkx.NetworkXNoPath:
        return None


def _sparql(graph: kgraph.Graph, folder: Path, size: str, with_rdflib: bool) -> Iterator[Row]:
    """The queries of ``sparql.py`` one after another, every value given to Python."""
    store = pyoxigraph.Store.read_only(str(folder / "oxigraph"))

    def ours() -> list[int]:
        return [sum(1 for _ in graph.query(text)) for text in QUERIES.values()]

    def bare() -> list[int]:
        return [sum(1 for _ in store.query(text, prefixes=PREFIXES)) for text in QUERIES.values()]

    assert ours() == bare()
    taken = seconds(ours, 3)
    what = f"SPARQL, {len(QUERIES)} queries"
    yield Row(what, size, taken, "pyoxigraph without time limit or own process", seconds(bare, 3))
    if with_rdflib:
        memory = default_graph(store)
        beside = seconds(lambda: [len(memory.query(text, initNs=PREFIXES)) for text in QUERIES.values()])
        yield Row(what, size, taken, "rdflib in memory", beside)
    else:
        yield Row(what, size, taken, "rdflib in memory", note="rdflib is left out: minutes to load, and GB of memory")


def start(quick: bool) -> Iterator[Row]:
    """How long it takes until a command, the library and a page of the app are there, beside what they stand on."""
    runs = 3 if quick else 7
    python = sys.executable

    def taken(*command: str, **environment: str) -> float:
        return median([run(command, environment) for _ in range(runs)]).seconds

    bare = taken(python, "-c", "pass")
    yield Row("kgraph --help", "", taken(KGRAPH, "--help"), "python -c pass", bare)
    yield Row(
        "import kgraph",
        "",
        taken(python, "-c", "import kgraph"),
        "import networkx",
        taken(python, "-c", "import networkx"),
    )
    with tempfile.TemporaryDirectory() as temporary:
        write_synthetic(Path(temporary) / "graph", 1000, 5000)
        empty = Path(temporary) / "empty.py"
        empty.write_text("import streamlit\nstreamlit.title('empty')\n")
        page = "from streamlit.testing.v1 import AppTest; AppTest.from_file({!r}, default_timeout=120).run()"
        first = taken(
            python, "-c", page.format(str(ROOT / "app" / "streamlit_app.py")), KGRAPH_GRAPH=f"{temporary}/graph"
        )
        peer = taken(python, "-c", page.format(str(empty)))
    yield Row("first page of the app", "5,000 relations", first, "an empty page of Streamlit", peer)


def slides(quick: bool) -> Iterator[Row]:
    """A slide and a picture from the command line to the file, beside the layout alone."""
    with tempfile.TemporaryDirectory() as temporary:
        write_synthetic(Path(temporary) / "graph", 20_000, 60_000)
        with kgraph.open(Path(temporary) / "graph") as graph:
            hub = graph.most_connected("Method", 1)[0].node.id
            for name, hops, limit, format_ in (
                ("slide with native shapes, cold", 2, 40, "pptx"),
                ("SVG, cold", 3, 300 if quick else 2000, "svg"),
            ):
                command = [KGRAPH, "export", "--graph", f"{temporary}/graph", "--entity", hub, "--hops", str(hops)]
                command += ["--limit", str(limit), "--format", format_, "-o", f"{temporary}/out"]
                taken = median([run(command) for _ in range(3)]).seconds
                plain = networkx.Graph(graph.neighbourhood(hub, hops=hops, limit=limit).to_networkx())
                beside = seconds(lambda plain=plain: networkx.forceatlas2_layout(plain, seed=1))
                yield Row(name, f"{limit} entities", taken, "networkx.forceatlas2_layout alone", beside)


PARTS = {"start": start, "slides": slides, "graphs": graphs, "build": build}


def machine() -> str:
    """Return what it was measured on: machine, versions, commit and day."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT
    ).stdout.strip()
    names = ("pyoxigraph", "networkx", "rdflib", "streamlit")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {versions}, "
        f"commit {commit}, {time.strftime('%Y-%m-%d')}, load when it began {os.getloadavg()[0]:.1f}"
    )


def as_markdown(results: dict[str, dict[str, object]]) -> str:
    """Return the table of all parts, and below it on what each was measured."""
    lines = ["| what | size | s | peer | peer s | ratio | |", "|---|---|---|---|---|---|---|"]
    for part in results.values():
        for row in (Row(**values) for values in part["rows"]):  # type: ignore[attr-defined]
            beside = "" if row.beside is None else f"{row.beside:.3g}"
            cells = (row.what, row.size, f"{row.measured:.3g}", row.peer, beside, row.ratio, row.note)
            lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *(f"- `{name}`: {part['machine']}" for name, part in results.items())]
    return "\n".join(lines)


def keep(name: str, part: dict[str, object]) -> None:
    """Keep what a part measured, and write the page's table anew."""
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    known[name] = part
    ordered = {name: known[name] for name in PARTS if name in known}
    RESULTS.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n\n{as_markdown(ordered)}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS))
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    for name in options.parts or PARTS:
        rows, where = [], machine()
        for row in PARTS[name](options.quick):
            print(*(str(value) for value in (*asdict(row).values(), row.ratio)), sep=" | ", flush=True)
            rows.append(asdict(row))
        if options.write:
            keep(name, {"machine": where, "rows": rows})
