"""The process that answers SPARQL: it can be killed at any moment, and has no network.

Run as a program with the store's folder as its argument. It imports nothing of kgraph, so that it starts fast. It reads
requests from stdin and writes answers to stdout, each a length (8 bytes) and a pickled dictionary; both ends are ours.
"""

from __future__ import annotations

import contextlib
import ctypes
import pickle
import re
import signal
import sys
from typing import Any, BinaryIO

_MEMORY = 4 << 30
"""Bytes of address space that a query may take beyond what the store's files take."""
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def drop_network() -> bool:
    """Put this process into a network of its own, without any device; return whether the system let us."""
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0 or libc.unshare(_CLONE_NEWNET) == 0)
    except (OSError, AttributeError):
        return False


def limit_memory() -> None:
    """Let a query that wants all memory end this process, and not the machine."""
    import resource

    with contextlib.suppress(OSError, ValueError):  # not every system knows this limit
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def read_message(stream: BinaryIO) -> Any:
    """Return the next message, or None at the end of the stream."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    return pickle.loads(stream.read(int.from_bytes(head, "big")))


def write_message(stream: BinaryIO, message: Any) -> None:
    """Write one message."""
    content = pickle.dumps(message, protocol=5)
    stream.write(len(content).to_bytes(8, "big"))
    stream.write(content)
    stream.flush()


def serve(folder: str) -> None:
    """Answer requests until the other side closes."""
    offline = drop_network()
    limit_memory()
    import pyoxigraph

    store = pyoxigraph.Store.read_only(folder)
    while (request := read_message(sys.stdin.buffer)) is not None:
        # If the parent cannot end a query that has run out of time, the system does: the alarm kills this process.
        signal.setitimer(signal.ITIMER_REAL, request["timeout"] + 1)
        write_message(sys.stdout.buffer, _answer(pyoxigraph, store, request, offline))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _answer(pyoxigraph: Any, store: Any, request: dict[str, Any], offline: bool) -> dict[str, Any]:
    text = request["query"]
    # Without the system's help only the bare word is a sure sign; the engine knows no other spelling of it.
    if not offline and "service" in text.lower():
        return {
            "error": "SERVICE is not allowed here, nor any text with that word, since the network cannot be shut off"
        }
    try:
        result = store.query(text, prefixes=request["prefixes"])
        if isinstance(result, pyoxigraph.QueryTriples):
            return {"kind": "triples", "data": result.serialize(format=pyoxigraph.RdfFormat.N_TRIPLES)}
        if isinstance(result, pyoxigraph.QueryBoolean):
            return {"kind": "boolean", "data": bool(result)}
        return {"kind": "solutions", "data": result.serialize(format=pyoxigraph.QueryResultsFormat.TSV)}
    except SyntaxError as error:
        where = re.match(r"error at (\d+):(\d+): (.*)", str(error), re.DOTALL)
        if where:
            return {"error": where[3], "line": int(where[1]), "column": int(where[2])}
        return {"error": str(error)}
    except (OSError, ValueError, RuntimeError) as error:
        return {"error": str(error)}


if __name__ == "__main__":
    serve(sys.argv[1])
