"""The words that all stages share: frozen values, the schema, identifiers, text, errors, settings."""

from kgraph.core.claims import Claim, Extraction, Mention
from kgraph.core.curation import Curation
from kgraph.core.document import Block, BlockKind, Cell, Document, Inline, Link, Problem
from kgraph.core.graph import BuiltGraph, Doubt, Entity, Evidence, GraphChanges, Merge, Rejected, Relation, Resolution
from kgraph.core.registry import Registry
from kgraph.core.schema import SCHEMA, EntityType, RelationType, Schema
from kgraph.core.settings import BuildSettings, build_settings

__all__ = [
    "SCHEMA",
    "Block",
    "BlockKind",
    "BuildSettings",
    "BuiltGraph",
    "Cell",
    "Claim",
    "Curation",
    "Document",
    "Doubt",
    "Entity",
    "EntityType",
    "Evidence",
    "Extraction",
    "GraphChanges",
    "Inline",
    "Link",
    "Mention",
    "Merge",
    "Problem",
    "Registry",
    "Rejected",
    "Relation",
    "RelationType",
    "Resolution",
    "Schema",
    "build_settings",
]
