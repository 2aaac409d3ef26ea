"""From the nodes and edges of a drawn graph back to the values that the store writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kgraph.core import BuiltGraph, Entity, Evidence, Mention, Merge, Relation, Resolution

if TYPE_CHECKING:
    import networkx


def built_graph(graph: networkx.MultiDiGraph) -> BuiltGraph:
    """Return the entities and relations of ``graph``, which has the keys of ``graph.json``, in sorted order.

    What ``graph.json`` does not hold is left at its default: the confidence of a mention, the sections of documents.
    """
    entities = tuple(_entity(str(node), graph.nodes[node]) for node in sorted(graph.nodes, key=str))
    order = sorted(graph.edges(keys=True, data=True), key=lambda edge: (str(edge[0]), str(edge[2]), str(edge[1])))
    relations = tuple(_relation(str(source), str(key), str(target), data) for source, target, key, data in order)
    return BuiltGraph(Resolution(entities, relations), ())


def _entity(name: str, data: Mapping[str, Any]) -> Entity:
    kind, label = str(data.get("type")), str(data.get("label") or name)
    return Entity(
        name,
        kind,
        label,
        tuple(_mention(kind, label, item) for item in data.get("mentions") or ()),
        labels=tuple(sorted((data.get("labels") or {}).items())),
        aliases=tuple(data.get("aliases") or ()),
        url=data.get("url"),
        urls=tuple(data.get("urls") or ([data["url"]] if data.get("url") else ())),
        year=data.get("year"),
        attributes=tuple(
            (key, str(value)) for key, values in (data.get("attributes") or {}).items() for value in values
        ),
        same_as=tuple(data.get("same_as") or ()),
        part_of=data.get("part_of"),
        merges=tuple(Merge(**item) for item in data.get("merges") or ()),
        confidence=float(data.get("confidence", 1.0)),
    )


def _mention(kind: str, label: str, item: Mapping[str, Any]) -> Mention:
    text = str(item.get("text") or label)
    return Mention(kind, text, item["document"], item["line"], item["column"], text, item["extractor"])


def _relation(source: str, key: str, target: str, data: Mapping[str, Any]) -> Relation:
    return Relation(
        source,
        key,
        target,
        tuple(Evidence(**item) for item in data.get("evidence") or ()),
        float(data.get("confidence", 1.0)),
        data.get("metric"),
        data.get("value"),
        data.get("unit"),
        bool(data.get("gain")),
    )
