"""How long the command takes to say what it can do, beside the interpreter alone.

usage: python benchmarks/startup.py [--runs 9]
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from measure import median, run, table

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    kgraph = str(Path(sys.executable).with_name("kgraph"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "kgraph --help": [kgraph, "--help"],
        "kgraph schema": [kgraph, "schema"],
        "import kgraph": [sys.executable, "-c", "import kgraph"],
    }
    rows = []
    for name, command in commands.items():
        result = median([run(command) for _ in range(options.runs)])
        rows.append((name, result.seconds, result.megabytes))
    table(f"Start (median of {options.runs})", ("command", "seconds", "peak MB"), rows)
