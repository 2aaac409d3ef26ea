"""One query to wherever a graph is: a folder, or an endpoint of any kind."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kgraph.core import SCHEMA
from kgraph.query.client import SparqlClient
from kgraph.query.graph import open_graph
from kgraph.query.sparql import QueryResult
from kgraph.query.templates import template as template_named


def ask(
    place: Path | str, sparql: str | None, template: str | None, values: Mapping[str, str], timeout: float
) -> tuple[QueryResult, str]:
    """Return the answer to ``sparql``, or to a question of the library filled with ``values``, and the base of entities.

    ``place`` is the folder of a graph or the address of an endpoint. An endpoint that is asked in SPARQL may hold
    anything; only the library needs a graph of kgraph there. Raises what opening and asking raise.
    """
    if template is None and isinstance(place, str):
        assert sparql is not None
        return SparqlClient(place).query(sparql, timeout), SCHEMA.base
    with open_graph(place) as graph:
        text = sparql if template is None else template_named(template).fill(graph, **values)
        assert text is not None
        return graph.query(text, timeout), graph.base
