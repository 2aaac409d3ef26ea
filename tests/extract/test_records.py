"""Bibliographic records in both languages."""

from __future__ import annotations

from tests.support.extraction import read

BIB = """@inproceedings{a,
  title = {{QuixNet}: Fast Attention for Images},
  author = {He, Kaiming and 李雷 and others},
  booktitle = {Proceedings of CVPR},
  year = {2016}, eprint = {1512.03385}, note = {https://github.com/a/quix}
}
@software{d, title={PyTorch}, url={https://github.com/pytorch/pytorch}, organization={Meta}}
@book{b, title={机器学习}, author={周志华、王五}, year=2016}
@book{f, title={图神经网络}, author={石川, 王啸}, year=2021}
@dataset{e, title={QuuxSet}, doi={10.5281/zenodo.1}}
@misc{none, author={A B}}
"""
TITLE = "QuixNet: Fast Attention for Images"


def test_records_are_papers_software_books_and_datasets() -> None:
    typed = read(BIB, "a.bib").typed()
    assert {("Paper", TITLE), ("Software", "PyTorch"), ("Resource", "机器学习"), ("Dataset", "QuuxSet")} <= typed
    assert ("Repository", "github.com/pytorch/pytorch") in typed


def test_people_venue_code_and_what_a_title_introduces_are_stated() -> None:
    stated = read(BIB, "a.bib").stated()
    assert {
        (TITLE, "authoredBy", "Kaiming He"),
        (TITLE, "authoredBy", "李雷"),
        (TITLE, "publishedAt", "CVPR 2016"),
    } <= stated
    assert {(TITLE, "introduces", "QuixNet"), (TITLE, "hasCode", "github.com/a/quix")} <= stated
    assert {("机器学习", "authoredBy", "周志华"), ("机器学习", "authoredBy", "王五")} <= stated
    assert {("图神经网络", "authoredBy", "石川"), ("图神经网络", "authoredBy", "王啸")} <= stated
    assert ("github.com/pytorch/pytorch", "implements", "PyTorch") in stated
    assert not any(tail == "others" for _, _, tail in stated)


def test_identifier_is_preferred_to_the_address() -> None:
    found = read(BIB, "a.bib")
    assert found.one(TITLE).url == "https://arxiv.org/abs/1512.03385"
    assert found.one(TITLE).year == 2016
    assert found.one("QuuxSet").url == "https://doi.org/10.5281/zenodo.1"


def test_words_of_a_record_on_one_line_end_where_the_field_ends() -> None:
    found = read("@misc{a, title={{BERT}: Deep Words}, author={He, Kaiming}, year={2019}}\n", "a.bib")
    assert {mention.text for mention in found.mentions if mention.type == "Person"} == {"He, Kaiming"}
    assert found.one("BERT: Deep Words").text == "BERT}: Deep Words"


def test_preprints_have_no_venue_and_their_number_is_read() -> None:
    found = read(
        "@article{a, title={A Study of Things}, journal={arXiv preprint arXiv:1904.01766}, year={2019}}\n", "a.bib"
    )
    assert found.names("Venue") == set()
    assert found.one("A Study of Things").url == "https://arxiv.org/abs/1904.01766"
