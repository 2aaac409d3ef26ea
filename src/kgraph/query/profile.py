"""What a graph's classes and properties are used for: the summary that completion and checks of a query work with.

Relations between entities are counted exactly, from the arrays of the graph's shape; all other properties (names, years,
provenance, terms of other vocabularies) in a sample of each class. The work is bounded, however large the graph is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from kgraph.core import SCHEMA
from kgraph.store.adjacency import RELATIONS, TYPES
from kgraph.store.terms import PREFIXES, expand
from kgraph.store.vocabulary import CLASSES

if TYPE_CHECKING:
    from kgraph.query.graph import Graph

SAMPLE = 1000
"""Nodes of each class whose properties are looked at."""

# One row per property and kind of value; the class of a value is its kg: class, of a literal its datatype and language.
_SAMPLED = """SELECT ?property ?kind (COUNT(*) AS ?triples) (COUNT(DISTINCT ?node) AS ?nodes) WHERE {{
  {{ SELECT ?node WHERE {{ ?node a <{class_}> }} LIMIT {sample} }}
  ?node ?property ?value .
  OPTIONAL {{ ?value a ?class FILTER(STRSTARTS(STR(?class), "{namespace}")) }}
  BIND(IF(BOUND(?class), STR(?class), IF(isLiteral(?value), CONCAT(STR(DATATYPE(?value)), "@", LANG(?value)), "")) AS ?kind)
}} GROUP BY ?property ?kind"""


@dataclass
class Use:
    """How a class uses a property: the share of its nodes that have it, and how many values of which kind there are.

    A kind is a class (``kg:Topic``), a datatype (``xsd:integer``), a language (``@zh``), or empty for other IRIs.
    """

    share: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """The classes of a graph with the numbers of their nodes (of provenance: at most ``SAMPLE``), and their properties.

    All terms are prefixed names. ``also`` names for each class of another vocabulary the kg: classes that it covers.
    """

    nodes: Mapping[str, int]
    uses: Mapping[str, Mapping[str, Use]]
    also: Mapping[str, tuple[str, ...]]

    @cached_property
    def properties(self) -> frozenset[str]:
        """All properties that are used."""
        return frozenset(name for uses in self.uses.values() for name in uses)

    @cached_property
    def terms(self) -> frozenset[str]:
        """All classes and properties that are used."""
        return self.properties | self.nodes.keys() | self.also.keys()

    def classes(self, name: str) -> frozenset[str]:
        """Return the kg: classes that a class stands for: itself, or those that another vocabulary's class covers."""
        return frozenset([name] if name in self.nodes else self.also.get(name, ()))

    def subjects(self, property: str) -> frozenset[str]:
        """Return the classes whose nodes have a property."""
        return frozenset(class_ for class_, uses in self.uses.items() if property in uses)

    def values(self, property: str, subjects: frozenset[str] | None = None) -> frozenset[str]:
        """Return the kinds of values that a property has, with ``subjects`` those of nodes of these classes."""
        return frozenset(
            kind
            for class_, uses in self.uses.items()
            if property in uses and (subjects is None or class_ in subjects)
            for kind in uses[property].kinds
        )


def profile(graph: Graph) -> Profile:
    """Return the profile of a graph. Some 20 short queries; time does not grow with the graph beyond the sample."""
    relations = _relations(graph)
    nodes, uses = {}, {}
    entities = dict(
        zip(TYPES, np.bincount(graph._files.shape.nodes["type"], minlength=len(TYPES)).tolist(), strict=True)
    )
    for name in (*SCHEMA.entities, *(kind.name for kind in CLASSES)):
        found, seen = _sampled(graph, name)
        if not seen:
            continue
        class_ = f"kg:{name}"
        nodes[class_] = entities.get(name, seen)
        uses[class_] = {**found, **relations.get(class_, {})}
    return Profile(nodes, uses, _covered(nodes))


def _sampled(graph: Graph, name: str) -> tuple[dict[str, Use], int]:
    """Return how a class uses its properties, and how many of its nodes were looked at."""
    query = _SAMPLED.format(class_=SCHEMA.namespace + name, sample=SAMPLE, namespace=SCHEMA.namespace)
    rows = [tuple(row.values()) for row in graph.query(query)]
    seen = max((nodes for property, _, _, nodes in rows if property == expand("rdf:type")), default=0)
    found: dict[str, Use] = {}
    for property, kind, triples, nodes in rows:
        use = found.setdefault(short(property), Use())
        use.share = max(use.share, nodes / max(seen, 1))
        use.kinds[_kind(kind)] = use.kinds.get(_kind(kind), 0) + triples
    return found, seen


def _relations(graph: Graph) -> dict[str, dict[str, Use]]:
    """Return for each class its relations, counted in the whole graph."""
    shape = graph._files.shape
    types, edges = shape.nodes["type"].astype("<i8"), shape.edges
    keys = (types[edges["source"]] * len(RELATIONS) + edges["relation"]) * len(TYPES) + types[edges["target"]]
    counts = np.bincount(keys, minlength=len(TYPES) ** 2 * len(RELATIONS)).reshape(
        len(TYPES), len(RELATIONS), len(TYPES)
    )
    sizes = np.bincount(types, minlength=len(TYPES))
    found: dict[str, dict[str, Use]] = {}
    for source, relation, target in np.argwhere(counts):
        use = found.setdefault(f"kg:{TYPES[source]}", {}).setdefault(f"kg:{RELATIONS[relation]}", Use())
        use.kinds[f"kg:{TYPES[target]}"] = int(counts[source, relation, target])
        use.share = min(1.0, sum(use.kinds.values()) / max(int(sizes[source]), 1))
    return found


def _covered(nodes: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    also: dict[str, list[str]] = {}
    for name, kind in SCHEMA.entities.items():
        for iri in kind.aligned:
            also.setdefault(short(iri), []).append(f"kg:{name}")
    for entry in CLASSES:
        for parent in entry.parents:
            also.setdefault(parent, []).append(f"kg:{entry.name}")
    return {name: kept for name, of in also.items() if (kept := tuple(class_ for class_ in of if class_ in nodes))}


def _kind(kind: str) -> str:
    datatype, _, language = kind.partition("@")
    return f"@{language}" if language else short(datatype)


def short(iri: str) -> str:
    """Return an IRI as a prefixed name where a declared prefix fits and the rest is a plain word, else as it is.

    >>> short("https://w3id.org/kgraph/ontology#basedOn"), short("urn:x")
    ('kg:basedOn', 'urn:x')
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and iri[len(namespace) :].replace("_", "").replace("-", "").isalnum():
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
