"""How likely a property is at a place, by what the query still needs and by what people ask for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kgraph.core import SCHEMA
from kgraph.query.likeness import alike, likeness, property_words, value_words
from kgraph.query.profile import Profile
from kgraph.query.sparql_reader import Reading, Triple, words
from kgraph.query.term_classes import NAMES, TermClasses

_DETAILS = NAMES | {"kg:confidence", "dcterms:identifier"}
# How often people ask for what is no relation; a relation has 1. Terms that repeat another one stand behind it.
_ASKED = {
    "rdfs:label": 1.6, "skos:prefLabel": 0.4, "kg:year": 1.1, "schema:url": 0.7, "skos:altLabel": 0.3, "owl:sameAs": 0.2,
    "dcterms:identifier": 0.25, "kg:confidence": 0.3, "kg:mainUrl": 0.1, "schema:datePublished": 0.15, "kg:column": 0.3,
    "kg:extractor": 0.35, "kg:supports": 1.6, "kg:line": 1.2, "oa:exact": 1.1, "prov:wasDerivedFrom": 1.3, "kg:quote": 0.7,
    "kg:metric": 1.5, "kg:value": 1.5, "kg:mentionOf": 1.8, "rdf:subject": 1.5, "rdf:predicate": 1.4, "rdf:object": 1.3,
    "kg:section": 0.5, "dcterms:title": 1.2, "dcterms:format": 0.4, "kg:sha256": 0.2, "kg:bytes": 0.4, "kg:unit": 0.4,
    "kg:mergedInto": 1.5, "kg:name": 0.9, "kg:rule": 1.0, "dcterms:isPartOf": 0.9, "kg:number": 0.4, "kg:readAs": 0.2,
    "kg:alias": 0.3, "kg:scope": 0.1, "schema:parentOrganization": 0.5,
}  # fmt: skip
_REPEATED, _ATTRIBUTE = 0.12, 0.35


class Wanted:
    """What the query still has to find: variables that are asked for, and parts that do not hang together yet."""

    def __init__(self, reading: Reading, known: Profile):
        self._known = known
        bound = {end for triple in reading.triples for end in (triple.subject, triple.object)}
        self._missing = [name for name in dict.fromkeys(reading.projected) if name not in bound]
        self._said = {
            word for comment in reading.comments for word in words(comment) if len(word) > 3 or not word.isascii()
        }
        self._apart = _apart(reading)
        here = reading.visible()
        self._elsewhere = {
            name: 3.0 if triple.subject == reading.place.subject else 1.5
            for triple in sorted(
                (t for t in reading.triples + reading.made if t not in here),
                key=lambda t: t.subject == reading.place.subject,
            )
            for name in triple.properties
        }

    def boost(self, name: str, leads: Mapping[str, int], kinds: TermClasses) -> float:
        """Return how much more likely a property is by what the query still needs."""
        boost = self.of_property(name)
        if boost == 1 and any(alike(word, other) >= 0.8 for word in self._said for other in value_words(leads)):
            boost = 1.5
        close = max((likeness(variable, value_words(leads)) for variable in self._missing), default=0.0)
        total = sum(leads.values()) or 1
        meets = max(
            (sum(count for kind, count in leads.items() if kind in kinds.of(other)) / total for other in self._apart),
            default=0.0,
        )
        return boost * (1 + 2 * close) * (1 + 3 * meets)

    def of_property(self, name: str) -> float:
        """Return how much more likely a property is by its name."""
        close = max((likeness(variable, property_words(name)) for variable in self._missing), default=0.0)
        said = any(alike(word, other) == 1 for word in self._said for other in words(name) if len(other) > 3)
        return (1 + 5 * close) * (1.6 if said else 1) * self._elsewhere.get(name, 1)


def _apart(reading: Reading) -> list[str]:
    """Return the variables of other patterns that nothing links with the subject yet."""
    place, groups = reading.place, dict[str, set[str]]()
    for triple in reading.visible():
        ends = {end for end in (triple.subject, triple.object) if end.startswith(("?", "_", "<", "$"))}
        joined = set().union(ends, *(groups[end] for end in ends if end in groups))
        for end in joined:
            groups[end] = joined
    mine = groups.get(place.subject, set())
    return [name for name in groups if name not in mine and name.startswith(("?", "<", "$"))]


def fresh(name: str, used: Sequence[Triple], reading: Reading, classes: int) -> float:
    """Return how likely a property is after those that the node has already."""
    typed = any(triple.properties and triple.properties[0] in ("a", "rdf:type") for triple in used)
    names = {property for triple in used for property in triple.properties}
    place = reading.place
    if name == "rdf:type":
        if typed or place.path or not place.subject.startswith(("?", "$")):
            return 0.05
        known = used or any(triple.object == place.subject for triple in reading.visible())
        return 3.0 if not known else 1.6 if classes > 1 else 0.3
    if name in names:
        return (
            0.25
            if name in ("skos:prefLabel", "skos:altLabel") or name.removeprefix("kg:") in SCHEMA.relations
            else 0.03
        )
    # People say what a thing is or leads to before they ask for its name.
    return 0.4 if name in _DETAILS and not used and not place.path else 1.0


def asked(name: str, reading: Reading) -> float:
    """Return how often people ask for a property; a vocabulary that the query speaks already is likelier than others."""
    if name in _ASKED:
        return _ASKED[name]
    if name.startswith("kg:attribute_"):
        return _ATTRIBUTE
    if name.startswith("kg:") or name == "rdf:type":
        return 1.0
    spoken = any(triple.object.startswith(f"{name.split(':')[0]}:") for triple in reading.triples)
    return 1.2 if spoken else _REPEATED
