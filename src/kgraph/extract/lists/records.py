"""Records: bibliographic entries (BibTeX) as papers with authors, venue, year and addresses."""

from __future__ import annotations

import re

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.identifiers import read_address
from kgraph.core.text import has_han, tidy
from kgraph.extract.forms.facts import find_venues
from kgraph.extract.forms.titles import title_name
from kgraph.extract.reading import Reading, Unit

EXTRACTOR = "records.v1"

_RESOURCES = {"book", "inbook", "online", "www", "manual", "proceedings", "booklet", "video", "electronic"}
_SOFTWARE = {"software", "softwareversion"}
_DATA = {"dataset", "data"}
_NEXT_FIELD = re.compile(r'[}"]\s*,\s*[\w-]+\s*=')
_VENUE_FIELDS = ("booktitle", "journal", "journaltitle", "eventtitle", "series")
_OWNER_FIELDS = ("institution", "school", "organization", "publisher")


def read_records(reading: Reading) -> None:
    """Record what bibliographic entries say."""
    for _, unit in reading.units():
        if unit.block.kind is BlockKind.RECORD:
            _read_record(reading, unit)


def _read_record(reading: Reading, unit: Unit) -> None:
    block = unit.block
    fields = {name.lower(): (value, line, column) for name, value, line, column in block.fields}
    title = fields.get("title")
    if title is None or not tidy(title[0]):
        unit.role = "skip"
        return
    entry = fields.get("entrytype", ("misc", 0, 0))[0].lower()
    type_ = (
        "Resource"
        if entry in _RESOURCES
        else "Software"
        if entry in _SOFTWARE
        else "Dataset"
        if entry in _DATA
        else "Paper"
    )
    year = re.search(r"(?:19|20)\d\d", fields.get("year", fields.get("date", ("", 0, 0)))[0])
    url = _url(fields)
    main = _at(reading, block, title, type_, tidy(title[0]), year=int(year.group()) if year else None, url=url)
    unit.main, unit.role = main, "paper" if type_ == "Paper" else "headline"
    unit.mentions.append(main)
    for name in ("author", "editor") if type_ == "Paper" else ("author",):
        if name in fields and (name == "author" or "author" not in fields):
            _people(reading, block, fields[name], main)
    _venue(reading, block, fields, main, int(year.group()) if year else 0)
    for name in _OWNER_FIELDS[: 3 if type_ == "Paper" else 4]:
        if name in fields and entry in (
            "techreport",
            "phdthesis",
            "mastersthesis",
            "thesis",
            "software",
            "dataset",
            "report",
            "misc",
        ):
            terms = reading.lexicon.lookup(fields[name][0], "Organization")
            owner = _at(reading, block, fields[name], "Organization", terms[0].name if terms else tidy(fields[name][0]))
            reading.claim(main, "developedBy", owner, EXTRACTOR, at=(owner.line, owner.column, owner.text))
    introduced = title_name(reading, main.name) if type_ == "Paper" else None
    if introduced is not None:
        thing = _at(reading, block, title, introduced[1], introduced[0], confidence=0.8)
        reading.claim(main, "introduces", thing, EXTRACTOR)
    code = next(
        (address for address in map(read_address, _addresses(fields)) if address and address.type == "Repository"), None
    )
    if code is not None:
        place = next(
            fields[name]
            for name in ("url", "howpublished", "note", "code")
            if name in fields and code.value.casefold() in fields[name][0].casefold()
        )
        repository = _at(reading, block, place, "Repository", code.value, url=code.url)
        unit.mentions.append(repository)
        reading.claim(main, "hasCode", repository, EXTRACTOR)
        if type_ == "Software":
            reading.claim(repository, "implements", main, EXTRACTOR)


def _at(
    reading: Reading,
    block: Block,
    field: tuple[str, int, int],
    type_: str,
    name: str,
    *,
    year: int | None = None,
    url: str | None = None,
    offset: int = 0,
    confidence: float = 0.93,
) -> Mention:
    """Record a mention at a field's place; ``words`` are what the source line prints there."""
    _, line, column = field
    source = reading.document.lines[line - 1] if 0 < line <= len(reading.document.lines) else ""
    # Of an entry printed on one line, the words end where the next field begins.
    rest = _NEXT_FIELD.split(source[column - 1 :], maxsplit=1)[0]
    rest = rest.rstrip().rstrip(",").rstrip('}"').rstrip() or source[column - 1 :].rstrip()
    at = rest.find(name)
    text = name if at >= 0 else rest
    mention = Mention(
        type_, name, reading.document.path, line, column + max(at, 0), text, EXTRACTOR, (), url, year, (), confidence
    )
    reading.keep(mention)
    return mention


# BibTeX says "and"; Chinese entries print commas too, which part family from given names only in other writing.
_BETWEEN_PEOPLE = re.compile(r"\s+and\s+|、|；|;|，(?=[一-鿿])|(?<=[一-鿿]),\s*(?=[一-鿿])")


def _people(reading: Reading, block: Block, field: tuple[str, int, int], main: Mention) -> None:
    for part in _BETWEEN_PEOPLE.split(field[0]):
        name = tidy(part)
        if not name or name.lower() in ("others", "et al.", "等"):
            continue
        if "," in name and not has_han(name):
            family, given = (piece.strip() for piece in name.split(",", 1))
            shown = f"{given} {family}".strip()
        else:
            shown = name.replace(" ", "") if has_han(name) else name
        person = _at(reading, block, field, "Person", shown)
        reading.claim(main, "authoredBy", person, EXTRACTOR)


def _venue(reading: Reading, block: Block, fields: dict[str, tuple[str, int, int]], main: Mention, year: int) -> None:
    for name in _VENUE_FIELDS:
        field = fields.get(name)
        if field is None or not tidy(field[0]) or main.type != "Paper":
            continue
        if re.search(r"arxiv|corr\b|preprint", field[0], re.IGNORECASE):
            continue
        found = next(iter(find_venues(field[0], reading.lexicon)), None)
        terms = reading.lexicon.lookup(
            re.sub(r"^(?:In )?Proceedings of (?:the )?|\b(?:19|20)\d\d\b|[()]", "", field[0]), "Venue"
        )
        series = found.series if found else terms[0].name if terms else tidy(field[0])
        when = (found.year if found else 0) or year
        venue = _at(reading, block, field, "Venue", f"{series} {when}" if when else series, year=when or None)
        reading.claim(main, "publishedAt", venue, EXTRACTOR, at=(venue.line, venue.column, venue.text))
        return


def _addresses(fields: dict[str, tuple[str, int, int]]) -> list[str]:
    return [
        match
        for name in ("url", "howpublished", "note", "code")
        if name in fields
        for match in re.findall(r"https?://[^\s{}\\]+", fields[name][0])
    ]


def _url(fields: dict[str, tuple[str, int, int]]) -> str | None:
    """Return the address of the work: its arXiv number, its DOI, else its URL."""
    eprint = fields.get("eprint", ("", 0, 0))[0].strip()
    if re.fullmatch(r"\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+/\d{7}", eprint):
        return f"https://arxiv.org/abs/{eprint}"
    journal = re.search(
        r"arXiv[:\s]*(?:preprint\s*)?(?:arXiv:)?(\d{4}\.\d{4,5})",
        fields.get("journal", fields.get("note", ("", 0, 0)))[0],
        re.IGNORECASE,
    )
    if journal:
        return f"https://arxiv.org/abs/{journal.group(1)}"
    doi = re.search(r"10\.\d{4,9}/\S+", fields.get("doi", ("", 0, 0))[0])
    if doi:
        return f"https://doi.org/{doi.group()}"
    return next(
        (url for url in _addresses(fields) if (address := read_address(url)) and address.type != "Repository"), None
    )
