"""What a build says on stderr while it runs and when it is done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from kgraph.present.text import terminal_text

Step = Callable[[str, int, int], None]
"""Called with the name of the stage, how much of it is done, and how much there is."""

_MOST_PROBLEMS = 20


@contextlib.contextmanager
def bar(file: IO[str]) -> Iterator[Step | None]:
    """Give a function that draws the progress of a build, or None where ``file`` is not a terminal."""
    if not file.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=file), transient=True) as progress:
        tasks: dict[str, Any] = {}

        def step(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=total)
            progress.update(tasks[stage], completed=done, total=total)

        yield step


def tell(report: Mapping[str, Any], folder: Path, file: IO[str], changed: bool = True) -> None:
    """Print the first problems of a build, one a line as ``document:line: reason``, and how long each stage took.

    ``changed`` says whether anything was built.
    """
    problems = list(report["problems"])
    for problem in problems[:_MOST_PROBLEMS]:
        place = f"{problem['document']}:{problem['line']}" if problem["line"] else problem["document"]
        file.write(f"{terminal_text(place)}: {terminal_text(problem['reason'])}\n")
    if len(problems) > _MOST_PROBLEMS:
        file.write(f"{_MOST_PROBLEMS} of {len(problems):,} problems shown\n")
    if not changed:
        file.write(f"Nothing has changed: the last build stays. What was skipped, and why: {folder / 'build.json'}\n")
        return
    seconds = dict(report["seconds"])
    total = seconds.pop("total", sum(seconds.values()))
    stages = ", ".join(f"{stage} {value:.1f}" for stage, value in seconds.items())
    file.write(f"Built in {total:.1f} s ({stages}). What was skipped, and why: {folder / 'build.json'}\n")
