from __future__ import annotations

import itertools
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.graphs import BOARD, NOTES, small_graph, small_resolution

from kgraph.core import SCHEMA, BuiltGraph, Entity, Evidence, Mention, Merge, Relation, Resolution
from kgraph.core.graph import main_result
from kgraph.core.text import language
from kgraph.pipeline import build
from kgraph.store.from_rdf import from_quads, place
from kgraph.store.rdf import quad_texts
from kgraph.store.terms import Names, from_iri_part, iri_part, valid_iri

BASE = "https://w3id.org/kgraph/id/"


def parsed(lines: list[str]) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse("".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS))


def round_trip(resolution: Resolution) -> Resolution:
    return from_quads(parsed(list(quad_texts(BuiltGraph(resolution, ()), BASE))), BASE)


TEXT = st.text(max_size=12) | st.sampled_from(
    [
        "形变卷积",
        'a "quoted" \\ name',
        "tab\tand\nline",
        "\x00\x01\x7f",
        "e\u0301 ﬁ",
        "\u202eright",
        "<b>&amp;</b>",
        "𠀀",
    ]
)
NAME = TEXT.filter(lambda text: text != "")
PROBABILITY = st.integers(0, 1_000_000).map(lambda millionths: millionths / 1_000_000)
PLACE = st.tuples(NAME, st.integers(1, 99), st.integers(1, 99), TEXT, NAME)
PAIRS = st.lists(st.tuples(NAME, TEXT), max_size=2, unique=True).map(lambda pairs: tuple(sorted(pairs)))
YEAR = st.none() | st.integers(1900, 2100)


@st.composite
def mentions(draw: st.DrawFn, type_: str) -> Mention:
    return Mention(
        draw(st.sampled_from([type_, "Paper"])),
        draw(NAME),
        *draw(PLACE),
        aliases=tuple(sorted(draw(st.sets(NAME, max_size=2)))),
        url=draw(st.none() | NAME),
        year=draw(YEAR),
        attributes=draw(PAIRS),
        confidence=draw(PROBABILITY),
        scope=draw(TEXT),
    )


@st.composite
def entities(draw: st.DrawFn, id_: str, type_: str) -> Entity:
    """An entity in the normal form that RDF keeps: see from_quads."""
    label = draw(NAME)
    other = "en" if language(label) == "zh" else "zh"
    labels = {language(label): label, **({other: draw(NAME)} if draw(st.booleans()) else {})}
    aliases = (draw(st.sets(NAME, max_size=3)) | set(labels.values())) - {label}
    urls = draw(st.lists(NAME, max_size=3, unique=True))
    urls = [*urls[:1], *sorted(urls[1:])]
    found = draw(st.lists(mentions(type_), min_size=1, max_size=3, unique=True))
    return Entity(
        id_,
        type_,
        label,
        tuple(sorted(found, key=lambda m: (m.document, m.line, m.column, repr(m)))),
        tuple(sorted(labels.items())),
        tuple(sorted(aliases)),
        urls[0] if urls else None,
        tuple(urls),
        draw(YEAR),
        draw(PAIRS),
        tuple(sorted(draw(st.sets(st.sampled_from(["https://arxiv.org/abs/1", "https://doi.org/10.1/中"]))))),
        tuple(sorted(draw(st.sets(st.builds(Merge, NAME, NAME, TEXT, st.integers(0, 9)), max_size=2)))),
        draw(PROBABILITY),
    )


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    kinds = draw(st.lists(st.sampled_from(sorted(SCHEMA.entities)), min_size=1, max_size=4))
    made = [draw(entities(f"{kind.lower()}/{number}-{draw(NAME)}", kind)) for number, kind in enumerate(kinds)]
    made.sort(key=lambda entity: entity.id)
    relations = []
    for source, target in itertools.product(made, made):
        keys = [key for key in sorted(SCHEMA.relations) if SCHEMA.allows(source.type, key, target.type)]
        if keys and draw(st.booleans()):
            evidence = st.builds(
                lambda where, *rest: Evidence(*where, *rest),
                PLACE,
                TEXT,
                PROBABILITY,
                *[st.none() | NAME for _ in range(3)],
                st.booleans(),
            )
            found = tuple(sorted(draw(st.lists(evidence, min_size=1, max_size=2, unique=True)), key=place))
            result = main_result(found)
            results = (result.metric, result.value, result.unit, result.gain) if result else ()
            relations.append(Relation(source.id, keys[0], target.id, found, draw(PROBABILITY), *results))
    relations.sort(key=lambda edge: (edge.source, edge.key, edge.target))
    return Resolution(tuple(made), tuple(relations))


@settings(max_examples=60, deadline=None)
@given(resolutions())
def test_what_is_written_as_rdf_is_read_back_the_same(resolution: Resolution) -> None:
    assert round_trip(resolution) == resolution


@settings(max_examples=60, deadline=None)
@given(resolutions())
def test_lines_are_canonical_sorted_and_without_blank_nodes(resolution: Resolution) -> None:
    text = "".join(quad_texts(BuiltGraph(resolution, ()), BASE))
    lines = [f"{line}\n" for line in text.split("\n")[:-1]]
    assert lines == sorted(set(lines))
    quads = parsed(lines)
    assert [f"{quad} .\n" for quad in quads] == lines
    assert not [q for q in quads if isinstance(q.subject, pyoxigraph.BlankNode) or "_:" in str(q.object)[:2]]


def test_the_small_graph_comes_back_in_normal_form() -> None:
    once = round_trip(small_resolution())
    assert round_trip(once) == once
    bert = next(entity for entity in once.entities if entity.id == "method/bert")
    assert [(m.document, m.line, m.confidence) for m in bert.mentions] == [
        (BOARD, 4, 1.0),
        (BOARD, 6, 0.8),
        (NOTES, 3 + 1, 1.0),
    ]
    assert [(m.rule, m.name) for m in bert.merges] == [
        ("alias list", "Bidirectional Encoder Representations from Transformers")
    ]


def test_a_document_states_only_what_it_supports() -> None:
    quads = parsed(list(quad_texts(small_graph(), BASE)))
    names = Names(BASE)
    by_graph: dict[str, set[tuple[str, str]]] = {}
    for quad in quads:
        if quad.predicate.value in (SCHEMA.namespace + "developedBy", SCHEMA.namespace + "outperforms"):
            graph = getattr(quad.graph_name, "value", "")
            by_graph.setdefault(graph, set()).add((quad.subject.value, quad.object.value))
    bert, google, roberta = (names.entity(f"{id_}") for id_ in ("method/bert", "organization/google", "method/roberta"))
    assert by_graph[names.document(BOARD)] == {(bert, google)}
    assert by_graph[names.document(NOTES)] == {
        (bert, google),
        (roberta, names.entity("organization/facebook")),
        (roberta, bert),
    }
    assert by_graph[""] == by_graph[names.document(BOARD)] | by_graph[names.document(NOTES)]


def test_a_name_that_no_document_prints_is_in_no_documents_graph() -> None:
    quads = parsed(list(quad_texts(small_graph(), BASE)))
    graphs = {
        str(getattr(quad.graph_name, "value", ""))
        for quad in quads
        if getattr(quad.object, "value", "") == "Bidirectional Encoder Representations from Transformers"
        and quad.predicate.value.endswith("altLabel")
    }
    assert graphs == {""}


def test_a_name_that_only_a_lexicon_knows_is_in_no_documents_graph(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 论文\n\n- 谷歌开源 BERT（Bidirectional Encoder）\n", encoding="utf-8")
    build([tmp_path], tmp_path / "graph")
    store = pyoxigraph.Store.read_only(str(tmp_path / "graph" / "oxigraph"))
    asked = "SELECT ?name WHERE { GRAPH ?document { ?thing skos:prefLabel|skos:altLabel ?name } }"
    found = {row["name"].value for row in store.query("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> " + asked)}
    assert "谷歌" in found and "BERT" in found
    assert "Google LLC" not in found
    assert "Google LLC" in (tmp_path / "graph" / "graph.nq").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path", ["a b.md", "50%.md", "a%20b.md", "x?y#z.md", "笔记/图.md", 'q"<>|.md', "\u202e.md", "[1].md"]
)
def test_every_path_has_an_iri_of_its_own_and_comes_back(path: str) -> None:
    iri = Names(BASE).document(path)
    pyoxigraph.NamedNode(iri)
    assert Names(BASE).document_path(iri) == path


@given(st.text())
@example("#!/board#first")
def test_any_text_makes_a_valid_iri(text: str) -> None:
    for iri in (BASE + iri_part(text), valid_iri(BASE + text)):
        line = f"<{iri}> <{BASE}p> <{iri}> .\n"
        (quad,) = pyoxigraph.parse(line.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
        assert quad.object.value == iri
    assert from_iri_part(iri_part(text)) == text
