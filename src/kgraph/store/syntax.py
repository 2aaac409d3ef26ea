"""The default graph of N-Quads in the syntaxes that other programs read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

import pyoxigraph

from kgraph.store.terms import PREFIXES

_FORMATS = {"jsonld": pyoxigraph.RdfFormat.JSON_LD, "ttl": pyoxigraph.RdfFormat.TURTLE}


def write_triples(lines: Iterable[str], out: BinaryIO, format: str) -> None:
    """Write the triples of the default graph as ``ttl`` or ``jsonld``, in the order of ``lines``, with all prefixes.

    The named graphs are left out: the default graph holds what they say, too. Memory is linear in the text.
    """
    quads = pyoxigraph.parse("".join(lines).encode("utf-8", "replace"), format=pyoxigraph.RdfFormat.N_QUADS)
    default = pyoxigraph.DefaultGraph()
    triples = (quad.triple for quad in quads if quad.graph_name == default)
    pyoxigraph.serialize(triples, out, format=_FORMATS[format], prefixes=PREFIXES)
    out.write(b"\n" if format == "jsonld" else b"")
