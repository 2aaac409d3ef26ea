"""Time what the pages ask of a large made-up graph, in the process of the library, first call and best of five.

usage: python benchmarks/explorer.py [--entities N] [--relations N] [--graph DIR]

Only the parts of a graph that the pages read are written (records, shape, names), so that a million entities take minutes to
make, not hours. ``--graph`` keeps them there, or uses those that are there.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import kgraph
from kgraph.store import adjacency, documents, names
from kgraph.store import folder as folders
from kgraph.store.nodelink import NAME, write_node_link
from measure import table
from synthetic import synthetic_graph


def make(folder: Path, entities: int, relations: int) -> None:
    """Write the parts of a graph that the pages read."""
    built = synthetic_graph(entities, relations)
    found = built.resolution
    with folders.writing(folder) as target:
        index = target / adjacency.FOLDER
        index.mkdir()
        adjacency.write_adjacency(found, *write_node_link(found, target / NAME), index)
        names.write_names(found, index / names.NAME)
        documents.write_documents(built.documents, found, index / documents.NAME)
        counts = {"entities": len(found.entities), "relations": len(found.relations), "documents": len(built.documents)}
        counts["evidence"] = sum(len(relation.evidence) for relation in found.relations)
        manifest = {"base": kgraph.SCHEMA.base, "graph": "made-up", "counts": counts}
        (target / "build.json").write_text("{}", "utf-8")
        (target / folders.MANIFEST).write_text(json.dumps(manifest), "utf-8")


def questions(graph: kgraph.Graph) -> dict[str, Callable[[], object]]:
    """Return what the pages ask, by name."""
    hub = graph.most_connected("Method", 1)[0].node
    one, other = graph.surprise(5), graph.surprise(9)
    beginnings = [graph.surprise(number).label[:length] for number in range(60) for length in (2, 4, 7)]
    return {
        "counts of the start page": lambda: (graph.statistics(), graph.most_connected("Method"), graph.newest("Paper")),
        "180 searches, each a beginning of a name": lambda: [graph.search(text, 12) for text in beginnings],
        "details of the largest hub": lambda: graph.show(hub),
        "related by shared": lambda: graph.related(one, 15),
        "related by pagerank": lambda: graph.related(one, 15, "pagerank"),
        "related by embedding": lambda: graph.related(one, 15, "embedding"),
        "five ways between two": lambda: graph.paths(one, other, k=5),
        "five ways from the largest hub": lambda: graph.paths(hub, one, k=5),
        "extent of 4 hops from the hub": lambda: graph.extent(hub, hops=4),
        "compare three": lambda: graph.compare([hub, one, other]),
        "timeline": graph.timeline,
        "topics (kept after the first call)": graph.topics,
        "communities (kept after the first call)": graph.communities,
    }


def main() -> None:
    """Make the graph, ask, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=50_000)
    parser.add_argument("--relations", type=int, default=125_000)
    parser.add_argument("--graph", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.graph or Path(temporary)
        if not (folder / "current").exists():
            make(folder, given.entities, given.relations)
        with kgraph.open(folder) as graph:
            rows = [(name, *timed(ask)) for name, ask in questions(graph).items()]
            size = f"{len(graph):,} entities, {graph.statistics().counts['relations']:,} relations"
    # Where the graph was made here, that was the larger part.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    table(f"What the pages ask ({size}; peak {peak:,.0f} MB)", ("question", "first s", "best of 5 s"), rows)


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds of the first call, and of the quickest of five more."""
    seconds = []
    for _ in range(6):
        started = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - started)
    return round(seconds[0], 4), round(min(seconds[1:]), 4)


main()
