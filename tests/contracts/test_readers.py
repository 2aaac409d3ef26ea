"""What every reader owes: exact places, valid structure, the same answer twice, and no exception on hostile input."""

from __future__ import annotations

import io
import re
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kgraph.core.document import BlockKind, Document
from kgraph.core.errors import UnreadableDocumentError
from kgraph.read import Source, read_document, readers


def pdf(*pages: str) -> bytes:
    """Return a small PDF whose pages hold these lines (ASCII, one text object per line)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for page in pages:
        lines = "".join(f"({line}) Tj T* " for line in page.replace("(", "\\(").replace(")", "\\)").split("\n"))
        stream = f"BT /F1 12 Tf 14 TL 50 750 Td {lines}ET"
        kids.append(len(objects) + 1)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{k} 0 R' for k in kids)}] >>"
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode())
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    out.write("".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


MARKDOWN = """---
title: "清单"
---
# 目录
- [综述](#综述)
- [BERT](#bert)
- [数据](#data)

# 1 综述 **overview** {#x}
1. [Deep &amp; Wide](http://cn.arxiv.org/abs/1606.07792)
*2016* [paper](https://arxiv.org/abs/1606.07792) | [blog]（https://zhuanlan.zhihu.com/p/1

   第二段 $\\alpha$ `co|de`
   - inner https://github.com/a/b\\_c，后文
lazy
## 1.1 BERT
| Model | 公司 | Link |
|---|:-:|--|
| **BERT** | 谷歌<br>Google | [x](#)|
| GPT \\| 2 | OpenAI | <https://openai.com> |

<table><tr><th>a</th><th>b</th></tr><tr><td>甲</td>

<td><a href="https://x.org">乙</a></td></tr></table>

> 引用 [ref][r] ![alt 图](i.png) ~~old~~ <b>bold</b>[^1]

$$
x
$$

```py
代码
```
#Title 旧式
text
<!-- note -->

[r]: https://ref.org "t"
[^1]: 脚注 www.foot.org
"""

PLAIN = """NLP

https://github.com/a/awesome list

语音:

https://githuk.com/a/b

1 自动驾驶:

1.1AutoWare:

最早由名古屋大学在 2015 年发布,它是第一个把各种功能放在一起的开源的软件,并且一直由社区在维护和发展到现在
\x0c
的今天。见 https://github.com/scikit-learn/scikit-

learn/blob/main/x.py

1. 第一点
2. 第二点

Algorithm\tCategory\tReference
CFR\tTabular\tZinkevich '08
SARSA\tTabular\tSutton

- ① **重点** <u>下划线</u>
  续行
1.2 Bert
正文\ufffd
"""

HTML = """<html><head><title>页 &amp; 面</title></head><body><nav><a href="/">home</a></nav>
<main><h1>1 Papers</h1><p>读 <a href="https://arxiv.org/abs/1">A &lt;B&gt;</a><br>line
two</p><table><tr><th>Date<th>Title</tr><tr><td>2024<td>论文</tr></table>
<ul><li>一<ul><li>二</ul><li>三</ul><h2>1.1 更多</h2><pre>code
more</pre></main></body></html>"""

BIBTEX = """@string{v = "VLDB"}
@article{a1, title = {{BERT} \\& M{\\"u}ller}, author="李雷 and Han, M.",
  journal = v # " 2020", year = 2019}
@misc{broken, title = {x
@book{b2, title = {深度
 学习}, url = {https://a.org}}
"""

SAMPLES: dict[str, list[tuple[str, bytes]]] = {
    "markdown": [("a.md", MARKDOWN.encode()), ("b.md", b"# x\n"), ("dos.md", MARKDOWN.replace("\n", "\r\n").encode())],
    "plain": [("a.txt", PLAIN.encode()), ("b.txt", "一行".encode()), ("wide.txt", PLAIN.encode("utf-16"))],
    "html": [("a.html", HTML.encode()), ("b.htm", b"<p>x"), ("old.html", HTML.encode("gb18030"))],
    "bibtex": [("a.bib", BIBTEX.encode())],
    "pdf": [("a.pdf", pdf("1 Introduction\nSome words about BERT.\n1.1 Data\nhttps://a.org/x", "2 Results\nEnd."))],
}
CASES = [(name, path, data) for name, samples in SAMPLES.items() for path, data in samples]

HOSTILE = {
    "one long line": "你好 https://a.org/x ab " * 20_000,
    "nested quotes": ">" * 100_000 + "x",
    "brackets": "[" * 50_000 + "]" * 50_000,
    "broken links": "[a](http://" * 20_000,
    "equal headings": "# a\n\n" * 20_000,
    "nested items": "- " * 100_000 + "x",
    "nested tags": "<div>" * 100_000 + "x",
    "nested tables": "<table><tr><td>" * 20_000,
    "unclosed comments": "<!--" * 100_000,
    "unclosed quotes": '<a b="' * 50_001,
    "unclosed tags": "<a " * 100_000,
    "front matter": "---\n" * 20_000,
    "dots": ". " * 200_000,
    "numbers": "1." * 100_000,
    "many numbers": "".join(f"{n % 9}.{n % 7} x\n\n" for n in range(10_000)),
    "tabs": "a\tb\n" * 20_000,
    "stars": "*a **b " * 20_000,
    "records": "@a{b,t={" * 10_000,
    "wide cells": "<table>" + "<tr><td colspan=9999 rowspan=9999>a" * 500,
    "NUL": "# a\0b\n\nc",
    "empty": "",
    "blank": "\n \t\n\x0c\n",
}


def check(document: Document) -> None:
    """Assert what holds for every document."""
    last = 0
    for index, block in enumerate(document.blocks):
        assert block.index == index
        assert last <= block.line <= block.end_line <= len(document.lines), (block, last)
        last = block.line
        for other in (block.section, block.parent):
            assert other is None or 0 <= other < index
        if block.section is not None:
            assert document.blocks[block.section].kind is BlockKind.HEADING
        if block.kind in (BlockKind.HEADING, BlockKind.ITEM):
            assert block.level >= 1
        for inline in block.inlines:
            assert 1 <= inline.line <= len(document.lines)
            assert inline.column >= 1
            if inline.literal and inline.text not in ("\n", "\t"):
                assert document.lines[inline.line - 1].startswith(inline.text, inline.column - 1), inline
            assert (inline.link is None) == (inline.url is None)
            if inline.link is not None:
                assert block.links[inline.link].url == inline.url
        for link in block.links:
            assert block.text[link.start : link.end] == link.text
            assert link.url
        assert [link.start for link in block.links] == sorted(link.start for link in block.links)
        for cell in block.cells:
            assert 0 <= cell.start <= cell.end <= len(block.text)
            assert "\t" not in block.text[cell.start : cell.end] or block.kind is not BlockKind.ROW
        for _, _, line, column in block.fields:
            assert 1 <= line <= len(document.lines)
            assert 1 <= column <= len(document.lines[line - 1]) + 1
    for problem in document.problems:
        assert problem.document == document.path
        assert 0 <= problem.line <= max(1, len(document.lines))


def test_every_reader_has_samples() -> None:
    assert sorted(SAMPLES) == readers.names()


@pytest.mark.parametrize(("name", "path", "data"), CASES, ids=[path for _, path, _ in CASES])
def test_sample_is_read_with_exact_places(name: str, path: str, data: bytes) -> None:
    document = read_document(path, data)
    assert document.format == name
    assert document.path == path
    assert document.size == len(data)
    assert len(document.checksum) == 64
    assert any(block.text.strip() for block in document.content())
    check(document)


@pytest.mark.parametrize(("name", "path", "data"), CASES, ids=[path for _, path, _ in CASES])
def test_reading_twice_gives_the_same(name: str, path: str, data: bytes) -> None:
    assert read_document(path, data) == read_document(path, data)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", ["bibtex", "html", "markdown", "plain"])
def test_hostile_text_is_read_in_reasonable_time(name: str, text: str) -> None:
    start = time.perf_counter()
    document = readers.get(name)(Source("a.md", text.encode(), name))
    assert time.perf_counter() - start < 20
    check(document)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4 nothing", b"%PDF-1.7\n" + b"<<" * 50_000, pdf("")])
def test_pdf_without_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError):
        readers.get("pdf")(Source("a.pdf", data, "pdf"))


def test_pdf_with_faults_is_read_and_they_are_reported_by_file(caplog: pytest.LogCaptureFixture) -> None:
    data = re.sub(rb"startxref\n\d+", b"startxref\n20", pdf("Some words about BERT."))
    document = readers.get("pdf")(Source("a.pdf", data, "pdf"))
    assert "BERT" in document.blocks[0].text
    assert ["startxref" in problem.reason for problem in document.problems] == [True]
    assert caplog.records == []


ALPHABET = st.sampled_from(
    ["# ", "## ", "1.1 ", "2 ", "- ", "1. ", "\n", "\n\n", "\n  ", "\t", "|", "|-|-|\n", "[a]", "(http://a.org/x)", "（", "）", "【x】",
     "https://b.org/y_z", "www.c.org", "*", "**", "`", "$", "$$", "<b>", "</b>", "<br>", "<td>", "<tr>", "<table>", "</table>",
     "<a href='http://d.org'>", "</a>", "<!-- TOC -->", "<li>", "<ul>", "</ul>", "<main>", "<nav>", "</nav>", "<pre>", "</pre>",
     "<img alt='图'>", "![", "]", "&amp;", "\\_", "\\", ". . . . 5", "目录", "中文，", "句子。", "word ", "ABC", ":", "：", "①",
     "@a{b, t={", "}", "}\n", '"', "=", "#", "---\n", "> ", "[^1]", "[^1]: ", "[r]: http://r.org\n", "[r]", "{:.x}", "\x0c", "\r\n",
     "\ufffd", "\0", "😀", "é", "\u2028", "\x85"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.one_of(ALPHABET, st.text(max_size=4)), max_size=40))
@pytest.mark.parametrize("name", ["bibtex", "html", "markdown", "plain"])
def test_any_text_is_read_with_exact_places(name: str, pieces: list[str]) -> None:
    data = "".join(pieces).encode("utf-8", "ignore")
    try:
        document = readers.get(name)(Source("a.md", data, name))
    except UnreadableDocumentError:
        return
    check(document)
