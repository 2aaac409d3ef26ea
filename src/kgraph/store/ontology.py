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
    return "\n".join([_prefixes(), *_entity_shapes(), *_relation_shapes(), *_property_shapes()])


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


def _entity_shapes() -> Iterator[str]:
    for name in SCHEMA.entities:
        yield f"""kg:{name}Shape a sh:NodeShape ;
    sh:targetClass kg:{name} ;
    sh:nodeKind sh:IRI ;
    sh:pattern "/{name.lower()}/." ;
    sh:message "The IRI of a {name} has /{name.lower()}/ before its name."@en .
"""


def _relation_shapes() -> Iterator[str]:
    for edge in SCHEMA.relations.values():
        for end, types, words in (("Subjects", edge.head, "starts at"), ("Objects", edge.tail, "leads to")):
            classes = " ".join(f"kg:{name}" for name in types)
            aligned = " ".join(f"<{iri}>" for name in types for iri in SCHEMA.entities[name].aligned)
            yield f"""kg:{edge.name}{end}Shape a sh:PropertyShape ;
    sh:target{end}Of kg:{edge.name} ;
    sh:path rdf:type ;
    sh:minCount 1 ;
    sh:in ( {classes} {aligned} ) ;
    sh:message "{edge.name} {words} {" or ".join(types)}."@en .
"""


def _property_shapes() -> Iterator[str]:
    """Yield one shape per property, with the classes it is for.

    Each has its own target, which validators handle many times faster than parts of the shape of a node.
    """
    entities = tuple(SCHEMA.entities)
    read = ("Mention", "Evidence")
    relations = " ".join(f"kg:{name}" for name in SCHEMA.relations)
    one = "sh:minCount 1 ; sh:maxCount 1 ;"
    iri, words = f"{one} sh:nodeKind sh:IRI", f"{one} sh:minLength 1"
    count = f"{one} sh:datatype xsd:integer ; sh:minInclusive 1"
    share = f"{one} sh:datatype xsd:decimal ; sh:minInclusive 0.0 ; sh:maxInclusive 1.0"
    everything = (*entities, "Statement", *read)
    for name, targets, path, rule, message in (
        ("Label", entities, "rdfs:label", words, "An entity has one label."),
        ("Identifier", entities, "dcterms:identifier", words, "An entity has one id."),
        (
            "Mentioned",
            entities,
            "[ sh:inversePath kg:mentionOf ]",
            "sh:minCount 1",
            "An entity is named in a document.",
        ),
        ("Confidence", everything, "kg:confidence", share, "A confidence is one number from 0 to 1."),
        ("Subject", ("Statement",), "rdf:subject", iri, "A statement has one subject."),
        ("Object", ("Statement",), "rdf:object", iri, "A statement has one object."),
        ("Predicate", ("Statement",), "rdf:predicate", f"{one} sh:in ( {relations} )", "A statement has one relation."),
        ("Stated", ("Statement",), "[ sh:inversePath kg:supports ]", "sh:minCount 1", "A statement has evidence."),
        ("Supports", ("Evidence",), "kg:supports", f"{one} sh:class kg:Statement", "Evidence supports one statement."),
        ("MentionOf", ("Mention",), "kg:mentionOf", iri, "A mention names one entity."),
        ("Source", read, "prov:wasDerivedFrom", f"{one} sh:class kg:Document", "What was read stands in one document."),
        ("Line", read, "kg:line", count, "What was read stands on a line, counted from 1."),
        ("Column", read, "kg:column", count, "What was read stands at a column, counted from 1."),
        ("Words", read, "oa:exact", words, "What was read has its words."),
        ("Extractor", read, "kg:extractor", words, "What was read says what read it."),
    ):
        yield f"""kg:{name}Shape a sh:PropertyShape ;
    sh:targetClass {" , ".join(f"kg:{target}" for target in targets)} ;
    sh:path {path} ;
    {rule} ;
    sh:message "{message}"@en .
"""


def _compact(iris: Iterable[str]) -> str:
    names = []
    for iri in iris:
        prefix = next(prefix for prefix, namespace in PREFIXES.items() if iri.startswith(namespace))
        names.append(f"{prefix}:{iri.removeprefix(PREFIXES[prefix])}")
    return ", ".join(names)
