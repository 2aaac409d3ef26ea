"""RDF back to core values: the inverse of ``rdf``, for whoever has only the N-Quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kgraph.core import SCHEMA, Entity, Evidence, Mention, Merge, Relation, Resolution
from kgraph.core.errors import GraphDamagedError
from kgraph.core.graph import main_result
from kgraph.store.folder import open_build
from kgraph.store.rdf import ATTRIBUTE, QUADS
from kgraph.store.terms import Names, expand, from_iri_part

if TYPE_CHECKING:
    from pyoxigraph import Quad

Facts = dict[str, list[tuple[str, str]]]
"""Of one subject: from a property's IRI to its values, each with its language tag."""

_TYPE = expand("rdf:type")


def read_graph(folder: Path | str) -> Resolution:
    """Return the entities and relations of the graph in ``folder``, read from its ``graph.nq``.

    They come back in the normal form of ``from_quads``. Raises GraphMissingError and GraphDamagedError. Memory and time are
    linear in the graph.
    """
    from kgraph.store.oxigraph import parse_quads

    build = open_build(Path(folder))
    try:
        return from_quads(parse_quads(build.path / QUADS), str(build.manifest["base"]))
    except (SyntaxError, KeyError, ValueError) as error:
        raise GraphDamagedError(folder, f"{QUADS} cannot be read ({error})") from error
    finally:
        build.close()


def from_quads(quads: Iterable[Quad], base: str) -> Resolution:
    """Return the entities and relations that the default graph of ``quads`` describes.

    What RDF cannot hold comes back in its normal form: sets of names, addresses and mentions are sorted (the main
    address first, mentions and evidence by place), a name is a label of its own language, and confidences have
    six decimals. Memory is linear in the number of quads.
    """
    reader = RdfReader(base, facts(quad for quad in quads if quad.graph_name.__class__.__name__ == "DefaultGraph"))
    return Resolution(
        tuple(sorted(reader.entities(), key=lambda entity: entity.id)),
        tuple(sorted(reader.relations(), key=lambda edge: (edge.source, edge.key, edge.target))),
    )


def facts(triples: Iterable[Quad]) -> dict[str, Facts]:
    """Return what is said of each subject."""
    subjects: dict[str, Facts] = {}
    for triple in triples:
        value = triple.object
        pair = (str(getattr(value, "value", value)), getattr(value, "language", None) or "")
        subjects.setdefault(str(triple.subject.value), {}).setdefault(triple.predicate.value, []).append(pair)  # type: ignore[union-attr]
    return subjects


class RdfReader:
    """The entities and relations that ``subjects`` describe, all or a part of a graph.

    A part of a graph need not describe the entities at both ends of its relations: their ids by IRI are given as ``ids``.
    """

    def __init__(self, base: str, subjects: dict[str, Facts], ids: Mapping[str, str] | None = None):
        self.names, self.subjects = Names(base), subjects
        self._ids: dict[str, str] = dict(ids or {})
        self._types: dict[str, str] = {}
        by_class: dict[str, list[str]] = {}
        for iri, facts in subjects.items():
            for class_, _ in facts.get(_TYPE, ()):
                by_class.setdefault(class_.removeprefix(SCHEMA.namespace), []).append(iri)
        for type_ in SCHEMA.entities:
            for iri in by_class.get(type_, ()):
                self._ids[iri] = self._one(iri, "dcterms:identifier")
                self._types[iri] = type_
        self._mentions = self._grouped(by_class.get("Mention", ()), "kg:mentionOf")
        self._merges = self._grouped(by_class.get("Merge", ()), "kg:mergedInto")
        self._evidence = self._grouped(by_class.get("Evidence", ()), "kg:supports")
        self._statements = by_class.get("Statement", [])

    def entities(self) -> Iterator[Entity]:
        """Yield the entities that are described. Raises KeyError where one lacks what each has."""
        for iri in self._types:
            id_ = self._ids[iri]
            label = self._one(iri, "rdfs:label")
            preferred = sorted((tag, name) for name, tag in self.subjects[iri].get(expand("skos:prefLabel"), ()))
            names = {name for _, name in preferred} | set(self._all(iri, "skos:altLabel"))
            main = self._maybe(iri, "kg:mainUrl")
            main = main or self._maybe(iri, "schema:url")
            urls = sorted(self._all(iri, "schema:url"), key=lambda url: (url != main, url))
            yield Entity(
                id_,
                self._types[iri],
                label,
                tuple(
                    sorted(
                        (self._mention(node, self._types[iri]) for node in self._mentions.get(iri, ())),
                        key=lambda mention: (mention.document, mention.line, mention.column, repr(mention)),
                    )
                ),
                tuple(preferred),
                tuple(sorted(names - {label})),
                main,
                tuple(urls),
                self._maybe_int(iri, "kg:year"),
                self._attributes(iri),
                tuple(sorted(self._all(iri, "owl:sameAs"))),
                tuple(sorted(self._merge(node) for node in self._merges.get(iri, ()))),
                float(self._one(iri, "kg:confidence")),
                self._whole(iri),
            )

    def relations(self) -> Iterator[Relation]:
        """Yield the relations that statements describe. Raises KeyError where one lacks what each has."""
        for iri in self._statements:
            evidence = tuple(sorted((self._one_evidence(node) for node in self._evidence.get(iri, ())), key=place))
            first = main_result(evidence)
            yield Relation(
                self._ids[self._one(iri, "rdf:subject")],
                self._one(iri, "rdf:predicate").removeprefix(SCHEMA.namespace),
                self._ids[self._one(iri, "rdf:object")],
                evidence,
                float(self._one(iri, "kg:confidence")),
                first.metric if first else None,
                first.value if first else None,
                first.unit if first else None,
                first.gain if first else False,
            )

    def _whole(self, iri: str) -> str | None:
        whole = self._maybe(iri, "schema:parentOrganization")
        return None if whole is None else self._ids.get(whole)

    def _mention(self, node: str, type_: str) -> Mention:
        return Mention(
            self._maybe(node, "kg:readAs") or type_,
            self._maybe(node, "kg:name") or self._one(node, "oa:exact"),
            *self._place(node),
            aliases=tuple(sorted(self._all(node, "kg:alias"))),
            url=self._maybe(node, "schema:url"),
            year=self._maybe_int(node, "kg:year"),
            attributes=self._attributes(node),
            confidence=float(self._one(node, "kg:confidence")),
            scope=self._maybe(node, "kg:scope") or "",
        )

    def _one_evidence(self, node: str) -> Evidence:
        return Evidence(
            *self._place(node),
            quote=self._one(node, "kg:quote"),
            confidence=float(self._one(node, "kg:confidence")),
            metric=self._maybe(node, "kg:metric"),
            value=self._maybe(node, "kg:value"),
            unit=self._maybe(node, "kg:unit"),
            gain=self._maybe(node, "kg:gain") == "true",
        )

    def _merge(self, node: str) -> Merge:
        document = self._maybe(node, "prov:wasDerivedFrom")
        return Merge(
            self._one(node, "kg:rule"),
            self._one(node, "kg:name"),
            self.names.document_path(document) if document else "",
            int(self._one(node, "kg:line")),
        )

    def _place(self, node: str) -> tuple[str, int, int, str, str]:
        return (
            self.names.document_path(self._one(node, "prov:wasDerivedFrom")),
            int(self._one(node, "kg:line")),
            int(self._one(node, "kg:column")),
            self._one(node, "oa:exact"),
            self._one(node, "kg:extractor"),
        )

    def _attributes(self, node: str) -> tuple[tuple[str, str], ...]:
        return tuple(
            sorted(
                (from_iri_part(property_.removeprefix(ATTRIBUTE)), value)
                for property_, values in self.subjects[node].items()
                if property_.startswith(ATTRIBUTE)
                for value, _ in values
            )
        )

    def _grouped(self, nodes: Iterable[str], name: str) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        for node in nodes:
            groups.setdefault(self._one(node, name), []).append(node)
        return groups

    def _all(self, node: str, name: str) -> list[str]:
        return [value for value, _ in self.subjects[node].get(expand(name), ())]

    def _one(self, node: str, name: str) -> str:
        return self.subjects[node][expand(name)][0][0]

    def _maybe(self, node: str, name: str) -> str | None:
        values = self.subjects[node].get(expand(name))
        return values[0][0] if values else None

    def _maybe_int(self, node: str, name: str) -> int | None:
        value = self._maybe(node, name)
        return None if value is None else int(value)


def place(evidence: Evidence) -> tuple[str, int, int, str]:
    """Return the key that sorts evidence by where it stands, ties by content."""
    return evidence.document, evidence.line, evidence.column, repr(evidence)
