"""Write a built graph: every file of the graph's folder, swapped in as a whole."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from itertools import islice
from pathlib import Path

from kgraph.core import BuildSettings, BuiltGraph
from kgraph.store import adjacency, names
from kgraph.store import folder as folders
from kgraph.store.nodelink import NAME as NODE_LINK
from kgraph.store.nodelink import write_node_link
from kgraph.store.oxigraph import FOLDER as STORE
from kgraph.store.oxigraph import load_store
from kgraph.store.rdf import quad_lines
from kgraph.store.tables import write_tables

QUADS = "graph.nq"


def write_graph(built: BuiltGraph, folder: Path, settings: BuildSettings) -> None:
    """Write all files of ``built`` into ``folder``, which readers see whole or not at all.

    The same input gives the same bytes. Raises GraphBusyError when another process is building into the folder and
    GraphNotWrittenError when the disk is full or read-only; the graph that was there then stays as it was.
    Time and memory are linear in the number of entities, relations and pieces of evidence.
    """
    resolution = replace(
        built.resolution,
        entities=tuple(sorted(built.resolution.entities, key=lambda entity: entity.id)),
        relations=tuple(sorted(built.resolution.relations, key=lambda edge: (edge.source, edge.key, edge.target))),
    )
    with folders.writing(folder) as target:
        index = target / adjacency.FOLDER
        index.mkdir()
        node_starts, edge_starts = write_node_link(resolution, target / NODE_LINK)
        adjacency.write_adjacency(resolution, node_starts, edge_starts, index)
        names.write_names(resolution, index / names.NAME)
        write_tables(resolution, target)
        checksum = _write_quads(replace(built, resolution=resolution), settings.base, target / QUADS)
        triples = load_store(target / QUADS, target / STORE)
        _write_json(target / "build.json", built.report)
        _write_json(target / folders.MANIFEST, {"base": settings.base, "graph": checksum, "quads": triples})


def _write_quads(built: BuiltGraph, base: str, path: Path) -> str:
    """Write ``graph.nq`` and return its checksum, which names the content of the whole graph."""
    checksum = hashlib.sha256()
    with path.open("wb") as file:
        lines = quad_lines(built, base)
        while block := "".join(islice(lines, 50_000)).encode():
            checksum.update(block)
            file.write(block)
    return checksum.hexdigest()


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8", "backslashreplace")
