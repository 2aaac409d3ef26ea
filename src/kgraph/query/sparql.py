"""The answer to a SPARQL query, as values of other libraries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kgraph.core.errors import QueryError, UnknownFormatError
from kgraph.core.text import counted
from kgraph.query.results import html_table
from kgraph.store.oxigraph import TRIPLE_FORMATS, parse_solutions, parse_triples, write_solutions, write_triples_as
from kgraph.store.terms import PREFIXES

if TYPE_CHECKING:
    import networkx
    import pandas
    import rdflib


class QueryResult:
    """The answer to a query. ``kind`` is ``solutions`` (SELECT), ``boolean`` (ASK) or ``triples`` (CONSTRUCT, DESCRIBE).

    Iterating gives one dictionary from variable to value per solution, or one tuple of three per triple. Values are
    Python's: text, numbers, booleans; IRIs are text. ``bool(result)`` is the answer of ASK, else whether there are rows.
    ``truncated`` says whether there are more rows than the limit that was asked with; ``seconds`` is what it took.
    """

    def __init__(self, kind: str, data: bytes | bool, truncated: bool = False, seconds: float = 0.0):
        self.kind, self._data, self.truncated, self.seconds = kind, data, truncated, seconds

    @property
    def data(self) -> bytes | bool:
        """The answer as it is kept: TSV for solutions, N-Triples for triples, a truth value for ASK."""
        return self._data

    def head(self, rows: int) -> QueryResult:
        """Return the first ``rows`` rows as a result that says in ``truncated`` whether there are more."""
        if isinstance(self._data, bool) or len(self) <= rows:
            return self
        lines = rows + (self.kind == "solutions")
        kept = b"".join(line + b"\n" for line in self._data.split(b"\n", lines)[:lines])
        return QueryResult(self.kind, kept, True, self.seconds)

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
        """Return the answer in ``csv``, ``tsv``, ``json``, ``xml`` (solutions) or ``turtle``, ``ntriples``, ``jsonld``,
        ``rdfxml``, ``trig``, ``nquads`` (triples).

        ASK answers in ``json`` and ``xml``, ``csv`` and ``tsv`` then being one word. Raises UnknownFormatError.
        """
        known = TRIPLE_FORMATS if self.kind == "triples" else ("csv", "tsv", "json", "xml")
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
        more += ["… and more beyond the limit"] if self.truncated else []
        return "\n".join([" | ".join(self.variables), *rows, *more])

    def __repr__(self) -> str:
        return f"<QueryResult {self.kind}: {bool(self) if self.kind == 'boolean' else self._count}>"

    @property
    def _count(self) -> str:
        return counted(len(self), "row") + (" and more" if self.truncated else "")

    def _repr_html_(self) -> str:
        if self.kind == "boolean":
            return str(self)
        head = ("subject", "predicate", "object") if self.kind == "triples" else self.variables
        rows = [
            ["" if v is None else str(v) for v in (row.values() if isinstance(row, dict) else row)]
            for row in _first(self, 50)
        ]
        return html_table(head, rows, f"{len(rows):,} of {self._count} shown")


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _first(rows: QueryResult, count: int) -> Iterator[Any]:
    from itertools import islice

    return islice(iter(rows), count)
