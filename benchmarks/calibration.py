"""How often careful readers agree with statements of each confidence, and the table that makes confidences mean that.

usage: python benchmarks/calibration.py [--write]

The annotated documents (those of ``quality.py``: the genres, and the seeds where they are present) are built with what the
rules state of themselves. Each statement that the annotations judge is right or wrong; they are counted per kind of evidence.
Every figure is cross-validated: the statements of a document are judged with the counts of all the others. The weights of
further evidence and of wider kinds are those with the least Brier score in this cross-validation.

``--write`` writes the counts of all documents to ``src/kgraph/core/calibration.toml`` and the tables to ``docs/quality.md``:
run it when rules have changed. It changes the confidences of every graph, and so its bytes.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kgraph.core.calibration import AS_STATED, Calibration, Kind, Weights
from kgraph.extract import extract, load_lexicon
from kgraph.query.evaluate import evaluate
from kgraph.resolve import resolve
from kgraph.store.nodelink import edge_record, node_record
from scoring import ROOT, AnnotatedSet, read_sets, table

DATA = ROOT / "src" / "kgraph" / "core" / "calibration.toml"
PAGE = ROOT / "docs" / "quality.md"
HEADING = "## Confidence"
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98, 1.01)
STRENGTHS, SHARES = (2.0, 4.0, 8.0, 16.0, 32.0), (0.1, 0.25, 0.5, 0.75, 1.0)
"""What is tried. A further line or document is never worth nothing: too few statements have any to say so."""


@dataclass(frozen=True)
class Judged:
    """A statement that the annotations of ``document`` judge: its evidence (document, line, kind), and whether it is right."""

    what: str
    document: str
    evidence: tuple[tuple[str, int, Kind], ...]
    right: bool

    @property
    def kinds(self) -> set[Kind]:
        """The kinds of its evidence in the document whose annotations judge it."""
        return {kind for document, _, kind in self.evidence if document == self.document}


def judged_statements(annotated: AnnotatedSet) -> list[Judged]:
    """Return the judged relations and entities of all documents of a set, built into one graph."""
    lexicon = load_lexicon()
    extractions = [extract(document.document, lexicon) for document in annotated.documents]
    resolution = resolve(
        (mention for extraction in extractions for mention in extraction.mentions),
        (claim for extraction in extractions for claim in extraction.claims),
        calibration=AS_STATED,
    )
    edges = {(relation.source, relation.key, relation.target): relation for relation in resolution.relations}
    nodes = {entity.id: entity for entity in resolution.entities}
    graph = {"nodes": list(map(node_record, nodes.values())), "edges": list(map(edge_record, edges.values()))}
    found = []
    for document in annotated.documents:
        for key, right in evaluate(graph, document.golds).judged:
            what = nodes[key].type if isinstance(key, str) else key[1]
            pieces = nodes[key].mentions if isinstance(key, str) else edges[key].evidence
            evidence = tuple((p.document, p.line, (what, p.extractor, p.confidence)) for p in pieces)
            found.append(Judged(what, document.document.path, evidence, right))
    return found


def count(statements: Iterable[Judged]) -> dict[Kind, tuple[int, int]]:
    """Return how many statements with each kind of evidence are right, and how many were judged."""
    right, judged = Counter[Kind](), Counter[Kind]()
    for statement in statements:
        judged.update(statement.kinds)
        if statement.right:
            right.update(statement.kinds)
    return {kind: (right[kind], number) for kind, number in sorted(judged.items())}


def without(
    counts: Mapping[Kind, tuple[int, int]], others: Mapping[Kind, tuple[int, int]]
) -> dict[Kind, tuple[int, int]]:
    """Return counts less those of a document. Kinds that only it has are left with nothing, so that wider ones decide."""
    return {
        kind: (right - others.get(kind, (0, 0))[0], judged - others.get(kind, (0, 0))[1])
        for kind, (right, judged) in counts.items()
    }


def cross_validated(statements: Sequence[Judged], weights: Weights) -> list[tuple[float, bool]]:
    """Return (confidence, right) of each statement, its confidence from the other documents alone."""
    by_document: dict[str, list[Judged]] = defaultdict(list)
    for statement in statements:
        by_document[statement.document].append(statement)
    counts = count(statements)
    found = []
    for own in by_document.values():
        calibration = Calibration(without(counts, count(own)), weights, weights)
        found += [(confidence_of(statement, calibration), statement.right) for statement in own]
    return found


def confidence_of(statement: Judged, calibration: Calibration) -> float:
    """Return the confidence of a statement."""
    pieces = ((document, line, calibration.probability(*kind)) for document, line, kind in statement.evidence)
    return calibration.together(statement.what, pieces)


def as_stated(statements: Iterable[Judged]) -> list[tuple[float, bool]]:
    """Return (confidence, right) where rules are believed and evidence is taken as independent."""
    return [(confidence_of(statement, AS_STATED), statement.right) for statement in statements]


def brier(judged: Sequence[tuple[float, bool]]) -> float:
    """Return the mean squared error of the confidences (Brier 1950)."""
    return sum((confidence - right) ** 2 for confidence, right in judged) / len(judged)


def bins(judged: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int]]:
    """Return mean confidence, share right and number of statements in each range of confidence that has any."""
    rows = []
    for low, high in itertools.pairwise(EDGES):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if inside:
            mean = sum(confidence for confidence, _ in inside) / len(inside)
            rows.append((mean, sum(right for _, right in inside) / len(inside), len(inside)))
    return rows


def points(judged: Sequence[tuple[float, bool]], least: int = 50) -> list[tuple[float, float, int]]:
    """Return the bins for a picture: those with fewer statements than ``least`` are joined with the next surer ones."""
    joined: list[tuple[float, float, int]] = []
    open_ = (0.0, 0.0, 0)
    for mean, share, number in bins(judged):
        count = open_[2] + number
        old, new = open_[2] / count, number / count
        open_ = (open_[0] * old + mean * new, open_[1] * old + share * new, count)
        if count >= least:
            joined.append(open_)
            open_ = (0.0, 0.0, 0)
    return [*joined, *([open_] if open_[2] else [])]


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """Return the expected calibration error: the mean distance of confidence and share right (Naeini et al. 2015)."""
    return sum(number * abs(mean - share) for mean, share, number in bins(judged)) / len(judged)


def fit(statements: Sequence[Judged]) -> Weights:
    """Return the weights with the least Brier score when cross-validated, found one after the other."""
    best = Weights(4.0, 0.25, 0.5)
    for name, values in (("strength", STRENGTHS), ("again", SHARES), ("elsewhere", SHARES), ("strength", STRENGTHS)):
        tried = [replace(best, **{name: value}) for value in values]
        best = min(tried, key=lambda weights: round(brier(cross_validated(statements, weights)), 6))
    return best


def report(statements: Mapping[str, Sequence[Judged]], weights: Mapping[str, Weights]) -> str:
    """Return the section of the quality page: errors before and after, and the curve."""
    rows, curves = [], {}
    for what, judged in statements.items():
        before, after = as_stated(judged), cross_validated(judged, weights[what])
        curves[what] = (before, after)
        rows.append(
            [
                what,
                f"{len(judged):,}",
                *(f"{f(part):.3f}" for f in (calibration_error, brier) for part in (before, after)),
            ]
        )
    parts = [
        HEADING,
        INTRODUCTION,
        table(["what", "judged", "error as stated", "error calibrated", "Brier as stated", "Brier calibrated"], rows),
    ]
    for what, (before, after) in curves.items():
        old, new = (dict(zip(_lows(judged), bins(judged), strict=True)) for judged in (before, after))
        body = []
        for low, high in itertools.pairwise(EDGES):
            cells = [
                part
                for row in (old.get(low), new.get(low))
                for part in ((f"{row[2]:,}", f"{row[0]:.2f}", f"{row[1]:.2f}") if row else ("0", "", ""))
            ]
            body.append([f"{low:.2f} – {min(high, 1):.2f}", *cells])
        head = [f"{part} {kind}" for kind in ("as stated", "calibrated") for part in ("number", "mean", "right")]
        parts += [
            f"Confidence of {what} against the share that readers agree with:",
            table(["confidence", *head], body),
        ]
    for what, weight in weights.items():
        parts.append(
            f"Weights for {what}: a wider kind of evidence is worth {weight.strength:g} observations, a further line of one "
            f"document counts {weight.again:g}, a further document {weight.elsewhere:g}."
        )
    return "\n\n".join(parts)


def _lows(judged: Sequence[tuple[float, bool]]) -> list[float]:
    return [low for low, high in itertools.pairwise(EDGES) if any(low <= c < high for c, _ in judged)]


INTRODUCTION = """\
The confidence of a statement is the probability that a careful reader agrees. Each rule states how sure it is, but that was a
guess; `src/kgraph/core/calibration.toml` holds how often readers agreed with each kind of evidence, and several pieces of
evidence are combined with weights for how little a second line or document adds (see [model.md](model.md#confidence)). All
figures are cross-validated: the statements of each document are judged by the counts of the other documents. The error is the
expected calibration error, the mean distance between confidence and share. Made anew by

    .venv/bin/python benchmarks/calibration.py --write"""


def data_file(
    counts: Mapping[Kind, tuple[int, int]], weights: Mapping[str, Weights], curve: Mapping[str, object]
) -> str:
    """Return the text of ``calibration.toml``."""
    lines = ["# Written by benchmarks/calibration.py: how often readers agreed with each kind of evidence.", ""]
    for name, weight in weights.items():
        lines += [f"[{name}]", *(f"{key} = {getattr(weight, key)}" for key in ("strength", "again", "elsewhere")), ""]
    # In TOML the values of the whole file stand above its tables.
    rows = [
        f'    ["{what}", "{extractor}", {stated}, {right}, {judged}],'
        for (what, extractor, stated), (right, judged) in counts.items()
    ]
    head = [lines[0], "# what, extractor, confidence stated by the rule, right, judged", "counts = [", *rows, "]", ""]
    curves = ["[curve]"]
    for name, points in curve.items():
        curves += [f"{name} = [", *(f"    [{mean:.4f}, {share:.4f}, {number}]," for mean, share, number in points), "]"]  # type: ignore[attr-defined]
    return "\n".join([*head, *lines[2:], *curves]) + "\n"


def write_page(section: str, page: Path = PAGE) -> None:
    """Replace the section on confidence in the quality page, or add it at the end."""
    text = page.read_text(encoding="utf-8")
    start = text.find(f"\n{HEADING}\n")
    end = text.find("\n## ", start + 1) if start >= 0 else -1
    before, after = (
        (text[: start + 1], text[end + 1 :] if end >= 0 else "") if start >= 0 else (text.rstrip() + "\n\n", "")
    )
    page.write_text(before + section + "\n" + ("\n" + after if after else ""), encoding="utf-8")


def main() -> None:
    """Read the arguments, build, count, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--write", action="store_true", help="write calibration.toml and the section of docs/quality.md"
    )
    options = parser.parse_args()
    found = [statement for annotated in read_sets() for statement in judged_statements(annotated)]
    statements = {
        "relations": [statement for statement in found if statement.what[0].islower()],
        "entities": [statement for statement in found if statement.what[0].isupper()],
    }
    weights = {what: fit(judged) for what, judged in statements.items()}
    section = report(statements, weights)
    print(section)
    if options.write:
        curve = {
            "stated": points(as_stated(statements["relations"])),
            "calibrated": points(cross_validated(statements["relations"], weights["relations"])),
        }
        DATA.write_text(data_file(count(found), weights, curve), encoding="utf-8")
        write_page(section)


if __name__ == "__main__":
    main()
