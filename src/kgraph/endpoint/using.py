"""The dataset that the parameters of an update name, written into its text: the engine knows no other way to be told."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kgraph.endpoint.problems import Problem
from kgraph.store.sparql_worker import quiet

_WORDS = re.compile(r"[{}]|(?<![\w.:?$-])(?:(DELETE\s*WHERE)|(WHERE)|(USING|WITH))(?![\w-]*:)\b", re.IGNORECASE)
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_UNSURE = re.compile(r"<[^<>\s]*'[^<>\s]*>")


def with_using(text: str, default: Iterable[str], named: Iterable[str]) -> str:
    """Return an update with ``USING`` (NAMED) before each WHERE of its operations. Raises Problem.

    >>> with_using("DELETE { ?a ?b 1 } WHERE { ?a ?b 1 }", ["http://example.org/g"], [])
    'DELETE { ?a ?b 1 } USING <http://example.org/g> WHERE { ?a ?b 1 }'
    >>> with_using("delete where { ?a ?b 1 }", [], ["http://example.org/g"])
    'DELETE { ?a ?b 1 } USING NAMED <http://example.org/g> WHERE { ?a ?b 1 }'
    """
    clauses = [*(f"USING <{_iri(iri)}> " for iri in default), *(f"USING NAMED <{_iri(iri)}> " for iri in named)]
    if not clauses:
        return text
    words, using = quiet(text), "".join(clauses)
    # Where the words of the text cannot be told from the rest for sure, nothing is written into it.
    if "\\" in words or _UNSURE.search(text):
        raise _by_hand("it holds an escaped name, or a comparison that looks like an IRI")
    parts, depth, done, group = [], 0, 0, -1
    for found in _WORDS.finditer(words):
        if found.group() in "{}":
            depth += 1 if found.group() == "{" else -1
            if group >= 0 and depth == 0:  # a DELETE WHERE in full
                pattern = text[group : found.end()].lstrip()
                parts.append(f"DELETE {pattern} {using}WHERE {pattern}")
                done, group = found.end(), -1
        elif depth == 0 and found[3]:
            raise Problem(400, "using", f"The update says {found[3].upper()} itself: leave out using-graph-uri.")
        elif depth == 0:
            parts.append(text[done : found.start()])
            done = found.start()
            if found[1]:
                group = found.end()
            else:
                parts.append(using)
    if depth != 0:
        raise _by_hand("its braces do not match")
    return "".join([*parts, text[done:]])


def _iri(iri: str) -> str:
    if not iri or _NO_IRI.search(iri):
        raise Problem(400, "using", f"'{iri}' is no IRI of a graph.")
    return iri


def _by_hand(reason: str) -> Problem:
    return Problem(400, "using", f"using-graph-uri cannot be applied to this update: {reason}. Write USING into it.")
