"""Triples in the syntaxes that other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph

from kgraph.store.terms import PREFIXES

_FORMATS = {
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "ttl": pyoxigraph.RdfFormat.TURTLE,
}


def parse_triples(lines: Iterable[str]) -> Iterator[pyoxigraph.Triple]:
    """Yield the triples of the default graph of N-Quads, in their order. Memory is linear in the text.

    The named graphs are left out: the default graph holds what they say, too.
    """
    quads = pyoxigraph.parse("".join(lines).encode("utf-8", "replace"), format=pyoxigraph.RdfFormat.N_QUADS)
    default = pyoxigraph.DefaultGraph()
    return (quad.triple for quad in quads if quad.graph_name == default)


def parse_quads(lines: Iterable[str]) -> Iterator[pyoxigraph.Quad]:
    """Yield the quads of N-Quads, in their order. Memory is linear in the text."""
    return pyoxigraph.parse("".join(lines).encode("utf-8", "replace"), format=pyoxigraph.RdfFormat.N_QUADS)


def write_quads(quads: Iterable[pyoxigraph.Quad], out: BinaryIO, format: str) -> None:
    """Write quads as ``nq`` in their order, or as ``trig``, a block for each graph, with all prefixes."""
    if format == "trig":
        # A graph is opened once if its quads stand together.
        quads = sorted(
            quads, key=lambda quad: (str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object))
        )
    pyoxigraph.serialize(quads, out, format=_FORMATS[format], prefixes=PREFIXES if format == "trig" else None)


def write_triples(triples: Iterable[pyoxigraph.Triple], out: BinaryIO, format: str) -> None:
    """Write triples as ``ttl`` or ``jsonld``, in their order, with all prefixes."""
    pyoxigraph.serialize(triples, out, format=_FORMATS[format], prefixes=PREFIXES)
    out.write(b"\n" if format == "jsonld" else b"")
