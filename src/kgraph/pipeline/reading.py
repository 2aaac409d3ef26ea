"""The first half of a build: which documents are to be read, and what was read out of all of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from kgraph.core import BuildSettings, Problem
from kgraph.core.errors import UnreadableDocumentError
from kgraph.pipeline.cache.readings import Cache, Packed, ReadDocument, Row, checksum, now, stamp, to_bytes
from kgraph.pipeline.limits import OverLimit, limited
from kgraph.read import read_document

_WORTH_PROCESSES = 700_000
"""Bytes of input from which several processes are quicker than one, start-up included."""

Files = Sequence[tuple[str, Path]]
"""Paths as they are known in the graph, and the files."""


class Result(NamedTuple):
    """What came of one document: the reading, its row and bytes for the cache (None: it is there, or not to be kept)."""

    path: str
    read: ReadDocument
    row: Row | None = None
    packed: Packed | None = None
    seconds: tuple[float, float] = (0.0, 0.0)


@dataclass
class Looked:
    """What a look at the files told: ``kept`` are readings that still hold, ``changed`` the files to read.

    ``contents`` has for each path what stands for its bytes, where that is known without reading the document.
    """

    kept: dict[str, Row] = field(default_factory=dict)
    restamped: list[tuple[str, Row, None]] = field(default_factory=list)
    changed: list[tuple[str, Path]] = field(default_factory=list)
    contents: dict[str, str] = field(default_factory=dict)


def look(files: Files, settings: BuildSettings, cache: Cache) -> Looked:
    """Return which of ``files`` have to be read. Costs one look at each, and the bytes of those that may have changed."""
    looked = Looked()
    for path, file in files:
        row = cache.row(path)
        if row is not None and row.limits not in ("", _limits(settings)):
            row = None
        try:
            seen, found = now(), stamp(file)
            if found.size > settings.largest_document:
                looked.contents[path] = f"{found.size} bytes"
                looked.changed.append((path, file))
                continue
            if row is not None and not row.covers(found):
                row = row._replace(stamp=found, seen=seen) if checksum(file.read_bytes()) == row.checksum else None
                if row is not None:
                    looked.restamped.append((path, row, None))
            elif row is None:
                file.open("rb").close()
        except OSError as error:
            row, looked.contents[path] = None, _refused(error)
        if row is None:
            looked.changed.append((path, file))
        else:
            looked.kept[path], looked.contents[path] = row, row.checksum
    return looked


def _limits(settings: BuildSettings) -> str:
    return f"{settings.document_seconds} s, {settings.document_memory} MB"


def _refused(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"


def read_all(files: Files, looked: Looked, settings: BuildSettings, cache: Cache) -> Iterator[Result]:
    """Yield what was read out of each of ``files``, in order: from the cache, or anew, in several processes where quicker."""
    anew = _read_anew(looked.changed, settings)
    changed = {path for path, _ in looked.changed}
    for path, file in files:
        if path in changed:
            yield next(anew)
        elif (read := cache.get(path)) is not None:
            yield Result(path, read)
        else:
            yield _read_one(path, file, settings)


def _read_anew(files: Files, settings: BuildSettings) -> Iterator[Result]:
    workers = settings.workers or (os.cpu_count() or 1)
    if workers == 1 or len(files) < 2 or (not settings.workers and sum(map(_size, files)) < _WORTH_PROCESSES):
        for path, file in files:
            yield _read_one(path, file, settings)
        return
    tasks = [(path, file, settings) for path, file in files]
    done = 0
    try:
        with _processes(min(workers, len(files))) as pool:
            for result in pool.map(_read_task, tasks, chunksize=_chunk(len(files))):
                done += 1
                yield result
    except BrokenProcessPool:
        yield from _read_apart(tasks[done:])


def _read_apart(tasks: Sequence[tuple[str, Path, BuildSettings]]) -> Iterator[Result]:
    """Read documents one by one in a process that may end at any of them, as it did; that one is reported."""
    left = list(tasks)
    while left:
        with _processes(1) as pool:
            while left:
                task = left.pop(0)
                try:
                    yield pool.submit(_read_task, task).result()
                except BrokenProcessPool:
                    reason = (
                        "the process that read it was ended, perhaps for want of memory; nothing of it is in the graph"
                    )
                    yield _failed(task[0], Problem(task[0], 0, reason))
                    break


def _processes(count: int) -> ProcessPoolExecutor:
    context = get_context("forkserver" if sys.platform != "win32" else "spawn")
    return ProcessPoolExecutor(max_workers=count, mp_context=context)


def _size(named: tuple[str, Path]) -> int:
    try:
        return named[1].stat().st_size
    except OSError:
        return 0


def _chunk(count: int) -> int:
    return max(1, min(32, count // 64))


def _read_task(task: tuple[str, Path, BuildSettings]) -> Result:
    return _read_one(*task)


def _read_one(path: str, file: Path, settings: BuildSettings) -> Result:
    """Read and extract one document. A failure of its own is kept like a reading; one of the disk or the machine is not."""
    seconds = [perf_counter()]
    try:
        seen, found = now(), stamp(file)
        if found.size > settings.largest_document:
            reason = f"{found.size:,} bytes; the setting largest_document allows {settings.largest_document:,}"
            return _failed(path, Problem(path, 0, reason))
        data = file.read_bytes()
    except OSError as error:
        return _failed(path, Problem(path, 0, _refused(error)))
    row = Row(found, seen, checksum(data))
    # Where nothing changed, all that extraction needs is not even loaded.
    from kgraph.extract import extract, load_lexicon

    lexicon = load_lexicon(settings.lexicons)
    document = None
    try:
        with limited(settings.document_seconds * (1 + found.size / 1e6), settings.document_memory):
            document = read_document(path, data)
            seconds.append(perf_counter())
            extraction = extract(document, lexicon)
    except UnreadableDocumentError as error:
        return _kept(row, _failed(path, Problem(path, error.line, error.reason)))
    except OverLimit as over:
        # It counts the processor's time and the document's own memory, so the next try would end likewise.
        reason = f"{over.reason}; nothing of this document is in the graph"
        failed = _failed(path, *(document.problems if document else ()), Problem(path, 0, reason))
        return _kept(row._replace(limits=_limits(settings)), failed)
    except Exception as error:
        # A fault in one reader or extractor, ours or a plug-in's, must not cost the other documents.
        if document is None and isinstance(error, OSError):
            return _failed(path, Problem(path, 0, _refused(error)))
        what = "reading" if document is None else "extraction"
        reason = f"{what} failed ({type(error).__name__}: {error}); nothing of this document is in the graph"
        return _kept(row, _failed(path, *(document.problems if document else ()), Problem(path, 0, reason)))
    seconds.append(perf_counter())
    empty = () if any(block.text.strip() for block in document.blocks) else (Problem(path, 0, "nothing to read in it"),)
    # The outline is all that later stages need: a build's memory grows with the graph, not with the text.
    read = ReadDocument(document.outline(), extraction, (*document.problems, *empty))
    return _kept(row, Result(path, read, seconds=(seconds[1] - seconds[0], seconds[2] - seconds[1])))


def _failed(path: str, *problems: Problem) -> Result:
    return Result(path, ReadDocument(None, None, problems))


def _kept(row: Row, result: Result) -> Result:
    return result._replace(row=row, packed=to_bytes(result.read))
