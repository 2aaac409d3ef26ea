"""What the last build resolved, so that a change resolves again only what it touches.

The tables stand beside the readings, in the same file, and belong to one build: that whose key they name. They hold the mentions
by component (see ``kgraph.resolve.components``), the evidence of every relation, and the pairs in doubt by the block that
found them.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from hashlib import blake2b
from itertools import islice

from kgraph.core import Doubt, Entity, Evidence, Mention, Problem, Relation
from kgraph.core.text import name_key
from kgraph.pipeline.cache.codec import decoder, pack_short, unpack_short
from kgraph.resolve import Key
from kgraph.resolve.components import keys, names
from kgraph.resolve.doubts import blocks, by_block, doubts_within

SCHEMA = """
CREATE TABLE component (number INTEGER PRIMARY KEY, mentions BLOB NOT NULL);
CREATE TABLE key (key INTEGER NOT NULL, component INTEGER NOT NULL, PRIMARY KEY (key, component)) WITHOUT ROWID;
CREATE TABLE relation (source TEXT NOT NULL, key TEXT NOT NULL, target TEXT NOT NULL, evidence BLOB NOT NULL,
    PRIMARY KEY (source, key, target)) WITHOUT ROWID;
CREATE TABLE near (block TEXT NOT NULL, key TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (block, key, id)) WITHOUT ROWID;
CREATE TABLE doubt (origin TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, reason TEXT NOT NULL, score REAL NOT NULL,
    PRIMARY KEY (origin, first, second, reason)) WITHOUT ROWID;
CREATE TABLE problem (document TEXT PRIMARY KEY, problems BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE count (name TEXT NOT NULL, kind TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (name, kind)) WITHOUT ROWID;
"""
TABLES = ("component", "key", "relation", "near", "doubt", "problem", "count")

_MENTION, _EVIDENCE = decoder(Mention), decoder(Evidence)
_BY_NAME = "name"
"""Origin of the doubts that clustering finds; those of a block have the block's name."""


_ROWS = 1_000
"""Components that are written together."""


def _hash(key: str) -> int:
    # Two keys of one hash only have more resolved again than must be, which changes nothing.
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)


class State:
    """The tables of one build. Changes are part of the transaction that the caller commits.

    Where components are to be found by ``names``, too, decisions may be about them.
    """

    def __init__(self, database: sqlite3.Connection, names: bool):
        self._names = names
        self._do = database.execute
        self._many = database.executemany

    # --- mentions

    def touched(self, mentions: Iterable[Mention]) -> set[int]:
        """Return the components with a key that one of ``mentions`` has."""
        return self.holding(key for mention in mentions for key in keys(mention))

    def holding(self, keys: Iterable[str]) -> set[int]:
        """Return the components with one of these keys."""
        found = {_hash(key) for key in keys}
        return {number for key in found for (number,) in self._do("SELECT component FROM key WHERE key = ?", (key,))}

    def mentions(self, components: Iterable[int]) -> list[Mention]:
        """Return the mentions of these components."""
        assert _MENTION is not None
        found: list[Mention] = []
        for number in sorted(components):
            (content,) = self._do("SELECT mentions FROM component WHERE number = ?", (number,)).fetchone()
            found.extend(map(_MENTION, unpack_short(content)))
        return found

    def drop(self, components: Iterable[int], mentions: Sequence[Mention]) -> None:
        """Forget components and their ``mentions``."""
        numbers = sorted(components)
        self._many("DELETE FROM component WHERE number = ?", [(number,) for number in numbers])
        sql = f"DELETE FROM key WHERE key = ? AND component IN ({','.join(map(str, numbers))})"
        self._many(sql, [(key,) for key in self._hashes(mentions)])

    def _hashes(self, mentions: Iterable[Mention]) -> set[int]:
        found = {key for mention in mentions for key in keys(mention)}
        if self._names:
            found.update(key for mention in mentions for key in names(mention))
        return set(map(_hash, found))

    def add(self, components: Iterable[Sequence[Mention]]) -> None:
        """Keep components."""
        (last,) = self._do("SELECT coalesce(max(number), 0) FROM component").fetchone()
        numbered = enumerate(components, start=last + 1)
        while some := list(islice(numbered, _ROWS)):
            self._many(
                "INSERT INTO component VALUES (?, ?)", [(number, pack_short(mentions)) for number, mentions in some]
            )
            rows = sorted((key, number) for number, mentions in some for key in self._hashes(mentions))
            self._many("INSERT OR REPLACE INTO key VALUES (?, ?)", rows)

    # --- relations

    def evidence(self, key: Key) -> list[Evidence]:
        """Return the evidence of a relation; none where there is no such relation."""
        row = self._do("SELECT evidence FROM relation WHERE source = ? AND key = ? AND target = ?", key).fetchone()
        return [] if row is None else self._evidence(row[0])

    def outgoing(self, source: str) -> Iterator[tuple[Key, list[Evidence]]]:
        """Yield the relations that start at an entity, in order, with their evidence."""
        sql = "SELECT source, key, target, evidence FROM relation WHERE source = ? ORDER BY key, target"
        for *key, content in self._do(sql, (source,)).fetchall():
            yield (key[0], key[1], key[2]), self._evidence(content)

    def set_evidence(self, changed: Iterable[tuple[Key, Sequence[Evidence]]]) -> None:
        """Keep the evidence of relations; those without any go."""
        gone: list[Key] = []

        def rows() -> Iterator[tuple[str, str, str, bytes]]:
            for key, evidence in changed:
                if evidence:
                    yield *key, pack_short(evidence)
                else:
                    gone.append(key)

        self._many("INSERT OR REPLACE INTO relation VALUES (?, ?, ?, ?)", rows())
        self._many("DELETE FROM relation WHERE source = ? AND key = ? AND target = ?", gone)

    @staticmethod
    def _evidence(content: bytes) -> list[Evidence]:
        assert _EVIDENCE is not None
        return list(map(_EVIDENCE, unpack_short(content)))

    # --- doubts and problems

    def fill_near(self, entities: Iterable[Entity]) -> None:
        """Put all entities into the blocks that compare names, and keep the doubts of these."""
        for block, members in by_block(entities).items():
            self._many("INSERT INTO near VALUES (?, ?, ?)", [(block, *member) for member in members])
            self._keep(block, doubts_within(block, members))

    def set_near(self, gone: Iterable[Entity], come: Iterable[Entity]) -> None:
        """Take entities out of the blocks that compare names and others in, and find the doubts of these blocks anew."""
        rows = [[(block, name_key(e.label), e.id) for e in some for block in blocks(e)] for some in (gone, come)]
        self._many("DELETE FROM near WHERE block = ? AND key = ? AND id = ?", rows[0])
        self._many("INSERT OR REPLACE INTO near VALUES (?, ?, ?)", rows[1])
        for block in sorted({block for block, _, _ in (*rows[0], *rows[1])}):
            members = self._do("SELECT key, id FROM near WHERE block = ? ORDER BY key, id", (block,)).fetchall()
            self._do("DELETE FROM doubt WHERE origin = ?", (block,))
            self._keep(block, doubts_within(block, members))

    def set_doubts(self, gone: Iterable[str], doubts: Iterable[Doubt]) -> None:
        """Forget the doubts that clustering had about entities of these ids, and keep others."""
        self._many("DELETE FROM doubt WHERE origin = ? AND first = ?", [(_BY_NAME, id_) for id_ in gone])
        self._keep(_BY_NAME, doubts)

    def _keep(self, origin: str, doubts: Iterable[Doubt]) -> None:
        found_by_blocks = ("nearly the same name", "one name, two types")
        doubts = [doubt for doubt in doubts if origin != _BY_NAME or doubt.reason not in found_by_blocks]
        rows = [(origin, doubt.first, doubt.second, doubt.reason, doubt.score) for doubt in doubts]
        self._many("INSERT OR REPLACE INTO doubt VALUES (?, ?, ?, ?, ?)", rows)

    def doubts(self, apart: Set[tuple[str, str]]) -> list[Doubt]:
        """Return all pairs in doubt but those that are decided to be two things, sorted."""
        found = {Doubt(*row) for row in self._do("SELECT first, second, reason, score FROM doubt")}
        return sorted(one for one in found if one.first != one.second and (one.first, one.second) not in apart)

    def set_problems(self, found: Mapping[str, Sequence[Problem]]) -> None:
        """Keep the claims of each document that the schema does not allow."""
        for document, problems in found.items():
            self._do("DELETE FROM problem WHERE document = ?", (document,))
            if problems:
                rows = [(one.document, one.line, one.reason, one.text) for one in problems]
                self._do("INSERT INTO problem VALUES (?, ?)", (document, pack_short(rows)))

    def problems(self) -> list[Problem]:
        """Return all of them, by document."""
        rows = self._do("SELECT problems FROM problem ORDER BY document").fetchall()
        return [Problem(*row) for (content,) in rows for row in unpack_short(content)]

    # --- counts

    def count(self, values: Iterable[Entity | Relation | None], sign: int) -> None:
        """Add entities and relations to the counts (sign 1), or take them away (sign -1)."""
        sums: dict[tuple[str, str], int] = {}
        for value in values:
            if isinstance(value, Entity):
                pairs = (("entities", value.type, 1), ("mentions", "", len(value.mentions)))
            elif isinstance(value, Relation):
                pairs = (("relations", value.key, 1), ("evidence", "", len(value.evidence)))
            else:
                continue
            for name, kind, number in pairs:
                sums[name, kind] = sums.get((name, kind), 0) + sign * number
        sql = "INSERT INTO count VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET number = number + excluded.number"
        self._many(sql, [(name, kind, number) for (name, kind), number in sums.items()])

    def counts(self, name: str) -> dict[str, int]:
        """Return the counts of that name by kind, sorted, without those that are zero."""
        rows = self._do("SELECT kind, number FROM count WHERE name = ? AND number != 0 ORDER BY kind", (name,))
        return dict(rows.fetchall())
