"""Core values to RDF: N-Quads, sorted by subject. ``from_rdf`` is the way back.

What the triples mean is told in ``docs/model.md``. In short: what a document states is in the named graph of that
document, and the default graph holds everything: all that the documents state, and the provenance beside it.
Statements that somebody rejected are in a graph of their own, with their evidence, and not in the default graph.
There are no blank nodes; the IRI of a statement, a mention or a piece of evidence is made from its content.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain
from operator import attrgetter
from typing import Any

from kgraph.core import SCHEMA, BuiltGraph, Document, Entity, Evidence, GraphChanges, Mention, Merge, Rejected, Relation
from kgraph.core.document import BlockKind
from kgraph.core.quantities import numeric_value
from kgraph.core.text import fold, language
from kgraph.store.terms import TRUE, Names, decimal, digest, integer, iri_part, literal, term, valid_iri

Subject = tuple[str, Callable[..., str], tuple[Any, ...]]
"""The IRI of a subject, and the function and values that give its lines, in order, as one text."""

QUADS = "graph.nq"
ATTRIBUTE = SCHEMA.namespace + "attribute_"

_TYPE, _LABEL = term("rdf:type"), term("rdfs:label")
_PREFERRED, _ALTERNATIVE = term("skos:prefLabel"), term("skos:altLabel")
_URL, _MAIN_URL, _URI = term("schema:url"), term("kg:mainUrl"), term("xsd:anyURI")
_YEAR, _PUBLISHED, _YEAR_TYPE = term("kg:year"), term("schema:datePublished"), term("xsd:gYear")
_IDENTIFIER, _TITLE, _PART_OF = term("dcterms:identifier"), term("dcterms:title"), term("dcterms:isPartOf")
_FORMAT, _SHA256, _BYTES, _NUMBER = term("dcterms:format"), term("kg:sha256"), term("kg:bytes"), term("kg:number")
_SAME_AS, _DERIVED, _EXACT = term("owl:sameAs"), term("prov:wasDerivedFrom"), term("oa:exact")
_PARENT = term("schema:parentOrganization")
_SUBJECT, _PREDICATE, _OBJECT = term("rdf:subject"), term("rdf:predicate"), term("rdf:object")
_SECTION, _SUPPORTS, _MENTION_OF = term("kg:section"), term("kg:supports"), term("kg:mentionOf")
_LINE, _COLUMN, _QUOTE = term("kg:line"), term("kg:column"), term("kg:quote")
_EXTRACTOR, _CONFIDENCE, _NAME = term("kg:extractor"), term("kg:confidence"), term("kg:name")
_RULE, _MERGED_INTO = term("kg:rule"), term("kg:mergedInto")
_READ_AS, _ALIAS, _SCOPE = term("kg:readAs"), term("kg:alias"), term("kg:scope")
_RESULT = {name: term(f"kg:{name}") for name in ("metric", "value", "unit")}
_NUMERIC_VALUE, _GAIN = term("kg:numericValue"), term("kg:gain")

_A_DOCUMENT = tuple(term(name) for name in ("kg:Document", "prov:Entity", "foaf:Document"))
_A_SECTION = tuple(term(name) for name in ("kg:Section", "prov:Entity"))
_A_MENTION, _AN_EVIDENCE = term("kg:Mention"), term("kg:Evidence")
_A_STATEMENT, _A_MERGE = term("kg:Statement"), term("kg:Merge")
_A_REJECTED, _AUTHOR, _REASON = term("kg:RejectedStatement"), term("kg:author"), term("kg:reason")
_DATE, _DATE_TYPE = term("dcterms:date"), term("xsd:date")


def _with_aligned(name: str, aligned: Iterable[str]) -> tuple[str, ...]:
    return (f"<{SCHEMA.namespace}{name}>", *(f"<{iri}>" for iri in aligned))


_STRETCH = 300
"""Characters beside a mention in which its other names count as printed with it."""

_CLASSES = {name: _with_aligned(name, kind.aligned) for name, kind in SCHEMA.entities.items()}
_PROPERTIES = {name: _with_aligned(name, kind.aligned) for name, kind in SCHEMA.relations.items()}

# What stands around a mention is long and seldom the same: to keep it would only take memory.
_fold_long = fold.__wrapped__

# The same few values stand in most lines.
_of_few = lru_cache(1024)(literal)
_number = lru_cache(65_536)(integer)
_probability = lru_cache(8192)(decimal)

# What the curated lists know of a mention's name says nothing about the place.
_KNOWN = Mention._fields.index("part_of")
_MERGE_KEY = attrgetter(*Merge.__dataclass_fields__)


def quad_texts(built: BuiltGraph, base: str) -> Iterator[str]:
    """Yield the N-Quads of ``built``, each once, in the order of canonical N-Quads (by code points), all of a subject at a time.

    Subjects are sorted kind by kind, and only the lines of one subject are held at a time.
    """
    writer = Writer(base, built.documents)
    kinds: dict[str, Callable[[], Iterable[Subject]]] = {
        "document/": lambda: writer.documents(built.documents),
        "evidence/": lambda: chain(
            writer.evidence(built.resolution.relations), writer.rejected_evidence(built.resolution.rejected)
        ),
        "mention/": lambda: writer.mentions(built.resolution.entities),
        "merge/": lambda: writer.merges(built.resolution.entities),
        "rejected/": lambda: writer.rejected(built.resolution.rejected),
        "statement/": lambda: writer.statements(built.resolution.relations),
    }
    outgoing: dict[str, list[Relation]] = {}
    for relation in built.resolution.relations:
        outgoing.setdefault(relation.source, []).append(relation)
    of_kind: dict[str, list[Entity]] = {}
    for entity in built.resolution.entities:
        of_kind.setdefault(entity.id.partition("/")[0] + "/", []).append(entity)
    for kind, entities in of_kind.items():
        kinds[kind] = lambda entities=entities: writer.entities(entities, outgoing)  # type: ignore[misc]
    for kind in sorted(kinds):
        previous = ""
        # The sign that ends the IRI on its line takes part in the order: "a>" stands behind "a-b>".
        for iri, function, values in sorted(kinds[kind](), key=lambda subject: subject[0] + ">"):
            if iri != previous:
                yield function(f"<{iri}>", *values)
            previous = iri


def _text(subject: str, said: Iterable[str]) -> str:
    """Return the sorted lines of what is said of a subject: predicate, object and, where it is not the default one, graph.

    What is said in order already costs less.
    """
    return f"{subject} " + f" .\n{subject} ".join(sorted(said)) + " .\n"


class Writer:
    """Give the lines of each value of one graph, and the IRIs of those that have no name of their own."""

    def __init__(self, base: str, documents: Iterable[Document] = ()):
        self.names = Names(base)
        self._entity = cache(self.names.entity)
        self._from = cache(lambda path: f"{_DERIVED} <{self.names.document(path)}>")
        self._headings: dict[str, list[int]] = {}
        self._lines: dict[str, tuple[str, ...]] = {}
        for document in documents:
            self._know(document)

    def _know(self, document: Document) -> None:
        self._headings[document.path] = [b.line for b in document.blocks if b.kind is BlockKind.HEADING]
        self._lines[document.path] = document.lines

    def entities(self, entities: Iterable[Entity], outgoing: dict[str, list[Relation]]) -> Iterator[Subject]:
        """Yield the entities, each with the relations that start at it."""
        for entity in entities:
            yield self._entity(entity.id), self.entity_text, (entity, outgoing.get(entity.id, ()))

    def mentions(self, entities: Iterable[Entity]) -> Iterator[Subject]:
        """Yield the mentions of the entities."""
        prefix = f"{self.names.base}mention/"
        for entity in entities:
            for mention in entity.mentions:
                yield prefix + digest(entity.id, *mention[:_KNOWN]), self.mention_text, (entity, mention)

    def merges(self, entities: Iterable[Entity]) -> Iterator[Subject]:
        """Yield what was merged into the entities."""
        prefix = f"{self.names.base}merge/"
        for entity in entities:
            for merge in entity.merges:
                yield prefix + digest(entity.id, *_MERGE_KEY(merge)), self.merge_text, (entity, merge)

    def statements(self, relations: Iterable[Relation]) -> Iterator[Subject]:
        """Yield the nodes that stand for the relations."""
        for relation in relations:
            yield self._statement(relation), self.statement_text, (relation,)

    def evidence(self, relations: Iterable[Relation]) -> Iterator[Subject]:
        """Yield the evidence of the relations."""
        prefix = f"{self.names.base}evidence/"
        for relation in relations:
            statement = self._statement(relation)
            for evidence in relation.evidence:
                iri = prefix + digest(statement, *evidence)
                yield iri, self.evidence_text, (statement, evidence)

    def rejected(self, rejected: Iterable[Rejected]) -> Iterator[Subject]:
        """Yield the nodes that stand for rejected statements."""
        for one in rejected:
            yield self._rejected(one), self.rejected_text, (one,)

    def rejected_evidence(self, rejected: Iterable[Rejected]) -> Iterator[Subject]:
        """Yield the evidence of rejected statements."""
        prefix = f"{self.names.base}evidence/"
        for one in rejected:
            statement = self._rejected(one)
            for evidence in one.relation.evidence:
                iri = prefix + digest(statement, *evidence)
                yield iri, self.rejected_evidence_text, (statement, evidence)

    def documents(self, documents: Iterable[Document]) -> Iterator[Subject]:
        """Yield the documents and their sections; the IRI of a section ends in the line of its heading."""
        for document in documents:
            whole = self.names.document(document.path)
            yield whole, self.document_text, (document,)
            for block in document.blocks:
                if block.kind is BlockKind.HEADING:
                    yield f"{whole}#L{block.line}", self.section_text, (document, block)

    def entity_text(self, subject: str, entity: Entity, outgoing: Iterable[Relation]) -> str:
        """Return what is said about an entity, and which documents say it."""
        said: set[str] = set()
        graph = self.names.document

        def say(predicate: str, value: str, documents: Iterable[str] = ()) -> None:
            what = f"{predicate} {value}"
            said.add(what)
            for document in documents:
                said.add(f"{what} <{graph(document)}>")

        printed = self._printed(entity)
        class_, *aligned = _CLASSES.get(entity.type) or _with_aligned(entity.type, ())
        say(_TYPE, class_, {mention.document for mention in entity.mentions})
        for class_ in aligned:
            say(_TYPE, class_)
        say(_LABEL, literal(entity.label))
        for predicate, name, tag in _labels(entity):
            say(predicate, literal(name, tag), printed.get(fold(name), ()))
        for url in entity.urls:
            say(_URL, f"{literal(url)}^^{_URI}", printed.get(url, ()))
        if entity.url is not None and len(entity.urls) > 1:
            say(_MAIN_URL, f"{literal(entity.url)}^^{_URI}")
        if entity.year is not None:
            say(_YEAR, integer(entity.year), printed.get(entity.year, ()))
            say(_PUBLISHED, f'"{entity.year:04d}"^^{_YEAR_TYPE}')
        say(_IDENTIFIER, literal(entity.id))
        say(_CONFIDENCE, _probability(entity.confidence))
        for name, value in entity.attributes:
            say(f"<{ATTRIBUTE}{iri_part(name)}>", literal(value))
        for iri in entity.same_as:
            say(_SAME_AS, f"<{valid_iri(iri)}>")
        if entity.part_of is not None:
            say(_PARENT, f"<{self._entity(entity.part_of)}>")
        for relation in outgoing:
            target = f"<{self._entity(relation.target)}>"
            supporting = {evidence.document for evidence in relation.evidence}
            property_, *aligned = _PROPERTIES.get(relation.key) or _with_aligned(relation.key, ())
            say(property_, target, supporting)
            for property_ in aligned:
                say(property_, target)
        return _text(subject, said)

    def mention_text(self, subject: str, entity: Entity, mention: Mention) -> str:
        """Return the triples of one mention of an entity."""
        said = [
            f"{_TYPE} {_A_MENTION}",
            f"{_EXACT} {literal(mention.text)}",
            self._from(mention.document),
            f"{_COLUMN} {_number(mention.column)}",
            f"{_CONFIDENCE} {_probability(mention.confidence)}",
            f"{_EXTRACTOR} {_of_few(mention.extractor)}",
            f"{_LINE} {_number(mention.line)}",
            f"{_MENTION_OF} <{self._entity(entity.id)}>",
        ]
        if mention.name != mention.text:
            said.append(f"{_NAME} {literal(mention.name)}")
        if mention.type != entity.type:
            said.append(f"{_READ_AS} {literal(mention.type)}")
        if mention.scope:
            said.append(f"{_SCOPE} {literal(mention.scope)}")
        if section := self._section(mention):
            said.append(section)
        if mention.year is not None:
            said.append(f"{_YEAR} {integer(mention.year)}")
        if mention.url is not None:
            said.append(f"{_URL} {literal(mention.url)}^^{_URI}")
        if mention.aliases:
            said += {f"{_ALIAS} {literal(alias)}" for alias in mention.aliases}
        if mention.attributes:
            said += {f"<{ATTRIBUTE}{iri_part(name)}> {literal(value)}" for name, value in mention.attributes}
        return _text(subject, said)

    def merge_text(self, subject: str, entity: Entity, merge: Merge) -> str:
        """Return the triples that say which name was merged into an entity, and why."""
        said = [
            f"{_TYPE} {_A_MERGE}",
            f"{_MERGED_INTO} <{self._entity(entity.id)}>",
            f"{_RULE} {literal(merge.rule)}",
            f"{_NAME} {literal(merge.name)}",
            f"{_LINE} {integer(merge.line)}",
        ]
        if merge.document:
            said.append(f"{_DERIVED} <{self.names.document(merge.document)}>")
        return _text(subject, said)

    def statement_text(self, subject: str, relation: Relation) -> str:
        """Return the triples of the node that stands for a relation, to which its evidence points."""
        return _text(subject, (*self._stated(relation), f"{_TYPE} {_A_STATEMENT}"))

    def _stated(self, relation: Relation) -> tuple[str, ...]:
        return (
            f"{_OBJECT} <{self._entity(relation.target)}>",
            f"{_PREDICATE} <{SCHEMA.namespace}{relation.key}>",
            f"{_SUBJECT} <{self._entity(relation.source)}>",
            f"{_CONFIDENCE} {_probability(relation.confidence)}",
        )

    def rejected_text(self, subject: str, rejected: Rejected) -> str:
        """Return the quads of a rejected statement: what it says, who rejected it, when, why, and where that stands."""
        said = [
            *self._stated(rejected.relation),
            f"{_TYPE} {_A_REJECTED}",
            f"{_AUTHOR} {literal(rejected.author)}",
            f"{_DATE} {literal(rejected.date)}^^{_DATE_TYPE}",
            f"{_REASON} {literal(rejected.reason)}",
            f"{_DERIVED} <{self.names.document(rejected.document)}>",
            f"{_LINE} {integer(rejected.line)}",
        ]
        return self._among_rejected(_text(subject, said))

    def rejected_evidence_text(self, subject: str, statement: str, evidence: Evidence) -> str:
        """Return the quads of one piece of evidence for a rejected statement."""
        return self._among_rejected(self.evidence_text(subject, statement, evidence))

    def _among_rejected(self, text: str) -> str:
        return text.replace(" .\n", f" <{self.names.rejected}> .\n")

    def evidence_text(self, subject: str, statement: str, evidence: Evidence) -> str:
        """Return the triples of one piece of evidence for a statement."""
        said = [
            f"{_TYPE} {_AN_EVIDENCE}",
            f"{_EXACT} {literal(evidence.text)}",
            self._from(evidence.document),
            f"{_COLUMN} {_number(evidence.column)}",
            f"{_CONFIDENCE} {_probability(evidence.confidence)}",
            f"{_EXTRACTOR} {_of_few(evidence.extractor)}",
            f"{_LINE} {_number(evidence.line)}",
            f"{_QUOTE} {literal(evidence.quote)}",
        ]
        if section := self._section(evidence):
            said.append(section)
        said.append(f"{_SUPPORTS} <{statement}>")
        for name, predicate in _RESULT.items():
            if (value := getattr(evidence, name)) is not None:
                said.append(f"{predicate} {literal(value)}")
        if evidence.value is not None and (number := numeric_value(evidence.value)) is not None:
            said.append(f"{_NUMERIC_VALUE} {decimal(number)}")
        if evidence.gain:
            said.append(f"{_GAIN} {TRUE}")
        return _text(subject, said)

    def document_text(self, subject: str, document: Document) -> str:
        """Return the triples that describe a document, whose IRI also names a graph."""
        said = [
            *(f"{_TYPE} {class_}" for class_ in _A_DOCUMENT),
            f"{_IDENTIFIER} {literal(document.path)}",
            f"{_TITLE} {literal(document.title or document.path)}",
            f"{_FORMAT} {literal(document.format)}",
            f"{_SHA256} {literal(document.checksum)}",
            f"{_BYTES} {integer(document.size)}",
        ]
        return _text(subject, said)

    def section_text(self, subject: str, document: Document, heading: Any) -> str:
        """Return the triples of a section: its title, its line, and what it is part of."""
        whole = self.names.document(document.path)
        above = "" if heading.section is None else f"#L{document.blocks[heading.section].line}"
        said = [
            *(f"{_TYPE} {class_}" for class_ in _A_SECTION),
            f"{_TITLE} {literal(heading.text)}",
            f"{_LINE} {integer(heading.line)}",
            f"{_DERIVED} <{whole}>",
            f"{_PART_OF} <{whole}{above}>",
        ]
        if heading.number:
            said.append(f"{_NUMBER} {literal(heading.number)}")
        return _text(subject, said)

    def _printed(self, entity: Entity) -> dict[str | int, set[str]]:
        """Return which documents print each name (folded), address and year of ``entity``.

        Names that a lexicon knows and nobody prints are no document's words: they are in the default graph only.
        """
        printed: dict[str | int, set[str]] = {}
        for mention in entity.mentions:
            names = {fold(name) for name in (mention.name, *mention.aliases)}
            lines = self._lines.get(mention.document)
            text = fold(mention.text)
            if lines and not all(name in text for name in names):
                words = text + "\n" + _fold_long(_around(lines, mention.line, mention.column))
                names = {name for name in names if name in words}
            for fact in (*names, mention.url, mention.year):
                if fact is not None:
                    printed.setdefault(fact, set()).add(mention.document)
        return printed

    def _rejected(self, rejected: Rejected) -> str:
        relation = rejected.relation
        return f"{self.names.base}rejected/{digest(relation.source, relation.key, relation.target)}"

    def _statement(self, relation: Relation) -> str:
        return self.names.statement(relation.source, relation.key, relation.target)

    def _section(self, read: Mention | Evidence) -> str:
        """Return that something was read in a section, "" where it stands in none."""
        headings = self._headings.get(read.document)
        if headings and (above := bisect_right(headings, read.line)):
            return f"{_SECTION} <{self.names.document(read.document)}#L{headings[above - 1]}>"
        return ""


def changed_texts(changes: GraphChanges, base: str) -> dict[str, str]:
    """Return the lines that subjects have after ``changes``, as one text each, by their IRIs in N-Quads; "" for those that are gone.

    These are all subjects whose lines may have changed. Costs what they have in lines, and the mentions of the entities.
    """
    writer = _ChangesWriter(base, changes.document)
    texts: dict[str, str] = {}
    before, after = (
        list(
            chain(
                writer.documents(one for pair in changes.documents.values() if (one := pair[side]) is not None),
                _of_entities(writer, changes, side),
                _of_relations(writer, changes, side),
                writer.rejected(changes.rejected[side]),
                writer.rejected_evidence(changes.rejected[side]),
            )
        )
        for side in (0, 1)
    )
    for iri, _, _ in before:
        texts[f"<{iri}>"] = ""
    written: set[str] = set()
    for iri, function, values in after:
        if iri not in written:
            written.add(iri)
            texts[f"<{iri}>"] = function(f"<{iri}>", *values)
    return texts


class _ChangesWriter(Writer):
    """A writer that looks documents up when it comes to them."""

    def __init__(self, base: str, document: Callable[[str], Document | None]):
        super().__init__(base)
        self._headings = _Lookup(self._headings, self._look)
        self._lines = _Lookup(self._lines, self._look)
        self._document = document

    def _look(self, path: str) -> None:
        if (document := self._document(path)) is not None:
            self._know(document)


class _Lookup(dict[str, Any]):
    def __init__(self, known: dict[str, Any], look: Callable[[str], None]):
        super().__init__(known)
        self._look = look

    def get(self, path: str, default: Any = None) -> Any:
        if path not in self:
            self._look(path)
        return super().get(path, default)


def _of_entities(writer: Writer, changes: GraphChanges, side: int) -> Iterator[Subject]:
    """Yield the subjects of entities, with the mentions and merges that only one side has or changed documents hold."""
    stating = {key[0] for key in changes.relations} - set(changes.entities)
    pairs = [*changes.entities.values(), *((changes.ends[0].get(id_), changes.ends[1].get(id_)) for id_ in stating)]
    for pair in pairs:
        if (entity := pair[side]) is None:
            continue
        other = pair[1 - side]
        outgoing = {entity.id: changes.outgoing(entity.id)} if side else {}
        yield from writer.entities([entity], outgoing)
        if entity.id in changes.entities:
            same = set(other.mentions) if other is not None else set()
            mentions = [one for one in entity.mentions if one not in same or one.document in changes.documents]
            part = replace(entity, mentions=tuple(mentions))
            yield from writer.mentions([part])
            yield from writer.merges([part])


def _of_relations(writer: Writer, changes: GraphChanges, side: int) -> Iterator[Subject]:
    for pair in changes.relations.values():
        if (relation := pair[side]) is None:
            continue
        yield from writer.statements([relation])
        other = pair[1 - side]
        same = set(other.evidence) if other is not None else set()
        evidence = [one for one in relation.evidence if one not in same or one.document in changes.documents]
        yield from writer.evidence([replace(relation, evidence=tuple(evidence))])


def _around(lines: tuple[str, ...], line: int, column: int) -> str:
    """Return what is printed about a place: the stretch of its line and the next two, of bounded length."""
    start = max(0, column - 1 - _STRETCH)
    return " ".join(
        [lines[line - 1][start : start + 3 * _STRETCH], *(more[:_STRETCH] for more in lines[line : line + 2])]
    )


def _labels(entity: Entity) -> Iterator[tuple[str, str, str]]:
    """Yield (property, name, language): one preferred name per language, the others as alternatives.

    A preferred name is not an alternative too: SKOS forbids it.
    """
    preferred = dict(entity.labels)
    preferred.setdefault(language(entity.label), entity.label)
    taken = {(name, tag) for tag, name in preferred.items()}
    yield from ((_PREFERRED, name, tag) for name, tag in taken)
    for name in (entity.label, *entity.aliases):
        if (name, language(name)) not in taken:
            yield _ALTERNATIVE, name, language(name)
