"""The Oxigraph store on disk: filled once by a build, opened read-only ever after."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pyoxigraph

FOLDER = "oxigraph"


class StoreWriter:
    """Fill a new store in ``folder`` with blocks of N-Quads, in a thread beside the one that makes them.

    Use it in a ``with`` block. At most two blocks wait at a time, so memory stays bounded by their size.
    """

    def __init__(self, folder: Path):
        self._store = pyoxigraph.Store(folder)
        self._thread = ThreadPoolExecutor(1)
        self._waiting: deque[Future[None]] = deque()

    def add(self, block: bytes) -> None:
        """Take a block of whole lines; raises OSError when the disk does not."""
        self._waiting.append(self._thread.submit(self._load, block))
        while len(self._waiting) > 2:
            self._waiting.popleft().result()

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(self, *error: object) -> None:
        with self._thread:
            while self._waiting:
                self._waiting.popleft().result()
        self._store.flush()
        del self._store

    def _load(self, block: bytes) -> None:
        # Each line was written by ``rdf``, so the terms need not be checked again.
        self._store.bulk_load(block, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


def open_store(folder: Path) -> pyoxigraph.Store:
    """Return the store in ``folder``, opened read-only; many readers may hold it at once."""
    return pyoxigraph.Store.read_only(str(folder))
