"""kgraph: reading lists in Chinese and English as a knowledge graph that shows its sources.

>>> import kgraph
>>> "Paper" in kgraph.SCHEMA.entities
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kgraph.core import SCHEMA as SCHEMA
    from kgraph.core import BuildSettings as BuildSettings
    from kgraph.core import Document as Document
    from kgraph.core import Entity as Entity
    from kgraph.core import Evidence as Evidence
    from kgraph.core import Mention as Mention
    from kgraph.core import Relation as Relation
    from kgraph.core import build_settings as build_settings
    from kgraph.core.errors import KgraphError as KgraphError
    from kgraph.pipeline import build as build
    from kgraph.query.differences import Differences as Differences
    from kgraph.query.graph import Graph as Graph
    from kgraph.query.graph import open_graph as open
    from kgraph.query.history import history as history
    from kgraph.query.remote import RemoteGraph as RemoteGraph
    from kgraph.query.results import Edge as Edge
    from kgraph.query.results import Node as Node
    from kgraph.query.results import Subgraph as Subgraph
    from kgraph.query.sparql import QueryResult as QueryResult
    from kgraph.query.workers import Cancellation as Cancellation
    from kgraph.store.folder import restore as restore

__all__ = [
    "SCHEMA",
    "BuildSettings",
    "Cancellation",
    "Differences",
    "Document",
    "Edge",
    "Entity",
    "Evidence",
    "Graph",
    "KgraphError",
    "Mention",
    "Node",
    "QueryResult",
    "Relation",
    "RemoteGraph",
    "Subgraph",
    "build",
    "build_settings",
    "history",
    "open",
    "restore",
]

# Each name is imported at first use: `import kgraph` and `kgraph --help` load nothing heavy.
_HOMES = {
    "SCHEMA": "kgraph.core",
    "BuildSettings": "kgraph.core",
    "Cancellation": "kgraph.query.workers",
    "Differences": "kgraph.query.differences",
    "Document": "kgraph.core",
    "Edge": "kgraph.query.results",
    "Entity": "kgraph.core",
    "Evidence": "kgraph.core",
    "Graph": "kgraph.query.graph",
    "KgraphError": "kgraph.core.errors",
    "Mention": "kgraph.core",
    "Node": "kgraph.query.results",
    "QueryResult": "kgraph.query.sparql",
    "Relation": "kgraph.core",
    "RemoteGraph": "kgraph.query.remote",
    "Subgraph": "kgraph.query.results",
    "build": "kgraph.pipeline",
    "build_settings": "kgraph.core",
    "history": "kgraph.query.history",
    "open": "kgraph.query.graph:open_graph",
    "restore": "kgraph.store.folder",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kgraph' has no attribute '{name}'")
    module, _, original = _HOMES[name].partition(":")
    value = getattr(import_module(module), original or name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
