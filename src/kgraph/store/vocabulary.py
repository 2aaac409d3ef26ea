"""The classes and properties of the provenance, as data: what ``rdf`` writes beside the schema's own terms."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Class:
    """A class of provenance nodes, with the classes of other vocabularies that it specialises."""

    name: str
    comment: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Property:
    """A property of provenance nodes. ``range`` is a class or a datatype as a prefixed name."""

    name: str
    comment: str
    range: str
    domain: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()


CLASSES = (
    Class(
        "Document",
        "A source document; its IRI also names the graph of what it states.",
        ("foaf:Document", "prov:Entity"),
    ),
    Class(
        "Section", "A part of a document under a heading; its IRI ends in the line of the heading.", ("prov:Entity",)
    ),
    Class("Statement", "A relation between two entities, as a thing that evidence can point to.", ("rdf:Statement",)),
    Class(
        "RejectedStatement",
        "A statement of documents that somebody rejected; it and its evidence are only in the graph of rejected statements.",
        ("rdf:Statement",),
    ),
    Class("Evidence", "The place in a document where a statement was read.", ("oa:TextQuoteSelector", "prov:Entity")),
    Class("Mention", "A place in a document that names an entity.", ("oa:TextQuoteSelector", "prov:Entity")),
    Class("Merge", "A name that was taken for an entity, and the rule that says why.", ()),
)

PROPERTIES = (
    Property("mentionOf", "The entity that is named here.", "owl:Thing", ("kg:Mention",)),
    Property("supports", "The statement that is made here.", "kg:Statement", ("kg:Evidence",)),
    Property("mergedInto", "The entity that the name stands for.", "owl:Thing", ("kg:Merge",)),
    Property("section", "The section in which it stands.", "kg:Section", ("kg:Mention", "kg:Evidence")),
    Property("line", "The line of the document, counted from 1.", "xsd:integer"),
    Property("column", "The character of the line, counted from 1.", "xsd:integer", ("kg:Mention", "kg:Evidence")),
    Property("quote", "The line, or as much of it as a reader needs.", "xsd:string", ("kg:Evidence",)),
    Property("extractor", "What read it, with its version.", "xsd:string", ("kg:Mention", "kg:Evidence")),
    Property("confidence", "The probability, 0 to 1, that a careful reader agrees.", "xsd:decimal"),
    Property("metric", "What a printed result measures.", "xsd:string", ("kg:Evidence",)),
    Property("value", "The printed result, as printed.", "xsd:string", ("kg:Evidence",)),
    Property("numericValue", "The number that a printed result is, to compare with.", "xsd:decimal", ("kg:Evidence",)),
    Property(
        "gain",
        "True where a printed result is a gain over something else, not a score.",
        "xsd:boolean",
        ("kg:Evidence",),
    ),
    Property("unit", "The unit of a printed result.", "xsd:string", ("kg:Evidence",)),
    Property(
        "name", "The name read out of the words, where it differs from them.", "xsd:string", ("kg:Mention", "kg:Merge")
    ),
    Property("alias", "Another name that the same place gives.", "xsd:string", ("kg:Mention",)),
    Property(
        "readAs", "The type that the place was read as, where it is not the entity's.", "xsd:string", ("kg:Mention",)
    ),
    Property("scope", "What keeps equal names of one document apart.", "xsd:string", ("kg:Mention",)),
    Property("rule", "Why names were taken for one entity.", "xsd:string", ("kg:Merge",)),
    Property("author", "Who rejected it.", "xsd:string", ("kg:RejectedStatement",)),
    Property("reason", "Why it was rejected.", "xsd:string", ("kg:RejectedStatement",)),
    Property("year", "The year printed beside it.", "xsd:integer"),
    Property("mainUrl", "The first of several addresses.", "xsd:anyURI", (), ("schema:url",)),
    Property("sha256", "The checksum of the document's bytes.", "xsd:string", ("kg:Document",)),
    Property("bytes", "The size of the document.", "xsd:integer", ("kg:Document",)),
    Property("number", "The printed number of a heading.", "xsd:string", ("kg:Section",)),
)
