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
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from kgraph.core import SCHEMA
from kgraph.extract import Judge, Lexicon, load_lexicon
from kgraph.extract.lexicon import Term, bounded
from kgraph.query.evaluate import Evaluation, Score, evaluate
from scoring import (
    ROOT,
    Annotated,
    AnnotatedSet,
    coverage_table,
    evaluate_set,
    graph_of,
    kinds_of_errors,
    quality,
    read_sets,
    share_table,
    sum_of,
    table,
)
from train_judge import judges_by_document

PUBLISHED = ROOT / "src" / "kgraph" / "query" / "quality.json"
"""The scores that are shipped with kgraph."""
PAGE = ROOT / "docs" / "quality.md"


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
    for content in tables:
        start = re.search(r"^\|", rest, re.MULTILINE)
        if start is None:
            raise ValueError(f"{PAGE.name} has too few tables below {heading!r}")
        old = re.match(r"(?:\|.*(?:\n|$))*", rest[start.start() :])
        before, found = before + found + rest[: start.start()] + content + "\n", ""
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
