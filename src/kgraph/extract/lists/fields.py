"""Fields: ``key: value`` lines below an entry (论文: …, 机构: …, Code: …), in the entry itself or in items under it."""

from __future__ import annotations

import functools
import itertools
import re
import tomllib
from collections.abc import Container
from importlib.resources import files

from kgraph.core import Mention
from kgraph.core.identifiers import kept_url, read_address, shown_url, untitled
from kgraph.core.text import fold, tidy
from kgraph.extract.forms.facts import find_date, find_venues, split_authors
from kgraph.extract.forms.people import chinese_name, find_organizations
from kgraph.extract.forms.shapes import is_title, words
from kgraph.extract.forms.typing import odd_case
from kgraph.extract.lists.makers import record_makers
from kgraph.extract.names.named import name_noted, names_listed
from kgraph.extract.reading import Reading, Unit

EXTRACTOR = "fields.v1"

THINGS = ("Method", "Software", "Dataset")
_FIELD = re.compile(
    r"^[\s>*_+•\-–`【\[]*(?P<key>[A-Za-z][A-Za-z ;/]{0,17}?|[一-鿿][一-鿿A-Za-z ]{0,7}?)[*_`】\]]*\s*(?P<sep>[:：]|(?<=\s)(?=https?://))[\s*_]*"
)
_BARE = re.compile(r"^[\s>*_+•\-–]*(?P<key>[A-Za-z]{2,12}|[一-鿿]{2,6})\s+")


@functools.cache
def _keys() -> dict[str, str]:
    data = tomllib.loads(files("kgraph.extract.lists").joinpath("fields.toml").read_text(encoding="utf-8"))
    return {fold(key): meaning for meaning, keys in data.items() for key in keys}


def field_at(text: str, link_starts: Container[int] = ()) -> tuple[str, int] | None:
    """Return (meaning, offset of the value) where a line is a field, else None.

    A key without a colon counts where a link follows it; ``link_starts`` are the offsets at which links start.

    >>> field_at("- 论文：[GLM](https://arxiv.org)"), field_at("机构: 清华大学"), field_at("Note that this is prose: yes")
    (('paper', 5), ('organization', 4), None)
    """
    match = _FIELD.match(text)
    bare = _BARE.match(text)
    if match is None and bare is not None and bare.end() in link_starts:
        match = bare
    if match is None:
        return None
    meaning = _keys().get(fold(match["key"]))
    return (meaning, match.end()) if meaning is not None else None


def read_field(reading: Reading, unit: Unit, start: int, end: int, owner: Unit) -> bool:
    """Read one field line of ``unit`` between two offsets as a fact about what ``owner`` lists; return whether it was one.

    A line may give several addresses, each with its label: ``论文：https://…，代码：https://…``.
    """
    found = field_at(unit.block.text[start:end], {link.start - start for link in unit.links})
    main = owner.main
    if found is None or main is None:
        return False
    meaning, offset = found
    begin = start + offset
    if not unit.block.text[begin:end].strip():
        return False
    further = _further_field(unit, begin, end)
    if further is not None:
        read_field(reading, unit, further, end, owner)
        end = further
    if meaning == "paper":
        _paper(reading, unit, begin, end, owner)
    elif meaning == "report" and (main.type == "Resource" or not any(begin <= one.start < end for one in unit.links)):
        return False
    elif meaning in ("code", "home", "report"):
        _links(reading, unit, begin, end, owner)
    elif meaning == "organization" and _are_people(reading, unit.block.text[begin:end]):
        _authors(reading, unit, begin, begin + len(_ASIDE.sub("", unit.block.text[begin:end])), owner)
    elif meaning == "organization":
        _organizations(reading, unit, begin, end, owner)
    elif meaning == "author":
        _authors(reading, unit, begin, end, owner)
    elif meaning == "venue":
        _venues(reading, unit, begin, end, _paper_of(owner) or main)
    elif meaning == "date":
        _date(reading, unit, begin, end, owner)
    elif meaning in ("dataset", "base"):
        _named(reading, unit, begin, end, owner, meaning)
    elif meaning == "licence" and unit is not owner:
        unit.role = "skip"  # Llama 2 Community License names no model, MIT no institute.
    return True


_LABEL = re.compile(
    r"(?<![^\s，,；;。|｜/、)）\]])(?:[A-Za-z]{2,12}(?: [A-Za-z]{2,12})?|[一-鿿]{2,6})\s*[:：]\s*[<（(\[]?$"
)
"""A label at the end of what stands before an address."""


def _further_field(unit: Unit, start: int, end: int) -> int | None:
    """Return where the label of the second address of a line begins, when it has one that is a field."""
    links = [link for link in unit.links if start <= link.start < end]
    for before, link in itertools.pairwise(links):
        label = _LABEL.search(unit.block.text, before.end, link.start)
        if label is not None and field_at(unit.block.text[label.start() : link.end]) is not None:
            return label.start()
    return None


_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")
"""What a field says of its value in brackets behind it."""


def _are_people(reading: Reading, text: str) -> bool:
    """Return whether a field of makers lists people, and no name among them is an organisation's: 深度求索、北京大学 are two."""
    people = split_authors(_ASIDE.sub("", text))
    return bool(people) and not any(
        reading.lexicon.has(name, "Organization") or next(iter(find_organizations(name)), None) for name, _ in people
    )


def _paper_of(owner: Unit) -> Mention | None:
    return next((mention for mention in owner.mentions if mention.type == "Paper"), None)


def _thing_of(owner: Unit) -> Mention | None:
    return next((mention for mention in owner.mentions if mention.type in THINGS), None)


def _paper(reading: Reading, unit: Unit, start: int, end: int, owner: Unit) -> None:
    """Read the paper of an entry: a linked or plain title, perhaps with venue and institutions in brackets after it."""
    block, main = unit.block, owner.main
    assert main is not None
    link = next((link for link in unit.links if start <= link.start < end), None)
    address = read_address(link.url) if link is not None else None
    a, b = start, end
    if link is not None and not link.bare and not re.match(r"\s*[\"“]", block.text[start:end]):
        a, b = link.start, link.end
    tail = re.search(r"\s*[(（][^()（）]*[)）]\s*$|,\s+[A-Z]{2,}\w*\s+(?:19|20)\d\d\s*$", block.text[a:b])
    stop = a + tail.start() if tail is not None and link is None else b
    quoted = re.match(r"\s*[\"“](?P<title>[^\"”]{6,200})[\"”]", block.text[a:b])
    if quoted is not None:
        a, stop = a + quoted.start("title"), a + quoted.end("title")
    text = tidy(block.text[a:stop])
    title = (
        text
        if "《" not in text
        and (link is None or not link.bare or quoted is not None)
        and len(words(text)) >= 3
        and is_title(text)
        else ""
    )
    chinese = re.search(r"《([^《》]{4,80})》", block.text[a:b])
    if not title and chinese is not None:
        title, a, stop = chinese.group(1), a + chinese.start(1), a + chinese.end(1)
    if not title and (link is None or address is None or address.type not in ("Paper", "Resource")):
        _venues(reading, unit, start, end, _paper_of(owner) or main)  # Publication: NeurIPS 2020
        return
    if not title and link is not None and main.type == "Paper":
        reading.mention(
            block, link.start, link.end, "Paper", EXTRACTOR, name=main.name, url=kept_url(link.url), inside=False
        )
        return
    name = title or (untitled(link.url) if link is not None else "")
    url = kept_url(link.url) if link is not None and address is not None else None
    if not title and link is not None:
        a, stop = link.start, link.end
    paper = reading.mention(block, a, stop, "Paper", EXTRACTOR, name=name, url=url, confidence=0.88)
    owner.mentions.append(paper)
    unit.mentions.append(paper)
    at = (paper.line, paper.column, paper.text)
    if main.type in THINGS:
        _introduced(reading, unit, paper, a, stop, main)
        for code in [mention for mention in owner.mentions if mention.type == "Repository"]:
            reading.claim(paper, "hasCode", code, EXTRACTOR, at=at, confidence=0.7)
    elif main.type == "Resource":
        reading.claim(main, "discusses", paper, EXTRACTOR, at=at, confidence=0.85)
    if quoted is not None or (tail is not None and link is None):
        _venues(reading, unit, stop, end, paper)
        record_makers(reading, block, stop, end, [paper], EXTRACTOR, known_only=True)


_NAMES_BEFORE_COLON = re.compile(r"(?P<names>[^:：]{2,60})[:：]\s")


def _introduced(reading: Reading, unit: Unit, paper: Mention, start: int, end: int, main: Mention) -> None:
    """Record what the paper of an entry introduces: the entry's thing, and what else its title names before the colon.

    An older paper than that of the entry's version introduces the older thing: ``QuixNet: …`` below QuixNet2.
    """
    at = (paper.line, paper.column, paper.text)
    head = _NAMES_BEFORE_COLON.match(unit.block.text, start, end)
    listed = re.split(r",? and |, | & ", head["names"]) if head is not None else []
    forms = {fold(form) for form in (main.name, *main.aliases)}
    others = [name.strip() for name in listed if odd_case(name.strip()) and fold(name) not in forms]
    others = [name for name in others if len(words(name)) <= 3 and not reading.lexicon.has(name, "topic", "generic")]
    older = len(listed) == 1 and others and re.fullmatch(rf"{re.escape(fold(others[0]))}v?\d[\d.]*", fold(main.name))
    if not older:
        reading.claim(paper, "introduces", main, EXTRACTOR, at=at, confidence=0.85)
    for name in others:
        place = unit.block.text.index(name, start)
        thing = name_noted(reading, unit, place, place + len(name), name)
        reading.claim(paper, "introduces", thing, EXTRACTOR, at=at, confidence=0.8)


def _links(reading: Reading, unit: Unit, start: int, end: int, owner: Unit) -> None:
    block, main = unit.block, owner.main
    assert main is not None
    for link in [link for link in unit.links if start <= link.start < end]:
        address = read_address(link.url)
        if address is None:
            continue
        at = reading.words(block, link.start, link.end)
        if address.type == "Repository":
            code = reading.mention(
                block,
                link.start,
                link.end,
                "Repository",
                EXTRACTOR,
                name=address.value,
                url=address.url,
                confidence=0.95,
            )
            owner.mentions.append(code)
            unit.mentions.append(code)
            paper = main if main.type == "Paper" else _paper_of(owner)
            if paper is not None:
                reading.claim(paper, "hasCode", code, EXTRACTOR, at=at, confidence=0.88)
            thing = main if main.type in THINGS else _thing_of(owner)
            if thing is not None:
                reading.claim(code, "implements", thing, EXTRACTOR, at=at, confidence=0.85)
        elif address.type == "Paper" and main.type in THINGS:
            paper = reading.mention(
                block,
                link.start,
                link.end,
                "Paper",
                EXTRACTOR,
                name=untitled(link.url),
                url=kept_url(link.url),
                confidence=0.8,
            )
            owner.mentions.append(paper)
            unit.mentions.append(paper)
            reading.claim(paper, "introduces", main, EXTRACTOR, at=at, confidence=0.8)
        elif main.type == "Resource" or address.type == main.type == "Paper":
            reading.mention(
                block,
                link.start,
                link.end,
                main.type,
                EXTRACTOR,
                name=main.name,
                aliases=main.aliases,
                url=link.url,
                inside=False,
            )
        else:
            name = shown_url(link.url) if link.bare else tidy(link.text)
            page = reading.mention(
                block,
                link.start,
                link.end,
                "Resource",
                EXTRACTOR,
                name=name,
                aliases=(shown_url(link.url),),
                url=link.url,
            )
            unit.mentions.append(page)
            reading.claim(page, "discusses", main, EXTRACTOR, at=at, confidence=0.65)


def _organizations(reading: Reading, unit: Unit, start: int, end: int, owner: Unit) -> None:
    made = [mention for mention in (_paper_of(owner), owner.main) if mention is not None]
    record_makers(reading, unit.block, start, end, list(dict.fromkeys(made)), EXTRACTOR)


_IN_BRACKETS = re.compile(r"[(（](?P<inside>[^()（）]{2,60})[)）]")
"""Where authors are from, behind their names."""


def _authors(reading: Reading, unit: Unit, start: int, end: int, owner: Unit) -> None:
    text = unit.block.text[start:end]
    alone = chinese_name(text)
    for name, offset in split_authors(text) or ([(text[slice(*alone)], alone[0])] if alone is not None else []):
        a = start + offset
        person = reading.mention(unit.block, a, a + len(name), "Person", EXTRACTOR, confidence=0.9)
        at = (person.line, person.column, person.text)
        made = _paper_of(owner) or owner.main
        if made is not None:
            reading.claim(made, "authoredBy", person, EXTRACTOR, at=at, confidence=0.88)
    made = _paper_of(owner) or owner.main
    if made is None:
        return
    for place in _IN_BRACKETS.finditer(unit.block.text, start, end):
        record_makers(reading, unit.block, *place.span("inside"), [made], EXTRACTOR)


def _venues(reading: Reading, unit: Unit, start: int, end: int, made: Mention) -> None:
    for venue in find_venues(unit.block.text[start:end], reading.lexicon):
        a, b = start + venue.start, start + venue.end
        mention = reading.mention(
            unit.block,
            a,
            b,
            "Venue",
            EXTRACTOR,
            name=venue.name,
            aliases=(unit.block.text[a:b],),
            year=venue.year or None,
        )
        reading.claim(
            made, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text), confidence=0.88
        )


def _date(reading: Reading, unit: Unit, start: int, end: int, owner: Unit) -> None:
    date = find_date(unit.block.text[start:end])
    main = owner.main
    if date is None or main is None:
        return
    reading.mention(
        unit.block,
        start,
        end,
        main.type,
        EXTRACTOR,
        name=main.name,
        url=main.url,
        year=date[0],
        attributes=(("date", date[1]),),
        inside=False,
    )


def _named(reading: Reading, unit: Unit, start: int, end: int, owner: Unit, meaning: str) -> None:
    """Read the datasets an entry was evaluated on, or the things it is based on."""
    main = _thing_of(owner) or owner.main
    assert main is not None
    wanted = ("Dataset",) if meaning == "dataset" else ("Method", "Software")
    relation = "evaluatedOn" if meaning == "dataset" else "basedOn"
    for mention in names_listed(reading, unit, start, end, *wanted):
        at = (mention.line, mention.column, mention.text)
        reading.claim(main, relation, mention, EXTRACTOR, at=at, confidence=0.8)
