"""What the endpoint costs: beside pyoxigraph in the same process, and beside rdflib-endpoint with rdflib's own engine.

usage: python benchmarks/endpoint.py [--entities 4000] [--relations 20000] [--runs 300] [--seconds 5] [--without-rdflib]

Small answers one after the other, small queries of 8 clients at once, and a million rows of CSV with the memory of the server.
rdflib-endpoint, which holds all rows in memory, is asked for 20,000. It is left out where it is not installed: pip install ".[bench]"
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph

from kgraph.store.terms import PREFIXES
from measure import table
from neighbourhood import build
from serving import Client, resident, served

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
SMALL = {
    "one entity": HEAD + "SELECT ?p ?o { ?m kg:year 2009 ; rdfs:label ?l ; ?p ?o } LIMIT 20",
    "labels of a class": HEAD + "SELECT ?l { ?m a kg:Method ; rdfs:label ?l } LIMIT 10",
    "yes or no": HEAD + "ASK { ?s kg:basedOn ?o }",
}
ROWS = HEAD + "SELECT ?s ?p ?o {{ ?s ?p ?o . ?a a kg:Method }} LIMIT {count}"

RDFLIB = """
import sys, rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint
graph = rdflib.Dataset()
graph.default_context.parse(sys.argv[1], format="nt")
uvicorn.run(SparqlEndpoint(graph=graph), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@contextlib.contextmanager
def rdflib_served(folder: Path, temporary: Path) -> Iterator[tuple[str, int]]:
    """Give the address of rdflib-endpoint on the same triples in memory, and the number of its process."""
    triples = temporary / "default.nt"
    store = pyoxigraph.Store.read_only(str(folder / "current" / "oxigraph"))
    store.dump(triples, format=pyoxigraph.RdfFormat.N_TRIPLES, from_graph=pyoxigraph.DefaultGraph())
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-c", RDFLIB, str(triples), str(port)]) as process:
        address = f"http://127.0.0.1:{port}/"
        try:
            for _ in range(600):
                time.sleep(0.1)
                with contextlib.suppress(OSError, http.client.HTTPException):
                    if Client(address).ask("ASK {}")[0] == 200:
                        break
            yield address, process.pid
        finally:
            process.kill()


def latency(ask: Callable[[str], object], other: Callable[[str], object], runs: int) -> dict[str, tuple[float, float]]:
    """Return the median milliseconds of both ways to ask, which take turns, per small query."""
    medians = {}
    for name, query in SMALL.items():
        seconds: tuple[list[float], list[float]] = ([], [])
        for number in range(runs):
            text = f"{query} # {number}"  # never the same text twice: nobody may answer from memory
            for way, spent in zip((ask, other), seconds, strict=True):
                start = time.perf_counter()
                way(text)
                spent.append(time.perf_counter() - start)
        medians[name] = (1000 * statistics.median(seconds[0]), 1000 * statistics.median(seconds[1]))
    return medians


def throughput(address: str, seconds: float, clients: int = 8) -> float:
    """Return small queries per second of so many clients at once."""
    counts, end = [0] * clients, time.monotonic() + seconds

    def ask(place: int) -> None:
        client = Client(address)
        while time.monotonic() < end:
            status, _ = client.ask(f"{SMALL['labels of a class']} # {place} {counts[place]}")
            assert status == 200
            counts[place] += 1

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def rows(address: str, process: int, count: int) -> tuple[float, float]:
    """Return the seconds for so many rows of CSV, and by how many MB the server grew meanwhile."""
    before, most, done = resident(process), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            most[0] = max(most[0], resident(process))

    watcher = threading.Thread(target=watch)
    watcher.start()
    start = time.perf_counter()
    status, size = Client(address, 600).ask(ROWS.format(count=count), "text/csv")
    spent = time.perf_counter() - start
    done.set()
    watcher.join()
    assert status == 200, status
    assert size > count * 20
    return spent, (most[0] - before) / (1 << 20)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=4_000)
    parser.add_argument("--relations", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--without-rdflib", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "graph"
        build(folder, options.entities, options.relations)
        store = pyoxigraph.Store.read_only(str(folder / "current" / "oxigraph"))

        def in_process(query: str) -> object:
            """Answer without any endpoint."""
            return store.query(query).serialize(format=pyoxigraph.QueryResultsFormat.JSON)

        with served(folder) as (address, process):
            client = Client(address)
            latency(client.ask, in_process, 20)
            ours = latency(client.ask, in_process, options.runs)
            speed = throughput(address, options.seconds)
            large = rows(address, process, 1_000_000)
        cells: list[tuple[object, ...]] = [
            (f"{name}, ms", spent, bare, spent - bare, "-") for name, (spent, bare) in ours.items()
        ]
        cells += [
            ("small queries per s, 8 clients", speed, "-", "-", "-"),
            ("1,000,000 rows of CSV, s", large[0], "-", "-", "-"),
            ("  the server grows by, MB", large[1], "-", "-", "-"),
        ]
        if not options.without_rdflib and find_spec("rdflib_endpoint"):
            few = 20_000
            with rdflib_served(folder, Path(temporary)) as (address, process):
                client = Client(address, 600)
                theirs = latency(client.ask, in_process, max(5, options.runs // 20))
                slow = throughput(address, options.seconds)
                large = rows(address, process, few)
            with served(folder) as (address, process):
                same = rows(address, process, few)
            cells = [(*cell[:4], theirs[name][0]) for cell, name in zip(cells[:3], theirs, strict=True)] + [
                (*cells[3][:4], slow),
                (*cells[4][:4], "-"),
                (*cells[5][:4], "-"),
                (f"{few:,} rows of CSV, s", same[0], "-", "-", large[0]),
                ("  the server grows by, MB", same[1], "-", "-", large[1]),
            ]
    columns = ("", "kgraph serve", "pyoxigraph in process", "overhead", "rdflib-endpoint")
    table(f"Endpoint, {options.entities:,} entities, {options.relations:,} relations", columns, cells)
