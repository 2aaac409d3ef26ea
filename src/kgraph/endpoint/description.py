"""What the endpoint and its data are, in RDF: a SPARQL 1.1 Service Description and a VoID description."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from kgraph.core.schema import SCHEMA
from kgraph.endpoint.formats import W3C_NAMES
from kgraph.endpoint.settings import EndpointSettings
from kgraph.query.graph import Graph
from kgraph.store.oxigraph import write_triples_as
from kgraph.store.terms import PREFIXES, integer, literal, term, valid_iri

_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_FORMATS = "http://www.w3.org/ns/formats/"
_PREFIXES = {**PREFIXES, "sd": _SD, "void": _VOID, "formats": _FORMATS}


def describe(graph: Graph, address: str, settings: EndpointSettings, triples: int, format: str) -> bytes:
    """Return the description of the service at ``address`` and of its data set, in a format of triples."""
    lines = [*_service(graph, address, settings, triples), *_data(graph, address, triples)]
    return write_triples_as("".join(lines).encode(), format, _PREFIXES)


def describe_data(graph: Graph, address: str, triples: int, format: str) -> bytes:
    """Return the VoID description of the data set alone."""
    return write_triples_as("".join(_data(graph, address, triples)).encode(), format, _PREFIXES)


def _service(graph: Graph, address: str, settings: EndpointSettings, triples: int) -> Iterator[str]:
    service, data, default = f"<{address}/sparql>", "_:dataset", "_:default"
    limits, writable = settings.limits, settings.token is not None
    yield _line(service, "rdf:type", _sd("Service"))
    yield _line(service, _sd("endpoint"), service)
    yield _line(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if writable:
        yield _line(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    for name in W3C_NAMES.values():
        yield _line(service, _sd("resultFormat"), f"<{_FORMATS}{name}>")
    limited = f"A query may take {limits.timeout:g} s, an answer may have {limits.rows:,} rows. "
    limited += "Updates need a token." if writable else "There are no updates."
    yield _line(service, "rdfs:comment", literal(limited, "en"))
    yield _line(service, _sd("defaultDataset"), data)
    yield _line(data, "rdf:type", _sd("Dataset"))
    yield _line(data, _sd("defaultGraph"), default)
    yield _line(default, "rdf:type", _sd("Graph"))
    yield _line(default, _void("triples"), integer(triples))
    for number, document in enumerate(graph.documents()):
        named = f"_:document{number}"
        yield _line(data, _sd("namedGraph"), named)
        yield _line(named, "rdf:type", _sd("NamedGraph"))
        yield _line(named, _sd("name"), f"<{document.iri}>")


def _data(graph: Graph, address: str, triples: int) -> Iterator[str]:
    data, counts = f"<{address}/.well-known/void#graph>", graph.statistics()
    yield _line(data, "rdf:type", _void("Dataset"))
    yield _line(data, "dcterms:title", literal("Knowledge graph of reading lists", "en"))
    yield _line(data, "dcterms:identifier", literal(graph.identity))
    yield _line(data, _void("sparqlEndpoint"), f"<{address}/sparql>")
    yield _line(data, _void("uriSpace"), literal(graph.base))
    yield _line(data, _void("uriLookupEndpoint"), f"<{address}/id/>")
    yield _line(data, _void("dataDump"), f"<{address}/graphs?default>")
    yield _line(data, _void("triples"), integer(triples))
    yield _line(data, _void("entities"), integer(sum(counts.types.values())))
    yield _line(data, _void("documents"), integer(len(graph.documents())))
    for namespace in sorted(PREFIXES.values()):
        yield _line(data, _void("vocabulary"), f"<{namespace}>")
    for format in ("turtle", "ntriples", "jsonld", "rdfxml"):
        yield _line(data, _void("feature"), f"<{_FORMATS}{W3C_NAMES[format]}>")
    for ranked in graph.most_connected(limit=3):
        yield _line(data, _void("exampleResource"), f"<{graph.base}{valid_iri(ranked.node.id)}>")
    parts = [("class", "entities", name, count) for name, count in counts.types.items()]
    parts += [("property", "triples", name, count) for name, count in counts.relations.items()]
    for kind, _, name, _ in parts:
        yield _line(data, _void(f"{kind}Partition"), f"_:{kind}{name}")
    for kind, counted, name, count in parts:
        yield _line(f"_:{kind}{name}", _void(kind), f"<{SCHEMA.namespace}{name}>")
        yield _line(f"_:{kind}{name}", _void(counted), integer(count))


def entity_address(address: str, id_: str) -> str:
    """Return the address under which the endpoint tells about the thing with that id.

    >>> entity_address("http://localhost:7878", "topic/计算机视觉")
    'http://localhost:7878/id/topic/%E8%AE%A1%E7%AE%97%E6%9C%BA%E8%A7%86%E8%A7%89'
    """
    return f"{address}/id/{quote(id_, safe='/:@!$&()*+,;=~')}"


def _sd(name: str) -> str:
    return f"<{_SD}{name}>"


def _void(name: str) -> str:
    return f"<{_VOID}{name}>"


def _line(subject: str, predicate: str, value: str) -> str:
    """Return a triple; the predicate, and a value that is no term of N-Triples, are prefixed names."""
    predicate = predicate if predicate.startswith("<") else term(predicate)
    return f"{subject} {predicate} {value} .\n"
