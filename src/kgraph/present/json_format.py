"""Node-link JSON, the form that ``networkx.node_link_graph(data, edges="edges")`` reads."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, BinaryIO

from kgraph.present.export import exporters

if TYPE_CHECKING:
    import networkx


@exporters.register("json")
def write_json(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write node-link data with the keys of ``graph.json``, one node or edge a line."""
    text = io.TextIOWrapper(out, encoding="utf-8", errors="replace", newline="\n", write_through=True)
    text.write('{"directed": true, "multigraph": true, "graph": {}, "nodes": [')
    for number, (node, data) in enumerate(sorted(graph.nodes(data=True), key=lambda item: str(item[0]))):
        text.write(",\n" if number else "\n")
        text.write(_dump({"id": node, **data}))
    text.write('\n], "edges": [')
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (str(edge[0]), str(edge[2]), str(edge[1])))
    for number, (source, target, key, data) in enumerate(edges):
        text.write(",\n" if number else "\n")
        text.write(_dump({"source": source, "target": target, "key": key, **data}))
    text.write("\n]}\n")
    text.detach()


def _dump(row: dict[str, object]) -> str:
    return json.dumps(row, ensure_ascii=False, default=str)
