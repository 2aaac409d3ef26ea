from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgraph.core import SCHEMA
from kgraph.query.graph import Graph
from kgraph.store.terms import PREFIXES
from kgraph.store.vocabulary import CLASSES, PROPERTIES

PAGE = (Path(__file__).parents[2] / "docs" / "model.md").read_text("utf-8")
QUERIES = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
ANSWERS = {
    "?chinese": {"chinese": "形变卷积", "label": "Deformable ConvNets"},
    "GRAPH ?document": {"document": "https://w3id.org/kgraph/id/document/notes/阅读.md"},
    "?path ?line ?words": {"path": "notes/阅读.md", "line": 3, "words": "谷歌提出 BERT", "sure": 0.9},
    "DESC(?number)": {"method": "RoBERTa", "metric": "EM", "value": "88.9"},
    "basedOn+": {"ancestor": "Transformer"},
    "HAVING": {"from": "BERT", "to": "Google", "documents": 2},
    "ScholarlyArticle": {"code": "https://github.com/google-research/bert"},
    "?heading": {"heading": "自然语言处理", "line": 4},
    "mergedInto": {"label": "Google", "name": "谷歌", "rule": "alias list"},
}


@pytest.mark.parametrize("text", QUERIES)
def test_each_example_answers_as_the_page_says(graph: Graph, text: str) -> None:
    result = graph.query(text)
    if result.kind == "triples":
        assert result.to_networkx().number_of_edges() == 2
        return
    (expected,) = [answer for words, answer in ANSWERS.items() if words in text]
    assert any(expected.items() <= row.items() for row in result), list(result)


def test_no_example_is_left_out() -> None:
    assert len(QUERIES) == len(ANSWERS) + 1


def test_the_page_names_only_what_exists() -> None:
    known = {*SCHEMA.entities, *SCHEMA.relations, *(c.name for c in CLASSES), *(p.name for p in PROPERTIES)}
    named = {name for name in re.findall(r"kg:(\w+)", PAGE) if not name.startswith("attribute_")}
    assert named <= known
    declared = re.search(r"prefixes `([^`]*)` are declared", PAGE)
    assert declared is not None
    assert declared[1].replace(":", "").split() == sorted(PREFIXES)
