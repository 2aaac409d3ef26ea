"""Entries: what each line, list item or paragraph of a section lists — a paper, a post, a repository, a named thing."""

from __future__ import annotations

import bisect
import itertools
import re

from kgraph.core import BlockKind, Link, Mention
from kgraph.core.identifiers import Address, kept_url, read_address, shown_url, untitled
from kgraph.core.text import fold, han_share, has_han, tidy
from kgraph.extract.facts import cited_surnames, find_date, find_venues, importance, is_badge, split_authors
from kgraph.extract.fields import field_at, read_field
from kgraph.extract.people import find_organizations
from kgraph.extract.reading import Reading, Section, Unit
from kgraph.extract.shapes import Shape, headline_cues, is_headline, is_title, shape_of, words
from kgraph.extract.typing import TYPE_ORDER, odd_case, type_from_words

EXTRACTOR = "entries.v1"
LINKS = "links.v1"

_LEAD = re.compile(r"^(?:[\s>*+•·▪◦\-–—]|\d{1,3}[.)]\s|\d{1,3}、\s?|[①-⑳]|\([0-9a-z]\)\s|[✅☑✔❌📌🔗⭐★]|\[[ xX]\]\s)+")
_LABEL = re.compile(r"^(?P<label>[^:：]{1,24})[:：]\s*")
_LINK_LABEL = re.compile(
    r"\s*(?:的)?(?:开源)?(?:代码|论文|项目|官方|官网|源码|应用)?(?:链接|地址|网址|主页|仓库|网站|link|url|homepage|website)$",
    re.IGNORECASE,
)
_PAPER_WORD = re.compile(r"论文|paper|preprint|arxiv", re.IGNORECASE)
_NAME_FIRST = re.compile(
    r"^(?P<name>[A-Za-z][\w.+#/-]*(?: (?:[A-Z0-9][\w.+#-]*)){0,3})(?:\s*[(（](?P<alias>[^()（）]{2,60})[)）])?\s*"
    r"(?P<sep>[:：,，]|\s[-–—]{1,2}\s|(?=\s?[一-鿿]))\s*(?P<rest>\S.*)?$",
    re.S,
)
_BOOK = re.compile(r"《([^《》]{2,90})》")
_PAPER_BEFORE = re.compile(r"论文|paper|文章", re.IGNORECASE)
_QUOTED_TITLE = re.compile(r"[“\"「]([A-Z][^“”\"「」]{12,180})[”\"」]")


_LANGUAGES = re.compile(
    r"(?:(?:简体|繁體|繁体)?中文(?:版)?|English|日本語|한국어|Français|Español|Deutsch|README)(?:\s*[|·/｜•,-]?\s*(?:(?:简体|繁體|繁体)?中文(?:版)?|English|日本語|한국어|Français|Español|Deutsch))*"
)
_NAVIGATION = re.compile(
    r"^(?:[↑⬆🔝«←]|\W*(?:go |return )?back to\b|return to\b|\W*top\b|返回|回到|回目录|next\b|previous\b|home\b|end\b)",
    re.IGNORECASE,
)


def read_entries(reading: Reading) -> None:
    """Understand every unit that is not a table row or a bibliographic record."""
    owners: dict[int, Unit] = {}
    for section in reading.sections:
        before: Unit | None = None
        heading = section.heading
        things = [
            Unit(heading, 0, 0, main=subject, mentions=[subject])
            for subject in section.subjects[:1]
            if heading is not None and subject.type in ("Method", "Software", "Dataset", "Paper")
        ]
        for index, unit in enumerate(section.units):
            owners.setdefault(unit.block.index, unit)
            owner = owners.get(unit.block.parent) if unit.block.parent is not None else None
            if owner is None and things and unit.block.kind is BlockKind.ITEM and unit.block.level <= 1:
                # Fields right under a heading that names a thing speak of that thing.
                owner = things[0]
            if owner is not None and owner.main is not None and unit.block.kind is BlockKind.ITEM:
                if read_field(reading, unit, unit.start, unit.end, owner):
                    unit.role = "note"
                    before = unit
                    continue
            if unit.role or unit.block.kind in (BlockKind.ROW, BlockKind.RECORD):
                before = unit
                continue
            following = section.units[index + 1] if index + 1 < len(section.units) else None
            _read_unit(reading, section, unit, before, following)
            before = unit


def _read_unit(reading: Reading, section: Section, unit: Unit, before: Unit | None, following: Unit | None) -> None:
    text = unit.text
    if _LANGUAGES.fullmatch(text.strip()):
        unit.role = "skip"
        return
    away = bool(unit.links) and all(read_address(link.url) is None for link in unit.links)
    if not re.search(r"\w", text) or (away and _NAVIGATION.match(text.strip())):
        unit.role = "skip"
        return
    anchors = [link for link in unit.links if link.url.startswith("#") and len(link.url) > 1]
    if len(anchors) >= 3 and len(anchors) == len(unit.links):
        unit.role = "skip"
        return
    fields = _field_lines(unit)
    if fields:
        whole = unit.end
        unit.end = fields[0][0]
        if unit.text.strip():
            _read_unit(reading, section, unit, before, following)
        unit.end = whole
        for start, end in fields if unit.main is not None else []:
            read_field(reading, unit, start, end, unit)
        return
    named = [
        link
        for link in unit.links
        if not link.bare and not is_badge(link.text, reading.lexicon) and unit.block.style_at(link.start) != "image"
    ]
    lead = _LEAD.match(text)
    first = unit.start + (lead.end() if lead else 0)
    if named and _heads(reading, unit, named[0], first):
        _linked_entry(reading, section, unit, named[0])
        _further_links(reading, unit, named[0])
        _read_tags(reading, unit, first, named[0].start)
        _facts(reading, unit)
        return
    bare = [link for link in unit.links if link.bare and read_address(link.url) is not None]
    told = _NAME_FIRST.match(unit.block.text[first : bare[0].start]) if bare else None
    named_first = told is not None and told["sep"] in (":", "：") and len((told["rest"] or "").strip()) >= 6
    if (
        bare
        and not named_first
        and (len(text) - sum(len(link.text) for link in bare) <= 48 or bare[0].start - first <= 2)
    ):
        _address_entry(reading, section, unit, bare, before)
        return
    tags = _TAGS.match(unit.block.text, first, unit.end)
    opened = tags.end() if tags is not None and unit.block.kind is BlockKind.ITEM and tags.end() < unit.end else first
    _plain_entry(reading, section, unit, opened, before, following)
    _read_tags(reading, unit, first, opened)
    _further_links(reading, unit, None)
    if unit.main is not None:
        _facts(reading, unit)


def _field_lines(unit: Unit) -> list[tuple[int, int]]:
    """Return the offsets of the ``key: value`` lines below the first line of a list item."""
    found = []
    place = unit.start
    for number, line in enumerate(unit.text.split("\n")):
        if number and field_at(line, {link.start - place for link in unit.links}) is not None:
            found.append((place, place + len(line)))
        place += len(line) + 1
    return found if unit.block.kind is BlockKind.ITEM else []


_TAGS = re.compile(r"(?:[\[【][^\[\]【】]{1,24}[\]】]\s*){1,3}")


def _read_tags(reading: Reading, unit: Unit, first: int, end: int) -> None:
    """Read the tags before an entry: ``[2016][Wide&Deep] Title`` gives a paper its year and the name it introduces."""
    main = unit.main
    if main is None or main.type not in ("Paper", "Resource"):
        return
    block = unit.block
    for match in re.finditer(r"[\[【]([^\[\]【】]{1,24})[\]】]", block.text[first:end]):
        name = match.group(1).strip()
        start = first + match.start(1)
        year = re.fullmatch(r"(?:19|20)\d\d", name)
        if year is not None:
            reading.mention(
                block,
                start,
                start + 4,
                main.type,
                EXTRACTOR,
                name=main.name,
                url=main.url,
                year=int(name),
                inside=False,
            )
        elif main.type == "Paper" and _name_like(reading, name) and not is_badge(name, reading.lexicon):
            if next(iter(find_venues(name, reading.lexicon)), None) is None and not reading.lexicon.has(
                name, "Organization"
            ):
                thing = _named_note(reading, unit, start, start + len(name), name)
                reading.claim(main, "introduces", thing, EXTRACTOR, at=(thing.line, thing.column, thing.text))


def _heads(reading: Reading, unit: Unit, link: Link, first: int) -> bool:
    """Return whether a link is the unit's subject: it comes first, or only a short label stands before it."""
    before = unit.block.text[first : link.start]
    line_start = unit.block.text.rfind("\n", 0, link.start) + 1
    if line_start > first and unit.block.kind is BlockKind.ITEM:
        return False
    label = re.sub(r":[a-z_]+:", "", before).strip(" *_[(（【")
    if not re.search(r"\w", label) or _TAGS.fullmatch(before.strip() + " "):
        return True
    after = unit.block.text[link.end : unit.end].strip()
    if len(label) <= 16 and re.search(r"[:：|]$", label):
        return True
    return unit.block.kind is BlockKind.PARAGRAPH and len(label) <= 24 and not after and is_title(link.text)


def link_type(reading: Reading, text: str, address: Address | None, rest: str, paperish: bool) -> str:
    """Return the entity type that a link's text names, from its address, its shape and the words after it."""
    terms = reading.lexicon.lookup(text, *TYPE_ORDER)
    known = min((term.type for term in terms), key=TYPE_ORDER.index, default=None)
    short = len(words(text)) <= 3 and not is_title(text)
    if address is None:
        if is_title(text):
            return "Paper"
        return known if known and short and not has_han(text) else "Resource"
    if address.type == "Paper":
        if short and not has_han(text) and (odd_case(text) or known):
            return known if known in ("Method", "Dataset", "Software") else type_from_words(rest[:60]) or "Method"
        return "Paper"
    if address.type in ("Dataset", "Software"):
        return address.type
    if (
        has_han(text)
        and re.search(r"(?:数据集|语料库|语料|数据)$", text)
        and address.type == "Resource"
        and len(text) <= 24
    ):
        return "Dataset"
    if address.type == "Repository":
        if has_han(text) or re.fullmatch(r"[\w.-]+/[\w.-]+", text):
            return "Repository"
        if is_title(text) and len(words(text)) >= 4 and (paperish or ":" in text):
            return "Paper"
        if known in ("Method", "Dataset", "Software"):
            return known
        return type_from_words(rest[:80]) or "Software" if short else "Repository"
    if is_title(text) and (address.kind == "pdf" or paperish) and len(words(text)) >= 3:
        return "Paper"
    if known and short:
        return known
    if short and not has_han(text) and odd_case(text) and address.kind in ("page", "dataset"):
        found = type_from_words(rest[:80])
        return found if found in ("Dataset", "Software") else "Resource"
    return "Resource"


def _linked_entry(reading: Reading, section: Section, unit: Unit, link: Link) -> None:
    block = unit.block
    text = tidy(link.text)
    address = read_address(link.url)
    rest = block.text[link.end : unit.end]
    others = [other for other in unit.links if other is not link]
    paperish = any(
        _PAPER_WORD.search(other.text) or (read_address(other.url) or _NONE).type == "Paper" for other in others
    )
    if unit.block.kind is BlockKind.ITEM and is_title(text) and not paperish:
        lines = [line.strip(" *_,.") for line in rest[:300].split("\n")]
        paperish = find_date(rest[:24]) is not None or any(find_venues(rest[:300], reading.lexicon))
        paperish = paperish or any(len(split_authors(line)) >= 2 for line in lines) or bool(cited_surnames(rest[:120]))
    type_ = link_type(reading, text, address, rest, paperish)
    start, end = link.start, link.end
    inner = block.text[start:end]
    start += len(inner) - len(inner.lstrip())
    end = start + len(inner.strip())
    url = kept_url(link.url) if address is not None else None
    if type_ in ("Method", "Dataset", "Software", "Organization", "Person", "Venue"):
        _named_link(reading, unit, start, end, type_, address, url)
        return
    if type_ == "Repository":
        assert address is not None
        unit.main = reading.mention(
            block, start, end, "Repository", LINKS, name=address.value, aliases=(text,), url=url
        )
    elif type_ == "Paper" and address is not None and address.type == "Repository":
        unit.main = reading.mention(block, start, end, "Paper", LINKS, confidence=0.85)
        code = _repository(reading, unit, link, address)
        reading.claim(unit.main, "hasCode", code, LINKS)
    else:
        name, aliases = _headline_names(text) if type_ == "Resource" else _paper_names(text)
        if address is not None and type_ == "Resource":
            aliases = [*aliases, shown_url(link.url)]
        unit.main = reading.mention(
            block, start, end, type_, LINKS, name=name, aliases=aliases, url=url, confidence=0.93 if address else 0.88
        )
    unit.role = {"Paper": "paper", "Resource": "headline", "Repository": "repository"}[type_]
    unit.mentions.append(unit.main)
    label = _LABEL.match(block.text[unit.start : link.start])
    if type_ == "Repository" and label is not None:
        thing = _LINK_LABEL.sub("", re.sub(r"\s*(?:代码库|仓库|代码|repo|code)$", "", label["label"])).strip()
        at = block.text.find(thing, unit.start, link.start)
        if thing and _name_like(reading, thing) and not is_badge(thing, reading.lexicon):
            named = _named(reading, unit, at, at + len(thing), thing)
            if named is not None:
                reading.claim(unit.main, "implements", named, LINKS)
                unit.main, unit.role = named, "name"


_NONE = Address("", "", "", "", "", "", "")


def _named_link(
    reading: Reading, unit: Unit, start: int, end: int, type_: str, address: Address | None, url: str | None
) -> None:
    """Read ``[Name](address)``: the thing named, and the repository or paper that the address is."""
    block = unit.block
    name = block.text[start:end]
    terms = reading.lexicon.lookup(name, type_)
    term = terms[0] if terms else None
    home = url if address is not None and address.type not in ("Repository", "Paper") else None
    mention = reading.mention(
        block,
        start,
        end,
        type_,
        LINKS,
        name=term.name if term else name,
        aliases=(name, *(term.others if term else ())),
        url=home,
        confidence=0.85,
    )
    reading.types.setdefault(fold(name), type_)
    reading.shown.setdefault(fold(name), tidy(name))
    unit.main, unit.role = mention, "name"
    unit.mentions.append(mention)
    if address is None:
        return
    if address.type == "Repository":
        code = reading.mention(
            block, start, end, "Repository", LINKS, name=address.value, url=address.url, inside=False
        )
        unit.mentions.append(code)
        reading.claim(code, "implements", mention, LINKS)
    elif address.type == "Paper" and type_ in ("Method", "Dataset", "Software"):
        paper = reading.mention(
            block, start, end, "Paper", LINKS, name=untitled(url or ""), url=url, inside=False, confidence=0.85
        )
        unit.mentions.append(paper)
        reading.claim(paper, "introduces", mention, LINKS)


def _repository(reading: Reading, unit: Unit, link: Link, address: Address) -> Mention:
    mention = reading.mention(
        unit.block, link.start, link.end, "Repository", LINKS, name=address.value, url=address.url, confidence=0.97
    )
    unit.mentions.append(mention)
    return mention


def _further_links(reading: Reading, unit: Unit, head: Link | None) -> None:
    """Read the other links of a unit: badges that give a paper its code, and links inside prose."""
    for link in unit.links:
        if link is head or (head is not None and link.url == head.url):
            continue
        if unit.block.style_at(link.start) == "image":
            # A badge: a picture that links somewhere.
            continue
        address = read_address(link.url)
        badge = is_badge(link.text, reading.lexicon)
        if address is None:
            if not badge and is_title(link.text) and head is None and unit.role == "prose":
                unit.mentions.append(reading.mention(unit.block, link.start, link.end, "Paper", LINKS, confidence=0.7))
            continue
        if address.type == "Repository":
            code = _repository(reading, unit, link, address)
            if unit.main is not None and unit.main.type == "Paper":
                reading.claim(unit.main, "hasCode", code, LINKS)
            elif unit.main is not None and unit.main.type in ("Method", "Software", "Dataset"):
                reading.claim(code, "implements", unit.main, LINKS)
        elif address.type == "Paper":
            _further_paper(reading, unit, link, address, badge)
        elif not link.bare or head is None:
            name = shown_url(link.url) if badge or link.bare else link.text
            if unit.role == "headline" and unit.main is not None and unit.main.url is None and link.bare:
                name = unit.main.name
            mention = reading.mention(
                unit.block,
                link.start,
                link.end,
                "Resource",
                LINKS,
                name=name,
                aliases=(shown_url(link.url),),
                url=link.url,
                confidence=0.7,
            )
            unit.mentions.append(mention)
            if unit.main is not None and unit.main.type in ("Paper", "Method", "Software", "Dataset"):
                reading.claim(mention, "discusses", unit.main, LINKS, confidence=0.6)


def _further_paper(reading: Reading, unit: Unit, link: Link, address: Address, badge: bool) -> None:
    main = unit.main
    if main is not None and main.type == "Paper":
        if badge:
            # The badge is another address of the same paper.
            reading.mention(
                unit.block, link.start, link.end, "Paper", LINKS, name=main.name, url=kept_url(link.url), inside=False
            )
            return
    text = tidy(link.text)
    name = text if is_title(text) else untitled(link.url)
    paper = reading.mention(
        unit.block, link.start, link.end, "Paper", LINKS, name=name, url=kept_url(link.url), confidence=0.8
    )
    unit.mentions.append(paper)
    if main is not None and main.type in ("Method", "Dataset", "Software") and badge:
        reading.claim(paper, "introduces", main, LINKS, confidence=0.75)
    elif not badge and not is_title(text) and len(words(text)) <= 3 and not has_han(text) and not link.bare:
        # "… with [confident learning](arxiv…)": the link names what the paper introduces.
        kind = next((t.type for t in reading.lexicon.lookup(text, "Method", "Dataset", "Software")), "Method")
        if not reading.lexicon.has(text, "generic"):
            thing = _named_note(reading, unit, link.start, link.end, text) if kind == "Method" else None
            if thing is not None:
                reading.claim(paper, "introduces", thing, LINKS, confidence=0.75)
                if main is not None and main.type in ("Software", "Method"):
                    reading.claim(main, "basedOn", thing, LINKS, confidence=0.7)


def _address_entry(reading: Reading, section: Section, unit: Unit, bare: list[Link], before: Unit | None) -> None:
    """Read a unit that is one or more printed addresses, with at most a label before them."""
    block = unit.block
    at = unit.start
    for link in bare:
        address = read_address(link.url)
        if address is None or link.start < at:
            continue
        printed = block.text[at : link.start]
        lead = _LEAD.match(printed)
        at_label = at + (lead.end() if lead else 0)
        label = re.sub(r"[\s:：<（(\[]+$", "", block.text[at_label : link.start]).strip(" ,，;；")
        at = link.end
        thing = _LINK_LABEL.sub("", label).strip()
        badge = not label or is_badge(label, reading.lexicon) or not thing
        if address.type == "Repository":
            mention = _repository(reading, unit, link, address)
            role = "repository"
            if not badge and _name_like(reading, thing):
                named = _named(reading, unit, at_label, at_label + len(thing), thing)
                if named is not None:
                    reading.claim(mention, "implements", named, EXTRACTOR)
        elif address.type == "Paper":
            title = _pending_title(before) if badge else None
            name = title.name if title is not None else (thing if is_title(thing) else untitled(link.url))
            mention = reading.mention(
                block, link.start, link.end, "Paper", LINKS, name=name, aliases=(label,), url=kept_url(link.url)
            )
            role = "paper" if title is None else "note"
        else:
            pending = (
                before if badge and before is not None and before.role == "headline" and unit.main is None else None
            )
            if pending is not None and pending.main is not None and pending.main.url is None:
                name, aliases, role = pending.main.name, [shown_url(link.url)], "note"
            elif badge or len(label) > 40:
                name, aliases, role = shown_url(link.url), [label], "address"
            else:
                name, aliases, role = label, [shown_url(link.url)], "address"
            kind = "Dataset" if re.search(r"数据集|dataset", label) and address.kind == "dataset" else "Resource"
            mention = reading.mention(
                block, link.start, link.end, kind, LINKS, name=name, aliases=aliases, url=link.url
            )
        unit.mentions.append(mention)
        if unit.main is None:
            unit.main, unit.role = mention, role
        if label != thing and not badge and address.type != "Repository" and _name_like(reading, thing):
            # "Scanpy 论文链接: …", "CellProfiler 官网: …": the label names what the address is about.
            named = _named(reading, unit, at_label, at_label + len(thing), thing)
            if named is not None:
                reading.claim(mention, "introduces" if mention.type == "Paper" else "discusses", named, EXTRACTOR)
    if unit.main is None:
        unit.role = "skip"


def _pending_title(before: Unit | None) -> Mention | None:
    if before is not None and before.role == "paper" and before.main is not None and before.main.url is None:
        return before.main
    return None


def _name_like(reading: Reading, text: str) -> bool:
    found = words(text)
    if not 1 <= len(found) <= 4 or len(text) > 40 or han_share(text) > 0.5:
        return False
    return not reading.lexicon.has(text, "generic", "topic", "metric")


def _named(reading: Reading, unit: Unit, start: int, end: int, name: str, context: str = "") -> Mention | None:
    """Record a thing named by itself on a line; its type comes from the lexicon, the document, or the words around."""
    name = tidy(name)
    terms = reading.lexicon.lookup(name, *TYPE_ORDER)
    type_ = reading.types.get(fold(name))
    if type_ is None and terms:
        kinds = {term.type for term in terms}
        type_ = "Software" if "Software" in kinds else min(kinds, key=TYPE_ORDER.index)
    if type_ is None:
        type_ = type_from_words(context[:300], near=name) or type_from_words(context[:60]) or "Software"
    term = next((term for term in terms if term.type == type_), None)
    mention = reading.mention(
        unit.block,
        start,
        end,
        type_,
        EXTRACTOR,
        name=term.name if term else name,
        aliases=(name, *(term.others if term else ())),
        confidence=0.75,
    )
    reading.types.setdefault(fold(name), type_)
    reading.shown.setdefault(fold(name), name)
    unit.mentions.append(mention)
    return mention


def _plain_entry(
    reading: Reading, section: Section, unit: Unit, first: int, before: Unit | None, following: Unit | None
) -> None:
    block = unit.block
    stop = block.text.find("\n", first, unit.end)
    line_end = unit.end if stop < 0 else stop
    bold = _bold_head(unit, first, line_end)
    if bold is not None:
        first, line_end = bold
    head, line_end = _without_badges(reading, unit, first, line_end)
    shape = shape_of(head)
    after_address = before is not None and before.role == "repository" and len(before.mentions) >= 1
    plain = reading.document.format == "plain"
    is_item = block.kind is BlockKind.ITEM
    if (
        before is not None
        and before.main is not None
        and before.main.type == "Paper"
        and before.role in ("paper", "note")
    ):
        joined = len(split_authors(head)) >= 2 or bool(unit.links)
        if joined and read_meta_line(reading, unit, before.main, first, unit.end):
            unit.role, unit.main = "note", before.main
            return
    if len(split_authors(head)) >= 2:
        unit.role = "prose"
        return
    book = _BOOK.match(head)
    if book is not None and is_item:
        _book_entry(reading, unit, first, book)
        return
    if _headed_entry(reading, section, unit, first, line_end, head):
        return
    if (
        shape is Shape.TITLE
        and not _listing(reading, section, head)
        and (not is_item or _paper_item(reading, unit, head))
    ):
        _title_entry(reading, unit, first, line_end, head)
        return
    bare_name = head.strip().rstrip(":：")
    if (
        after_address
        and shape in (Shape.NAME, Shape.LABEL, Shape.HEADLINE, Shape.TITLE)
        and _name_like(reading, bare_name)
    ):
        _name_after_address(reading, unit, first, bare_name, before, following)
        return
    if is_item and _bold_name(reading, unit, first, line_end):
        return
    if _name_first(reading, section, unit, first, head, before):
        return
    if shape is Shape.HEADLINE and _counts_as_headline(reading, unit, head, before, following, plain, is_item):
        name, aliases = _headline_names(head)
        unit.main = reading.mention(
            block,
            first,
            line_end,
            "Resource",
            EXTRACTOR,
            name=name,
            aliases=aliases,
            confidence=0.8 if not plain else 0.55,
        )
        unit.role = "headline"
        unit.mentions.append(unit.main)
        _books(reading, unit)
        return
    if is_item and shape is Shape.NAME and not unit.links and reading.lexicon.has(head.strip(), "Software", "Dataset"):
        unit.main = _named(reading, unit, first, first + len(head.strip()), head.strip())
        unit.role = "name"
        return
    if shape is Shape.LABEL or (shape is Shape.NAME and not is_item):
        unit.role = "label"
        return
    if is_item and not unit.links and _catalogue_item(reading, unit, first, head):
        return
    if _citation(reading, unit, first, line_end):
        return
    if (
        before is not None
        and before.main is not None
        and before.main.type == "Paper"
        and before.role in ("paper", "note")
    ):
        if read_meta_line(reading, unit, before.main, first, line_end):
            unit.role, unit.main = "note", before.main
            return
    unit.role = "prose"
    _books(reading, unit)


def _bold_head(unit: Unit, first: int, line_end: int) -> tuple[int, int] | None:
    """Return the place of a bold run that opens a line, perhaps after a date: the title, where more follows it."""
    for start, inline in unit.block.runs(first, line_end):
        if inline.style != "strong":
            continue
        offset = start + len(inline.text)
        before = unit.block.text[first:start]
        if not re.fullmatch(r"[\s\d\-/.,:：年月日|\[\]()]*", before):
            return None
        text = inline.text.strip()
        lead = _LEAD.match(inline.text)
        if len(text) >= 12 and offset < line_end and is_title(text):
            return start, offset
        if len(text) >= 10 and is_headline(text) and _NEWS.search(text):
            return start + (lead.end() if lead else 0), offset
        return None
    return None


def _without_badges(reading: Reading, unit: Unit, first: int, line_end: int) -> tuple[str, int]:
    """Return the head line without the badges, dates and brackets at its end, and where it ends."""
    text = unit.block.text
    for link in unit.links:
        if first < link.start < line_end and is_badge(link.text, reading.lexicon):
            line_end = min(line_end, link.start)
    head = text[first:line_end]
    trimmed = re.sub(r"[\s\[\]|()（）*_·-]+$", "", head) if line_end < unit.end else head.rstrip()
    return trimmed, first + len(trimmed)


def _listing(reading: Reading, section: Section, text: str) -> bool:
    """Return whether a capitalised phrase is a field or a thing and not a title.

    A method's long name on a line of its own, under the heading of that method, is the title of its paper.
    """
    if reading.lexicon.has(text, "topic", "generic"):
        return True
    known = {term.name for term in reading.lexicon.lookup(text, *TYPE_ORDER)}
    return bool(known) and not known & {subject.name for subject in section.subjects}


def _paper_item(reading: Reading, unit: Unit, head: str) -> bool:
    """Return whether a list item that looks like a title is a paper: a colon, five words, or a paper's badge or date."""
    if any(
        (read_address(link.url) or _NONE).type == "Paper" or is_badge(link.text, reading.lexicon) for link in unit.links
    ):
        return True
    if find_date(unit.text) is not None:
        return True
    joined = {word.lower() for word in words(head)} & {
        "for",
        "with",
        "via",
        "from",
        "towards",
        "of",
        "in",
        "on",
        "by",
        "using",
    }
    return len(words(head)) >= 5 and bool(joined or ":" in head)


def _title_entry(reading: Reading, unit: Unit, first: int, line_end: int, head: str) -> None:
    """Record a paper by its title; a name before the title ("mu zero: Mastering Atari …") stays part of it."""
    tail = _title_tail(reading, head)
    name, aliases = _paper_names(head[:tail])
    if tail < len(head):
        aliases.append(head)
    whole = line_end
    line_end = first + tail
    unit.main = reading.mention(
        unit.block, first, line_end, "Paper", EXTRACTOR, name=name, aliases=aliases, confidence=0.85
    )
    if whole > line_end:
        lead = len(unit.block.text[line_end:whole]) - len(unit.block.text[line_end:whole].lstrip(" ,，(（"))
        read_meta_line(reading, unit, unit.main, line_end + lead, whole)
    unit.role = "paper"
    unit.mentions.append(unit.main)


def _title_tail(reading: Reading, head: str) -> int:
    """Return where a title ends: before a venue, a year or institutions in brackets that close the line."""
    match = re.search(r"\s*(?:,\s*|[(（\[]\s*)(?P<tail>[^(（\[,]{2,60}(?:,[^,]{2,40})?)[)）\]]?\s*$", head)
    if match is None or match.start() < 12:
        return len(head)
    tail = match["tail"]
    if next(iter(find_venues(tail, reading.lexicon)), None) is not None and re.search(r"\d", tail):
        return match.start()
    known = reading.lexicon.lookup(tail.strip(" )）]"), "Organization")
    return match.start() if known and head[match.start() :].lstrip()[:1] in "(（[" else len(head)


def _name_after_address(
    reading: Reading, unit: Unit, first: int, name: str, before: Unit | None, following: Unit | None
) -> None:
    context = following.text if following is not None else ""
    mention = _named(reading, unit, first, first + len(name), name, context)
    unit.main, unit.role = mention, "name"
    if mention is not None and before is not None:
        for code in before.mentions:
            if code.type == "Repository":
                reading.claim(code, "implements", mention, EXTRACTOR)


def _bold_name(reading: Reading, unit: Unit, first: int, line_end: int) -> bool:
    """Read an item that opens with a thing's name in bold and goes on in prose: ``**ControlNet** (…) copies …``."""
    offset = 0
    for inline in unit.block.inlines:
        start, offset = offset, offset + len(inline.text)
        if start < first or inline.style != "strong":
            continue
        name = inline.text.strip(" :：")
        known = reading.lexicon.has(name, "Method", "Software", "Dataset")
        if start != first or offset >= line_end or not _name_like(reading, name) or not (odd_case(name) or known):
            return False
        rest = unit.block.text[offset : unit.end]
        unit.main = _named(reading, unit, start, start + len(name), name, f"{name} {rest[:60]}") if known else None
        if unit.main is None:
            type_ = reading.types.get(fold(name)) or type_from_words(rest[:80]) or "Method"
            reading.types.setdefault(fold(name), type_)
            unit.main = _named(reading, unit, start, start + len(name), name)
        unit.role = "name"
        inner = re.match(r"\s*[(（](?P<meta>[^()（）]{6,160})[)）]", rest)
        if inner is not None and unit.main is not None:
            meta_end = offset + re.split(r"[;；]", inner["meta"])[0].__len__() + inner.start("meta")
            read_meta_line(reading, unit, unit.main, offset + inner.start("meta"), meta_end)
            if meta_end < offset + inner.end("meta"):
                read_meta_line(reading, unit, unit.main, meta_end + 1, offset + inner.end("meta"))
        return True
    return False


def _name_first(reading: Reading, section: Section, unit: Unit, first: int, head: str, before: Unit | None) -> bool:
    """Read ``Name: description``, ``Name - description`` and ``Name 中文说明`` list items."""
    match = _NAME_FIRST.match(head.strip("* "))
    is_item = unit.block.kind is BlockKind.ITEM
    if match is None:
        return False
    described = (
        reading.document.format == "plain"
        and match["sep"] in (":", "：")
        and type_from_words((match["rest"] or "")[:24]) is not None
    )
    if not (is_item or described or (match["sep"] in (":", "：") and not match["rest"])):
        return False
    name = match["name"].strip()
    known_name = odd_case(name) or reading.lexicon.has(name, *TYPE_ORDER)
    if not _name_like(reading, name) or not (known_name or (described and " " not in name)):
        return False
    if len(name) < 3 or (match["sep"] in (",", "，")):
        return False
    rest = match["rest"] or ""
    known = reading.types.get(fold(name)) or next((t.type for t in reading.lexicon.lookup(name, *TYPE_ORDER)), None)
    type_ = known or type_from_words(rest[:80]) or ("Method" if not is_item else None)
    if type_ is None:
        return False
    reading.types.setdefault(fold(name), type_)
    start = first + head.index(name)
    mention = _named(reading, unit, start, start + len(name), name, rest)
    unit.main, unit.role = mention, "name"
    return True


def _counts_as_headline(
    reading: Reading, unit: Unit, head: str, before: Unit | None, following: Unit | None, plain: bool, is_item: bool
) -> bool:
    cues = headline_cues(head)
    linked = following is not None and following.block.links and len(following.text) < 160 and following.links
    if is_item:
        return cues >= 2 and len(head) >= 8
    if plain:
        return cues >= 2 and bool(linked) and len(head) >= 8
    if len(head) < 6 and not cues:
        return False
    return "\n" not in unit.text


_STATUS = re.compile(r"\s*(?:首页|官网|开源)?\s*(?:收费|免费|付费|开源)$")
_CATALOGUE_END = re.compile(r"(?:API|接口|数据库|数据|数据集|服务|中心|平台|工具|软件|库)$")


def _catalogue_item(reading: Reading, unit: Unit, first: int, head: str) -> bool:
    """Read a catalogue's line such as 恒生 API 收费: a short name that ends in what it is, perhaps with its price."""
    name = _STATUS.sub("", head.strip())
    if not 3 <= len(name) <= 28 or re.search(r"[，。；,;:：的]", name):
        return False
    if (name == head.strip() and not _CATALOGUE_END.search(name)) or not (
        _CATALOGUE_END.search(name) or name != head.strip()
    ):
        return False
    if not re.search(r"[A-Za-z]{2,}|资讯|[一-鿿]{2}(?:数据|API)", name):
        return False
    type_ = "Software" if re.search(r"API|接口|工具|软件|平台|(?<!据)服务$", name) else "Dataset"
    unit.main = reading.mention(unit.block, first, first + len(name), type_, EXTRACTOR, name=name, confidence=0.6)
    unit.role = "name"
    unit.mentions.append(unit.main)
    return True


_CITED = re.compile(
    r"^(?P<title>[A-Z][^\n]{20,220}?)[.,]?\s+\(?(?P<year>(?:19|20)\d\d)\)?[.,]?\s+(?P<authors>[A-Z][^\n]{4,200})$"
)


def _citation(reading: Reading, unit: Unit, first: int, line_end: int) -> bool:
    """Read ``Title 2019 First Author, Second Author``, perhaps after a label (``参考: …``)."""
    text = unit.block.text[first:line_end]
    if _reference(reading, unit, first, text):
        return True
    label = re.match(r"^[^A-Za-z:：]{2,24}[:：]\s*", text)
    offset = label.end() if label else 0
    match = _CITED.match(text[offset:])
    if match is None or has_han(match["authors"]):
        return False
    authors = split_authors(match["authors"])
    if not authors:
        return False
    start = first + offset
    unit.main = reading.mention(
        unit.block, start, start + match.end("title"), "Paper", EXTRACTOR, year=int(match["year"]), confidence=0.8
    )
    unit.role = "paper"
    unit.mentions.append(unit.main)
    for name, place in authors:
        at = start + match.start("authors") + place
        person = reading.mention(unit.block, at, at + len(name), "Person", EXTRACTOR, confidence=0.85)
        reading.claim(unit.main, "authoredBy", person, EXTRACTOR)
    return True


_REFERENCE = re.compile(r"^(?:\[\d{1,3}\]|\d{1,3}\.)\s+(?=[A-Z])")


def _reference(reading: Reading, unit: Unit, first: int, text: str) -> bool:
    """Read ``[2] J. Ho, A. Jain, P. Abbeel. Denoising Diffusion Probabilistic Models. NeurIPS 2020.``"""
    number = _REFERENCE.match(text)
    people = split_authors(text[number.end() :]) if number is not None else []
    if number is None or len(people) < 1:
        return False
    last, place = people[-1]
    after = number.end() + place + len(last)
    match = re.match(
        r"(?:,? (?:et al\.?|and others))?\s*[.,(]\s*(?:(?:19|20)\d\d[).]*\s*)?[\"“]?(?P<title>[A-Z][^.?\n]{12,220}[.?])",
        text[after:],
    )
    if match is None:
        return False
    start = first + after + match.start("title")
    title = match["title"].rstrip('.,"”')
    year = find_date(text[after + match.end() :])
    unit.main = reading.mention(
        unit.block, start, start + len(title), "Paper", EXTRACTOR, year=year[0] if year else None, confidence=0.88
    )
    unit.role = "paper"
    unit.mentions.append(unit.main)
    for name, offset in people:
        at = first + number.end() + offset
        person = reading.mention(unit.block, at, at + len(name), "Person", EXTRACTOR, confidence=0.88)
        reading.claim(unit.main, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))
    rest = first + after + match.end()
    for venue in find_venues(unit.block.text[rest : first + len(text)], reading.lexicon):
        mention = venue_mention(reading, unit, rest + venue.start, rest + venue.end, venue.name, venue.year)
        reading.claim(unit.main, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))
    return True


_NEWS = re.compile(
    r"发布|推出|开源|公布|开放|放出|上线|收获|完成|联合|提出|宣布|升级|登场|来了|首次|获|入选|收购|融资|亮相|曝光"
)


def _book_entry(reading: Reading, unit: Unit, first: int, book: re.Match[str]) -> None:
    """Read an item that opens with 《a title》: a paper where the title is English, else a book or course."""
    title = book.group(1).strip()
    start = first + book.start(1)
    type_ = "Paper" if is_title(title) else "Resource"
    link = next((link for link in unit.links if link.start >= first + book.end()), None)
    url = (
        kept_url(link.url) if link is not None and type_ == "Resource" and read_address(link.url) is not None else None
    )
    unit.main = reading.mention(
        unit.block,
        start,
        start + len(book.group(1)),
        type_,
        EXTRACTOR,
        name=title,
        aliases=(f"《{title}》",),
        url=url,
        confidence=0.85,
    )
    unit.role = "paper" if type_ == "Paper" else "headline"
    unit.mentions.append(unit.main)


def _headed_entry(reading: Reading, section: Section, unit: Unit, first: int, line_end: int, head: str) -> bool:
    """Read an item whose own fields follow under it: its text names the thing (``Qwen / 通义千问：``, ``本草 (原名：华驼)``)."""
    if unit.block.kind is not BlockKind.ITEM or unit.links:
        return False
    below = bisect.bisect_right(section.units, unit.block.index, key=lambda other: other.block.index)
    inside = itertools.takewhile(
        lambda other: other.block.parent is not None and other.block.parent >= unit.block.index,
        itertools.islice(section.units, below, None),
    )
    fields = [other for other in inside if other.block.parent == unit.block.index]
    values = [(found[0], other.text[found[1] :]) for other in fields if (found := field_at(other.text)) is not None]
    if not values:
        return False
    text = head.strip("*_ ").rstrip(":：").strip("*_ ")
    match = re.match(
        r"^(?P<name>[^(（/｜|:：]{2,40}?)\s*(?:[/｜|]\s*(?P<other>[^(（]{2,30}))?\s*(?:[(（](?P<note>[^()（）]{1,30})[)）])?$",
        text,
    )
    if match is None:
        return False
    name = match["name"].strip()
    note = re.sub(r"^(?:原名|又名|别名|即|aka|formerly)\s*[:：]?\s*", "", match["note"] or "")
    owner = reading.lexicon.lookup(note, "Organization") if note else ()
    aliases = [text, *(part for part in (match["other"], note if note and not owner else None) if part)]
    described = next((value for meaning, value in values if meaning == "text"), "")
    heads = " ".join(other.heading.text for other in section.chain() if other.heading is not None)
    terms = reading.lexicon.lookup(name, "Method", "Dataset", "Software")
    type_ = reading.types.get(fold(name)) or (terms[0].type if len({term.type for term in terms}) == 1 else None)
    type_ = type_ or type_from_words(heads) or type_from_words(described[:60]) or "Method"
    if type_ == "Organization":
        type_ = "Method"
    start = unit.block.text.find(name, first, line_end)
    unit.main = reading.mention(
        unit.block,
        start,
        start + len(name),
        type_,
        EXTRACTOR,
        name=terms[0].name if terms and terms[0].type == type_ else name,
        aliases=(*aliases, *(terms[0].others if terms else ())),
        confidence=0.85,
    )
    reading.types.setdefault(fold(name), type_)
    unit.role = "name"
    unit.mentions.append(unit.main)
    if owner:
        at = unit.block.text.find(note, first, line_end)
        maker = reading.mention(
            unit.block,
            at,
            at + len(note),
            "Organization",
            EXTRACTOR,
            name=owner[0].name,
            aliases=(note, *owner[0].others),
        )
        reading.claim(unit.main, "developedBy", maker, EXTRACTOR, at=(maker.line, maker.column, maker.text))
    return True


_SOURCE_TAIL = re.compile(r"\s*(?:播报文章|[(（](?:长文预警|附[^()（）]*|视频|更新中)[)）])\s*$")
_KIND_HEAD = re.compile(
    r"^\s*(?:参考|珍藏版|视频|干货|重磅|原创|今晚|赛尔原创|常见问题|【[^【】]{1,16}】)\s*[|｜:：,，]?\s*"
)


def _headline_names(text: str) -> tuple[str, list[str]]:
    """Return a headline without the words that are not part of it, and its other readings (with them, or after ``|``)."""
    name = tidy(_SOURCE_TAIL.sub("", text)).strip("*_")
    aliases = [tidy(text)]
    for separator in ("|", "｜"):
        if separator in name:
            parts = [part.strip() for part in name.split(separator)]
            aliases += [part for part in (parts[-1], parts[0], f"{separator} ".join(parts[1:])) if len(part) >= 6]
    stripped = _KIND_HEAD.sub("", name)
    if len(stripped) >= 6 and stripped != name:
        aliases.append(stripped)
    tail = re.match(r"^[^:：]{2,20}[:：]\s*(.{8,})$", name)
    if tail and re.search(r"论文|分享|20\d\d", name[: tail.start(1)]):
        aliases.append(tail.group(1))
    return name, [alias for alias in dict.fromkeys(aliases) if alias != name]


def _paper_names(text: str) -> tuple[str, list[str]]:
    """Return a paper's title and its other readings: without a name and colon that a list puts before it."""
    name = tidy(text).strip("*_").rstrip(".")
    aliases = []
    prefix = re.match(r"^([^:：]{2,40})[:：]\s*(.+)$", name)
    if prefix and is_title(prefix.group(2)) and len(words(prefix.group(2))) >= 5:
        aliases.append(prefix.group(2))
    bare = re.sub(r"\s*[(（][A-Z][\w-]{1,12}s?[)）]\s*$", "", name)
    if bare != name and len(words(bare)) >= 3:
        aliases.append(bare)
    return name, aliases


def _books(reading: Reading, unit: Unit) -> None:
    """Record the titles that a text prints between 《 》 or in quotation marks."""
    text = unit.block.text
    for match in _BOOK.finditer(text, unit.start, unit.end):
        inner = match.group(1).strip()
        start = match.start(1) + len(match.group(1)) - len(match.group(1).lstrip())
        english = re.match(r"\s*[(（]([A-Z][^()（）]{10,200})[)）]", text[match.end() : unit.end])
        around = text[max(unit.start, match.start() - 24) : min(unit.end, match.end() + 24)]
        titled = is_title(inner) or english is not None
        if titled or (re.search(r"论文|综述|研究|paper|发表|提出", around) and len(inner) >= 8):
            name = tidy(english.group(1)) if english else inner
            begin = match.end() + english.start(1) if english else start
            mention = reading.mention(
                unit.block, begin, begin + len(name), "Paper", EXTRACTOR, name=name, aliases=(inner,), confidence=0.75
            )
            unit.mentions.append(mention)
    for match in _QUOTED_TITLE.finditer(text, unit.start, unit.end):
        inner = match.group(1).strip()
        if (
            is_title(inner)
            and len(words(inner)) >= 4
            and (len(words(inner)) >= 6 or _PAPER_BEFORE.search(text[max(0, match.start() - 12) : match.start()]))
        ):
            unit.mentions.append(
                reading.mention(unit.block, match.start(1), match.end(1), "Paper", EXTRACTOR, confidence=0.75)
            )


_NOTE = re.compile(
    r"(?:^|\n)[ \t]*(?:\*\*)?(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2}|[一-鿿]{3,8}(?:下降|算法|网络|卷积|机制|方法|损失|优化|归一化|注意力))(?:\*\*)?\s*(?P<sep>[:：]|(?=[ \t]*(?:\n|$)))"
)


def _noted_names(reading: Reading, unit: Unit, head_end: int) -> None:
    """Read notes below a paper that name what it introduces: ``**Adam**：改进 RMSProp``, ``PTS-SGD: 对学习率不敏感``."""
    block = unit.block
    for match in _NOTE.finditer(block.text, head_end, unit.end):
        name = match["name"]
        strong = block.style_at(match.start("name")) == "strong"
        if reading.lexicon.has(name, "generic", "topic", "metric") or is_badge(name, reading.lexicon):
            continue
        if match["sep"] == "" and not strong:
            continue
        if not (strong or odd_case(name) or has_han(name) or reading.lexicon.has(name, "Method")):
            continue
        start = match.start("name")
        thing = _named_note(reading, unit, start, start + len(name), name)
        reading.claim(unit.main or thing, "introduces", thing, EXTRACTOR, at=(thing.line, thing.column, thing.text))


def _named_note(reading: Reading, unit: Unit, start: int, end: int, name: str) -> Mention:
    terms = reading.lexicon.lookup(name, "Method", "Software", "Dataset")
    type_ = terms[0].type if terms else reading.types.get(fold(name), "Method")
    reading.types.setdefault(fold(name), type_)
    return reading.mention(
        unit.block,
        start,
        end,
        type_,
        EXTRACTOR,
        name=terms[0].name if terms else name,
        aliases=(name, *(terms[0].others if terms else ())),
        confidence=0.75,
    )


def _facts(reading: Reading, unit: Unit) -> None:
    """Give the unit's paper or resource the year, date, venue, people and importance printed with it."""
    main = unit.main
    if main is None or (unit.block.kind is BlockKind.PARAGRAPH and "\n" not in unit.text and unit.role != "paper"):
        return
    block = unit.block
    head_end = max(
        (span.end for span in reading.spans(block, unit.start, unit.end) if span.mention == main), default=unit.start
    )
    rest = block.text[head_end : unit.end]
    if main.type in ("Paper", "Resource") and unit.block.kind is BlockKind.ITEM:
        if main.type == "Paper":
            _noted_names(reading, unit, head_end)
        place = head_end
        for line in rest.split("\n"):
            if place > head_end or main.type == "Paper":
                lead = len(line) - len(re.sub(r"^[\s,，*_·|)\].-]+", "", line))
                read_meta_line(reading, unit, main, place + lead, place + len(line))
            place += len(line) + 1
        for name, offset in cited_surnames(rest[:160]):
            start = head_end + offset
            person = reading.mention(block, start, start + len(name), "Person", EXTRACTOR, confidence=0.75)
            reading.claim(main, "authoredBy", person, EXTRACTOR)
    attributes = []
    date = find_date(rest)
    if date is not None:
        attributes.append(("date", date[1]))
    marks = importance(rest)
    if marks:
        attributes.append(("importance", str(marks)))
    if main.type in ("Paper", "Resource", "Method", "Dataset", "Software") and attributes:
        reading.mention(
            block,
            *_place(reading, unit, main),
            main.type,
            main.extractor,
            name=main.name,
            aliases=main.aliases,
            url=main.url,
            year=date[0] if date else None,
            attributes=attributes,
            confidence=main.confidence,
            inside=False,
        )
    if main.type not in ("Paper", "Method"):
        return
    meta_end = head_end + len(rest) if len(rest) < 200 else head_end + 200
    for venue in find_venues(block.text[head_end:meta_end], reading.lexicon):
        start, end = head_end + venue.start, head_end + venue.end
        if not any(link.start <= start < link.end for link in unit.links):
            mention = venue_mention(reading, unit, start, end, venue.name, venue.year)
            reading.claim(main, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))


_META_LEFT = re.compile(
    r"(?:oral|spotlight|poster|best|student|paper|award|honorable|mention|accepted|to appear|preprint|arxiv|highlight|notable|top-?\d+%?|"
    r"code|pdf|project|page|website|video|slides|supp\w*|openreview|github|bibtex|et al|in|and|proc\w*|of|the|conference|workshop|journal|"
    r"findings|main|long|short|demo|track|最佳论文|论文|录用|接收|会议|期刊|作者|机构|单位|时间|发表|来源|year|venue|authors?|by|from|\d+)\b|[\W\d_]",
    re.IGNORECASE,
)


def read_meta_line(reading: Reading, unit: Unit, main: Mention, start: int, end: int) -> bool:
    """Read a line that gives a work's authors, venue or institutions and nothing else; return whether it was one.

    The line may print all of them: ``Matt Deitke, Dustin Schwenk, et al. CVPR 2023. Allen Institute for AI``.
    """
    block = unit.block
    text = block.text[start:end]
    label = re.match(
        r"\s*(?:[*_]*)(?:authors?|作者|by|机构|单位|venue|会议|发表)(?:[*_]*)\s*[:：]?\s+", text, re.IGNORECASE
    )
    offset = label.end() if label else 0
    authors = split_authors(text[offset:])
    left = list(text)
    for name, place in authors:
        for position in range(offset + place, offset + place + len(name)):
            left[position] = " "
    venues = list(find_venues(text, reading.lexicon))
    owners = [found for found in reading.lexicon.find(text) if any(term.type == "Organization" for term in found.terms)]
    schools = list(find_organizations(text))
    for a, b in (
        [(v.start, v.end) for v in venues] + [(o.start, o.end) for o in owners] + [(a, b) for a, b, _ in schools]
    ):
        for position in range(a, b):
            left[position] = " "
    for link in unit.links:
        for position in range(max(link.start, start), min(link.end, end)):
            left[position - start] = " "
    if len(_META_LEFT.sub("", "".join(left))) > 14 or not (len(authors) >= 1 or venues or owners or schools):
        return False
    for name, place in authors:
        at = start + offset + place
        person = reading.mention(block, at, at + len(name), "Person", EXTRACTOR, confidence=0.88)
        reading.claim(main, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))
    if main.type not in ("Paper", "Method", "Software", "Dataset"):
        return True
    for venue in venues:
        mention = venue_mention(reading, unit, start + venue.start, start + venue.end, venue.name, venue.year)
        reading.claim(main, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))
    taken: list[tuple[int, int]] = []
    places = sorted(
        [(a, b) for a, b, _ in schools] + [(o.start, o.end) for o in owners], key=lambda place: place[0] - place[1]
    )
    for a, b in places:
        if any(a < d and c < b for c, d in taken) or any(link.start <= start + a < link.end for link in unit.links):
            continue
        taken.append((a, b))
        terms = reading.lexicon.lookup(text[a:b], "Organization")
        owner = reading.mention(
            block,
            start + a,
            start + b,
            "Organization",
            EXTRACTOR,
            name=terms[0].name if terms else text[a:b],
            aliases=(text[a:b], *(terms[0].others if terms else ())),
            confidence=0.85,
        )
        reading.claim(main, "developedBy", owner, EXTRACTOR, at=(owner.line, owner.column, owner.text), confidence=0.8)
    return True


def venue_mention(reading: Reading, unit: Unit, start: int, end: int, name: str, year: int) -> Mention:
    """Record a venue printed at a place of the unit's block."""
    printed = unit.block.text[start:end]
    return reading.mention(unit.block, start, end, "Venue", EXTRACTOR, name=name, aliases=(printed,), year=year or None)


def _place(reading: Reading, unit: Unit, main: Mention) -> tuple[int, int]:
    for span in reading.spans(unit.block, unit.start, unit.end):
        if span.mention == main:
            return span.start, span.end
    return unit.start, unit.end
