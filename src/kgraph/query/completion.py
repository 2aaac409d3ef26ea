"""What may stand at a place of a SPARQL query, best first: from the data of the graph, and from the query so far.

What a variable stands for follows from the patterns around it and from the classes and properties that the graph really
has (``profile``). A property is offered where nodes of these classes have it, and stands before another one when more of
them have it, when it leads to a variable that is asked for, and when people ask for it more often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp
from typing import TYPE_CHECKING

from kgraph.core import SCHEMA
from kgraph.query.profile import Profile, profile, short
from kgraph.query.sparql_reader import Reading, Triple, is_open, read, tokens, words
from kgraph.store.terms import PREFIXES
from kgraph.store.vocabulary import CLASSES, PROPERTIES

if TYPE_CHECKING:
    from kgraph.query.graph import Graph
    from kgraph.query.results import Hit

_ENTITIES = 8
_PATTERNS = 200
"""Patterns that are looked at, the last ones: no query that people write has more."""
_TYPES = {f"kg:{name}": name for name in SCHEMA.entities}
_NAMES = frozenset({"rdfs:label", "skos:prefLabel", "skos:altLabel"})
_DETAILS = _NAMES | {"kg:confidence", "dcterms:identifier"}
_START = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX")
_PROJECTION = ("DISTINCT", "WHERE", "COUNT", "AVG", "MIN", "MAX", "SUM", "SAMPLE", "GROUP_CONCAT", "AS")
_GROUP = ("OPTIONAL", "FILTER", "VALUES", "BIND", "UNION", "MINUS", "GRAPH", "SELECT")
_FUNCTIONS = (
    "CONTAINS", "LCASE", "LANG", "STR", "REGEX", "STRSTARTS", "BOUND", "NOT EXISTS", "EXISTS", "IN", "COALESCE", "IF",
    "STRLEN", "DATATYPE", "LANGMATCHES", "REPLACE", "ISIRI", "ISLITERAL", "YEAR", "xsd:integer", "xsd:decimal",
)  # fmt: skip
_MODIFIER = ("ORDER BY", "GROUP BY", "LIMIT", "HAVING", "OFFSET", "DESC", "ASC", "VALUES", "COUNT")

# How often people ask for what is no relation; a relation has 1. Terms that repeat another one stand behind it.
_ASKED = {
    "rdfs:label": 1.6, "skos:prefLabel": 0.4, "kg:year": 1.1, "schema:url": 0.7, "skos:altLabel": 0.3, "owl:sameAs": 0.2,
    "dcterms:identifier": 0.25, "kg:confidence": 0.3, "kg:mainUrl": 0.1, "schema:datePublished": 0.15, "kg:column": 0.3,
    "kg:extractor": 0.35, "kg:supports": 1.6, "kg:line": 1.2, "oa:exact": 1.1, "prov:wasDerivedFrom": 1.3, "kg:quote": 0.7,
    "kg:metric": 1.5, "kg:value": 1.5, "kg:mentionOf": 1.8, "rdf:subject": 1.5, "rdf:predicate": 1.4, "rdf:object": 1.3,
    "kg:section": 0.5, "dcterms:title": 1.2, "dcterms:format": 0.4, "kg:sha256": 0.2, "kg:bytes": 0.4, "kg:unit": 0.4,
    "kg:mergedInto": 1.5, "kg:name": 0.9, "kg:rule": 1.0, "dcterms:isPartOf": 0.9, "kg:number": 0.4, "kg:readAs": 0.2,
    "kg:alias": 0.3, "kg:scope": 0.1,
}  # fmt: skip
_REPEATED, _ATTRIBUTE = 0.12, 0.35
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


@dataclass(frozen=True)
class Option:
    """Something that may stand at a place: the ``text`` that is put there, and what a list shows of it.

    ``kind`` is ``property``, ``class``, ``entity``, ``variable``, ``prefix``, ``keyword`` or ``function``. ``zh`` and ``en``
    are names; ``type`` is the class of an entity, ``leads`` the kinds of values of a property, ``count`` how many there are.
    """

    text: str
    kind: str
    zh: str = ""
    en: str = ""
    type: str = ""
    leads: tuple[str, ...] = ()
    count: int | None = None


@dataclass(frozen=True)
class Completion:
    """What may stand between ``start`` and ``end`` of a text, best first. ``kind`` is that of the place, or ``class``.

    The options do not depend on what is typed there already, but for entities (and names of entities), which are those
    that it finds; ``searched`` says that there may be such.
    """

    start: int
    end: int
    kind: str
    options: tuple[Option, ...]
    searched: bool = False


class Completer:
    """Complete queries on one graph. The graph's profile is made at the first question, and kept."""

    def __init__(self, graph: Graph):
        self._graph = graph
        self._base = graph.base

    @cached_property
    def profile(self) -> Profile:
        """What the graph's classes and properties are used for."""
        return profile(self._graph)

    def complete(self, text: str, cursor: int | None = None) -> Completion:
        """Return what may stand at ``cursor`` (the end of the text, when not given).

        Costs time in the length of the text, and a search where an entity may stand; not in the size of the graph.
        """
        cursor = len(text) if cursor is None else max(0, min(cursor, len(text)))
        start, end = _open_token(text, cursor)
        typed = text[start:cursor]
        reading = read(text, cursor)
        place = reading.place
        if place.kind == "quiet":
            return Completion(cursor, cursor, "quiet", ())
        if place.kind == "predicate":
            return Completion(start, end, place.kind, tuple(self._properties(reading)))
        if place.kind == "object" and place.step[0][:1] in (("a",), ("rdf:type",)):
            return Completion(start, end, "class", tuple(self._classes(reading, self._kinds(reading))))
        if place.kind == "object" or (place.kind == "subject" and typed):
            return Completion(start, end, place.kind, tuple(self._objects(reading, typed)), True)
        return Completion(start, end, place.kind, tuple(_others(reading)))

    def _kinds(self, reading: Reading) -> _Kinds:
        return _Kinds(self.profile, self._base, reading, self._graph)

    # --- properties ---

    def _properties(self, reading: Reading) -> list[Option]:
        place = reading.place
        kinds = self._kinds(reading)
        if place.step[1]:
            return self._inverses(kinds, place.subject, reading)
        weights = kinds.weights(place.subject)
        leads = {
            name: _merged(
                self.profile.uses[class_][name].kinds for class_ in weights if name in self.profile.uses[class_]
            )
            for class_ in weights
            for name in self.profile.uses[class_]
        }
        scores = {
            name: sum(
                weight * self.profile.uses[c][name].share ** 0.35
                for c, weight in weights.items()
                if name in self.profile.uses[c]
            )
            for name in leads
        }
        wanted = _Wanted(reading, self.profile)
        used = [t for t in reading.triples if t.subject == place.subject and t.group == place.group[: len(t.group)]]
        for name in scores:
            scores[name] *= (
                _asked(name, reading)
                * wanted.boost(name, leads[name], kinds)
                * _fresh(name, used, reading, len(kinds.of(place.subject)))
            )
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        return [_property(name, leads[name]) for name in ranked]

    def _inverses(self, kinds: _Kinds, node: str, reading: Reading) -> list[Option]:
        """Return the properties that lead to a node."""
        classes, wanted = kinds.of(node), _Wanted(reading, self.profile)
        counts: dict[str, int] = {}
        for uses in self.profile.uses.values():
            for name, use in uses.items():
                reached = sum(count for kind, count in use.kinds.items() if kind in classes)
                if reached:
                    counts[name] = counts.get(name, 0) + reached
        scores = {
            name: count**0.35 * _asked(name, reading) * wanted.of_property(name) for name, count in counts.items()
        }
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        return [_property(name, dict.fromkeys(self.profile.subjects(name), 1)) for name in ranked]

    # --- objects ---

    def _objects(self, reading: Reading, typed: str) -> list[Option]:
        place = reading.place
        properties, inverse = place.step
        kinds = self._kinds(reading)
        variables = [_variable(name) for name in reading.variables if name != place.subject]
        if properties == ("rdf:predicate",):
            return [*self._relations(), *variables]
        if properties == ("graph",):
            return [*variables, *self._documents()]
        if properties and _NAMES & set(properties):
            return [*variables, *self._literals(typed, kinds.of(place.subject))]
        if properties == ("values",):
            types = kinds.of(place.subject)
        elif place.kind == "subject" or not properties:
            types = frozenset(_TYPES)
        else:
            ends = kinds.reached(properties, inverse, place.subject)
            types = ends & _TYPES.keys()
        found = self._found(typed, types) if types else []
        keywords = [Option(word, "keyword") for word in _GROUP] if place.kind == "subject" else []
        return [*variables, *found, *keywords]

    def _classes(self, reading: Reading, kinds: _Kinds) -> list[Option]:
        possible = kinds.of(reading.place.subject)
        close = {class_: _likeness(reading.place.subject, _class_words(class_)) for class_ in self.profile.nodes}
        own = sorted(
            self.profile.nodes,
            key=lambda c: (c not in possible, -close[c], c not in _TYPES, -self.profile.nodes[c]),
        )
        other = [Option(name, "class", count=None) for name in sorted(self.profile.also)]
        return [*(_class(name, self.profile.nodes[name]) for name in own), *other]

    def _relations(self) -> list[Option]:
        counted = {
            name: sum(sum(uses[name].kinds.values()) for uses in self.profile.uses.values() if name in uses)
            for name in (f"kg:{relation}" for relation in SCHEMA.relations)
        }
        return [_property(name, {}) for name, count in sorted(counted.items(), key=lambda item: -item[1]) if count]

    def _documents(self) -> list[Option]:
        return [Option(f"<{document.iri}>", "entity", document.path, document.path, "Document")
                for document in self._graph.documents()[:200]]  # fmt: skip

    def _found(self, typed: str, types: frozenset[str]) -> list[Option]:
        """Return entities of these classes that what is typed may mean."""
        hits = self._search(typed.strip("<>\"'"), types & _TYPES.keys())
        return [_entity(hit, f"<{self._graph.iri(hit.node)}>") for hit in hits]

    def _literals(self, typed: str, classes: frozenset[str]) -> list[Option]:
        """Return names of entities, as literals."""
        hits = self._search(typed.strip("\"'"), classes & _TYPES.keys())
        return [_entity(hit, '"' + hit.node.label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')
                for hit in hits]  # fmt: skip

    def _search(self, text: str, types: Iterable[str]) -> Sequence[Hit]:
        text = text.removeprefix(self._base).replace("/", " ")[:200]
        return self._graph.search(text, _ENTITIES, [_TYPES[name] for name in types]) if text.strip() else []


def _open_token(text: str, cursor: int) -> tuple[int, int]:
    """Return where the token that is being written starts and ends; both are the cursor when there is none."""
    for token in tokens(text):
        if token.start < cursor <= token.end and token.kind != "comment" and is_open(token, cursor):
            return token.start, token.end if token.kind != "string" else cursor
    return cursor, cursor


class _Kinds:
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
        close = {
            name: exp(4.5 * _likeness(term, _class_words(name))) * (1 if name in _TYPES else 0.3) for name in classes
        }
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
            if triple.properties[0] in _NAMES and triple.object.startswith(("'", '"')):
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


class _Wanted:
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

    def boost(self, name: str, leads: Mapping[str, int], kinds: _Kinds) -> float:
        """Return how much more likely a property is by what the query still needs."""
        boost = self.of_property(name)
        if boost == 1 and any(_alike(word, other) >= 0.8 for word in self._said for other in _value_words(leads)):
            boost = 1.5
        close = max((_likeness(variable, _value_words(leads)) for variable in self._missing), default=0.0)
        total = sum(leads.values()) or 1
        meets = max(
            (sum(count for kind, count in leads.items() if kind in kinds.of(other)) / total for other in self._apart),
            default=0.0,
        )
        return boost * (1 + 2 * close) * (1 + 3 * meets)

    def of_property(self, name: str) -> float:
        """Return how much more likely a property is by its name."""
        close = max((_likeness(variable, _property_words(name)) for variable in self._missing), default=0.0)
        said = any(_alike(word, other) == 1 for word in self._said for other in words(name) if len(other) > 3)
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


def _fresh(name: str, used: Sequence[Triple], reading: Reading, classes: int) -> float:
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


def _asked(name: str, reading: Reading) -> float:
    """Return how often people ask for a property; a vocabulary that the query speaks already is likelier than others."""
    if name in _ASKED:
        return _ASKED[name]
    if name.startswith("kg:attribute_"):
        return _ATTRIBUTE
    if name.startswith("kg:") or name == "rdf:type":
        return 1.0
    spoken = any(triple.object.startswith(f"{name.split(':')[0]}:") for triple in reading.triples)
    return 1.2 if spoken else _REPEATED


def _merged(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in counts:
        for kind, count in part.items():
            sums[kind] = sums.get(kind, 0) + count
    return sums


# --- likeness of names ---


def _likeness(variable: str, others: Iterable[str]) -> float:
    """Return 0 to 1: how much a variable's name looks like one of these words."""
    mine = list(words(variable))
    if mine and mine[-1] in ("label", "name", "title"):  # ?paperLabel is no paper
        mine = mine[-1:]
    return max((_alike(one, other) for one in mine for other in others), default=0.0)


def _alike(one: str, other: str) -> float:
    if one == other or one.removesuffix("s") == other.removesuffix("s"):
        return 1.0
    shorter, longer = sorted((one, other), key=len)
    if not longer.startswith(shorter):
        return 0.0
    return 0.8 if len(shorter) >= 3 else 0.3


def _property_words(name: str) -> list[str]:
    if name in ("skos:prefLabel", "skos:altLabel"):  # any variable called "…Label" means the label
        return _MEANT[name].split()
    own = [
        word
        for word in words(name.partition(":")[2])
        if word not in ("by", "on", "at", "has", "attribute", "with", "was")
    ]
    kind = SCHEMA.relations.get(name.removeprefix("kg:"))
    return [*own, *_MEANT.get(name, "").split(), *([kind.zh] if kind else [])]


def _class_words(name: str) -> list[str]:
    kind = SCHEMA.entities.get(name.removeprefix("kg:"))
    other = {"Organization": "organisation org company", "Repository": "repo code", "Method": "model",
             "Document": "doc source", "Person": "author people"}  # fmt: skip
    local = name.removeprefix("kg:")
    return [*words(local), *other.get(local, "").split(), *([kind.zh] if kind else [])]


def _value_words(leads: Mapping[str, int]) -> list[str]:
    """Return the words of the class that most values of a property have."""
    main = max(leads, key=lambda kind: leads[kind], default="")
    return _class_words(main) if main.startswith("kg:") else []


# --- options ---


def _property(name: str, leads: Mapping[str, int]) -> Option:
    relation = SCHEMA.relations.get(name.removeprefix("kg:"))
    zh, en = (relation.zh, relation.en) if relation else _PROPERTY_NAMES.get(name, ("", ""))
    shown = tuple(sorted(leads, key=lambda kind: -leads[kind])[:4])
    return Option(
        "a" if name == "rdf:type" else name, "property", zh, en, leads=shown, count=sum(leads.values()) or None
    )


def _class(name: str, count: int) -> Option:
    kind = SCHEMA.entities.get(name.removeprefix("kg:"))
    comment = next((entry.comment for entry in CLASSES if f"kg:{entry.name}" == name), "")
    zh, en = (kind.zh, kind.en) if kind else ("", comment)
    return Option(name, "class", zh, en, name.removeprefix("kg:"), count=count if kind else None)


def _entity(hit: Hit, text: str) -> Option:
    names = hit.node.labels
    return Option(text, "entity", names.get("zh") or hit.node.label, names.get("en") or hit.node.label, hit.node.type)


def _variable(name: str) -> Option:
    return Option(name, "variable")


def _others(reading: Reading) -> list[Option]:
    """Return what may stand at a place where no data does."""
    kind = reading.place.kind
    variables = [_variable(name) for name in reading.variables]
    prefixes = [Option(f"{prefix}: <{iri}>", "prefix") for prefix, iri in sorted(PREFIXES.items())]
    keywords = {
        "start": _START, "projection": _PROJECTION, "expression": _FUNCTIONS, "modifier": _MODIFIER,
        "subject": _GROUP, "after": (),
    }.get(kind, ())  # fmt: skip
    if kind == "prefix":
        return prefixes
    made = [Option(word, "function" if kind == "expression" else "keyword") for word in keywords]
    return made if kind in ("start", "after") else [*variables, *made]


_PROPERTY_NAMES = {f"kg:{entry.name}": ("", entry.comment) for entry in PROPERTIES}
