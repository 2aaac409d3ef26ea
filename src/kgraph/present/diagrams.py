"""Graphs as text that other programs draw: Mermaid (GitHub, Obsidian) and DOT (Graphviz)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.schema import SCHEMA
from kgraph.present.export import exporters
from kgraph.present.names import record_name, relation_name
from kgraph.present.text import safe_link, terminal_text, xml_text

if TYPE_CHECKING:
    import networkx

_MERMAID = {
    "rectangle": ("[", "]"), "ellipse": ("([", "])"), "barrel": ("[(", ")]"), "hexagon": ("{{", "}}"),
    "diamond": ("{", "}"), "octagon": ("[[", "]]"), "circle": ("((", "))"), "pentagon": (">", "]"),
    "tag": ("[/", "/]"), "triangle": ("[/", "\\]"),
}  # fmt: skip
_DOT = {
    "rectangle": "box", "ellipse": "ellipse", "barrel": "cylinder", "hexagon": "hexagon", "diamond": "diamond",
    "octagon": "octagon", "circle": "circle", "pentagon": "pentagon", "tag": "note", "triangle": "triangle",
}  # fmt: skip


@exporters.register("mermaid")
def write_mermaid(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write a Mermaid flowchart; each statement is followed by a comment with its ids and its evidence.

    Option ``language`` of names (zh, en, both). Mermaid draws up to 500 edges unless its ``maxEdges`` says otherwise.
    """
    language = str(options.get("language") or "both")
    nodes, edges = _sorted(graph)
    number = {node: f"n{place}" for place, (node, _) in enumerate(nodes)}
    lines = ["flowchart LR"]
    for node, data in nodes:
        kind = SCHEMA.entities.get(str(data.get("type")))
        opening, closing = _MERMAID[kind.shape if kind else "rectangle"]
        style = f":::{kind.name}" if kind else ""
        lines.append(f'  {number[node]}{opening}"{_mermaid(_name(node, data, language))}"{closing}{style}')
        lines.append(f"  %% {_comment({'id': node, 'type': data.get('type'), **_names(data)})}")
        link = safe_link(data.get("url"))
        if link and link.lower().startswith("http"):
            lines.append(f'  click {number[node]} href "{_mermaid(link, in_link=True)}" _blank')
    for source, target, key, data in edges:
        words = _mermaid(relation_name(str(key), language))
        lines.append(f'  {number[source]} -->|"{words}"| {number[target]}')
        lines.append(f"  %% {_comment({'source': source, 'relation': key, 'target': target, **_said(data)})}")
    types = {data.get("type") for _, data in nodes}
    for kind in SCHEMA.entities.values():
        if kind.name in types:
            lines.append(f"  classDef {kind.name} fill:{kind.colour}22,stroke:{kind.colour},stroke-width:1.5px")
    out.write(("\n".join(lines) + "\n").encode("utf-8", "replace"))


@exporters.register("dot")
def write_dot(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write a DOT file with the schema's colours and shapes; ids are those of the graph.

    Names in both languages and the evidence are attributes of their own (``label_zh``, ``label_en``, ``evidence`` as JSON), which
    Graphviz leaves alone. Option ``language`` of the labels (zh, en, both).
    """
    language = str(options.get("language") or "both")
    nodes, edges = _sorted(graph)
    lines = ["digraph kgraph {", '  node [style="filled" fontname="Noto Sans CJK SC, Arial"];']
    for node, data in nodes:
        kind = SCHEMA.entities.get(str(data.get("type")))
        attributes = {
            "label": _name(node, data, language), "type": data.get("type"), **_names(data), "year": data.get("year"),
            "shape": _DOT[kind.shape] if kind else "box", "color": kind.colour if kind else "#7F7F7F",
            "fillcolor": (kind.colour if kind else "#7F7F7F") + "22", "URL": safe_link(data.get("url")),
        }  # fmt: skip
        lines.append(f"  {_dot(node)} [{_attributes(attributes)}];")
    for source, target, key, data in edges:
        attributes = {"label": relation_name(str(key), language), "relation": key, **_said(data)}
        lines.append(f"  {_dot(source)} -> {_dot(target)} [{_attributes(attributes)}];")
    out.write(("\n".join([*lines, "}"]) + "\n").encode("utf-8", "replace"))


def _sorted(graph: networkx.MultiDiGraph) -> tuple[list[tuple[Any, Any]], list[tuple[Any, Any, Any, Any]]]:
    nodes = sorted(graph.nodes(data=True), key=lambda item: str(item[0]))
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (str(edge[0]), str(edge[2]), str(edge[1])))
    return nodes, edges


def _name(node: object, data: dict[str, Any], language: str) -> str:
    return record_name(data, str(data.get("label") or node), language) or str(node)


def _names(data: dict[str, Any]) -> dict[str, Any]:
    labels = data.get("labels") or {}
    return {f"label_{language}": labels[language] for language in ("zh", "en") if labels.get(language)}


def _said(data: dict[str, Any]) -> dict[str, Any]:
    """Return the evidence of an edge, its confidence and its printed result."""
    known = {
        name: data[name] for name in ("confidence", "metric", "value", "unit", "gain") if data.get(name) is not None
    }
    evidence = [{name: item.get(name) for name in ("document", "line", "quote")} for item in data.get("evidence") or ()]
    return {**known, "evidence": evidence}


def _comment(values: dict[str, Any]) -> str:
    """Return values as JSON on one line; Mermaid takes braces in a comment for a directive only behind two per cent signs."""
    return "kgraph " + xml_text(json.dumps(values, ensure_ascii=True, default=str))


def _mermaid(text: str, in_link: bool = False) -> str:
    """Return text for a quoted label; what Mermaid would read as markup becomes an entity."""
    if in_link:
        return text.replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
    return "".join(f"#{ord(sign)};" if sign in '"#<>&;`\\{}[]()|%*_~' else sign for sign in text)


def _dot(value: object) -> str:
    text = terminal_text(value) if isinstance(value, str) and "\n" in value else str(value)
    return '"' + xml_text(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _attributes(values: dict[str, Any]) -> str:
    parts = []
    for name, value in values.items():
        if value is not None:
            text = json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list) else str(value)
            parts.append(f"{name}={_dot(text)}")
    return " ".join(parts)
