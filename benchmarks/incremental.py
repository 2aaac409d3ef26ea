"""What a build costs when nothing or one line changed, beside the whole build, each as a command of its own.

usage: python benchmarks/incremental.py [--notes 10000] [--dense]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from generate import generate_notes
from measure import Run, median, run, table

RUNS = 3


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--dense", action="store_true", help="notes that are lists")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        notes, graph = Path(place, "notes"), Path(place, "graph")
        size = generate_notes(notes, options.notes, dense=options.dense)
        command = [str(Path(sys.executable).with_name("kgraph")), "build", str(notes), "--output", str(graph)]
        whole = run(command)
        edited = sorted(notes.rglob("*.md"))[options.notes // 3]

        def edit(number: int) -> None:
            lines = edited.read_text("utf-8").split("\n")
            lines[-2] = f"Google propose KuaiNet{number}, based on BERT."
            edited.write_text("\n".join(lines), "utf-8")

        def repeated(before: Callable[[int], None]) -> Run:
            found = []
            for number in range(RUNS):
                before(number)
                found.append(run(command))
            return median(found)

        quads = (graph / "graph.nq").stat().st_size
        rows = [("whole build", whole)]
        rows += [("one line edited", repeated(edit)), ("nothing changed", repeated(lambda _: None))]
        table(
            f"Builds of {options.notes:,} notes, {size / 1e6:.1f} MB (graph.nq {quads / 1e6:,.0f} MB)",
            ("build", "seconds", "of the whole", "peak MB"),
            [
                (name, f"{one.seconds:.2f}", f"{one.seconds / whole.seconds:.1%}", f"{one.megabytes:.0f}")
                for name, one in rows
            ],
        )


if __name__ == "__main__":
    main()
