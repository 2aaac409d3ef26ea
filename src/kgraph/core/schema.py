"""The schema: the ten entity types and the fourteen relations, read from ``schema.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class EntityType:
    """A class of nodes: names in both languages, definition, aligned class IRIs, colour and shape."""

    name: str
    zh: str
    en: str
    definition: str
    aligned: tuple[str, ...]
    colour: str
    shape: str


@dataclass(frozen=True, slots=True)
class RelationType:
    """A kind of edge: names in both languages, definition, allowed head and tail types, aligned property IRIs."""

    name: str
    zh: str
    en: str
    definition: str
    head: tuple[str, ...]
    tail: tuple[str, ...]
    aligned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """All types by name, in legend order, and the two IRI prefixes."""

    namespace: str
    base: str
    entities: dict[str, EntityType]
    relations: dict[str, RelationType]

    def allows(self, head: str, relation: str, tail: str) -> bool:
        """Return whether an edge of that kind may run between these types.

        >>> SCHEMA.allows("Paper", "introduces", "Method"), SCHEMA.allows("Method", "introduces", "Paper")
        (True, False)
        """
        kind = self.relations.get(relation)
        return kind is not None and head in kind.head and tail in kind.tail


def _load() -> Schema:
    data = tomllib.loads(files("kgraph.core").joinpath("schema.toml").read_text(encoding="utf-8"))
    entities = {
        name: EntityType(
            name, row["zh"], row["en"], row["definition"], tuple(row["aligned"]), row["colour"], row["shape"]
        )
        for name, row in data["entity"].items()
    }
    relations = {
        name: RelationType(
            name,
            row["zh"],
            row["en"],
            row["definition"],
            tuple(row["head"]),
            tuple(row["tail"]),
            tuple(row["aligned"]),
        )
        for name, row in data["relation"].items()
    }
    return Schema(data["namespace"], data["base"], entities, relations)


SCHEMA = _load()
