from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD
from tests.support.graphs import BOARD, NOTES, small_graph

from kgraph.core import SCHEMA, build_settings
from kgraph.core.errors import GraphMissingError, UnknownFormatError
from kgraph.store import check_graph, schema_text, write_graph
from kgraph.store.check import Violation, check_store
from kgraph.store.rdf import quad_texts
from kgraph.store.terms import PREFIXES

BASE = "https://w3id.org/kgraph/id/"


def violations(folder: Path, *changes: tuple[str, str]) -> list[Violation]:
    """Check the small graph with some of its lines changed (pattern, replacement)."""
    text = "".join(quad_texts(small_graph(), BASE))
    for pattern, replacement in changes:
        changed = re.sub(pattern, replacement, text, flags=re.MULTILINE)
        assert changed != text
        text = changed
    store = pyoxigraph.Store(folder / "store")
    store.load(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    del store
    return check_store(folder / "store", BASE)


def test_a_built_graph_conforms(tmp_path: Path) -> None:
    write_graph(small_graph(), tmp_path, build_settings())
    assert check_graph(tmp_path) == []


def test_a_missing_graph_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(GraphMissingError):
        check_graph(tmp_path)


@pytest.mark.parametrize(
    ("pattern", "replacement", "node", "message", "document", "line"),
    [
        (r"^<[^>]*method/mamba> .*label> .*\n", "", "method/mamba", "An entity has one label.", BOARD, 7),
        (r"^(<[^>]*method/mamba> .*confidence>) \S+", r'\1 "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>', "method/mamba", "0 to 1", BOARD, 7),
        (r"^<[^>]*> <[^>]*supports> .*\n", "", "statement/", "A statement has evidence.", None, None),
        (r"^<[^>]*> <[^>]*mentionOf> <[^>]*software/mamba> .*\n", "", "software/mamba", "named in a document", None, None),
        (r"(developedBy>) <[^>]*organization/facebook>", rf"\1 <{BASE}topic/预训练模型>", "topic/预训练模型", "developedBy leads to Organization.", NOTES, 2),
        (r"^(<[^>]*evidence/\w+> <[^>]*line>) \S+ ", r'\1 "0"^^<http://www.w3.org/2001/XMLSchema#integer> ', "evidence/", "counted from 1", BOARD, 0),
    ],
)  # fmt: skip
def test_each_fault_names_its_node_and_source(
    tmp_path: Path, pattern: str, replacement: str, node: str, message: str, document: str | None, line: int | None
) -> None:
    found = violations(tmp_path, (pattern, replacement))
    fitting = [v for v in found if v.node.startswith(BASE + node) and message in v.message]
    assert fitting, found
    assert (fitting[0].document, fitting[0].line) == (document, line)
    assert fitting[0].shape.startswith("kg:")


def test_a_relation_without_a_statement_is_found(tmp_path: Path) -> None:
    extra = f"<{BASE}method/mamba> <{SCHEMA.namespace}basedOn> <{BASE}method/bert> .\n"
    (found,) = violations(tmp_path, (r"\A", extra))
    assert (found.node, found.document, found.line) == (f"{BASE}method/mamba", BOARD, 7)
    assert "has no evidence" in found.message


@pytest.mark.parametrize("format", ["turtle", "shacl"])
def test_the_schema_is_turtle_and_speaks_of_every_type_and_relation(format: str) -> None:
    graph = rdflib.Graph().parse(data=schema_text(format), format="turtle")
    terms = {str(term) for triple in graph for term in triple}
    for name in (*SCHEMA.entities, *SCHEMA.relations):
        assert SCHEMA.namespace + name in terms


def test_the_page_lists_every_type_and_relation() -> None:
    page = schema_text("markdown")
    assert all(f"| {name} |" in page for name in (*SCHEMA.entities, *SCHEMA.relations))


def test_every_property_that_is_written_is_in_the_ontology() -> None:
    ontology = rdflib.Graph().parse(data=schema_text("turtle"), format="turtle")
    known = {str(term) for term in ontology.subjects()}
    quads = pyoxigraph.parse("".join(quad_texts(small_graph(), BASE)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    own = {q.predicate.value for q in quads if q.predicate.value.startswith(PREFIXES["kg"])}
    assert {iri for iri in own if "attribute_" not in iri} <= known


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(UnknownFormatError, match="markdown, shacl, turtle"):
        schema_text("json")


def test_terms_of_other_vocabularies_are_published_ones() -> None:
    published = {str(space): space for space in (DCTERMS, FOAF, OWL, PROV, RDF, RDFS, SDO, SKOS, XSD)}
    # rdflib does not ship these two: https://www.w3.org/TR/annotation-vocab/ and http://purl.org/spar/fabio
    others = {f"{PREFIXES['oa']}exact", f"{PREFIXES['oa']}TextQuoteSelector", f"{PREFIXES['fabio']}ResearchPaper"}
    quads = pyoxigraph.parse("".join(quad_texts(small_graph(), BASE)).encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    used = {
        term.value for quad in quads for term in (quad.predicate, quad.object) if isinstance(term, pyoxigraph.NamedNode)
    }
    ontology = rdflib.Graph().parse(data=schema_text("turtle"), format="turtle")
    used |= {str(term) for triple in ontology for term in triple if isinstance(term, rdflib.URIRef)}
    checked = 0
    for iri in used - others:
        for start, space in published.items():
            if iri.startswith(start) and iri != start:
                assert rdflib.URIRef(iri) in space, iri
                checked += 1
    assert checked > 40
