"""What may stand at a place of a SPARQL query, best first: from the data of the graph, and from the query so far.

What a variable stands for follows from the patterns around it and from the classes and properties that the graph really
has (``profile``). A property is offered where nodes of these classes have it, and stands before another one when more of
them have it, when it leads to a variable that is asked for, and when people ask for it more often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kgraph.core import SCHEMA
from kgraph.query.likelihood import Wanted, asked, fresh
from kgraph.query.likeness import class_words, likeness
from kgraph.query.profile import Profile, profile
from kgraph.query.sparql_reader import Reading, is_open, read, tokens
from kgraph.query.term_classes import NAMES, TYPES, TermClasses
from kgraph.store.terms import PREFIXES
from kgraph.store.vocabulary import CLASSES, PROPERTIES

if TYPE_CHECKING:
    from kgraph.query.graph import Graph
    from kgraph.query.results import Hit

_ENTITIES = 8
_START = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "PREFIX")
_PROJECTION = ("DISTINCT", "WHERE", "COUNT", "AVG", "MIN", "MAX", "SUM", "SAMPLE", "GROUP_CONCAT", "AS")
_GROUP = ("OPTIONAL", "FILTER", "VALUES", "BIND", "UNION", "MINUS", "GRAPH", "SELECT")
_FUNCTIONS = (
    "CONTAINS", "LCASE", "LANG", "STR", "REGEX", "STRSTARTS", "BOUND", "NOT EXISTS", "EXISTS", "IN", "COALESCE", "IF",
    "STRLEN", "DATATYPE", "LANGMATCHES", "REPLACE", "ISIRI", "ISLITERAL", "YEAR", "xsd:integer", "xsd:decimal",
)  # fmt: skip
_MODIFIER = ("ORDER BY", "GROUP BY", "LIMIT", "HAVING", "OFFSET", "DESC", "ASC", "VALUES", "COUNT")


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

    def _kinds(self, reading: Reading) -> TermClasses:
        return TermClasses(self.profile, self._base, reading, self._graph)

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
        wanted = Wanted(reading, self.profile)
        used = [t for t in reading.triples if t.subject == place.subject and t.group == place.group[: len(t.group)]]
        for name in scores:
            scores[name] *= (
                asked(name, reading)
                * wanted.boost(name, leads[name], kinds)
                * fresh(name, used, reading, len(kinds.of(place.subject)))
            )
        ranked = sorted(scores, key=lambda name: (-scores[name], name))
        return [_property(name, leads[name]) for name in ranked]

    def _inverses(self, kinds: TermClasses, node: str, reading: Reading) -> list[Option]:
        """Return the properties that lead to a node."""
        classes, wanted = kinds.of(node), Wanted(reading, self.profile)
        counts: dict[str, int] = {}
        for uses in self.profile.uses.values():
            for name, use in uses.items():
                reached = sum(count for kind, count in use.kinds.items() if kind in classes)
                if reached:
                    counts[name] = counts.get(name, 0) + reached
        scores = {name: count**0.35 * asked(name, reading) * wanted.of_property(name) for name, count in counts.items()}
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
        if properties and NAMES & set(properties):
            named = [] if typed.startswith(("?", "$")) else self._literals(typed, kinds.of(place.subject))
            return [*variables, *named]
        if properties == ("values",):
            types = kinds.of(place.subject)
        elif place.kind == "subject" or not properties:
            types = frozenset(TYPES)
        else:
            ends = kinds.reached(properties, inverse, place.subject)
            types = ends & TYPES.keys()
        found = [] if typed.startswith(("?", "$")) else self._found(typed, types)
        keywords = [Option(word, "keyword") for word in _GROUP] if place.kind == "subject" else []
        return [*variables, *found, *keywords]

    def _classes(self, reading: Reading, kinds: TermClasses) -> list[Option]:
        possible = kinds.of(reading.place.subject)
        close = {class_: likeness(reading.place.subject, class_words(class_)) for class_ in self.profile.nodes}
        own = sorted(
            self.profile.nodes,
            key=lambda c: (c not in possible, -close[c], c not in TYPES, -self.profile.nodes[c]),
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
        hits = self._search(typed.strip("<>\"'"), types & TYPES.keys())
        return [_entity(hit, f"<{self._graph.iri(hit.node)}>") for hit in hits]

    def _literals(self, typed: str, classes: frozenset[str]) -> list[Option]:
        """Return names of entities, as literals."""
        hits = self._search(typed.strip("\"'"), classes & TYPES.keys())
        return [_entity(hit, '"' + hit.node.label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"')
                for hit in hits]  # fmt: skip

    def _search(self, text: str, types: Iterable[str]) -> Sequence[Hit]:
        text = text.removeprefix(self._base).replace("/", " ")[:200]
        return self._graph.search(text, _ENTITIES, [TYPES[name] for name in types]) if text.strip() else []


def _open_token(text: str, cursor: int) -> tuple[int, int]:
    """Return where the token that is being written starts and ends; both are the cursor when there is none."""
    for token in tokens(text):
        if token.start < cursor <= token.end and token.kind != "comment" and is_open(token, cursor):
            return token.start, token.end if token.kind != "string" else cursor
    return cursor, cursor


def _merged(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in counts:
        for kind, count in part.items():
            sums[kind] = sums.get(kind, 0) + count
    return sums


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


_PROPERTY_NAMES = {
    **{f"kg:{entry.name}": ("", entry.comment) for entry in PROPERTIES},
    "rdfs:label": ("名称", "name"),
    "skos:prefLabel": ("某种语言的名称", "name in a language"),
    "skos:altLabel": ("别名", "other name"),
    "schema:url": ("网址", "address"),
    "schema:datePublished": ("发表年份", "year of publication"),
    "owl:sameAs": ("别处的同一事物", "the same elsewhere"),
    "schema:parentOrganization": ("所属机构", "the organisation it is a team of"),
    "dcterms:identifier": ("标识符；文档的路径", "id; path of a document"),
    "dcterms:title": ("标题", "title"),
    "dcterms:format": ("格式", "format"),
    "dcterms:isPartOf": ("所属的文档或章节", "document or section that it is part of"),
    "rdf:subject": ("主语", "subject of the statement"),
    "rdf:predicate": ("关系", "relation of the statement"),
    "rdf:object": ("宾语", "object of the statement"),
    "oa:exact": ("原文用词", "the words"),
    "prov:wasDerivedFrom": ("出自的文档", "document that it was read from"),
    "kg:year": ("年份", "year"),
    "kg:mainUrl": ("主要网址", "main address"),
    "kg:confidence": ("可信度", "confidence, 0 to 1"),
    "kg:line": ("行", "line"),
    "kg:column": ("列", "column"),
    "kg:quote": ("所在的原文", "the line around the words"),
    "kg:supports": ("支持的陈述", "statement that it supports"),
    "kg:mentionOf": ("提到的实体", "entity that is named"),
    "kg:section": ("所在章节", "section that it stands in"),
    "kg:metric": ("指标", "metric"),
    "kg:value": ("数值", "printed result"),
    "kg:unit": ("单位", "unit"),
    "kg:extractor": ("抽取器", "what read it"),
    "kg:mergedInto": ("合并到的实体", "entity that it was merged into"),
    "kg:rule": ("合并规则", "rule of the merge"),
    "kg:name": ("名称", "name"),
}
"""What properties are called in both languages; relations have their names in the schema."""
