"""``index/search.sqlite``: every name of every entity, under the ways in which people type it.

A name is found whole, by the beginning of any of its words, by two or more Chinese characters anywhere in it, in
simplified or traditional characters, in pinyin (whole or initials), by its acronym, and with a slip of the finger.
Rows are numbered by importance (links and mentions), and matches come in that order without being sorted, so that a
search reads as many rows as it shows, not as many as there are. Numbers leave room for others between them.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from bisect import insort
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kgraph.core import Entity, Resolution
from kgraph.core.text import name_key, simplified, tidy
from kgraph.store.tables import clean

NAME = "search.sqlite"

_SCHEMA = """
CREATE TABLE entity (rank INTEGER PRIMARY KEY, node INTEGER NOT NULL, importance INTEGER NOT NULL, names TEXT NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, rank)) WITHOUT ROWID;
CREATE TABLE word (number INTEGER PRIMARY KEY, word TEXT NOT NULL, entities INTEGER NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(
    tokens, content='', detail=none, columnsize=0, prefix='1 2 3 4', tokenize="ascii tokenchars '+#$'"
);
CREATE VIRTUAL TABLE grams USING fts5(
    tokens, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '+#^$'"
);
"""
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+[+#]*")
_A_HAN = re.compile(f"[{_HAN}]")
_PART = re.compile(r"[a-z]+|\d+|[^a-z\d]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SMALL = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with")
)
_ROOM = 1 << 16
"""How far apart the numbers of neighbours are at first."""
_LONGEST = 200
"""Characters of a name that are looked at; longer texts are sentences, not names."""


def write_names(resolution: Resolution, path: Path) -> None:
    """Write the search index. The bytes depend on the resolution alone."""
    importance = _importance(resolution)
    order = sorted(range(len(importance)), key=lambda node: (-importance[node], node))
    frequency: Counter[str] = Counter()
    database = sqlite3.connect(path, isolation_level=None)
    try:
        # The build is swapped in whole or not at all, so the database needs no journal of its own.
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -65536"):
            database.execute(f"PRAGMA {setting}")
        database.executescript(_SCHEMA)
        database.execute("BEGIN")
        entity_rows: list[tuple[object, ...]] = []
        name_rows: list[tuple[object, ...]] = []
        word_rows: list[tuple[object, ...]] = []
        for place, node in enumerate(order, start=1):
            rank = place * _ROOM
            entity = resolution.entities[node]
            names = names_of(entity)
            entity_rows.append((rank, node, importance[node], "\n".join(names)))
            name_rows.extend((key, rank) for key in sorted({name_key(name) for name in names} - {""}))
            tokens = index_tokens(entity, names)
            frequency.update(filter(can_be_misspelt, tokens))
            word_rows.append((rank, " ".join([*sorted(tokens), type_token(entity.type)])))
            if len(entity_rows) == 10_000:
                _insert(database, entity_rows, name_rows, word_rows)
        _insert(database, entity_rows, name_rows, word_rows)
        spelt = sorted(frequency, key=lambda word: (-frequency[word], word))
        _write_words(database, [(word, frequency[word]) for word in spelt])
        for table in ("words", "grams"):
            database.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(f"{path.name}: {error}") from error
    finally:
        database.close()


class NoRoomError(Exception):
    """Two neighbours have no number between them: the index has to be written anew."""


class Renamed(NamedTuple):
    """A node whose names or importance changed: its number, its place in ``graph.json``, and what it was and is.

    ``links`` is by how many its links grew.
    """

    number: int
    place: int
    before: Entity | None
    after: Entity | None
    links: int


def update_names(changed: Sequence[Renamed], place_of: Callable[[int], int], path: Path) -> None:
    """Bring a copy of an index up to nodes that changed; ``place_of`` gives the place of any other number.

    Costs what changed. Raises NoRoomError.
    """
    database = sqlite3.connect(path, isolation_level=None)
    try:
        for setting in ("journal_mode = OFF", "synchronous = OFF"):
            database.execute(f"PRAGMA {setting}")
        database.execute("BEGIN")
        frequency: Counter[str] = Counter()
        come: list[tuple[Renamed, int]] = []
        for one in changed:
            importance = one.links
            if one.before is not None:
                names = names_of(one.before)
                rank, held = _row_of(database, one.number, names)
                importance += held - len(one.before.mentions)
                _delete(database, rank, one.before, names, frequency)
            if one.after is not None:
                come.append((one, importance + len(one.after.mentions)))
        for one, importance in come:
            assert one.after is not None
            rank = _rank_between(database, (-importance, one.place), place_of)
            names = names_of(one.after)
            keys = sorted({name_key(name) for name in names} - {""})
            tokens = index_tokens(one.after, names)
            frequency.update(filter(can_be_misspelt, tokens))
            text = " ".join([*sorted(tokens), type_token(one.after.type)])
            row = (rank, one.number, importance, "\n".join(names))
            _insert(database, [row], [(key, rank) for key in keys], [(rank, text)])
        _update_words(database, {word: change for word, change in frequency.items() if change})
        database.execute("COMMIT")
    except sqlite3.OperationalError as error:
        raise OSError(f"{path.name}: {error}") from error
    finally:
        database.close()


def _row_of(database: sqlite3.Connection, number: int, names: Sequence[str]) -> tuple[int, int]:
    """Return rank and importance of a node."""
    sql = "SELECT rank, importance FROM name JOIN entity USING (rank) WHERE key = ? AND node = ?"
    key = next((key for key in map(name_key, names) if key), None)
    if key is None:
        sql, key = "SELECT rank, importance FROM entity WHERE names = ? AND node = ?", "\n".join(names)
    found: tuple[int, int] = database.execute(sql, (key, number)).fetchone()
    return found


def _delete(
    database: sqlite3.Connection, rank: int, entity: Entity, names: Sequence[str], frequency: Counter[str]
) -> None:
    tokens = index_tokens(entity, names)
    frequency.subtract(filter(can_be_misspelt, tokens))
    text = " ".join([*sorted(tokens), type_token(entity.type)])
    database.execute("INSERT INTO words (words, rowid, tokens) VALUES ('delete', ?, ?)", (rank, text))
    database.execute("DELETE FROM entity WHERE rank = ?", (rank,))
    database.executemany("DELETE FROM name WHERE key = ? AND rank = ?", [(name_key(name), rank) for name in names])


def _rank_between(database: sqlite3.Connection, key: tuple[int, int], place_of: Callable[[int], int]) -> int:
    """Return a free number for a row with that key: importance, most first, then place."""
    below = 0
    (above,) = database.execute("SELECT coalesce(max(rank), 0) + 1 FROM entity").fetchone()
    if above == 1:
        return _ROOM
    highest = above
    while below < above - 1:
        middle = (below + above) // 2
        sql = "SELECT rank, importance, node FROM entity WHERE rank >= ? ORDER BY rank LIMIT 1"
        rank, importance, node = database.execute(sql, (middle,)).fetchone()
        if (-importance, place_of(node)) < key:
            below = rank
        else:
            above = middle
    following = database.execute("SELECT min(rank) FROM entity WHERE rank > ?", (below,)).fetchone()[0]
    return _between(below, following if following is not None else highest - 1 + 2 * _ROOM)


def _between(below: int, above: int) -> int:
    if above - below < 2:
        raise NoRoomError
    return (below + above) // 2


def _insert_word(database: sqlite3.Connection, number: int, word: str, entities: int) -> None:
    database.execute("INSERT INTO word VALUES (?, ?, ?)", (number, word, entities))
    database.execute("INSERT INTO grams (rowid, tokens) VALUES (?, ?)", (number, " ".join(grams(word))))


def _update_words(database: sqlite3.Connection, changes: Mapping[str, int]) -> None:
    """Move words to where they belong by the number of entities that have them, which changed by so much."""
    rows = database.execute("SELECT number, word, entities FROM word ORDER BY number").fetchall()
    numbers = {word: (number, entities) for number, word, entities in rows if word in changes}
    order = [(-entities, word, number) for number, word, entities in rows if word not in changes]
    for word, (number, _) in numbers.items():
        database.execute("DELETE FROM word WHERE number = ?", (number,))
        sql = "INSERT INTO grams (grams, rowid, tokens) VALUES ('delete', ?, ?)"
        database.execute(sql, (number, " ".join(grams(word))))
    for word, change in sorted(changes.items()):
        entities = numbers.get(word, (0, 0))[1] + change
        if entities > 0:
            insort(order, (-entities, word, 0))
    for place, (entities, word, number) in enumerate(order):
        if number:
            continue
        below = order[place - 1][2] if place else 0
        above = next((other for _, _, other in islice(order, place + 1, None) if other), below + 2 * _ROOM)
        if above - below < 2:
            _write_words(database, [(word, -entities) for entities, word, _ in order])
            return
        order[place] = (entities, word, (below + above) // 2)
        _insert_word(database, order[place][2], word, -entities)


def _write_words(database: sqlite3.Connection, words: Iterable[tuple[str, int]]) -> None:
    """Write all words anew, in order, with room between them."""
    database.execute("DELETE FROM word")
    database.execute("INSERT INTO grams (grams) VALUES ('delete-all')")
    for place, (word, entities) in enumerate(words, start=1):
        _insert_word(database, place * _ROOM, word, entities)


def _insert(database: sqlite3.Connection, *tables: list[tuple[object, ...]]) -> None:
    statements = (
        "INSERT INTO entity VALUES (?, ?, ?, ?)",
        "INSERT INTO name VALUES (?, ?)",
        "INSERT INTO words (rowid, tokens) VALUES (?, ?)",
    )
    for statement, rows in zip(statements, tables, strict=True):
        database.executemany(statement, rows)
        rows.clear()


def _importance(resolution: Resolution) -> list[int]:
    place = {entity.id: number for number, entity in enumerate(resolution.entities)}
    importance = [len(entity.mentions) for entity in resolution.entities]
    for relation in resolution.relations:
        importance[place[relation.source]] += 1
        importance[place[relation.target]] += 1
    return importance


def names_of(entity: Entity) -> list[str]:
    """Return all names of ``entity``, the label first, each once, in a form that a database can hold."""
    names = (entity.label, *(name for _, name in entity.labels), *entity.aliases)
    return list(dict.fromkeys(tidy(clean(name) or "") for name in names))


def words(text: str) -> list[str]:
    """Return the words of ``text`` in order: lower case, parted at blanks and signs and around Chinese.

    >>> words("用 Transformer-XL 做機器翻譯")
    ['用', 'transformer', 'xl', '做机器翻译']
    """
    return _RUN.findall(simplified(unicodedata.normalize("NFKC", text).casefold()))


def can_be_misspelt(word: str) -> bool:
    """Return whether a word is long enough to be known again with a slip, and is written in letters.

    >>> can_be_misspelt("yolov3"), can_be_misspelt("gan"), can_be_misspelt("2018")
    (True, False, False)
    """
    return len(word) > 3 and word.isascii() and word.isalnum() and not word.isdigit()


def is_han(word: str) -> bool:
    """Return whether a word of ``words`` is Chinese."""
    return not word.isascii() and _A_HAN.match(word) is not None


def index_tokens(entity: Entity, names: Sequence[str]) -> set[str]:
    """Return everything by which a word of a search may find ``entity``."""
    tokens: set[str] = set()
    for name in (*names, entity.id.partition("/")[2]):
        name = name[:_LONGEST]
        found = words(name)
        tokens.update(_word_tokens(name, found))
        tokens.update(_acronyms(found))
        tokens.update(pinyin(name))
    return tokens


def _word_tokens(name: str, found: Sequence[str]) -> Iterator[str]:
    for word in found:
        if is_han(word):
            # Pairs, and the last character: so any part of two or more characters is an AND of pairs, and any one
            # character is the beginning of a token.
            yield from (word[i : i + 2] for i in range(len(word)))
        else:
            yield word
            parts = _PART.findall(word)
            if len(parts) > 1:
                yield from parts
    for piece in _CAMEL.split(name):
        if piece != name:
            yield from (word for word in words(piece) if not is_han(word))
    if 1 < len(found) < 6:
        yield name_key(name)


def acronyms(name: str) -> set[str]:
    """Return the acronyms of a name of several words, with its small words and without them.

    >>> sorted(acronyms("Bidirectional Encoder Representations from Transformers"))
    ['berft', 'bert']
    """
    return _acronyms(words(name))


def _acronyms(words: Sequence[str]) -> set[str]:
    found = [word for word in words if not is_han(word)]
    if not 2 <= len(found) <= 12:
        return set()
    whole = "".join(word[0] for word in found)
    large = "".join(word[0] for word in found if word not in _SMALL)
    return {acronym for acronym in (whole, large) if len(acronym) > 1}


def pinyin(name: str) -> set[str]:
    """Return how a name with Chinese is typed without Chinese: all syllables, and their initials.

    >>> sorted(pinyin("计算机视觉"))
    ['jisuanjishijue', 'jsjsj']
    """
    if name.isascii():
        return set()
    key = name_key(name)
    syllables = [_syllable(character) for character in key]
    if not any(syllables):
        return set()
    pairs = list(zip(key, syllables, strict=True))
    return {
        "".join(syllable or character for character, syllable in pairs),
        "".join(syllable[0] if syllable else character for character, syllable in pairs),
    }


@cache
def _syllable(character: str) -> str:
    """Return the most common reading of a Chinese character, without its tone; "" for anything else."""
    if not is_han(character):
        return ""
    from pypinyin.pinyin_dict import pinyin_dict

    reading = pinyin_dict.get(ord(character), "").split(",")[0]
    plain = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")  # ü is typed as v
    return "".join(letter for letter in plain if letter.isascii())


def grams(word: str) -> list[str]:
    """Return the groups of three letters of a word, with its beginning and end marked.

    >>> grams("bert")
    ['^be', 'ber', 'ert', 'rt$']
    """
    padded = f"^{word}$"
    return list(dict.fromkeys(padded[i : i + 3] for i in range(len(padded) - 2)))


def type_token(type_: str) -> str:
    """Return the token that stands for an entity type, which no name can hold."""
    return f"${type_.lower()}"


def all_of(terms: Iterable[str]) -> str:
    """Return the full-text query for rows that hold all ``terms``."""
    return " AND ".join(terms)


def any_of(terms: Iterable[str]) -> str:
    """Return the full-text query for rows that hold one of ``terms``."""
    return f"({' OR '.join(terms)})"
