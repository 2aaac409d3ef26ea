"""Builds that are killed at random moments: the graph before stays readable, and the next build is right."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import kgraph
from kgraph.pipeline import build

NOTE = "# Notes {number}\n\n- [Paper {number}](https://arxiv.org/abs/2001.{number:05}): Google 提出 F{number}Net，基于 BERT\n"


def started(raw: Path, graph: Path) -> int:
    """Begin a build in a process of its own and return its number."""
    child = os.fork()
    if child == 0:  # nothing of the parent may run on here
        try:
            os.setsid()
            build([raw], graph)
            os._exit(0)
        except BaseException:
            os._exit(1)
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
    begun = time.perf_counter()
    build([raw], graph)
    whole = time.perf_counter() - begun
    before = identity(graph)
    killed = finished = 0
    for step in range(count):
        _change(raw, step, chance)
        full = chance.random() < 0.3
        if full:  # without what was kept of the documents, too
            for kept in graph.glob(".cache.sqlite*"):
                kept.unlink()
        child = started(raw, graph)
        time.sleep(chance.uniform(0, whole * 1.2))
        try:
            os.killpg(child, signal.SIGKILL)
        except ProcessLookupError:  # it has not made its group yet, or is done
            os.kill(child, signal.SIGKILL)
        ended = os.waitpid(child, 0)[1]
        killed, finished = killed + (ended != 0), finished + (ended == 0)
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
