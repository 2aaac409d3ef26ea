"""How names of the lexicon are found in a text, and how a folder of one's own is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kgraph.core.errors import SettingsError
from kgraph.extract import load_lexicon
from kgraph.extract.lexicon import Lexicon, Term, bounded, lowered


def term(name: str, *others: str, flags: str = "", type_: str = "Method") -> Term:
    return Term(type_, name, others, frozenset(filter(None, flags.split(","))))


SMALL = Lexicon(
    [term("GAN", "生成对抗网络"), term("GAN Lab", type_="Software"), term("Meta", flags="case", type_="Organization"), term("图像分类", type_="topic")]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("organ and gang", []),
        ("a GAN, gan and Gan.", ["GAN", "gan", "Gan"]),
        ("用GAN做", ["GAN"]),
        ("GAN2 and 3GAN", []),
        ("生成对抗网络好", ["生成对抗网络"]),
        ("GAN Lab and GAN", ["GAN Lab", "GAN"]),
        ("Meta and meta", ["Meta"]),
        ("MetaPruning", []),
        ("图像分类", []),
        ("İİ GAN", ["GAN"]),
        ("", []),
    ],
)
def test_names_are_found_whole_and_longest_first(text: str, found: list[str]) -> None:
    hits = SMALL.find(text)
    assert [hit.surface for hit in hits] == found
    assert all(text[hit.start : hit.end] == hit.surface for hit in hits)


def test_lookup_ignores_case_and_punctuation_and_asks_for_types() -> None:
    assert [found.name for found in SMALL.lookup("gan")] == ["GAN"]
    assert [found.name for found in SMALL.lookup("GAN-Lab", "Software")] == ["GAN Lab"]
    assert SMALL.lookup("GAN", "Dataset") == ()
    assert SMALL.has("图像分类", "topic")
    assert SMALL.has("meta", flag="case")
    assert not SMALL.has("gan", flag="case")


def test_empty_lexicon_finds_nothing() -> None:
    assert Lexicon([]).find("GAN 生成对抗网络") == []


def test_bounds_are_those_of_latin_words() -> None:
    assert bounded("用GAN做", 1, 4)
    assert not bounded("aGAN", 1, 4)
    assert not bounded("GANs", 0, 3)


@pytest.mark.parametrize("text", ["BERT", "İ BERT", "ΣΑΣ", "ẞ", ""])
def test_lower_case_keeps_every_character_at_its_place(text: str) -> None:
    assert len(lowered(text)) == len(text)


HEADER = "name\ten\tzh\taliases\tflags\tsource\n"


def test_own_folder_adds_rows(tmp_path: Path) -> None:
    (tmp_path / "methods.tsv").write_text(
        HEADER + "Quuxum\tQuux Method\t夸克姆|夸姆\tQXM\tweak\town\n", encoding="utf-8"
    )
    lexicon = load_lexicon((tmp_path,))
    (found,) = lexicon.lookup("夸姆")
    assert (found.type, found.name, found.zh, found.flags) == ("Method", "Quuxum", "夸克姆", {"weak"})
    assert set(found.others) == {"Quux Method", "夸克姆", "夸姆", "QXM"}
    assert lexicon.has("BERT", "Method")


@pytest.mark.parametrize(
    ("text", "message"),
    [("", "first line"), ("name\ten\n", "first line"), (HEADER + "a\tb\n", "line 2"), (HEADER + "\t\t\t\t\t\n", "line 2")],
)  # fmt: skip
def test_malformed_file_is_refused_by_name_and_line(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "methods.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=rf"methods\.tsv.*{message}"):
        load_lexicon((tmp_path,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mip-NeRF", "Zip-NeRF"),
        ("DeepMask", "SharpMask"),
        ("BLIP-2", "Q-Former"),
        ("WizardLM", "WizardCoder"),
        ("Llama 3", "Llama 3.1"),
        ("CMU-MOSEI", "CMU-MOSI"),
        ("NVIDIA A100", "NVIDIA H100"),
        ("LevelDB", "RocksDB"),
        ("Kakao", "Kakao Brain"),
    ],
)
def test_what_only_comes_of_a_thing_is_not_its_other_name(one: str, other: str) -> None:
    lexicon = load_lexicon(())
    first, second = lexicon.lookup(one), lexicon.lookup(other)
    assert first and second and not set(first) & set(second)
