"""Read-only questions on a built graph. Cost grows with the answer, not with the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.query.graph import Graph

__all__ = ["current_build", "open_graph"]


def open_graph(folder: Path | str = "data/graph", build: int | None = None, minimum_confidence: float = 0.0) -> Graph:
    """Open a built graph; see ``kgraph.query.graph.open_graph``."""
    from kgraph.query.graph import open_graph

    return open_graph(Path(folder), build, minimum_confidence)


def current_build(folder: Path | str = "data/graph") -> str | None:
    """Return the name of the build that is in ``folder`` now; see ``kgraph.store.folder.current_build``."""
    from kgraph.store.folder import current_build

    return current_build(Path(folder))
