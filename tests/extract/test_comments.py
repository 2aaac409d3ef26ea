"""Comments on papers, and English news: what titles do not name, what headlines tell, whose a linked post is."""

from __future__ import annotations

import pytest
from tests.support.extraction import read

TITLE = "Learning to Sort Big Images with Noisy Labels"
LINKED = f"[{TITLE}](https://arxiv.org/abs/2401.12345)"
OTHER = "**2. [Scaling Laws for Sorting Machines](https://arxiv.org/abs/2401.12346)**\nThe machines stay slow."


@pytest.mark.parametrize(
    "comment",
    [
        "SortQ is a sorter that needs no labels.",
        "SortQ trains the sorter with PPO.",
        "Enter SortQ, a sorter for big images.",
        "With SortQ, an image picks its own shelf.",
        "A sorter called SortQ decides for each image.",
        "The authors call it SortQ: a sorter trained with PPO.",
        "Good read. Their method, SortQ, is small.",
        "A group in Vienna shows that SortQ saves half of the time.",
        "NoiSe is a sorter that knows of no noise.",
    ],
)
def test_comment_names_what_a_paper_introduces(comment: str) -> None:
    found = read(f"# Sorting\n\n## Reading\n\n**1. {LINKED}**\n{comment}\n\n{OTHER}\n")
    name = "NoiSe" if "NoiSe" in comment else "SortQ"
    assert (TITLE, "introduces", name) in found.stated()
    assert ("Method", name) in found.typed()


@pytest.mark.parametrize("comment", ["We sort with GPT-4 here.", "Images are sorted by hand."])
def test_comment_on_known_things_introduces_nothing(comment: str) -> None:
    assert not read(f"# Sorting\n\n## Reading\n\n**1. {LINKED}**\n{comment}\n\n{OTHER}\n").stated("introduces")


def test_comment_goes_on_about_what_it_names() -> None:
    comment = "SortQ is a sorter on a BERT backbone. It outscores LSTM on ImageNet."
    found = read(f"# Sorting\n\n## Reading\n\n**1. {LINKED}**\n{comment}\n\n{OTHER}\n").stated()
    assert {
        ("SortQ", "basedOn", "BERT"),
        ("SortQ", "outperforms", "LSTM"),
        ("SortQ", "evaluatedOn", "ImageNet"),
    } <= found


@pytest.mark.parametrize(
    ("title", "name"),
    [("SortQ2 Technical Report", "SortQ2"), ("GPT-4 System Card", "GPT-4"), ("The SortQ Model Card", "SortQ")],
)
def test_report_introduces_what_it_is_about(title: str, name: str) -> None:
    found = read(f"# Reports\n\n- [{title}](https://arxiv.org/abs/2401.12345)\n")
    assert (title, "introduces", name) in found.stated()


NEWS = """# Sorting weekly

## Top stories

### Google ships a smaller BERT

It is half the size. See [the announcement](https://blog.example.org/a) or the [paper](https://arxiv.org/abs/2401.12345).

### Mamba: states that fit a laptop

Nothing to add.

### NVIDIA takes TensorRT to Windows

It runs on a laptop now.
"""


def test_english_headlines_are_news_and_no_topics() -> None:
    found = read(NEWS)
    heads = {"Google ships a smaller BERT", "Mamba: states that fit a laptop", "NVIDIA takes TensorRT to Windows"}
    assert heads <= found.names("Resource")
    assert not heads & found.names("Topic", "Paper")
    assert ("NVIDIA takes TensorRT to Windows", "discusses", "TensorRT") in found.stated()
    assert ("BERT", "developedBy", "Google") in found.stated()


def test_pages_linked_below_a_headline_are_about_what_it_names() -> None:
    found = read(NEWS).stated()
    assert ("the announcement", "discusses", "BERT") in found
    assert ("arXiv:2401.12345", "introduces", "BERT") in found


def test_headings_of_fields_are_no_news() -> None:
    text = "# Lists\n\n## Vision transformers for detection\n\nText.\n\n## Language models with memory\n\nText.\n"
    assert {"Vision transformers for detection", "Language models with memory"} <= read(text).names("Topic")


@pytest.mark.parametrize("lead", ["**{}.** ", "**1. {}.** ", "- **{}.** ", "**{}**: "])
def test_news_in_bold_heads_the_text_behind_it(lead: str) -> None:
    found = read("# Sorting\n\n" + lead.format("Google ships a smaller BERT") + "It needs half the memory of LSTM.\n")
    assert "Google ships a smaller BERT" in found.names("Resource")
    assert ("Google ships a smaller BERT", "discusses", "BERT") in found.stated()


@pytest.mark.parametrize("heading", ["🔥 Top stories", "Sorting weekly, issue 31", "Sorting #12", "In brief"])
def test_headings_of_newsletters_name_no_field(heading: str) -> None:
    assert not read(f"# {heading}\n\n- [BERT](https://github.com/google-research/bert): a model.\n").names("Topic")


POST = "[Sorting by Hand](https://www.example.org/sorting)"


@pytest.mark.parametrize(
    "line",
    [
        f"- Yann LeCun (Meta), {POST}. A guest lecture.",
        f"- Yann LeCun: {POST}",
        f"- Yann LeCun – {POST}",
        f"- Yann LeCun's talk {POST} is worth an hour.",
        f"We liked {POST} by Yann LeCun, and little else.",
        "Yann LeCun is leaving. ([his note](https://www.example.org/sorting))",
    ],
)
def test_whose_a_linked_post_is(line: str) -> None:
    heads = {head for head, _, tail in read(f"# Talks\n\n{line}\n").stated("authoredBy") if tail == "Yann LeCun"}
    assert heads in ({"Sorting by Hand"}, {"his note"})


def test_described_repository_is_software_of_its_name() -> None:
    found = read("# Code\n\n- [quix/sortlib](https://github.com/quix/sortlib) - Minimal JAX code for sorting.\n")
    assert ("github.com/quix/sortlib", "implements", "sortlib") in found.stated()
    assert ("sortlib", "basedOn", "JAX") in found.stated()
    assert not found.names("Person")


def test_plain_word_before_a_name_is_no_part_of_it() -> None:
    found = read("# Text\n\nUnlike AlphaFold, ESMFold needs no alignments.\n")
    assert "Unlike AlphaFold" not in found.names()


def test_data_in_capitals_that_something_is_measured_on() -> None:
    assert ("GPT-4", "evaluatedOn", "MATH") in read("# Text\n\nGPT-4 reaches 52.9 on MATH.\n").stated()


def test_who_a_team_is_of_made_the_paper() -> None:
    text = f"# Sorting\n\n- {LINKED}. A group at ETH Zurich asks whether it helps.\n"
    assert (TITLE, "developedBy", "ETH Zurich") in read(text).stated()


def test_title_in_bold_behind_a_picture_ends_where_the_bold_ends() -> None:
    text = f"# Sorting\n\n📄 **{TITLE}** — Yann LeCun (Google Research)\nTL;DR: SortQ trains a ViT without labels.\n"
    found = read(text)
    assert {(TITLE, "authoredBy", "Yann LeCun"), (TITLE, "introduces", "SortQ")} <= found.stated()
    assert TITLE in found.names("Paper")


def test_what_a_known_maker_has_and_what_does_something_is_a_thing() -> None:
    found = read("# Sorting\n\nNVIDIA's Shelver sorts and stacks at once. It builds on BERT.\n")
    assert {("Shelver", "developedBy", "NVIDIA"), ("Shelver", "basedOn", "BERT")} <= found.stated()


@pytest.mark.parametrize(
    "comment",
    [
        "某某大学的综述，梳理了 QuixExplainer、FooExplainer 等很多方法。论文：Explaining Graph Networks: A Taxonomic Survey of Everything https://arxiv.org/abs/2012.15445",
        "好看。",
    ],
)
@pytest.mark.parametrize("bold", ["**", ""])
def test_a_headline_over_its_address_is_called_by_its_words(bold: str, comment: str) -> None:
    head = "图神经网络怎么解释？这篇综述讲清楚了"
    found = read(f"# 收藏\n\n{bold}{head}{bold}\nhttps://mp.weixin.qq.com/s/abc\n{comment}\n")
    assert {mention.name for mention in found.mentions if mention.type == "Resource"} == {head}
    titles = {mention.name for mention in found.mentions if mention.type == "Paper"}
    assert titles == ({"Explaining Graph Networks: A Taxonomic Survey of Everything"} if "论文" in comment else set())
