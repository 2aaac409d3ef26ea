"""Write a built graph: every file of the graph's folder, swapped in as a whole."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from kgraph.core import BuildSettings, BuiltGraph
from kgraph.store import folder as folders
from kgraph.store.nodelink import NAME as NODE_LINK
from kgraph.store.nodelink import write_node_link


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
        write_node_link(resolution, target / NODE_LINK)
        _write_json(target / "build.json", built.report)
        _write_json(target / folders.MANIFEST, {"base": settings.base})


def _write_json(path: Path, data: object) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2, default=str) + "\n", "utf-8", "backslashreplace")
