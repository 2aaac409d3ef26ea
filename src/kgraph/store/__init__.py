"""Write a resolved graph to its folder, and read it back. Only ``oxigraph`` and ``from_rdf`` know pyoxigraph."""

from __future__ import annotations

from pathlib import Path

from kgraph.core import BuildSettings, BuiltGraph

__all__ = ["write_graph"]


def write_graph(built: BuiltGraph, folder: Path, settings: BuildSettings) -> None:
    """Write all files of ``built`` into ``folder``, which readers see whole or not at all.

    The same input gives the same bytes. Raises GraphBusyError when another process is building into the folder and
    GraphNotWrittenError when the disk is full or read-only; the graph that was there then stays as it was.
    Time and memory are linear in the number of entities, relations and pieces of evidence.
    """
    from kgraph.store import write  # its libraries are heavy, and most imports of kgraph never write

    write.write_graph(built, folder, settings)
