"""Cytoscape JSON (``.cyjs``), for Cytoscape, Cytoscape.js and what reads them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kgraph.core.schema import SCHEMA
from kgraph.present.export import exporters
from kgraph.present.flatten import flatten

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx


@exporters.register("cyjs")
def write_cyjs(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write Cytoscape JSON; lists and dictionaries are JSON text (see ``kgraph.present.flatten``).

    Option ``positions`` by id, as of the canvas: then each node stands where it stood.
    """
    import networkx

    positions = cast("Mapping[str, tuple[float, float]]", options.get("positions") or {})
    flat = flatten(graph)
    for _, data in flat.nodes(data=True):
        kind = SCHEMA.entities.get(str(data.get("type")))
        data["colour"], data["shape"] = (kind.colour, kind.shape) if kind else ("#7F7F7F", "rectangle")
    # networkx takes the attribute ``name`` for the name that Cytoscape shows.
    content: dict[str, Any] = networkx.cytoscape_data(flat, name="label", ident="id")
    for node in content["elements"]["nodes"]:
        if node["data"]["id"] in positions:
            x, y = positions[node["data"]["id"]]
            node["position"] = {"x": x, "y": y}
    out.write(json.dumps(content, ensure_ascii=False, indent=1, default=str).encode("utf-8", "replace") + b"\n")
