"""How the endpoint bears up: clients with short queries, beside others whose queries would never end.

usage: python benchmarks/endpoint_load.py [--seconds 300] [--clients 8] [--runaways 4] [--rate 33] [--timeout 5] [--graph DIR] [--json]

The clients ask some 10,000 queries of many kinds in five minutes. Meanwhile others send, one after the other, cross
products, paths over everything but nothing, sorts of millions of rows, ten thousand brackets, and texts of one MB.
"""

from __future__ import annotations

import argparse
import collections
import http.client
import json
import random
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph

from measure import table
from neighbourhood import build
from serving import Client, children, resident, served

TEMPLATES = (
    "SELECT ?p ?o {{ <{entity}> ?p ?o }}",
    "SELECT ?s ?p {{ ?s ?p <{entity}> }} LIMIT 50",
    "SELECT ?n ?l {{ <{entity}> kg:basedOn|^kg:basedOn ?n . ?n rdfs:label ?l }} LIMIT 20",
    "ASK {{ <{entity}> a kg:Method }}",
    "DESCRIBE <{entity}>",
    "CONSTRUCT {{ <{entity}> ?p ?o }} WHERE {{ <{entity}> ?p ?o FILTER(isIRI(?o)) }}",
    "SELECT ?d (COUNT(*) AS ?n) {{ GRAPH ?d {{ <{entity}> ?p ?o }} }} GROUP BY ?d ORDER BY DESC(?n)",
    "SELECT ?line ?w {{ ?s rdf:subject <{entity}> . ?e kg:supports ?s ; kg:line ?line ; oa:exact ?w }} LIMIT 20",
    "SELECT ?l {{ ?s a kg:Topic ; rdfs:label ?l }} ORDER BY ?l LIMIT 10 OFFSET {number}",
    "SELECT (COUNT(*) AS ?n) {{ ?s a kg:Paper ; kg:year {year} }}",
    "SELECT ?x {{ VALUES ?x {{ 1 2 3 }} BIND(?x + {number} AS ?y) }}",
    "SELECT * {{ <{entity}> rdfs:label ?l OPTIONAL {{ <{entity}> kg:year ?y }} MINUS {{ <{entity}> a kg:Venue }} }}",
    "SELECT * {{ ?s ?p",
    "SELECT * {{ <{entity}> nope:p ?o }}",
)
ACCEPT = ("application/sparql-results+json", "text/csv", "application/sparql-results+xml", "*/*")

RUNAWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path over (!a)*": "SELECT (COUNT(*) AS ?n) { ?a (!<a:a>)* ?b . ?b (!<a:b>)* ?c }",
    "sort of a cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a LIMIT 10",
    "10,000 brackets": "ASK " + "{" * 10_000 + "?s ?p ?o" + "}" * 10_000,
    "10,000 OPTIONALs": "ASK {" + "OPTIONAL { ?s ?p ?o " * 10_000 + "}" * 10_000 + "}",
    "a text of 1 MB": "SELECT * { VALUES ?x { " + '"0123456789" ' * 80_000 + "} ?x ?y ?z }",
    "1 MB without an end": "SELECT * { ?s ?p '" + "a" * 1_000_000,
    "all memory": "SELECT (STRLEN(?x40) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    + "}",
    "endless rows": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}


class Seen:
    """What the clients have seen, gathered from all threads."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.seconds: list[float] = []
        self.statuses: collections.Counter[str] = collections.Counter()
        self.runaway_seconds: dict[str, list[float]] = collections.defaultdict(list)
        self.peak = 0


def entities(folder: Path, count: int) -> list[str]:
    """Return IRIs of some entities."""
    store = pyoxigraph.Store.read_only(str(folder / "current" / "oxigraph"))
    query = "SELECT ?e { ?e <http://purl.org/dc/terms/identifier> ?i } LIMIT 20000"
    found = [row[0].value for row in store.query(query)]  # type: ignore[union-attr]
    return random.Random(3).sample(found, min(count, len(found)))


def short(address: str, names: list[str], seen: Seen, seed: int, pause: float, end: float) -> None:
    """Ask one short query after the other, as often as said."""
    chance, client = random.Random(seed), Client(address)
    while time.monotonic() < end:
        query = chance.choice(TEMPLATES).format(
            entity=chance.choice(names), number=chance.randrange(100), year=chance.randrange(2012, 2026)
        )
        start = time.monotonic()
        try:
            status: int | str = client.ask(query, chance.choice(ACCEPT))[0]
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
        spent = time.monotonic() - start
        with seen.lock:
            seen.seconds.append(spent)
            seen.statuses[f"short {status}"] += 1
        time.sleep(max(0.0, chance.expovariate(1 / pause) - spent))


def runaway(address: str, seen: Seen, seed: int, end: float) -> None:
    """Ask one runaway query after the other."""
    chance, client = random.Random(seed), Client(address)
    while time.monotonic() < end:
        name = chance.choice(list(RUNAWAYS))
        try:
            status: int | str = client.ask(RUNAWAYS[name], "text/csv")[0]
        except (OSError, http.client.HTTPException) as error:
            status = type(error).__name__
        with seen.lock:
            seen.runaway_seconds[name].append(time.monotonic() - client.sent)
            seen.statuses[f"runaway {status}"] += 1


def watch(process: int, seen: Seen, stop: threading.Event) -> None:
    """Keep the most memory that the server and its workers have held together."""
    while not stop.wait(0.1):
        seen.peak = max(seen.peak, sum(map(resident, (process, *children(process)))))


def load(folder: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return what was seen under load."""
    names, seen, stop = entities(folder, 500), Seen(), threading.Event()
    with served(folder, "--timeout", f"{options.timeout}") as (address, process):
        with ThreadPoolExecutor(options.clients) as warming:  # so that as many workers stand ready as ever will
            list(warming.map(lambda query: Client(address).ask(query), [TEMPLATES[9].format(year=2020)] * 100))
        before = sum(map(resident, (process, *children(process))))
        end, pause = time.monotonic() + options.seconds, options.clients / options.rate
        watcher = threading.Thread(target=watch, args=(process, seen, stop))
        threads = [
            threading.Thread(target=short, args=(address, names, seen, seed, pause, end))
            for seed in range(options.clients)
        ]
        threads += [
            threading.Thread(target=runaway, args=(address, seen, 1000 + seed, end)) for seed in range(options.runaways)
        ]
        for thread in (watcher, *threads):
            thread.start()
        for thread in threads:
            thread.join()
        time.sleep(2)
        alive = Client(address).ask("ASK {}")[0] == 200
        stop.set()
        watcher.join()
        after = sum(map(resident, (process, *children(process))))
        workers = len(children(process))
    ordered = sorted(seen.seconds)
    return {
        "queries": len(ordered),
        "p50": statistics.median(ordered),
        "p95": ordered[int(0.95 * len(ordered))],
        "max": ordered[-1],
        "statuses": dict(sorted(seen.statuses.items())),
        "runaways": {name: [len(spent), max(spent)] for name, spent in sorted(seen.runaway_seconds.items())},
        "memory": [before, seen.peak, after],
        "workers": workers,
        "alive": alive,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--runaways", type=int, default=4)
    parser.add_argument("--rate", type=float, default=33, help="short queries per second, of all clients together")
    parser.add_argument("--timeout", type=float, default=5)
    parser.add_argument("--entities", type=int, default=4_000)
    parser.add_argument("--relations", type=int, default=20_000)
    parser.add_argument("--graph", type=Path, help="a built graph; else one is made")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.graph or Path(temporary)
        if options.graph is None:
            build(folder, options.entities, options.relations)
        figures = load(folder, options)
    if options.json:
        print(json.dumps(figures))
    else:
        megabytes = [size >> 20 for size in figures["memory"]]  # type: ignore[attr-defined]
        rows: list[tuple[object, ...]] = [
            ("short queries", figures["queries"]),
            *((f"{name}, ms", 1000 * figures[name]) for name in ("p50", "p95", "max")),  # type: ignore[operator]
            *(
                (f"memory {when}, MB", size)
                for when, size in zip(("before", "at most", "after"), megabytes, strict=True)
            ),
            *figures["statuses"].items(),  # type: ignore[attr-defined]
            *((f"{name}: slowest, s", spent[1]) for name, spent in figures["runaways"].items()),  # type: ignore[attr-defined]
        ]
        title = f"{options.seconds:g} s, {options.clients} clients, {options.runaways} with runaways, limit {options.timeout:g} s"
        table(title, ("", "value"), rows)
