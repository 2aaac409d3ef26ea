"""What the benchmarks share: runs of a command with time and peak memory, and a table with the machine below it."""

from __future__ import annotations

import contextlib
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """Wall seconds and peak memory (MB, of all processes together) of one run."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> Run:
    """Run ``command`` to its end, its output thrown away; raises CalledProcessError when it fails.

    Memory is looked at five times a second (pages that processes share are counted once); of a command that is over
    sooner, and where there is no ``/proc``, it is that of the process itself.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    with ThreadPoolExecutor(1) as watcher:
        peak = watcher.submit(_watch, process)
        errors = process.stderr.read()
        # wait4 tells the memory of this child alone, where getrusage gives the largest of all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors.decode(errors="replace"))
    return Run(seconds, max(usage.ru_maxrss / 1024, peak.result()))


def _watch(process: subprocess.Popen[bytes]) -> float:
    peak = 0.0
    while process.returncode is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.2)
    return peak


def _memory(process: int) -> float:
    """Return the memory of a process and all that it has started, in MB; 0 for one that has ended."""
    found = 0.0
    with contextlib.suppress(OSError, IndexError):
        text = Path(f"/proc/{process}/smaps_rollup").read_text()
        found = int(text.split("Pss:")[1].split()[0]) / 1024
        for task in Path(f"/proc/{process}/task").iterdir():
            found += sum(map(_memory, map(int, (task / "children").read_text().split())))
    return found


def median(runs: Sequence[Run]) -> Run:
    """Return the median time and the largest memory."""
    return Run(statistics.median(run.seconds for run in runs), max(run.megabytes for run in runs))


def table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table, and below it on what machine and commit it was measured."""
    cells = [list(columns), *([_cell(value) for value in row] for row in rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(columns))]
    print(title)
    for row in cells:
        first, *others = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *others]))
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    print(f"({machine}, Python {platform.python_version()}, {commit})")


def _cell(value: object) -> str:
    return f"{value:,.3f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
