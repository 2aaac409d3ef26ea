"""What is served now: a newer build, or a copy with one more update, takes its place without a request being lost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from kgraph.core.errors import KgraphError
from kgraph.endpoint.pool import Pool
from kgraph.endpoint.problems import busy
from kgraph.endpoint.protocol import Change
from kgraph.endpoint.settings import Limits
from kgraph.endpoint.turns import Turns
from kgraph.endpoint.updates import Copy, Updates
from kgraph.query import current_build, open_graph
from kgraph.query.graph import Graph
from kgraph.store.oxigraph import FOLDER

log = logging.getLogger("kgraph.endpoint")


class Served:
    """One build: the opened graph and its workers. It is let go when it is out of date and nobody uses it any more.

    ``kept`` holds what was worked out about it, by a name.
    """

    updates = 0
    """How many updates were applied to the build."""

    def __init__(self, name: str | None, graph: Graph, turns: Turns, store: Path | None = None):
        self.name, self.graph = name, graph
        self.pool = Pool(store or graph.path / FOLDER, turns)
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

    def end(self) -> None:
        """End all work on it, and let it go."""
        self.pool.stop()
        self._close()

    def _let_go(self) -> None:
        if self._outdated and not self._users:
            self.pool.close()
            self._close()

    def _close(self) -> None:
        self.graph.close()


class Written(Served):
    """A build with updates: SPARQL is answered from a copy of its store, all else from the files of the build."""

    def __init__(self, under: Served, copy: Copy, turns: Turns):
        self.build: Served = under.build if isinstance(under, Written) else under
        super().__init__(under.name, under.graph, turns, copy.store)
        self.updates = under.updates + copy.updates
        self._copy = copy.store
        self._files = contextlib.ExitStack()  # the build is in use as long as its copies are
        self._files.enter_context(self.build.in_use())
        self.build.pool.close()

    def _close(self) -> None:
        shutil.rmtree(self._copy, ignore_errors=True)
        self._files.close()


class Builds:
    """The builds of one folder: ``current`` is the newest that could be opened, with the updates where those are given."""

    def __init__(self, folder: Path, limits: Limits, updates: Updates | None = None):
        self._folder, self._limits, self._updates = folder, limits, updates
        self._writing, self._waiting = asyncio.Lock(), 0
        self._turns = Turns(limits)
        self._served: Served | None = None
        self._opening: asyncio.Task[None] | None = None
        self._failed: str | None = None

    async def open(self) -> None:
        """Open the build that is there. Raises GraphMissingError, GraphDamagedError and UpdatesError."""
        if self._updates is not None:
            self._updates.open()
        self._served = await self._open()

    def current(self) -> Served:
        """Return the build to answer from; begins to open a newer one where there is one. Costs the reading of one link."""
        assert self._served is not None
        name = current_build(self._folder)
        if name not in (None, self._served.name, self._failed) and self._opening is None:
            self._opening = asyncio.create_task(self._renew(name))
        return self._served

    async def update(self, change: Change) -> str:
        """Apply an update, which is served from then on, and return the name of its file in the log. Raises Problem.

        Updates come one after the other. Whoever reads meanwhile sees the graph as it was before.
        """
        assert self._updates is not None
        async with self._turn_to_write():
            served = self.current()
            with served.in_use():
                copy, logged = await self._updates.apply(served.pool, served.graph.base, change)
            self._serve(Written(served, copy, self._turns))
        return logged

    @contextlib.asynccontextmanager
    async def _turn_to_write(self) -> AsyncIterator[None]:
        if self._waiting >= self._limits.waiting:
            raise busy(f"{self._waiting} updates are waiting already")
        self._waiting += 1
        try:
            async with asyncio.timeout(self._limits.patience):
                await self._writing.acquire()
        except TimeoutError:
            raise busy("Other updates are being applied") from None
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._writing.release()

    def _serve(self, newer: Served) -> None:
        older, self._served = self._served, newer
        if older is not None:
            older.retire()

    def places(self) -> dict[str, int]:
        """Return how many places are free, and how many queries have none."""
        turns = self._turns
        return {"quick": turns.quick, "long": turns.long, "waiting": len(turns.waiting), "paused": len(turns.paused)}

    async def _open(self) -> Served:
        name = current_build(self._folder)  # before it is opened: the graph is of this build or of a newer one
        served = Served(name, await asyncio.to_thread(open_graph, self._folder), self._turns)
        if self._updates is not None:
            copy = await self._updates.replay(served.pool, served.graph.base)
            if copy is not None:
                written = Written(served, copy, self._turns)
                served.retire()
                served = written
        await served.pool.warm()
        return served

    async def _renew(self, name: str | None) -> None:
        try:
            async with self._writing:  # an update that comes meanwhile is applied to the newer build
                newer = await self._open()
                self._serve(newer)
            log.info("rebuilt", extra={"build": newer.name, "graph": newer.graph.identity})
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
            self._served.end()
            self._served = None
        if self._updates is not None:
            self._updates.close()
