"""Lines without a leading link: titles, headlines, names, books, catalogue entries, prose."""

from __future__ import annotations

import bisect
import itertools
import re

from kgraph.core import BlockKind, Mention
from kgraph.core.identifiers import kept_url, read_address
from kgraph.core.text import fold, has_han
from kgraph.extract.forms.facts import find_date, find_venues, is_badge, split_authors
from kgraph.extract.forms.parts import heads_text
from kgraph.extract.forms.people import find_organizations
from kgraph.extract.forms.shapes import (
    HEIR,
    NEWS,
    Shape,
    headline_cues,
    in_title_case,
    is_headline,
    is_statement,
    is_title,
    is_told,
    is_wrapped,
    shape_of,
    words,
)
from kgraph.extract.forms.titles import AWARD, headline_names, paper_names, title_end, venue_inside
from kgraph.extract.forms.typing import TYPE_ORDER, odd_case, thing_told, type_from_words
from kgraph.extract.lists.citations import (
    BOOK,
    read_citation,
    read_cited,
    read_quoted_titles,
    read_reference,
    read_titles_behind_venues,
)
from kgraph.extract.lists.fields import field_at
from kgraph.extract.lists.links import NO_ADDRESS, is_code_line, opens_with_address
from kgraph.extract.lists.listed import listed_type, lists_models
from kgraph.extract.lists.makers import list_makers, record_makers
from kgraph.extract.lists.meta import read_meta_line, venue_mention
from kgraph.extract.lists.running import read_running_titles
from kgraph.extract.names.learn import spelt_out
from kgraph.extract.names.named import (
    EXTRACTOR,
    IN_BRACKETS,
    LEAD,
    is_owned,
    name_like,
    name_noted,
    name_thing,
    owner_of,
)
from kgraph.extract.reading import Reading, Section, Unit

NAME_FIRST = re.compile(
    r"^(?P<name>[A-Za-z][\w.+#/-]*(?: (?:[A-Z0-9][\w.+#-]*)){0,3})(?:\s*[(（](?P<alias>[^()（）]{2,60})[)）])?\s*"
    r"(?P<sep>[:：,，]|\s[-–—]{1,2}\s|(?=\s?[一-鿿]))\s*(?P<rest>\S.*)?$",
    re.S,
)


_DATED = re.compile(r"[(（\[【][^()（）\[\]【】]{0,12}(?:19|20)\d\d[^()（）\[\]【】]{0,12}[)）\]】]\s*(?=[A-Z])")
"""When or where a paper appeared, in brackets before its title: ``(2020-EMNLP) Quick Nets for Tables``."""


def plain_entry(
    reading: Reading, section: Section, unit: Unit, first: int, before: Unit | None, following: Unit | None
) -> None:
    """Understand a unit that no link opens: a title, a headline, a name, a label, a citation, or prose."""
    block = unit.block
    stop = -1 if is_wrapped(block.text[first : unit.end]) else block.text.find("\n", first, unit.end)
    line_end = unit.end if stop < 0 else stop
    told = _told_in_bold(unit, first, line_end)
    if told is not None:
        _headline(reading, unit, *told, block.text[slice(*told)], 0.8)
        return
    bold = _bold_head(unit, first, line_end)
    if bold is not None:
        first, line_end = bold
    line_stop = line_end
    head, line_end = _without_badges(reading, unit, first, line_end)
    shape = shape_of(head)
    after_address = before is not None and before.role == "repository" and len(before.mentions) >= 1
    plain = reading.document.format == "plain"
    is_item = block.kind is BlockKind.ITEM
    if (is_item or bold is None) and read_cited(reading, unit, first):
        return
    number = IN_BRACKETS.match(block.text, first, line_end)
    if number is not None:
        if read_reference(reading, unit, first) or read_cited(reading, unit, number.end(), numbered=True):
            return
        first, head = number.end(), head[number.end() - first :]
        shape = shape_of(head)
    ended = head.rstrip()
    if (
        is_item
        and ended.endswith(".")
        and ". " not in ended
        and unit.links
        and _paper_item(reading, unit, head)
        and in_title_case(ended[:-1])
    ):
        head, line_end = ended[:-1], first + len(ended) - 1  # Quick Nets for Tables. [paper](…)
        shape = shape_of(head)
    dated = _DATED.match(block.text, first, line_end)
    if dated is not None and is_title(block.text[dated.end() : line_end]):
        first, head = dated.end(), head[dated.end() - first :]
        shape = shape_of(head)
    if before is not None and _of_paper(reading, unit, first, head, before):
        unit.role, unit.main = "note", before.main
        return
    if len(split_authors(head)) >= 2:
        unit.role = "prose"
        return
    if read_reference(reading, unit, first):
        return
    labelled = _PAPER_LABEL.match(block.text, first, line_end)
    if labelled is not None:
        first, head = labelled.end(), block.text[labelled.end() : line_end]
        shape = shape_of(head)
    book = BOOK.match(head)
    if book is not None and (is_item or labelled is not None or unit.is_numbered):
        _book_entry(reading, unit, first, book)
        return
    if _headed_entry(reading, section, unit, first, line_end, head):
        return
    if is_item and _described_in_sentences(unit, first) and _bold_name(reading, section, unit, first, line_end):
        return
    if is_item and is_statement(head):
        unit.role = "prose"
        read_quoted_titles(reading, unit)
        return
    if not is_item and _name_over_code(reading, section, unit, first, head, following):
        return
    if heads_text(reading, unit, following) and _numbered_name(reading, unit, first, head, following):
        return
    if (
        shape is Shape.TITLE
        and not _listing(reading, section, head)
        and (not is_item or (_paper_item(reading, unit, head) and head.find("《") <= 0))
        and not (is_item and _names_its_maker(reading, head))
    ):
        _title_entry(reading, unit, first, line_end, head)
        return
    bare_name = head.strip().rstrip(":：")
    if is_owned(reading, bare_name) and following is not None and following.text[:4].lower() == "http":
        unit.main = reading.mention(block, first, first + len(bare_name), "Resource", EXTRACTOR, confidence=0.8)
        owner_of(reading, unit, first, bare_name, unit.main)
        unit.role = "headline"
        unit.mentions.append(unit.main)
        return
    if after_address and before is not None and _announces(unit, bare_name, before, following):
        unit.role = "label"
        return
    after_page = before is not None and before.role == "address" and before.main is not None
    if after_page and before is not None and name_like(reading, bare_name) and shape in (Shape.NAME, Shape.LABEL):
        page = (before.main.url or "").rstrip("/").rsplit("/", 1)[-1] if before.main is not None else ""
        described = following is not None and fold(following.text).startswith(fold(bare_name))
        if len(fold(bare_name)) >= 4 and (fold(bare_name) == fold(page) or described):
            unit.main, unit.role = name_thing(reading, unit, first, first + len(bare_name), bare_name), "name"
            if unit.main is not None and before.main is not None and before.main.type == "Resource":
                reading.claim(before.main, "discusses", unit.main, EXTRACTOR, confidence=0.8)
            return
    codes = (
        {fold(m.name.rsplit("/", 1)[-1]) for m in before.mentions} if after_address and before is not None else set()
    )
    called = fold(bare_name) in codes
    if called or (
        after_address
        and NEWS.search(bare_name) is None
        and _EDITION.search(bare_name) is None
        and next(find_venues(bare_name, reading.lexicon), None) is None
        and shape in (Shape.NAME, Shape.LABEL, Shape.HEADLINE, Shape.TITLE)
        and name_like(reading, bare_name)
    ):
        _name_after_address(reading, unit, first, bare_name, before, following)
        return
    if (
        after_address
        and before is not None
        and plain
        and _called_in_chinese(reading, unit, first, bare_name, before, following)
    ):
        return
    award = next(find_venues(head, reading.lexicon), None) if AWARD.search(head) else None
    if award is not None and award.start == 0 and len(head) <= 24 + award.end:
        unit.role = "label"
        return
    if (is_item or _heads_text_in_bold(unit, first, stop)) and _bold_name(reading, section, unit, first, line_stop):
        return
    if is_item and _is_bold_line(unit, first) and len(head) >= 10 and has_han(head):
        _headline(reading, unit, first, line_end, head, 0.75)
        return
    if _name_first(reading, section, unit, first, head, before, following):
        return
    if (
        (after_address or after_page)
        and before is not None
        and _named_by_address(reading, section, unit, first, before)
    ):
        return
    if shape is Shape.HEADLINE and _counts_as_headline(
        reading, unit, head, before, following, plain, is_item, bold is not None
    ):
        _headline(reading, unit, first, line_end, head, 0.8 if not plain else 0.55)
        return
    if is_item and shape is Shape.NAME and not unit.links and reading.lexicon.has(head.strip(), "Software", "Dataset"):
        unit.main = name_thing(reading, unit, first, first + len(head.strip()), head.strip())
        unit.role = "name"
        return
    if shape is Shape.LABEL or (shape is Shape.NAME and not is_item):
        if not is_item and _named_over_text(reading, section, unit, bare_name, following):
            unit.main = name_thing(reading, unit, first, first + len(bare_name), bare_name, (following or unit).text)
            unit.role = "name"
            return
        unit.role = "label"
        return
    if is_item and not unit.links and _catalogue_item(reading, unit, first, head):
        return
    if read_citation(reading, unit, first, line_end):
        return
    if (
        before is not None
        and before.main is not None
        and before.main.type == "Paper"
        and before.role in ("paper", "note")
    ):
        if read_meta_line(reading, unit, before.main, first, line_end, only_facts=_tells(head)):
            unit.role, unit.main = "note", before.main
            return
    unit.role = "prose"
    read_quoted_titles(reading, unit)
    read_titles_behind_venues(reading, unit)
    read_running_titles(reading, unit)


def _of_paper(reading: Reading, unit: Unit, first: int, head: str, before: Unit) -> bool:
    """Read a line below a paper that prints its authors, venue, institutions or links and nothing else; return whether it was one."""
    if before.main is None or before.main.type != "Paper" or before.role not in ("paper", "note"):
        return False
    under = unit.block.parent is not None and unit.block.parent in (before.block.index, before.block.parent)
    near = unit.block is before.block or under
    if (near or len(split_authors(head)) >= 2 or unit.links) and read_meta_line(
        reading, unit, before.main, first, unit.end, only_facts=unit.block is not before.block and _tells(unit.text)
    ):
        return True
    return near and _only_badges(reading, unit, first)


def _tells(text: str) -> bool:
    """Return whether a text is Chinese sentences: few letters say much there, so that it may tell more than facts."""
    return has_han(text) and "。" in text


def _only_badges(reading: Reading, unit: Unit, first: int) -> bool:
    """Return whether a text is nothing but links that say what they lead to: ``[arXiv](…) · [GitHub](…)``."""
    if not unit.links or not all(link.bare or is_badge(link.text, reading.lexicon) for link in unit.links):
        return False
    left, place = "", first
    for link in unit.links:
        left, place = left + unit.block.text[place : link.start], link.end
    return re.search(r"\w", LABELS.sub("", left + unit.block.text[place : unit.end])) is None


LABELS = re.compile(r"(?:links?|resources?|链接|资源|地址)\s*[:：]", re.IGNORECASE)


_NUMBERED_NAME = re.compile(
    r"(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,3})\s?(?:[(（](?P<inner>[^()（）]{2,60})[)）])?\s?[:：]?$",
    re.ASCII,
)


def _names_its_maker(reading: Reading, head: str) -> bool:
    """Return whether a text opens with a name and its maker in brackets, which no title does: ``QuixRoll (ByteDance), 200 hours``."""
    match = NAME_FIRST.match(head)
    return match is not None and match["alias"] is not None and reading.lexicon.has(match["alias"], "Organization")


def _numbered_name(reading: Reading, unit: Unit, first: int, head: str, following: Unit | None) -> bool:
    """Read a numbered line over paragraphs that is the name of a thing, perhaps with its venue: ``1. TransE (NIPS 2013)``."""
    match = _NUMBERED_NAME.match(head.rstrip())
    if match is None or following is None or not name_like(reading, match["name"]):
        return False
    name = match["name"]
    if not (odd_case(name) or reading.lexicon.has(name, "Method", "Software", "Dataset")):
        return False
    if not reading.lexicon.has(name, *TYPE_ORDER):
        reading.types.setdefault(fold(name), type_from_words(following.text[:80], near=name) or "Method")
    unit.main, unit.role = name_thing(reading, unit, first, first + len(name), name, following.text), "name"
    if unit.main is not None and match["inner"] is not None:
        read_meta_line(reading, unit, unit.main, first + match.start("inner"), first + match.end("inner"))
    return unit.main is not None


_NAME_AND_WORDS = re.compile(
    r"(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,3})\s?(?:[(（][^()（）]{2,40}[)）])?\s?(?:(?:[:：]|\s[-–—|]\s)\s?(?P<words>[^。！!？?|｜]{2,40}))?[:：]?$",
    re.ASCII,
)


_FEW_WORDS = 20


def _name_over_code(
    reading: Reading, section: Section, unit: Unit, first: int, head: str, following: Unit | None
) -> bool:
    """Read a line over the address of a repository that names what it holds, perhaps in a few words: ``2、QuixASR：识别引擎``."""
    match = _NAME_AND_WORDS.match(head.strip())
    if (
        match is None
        or is_title(head)
        or following is None
        or not is_code_line(following)
        or opens_with_address(section)
    ):
        return False
    name, told = match["name"], match["words"] or ""
    if NEWS.search(told) is not None or not name_like(reading, name) or len(name) < 3:
        return False
    if told and (len(told) > _FEW_WORDS or type_from_words(told) is None):
        return False  # a headline over the code that it reports on
    tail = fold(following.links[0].url.rstrip("/").rsplit("/", 1)[-1])
    if not (odd_case(name) or reading.lexicon.has(name, "Method", "Software", "Dataset") or fold(name) in tail):
        return False
    start = unit.block.text.index(name, first)
    unit.main, unit.role = name_thing(reading, unit, start, start + len(name), name, told), "name"
    return unit.main is not None


_TEXTBOOK = re.compile(
    r"教科书|教材|一书|专著|出版社|第[一二三四五六七八九十\d]+\s?版|\b(?:textbook|edition)\b", re.IGNORECASE
)
"""What tells of a title that it is a book's."""


def _named_over_text(reading: Reading, section: Section, unit: Unit, name: str, following: Unit | None) -> bool:
    """Return whether a line without an address above it names the thing that the text below it describes.

    It is known, or the section prints it again beside an address: ``QuixView:``, a description, ``QuixView 主页: https://…``.
    """
    if following is None or following.links or following.block.kind is not BlockKind.PARAGRAPH:
        return False
    if not name_like(reading, name) or len(following.text) < max(20, 3 * len(name)):
        return False
    if reading.lexicon.has(name, "Software", "Method", "Dataset"):
        return True
    again = [other for other in section.units if other is not unit and fold(name) in fold(other.text)]
    return any(other.links for other in again) or (bool(again) and odd_case(name))


def _announces(unit: Unit, name: str, before: Unit, following: Unit | None) -> bool:
    """Return whether a label between two addresses belongs to the one below it: ``Keras:`` over the code in Keras."""
    if not unit.text.rstrip().endswith((":", "：")) or following is None or following.text[:4].lower() != "http":
        return False
    return fold(name) in fold(following.text) or fold(name) not in fold(before.text)


def _headline(reading: Reading, unit: Unit, first: int, end: int, head: str, confidence: float) -> None:
    name, aliases = headline_names(head)
    unit.main = reading.mention(
        unit.block, first, end, "Resource", EXTRACTOR, name=name, aliases=aliases, confidence=confidence
    )
    unit.role = "headline"
    unit.mentions.append(unit.main)
    read_quoted_titles(reading, unit)


def _is_bold_line(unit: Unit, first: int) -> bool:
    """Return whether the first line of an item is all bold: in a digest it heads the text below, whatever its verb."""
    stop = unit.block.text.find("\n", first, unit.end)
    end = unit.end if stop < 0 else stop
    return any(
        inline.style == "strong"
        and not unit.block.text[first:start].strip()
        and not unit.block.text[start + len(inline.text) : end].strip()
        for start, inline in unit.block.runs(first, end)
    )


def _heads_text_in_bold(unit: Unit, first: int, stop: int) -> bool:
    """Return whether a paragraph opens in bold with what the rest of it is about: a line of its own, or the name of its code."""
    opening = next(
        (inline.text for start, inline in unit.block.runs(unit.start, unit.end) if inline.style == "strong"), ""
    )
    name = LEAD.sub("", opening).strip(" :：")
    if not name or not unit.block.text[first : unit.end].startswith(name):
        return False
    rest = unit.block.text[first + len(name) : stop if stop >= 0 else unit.end]
    alone = stop >= 0 and re.fullmatch(r"[\W_]*(?:[([（【].*)?", rest) is not None
    return alone or _own_code(unit, name)


def _told_in_bold(unit: Unit, first: int, line_end: int) -> tuple[int, int] | None:
    """Return the place of English news that opens a text in bold, without its full stop: ``**Meta ships X.** It beats …``."""
    if has_han(unit.text):
        return None
    for start, inline in unit.block.runs(unit.start, line_end):
        if inline.style != "strong" or re.search(r"\w\D", unit.block.text[unit.start : start]):
            return None
        at = max(0, first - start)
        head = inline.text[at:].rstrip(" .:!")
        return (start + at, start + at + len(head)) if is_told(head) else None
    return None


def _bold_head(unit: Unit, first: int, line_end: int) -> tuple[int, int] | None:
    """Return the place of a bold run that opens a line, perhaps after a date: the title, where more follows it."""
    for start, inline in unit.block.runs(first, line_end):
        if inline.style != "strong":
            continue
        offset = start + len(inline.text)
        before = unit.block.text[first:start]
        if not re.fullmatch(
            r"(?:[(（\[【][^()（）\[\]【】]{2,24}[)）\]】]|[A-Z][A-Za-z+-]{1,11}[ '’]?(?:20)?\d\d(?=\W))?[\s\d\-/.,:：年月日|\[\]()]*|[^\w\s]+\s",
            before,
        ):
            return None
        text = inline.text.strip()
        lead = IN_BRACKETS.match(inline.text) or LEAD.match(inline.text)
        start += lead.end() if lead is not None else 0
        if len(text) >= 12 and offset < line_end and is_title(text):
            return start, offset
        if len(text) >= 10 and is_headline(text) and NEWS.search(text):
            return start, offset
        return None
    return None


def headed(unit: Unit, first: int, end: int) -> bool:
    """Return whether a bold headline stands on a line of its own before an offset."""
    stop = unit.block.text.find("\n", first, end)
    return stop >= 0 and _bold_head(unit, first, stop) is not None


_HAN_AFTER = re.compile(r"\s?[一-鿿]")


def _without_badges(reading: Reading, unit: Unit, first: int, line_end: int) -> tuple[str, int]:
    """Return the head line without the badges, dates and brackets at its end, and where it ends."""
    text = unit.block.text
    for link in unit.links:
        if first < link.start < line_end and is_badge(link.text, reading.lexicon):
            if _HAN_AFTER.match(text, link.end, line_end) is not None:
                continue  # 登顶 [GitHub](…) 热榜: a word of the headline
            line_end = min(line_end, link.start)
    head = text[first:line_end]
    trimmed = re.sub(r"[\s\[\]|()（）*_·-]+$", "", head) if line_end < unit.end else head.rstrip()
    return trimmed, first + len(trimmed)


def _listing(reading: Reading, section: Section, text: str) -> bool:
    """Return whether a capitalised phrase is a field or a thing and not a title.

    A method's long name on a line of its own is the title of its paper: one of four words or more, or under the heading of that method.
    """
    if reading.lexicon.has(text, "topic", "generic"):
        return True
    known = {term.name: term.type for term in reading.lexicon.lookup(text, *TYPE_ORDER)}
    if set(known.values()) == {"Method"} and len(words(text)) >= 4:
        return False
    if not known or not known.keys().isdisjoint(subject.name for subject in section.subjects):
        return False
    return not any(spelt_out(subject.name, text) for subject in section.subjects if subject.type == "Method")


def _paper_item(reading: Reading, unit: Unit, head: str) -> bool:
    """Return whether a list item that looks like a title is a paper: a colon, five words, or a paper's badge or date."""
    if any(
        (read_address(link.url) or NO_ADDRESS).type == "Paper" or is_badge(link.text, reading.lexicon)
        for link in unit.links
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
    tail = title_end(reading, head)
    name, aliases = paper_names(head[:tail])
    inside = venue_inside(reading, head[:tail])
    if inside is not None:
        name, aliases = inside[0], [*aliases, name]
    if tail < len(head):
        aliases.append(head)
    whole = line_end
    line_end = first + tail
    unit.main = reading.mention(
        unit.block, first, line_end, "Paper", EXTRACTOR, name=name, aliases=aliases, confidence=0.85
    )
    if inside is not None:
        start, end = first + inside[1].start, first + inside[1].end
        where = venue_mention(reading, unit, start, end, inside[1].name, inside[1].year)
        reading.claim(unit.main, "publishedAt", where, EXTRACTOR, at=(where.line, where.column, where.text))
    if whole > line_end:
        lead = len(unit.block.text[line_end:whole]) - len(unit.block.text[line_end:whole].lstrip(" ,，(（"))
        read_meta_line(reading, unit, unit.main, line_end + lead, whole)
    unit.role = "paper"
    unit.mentions.append(unit.main)


_EDITION = re.compile(r"(?:版本?|代码|实现|地址|链接|文档|主页|官网)$")
"""What a line that announces another address of the same thing ends with: ``tf 版本:``."""


def _name_after_address(
    reading: Reading, unit: Unit, first: int, name: str, before: Unit | None, following: Unit | None
) -> None:
    context = following.text if following is not None else ""
    described = _DESCRIBED_NAME.fullmatch(name)
    if described is not None:
        # "目标跟踪算法 ByteTrack": what it is, then its name.
        first, name, context = first + described.start("name"), described["name"], f"{name} {described['kind']}"
    for code in before.mentions if before is not None else ():
        if reading.lexicon.has(code.name.partition("/")[2], "Software"):
            # A library that is known by the address of its code, whatever else has its name.
            reading.types[fold(name)] = "Software"
    mention = name_thing(reading, unit, first, first + len(name), name, context)
    unit.main, unit.role = mention, "name"
    if mention is not None and before is not None:
        for code in before.mentions:
            if code.type == "Repository":
                reading.claim(code, "implements", mention, EXTRACTOR)


_CHINESE_NAME = re.compile(r"[一-鿿]{2,16}")
_LEARNT = re.compile(r"(?:学习|方法|算法|网络|模型|估计|推理|生成)$")


def _called_in_chinese(
    reading: Reading, unit: Unit, first: int, name: str, before: Unit, following: Unit | None
) -> bool:
    """Read the Chinese words between a repository's address and its description: what the project there is called.

    Software is known by the name of its repository; a method or study by these words.
    """
    codes = {mention.name: mention for mention in before.mentions if mention.type == "Repository"}
    described = following is not None and not following.links and len(following.text) > 3 * len(name)
    if len(codes) != 1 or not described or _CHINESE_NAME.fullmatch(name) is None:
        return False
    (code,) = codes.values()
    study = _LEARNT.search(name) is not None and "的" in name
    tail = code.name.rsplit("/", 1)[-1]
    unit.main = reading.mention(
        unit.block,
        first,
        first + len(name),
        "Method" if study else "Software",
        EXTRACTOR,
        name=name if study else tail,
        aliases=(tail if study else name,),
        confidence=0.6,
    )
    unit.role = "name"
    unit.mentions.append(unit.main)
    reading.claim(code, "implements", unit.main, EXTRACTOR, confidence=0.7)
    return True


_DESCRIBED_NAME = re.compile(
    r"[一-鿿]{0,12}(?P<kind>算法|模型|框架|工具箱|工具包|工具|库|网络|平台|系统|引擎|数据集)\s?(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2})",
    re.ASCII,
)
_FIRST_NAME = re.compile(r"[A-Za-z][\w.+-]*(?: [A-Z][\w.+-]*){0,2}", re.ASCII)


def _named_by_address(reading: Reading, section: Section, unit: Unit, first: int, before: Unit) -> bool:
    """Read prose below an address that opens with the name of the repository or page there: it describes that thing."""
    match = _FIRST_NAME.match(unit.block.text, first, unit.end)
    codes = {mention.name: mention for mention in before.mentions if mention.type in ("Repository", "Resource")}
    if len(codes) != 1:
        return False
    (code,) = codes.values()
    relation = "implements" if code.type == "Repository" else "discusses"
    tail = (code.url or code.name if relation == "discusses" else code.name).rstrip("/").rsplit("/", 1)[-1]
    called = fold(tail)
    if relation == "discusses" and (match is None or fold(match.group()) != called):
        return False
    if match is None or (relation == "implements" and not _calls(match.group().split()[0], tail)):
        return not _has_owner(section, before) and _named_later(reading, unit, first, code, tail)
    words = match.group().split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[:count]).rstrip(".-")
        if len(fold(name)) >= 3 and (fold(name) in called or called in fold(name)):
            break
    else:
        return False
    if reading.lexicon.has(name, "generic", "topic"):
        return False
    unit.main, unit.role = name_thing(reading, unit, first, first + len(name), name, unit.text), "name"
    if unit.main is not None:
        reading.claim(code, relation, unit.main, EXTRACTOR)
    return True


def _calls(name: str, tail: str) -> bool:
    """Return whether a name and the end of an address begin alike or one holds the other."""
    return len(fold(name)) >= 3 and (fold(name) in fold(tail) or fold(tail) in fold(name))


def _has_owner(section: Section, address: Unit) -> bool:
    """Return whether a section lists something right above an address, or is about one thing: the address is the code of that."""
    place = bisect.bisect_left(
        section.units, (address.block.index, address.start), key=lambda unit: (unit.block.index, unit.start)
    )
    above = section.units[place - 1] if place else None
    if section.subjects or above is None:
        return bool(section.subjects)
    only_name = above.role == "name" and above.main is not None and len(above.text) <= len(above.main.text) + 4
    return only_name or above.role in ("paper", "headline")


def _named_later(reading: Reading, unit: Unit, first: int, code: Mention, tail: str) -> bool:
    """Read prose below a repository's address that calls it by its name further on: ``老牌引擎。…，QuixOCR 4 起支持中文``."""
    if len(tail) < 4 or code.type != "Repository" or reading.lexicon.has(tail, "generic", "topic"):
        return False
    called = "[-_ ]?".join(re.escape(part) for part in re.split("[-_]", tail))
    for printed in re.finditer(
        rf"(?<![\w/.-]){called}(?![\w/-]|\.\w)", unit.block.text[first : unit.end], re.IGNORECASE
    ):
        if printed.group() == tail or not printed.group().islower():
            at = first + printed.start()
            name = printed.group()
            unit.main, unit.role = name_thing(reading, unit, at, at + len(name), name), "name"
            if unit.main is not None:
                reading.claim(code, "implements", unit.main, EXTRACTOR)
            return True
    return False


def _own_code(unit: Unit, name: str) -> bool:
    """Return whether a unit links a repository that is called as the name that it opens with."""
    addresses = [read_address(link.url) for link in unit.links]
    return any(
        address is not None and address.type == "Repository" and fold(address.value.rsplit("/", 1)[-1]) == fold(name)
        for address in addresses
    )


def opens_with_code(unit: Unit, first: int, stop: int) -> bool:
    """Return whether a text opens with the name of the repository that it gives at its end, and says something of it."""
    match = _FIRST_NAME.match(unit.block.text, first, stop)
    if match is None or not _own_code(unit, match.group()):
        return False
    return len(re.sub(r"[\W_]", "", unit.block.text[match.end() : stop])) >= _DESCRIBES


_DESCRIBES = 6
"""How many letters between a name and its address describe the thing, and are no label of the address."""


_SENTENCES = re.compile(r"\s*[:：–—-]+\s+[^\n]{12,}?[a-z0-9)][.;]\s+[A-Z(\[]")


def _described_in_sentences(unit: Unit, first: int) -> bool:
    """Return whether an item opens with a short bold run that sentences, not the rest of a title, follow."""
    for start, inline in unit.block.runs(first, unit.end):
        if inline.text.strip():
            after = start + len(inline.text)
            opens = start == first and inline.style == "strong" and len(inline.text) <= 30
            return opens and _SENTENCES.match(unit.block.text, after, unit.end) is not None
    return False


def _bold_name(reading: Reading, section: Section, unit: Unit, first: int, line_end: int) -> bool:
    """Read an item that opens with a thing's name in bold and goes on in prose: ``**ControlNet** (…) copies …``."""
    offset = 0
    for inline in unit.block.inlines:
        start, offset = offset, offset + len(inline.text)
        if start < first < offset and not LEAD.sub("", unit.block.text[start:first]).strip():
            start = first  # **3. QuixNet**: the number is bold, too.
        if start < first or inline.style != "strong":
            continue
        name = unit.block.text[start:offset].strip(" :：")
        known = reading.lexicon.has(name, "Method", "Software", "Dataset")
        told = known or odd_case(name) or _own_code(unit, name)
        alone = unit.block.kind is BlockKind.ITEM and offset >= line_end
        if start != first or alone or not name_like(reading, name) or not told:
            return False
        rest = unit.block.text[offset : unit.end]
        unit.main = name_thing(reading, unit, start, start + len(name), name, f"{name} {rest[:60]}") if known else None
        if unit.main is None:
            kind = thing_told(rest[:80], listed_type(reading, section))
            type_ = reading.types.get(fold(name)) or kind or "Method"
            reading.types.setdefault(fold(name), type_)
            unit.main = name_thing(reading, unit, start, start + len(name), name)
        unit.role = "name"
        inner = re.match(r"\s*[(（](?P<meta>[^()（）]{6,160})[)）]", rest)
        if inner is not None and unit.main is not None:
            meta_end = offset + re.split(r"[;；]", inner["meta"])[0].__len__() + inner.start("meta")
            read_meta_line(reading, unit, unit.main, offset + inner.start("meta"), meta_end)
            if meta_end < offset + inner.end("meta"):
                read_meta_line(reading, unit, unit.main, meta_end + 1, offset + inner.end("meta"))
        return True
    return False


_BEHIND_PARENT = re.compile(rf"[*_ ]*[A-Za-z][\w.+-]{{1,30}}\s?的\s?(?:{HEIR.pattern})\s?(?=[A-Z])", re.ASCII)
"""What stands before the name of an entry that is told by what it comes of: ``QuixNet 的升级版 QuixNet2 换成了 …``."""


def _name_first(
    reading: Reading,
    section: Section,
    unit: Unit,
    first: int,
    head: str,
    before: Unit | None,
    following: Unit | None = None,
) -> bool:
    """Read ``Name: description``, ``Name - description`` and ``Name 中文说明`` list items."""
    heir = _BEHIND_PARENT.match(head)
    if heir is not None:
        first, head = first + heir.end(), head[heir.end() :]
    match = NAME_FIRST.match(head.strip("* "))
    is_item = unit.block.kind is BlockKind.ITEM
    if match is None:
        return False
    described = (
        reading.document.format == "plain"
        and match["sep"] in (":", "：")
        and type_from_words((match["rest"] or "")[:24]) is not None
    )
    listed = not is_item and not described and _listed_line(reading, unit, match, before, following)
    described = described or listed
    if not (is_item or described or (match["sep"] in (":", "：") and not match["rest"])):
        return False
    name = match["name"].strip()
    known_name = odd_case(name) or reading.lexicon.has(name, *TYPE_ORDER)
    own = is_item and _own_code(unit, name)
    known_name = known_name or own or (is_item and _entry_name(reading, section, name, match["sep"]))
    if not name_like(reading, name) or not (known_name or (described and " " not in name)):
        return False
    bracketed = is_item and match["alias"] is not None and listed_type(reading, section) is not None
    if len(name) < 3 or (match["sep"] in (",", "，") and not (own or bracketed)):
        return False
    rest = match["rest"] or ""
    if is_item and not match["sep"] and NEWS.match(rest) is not None and is_headline(head.strip("* ")):
        # "Stability AI 公布 …": a headline that opens with its subject.
        return False
    known = reading.types.get(fold(name)) or next((t.type for t in reading.lexicon.lookup(name, *TYPE_ORDER)), None)
    # What is called as its repository and in small letters is a program, whatever it computes.
    told = "Software" if own and name.islower() else thing_told(rest[:80], listed_type(reading, section))
    type_ = known or told or ("Software" if own else "Method" if not is_item else None)
    if type_ is None and lists_models(section):
        type_ = "Method"
    if listed and not known:
        type_ = _listed_as(before) or told or "Software"
    if type_ is None:
        return False
    reading.types.setdefault(fold(name), type_)
    start = first + head.index(name)
    mention = name_thing(reading, unit, start, start + len(name), name, rest)
    unit.main, unit.role = mention, "name"
    if is_item and mention is not None and match["alias"] is not None and _are_makers(reading, match["alias"]):
        at = unit.block.text.index(match["alias"], start + len(name))
        record_makers(reading, unit.block, at, at + len(match["alias"]), [mention], EXTRACTOR)
    return True


_LISTS = re.compile(
    r"(?:[两二三四五六七八九十几\d]\s?[个种款套]|以下|如下|有|包括|分别是|主要是|推荐|常用的)[^。；]{0,12}[:：]$"
)
"""The end of a line that announces the names which open the lines below it: 挑了两个常用的："""


def _listed_line(
    reading: Reading, unit: Unit, match: re.Match[str], before: Unit | None, following: Unit | None
) -> bool:
    """Return whether a line of plain text is one of several that a name and its Chinese description make up."""
    if reading.document.format != "plain" or "\n" in unit.text or not _describes_name(reading, match):
        return False
    if before is not None and before.role == "label" and _LISTS.search(before.text):
        return True
    for other in (before, following):
        beside = NAME_FIRST.match(other.text) if other is not None and not other.links else None
        if beside is not None and "\n" not in beside.string and _describes_name(reading, beside):
            return True
    return False


def _describes_name(reading: Reading, match: re.Match[str]) -> bool:
    name, rest = match["name"], match["rest"] or ""
    if match["sep"].strip() not in (":", "：", "-", "–", "—", "--") or not has_han(rest[:4]) or len(rest) < 6:
        return False
    known = odd_case(name) or reading.lexicon.has(name, *TYPE_ORDER)
    return (known or (" " not in name and name.lower() not in reading.lexicon.words)) and not is_badge(
        name, reading.lexicon
    )


def _listed_as(before: Unit | None) -> str | None:
    """Return the type of what a line lists: what the line before it announces or lists."""
    if before is None:
        return None
    if before.role == "name" and before.main is not None:
        return before.main.type
    return type_from_words(before.text)


def _are_makers(reading: Reading, text: str) -> bool:
    """Return whether all that brackets behind a name list is known to be organisations: ``（清华大学 + 谷歌）``."""
    made = [maker.name for maker in list_makers(text)]
    return bool(made) and all(
        reading.lexicon.has(name, "Organization") or any(find_organizations(name)) for name in made
    )


def _entry_name(reading: Reading, section: Section, name: str, separator: str) -> bool:
    """Return whether a capitalised word that is no ordinary one names an entry where a section lists data or tools: ``Emilia：…``."""
    if (
        separator.strip() not in (":", "：", "-", "–", "—", "--")
        or " " in name
        or listed_type(reading, section) is None
    ):
        return False
    return name[0].isupper() and name.lower() not in reading.lexicon.words and not is_badge(name, reading.lexicon)


def _counts_as_headline(
    reading: Reading,
    unit: Unit,
    head: str,
    before: Unit | None,
    following: Unit | None,
    plain: bool,
    is_item: bool,
    bold: bool,
) -> bool:
    if _BYLINE.search(head) is not None:
        return False
    rest = unit.text[unit.text.find(head) + len(head) :]
    if not is_item and len(rest) > len(head) and _GOES_ON.search(rest) is not None:
        return False  # 某某写的 X（[GitHub](…)）把 …。后来 …: a paragraph of sentences, not a headline with its links
    cues = headline_cues(head)
    linked = following is not None and following.block.links and len(following.text) < 160 and following.links
    if is_item:
        return len(head) >= 8 and (cues >= 2 or (bold and len(head) >= 10 and NEWS.search(head) is not None))
    if plain:
        return cues >= 2 and bool(linked) and len(head) >= 8
    if not cues and (len(head) < 6 or head[0].islower()):
        return False
    if ("，" in head and len(set(_MUSING.findall(head))) >= 2) or _TO_READERS.search(head):
        return False
    return "\n" not in unit.text


_GOES_ON = re.compile(r"[一-鿿][^。\n]*。[^。\n]*[一-鿿]")
"""Sentences: words behind a full stop."""
_BYLINE = re.compile(
    r"(?:编辑|发布|更新|首发)[于在]|(?:本文|全文)约?\s?[\d.]+\s?[万千k]?\s?字|阅读(?:时间|约)|欢迎(?:评论|指正|留言|捉虫|勘误)|阅读量"
)
"""What says when and where a text appeared, how long it is and what its readers may do."""
_TO_READERS = re.compile(
    r"(?:请|欢迎|麻烦|可以?|烦请)[^，。]{0,12}(?:issue|PR\b|pull request|留言|评论区|说一声|告知|告诉|指出|指正|补充|联系|反馈|投稿)|求补|欢迎补充",
    re.IGNORECASE,
)
"""What is said to readers of a list about the list."""


_MUSING = re.compile(
    r"比如|可能|毕竟|或者|其实|觉得|感觉|因为|所以|即使|如果|但是|不过|虽然|当然|反正|一般来说|很多时候|有时候|相对"
)
"""Words of somebody who thinks aloud; a headline has hardly one of them."""


_PAPER_LABEL = re.compile(
    r"(?:(?:相关|原始|对应|参考)?论文(?:名称|标题|题目|名)?|文章标题|paper(?: title)?|title)\s*[:：]\s*(?=[《“\"A-Z])",
    re.IGNORECASE,
)


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


def _book_entry(reading: Reading, unit: Unit, first: int, book: re.Match[str]) -> None:
    """Read an item that opens with 《a title》: a paper where the title is English, else a book or course."""
    title = book.group(1).strip()
    start = first + book.start(1)
    papers = [link for link in unit.links if (read_address(link.url) or NO_ADDRESS).type == "Paper"]
    printed = not papers and _TEXTBOOK.search(unit.text) is not None
    type_ = "Paper" if not printed and (is_title(title) or (papers and len(words(title)) >= 2)) else "Resource"
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


_ANCESTOR = re.compile(
    r"(?:前身|前作|上一代|前代)\s?(?:叫|是|为|[:：])?\s?(?P<name>[A-Za-z][\w.+-]*(?: [\w.+-]+){0,2})$", re.ASCII
)
"""What brackets behind a name say of what it goes back to: （前身叫 X）."""


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
    ancestor = _ANCESTOR.match(note)
    if ancestor is not None:
        note = ""
    owner = bool(note) and (reading.lexicon.has(note, "Organization") or any(find_organizations(note)))
    aliases = [text, *(part for part in (match["other"], note if note and not owner else None) if part)]
    described = next((value for meaning, value in values if meaning == "text"), "")
    heads = " ".join(other.heading.text for other in section.chain() if other.heading is not None)
    terms = reading.lexicon.lookup(name, "Method", "Dataset", "Software")
    type_ = reading.types.get(fold(name)) or (terms[0].type if len({term.type for term in terms}) == 1 else None)
    type_ = type_ or type_from_words(heads) or thing_told(described[:60], listed_type(reading, section)) or "Method"
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
    if ancestor is not None:
        at = unit.block.text.find(ancestor["name"], start + len(name), line_end)
        base = name_noted(reading, unit, at, at + len(ancestor["name"]), ancestor["name"])
        place = (base.line, base.column, base.text)
        reading.claim(unit.main, "basedOn", base, EXTRACTOR, at=place, confidence=0.75)
    if owner:
        at = unit.block.text.find(note, first, line_end)
        record_makers(reading, unit.block, at, at + len(note), [unit.main], EXTRACTOR)
    return True
