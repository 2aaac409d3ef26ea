"""Hold a built graph against the SHACL shapes of its schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.core import SCHEMA
from kgraph.store.folder import open_build
from kgraph.store.ontology import shapes
from kgraph.store.oxigraph import FOLDER, select_triples, unstated_relations
from kgraph.store.terms import Names, expand

if TYPE_CHECKING:
    import rdflib

_CHECKED = (
    *("rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:label", "dcterms:identifier", "oa:exact"),
    *("prov:wasDerivedFrom", "kg:mentionOf", "kg:supports", "kg:line", "kg:column", "kg:extractor", "kg:confidence"),
    *(f"kg:{name}" for name in SCHEMA.relations),
)
"""The properties that the shapes speak of; the others need not be copied into memory."""


@dataclass(frozen=True, order=True)
class Violation:
    """A shape that a node breaks: the node's IRI, what is wrong, and where in the sources the node comes from.

    ``document`` is a path and ``line`` counts from 1; None where the node comes from no place that is known.
    """

    node: str
    message: str
    document: str | None
    line: int | None
    shape: str


def check_graph(folder: Path | str) -> list[Violation]:
    """Return every violation of the shapes by the graph in ``folder``, sorted; an empty list means that it conforms.

    Raises GraphMissingError and GraphDamagedError. Copies the checked triples into memory; costs seconds per 100,000.
    """
    build = open_build(Path(folder))
    try:
        return check_store(build.path / FOLDER, str(build.manifest["base"]))
    finally:
        build.close()


def check_store(store: Path, base: str) -> list[Violation]:
    """Return every violation of the shapes by the triples in an Oxigraph store."""
    import pyshacl
    import rdflib

    data = rdflib.Graph()
    data.parse(data=select_triples(store, [expand(name) for name in _CHECKED]), format="nt")
    rules = rdflib.Graph().parse(data=shapes(), format="turtle")
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference=None, advanced=False, meta_shacl=False)
    places = _Places(data, Names(base))
    found = {Violation(node, message, *places.of(node), shape) for node, message, shape in _results(report)}
    for source, relation, target in unstated_relations(store):
        message = f"{relation.removeprefix(SCHEMA.namespace)} {target} is not stated anywhere: it has no evidence."
        found.add(Violation(source, message, *places.of(source), "kg:Statement"))
    return sorted(found, key=lambda v: (v.document or "", v.line or 0, v.node, v.message))


def _results(report: rdflib.Graph) -> Iterator[tuple[str, str, str]]:
    from rdflib import RDF, SH

    for result in report.subjects(RDF.type, SH.ValidationResult):
        message = str(report.value(result, SH.resultMessage))
        value = report.value(result, SH.value)
        if value is not None and str(value) != str(report.value(result, SH.focusNode)):
            message += f" (found: {value})"
        shape = report.value(result, SH.sourceShape)
        yield str(report.value(result, SH.focusNode)), message, str(shape).replace(SCHEMA.namespace, "kg:")


class _Places:
    """Where nodes come from: their own place, or the first place that names or supports them."""

    def __init__(self, data: rdflib.Graph, names: Names):
        self._data, self._names = data, names

    def of(self, node: str) -> tuple[str | None, int | None]:
        import rdflib

        iri = rdflib.URIRef(node)
        readings = [iri]
        for name in ("kg:mentionOf", "kg:supports"):
            readings += self._data.subjects(rdflib.URIRef(expand(name)), iri)  # type: ignore[arg-type]
        for statement in self._data.subjects(rdflib.URIRef(expand("rdf:subject")), iri):
            readings += self._data.subjects(rdflib.URIRef(expand("kg:supports")), statement)  # type: ignore[arg-type]
        places = []
        for reading in readings:
            document = self._data.value(reading, rdflib.URIRef(expand("prov:wasDerivedFrom")))
            line = self._data.value(reading, rdflib.URIRef(expand("kg:line")))
            if document is not None:
                number = int(str(line)) if str(line).isdigit() else None
                places.append((self._names.document_path(str(document)), number))
        return min(places, key=lambda place: (place[0], place[1] or 0), default=(None, None))
