"""Write a resolved graph to its folder, check it, and tell its schema. Only ``oxigraph`` and its like know pyoxigraph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.core import BuildSettings, BuiltGraph, GraphChanges, Resolution
from kgraph.store.ontology import schema_text

if TYPE_CHECKING:
    from kgraph.store.check import Violation
    from kgraph.store.write import Report

__all__ = ["can_change", "check_graph", "read_graph", "schema_text", "write_changes", "write_graph"]

# The libraries behind these are heavy, and most imports of this package need neither.


def write_graph(built: BuiltGraph, folder: Path, settings: BuildSettings, report: Report | None = None) -> None:
    """Write all files of ``built`` into ``folder``, which readers see whole or not at all.

    ``report`` gives the content of ``build.json`` once the rest is written, so that it can tell how long that took; without
    it, that is ``built.report``. The same input gives the same bytes. Raises GraphBusyError when another process is building into the folder and
    GraphNotWrittenError when the disk is full or read-only; the graph that was there then stays as it was.
    Time and memory are linear in the number of entities, relations and pieces of evidence.
    """
    from kgraph.store import write

    write.write_graph(built, folder, settings, report)


def can_change(folder: Path) -> bool:
    """Return whether ``write_changes`` knows all files of the graph in ``folder``; see ``kgraph.store.changed.can_change``."""
    from kgraph.store import changed

    return changed.can_change(folder)


def write_changes(changes: GraphChanges, folder: Path, settings: BuildSettings, report: Report) -> None:
    """Write the graph that ``changes`` make of the last one; see ``kgraph.store.changed.write_changes``."""
    from kgraph.store import changed

    changed.write_changes(changes, folder, settings, report)


def read_graph(folder: Path | str) -> Resolution:
    """Return the entities and relations of the graph in ``folder``; see ``kgraph.store.from_rdf.read_graph``."""
    from kgraph.store import from_rdf

    return from_rdf.read_graph(folder)


def check_graph(folder: Path | str) -> list[Violation]:
    """Return every violation of the SHACL shapes by the graph in ``folder``; see ``kgraph.store.check.check_graph``."""
    from kgraph.store import check

    return check.check_graph(folder)
