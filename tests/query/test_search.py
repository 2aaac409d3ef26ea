from __future__ import annotations

from pathlib import Path

import pytest

import kgraph
from kgraph.core import BuiltGraph, Entity, Mention, Resolution, build_settings
from kgraph.core.errors import UnknownTermError
from kgraph.core.text import name_key
from kgraph.query.graph import Graph
from kgraph.store import write_graph
from kgraph.store.names import acronyms, grams, pinyin, words


@pytest.mark.parametrize(
    ("text", "id_", "reason"),
    [
        ("BERT", "method/bert", "name"),
        ("谷歌", "organization/google", "name"),
        ("trans", "method/transformer", "beginning"),
        ("transformers bidirectional", "paper/arxiv-1810.04805", "words"),
        ("语言", "topic/自然语言处理", "words"),
        ("語言處理", "topic/自然语言处理", "words"),
        ("谷", "organization/google", "beginning"),
        ("ziranyuyan", "topic/自然语言处理", "pinyin"),
        ("zryy", "topic/自然语言处理", "pinyin"),
        ("berft", "method/bert", "acronym"),
        ("trasnformer", "method/transformer", "spelling"),
        ("bret", "method/bert", "spelling"),
        ("SQuDA 1.1", "dataset/squad-1.1", "spelling"),
        ("自然语盐处理", "topic/自然语言处理", "spelling"),
        ("自然言语处理", "topic/自然语言处理", "spelling"),
        ("defromable convnets", "method/deformable-convnets", "spelling"),
        ("squad1.1", "dataset/squad-1.1", "name"),
        ("convnet", "method/deformable-convnets", "words"),
    ],
)
def test_the_first_hit_is_what_was_meant(graph: Graph, text: str, id_: str, reason: str) -> None:
    first = graph.search(text)[0]
    assert (first.node.id, first.reason) == (id_, reason)


def test_scores_fall_and_stay_within_bounds(graph: Graph) -> None:
    scores = [hit.score for hit in graph.search("bert")]
    assert len(scores) >= 4
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_types_and_limit_are_kept(graph: Graph) -> None:
    assert {hit.node.type for hit in graph.search("mamba")} == {"Method", "Software"}
    assert [hit.node.id for hit in graph.search("mamba", types=["Software"])] == ["software/mamba"]
    assert len(graph.search("bert", limit=2)) == 2
    assert graph.search("bert", types=[]) == []
    with pytest.raises(UnknownTermError):
        graph.search("bert", types=["Thing"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "!?",
        '"',
        "OR AND NOT",
        "a*b^c",
        "()",
        "x" * 5000,
        "\x00",
        "😀",
        "' --",
        "机" * 999,
        "a b " * 99,
        "qqqq zzzz",
        "$method",
    ],
)
def test_strange_texts_find_nothing_and_break_nothing(graph: Graph, text: str) -> None:
    assert graph.search(text) == []


def test_a_hit_says_under_which_name_it_matched(graph: Graph) -> None:
    (hit,) = graph.search("形变")
    assert (hit.node.label, hit.matched) == ("Deformable ConvNets", "形变卷积")
    assert str(hit).endswith("as “形变卷积”")


def test_names_are_taken_apart_as_people_type_them() -> None:
    assert name_key("Transformer-XL") == name_key("transformer xl")
    assert words("C++与BERT-large") == ["c++", "与", "bert", "large"]
    assert acronyms("Natural Language Processing") == {"nlp"}
    assert acronyms("BERT") == set()
    assert pinyin("女娲") == {"nvwa", "nw"}
    assert pinyin("BERT模型") == {"bertmoxing", "bertmx"}
    assert grams("ab") == ["^ab", "ab$"]


def test_a_slip_in_a_name_with_digits_is_found_again(tmp_path: Path) -> None:
    mention = Mention("Method", "YOLOv3", "a.md", 1, 1, "YOLOv3", "test.v1")
    entities = (Entity("method/yolov3", "Method", "YOLOv3", (mention,)),)
    write_graph(BuiltGraph(Resolution(entities, ()), ()), tmp_path / "graph", build_settings())
    with kgraph.open(tmp_path / "graph") as graph:
        assert [hit.node.id for hit in graph.search("YOLOv33")] == ["method/yolov3"]
