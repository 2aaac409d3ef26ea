from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.graphs import BOARD

import kgraph
from kgraph.core.errors import (
    AmbiguousEntityError,
    ArgumentError,
    MissingValueError,
    TemplateError,
    UnknownDocumentError,
    UnknownEntityError,
    UnknownTemplateError,
    UnknownTermError,
)
from kgraph.query.graph import Graph
from kgraph.query.templates import GROUPS, Template, parse_template, template, templates, templates_for

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
SEEDS = ROOT.parent / "shared" / "seeds"
each_template = pytest.mark.parametrize("asked", templates(), ids=lambda asked: asked.name)


def built(folder: Path, target: Path) -> Iterator[Graph]:
    kgraph.build([folder], target)
    with kgraph.open(target) as graph:
        yield graph


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    yield from built(RAW, tmp_path_factory.mktemp("raw") / "graph")


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    if not SEEDS.exists():
        pytest.skip("the seed documents are not beside this folder")
    yield from built(SEEDS, tmp_path_factory.mktemp("seeds") / "graph")


@each_template
def test_its_example_has_an_answer(raw: Graph, asked: Template) -> None:
    answer = raw.query(asked.fill(raw, **asked.examples))
    assert len(answer) > 0
    columns = [column for column in answer.variables if f"{column}Label" in answer.variables]
    entities = [row[column] for row in answer for column in columns if row[column] is not None]
    assert bool(entities) == bool(columns)
    assert all(raw.find(iri.removeprefix(raw.base)) for iri in entities)


@each_template
def test_it_runs_on_real_lists(seeds: Graph, asked: Template) -> None:
    document = seeds.documents()[0].path
    values = {each.name: document for each in asked.parameters if each.kind == "document"}
    for each in asked.parameters:
        if each.kind == "entity":
            values[each.name] = seeds.most_connected(each.types[0] if each.types else None, 1)[0].node.id
    assert seeds.query(asked.fill(seeds, **{**asked.examples, **values})).kind in ("solutions", "triples")


@each_template
def test_it_says_what_it_asks_in_both_languages(asked: Template) -> None:
    texts = [asked.titles, asked.descriptions, *(each.labels for each in asked.parameters), GROUPS[asked.group]]
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert text["en"].isascii()
        assert not text["zh"].isascii() or text["zh"] == text["en"]
    assert all(set(each.types) <= set(kgraph.SCHEMA.entities) for each in asked.parameters)
    assert all(asked.examples.values())


def test_there_are_many_and_each_has_its_own_title() -> None:
    assert len(templates()) >= 40
    for language in ("en", "zh"):
        assert len({asked.titles[language] for asked in templates()}) == len(templates())


def test_what_applies_to_an_entity_can_be_asked_about_it(raw: Graph) -> None:
    for type_ in kgraph.SCHEMA.entities:
        node = raw.most_connected(type_, 1)[0].node
        asked = templates_for(node)
        assert {"around", "mentions-of"} <= {each.name for each in asked}
        for each in asked:
            missing = {name: value for name, value in each.examples.items() if name not in each.values_for(node)}
            text = each.fill(raw, **{**missing, **each.values_for(node)})
            assert raw.iri(node) in text
    venue = raw.most_connected("Venue", 1)[0].node
    assert templates_for(venue)[0].name == "papers-of-venue"
    assert template("methods-of-topic").values_for(venue) == {}


def test_an_entity_is_given_by_name_id_iri_or_node(graph: Graph) -> None:
    asked = template("works-of-organization")
    node = graph.entity("organization/google")
    texts = {asked.fill(graph, organization=name) for name in ("谷歌", "google", node.id, graph.iri(node), node)}
    assert len(texts) == 1
    assert {row["thingLabel"] for row in graph.query(texts.pop())} == {"BERT"}


def test_a_name_of_two_entities_is_clear_where_one_type_fits(graph: Graph) -> None:
    assert "<https://w3id.org/kgraph/id/method/mamba>" in template("methods-named-together").fill(graph, method="Mamba")
    with pytest.raises(AmbiguousEntityError):
        template("around").fill(graph, entity="Mamba")


def test_values_of_each_kind_become_terms(graph: Graph) -> None:
    board = template("statements-at-lines").fill(graph, document=BOARD, first=4, last="5")
    assert [row["line"] for row in graph.query(board)] == [4, 5]
    text = template("low-confidence-statements").fill(graph, below=0.8)
    assert [row["fromLabel"] for row in graph.query(text)] == ["RoBERTa"]
    text = template("edges-of-relation").fill(graph, relation="BASEDON")
    assert {row["toLabel"] for row in graph.query(text)} == {"BERT", "Transformer"}
    text = template("entities-by-attribute").fill(graph, type="paper", attribute="importance")
    assert [row["value"] for row in graph.query(text)] == ["high"]


@pytest.mark.parametrize(
    "value",
    [
        '"', "\\", '\\"', '" } DELETE WHERE { ?s ?p ?o } #', "'''", "\n", "\r\n}", "$text", "?entity", "\\u0022 }",
        '"))} UNION { SERVICE <http://127.0.0.1/> { ?a ?b ?c } } #', "\x00\x1f", "\ud800", "<script>alert(1)</script>",
    ],
)  # fmt: skip
def test_a_text_stays_a_text(graph: Graph, value: str) -> None:
    asked = template("entities-by-name")
    text = asked.fill(graph, text=value)
    assert len(text.split("\n")) == len(asked.text.split("\n"))
    names = [row["entityLabel"] for row in graph.query(text)]
    assert names == (["Deformable ConvNets"] if "script" in value else [])


@pytest.mark.parametrize(
    ("name", "values", "error"),
    [
        ("papers-of-year", {}, MissingValueError),
        ("papers-of-year", {"year": ""}, MissingValueError),
        ("papers-of-year", {"year": "2019 }"}, ArgumentError),
        ("papers-of-year", {"year": True}, ArgumentError),
        ("papers-of-year", {"yaer": 2019}, UnknownTermError),
        ("newest-papers", {"limit": 0}, ArgumentError),
        ("newest-papers", {"limit": "-1"}, ArgumentError),
        ("low-confidence-statements", {"below": "1e9"}, ArgumentError),
        ("low-confidence-statements", {"below": float("nan")}, ArgumentError),
        ("edges-of-relation", {"relation": "likes> ?x . <a:b"}, UnknownTermError),
        ("most-connected", {"type": "Papr"}, UnknownTermError),
        ("works-of-organization", {"organization": "method/bert"}, ArgumentError),
        ("works-of-organization", {"organization": 7}, ArgumentError),
        ("works-of-organization", {"organization": "Gogle> . <x"}, UnknownEntityError),
        ("statements-of-document", {"document": "nope.md"}, UnknownDocumentError),
    ],
)
def test_a_value_that_does_not_fit_is_refused(
    graph: Graph, name: str, values: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        template(name).fill(graph, **values)
    assert str(caught.value).endswith((".", "?"))


def test_an_attribute_cannot_leave_its_iri(graph: Graph) -> None:
    text = template("entities-by-attribute").fill(graph, attribute="x> ?y . <z")
    assert "attribute_x%3E%20%3Fy%20.%20%3Cz>" in text
    assert list(graph.query(text)) == []


def test_an_unknown_template_names_one_like_it() -> None:
    with pytest.raises(UnknownTemplateError, match=r"Did you mean 'papers-of-year'\?"):
        template("papers-of-yaer")


HEADER = """# group = "papers"
# title = { en = "A", zh = "甲" }
# description = { en = "B", zh = "乙" }
# [parameters.year]
# kind = "year"
# label = { en = "Year", zh = "年" }
"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("SELECT * {}", "lacks 'group'"),
        (HEADER, r"\['year'\], and the query uses \[\]"),
        (HEADER + "\nSELECT ?p { ?p kg:year $yaer }", r"uses \['yaer'\]"),
        (HEADER.replace('"papers"', '"paper"') + "\nSELECT ?p { ?p kg:year $year }", "no group 'paper'"),
        (HEADER.replace('"year"', '"yeer"') + "\nSELECT ?p { ?p kg:year $year }", "no kind 'yeer'"),
        ("# group =\n", "cannot be read"),
    ],
)
def test_a_file_that_is_no_template_says_why(content: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        parse_template("mine", content)


def test_a_file_of_ones_own_is_a_template(graph: Graph) -> None:
    mine = parse_template("mine", HEADER + "\nSELECT ?m WHERE { ?m a kg:Method ; kg:year $year }\n")
    assert mine.parameters[0].default is None
    assert len(graph.query(mine.fill(graph, year=2018))) == 1
