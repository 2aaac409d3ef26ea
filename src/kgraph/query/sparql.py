"""SPARQL in worker processes that can be ended, and the results as values of other libraries."""

from __future__ import annotations

import re
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kgraph.core.errors import QueryError, QueryTimeoutError, SettingsError, UnknownFormatError
from kgraph.core.text import counted
from kgraph.query.results import html_table
from kgraph.store import sparql_worker
from kgraph.store.oxigraph import parse_solutions, parse_triples, write_solutions, write_triples_as
from kgraph.store.sparql_worker import read_message, write_message
from kgraph.store.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib

_IDLE = 2
"""Workers that are kept warm; more are started while more queries run at once."""
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


class QueryResult:
    """The answer to a query. ``kind`` is ``solutions`` (SELECT), ``boolean`` (ASK) or ``triples`` (CONSTRUCT, DESCRIBE).

    Iterating gives one dictionary from variable to value per solution, or one tuple of three per triple. Values are
    Python's: text, numbers, booleans; IRIs are text. ``bool(result)`` is the answer of ASK, else whether there are rows.
    """

    def __init__(self, kind: str, data: bytes | bool):
        self.kind, self._data = kind, data

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns; none unless ``kind`` is ``solutions``."""
        if self.kind != "solutions" or not isinstance(self._data, bytes):
            return ()
        head = self._data.split(b"\n", 1)[0].decode()
        return tuple(name.removeprefix("?") for name in head.split("\t") if name)

    def __iter__(self) -> Iterator[Any]:
        if self.kind == "boolean":
            return iter(())
        assert isinstance(self._data, bytes)
        return parse_triples(self._data) if self.kind == "triples" else parse_solutions(self._data)

    def __len__(self) -> int:
        if not isinstance(self._data, bytes):
            return 1
        lines = self._data.count(b"\n")
        return lines - 1 if self.kind == "solutions" else lines

    def __bool__(self) -> bool:
        return self._data if isinstance(self._data, bool) else len(self) > 0

    def serialize(self, format: str) -> bytes:
        """Return the answer in ``csv``, ``tsv``, ``json``, ``xml`` (solutions) or ``turtle``, ``ntriples`` (triples).

        ASK answers in ``json`` and ``xml``, ``csv`` and ``tsv`` then being one word. Raises UnknownFormatError.
        """
        known = ("turtle", "ntriples") if self.kind == "triples" else ("csv", "tsv", "json", "xml")
        if format not in known:
            raise UnknownFormatError(format, known)
        if isinstance(self._data, bool):
            if format in ("csv", "tsv"):
                return f"{str(self._data).lower()}\n".encode()
            return write_solutions(self._data, format)
        return write_triples_as(self._data, format) if self.kind == "triples" else write_solutions(self._data, format)

    def to_pandas(self) -> pandas.DataFrame:
        """Return a new table: a column per variable, or the columns subject, predicate and object."""
        import pandas as pd

        if self.kind == "boolean":
            return pd.DataFrame({"answer": [bool(self)]})
        columns = list(self.variables) if self.kind == "solutions" else ["subject", "predicate", "object"]
        rows = [tuple(row.values()) if isinstance(row, dict) else row for row in self]
        return pd.DataFrame(rows, columns=columns)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the triples as a new rdflib Graph in memory; raises QueryError for other kinds of answers."""
        import rdflib

        graph = rdflib.Graph()
        for prefix, iri in PREFIXES.items():
            graph.bind(prefix, iri)
        return graph.parse(data=self._triples("to_rdflib"), format="nt")

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return the triples as a new MultiDiGraph: IRIs are nodes, triples between them edges keyed by their property.

        Literals become attributes of their subject: a list of values under the property's prefixed name. Raises
        QueryError for other kinds of answers.
        """
        import networkx

        graph = networkx.MultiDiGraph()
        for subject, predicate, value, is_iri in parse_triples(self._triples("to_networkx"), with_kind=True):
            name = _short(predicate)
            graph.add_node(subject)
            if is_iri:
                graph.add_edge(subject, value, key=name)
            else:
                graph.nodes[subject].setdefault(name, []).append(value)
        return graph

    def _triples(self, asked: str) -> bytes:
        if self.kind != "triples" or not isinstance(self._data, bytes):
            raise QueryError(f"{asked} needs triples: ask with CONSTRUCT or DESCRIBE")
        return self._data

    def __str__(self) -> str:
        if self.kind == "boolean":
            return "yes" if self else "no"
        rows = [" | ".join(map(str, row.values() if isinstance(row, dict) else row)) for row in _first(self, 20)]
        more = [f"… {len(self) - 20:,} more"] if len(self) > 20 else []
        return "\n".join([" | ".join(self.variables), *rows, *more])

    def __repr__(self) -> str:
        return f"<QueryResult {self.kind}: {bool(self) if self.kind == 'boolean' else counted(len(self), 'row')}>"

    def _repr_html_(self) -> str:
        if self.kind == "boolean":
            return str(self)
        head = ("subject", "predicate", "object") if self.kind == "triples" else self.variables
        rows = [
            ["" if v is None else str(v) for v in (row.values() if isinstance(row, dict) else row)]
            for row in _first(self, 50)
        ]
        return html_table(head, rows, f"{len(rows):,} of {len(self):,} rows shown")


class SparqlWorkers:
    """Some warm worker processes on one store; safe to use from several threads."""

    def __init__(self, store: Path):
        self._store = store
        self._idle: list[_Worker] = []
        self._lock = threading.Lock()
        self._closed = False

    def query(self, text: str, timeout: float) -> QueryResult:
        """Answer ``text`` within ``timeout`` seconds; see ``Graph.query``."""
        _refuse(text)
        if not 0 < timeout <= 86_400:
            raise SettingsError(f"A time limit is between 0 and 86400 seconds, not {timeout}.")
        deadline = time.monotonic() + timeout
        worker = self._take()
        try:
            answer = worker.ask({"query": text, "prefixes": PREFIXES, "timeout": timeout}, deadline)
        except TimeoutError:
            worker.kill()
            raise QueryTimeoutError(timeout) from None
        except (EOFError, OSError):
            worker.kill()
            raise QueryError("it took more memory than a query may take, and was ended") from None
        except BaseException:  # an interrupted wait leaves an answer in the pipe that belongs to no question
            worker.kill()
            raise
        self._give_back(worker)
        if "error" in answer:
            raise _explained(text, answer)
        return QueryResult(answer["kind"], answer["data"])

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            for worker in self._idle:
                worker.kill()
            self._idle.clear()

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive():
                    return worker
                worker.kill()
        return _Worker(self._store)

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            if len(self._idle) < _IDLE and not self._closed:
                self._idle.append(worker)
                return
        worker.kill()

    def __del__(self) -> None:
        if hasattr(self, "_closed"):
            self.close()


class _Worker:
    def __init__(self, store: Path):
        # -P: the folder of the program must not take the place of other modules.
        command = [sys.executable, "-P", sparql_worker.__file__, str(store)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0)

    def ask(self, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        write_message(self._process.stdin, request)  # type: ignore[arg-type]
        answer: dict[str, Any] | None = read_message(_Until(self._process.stdout.fileno(), deadline))  # type: ignore[arg-type]
        if answer is None:
            raise EOFError
        return answer

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.wait()


class _Until:
    """A stream that stops waiting at a deadline: ``read`` raises TimeoutError."""

    def __init__(self, descriptor: int, deadline: float):
        self._descriptor, self._deadline = descriptor, deadline

    def read(self, size: int) -> bytes:
        import os

        parts, missing = [], size
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        while missing:
            if not poll.poll(max(0.0, self._deadline - time.monotonic()) * 1000):
                raise TimeoutError
            part = os.read(self._descriptor, min(missing, 1 << 20))
            if not part:
                break
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


def _refuse(text: str) -> None:
    """Raise QueryError for what may never run. The worker has no network in any case; this says so in words."""
    if _SERVICE.search(_QUIET.sub(" ", text)):
        raise QueryError("SERVICE asks another host, which is not allowed; ask about this graph only")


def _explained(text: str, answer: dict[str, Any]) -> QueryError:
    update = _UPDATES.search(_QUIET.sub(" ", text))
    if update is not None and "line" in answer:
        reason = f"{update[1].upper()} changes a graph, and this one is only read; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
        return QueryError(reason)
    reason = re.sub(r"\s+", " ", answer["error"])
    if "Prefix not found" in reason:
        reason = f"a prefix is not declared; declared are {', '.join(f'{prefix}:' for prefix in PREFIXES)}"
    elif len(reason) > 200 or "[_]" in reason:
        reason = "something else is expected here"
    return QueryError(reason, answer.get("line"), answer.get("column"))


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _first(rows: QueryResult, count: int) -> Iterator[Any]:
    from itertools import islice

    return islice(iter(rows), count)
