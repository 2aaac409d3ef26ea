import logging

from kgraph.core.document import Document
from kgraph.read import Source, readers


def read(text: str) -> Document:
    return readers.get("bibtex")(Source("a.bib", text.encode()))


def fields(document: Document, block: int = 0) -> dict[str, str]:
    return {name: value for name, value, _, _ in document.blocks[block].fields}


def test_an_entry_is_a_record_with_its_fields() -> None:
    document = read(
        '% x\n@string{v = "VLDB"}\n@Article{k1,\n  Title = {{BERT}: 预训练},\n  journal = v # " 2020",\n  month = may}\n'
    )
    assert fields(document) == {
        "ENTRYTYPE": "article",
        "ID": "k1",
        "title": "BERT: 预训练",
        "journal": "VLDB 2020",
        "month": "5",
    }
    assert document.blocks[0].line == 3


def test_latex_is_undone() -> None:
    document = read(
        r"""@misc{k, author = {M{\"u}ller, K. and {\L}ukasz}, title = "100% \& {\'E}t{\'e} $\alpha$", url={https://a.org/x\_y}}"""
    )
    assert fields(document)["author"] == "Müller, K. and Łukasz"
    assert fields(document)["title"] == "100% & Été α"
    assert fields(document)["url"] == "https://a.org/x_y"


def test_each_value_is_found_at_its_place() -> None:
    text = (
        '@book{k2, title={深度 {学习}}, title_en = "Deep",\n year = 2016,\n note={\n  in lines}}\n@misc{k3,year=2016}\n'
    )
    document = read(text)
    for block in document.blocks:
        for name, value, line, column in block.fields:
            first = value.split()[0]
            assert document.lines[line - 1].startswith(first, column - 1), name


def test_malformed_entries_are_reported_and_the_rest_is_read(caplog: object) -> None:
    document = read(
        "@misc{a, title={x}}\n@article{bad, title = {never closed,\n\n@misc{b, title={y}}\n@misc{a, title={again}}\n"
    )
    assert [fields(document, n)["title"] for n in range(3)] == ["x", "y", "again"]
    assert [problem.line for problem in document.problems] == [2, 5]
    assert "Duplicate entry key 'a'" in document.problems[1].reason
    assert not logging.getLogger("bibtexparser.splitter").disabled


def test_hostile_braces_do_not_recurse() -> None:
    document = read("@misc{a, title={" + "{" * 5_000 + "x" + "}" * 5_000 + r"\'e}}")
    assert "x" in fields(document)["title"]
