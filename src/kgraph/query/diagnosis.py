"""What is wrong with a SPARQL text, where, and what would help: for an editor that marks the place.

The engine says where it could not go on, which is often far behind the fault. These checks find the faults that people make
most, at the words that made them; where they find none, the engine's own place is all there is.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kgraph.core import SCHEMA
from kgraph.core.errors import QueryCancelledError, QueryError, QueryTimeoutError
from kgraph.query.profile import Profile, short
from kgraph.query.sparql_reader import Token, read, tokens
from kgraph.store.terms import PREFIXES
from kgraph.store.vocabulary import CLASSES, PROPERTIES

_CLOSES = {"(": ")", "[": "]", "{": "}"}
_UPDATES = {"insert", "delete", "load", "clear", "drop", "create", "copy", "move", "add"}
_AGGREGATES = {"count", "sum", "avg", "min", "max", "sample", "group_concat"}
_FUNCTIONS = _AGGREGATES.union(
    "str lang langmatches datatype bound iri uri bnode rand abs ceil floor round concat strlen ucase lcase encode_for_uri "  # noqa: SIM905
    "contains strstarts strends strbefore strafter year month day hours minutes seconds timezone tz now uuid struuid md5 sha1 "
    "sha256 sha384 sha512 coalesce if strlang strdt sameterm isiri isuri isblank isliteral isnumeric regex substr replace "
    "triple subject predicate object istriple haslang haslangdir langdir strlangdir adjust".split()
)
_BEFORE_BRACKET = frozenset(
    "filter bind as by in not exists select having values where union optional minus graph distinct reduced from asc desc "  # noqa: SIM905
    "order group limit offset ask construct describe service silent named and or a true false undef separator".split()
)


@dataclass(frozen=True)
class Problem:
    """A fault between two places of a text. ``values`` fill the sentence that ``code`` stands for.

    ``code`` is ``prefix``, ``closed``, ``opened``, ``string``, ``update``, ``service``, ``function``, ``grouped``,
    ``syntax``, ``timeout``, ``cancelled``, ``engine`` (with the engine's ``reason``), or for what only finds nothing
    ``unknown`` (a term that the graph does not have; ``near`` is one that it has).
    """

    code: str
    start: int
    end: int
    values: dict[str, str] = field(default_factory=dict)

    @property
    def fatal(self) -> bool:
        """Whether the query cannot be answered."""
        return self.code != "unknown"


def diagnose(text: str, error: QueryError) -> Problem:
    """Return why ``text`` could not be answered, with the place of the fault.

    >>> problem = diagnose("SELECT ?x { ?x a fo:Paper }", QueryError("something else is expected here", 1, 28))
    >>> problem.code, problem.start, problem.values["name"]
    ('prefix', 17, 'fo:')
    """
    if isinstance(error, QueryTimeoutError):
        return Problem("timeout", 0, 0, {"seconds": f"{error.seconds:g}"})
    if isinstance(error, QueryCancelledError):
        return Problem("cancelled", 0, 0)
    found = [token for token in tokens(text) if token.kind != "comment"]
    for check in (_forbidden, _strings, _brackets, _prefixes):
        if problem := next(check(found, text), None):
            return problem
    if error.line is None:
        return Problem("engine", 0, 0, {"reason": error.reason})
    for check in (_functions, _ungrouped):
        if problem := next(check(found, text), None):
            return problem
    place = _offset(text, error.line, error.column or 1)
    return Problem("syntax", place, min(len(text), place + 1), {"found": text[place : place + 1].strip()})


def unknown_terms(text: str, known: Profile) -> list[Problem]:
    """Return the names in vocabularies that the graph uses which neither it nor the schema has: they find nothing."""
    reading, problems = read(text), []
    own = {prefix for prefix, iri in PREFIXES.items() if reading.prefixes.get(prefix, iri) == iri}
    for token in tokens(text):
        prefix, _, local = token.text.partition(":")
        if (
            token.kind != "name"
            or prefix not in own
            or not local
            or prefix in ("xsd", "sh")
            or token.text in known.terms | _VOCABULARY
        ):
            continue
        near = difflib.get_close_matches(token.text, sorted(known.terms), 1, 0.6)
        problems.append(
            Problem("unknown", token.start, token.end, {"name": token.text, "near": near[0] if near else ""})
        )
    return problems


_VOCABULARY = frozenset(
    [f"kg:{name}" for name in (*SCHEMA.entities, *SCHEMA.relations)]
    + [f"kg:{entry.name}" for entry in (*CLASSES, *PROPERTIES)]
    + [short(iri) for kind in SCHEMA.entities.values() for iri in kind.aligned]
    + [short(iri) for relation in SCHEMA.relations.values() for iri in relation.aligned]
    + [f"rdf:{name}" for name in ("type", "subject", "predicate", "object", "Statement", "langString")]
)
"""Terms that a graph may have, and this one perhaps has not: no slip of the pen."""


def undeclared(text: str) -> list[Problem]:
    """Return the names whose prefix is not declared."""
    return list(_prefixes([token for token in tokens(text) if token.kind != "comment"], text))


def _prefixes(found: Sequence[Token], text: str) -> Iterator[Problem]:
    declared = {*PREFIXES, *read(text).prefixes, "_"}
    for before, token in zip([None, *found], found, strict=False):
        prefix = token.text.split(":")[0]
        if token.kind == "name" and prefix not in declared and not (before and before.text.lower() == "prefix"):
            near = difflib.get_close_matches(prefix, sorted(declared), 1, 0.5)
            values = {"name": f"{prefix}:", "near": f"{near[0]}:" if near else "", "known": _listed(declared - {"_"})}
            yield Problem("prefix", token.start, token.start + len(prefix) + 1, values)


def _listed(prefixes: set[str]) -> str:
    return " ".join(f"{prefix}:" for prefix in sorted(prefixes))


def _brackets(found: Sequence[Token], text: str) -> Iterator[Problem]:
    open_: list[Token] = []
    for token in found:
        if token.text in _CLOSES:
            open_.append(token)
        elif token.text in _CLOSES.values():
            if open_ and _CLOSES[open_[-1].text] == token.text:
                open_.pop()
            elif open_:
                last = open_[-1]
                yield Problem("closed", last.start, last.end, {"sign": last.text, "missing": _CLOSES[last.text]})
                return
            else:
                yield Problem("opened", token.start, token.end, {"sign": token.text})
                return
    if open_:
        last = open_[-1]
        yield Problem("closed", last.start, last.end, {"sign": last.text, "missing": _CLOSES[last.text]})


def _strings(found: Sequence[Token], text: str) -> Iterator[Problem]:
    for token in found:
        if token.kind == "string":
            quote = token.text[:3] if token.text[:3] in ('"""', "'''") else token.text[0]
            if len(token.text) < 2 * len(quote) or not token.text.endswith(quote):
                yield Problem("string", token.start, token.end, {"sign": quote})


def _forbidden(found: Sequence[Token], text: str) -> Iterator[Problem]:
    for number, token in enumerate(found):
        word = token.text.lower() if token.kind == "word" else ""
        if word == "service":
            yield Problem("service", token.start, token.end)
        starts = number == 0 or found[number - 1].kind == "iri" or found[number - 1].text == ";"
        if word in _UPDATES and starts:
            yield Problem("update", token.start, token.end, {"word": token.text.upper()})


def _functions(found: Sequence[Token], text: str) -> Iterator[Problem]:
    for token, after in pairwise(found):
        word = token.text.lower()
        if token.kind == "word" and after.text == "(" and word not in _FUNCTIONS | _BEFORE_BRACKET:
            near = difflib.get_close_matches(word, sorted(_FUNCTIONS), 1, 0.6)
            yield Problem(
                "function", token.start, token.end, {"name": token.text, "near": near[0].upper() if near else ""}
            )


def _ungrouped(found: Sequence[Token], text: str) -> Iterator[Problem]:
    """Find a variable of SELECT that stands beside an aggregate and is not grouped."""
    words_ = [token.text.lower() for token in found]
    if "select" not in words_ or not _AGGREGATES & set(words_):
        return
    start = words_.index("select")
    end = words_.index("{", start) if "{" in words_[start:] else len(words_)
    by = re.search(r"group\s+by(.*)", text, re.IGNORECASE | re.DOTALL)
    grouped = set(re.findall(r"[?$]\w+", by[1])) if by else set()
    depth = 0
    for token in found[start:end]:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.kind == "variable" and token.text not in grouped:
            yield Problem("grouped", token.start, token.end, {"name": token.text})


def _offset(text: str, line: int, column: int) -> int:
    """Return the place of a line and column, both counted from 1, within the text."""
    lines = text.splitlines(keepends=True)
    return min(len(text), sum(map(len, lines[: line - 1])) + column - 1)
