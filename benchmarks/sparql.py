"""What SPARQL costs through kgraph, beside pyoxigraph alone and rdflib's own engine on the same triples.

usage: python benchmarks/sparql.py [--entities 4000] [--relations 20000] [--runs 7] [--without-rdflib]

Each engine gives every value of every row to Python. The answers are compared; a row whose answers differ shows no time.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph
import rdflib

import kgraph
from kgraph.store.oxigraph import to_python
from kgraph.store.terms import PREFIXES
from measure import table
from neighbourhood import build

QUERIES = {
    "one entity": "SELECT ?p ?o WHERE { ?m kg:year 2009 ; rdfs:label ?l ; ?p ?o } ORDER BY ?m ?p ?o LIMIT 20",
    "count by type": "SELECT ?type (COUNT(?e) AS ?n) WHERE { ?e dcterms:identifier ?i ; a ?type } GROUP BY ?type",
    "join over two relations": "SELECT (COUNT(*) AS ?n) WHERE { ?a kg:basedOn ?b . ?b kg:basedOn ?c . ?c kg:developedBy ?d }",
    "2 hops, grouped": "SELECT ?b (COUNT(?c) AS ?n) WHERE { ?a kg:introduces ?b . ?b kg:evaluatedOn ?c } GROUP BY ?b",
    "text in labels": "SELECT (COUNT(*) AS ?n) WHERE { ?e rdfs:label ?l FILTER(CONTAINS(LCASE(?l), 'bert')) }",
    "evidence of a relation": "SELECT ?line ?w WHERE { ?s rdf:predicate kg:hasCode . ?e kg:supports ?s ; kg:line ?line ; oa:exact ?w }",
}


def measured(function: Callable[[], object], runs: int) -> tuple[float, object]:
    """Return the median seconds of some runs, and the last answer."""
    seconds, answer = [], None
    for _ in range(runs):
        start = time.perf_counter()
        answer = function()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def default_graph(store: pyoxigraph.Store) -> rdflib.Graph:
    """Return the default graph of a store as a graph of rdflib."""
    triples = (quad.triple for quad in store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph()))
    memory = rdflib.Graph()
    memory.parse(data=pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES), format="nt")
    return memory


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=4_000)
    parser.add_argument("--relations", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--without-rdflib", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        build(folder, options.entities, options.relations)
        graph = kgraph.open(folder)
        graph.query("ASK {}")
        store = pyoxigraph.Store.read_only(str(folder / "oxigraph"))
        memory = rdflib.Graph() if options.without_rdflib else default_graph(store)
        rows = []
        for name, text in QUERIES.items():
            ours, answer = measured(lambda text=text: [tuple(row.values()) for row in graph.query(text)], options.runs)
            bare, expected = measured(
                lambda text=text: [tuple(row) for row in store.query(text, prefixes=PREFIXES)],
                options.runs,
            )
            own: float | str = "-"
            if not options.without_rdflib:
                own, third = measured(lambda text=text: list(memory.query(text, initNs=PREFIXES)), 1)
                own = own if len(third) == len(expected) else "differs"
            right = answer == [tuple(to_python(value) for value in row) for row in expected]
            shown = (ours, bare, f"{ours / bare:.2f}", own) if right else ("differs", bare, "-", own)
            rows.append((name, len(expected), *shown))
        counts = graph.statistics().counts
        graph.close()
    title = f"SPARQL ({counts['entities']:,} entities, {counts['relations']:,} relations, {counts['quads']:,} quads;"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table(
        f"{title} median of {options.runs}, rdflib once; peak of all together {peak:,.0f} MB)",
        ("query", "rows", "kgraph s", "pyoxigraph s", "ratio", "rdflib s"),
        rows,
    )
