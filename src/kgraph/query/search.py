"""Find entities by what people type: names, parts of names, pinyin, acronyms, slips of the finger."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

from kgraph.core.errors import GraphDamagedError
from kgraph.core.text import name_key
from kgraph.store.names import (
    acronyms,
    all_of,
    any_of,
    can_be_misspelt,
    grams,
    is_han,
    pinyin,
    type_token,
    words,
)
from kgraph.store.numbers import read_places

_CANDIDATES = 200
"""Rows that are looked at per way of matching; they come by importance, so the first ones are the likely ones."""
_LONGEST, _WORDS = 300, 16
"""Characters and words of a search that are looked at; a full-text query has a greatest depth."""
_POSTINGS = 4_000
"""Words that are looked at per group of three letters when a word is misspelt."""
_COMMON, _SPELLINGS = 20_000, 8
"""Words, the commonest first, of which all are held against a short misspelt one, and how many of those like it are tried."""


@dataclass(frozen=True)
class Match:
    """A row that matched: the number of the node, and how well, how and under which name."""

    node: int
    score: float
    reason: str
    matched: str


class SearchIndex:
    """The database of names, opened read-only; safe to use from several threads."""

    def __init__(self, path: Path):
        if not path.exists():
            raise GraphDamagedError(path.parent.parent, f"{path.name} is missing")
        self._database = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        self._lock = threading.Lock()
        self._places = read_places(path.parent)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def __del__(self) -> None:
        if hasattr(self, "_database"):
            self.close()

    def named(self, name: str) -> list[tuple[int, list[str]]]:
        """Return the nodes that have exactly that name (folded), by importance, each with all its names."""
        rows = self._rows(
            "SELECT node, names FROM name JOIN entity USING (rank) WHERE key = ? ORDER BY rank", name_key(name)
        )
        return [(self._place(number), names.split("\n")) for number, names in rows]

    def search(self, text: str, limit: int, types: Sequence[str] | None) -> list[Match]:
        """Return up to ``limit`` matches, best first. Reads a bounded number of rows, whatever the graph's size."""
        text = text[:_LONGEST]
        key, asked = name_key(text), words(text)[:_WORDS]
        if not key:
            return []
        kinds = [type_token(type_) for type_ in types] if types is not None else None
        rows: dict[int, tuple[int, int, str]] = {}
        rows.update(self._with_key(key, kinds))
        rows.update(self._with_words(_every(asked), kinds, max(_CANDIDATES, limit)))
        if len(asked) > 1 or any(map(is_han, asked)):
            rows.update(self._with_words(_every([key]), kinds, _CANDIDATES))
        matches = self._ranked(rows, key, asked, {})
        if len(matches) < limit:
            spelt = self._respelt(asked)
            if any(others for others in spelt.values()):
                terms = [
                    any_of(f"({all_of(_every([other]))})" for other in (spelt.get(word) or [word])) for word in asked
                ]
                more = {
                    rank: row for rank, row in self._with_words(terms, kinds, _CANDIDATES).items() if rank not in rows
                }
                matches += self._ranked(more, key, asked, spelt)
        return sorted(matches, key=lambda match: -match.score)[:limit]

    def _place(self, number: int) -> int:
        return number if self._places is None else int(self._places[number])

    def _with_key(self, key: str, kinds: list[str] | None) -> dict[int, tuple[int, int, str]]:
        if kinds is not None and not kinds:
            return {}
        sql = """SELECT rank, node, importance, names FROM entity WHERE rank IN
                 (SELECT rank FROM name WHERE key >= ? AND key < ? LIMIT ?)"""
        rows = self._rows(sql, key, key + "\U0010ffff", _CANDIDATES)
        exact = self._rows(
            "SELECT rank, node, importance, names FROM name JOIN entity USING (rank) WHERE key = ? LIMIT ?",
            key,
            _CANDIDATES,
        )
        found = {rank: (node, importance, names) for rank, node, importance, names in (*rows, *exact)}
        if kinds is None or not found:
            return found
        return {rank: found[rank] for rank in self._of_kind(found, kinds)}

    def _of_kind(self, ranks: Iterable[int], kinds: list[str]) -> list[int]:
        listed = ",".join(map(str, ranks))
        sql = f"SELECT rowid FROM words WHERE words MATCH ? AND rowid IN ({listed})"
        return [rank for (rank,) in self._rows(sql, any_of(map(_quoted, kinds)))]

    def _with_words(self, terms: list[str], kinds: list[str] | None, limit: int) -> dict[int, tuple[int, int, str]]:
        if not terms or (kinds is not None and not kinds):
            return {}
        query = all_of([*terms, any_of(map(_quoted, kinds))] if kinds is not None else terms)
        # The inner limit stops the full-text search; rows come by importance without being sorted.
        sql = """SELECT rank, node, importance, names FROM entity WHERE rank IN
                 (SELECT rowid FROM words WHERE words MATCH ? LIMIT ?)"""
        return {rank: (node, importance, names) for rank, node, importance, names in self._rows(sql, query, limit)}

    def _ranked(
        self, rows: dict[int, tuple[int, int, str]], key: str, asked: list[str], spelt: dict[str, list[str]]
    ) -> list[Match]:
        found = []
        for rank in sorted(rows):
            node, importance, names = rows[rank]
            score, reason, name = max(
                (_score(name, key, asked, spelt) for name in names.split("\n")), key=lambda scored: scored[0]
            )
            if score > 0:
                # Among equal matches the one that is spoken of most comes first.
                found.append(
                    Match(
                        self._place(node),
                        round(score + 0.05 * (1 - 1 / (1 + log(1 + importance))), 4) / 1.05,
                        reason,
                        name,
                    )
                )
        return found

    def _respelt(self, asked: list[str]) -> dict[str, list[str]]:
        """Return for each word that no name has the known words within a slip or two."""
        spelt = {word: self._near(word) for word in asked if can_be_misspelt(word)}
        return spelt | {word: self._near_han(word) for word in asked if is_han(word) and 2 < len(word) <= _WORDS}

    def _near(self, word: str) -> list[str]:
        """Return the known words within a slip or two: of the common ones, and of those that share letters in a row."""
        from rapidfuzz.distance import OSA

        allowed = 1 if len(word) < 8 else 2
        shared: dict[int, int] = {}
        for gram in grams(word):
            for (number,) in self._rows(
                "SELECT rowid FROM grams WHERE grams MATCH ? LIMIT ?", _quoted(gram), _POSTINGS
            ):
                shared[number] = shared.get(number, 0) + 1
        best = sorted(shared, key=lambda number: (-shared[number], number))[:_CANDIDATES]
        listed = ",".join(map(str, best))
        # A slip in a short word may leave no three letters as they were.
        sql = f"""SELECT number, word FROM word WHERE number IN ({listed})
                  OR (number <= ? AND length(word) BETWEEN ? AND ?)"""
        near = [
            (distance, number, other)
            for number, other in self._rows(
                sql, self._common() if len(word) < 8 else 0, len(word) - allowed, len(word) + allowed
            )
            if 0 < (distance := OSA.distance(word, other, score_cutoff=allowed)) <= allowed
        ]
        return [other for _, _, other in sorted(near)[:_SPELLINGS]]

    def _common(self) -> int:
        """Return the number of the last common word."""
        rows = self._rows("SELECT number FROM word ORDER BY number LIMIT 1 OFFSET ?", _COMMON - 1)
        return rows[0][0] if rows else 1 << 62

    def _near_han(self, word: str) -> list[str]:
        """Return the runs of Chinese in known names that are like ``word`` but for one character or two swapped."""
        from rapidfuzz.distance import OSA

        pairs = [_quoted(word[i : i + 2]) for i in range(len(word) - 1)]
        # A wrong character spoils two pairs, a swap three: the others have to be there.
        left = {tuple(pairs[: max(0, i - 1)] + pairs[i + lost - 1 :]) for i in range(len(word)) for lost in (2, 3)}
        terms = [f"({all_of(some)})" for some in sorted(left) if some]
        runs = (
            run
            for _, _, names in self._with_words([any_of(terms)] if terms else [], None, _CANDIDATES).values()
            for name in names.split("\n")
            for run in words(name)
        )
        return sorted({run for run in runs if OSA.distance(word, run, score_cutoff=1) == 1})[:_SPELLINGS]

    def _rows(self, sql: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._database.execute(sql, values).fetchall()


def _every(asked: list[str]) -> list[str]:
    """Return the terms that a name must hold: words by their beginning, Chinese by its pairs of characters."""
    terms = []
    for word in asked:
        if not is_han(word) or len(word) == 1:
            terms.append(f"{_quoted(word)}*")
        else:
            terms += [_quoted(word[i : i + 2]) for i in range(len(word) - 1)]
    return terms[: 4 * _WORDS]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _score(name: str, key: str, asked: list[str], spelt: dict[str, list[str]]) -> tuple[float, str, str]:
    """Return how well ``name`` answers to ``key`` or the words ``asked``: from 1 for the very name down to 0."""
    own = name_key(name)
    if own == key:
        return 1.0, "name", name
    share = len(key) / max(len(own), 1)
    if own.startswith(key):
        return 0.8 + 0.1 * share, "beginning", name
    parts = words(name)
    if all(any(part.startswith(word) or (is_han(word) and word in part) for part in parts) for word in asked):
        return 0.65 + 0.1 * min(share, 1.0), "words", name
    if key in acronyms(name):
        return 0.75, "acronym", name
    if key in own:
        return 0.55 + 0.1 * share, "part", name
    if any(sound.startswith(key) for sound in pinyin(name)):
        return 0.6, "pinyin", name
    if spelt and all(any(part.startswith(word) or part in spelt.get(word, ()) for part in parts) for word in asked):
        return 0.45 + 0.1 * min(share, 1 / max(share, 0.01)), "spelling", name
    return 0.0, "", name


def suggestions(matches: Iterable[Match]) -> Iterator[str]:
    """Yield the names that matched, each once."""
    yield from dict.fromkeys(match.matched for match in matches)
