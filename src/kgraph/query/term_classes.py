"""Which classes the terms of a query may stand for, by the patterns around them and by what the graph has."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import TYPE_CHECKING

from kgraph.core import SCHEMA
from kgraph.query.likeness import class_words, likeness
from kgraph.query.profile import Profile, short
from kgraph.query.sparql_reader import Reading, Triple

if TYPE_CHECKING:
    from kgraph.query.graph import Graph

TYPES = {f"kg:{name}": name for name in SCHEMA.entities}
"""The entity types by their class."""
NAMES = frozenset({"rdfs:label", "skos:prefLabel", "skos:altLabel"})
"""The properties whose values are names of entities."""
_PATTERNS = 200
"""Patterns that are looked at, the last ones: no query that people write has more."""


class TermClasses:
    """Which classes the terms of a query may stand for."""

    def __init__(self, known: Profile, base: str, reading: Reading, graph: Graph):
        self._known, self._base, self._prefixes, self._graph = known, base, reading.prefixes, graph
        self._everything = frozenset(known.nodes)
        self._classes: dict[str, frozenset[str]] = {}
        self.typed: set[str] = set()
        self._values = reading.values
        patterns = [self._in_prefixes(triple) for triple in reading.visible()[-_PATTERNS:]]
        for _ in range(4):
            narrowed = [self._narrow(pattern) for pattern in patterns]
            if not any(narrowed):
                break

    def of(self, term: str) -> frozenset[str]:
        """Return the classes that a term may stand for."""
        if term not in self._classes:
            self._classes[term] = self._first(term)
        return self._classes[term]

    def weights(self, term: str) -> dict[str, float]:
        """Return the classes that a term may stand for, with how likely each is (the sum is 1)."""
        classes = self.of(term) or self._everything
        close = {name: exp(4.5 * likeness(term, class_words(name))) * (1 if name in TYPES else 0.3) for name in classes}
        total = sum(close.values())
        return {name: value / total for name, value in close.items()}

    def reached(self, properties: Sequence[str], inverse: bool, term: str) -> frozenset[str]:
        """Return the kinds of values that properties have on a term."""
        names = [self._named(name) for name in properties]
        if inverse:
            return frozenset().union(*(self._known.subjects(name) for name in names))
        return frozenset().union(*(self._known.values(name, self.of(term)) for name in names))

    def _first(self, term: str) -> frozenset[str]:
        if term in self._values:
            return frozenset().union(*(self.of(value) for value in self._values[term])) or self._everything
        iri = term[1:-1] if term.startswith("<") else ""
        if iri.startswith(self._base):
            part = iri.removeprefix(self._base).split("/")[0]
            return frozenset(name for name in self._everything if name.removeprefix("kg:").lower() == part)
        return self._everything

    def _named(self, term: str) -> str:
        """Return a property or class as the profile names it."""
        if term == "a":
            return "rdf:type"
        if term.startswith("<"):
            return short(term[1:-1])
        prefix, _, local = term.partition(":")
        return short(self._prefixes[prefix] + local) if prefix in self._prefixes else term

    def _in_prefixes(self, triple: Triple) -> Triple:
        return Triple(triple.subject, tuple(map(self._named, triple.properties)), triple.object, triple.group)

    def _narrow(self, triple: Triple) -> bool:
        """Hold both ends of a pattern to what the graph has; return whether that said something new."""
        before = self.of(triple.subject), self.of(triple.object)
        if triple.properties == ("rdf:type",):
            self.typed.add(triple.subject)
            named = self._known.classes(self._named(triple.object))
            self._keep(triple.subject, named)
        elif triple.properties == ("rdf:predicate",):
            self._of_statement(triple)
        elif triple.properties:
            subjects = frozenset().union(*(self._leading(name, before[1]) for name in triple.properties))
            self._keep(triple.subject, subjects)
            values = frozenset().union(
                *(self._known.values(name, self.of(triple.subject)) for name in triple.properties)
            )
            self._keep(triple.object, values & self._everything)
            if triple.properties[0] in NAMES and triple.object.startswith(("'", '"')):
                self._keep(triple.subject, self._called(triple.object))
        return before != (self.of(triple.subject), self.of(triple.object))

    def _of_statement(self, triple: Triple) -> None:
        self._keep(triple.subject, frozenset({"kg:Statement"}))

    def _leading(self, property: str, objects: frozenset[str]) -> frozenset[str]:
        """Return the classes with a property that leads to one of these classes, or to no class at all."""
        return frozenset(
            class_
            for class_, uses in self._known.uses.items()
            if property in uses
            and any(kind in objects or kind not in self._everything for kind in uses[property].kinds)
        )

    def _called(self, literal: str) -> frozenset[str]:
        """Return the classes of the entities that are called so."""
        name = literal.strip("\"'")
        return frozenset(f"kg:{self._graph._files.node(node).type}" for node, _ in self._graph._search.named(name))

    def _keep(self, term: str, classes: frozenset[str]) -> None:
        kept = self.of(term) & classes
        if kept:  # what contradicts itself finds nothing anyway, and must not leave a reader without a list
            self._classes[term] = kept
