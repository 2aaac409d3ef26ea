"""Limits on what one document may take: no document can hold a build up for ever or take all memory."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path


class OverLimit(BaseException):  # no error: a reader that catches every Exception must not catch it
    """Raised in the middle of reading, wherever that is; ``reason`` says which limit was hit."""

    def __init__(self, reason: str):
        self.reason = reason
        super().__init__(reason)


@contextlib.contextmanager
def limited(seconds: float, megabytes: int) -> Iterator[None]:
    """Raise OverLimit when the block takes more processor time or more memory than that.

    The clock is the processor's, so that a busy machine does not change what a build reads. It is watched in the main
    thread of a process, where Python takes signals; memory is counted beside what the process has already, on Linux.
    """
    try:
        with _time(seconds), _memory(megabytes):
            yield
    except MemoryError:
        raise OverLimit(
            f"it took more than {megabytes:,} MB of memory; the setting document_memory allows no more"
        ) from None


@contextlib.contextmanager
def _time(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise OverLimit(f"it took more than {seconds:,.3g} s of the processor; see the setting document_seconds")

    before = signal.signal(signal.SIGPROF, stop)
    # Again and again after that: where the first signal meets code that runs no Python, the next one may not.
    signal.setitimer(signal.ITIMER_PROF, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextlib.contextmanager
def _memory(megabytes: int) -> Iterator[None]:
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    limit = held + megabytes * 1_000_000
    if soft != resource.RLIM_INFINITY:
        limit = min(limit, soft)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
