"""Write a graph to a file of another program: the exporters, a plug-in family.

An exporter takes a ``networkx.MultiDiGraph`` with the keys of ``graph.json`` (node: ``type``, ``label``, ``aliases`` …;
edge: key = the relation, ``evidence``, ``confidence`` …) and a binary file, and writes the whole file. The same graph
gives the same bytes, whatever the order of its nodes and edges. Other packages add exporters through the entry-point
group ``kgraph.exporters``.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from kgraph.core.registry import Registry
from kgraph.present.files import sink

if TYPE_CHECKING:
    import networkx


class Exporter(Protocol):
    """The signature of an exporter; ``options`` are named in its own docstring."""

    def __call__(self, graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
        """Write ``graph`` to ``out``."""


exporters: Registry[Exporter] = Registry("exporter")
_MODULES = (
    "bibliography", "cytoscape", "diagrams", "drawings", "json_format", "outline", "page", "rdf_formats", "tabular",
    "xml_formats",
)  # fmt: skip


def formats() -> list[str]:
    """Return the names of all formats, sorted.

    >>> formats()
    ['bib', 'csv', 'cx2', 'cyjs', 'dot', 'gexf', 'graphml', 'html', 'json', 'jsonld', 'md', 'mermaid', 'nq', 'parquet',
     'pdf', 'png', 'pptx', 'svg', 'trig', 'ttl']
    """
    _load()
    return exporters.names()


def export(graph: networkx.MultiDiGraph, format: str, out: BinaryIO | str | Path, **options: object) -> None:
    """Write ``graph`` in ``format`` to a path or a binary file; the graph is not changed.

    A file that cannot be finished is not left behind half written. Raises UnknownPluginError for a format that is not
    known, NotWrittenError when the path cannot be written, MissingExtraError for ``html`` without pyvis, ``cx2`` without ndex2.
    """
    _load()
    exporter = exporters.get(format)
    if not isinstance(out, (str, Path)):
        exporter(graph, out, **options)
        return
    with sink(Path(out)) as file:
        exporter(graph, file, **options)


def _load() -> None:
    for module in _MODULES:
        importlib.import_module(f"kgraph.present.{module}")
