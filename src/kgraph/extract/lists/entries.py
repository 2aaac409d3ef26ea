"""Entries: what each line, list item or paragraph of a section lists — a paper, a post, a repository, a named thing."""

from __future__ import annotations

import re

from kgraph.core import BlockKind, Link
from kgraph.core.identifiers import read_address
from kgraph.extract.forms.facts import find_venues, is_badge, split_authors
from kgraph.extract.forms.people import chinese_name
from kgraph.extract.forms.shapes import is_title
from kgraph.extract.lists.citations import read_announced_titles, read_titles_of_entry
from kgraph.extract.lists.fields import field_at, read_field
from kgraph.extract.lists.lines import NAME_FIRST, headed, opens_with_code, plain_entry
from kgraph.extract.lists.links import address_entry, further_links, linked_entry, pair_of_links
from kgraph.extract.lists.meta import read_facts, read_opening_facts
from kgraph.extract.lists.segments import read_segments
from kgraph.extract.names.named import EXTRACTOR, LEAD, name_like, name_noted, name_thing
from kgraph.extract.reading import Reading, Section, Unit

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
        described: Unit | None = None
        listed: Unit | None = None
        addressed: Unit | None = None
        heading = section.heading
        things = [
            Unit(heading, 0, 0, main=subject, mentions=[subject])
            for subject in section.subjects[:1]
            if heading is not None and subject.type in ("Method", "Software", "Dataset", "Paper")
        ]
        if things and things[0].main is not None and things[0].main.type == "Paper":
            listed = things[0]
        for index, unit in enumerate(section.units):
            listed = _paper_above(listed, section.units[max(0, index - 2) : index])
            owners.setdefault(unit.block.index, unit)
            owner = owners.get(unit.block.parent) if unit.block.parent is not None else None
            if unit.block.kind is not BlockKind.ITEM:
                described = unit if _described_below(reading, unit, section.units[index + 1 : index + 3]) else None
            elif owner is None:
                owner = described
            if owner is None and things and unit.block.kind is BlockKind.ITEM and unit.block.level <= 1:
                # Fields right under a heading that names a thing speak of that thing.
                owner = things[0]
            if owner is not None and owner.main is not None and unit.block.kind is BlockKind.ITEM:
                if read_field(reading, unit, unit.start, unit.end, owner):
                    unit.role = unit.role or "note"
                    before = unit
                    continue
            if unit.role or unit.block.kind in (BlockKind.ROW, BlockKind.RECORD):
                before = unit
                continue
            if (
                listed is not None
                and _is_field_of_paper(unit)
                and read_field(reading, unit, unit.start, unit.end, listed)
            ):
                unit.role, unit.main = "note", listed.main
                before = unit
                continue
            following = section.units[index + 1] if index + 1 < len(section.units) else None
            waits = listed is not None and listed.main is not None and listed.main.url is None
            given = waits and listed is not addressed and _is_address_of_paper(unit)
            _read_unit(reading, section, unit, listed if given else before, following)
            addressed = listed if given else addressed
            _read_opening(reading, unit, listed, before)
            before = unit


_ONLY_NUMBER = re.compile(r"[\W_]*(?:No\.|第|Paper|论文|Part)?\s?\d{1,3}\s?[篇期节]?[\W_]*", re.IGNORECASE)
"""A number that stands alone over what it counts: **01**."""


def _read_unit(reading: Reading, section: Section, unit: Unit, before: Unit | None, following: Unit | None) -> None:
    text = unit.text
    if _LANGUAGES.fullmatch(text.strip()):
        unit.role = "skip"
        return
    away = bool(unit.links) and all(read_address(link.url) is None for link in unit.links)
    if not re.search(r"\w", text) or _ONLY_NUMBER.fullmatch(text) or (away and _NAVIGATION.match(text.strip())):
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
    lead = LEAD.match(text)
    first = unit.start + (lead.end() if lead else 0)
    if before is not None and _field_below(reading, unit, first, before):
        unit.role, unit.main = "note", before.main
        return
    if read_segments(reading, section, unit, first):
        further_links(reading, unit, None, before)
        pair_of_links(reading, unit)
        read_facts(reading, unit)
        return
    named = [
        link
        for link in unit.links
        if not link.bare
        and (not is_badge(link.text, reading.lexicon) or _described_tool(reading, unit, link, first))
        and unit.block.style_at(link.start) != "image"
    ]
    if named and _heads(reading, unit, named[0], first):
        linked_entry(reading, section, unit, named[0])
        further_links(reading, unit, named[0])
        if unit.role == "name":
            read_titles_of_entry(reading, unit)
        _read_tags(reading, unit, first, named[0].start)
        read_facts(reading, unit)
        return
    bare = [link for link in unit.links if link.bare and read_address(link.url) is not None]
    told = NAME_FIRST.match(unit.block.text[first : bare[0].start]) if bare else None
    named_first = told is not None and told["sep"] in (":", "：") and len((told["rest"] or "").strip()) >= 6
    if (
        bare
        and not named_first
        and not headed(unit, first, bare[0].start)
        and not opens_with_code(unit, first, bare[0].start)
        and (len(text) - sum(len(link.text) for link in bare) <= 48 or bare[0].start - first <= 2)
    ):
        address_entry(reading, section, unit, bare, before)
        return
    tags = TAGS.match(unit.block.text, first, unit.end)
    opened = tags.end() if tags is not None and unit.block.kind is BlockKind.ITEM and tags.end() < unit.end else first
    plain_entry(reading, section, unit, opened, before, following)
    _read_tags(reading, unit, first, opened)
    if unit.role in ("name", "prose"):
        read_announced_titles(reading, unit)
    further_links(reading, unit, None, before)
    if unit.role == "name" and unit.block.kind is BlockKind.ITEM:
        read_titles_of_entry(reading, unit)
    if unit.block.kind is BlockKind.ITEM:
        pair_of_links(reading, unit)
    if unit.main is not None:
        read_facts(reading, unit)


def _read_opening(reading: Reading, unit: Unit, listed: Unit | None, before: Unit | None) -> None:
    """Read what the prose right below a listed paper, or below its fields, opens with."""
    if unit.role == "prose" and listed is not None and listed.main is not None:
        if before is not None and before.main == listed.main:
            read_opening_facts(reading, unit, listed.main)


_TOLD_BELOW = frozenset(["note", "prose", "label", "repository", "address", "skip"])
_FIELDS_OF_PAPERS = frozenset(["organization", "author", "venue", "code", "date", "dataset", "base"])


def _paper_above(listed: Unit | None, before: list[Unit]) -> Unit | None:
    """Return the paper whose fields may follow: the one on a line of its own that only notes and prose stand below.

    ``before`` are the last two units. The one item of a list is such a line, too.
    """
    if not before or before[-1] is listed:
        return listed
    last = before[-1]
    alone = last.block.kind is BlockKind.ITEM and before[0].block.kind is not BlockKind.ITEM
    if last.role == "paper" and last.main is not None and (alone or last.block.kind is BlockKind.PARAGRAPH):
        return last
    return listed if last.role in _TOLD_BELOW else None


_PAPER_LABEL = re.compile(
    r"[\W_]*(?:论文|文章|原文|原论文|预印本|paper|arxiv|pdf)\s?(?:地址|链接|网址|连接|传送门|link|url)?\s?[:：]",
    re.IGNORECASE,
)


def _is_address_of_paper(unit: Unit) -> bool:
    """Return whether a paragraph only gives the address of the paper above, as its label says: ``论文地址：https://…``."""
    if unit.block.kind is not BlockKind.PARAGRAPH or _PAPER_LABEL.match(unit.text) is None or len(unit.links) != 1:
        return False
    address = read_address(unit.links[0].url)
    return address is not None and address.type == "Paper" and not unit.text[unit.links[0].end - unit.start :].strip()


def _is_field_of_paper(unit: Unit) -> bool:
    """Return whether a paragraph or item is one line that tells a fact of the paper above: ``机构：…``, ``- Code: […](…)``."""
    if unit.block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM) or "\n" in unit.text:
        return False
    found = field_at(unit.text, {link.start - unit.start for link in unit.links})
    if found is None or found[0] not in _FIELDS_OF_PAPERS:
        return False
    value = unit.text[found[1] :]
    if found[0] == "author":
        return bool(split_authors(value)) or chinese_name(value) is not None
    if found[0] == "code":
        addresses = [read_address(link.url) for link in unit.links]
        return bool(addresses) and all(address is not None and address.type == "Repository" for address in addresses)
    return len(value) <= _LONGEST_VALUE and "。" not in value


_LONGEST_VALUE = 160
"""The longest value of a field, in characters: more is prose that opens with a colon."""


def _field_below(reading: Reading, unit: Unit, first: int, before: Unit) -> bool:
    """Read a line of a paragraph as a field of the paper or thing that a line above it lists: ``Venue: ICML 2020``."""
    listed = before.role in ("paper", "name", "note") and before.main is not None
    return listed and before.block is unit.block and read_field(reading, unit, first, unit.end, before)


def _described_below(reading: Reading, unit: Unit, below: list[Unit]) -> bool:
    """Read a bold name on a line of its own over items that are its fields; return whether it was one."""
    name = unit.text.strip(" :：*_")
    fields = [other for other in below if other.block.kind is BlockKind.ITEM and field_at(other.text) is not None]
    if len(fields) < 2 or unit.role or "\n" in unit.text or unit.block.style_at(unit.start) != "strong":
        return False
    if not name_like(reading, name):
        return False
    context = " ".join(other.heading.text for other in reading.sections if other.heading and unit in other.units)
    unit.main, unit.role = name_thing(reading, unit, unit.start, unit.start + len(name), name, context), "name"
    return unit.main is not None


def _field_lines(unit: Unit) -> list[tuple[int, int]]:
    """Return the offsets of the ``key: value`` lines below the first line of a list item."""
    found = []
    place = unit.start
    for number, line in enumerate(unit.text.split("\n")):
        if number and field_at(line, {link.start - place for link in unit.links}) is not None:
            found.append((place, place + len(line)))
        place += len(line) + 1
    return found if unit.block.kind is BlockKind.ITEM else []


TAGS = re.compile(r"(?:(?:[\[【][^\[\]【】]{1,24}[\]】]|〔[^〔〕]{1,24}〕)\s*){1,3}")


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
        elif (
            main.type == "Paper"
            and re.search(r"[^\W\d_]", name)
            and name_like(reading, name)
            and not is_badge(name, reading.lexicon)
        ):
            if next(iter(find_venues(name, reading.lexicon)), None) is None and not reading.lexicon.has(
                name, "Organization"
            ):
                thing = name_noted(reading, unit, start, start + len(name), name)
                reading.claim(main, "introduces", thing, EXTRACTOR, at=(thing.line, thing.column, thing.text))


def _described_tool(reading: Reading, unit: Unit, link: Link, first: int) -> bool:
    """Return whether a link that could be a badge opens an item about that tool: ``[PyTorch](…): a framework``."""
    known = any(term.name == link.text.strip() for term in reading.lexicon.lookup(link.text, "Software"))
    described = re.match(r"[\s*_]*(?:[:：]|[-–—]\s)\s*\w|\s*[一-鿿]", unit.block.text[link.end : unit.end])
    return known and described is not None and link.start <= first + 2 and unit.block.kind is BlockKind.ITEM


_LONGEST_LABEL = 40
_KIND_LABEL = re.compile(
    r"^[^，,。；;]*(?:论文|技术报告|报告|博客|博文|文章|教程|文档|讲座|视频|slides|paper|report|blog)[\s*_]*[:：]$",
    re.IGNORECASE,
)
"""A label that says whose paper, report or post the link behind it is."""
_FIELD_LABEL = re.compile(r"[^.,;，。；:：*\d]{1,32}[:：]")
"""A label before a linked title that says what the paper is about: ``Whale segmentation: [Counting Fins with Masks](…)``."""


def _heads(reading: Reading, unit: Unit, link: Link, first: int) -> bool:
    """Return whether a link is the unit's subject: it comes first, or only a short label stands before it."""
    before = unit.block.text[first : link.start]
    line_start = unit.block.text.rfind("\n", 0, link.start) + 1
    if line_start > first and unit.block.kind is BlockKind.ITEM:
        return False
    label = re.sub(r":[a-z_]+:", "", before).strip(" *_[(（【")
    if not re.search(r"\w", label) or TAGS.fullmatch(before.strip() + " "):
        return True
    after = unit.block.text[link.end : unit.end].strip()
    if len(label) <= 16 and re.search(r"^[^。；]*[:：|]$", label):
        return True
    if len(label) <= _LONGEST_LABEL and _KIND_LABEL.search(label):
        return True
    if unit.block.kind is BlockKind.ITEM and is_title(link.text) and _FIELD_LABEL.fullmatch(label):
        return True
    return unit.block.kind is BlockKind.PARAGRAPH and len(label) <= 24 and not after and is_title(link.text)
