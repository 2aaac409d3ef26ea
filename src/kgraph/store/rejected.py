"""``rejected.json``: the statements that somebody rejected, each on a line as in ``graph.json``, with who, when and why."""

from __future__ import annotations

import json
from pathlib import Path

from kgraph.core import Resolution
from kgraph.store.nodelink import Record, edge_record

NAME = "rejected.json"
_DECISION = ("author", "date", "reason", "document", "line")


def write_rejected(resolution: Resolution, path: Path) -> None:
    """Write the file. The bytes depend on the resolution alone."""
    encode = json.JSONEncoder(ensure_ascii=False).encode
    rows = [
        {**edge_record(one.relation), "rejected": {name: getattr(one, name) for name in _DECISION}}
        for one in resolution.rejected
    ]
    text = "[\n" + ",\n".join(map(encode, rows)) + "\n]\n"
    path.write_text(text, "utf-8", "backslashreplace")


def read_rejected(path: Path) -> list[Record]:
    """Return the records; none where a graph was built without the file."""
    try:
        records: list[Record] = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return []
    return records
