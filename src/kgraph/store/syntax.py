"""Triples in the syntaxes that other programs read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

import pyoxigraph

from kgraph.store.terms import PREFIXES

_FORMATS = {"jsonld": pyoxigraph.RdfFormat.JSON_LD, "ttl": pyoxigraph.RdfFormat.TURTLE}


def parse_triples(lines: Iterable[str]) -> Iterator[pyoxigraph.Triple]:
    """Yield the triples of the default graph of N-Quads, in their order. Memory is linear in the text.

    The named graphs are left out: the default graph holds what they say, too.
    """
    quads = pyoxigraph.parse("".join(lines).encode("utf-8", "replace"), format=pyoxigraph.RdfFormat.N_QUADS)
    default = pyoxigraph.DefaultGraph()
    return (quad.triple for quad in quads if quad.graph_name == default)


def write_triples(triples: Iterable[pyoxigraph.Triple], out: BinaryIO, format: str) -> None:
    """Write triples as ``ttl`` or ``jsonld``, in their order, with all prefixes."""
    pyoxigraph.serialize(triples, out, format=_FORMATS[format], prefixes=PREFIXES)
    out.write(b"\n" if format == "jsonld" else b"")
