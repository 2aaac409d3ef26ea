"""What a SPARQL text may not do, and the engine's complaints in words that help."""

from __future__ import annotations

import re
import signal
from typing import Any

from kgraph.core.errors import QueryError
from kgraph.store.sparql_worker import UNREADABLE
from kgraph.store.terms import PREFIXES

# Strings, IRIs and comments: where a word of the language is no word of the language. A string may lack its end, so
# that each character is looked at once whatever the text; the engine then finds the fault.
_QUIET = re.compile(
    r'''"""(?:[^\\]|\\.)*?(?:"""|\Z)|\'\'\'(?:[^\\]|\\.)*?(?:\'\'\'|\Z)|"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?'''
    r"""|<[^<>"{}|^`\s]*>|#[^\n]*""",
    re.DOTALL,
)
_UPDATES = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD)\b", re.IGNORECASE)
# Not a part of a variable or a prefixed name; the engine takes the word also without a blank on either side.
_SERVICE = re.compile(r"(?<![?$:A-Z_-])SERVICE", re.IGNORECASE)

NO_SERVICE = "SERVICE asks another host, which is not allowed; ask about this graph only"


def asks_another_host(text: str) -> bool:
    """Return whether a text uses SERVICE. The worker has no network in any case; this is to say so in words.

    >>> asks_another_host("SELECT * { SERVICE <http://example.org/> {} }"), asks_another_host("SELECT ('service' AS ?x) {}")
    (True, False)
    """
    return "service" in text.lower() and _SERVICE.search(_QUIET.sub(" ", text)) is not None


def update_word(text: str) -> str | None:
    """Return the word by which a text would change a graph, in capitals; None when it has none.

    >>> update_word("insert data { <a:a> <a:b> 'DROP' }"), update_word("SELECT ('DROP' AS ?x) {}")
    ('INSERT', None)
    """
    found = _UPDATES.search(_QUIET.sub(" ", text))
    return None if found is None else found[1].upper()


def explained(text: str, problem: dict[str, Any]) -> QueryError:
    """Return what a worker found wrong with a text as an error with a reason that helps, and its place where known."""
    line, column = problem.get("line"), problem.get("column")
    if line is not None and (word := update_word(text)):
        reason = f"{word} changes a graph, and this one is only read; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        return QueryError(reason)
    reason = re.sub(r"\s+", " ", problem["error"])
    if "Prefix not found" in reason:
        reason = f"a prefix is not declared; declared are {', '.join(f'{prefix}:' for prefix in PREFIXES)}"
    elif len(reason) > 200 or "[_]" in reason:
        reason = "something else is expected here"
    return QueryError(reason, line, column)


def why_it_ended(code: int) -> str:
    """Return why a worker ended by itself, from the code it ended with (minus the signal).

    >>> why_it_ended(-11), why_it_ended(-6)[:24]
    ('its brackets are nested deeper than can be followed', 'it took more memory than')
    """
    if code in (-signal.SIGSEGV, -signal.SIGBUS):
        return "its brackets are nested deeper than can be followed"
    if code == UNREADABLE:
        return "the store of the graph cannot be read; build the graph again with: kgraph build"
    return "it took more memory than a query may take, and was ended"
