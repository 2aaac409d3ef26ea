"""Annotated documents, built into a graph and scored: what the scripts that measure, calibrate and train share."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kgraph.core import Document
from kgraph.extract import Judge, Lexicon, extract
from kgraph.query.evaluate import Evaluation, Gold, Score, evaluate, read_gold
from kgraph.query.honesty import coverage
from kgraph.query.identity import measure_identity
from kgraph.read import read_document
from kgraph.resolve import resolve
from kgraph.store.nodelink import edge_record, node_record

ROOT = Path(__file__).resolve().parents[1]
NOTHING = Score(0, 0, 0)
TOTALS = ("core entities", "all entities", "all relations")


@dataclass(frozen=True)
class Annotated:
    """A document with the annotations of its ranges; ``genre`` is what kind of document it is."""

    name: str
    genre: str
    document: Document
    golds: tuple[Gold, ...]

    @cached_property
    def text(self) -> str:
        """The whole text in lower case."""
        return "\n".join(self.document.lines).lower()


@dataclass(frozen=True)
class AnnotatedSet:
    """Annotated documents that are built into one graph."""

    name: str
    documents: tuple[Annotated, ...]


def read_set(name: str, folder: Path, golds: Iterable[Path]) -> AnnotatedSet:
    """Return the documents of ``folder`` that the files ``golds`` annotate, by name."""
    held: dict[str, list[tuple[Gold, str]]] = defaultdict(list)
    for path in sorted(golds):
        gold = read_gold(path)
        held[gold.document].append((gold, json.loads(path.read_text(encoding="utf-8")).get("genre", name)))
    documents = []
    for key, pairs in sorted(held.items()):
        matching = (*folder.glob(f"{key}.*"), *folder.glob(f"{key}_*"))
        (file,) = (path for path in matching if path.suffix != ".json")
        document = read_document(file.name, file.read_bytes())
        documents.append(Annotated(key, pairs[0][1], document, tuple(gold for gold, _ in pairs)))
    return AnnotatedSet(name, tuple(documents))


def read_sets() -> list[AnnotatedSet]:
    """Return the sets that are present: the genres, and the seeds beside the repository."""
    genres, seeds = ROOT / "tests" / "data" / "genres", ROOT.parent / "shared" / "seeds"
    sets = [read_set("genres", genres, genres.glob("*.json"))]
    if seeds.is_dir():
        sets.append(read_set("seeds", seeds, (seeds.parent / "evaluate" / "gold").glob("*.json")))
    return sets


def graph_of(
    documents: Iterable[Annotated], lexicon: Lexicon, judges: Mapping[str, Judge] | None = None
) -> dict[str, Any]:
    """Return the node-link data of the documents, read with ``lexicon`` and the judge of each, by name."""
    extractions = [
        extract(annotated.document, lexicon, judges[annotated.name] if judges else None) for annotated in documents
    ]
    resolution = resolve(
        (mention for extraction in extractions for mention in extraction.mentions),
        (claim for extraction in extractions for claim in extraction.claims),
    )
    return {
        "nodes": [node_record(entity) for entity in resolution.entities],
        "edges": [edge_record(relation) for relation in resolution.relations],
    }


def evaluate_set(
    annotated: AnnotatedSet, lexicon: Lexicon, judges: Mapping[str, Judge] | None = None
) -> dict[str, Evaluation]:
    """Return the evaluation of each document, by name, in the graph of the whole set."""
    graph = graph_of(annotated.documents, lexicon, judges)
    return {document.name: evaluate(graph, document.golds) for document in annotated.documents}


def score_table(evaluations: Mapping[str, Evaluation], notes: Mapping[str, str]) -> str:
    """Return the table of documents, genres or sets, with a note on each."""
    columns = ["name", "what", *(f"{total}: {part}" for total in TOTALS for part in ("P", "R", "F1"))]
    rows = []
    for name, evaluation in evaluations.items():
        scores = [evaluation.totals[total] for total in TOTALS]
        shares = [f"{share:.3f}" for score in scores for share in (score.precision, score.recall, score.f1)]
        rows.append([name, notes[name], *shares])
    return table(columns, rows)


def share_table(scores: Mapping[str, Score], what: str) -> str:
    """Return the table of entity types or relations."""
    rows = [
        [name, f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}", f"{s.right}", f"{s.predicted}", f"{s.gold}"]
        for name, s in sorted(scores.items())
    ]
    return table([what, "precision", "recall", "F1", "right", "predicted", "gold"], rows)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, numbers to the right."""
    marks = ["---" if place == 0 else "---:" for place in range(len(columns))]
    return "\n".join("| " + " | ".join(row) + " |" for row in (columns, marks, *rows))


def sum_of(evaluations: Iterable[Evaluation]) -> Evaluation:
    """Return the counts of all evaluations, added up."""
    entities: dict[str, Score] = defaultdict(lambda: NOTHING)
    relations: dict[str, Score] = defaultdict(lambda: NOTHING)
    results: dict[str, Score] = defaultdict(lambda: NOTHING)
    for evaluation in evaluations:
        for held, scores in (
            (entities, evaluation.entities),
            (relations, evaluation.relations),
            (results, evaluation.results),
        ):
            for name, score in scores.items():
                held[name] += score
    return Evaluation(dict(entities), dict(relations), results=dict(results))


def quality(annotated: AnnotatedSet, lexicon: Lexicon, errors: int, judges: Mapping[str, Judge] | None = None) -> str:
    """Return the report on one set: documents, genres, types, relations, and up to ``errors`` errors of each document."""
    evaluations = evaluate_set(annotated, lexicon, judges)
    genre_of = {document.name: document.genre for document in annotated.documents}
    total = sum_of(evaluations.values())
    genres = {
        genre: sum_of(evaluations[name] for name, other in genre_of.items() if other == genre)
        for genre in sorted(set(genre_of.values()))
    }
    counts = {
        genre: f"documents: {list(genre_of.values()).count(genre)}, entities: {evaluation.totals['all entities'].gold}"
        for genre, evaluation in genres.items()
    }
    parts = [f"## {annotated.name.capitalize()}", "### Documents", score_table(evaluations, genre_of)]
    if len(genres) > 1:
        parts += ["### Genres", score_table(genres, counts)]
    size = f"documents: {len(genre_of)}, entities: {total.totals['all entities'].gold}"
    parts += ["### All", score_table({annotated.name: total}, {annotated.name: size})]
    parts += ["### Entity types", share_table(total.entities, "type")]
    parts += ["### Relations", share_table(total.relations, "relation")]
    if total.results:
        own = {name: evaluation.results["value"] for name, evaluation in genres.items() if evaluation.results}
        parts += ["### Printed results", share_table(total.results, "what is right")]
        parts += ["### Values of printed results", share_table(own, "genre")]
    parts += ["### Identity", identity_list(annotated, lexicon, judges)]
    parts += ["### Coverage", coverage_table(annotated, lexicon, judges)]
    parts += ["### Kinds of errors", kinds_table(evaluations.values())]
    if errors:
        parts += [error_list(name, evaluation, errors) for name, evaluation in evaluations.items()]
    return "\n\n".join(parts)


def identity_list(annotated: AnnotatedSet, lexicon: Lexicon, judges: Mapping[str, Judge] | None) -> str:
    """Return how many things have two nodes, how many nodes stand for two things, and which."""
    golds = [gold for document in annotated.documents for gold in document.golds]
    found = measure_identity(graph_of(annotated.documents, lexicon, judges), golds)
    shown = "\n".join(f"    {item}" for item in (*found.duplicates, *found.wrong_merges))
    counts = f"{len(found.duplicates)} with two nodes ({found.duplicate_share:.2%}), {len(found.wrong_merges)} nodes of two things"
    return f"{found.things} things found, {counts}\n\n{shown}"


def coverage_table(annotated: AnnotatedSet, lexicon: Lexicon, judges: Mapping[str, Judge] | None) -> str:
    """Return what was understood of each document, and why pieces of it gave nothing."""
    rows = []
    for document in annotated.documents:
        found = extract(document.document, lexicon, judges[document.name] if judges else None)
        (row,) = coverage(
            {
                "inputs": [{"document": document.name, "listed": found.listed, "understood": found.understood}],
                "skipped": [{"document": document.name, "reason": problem.reason} for problem in found.problems],
            }
        )
        reasons = "; ".join(f"{reason}: {count}" for reason, count in row.skipped)
        rows.append([row.document, f"{row.listed}", f"{row.understood}", f"{row.not_understood}", reasons])
    return table(
        ["document", "listed", "understood or skipped", "lines not understood", "lines skipped, by reason"], rows
    )


def kinds_of_errors(evaluations: Iterable[Evaluation]) -> Counter[tuple[str, str]]:
    """Return how many errors there are of each kind: missed or wrong, and which type or relation."""
    counts: Counter[tuple[str, str]] = Counter()
    for evaluation in evaluations:
        for what, items in (("missed", evaluation.missed), ("wrong", evaluation.spurious)):
            counts.update((what, _kind(item)) for item in items)
    return counts


def kinds_table(evaluations: Iterable[Evaluation]) -> str:
    """Return how many errors there are of each kind, the commonest first."""
    rows = sorted(kinds_of_errors(evaluations).items(), key=lambda item: (-item[1], item[0]))
    return table(["error", "of", "number"], [[what, kind, f"{count}"] for (what, kind), count in rows])


def _kind(item: str) -> str:
    """Return the relation of an error, else the type of its entity.

    >>> _kind("a:4 BERT --basedOn--> GPT"), _kind("a:4 Method BERT")
    ('basedOn', 'Method')
    """
    relation = re.search(r" --(\w+)--> ", item)
    return relation.group(1) if relation is not None else item.split(" ")[1]


def error_list(name: str, evaluation: Evaluation, limit: int) -> str:
    """Return the first ``limit`` missed and spurious items, and how many there are."""
    parts = [f"### Errors in {name}"]
    for what, items in (("missed", evaluation.missed), ("spurious", evaluation.spurious)):
        shown = "\n".join(f"    {item}" for item in items[:limit])
        parts.append(f"{len(items)} {what}, {min(limit, len(items))} shown\n\n{shown}")
    return "\n\n".join(parts)
