"""What the entry of a paper calls the paper's thing, where the title names none."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TITLE = "Counting Whales from Satellites and Buoys"


def entry(note: str, code: str = "github.com/roe/whales") -> str:
    return f"# Animals\n\n- **{TITLE}**\n  Jane Roe, Ann Tan. ICML 2020. [[code]](https://{code})\n  {note}\n"


@pytest.mark.parametrize(
    "note",
    [
        "Usually cited as WhaleNet. Every whale is counted.",
        "The authors call their model WhaleNet, and it is slow.",
        "Introduces WhaleNet for the first time.",
        "WhaleNet by Meta AI: no nets, only buoys.",
        "WhaleNet, with ResNet as the encoder.",
        "WhaleNet counts by sound and predicts the rest (WhaleNet)",
        "WhaleNet learns from buoys that move.",
        "本文的模型简称 WhaleNet。",
        "文中提出 WhaleNet，很慢。",
    ],
)
def test_note_names_what_the_paper_introduces(note: str) -> None:
    found = read(entry(note))
    assert {(TITLE, "introduces", "WhaleNet"), ("github.com/roe/whales", "implements", "WhaleNet")} <= found.stated()


def test_thing_is_called_as_its_code() -> None:
    found = read(entry("It counts better than before. WhaleNet is slow, though.", "github.com/roe/whalenet-pytorch"))
    assert (TITLE, "introduces", "WhaleNet") in found.stated()


def test_name_in_the_title_that_the_code_has_is_introduced() -> None:
    title = "Counting whales from satellites with WhaleNet"
    found = read(
        f"# Animals\n\n- [{title}](https://arxiv.org/abs/2001.00001) [[code]](https://github.com/roe/WhaleNet)\n"
    )
    assert (title, "introduces", "WhaleNet") in found.stated()


@pytest.mark.parametrize(
    "note",
    [
        "GPT-4 labels the buoys.",
        "Their rival is called SealNet, see below.\n- **SealNet: Counting Seals from Boats**\n  ICML 2021.",
        "The code needs PyTorch 2.",
    ],
)
def test_other_names_in_a_note_are_not_introduced(note: str) -> None:
    assert not {tail for head, _, tail in read(entry(note)).stated("introduces") if head == TITLE}


def test_demo_shows_what_its_paper_introduces() -> None:
    found = read(
        "# Animals\n\n- **WhaleNet: Counting Whales from Buoys** [[paper]](https://arxiv.org/abs/2001.00001) [[demo]](https://whales.example.org/try)\n"
    )
    assert ("whales.example.org/try", "discusses", "WhaleNet") in found.stated()


def test_half_sentences_of_a_note_speak_of_the_papers_thing() -> None:
    note = "WhaleNet, from the Oakley lab: accuracy 71% on ImageNet, while SealNet stops at 64%. Both beat BERT. Beats VidNet on COCO."
    found = read(entry(note, "github.com/roe/whalenet")).stated()
    assert ("WhaleNet", "developedBy", "Oakley lab") in found
    assert {
        ("WhaleNet", "outperforms", "SealNet"),
        ("WhaleNet", "outperforms", "BERT"),
        ("SealNet", "outperforms", "BERT"),
    } <= found
    assert ("WhaleNet", "outperforms", "VidNet") in found


def test_software_beside_a_dataset_reads_it_and_is_no_base_of_it() -> None:
    found = read("# Data\n\n- [ImageNet](https://image-net.org): photos of many kinds, easy to open in PyTorch\n")
    assert not found.stated("basedOn")


def test_result_of_a_program_is_not_that_of_the_papers_thing() -> None:
    found = read(entry("WhaleNet: accuracy 71% on ImageNet, while Gnina stops at 64%.", "github.com/roe/whalenet"))
    values = {
        claim.value for claim in found.claims if claim.relation == "evaluatedOn" and claim.head.name == "WhaleNet"
    }
    assert values - {None} == {"71%"}


@pytest.mark.parametrize(
    "note",
    [
        "**WhaleNet**；先听声音，再数",
        "★★★★ - WhaleNet",
        "★★★ **WhaleNet**",
        "谷歌数鲸鱼，**WhaleNet** 自动挑浮标",
        "本文的 WhaleNet 换了个思路，先听再看。",
        "作者的WhaleNet反过来做，很快。",
        "This paper's WhaleNet listens to buoys.",
    ],
)
def test_line_of_an_entry_marks_what_the_paper_introduces(note: str) -> None:
    found = read(f"# Animals\n\n1. [{TITLE}](https://arxiv.org/abs/2001.00001)   \n*2020-01-01*   \n{note}   \n")
    assert (TITLE, "introduces", "WhaleNet") in found.stated()


@pytest.mark.parametrize("note", ["（WhaleNet）很快", " - WhaleNet; 很快", ": 即 WhaleNet，很快"])
def test_name_right_behind_a_title_is_what_the_paper_introduces(note: str) -> None:
    found = read(f"# Animals\n\n- [{TITLE}](https://arxiv.org/abs/2001.00001){note}\n")
    assert (TITLE, "introduces", "WhaleNet") in found.stated()


@pytest.mark.parametrize(
    "note", [" - PyTorch", "（ImageNet）上跑过", "\n  他们的 BERT 基线太弱。", "\n  本文的 GPU 用得少。"]
)
def test_what_is_used_is_not_introduced(note: str) -> None:
    found = read(f"# Animals\n\n- [{TITLE}](https://arxiv.org/abs/2001.00001){note}\n")
    assert not found.stated("introduces")
