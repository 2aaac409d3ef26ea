"""Small graphs with the keys of graph.json: a tiny one, an empty one, and one whose text is hostile."""

from __future__ import annotations

import networkx


def _node(type: str, label: str, **more: object) -> dict[str, object]:
    mention = {"document": "notes/读书.md", "line": 3, "column": 1, "text": label, "extractor": "links"}
    return {"type": type, "label": label, "aliases": [], "labels": {}, "mentions": [mention], **more}


def _edge(text: str, **more: object) -> dict[str, object]:
    evidence = {"document": "notes/读书.md", "line": 3, "column": 1, "text": text, "extractor": "prose", "quote": text}
    return {"evidence": [{**evidence, "confidence": 0.9}], "confidence": 0.9, **more}


def tiny() -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    graph.add_node("method/bert", **_node("Method", "BERT", aliases=["双向编码器"], labels={"en": "BERT"}, year=2018))
    graph.add_node("method/roberta", **_node("Method", "RoBERTa"))
    graph.add_node("dataset/squad-1.1", **_node("Dataset", "SQuAD 1.1"))
    graph.add_node("topic/自然语言处理", **_node("Topic", "自然语言处理", labels={"zh": "自然语言处理"}))
    graph.add_node(
        "paper/arxiv-1810.04805", **_node("Paper", "BERT: Pre-training", url="https://arxiv.org/abs/1810.04805")
    )
    graph.add_edge("method/roberta", "method/bert", key="basedOn", **_edge("RoBERTa 基于 BERT"))
    graph.add_edge("method/roberta", "method/bert", key="outperforms", **_edge("RoBERTa beats BERT"))
    graph.add_edge(
        "method/bert",
        "dataset/squad-1.1",
        key="evaluatedOn",
        **_edge("BERT 93.2", metric="F1", value="93.2", results=[{"metric": "F1", "value": "93.2"}]),
    )
    graph.add_edge("paper/arxiv-1810.04805", "topic/自然语言处理", key="about", **_edge("自然语言处理"))
    graph.add_edge("paper/arxiv-1810.04805", "method/bert", key="introduces", **_edge("BERT"))
    return graph


def hostile() -> networkx.MultiDiGraph:
    graph = networkx.MultiDiGraph()
    labels = [
        '<img src=x onerror="alert(1)">',
        "</script><script>alert(2)</script>",
        '=HYPERLINK("http://evil.example","x")',
        "nul\x00bell\x07escape\x1b[31m",
        "{{data}} ]]> <!-- & ' \" \\ \n new line",
        "=cmd|' /C calc'!A0",
        "@SUM(1)",
        "右到左\u202eevil",
        "lone \ud800 surrogate",
    ]
    for number, label in enumerate(labels):
        graph.add_node(
            f"method/{number}",
            **_node("Method", label, aliases=[label], url="javascript:alert(3)", urls=["file:///etc"]),
        )
    for number, label in enumerate(labels[1:]):
        graph.add_edge(f"method/{number}", f"method/{number + 1}", key="basedOn", **_edge(label, value=label))
    return graph


GRAPHS = {"tiny": tiny, "empty": networkx.MultiDiGraph, "hostile": hostile}
