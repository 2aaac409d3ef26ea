"""How much the names that people give to variables look like the names of classes and properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kgraph.core import SCHEMA
from kgraph.query.sparql_reader import words

# Words of variables that mean a property or class by another name than its own.
_MEANT = {
    "rdfs:label": "label name title",
    "skos:prefLabel": "chinese english zh en",
    "skos:altLabel": "alias other synonym",
    "schema:url": "url address link page",
    "kg:year": "year when date",
    "dcterms:title": "title heading name",
    "dcterms:identifier": "path id identifier file",
    "oa:exact": "words text exact quote",
    "kg:quote": "quote sentence line",
    "prov:wasDerivedFrom": "document source path file",
    "kg:confidence": "confidence sure certain",
    "kg:value": "value score result",
    "kg:metric": "metric measure",
    "kg:line": "line",
    "rdf:subject": "subject from source method paper head",
    "rdf:object": "object to target tail",
    "rdf:predicate": "predicate relation property",
    "kg:hasCode": "code repository repo",
    "kg:developedBy": "organization organisation org company maker developer",
    "kg:authoredBy": "author person writer creator",
    "kg:evaluatedOn": "dataset benchmark",
    "kg:basedOn": "base ancestor parent basis",
    "kg:about": "topic subject field",
    "kg:publishedAt": "venue conference journal",
    "kg:broader": "broader parent",
    "kg:introduces": "method introduced new",
    "kg:discusses": "resource article named",
    "kg:outperforms": "worse beaten better",
    "kg:implements": "implemented",
    "kg:affiliatedWith": "organization affiliation employer",
    "kg:attribute_stars": "stars popularity",
    "kg:section": "section heading",
    "kg:supports": "statement",
    "kg:extractor": "extractor",
}


def likeness(variable: str, others: Iterable[str]) -> float:
    """Return 0 to 1: how much a variable's name looks like one of these words."""
    mine = list(words(variable))
    if mine and mine[-1] in ("label", "name", "title"):  # ?paperLabel is no paper
        mine = mine[-1:]
    return max((alike(one, other) for one in mine for other in others), default=0.0)


def alike(one: str, other: str) -> float:
    """Return 0 to 1: how much two words look alike; one may be cut short.

    >>> alike("org", "organization"), alike("papers", "paper"), alike("y", "year"), alike("map", "paper")
    (0.8, 1.0, 0.3, 0.0)
    """
    if one == other or one.removesuffix("s") == other.removesuffix("s"):
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if not longer.startswith(shorter):
        return 0.0
    return 0.8 if len(shorter) >= 3 else 0.3


def property_words(name: str) -> list[str]:
    """Return the words by which people mean a property."""
    if name in ("skos:prefLabel", "skos:altLabel"):  # any variable called "…Label" means the label
        return _MEANT[name].split()
    own = [
        word
        for word in words(name.partition(":")[2])
        if word not in ("by", "on", "at", "has", "attribute", "with", "was")
    ]
    kind = SCHEMA.relations.get(name.removeprefix("kg:"))
    return [*own, *_MEANT.get(name, "").split(), *([kind.zh] if kind else [])]


def class_words(name: str) -> list[str]:
    """Return the words by which people mean a class."""
    kind = SCHEMA.entities.get(name.removeprefix("kg:"))
    other = {"Organization": "organisation org company", "Repository": "repo code", "Method": "model",
             "Document": "doc source", "Person": "author people"}  # fmt: skip
    local = name.removeprefix("kg:")
    return [*words(local), *other.get(local, "").split(), *([kind.zh] if kind else [])]


def value_words(leads: Mapping[str, int]) -> list[str]:
    """Return the words of the class that most values of a property have."""
    main = max(leads, key=lambda kind: leads[kind], default="")
    return class_words(main) if main.startswith("kg:") else []
