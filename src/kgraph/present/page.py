"""An interactive page in one file, drawn with vis-network as pyvis ships it, that needs no network.

pyvis builds the network; its own page is not used, because that loads a style sheet from a CDN whatever it is told.
"""

from __future__ import annotations

import html
import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.errors import MissingExtraError
from kgraph.core.quantities import result_text
from kgraph.core.schema import SCHEMA
from kgraph.core.text import counted
from kgraph.present.export import exporters
from kgraph.present.text import safe_link

if TYPE_CHECKING:
    import networkx

LIMIT = 1500
"""So many nodes a browser still lays out within seconds."""

CROWDED = 200
"""From so many nodes on, names stand below small signs and show when the reader comes near."""

LABELLED_EDGES = 80
"""Up to so many edges carry the name of their relation in the drawing."""

# The schema's shapes in the words of vis-network. Long titles stand inside a box; there is no octagon, pentagon or tag.
_SHAPES = {
    "rectangle": "box",
    "ellipse": "ellipse",
    "barrel": "square",
    "hexagon": "hexagon",
    "diamond": "diamond",
    "octagon": "star",
    "circle": "dot",
    "pentagon": "triangleDown",
    "tag": "box",
    "triangle": "triangle",
}
_SMALL = {"box": "square", "ellipse": "dot"}
_LABEL_INSIDE = {"box", "ellipse"}
_DARK = "#1b1b1b"


@exporters.register("html")
def write_html(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write the page: legend by type, search box, and the words behind a node or an edge on click.

    Options: ``title``, and ``limit``, the most nodes that are drawn (default 1500; those with most edges stay, and the
    page says how many are left out). Labels stay text whatever they hold. Raises MissingExtraError without pyvis.
    """
    title = str(options.get("title") or "kgraph")
    limit = int(str(options.get("limit") or LIMIT))
    shown = _most_connected(graph, limit)
    hidden = graph.number_of_nodes() - shown.number_of_nodes()
    note = f"{counted(shown.number_of_nodes(), 'node')}, {counted(shown.number_of_edges(), 'edge')}"
    if hidden:
        note = f"{shown.number_of_nodes():,} of {graph.number_of_nodes():,} nodes shown: those with most edges"
    vis = files("pyvis") / "templates/lib/vis-9.1.2" if _has_pyvis() else None
    if vis is None:
        raise MissingExtraError("pyvis", "app", "The interactive page")
    parts = {
        "title": html.escape(title),
        "note": html.escape(note),
        "data": _embedded(_page_data(shown)),
        "vis_css": (vis / "vis-network.css").read_text(encoding="utf-8"),
        "vis_js": (vis / "vis-network.min.js").read_text(encoding="utf-8"),
    }
    template = files("kgraph.present").joinpath("page.html").read_text(encoding="utf-8")
    # One pass over the template, so that nothing inside a part is taken for a place holder.
    page = re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)
    out.write(page.encode("utf-8", errors="replace"))


def _has_pyvis() -> bool:
    from importlib.util import find_spec

    return find_spec("pyvis") is not None


def _most_connected(graph: networkx.MultiDiGraph, limit: int) -> networkx.MultiDiGraph:
    if graph.number_of_nodes() <= limit:
        return graph
    order = sorted(graph.nodes, key=lambda node: (-graph.degree(node), str(node)))
    return graph.subgraph(order[:limit])


def _page_data(graph: networkx.MultiDiGraph) -> dict[str, Any]:
    """Return what the page's script reads: the drawing as pyvis states it, and the details behind it."""
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    # Network.add_node and add_edge look through all that was added before, so the lists are filled directly.
    network = Network(directed=True)
    network.set_options(json.dumps(_drawing_options(graph.number_of_nodes())))
    details = []
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        network.nodes.append(Node(str(node), **_drawn_node(graph, node, data)).options)
        details.append(_entity_details(str(node), data))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (str(edge[0]), str(edge[2]), str(edge[1])))
    for number, (source, target, key, data) in enumerate(edges):
        shown = {"id": f"e{number}", "relation": str(key), "title": str(key), "result": _result(data)}
        if len(edges) <= LABELLED_EDGES:
            shown["label"] = str(key)
        evidence = [_place(item) for item in data.get("evidence") or []]
        network.edges.append(Edge(str(source), str(target), True, **shown, evidence=evidence).options)
    return {
        "nodes": network.nodes,
        "edges": network.edges,
        "details": details,
        "legend": _legend(graph),
        "crowded": CROWDED,
        "options": network.options,
    }


def _drawn_node(graph: networkx.MultiDiGraph, node: object, data: dict[str, Any]) -> dict[str, Any]:
    kind = SCHEMA.entities.get(str(data.get("type")))
    shape = _SHAPES.get(kind.shape if kind else "tag", "square")
    if graph.number_of_nodes() > CROWDED:
        shape = _SMALL.get(shape, shape)
    label = str(data.get("label") or node)
    return {
        "label": label if len(label) <= 40 else label[:39] + "…",
        "shape": shape,
        "color": kind.colour if kind else "#7F7F7F",
        "size": 8 + min(22, 3 * graph.degree(node) ** 0.5),
        "font": {"color": "#ffffff" if shape in _LABEL_INSIDE else _DARK},
    }


def _entity_details(node: str, data: dict[str, Any]) -> dict[str, Any]:
    label = str(data.get("label") or node)
    kind = SCHEMA.entities.get(str(data.get("type")))
    names = [str(name) for name in [*(data.get("labels") or {}).values(), *(data.get("aliases") or [])]]
    links = [data.get("url"), *(data.get("urls") or [])]
    return {
        "id": node,
        "label": label,
        "type": str(data.get("type")),
        "kind": f"{kind.en} {kind.zh}" if kind else str(data.get("type") or ""),
        "year": data.get("year"),
        "names": [name for name in dict.fromkeys(names) if name != label],
        "links": list(dict.fromkeys(link for link in links if safe_link(link))),
        "mentions": [_place(item) for item in data.get("mentions") or []],
    }


def _place(evidence: dict[str, Any]) -> tuple[str, str]:
    return f"{evidence.get('document')}:{evidence.get('line')}", str(
        evidence.get("quote") or evidence.get("text") or ""
    )


def _result(data: dict[str, Any]) -> str:
    return ", ".join(filter(None, map(result_text, data.get("results") or [data])))


def _legend(graph: networkx.MultiDiGraph) -> list[dict[str, Any]]:
    counts: dict[str, int] = {}
    for _, data in graph.nodes(data=True):
        counts[str(data.get("type"))] = counts.get(str(data.get("type")), 0) + 1
    legend = [
        {"type": kind.name, "label": f"{kind.en} {kind.zh}", "colour": kind.colour, "count": counts.pop(kind.name)}
        for kind in SCHEMA.entities.values()
        if kind.name in counts
    ]
    return legend + [
        {"type": name, "label": name, "colour": "#7F7F7F", "count": counts[name]} for name in sorted(counts)
    ]


def _drawing_options(size: int) -> dict[str, Any]:
    return {
        "layout": {"randomSeed": 7, "improvedLayout": size <= 150},
        "edges": {
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.5}},
            "color": {"color": "#d0d0d0" if size > CROWDED else "#9a9a9a", "highlight": "#1b1b1b"},
            # Bent edges keep the two of one pair apart; straight ones are quicker to draw.
            "smooth": {"enabled": size <= 300, "type": "dynamic"},
            "font": {"size": 11, "color": "#5f5f5f"},
        },
        "nodes": {"font": {"size": 14}, "scaling": {"label": {"drawThreshold": 9 if size > CROWDED else 5}}},
        "interaction": {"hover": True, "hideEdgesOnDrag": size > 300, "keyboard": False},
        "physics": {
            "solver": "barnesHut",
            "barnesHut": {
                "gravitationalConstant": -12000 if size > CROWDED else -4000,
                "springLength": 120,
                "damping": 0.3,
            },
            "stabilization": {"iterations": max(60, 300 - size // 5), "updateInterval": 20},
        },
    }


def _embedded(data: dict[str, Any]) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("\u2028", "\\u2028")
