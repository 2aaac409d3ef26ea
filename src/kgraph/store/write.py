"""Write a built graph: every file of the graph's folder, swapped in as a whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from kgraph.core import BuildSettings, BuiltGraph
from kgraph.core.garbage import no_garbage
from kgraph.store import adjacency, documents, names, rejected
from kgraph.store import folder as folders
from kgraph.store.nodelink import NAME as NODE_LINK
from kgraph.store.nodelink import write_node_link
from kgraph.store.oxigraph import FOLDER as STORE
from kgraph.store.oxigraph import StoreWriter
from kgraph.store.rdf import QUADS, quad_texts
from kgraph.store.tables import write_tables

Report = Callable[[], dict[str, object]]

_BLOCK = 2_000
"""Subjects whose quads are joined and written at a time."""


def write_graph(built: BuiltGraph, folder: Path, settings: BuildSettings, report: Report | None = None) -> None:
    """Write all files of ``built`` into ``folder``, which readers see whole or not at all.

    ``report`` gives the content of ``build.json`` once the rest is written, so that it can tell how long that took; without
    it, that is ``built.report``. The same input gives the same bytes. Raises GraphBusyError when another process is building into the folder and
    GraphNotWrittenError when the disk is full or read-only; the graph that was there then stays as it was.
    Time and memory are linear in the number of entities, relations and pieces of evidence.
    """
    resolution = replace(
        built.resolution,
        entities=tuple(sorted(built.resolution.entities, key=lambda entity: entity.id)),
        relations=tuple(sorted(built.resolution.relations, key=lambda edge: (edge.source, edge.key, edge.target))),
    )
    with folders.writing(folder, settings.keep) as draft, no_garbage():
        target = draft.path
        index = target / adjacency.FOLDER
        index.mkdir()
        with StoreWriter(target / STORE) as store:
            checksum, quads = _write_quads(replace(built, resolution=resolution), settings.base, target / QUADS, store)
            node_starts, edge_starts = write_node_link(resolution, target / NODE_LINK)
            adjacency.write_adjacency(resolution, node_starts, edge_starts, index)
            names.write_names(resolution, index / names.NAME)
            documents.write_documents(built.documents, resolution, index / documents.NAME)
            write_tables(resolution, target)
            rejected.write_rejected(resolution, target / rejected.NAME)
        counts = {
            "entities": len(resolution.entities),
            "relations": len(resolution.relations),
            "documents": len(built.documents),
            "mentions": sum(len(entity.mentions) for entity in resolution.entities),
            "evidence": sum(len(relation.evidence) for relation in resolution.relations),
            "quads": quads,
        }
        draft.manifest.update(base=settings.base, graph=checksum, counts=counts, key=built.key)
        write_report(target, report() if report is not None else built.report)


def _write_quads(built: BuiltGraph, base: str, path: Path, store: StoreWriter) -> tuple[str, int]:
    """Write ``graph.nq`` and fill the store; return the file's checksum, which names the graph, and its lines."""
    checksum, quads = hashlib.sha256(), 0
    texts = quad_texts(built, base)
    with path.open("wb") as file:
        while content := "".join(islice(texts, _BLOCK)).encode():
            quads += content.count(b"\n")
            checksum.update(content)
            file.write(content)
            store.add(content)
    store.finish()
    return checksum.hexdigest(), quads


def write_report(build: Path, report: Mapping[str, object]) -> None:
    """Write ``build.json``: one line for each thing that it tells, and for each row of a list."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=str).encode
    parts = []
    for name, value in report.items():
        if isinstance(value, list) and value:
            rows = ",\n".join(f"    {encode(row)}" for row in value)
            parts.append(f"  {encode(name)}: [\n{rows}\n  ]")
        else:
            parts.append(f"  {encode(name)}: {encode(value)}")
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    (build / "build.json").write_text(text, "utf-8", "backslashreplace")
