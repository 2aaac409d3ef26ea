"""Copies of sorted files with some of their records changed: what stays is copied in runs, without being looked at."""

from __future__ import annotations

import hashlib
import mmap
import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


class Run(NamedTuple):
    """The records from ``start`` to ``end`` (exclusive) stay as they are."""

    start: int
    end: int


class Fresh(NamedTuple):
    """A record that is new, or takes the place of the one that was at ``of`` (-1: of none)."""

    of: int
    value: Any


Segment = Run | Fresh


class _Keys(Sequence[Any]):
    def __init__(self, count: int, key_at: Callable[[int], Any]):
        self._count, self._key_at = count, key_at

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: Any) -> Any:
        return self._key_at(place)


def plan(count: int, key_at: Callable[[int], Any], changed: Iterable[tuple[Any, Any]]) -> list[Segment]:
    """Return how ``count`` sorted records become others: ``changed`` are (key, value), sorted, None for one that goes.

    ``key_at`` gives the key of a record by its place. Costs O(changed · log count).
    """
    segments: list[Segment] = []
    keys, done = _Keys(count, key_at), 0
    for key, value in changed:
        place = bisect_left(keys, key, lo=done)
        there = place < count and key_at(place) == key
        if place > done:
            segments.append(Run(done, place))
        if value is not None:
            segments.append(Fresh(place if there else -1, value))
        done = place + there
    if done < count:
        segments.append(Run(done, count))
    return segments


def origins(segments: Iterable[Segment]) -> Array:
    """Return for each record where it was before; -1 where it was not."""
    parts = [np.arange(*part) if isinstance(part, Run) else np.array([part.of]) for part in segments]
    return np.concatenate(parts) if parts else np.empty(0, "<i8")


def fresh(segments: Iterable[Segment]) -> Iterator[tuple[int, Any]]:
    """Yield place and value of the new records."""
    place = 0
    for part in segments:
        if isinstance(part, Run):
            place += part.end - part.start
        else:
            yield place, part.value
            place += 1


def moved(origin: Array, count: int) -> Array:
    """Return where each of ``count`` records went; -1 where it is gone."""
    found = np.full(count, -1, "<i8")
    there = origin >= 0
    found[origin[there]] = np.flatnonzero(there)
    return found


Piece = tuple[int, int] | bytes
"""A stretch of the old file, by its offsets, or new bytes."""

_MOST = 1 << 26


def write_pieces(pieces: Iterable[Piece], old: Path, new: Path) -> None:
    """Write a file of pieces of an old one and new bytes. The system copies stretches by itself, where it can by reference."""
    with old.open("rb") as source, new.open("wb", buffering=0) as target:
        for piece in pieces:
            if isinstance(piece, bytes):
                target.write(piece)
                continue
            start, end = piece
            while start < end:
                done = _copy(source.fileno(), target.fileno(), start, min(end - start, _MOST))
                if not done:
                    raise OSError(f"{old} is shorter than it was")
                start += done


def _copy(source: int, target: int, start: int, count: int) -> int:
    if hasattr(os, "copy_file_range"):
        try:
            return os.copy_file_range(source, target, count, offset_src=start)
        except OSError:
            pass
    return os.write(target, os.pread(source, min(count, 1 << 22), start))


class SortedLines:
    """A file of lines sorted by their subjects, mapped into memory."""

    def __init__(self, path: Path):
        self.path = path
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ) if self.size else b""

    def close(self) -> None:
        """Let the file go."""
        if isinstance(self._map, mmap.mmap):
            self._map.close()
        self._file.close()

    def block(self, subject: bytes, start: int = 0) -> tuple[int, int]:
        """Return where the lines of a subject begin and end; the place where they would stand when there are none."""
        first = self._bisect(subject, start, False)
        return first, self._bisect(subject, first, True)

    def _bisect(self, subject: bytes, low: int, behind: bool) -> int:
        high = self.size
        while low < high:
            middle = (low + high) // 2
            line = self._map.rfind(b"\n", low, middle) + 1 or low
            held = self._map[line : self._map.find(b" ", line)]
            if held < subject or (behind and held == subject):
                low = self._map.find(b"\n", max(line, middle)) + 1
            else:
                high = line
        return low

    def read(self, start: int, end: int) -> bytes:
        """Return a stretch."""
        return bytes(self._map[start:end])

    def checksum(self, pieces: Iterable[Piece]) -> str:
        """Return the checksum of a file of these pieces."""
        found = hashlib.sha256()
        view = memoryview(self._map)
        try:
            for piece in pieces:
                if isinstance(piece, bytes):
                    found.update(piece)
                else:
                    found.update(view[piece[0] : piece[1]])
        finally:
            view.release()
        return found.hexdigest()


def splice_lines(
    lines: SortedLines, new: Path, texts: dict[str, str], threads: ThreadPoolExecutor
) -> tuple[list[bytes], list[bytes], Callable[[], str]]:
    """Write a copy of a sorted file with other lines for some subjects (as N-Quads spells them; "": they go).

    Returns the lines that went and those that came, at once, and a function that waits for the file and returns its checksum.
    """
    pieces: list[Piece] = []
    gone: list[bytes] = []
    come: list[bytes] = []
    done = 0
    # As in the file: by code points, the sign that ends an IRI included.
    for subject in sorted(texts):
        start, end = lines.block(subject.encode(), done)
        before = lines.read(start, end)
        after = texts[subject].encode()
        if before == after:
            continue
        pieces += [(done, start), after]
        was, now = before.splitlines(keepends=True), after.splitlines(keepends=True)
        kept = set(was) & set(now)
        gone += [line for line in was if line not in kept]
        come += [line for line in now if line not in kept]
        done = end
    pieces.append((done, lines.size))
    written = threads.submit(write_pieces, pieces, lines.path, new)
    checked = threads.submit(lines.checksum, pieces)

    def finish() -> str:
        written.result()
        return checked.result()

    return gone, come, finish
