"""Tables for spreadsheets: one zip with the nodes, the edges, and the places that both were read from."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
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
    "gain",
    "document",
    "line",
    "quote",
    "evidence",
)
_MENTIONS = ("id", "document", "line", "column", "text", "extractor")
_EVIDENCE = (
    "source",
    "relation",
    "target",
    "document",
    "line",
    "column",
    "text",
    "quote",
    "extractor",
    "confidence",
    *_EDGES[4:8],
)


@exporters.register("csv")
def write_csv(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write a zip of four UTF-8 tables (with a byte order mark, so that Excel reads Chinese), sorted.

    ``nodes.csv`` and ``edges.csv`` count their mentions and evidence, which have a row each in ``mentions.csv`` and
    ``evidence.csv``. Lists of names are joined with `` | ``; ``document``, ``line`` and ``quote`` of an edge repeat its
    first evidence for people. A cell that a spreadsheet would take for a formula begins with ``'``.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in _TABLES.items():
            entry = _entry(f"{name}.csv")
            entry.compress_type = zipfile.ZIP_DEFLATED
            with archive.open(entry, "w") as file:
                _write_rows(file, rows(graph))


@exporters.register("parquet")
def write_parquet(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write a zip of four Parquet tables with the columns of the CSV ones; texts are as they are, no sign is put before them."""
    import pyarrow
    from pyarrow import parquet

    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, rows in _TABLES.items():
            head, *body = rows(graph)
            columns = {
                str(column): [None if row[place] in (None, "") else row[place] for row in body]
                for place, column in enumerate(head)
            }
            table = pyarrow.table({column: _typed(values) for column, values in columns.items()})
            data = io.BytesIO()
            parquet.write_table(table, data)
            archive.writestr(_entry(f"{name}.parquet"), data.getvalue())


def _typed(values: list[Any]) -> Any:
    """Return a column of whole numbers, of numbers or of text, whichever holds all values."""
    import pyarrow

    known = [value for value in values if value is not None]
    for python, arrow in ((int, pyarrow.int64()), ((int, float), pyarrow.float64())):
        if known and all(isinstance(value, python) and not isinstance(value, bool) for value in known):
            return pyarrow.array(values, arrow)
    texts = [None if value is None else str(value).encode("utf-8", "replace").decode() for value in values]
    return pyarrow.array(texts, pyarrow.string())


def _entry(name: str) -> zipfile.ZipInfo:
    """Return an entry with a fixed date: the same graph has to give the same bytes."""
    entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    entry.external_attr = 0o644 << 16
    return entry


def _write_rows(file: Any, rows: Iterable[Iterable[object]]) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()


def _node_rows(graph: networkx.MultiDiGraph) -> Iterator[tuple[object, ...]]:
    yield _NODES
    for node, data in _nodes(graph):
        labels = data.get("labels") or {}
        known = {**data, "id": node, "zh": labels.get("zh"), "en": labels.get("en")}
        yield tuple(_value(known, name) for name in _NODES)


def _edge_rows(graph: networkx.MultiDiGraph) -> Iterator[tuple[object, ...]]:
    yield _EDGES
    for source, target, key, data in _edges(graph):
        first: dict[str, Any] = next(iter(data.get("evidence") or []), {})
        place = {name: first.get(name) for name in ("document", "line", "quote")}
        known = {**place, **data, "source": source, "relation": key, "target": target}
        yield tuple(_value(known, name) for name in _EDGES)


def _mention_rows(graph: networkx.MultiDiGraph) -> Iterator[tuple[object, ...]]:
    yield _MENTIONS
    for node, data in _nodes(graph):
        for mention in data.get("mentions") or ():
            yield tuple({**mention, "id": node}.get(name) for name in _MENTIONS)


def _evidence_rows(graph: networkx.MultiDiGraph) -> Iterator[tuple[object, ...]]:
    yield _EVIDENCE
    for source, target, key, data in _edges(graph):
        for evidence in data.get("evidence") or ():
            known = {**evidence, "source": source, "relation": key, "target": target}
            yield tuple(known.get(name) for name in _EVIDENCE)


def _nodes(graph: networkx.MultiDiGraph) -> list[tuple[Any, dict[str, Any]]]:
    return sorted(graph.nodes(data=True), key=lambda item: str(item[0]))


def _edges(graph: networkx.MultiDiGraph) -> list[tuple[Any, Any, Any, dict[str, Any]]]:
    return sorted(graph.edges(keys=True, data=True), key=lambda edge: (str(edge[0]), str(edge[2]), str(edge[1])))


def _value(known: dict[str, Any], name: str) -> object:
    value = known.get(name)
    if name in ("mentions", "evidence"):
        return len(value or ())
    if isinstance(value, (list, tuple)):
        return " | ".join(map(str, value))
    return value


def _cell(value: object) -> object:
    if value is None:
        return ""
    return value if isinstance(value, (int, float)) else spreadsheet_cell(str(value))


_TABLES: dict[str, Callable[[networkx.MultiDiGraph], Iterator[tuple[object, ...]]]] = {
    "nodes": _node_rows,
    "mentions": _mention_rows,
    "edges": _edge_rows,
    "evidence": _evidence_rows,
}
