"""Many readers while a graph is built again and again: no read fails, and each answer is of one whole build."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import kgraph
from kgraph.pipeline import build

ROOT = Path(__file__).parents[2]
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


def read_until(graph: Path, stop: Path, threads: int) -> dict[str, Any]:
    """Read in ``threads`` until the file ``stop`` is there, and once more; return how often, which versions, and what failed."""
    versions: set[int] = set()
    faults: list[str] = []

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
    return {"reads": reads, "versions": sorted(versions), "faults": faults[:3]}


def run(readers: int, builds: int, folder: Path) -> dict[str, Any]:
    """Let ``readers`` read during ``builds`` builds; return how many reads there were. Raises when one failed."""
    raw, graph, stop = folder / "raw", folder / "graph", folder / "stop"
    raw.mkdir(parents=True)
    (raw / "papers.md").write_text(text(0), "utf-8")
    build([raw], graph)
    command = [sys.executable, "-m", "tests.soak.readers", str(graph), str(stop), str(readers // PROCESSES)]
    work = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)]
    try:
        for version in range(1, builds + 1):
            (raw / "papers.md").write_text(text(version), "utf-8")
            build([raw], graph)
            time.sleep(0.2)
    finally:
        stop.touch()
        results = [json.loads(each.communicate(timeout=600)[0]) for each in work]
    faults = [fault for result in results for fault in result["faults"]]
    assert not faults, faults[0]
    seen = {version for result in results for version in result["versions"]}
    assert builds in seen
    return {"readers": readers, "builds": builds, "reads": sum(result["reads"] for result in results), "failed": 0,
            "builds seen": len(seen)}  # fmt: skip


if __name__ == "__main__":
    json.dump(read_until(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])), sys.stdout)
