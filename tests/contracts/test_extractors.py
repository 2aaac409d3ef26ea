"""What every extractor owes: words that stand where it says, claims between its own mentions, the schema, the same answer twice."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.core import SCHEMA, Document
from kgraph.core.errors import UnreadableDocumentError
from kgraph.extract import STEPS, Extraction, Reading, extract, extractors, load_lexicon
from kgraph.read import read_document

GENRES = [
    file
    for file in sorted((Path(__file__).parents[1] / "data" / "genres").glob("*.*"))
    if file.suffix in (".md", ".txt", ".html", ".bib")
]

MARKDOWN = """---
title: "清单"
---
# 目录
- [综述](#综述)

# 1 自然语言处理 NLP
1. [Deep &amp; Wide Learning for Recommender Systems](http://cn.arxiv.org/abs/1606.07792)
*2016-06-24* [paper](https://arxiv.org/abs/1606.07792) | [tensorflow]（https://github.com/tensorflow/models） $\\bullet \\bullet$
**Wide&Deep**：改进 FM
2. 谷歌提出 BERT\\_large 论文解读，最新教程 NeurIPS 2019

   https://mp.weixin.qq.com/s/abc，后文
   - [ ] **TensorFlow** - 开源深度学习框架 [官网](https://tensorflow.org)
## 1.1 CPN(Cascaded Pyramid Network, CVPR2018)
CPN: Cascaded Pyramid Network for Multi-Person Pose Estimation
Yilun Chen, Zhicheng Wang and Gang Yu
https://github.com/chenyilun95/tf-cpn

本文提出了 CPN（Cascaded Pyramid Network，CPN），由清华大学和旷视提出，基于 ResNet-50，在 COCO 数据集上达到 73.0 AP，优于 Mask R-CNN（也称为 MaskNet）。
何恺明团队在 CVPR 2017 发表的《Feature Pyramid Networks for Object Detection》被接收。

## 1.2 机器翻译
神经机器翻译的最新综述和教程

### ImageNet
| Model | 公司 | Top-1 (%) | Paper | Code |
|---|:-:|--|--|--|
| **EfficientNet** | 谷歌<br>Google | 84.3% | [EfficientNet: Rethinking Model Scaling](https://arxiv.org/abs/1905.11946) | [x](https://github.com/a/b)|
| GPT \\| 2 (Radford et al., 2019) | OpenAI、Microsoft | 12 | https://arxiv.org/pdf/1901.00001v1 | <https://github.com/openai/gpt-2> |

<table><tr><th>数据集</th><th>链接</th></tr><tr><td>甲乙</td>
<td><a href="https://x.org/data">SQuAD 2.0</a></td></tr></table>

## SIGIR 2020
- [Folding Small Bars: Learning to Bend Metals](https://arxiv.org/abs/2002.01126)

> 引用 [ref][r] ![alt 图](i.png) ~~old~~ <b>PyTorch</b>[^1]

```py
BERT = 1
```
[r]: https://ref.org "t"
[^1]: 脚注 www.foot.org MobileNet v1/v2/v3
"""

PLAIN = """推荐系统

https://github.com/a/awesome list

1 自动驾驶:

1.1AutoWare:

最早由名古屋大学在 2015 年发布,它是第一个把各种功能放在一起的开源的软件,并且一直由社区在维护和发展到现在
\x0c
的今天。见 https://github.com/scikit-learn/scikit-

learn/blob/main/x.py

CellProfiler 官网: https://cellprofiler.org

Graph Attention Networks
https://arxiv.org/pdf/1710.10903.pdf

实现的算法有:

- DQN
- Deep Deterministic Policy Gradient (DDPG)

Algorithm\tCategory\tReference
CFR\tTabular\tZinkevich '08
SARSA\tTabular\tSutton
- ① **重点** 与 GPT-2 相比，XLNet 效果更好
"""

HTML = """<html><head><title>页 &amp; 面</title></head><body><main><h1>1 Papers</h1>
<p>读 <a href="https://arxiv.org/abs/1706.03762">Attention Is &lt;All&gt; You Need</a><br>Google
Brain</p><table><tr><th>Date<th>Title<th>Venue</tr><tr><td>2024<td>A Study of Graph Networks for Text<td>ACL 2024</tr></table>
<ul><li>BERT: 模型<ul><li>二</ul></ul></main></body></html>"""

BIBTEX = """@string{v = "VLDB"}
@inproceedings{a1, title = {{BERT}: Pre-training of Deep \\& Wide M{\\"u}ller}, author="李雷 and Han, Meimei and others",
  booktitle = v # " 2020", year = 2019, url = {https://github.com/google/bert}}
@misc{broken, title = {x
@book{b2, title = {深度
 学习}, author = {周志华}, publisher = {清华大学出版社}, url = {https://a.org}}
@article{c3, title={A Study of Things}, journal={arXiv preprint arXiv:1904.01766}, year={2019}, author={Doe, J.}}
@software{d4, title={PyTorch}, url={https://github.com/pytorch/pytorch}, organization={Meta}}
"""

SAMPLES = {
    "list.md": MARKDOWN,
    "dos.md": MARKDOWN.replace("\n", "\r\n"),
    "notes.txt": PLAIN,
    "page.html": HTML,
    "refs.bib": BIBTEX,
    "people.md": "# People\n\n- 张伟（清华大学）提出 FooNet\n- 张伟（北京大学）提出 BarNet\n",
}
"""Documents by path; each extractor finds something in at least one of them."""

HOSTILE = {
    "empty.md": "",
    "blank.txt": "\n \t\n\x0c\n",
    "marks.md": "# \n\n- \n\n| |\n|-|\n| |\n\n**\n\n[]()\n\n[ ](https://a.org)\n\n![](x)\n",
    "scripts.md": "# <script>alert(1)</script>\n\n- [<img src=x onerror=y>](javascript:alert(1)) =cmd|'/c calc'!A0\n",
    "controls.md": "# B\0ERT \u202e\u200b\ufffd\n\n- [A\u2028Study of Nice Things](https://arxiv.org/abs/1904.01766)\x85\n",
    "letters.md": "# İstanbul ﬁne ſ BERT\n\nİ 提出 ΣΑΣ BERT 模型 İİİ 在 ImageNet 上 達到 90% 😀BERT😀\n",
    "urls.md": "- [x](http://[::1) BERT\n- https://a.org:99999999/x BERT\n- <http://%zz> https://github.com/ https://arxiv.org/abs/\n",
    "quotes.md": ">" * 500 + " BERT\n" + "[" * 500 + "BERT" + "]" * 500 + "(" * 500,
    "headings.md": "# BERT\n\n" * 300,
    "lines.txt": "Foo1Net: A Network\n" * 200,
    "dashes.md": "a-" * 300 + "A (BERT) " + "A." * 300 + "AaBb-" * 200,
}


@cache
def document(path: str) -> Document:
    return read_document(path, ({**SAMPLES, **HOSTILE}[path]).encode())


@cache
def genre(file: Path) -> Document:
    return read_document(file.name, file.read_bytes())


def extracted(read: Document) -> Extraction:
    return extract(read, load_lexicon(()))


def check(read: Document, extraction: Extraction) -> None:
    """Assert what holds for every extraction."""
    wrong: list[object] = []

    def stands(text: str, line: int, column: int) -> bool:
        return (
            bool(text.strip())
            and 1 <= line <= len(read.lines)
            and column >= 1
            and read.lines[line - 1].startswith(text, column - 1)
        )

    for mention in extraction.mentions:
        assert mention.document == read.path
        assert mention.type in SCHEMA.entities
        assert mention.name == mention.name.strip() != ""
        assert 0 < mention.confidence <= 1
        assert mention.extractor
        assert all(alias.strip() and alias != mention.name for alias in mention.aliases)
        assert mention.url is None or mention.url.lower().startswith(("http://", "https://", "www.")), mention
        if not stands(mention.text, mention.line, mention.column):
            wrong.append(mention)
    known = set(extraction.mentions)
    for claim in extraction.claims:
        assert claim.head in known
        assert claim.tail in known
        assert SCHEMA.allows(claim.head.type, claim.relation, claim.tail.type)
        assert claim.document == read.path
        assert 0 < claim.confidence <= 1
        if not stands(claim.text, claim.line, claim.column) or claim.quote not in read.lines[claim.line - 1]:
            wrong.append(claim)
    assert wrong == []
    assert 0 <= extraction.understood <= extraction.listed
    for problem in extraction.problems:
        assert problem.document == read.path
        assert problem.reason
        assert 0 <= problem.line <= max(1, len(read.lines))


@pytest.mark.parametrize("path", [*SAMPLES, *HOSTILE])
def test_words_of_mentions_and_claims_stand_where_recorded(path: str) -> None:
    check(document(path), extracted(document(path)))


@pytest.mark.parametrize("file", GENRES, ids=lambda file: file.name)
def test_words_of_every_genre_stand_where_recorded(file: Path) -> None:
    check(genre(file), extracted(genre(file)))


@pytest.mark.parametrize("path", [*SAMPLES, *HOSTILE])
def test_extracting_twice_gives_the_same(path: str) -> None:
    assert extracted(document(path)) == extracted(document(path))


def test_every_registered_step_is_run_and_adds_something_to_a_sample() -> None:
    assert set(STEPS) <= set(extractors.names())
    added: dict[str, int] = dict.fromkeys(extractors.names(), 0)
    for path in SAMPLES:
        reading = Reading(document(path), load_lexicon(()))
        for name in [*STEPS, *(name for name in extractors.names() if name not in STEPS)]:
            before = {*reading.mentions, *reading.claims}
            extractors.get(name)(reading)
            added[name] += len({*reading.mentions, *reading.claims} - before)
    assert {name for name, count in added.items() if not count} == set()


@pytest.mark.parametrize("name", extractors.names())
@pytest.mark.parametrize("path", [*SAMPLES, *HOSTILE])
def test_a_step_alone_keeps_places_and_schema(name: str, path: str) -> None:
    reading = Reading(document(path), load_lexicon(()))
    extractors.get(name)(reading)
    check(document(path), Extraction(tuple(reading.mentions), tuple(reading.claims), tuple(reading.problems)))


def test_samples_yield_the_types_and_relations_they_print() -> None:
    types = {mention.type for path in SAMPLES for mention in extracted(document(path)).mentions}
    relations = {claim.relation for path in SAMPLES for claim in extracted(document(path)).claims}
    assert types == set(SCHEMA.entities)
    assert {
        "introduces",
        "hasCode",
        "implements",
        "developedBy",
        "authoredBy",
        "publishedAt",
        "evaluatedOn",
    } <= relations
    assert {"about", "broader", "discusses", "outperforms"} <= relations


PIECES = st.sampled_from(
    ["# ", "## 1.1 ", "- ", "1. ", "\n", "\n\n", "\n  ", "|", "\n|-|-|\n", "| Model | Paper | 公司 |\n|-|-|-|\n", "[a]", "(http://a.org/x)",
     "[BERT: A Model of Words](https://arxiv.org/abs/1810.04805)", "[code](https://github.com/a/b)", "https://github.com/a/b ",
     "（", "）", "《", "》", "“", "”", "**", "`", "$", "\\_", "&amp;", "BERT", " ImageNet ", "谷歌", "Google ", "提出", "基于", "优于", "在", "上",
     "数据集", "模型", "网络", "清华大学", "何恺明", "团队", "CVPR 2020", " 90.1% ", "准确率", "FooNet-3", "EfficientNet", " v2/v3", ", ", "、", "和",
     "：", ": ", "。", "论文", "教程", "最新", "Graph Attention Networks for Text", "Yilun Chen and Gang Yu", "*2016-06-24*", "<br>", "İ", "😀", "\0",
     "\u2028", "\x0c", "@misc{a, title={", "}}", "名为 Foo ", "Deep Net (DN)"]
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.one_of(PIECES, PIECES, PIECES, st.text(max_size=3)), max_size=40))
@pytest.mark.parametrize("suffix", ["md", "txt", "html", "bib"])
def test_any_text_is_extracted_with_exact_places(suffix: str, pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "ignore")
    try:
        read = read_document(f"a.{suffix}", data)
    except UnreadableDocumentError:
        return
    check(read, extracted(read))
