"""The media types of answers, as tables, and which of them a client prefers."""

from __future__ import annotations

from collections.abc import Iterable

# The first of each table is what a client gets that does not say. Names on the right are the worker's.
SOLUTIONS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
TRIPLES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "application/x-turtle": "turtle",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
QUADS = {media: TRIPLES[media] for media in ("application/n-quads", "application/trig", "application/ld+json")}
"""Those that can hold several graphs."""
PAGE = "text/html"

W3C_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}
"""What the formats are called in http://www.w3.org/ns/formats/."""


def chosen(accept: str | None, offered: Iterable[str]) -> str | None:
    """Return the offered media type that the value of an Accept header gives the most weight; None when it gives none any.

    The most special range that fits a type decides on it. Of types with equal weight the one that is named most specially
    wins, then the one that is offered first.

    >>> chosen("text/*;q=0.5, text/csv;q=0.9, */*;q=0.1", SOLUTIONS)
    'text/csv'
    >>> chosen("application/sparql-results+json;q=0, application/xml", SOLUTIONS), chosen("image/png", SOLUTIONS)
    ('application/xml', None)
    >>> chosen(None, TRIPLES), chosen("*/*", TRIPLES)
    ('text/turtle', 'text/turtle')
    """
    if accept is None or not accept.strip():
        return next(iter(offered), None)
    ranges = dict(_range(part) for part in accept.split(",") if part.strip())
    best: tuple[float, int] = (0.0, -1)
    answer = None
    for media in offered:
        fitting = (media, media.split("/")[0] + "/*", "*/*")
        for special, name in zip((2, 1, 0), fitting, strict=True):
            if name in ranges:
                if ranges[name] > 0 and (ranges[name], special) > best:
                    best, answer = (ranges[name], special), media
                break
    return answer


def _range(part: str) -> tuple[str, float]:
    name, *parameters = (item.strip().lower() for item in part.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return name, min(1.0, max(0.0, float(value)))
            except ValueError:
                return name, 0.0
    return name, 1.0


def content_type(media: str) -> str:
    """Return the value of a Content-Type header: the charset is said for text, which is always UTF-8."""
    return f"{media}; charset=utf-8" if media.startswith("text/") else media
