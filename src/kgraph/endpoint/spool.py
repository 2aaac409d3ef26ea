"""An answer on its way from a worker to a client, neither of whom waits for the other."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

HELD = 1 << 20
"""Bytes that are held in memory, and held back: an answer up to this size is sent when it is complete."""
_READ = 256 << 10


class Spool:
    """What a worker has answered so far, and how it ended. One coroutine writes, one reads.

    ``waited`` is how long the query waited for its turn, in seconds.

    The worker is read as fast as it writes, so that a slow client holds no worker. What is more than ``HELD`` goes into a
    file without a name, which is gone when the spool is closed.
    """

    def __init__(self, largest: int):
        self.size, self.head, self.tail = 0, dict[str, Any](), dict[str, Any]()
        self.complete, self.waited = False, 0.0
        self.error: Exception | None = None
        self._largest = largest
        self._parts: list[bytes] = []
        self._file: BinaryIO | None = None
        self._changed = asyncio.Event()

    def write(self, block: bytes) -> None:
        """Take a block. Raises OSError when the disk is full or the answer is larger than an answer may be."""
        self.size += len(block)
        if self.size > self._largest:
            raise OSError(f"the answer is larger than {self._largest:,} bytes")
        self._parts.append(block)
        if self.size > HELD:
            if self._file is None:
                self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (closed with the spool)
            view = memoryview(b"".join(self._parts))
            while view:
                view = view[self._file.write(view) :]
            self._parts.clear()
        self._changed.set()

    def finish(self, tail: dict[str, Any]) -> None:
        """Say that nothing follows."""
        self.tail, self.complete = tail, True
        self._changed.set()

    def fail(self, error: Exception) -> None:
        """Say that nothing follows, since the work broke off."""
        self.error, self.complete = error, True
        self._changed.set()

    @property
    def problem(self) -> dict[str, Any] | None:
        """What the worker complains about, if it does."""
        return next((part for part in (self.head, self.tail) if "error" in part), None)

    @property
    def held(self) -> bool:
        """Whether all of it is still in memory."""
        return self._file is None

    def content(self) -> bytes:
        """Return the whole answer, while it is held."""
        return b"".join(self._parts)

    async def begun(self) -> None:
        """Wait until the answer is complete, or so large that it is sent before it is."""
        while not self.complete and self.held:
            await self._next()

    async def parts(self) -> AsyncIterator[bytes]:
        """Yield a large answer as it comes, from its file; ends when it is complete."""
        assert self._file is not None
        sent = 0
        while sent < self.size or not self.complete:
            if sent < self.size:
                part = os.pread(self._file.fileno(), _READ, sent)
                sent += len(part)
                yield part
            else:
                await self._next()

    def close(self) -> None:
        """Let the file go."""
        self._parts.clear()
        if self._file is not None:
            self._file.close()

    async def _next(self) -> None:
        self._changed.clear()
        await self._changed.wait()
