"""One name of two things stays two nodes, two names of one thing are one, over whole documents.

``data/homonyms`` holds documents and, in ``pairs.json``, pairs of places in them: (document, line, type, first words).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kgraph.core import Entity, Resolution
from kgraph.extract import extract, load_lexicon
from kgraph.read import read_document
from kgraph.resolve import resolve

FOLDER = Path(__file__).parent / "data" / "homonyms"
PAIRS = json.loads((FOLDER / "pairs.json").read_text(encoding="utf-8"))
_named = {"ids": lambda value: value if isinstance(value, str) else "-".join(map(str, value[:2]))}


@pytest.fixture(scope="module")
def graph() -> Resolution:
    read = [
        extract(read_document(path.name, path.read_bytes()), load_lexicon()) for path in sorted(FOLDER.glob("*.md"))
    ]
    return resolve((m for each in read for m in each.mentions), (c for each in read for c in each.claims))


def named(graph: Resolution, document: str, line: int, type_: str, words: str) -> list[Entity]:
    return [
        entity
        for entity in graph.entities
        if entity.type == type_
        and any(m.document == document and m.line == line and m.text.startswith(words) for m in entity.mentions)
    ]


def the(graph: Resolution, place: list[Any]) -> Entity:
    found = named(graph, *place)
    assert len(found) == 1, f"{place} names {[entity.id for entity in found]}"
    return found[0]


def test_there_are_enough_pairs() -> None:
    assert len(PAIRS["one"]) >= 20
    assert len(PAIRS["apart"]) >= 20


@pytest.mark.parametrize(("one", "other", "why"), PAIRS["one"], **_named)
def test_two_names_of_one_thing_are_one_node(graph: Resolution, one: list[Any], other: list[Any], why: str) -> None:
    assert the(graph, one).id == the(graph, other).id, why


@pytest.mark.parametrize(("one", "other", "why"), PAIRS["apart"], **_named)
def test_two_things_stay_two_nodes(graph: Resolution, one: list[Any], other: list[Any], why: str) -> None:
    assert the(graph, one).id != the(graph, other).id, why


@pytest.mark.parametrize("place", PAIRS["nothing"], ids=lambda place: "-".join(map(str, place)))
def test_an_ordinary_word_is_no_name(graph: Resolution, place: list[Any]) -> None:
    assert named(graph, *place) == []


def test_a_team_is_linked_to_its_company(graph: Resolution) -> None:
    whole = {entity.id: entity.part_of for entity in graph.entities}
    assert whole["organization/google-ai"] == "organization/google"
    assert whole["organization/google"] is None


def test_what_the_text_tells_apart_is_a_doubtful_pair_with_the_reason(graph: Resolution) -> None:
    reasons = {(doubt.first, doubt.second): doubt.reason for doubt in graph.doubts}
    assert "Tencent" in reasons["person/张伟", "person/张伟~tencent"]
