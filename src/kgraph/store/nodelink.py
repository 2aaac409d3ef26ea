"""``graph.json``: the graph as NetworkX node-link data, written line by line and read back by place.

Each node and each edge stands on one line, nodes sorted by id, edges by source, key and target. So the file is
written and read without holding it in memory, and one record can be read by its byte offset.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kgraph.core import Entity, Evidence, Mention, Relation, Resolution

NAME = "graph.json"
Record = dict[str, Any]


def node_record(entity: Entity) -> Record:
    """Return the node of ``entity``.

    ``attributes``, ``same_as``, ``part_of``, ``merges`` and ``confidence`` are left out where they say nothing.
    """
    record: Record = {
        "id": entity.id,
        "type": entity.type,
        "label": entity.label,
        "aliases": list(entity.aliases),
        "labels": dict(entity.labels),
        "url": entity.url,
        "urls": list(entity.urls),
        "year": entity.year,
        "mentions": [_mention_record(mention) for mention in entity.mentions],
    }
    if entity.attributes:
        attributes: dict[str, list[str]] = {}
        for name, value in entity.attributes:
            attributes.setdefault(name, []).append(value)
        record["attributes"] = attributes
    if entity.same_as:
        record["same_as"] = list(entity.same_as)
    if entity.part_of:
        record["part_of"] = entity.part_of
    if entity.merges:
        record["merges"] = [
            {"rule": merge.rule, "name": merge.name, "document": merge.document, "line": merge.line}
            for merge in entity.merges
        ]
    if entity.confidence != 1.0:
        record["confidence"] = _short(entity.confidence)
    return record


def edge_record(relation: Relation) -> Record:
    """Return the edge of ``relation``; ``results`` lists all printed results when there are several."""
    record: Record = {
        "source": relation.source,
        "target": relation.target,
        "key": relation.key,
        "confidence": _short(relation.confidence),
        "evidence": [_evidence_record(evidence) for evidence in relation.evidence],
    }
    record |= _result_record(relation)
    results = [
        dict(result) for result in dict.fromkeys(tuple(_result_record(e).items()) for e in relation.evidence) if result
    ]
    if len(results) > 1:
        record["results"] = results
    return record


def write_node_link(resolution: Resolution, path: Path) -> tuple[array[int], array[int]]:
    """Write ``graph.json`` and return where its records start: byte offsets of the nodes and of the edges.

    Each array has one more number than there are records: record ``i`` is the JSON object between offsets ``i`` and
    ``i + 1`` (with a comma and a line end behind it). The bytes depend on the resolution alone.
    """
    with path.open("wb") as file:
        file.write(b'{"directed": true, "multigraph": true, "graph": {}, "nodes": [\n')
        nodes = _write_lines(file, (node_record(entity) for entity in resolution.entities))
        file.write(b'], "edges": [\n')
        edges = _write_lines(file, (edge_record(relation) for relation in resolution.relations))
        file.write(b"]}\n")
    return nodes, edges


def parse_record(line: bytes) -> Record:
    """Return the record that stands on a line of ``graph.json``."""
    record: Record = json.loads(line.rstrip().rstrip(b","))
    return record


def _write_lines(file: Any, records: Iterable[Record]) -> array[int]:
    offsets = array("Q", [file.tell()])
    encode = json.JSONEncoder(ensure_ascii=False).encode
    previous: bytes | None = None
    for line in _encoded(encode(record) for record in records):
        if previous is not None:
            offsets.append(offsets[-1] + file.write(previous + b",\n"))
        previous = line
    if previous is not None:
        offsets.append(offsets[-1] + file.write(previous + b"\n"))
    return offsets


def _encoded(lines: Iterable[str]) -> Iterator[bytes]:
    # Half a surrogate pair is not a character and cannot be UTF-8, but JSON has an escape for it: \udc80.
    return (line.encode("utf-8", "backslashreplace") for line in lines)


def _mention_record(mention: Mention) -> Record:
    return {
        "document": mention.document,
        "line": mention.line,
        "column": mention.column,
        "text": mention.text,
        "extractor": mention.extractor,
    }


def _evidence_record(evidence: Evidence) -> Record:
    record: Record = {
        "document": evidence.document,
        "line": evidence.line,
        "column": evidence.column,
        "text": evidence.text,
        "extractor": evidence.extractor,
        "quote": evidence.quote,
    }
    if evidence.confidence != 1.0:
        record["confidence"] = _short(evidence.confidence)
    return record | _result_record(evidence)


def _result_record(printed: Relation | Evidence) -> Record:
    """Return the printed result: what there is of ``metric``, ``value`` and ``unit``, and ``gain`` where it is one."""
    record = {name: value for name in ("metric", "value", "unit") if (value := getattr(printed, name)) is not None}
    return record | {"gain": True} if printed.gain else record


def _short(number: float) -> float:
    """Round away what floating-point arithmetic adds behind a probability's meaningful digits."""
    return round(number, 6)
