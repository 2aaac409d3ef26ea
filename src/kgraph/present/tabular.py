"""Tables for spreadsheets: one zip with ``nodes.csv`` and ``edges.csv``."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.present.export import exporters
from kgraph.present.text import spreadsheet_cell

if TYPE_CHECKING:
    import networkx

_NODES = ("id", "type", "label", "zh", "en", "aliases", "url", "urls", "year", "mentions")
_EDGES = (
    "source",
    "relation",
    "target",
    "confidence",
    "metric",
    "value",
    "unit",
    "document",
    "line",
    "quote",
    "evidence",
)


@exporters.register("csv")
def write_csv(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write a zip of two UTF-8 tables (with a byte order mark, so that Excel reads Chinese), sorted.

    Lists of names are joined with `` | ``; ``mentions`` and ``evidence`` are JSON text; ``document``, ``line`` and
    ``quote`` repeat the first evidence for people. A cell that a spreadsheet would take for a formula begins with
    ``'``.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in (("nodes.csv", _node_rows(graph)), ("edges.csv", _edge_rows(graph))):
            # A fixed date: the same graph has to give the same bytes.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w") as file:
                _write_rows(file, rows)


def _write_rows(file: Any, rows: Iterable[Iterable[object]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _node_rows(graph: networkx.MultiDiGraph) -> Iterator[tuple[object, ...]]:
    yield _NODES
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        labels = data.get("labels") or {}
        known = {**data, "id": node, "zh": labels.get("zh"), "en": labels.get("en")}
        yield tuple(_value(known, name) for name in _NODES)


def _edge_rows(graph: networkx.MultiDiGraph) -> Iterator[tuple[object, ...]]:
    yield _EDGES
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: (str(edge[0]), str(edge[2]), str(edge[1])))
    for source, target, key, data in edges:
        first: dict[str, Any] = next(iter(data.get("evidence") or []), {})
        place = {name: first.get(name) for name in ("document", "line", "quote")}
        known = {**place, **data, "source": source, "relation": key, "target": target}
        yield tuple(_value(known, name) for name in _EDGES)


def _value(known: dict[str, Any], name: str) -> object:
    value = known.get(name)
    if name in ("mentions", "evidence"):
        return json.dumps(value or [], ensure_ascii=False, default=str)
    if isinstance(value, (list, tuple)):
        return " | ".join(map(str, value))
    return value


def _cell(value: object) -> object:
    if value is None:
        return ""
    return value if isinstance(value, (int, float)) else spreadsheet_cell(str(value))
