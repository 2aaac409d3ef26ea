"""The lexicons: what is generally known of the field, and how its names are found in a text."""

from __future__ import annotations

import csv
import functools
import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, Protocol

import ahocorasick_rs

from kgraph.core.errors import SettingsError
from kgraph.core.text import name_key

ENTITY_FILES = {
    "methods": "Method",
    "datasets": "Dataset",
    "organizations": "Organization",
    "venues": "Venue",
    "software": "Software",
    "people": "Person",
}
OTHER_FILES = {"metrics": "metric", "topics": "topic", "generic": "generic"}
SHORT_FOR = "short for "
TEAM_OF = "team of "
COLUMNS = ["name", "en", "zh", "aliases", "flags", "source"]


@dataclass(frozen=True, slots=True)
class Term:
    """A row of a lexicon: a name with its other names, its entity type (or ``metric``, ``topic``, ``generic``) and flags.

    ``part_of`` is the name of the organisation that the row's source says it is a team of.
    """

    type: str
    name: str
    others: tuple[str, ...]
    flags: frozenset[str]
    zh: str = ""
    part_of: str = ""

    @property
    def surfaces(self) -> tuple[str, ...]:
        """All printed forms, the name first."""
        return (self.name, *self.others)


class Found(NamedTuple):
    """A lexicon name in a text, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    surface: str
    terms: tuple[Term, ...]


class _Readable(Protocol):
    @property
    def name(self) -> str: ...

    def read_text(self, encoding: str | None = None) -> str: ...


_OWN_NAMES = ("Organization", "Software", "Dataset", "Venue")
_SCRIPT_CHANGE = re.compile(r"(?<=[一-鿿])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[一-鿿])")
_LATIN_WORD = re.compile(r"[a-z]{3,}")
SIZE = re.compile(r"[A-Za-z0-9][ -]?\d+(?:\.\d+)?B(?:-A\d+B)?$", re.ASCII)
"""The end of a model's name that gives its size, in billions of parameters."""
_ALNUM = frozenset(string.ascii_letters + string.digits)


def _parse(file: _Readable, type_: str) -> Iterator[Term]:
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))
    if not rows or rows[0] != COLUMNS:
        raise SettingsError(
            f"Lexicon {file.name}: the first line must be the columns {', '.join(COLUMNS)}, tab separated"
        )
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS) or not row[0].strip():
            raise SettingsError(f"Lexicon {file.name}, line {number}: expected {len(COLUMNS)} columns and a name")
        name, en, zh, aliases, flags, source = (cell.strip() for cell in row)
        if source.startswith(SHORT_FOR):
            # An abbreviation has a row of its own for its flags, but stands for the thing it abbreviates.
            aliases, name = "|".join(filter(None, (name, aliases))), source.removeprefix(SHORT_FOR)
        others = [part.strip() for cell in (en, zh, aliases) for part in cell.split("|") if part.strip()]
        unique = tuple(dict.fromkeys(other for other in others if other != name))
        flag_set = frozenset(part.strip() for part in flags.split(",") if part.strip())
        whole = source.removeprefix(TEAM_OF) if source.startswith(TEAM_OF) else ""
        sizes = _sizes([name, en], unique) if type_ == "Method" else {}
        unique = tuple(other for other in unique if name_key(other) not in sizes)
        yield Term(type_, name, unique, flag_set, zh.split("|")[0], whole)
        for size, *spellings in sizes.values():
            yield Term(type_, size, tuple(spellings), flag_set - {"weak"})


def _sizes(names: Iterable[str], others: Iterable[str]) -> dict[str, list[str]]:
    """Return the sizes of a model among its other names, with their spellings, by key: LLaMA-65B is a thing of its own.

    Not so where the model is called by its size: Mistral 7B.
    """
    own = {name_key(name) for name in names}
    found: dict[str, list[str]] = {}
    for other in others:
        if SIZE.search(other) and name_key(other) not in own:
            found.setdefault(name_key(other), []).append(other)
    return found


class Lexicon:
    """All terms, looked up by name or found in running text.

    Matching ignores case except for surfaces of terms flagged ``case``. Latin names must stand between
    non-letters ("gan" is not found in "organ"). Finding costs O(text + hits).
    """

    def __init__(self, terms: Iterable[Term]):
        self.terms = tuple(terms)
        self._by_key: dict[str, list[Term]] = {}
        by_surface: dict[str, list[tuple[str, Term]]] = {}
        for term in self.terms:
            for surface in term.surfaces:
                key = name_key(surface)
                if not key:
                    continue
                held = self._by_key.setdefault(key, [])
                if term not in held:
                    held.append(term)
                if term.type != "topic":
                    by_surface.setdefault(surface.lower(), []).append((surface, term))
                    spaced = _SCRIPT_CHANGE.sub(" ", surface)
                    if spaced != surface and term.type in _OWN_NAMES and spaced not in term.surfaces:
                        # 谷歌AI is as often printed 谷歌 AI.
                        by_surface.setdefault(spaced.lower(), []).append((spaced, term))
        self._surfaces = sorted(surface for surface in by_surface if len(surface.strip()) > 1)
        self._held = [tuple(by_surface[surface]) for surface in self._surfaces]
        self._plain = [
            tuple(dict.fromkeys(term for _, term in held))
            if not any("case" in term.flags for _, term in held)
            else None
            for held in self._held
        ]
        """The terms of each surface that counts in any case; None where the case has to be looked at."""
        self._machine = ahocorasick_rs.AhoCorasick(
            self._surfaces or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The ordinary words of the field: those that long forms, fields and general terms are made of, in small letters."""
        return frozenset(
            word
            for term in self.terms
            for surface in term.surfaces
            if term.type in ("generic", "topic", "metric") or (surface.count(" ") and term.type == "Method")
            for word in _LATIN_WORD.findall(surface.lower())
        )

    def lookup(self, name: str, *types: str) -> tuple[Term, ...]:
        """Return the terms one of whose names is ``name``, whatever its case and punctuation; of ``types`` where given."""
        found = self._by_key.get(name_key(name))
        if found is None:
            return ()
        return tuple(found) if not types else tuple(term for term in found if term.type in types)

    def has(self, name: str, *types: str, flag: str | None = None) -> bool:
        """Return whether a term of these types (and that flag) has this name."""
        return any(flag is None or flag in term.flags for term in self.lookup(name, *types))

    def find(self, text: str) -> list[Found]:
        """Return the lexicon names in ``text``, left to right, longest first, without overlaps."""
        found = []
        for index, start, end in self._machine.find_matches_as_indexes(lowered(text)):
            if not bounded(text, start, end):
                continue
            printed = text[start:end]
            terms = self._plain[index]
            if terms is None:
                terms = tuple(
                    dict.fromkeys(
                        term
                        for surface, term in self._held[index]
                        if "case" not in term.flags or surface == printed or _inner_capital(printed, surface)
                    )
                )
            if terms:
                found.append(Found(start, end, printed, terms))
        return found


def _inner_capital(printed: str, surface: str) -> bool:
    """Return whether a printed form has more capitals than the ordinary word it could be (LookAhead for Lookahead)."""
    return (
        printed[:1] == surface[:1]
        and not surface.isupper()
        and re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]", printed) is not None
    )


def lowered(text: str) -> str:
    """Return ``text`` in lower case with every character at its place (İ has two in lower case and stays).

    >>> lowered("İ BERT")
    'İ bert'
    """
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def bounded(text: str, start: int, end: int) -> bool:
    """Return whether a name from ``start`` to ``end`` does not begin or end inside a Latin word or a number."""
    if start > 0 and text[start - 1] in _ALNUM and text[start] in _ALNUM:
        return False
    return not (end < len(text) and text[end] in _ALNUM and text[end - 1] in _ALNUM)


@functools.lru_cache(maxsize=8)
def load_lexicon(folders: Sequence[Path] = ()) -> Lexicon:
    """Return the shipped lexicon with the rows of ``folders`` added.

    Raises SettingsError for a malformed file and for a folder that is missing or holds no lexicon.
    A folder may hold any of the files ``methods.tsv`` … ``generic.tsv``; see ``lexicons/README.md`` for the columns.
    """
    for folder in folders:
        if not any((folder / f"{stem}.tsv").is_file() for stem in ENTITY_FILES | OTHER_FILES):
            what = "holds no lexicon file" if folder.is_dir() else "is no folder"
            names = ", ".join(f"{stem}.tsv" for stem in ENTITY_FILES | OTHER_FILES)
            raise SettingsError(f"The lexicon '{folder}' {what}. Name a folder with one or more of {names}.")
    terms: list[Term] = []
    shipped = files("kgraph.extract").joinpath("lexicons")
    for stem, type_ in (ENTITY_FILES | OTHER_FILES).items():
        resource = shipped.joinpath(f"{stem}.tsv")
        if resource.is_file():
            terms.extend(_parse(resource, type_))
        for folder in folders:
            file = folder / f"{stem}.tsv"
            if file.is_file():
                terms.extend(_parse(file, type_))
    return Lexicon(terms)
