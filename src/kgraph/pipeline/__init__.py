"""The pipeline: find, read, extract, resolve and store, counted and timed."""

from __future__ import annotations

import fnmatch
import json
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from typing import Any

from kgraph.core import BuildSettings, BuiltGraph, Claim, Curation, Document, GraphChanges, Problem, Resolution
from kgraph.core.curation import FILE, log_file, parse_curation, read_curation
from kgraph.core.errors import InputError, KgraphError
from kgraph.core.garbage import no_garbage
from kgraph.pipeline.cache.changes import Pair, TooManyError, keep_all, outgoing, resolve_changes
from kgraph.pipeline.cache.codec import DamagedError
from kgraph.pipeline.cache.fingerprint import code, digest, reading_fingerprint
from kgraph.pipeline.cache.readings import Cache, Packed, ReadDocument, Row, Summary, problem_row, summary
from kgraph.pipeline.reading import Looked, look, read_all
from kgraph.pipeline.report import Counts, counts_of, decisions, report, totals
from kgraph.read import find_documents
from kgraph.resolve import in_order, resolve
from kgraph.store import can_change, read_graph, write_changes, write_graph
from kgraph.store.folder import current_build, open_build
from kgraph.store.names import NoRoomError

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class BuildReport:
    """What a build did: ``data`` is the content of ``build.json`` in ``folder``.

    ``changed`` is False when nothing had changed since the last build, which then stays as it was.
    """

    folder: Path
    data: dict[str, Any]
    changed: bool = True
    built: Resolution | None = None

    @cached_property
    def resolution(self) -> Resolution:
        """What is stored in the folder; read back from there, in its normal form, when this build did not make it all."""
        return read_graph(self.folder) if self.built is None else self.built


def build(
    inputs: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str] = "data/graph",
    settings: BuildSettings | None = None,
    progress: Progress | None = None,
    full: bool = False,
) -> BuildReport:
    """Build the graph of the documents in ``inputs`` (folders and files) into the folder ``output``.

    Bad documents are reported in ``BuildReport.data["problems"]`` and the rest is built. ``progress`` is called with the stage,
    the number done and the total. The same input gives the same ``graph.nq`` and ``graph.json``, wherever it is built, and
    whatever was built there before: documents that did not change are not read again, unless ``full`` is true. Raises
    InputError when an input is missing or nothing can be read. Time and memory grow linearly with the input.
    """
    settings = settings or BuildSettings()
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    with _timed(seconds, "find"):
        found = find_documents(inputs, output)
        files = [(path, file) for path, file in found.files if _wanted(path, settings)]
    given = [str(item) for item in inputs]
    if not files:
        names = ", ".join(given)
        raise InputError(f"No documents in {names}. Give a folder or a file with Markdown, text, HTML, BibTeX or PDF.")
    left = [path for path, _ in found.files if not _wanted(path, settings)]
    fingerprint = reading_fingerprint(settings)
    with Cache(Path(output), fingerprint) as cache:
        looked = look(files, settings, cache) if not full else Looked(changed=files)
        log = settings.curation or log_file(inputs)
        problems = (*found.problems, *_other_logs(inputs, log))
        task = _Task(
            given,
            Path(output),
            settings,
            files,
            problems,
            sorted([*found.ignored, *left]),
            (log, *read_curation(log)),
            seconds,
            started,
        )
        if not full and (last := _last_build(task, task.key(fingerprint, looked.contents))) is not None:
            cache.update(looked.restamped, (), resolved=True)
            return BuildReport(task.output, last, changed=False)
        step = progress or (lambda *_: None)
        by_changes = None if full else _build_changes(task, looked, cache, fingerprint, step)
        return by_changes or _build_whole(task, looked, cache, fingerprint, step)


@dataclass(frozen=True)
class _Task:
    """What a build was asked for, and what it found to read."""

    inputs: list[str]
    output: Path
    settings: BuildSettings
    files: list[tuple[str, Path]]
    problems: tuple[Problem, ...]
    ignored: list[str]
    decisions: tuple[Path, Curation, Document | None]
    seconds: dict[str, float]
    started: float

    def key(self, fingerprint: str | None, contents: Mapping[str, str]) -> str:
        """Return a checksum of all that decides what a build gives; "" when a document's bytes are not known."""
        if fingerprint is None or len(contents) < len(self.files):
            return ""
        rows = [problem_row(problem) for problem in self.problems]
        log = self.decisions[2]
        decided = log and log.checksum
        return digest(self.settings_key(fingerprint), decided, rows, self.ignored, sorted(contents.items()))

    def settings_key(self, fingerprint: str | None) -> str:
        """Return a checksum of what decides what a build makes of its documents."""
        settings = self.settings.model_dump(mode="json")
        return digest(code(), fingerprint, self.inputs, str(Path.cwd()), settings, str(self.decisions[0].absolute()))

    def report(
        self, summaries: Iterable[Summary], counts: Counts, resolution: Resolution
    ) -> Callable[[], dict[str, Any]]:
        """Return the function that gives the report once all else is written. Of the resolution it needs no graph."""
        stored = time.perf_counter()
        log, curation, _ = self.decisions
        data = report(
            self.inputs,
            self.settings,
            summaries,
            counts,
            resolution.doubts,
            ((*resolution.conflicts, *self.problems), resolution.problems),
            self.ignored,
            decisions(log, curation, resolution),
            self.seconds,
        )

        def timed() -> dict[str, Any]:
            now = time.perf_counter()
            self.seconds["store"], self.seconds["total"] = now - stored, now - self.started
            data["built"] = datetime.now(UTC).isoformat(timespec="seconds")
            return data

        return timed


def _build_whole(task: _Task, looked: Looked, cache: Cache, fingerprint: str | None, step: Progress) -> BuildReport:
    results = []
    for result in read_all(task.files, looked, task.settings, cache):
        results.append(result)
        step("read", len(results), len(task.files))
    keep = [(result.path, result.row, result.packed) for result in results if result.row is not None]
    cache.update(
        [*looked.restamped, *keep], (set(cache.paths()) - {path for path, _ in task.files}) | _unread(looked, keep)
    )
    del keep
    contents = looked.contents | {result.path: result.row.checksum for result in results if result.row is not None}
    key = task.key(fingerprint, contents)
    task.seconds["read"] = sum(result.seconds[0] for result in results)
    task.seconds["extract"] = sum(result.seconds[1] for result in results)
    documents = tuple(result.read.document for result in results if result.read.document is not None)
    summaries = [summary(result.read) for result in results]
    extractions = [result.read.extraction for result in results if result.read.extraction is not None]
    mentions = [extraction.mentions for extraction in extractions]
    claims = deque(extraction.claims for extraction in extractions)
    del results, result, extractions
    _, curation, log = task.decisions
    with _timed(task.seconds, "resolve"), no_garbage():
        found = resolve(chain.from_iterable(mentions), _taken(claims), curation=curation.over(documents))
        least = task.settings.minimum_confidence
        kept = tuple(relation for relation in found.relations if relation.confidence >= least)
        resolution = replace(found, relations=kept)
    step("resolve", 1, 1)
    known = False
    with _optional(cache), no_garbage():
        if (state := cache.empty_state(bool(curation.entries))) is not None:
            keep_all(state, chain.from_iterable(mentions), found)
            state.count(resolution.relations, 1)
            cache.save()
            known = True
    del mentions, found
    if log is not None:
        documents = (*documents, log)
        summaries.append(summary(ReadDocument(log, None, ())))
    timed = task.report(summaries, counts_of(resolution), resolution)
    data = timed()
    write_graph(BuiltGraph(resolution, documents, data, key), task.output, task.settings, timed)
    step("store", 1, 1)
    if known:
        with _optional(cache):
            cache.commit(_identity(task.output), task.settings_key(fingerprint), log)
    return BuildReport(task.output, data, True, resolution)


def _taken(parts: deque[tuple[Claim, ...]]) -> Iterator[Claim]:
    """Yield the claims of all documents; the deque holds each document's only until they are taken."""
    while parts:
        yield from parts.popleft()


_LEAST_SHARE = 10
"""A build by changes concerns at most one document in so many; a whole one is quicker for more."""


def _build_changes(
    task: _Task, looked: Looked, cache: Cache, fingerprint: str | None, step: Progress
) -> BuildReport | None:
    """Make the graph out of that of the last build; return None where that cannot be done, and nothing has changed then."""
    gone = set(cache.paths()) - {path for path, _ in task.files}
    most = max(20, len(task.files) // _LEAST_SHARE)
    if len(looked.changed) + len(gone) > most:
        return None
    _, curation, log = task.decisions
    with _optional(cache):
        last = cache.log()
        decided = (parse_curation(last.lines) if last is not None else Curation(), curation)
        state = cache.state(_identity(task.output), task.settings_key(fingerprint), bool(curation.entries))
        if state is None or not can_change(task.output):
            return None
        results = list(read_all(looked.changed, looked, task.settings, cache))
        step("read", len(results), len(results))
        task.seconds["read"] = sum(result.seconds[0] for result in results)
        task.seconds["extract"] = sum(result.seconds[1] for result in results)
        readings: dict[str, Pair] = {path: (cache.known(path), None) for path in gone}
        readings |= {result.path: (cache.known(result.path), result.read) for result in results}
        with _timed(task.seconds, "resolve"), no_garbage():
            least = task.settings.minimum_confidence
            resolved = resolve_changes(state, readings, cache.known, decided, least, most)
        step("resolve", 1, 1)
        keep = [(result.path, result.row, result.packed) for result in results if result.row is not None]
        cache.set_readings([*looked.restamped, *keep], gone | _unread(looked, keep))
        summaries = cache.summaries() | {result.path: summary(result.read) for result in results}
        counts = {name: state.counts(name) for name in ("entities", "relations", "mentions", "evidence")}
        doubts = tuple(state.doubts(resolved.apart))
        problems = in_order(state.problems())
        untold = Resolution((), (), doubts, problems, resolved.rejected[1], resolved.conflicts)
        told = [summaries[path] for path, _ in task.files]
        if log is not None:
            told.append(summary(ReadDocument(log, None, ())))
        timed = task.report(told, counts, untold)
        contents = looked.contents | {result.path: result.row.checksum for result in results if result.row is not None}
        documents = {path: tuple(read and read.document for read in pair) for path, pair in readings.items()}
        if last != log:
            documents[FILE] = (last, log)
        changes = GraphChanges(
            last=str(current_build(task.output)),
            documents=documents,  # type: ignore[arg-type]
            entities=resolved.entities,
            relations=resolved.relations,
            rejected=resolved.rejected,
            ends=resolved.ends,
            outgoing=partial(outgoing, state, rejected=resolved.rejected[1], minimum_confidence=least),
            document=lambda path: log if path == FILE else cache.outline(path),
            counts=totals(counts, sum(one.input is not None for one in told)),
            key=task.key(fingerprint, contents),
        )
        write_changes(changes, task.output, task.settings, timed)
        step("store", 1, 1)
        cache.commit(_identity(task.output), task.settings_key(fingerprint), log)
        return BuildReport(task.output, timed())
    return None


def _unread(looked: Looked, keep: Sequence[tuple[str, Row, Packed | None]]) -> set[str]:
    """Return the documents that gave nothing to keep: an earlier reading of one is no more what the graph has of it."""
    return {path for path, _ in looked.changed} - {path for path, _, _ in keep}


@contextmanager
def _optional(cache: Cache) -> Iterator[None]:
    """Do without what the cache cannot give: a whole build is always right."""
    try:
        yield
    except (sqlite3.Error, DamagedError, TooManyError, NoRoomError, LookupError):
        cache.rollback()
    except BaseException:
        cache.rollback()
        raise


def _identity(folder: Path) -> str:
    """Return what tells the build in ``folder`` from every other; "" when there is none."""
    try:
        build = open_build(folder)
    except KgraphError:
        return ""
    try:
        return f"{build.path.name} {build.manifest.get('graph')}"
    finally:
        build.close()


def _last_build(task: _Task, key: str) -> dict[str, Any] | None:
    """Return the report of the build that is in the folder, when the same input made it."""
    if not key:
        return None
    try:
        build = open_build(task.output)
    except KgraphError:
        return None  # there is none yet, or it is damaged
    try:
        if build.manifest.get("key") != key:
            return None
        report: dict[str, Any] = json.loads((build.path / "build.json").read_text("utf-8"))
        return report
    except (OSError, ValueError):
        return None
    finally:
        build.close()


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - started


def _wanted(path: str, settings: BuildSettings) -> bool:
    if settings.include and not any(fnmatch.fnmatch(path, pattern) for pattern in settings.include):
        return False
    return not any(fnmatch.fnmatch(path, pattern) for pattern in settings.exclude)


def _other_logs(inputs: Sequence[str | os.PathLike[str]], log: Path) -> list[Problem]:
    """Return the logs of further folders as problems: a build has one log, so that its entries have one order."""
    others = [Path(item) / FILE for item in inputs if Path(item).is_dir()]
    reason = f"not applied: this build's log of decisions is '{log}'; name another with --curation"
    return [
        Problem(str(other), 0, reason)
        for other in others
        if other.exists() and not (log.exists() and other.samefile(log))
    ]
