"""The pipeline: find, read, extract, resolve and store, counted and timed."""

from __future__ import annotations

import fnmatch
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from kgraph.core import BuildSettings, BuiltGraph, Curation, Document, Problem, Resolution
from kgraph.core.curation import FILE, log_file, read_curation, undone
from kgraph.core.errors import InputError, UnreadableDocumentError
from kgraph.extract import Extraction, extract, load_lexicon
from kgraph.read import find_documents, read_document
from kgraph.resolve import resolve
from kgraph.store import write_graph

Progress = Callable[[str, int, int], None]

_WORTH_PROCESSES = 2_000_000
"""Bytes of input from which several processes are quicker than one, start-up included."""

_PACKAGES = ("kgraph", "networkx", "pyoxigraph", "pyromark", "rdflib", "spacy")


@dataclass(frozen=True)
class BuildReport:
    """What a build did: ``data`` is the content of ``build.json``, ``resolution`` what was stored in ``folder``."""

    folder: Path
    data: dict[str, object]
    resolution: Resolution


@dataclass(frozen=True)
class _Read:
    document: Document | None
    extraction: Extraction | None
    problems: tuple[Problem, ...]
    seconds: tuple[float, float] = (0.0, 0.0)


def build(
    inputs: Sequence[str | os.PathLike[str]],
    output: str | os.PathLike[str] = "data/graph",
    settings: BuildSettings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build the graph of the documents in ``inputs`` (folders and files) into the folder ``output``.

    Bad documents are reported in ``BuildReport.data["problems"]`` and the rest is built. ``progress`` is called with the stage,
    the number done and the total. The same input gives the same ``graph.nq`` and ``graph.json``, wherever it is built. Raises
    InputError when an input is missing or nothing can be read. Time and memory grow linearly with the input.
    """
    settings = settings or BuildSettings()
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    with _timed(seconds, "find"):
        found = find_documents(inputs, output)
        files = [(path, file) for path, file in found.files if _wanted(path, settings)]
    if not files:
        names = ", ".join(str(item) for item in inputs)
        raise InputError(f"No documents in {names}. Give a folder or a file with Markdown, text, HTML, BibTeX or PDF.")
    log = settings.curation or log_file(inputs)
    curation, decisions = read_curation(log)
    problems = [*found.problems, *_other_logs(inputs, log)]
    results = []
    for done, result in enumerate(_read_all(files, settings), start=1):
        results.append(result)
        problems.extend(result.problems)
        if progress is not None:
            progress("read", done, len(files))
    seconds["read"] = sum(result.seconds[0] for result in results)
    seconds["extract"] = sum(result.seconds[1] for result in results)
    documents = tuple(result.document for result in results if result.document is not None)
    extractions = [result.extraction for result in results if result.extraction is not None]
    with _timed(seconds, "resolve"):
        resolution = resolve(
            (mention for extraction in extractions for mention in extraction.mentions),
            (claim for extraction in extractions for claim in extraction.claims),
            settings.minimum_confidence,
            curation.over(documents),
        )
    if decisions is not None:
        documents = (*documents, decisions)
    if progress is not None:
        progress("resolve", 1, 1)
    data = _report(documents, extractions, resolution, problems, settings, inputs)
    data["curation"] = _decisions(log, curation, resolution)
    left = [path for path, _ in found.files if not _wanted(path, settings)]
    data["ignored"] = sorted([*found.ignored, *left])
    target = Path(output)
    data["seconds"] = seconds
    stored = time.perf_counter()

    def timed_report() -> dict[str, object]:
        now = time.perf_counter()
        seconds["store"], seconds["total"] = now - stored, now - started
        data["built"] = datetime.now(UTC).isoformat(timespec="seconds")
        return data

    write_graph(BuiltGraph(resolution, documents, data), target, settings, timed_report)
    if progress is not None:
        progress("store", 1, 1)
    return BuildReport(target, data, resolution)


@contextmanager
def _timed(seconds: dict[str, float], stage: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[stage] = time.perf_counter() - started


def _wanted(path: str, settings: BuildSettings) -> bool:
    if settings.include and not any(fnmatch.fnmatch(path, pattern) for pattern in settings.include):
        return False
    return not any(fnmatch.fnmatch(path, pattern) for pattern in settings.exclude)


def _read_all(files: Sequence[tuple[str, Path]], settings: BuildSettings) -> Iterator[_Read]:
    """Read and extract the files, in order; in several processes where that is quicker."""
    workers = settings.workers or (os.cpu_count() or 1)
    sizes = [_size(file) for _, file in files]
    if workers == 1 or len(files) == 1 or (not settings.workers and sum(sizes) < _WORTH_PROCESSES):
        for path, file in files:
            yield _read_one(path, file, settings)
        return
    context = get_context("forkserver" if sys.platform != "win32" else "spawn")
    with ProcessPoolExecutor(max_workers=min(workers, len(files)), mp_context=context) as pool:
        yield from pool.map(_read_task, [(path, file, settings) for path, file in files], chunksize=_chunk(len(files)))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _chunk(count: int) -> int:
    return max(1, min(32, count // 64))


def _read_task(task: tuple[str, Path, BuildSettings]) -> _Read:
    return _read_one(*task)


def _read_one(path: str, file: Path, settings: BuildSettings) -> _Read:
    started = time.perf_counter()
    try:
        size = file.stat().st_size
        if size > settings.largest_document:
            reason = f"{size:,} bytes; the setting largest_document allows {settings.largest_document:,}"
            return _Read(None, None, (Problem(path, 0, reason),))
        document = read_document(path, file.read_bytes())
    except UnreadableDocumentError as error:
        return _Read(None, None, (Problem(path, error.line, error.reason),))
    except OSError as error:
        return _Read(None, None, (Problem(path, 0, f"cannot be read: {error.strerror or error}"),))
    read = time.perf_counter()
    lexicon = load_lexicon(settings.lexicons)
    try:
        extraction = extract(document, lexicon)
    except Exception as error:  # a fault in one extractor, ours or a plug-in's, must not cost the other documents
        reason = f"extraction failed ({type(error).__name__}: {error}); nothing of this document is in the graph"
        return _Read(None, None, (*document.problems, Problem(path, 0, reason)))
    done = time.perf_counter()
    empty = () if any(block.text.strip() for block in document.blocks) else (Problem(path, 0, "nothing to read in it"),)
    # The outline is all that later stages need: a build's memory grows with the graph, not with the text.
    return _Read(document.outline(), extraction, (*document.problems, *empty), (read - started, done - read))


def _report(
    documents: Sequence[Document],
    extractions: Sequence[Extraction],
    resolution: Resolution,
    problems: Sequence[Problem],
    settings: BuildSettings,
    inputs: Sequence[str | os.PathLike[str]],
) -> dict[str, object]:
    skipped = [problem for extraction in extractions for problem in extraction.problems]
    listed = sum(extraction.listed for extraction in extractions)
    understood = sum(extraction.understood for extraction in extractions)
    return {
        "inputs": [
            {
                "document": document.path,
                "format": document.format,
                "encoding": document.encoding,
                "bytes": document.size,
                "lines": len(document.lines),
                "sha256": document.checksum,
            }
            for document in documents
        ],
        "from": [str(item) for item in inputs],
        "working folder": str(Path.cwd()),
        "settings": settings.model_dump(mode="json"),
        "versions": {name: version(name) for name in _PACKAGES} | {"python": platform.python_version()},
        "counts": {
            "documents": len(documents),
            "entities": len(resolution.entities),
            "relations": len(resolution.relations),
            "entities by type": dict(sorted(Counter(entity.type for entity in resolution.entities).items())),
            "relations by kind": dict(sorted(Counter(relation.key for relation in resolution.relations).items())),
            "mentions": sum(len(entity.mentions) for entity in resolution.entities),
            "evidence": sum(len(relation.evidence) for relation in resolution.relations),
            "listed": listed,
            "understood": understood,
            "doubtful pairs": len(resolution.doubts),
        },
        "seconds": {},
        "problems": [_row(problem) for problem in (*resolution.conflicts, *problems, *resolution.problems)],
        "skipped": [_row(problem) for problem in skipped],
        "doubts": [
            {"first": doubt.first, "second": doubt.second, "reason": doubt.reason, "score": doubt.score}
            for doubt in resolution.doubts
        ],
    }


def _other_logs(inputs: Sequence[str | os.PathLike[str]], log: Path) -> list[Problem]:
    """Return the logs of further folders as problems: a build has one log, so that its entries have one order."""
    others = [Path(item) / FILE for item in inputs if Path(item).is_dir()]
    reason = f"not applied: this build's log of decisions is '{log}'; name another with --curation"
    return [
        Problem(str(other), 0, reason)
        for other in others
        if other.exists() and not (log.exists() and other.samefile(log))
    ]


def _decisions(log: Path, curation: Curation, resolution: Resolution) -> dict[str, object]:
    """Return where the decisions stand, how many there are, and those that could not be applied as they stand."""
    gone, _ = undone(curation.entries)
    return {
        "file": str(log.absolute()),
        "entries": len(curation.entries),
        "undone": len(gone),
        "rejected statements": len(resolution.rejected),
        "conflicts": [_row(problem) for problem in resolution.conflicts],
    }


def _row(problem: Problem) -> dict[str, object]:
    return {"document": problem.document, "line": problem.line, "reason": problem.reason, "text": problem.text}
