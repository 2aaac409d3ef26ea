"""Train the judge of unknown names, and show by cross-validation what it gains.

usage: python benchmarks/train_judge.py [--check] [--output FILE]

Learns from the annotated documents that ``benchmarks/quality.py`` scores, each read without the judge, and from the names of the
lexicons, of which only the way they are written counts. Writes ``src/kgraph/extract/judge.tsv``: the same documents and
lexicons give the same bytes. ``--check`` writes nothing and prints the quality of both sets with and without a judge that was
trained on other documents.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import scoring
from kgraph.core import Block
from kgraph.core.text import fold
from kgraph.extract import STEPS, Lexicon, extractors, load_lexicon
from kgraph.extract.judge import CLASSES, Judge
from kgraph.extract.names.candidates import candidates, shape_features
from kgraph.extract.names.learn import texts_of
from kgraph.extract.reading import Reading

WEIGHTS = Path(__file__).resolve().parents[1] / "src" / "kgraph" / "extract" / "judge.tsv"
LEAST = 3
"""In how many examples a feature must be found to get a weight."""
PENALTY = 1.0
SLIGHT = 12
"""The largest weight, in hundredths, below which a feature is left out."""
STEPS_OF_DESCENT = 200
FOLDS = 8
LEXICON_SHARE = 0.3
"""What a lexicon name counts against a name in a document."""


@dataclass(frozen=True)
class Example:
    """The features of a candidate, the class that readers gave it, and what it counts."""

    key: str
    features: frozenset[str]
    label: str
    weight: float = 1.0


def examples_of(document: scoring.Annotated, lexicon: Lexicon) -> list[Example]:
    """Return the candidates of a document that its readers judged; what they left open is left out."""
    reading = Reading(document.document, lexicon, Judge({}))
    for step in STEPS[: STEPS.index("names")]:
        extractors.get(step)(reading)
    labels: dict[str, str] = {}
    unsure: set[str] = set()
    for gold in document.golds:
        for entity in gold.entities:
            for name in map(fold, (entity.name, *entity.aliases)):
                if entity.optional or entity.context:
                    unsure.add(name)
                elif entity.type in CLASSES:
                    labels[name] = entity.type

    def judged(block: Block, start: int) -> bool:
        line = block.locate(start)[0]
        return any(
            gold.lines[0] <= line <= gold.lines[1] and not any(a <= line <= b for a, b in gold.skip)
            for gold in document.golds
        )

    texts = [(block, start, end) for block, start, end in texts_of(reading) if judged(block, start)]
    return [
        Example(key, frozenset(candidate.features), labels.get(key, ""))
        for key, candidate in candidates(reading, iter(texts), known=True).items()
        if key in labels or key not in unsure
    ]


def examples_of_lexicon(lexicon: Lexicon) -> list[Example]:
    """Return the Latin names of the lexicons, with no feature but how they are written."""
    found = {}
    for term in lexicon.terms:
        label = term.type if term.type in CLASSES else ""
        for surface in term.surfaces if term.type not in ("topic", "Venue") else ():
            if re.fullmatch(r"[A-Za-z][\w .+&'-]*", surface, re.ASCII) and surface.count(" ") < 4:
                features = frozenset(shape_features(surface))
                found.setdefault(fold(surface), Example(fold(surface), features, label, LEXICON_SHARE))
    return list(found.values())


def train(examples: Sequence[Example]) -> Judge:
    """Return the judge that a multinomial logistic regression learns from the examples.

    Full-batch Adam from zero, no random numbers. Costs O(steps × features of all examples).
    """
    counts = Counter(feature for example in examples for feature in example.features)
    names = [*sorted(feature for feature, count in counts.items() if count >= LEAST), "bias"]
    index = {name: place for place, name in enumerate(names)}
    held = [[*sorted(index[f] for f in e.features if f in index), index["bias"]] for e in examples]
    columns = np.array([column for row in held for column in row])
    lengths = np.array([len(row) for row in held])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    rows = np.repeat(np.arange(len(held)), lengths)
    order = np.argsort(columns, kind="stable")
    column_starts = np.searchsorted(columns[order], np.arange(len(names)))
    wanted = np.zeros((len(held), len(CLASSES)))
    wanted[np.arange(len(held)), [CLASSES.index(example.label) for example in examples]] = 1
    counted = np.array([[example.weight] for example in examples])
    weights = np.zeros((len(names), len(CLASSES)))
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS_OF_DESCENT + 1):
        sums = np.add.reduceat(weights[columns], starts)
        powers = np.exp(sums - sums.max(axis=1, keepdims=True))
        error = (powers / powers.sum(axis=1, keepdims=True) - wanted) * counted
        slope = np.add.reduceat(error[rows[order]], column_starts)
        slope[:-1] += PENALTY * weights[:-1]
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        weights -= 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    found = {name: tuple(round(float(value) * 100) for value in weights[place]) for name, place in index.items()}
    return Judge({name: row for name, row in found.items() if max(map(abs, row)) >= SLIGHT})


def judge_without(
    held: AbstractSet[str], documents: Mapping[str, Sequence[Example]], lexicon: Iterable[Example]
) -> Judge:
    """Return the judge that neither the documents ``held`` nor the lexicon names that they print have taught."""
    printed = {example.key for name in held for example in documents.get(name, ())}
    learned = [example for name, found in documents.items() if name not in held for example in found]
    return train([*learned, *(example for example in lexicon if example.key not in printed)])


def judges_by_document(documents: Iterable[scoring.Annotated], lexicon: Lexicon) -> dict[str, Judge]:
    """Return for each document, by name, a judge that was trained on other documents only."""
    examples = {document.name: examples_of(document, lexicon) for document in documents}
    names, lexical = sorted(examples), examples_of_lexicon(lexicon)
    judges = {}
    for fold_ in range(FOLDS):
        held = set(names[fold_::FOLDS])
        judge = judge_without(held, examples, lexical)
        judges.update(dict.fromkeys(held, judge))
    return judges


def lines_of(judge: Judge) -> Iterator[str]:
    """Yield the lines of the file of weights: features in order, hundredths, none that decides nothing."""
    yield "\t".join(["feature", "nothing", *CLASSES[1:]])
    for name, row in sorted(judge.weights.items()):
        yield "\t".join([name, *map(str, row)])


def main() -> None:
    """Read the arguments, train, and write the weights or print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing the weights")
    parser.add_argument("--output", type=Path, default=WEIGHTS, metavar="FILE", help="where the weights go")
    options = parser.parse_args()
    lexicon, sets = load_lexicon(), scoring.read_sets()
    documents = [document for held in sets for document in held.documents]
    if options.check:
        judges = judges_by_document(documents, lexicon)
        for held in sets:
            for what, chosen in (("without", dict.fromkeys(judges, Judge({}))), ("with", judges)):
                total = scoring.sum_of(scoring.evaluate_set(held, lexicon, chosen).values())
                print(
                    scoring.score_table({f"{held.name} {what} the judge": total}, {f"{held.name} {what} the judge": ""})
                )
        return
    examples = [example for document in documents for example in examples_of(document, lexicon)]
    judge = train([*examples, *examples_of_lexicon(lexicon)])
    options.output.write_text("\n".join(lines_of(judge)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
