"""Tables: rows that list a paper, a model, a dataset or a tool, read by the meaning of their columns."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass, field
from importlib.resources import files

from kgraph.core import BlockKind, Cell, Link, Mention
from kgraph.core.identifiers import Address, kept_url, read_address, shown_url, untitled
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.facts import find_date, find_venues, is_badge, split_authors
from kgraph.extract.people import find_organizations
from kgraph.extract.reading import Reading, Section, Unit
from kgraph.extract.results import find_results, metric_pattern
from kgraph.extract.shapes import is_headline, is_title, words
from kgraph.extract.typing import TYPE_ORDER, odd_case, type_from_words

EXTRACTOR = "tables.v1"

THINGS = ("Method", "Software", "Dataset")
_NUMBER = re.compile(r"^[\s*_]*[+\-±]?\d+(?:[.,]\d+)*\s*[%％]?(?:\s*[±(/].*)?[\s*_]*$")
_CITED = re.compile(r"\s*[(（](?P<who>[^()（）]*?(?:19|20)\d\d[a-z]?)[)）]\s*[*†‡]*$")
_ACRONYM = re.compile(r"^(?P<long>.{4,80}?)\s*[(（](?P<short>[A-Za-z][\w\-./ ]{1,14})[)）]\s*[*†]*$")
_CITATION = re.compile(r"\bet al\b|['’]\d\d\b|&.*\d\d|^\W*[A-Z][\w-]+,? (?:19|20)\d\d$", re.IGNORECASE)
_METHOD_HEADER = re.compile(
    r"model|method|algorithm|approach|network|optimi|loss|模型|方法|算法|网络|优化器", re.IGNORECASE
)
_SPLIT = re.compile(r"\s*(?:[/、，,;；&＆+]|\band\b|与|和|\n)\s*")


@functools.cache
def _meanings() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = tomllib.loads(files("kgraph.extract").joinpath("columns.toml").read_text(encoding="utf-8"))["column"]
    return tuple((row["meaning"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows)


def column_meaning(header: str) -> str:
    """Return what a column with this header holds, or the empty string.

    >>> column_meaning("Paper / Source"), column_meaning("公司"), column_meaning("Test perplexity")
    ('paper', 'organization', '')
    """
    text = tidy(re.sub(r"[*_`\[\]]", "", header)).strip(" :：").lower()
    text = re.sub(r"\s*[(（][^()（）]*[)）]$", "", text)
    return next((meaning for meaning, pattern in _meanings() if pattern.match(text)), "")


@dataclass
class _Row:
    """A row being read: its cells by meaning, and what has been found in them."""

    unit: Unit
    paper: Mention | None = None
    thing: Mention | None = None
    codes: list[Mention] = field(default_factory=list)
    year: int | None = None


def read_tables(reading: Reading) -> None:
    """Record what the rows of tables list."""
    for section in reading.sections:
        meanings: dict[int | None, dict[int, str]] = {}
        tables: dict[int | None, list[Unit]] = {}
        for unit in section.units:
            tables.setdefault(unit.block.table, []).append(unit)
        for unit in section.units:
            if unit.block.kind is not BlockKind.ROW:
                continue
            table = unit.block.table
            if table not in meanings:
                meanings[table] = _columns(reading, tables[table])
            _read_row(reading, section, unit, meanings[table])


def _columns(reading: Reading, rows: list[Unit]) -> dict[int, str]:
    """Return the meaning of each column of a table, from the header and, where it is silent, from the cells."""
    header = rows[0].block.header
    found = {number: column_meaning(text) for number, text in enumerate(header)}
    width = max((len(row.block.cells) for row in rows), default=0)
    metrics = metric_pattern(reading.lexicon)
    for number in range(width):
        cells = [_text(row, row.block.cells[number]) for row in rows if number < len(row.block.cells)]
        filled = [cell for cell in cells if cell.strip()]
        if found.get(number) or not filled:
            found.setdefault(number, "")
            continue
        printed = header[number] if number < len(header) else ""
        if sum(bool(_NUMBER.match(cell)) for cell in filled) >= 0.6 * len(filled) and (
            printed.strip() or metrics.search(printed)
        ):
            found[number] = "score"
    if "name" not in found.values() and "paper" not in found.values() and "software" not in found.values():
        _guess_subject(reading, rows, found)
    return found


def _guess_subject(reading: Reading, rows: list[Unit], found: dict[int, str]) -> None:
    """Give the first column of names, titles or links the role of the row's subject."""
    if "dataset" in found.values() or "resource" in found.values():
        return
    for number in sorted(found):
        if found[number]:
            continue
        cells = [_text(row, row.block.cells[number]) for row in rows if number < len(row.block.cells)]
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled or all(_NUMBER.match(cell) for cell in filled):
            continue
        titles = sum(is_title(cell) and len(words(cell)) >= 4 for cell in filled)
        found[number] = "paper" if titles * 2 >= len(filled) else "name"
        return


def _text(unit: Unit, cell: Cell) -> str:
    return unit.block.text[cell.start : cell.end]


def _read_row(reading: Reading, section: Section, unit: Unit, meanings: dict[int, str]) -> None:
    cells: dict[str, list[Cell]] = {}
    for number, cell in enumerate(unit.block.cells):
        if _text(unit, cell).strip():
            cells.setdefault(meanings.get(number, ""), []).append(cell)
    row = _Row(unit)
    for cell in cells.get("date", []):
        date = find_date(_text(unit, cell))
        row.year = date[0] if date else row.year
    for cell in cells.get("paper", []):
        _paper_cell(reading, row, cell)
    subjects = [("name", "Method"), ("software", "Software"), ("resource", "Resource")]
    if not cells.get("name") and not cells.get("software") and (row.paper is None or _first_is_dataset(meanings)):
        subjects.append(("dataset", "Dataset"))
    for meaning, type_ in subjects:
        for cell in cells.get(meaning, [])[:1]:
            _subject_cell(reading, section, row, cell, type_, meanings)
    for meaning in ("code", "link", "text", "", "paper", "name", "software", "dataset", "date"):
        for cell in cells.get(meaning, []):
            _links_of_cell(reading, row, cell, meaning)
    _relate(reading, row)
    for cell in cells.get("organization", []):
        _organizations(reading, row, cell)
    for cell in cells.get("author", []):
        _authors(reading, row, cell)
    for meaning in ("venue", "paper", "date", "name"):
        for cell in cells.get(meaning, []):
            _venues(reading, row, cell, meaning)
    if row.thing is None or row.thing.type != "Dataset":
        for cell in cells.get("dataset", []):
            _datasets(reading, row, cell)
    for cell in cells.get("base", []):
        _bases(reading, row, cell)
    _scores(reading, section, row, cells.get("score", []))
    unit.main = row.thing or row.paper
    unit.role = "row" if unit.mentions else "prose"


def _first_is_dataset(meanings: dict[int, str]) -> bool:
    """Return whether a table's first column with a meaning names datasets: then they are what it lists."""
    return (
        next((meanings[number] for number in sorted(meanings) if meanings[number] not in ("", "text", "date")), "")
        == "dataset"
    )


def _bounds(unit: Unit, cell: Cell) -> tuple[int, int]:
    """Return where the words of a cell start and end, without blanks and marks around them."""
    text = _text(unit, cell)
    lead = len(text) - len(re.sub(r"^[\s*_`]+", "", text))
    tail = len(re.sub(r"[\s*_`†‡]+$", "", text))
    return cell.start + lead, cell.start + max(lead, tail)


def _links(unit: Unit, cell: Cell) -> list[Link]:
    return [link for link in unit.block.links if cell.start <= link.start < cell.end]


def _paper_cell(reading: Reading, row: _Row, cell: Cell) -> None:
    """Read the paper of a row: its title, or only its address (then it is known by its identifier)."""
    unit = row.unit
    links = _links(unit, cell)
    titled = next((link for link in links if not link.bare and not is_badge(link.text, reading.lexicon)), None)
    start, end = (titled.start, titled.end) if titled is not None else _bounds(unit, cell)
    text = tidy(unit.block.text[start:end])
    address = read_address(titled.url) if titled is not None else None
    if not text or (titled is None and links):
        paper_link = next((link for link in links if _type_of(link) == "Paper"), None)
        if paper_link is None:
            return
        address = read_address(paper_link.url)
        assert address is not None
        row.paper = _keep(
            reading,
            row,
            paper_link.start,
            paper_link.end,
            "Paper",
            untitled(paper_link.url),
            url=kept_url(paper_link.url),
        )
        return
    if titled is None and _CITATION.search(text):
        return
    short = len(words(text)) <= 3 and not (has_han(text) and len(text) > 8)
    if titled is not None and short and address is not None and not is_title(text):
        _named_in_paper_cell(reading, row, titled, text, address)
        return
    if not (is_title(text) or (titled is not None and len(words(text)) >= 3) or (has_han(text) and len(text) >= 6)):
        return
    url = kept_url(titled.url) if titled is not None and address is not None else None
    if address is not None and address.type == "Resource" and len(words(text)) <= 3:
        row.thing = _keep(reading, row, start, end, "Resource", text, url=url)
        return
    row.paper = _keep(reading, row, start, end, "Paper", text, url=url, year=row.year, confidence=0.9)


def _named_in_paper_cell(reading: Reading, row: _Row, link: Link, text: str, address: Address) -> None:
    """Read ``[TIGER](arxiv…)``: the link names the method, the paper is known by its address only."""
    venue = next(iter(find_venues(text, reading.lexicon)), None)
    if reading.lexicon.has(text, "generic") or venue is not None or re.fullmatch(r"[\d.v]+", text):
        if address.type == "Paper":
            row.paper = _keep(
                reading,
                row,
                link.start,
                link.end,
                "Paper",
                untitled(link.url),
                url=kept_url(link.url),
                year=row.year,
                inside=False,
            )
        return
    if address.type != "Paper":
        row.thing = _keep(reading, row, link.start, link.end, "Resource", text, url=link.url)
        return
    kind = reading.types.get(fold(text), "")
    known = {term.type for term in reading.lexicon.lookup(text, *THINGS)}
    type_ = kind if kind in THINGS else known.pop() if len(known) == 1 else "Method"
    row.thing = _keep(reading, row, link.start, link.end, type_, text, confidence=0.85)
    reading.types.setdefault(fold(text), type_)
    reading.shown.setdefault(fold(text), text)
    row.paper = _keep(
        reading,
        row,
        link.start,
        link.end,
        "Paper",
        untitled(link.url),
        url=kept_url(link.url),
        year=row.year,
        inside=False,
    )


def _type_of(link: Link) -> str:
    address = read_address(link.url)
    return address.type if address is not None else ""


def _keep(
    reading: Reading,
    row: _Row,
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


def _subject_cell(
    reading: Reading, section: Section, row: _Row, cell: Cell, type_: str, meanings: dict[int, str]
) -> None:
    """Read the cell that names what the row is about: a model, a tool, a dataset, or a paper's title."""
    unit = row.unit
    links = [link for link in _links(unit, cell) if not link.bare and not is_badge(link.text, reading.lexicon)]
    start, end = _bounds(unit, cell)
    link = links[0] if links else None
    if link is not None and len(link.text.strip()) >= 2:
        start, end = link.start, link.end
    text = unit.block.text[start:end].split("\n")[0]
    end = start + len(text)
    cited = _CITED.search(text)
    if cited is not None:
        end = start + cited.start()
        year = re.search(r"(?:19|20)\d\d", cited["who"])
        row.year = row.year or (int(year.group()) if year else None)
        text = text[: cited.start()]
    text = tidy(text)
    address = read_address(link.url) if link is not None else None
    if re.search(r"^[A-Z][\w-]+ et al\.?$", text):
        return
    if not text or _NUMBER.match(text) or reading.lexicon.has(text, "generic", flag="badge"):
        return
    if type_ == "Resource":
        row.thing = _keep(reading, row, start, end, "Resource", text, url=link.url if link and address else None)
        return
    listed = address is not None and address.type == "Paper"
    named = column_meaning(_header_of(unit, cell)) in ("name", "software") and not (listed and len(words(text)) >= 6)
    if (not named and is_title(text) and len(words(text)) >= 5) or (
        not named and has_han(text) and is_headline(text) and len(text) > 14
    ):
        if row.paper is None:
            paperish = is_title(text) or (address is not None and address.type == "Paper")
            kind = "Paper" if paperish else "Resource"
            mention = _keep(
                reading, row, start, end, kind, text, url=link.url if link and address else None, year=row.year
            )
            row.paper = mention if kind == "Paper" else None
        return
    acronym = _ACRONYM.match(text)
    name = text
    aliases: tuple[str, ...] = ()
    long_known = acronym is not None and reading.lexicon.has(acronym["long"], *THINGS)
    if acronym and not long_known and odd_case(acronym["short"]) and len(words(acronym["long"])) >= 2:
        name, aliases = re.split(r"[,，/]", acronym["short"])[0].strip(), (acronym["long"], text)
    elif (bracket := re.match(r"^(?P<name>[^()（）]{3,60}?)\s*[(（]", text)) is not None:
        inner = re.search(r"[(（]([^()（）]+)[)）]", text)
        name, aliases = bracket["name"], (text, inner.group(1) if inner else text)
    kind = _subject_type(reading, section, name, type_, unit, meanings)
    home = (
        link.url if link is not None and address is not None and address.type not in ("Paper", "Repository") else None
    )
    row.thing = _keep(reading, row, start, end, kind, name, url=home, aliases=aliases, confidence=0.85)
    reading.types.setdefault(fold(name), kind)
    reading.shown.setdefault(fold(name), name)
    if address is not None and address.type == "Paper" and row.paper is None and link is not None:
        row.paper = _keep(
            reading,
            row,
            link.start,
            link.end,
            "Paper",
            untitled(link.url),
            url=kept_url(link.url),
            year=row.year,
            inside=False,
        )


def _header_of(unit: Unit, cell: Cell) -> str:
    number = unit.block.cells.index(cell)
    return unit.block.header[number] if number < len(unit.block.header) else ""


def _subject_type(
    reading: Reading, section: Section, name: str, type_: str, unit: Unit, meanings: dict[int, str]
) -> str:
    decided = reading.types.get(fold(name))
    if decided in THINGS:
        return decided
    known = {term.type for term in reading.lexicon.lookup(name, *THINGS)}
    if type_ in known or not known:
        if type_ != "Method":
            return type_
    if len(known) == 1:
        return known.pop()
    if any(_METHOD_HEADER.search(text) for text in unit.block.header if column_meaning(text) == "name"):
        return "Method"
    heads = [other.heading.text for other in section.chain() if other.heading is not None]
    for text in (*heads, *unit.block.header):
        found = type_from_words(text)
        if found in THINGS:
            return found
    return type_


def _links_of_cell(reading: Reading, row: _Row, cell: Cell, meaning: str) -> None:
    unit = row.unit
    for link in _links(unit, cell):
        address = read_address(link.url)
        if address is None:
            continue
        if address.type == "Repository":
            code = _keep(
                reading, row, link.start, link.end, "Repository", address.value, url=address.url, inside=link.bare
            )
            row.codes.append(code)
        elif address.type == "Paper":
            if row.paper is None:
                title = tidy(link.text)
                name = title if is_title(title) and not link.bare else untitled(link.url)
                row.paper = _keep(
                    reading, row, link.start, link.end, "Paper", name, url=kept_url(link.url), year=row.year
                )
            elif meaning in ("link", "paper", "code", "", "date"):
                reading.mention(
                    unit.block,
                    link.start,
                    link.end,
                    "Paper",
                    EXTRACTOR,
                    name=row.paper.name,
                    url=kept_url(link.url),
                    inside=False,
                )
        elif row.thing is not None and meaning in ("link", "name", "dataset", "software") and row.thing.url is None:
            reading.mention(
                unit.block,
                link.start,
                link.end,
                row.thing.type,
                EXTRACTOR,
                name=row.thing.name,
                url=link.url,
                inside=False,
            )
        elif meaning in ("link", "text", "") and row.thing is None and row.paper is None:
            text = tidy(link.text)
            name = shown_url(link.url) if link.bare or is_badge(text, reading.lexicon) else text
            row.thing = _keep(reading, row, link.start, link.end, "Resource", name, url=link.url)


def _relate(reading: Reading, row: _Row) -> None:
    """A row ties its paper, its thing and its code together."""
    paper, thing = row.paper, row.thing
    if paper is not None and thing is not None:
        reading.claim(paper, "introduces", thing, EXTRACTOR, confidence=0.85)
    for code in row.codes:
        at = (code.line, code.column, code.text)
        if paper is not None:
            reading.claim(paper, "hasCode", code, EXTRACTOR, at=at, confidence=0.88)
        if thing is not None:
            reading.claim(code, "implements", thing, EXTRACTOR, at=at, confidence=0.85)


def _organizations(reading: Reading, row: _Row, cell: Cell) -> None:
    """Each name in an organisation column made what the row lists."""
    unit = row.unit
    start, end = _bounds(unit, cell)
    position = start
    for piece in _SPLIT.split(unit.block.text[start:end]):
        name = tidy(piece)
        at = unit.block.text.find(piece, position, end) if piece else -1
        if at < 0 or not name or _NUMBER.match(name) or len(name) > 60 or name in ("-", "/", "–", "N/A", "无"):
            continue
        position = at + len(piece)
        terms = reading.lexicon.lookup(name, "Organization")
        full = next(iter(find_organizations(name)), None)
        if not terms and full is None and not re.search(r"\w{2,}", name):
            continue
        owner = reading.mention(
            unit.block,
            at,
            at + len(piece.rstrip()),
            "Organization",
            EXTRACTOR,
            name=terms[0].name if terms else name,
            aliases=(name, *(terms[0].others if terms else ())),
            confidence=0.9 if terms else 0.75,
        )
        where = (owner.line, owner.column, owner.text)
        for made in (row.paper, row.thing):
            if made is not None:
                reading.claim(made, "developedBy", owner, EXTRACTOR, at=where, confidence=0.85)


def _authors(reading: Reading, row: _Row, cell: Cell) -> None:
    unit = row.unit
    start, end = _bounds(unit, cell)
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


def _venues(reading: Reading, row: _Row, cell: Cell, meaning: str) -> None:
    unit = row.unit
    made = row.paper or row.thing
    if made is None or made.type not in ("Paper", "Method"):
        return
    spans = [
        (span.start, span.end)
        for span in reading.spans(unit.block, cell.start, cell.end)
        if span.mention.type == "Paper"
    ]
    for venue in find_venues(_text(unit, cell), reading.lexicon):
        start, end = cell.start + venue.start, cell.start + venue.end
        if any(a <= start < b for a, b in spans):
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


def _datasets(reading: Reading, row: _Row, cell: Cell) -> None:
    """Names in a dataset column of a row about something else: what it was evaluated on."""
    unit = row.unit
    made = row.thing or row.paper
    start, end = _bounds(unit, cell)
    position = start
    for piece in re.split(r"\s*(?:[,，、;；/]|\n)\s*", unit.block.text[start:end]):
        name = tidy(piece)
        at = unit.block.text.find(piece, position, end) if piece else -1
        if at < 0 or not name or len(name) > 40 or _NUMBER.match(name) or not re.search(r"[A-Za-z一-鿿]", name):
            continue
        position = at + len(piece)
        data = _keep(reading, row, at, at + len(piece), "Dataset", name, confidence=0.8)
        if made is not None:
            reading.claim(made, "evaluatedOn", data, EXTRACTOR, at=(data.line, data.column, data.text), confidence=0.75)


def _bases(reading: Reading, row: _Row, cell: Cell) -> None:
    """Names in a backbone or base-model column: what the row's thing is based on."""
    unit = row.unit
    if row.thing is None:
        return
    for found in reading.lexicon.find(_text(unit, cell)):
        term = next((term for term in found.terms if term.type in ("Method", "Software")), None)
        if term is None:
            continue
        start, end = cell.start + found.start, cell.start + found.end
        base = reading.mention(
            unit.block,
            start,
            end,
            term.type,
            EXTRACTOR,
            name=term.name,
            aliases=(found.surface, *term.others),
            confidence=0.8,
        )
        reading.claim(row.thing, "basedOn", base, EXTRACTOR, at=(base.line, base.column, base.text), confidence=0.75)


def _scores(reading: Reading, section: Section, row: _Row, cells: list[Cell]) -> None:
    """Numbers under a metric's header: results on the dataset that the header or a heading above names."""
    unit = row.unit
    made = row.thing if row.thing is not None and row.thing.type == "Method" else row.paper
    if made is None:
        return
    for cell in cells:
        header = _header_of(unit, cell)
        data = _dataset_named(reading, section, header) or _dataset_of_header(reading, unit, header)
        if data is None:
            continue
        start, end = _bounds(unit, cell)
        printed = unit.block.text[start:end]
        metric = metric_pattern(reading.lexicon).search(header)
        found = next(
            find_results(f"{header} {printed}", len(header), len(header) + 1 + len(printed), reading.lexicon), None
        )
        value = re.match(r"[+\-±]?\d+(?:[.,]\d+)*\s*[%％]?", printed)
        line, column, text = reading.words(unit.block, start, end)
        reading.claim(
            made,
            "evaluatedOn",
            data,
            EXTRACTOR,
            at=(line, column, text),
            confidence=0.85,
            metric=metric.group() if metric else tidy(header) or None,
            value=tidy(value.group()) if value else tidy(printed),
            unit=found.unit if found else None,
        )


def _dataset_named(reading: Reading, section: Section, header: str) -> Mention | None:
    """Return the dataset that a column's header (where a heading names it too) or the nearest heading names."""
    for found in reading.lexicon.find(header):
        term = next((term for term in found.terms if term.type == "Dataset"), None)
        if term is not None:
            return _heading_dataset(reading, section, term.name)
    return _heading_dataset(reading, section, None)


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
