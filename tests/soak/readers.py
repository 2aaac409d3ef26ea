"""Many readers while a graph is built again and again: no read fails, and each answer is of one whole build."""

from __future__ import annotations

import os
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import kgraph
from kgraph.pipeline import build

PROCESSES = 5


def text(version: int) -> str:
    """Return a list of papers whose number and titles tell the build: 20 of them and one more for each version."""
    lines = [f"- [Version {version} of paper {n}](https://arxiv.org/abs/2001.{n:05})" for n in range(20 + version)]
    return "# Papers\n\n" + "\n".join(lines) + "\n"


def check(graph: Path) -> int:
    """Open the graph, ask it in several ways, and return its version; raises when the answers are of two builds."""
    with kgraph.open(graph) as opened:
        papers = [node for node in opened.whole().nodes if node.type == "Paper"]
        versions = {int(node.label.split()[1]) for node in papers}
        assert len(versions) == 1, versions
        [version] = versions
        assert len(papers) == 20 + version == opened.statistics().types["Paper"]
        hits = opened.search("paper 7")
        assert hits and all(hit.node.label.startswith(f"Version {version} ") for hit in hits)
        table = opened.to_pandas()[0]
        assert int((table["type"] == "Paper").sum()) == 20 + version
        return version


def _read_until(graph: Path, stop: Path, threads: int) -> tuple[int, set[int], list[str]]:
    reads, versions, faults = 0, set(), []

    def loop() -> int:
        count, last = 0, False
        while not last:
            last = stop.exists()  # one more read after the last build
            try:
                versions.add(check(graph))
            except BaseException:
                faults.append(traceback.format_exc())
            count += 1
            time.sleep(0.01)
        return count

    with ThreadPoolExecutor(threads) as pool:
        reads = sum(future.result() for future in [pool.submit(loop) for _ in range(threads)])
    return reads, versions, faults


def run(readers: int, builds: int, folder: Path) -> dict[str, Any]:
    """Let ``readers`` read during ``builds`` builds; return how many reads there were. Raises when one failed."""
    raw, graph, stop = folder / "raw", folder / "graph", folder / "stop"
    raw.mkdir(parents=True)
    (raw / "papers.md").write_text(text(0), "utf-8")
    build([raw], graph)
    with get_context("spawn").Pool(PROCESSES) as pool:
        work = [pool.apply_async(_read_until, (graph, stop, readers // PROCESSES)) for _ in range(PROCESSES)]
        for version in range(1, builds + 1):
            (raw / "papers.md").write_text(text(version), "utf-8")
            build([raw], graph)
            time.sleep(0.2)
        stop.touch()
        results = [each.get(600) for each in work]
    faults = [fault for _, _, found in results for fault in found]
    assert not faults, faults[0]
    seen = {version for _, versions, _ in results for version in versions}
    assert builds in seen
    return {"readers": readers, "builds": builds, "reads": sum(reads for reads, _, _ in results), "failed": 0,
            "builds seen": len(seen), "processes": os.cpu_count()}  # fmt: skip
