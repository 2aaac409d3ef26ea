import pytest

from kgraph.core.errors import UnreadableDocumentError
from kgraph.core.registry import Registry
from kgraph.read import Reader, Source, detect, read_document
from kgraph.read.detect import choose_reader

OCR = "1 视觉:\n\n图像。\n\n1.1 人脸:\n\nhttps://github.com/a/b\n\n1.2AutoWare:\n\n车。\n\n2 语音\n\n2.1 识别\n\n声。\n"


@pytest.mark.parametrize(
    ("path", "text", "reader"),
    [
        ("a.md", "# x", "markdown"),
        ("a.md", "just words", "markdown"),
        ("a.md", OCR, "plain"),
        ("a.md", OCR + "作者使用[CLS](每句一个)\n", "plain"),
        ("a.txt", OCR, "plain"),
        ("a.txt", "just words", "plain"),
        ("a.txt", "- a\n- **b**\n", "plain"),
        ("a.txt", "---\ntitle: x\n---\nwords", "markdown"),
        ("a.txt", "see [x](https://a.org)", "markdown"),
        ("a.txt", "| a | b |\n|---|---|\n", "markdown"),
        ("a.txt", "<https://a.org>", "markdown"),
        ("a.txt", "<!DOCTYPE html>\n<html><body>x", "html"),
        ("a.txt", "@article{x,\n title={y}}\n", "bibtex"),
        ("a.HTML", "x", "html"),
        ("sub/a.bib", "x", "bibtex"),
    ],
)
def test_ending_and_content_choose_the_reader(path: str, text: str, reader: str) -> None:
    assert choose_reader(Source(path, text.encode())) == reader


def test_a_pdf_is_a_pdf_whatever_its_ending() -> None:
    assert choose_reader(Source("a.md", b"%PDF-1.4 ...")) == "pdf"


@pytest.mark.parametrize("path", ["a.docx", "a", "a.csv", "folder.md/a.xyz"])
def test_an_unknown_format_is_reported_with_the_known_ones(path: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=r"unknown format .*\.md") as caught:
        read_document(path, b"# x")
    assert caught.value.path == path


def test_a_false_pdf_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="PDF header"):
        read_document("a.pdf", b"# x")


def test_a_plug_in_reads_the_ending_it_is_named_after(monkeypatch: pytest.MonkeyPatch) -> None:
    family: Registry[Reader] = Registry("reader")
    family.register("org")(lambda source: source.document((), title="org"))
    monkeypatch.setattr(detect, "readers", family)
    assert read_document("a.org", b"* x").title == "org"
