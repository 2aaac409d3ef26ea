"""Turtle, JSON-LD, TriG and N-Quads: the graph's statements with their evidence, in the words of the ontology."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.schema import SCHEMA
from kgraph.present.export import exporters
from kgraph.present.records import built_graph
from kgraph.store.terms import PREFIXES, expand

if TYPE_CHECKING:
    import networkx

_TYPE = expand("rdf:type")


@exporters.register("ttl")
def write_turtle(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write Turtle.

    Option ``opened``: the ``kgraph.query.Graph`` that ``graph`` is, or is a part of. Then the triples are those of
    ``graph.nq``, with its IRIs. Without it they are made of ``graph``, which knows no sections and documents.
    """
    _write(graph, out, "ttl", options.get("opened"))


@exporters.register("trig")
def write_trig(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write TriG: all triples, and beside them a named graph for each document with what it says. Option ``opened``: as for Turtle."""
    _write_quads(graph, out, "trig", options.get("opened"))


@exporters.register("nq")
def write_nquads(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write N-Quads, with the named graphs that TriG has. Option ``opened``: as for Turtle."""
    _write_quads(graph, out, "nq", options.get("opened"))


@exporters.register("jsonld")
def write_jsonld(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write JSON-LD, one resource a line, its context inside. Option ``opened``: as for Turtle."""
    expanded = io.BytesIO()
    _write(graph, expanded, "jsonld", options.get("opened"))
    out.write(b'{"@context": ' + json.dumps(PREFIXES).encode() + b', "@graph": [')
    for number, resource in enumerate(json.loads(expanded.getvalue())):
        out.write(b",\n" if number else b"\n")
        out.write(json.dumps(_compact(resource), ensure_ascii=False).encode())
    out.write(b"\n]}\n")


def _compact(resource: dict[str, Any]) -> dict[str, Any]:
    """Return a resource of expanded JSON-LD with prefixed names, and without the wraps of lone and plain values."""
    compact: dict[str, Any] = {"@id": resource["@id"]}
    for name, values in resource.items():
        if name == _TYPE:
            compact["@type"] = [_prefixed(value["@id"]) for value in values]
        elif name != "@id":
            plain = [_value(value) for value in values]
            compact[_prefixed(name)] = plain[0] if len(plain) == 1 else plain
    return compact


def _value(value: dict[str, str]) -> object:
    if "@type" in value:
        return {**value, "@type": _prefixed(value["@type"])}
    return value["@value"] if set(value) == {"@value"} else value


def _prefixed(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _write(graph: networkx.MultiDiGraph, out: BinaryIO, format: str, opened: Any) -> None:
    from kgraph.store.part import all_triples, triples_of
    from kgraph.store.rdf import quad_texts
    from kgraph.store.syntax import parse_triples, write_triples

    if opened is None:
        triples = parse_triples(quad_texts(built_graph(graph), SCHEMA.base))
    elif len(graph) == len(opened) and not opened.minimum_confidence:
        triples = all_triples(opened.path)
    else:
        triples = triples_of(opened.path, opened.base, graph, opened.minimum_confidence)
    write_triples(triples, out, format)


def _write_quads(graph: networkx.MultiDiGraph, out: BinaryIO, format: str, opened: Any) -> None:
    from kgraph.store.part import all_quads, quads_of
    from kgraph.store.rdf import quad_texts
    from kgraph.store.syntax import parse_quads, write_quads

    if opened is None:
        quads = parse_quads(quad_texts(built_graph(graph), SCHEMA.base))
    elif len(graph) == len(opened) and not opened.minimum_confidence:
        quads = all_quads(opened.path)
    else:
        quads = quads_of(opened.path, opened.base, graph, opened.minimum_confidence)
    write_quads(quads, out, format)
