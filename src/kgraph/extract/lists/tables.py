"""Tables: rows that list a paper, a model, a dataset or a tool, read by the meaning of their columns."""

from __future__ import annotations

import re

from kgraph.core import BlockKind, Cell, Link, Mention
from kgraph.core.identifiers import Address, kept_url, read_address, shown_url, untitled
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.forms.facts import find_date, find_venues, is_badge, star_count
from kgraph.extract.forms.shapes import is_headline, is_title, words
from kgraph.extract.forms.titles import title_end
from kgraph.extract.forms.typing import odd_case, type_from_words
from kgraph.extract.lists.cells import (
    EXTRACTOR,
    THINGS,
    Row,
    bounds_of,
    keep_in_row,
    links_of,
    read_authors,
    read_bases,
    read_credit,
    read_datasets,
    read_organizations,
    read_scores,
    read_venues,
    relate,
)
from kgraph.extract.lists.columns import NUMBER, cell_text, column_meaning, columns_of, header_of, lists_datasets
from kgraph.extract.lists.listed import listed_type
from kgraph.extract.lists.meta import keep_stars
from kgraph.extract.names.named import name_like, name_noted
from kgraph.extract.reading import Reading, Section, Unit

_CITED = re.compile(r"\s*[(（](?P<who>[^()（）]*?(?:19|20)\d\d[a-z]?)[)）]\s*[*†‡]*$")


_ACRONYM = re.compile(r"^(?P<long>.{4,80}?)\s*[(（](?P<short>[A-Za-z][\w\-./ ]{1,14})[)）]\s*[*†]*$")


_CITATION = re.compile(r"\bet al\b|['’]\d\d\b|&.*\d\d|^\W*[A-Z][\w-]+,? (?:19|20)\d\d$", re.IGNORECASE)


_REFERS = re.compile(
    r"(?:参?见(?!证)|详见|同(?:上|左|右|下|前)|暂无|待(?:补|定|公布)|无(?:论文)?$|未(?:公开|发表|公布))|(?:see|same as|ditto|tba|tbd|n/a|unpublished)\b",
    re.IGNORECASE,
)
"""What a cell says that refers to another place or says that there is nothing: 见上一行的论文, 同上, see above."""


_JOINED = re.compile(r"\s+[+＋]\s+")


_METHOD_HEADER = re.compile(
    r"model|method|algorithm|approach|network|optimi|loss|模型|方法|算法|网络|优化器", re.IGNORECASE
)


def read_tables(reading: Reading) -> None:
    """Record what the rows of tables list."""
    for section in reading.sections:
        meanings: dict[int | None, dict[int, str]] = {}
        tables: dict[int | None, list[Unit]] = {}
        for unit in section.units:
            tables.setdefault(unit.block.table, []).append(unit)
        above: Unit | None = None
        for unit in section.units:
            if unit.block.kind is not BlockKind.ROW:
                above = unit if re.search(r"\w{2}", unit.text) else above
                continue
            table = unit.block.table
            if table not in meanings:
                meanings[table] = columns_of(reading, tables[table])
            _read_row(reading, section, unit, meanings[table], above)


def _read_row(
    reading: Reading, section: Section, unit: Unit, meanings: dict[int, str], above: Unit | None = None
) -> None:
    cells: dict[str, list[Cell]] = {}
    for number, cell in enumerate(unit.block.cells):
        if cell_text(unit, cell).strip():
            cells.setdefault(meanings.get(number, ""), []).append(cell)
    row = Row(unit, above=above)
    for cell in cells.get("date", []):
        row.year = _year_of(cell_text(unit, cell)) or row.year
    for cell in cells.get("paper", []):
        _paper_cell(reading, row, cell)
    subjects = [("name", "Method"), ("software", "Software"), ("resource", "Resource")]
    if not cells.get("name") and not cells.get("software") and (row.paper is None or lists_datasets(meanings)):
        subjects.append(("dataset", "Dataset"))
    for meaning, type_ in subjects:
        for cell in cells.get(meaning, [])[:1]:
            _subject_cell(reading, section, row, cell, type_, meanings)
    for meaning in ("code", "link", "text", "", "paper", "name", "software", "dataset", "date"):
        for cell in cells.get(meaning, []):
            _links_of_cell(reading, row, cell, meaning)
    relate(reading, row)
    for cell in cells.get("organization", []):
        read_organizations(reading, row, cell)
    for cell in cells.get("credit", []):
        read_credit(reading, row, cell)
    for cell in cells.get("author", []):
        read_authors(reading, row, cell)
    for meaning in ("venue", "paper", "date", "name"):
        for cell in cells.get(meaning, []):
            read_venues(reading, row, cell, meaning)
    if row.thing is None or row.thing.type != "Dataset":
        for cell in cells.get("dataset", []):
            read_datasets(reading, row, cell)
    for cell in cells.get("text", []):
        _stars_cell(reading, row, cell)
    for cell in cells.get("base", []):
        read_bases(reading, row, cell)
    read_scores(reading, section, row, cells.get("score", []))
    unit.main = row.thing or row.paper
    unit.role = "row" if unit.mentions else "prose"


_SHORT_YEAR = re.compile(r"\W*['’]?(\d\d)\s?年?\W*")


def _year_of(text: str) -> int | None:
    """Return the year that a cell of dates prints, in short perhaps.

    >>> _year_of("2019.03"), _year_of("'18"), _year_of("98 年"), _year_of("2 月")
    (2019, 2018, 1998, None)
    """
    date = find_date(text)
    if date is not None:
        return date[0]
    short = _SHORT_YEAR.fullmatch(text)
    return None if short is None else int(short[1]) + (2000 if int(short[1]) < 50 else 1900)


def _stars_cell(reading: Reading, row: Row, cell: Cell) -> None:
    """Give a number below a header such as Stars to the repository of the row, else to its software."""
    if not re.search(r"\bstars?\b|星", header_of(row.unit, cell), re.IGNORECASE):
        return
    stars = star_count(f"stars: {tidy(cell_text(row.unit, cell))}")
    starred = (
        row.codes[0] if row.codes else row.thing if row.thing is not None and row.thing.type == "Software" else None
    )
    if stars is not None and starred is not None:
        keep_stars(reading, row.unit, starred, stars)


def _paper_cell(reading: Reading, row: Row, cell: Cell) -> None:
    """Read the paper of a row: its title, or only its address (then it is known by its identifier)."""
    unit = row.unit
    links = links_of(unit, cell)
    titled = next((link for link in links if not link.bare and not is_badge(link.text, reading.lexicon)), None)
    start, end = (titled.start, titled.end) if titled is not None else _before_badges(unit, cell, links)
    text = tidy(unit.block.text[start:end])
    address = read_address(titled.url) if titled is not None else None
    paper_link = next((link for link in links if _type_of(link) == "Paper"), None)
    if not text or (titled is None and links and not (is_title(text) and len(words(text)) >= 3)):
        if paper_link is None:
            return
        address = read_address(paper_link.url)
        assert address is not None
        row.paper = keep_in_row(
            reading,
            row,
            paper_link.start,
            paper_link.end,
            "Paper",
            untitled(paper_link.url),
            url=kept_url(paper_link.url),
        )
        return
    if titled is None and (_CITATION.search(text) or _REFERS.match(text)):
        return
    short = len(words(text)) <= 3 and not (has_han(text) and len(text) > 8)
    if titled is not None and short and address is not None and not is_title(text):
        _named_in_paper_cell(reading, row, titled, text, address)
        return
    if not (is_title(text) or (titled is not None and len(words(text)) >= 3) or (has_han(text) and len(text) >= 6)):
        return
    if titled is None:
        text = text[: title_end(reading, text)]
        end = start + len(text) if unit.block.text.startswith(text, start) else end
    if titled is None and paper_link is not None:
        titled, address = paper_link, read_address(paper_link.url)
    url = kept_url(titled.url) if titled is not None and address is not None else None
    if address is not None and address.type == "Resource" and address.kind != "pdf" and len(words(text)) <= 3:
        row.thing = keep_in_row(reading, row, start, end, "Resource", text, url=url)
        return
    row.paper = keep_in_row(reading, row, start, end, "Paper", text, url=url, year=row.year, confidence=0.9)


def _before_badges(unit: Unit, cell: Cell, links: list[Link]) -> tuple[int, int]:
    """Return where the words of a cell stand before its links, without the marks around a title: ``《…》([arXiv](…))``."""
    start, end = bounds_of(unit, cell)
    end = min([end, *(link.start for link in links)])
    text = unit.block.text[start:end].rstrip(" \t[［(（【*_|·:：")
    if text[:1] in "《「“" and text[-1:] in "》」”" and text:
        return start + 1, start + len(text) - 1
    return start, start + len(text)


def _untitled_paper(reading: Reading, row: Row, link: Link) -> Mention:
    """Return the paper at a link whose text is not its title: it is known by its address only."""
    name, url = untitled(link.url), kept_url(link.url)
    return keep_in_row(reading, row, link.start, link.end, "Paper", name, url=url, year=row.year, inside=False)


def _named_in_paper_cell(reading: Reading, row: Row, link: Link, text: str, address: Address) -> None:
    """Read ``[TIGER](arxiv…)``: the link names the method, the paper is known by its address only."""
    venue = next(iter(find_venues(text, reading.lexicon)), None)
    if reading.lexicon.has(text, "generic") or venue is not None or re.fullmatch(r"[\d.v]+", text):
        if address.type == "Paper":
            row.paper = _untitled_paper(reading, row, link)
        return
    if address.kind == "pdf" and address.type != "Paper" and len(words(text)) >= 2:
        url = kept_url(link.url)
        row.paper = keep_in_row(reading, row, link.start, link.end, "Paper", text, url=url, year=row.year)
        return
    if address.type != "Paper":
        row.thing = keep_in_row(reading, row, link.start, link.end, "Resource", text, url=link.url)
        return
    kind = reading.types.get(fold(text), "")
    known = {term.type for term in reading.lexicon.lookup(text, *THINGS)}
    type_ = kind if kind in THINGS else known.pop() if len(known) == 1 else "Method"
    row.thing = keep_in_row(reading, row, link.start, link.end, type_, text, confidence=0.85)
    reading.types.setdefault(fold(text), type_)
    reading.shown.setdefault(fold(text), text)
    row.paper = _untitled_paper(reading, row, link)


def _type_of(link: Link) -> str:
    address = read_address(link.url)
    return address.type if address is not None else ""


_LONGEST_NAME = 400
"""Characters of the longest cell that names a thing; what is longer describes it."""


def _subject_cell(
    reading: Reading, section: Section, row: Row, cell: Cell, type_: str, meanings: dict[int, str]
) -> None:
    """Read the cell that names what the row is about: a model, a tool, a dataset, or a paper's title."""
    unit = row.unit
    links = [link for link in links_of(unit, cell) if not link.bare and not is_badge(link.text, reading.lexicon)]
    start, end = bounds_of(unit, cell)
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
    if (
        not text
        or len(text) > _LONGEST_NAME
        or NUMBER.match(text)
        or reading.lexicon.has(text, "generic", flag="badge")
    ):
        return
    if type_ == "Resource":
        row.thing = keep_in_row(reading, row, start, end, "Resource", text, url=link.url if link and address else None)
        return
    listed = address is not None and address.type == "Paper"
    named = column_meaning(header_of(unit, cell)) in ("name", "software", "dataset") and not (
        listed and len(words(text)) >= 6
    )
    if (not named and is_title(text) and len(words(text)) >= 5) or (
        not named and has_han(text) and is_headline(text) and len(text) > 14
    ):
        if row.paper is None:
            paperish = is_title(text) or (address is not None and address.type == "Paper")
            kind = "Paper" if paperish else "Resource"
            mention = keep_in_row(
                reading, row, start, end, kind, text, url=link.url if link and address else None, year=row.year
            )
            row.paper = mention if kind == "Paper" else None
        return
    acronym = _ACRONYM.match(text)
    name = text
    aliases: tuple[str, ...] = ()
    parts = _parts(reading, row, text) if type_ == "Method" else []
    if parts:
        # "QuixSQL + GPT-4": one thing and what it is used with.
        (name, *_), aliases, acronym = parts, (text,), None
        text = name
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
    row.thing = keep_in_row(reading, row, start, end, kind, name, url=home, aliases=aliases, confidence=0.85)
    reading.types.setdefault(fold(name), kind)
    reading.shown.setdefault(fold(name), name)
    for part in parts[1:]:
        at = unit.block.text.index(part, start, end)
        base = name_noted(reading, unit, at, at + len(part), part)
        reading.claim(row.thing, "basedOn", base, EXTRACTOR, at=(base.line, base.column, base.text), confidence=0.75)
    if address is not None and address.type == "Paper" and row.paper is None and link is not None:
        row.paper = _untitled_paper(reading, row, link)


def _parts(reading: Reading, row: Row, text: str) -> list[str]:
    """Return the names that a cell joins by plus signs, first the one that the row lists: that of the paper, else the first."""
    names = _JOINED.split(text)
    if len(names) < 2 or not all(reading.lexicon.has(name, *THINGS) or name_like(reading, name) for name in names):
        return []
    title = fold(row.paper.name) if row.paper is not None else ""
    main = next((name for name in names if title.startswith(fold(name))), names[0])
    return [main, *(name for name in names if name != main)]


def _subject_type(
    reading: Reading, section: Section, name: str, type_: str, unit: Unit, meanings: dict[int, str]
) -> str:
    decided = reading.types.get(fold(name))
    if decided in THINGS:
        return decided
    terms = reading.lexicon.lookup(name, *THINGS)
    known = {term.type for term in terms}
    if type_ in known or not known:
        if type_ != "Method":
            return type_
    headed = any(_METHOD_HEADER.search(text) for text in unit.block.header if column_meaning(text) == "name")
    if len(known) == 1 and not (headed and all("weak" in term.flags for term in terms)):
        return known.pop()
    if headed:
        return "Method"
    heads = [other.heading.text for other in section.chain() if other.heading is not None]
    for text in (*heads, *unit.block.header):
        found = type_from_words(text)
        if found in THINGS:
            return found
    return listed_type(reading, section) or type_


def _links_of_cell(reading: Reading, row: Row, cell: Cell, meaning: str) -> None:
    unit = row.unit
    for link in links_of(unit, cell):
        address = read_address(link.url)
        if address is None:
            continue
        if address.type == "Repository":
            code = keep_in_row(
                reading, row, link.start, link.end, "Repository", address.value, url=address.url, inside=link.bare
            )
            row.codes.append(code)
        elif address.type == "Paper":
            if row.paper is None:
                title = tidy(link.text)
                name = title if is_title(title) and not link.bare else untitled(link.url)
                row.paper = keep_in_row(
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
            row.thing = keep_in_row(reading, row, link.start, link.end, "Resource", name, url=link.url)
