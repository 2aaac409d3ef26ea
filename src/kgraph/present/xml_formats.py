"""GraphML (yEd, Cytoscape, igraph …) and GEXF (Gephi)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.schema import SCHEMA
from kgraph.present.export import exporters
from kgraph.present.flatten import flatten

if TYPE_CHECKING:
    import networkx


@exporters.register("graphml")
def write_graphml(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write GraphML; lists and dictionaries are JSON text (see ``kgraph.present.flatten``)."""
    from networkx.readwrite.graphml import GraphMLWriter

    # The plain writer, not the one that networkx picks when lxml is there: the bytes must not depend on that.
    writer = GraphMLWriter(encoding="utf-8", prettyprint=True, named_key_ids=False)
    writer.add_graph_element(flatten(graph))
    writer.dump(out)


@exporters.register("gexf")
def write_gexf(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write GEXF 1.2 with the schema's colour on each node and the relation as label of each edge."""
    from networkx.readwrite.gexf import GEXFWriter

    flat = flatten(graph)
    for _, data in flat.nodes(data=True):
        data["viz"] = {"color": _colour(data.get("type"))}
    for _, _, key, data in flat.edges(keys=True, data=True):
        data["id"], data["label"] = key, data["relation"]
    writer = GEXFWriter(encoding="utf-8", prettyprint=True, version="1.2draft")
    # networkx writes today's date and its own version, which would change the bytes.
    meta: Any = writer.xml.find("meta")
    meta.attrib.clear()
    meta.find("creator").text = "kgraph"
    writer.add_graph(flat)
    writer.write(out)


def _colour(type_name: object) -> dict[str, int]:
    kind = SCHEMA.entities.get(str(type_name))
    hexadecimal = kind.colour.lstrip("#") if kind else "7F7F7F"
    return {name: int(hexadecimal[at : at + 2], 16) for name, at in (("r", 0), ("g", 2), ("b", 4))}
