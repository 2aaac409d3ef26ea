from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgraph.core.errors import GoldError
from kgraph.query.evaluate import Gold, Score, evaluate, evaluate_files, read_gold

GOLD = {
    "document": "notes",
    "lines": [1, 10],
    "entities": [
        {"id": "bert", "type": "Method", "name": "BERT", "aliases": ["双向编码器"], "lines": [2]},
        {"id": "squad", "type": "Dataset", "name": "SQuAD 1.1", "lines": [2]},
        {"id": "paper", "type": "Paper", "name": "A Title", "url": "https://arxiv.org/abs/1810.04805v2", "lines": [3]},
        {"id": "xgb", "type": "Method", "name": "XGBoost", "also": ["Software"], "lines": [4]},
        {"id": "nlp", "type": "Topic", "name": "NLP", "optional": True, "lines": [1]},
        {"id": "google", "type": "Organization", "name": "谷歌", "context": True, "lines": [40]},
    ],
    "relations": [
        {"head": "bert", "relation": "evaluatedOn", "tail": "squad", "lines": [2]},
        {"head": "bert", "relation": "developedBy", "tail": "google", "lines": [2]},
        {"head": "paper", "relation": "about", "tail": "nlp", "lines": [3]},
    ],
}


def node(
    name: str, type: str, label: str, line: int, document: str = "notes_2020.md", **more: object
) -> dict[str, object]:
    return {"id": name, "type": type, "label": label, "mentions": [{"document": document, "line": line}], **more}


def edge(source: str, key: str, target: str, line: int) -> dict[str, object]:
    return {"source": source, "key": key, "target": target, "evidence": [{"document": "notes_2020.md", "line": line}]}


def score(nodes: list[dict[str, object]], edges: list[dict[str, object]] | None = None, **more: object):  # type: ignore[no-untyped-def]
    return evaluate({"nodes": nodes, "edges": edges or []}, [Gold.model_validate({**GOLD, **more})])


def test_a_name_in_the_other_language_an_address_and_another_allowed_type_count_as_right() -> None:
    result = score(
        [
            node("m", "Method", "双向 编码器", 2),
            node("p", "Paper", "Another title", 3, urls=["http://cn.arxiv.org/pdf/1810.04805.pdf"]),
            node("x", "Software", "xgboost", 4),
        ]
    )
    assert result.totals["all entities"] == Score(right=3, predicted=3, gold=4)
    assert result.missed[0] == "notes:2 Dataset SQuAD 1.1"


def test_a_second_node_for_one_entity_is_wrong() -> None:
    result = score([node("a", "Method", "BERT", 2), node("b", "Method", "双向编码器", 5)])
    assert result.entities["Method"] == Score(right=1, predicted=2, gold=2)
    assert result.spurious == ("notes:5 Method 双向编码器 (a duplicate)",)


def test_optional_and_context_entities_cost_nothing() -> None:
    result = score([node("n", "Topic", "NLP", 1), node("g", "Organization", "谷歌", 6)])
    assert result.totals["all entities"] == Score(right=0, predicted=0, gold=4)


@pytest.mark.parametrize("outside", [node("o", "Method", "Mamba", 11), node("o", "Method", "Mamba", 2, "other.md")])
def test_what_stands_outside_the_range_is_not_judged(outside: dict[str, object]) -> None:
    assert score([outside]).totals["all entities"].predicted == 0


def test_a_hole_in_the_range_is_not_judged() -> None:
    assert score([node("o", "Method", "Mamba", 5)], skip=[[4, 6]]).totals["all entities"].predicted == 0


def test_relations_need_head_kind_tail_and_place() -> None:
    nodes = [
        node("m", "Method", "BERT", 2),
        node("d", "Dataset", "SQuAD 1.1", 2),
        node("g", "Organization", "谷歌", 40),
        node("p", "Paper", "A Title", 3),
        node("n", "Topic", "NLP", 1),
    ]
    edges = [
        edge("m", "evaluatedOn", "d", 2),
        edge("m", "developedBy", "g", 2),
        edge("p", "about", "n", 3),
        edge("m", "basedOn", "d", 2),
        edge("d", "developedBy", "g", 77),
    ]
    result = score(nodes, edges)
    assert result.relations == {
        "basedOn": Score(0, 1, 0),
        "developedBy": Score(1, 1, 1),
        "evaluatedOn": Score(1, 1, 1),
    }
    assert result.spurious == ("notes:2 BERT --basedOn--> SQuAD 1.1",)
    assert round(result.totals["all relations"].f1, 3) == 0.8


def test_files_are_read_and_a_document_can_be_named(tmp_path: Path) -> None:
    graph, gold = tmp_path / "graph.json", tmp_path / "gold.json"
    graph.write_text(json.dumps({"nodes": [node("m", "Method", "BERT", 2, "a.md")], "edges": []}), encoding="utf-8")
    gold.write_text(json.dumps(GOLD), encoding="utf-8")
    assert evaluate_files(graph, [gold]).totals["all entities"].right == 0
    assert evaluate_files(graph, [gold], {"notes": "a.md"}).totals["all entities"].right == 1


@pytest.mark.parametrize(
    ("text", "word"), [("{", "file: Invalid JSON"), ('{"document": "a", "lines": [1]}', "lines.*entities")]
)
def test_a_broken_gold_file_is_named_with_every_wrong_field(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "gold.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=f"gold.json.*{word}"):
        read_gold(path)


def test_a_missing_gold_file_is_a_gold_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="No such file"):
        read_gold(tmp_path / "gold.json")
