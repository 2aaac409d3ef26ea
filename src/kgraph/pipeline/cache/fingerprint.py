"""Fingerprints: checksums of all that decides what a build gives, beside the documents themselves."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, entry_points, requires, version
from importlib.util import find_spec
from pathlib import Path

from kgraph.core import BuildSettings

READING = ("core", "read", "extract", "pipeline/cache")
"""The folders of kgraph whose code and data decide what is read out of a document."""

_FAMILIES = ("kgraph.readers", "kgraph.extractors")


def digest(*parts: object) -> str:
    """Return a checksum of values that JSON can hold."""
    return sha256(json.dumps(parts, ensure_ascii=True, default=str).encode()).hexdigest()


def reading_fingerprint(settings: BuildSettings) -> str | None:
    """Return a checksum of what decides how a document is read: code, lexicons, libraries, plug-ins.

    None when a plug-in was registered whose code no file holds: what it reads cannot be kept.
    """
    plugins = _plugins()
    if plugins is None:
        return None
    lexicons = [_files(folder.glob("*.tsv"), folder) for folder in settings.lexicons]
    return digest(code(READING), lexicons, libraries(), plugins)


@cache
def code(folders: Iterable[str] = ()) -> str:
    """Return a checksum of kgraph's own code and data, in these folders or everywhere but in what is made for pages."""
    root = Path(__file__).parents[2]
    chosen = [root / name for name in folders] or [root]
    skipped = {"__pycache__", "frontend", "fonts", "_explorer", "app"}
    files = [
        file
        for folder in chosen
        for file in folder.rglob("*")
        if file.is_file() and skipped.isdisjoint(file.relative_to(root).parts)
    ]
    return _files(files, root)


@cache
def libraries() -> list[tuple[str, str]]:
    """Return the versions of Python and of the libraries that kgraph needs."""
    found = [("python", platform.python_version())]
    for line in requires("kgraph") or ():
        requirement, _, marker = line.partition(";")
        name = requirement.strip().split(">")[0].split("<")[0].split("=")[0].split("[")[0].strip()
        if "extra" not in marker:
            try:
                found.append((name, version(name)))
            except PackageNotFoundError:
                found.append((name, ""))
    return sorted(found)


def _files(files: Iterable[Path], root: Path) -> str:
    return digest([(str(file.relative_to(root)), sha256(file.read_bytes()).hexdigest()) for file in sorted(files)])


def _plugins() -> list[tuple[str, str, str]] | None:
    """Return name, version and code of the readers and extractors that are not kgraph's own."""
    found = []
    for family in _FAMILIES:
        for point in entry_points(group=family):
            spec = find_spec(point.module)
            if spec is None or spec.origin is None or not Path(spec.origin).is_file():
                return None
            held = Path(spec.origin)
            of = point.dist.version if point.dist is not None else ""
            where = held.parent if held.name == "__init__.py" else held
            files = where.rglob("*.py") if where.is_dir() else [where]
            found.append((f"{family}:{point.name}", of, _files(files, where.parent)))
    # What was registered in this very process, without an entry point: its file is known once it is imported.
    for module, registry in (("kgraph.read.registry", "readers"), ("kgraph.extract", "extractors")):
        loaded = sys.modules.get(module)
        for name, function in sorted(getattr(loaded, registry).items()) if loaded is not None else ():
            home = getattr(function, "__module__", "")
            if home.startswith("kgraph."):
                continue
            source = getattr(sys.modules.get(home), "__file__", None)
            if source is None or not Path(source).is_file():
                return None
            found.append((f"{module}:{name}", "", _files([Path(source)], Path(source).parent)))
    return found
