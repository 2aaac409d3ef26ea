"""Run all long tests and print what came of them: ``make soak``."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.soak import fuzz, kill, readers

RUNS = {
    "killed builds": lambda folder: kill.run(300, folder),
    "readers during builds": lambda folder: readers.run(100, 20, folder),
    "mutated documents": lambda folder: fuzz.run(20_000, folder),
}


def main(names: list[str]) -> None:
    """Run the tests of these names (all without any); the first fault ends it with an error."""
    for name, work in RUNS.items():
        if names and name.split()[0] not in names:
            continue
        started = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            result = work(Path(folder))
        line = {"test": name, **result, "seconds": round(time.perf_counter() - started)}
        sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
