"""The Oxigraph store on disk: filled once by a build, opened read-only ever after."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph

from kgraph.core import SCHEMA
from kgraph.store.terms import PREFIXES, expand, term

FOLDER = "oxigraph"


_CHUNK = 6_000_000
"""Bytes of N-Quads that are sorted at a time."""

_LOADERS = 2
"""Threads that load: a chunk is sorted while another is read."""


class StoreWriter:
    """Fill a new store in ``folder`` with blocks of N-Quads, in threads beside the one that makes them.

    Use it in a ``with`` block. The engine reads and sorts without the interpreter's lock, a chunk in each thread, so memory
    stays at some 300 MB for graphs of every size.
    """

    def __init__(self, folder: Path):
        self._store = pyoxigraph.Store(folder)
        self._threads = ThreadPoolExecutor(_LOADERS)
        self._chunk = bytearray()
        self._loading: deque[Future[None]] = deque()

    def add(self, block: bytes) -> None:
        """Take a block of whole lines; raises OSError when the disk does not."""
        self._chunk += block
        if len(self._chunk) >= _CHUNK:
            self._pass_on()

    def finish(self) -> None:
        """Say that no block follows; loading goes on beside other work until the ``with`` block ends."""
        self._pass_on()

    def __enter__(self) -> StoreWriter:
        return self

    def __exit__(self, *error: object) -> None:
        with self._threads:
            while self._loading:
                self._loading.popleft().result()
        self._store.flush()
        del self._store

    def _pass_on(self) -> None:
        # Chunks that wait take memory: with one waiting for each thread, none is ever idle.
        while len(self._loading) > 2 * _LOADERS - 1:
            self._loading.popleft().result()
        self._loading.append(self._threads.submit(self._load, bytes(self._chunk)))
        self._chunk.clear()

    def _load(self, chunk: bytes) -> None:
        # Each line was written by ``rdf``, so the terms need not be checked again.
        self._store.bulk_load(chunk, format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


def copy_changed(last: Path, folder: Path, gone: Iterable[bytes], come: Iterable[bytes]) -> None:
    """Make a store in ``folder`` that is the one in ``last`` with some lines of N-Quads gone and others there.

    What stays is not copied: the new store has hard links to it. Costs O(lines · log quads).
    """
    pyoxigraph.Store.read_only(str(last)).backup(str(folder))
    store = pyoxigraph.Store(folder)
    for quad in _parsed(gone):
        store.remove(quad)
    store.extend(_parsed(come))
    store.flush()


def _parsed(lines: Iterable[bytes]) -> Iterator[pyoxigraph.Quad]:
    return pyoxigraph.parse(b"".join(lines), format=pyoxigraph.RdfFormat.N_QUADS, lenient=True)


def open_store(folder: Path) -> pyoxigraph.Store:
    """Return the store in ``folder``, opened read-only; many readers may hold it at once."""
    return pyoxigraph.Store.read_only(str(folder))


def documents(folder: Path) -> list[tuple[str, str, str, str, int, str]]:
    """Return path, title, format, checksum, size and IRI of each document in a store."""
    store = open_store(folder)
    names = ("dcterms:identifier", "dcterms:title", "dcterms:format", "kg:sha256", "kg:bytes")
    rows = []
    is_document = pyoxigraph.NamedNode(expand("rdf:type")), pyoxigraph.NamedNode(expand("kg:Document"))
    for quad in store.quads_for_pattern(None, *is_document, pyoxigraph.DefaultGraph()):
        assert isinstance(quad.subject, pyoxigraph.NamedNode)
        path, title, format_, checksum, size = (_value(store, quad.subject, name) for name in names)
        rows.append((path, title, format_, checksum, int(size), quad.subject.value))
    return rows


def parse_quads(path: Path) -> Iterator[pyoxigraph.Quad]:
    """Yield the quads of a file of N-Quads; raises SyntaxError where it is none."""
    return pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.N_QUADS)


def select_triples(folder: Path, properties: Iterable[str]) -> bytes:
    """Return the triples of the default graph with one of these properties, as N-Triples."""
    store = open_store(folder)
    triples = (
        quad.triple
        for iri in properties
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(iri), None, pyoxigraph.DefaultGraph())
    )
    return bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")


def unstated_relations(folder: Path) -> list[tuple[str, str, str]]:
    """Return the relations between entities, as IRIs, that no statement node stands for."""
    known = " ".join(term(f"kg:{name}") for name in SCHEMA.relations)
    answer = open_store(folder).query(
        f"""SELECT ?s ?p ?o WHERE {{ VALUES ?p {{ {known} }} ?s ?p ?o .
            FILTER NOT EXISTS {{ ?n rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; a kg:Statement }} }}""",
        prefixes=PREFIXES,
    )
    return [tuple(value.value for value in row) for row in answer]  # type: ignore[union-attr]


def _value(store: pyoxigraph.Store, subject: pyoxigraph.NamedNode, name: str) -> str:
    found = store.quads_for_pattern(subject, pyoxigraph.NamedNode(expand(name)), None, pyoxigraph.DefaultGraph())
    value = next(found).object
    assert isinstance(value, pyoxigraph.Literal)
    return value.value


_SOLUTIONS = {
    "csv": pyoxigraph.QueryResultsFormat.CSV,
    "json": pyoxigraph.QueryResultsFormat.JSON,
    "tsv": pyoxigraph.QueryResultsFormat.TSV,
    "xml": pyoxigraph.QueryResultsFormat.XML,
}
_TRIPLES = {
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
}
TRIPLE_FORMATS = tuple(_TRIPLES)
"""The formats of triples."""


class Term(NamedTuple):
    """An RDF term of an answer: ``kind`` is ``iri``, ``literal``, ``blank`` or ``triple``; the last two are of literals."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


def parse_rows(lines: bytes, kind: str) -> Iterator[tuple[Term | None, ...]]:
    """Yield the rows of solutions (TSV with its head) or triples (N-Triples) as terms; None where nothing is bound."""
    if kind == "triples":
        for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES):
            yield _term(quad.subject), _term(quad.predicate), _term(quad.object)
        return
    solutions = pyoxigraph.parse_query_results(lines, format=pyoxigraph.QueryResultsFormat.TSV)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    for solution in solutions:
        yield tuple(None if value is None else _term(value) for value in solution)


def _term(value: Any) -> Term:
    if isinstance(value, pyoxigraph.Literal):
        return Term("literal", value.value, value.datatype.value, value.language or "")
    if isinstance(value, pyoxigraph.NamedNode):
        return Term("iri", value.value)
    return Term("blank" if isinstance(value, pyoxigraph.BlankNode) else "triple", str(value))


def parse_ntriples(data: bytes) -> Iterator[pyoxigraph.Quad]:
    """Yield the triples of N-Triples, as quads of the default graph."""
    return pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES)


def read_solutions(data: bytes, media_type: str) -> bytes | bool | None:
    """Return the answer of a SELECT as TSV and that of an ASK as a truth value; None where the type is no such format.

    Raises SyntaxError or ValueError for data that does not fit the type.
    """
    format_ = pyoxigraph.QueryResultsFormat.from_media_type(media_type)
    if format_ is None or format_ == pyoxigraph.QueryResultsFormat.CSV:  # CSV does not tell IRIs from texts
        return None
    if format_ == pyoxigraph.QueryResultsFormat.JSON:
        data = _standard_json(data)
    results = pyoxigraph.parse_query_results(data, format=format_)
    if isinstance(results, pyoxigraph.QueryBoolean):
        return bool(results)
    return bytes(results.serialize(format=pyoxigraph.QueryResultsFormat.TSV) or b"")


def _standard_json(data: bytes) -> bytes:
    """Return an answer in JSON with nothing but what the standard has: stores add members, and have older words."""
    answer = json.loads(data)
    head = {"vars": answer.get("head", {}).get("vars", [])}
    if "boolean" in answer:
        return json.dumps({"head": {}, "boolean": answer["boolean"]}).encode()
    rows = answer["results"]["bindings"]
    for row in rows:
        for value in row.values():
            if value.get("type") == "typed-literal":
                value["type"] = "literal"
    return json.dumps({"head": head, "results": {"bindings": rows}}).encode()


def read_triples(data: bytes, media_type: str, base: str) -> bytes | None:
    """Return triples as N-Triples; None where the type is no format of triples. Raises SyntaxError or ValueError."""
    format_ = pyoxigraph.RdfFormat.from_media_type(media_type)
    if format_ is None:
        return None
    quads = pyoxigraph.parse(data, format=format_, base_iri=base)
    triples = (quad.triple for quad in quads)
    return bytes(pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES) or b"")


def parse_solutions(tsv: bytes, with_kind: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the solutions of a SELECT, each from variable to a Python value (None: unbound).

    ``with_kind`` gives pairs instead: the value, and whether it is an IRI.
    """
    solutions = pyoxigraph.parse_query_results(tsv, format=pyoxigraph.QueryResultsFormat.TSV)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = {name: to_python(value) for name, value in zip(names, solution, strict=True)}
        if with_kind:
            row = {
                name: (row[name], isinstance(value, pyoxigraph.NamedNode))
                for name, value in zip(names, solution, strict=True)
            }
        yield row


def parse_triples(ntriples: bytes, with_kind: bool = False) -> Iterator[tuple[Any, ...]]:
    """Yield subject, predicate and object as Python values; ``with_kind`` adds whether the object is a node."""
    for quad in pyoxigraph.parse(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES):
        row = (to_python(quad.subject), quad.predicate.value, to_python(quad.object))
        yield (*row, not isinstance(quad.object, pyoxigraph.Literal)) if with_kind else row


def write_solutions(answer: bytes | bool, format: str) -> bytes:
    """Return the solutions of a SELECT (given as TSV), or the answer of an ASK, in another format."""
    if isinstance(answer, bool):
        asked = pyoxigraph.Store().query("ASK {}" if answer else "ASK { FILTER(false) }")
        assert isinstance(asked, pyoxigraph.QueryBoolean)
        return bytes(asked.serialize(format=_SOLUTIONS[format]) or b"")
    if format == "tsv":
        return answer
    solutions = pyoxigraph.parse_query_results(answer, format=pyoxigraph.QueryResultsFormat.TSV)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    return bytes(solutions.serialize(format=_SOLUTIONS[format]) or b"")


def write_triples_as(ntriples: bytes, format: str, prefixes: dict[str, str] = PREFIXES) -> bytes:
    """Return triples (given as N-Triples) in another syntax, with prefixes where it has them."""
    if format == "ntriples":
        return ntriples
    quads = pyoxigraph.parse(ntriples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    triples = (quad.triple for quad in quads)
    return bytes(pyoxigraph.serialize(triples, format=_TRIPLES[format], prefixes=prefixes) or b"")


_NUMBERS = {
    expand(f"xsd:{name}") for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "gYear")
}
_FRACTIONS = {expand(f"xsd:{name}") for name in ("decimal", "double", "float")}
_BOOLEAN = expand("xsd:boolean")


def to_python(term: Any) -> Any:
    """Return an RDF term as a Python value: numbers and booleans as such, all else as text, unbound as None.

    >>> to_python(pyoxigraph.Literal(3)), to_python(pyoxigraph.Literal("形变", language="zh")), to_python(None)
    (3, '形变', None)
    """
    if isinstance(term, pyoxigraph.Literal):
        kind, text = term.datatype.value, term.value
        try:
            if kind in _NUMBERS:
                return int(text)
            if kind in _FRACTIONS:
                return float(text)
        except ValueError:
            return text
        return text == "true" if kind == _BOOLEAN and text in ("true", "false") else text
    if term is None or isinstance(term, pyoxigraph.NamedNode):
        return None if term is None else term.value
    return str(term)
