"""The schema holds together: every end of a relation is a type, and names are complete in both languages."""

from __future__ import annotations

import re

import pytest

from kgraph.core import SCHEMA
from kgraph.core.text import has_han

TYPES = {"Paper", "Method", "Organization", "Dataset", "Repository", "Software", "Person", "Venue", "Resource", "Topic"}


def test_there_are_ten_types_and_fourteen_relations() -> None:
    assert set(SCHEMA.entities) == TYPES
    assert len(SCHEMA.relations) == 14


@pytest.mark.parametrize("name", SCHEMA.relations)
def test_every_end_of_a_relation_is_a_type(name: str) -> None:
    relation = SCHEMA.relations[name]
    assert set(relation.head) <= TYPES
    assert set(relation.tail) <= TYPES
    assert relation.head
    assert relation.tail
    assert len(set(relation.head)) == len(relation.head)


@pytest.mark.parametrize("name", [*SCHEMA.entities, *SCHEMA.relations])
def test_every_term_has_names_in_both_languages_a_definition_and_aligned_terms(name: str) -> None:
    term = SCHEMA.entities.get(name) or SCHEMA.relations[name]
    assert has_han(term.zh)
    assert term.en
    assert not has_han(term.en)
    assert term.definition.endswith(".")
    assert all(re.match(r"https?://\S+$", iri) for iri in term.aligned)


def test_colours_are_distinct() -> None:
    colours = [term.colour for term in SCHEMA.entities.values()]
    assert all(re.fullmatch(r"#[0-9a-fA-F]{6}", colour) for colour in colours)
    assert len(set(colours)) == len(colours)


@pytest.mark.parametrize(
    ("head", "relation", "tail", "allowed"),
    [
        ("Paper", "introduces", "Dataset", True),
        ("Paper", "introduces", "Paper", False),
        ("Repository", "implements", "Paper", True),
        ("Topic", "broader", "Topic", True),
        ("Topic", "about", "Topic", False),
        ("Paper", "nothing", "Paper", False),
        ("Nobody", "introduces", "Method", False),
    ],
)
def test_allows_only_what_the_schema_says(head: str, relation: str, tail: str, allowed: bool) -> None:
    assert SCHEMA.allows(head, relation, tail) is allowed
