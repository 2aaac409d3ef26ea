from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parent.parent.parent / "benchmarks" / "endpoint_load.py"


@pytest.mark.slow
def test_runaway_queries_do_no_harm() -> None:
    command = [
        sys.executable,
        str(BENCHMARK),
        "--seconds",
        "15",
        "--timeout",
        "3",
        "--entities",
        "500",
        "--relations",
        "2500",
    ]
    figures = json.loads(subprocess.run([*command, "--json"], check=True, capture_output=True).stdout)
    assert figures["alive"]
    assert {status for status in figures["statuses"] if status.startswith("short")} <= {
        "short 200",
        "short 400",
        "short 406",
        "short 503",
    }
    # An answer that was begun when its time was over breaks off, which a client sees as an unfinished one.
    broken = {"runaway IncompleteRead", "runaway 200", "runaway 400", "runaway 503"}
    assert {status for status in figures["statuses"] if status.startswith("runaway")} <= broken
    assert max(slowest for _, slowest in figures["runaways"].values()) < 3 + 1
    before, most, after = figures["memory"]
    assert most > before
    assert after < before + (200 << 20)
