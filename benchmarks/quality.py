"""How well graphs agree with careful readers, per document, genre, entity type and relation.

usage: python benchmarks/quality.py [--set genres|seeds] [--errors N] [--leave-one-out] [--held-out] [--output FILE] [--publish]
       python benchmarks/quality.py --write

Two sets of annotated documents are built and scored: the genres of ``tests/data/genres``, and the seeds of ``../shared``
where they are present. A set is built into one graph, as a user would. The tables are Markdown, for ``docs/quality.md``.
``--errors N`` lists up to N missed and N spurious items of each document. ``--leave-one-out`` builds each document alone,
with the whole lexicon and without the entries that of all documents of its set only this one prints, and gives the loss.
``--publish`` writes the scores of the genres where ``kgraph stats --quality`` finds them.
``--held-out`` reads each document with a judge of unknown names that only other documents have trained (see ``train_judge.py``).
``--write`` measures all with held-out judges, and writes the figures into the tables of ``docs/quality.md`` (its words are a
person's), then does what ``--publish`` does.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kgraph.core import SCHEMA, Document
from kgraph.extract import Judge, Lexicon, extract, load_lexicon
from kgraph.extract.lexicon import Term, bounded
from kgraph.query.evaluate import Evaluation, Gold, Score, evaluate, read_gold
from kgraph.query.honesty import coverage
from kgraph.query.identity import measure_identity
from kgraph.read import read_document
from kgraph.resolve import resolve
from kgraph.store.nodelink import edge_record, node_record

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "src" / "kgraph" / "query" / "quality.json"
"""The scores that are shipped with kgraph."""
PAGE = ROOT / "docs" / "quality.md"
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


def terms_by_document(documents: Sequence[Annotated], lexicon: Lexicon) -> dict[Term, frozenset[str]]:
    """Return the names of the documents that print a surface of a term, for each term that any prints."""
    found = {}
    for term in lexicon.terms:
        surfaces = [surface.lower() for surface in term.surfaces]
        if names := frozenset(d.name for d in documents if any(_printed(surface, d.text) for surface in surfaces)):
            found[term] = names
    return found


def _printed(surface: str, text: str) -> bool:
    start = text.find(surface)
    while start >= 0:
        if bounded(text, start, start + len(surface)):
            return True
        start = text.find(surface, start + 1)
    return False


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


def scores(annotated: AnnotatedSet, lexicon: Lexicon, judges: Mapping[str, Judge] | None) -> dict[str, Any]:
    """Return the scores of one set as ``kgraph stats --quality`` shows them: [precision, recall, F1, number in the gold]."""
    evaluations = evaluate_set(annotated, lexicon, judges)
    genre_of = {document.name: document.genre for document in annotated.documents}
    total = sum_of(evaluations.values())

    def rows(held: Mapping[str, Score]) -> dict[str, list[float]]:
        return {
            name: [*(round(value, 3) for value in (score.precision, score.recall, score.f1)), score.gold]
            for name, score in held.items()
        }

    genres = {
        genre: sum_of(evaluations[name] for name, other in genre_of.items() if other == genre)
        for genre in sorted(set(genre_of.values()))
    }
    return {
        "version": version("kgraph"),
        "measured": date.today().isoformat(),
        "documents": len(genre_of),
        "unseen names": judges is not None,
        "totals": rows(total.totals),
        "types": rows({name: total.entities[name] for name in SCHEMA.entities if name in total.entities}),
        "relations": rows({name: total.relations[name] for name in SCHEMA.relations if name in total.relations}),
        "genres": {genre: rows(found.totals) for genre, found in genres.items()},
        "results": rows(total.results),
        "missing": commonest_errors(),
    }


def commonest_errors() -> list[list[str]]:
    """Return what goes wrong and why, from the table of ``docs/quality.md``, which a person writes."""
    part = PAGE.read_text(encoding="utf-8").partition("## The commonest errors")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")][2:]
    return [
        [cell.strip().replace("`", "").replace("*", "") for cell in line.strip("| ").split(" | ")[:2]] for line in lines
    ]


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


def leave_one_out(annotated: AnnotatedSet, lexicon: Lexicon, judges: Mapping[str, Judge] | None) -> str:
    """Return what each document loses without the lexicon entries that only it prints."""
    printed = terms_by_document(annotated.documents, lexicon)
    rows = []
    for document in annotated.documents:
        own = {term for term, names in printed.items() if names == {document.name}}
        reduced = Lexicon(term for term in lexicon.terms if term not in own)
        whole, less = (
            evaluate(graph_of([document], held, judges), document.golds).totals for held in (lexicon, reduced)
        )
        pairs = [(whole[total].f1, less[total].f1) for total in ("all entities", "all relations")]
        numbers = [f"{value:.3f}" for pair in pairs for value in (*pair, pair[0] - pair[1])]
        rows.append([document.name, f"{len(own)}", *numbers])
    columns = ["document", "entries removed", "entities F1", "without", "loss", "relations F1", "without", "loss"]
    return f"## {annotated.name.capitalize()}: without the lexicon entries of one document\n\n{table(columns, rows)}"


ERRORS = {
    "a method": "Method",
    "a name is wrongly a method": "Method",
    "software": "Software",
    "a dataset": "Dataset",
    "a printed result": "result",
    "an organisation": "Organization",
    "a person": "Person",
}
"""What the table of the commonest errors calls the types; it prints relations between backticks."""


def write_page(sets: Sequence[AnnotatedSet], lexicon: Lexicon, judges: Mapping[str, Judge]) -> None:
    """Write what was measured into the tables of ``docs/quality.md``, and leave all its words as they are."""
    genres, page = sets[0], PAGE.read_text(encoding="utf-8")
    of_sets = [evaluate_set(held, lexicon, judges) for held in sets]
    total = sum_of(of_sets[0].values())

    def by_genre(part: Callable[[Evaluation], Score | None]) -> dict[str, Score]:
        groups: dict[str, list[Evaluation]] = defaultdict(list)
        for document in genres.documents:
            groups[document.genre].append(of_sets[0][document.name])
        found = {genre: part(sum_of(group)) for genre, group in sorted(groups.items())}
        return {genre: score for genre, score in found.items() if score is not None}

    report = quality(genres, lexicon, 0, judges)
    for heading, own in (("## Per genre", "### Genres"), ("## All together", "### All")):
        page = with_tables(page, heading, [report.partition(f"{own}\n\n")[2].partition("\n\n")[0]])
    page = with_tables(page, "## Per type of entity", [share_table(total.entities, "type")])
    page = with_tables(page, "## Per relation", [share_table(total.relations, "relation")])
    values = by_genre(lambda evaluation: evaluation.results.get("value"))
    printed = [share_table(total.results, "what is right"), share_table(values, "genre")]
    page = with_tables(page, "## Printed results", printed)
    loss = leave_one_out(genres, lexicon, judges).rpartition("\n\n")[2]
    page = with_tables(page, "## Without the lexicon entries of one document", [loss])
    covered = [coverage_table(held, lexicon, judges).splitlines() for held in sets]
    rows = [
        row if held is genres else row.replace("| ", "| source document ", 1)
        for held, table in zip(sets, covered, strict=True)
        for row in table[2:]
    ]
    page = with_tables(page, "## What was understood of each document", ["\n".join((*covered[0][:2], *rows))])
    counts = kinds_of_errors(evaluation for found in of_sets for evaluation in found.values())
    page = "\n".join(_now(of_sets[0], page.splitlines(), counts)) + "\n"
    PAGE.write_text(page, encoding="utf-8")


def with_tables(page: str, heading: str, tables: Sequence[str]) -> str:
    """Return the page with the first tables below a heading replaced, one by one.

    >>> with_tables("## A\\n\\n| old |\\n\\nwords\\n", "## A", ["| new |"])
    '## A\\n\\n| new |\\n\\nwords\\n'
    """
    before, found, rest = page.partition(f"{heading}\n")
    if not found:
        raise ValueError(f"{PAGE.name} has no heading {heading!r}")
    for table in tables:
        start = re.search(r"^\|", rest, re.MULTILINE)
        if start is None:
            raise ValueError(f"{PAGE.name} has too few tables below {heading!r}")
        old = re.match(r"(?:\|.*(?:\n|$))*", rest[start.start() :])
        before, found = before + found + rest[: start.start()] + table + "\n", ""
        rest = rest[start.start() + (old.end() if old else 0) :]
    return before + found + rest


def _now(
    evaluations: Mapping[str, Evaluation], lines: Iterable[str], counts: Counter[tuple[str, str]]
) -> Iterable[str]:
    """Give the lines of the page, with the columns *... now* and *number* of its tables filled."""
    head: list[str] = []
    totals = {"entities now": "all entities", "relations now": "all relations"}
    for line in lines:
        cells = line.strip("|").split("|") if line.startswith("|") else []
        names = [cell.strip() for cell in cells]
        head = names if cells and not head else head if cells else []
        evaluation = evaluations.get(names[0].partition(" (")[0]) if names else None
        for place, title in enumerate(head if head != names and "---" not in line else ()):
            if title in totals and evaluation is not None:
                cells[place] = f" {evaluation.totals[totals[title]].f1:.3f} "
            elif title == "number" and head[0] == "what goes wrong":
                cells[place] = f" {counts[_counted(names[0])]} "
        yield f"|{'|'.join(cells)}|" if cells else line


def _counted(error: str) -> tuple[str, str]:
    """Return which kind of error a row of the page counts.

    >>> _counted("a basis is missed (`basedOn`)"), _counted("a name is wrongly a method")
    (('missed', 'basedOn'), ('wrong', 'Method'))
    """
    relation = re.search(r"`(\w+)`", error)
    kind = relation.group(1) if relation else ERRORS[error.partition(" is missed")[0]]
    return ("missed" if " is missed" in error else "wrong"), kind


def main() -> None:
    """Read the arguments, build, score, and print or write the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=("genres", "seeds"), help="only this set")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list up to N missed and N spurious items")
    parser.add_argument("--leave-one-out", action="store_true", help="the loss without lexicon entries seen once")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report to a file instead")
    parser.add_argument("--held-out", action="store_true", help="read each document with a judge that others trained")
    parser.add_argument("--publish", action="store_true", help=f"write the scores of the genres to {PUBLISHED.name}")
    parser.add_argument("--write", action="store_true", help=f"write the held-out figures to {PAGE.name}, and publish")
    options = parser.parse_args()
    lexicon, sets = load_lexicon(), read_sets()
    judges = None
    if options.held_out or options.write:
        from train_judge import judges_by_document

        judges = judges_by_document([document for held in sets for document in held.documents], lexicon)
    if options.write:
        if judges is None or len(sets) == 1:
            parser.error("the page tells of the seeds, too; they are not here")
        write_page(sets, lexicon, judges)
    if options.publish or options.write:
        content = json.dumps(scores(sets[0], lexicon, judges), ensure_ascii=False, indent=1)
        PUBLISHED.write_text(content + "\n", encoding="utf-8")
        return
    parts = [
        leave_one_out(held, lexicon, judges)
        if options.leave_one_out
        else quality(held, lexicon, options.errors, judges)
        for held in sets
        if options.set in (None, held.name)
    ]
    text = "\n\n".join(parts) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    else:
        print(text, end="")


if __name__ == "__main__":
    main()
