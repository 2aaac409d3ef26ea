"""Find the documents of a build in files and folders."""

from __future__ import annotations

import contextlib
import fnmatch
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kgraph.core.curation import FILE as CURATION
from kgraph.core.document import Problem
from kgraph.core.errors import InputError


@dataclass(frozen=True)
class FoundDocuments:
    """What a walk found: ``files`` are (relative path with ``/``, file), sorted; ``problems`` what was left out.

    ``ignored`` are the paths left out on purpose: hidden ones, built graphs, and what ``.kgraphignore`` names.
    A folder that is left out as a whole ends with ``/``.
    """

    files: tuple[tuple[str, Path], ...]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()


def find_documents(
    paths: Iterable[str | os.PathLike[str]], output: str | os.PathLike[str] | None = None
) -> FoundDocuments:
    """Return the files below ``paths``, whatever their format, sorted by relative path.

    The path of a file in a folder is relative to that folder, that of a file given by itself is its name. Two files of
    one relative path keep the name of their folder before it. A file ``.kgraphignore`` in a given folder lists glob patterns
    of relative paths to leave out, one a line (``#`` starts a comment; ``*`` matches ``/`` too). Hidden files and folders are left out, as are
    the log of decisions ``curation.toml`` of a given folder, the folder ``output`` and every other built graph below ``paths``; a link that leads back up, an unreadable folder and
    a special file are Problems. Raises InputError for a path that does not exist or cannot be looked at.
    """
    found: dict[str, Path] = {}
    problems: list[Problem] = []
    ignored: list[str] = []
    without = None
    if output is not None:
        with contextlib.suppress(OSError):  # an output that is not there yet cannot be walked into
            status = Path(output).stat()
            without = (status.st_dev, status.st_ino)
    for path in paths:
        root = Path(path)
        try:
            known = root.exists()
        except OSError as error:
            raise InputError(
                f"'{root}' cannot be read: {error.strerror}. Give a folder or a file of documents."
            ) from error
        if not known:
            raise InputError(f"'{root}' does not exist. Give a folder or a file of documents.")
        if root.is_dir():
            patterns = _ignore_patterns(root, problems)
            for name, file in _walk(root, problems, ignored, without):
                if name == CURATION:
                    continue
                if any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
                    ignored.append(name)
                else:
                    _keep(found, name, file, root)
        else:
            _keep(found, root.name, root, root.parent)
    return FoundDocuments(tuple(sorted(found.items())), tuple(problems), tuple(sorted(ignored)))


def _ignore_patterns(root: Path, problems: list[Problem]) -> list[str]:
    file = root / ".kgraphignore"
    try:
        if not file.is_file():
            return []
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(".kgraphignore", 0, f"not readable, nothing is left out: {error}"))
        return []
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith("#")]


def _keep(found: dict[str, Path], name: str, file: Path, root: Path) -> None:
    other = found.get(name)
    if other is not None and not other.samefile(file):
        parts = root.resolve().parts
        for size in range(1, len(parts) + 1):
            longer = "/".join((*parts[-size:], name)).lstrip("/")
            if longer not in found:
                name = longer
                break
    found[name] = file


def _walk(
    root: Path, problems: list[Problem], ignored: list[str], without: tuple[int, int] | None
) -> Iterable[tuple[str, Path]]:
    """Yield (relative path, file) below ``root``; each real folder is entered once, so links cannot loop."""
    waiting = [(root, "")]
    entered: set[tuple[int, int]] = set()
    while waiting:
        folder, prefix = waiting.pop()
        try:
            status = folder.stat()
            here = (status.st_dev, status.st_ino)
            if prefix and (here == without or _is_graph(folder)):
                ignored.append(prefix)
                continue
            if here in entered:
                problems.append(Problem(prefix.rstrip("/"), 0, "a link to a folder that is read already, not followed"))
                continue
            entered.add(here)
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            name = prefix.rstrip("/") or str(root)
            problems.append(Problem(name, 0, f"folder not readable: {error.strerror}"))
            continue
        for entry in entries:
            name = f"{prefix}{entry.name}"
            try:
                if entry.name.startswith("."):
                    if name != ".kgraphignore":
                        ignored.append(f"{name}/" if entry.is_dir() else name)
                    continue
                if not prefix and entry.is_symlink() and _is_graph(folder) and _is_built(folder / entry.name):
                    ignored.append(name)
                    continue
                if entry.is_dir():
                    waiting.append((folder / entry.name, f"{name}/"))
                elif entry.is_file():
                    yield name, folder / entry.name
                else:
                    reason = "a broken link" if entry.is_symlink() else "not a regular file"
                    problems.append(Problem(name, 0, f"{reason}, left out"))
            except OSError as error:
                problems.append(Problem(name, 0, f"not readable: {error.strerror}"))


def _is_graph(folder: Path) -> bool:
    """Return whether a build was written into ``folder``."""
    return (folder / ".builds").is_dir() and (folder / "current").is_symlink()


def _is_built(link: Path) -> bool:
    """Return whether a link in the folder of a graph leads to a file of the build."""
    return link.readlink().parts[:1] in ((".builds",), ("current",))
