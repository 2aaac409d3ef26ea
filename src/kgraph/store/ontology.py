"""The schema for others to read: an OWL ontology and SHACL shapes in Turtle, and a page in Markdown.

All of it is made from ``core.SCHEMA`` and ``vocabulary``; nothing here is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kgraph.core import SCHEMA
from kgraph.core.errors import UnknownFormatError
from kgraph.store.terms import PREFIXES, literal
from kgraph.store.vocabulary import CLASSES, PROPERTIES


def schema_text(format: str) -> str:
    """Return the schema as ``turtle`` (OWL), ``shacl`` (shapes in Turtle) or ``markdown``.

    Raises UnknownFormatError.

    >>> schema_text("turtle").splitlines()[0]
    '@prefix dcterms: <http://purl.org/dc/terms/> .'
    """
    texts = {"markdown": markdown, "shacl": shapes, "turtle": ontology}
    if format not in texts:
        raise UnknownFormatError(format, texts)
    return texts[format]()


def ontology() -> str:
    """Return the OWL ontology in Turtle."""
    parts = [_prefixes(), _ontology_head()]
    for kind in SCHEMA.entities.values():
        parts.append(
            f"kg:{kind.name} a owl:Class ;\n{_labels(kind.zh, kind.en, kind.definition)}"
            + "".join(f" ;\n    rdfs:subClassOf <{iri}>" for iri in kind.aligned)
            + " .\n"
        )
    for edge in SCHEMA.relations.values():
        parts.append(
            f"kg:{edge.name} a owl:ObjectProperty ;\n{_labels(edge.zh, edge.en, edge.definition)} ;\n"
            f"    rdfs:domain {_union(f'kg:{name}' for name in edge.head)} ;\n"
            f"    rdfs:range {_union(f'kg:{name}' for name in edge.tail)}"
            + "".join(f" ;\n    rdfs:subPropertyOf <{iri}>" for iri in edge.aligned)
            + " .\n"
        )
    for class_ in CLASSES:
        parents = "".join(f" ;\n    rdfs:subClassOf {parent}" for parent in class_.parents)
        parts.append(f"kg:{class_.name} a owl:Class ;\n    rdfs:comment {literal(class_.comment, 'en')}{parents} .\n")
    for item in PROPERTIES:
        kind_ = "owl:DatatypeProperty" if item.range.startswith("xsd:") else "owl:ObjectProperty"
        domain = f" ;\n    rdfs:domain {_union(item.domain)}" if item.domain else ""
        parents = "".join(f" ;\n    rdfs:subPropertyOf {parent}" for parent in item.parents)
        parts.append(
            f"kg:{item.name} a {kind_} ;\n    rdfs:comment {literal(item.comment, 'en')} ;\n"
            f"    rdfs:range {item.range}{domain}{parents} .\n"
        )
    return "\n".join(parts)


def shapes() -> str:
    """Return the SHACL shapes in Turtle: what every built graph keeps to."""
    return "\n".join([_prefixes(), *_entity_shapes(), *_relation_shapes(), _PROVENANCE_SHAPES])


def markdown() -> str:
    """Return the schema as a page."""
    lines = [
        "# Types and relations",
        "",
        "Made by `kgraph schema --format markdown`.",
        "",
        f"`kg:` is `{SCHEMA.namespace}`; entities are under `{SCHEMA.base}` unless a build says otherwise.",
        "",
        "## Entity types",
        "",
        "| type | 中文 | what it is | also a |",
        "| --- | --- | --- | --- |",
    ]
    for kind in SCHEMA.entities.values():
        lines.append(f"| {kind.name} | {kind.zh} | {kind.definition} | {_compact(kind.aligned)} |")
    lines += [
        "",
        "## Relations",
        "",
        "| relation | 中文 | from | to | when | also |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for edge in SCHEMA.relations.values():
        ends = f"{', '.join(edge.head)} | {', '.join(edge.tail)}"
        lines.append(f"| {edge.name} | {edge.zh} | {ends} | {edge.definition} | {_compact(edge.aligned)} |")
    lines += ["", "## Provenance", "", "| class | what it is | also a |", "| --- | --- | --- |"]
    lines += [f"| kg:{item.name} | {item.comment} | {', '.join(item.parents)} |" for item in CLASSES]
    lines += ["", "| property | of | value | what it says |", "| --- | --- | --- | --- |"]
    lines += [f"| kg:{p.name} | {', '.join(p.domain) or 'any'} | {p.range} | {p.comment} |" for p in PROPERTIES]
    return "\n".join(lines) + "\n"


def _prefixes() -> str:
    return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())


def _ontology_head() -> str:
    return (
        f"<{SCHEMA.namespace.rstrip('#')}> a owl:Ontology ;\n"
        '    dcterms:title "kgraph: papers, methods, datasets and code as reading lists speak of them"@en ;\n'
        "    dcterms:license <https://spdx.org/licenses/MIT> .\n"
    )


def _labels(zh: str, en: str, definition: str) -> str:
    return (
        f"    rdfs:label {literal(en, 'en')} , {literal(zh, 'zh')} ;\n    skos:definition {literal(definition, 'en')}"
    )


def _union(names: Iterable[str]) -> str:
    found = list(names)
    return found[0] if len(found) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(found)} ) ]"


def _any_class(names: Iterable[str]) -> str:
    return "sh:or ( " + " ".join(f"[ sh:class kg:{name} ]" for name in names) + " )"


def _entity_shapes() -> Iterator[str]:
    for name in SCHEMA.entities:
        yield f"""kg:{name}Shape a sh:NodeShape ;
    sh:targetClass kg:{name} ;
    sh:nodeKind sh:IRI ;
    sh:pattern "/{name.lower()}/." ;
    sh:property kg:LabelShape , kg:IdentifierShape , kg:MentionedShape , kg:ConfidenceShape .
"""
    yield """kg:LabelShape a sh:PropertyShape ;
    sh:path rdfs:label ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ;
    sh:message "An entity has one label."@en .

kg:IdentifierShape a sh:PropertyShape ;
    sh:path dcterms:identifier ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:message "An entity has one id."@en .

kg:MentionedShape a sh:PropertyShape ;
    sh:path [ sh:inversePath kg:mentionOf ] ; sh:minCount 1 ;
    sh:message "An entity is named in a document."@en .

kg:ConfidenceShape a sh:PropertyShape ;
    sh:path kg:confidence ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:decimal ;
    sh:minInclusive 0.0 ; sh:maxInclusive 1.0 ;
    sh:message "A confidence is a number from 0 to 1."@en .
"""


def _relation_shapes() -> Iterator[str]:
    for edge in SCHEMA.relations.values():
        heads, tails = " or ".join(edge.head), " or ".join(edge.tail)
        yield f"""kg:{edge.name}FromShape a sh:NodeShape ;
    sh:targetSubjectsOf kg:{edge.name} ;
    {_any_class(edge.head)} ;
    sh:message "{edge.name} starts at {heads}."@en .

kg:{edge.name}ToShape a sh:NodeShape ;
    sh:targetObjectsOf kg:{edge.name} ;
    {_any_class(edge.tail)} ;
    sh:message "{edge.name} leads to {tails}."@en .
"""


_PROVENANCE_SHAPES = f"""kg:StatementShape a sh:NodeShape ;
    sh:targetClass kg:Statement ;
    sh:property [ sh:path rdf:subject ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path rdf:object ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path rdf:predicate ; sh:minCount 1 ; sh:maxCount 1 ;
        sh:in ( {" ".join(f"kg:{name}" for name in SCHEMA.relations)} ) ] ;
    sh:property [ sh:path [ sh:inversePath kg:supports ] ; sh:minCount 1 ;
        sh:message "A statement has evidence."@en ] ;
    sh:property kg:ConfidenceShape .

kg:EvidenceShape a sh:NodeShape ;
    sh:targetClass kg:Evidence ;
    sh:property [ sh:path kg:supports ; sh:minCount 1 ; sh:maxCount 1 ; sh:class kg:Statement ] ;
    sh:property kg:DocumentShape , kg:LineShape , kg:ColumnShape , kg:WordsShape , kg:ExtractorShape , kg:ConfidenceShape .

kg:MentionShape a sh:NodeShape ;
    sh:targetClass kg:Mention ;
    sh:property [ sh:path kg:mentionOf ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property kg:DocumentShape , kg:LineShape , kg:ColumnShape , kg:WordsShape , kg:ExtractorShape , kg:ConfidenceShape .

kg:DocumentShape a sh:PropertyShape ;
    sh:path prov:wasDerivedFrom ; sh:minCount 1 ; sh:maxCount 1 ; sh:class kg:Document ;
    sh:message "What was read stands in one document of this graph."@en .

kg:LineShape a sh:PropertyShape ;
    sh:path kg:line ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 1 ;
    sh:message "What was read stands on a line, counted from 1."@en .

kg:ColumnShape a sh:PropertyShape ;
    sh:path kg:column ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ; sh:minInclusive 1 ;
    sh:message "What was read stands at a column, counted from 1."@en .

kg:WordsShape a sh:PropertyShape ;
    sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ;
    sh:message "What was read has its words."@en .

kg:ExtractorShape a sh:PropertyShape ;
    sh:path kg:extractor ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ;
    sh:message "What was read says what read it."@en .
"""


def _compact(iris: Iterable[str]) -> str:
    names = []
    for iri in iris:
        prefix = next(prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace))
        names.append(f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}")
    return ", ".join(names)
