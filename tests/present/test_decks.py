"""Sixty decks of a graph of real lists: 1 to 60 entities, both languages, all styles. Each is checked as a reader would."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.present import checker

from kgraph import Graph, Subgraph
from kgraph.present.slides.deck import Deck

SIZES = (1, 2, 3, 5, 8, 13, 20, 30, 40, 60)
CENTRES = ("Method", "Topic", "Paper", "Organization")


@dataclass(frozen=True)
class Made:
    """A deck with what it was made of."""

    name: str
    part: Subgraph
    data: bytes
    counts: int


@pytest.fixture(scope="module")
def decks(lists: Graph) -> Mapping[str, Made]:
    made = {}
    for number, size in enumerate(SIZES):
        centre = lists.most_connected(CENTRES[number % len(CENTRES)], 1)[0].node
        part = lists.neighbourhood(centre, hops=3, limit=size)
        for language in ("zh", "en"):
            for style in ("light", "dark", "print"):
                deck = Deck(language, style, "4:3" if number % 5 == 4 else "16:9")
                count = deck.graph(part, f"{centre.label}: {size}")
                out = io.BytesIO()
                deck.save(out)
                name = f"{size}-{language}-{style}"
                made[name] = Made(name, part, out.getvalue(), count)
    assert len(made) == 60
    return made


@pytest.mark.slow
def test_every_connector_is_joined_to_a_form_at_both_ends(decks: Mapping[str, Made]) -> None:
    loose = {name: checker.loose_connectors(slide) for name, slide in slides(decks)}
    assert {name: found for name, found in loose.items() if found} == {}


@pytest.mark.slow
def test_no_two_forms_and_no_labels_overlap(decks: Mapping[str, Made]) -> None:
    found = {name: checker.overlaps(slide) for name, slide in slides(decks)}
    assert {name: pairs for name, pairs in found.items() if pairs} == {}


@pytest.mark.slow
def test_names_are_inside_their_forms(decks: Mapping[str, Made]) -> None:
    forms = [form for _, slide in slides(decks) for form in checker.forms(slide)]
    outside = [form for form in forms if not checker.is_inside(form)]
    assert len(forms) > 1000
    assert len(outside) <= len(forms) / 100, [form.text for form in outside[:10]]


@pytest.mark.slow
def test_no_text_is_smaller_than_twelve_points(decks: Mapping[str, Made]) -> None:
    sizes = {
        run.font.size.pt
        for _, slide in slides(decks)
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run.font.size is not None
    }
    assert min(sizes) >= 12


@pytest.mark.slow
def test_every_entity_and_relation_is_on_a_slide_or_told_of_in_the_notes(decks: Mapping[str, Made]) -> None:
    for deck in decks.values():
        pages = checker.presentation(deck.data).slides
        shown = {form.name for slide in pages for form in checker.forms(slide)}
        assert shown == {node.id for node in deck.part.nodes}
        lines = [shape for slide in pages for shape in slide.shapes if shape._element.tag.endswith("}cxnSp")]
        drawn = [line for line in lines if not line.name.startswith("legend: ")]
        told = sum(checker.notes(slide).count(" → ") for slide in pages)
        assert told >= len({(e.source, e.key, e.target) for e in deck.part.edges})
        assert len(drawn) <= told


@pytest.mark.slow
def test_the_notes_hold_every_source(decks: Mapping[str, Made]) -> None:
    for deck in decks.values():
        notes = "\n".join(checker.notes(slide) for slide in checker.presentation(deck.data).slides)
        for edge in deck.part.edges:
            first = edge.evidence[0]
            assert f"{first.document}:{first.line}" in notes
            assert " ".join(first.quote.split())[:40] in notes


@pytest.mark.slow
def test_files_keep_the_rules_of_open_xml(decks: Mapping[str, Made]) -> None:
    broken = {deck.name: checker.broken_rules(deck.data) for deck in decks.values()}
    assert {name: found for name, found in broken.items() if found} == {}


@pytest.mark.slow
def test_libreoffice_shows_every_slide_and_every_character(
    decks: Mapping[str, Made], renderer: None, tmp_path: Path
) -> None:
    paths = []
    for deck in decks.values():
        paths.append(tmp_path / f"{deck.name}.pptx")
        paths[-1].write_bytes(deck.data)
    for deck, pdf in zip(decks.values(), checker.converted(paths, tmp_path), strict=True):
        pages = checker.page_texts(pdf)
        slides = checker.presentation(deck.data).slides
        assert len(pages) - 1 == len(slides) == deck.counts
        for slide, page in zip(slides, pages, strict=False):
            texts = [form.text for form in checker.forms(slide)]
            assert checker.missing(texts, page) == set(), (deck.name, page[:200])
        boxes = checker.empty_boxes(pdf)
        assert {sign for sign in boxes if not is_pictograph(sign)} == set(), deck.name


def is_pictograph(text: str) -> bool:
    """Return whether a character is an emoji: a machine may have no font for those."""
    return all(ord(sign) >= 0x1F000 or 0x2600 <= ord(sign) < 0x27C0 for sign in text)


def slides(decks: Mapping[str, Made]) -> list[tuple[str, object]]:
    return [
        (f"{deck.name} {number}", slide)
        for deck in decks.values()
        for number, slide in enumerate(checker.presentation(deck.data).slides, start=1)
    ]
