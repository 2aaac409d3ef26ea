"""Cells: the organisations, people, venues, datasets and results that a row prints beside what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kgraph.core import Cell, Link, Mention
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.forms.facts import find_venues, split_authors
from kgraph.extract.forms.results import find_metrics
from kgraph.extract.forms.titles import title_name
from kgraph.extract.forms.typing import TYPE_ORDER
from kgraph.extract.lists.columns import NUMBER, cell_text, header_of
from kgraph.extract.lists.makers import record_makers
from kgraph.extract.names.named import names_listed
from kgraph.extract.reading import Reading, Section, Unit

EXTRACTOR = "tables.v1"


THINGS = ("Method", "Software", "Dataset")


@dataclass
class Row:
    """A row being read: its cells by meaning, and what has been found in them."""

    unit: Unit
    paper: Mention | None = None
    thing: Mention | None = None
    codes: list[Mention] = field(default_factory=list)
    datasets: list[Mention] = field(default_factory=list)
    year: int | None = None
    above: Unit | None = None
    """The text right above the table."""


def bounds_of(unit: Unit, cell: Cell) -> tuple[int, int]:
    """Return where the words of a cell start and end, without blanks and marks around them."""
    text = cell_text(unit, cell)
    lead = len(text) - len(re.sub(r"^[\s*_`]+", "", text))
    tail = len(re.sub(r"[\s*_`†‡]+$", "", text))
    return cell.start + lead, cell.start + max(lead, tail)


def links_of(unit: Unit, cell: Cell) -> list[Link]:
    """Return the links of a cell."""
    return [link for link in unit.block.links if cell.start <= link.start < cell.end]


def keep_in_row(
    reading: Reading,
    row: Row,
    start: int,
    end: int,
    type_: str,
    name: str,
    *,
    url: str | None = None,
    year: int | None = None,
    aliases: tuple[str, ...] = (),
    confidence: float = 0.88,
    inside: bool = True,
) -> Mention:
    """Record something that a row lists, under its best known name."""
    terms = reading.lexicon.lookup(name, type_) if type_ in TYPE_ORDER else ()
    term = terms[0] if terms else None
    mention = reading.mention(
        row.unit.block,
        start,
        end,
        type_,
        EXTRACTOR,
        name=term.name if term else name,
        aliases=(name, *aliases, *(term.others if term else ())),
        url=url,
        year=year,
        confidence=confidence,
        inside=inside,
    )
    row.unit.mentions.append(mention)
    return mention


def relate(reading: Reading, row: Row) -> None:
    """A row ties its paper, its thing and its code together."""
    paper, thing = row.paper, row.thing
    if paper is not None and thing is not None:
        reading.claim(paper, "introduces", _its_data(reading, row, paper, thing) or thing, EXTRACTOR, confidence=0.85)
    for code in row.codes:
        at = (code.line, code.column, code.text)
        if paper is not None:
            reading.claim(paper, "hasCode", code, EXTRACTOR, at=at, confidence=0.88)
        if thing is not None:
            reading.claim(code, "implements", thing, EXTRACTOR, at=at, confidence=0.85)


def _its_data(reading: Reading, row: Row, paper: Mention, thing: Mention) -> Mention | None:
    """Return the dataset that a paper's title names before its colon, where the row lists only a method that was tried on it."""
    named = title_name(reading, paper.name)
    if named is None or named[1] != "Dataset" or thing.type == "Dataset" or fold(named[0]) in fold(thing.name):
        return None
    unit = row.unit
    start = next(
        (span.start for span in reading.spans(unit.block, unit.start, unit.end) if span.mention == paper), None
    )
    if start is None or not unit.block.text.startswith(named[0], start):
        return None
    place = (start, start + len(named[0]))
    return reading.mention(unit.block, *place, "Dataset", EXTRACTOR, name=named[0], confidence=0.8, inside=False)


def read_organizations(reading: Reading, row: Row, cell: Cell) -> None:
    """Each name in an organisation column made what the row lists."""
    made = [mention for mention in (row.paper, row.thing) if mention is not None]
    record_makers(reading, row.unit.block, *bounds_of(row.unit, cell), made, EXTRACTOR)


_CREDIT_MARKS = " \t@/·|｜,，、;；&＆+-()（）[]"
"""What parts the organisations and the venue of a cell that holds both."""


def read_credit(reading: Reading, row: Row, cell: Cell) -> None:
    """Read a cell that prints who made what the row lists and where it was published: ``谷歌@KDD``, ``Quix Lab (ICML 2020)``."""
    start, end = bounds_of(row.unit, cell)
    made = [mention for mention in (row.paper, row.thing) if mention is not None]
    place = start
    for stop, after in [*read_venues(reading, row, cell, "venue"), (end, end)]:
        piece = row.unit.block.text[place:stop]
        lead = len(piece) - len(piece.lstrip(_CREDIT_MARKS))
        inner = piece.strip(_CREDIT_MARKS)
        if "(" in inner or "（" in inner:
            inner = piece[lead:].rstrip(_CREDIT_MARKS[:-4] + "(（")
        if inner and not re.fullmatch(r"[\d'’年.\s-]+", inner):
            begin = place + lead
            record_makers(reading, row.unit.block, begin, begin + len(inner), made, EXTRACTOR)
        place = max(place, after)


def read_authors(reading: Reading, row: Row, cell: Cell) -> None:
    """Read the people of an author column: they wrote what the row lists."""
    unit = row.unit
    start, end = bounds_of(unit, cell)
    text = unit.block.text[start:end]
    made = row.paper or row.thing
    people = split_authors(text)
    if not people and has_han(text):
        people = [(match.group(), match.start()) for match in re.finditer(r"[一-鿿·]{2,6}(?=$|[\s、，,;；等])", text)]
    for name, offset in people:
        if name in ("等", "等人"):
            continue
        person = reading.mention(
            unit.block, start + offset, start + offset + len(name), "Person", EXTRACTOR, confidence=0.85
        )
        if made is not None:
            at = (person.line, person.column, person.text)
            reading.claim(made, "authoredBy", person, EXTRACTOR, at=at, confidence=0.85)


def read_venues(reading: Reading, row: Row, cell: Cell, meaning: str) -> list[tuple[int, int]]:
    """Read the venues of a cell and return their places; a year column gives them their year where they print none."""
    unit = row.unit
    made = row.paper or row.thing
    if made is None or made.type not in ("Paper", "Method"):
        return []
    titles = [
        (span.start, span.end)
        for span in reading.spans(unit.block, cell.start, cell.end)
        if span.mention.type == "Paper"
    ]
    places = []
    for venue in find_venues(re.sub("[@/]", " ", cell_text(unit, cell)), reading.lexicon):
        start, end = cell.start + venue.start, cell.start + venue.end
        if any(a <= start < b for a, b in titles):
            continue
        year = venue.year or (row.year if meaning == "venue" else 0) or 0
        name = f"{venue.series} {year}" if year else venue.name
        mention = reading.mention(
            unit.block,
            start,
            end,
            "Venue",
            EXTRACTOR,
            name=name,
            aliases=(unit.block.text[start:end],),
            year=year or None,
        )
        at = (mention.line, mention.column, mention.text)
        reading.claim(made, "publishedAt", mention, EXTRACTOR, at=at, confidence=0.88)
        places.append((start, end))
    return sorted(places)


def read_datasets(reading: Reading, row: Row, cell: Cell) -> None:
    """Names in a dataset column of a row about something else: what it was evaluated on."""
    unit = row.unit
    made = row.thing or row.paper
    start, end = bounds_of(unit, cell)
    position = start
    for piece in re.split(r"\s*(?:[,，、;；/]|\n)\s*", unit.block.text[start:end]):
        name = tidy(piece)
        at = unit.block.text.find(piece, position, end) if piece else -1
        if at < 0 or not name or len(name) > 40 or NUMBER.match(name) or not re.search(r"[A-Za-z一-鿿]", name):
            continue
        position = at + len(piece)
        data = keep_in_row(reading, row, at, at + len(piece), "Dataset", name, confidence=0.8)
        row.datasets.append(data)
        if made is not None:
            reading.claim(made, "evaluatedOn", data, EXTRACTOR, at=(data.line, data.column, data.text), confidence=0.75)


def read_bases(reading: Reading, row: Row, cell: Cell) -> None:
    """Names in a backbone or base-model column: what the row's thing is based on."""
    unit = row.unit
    if row.thing is None:
        return
    for base in names_listed(reading, unit, cell.start, cell.end, "Method", "Software"):
        reading.claim(row.thing, "basedOn", base, EXTRACTOR, at=(base.line, base.column, base.text), confidence=0.75)


def read_scores(reading: Reading, section: Section, row: Row, cells: list[Cell]) -> None:
    """Numbers under a metric's header: results on the dataset that the row, the header or a heading above names."""
    unit = row.unit
    made = row.thing if row.thing is not None and row.thing.type == "Method" else row.paper
    if made is None:
        return
    announced = _announced_dataset(reading, row.above) if cells and row.above is not None else None
    for cell in cells:
        header = header_of(unit, cell)
        own = row.datasets[0] if len(row.datasets) == 1 else None
        if own is None and announced is not None and not _names_dataset(reading, header):
            own = announced
        data = own or _dataset_named(reading, section, header) or _dataset_of_header(reading, unit, header)
        if data is None:
            continue
        start, end = bounds_of(unit, cell)
        for value, metric, unit_ in _values(reading, section, header, unit.block.text[start:end]):
            reading.claim(
                made,
                "evaluatedOn",
                data,
                EXTRACTOR,
                at=reading.words(unit.block, start, end),
                confidence=0.85,
                metric=metric,
                value=value,
                unit=unit_,
                gain=value[0] in "+±" or bool(_GAINS.search(header)),
            )


_VALUE = re.compile(r"[+\-−±]?\d+(?:[,，]\d{3})*(?:[.,．]\d+)?\s?[%％]?(?:\s?(?:±|\+/?-)\s?\d+(?:\.\d+)?\s?[%％]?)?")
_GAINS = re.compile(r"提升|增益|improvement|\bgain|[Δ∆]", re.IGNORECASE)
_HEADER_UNIT = re.compile(r"[(（\[]\s*(%|％|dB|ms|fps|cm|mm|厘米|毫米)\s*[)）\]]", re.IGNORECASE)


def _values(
    reading: Reading, section: Section, header: str, printed: str
) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield (value, metric, unit) of each number of a cell; one cell may hold as many as its header has parts: ``R-1/R-2``."""
    found = [tidy(match.group()) for part in re.split(r"\s*/\s*", printed) if (match := _VALUE.match(part))]
    if not found:
        return
    heads = re.split(r"\s*/\s*", header)
    if len(found) < 2 or len(found) != len(heads):
        found, heads = found[:1], [header]
    for value, head in zip(found, heads, strict=True):
        stated = _HEADER_UNIT.search(head)
        unit = "%" if value.endswith(("%", "％")) else stated.group(1).replace("％", "%") if stated else None
        yield re.sub(r"\s+", "", value).replace("％", "%"), _metric_of(reading, section, head), unit


def _metric_of(reading: Reading, section: Section, header: str) -> str | None:
    """Return the metric that a header names beside a dataset; a header such as "Score" stands for that of a heading above."""
    own = list(header)
    for found in reading.lexicon.find(header):
        if any(term.type == "Dataset" for term in found.terms):
            own[found.start : found.end] = " " * (found.end - found.start)
    rest = "".join(own)
    if named := find_metrics(rest, reading.lexicon):
        return rest[slice(*named[0])]
    if re.fullmatch(r"\W*(?:scores?|results?|values?|test|dev|val|得分|分数|结果|成绩)\W*", rest, re.IGNORECASE):
        for around in section.chain():
            heading = around.heading.text if around.heading is not None else ""
            if named := find_metrics(heading, reading.lexicon):
                return heading[slice(*named[0])]
    return tidy(re.sub(_HEADER_UNIT, "", rest)) or tidy(header) or None


def _dataset_named(reading: Reading, section: Section, header: str) -> Mention | None:
    """Return the dataset that a column's header (where a heading names it too) or the nearest heading names."""
    for found in reading.lexicon.find(header):
        term = next((term for term in found.terms if term.type == "Dataset"), None)
        if term is not None:
            return _heading_dataset(reading, section, term.name)
    return _heading_dataset(reading, section, None)


def _names_dataset(reading: Reading, header: str) -> bool:
    return any(term.type == "Dataset" for found in reading.lexicon.find(header) for term in found.terms)


_TABLE_OF = re.compile(
    r"[:：]\s*$|对比|结果|成绩|得分|表现|比较|排名|榜|^\s*(?:表|Table)\s?\d|\b(?:results?|comparisons?|performance|scores|accurac\w+)\b",
    re.IGNORECASE,
)
"""What a sentence says that announces the numbers of the table below it."""
_MEASURED_ON = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][\w-]*[A-Za-z][\w-]*)(?=\s?(?:测试集|验证集|数据集|基准|评测集|(?:test|validation|val|dev)(?: set| split)\b|dataset\b|benchmark\b))",
    re.ASCII,
)


def _announced_dataset(reading: Reading, above: Unit) -> Mention | None:
    """Return the one dataset that the last sentence above a table names: ``MOT17 验证集上的对比：``."""
    text = above.text.rstrip()
    first = max((match.end() for match in re.finditer(r"[。！？]|\.\s(?=[A-Z])", text[:-1])), default=0)
    if _TABLE_OF.search(text, first) is None:
        return None
    places = {
        (found.start + first, found.end + first, term.name)
        for found in reading.lexicon.find(text[first:])
        for term in found.terms
        if term.type == "Dataset" and "weak" not in term.flags
    }
    if not places:
        places = {(*match.span("name"), match["name"]) for match in _MEASURED_ON.finditer(text, first)}
    if len(places) != 1:
        return None
    ((start, end, name),) = places
    if any(
        span.mention.type != "Dataset" for span in reading.spans(above.block, above.start + start, above.start + end)
    ):
        return None
    at = (above.start + start, above.start + end)
    return reading.mention(
        above.block, *at, "Dataset", EXTRACTOR, name=name, aliases=(text[start:end],), confidence=0.8
    )


def _dataset_of_header(reading: Reading, unit: Unit, header: str) -> Mention | None:
    """Return the known dataset that a column's header prints, at its place in the lines above the row."""
    for found in reading.lexicon.find(header):
        term = next((term for term in found.terms if term.type == "Dataset"), None)
        if term is None:
            continue
        lines = reading.document.lines
        for number in range(unit.line - 1, max(0, unit.line - 200), -1):
            column = lines[number - 1].find(found.surface)
            if column < 0 or tidy(header).split(" ")[0] not in lines[number - 1]:
                continue
            mention = Mention(
                "Dataset",
                term.name,
                reading.document.path,
                number,
                column + 1,
                found.surface,
                EXTRACTOR,
                tuple(form for form in term.surfaces if form != term.name),
                confidence=0.85,
            )
            reading.keep(mention)
            return mention
    return None


def _heading_dataset(reading: Reading, section: Section, name: str | None) -> Mention | None:
    for around in section.chain():
        for subject in around.subjects:
            if subject.type == "Dataset" and (name is None or fold(subject.name) == fold(name)):
                return subject
    return None
