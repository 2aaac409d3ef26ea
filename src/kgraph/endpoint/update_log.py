"""The log of updates: a folder of text files, which can be read, kept in git, and applied again."""

from __future__ import annotations

import contextlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

_ENDING = ".ru"
_NUMBERED = re.compile(r"(\d+)\.ru")


class UpdateLog:
    """The files of one folder, in the order of their names. Each is SPARQL, under a comment that says when it was applied."""

    def __init__(self, folder: Path):
        self.folder = folder

    def names(self) -> list[str]:
        """Return the names of the files; there are none before the first update."""
        if not self.folder.is_dir():
            return []
        names = (path.name for path in self.folder.iterdir())
        return sorted(name for name in names if name.endswith(_ENDING) and not name.startswith("."))

    def read(self, name: str) -> str:
        """Return an update. Raises OSError, and UnicodeDecodeError for a file that is no text."""
        return (self.folder / name).read_bytes().decode("utf-8-sig")

    def add(self, update: str) -> str:
        """Write an update, and return its name when it is safe on the disk. Raises OSError, and leaves nothing then."""
        self.folder.mkdir(exist_ok=True)
        numbers = [int(found[1]) for name in self.names() if (found := _NUMBERED.fullmatch(name))]
        path = self.folder / f"{max(numbers, default=0) + 1:06d}{_ENDING}"
        draft = path.with_name(f".{path.name}.new")
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        content = f"# An update of the graph, applied {moment}\n{update}"
        try:
            with draft.open("wb") as file:
                file.write(content.encode() if content.endswith("\n") else f"{content}\n".encode())
                file.flush()
                os.fsync(file.fileno())
            draft.rename(path)
            _sync(self.folder)
            _sync(self.folder.parent)
        except OSError:
            for written in (draft, path):
                with contextlib.suppress(OSError):
                    written.unlink()
            raise
        return path.name


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
