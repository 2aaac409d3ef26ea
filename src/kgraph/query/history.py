"""The builds that a graph's folder keeps, and what each of them read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.core.errors import GraphDamagedError, UnknownBuildError
from kgraph.query.differences import DocumentChange, document_changes
from kgraph.store.folder import MANIFEST, current_build, kept_builds, open_build

if TYPE_CHECKING:
    from kgraph.query.graph import Graph


@dataclass(frozen=True)
class KeptBuild:
    """One build of a folder. ``built`` is when it was finished (ISO 8601, UTC; None where that was not written down).

    ``documents`` says what its input was unlike that of the kept build before it; None for the first one.
    """

    number: int
    current: bool
    built: str | None
    version: str
    counts: Mapping[str, int]
    documents: tuple[DocumentChange, ...] | None


def history(folder: Path | str = "data/graph") -> list[KeptBuild]:
    """Return the builds that ``folder`` keeps, the newest first. Reads the report of each.

    Raises GraphMissingError when nothing was built there, GraphDamagedError when a report cannot be read.
    """
    folder = Path(folder)
    now = current_build(folder)
    found: list[KeptBuild] = []
    before: Mapping[str, Any] | None = None
    for number in kept_builds(folder):
        try:
            build = open_build(folder, number)
        except UnknownBuildError:  # tidied up by a build since
            continue
        try:
            report = json.loads((build.path / "build.json").read_text("utf-8"))
            counts = build.manifest["counts"]
        except (OSError, ValueError, KeyError) as error:
            raise GraphDamagedError(
                folder, f"build {number} has no readable build.json or {MANIFEST} ({error})"
            ) from error
        finally:
            build.close()
        changes = None if before is None else document_changes(before, report)
        version = str(report.get("versions", {}).get("kgraph", ""))
        assert isinstance(counts, dict)
        found.append(KeptBuild(number, build.path.name == now, report.get("built"), version, counts, changes))
        before = report
    return found[::-1]


@contextmanager
def open_pair(folder: Path | str, old: str | None = None, new: str | None = None) -> Iterator[tuple[Graph, Graph]]:
    """Open two graphs to compare; each is a number of a build that ``folder`` keeps, or the folder of another graph.

    Without ``new`` it is the current build, without ``old`` the kept build before it. Raises UnknownBuildError when there is
    no such build or none before, and what ``open_graph`` raises.
    """
    from kgraph.query.graph import open_graph

    def opened(name: str) -> Graph:
        return (
            open_graph(Path(folder), int(name))
            if name.isdecimal() and not Path(name).exists()
            else open_graph(Path(name))
        )

    with open_graph(Path(folder)) if new is None else opened(new) as after:
        if old is None:
            number = int(after.path.name)
            earlier = [kept for kept in kept_builds(after.folder) if kept < number]
            if not earlier:
                raise UnknownBuildError(after.folder, number - 1, kept_builds(after.folder))
            with open_graph(after.folder, earlier[-1]) as before:
                yield before, after
        else:
            with opened(old) as before:
                yield before, after
