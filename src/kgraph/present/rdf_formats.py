"""Turtle and JSON-LD: the graph's statements with their evidence, in the words of the ontology."""

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
    """Write Turtle. Option: ``base``, the prefix of the entities' IRIs (default: that of the schema)."""
    _write(graph, out, "ttl", str(options.get("base") or SCHEMA.base))


@exporters.register("jsonld")
def write_jsonld(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write JSON-LD, one resource a line, its context inside. Option: ``base``, the prefix of the entities' IRIs."""
    expanded = io.BytesIO()
    _write(graph, expanded, "jsonld", str(options.get("base") or SCHEMA.base))
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


def _write(graph: networkx.MultiDiGraph, out: BinaryIO, format: str, base: str) -> None:
    from kgraph.store.rdf import quad_lines
    from kgraph.store.syntax import write_triples

    write_triples(quad_lines(built_graph(graph), base), out, format)
