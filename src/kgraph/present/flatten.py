"""A graph whose attributes are lists and dictionaries, as one of scalars, and back.

GraphML and GEXF hold only text, numbers and truth values. ``flatten`` keeps these as they are and writes everything
else as JSON text in an attribute of the same name ending in ``_json`` (``aliases`` becomes ``aliases_json``); ``None``
is left out. Edges get the ids ``e0``, ``e1`` …; what was their key is the attribute ``relation``. ``unflatten``
undoes it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kgraph.present.text import xml_text

if TYPE_CHECKING:
    import networkx

SUFFIX = "_json"
_SCALARS = (bool, int, float, str)


def flatten(graph: networkx.MultiDiGraph) -> networkx.MultiDiGraph:
    """Return a new graph of scalars with nodes and edges in sorted order; the input is not changed.

    An attribute whose values differ in type from node to node is written as JSON too. Text is made fit for XML.
    Costs time and memory linear in the graph.

    >>> import networkx
    >>> graph = networkx.MultiDiGraph()
    >>> graph.add_edge("a", "b", key="basedOn", evidence=[{"line": 3}])
    'basedOn'
    >>> list(flatten(graph).edges(data=True))
    [('a', 'b', {'relation': 'basedOn', 'evidence_json': '[{"line": 3}]'})]
    """
    import networkx

    flat = networkx.MultiDiGraph()
    plain = _plain_names(data for _, data in graph.nodes(data=True))
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        flat.add_node(xml_text(str(node)), **_flat(data, plain))
    plain = _plain_names(data for _, _, data in graph.edges(data=True))
    for number, (source, target, key, data) in enumerate(sorted(graph.edges(keys=True, data=True), key=_edge_order)):
        attributes = {"relation": xml_text(str(key)), **_flat(data, plain)}
        flat.add_edge(xml_text(str(source)), xml_text(str(target)), key=f"e{number}", **attributes)
    return flat


def unflatten(flat: networkx.Graph) -> networkx.MultiDiGraph:
    """Return the graph that ``flatten`` was given, from its flat form as read back from a file.

    What a file format adds of its own (ids, weights, drawing hints) stays as an attribute.
    """
    import networkx

    graph = networkx.MultiDiGraph()
    for node, data in flat.nodes(data=True):
        graph.add_node(node, **_deep(data))
    for source, target, data in flat.edges(data=True):
        attributes = _deep(data)
        graph.add_edge(source, target, key=attributes.pop("relation", None), **attributes)
    return graph


def _edge_order(edge: tuple[Any, Any, Any, Any]) -> tuple[str, str, str]:
    source, target, key, _ = edge
    return str(source), str(key), str(target)


def _plain_names(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the attributes that are scalars of one type wherever they occur."""
    types: dict[str, set[type]] = defaultdict(set)
    for row in rows:
        for name, value in row.items():
            if value is not None:
                types[name].add(type(value))
    return {name for name, found in types.items() if len(found) == 1 and found <= set(_SCALARS)}


def _flat(data: Mapping[str, Any], plain: set[str]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        if value is None:
            continue
        if name in plain:
            flat[name] = xml_text(value) if isinstance(value, str) else value
        else:
            flat[name + SUFFIX] = xml_text(json.dumps(value, ensure_ascii=False, default=str))
    return flat


def _deep(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        (name.removesuffix(SUFFIX) if name.endswith(SUFFIX) else name): (
            json.loads(value) if name.endswith(SUFFIX) else value
        )
        for name, value in data.items()
    }
