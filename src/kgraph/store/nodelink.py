"""``graph.json``: the graph as NetworkX node-link data, written line by line and read back by place.

Each node and each edge stands on one line, nodes sorted by id, edges by source, key and target. So the file is
written and read without holding it in memory, and one record can be read by its byte offset.
"""

from __future__ import annotations

import json
import mmap
import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kgraph.core import Entity, Evidence, Mention, Relation, Resolution
from kgraph.store.splice import Array, Piece, Run, Segment, write_pieces

NAME = "graph.json"
Record = dict[str, Any]

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


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


_ID = re.compile(rb'\{"id": ("(?:[^"\\]|\\.)*")')
_ENDS = re.compile(rb'\{"source": ("(?:[^"\\]|\\.)*"), "target": ("(?:[^"\\]|\\.)*"), "key": ("(?:[^"\\]|\\.)*")')


class NodeLinkFile:
    """A written ``graph.json``: the keys of its records by place, and a copy with some records changed."""

    def __init__(self, path: Path, node_starts: Array, edge_starts: Array):
        self._path, self._node_starts, self._edge_starts = path, node_starts, edge_starts
        self._file = path.open("rb")
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)

    def close(self) -> None:
        """Let the file go."""
        self._map.close()
        self._file.close()

    def id_at(self, place: int) -> str:
        """Return the id of the node at ``place``."""
        found = _ID.match(self._map, int(self._node_starts[place]))
        assert found is not None
        return str(json.loads(found[1]))

    def key_at(self, place: int) -> tuple[str, str, str]:
        """Return source, key and target of the edge at ``place``."""
        found = _ENDS.match(self._map, int(self._edge_starts[place]))
        assert found is not None
        source, target, key = map(json.loads, found.groups())
        return source, key, target

    def write_changed(self, nodes: Sequence[Segment], edges: Sequence[Segment], path: Path) -> tuple[Array, Array]:
        """Write a copy with these segments, whose values are entities and relations; return where records start."""
        head = int(self._node_starts[0])
        pieces: list[Piece] = [(0, head)]
        starts = []
        for segments, old, record, behind in (
            (nodes, self._node_starts, node_record, b'], "edges": [\n'),
            (edges, self._edge_starts, edge_record, b"]}\n"),
        ):
            here, lengths = self._pieces(segments, old, record)
            starts.append(head + np.concatenate([[0], np.cumsum(lengths)]).astype("<u8"))
            pieces += here
            pieces.append(behind)
            head = int(starts[-1][-1]) + len(behind)
        write_pieces(pieces, self._path, path)
        return starts[0], starts[1]

    def _pieces(
        self, segments: Sequence[Segment], old: Array, record: Callable[[Any], Record]
    ) -> tuple[list[Piece], Array]:
        """Return the pieces of a list of records, and the length of each. A comma stands behind all but the last."""
        pieces: list[Piece] = []
        lengths: list[Array] = []
        count = len(old) - 1
        for part in segments:
            if isinstance(part, Run):
                start, end = int(old[part.start]), int(old[part.end])
                own = np.diff(old[part.start : part.end + 1].astype("<i8"))
                if part.end == count:
                    own[-1] += 1
                    pieces += [(start, end - 1), b",\n"]
                else:
                    pieces.append((start, end))
                lengths.append(own)
            else:
                (line,) = _encoded([_encode(record(part.value))])
                pieces.append(line + b",\n")
                lengths.append(np.array([len(line) + 2]))
        if not pieces:
            return [], np.empty(0, "<i8")
        last = pieces.pop()
        if isinstance(last, bytes):
            pieces.append(last[:-2] + b"\n")
        else:
            pieces += [(last[0], last[1] - 2), b"\n"]
        lengths[-1] = lengths[-1].copy()
        lengths[-1][-1] -= 1
        return pieces, np.concatenate(lengths)


def parse_record(line: bytes) -> Record:
    """Return the record that stands on a line of ``graph.json``."""
    record: Record = json.loads(line.rstrip().rstrip(b","))
    return record


def _write_lines(file: Any, records: Iterable[Record]) -> array[int]:
    offsets = array("Q", [file.tell()])
    previous: bytes | None = None
    for line in _encoded(_encode(record) for record in records):
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
