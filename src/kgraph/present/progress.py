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


def tell_problems(report: Mapping[str, Any], folder: Path, file: IO[str]) -> None:
    """Print the first problems of a build, one a line as ``document:line: reason``, and how many more there are."""
    problems = list(report.get("problems") or [])
    for problem in problems[:_MOST_PROBLEMS]:
        line = problem.get("line")
        place = f"{problem.get('document')}:{line}" if line else str(problem.get("document"))
        file.write(f"{terminal_text(place)}: {terminal_text(str(problem.get('reason')))}\n")
    if len(problems) > _MOST_PROBLEMS:
        shown = f"{_MOST_PROBLEMS} of {len(problems):,} problems shown"
        file.write(f"{shown}; all are in {folder / 'build.json'}\n")
