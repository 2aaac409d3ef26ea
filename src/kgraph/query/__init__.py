"""Read-only questions on a built graph. Cost grows with the answer, not with the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kgraph.query.graph import Graph

__all__ = ["open_graph"]


def open_graph(folder: Path | str = "data/graph") -> Graph:
    """Open a built graph; see ``kgraph.query.graph.open_graph``."""
    from kgraph.query.graph import open_graph

    return open_graph(folder)
