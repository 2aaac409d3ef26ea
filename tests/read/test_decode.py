import pytest

from kgraph.core.errors import UnreadableDocumentError
from kgraph.read import Source, read_document
from kgraph.read.decode import decode

TEXT = "# 深度学习 list\n- BERT：预训练模型，来自谷歌。\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), "utf-8"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (b"\xff\xfe\x00\x00" + TEXT.encode("utf-32-le"), "utf-32-le"),
    ],
)
def test_each_encoding_is_recognised(data: bytes, encoding: str) -> None:
    assert decode("a.md", data) == (TEXT, encoding)


def test_a_broken_character_at_a_line_end_does_not_change_the_encoding() -> None:
    data = TEXT.encode() * 5 + "末".encode()[:2] + b"\n" + TEXT.encode()
    text, encoding = decode("a.md", data)
    assert encoding == "utf-8"
    assert "\ufffd\n" in text


@pytest.mark.parametrize("times", [1, 20])
@pytest.mark.parametrize("line", ["Les modèles de langue étiquetés.", "Schölkopf’s café", "BERT, a naïve model"])
def test_western_bytes_are_read_as_such_and_reported(line: str, times: int) -> None:
    document = read_document("a.md", b"# BERT\r\n\r\n" + (line + "\r\n").encode("cp1252") * times)
    assert document.lines[2] == line
    assert document.encoding == "cp1252"
    assert [(problem.line, "read as cp1252" in problem.reason) for problem in document.problems] == [(3, True)]


@pytest.mark.parametrize("text", ["# BERT: a model\n", TEXT * 3])
def test_stray_bytes_leave_the_text_utf_8_and_are_reported(text: str) -> None:
    document = read_document("a.md", text.encode() + b"one \xff two \x81 three \xfe\n")
    assert document.encoding == "utf-8"
    assert document.lines[-1] == "one \ufffd two \ufffd three \ufffd"
    assert [(problem.line, "not utf-8" in problem.reason) for problem in document.problems] == [
        (len(document.lines), True)
    ]


def test_a_guessed_encoding_is_reported() -> None:
    document = read_document("a.md", ("Обучение языковых моделей на больших данных. " * 20).encode("cp1251"))
    assert [(problem.line, f"read as {document.encoding}" in problem.reason) for problem in document.problems] == [
        (1, True)
    ]


def test_line_ends_are_made_one_kind() -> None:
    assert decode("a.md", b"a\r\nb\rc\n")[0] == "a\nb\nc\n"
    assert Source("a.md", b"a\r\nb\rc\n").lines == ("a", "b", "c")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"PK\x03\x04....", "ZIP"),
        (bytes(range(256)) * 40, "binary"),
        (b"\0" * 500, "binary"),
    ],
)
def test_binary_is_refused_and_named(data: bytes, word: str) -> None:
    with pytest.raises(UnreadableDocumentError, match=word):
        read_document("a.md", data)


def test_single_nul_bytes_are_replaced_and_reported() -> None:
    document = read_document("a.md", b"# a\n\nb\0c words\n")
    assert document.lines[2] == "b\ufffdc words"
    assert [(problem.line, "NUL" in problem.reason) for problem in document.problems] == [(3, True)]
