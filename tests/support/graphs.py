"""A small graph written by hand, in Chinese and English, for tests that need one."""

from __future__ import annotations

from kgraph.core import BuiltGraph, Document, Entity, Evidence, Mention, Merge, Relation, Resolution
from kgraph.core.document import Block, BlockKind, Inline

NOTES = "notes/阅读.md"
BOARD = "board.md"

LINES = {
    NOTES: (
        "# 自然语言处理",
        "## 预训练模型",
        "- [BERT: Pre-training of Deep Bidirectional Transformers](https://arxiv.org/abs/1810.04805) "
        "谷歌提出 BERT，基于 Transformer",
        "- RoBERTa（Robustly optimized BERT）来自 Facebook，优于 BERT",
        "- 代码：https://github.com/google-research/bert",
        "- 形变卷积 Deformable ConvNets <script>alert(1)</script>",
    ),
    BOARD: (
        "# SQuAD 1.1",
        "| Model | EM |",
        "| --- | --- |",
        "| BERT | 85.1 |",
        "| RoBERTa | 88.9 |",
        "| BERT (ensemble) | 87.4 |",
        "BERT is trained by Google on Transformer blocks. Mamba is a state space model; mamba is a package manager.",
    ),
}


def _mention(type_: str, name: str, document: str, line: int, **more: object) -> Mention:
    text = LINES[document][line - 1]
    return Mention(type_, name, document, line, text.index(name) + 1, name, "test.v1", **more)  # type: ignore[arg-type]


def _evidence(document: str, line: int, text: str, **more: object) -> Evidence:
    quote = LINES[document][line - 1]
    values = {"confidence": 0.9, **more}
    return Evidence(document, line, quote.index(text) + 1, text, "test.v1", quote, **values)  # type: ignore[arg-type]


def _document(path: str) -> Document:
    blocks: list[Block] = []
    section = None
    for number, line in enumerate(LINES[path], start=1):
        kind = BlockKind.HEADING if line.startswith("#") else BlockKind.PARAGRAPH
        level = len(line) - len(line.lstrip("#"))
        above = None if level == 1 else 0 if level == 2 else section
        text = line.lstrip("# ")
        inline = Inline(text, number, line.index(text) + 1)
        blocks.append(Block(len(blocks), kind, number, number, (inline,), level, section=above))
        if kind is BlockKind.HEADING:
            section = len(blocks) - 1
    return Document(
        path, "markdown", LINES[path], tuple(blocks), LINES[path][0].lstrip("# "), checksum="0" * 64, size=9
    )


def small_resolution() -> Resolution:
    """Return a dozen entities and as many relations, read from two documents."""
    bert = Entity(
        "method/bert",
        "Method",
        "BERT",
        (
            _mention("Method", "BERT", BOARD, 4),
            _mention("Method", "BERT", BOARD, 6, confidence=0.8),
            _mention("Method", "BERT", NOTES, 4),
        ),
        labels=(("en", "BERT"),),
        aliases=("Bidirectional Encoder Representations from Transformers",),
        year=2018,
        merges=(Merge("alias list", "Bidirectional Encoder Representations from Transformers"),),
    )
    paper = Entity(
        "paper/arxiv-1810.04805",
        "Paper",
        "BERT: Pre-training of Deep Bidirectional Transformers",
        (
            _mention(
                "Paper",
                "BERT: Pre-training of Deep Bidirectional Transformers",
                NOTES,
                3,
                url="https://arxiv.org/abs/1810.04805",
                year=2018,
                attributes=(("importance", "high"),),
            ),
        ),
        labels=(("en", "BERT: Pre-training of Deep Bidirectional Transformers"),),
        url="https://arxiv.org/abs/1810.04805",
        urls=("https://arxiv.org/abs/1810.04805", "https://arxiv.org/pdf/1810.04805"),
        year=2018,
        attributes=(("importance", "high"),),
        same_as=("https://arxiv.org/abs/1810.04805",),
    )
    simple = [
        ("dataset/squad-1.1", "Dataset", "SQuAD 1.1", BOARD, 1),
        ("method/mamba", "Method", "Mamba", BOARD, 7),
        ("method/roberta", "Method", "RoBERTa", NOTES, 4),
        ("method/transformer", "Method", "Transformer", NOTES, 3),
        ("organization/facebook", "Organization", "Facebook", NOTES, 4),
        ("software/mamba", "Software", "mamba", BOARD, 7),
    ]
    entities = [
        bert,
        paper,
        *(
            Entity(id_, type_, name, (_mention(type_, name, document, line),))
            for id_, type_, name, document, line in simple
        ),
        Entity(
            "method/deformable-convnets",
            "Method",
            "Deformable ConvNets",
            (_mention("Method", "形变卷积", NOTES, 6, aliases=("Deformable ConvNets",)),),
            labels=(("en", "Deformable ConvNets"), ("zh", "形变卷积")),
            aliases=("<script>alert(1)</script>", "形变卷积"),
        ),
        Entity(
            "organization/google",
            "Organization",
            "Google",
            (_mention("Organization", "Google", BOARD, 7), _mention("Organization", "谷歌", NOTES, 3)),
            labels=(("en", "Google"), ("zh", "谷歌")),
            aliases=("谷歌",),
            merges=(Merge("alias list", "谷歌", NOTES, 3),),
        ),
        Entity(
            "repository/github.com/google-research/bert",
            "Repository",
            "google-research/bert",
            (_mention("Repository", "google-research/bert", NOTES, 5, url="https://github.com/google-research/bert"),),
            url="https://github.com/google-research/bert",
            urls=("https://github.com/google-research/bert",),
        ),
        Entity(
            "topic/自然语言处理",
            "Topic",
            "自然语言处理",
            (_mention("Topic", "自然语言处理", NOTES, 1),),
            labels=(("zh", "自然语言处理"),),
        ),
        Entity(
            "topic/预训练模型",
            "Topic",
            "预训练模型",
            (_mention("Topic", "预训练模型", NOTES, 2),),
            labels=(("zh", "预训练模型"),),
        ),
    ]
    results = (
        _evidence(BOARD, 4, "| BERT | 85.1 |", metric="EM", value="85.1"),
        _evidence(BOARD, 6, "| BERT (ensemble) | 87.4 |", metric="EM", value="87.4"),
    )
    paper_id, repository = "paper/arxiv-1810.04805", "repository/github.com/google-research/bert"
    relations = [
        Relation("method/bert", "evaluatedOn", "dataset/squad-1.1", results, 0.99, "EM", "85.1"),
        Relation(
            "method/bert",
            "basedOn",
            "method/transformer",
            (_evidence(BOARD, 7, "Transformer"), _evidence(NOTES, 3, "基于 Transformer")),
            0.99,
        ),
        Relation(
            "method/bert",
            "developedBy",
            "organization/google",
            (_evidence(BOARD, 7, "by Google"), _evidence(NOTES, 3, "谷歌提出 BERT")),
            0.99,
        ),
        Relation(
            "method/roberta",
            "evaluatedOn",
            "dataset/squad-1.1",
            (_evidence(BOARD, 5, "| RoBERTa | 88.9 |", metric="EM", value="88.9"),),
            0.9,
            "EM",
            "88.9",
        ),
        Relation("method/roberta", "outperforms", "method/bert", (_evidence(NOTES, 4, "优于 BERT"),), 0.9),
        Relation(
            "method/roberta", "basedOn", "method/bert", (_evidence(NOTES, 4, "optimized BERT", confidence=0.7),), 0.7
        ),
        Relation(
            "method/roberta", "developedBy", "organization/facebook", (_evidence(NOTES, 4, "来自 Facebook"),), 0.9
        ),
        Relation(paper_id, "introduces", "method/bert", (_evidence(NOTES, 3, "提出 BERT"),), 0.9),
        Relation(paper_id, "hasCode", repository, (_evidence(NOTES, 5, "代码"),), 0.9),
        Relation(paper_id, "about", "topic/预训练模型", (_evidence(NOTES, 2, "预训练模型"),), 0.9),
        Relation(repository, "implements", "method/bert", (_evidence(NOTES, 5, "代码"),), 0.9),
        Relation("method/deformable-convnets", "about", "topic/预训练模型", (_evidence(NOTES, 2, "预训练模型"),), 0.9),
        Relation("topic/预训练模型", "broader", "topic/自然语言处理", (_evidence(NOTES, 2, "预训练模型"),), 0.9),
    ]
    return Resolution(
        tuple(sorted(entities, key=lambda entity: entity.id)),
        tuple(sorted(relations, key=lambda edge: (edge.source, edge.key, edge.target))),
    )


def small_graph() -> BuiltGraph:
    """Return the small graph as a build hands it to the store."""
    report: dict[str, object] = {"inputs": [{"document": path} for path in sorted(LINES)], "counts": {"documents": 2}}
    return BuiltGraph(small_resolution(), tuple(_document(path) for path in sorted(LINES)), report)
