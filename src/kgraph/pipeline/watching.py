"""Tell when something changes that a graph is built from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Event

from kgraph.core.errors import MissingExtraError

_QUIET = 400
"""Milliseconds in which changes are gathered."""
_WAIT = 500
"""Milliseconds after which it is surely watching."""


def changes(watched: Iterable[Path], output: Path, stop: Event | None = None) -> Iterator[int]:
    """Yield how many files changed in the files and folders ``watched``, each time some did, until ``stop`` is set.

    The first one is 0, once it watches: what changes after that is not missed, however long it is dealt with.
    What happens in the folder ``output`` and to hidden files does not count. Raises MissingExtraError without watchfiles.
    """
    try:
        from watchfiles import watch
    except ImportError:
        raise MissingExtraError("watchfiles", "watch", "--watch") from None
    roots, graph = [path.resolve() for path in watched], output.resolve()

    def counts(_: object, name: str) -> bool:
        path = Path(name)
        if graph == path or graph in path.parents:
            return False
        below = next((path.relative_to(root).parts for root in roots if path.is_relative_to(root)), path.parts[-1:])
        return path.name == ".kgraphignore" or not any(part.startswith(".") for part in below)

    began = False
    options = {"debounce": _QUIET, "rust_timeout": _WAIT, "yield_on_timeout": True, "raise_interrupt": False}
    for found in watch(*roots, watch_filter=counts, stop_event=stop, **options):  # type: ignore[arg-type]
        if found or not began:
            began = True
            yield len(found)
