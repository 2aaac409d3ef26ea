"""Cytoscape JSON (``.cyjs``), for Cytoscape, Cytoscape.js and what reads them; and CX2 (``.cx2``), for Cytoscape Web and NDEx."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from kgraph.core.errors import MissingExtraError
from kgraph.core.schema import SCHEMA
from kgraph.present.export import exporters
from kgraph.present.flatten import flatten
from kgraph.present.text import xml_text

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


@exporters.register("cx2")
def write_cx2(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write CX2: the id, all other attributes as in Cytoscape JSON, the type's colour and the relation's name as a style.

    Options ``title`` and ``positions`` by id. Raises MissingExtraError without ndex2.
    """
    try:
        from ndex2.cx2 import CX2Network
    except ImportError:
        raise MissingExtraError("ndex2", "cytoscape", "CX2") from None
    positions = cast("Mapping[str, tuple[float, float]]", options.get("positions") or {})
    flat = flatten(graph)
    network = CX2Network()
    network.set_name(xml_text(str(options.get("title") or "kgraph")))
    numbers = {}
    for id_, data in flat.nodes(data=True):
        x, y = positions.get(id_, (None, None))
        # Programs that read CX2 show the attribute ``name``, and on edges ``interaction``.
        attributes = {"id": id_, "name": data.get("label", id_), **{k: v for k, v in data.items() if k != "label"}}
        numbers[id_] = network.add_node(attributes=attributes, x=x, y=y)
    for source, target, data in flat.edges(data=True):
        attributes = {"interaction": data["relation"], **{k: v for k, v in data.items() if k != "relation"}}
        network.add_edge(source=numbers[source], target=numbers[target], attributes=attributes)
    network.set_visual_properties(_style())
    out.write(json.dumps(network.to_cx2(), ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")


def _style() -> dict[str, Any]:
    def shown(attribute: str) -> dict[str, Any]:
        return {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": "string"}}

    colours = [{"v": name, "vp": kind.colour} for name, kind in SCHEMA.entities.items()]
    coloured = {"type": "DISCRETE", "definition": {"attribute": "type", "type": "string", "map": colours}}
    return {
        "default": {"edge": {"EDGE_TARGET_ARROW_SHAPE": "triangle"}},
        "nodeMapping": {"NODE_LABEL": shown("name"), "NODE_BACKGROUND_COLOR": coloured},
        "edgeMapping": {"EDGE_LABEL": shown("interaction")},
    }
