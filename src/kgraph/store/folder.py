"""The folder of a built graph: a whole build is swapped in at once, and readers keep what they opened.

    data/graph/
        .builds/000007/          the files of one build, never changed after the swap; some earlier ones stay beside it
        .lock                    held by the one process that builds
        current -> .builds/000007
        graph.json -> current/graph.json, and so on for each file

The swap replaces ``current`` by one rename, so every path leads into the old build or into the new one.
A reader resolves ``current`` once and holds a shared lock on that build's manifest; a builder keeps the last builds and
removes earlier ones whose manifest nobody holds. The manifest comes last and in one rename: a build without one was
never finished. Locks belong to processes: a killed one leaves none behind.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import weakref
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from kgraph.core.errors import (
    GraphBusyError,
    GraphDamagedError,
    GraphMissingError,
    GraphNotWrittenError,
    UnknownBuildError,
)

MANIFEST = "manifest.json"
FORMAT = 1
"""The number of this layout; a graph written in another one is refused with the advice to build again."""

_BUILDS = ".builds"
_CURRENT = "current"
_SYNCING = 16
"""Files that are handed to the disk at once."""
_LOCK = ".lock"


@dataclass(frozen=True)
class Draft:
    """A build that is being written: its folder, and what its manifest shall say."""

    path: Path
    manifest: dict[str, object] = field(default_factory=dict)


@contextlib.contextmanager
def writing(folder: Path, keep: int = 1) -> Iterator[Draft]:
    """Give an empty folder to write a build into, and the manifest to fill; swap it in when the block ends without an error.

    After it the last ``keep`` builds stay, the new one included, and those that somebody reads. After an error, or when
    the process is killed, the graph that was there before stays as it is. Raises GraphBusyError when another process is
    building here, GraphNotWrittenError when the disk refuses.
    """
    with _locked(folder):
        target: Path | None = None
        try:
            _clean(folder, keep)
            target = _next(folder)
            target.mkdir()
            draft = Draft(target)
            yield draft
            _write_manifest(target, draft.manifest)
            _swap(folder, target)
            _clean(folder, keep)
        except OSError as error:
            raise GraphNotWrittenError(folder, _reason(error)) from error
        finally:
            if target is not None and target != _current(folder):
                shutil.rmtree(target, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of the one process that may change ``folder``; raises as ``writing`` does."""
    try:
        (folder / _BUILDS).mkdir(parents=True, exist_ok=True)
        lock = (folder / _LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise GraphNotWrittenError(folder, _reason(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            raise GraphBusyError(folder, lock.read(20).strip()) from None
        try:
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
        except OSError as error:
            raise GraphNotWrittenError(folder, _reason(error)) from error
        yield


def kept_builds(folder: Path) -> list[int]:
    """Return the numbers of the finished builds that are in ``folder``, in order. Costs one look at each.

    Raises GraphMissingError when nothing was ever built there.
    """
    try:
        return sorted(int(path.name) for path in (folder / _BUILDS).iterdir() if _finished(path))
    except OSError:
        raise GraphMissingError(folder) from None


def restore(folder: Path | str, number: int) -> None:
    """Make the kept build ``number`` the current one; the others stay, and the next build gets a number above them all.

    Raises UnknownBuildError when there is no such build, GraphDamagedError when its files do not fit together, and what
    ``writing`` raises. What is open stays open, as after a new build.
    """
    folder = Path(folder)
    open_build(folder, number).close()
    with _locked(folder):
        target = _path(folder, number)
        if not _finished(target):  # another process may have built and tidied up since
            raise UnknownBuildError(folder, number, kept_builds(folder))
        try:
            _swap(folder, target)
        except OSError as error:
            raise GraphNotWrittenError(folder, _reason(error)) from error


class Opened:
    """A build opened for reading: ``path`` is its folder, which stays until ``close`` even if a newer build comes."""

    def __init__(self, path: Path, manifest: dict[str, object], lock: int):
        self.path, self.manifest = path, manifest
        # A graph that is forgotten without being closed lets its build go, too.
        self.close = weakref.finalize(self, os.close, lock)


def open_build(folder: Path, number: int | None = None) -> Opened:
    """Return the current build of ``folder``, or a kept one by its ``number``, held open.

    Raises GraphMissingError when there is none, UnknownBuildError for a number that is not there, GraphDamagedError when
    a file is missing or has another size than was written. Costs one look at each file, whatever the size of the graph.
    """
    for _ in range(10):  # a build may be swapped and cleaned away between two of these lines
        path = _current(folder) if number is None else _path(folder, number)
        if path is None:
            raise GraphMissingError(folder)
        if number is not None and not _finished(path):
            raise UnknownBuildError(folder, number, kept_builds(folder))
        try:
            lock = os.open(path / MANIFEST, os.O_RDONLY)
        except FileNotFoundError:
            if _current(folder) == path:
                raise GraphDamagedError(folder, f"{path.name} has no {MANIFEST}") from None
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
            if (number is not None or _current(folder) == path) and (path / MANIFEST).exists():
                return Opened(path, _checked(folder, path), os.dup(lock))
        finally:
            os.close(lock)
    raise GraphDamagedError(folder, "its builds are replaced faster than they can be opened")


def current_build(folder: Path) -> str | None:
    """Return the name of the build that is in ``folder`` now, None when there is none. Costs the reading of one link.

    Another name means that the graph was built anew; what was opened before stays as it was.
    """
    path = _current(folder)
    return None if path is None else path.name


def build_path(folder: Path, name: str) -> Path:
    """Return the folder of the build of that name (see ``current_build``)."""
    return folder / _BUILDS / name


def manifest_counts(build: Path) -> dict[str, int]:
    """Return how much there is in the build in that folder."""
    counts: dict[str, int] = json.loads((build / MANIFEST).read_text("utf-8"))["counts"]
    return counts


def _checked(folder: Path, path: Path) -> dict[str, object]:
    try:
        manifest: dict[str, object] = json.loads((path / MANIFEST).read_text("utf-8"))
        if manifest["format"] != FORMAT:
            raise GraphDamagedError(folder, f"written in layout {manifest['format']}, this version reads {FORMAT}")
        sizes = manifest["files"]
        if not isinstance(sizes, dict):
            raise GraphDamagedError(folder, f"{MANIFEST} lists no files")
        for name, size in sizes.items():
            if (path / name).stat().st_size != size:
                raise GraphDamagedError(folder, f"{name} is not {size} bytes long as it was written")
    except FileNotFoundError as error:
        raise GraphDamagedError(folder, f"{Path(str(error.filename)).name} is missing") from None
    except (OSError, ValueError, KeyError) as error:
        raise GraphDamagedError(folder, f"{MANIFEST} cannot be read ({error})") from error
    return manifest


def _write_manifest(target: Path, content: Mapping[str, object]) -> None:
    """Write ``content`` and each file's size into the manifest, once all of it is on the disk."""
    path = target / MANIFEST
    files = sorted(file for file in target.rglob("*") if file.is_file())
    # The database engine may tidy its own logs when it is opened; only what never changes is promised.
    sizes = {
        name: file.stat().st_size
        for file in files
        if not (name := file.relative_to(target).as_posix()).startswith("oxigraph/") or name.endswith(".sst")
    }
    draft = path.with_name(f".{MANIFEST}.new")
    draft.write_text(json.dumps({"format": FORMAT, **content, "files": sizes}, indent=1) + "\n", encoding="utf-8")
    # The disk takes what comes together in one go.
    with ThreadPoolExecutor(_SYNCING) as threads:
        list(threads.map(_sync, (*files, draft, *{file.parent for file in files})))
    draft.replace(path)
    _sync(target)


def _sync(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _finished(path: Path) -> bool:
    """Return whether ``path`` is the folder of a build whose last file was written."""
    return path.name.isdigit() and (path / MANIFEST).is_file()


def _swap(folder: Path, target: Path) -> None:
    """Let ``current`` and the named files lead to ``target``; links that are right already stay untouched."""
    # Everything is looked at before anything is changed: a refusal leaves the folder as it was.
    _refuse_foreign(folder / _CURRENT, _BUILDS)
    for entry in target.iterdir():
        _refuse_foreign(folder / entry.name, _CURRENT)
    _link(folder / _CURRENT, f"{_BUILDS}/{target.name}")
    for entry in sorted(target.iterdir()):
        _link(folder / entry.name, f"{_CURRENT}/{entry.name}")
    for entry in folder.iterdir():
        if entry.is_symlink() and not entry.exists() and entry.readlink().parts[0] == _CURRENT:
            entry.unlink()


def _refuse_foreign(place: Path, leads_into: str) -> None:
    """Raise GraphNotWrittenError when something stands at ``place`` that is no link of a build."""
    if place.is_symlink():
        if place.readlink().parts[:1] == (leads_into,):
            return
        kind = "link"
    elif place.exists():
        kind = "folder" if place.is_dir() else "file"
    else:
        return
    raise GraphNotWrittenError(place.parent, f"a {kind} named '{place.name}' that no build wrote is in the way")


def _link(place: Path, target: str) -> None:
    if place.is_symlink() and place.readlink() == Path(target):
        return
    draft = place.with_name(f".{place.name}.new")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(place)


def _current(folder: Path) -> Path | None:
    try:
        return folder / (folder / _CURRENT).readlink()
    except OSError:
        return None


def _path(folder: Path, number: int) -> Path:
    return folder / _BUILDS / f"{number:06d}"


def _next(folder: Path) -> Path:
    numbers = [int(path.name) for path in (folder / _BUILDS).iterdir() if path.name.isdigit()]
    return _path(folder, max(numbers, default=0) + 1)


def _clean(folder: Path, keep: int) -> None:
    """Remove every build but the current one, the last others up to ``keep`` in all, and those that a reader holds.

    Half-written ones go first of all.
    """
    current = _current(folder)
    kept = {current}
    for path in sorted((folder / _BUILDS).iterdir(), reverse=True):
        if len(kept) < keep and _finished(path):
            kept.add(path)
        if path in kept:
            continue
        try:
            with (path / MANIFEST).open("rb") as manifest:
                fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
        except BlockingIOError:
            continue
        except OSError:
            shutil.rmtree(path, ignore_errors=True)


def _reason(error: OSError) -> str:
    return f"{error.strerror or error}" + (f" ({error.filename})" if error.filename else "")
