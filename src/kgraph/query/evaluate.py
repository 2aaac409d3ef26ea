"""Score a graph against gold annotations: what a careful reader found in stretches of the same documents.

A gold file names one document and a range of its lines. Predicted entities and relations count only where they have
a mention or evidence in that range. An entity is right when its type agrees and one of its names or addresses equals
one of the gold entity's, compared without case, blanks, punctuation, host prefixes and versions; a gold entity counts
once, and a second node for it is wrong. A relation is right when head, kind and tail are right. Gold items marked
``optional`` cost nothing when missing and nothing when found; ``also`` lists other types that count as right;
a ``context`` entity is printed outside the range and counts only as the end of a relation.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kgraph.core.errors import GoldError, UnknownGoldDocumentError
from kgraph.core.text import fold

CORE_TYPES = ("Paper", "Method", "Organization", "Dataset", "Repository")

_ADDRESS = re.compile(r"(https?://)?[\w-]+(\.[\w-]+)+/\S+")
_SCHEME = re.compile(r"^[a-z]+://(www\.)?")
_ARXIV = re.compile(r"arxiv\.org/(?:abs|pdf)/([\w.\-/]+?)(?:v\d+)?(?:\.pdf)?")
_REPOSITORY = re.compile(r"((?:github|gitlab)\.com/[^/]+/[^/]+)/(?:tree|blob|wiki|issues)(?:/.*)?")


class GoldEntity(BaseModel):
    """An entity that a reader found in the range."""

    model_config = ConfigDict(frozen=True)

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    url: str | None = None
    lines: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    optional: bool = False
    context: bool = False


class GoldRelation(BaseModel):
    """A relation that a reader found in the range, between ids of entities."""

    model_config = ConfigDict(frozen=True)

    head: str
    relation: str
    tail: str
    lines: tuple[int, ...] | None = ()
    optional: bool = False


class GoldResult(BaseModel):
    """A printed result: ``head`` (or one of ``also``) reached ``value`` on ``dataset``; ``gain`` where it is no score."""

    model_config = ConfigDict(frozen=True)

    head: str
    dataset: str
    value: str
    also: tuple[str, ...] = ()
    metric: str | None = None
    unit: str | None = None
    line: int = 0
    gain: bool = False
    optional: bool = False


class Gold(BaseModel):
    """The annotations of one range of one document: ``lines`` are its first and last line, ``skip`` holes in it."""

    model_config = ConfigDict(frozen=True)

    document: str
    lines: tuple[int, int]
    entities: tuple[GoldEntity, ...]
    relations: tuple[GoldRelation, ...] = ()
    skip: tuple[tuple[int, int], ...] = Field(())
    results: tuple[GoldResult, ...] | None = None
    """All printed results of the range; None where nobody annotated them."""


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, predicted and gold items, and the shares made of them (0.0 where nothing was counted)."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> Score(right=3, predicted=4, gold=6).f1
        0.6
        """
        return 2 * self.right / (self.predicted + self.gold) if self.right else 0.0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.predicted + other.predicted, self.gold + other.gold)


@dataclass(frozen=True)
class Evaluation:
    """Scores per entity type and per relation (sorted by name), and what was missed or found in vain, in gold order.

    ``results`` are the scores of printed results: their ``value`` on the right dataset for the right thing, and with it also
    the ``metric``, the ``unit`` and whether it is a ``gain``.
    """

    entities: dict[str, Score]
    relations: dict[str, Score]
    missed: tuple[str, ...] = ()
    spurious: tuple[str, ...] = ()
    results: dict[str, Score] = field(default_factory=dict)
    judged: tuple[tuple[str | tuple[str, str, str], bool], ...] = ()
    """Each entity (its id) and relation (source, relation, target) that counts, and whether it is right."""

    @property
    def totals(self) -> dict[str, Score]:
        """The sums (micro averages): core entities, all entities, all relations."""
        core = [score for name, score in self.entities.items() if name in CORE_TYPES]
        return {
            "core entities": sum(core, Score(0, 0, 0)),
            "all entities": sum(self.entities.values(), Score(0, 0, 0)),
            "all relations": sum(self.relations.values(), Score(0, 0, 0)),
        }


def read_gold(path: Path) -> Gold:
    """Return the annotations in the file ``path``; raises GoldError naming the file and every wrong field."""
    try:
        return Gold.model_validate_json(path.read_bytes())
    except OSError as error:
        raise GoldError(path, error.strerror or str(error)) from None
    except ValidationError as error:
        wrong = (f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()[:5])
        raise GoldError(path, "; ".join(wrong)) from None


def evaluate(graph: Mapping[str, Any], golds: Iterable[Gold], documents: Mapping[str, str] | None = None) -> Evaluation:
    """Return how well ``graph``, node-link data with the keys of ``graph.json``, agrees with ``golds``.

    ``documents`` maps a gold file's document key to a file name; without it the key stands for files called ``key.…``
    or ``key_…``. Costs time linear in the graph for each gold file.
    """
    nodes = {node["id"]: _Node.of(node) for node in graph["nodes"]}
    edges = [_Edge.of(edge) for edge in graph["edges"]]
    tally = _Tally()
    for gold in golds:
        _Stretch(gold, nodes, edges, documents or {}).count(tally)
    return Evaluation(
        tally.entities.scores(),
        tally.relations.scores(),
        tuple(tally.missed),
        tuple(tally.spurious),
        tally.results.scores(),
        tuple(tally.judged),
    )


@dataclass(frozen=True, slots=True)
class Match:
    """An entity of the annotations of ``document`` (lines ``first`` to ``last``) and the ids of the nodes that answer for it there.

    ``lines`` are those of the range on which each of the nodes is named.
    """

    document: str
    first: int
    last: int
    entity: GoldEntity
    nodes: frozenset[str]
    lines: Mapping[str, Sequence[int]] = field(default_factory=dict)


def match_entities(
    graph: Mapping[str, Any], golds: Iterable[Gold], documents: Mapping[str, str] | None = None
) -> Iterator[Match]:
    """Yield what ``evaluate`` compares: each entity of ``golds`` (context entities left out) with the nodes taken for it."""
    nodes = {node["id"]: _Node.of(node) for node in graph["nodes"]}
    for gold in golds:
        stretch = _Stretch(gold, nodes, (), documents or {})
        for entity in gold.entities:
            if not entity.context:
                answers = sorted(stretch.answers(entity) & set(stretch.here))
                lines = {name: stretch.lines(nodes[name].places) for name in answers}
                yield Match(gold.document, *gold.lines, entity, frozenset(answers), lines)


def evaluate_files(
    graph: Path,
    golds: Sequence[Path],
    documents: Mapping[str, str] | None = None,
    read: Iterable[str] | None = None,
) -> Evaluation:
    """Return ``evaluate`` of the ``graph.json`` at ``graph`` and the gold files.

    ``read`` are the paths of the documents that the graph was built from. Raises GoldError for a file that is none,
    and, with ``read``, for one about a document that is not among them: its scores would say nothing.
    """
    annotations = [read_gold(path) for path in golds]
    known = None if read is None else [_file_name(path) for path in read]
    for path, gold in zip(golds, annotations, strict=True):
        named = (documents or {}).get(gold.document)
        if known is not None and not any(_stands_for(gold.document, named, name) for name in known):
            raise UnknownGoldDocumentError(path, named or gold.document, known)
    return evaluate(json.loads(graph.read_text(encoding="utf-8")), annotations, documents)


def address_key(url: str) -> str:
    """Return the key under which two addresses are the same thing.

    >>> address_key("https://arxiv.org/pdf/1810.04805v2.pdf"), address_key("http://www.GitHub.com/a/b/tree/main/c")
    ('arxiv:1810.04805', 'github.com/a/b')
    """
    url = _SCHEME.sub("", url.strip().casefold()).rstrip("/")
    if url.startswith("cn.arxiv.org"):
        url = url.removeprefix("cn.")
    if match := _ARXIV.fullmatch(url):
        return "arxiv:" + match[1]
    url = url.split("#")[0].removesuffix(".git")
    match = _REPOSITORY.fullmatch(url)
    return match[1] if match else url.rstrip("/")


def entity_keys(entity: GoldEntity) -> frozenset[str]:
    """Return the keys of all names and addresses of ``entity``: two things share one only where they may be one."""
    return _keys((entity.name, *entity.aliases), (entity.url,))


def _keys(names: Iterable[str], urls: Iterable[str | None]) -> frozenset[str]:
    names = [str(name) for name in names]
    addresses = [name for name in names if _ADDRESS.fullmatch(name)] + [url for url in urls if url]
    return frozenset({key for name in names if (key := fold(name))} | {"url:" + address_key(url) for url in addresses})


Places = tuple[tuple[str, int], ...]

_RESULT_PARTS = ("value", "metric", "unit", "gain")


def _value_key(printed: str) -> str:
    """Return what makes two printed values the same: their digits, without blanks and per cent signs."""
    return re.sub(r"[\s%]|^\+", "", unicodedata.normalize("NFKC", printed))


@dataclass(frozen=True, slots=True)
class _Node:
    type: str
    label: str
    keys: frozenset[str]
    places: Places

    @classmethod
    def of(cls, node: Mapping[str, Any]) -> _Node:
        names = [node.get("label", ""), *(node.get("aliases") or [])]
        urls = [node.get("url"), *(node.get("urls") or [])]
        return cls(str(node.get("type")), names[0], _keys(names, urls), _places(node.get("mentions")))


@dataclass(frozen=True, slots=True)
class _Edge:
    source: str
    relation: str
    target: str
    places: Places
    evidence: tuple[Mapping[str, Any], ...] = ()

    @classmethod
    def of(cls, edge: Mapping[str, Any]) -> _Edge:
        evidence = tuple(edge.get("evidence") or ())
        return cls(edge["source"], edge["key"], edge["target"], _places(evidence), evidence)


def _places(items: Iterable[Mapping[str, Any]] | None) -> Places:
    return tuple((_file_name(item["document"]), int(item["line"])) for item in items or ())


def _file_name(path: str) -> str:
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def _stands_for(key: str, file: str | None, name: str) -> bool:
    """Return whether a gold document of that key, or given to ``file``, is the document of that file name."""
    return name == file or name.startswith(key + "_") or name.rsplit(".", 1)[0] == key


@dataclass
class _Counts:
    right: Counter[str] = field(default_factory=Counter)
    predicted: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)

    def scores(self) -> dict[str, Score]:
        names = sorted(set(self.gold) | set(self.predicted))
        return {name: Score(self.right[name], self.predicted[name], self.gold[name]) for name in names}


@dataclass
class _Tally:
    entities: _Counts = field(default_factory=_Counts)
    relations: _Counts = field(default_factory=_Counts)
    results: _Counts = field(default_factory=_Counts)
    judged: list[tuple[str | tuple[str, str, str], bool]] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    spurious: list[str] = field(default_factory=list)


class _Stretch:
    """One gold range and what the graph says about it."""

    def __init__(self, gold: Gold, nodes: Mapping[str, _Node], edges: Sequence[_Edge], documents: Mapping[str, str]):
        self.gold, self.nodes, self.file = gold, nodes, documents.get(gold.document)
        self.edges = [edge for edge in edges if self.lines(edge.places)]
        self.here = {name: node for name, node in nodes.items() if self.lines(node.places)}
        ends = {end for edge in self.edges for end in (edge.source, edge.target)}
        self.by_key: dict[tuple[str, str], list[str]] = defaultdict(list)
        for name in sorted(set(self.here) | (ends & set(nodes))):
            for key in nodes[name].keys:
                self.by_key[nodes[name].type, key].append(name)
        self.optional = {entity.id for entity in gold.entities if entity.optional}
        self.gold_of: dict[str, set[str]] = defaultdict(set)

    def count(self, tally: _Tally) -> None:
        self._count_entities(tally)
        self._count_relations(tally)
        self._count_results(tally)

    def lines(self, places: Places) -> list[int]:
        """Return the lines of those of ``places`` that stand in the range."""
        first, last = self.gold.lines
        return [
            line
            for document, line in places
            if first <= line <= last
            and self._is_document(document)
            and not any(a <= line <= b for a, b in self.gold.skip)
        ]

    def _is_document(self, name: str) -> bool:
        return _stands_for(self.gold.document, self.file, name)

    def answers(self, entity: GoldEntity) -> set[str]:
        """Return the ids of the nodes with the type of ``entity`` and one of its names or addresses."""
        return {
            name
            for kind in (entity.type, *entity.also)
            for key in entity_keys(entity)
            for name in self.by_key.get((kind, key), ())
        }

    def _count_entities(self, tally: _Tally) -> None:
        counts, counted = tally.entities, set[str]()
        for entity in self.gold.entities:
            hits = self.answers(entity)
            for name in hits:
                self.gold_of[name].add(entity.id)
            if entity.context or entity.optional:
                continue
            counts.gold[entity.type] += 1
            hits &= set(self.here)
            if not hits:
                line = entity.lines[0] if entity.lines else 0
                tally.missed.append(f"{self.gold.document}:{line} {entity.type} {entity.name}")
                continue
            counts.right[entity.type] += 1
            # Several nodes for one gold entity are a failed merge: the first is right, the others are wrong below.
            if fresh := hits - counted:
                counted.add(min(fresh))
                counts.predicted[entity.type] += 1
                tally.judged.append((min(fresh), True))
        free = self.optional | {entity.id for entity in self.gold.entities if entity.context}
        for name, node in self.here.items():
            found = self.gold_of.get(name)
            if name in counted or (found and found <= free):
                continue
            counts.predicted[node.type] += 1
            tally.judged.append((name, False))
            note = " (a duplicate)" if found else ""
            place = f"{self.gold.document}:{min(self.lines(node.places))}"
            tally.spurious.append(f"{place} {node.type} {node.label}{note}")

    def _count_relations(self, tally: _Tally) -> None:
        counts = tally.relations
        wanted: dict[tuple[str, str, str], GoldRelation] = {}
        free, found = set[tuple[str, str, str]](), set[tuple[str, str, str]]()
        for relation in self.gold.relations:
            key = (relation.head, relation.relation, relation.tail)
            if relation.optional or {relation.head, relation.tail} & self.optional:
                free.add(key)
            else:
                wanted[key] = relation
                counts.gold[relation.relation] += 1
        for edge in {(edge.source, edge.relation, edge.target): edge for edge in self.edges}.values():
            hits = {
                (head, edge.relation, tail)
                for head in self.gold_of.get(edge.source, ())
                for tail in self.gold_of.get(edge.target, ())
            }
            fresh = (hits & set(wanted)) - found
            if not fresh and hits & free:
                continue
            counts.predicted[edge.relation] += 1
            tally.judged.append(((edge.source, edge.relation, edge.target), bool(fresh)))
            if fresh:
                found.add(min(fresh))
                counts.right[edge.relation] += 1
            else:
                note = " (a duplicate)" if hits & found else ""
                tally.spurious.append(self._worded(edge) + note)
        names = {entity.id: entity.name for entity in self.gold.entities}
        for key, relation in wanted.items():
            if key not in found:
                line = (relation.lines or (0,))[0]
                statement = f"{names.get(key[0], key[0])} --{key[1]}--> {names.get(key[2], key[2])}"
                tally.missed.append(f"{self.gold.document}:{line} {statement}")

    def _count_results(self, tally: _Tally) -> None:
        """Count printed results: each gold one is found once, by thing, dataset and value."""
        if self.gold.results is None:
            return
        counts, open_ = tally.results, list(self.gold.results)
        counts.gold.update(dict.fromkeys(_RESULT_PARTS, sum(not result.optional for result in open_)))
        printed: dict[tuple[str, str, str], Mapping[str, Any]] = {}
        for edge in self.edges:
            for item in edge.evidence:
                if item.get("value") and self.lines(_places([item])):
                    printed.setdefault((edge.source, edge.target, _value_key(item["value"])), item)
        for (source, target, value), item in printed.items():
            heads, datasets = self.gold_of.get(source, set()), self.gold_of.get(target, set())
            fits = [
                result
                for result in open_
                if value == _value_key(result.value)
                and result.dataset in datasets
                and not heads.isdisjoint((result.head, *result.also))
            ]
            if not fits:
                counts.predicted.update(_RESULT_PARTS)
                names = (self.nodes[end].label if end in self.nodes else end for end in (source, target))
                tally.spurious.append(f"{self.gold.document}:{item['line']} result {' on '.join(names)}: {value}")
                continue
            found = min(fits, key=lambda result: result.line != item["line"])
            open_.remove(found)
            if found.optional:
                continue
            counts.predicted.update(_RESULT_PARTS)
            metrics = [fold(str(metric or "")) for metric in (found.metric, item.get("metric"))]
            right = (
                True,
                metrics[0] == metrics[1]
                or bool(all(metrics) and (metrics[0] in metrics[1] or metrics[1] in metrics[0])),
                (found.unit or None) == (item.get("unit") or None),
                found.gain == bool(item.get("gain")),
            )
            counts.right.update(part for part, agrees in zip(_RESULT_PARTS, right, strict=True) if agrees)
        names_ = {entity.id: entity.name for entity in self.gold.entities}
        for result in open_:
            if not result.optional:
                statement = f"result {names_.get(result.head)} on {names_.get(result.dataset)}: {result.value}"
                tally.missed.append(f"{self.gold.document}:{result.line} {statement}")

    def _worded(self, edge: _Edge) -> str:
        source, target = (self.nodes[end].label if end in self.nodes else end for end in (edge.source, edge.target))
        return f"{self.gold.document}:{min(self.lines(edge.places))} {source} --{edge.relation}--> {target}"
