"""What workers complain about, in words that help."""

from __future__ import annotations

import re
import signal
from typing import Any

from kgraph.core.errors import QueryError
from kgraph.store.sparql_worker import UNREADABLE
from kgraph.store.terms import PREFIXES

NESTED = "its brackets are nested deeper than can be followed"


def explained(problem: dict[str, Any]) -> QueryError:
    """Return what a worker found wrong with a text as an error with a reason that helps, and its place where known."""
    if word := problem.get("update"):
        reason = f"{word} changes a graph, and this one is only read; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        return QueryError(reason)
    reason = re.sub(r"\s+", " ", problem["error"])
    if "Prefix not found" in reason:
        reason = f"a prefix is not declared; declared are {', '.join(f'{prefix}:' for prefix in PREFIXES)}"
    elif len(reason) > 200 or "[_]" in reason:
        reason = "something else is expected here"
    return QueryError(reason, problem.get("line"), problem.get("column"))


def why_it_ended(code: int) -> str:
    """Return why a worker ended by itself, from the code it ended with (minus the signal).

    >>> why_it_ended(-11) == NESTED, why_it_ended(-6)[:24]
    (True, 'it took more memory than')
    """
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return NESTED
    if code == UNREADABLE:
        return "the store of the graph cannot be read; build the graph again with: kgraph build"
    return "it took more memory than a query may take, and was ended"
