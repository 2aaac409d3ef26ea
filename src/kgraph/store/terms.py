"""RDF terms as N-Quads spells them: prefixes, literals, and the IRIs of a graph."""

from __future__ import annotations

import re
from decimal import Decimal
from hashlib import blake2b
from urllib.parse import quote, unquote

from kgraph.core import SCHEMA

PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": SCHEMA.namespace,
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_CONTROL = re.compile(r'[\x00-\x1f\x7f"\\]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_HALF_PAIR = re.compile("[\ud800-\udfff]")
# What RFC 3987 does not allow in an IRI: some ASCII signs, controls, private use, and what is no character.
_NO_IRI = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xE0000, 0x10000))
    + r"\[\]\U000e0000-\U000e0fff\U000efffe-\U0010ffff]|%(?![0-9A-Fa-f]{2})"
)
_NO_PATH = re.compile(_NO_IRI.pattern + r"|[?#%]")


def expand(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expand("skos:prefLabel")
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, local = name.split(":", 1)
    return PREFIXES[prefix] + local


def term(name: str) -> str:
    """Return a prefixed name as an N-Quads term."""
    return f"<{expand(name)}>"


def literal(text: str, language: str = "") -> str:
    r"""Return a string as an N-Quads term, escaped as canonical N-Quads escape. Half a surrogate pair becomes U+FFFD.

    >>> print(literal('快 "手"\n', "zh"))
    "快 \"手\"\n"@zh
    """
    if not text.isprintable() or '"' in text or "\\" in text:
        text = _CONTROL.sub(lambda found: _SHORT.get(found.group()) or f"\\u{ord(found.group()):04X}", text)
        text = _HALF_PAIR.sub("\ufffd", text)
    return f'"{text}"@{language}' if language else f'"{text}"'


def integer(number: int) -> str:
    """Return a whole number as an N-Quads term."""
    return f'"{number}"^^{_INTEGER}'


def decimal(number: float | Decimal) -> str:
    """Return a number with up to six decimals as an N-Quads term.

    >>> decimal(0.9), decimal(1)
    ('"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>', '"1.0"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    text = f"{number:.6f}".rstrip("0")
    return f'"{text}0"^^{_DECIMAL}' if text.endswith(".") else f'"{text}"^^{_DECIMAL}'


_DECIMAL = term("xsd:decimal")
TRUE = f'"true"^^{term("xsd:boolean")}'
_INTEGER = term("xsd:integer")


def iri_part(text: str) -> str:
    """Return ``text`` with everything percent-encoded that would not be a plain part of an IRI's path.

    Chinese stays readable; ``from_iri_part`` gives the text back.
    """
    return _NO_PATH.sub(_encode, text)


def from_iri_part(part: str) -> str:
    """Return the text of which ``iri_part`` made ``part``."""
    return unquote(part)


def valid_iri(iri: str) -> str:
    """Return ``iri`` with what no IRI may hold percent-encoded; a valid one comes back as it is."""
    path, mark, fragment = _NO_IRI.sub(_encode, iri).partition("#")
    return path + mark + fragment.replace("#", "%23")


def _encode(found: re.Match[str]) -> str:
    return quote(found.group(), safe="", errors="replace")


def digest(*parts: object) -> str:
    """Return 20 hexadecimal digits that stand for the content of ``parts``."""
    content = "\x1f".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return blake2b(content, digest_size=10).hexdigest()


class Names:
    """The IRIs of one graph, all under its ``base``."""

    def __init__(self, base: str):
        self.base = base
        self._documents: dict[str, str] = {}

    def entity(self, id_: str) -> str:
        """Return the IRI of an entity: the base and the id.

        >>> Names("https://w3id.org/kgraph/id/").entity("topic/计算机视觉")
        'https://w3id.org/kgraph/id/topic/计算机视觉'
        """
        return self.base + valid_iri(id_)

    def document(self, path: str) -> str:
        """Return the IRI of a document, which also names the graph of what it states.

        >>> Names("https://w3id.org/kgraph/id/").document("50% 笔记.md")
        'https://w3id.org/kgraph/id/document/50%25%20笔记.md'
        """
        iri = self._documents.get(path)
        if iri is None:
            iri = self._documents[path] = f"{self.base}document/{iri_part(path)}"
        return iri

    def document_path(self, iri: str) -> str:
        """Return the path of the document with that IRI."""
        return from_iri_part(iri.removeprefix(f"{self.base}document/"))

    def statement(self, source: str, key: str, target: str) -> str:
        """Return the IRI of the node that stands for a statement."""
        return f"{self.base}statement/{digest(source, key, target)}"

    @property
    def rejected(self) -> str:
        """The IRI of the graph of rejected statements."""
        return f"{self.base}rejected"
