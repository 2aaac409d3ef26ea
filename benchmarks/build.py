"""How long a cold build takes on generated reading lists of growing size.

usage: python benchmarks/build.py [--megabytes 0.1 0.5 2] [--runs 3] [--folder FOLDER ...]

Each run is a new process. "wall" is a build with one worker per core; "MB/s per core" comes from a build with one
worker, by the seconds that it reports for reading and extraction alone. ``--folder`` measures your own folders instead.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from generate import generate
from measure import Run, median, run, table


def measure(source: Path, runs: int) -> tuple[object, ...]:
    """Build ``source`` ``runs`` times and once with one worker; return a row of the table."""
    kgraph = str(Path(sys.executable).with_name("kgraph"))
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph"
        command = [kgraph, "build", str(source), "--output", str(graph)]
        wall: Run = median([run(command) for _ in range(runs)])
        alone = run([*command, "--workers", "1"])
        report = json.loads((graph / "build.json").read_text(encoding="utf-8"))
    counts, seconds = report["counts"], report["seconds"]
    size = sum(item["bytes"] for item in report["inputs"])
    speed = size / 1e6 / (seconds["read"] + seconds["extract"])
    return size, counts["entities"], counts["relations"], wall.seconds, wall.megabytes, alone.megabytes, speed


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, nargs="+", default=[0.1, 0.5, 2])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, nargs="+", default=[])
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        sources = {str(path): path for path in options.folder}
        for megabytes in [] if sources else options.megabytes:
            path = Path(folder) / f"{megabytes:g}"
            generate(path, int(megabytes * 1e6))
            sources[f"generated {megabytes:g} MB"] = path
        rows = [(name, *measure(path, options.runs)) for name, path in sources.items()]
    table(
        f"kgraph build, cold (median of {options.runs})",
        ("input", "bytes", "entities", "relations", "wall s", "peak MB", "one worker MB", "read+extract MB/s per core"),
        rows,
    )
