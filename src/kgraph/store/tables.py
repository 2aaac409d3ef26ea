"""``nodes.parquet`` and ``edges.parquet``: the graph as two tables for pandas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from kgraph.core import Entity, Relation, Resolution
from kgraph.core.quantities import numeric_value
from kgraph.store.splice import Run, Segment

if TYPE_CHECKING:
    import pyarrow

NODES, EDGES = "nodes.parquet", "edges.parquet"
_ROWS = 20_000
"""Rows that are held in memory at a time."""

T = TypeVar("T")


def write_tables(resolution: Resolution, folder: Path) -> None:
    """Write both tables. Rows have the order of ``graph.json``; the bytes depend on the resolution alone."""
    nodes, edges = _schemas()
    _write(folder / NODES, nodes, resolution.entities, _node_row)
    _write(folder / EDGES, edges, resolution.relations, _edge_row)


def write_changed_tables(last: Path, nodes: Sequence[Segment], edges: Sequence[Segment], folder: Path) -> None:
    """Write both tables with the changed rows of those in the folder ``last``: the bytes that ``write_tables`` would write."""
    schemas = _schemas()
    _rewrite(last / NODES, folder / NODES, schemas[0], nodes, _node_row)
    _rewrite(last / EDGES, folder / EDGES, schemas[1], edges, _edge_row)


def _schemas() -> tuple[pyarrow.Schema, pyarrow.Schema]:
    import pyarrow as pa

    texts = pa.list_(pa.string())
    nodes = pa.schema(
        [
            ("id", pa.string()),
            ("type", pa.dictionary(pa.int32(), pa.string())),
            ("label", pa.string()),
            ("label_zh", pa.string()),
            ("label_en", pa.string()),
            ("aliases", texts),
            ("url", pa.string()),
            ("urls", texts),
            ("year", pa.int32()),
            ("mentions", pa.int32()),
            ("documents", texts),
            ("confidence", pa.float64()),
        ]
    )
    edges = pa.schema(
        [
            ("source", pa.string()),
            ("relation", pa.dictionary(pa.int32(), pa.string())),
            ("target", pa.string()),
            ("confidence", pa.float64()),
            ("metric", pa.string()),
            ("value", pa.string()),
            ("unit", pa.string()),
            ("number", pa.float64()),
            ("gain", pa.bool_()),
            ("evidence", pa.int32()),
            ("document", pa.string()),
            ("line", pa.int32()),
            ("quote", pa.string()),
        ]
    )
    return nodes, edges


def _node_row(entity: Entity) -> tuple[Any, ...]:
    labels = dict(entity.labels)
    return (
        entity.id,
        entity.type,
        clean(entity.label),
        clean(labels.get("zh")),
        clean(labels.get("en")),
        [clean(alias) for alias in entity.aliases],
        clean(entity.url),
        [clean(url) for url in entity.urls],
        entity.year,
        len(entity.mentions),
        [clean(path) for path in sorted({mention.document for mention in entity.mentions})],
        entity.confidence,
    )


def _edge_row(relation: Relation) -> tuple[Any, ...]:
    first = relation.evidence[0]
    number = numeric_value(relation.value or "")
    return (
        relation.source,
        relation.key,
        relation.target,
        relation.confidence,
        clean(relation.metric),
        clean(relation.value),
        clean(relation.unit),
        float(number) if number is not None else None,
        relation.gain,
        len(relation.evidence),
        clean(first.document),
        first.line,
        clean(first.quote),
    )


def clean(text: str | None) -> str | None:
    """Return ``text`` with half surrogate pairs replaced, which UTF-8 has no bytes for.

    >>> clean("a\\ud800b")
    'a?b'
    """
    return text if text is None or text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _write(path: Path, schema: pyarrow.Schema, values: Sequence[T], row: Callable[[T], tuple[Any, ...]]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in _batches(row(value) for value in values):
            columns = list(zip(*rows, strict=True))
            arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _rewrite(
    old: Path, new: Path, schema: pyarrow.Schema, segments: Sequence[Segment], row: Callable[[Any], tuple[Any, ...]]
) -> None:
    import pyarrow as pa
    from pyarrow import compute, parquet

    # What ``parquet.read_table`` imports besides takes longer than the reading.
    with parquet.ParquetFile(old) as file:
        before = file.read()
    # A dictionary has the values of its own rows, in their order: it is made anew for each batch.
    plain = pa.schema(
        [pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type) for f in schema]
    )
    before = before.cast(plain)
    parts = []
    for part in segments:
        if isinstance(part, Run):
            parts.append(before.slice(part.start, part.end - part.start))
        else:
            values = row(part.value)
            parts.append(
                pa.Table.from_arrays(
                    [pa.array([v], type=f.type) for v, f in zip(values, plain, strict=True)], schema=plain
                )
            )
    after = pa.concat_tables(parts) if parts else plain.empty_table()
    with parquet.ParquetWriter(new, schema, compression="zstd") as writer:
        for start in range(0, after.num_rows, _ROWS):
            batch = after.slice(start, _ROWS).combine_chunks()
            arrays = [
                compute.dictionary_encode(column) if pa.types.is_dictionary(field.type) else column
                for column, field in zip(batch.columns, schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, _ROWS)):
        yield batch
