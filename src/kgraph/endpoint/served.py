"""The build that is served now: a newer one takes its place without a request being lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from kgraph.core.errors import KgraphError
from kgraph.endpoint.pool import Pool
from kgraph.endpoint.settings import Limits
from kgraph.endpoint.turns import Turns
from kgraph.query import current_build, open_graph
from kgraph.query.graph import Graph
from kgraph.store.oxigraph import FOLDER

log = logging.getLogger("kgraph.endpoint")


class Served:
    """One build: the opened graph and its workers. It is let go when it is out of date and nobody uses it any more.

    ``kept`` holds what was worked out about it, by a name.
    """

    def __init__(self, name: str | None, graph: Graph, turns: Turns):
        self.name, self.graph = name, graph
        self.pool = Pool(graph.path / FOLDER, turns)
        self.kept: dict[str, bytes] = {}
        self._users, self._outdated = 0, False

    @contextlib.contextmanager
    def in_use(self) -> Iterator[Served]:
        """Keep the files and workers while the block runs."""
        self._users += 1
        try:
            yield self
        finally:
            self._users -= 1
            self._let_go()

    def retire(self) -> None:
        """Let it go as soon as nobody uses it."""
        self._outdated = True
        self._let_go()

    def _let_go(self) -> None:
        if self._outdated and not self._users:
            self.pool.close()
            self.graph.close()


class Builds:
    """The builds of one folder: ``current`` is the newest that could be opened."""

    def __init__(self, folder: Path, limits: Limits):
        self._folder = folder
        self._turns = Turns(limits)
        self._served: Served | None = None
        self._opening: asyncio.Task[None] | None = None
        self._failed: str | None = None

    async def open(self) -> None:
        """Open the build that is there. Raises GraphMissingError and GraphDamagedError."""
        self._served = await self._open()

    def current(self) -> Served:
        """Return the build to answer from; begins to open a newer one where there is one. Costs the reading of one link."""
        assert self._served is not None
        name = current_build(self._folder)
        if name not in (None, self._served.name, self._failed) and self._opening is None:
            self._opening = asyncio.create_task(self._renew(name))
        return self._served

    def places(self) -> dict[str, int]:
        """Return how many places are free, and how many queries have none."""
        turns = self._turns
        return {"quick": turns.quick, "long": turns.long, "waiting": len(turns.waiting), "paused": len(turns.paused)}

    async def _open(self) -> Served:
        name = current_build(self._folder)  # before it is opened: the graph is of this build or of a newer one
        served = Served(name, await asyncio.to_thread(open_graph, self._folder), self._turns)
        await served.pool.warm()
        return served

    async def _renew(self, name: str | None) -> None:
        try:
            newer = await self._open()
            older, self._served = self._served, newer
            assert older is not None
            log.info("rebuilt", extra={"build": newer.name, "graph": newer.graph.identity})
            older.retire()
        except (KgraphError, OSError) as error:  # it is half there, or broken: the one that is served goes on
            self._failed = name
            log.error("newer build cannot be opened", extra={"build": name, "reason": str(error)})
        finally:
            self._opening = None

    async def close(self) -> None:
        """End all workers, and let the graph go."""
        if self._opening is not None:
            self._opening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._opening
        if self._served is not None:
            self._served.pool.stop()
            self._served.graph.close()
            self._served = None
