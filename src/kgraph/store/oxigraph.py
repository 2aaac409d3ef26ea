"""The Oxigraph store on disk: filled once by a build, opened read-only ever after."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

FOLDER = "oxigraph"


def load_store(quads: Path, folder: Path) -> int:
    """Fill a new store in ``folder`` from a file of N-Quads and return the number of quads."""
    store = pyoxigraph.Store(folder)
    store.bulk_load(path=quads, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)
    store.flush()
    return len(store)


def open_store(folder: Path) -> pyoxigraph.Store:
    """Return the store in ``folder``, opened read-only; many readers may hold it at once."""
    return pyoxigraph.Store.read_only(str(folder))
