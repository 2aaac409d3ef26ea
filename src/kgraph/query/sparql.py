"""The answer to a SPARQL query, as values of other libraries."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kgraph.core.errors import QueryError, UnknownFormatError
from kgraph.core.text import counted
from kgraph.query.results import html_table
from kgraph.store.oxigraph import (
    TRIPLE_FORMATS,
    Term,
    parse_rows,
    parse_solutions,
    parse_triples,
    write_solutions,
    write_triples_as,
)
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

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[tuple[Term | None, ...]]:
        """Yield the rows from ``start`` to before ``stop`` as terms of RDF, with datatypes and languages.

        Rows of triples are subject, predicate and object. Only these rows are parsed; those of an ASK are none.
        """
        if not isinstance(self._data, bytes):
            return iter(())
        head = 1 if self.kind == "solutions" else 0
        lines = self._lines
        return parse_rows(b"".join([*lines[:head], *lines[head:][slice(start, stop)]]), self.kind)

    @cached_property
    def _lines(self) -> list[bytes]:
        assert isinstance(self._data, bytes)
        return self._data.splitlines(keepends=True)

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

    def to_rdflib(self) -> rdflib.Graph | rdflib.query.Result:
        """Return triples as a new rdflib Graph in memory, all else as the Result that rdflib itself would give."""
        import rdflib

        if self.kind == "triples":
            graph = rdflib.Graph()
            for prefix, iri in PREFIXES.items():
                graph.bind(prefix, iri)
            return graph.parse(data=self._triples(), format="nt")
        from rdflib.query import Result

        return Result.parse(io.BytesIO(self.serialize("json")), format="json")

    def to_networkx(self) -> networkx.MultiDiGraph:
        """Return triples, or rows that name things, as a new MultiDiGraph whose nodes are IRIs.

        Of triples those between IRIs are edges, keyed by their property; literals become attributes of their subject, a
        list of values under the property's prefixed name. Of each row the first IRI has an edge to each other one, keyed
        by the relation that stands in a column between them, or else by the name of the other column; the column
        ``xLabel`` becomes the ``label`` of the node in column ``x``, all other values attributes of the row's edges (of the
        node, where there is no edge). IRIs of the declared vocabularies (types, relations) are no nodes. Raises
        QueryError for rows without any IRI and for yes or no.
        """
        import networkx

        if self.kind == "solutions":
            graph = _drawn(parse_solutions(self._triples(), with_kind=True))
            if not graph and len(self):
                raise QueryError("to_networkx needs rows with the IRI of a thing in a column, or triples of CONSTRUCT")
            return graph
        graph = networkx.MultiDiGraph()
        for subject, predicate, value, is_iri in parse_triples(self._triples(), with_kind=True):
            name = _short(predicate)
            graph.add_node(subject)
            if is_iri:
                graph.add_edge(subject, value, key=name)
            else:
                graph.nodes[subject].setdefault(name, []).append(value)
        return graph

    def _triples(self) -> bytes:
        if not isinstance(self._data, bytes):
            raise QueryError("to_networkx needs rows or triples: ask with SELECT, CONSTRUCT or DESCRIBE")
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


def _drawn(rows: Iterable[dict[str, Any]]) -> networkx.MultiDiGraph:
    """Return rows as a graph; each value comes with whether it is an IRI."""
    import networkx

    graph = networkx.MultiDiGraph()
    for row in rows:
        things: list[tuple[str, str, str]] = []  # the column, the IRI, and the relation that stands before it
        relation, facts = "", {}
        for column, (value, is_iri) in row.items():
            if is_iri and _short(value) != value:
                relation = _short(value)
            elif is_iri:
                things.append((column, value, relation))
                relation = ""
            elif value is not None and not (column.endswith("Label") and column.removesuffix("Label") in row):
                facts[column] = value
        for column, iri, _ in things:
            label = row.get(f"{column}Label", (None, False))[0]
            graph.add_node(iri, **({} if label is None else {"label": label}))
        for column, iri, named in things[1:]:
            graph.add_edge(things[0][1], iri, key=named or column, **facts)
        if len(things) == 1:
            graph.nodes[things[0][1]].update(facts)
    return graph


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _first(rows: QueryResult, count: int) -> Iterator[Any]:
    from itertools import islice

    return islice(iter(rows), count)
