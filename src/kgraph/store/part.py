"""The triples of a part of a built graph: some entities, what links them, and all that this stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph

from kgraph.core import SCHEMA
from kgraph.store.adjacency import TOLERANCE
from kgraph.store.oxigraph import FOLDER, open_store, parse_quads
from kgraph.store.rdf import QUADS
from kgraph.store.terms import Names, expand

_DECIMAL = pyoxigraph.NamedNode(expand("xsd:decimal"))
_DEFAULT = pyoxigraph.DefaultGraph()
_READ_FROM = ("prov:wasDerivedFrom", "kg:section", "dcterms:isPartOf")
_LINKS = {SCHEMA.namespace + name for name in SCHEMA.relations}.union(
    *(kind.aligned for kind in SCHEMA.relations.values())
)

Triples = Iterator[pyoxigraph.Triple]


def all_triples(build: Path) -> Triples:
    """Yield the triples of the default graph of a build, in the order of ``graph.nq``."""
    return (quad.triple for quad in parse_quads(build / QUADS) if quad.graph_name == _DEFAULT)


def triples_of(build: Path, base: str, entities: Iterable[str], minimum_confidence: float = 0.0) -> Triples:
    """Yield the triples about the entities with these ids, by subject.

    These are the entities with the relations among them, their mentions and merges, the statements of the relations
    with their evidence, and the documents and sections that all this was read from; relations below ``minimum_confidence``
    are left out. Costs what it yields.
    """
    names = Names(base)
    part = _Part(build / FOLDER, {pyoxigraph.NamedNode(names.entity(id_)) for id_ in entities}, minimum_confidence)
    for subject in sorted(part.subjects(), key=str):
        yield from sorted(part.about(subject), key=str)


def all_quads(build: Path) -> Iterator[pyoxigraph.Quad]:
    """Yield all quads of a build, those of the documents' graphs included, in the order of ``graph.nq``."""
    return parse_quads(build / QUADS)


def quads_of(
    build: Path, base: str, entities: Iterable[str], minimum_confidence: float = 0.0
) -> Iterator[pyoxigraph.Quad]:
    """Yield the triples that ``triples_of`` yields, each followed by itself in the graphs of the documents that say it."""
    store = open_store(build / FOLDER)
    for triple in triples_of(build, base, entities, minimum_confidence):
        yield pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, _DEFAULT)
        said = store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
        for graph in sorted({quad.graph_name for quad in said} - {_DEFAULT}, key=str):
            yield pyoxigraph.Quad(triple.subject, triple.predicate, triple.object, graph)


def _as_written(value: Any) -> Any:
    """Return a value as ``graph.nq`` has it: the store writes the decimal 1.0 as 1."""
    if isinstance(value, pyoxigraph.Literal) and value.datatype == _DECIMAL and "." not in value.value:
        return pyoxigraph.Literal(f"{value.value}.0", datatype=_DECIMAL)
    return value


def _iris(*terms: Any) -> tuple[str, str, str]:
    subject, predicate, object_ = (str(term.value) for term in terms)
    return subject, predicate, object_


class _Part:
    """Some entities of a store, and what belongs to them."""

    def __init__(self, store: Path, entities: set[pyoxigraph.NamedNode], minimum_confidence: float = 0.0):
        self._store, self._entities, self._least = open_store(store), entities, minimum_confidence - TOLERANCE
        self._doubtful = set[tuple[str, str, str]]()
        """Subject, property and object of the links that stand for weak statements only."""

    def about(self, subject: pyoxigraph.NamedNode) -> Triples:
        """Yield the triples of a subject, without the links of an entity to those outside."""
        for quad in self._store.quads_for_pattern(subject, None, None, _DEFAULT):
            link = subject in self._entities and quad.predicate.value in _LINKS
            if not link or (quad.object in self._entities and _iris(*quad.triple) not in self._doubtful):
                yield pyoxigraph.Triple(quad.subject, quad.predicate, _as_written(quad.object))

    def subjects(self) -> set[pyoxigraph.NamedNode]:
        """Return the entities and everything that is said of them and of the links among them."""
        found = set(self._entities)
        for entity in self._entities:
            found |= self._pointing("kg:mentionOf", entity) | self._pointing("kg:mergedInto", entity)
            sure, doubtful = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
            for statement in self._pointing("rdf:subject", entity):
                if self._objects(statement, "rdf:object") <= self._entities:
                    if self._confidence(statement) < self._least:
                        doubtful |= self._links(entity, statement)
                        continue
                    sure |= self._links(entity, statement)
                    found |= {statement} | self._pointing("kg:supports", statement)
            self._doubtful |= doubtful - sure
        sources = found
        while (
            sources := {place for one in sources for name in _READ_FROM for place in self._objects(one, name)} - found
        ):
            found |= sources
        return found

    def _confidence(self, statement: pyoxigraph.NamedNode) -> float:
        quads = self._store.quads_for_pattern(statement, pyoxigraph.NamedNode(expand("kg:confidence")), None, _DEFAULT)
        return min((float(quad.object.value) for quad in quads), default=1.0)  # type: ignore[union-attr]

    def _links(self, entity: pyoxigraph.NamedNode, statement: pyoxigraph.NamedNode) -> set[tuple[str, str, str]]:
        """Return the links that a statement stands for: its own property and those of other vocabularies."""
        return {
            (entity.value, property_, target.value)
            for target in self._objects(statement, "rdf:object")
            for relation in self._objects(statement, "rdf:predicate")
            for property_ in (relation.value, *SCHEMA.relations[relation.value.removeprefix(SCHEMA.namespace)].aligned)
        }

    def _pointing(self, name: str, to: pyoxigraph.NamedNode) -> set[pyoxigraph.NamedNode]:
        quads = self._store.quads_for_pattern(None, pyoxigraph.NamedNode(expand(name)), to, _DEFAULT)
        return {quad.subject for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)}

    def _objects(self, subject: pyoxigraph.NamedNode, name: str) -> set[pyoxigraph.NamedNode]:
        quads = self._store.quads_for_pattern(subject, pyoxigraph.NamedNode(expand(name)), None, _DEFAULT)
        return {quad.object for quad in quads if isinstance(quad.object, pyoxigraph.NamedNode)}
