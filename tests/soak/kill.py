"""Builds that are killed at random moments: the graph before stays readable, and the next build is right."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import kgraph
from kgraph.pipeline import build

NOTE = "# Notes {number}\n\n- [Paper {number}](https://arxiv.org/abs/2001.{number:05}): Google 提出 F{number}Net，基于 BERT\n"


_PROGRAM = """
import sys
from pathlib import Path
from kgraph.pipeline import build
print("ready", flush=True)
sys.stdin.readline()
build([Path(sys.argv[1])], Path(sys.argv[2]))
"""


def started(raw: Path, graph: Path) -> subprocess.Popen[str]:
    """Return a process that has just begun to build, in a group of its own."""
    child = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(raw), str(graph)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert child.stdin is not None and child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    child.stdin.write("go\n")
    child.stdin.flush()
    return child


def identity(graph: Path) -> str:
    """Open a graph, ask it something of each of its parts, and return the checksum of what it holds."""
    with kgraph.open(graph) as opened:
        count = len(opened)
        assert len(opened.to_networkx()) == count
        assert opened.search("BERT")
        assert opened.statistics().counts["entities"] == count
        return opened.identity


def run(count: int, folder: Path, seed: int = 1) -> dict[str, Any]:
    """Kill ``count`` builds; return at which moments. Raises when a graph cannot be read or a next build is wrong."""
    chance = random.Random(seed)
    raw, graph = folder / "raw", folder / "graph"
    raw.mkdir(parents=True)
    for number in range(40):
        (raw / f"{number:03}.md").write_text(NOTE.format(number=number), "utf-8")
    build([raw], graph)
    (raw / "000.md").write_text(NOTE.format(number=999), "utf-8")
    begun = time.perf_counter()
    with started(raw, graph) as child:
        assert child.wait() == 0
    whole = time.perf_counter() - begun
    before = identity(graph)
    killed = finished = 0
    for step in range(count):
        _change(raw, step, chance)
        full = chance.random() < 0.3
        if full:  # without what was kept of the documents, too
            for kept in graph.glob(".cache.sqlite*"):
                kept.unlink()
        with started(raw, graph) as child:
            time.sleep(chance.uniform(0, whole * 1.1))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            code = child.wait()
        assert code in (0, -signal.SIGKILL)
        killed, finished = killed + (code != 0), finished + (code == 0)
        left = identity(graph)
        build([raw], graph)
        now = identity(graph)
        assert left in (before, now), f"after kill {step} the graph is neither the old nor the new one"
        shutil.rmtree(folder / "full", ignore_errors=True)
        build([raw], folder / "full")
        assert now == identity(folder / "full"), f"the build after kill {step} is wrong"
        for name in ("graph.nq", "graph.json"):
            assert (graph / name).read_bytes() == (folder / "full" / name).read_bytes(), (step, name)
        before = now
    return {"killed": killed, "finished before": finished, "readable": count, "wrong": 0}


def _change(raw: Path, step: int, chance: random.Random) -> None:
    names = sorted(path.name for path in raw.iterdir())
    if chance.random() < 0.3 and len(names) > 20:
        (raw / chance.choice(names)).unlink()
    number = 1000 + step
    (raw / chance.choice([*names, f"{number}.md"])).write_text(NOTE.format(number=number), "utf-8")
