"""Columns: what each column of a table holds, by its header and its cells."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files

from kgraph.core import Cell
from kgraph.core.text import tidy
from kgraph.extract.forms.results import find_metrics
from kgraph.extract.forms.shapes import is_title, words
from kgraph.extract.reading import Reading, Unit

NUMBER = re.compile(r"^[\s*_]*[+\-±]?\d+(?:[.,．，]\d+)*\s*[%％]?(?:\s*[±(/].*)?[\s*_†‡]*$")
_NOTHING = re.compile(r"^[\s\-–—/]*$|^\s*(?:n/?a|null|none|无)\s*$", re.IGNORECASE)
_SCORES = re.compile(
    r"score|result|value|accuracy|avg|average|mean|overall|test|dev|val\b|得分|分数|结果|成绩|平均|总分|均值|提升",
    re.IGNORECASE,
)
"""Headers under which numbers are results, whatever they measure."""


_STRUCTURE = re.compile(r"(?:模型|网络)?(?:架构|结构|网络)$|architecture$|network$", re.IGNORECASE)


@functools.cache
def _meanings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tomllib.loads(files("kgraph.extract.lists").joinpath("columns.toml").read_text(encoding="utf-8"))["column"]
    return tuple((row["meaning"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


def column_meaning(header: str) -> str:
    """Return what a column with this header holds, or the empty string.

    >>> column_meaning("Paper / Source"), column_meaning("公司"), column_meaning("Test perplexity")
    ('paper', 'organization', '')
    >>> column_meaning("机构@会议"), column_meaning("Venue (Year)")
    ('credit', 'venue')
    """
    text = tidy(re.sub(r"[*_`\[\]]", "", header)).strip(" :：.").lower()
    plain = re.sub(r"\s*[(（][^()（）]*[)）]$", "", text)
    return _joined_meaning(text) or _meaning_of(plain)


def _meaning_of(text: str) -> str:
    return next((meaning for meaning, pattern in _meanings() if pattern.match(text)), "")


_JOINED = re.compile(r"\s*(?:[/@·|｜，,、&＆+(（)）与和及-]|\b(?:and|at)\b)\s*")


def _joined_meaning(text: str) -> str:
    """Return what a column with a header of several parts holds where they say who made something, where it was published and when.

    >>> _joined_meaning("机构@会议"), _joined_meaning("会议/时间"), _joined_meaning("affiliation, year"), _joined_meaning("会议/期刊")
    ('credit', 'venue', 'credit', '')
    """
    parts = [part for part in _JOINED.split(text) if part]
    said = {_meaning_of(part) for part in parts}
    if len(parts) < 2 or len(said) < 2 or not said <= {"organization", "venue", "date"}:
        return ""
    return "credit" if "organization" in said else "venue"


def columns_of(reading: Reading, rows: list[Unit]) -> dict[int, str]:
    """Return the meaning of each column of a table, from the header and, where it is silent, from the cells."""
    header = rows[0].block.header
    found = {number: column_meaning(text) for number, text in enumerate(header)}
    papers = [number for number, meaning in found.items() if meaning == "paper"]
    for number in papers if len(papers) > 1 else ():
        if header[number].strip(" *_").lower() == "source":
            found[number] = "organization"  # beside the paper: whoever the thing comes from
    names = [number for number, meaning in found.items() if meaning == "name"]
    for number in names[1:]:
        if _STRUCTURE.match(header[number].strip(" *_")):
            found[number] = "base"  # behind the column of names: what those are made of
    width = max((len(row.block.cells) for row in rows), default=0)
    for number in range(width):
        cells = [cell_text(row, row.block.cells[number]) for row in rows if number < len(row.block.cells)]
        filled = [cell for cell in cells if not _NOTHING.match(cell)]
        if found.get(number) or not filled:
            found.setdefault(number, "")
            continue
        printed = header[number] if number < len(header) else ""
        if sum(bool(NUMBER.match(cell)) for cell in filled) >= 0.6 * len(filled) and _scores(reading, printed, filled):
            found[number] = "score"
    if "name" not in found.values() and "paper" not in found.values() and "software" not in found.values():
        _guess_subject(reading, rows, found)
    return found


def _scores(reading: Reading, header: str, cells: list[str]) -> bool:
    """Return whether numbers under a header are results: its words say so, or half of them have decimals."""
    if not header.strip():
        return False
    if find_metrics(header, reading.lexicon) or _SCORES.search(header):
        return True
    if any(term.type == "Dataset" for found in reading.lexicon.find(header) for term in found.terms):
        return True
    return sum("." in cell or "%" in cell or "％" in cell for cell in cells) * 2 >= len(cells)


def _guess_subject(reading: Reading, rows: list[Unit], found: dict[int, str]) -> None:
    """Give the first column of names, titles or links the role of the row's subject."""
    if "dataset" in found.values() or "resource" in found.values():
        return
    for number in sorted(found):
        if found[number]:
            continue
        cells = [cell_text(row, row.block.cells[number]) for row in rows if number < len(row.block.cells)]
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled or all(NUMBER.match(cell) for cell in filled):
            continue
        titles = sum(is_title(cell) and len(words(cell)) >= 4 for cell in filled)
        found[number] = "paper" if titles * 2 >= len(filled) else "name"
        return


def cell_text(unit: Unit, cell: Cell) -> str:
    """Return the visible text of a cell."""
    return unit.block.text[cell.start : cell.end]


def lists_datasets(meanings: dict[int, str]) -> bool:
    """Return whether a table's first column with a meaning names datasets: then they are what it lists."""
    return (
        next((meanings[number] for number in sorted(meanings) if meanings[number] not in ("", "text", "date")), "")
        == "dataset"
    )


def header_of(unit: Unit, cell: Cell) -> str:
    """Return the header of the column that a cell stands in."""
    number = unit.block.cells.index(cell)
    return unit.block.header[number] if number < len(unit.block.header) else ""
