"""Updates: each is applied to a copy of what is served, and kept in a log that is applied again to the next build.

    data/graph/
        .written/000012/         the copy that is served: hard links to the files of the one before it
        .written/.lock           held by the one endpoint that takes updates
        updates/000001.ru        the log

No build is touched. The copies are made anew from the log whenever an endpoint starts; the log is what counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import itertools
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from kgraph.core.errors import UpdatesError
from kgraph.endpoint.pool import Pool
from kgraph.endpoint.problems import RETRY_AFTER, Problem
from kgraph.endpoint.protocol import Change
from kgraph.endpoint.settings import Limits
from kgraph.endpoint.spool import Spool
from kgraph.endpoint.update_log import UpdateLog
from kgraph.endpoint.using import with_using
from kgraph.query.sparql_text import explained
from kgraph.store.terms import PREFIXES

log = logging.getLogger("kgraph.endpoint")

_COPIES, _LOG, _LOCK = ".written", "updates", ".lock"
_OF_THE_TEXT = ("update", "syntax", "service", "nesting", "timeout", "memory")
"""Codes of problems that an update has by itself, whatever the state of the machine."""


@dataclass(frozen=True)
class Copy:
    """A store that was made by applying ``updates`` updates to another one."""

    store: Path
    updates: int


class Updates:
    """The updates of the graph in one folder. Call ``apply`` and ``replay`` one after the other."""

    def __init__(self, folder: Path, limits: Limits):
        self._folder, self._limits = folder, limits
        self._log, self._copies = UpdateLog(folder / _LOG), folder / _COPIES
        self._numbers = itertools.count(1)
        self._failed: set[Path] = set()
        self._lock: TextIOWrapper | None = None

    def open(self) -> None:
        """Take the folder, and remove what an endpoint that was killed has left. Raises UpdatesError."""
        if not self._folder.is_dir():
            return  # there is no graph, which is told by whoever opens it
        try:
            self._copies.mkdir(exist_ok=True)
            self._lock = (self._copies / _LOCK).open("a", encoding="utf-8")
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._remove_copies()
        except BlockingIOError:
            raise UpdatesError(self._folder, "another endpoint with --writable serves it") from None
        except OSError as error:
            raise UpdatesError(self._folder, f"{error.strerror} ({error.filename})") from None

    def close(self) -> None:
        """Remove the copies, and give the folder back."""
        if self._lock is not None:
            self._remove_copies()
            self._lock.close()
            self._lock = None

    def _remove(self, store: Path) -> None:
        """Remove a copy that is not served. A worker that is being killed may still write into it: then it is tried again."""
        self._failed.add(store)
        for path in list(self._failed):
            shutil.rmtree(path, ignore_errors=True)
            if not path.exists():
                self._failed.discard(path)

    def _remove_copies(self) -> None:
        for path in self._copies.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)

    async def apply(self, pool: Pool, base: str, change: Change) -> tuple[Copy, str]:
        """Apply an update to a copy of the store of ``pool``; return it and the name under which the update is logged.

        The work is done by a worker of the pool, within the limits of a query. Raises Problem, and nothing has changed then.
        """
        text = with_using(change.update, change.default_graphs, change.named_graphs)
        store, (problem,) = await self._work(pool, base, [{"text": text, "sent": change.update}])
        try:
            if problem is not None:
                raise problem
            return Copy(store, 1), await asyncio.to_thread(self._log.add, text)
        except OSError as error:
            self._remove(store)
            reason = error.strerror or str(error)
            raise Problem(503, "log", f"The update was not applied, as it cannot be logged: {reason}.") from None
        except BaseException:
            self._remove(store)
            raise

    async def replay(self, pool: Pool, base: str) -> Copy | None:
        """Apply the whole log to a copy of the store of ``pool``, a build; return it, or None when the log is empty.

        An update that no longer applies is reported and left out; it stays in the log. Raises UpdatesError.
        """
        updates = await asyncio.to_thread(self._read)
        if not updates:
            return None
        try:
            copy: Copy | None
            try:
                copy = await self._replay(pool, base, updates)
            except Problem as problem:
                if problem.code not in _OF_THE_TEXT:
                    raise
                copy = await self._replay_singly(pool, base, updates)
        except Problem as problem:
            raise UpdatesError(self._folder, problem.detail.rstrip(".")) from None
        log.info("updates applied", extra={"applied": copy.updates if copy else 0, "logged": len(updates)})
        return copy

    def _read(self) -> dict[str, str]:
        updates = {}
        try:
            for name in self._log.names():
                try:
                    updates[name] = self._log.read(name)
                except UnicodeDecodeError as error:
                    _report(name, f"it is not written in UTF-8 (byte {error.start})")
        except OSError as error:
            raise UpdatesError(self._folder, f"{error.strerror} ({error.filename})") from None
        return updates

    async def _replay(self, pool: Pool, base: str, updates: Mapping[str, str]) -> Copy:
        """Apply all of them to one copy. Raises Problem when the work on all of them together was ended."""
        texts = [{"text": text, "sent": text} for text in updates.values()]
        store, problems = await self._work(pool, base, texts, patient=True)
        for name, problem in zip(updates, problems, strict=True):
            if problem is not None:
                _report(name, problem.detail)
        return Copy(store, problems.count(None))

    async def _replay_singly(self, pool: Pool, base: str, updates: Mapping[str, str]) -> Copy | None:
        """Apply each to a copy of its own, so that one which takes too much ends only itself."""
        copy: Copy | None = None
        for name, text in updates.items():
            source = pool if copy is None else pool.beside(copy.store)
            try:
                done = await self._replay(source, base, {name: text})
            except Problem as problem:
                if problem.code not in _OF_THE_TEXT:
                    if copy is not None:
                        self._remove(copy.store)
                    raise
                _report(name, problem.detail)
                continue
            finally:
                if source is not pool:
                    source.stop()
            if copy is not None:
                self._remove(copy.store)
            copy = Copy(done.store, done.updates + (copy.updates if copy else 0))
        return copy

    async def _work(
        self, pool: Pool, base: str, updates: list[dict[str, str]], patient: bool = False
    ) -> tuple[Path, list[Problem | None]]:
        """Return a copy with the updates, and what was wrong with each. Raises Problem when there is no copy.

        With ``patient`` it waits until there is a place for it.
        """
        while True:
            store = self._copies / f"{next(self._numbers):06d}"
            request = {"updates": updates, "into": str(store), "prefixes": PREFIXES, "base": base}
            try:
                with contextlib.closing(Spool(self._limits.answer)) as spool:
                    await pool.ask(request, spool)
                    if spool.problem is not None:
                        raise Problem(503, "store", f"The update was not applied: {spool.problem['error']}.")
                    return store, [None if found is None else _problem(found) for found in spool.head["problems"]]
            except Problem as problem:
                self._remove(store)
                if not (patient and problem.code == "busy"):
                    raise
            except BaseException:
                self._remove(store)
                raise
            await asyncio.sleep(RETRY_AFTER)


def _problem(found: dict[str, Any]) -> Problem:
    """Return what a worker found wrong with an update as a problem of its request."""
    if found.get("service"):
        return Problem(403, "service", f"{found['error']}.")
    error = explained(found)
    where = f" (line {error.line}, column {error.column})" if error.line is not None else ""
    detail = f"The update cannot be applied{where}: {error.reason}"
    return Problem(400, "update" if error.line is None else "syntax", detail, line=error.line, column=error.column)


def _report(name: str, reason: str) -> None:
    log.error("logged update not applied", extra={"update": name, "reason": reason})
