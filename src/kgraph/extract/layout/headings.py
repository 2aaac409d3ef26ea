"""Headings: the topic that a section is about, or the method, paper, dataset … that its heading names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rapidfuzz import fuzz

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.identifiers import read_address
from kgraph.core.text import fold, han_share, has_han, tidy
from kgraph.extract.forms.facts import VenueFound, find_venues
from kgraph.extract.forms.results import find_metrics
from kgraph.extract.forms.shapes import NEWS, is_headline, is_sentence_cased, is_title, is_told, words
from kgraph.extract.forms.titles import headline_names, long_form, title_name, venue_inside
from kgraph.extract.forms.typing import TYPE_ORDER, best_cased, odd_case, stem_type, type_from_words
from kgraph.extract.lexicon import Term
from kgraph.extract.names.learn import initials_match
from kgraph.extract.reading import Reading, Section, Unit

EXTRACTOR = "headings.v1"

_ACRONYM = re.compile(r"(?<![\w/.-])[A-Za-z]{0,3}[A-Z][A-Za-z]{0,8}[A-Z][A-Za-z]{0,8}(?![\w/.-])", re.ASCII)

_JOINED = re.compile(
    r"(?:\s*(?:与|和|及|、)\s*)?(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2})(?:\s?[(（](?P<inner>[^()（）]*)[)）])?",
    re.ASCII,
)
_OPENING = re.compile(r"(?P<name>[A-Za-z][\w+-]{2,24})\s?(?=[一-鿿(（])", re.ASCII)
_TRIM = re.compile(r"^[\s#*_`>【\[（(]*(.*?)[\s#*_`】\]:：.。、]*$", re.S)
_PAREN = re.compile(r"\s*[(（]([^()（）]*)[)）]\s*[:：]?\s*$")
_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2})+[ \t]+(?=\D)")
_NO_WORD = re.compile(r"(?!.*(?:ing|ion|ment|ness|ity|ics|ism|ed|s)$)[a-z]{5,}\d*(?:\.[a-z]{2,3})?", re.ASCII)
"""A Latin word in small letters that heads Chinese news: a field would be named in Chinese, what was released has a name."""
_RELEASED = re.compile(r"自研|自主研发|开源|发布|推出|公布|上线|放出|打造")
_LETTER = re.compile(r"^[A-Z][ .、．]\s*(?=[一-鿿]|[A-Z][a-z])")
"""The letter that numbers an appendix."""
_NAME_COLON = re.compile(r"^([A-Za-z][\w.+ -]{1,24}?)\s*[:：]\s*(\S.*)$")
_SUFFIX = re.compile(
    r"^(?P<name>[A-Za-z][\w.+-]*(?: [A-Za-z0-9][\w.+-]*){0,2})\s*"
    r"(?P<kind>框架|模型|算法|优化器|网络|平台|库|工具|工具包|系统|数据集|引擎|方法|损失函数|降维|聚类)$"
)
_METHOD_NOUN = re.compile(r"^[一-鿿]{2,8}(?:编码器|解码器|向量机|卷积|层次聚类|谱聚类|梯度下降|决策树|随机森林)$")
_DATE_ONLY = re.compile(
    r"\W*(?:19|20)\d\d(?:[-/.年 ]*(?:\d{1,2}|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)?[-/.月 ]*(?:\d{1,2})?\s*日?)?\W*|(?:19|20)\d\d\s*[-–~至]\s*(?:(?:19|20)\d\d)?|"
    r"(?:(?:Before|Pre|Until|Up to|After|Since|From|≤|<|≥|>|早期|自|从)[ -]?)?(?:19|20)\d\d\s*年?\s*"
    r"(?:(?:及|及其|和|与|或)?(?:以前|之前|此前|更早|以后|之后|以来|至今|前|后|起)|[-–—~～至到]\s*(?:今|现在|present|now)|"
    r",?\s?(?:and|or) (?:before|earlier|older|later|after|newer|onwards?|beyond)|\+|onwards?|to (?:present|date|now))?",
    re.IGNORECASE,
)
"""A heading that only says when: 2018 年, 2016 及以前, 2020–2022, 2021 至今, Before 2015, 2020 and later."""
_MONTH = re.compile(r"\s*(?:19|20)\d\d\s?(?:[-/.年]\s?(?:\d{1,2}\s?月?)?)?\s*(?:\d{1,2}\s?日)?\s*")
_ISSUE = re.compile(
    r"第\s?[\d一二三四五六七八九十百]+\s?期$|(?:阅读|读书|学习)(?:记录|笔记|清单)(?:[（(][^()（）]*[)）])?$"
    r"|\b(?:[Ii]ssue|[Nn]o\.|[Vv]ol\.?|[Vv]olume|[Ee]dition)\s?#?\d+\W*$|\s#\d+\W*$"
)
"""The title of an issue or of a notebook names no field: 某某周报 第 37 期."""
_PICTURE = re.compile(r"^[^\w\s]+\uFE0F?\s+")
"""A picture before a heading's words: 🔥 Top stories."""
_YEAR_TITLE = re.compile(r"^(?:19|20)\d\d\s*年?\s*[:：]\s*")
_QUESTION = re.compile(r"^(?P<field>[^?？]{4,60}?)\s?(?:[:：,，—–]|\s-\s)\s?[^:：,，—–?？]{4,60}[?？]$")
"""A field and what the text asks about it: ``Image search in 2021: how far are we?``, 图像检索 2021：走到哪一步了？"""
_IN_YEAR = re.compile(r"\s?(?:\b(?:in|of|as of)\s)?(?:19|20)\d\d\s?年?$")
_TOPIC_END = re.compile(
    r"(?:papers?|datasets?|tools?|resources?|methods?|models?|librar(?:y|ies)|tutorials?|courses?|surveys?|books?|talks?|blogs?|"
    r"articles?|applications?|benchmarks?|projects?|frameworks?|algorithms?|introduction|overview|related|others?|misc\w*)$",
    re.IGNORECASE,
)


_LEGAL = re.compile(r"licen[cs]|copyright|许可|版权|免责", re.IGNORECASE)


def read_headings(reading: Reading) -> None:
    """Give each section its topic and the entities that its heading names."""
    _part_at_lost_headings(reading)
    news = {id(child) for section in reading.sections for child in _news(reading, section)}
    for section in reading.sections:
        if section.parent is not None:
            section.topic = section.parent.topic
        if section.heading is not None:
            _read_heading(reading, section, id(section) in news)
    _fold_entries(reading)


_WIDE_GAP = 4
"""How many lines below the end of a piece of text the next one begins where a heading between the two was lost."""


def _part_at_lost_headings(reading: Reading) -> None:
    """Begin a section of its own where the numbers of two headings tell that one between them was lost.

    Text taken from printed pages lacks the headings that stood beside pictures: "1.2", then "1.4". The widest gap between
    the two is where it stood, and the name that the text behind it opens with is what it named.
    """
    behind: dict[int, Section] = {}
    for section in reading.sections:
        for before, after in pairwise(section.children):
            one, other = _last_number(before), _last_number(after)
            if before.children or one is None or other is None or (one[0], one[1] + 2) != other:
                continue
            gaps = [below.line - above.block.locate(above.end)[0] for above, below in pairwise(before.units)]
            if not gaps or max(gaps) < _WIDE_GAP:
                continue
            place = gaps.index(max(gaps)) + 1
            lost = behind[id(before)] = Section(None, section, before.units[place:])
            del before.units[place:]
            _name_opening(reading, lost)
        section.children = [*_with_lost(section.children, behind)]
    reading.sections = [*_with_lost(reading.sections, behind)]


def _with_lost(sections: list[Section], behind: dict[int, Section]) -> Iterator[Section]:
    """Yield sections with those whose headings were lost; ``behind`` has them by the section before them."""
    for section in sections:
        yield section
        if id(section) in behind:
            yield behind[id(section)]


def _last_number(section: Section) -> tuple[str, int] | None:
    """Return the number of a section as that of the one around it and its own place in there."""
    around, _, last = (section.heading.number if section.heading is not None else "").rstrip(".").rpartition(".")
    return (around, int(last)) if around and last.isdigit() else None


def _name_opening(reading: Reading, section: Section) -> None:
    """Make the name that the text of a section without a heading opens with its subject."""
    unit = section.units[0]
    match = _OPENING.match(unit.text)
    if match is None:
        return
    name, start = match["name"], unit.start
    terms = [
        term
        for term in reading.lexicon.lookup(name, *TYPE_ORDER[:3])
        if "weak" not in term.flags and (odd_case(name) or name in term.surfaces)
    ]
    if not terms and not odd_case(name):
        return
    type_ = terms[0].type if terms else type_from_words(section.text[:400], near=name) or "Method"
    if type_ == "Organization":
        return
    aliases = (name, *(terms[0].others if terms else ()))
    shown = terms[0].name if terms else name
    reading.types.setdefault(fold(shown), type_)
    section.subjects.append(
        reading.mention(
            unit.block, start, start + len(name), type_, EXTRACTOR, name=shown, aliases=aliases, confidence=0.7
        )
    )


def _news(reading: Reading, section: Section) -> list[Section]:
    """Return the sections right below one whose headings are headlines: two or more, most of them with a verb of news."""
    below = [child for child in section.children if child.heading is not None and not child.children]
    told = [child for child in below if child.heading is not None and _is_news(child.heading.text)]
    if len(told) < 2 or 2 * len(told) < len(below):
        return []
    return [child for child in below if child.heading is not None and _is_headline(reading, child.heading.text)]


def _is_news(text: str) -> bool:
    """Return whether a heading tells news: what was released, or in English what somebody or something does."""
    if len(text) < 10:
        return False
    released = NEWS.search(text) is not None and (is_headline(text) or not is_title(text))
    return released or is_told(text)


def _is_headline(reading: Reading, text: str) -> bool:
    """Return whether a heading beside news is news, too: it tells something, or names something in a sentence-like phrase."""
    if len(text) < 8 or is_headline(text):
        return len(text) >= 8
    if _is_news(text):
        return True
    named = any(term.type in _NEWSWORTHY for found in reading.lexicon.find(text) for term in found.terms)
    return is_sentence_cased(text) and (named or any(map(odd_case, words(text))))


_NEWSWORTHY = frozenset([*TYPE_ORDER[:3], "Organization", "Person"])


def _fold_entries(reading: Reading) -> None:
    """Make a heading that is nothing but a title or a headline an entry of the section above it, with what stands under it."""
    kept = []
    for section in reading.sections:
        alone = (
            len(section.subjects) == 1
            and section.own_topic is None
            and section.subjects[0].type in ("Paper", "Resource")
        )
        if not alone or section.children or section.parent is None or section.heading is None:
            kept.append(section)
            continue
        main = section.subjects[0]
        role = "paper" if main.type == "Paper" else "headline"
        unit = Unit(section.heading, 0, len(section.heading.text), role=role, main=main, mentions=[main])
        section.parent.units += [unit, *section.units]
        section.parent.children.remove(section)
    for section in kept:
        section.units.sort(key=lambda unit: (unit.block.index, unit.start))
    reading.sections = kept


def _read_heading(reading: Reading, section: Section, news: bool) -> None:
    block = section.heading
    assert block is not None
    begin, stop = _without_pictures(block)
    match = _TRIM.match(block.text[begin:stop])
    text = match.group(1) if match else block.text[begin:stop]
    start = begin + (match.start(1) if match else 0)
    number = _NUMBER.match(text)
    if number is not None:
        # A single number of several parts, which orders no headings and was left where it stands.
        start, text = start + number.end(), text[number.end() :]
    if not text.strip():
        reading.problem(block, "a heading without words")
        return
    end = start + len(text)
    lexicon = reading.lexicon
    if lexicon.has(_LETTER.sub("", _PICTURE.sub("", text)), "generic", flag="admin") or _ISSUE.search(text):
        reading.problem(block, "an administrative heading")
        if _LEGAL.search(text) is not None:
            for unit in section.units:
                unit.role = "skip"  # the licence of the list names nothing that the list is about
        return
    if _DATE_ONLY.fullmatch(text):
        reading.problem(block, "a heading that is only a date")
        return
    if news:
        name, aliases = headline_names(text)
        section.subjects.append(
            reading.mention(block, start, end, "Resource", EXTRACTOR, name=name, aliases=aliases, confidence=0.8)
        )
        return
    title_of_all = block.level == 1 and not block.number and section is reading.sections[1]
    dated = _YEAR_TITLE.match(text)
    if dated and (is_title(text[dated.end() :]) or _names_a_thing(reading, text[dated.end() :])):
        start, text = start + dated.end(), text[dated.end() :]
    else:
        dated = None
    inner = _PAREN.search(text)
    if inner is not None and _MONTH.fullmatch(inner.group(1)) and _names_a_thing(reading, text[: inner.start()]):
        # "QuixNet(2023 年 2 月)": when it came out.
        text, inner = text[: inner.start()], None
        end = start + len(text)
    whole = inner is not None and 1 <= len(words(text[: inner.start()])) <= 2 and len(words(inner.group(1))) >= 4
    if whole and inner is not None and not has_han(text) and _name_with_parenthesis(reading, section, text, start):
        return
    # A year before a title is that of a paper: "2019: Quick Nets for Images".
    if not title_of_all and (
        _is_paper(reading, section, text) or (dated and is_title(text) and not _is_listing(reading, text))
    ):
        year = int(dated.group()[:4]) if dated else None
        inside = venue_inside(reading, text)
        title = inside[0] if inside is not None else None
        paper = reading.mention(block, start, end, "Paper", EXTRACTOR, name=title, year=year, confidence=0.85)
        section.subjects.append(paper)
        if inside is not None:
            _published(reading, section, start, inside[1], [paper])
        for term in reading.lexicon.lookup(text, "Method", "Dataset", "Software")[:1]:
            # A thing that is also known by the title of its paper.
            section.subjects.append(_entity(reading, section, term.type, text, start, end, 0.8, term=term))
        return
    if _several_names(reading, section, text, start) or _name_with_parenthesis(reading, section, text, start):
        return
    named = _named_entity(reading, section, text, start, end)
    if named is not None:
        section.subjects.append(named)
        return
    described = _NAME_COLON.match(text)
    if described and has_han(described.group(2)) and not _is_field(reading, described.group(1)):
        name_end = start + described.end(1)
        name = described.group(1).strip()
        type_ = type_from_words(described.group(2)) or "Method"
        section.subjects.append(_entity(reading, section, type_, name, start, name_end, 0.8))
    topic = reading.mention(
        block, start, end, "Topic", EXTRACTOR, name=_topic_name(text), aliases=(text,), inside=False
    )
    section.topic = section.own_topic = topic


def _without_pictures(block: Block) -> tuple[int, int]:
    """Return where the words of a heading begin and end between pictures, the logo before them and the badges behind them."""
    printed = [(start, inline) for start, inline in block.runs(0, len(block.text)) if inline.text.strip()]
    said = [(start, start + len(inline.text)) for start, inline in printed if inline.style != "image"]
    return (said[0][0], said[-1][1]) if said else (0, len(block.text))


def _names_a_thing(reading: Reading, text: str) -> bool:
    """Return whether a heading without its year is the name of a thing and nothing else."""
    terms = reading.lexicon.lookup(text)
    if terms:
        return any(term.type in TYPE_ORDER[:3] for term in terms)
    return not has_han(text) and len(words(text)) <= 3 and odd_case(text)


def _topic_name(text: str) -> str:
    """Return the field that a heading names, without the question that it asks about it."""
    name = tidy(text).strip("*_` ")
    asked = _QUESTION.match(name)
    return _IN_YEAR.sub("", asked["field"]) if asked is not None else name


def _is_field(reading: Reading, text: str) -> bool:
    return reading.lexicon.has(text, "topic")


def _is_listing(reading: Reading, text: str) -> bool:
    """Return whether a heading is the name of a field, or says what is listed under it: ``Vision Papers``."""
    return _is_field(reading, text) or _TOPIC_END.search(text) is not None


def _is_paper(reading: Reading, section: Section, text: str) -> bool:
    """Return whether a heading is the title of a paper and not the name of a field."""
    if not is_title(text):
        return False
    found = words(text)
    if _is_listing(reading, text):
        # "QuixGAN: Local Attention for Generative Models" names no list, as the name before its colon tells.
        return len(found) >= 6 and ":" in text and title_name(reading, tidy(text)) is not None
    numbered = section.heading is not None and bool(section.heading.number)
    if re.match(r"^[^:：]{2,60}[:：]\s*\S+", text):
        return len(found) >= 4
    joined = any(
        word.lower() in {"for", "with", "via", "from", "through", "towards", "toward", "using", "by"} for word in found
    )
    if joined and len(found) >= 5:
        return True
    if not numbered and any(s.heading is not None and s.heading.number for s in section.chain()):
        # In a numbered document a heading without a number is an entry of the section above it.
        return len(found) >= 3
    return len(found) >= 6 and section.text.strip() != ""


def _several_names(reading: Reading, section: Section, text: str, start: int) -> bool:
    """Read ``PointNet(CVPR2017) 与 PointNet++(NIPS2017)``: names that a heading joins, each perhaps with its venue."""
    parts = list(_JOINED.finditer(text))
    names = [match["name"] for match in parts]
    if len(parts) < 2 or "".join(match.group() for match in parts) != text or not all(map(odd_case, names)):
        return False
    if any(_is_field(reading, name) or reading.lexicon.has(name, "generic", "Venue", "Organization") for name in names):
        return False
    for match in parts:
        at, end = (start + place for place in match.span("name"))
        type_ = (
            _known_type(reading, match["name"]) or type_from_words(section.text[:400], near=match["name"]) or "Method"
        )
        thing = _entity(reading, section, type_, match["name"], at, end, 0.8)
        section.subjects.append(thing)
        for place in find_venues(match["inner"] or "", reading.lexicon):
            _published(reading, section, start + match.start("inner"), place, [thing])
    return True


def _published(reading: Reading, section: Section, start: int, place: VenueFound, works: list[Mention]) -> None:
    """Record the venue that brackets of a heading, which begin at ``start``, name for its works."""
    block = section.heading
    assert block is not None
    at, stop = start + place.start, start + place.end
    where = reading.mention(
        block, at, stop, "Venue", EXTRACTOR, name=place.name, aliases=(block.text[at:stop],), year=place.year or None
    )
    for work in works:
        reading.claim(work, "publishedAt", where, EXTRACTOR, at=(where.line, where.column, where.text))


def _name_with_parenthesis(reading: Reading, section: Section, text: str, start: int) -> bool:
    """Read ``CPN(Cascaded Pyramid Network, CVPR2018)`` and ``Pluribus (Superhuman AI for multiplayer poker)``."""
    block = section.heading
    assert block is not None
    found = _PAREN.search(text)
    if found is None:
        return False
    outer = text[: found.start()].strip()
    inner = found.group(1).strip()
    venue = next(find_venues(inner, reading.lexicon), None)
    latin = [
        part.strip()
        for part in re.split(r"[,，;；]", inner)
        if part.strip() and not any(find_venues(part, reading.lexicon))
    ]
    if not outer or (has_han(outer) and not (han_share(outer) < 0.9 or latin)):
        return False
    name_like = len(words(outer)) in (1, 2, 3) and not has_han(outer)
    if not name_like and not has_han(outer):
        return False
    if venue is None and (not latin or has_han(inner)):
        return False
    if has_han(outer) and _is_field(reading, outer):
        return False
    if has_han(outer) and venue is None:
        # 自编码器 Autoencoder (AE): a Chinese name, its English form and an acronym
        if not re.fullmatch(r"[A-Za-z][\w.+-]{1,9}", inner) or not re.search(r"[A-Za-z]", outer):
            return False
    end = start + len(outer)
    titles = [part for part in latin if is_title(part) and len(words(part)) >= 4]
    if venue is None and len(words(inner)) >= 5 and not has_han(inner):
        titles = latin = [inner]
    aliases = [part for part in latin if part not in titles and not part.isdigit()]
    type_ = _known_type(reading, outer) or type_from_words(section.text[:400], near=outer) or "Method"
    parts = re.match(r"^([一-鿿]{2,})\s*([A-Za-z].*)$", outer)
    if parts:
        aliases = [*aliases, parts.group(1), parts.group(2)]
    mention = _entity(reading, section, type_, outer, start, end, 0.85, aliases)
    section.subjects.append(mention)
    for title in titles:
        at = start + text.index(title)
        section.subjects.insert(0, reading.mention(block, at, at + len(title), "Paper", EXTRACTOR, confidence=0.7))
    for place in find_venues(inner, reading.lexicon):
        _published(reading, section, start + found.start(1), place, section.subjects)
    return True


def _known_type(reading: Reading, text: str) -> str | None:
    terms = reading.lexicon.lookup(text, *TYPE_ORDER)
    return min((term.type for term in terms), key=TYPE_ORDER.index, default=None)


def _named_entity(reading: Reading, section: Section, text: str, start: int, end: int) -> Mention | None:
    """Return the entity that a heading names and nothing else, or None for a topic."""
    lexicon = reading.lexicon
    cased = best_cased(text, section.text)
    known = tuple(
        term for term in lexicon.lookup(text, *TYPE_ORDER) if "case" not in term.flags or cased in term.surfaces
    )
    if _is_field(reading, text):
        if (
            known
            and all(_supported(reading, section, text, term) for term in known[:1])
            and odd_case(text)
            and len(text) > 4
        ):
            return _entity(reading, section, known[0].type, text, start, end, 0.7, term=known[0])
        return None
    if known and not (section.children and all("weak" in term.flags for term in known)):
        strong = [term for term in known if "weak" not in term.flags]
        if strong or _in_section(section, text) or (has_han(text) and len(text) >= 3):
            term = min(strong or known, key=lambda t: TYPE_ORDER.index(t.type))
            return _entity(reading, section, term.type, text, start, end, 0.85, term=term)
    data = _dataset_heading(reading, section, text)
    if data:
        return _entity(reading, section, "Dataset", text, start, end, 0.75)
    suffix = _SUFFIX.match(text)
    if suffix and not _is_field(reading, suffix["name"]) and not lexicon.has(suffix["name"], "generic"):
        type_ = type_from_words(suffix["kind"]) or "Method"
        terms = lexicon.lookup(suffix["name"], *TYPE_ORDER)
        if terms and suffix["kind"] in ("降维", "聚类", "算法", "模型", "网络", "方法"):
            type_ = terms[0].type
        name_end = start + suffix.end("name")
        return _entity(
            reading, section, type_, suffix["name"], start, name_end, 0.8, [text], terms[0] if terms else None
        )
    if (
        has_han(text)
        and _METHOD_NOUN.search(text)
        and not section.children
        and not re.search(r"相关|综述|汇总|[与和及、]", text)
    ):
        return _entity(reading, section, "Method", text, start, end, 0.65)
    if _called_method(section, text):
        return _entity(reading, section, "Method", text, start, end, 0.65)
    general = [
        term for term in lexicon.lookup(text, "generic", "metric") if "case" not in term.flags or cased in term.surfaces
    ]
    if has_han(text) or general or re.match(r"(?:19|20)\d\d", text):
        return None
    acronym = _acronym_of_code(reading, section, text)
    if acronym is not None:
        return _entity(reading, section, stem_type(reading, acronym) or "Method", acronym, start, end, 0.8, [text])
    found = words(text)
    if (
        (re.search(r"[+&/,]", text) and not re.search(r"\w\+\+$", text))
        or not 1 <= len(found) <= 4
        or _TOPIC_END.search(text)
    ):
        return None
    if any(lexicon.has(word, "topic") for word in found) and len(found) > 1:
        if not _proposed(section, text):
            return None
        # upside-down rl: what the text below says it proposes is a method, whatever fields its name is made of.
        capitals = re.findall(r"(?<![A-Za-z0-9])[A-Z]{3,8}(?![A-Za-z0-9])", section.text)
        short = [name for name in dict.fromkeys(capitals) if capitals.count(name) > 1 and initials_match(name, text)]
        return _entity(reading, section, "Method", text, start, end, 0.7, short)
    if len(found) == 1:
        if not (
            odd_case(text)
            or (reading.chinese and (_in_section(section, text) or (_NO_WORD.fullmatch(text) and _news_of(section))))
        ):
            return None
    elif not _in_section(section, text) or not (reading.chinese or odd_case(text)):
        return None
    elif cased.islower() and not any(lexicon.has(word, *TYPE_ORDER[:3]) for word in found):
        # video caption: words that are nowhere printed as a name are a task's.
        return None
    kind = reading.types.get(fold(text)) or stem_type(reading, text) or type_from_words(section.text[:600], near=text)
    return _entity(reading, section, kind or _default_type(section), text, start, end, 0.75)


def _acronym_of_code(reading: Reading, section: Section, text: str) -> str | None:
    """Return the acronym of a heading that its section goes on with and calls the code listed there after."""
    if section.children or len(words(text)) < 2:
        return None
    addresses = (read_address(link.url) for unit in section.units for link in unit.links)
    codes = {
        fold(found.value.rpartition("/")[2])
        for found in addresses
        if found is not None and found.scheme == "repository"
    }
    for printed in _ACRONYM.findall(section.text) if codes else ():
        if fold(printed) in codes and fold(printed) != fold(text) and initials_match(printed, text):
            terms = reading.lexicon.lookup(printed, *TYPE_ORDER[:3])
            return terms[0].name if terms else printed
    return None


def _called_method(section: Section, text: str) -> bool:
    """Return whether a short Chinese heading is a way to train, as the text below it says: 互教互学, and then 互教互学训练方法.

    A model or an algorithm may also be one for the task that the heading names.
    """
    if section.children or re.fullmatch(r"[一-鿿]{3,6}", text) is None:
        return False
    return re.search(rf"{text}的?训练(?:方法|方式|策略|法)", section.text) is not None


def _dataset_heading(reading: Reading, section: Section, text: str) -> bool:
    """Return whether a heading names a dataset: it opens with a known one, or a table of results stands under it."""
    if has_han(text) or len(words(text)) > 6 or _TOPIC_END.search(text):
        return False
    for start, end in reversed(find_metrics(text, reading.lexicon)):
        if not re.search(r"[^\W_]", text[:start] + text[end:]):
            return False
    first = next(iter(reading.lexicon.find(text)), None)
    if first is not None and first.start == 0 and any(term.type == "Dataset" for term in first.terms):
        rest = text[first.end :]
        return (
            re.fullmatch(
                r"(?:[\s\-–—:(/]*(?:[A-Z0-9][\w./+-]*|test|dev|val|validation|train|full|mini|minival|v?\d[\w.]*|set|track|task|subset)\)?)*\s*",
                rest,
            )
            is not None
        )
    if not (odd_case(text) or re.search(r"\d", text)):
        return False
    rows = [unit.block for unit in section.units if unit.block.kind is BlockKind.ROW]
    return (
        bool(rows)
        and any(find_metrics(cell, reading.lexicon) for cell in rows[0].header)
        and any(re.match(r"(?i)models?|methods?|systems?|模型|方法", cell) for cell in rows[0].header)
    )


def _default_type(section: Section) -> str:
    """Return Software where a section lists addresses and no paper, what its first news is of, else Method."""
    if any(is_title(unit.text.split("\n")[0]) for unit in section.units):
        return "Method"
    if any(unit.links for unit in section.units):
        return "Software"
    heads = [unit.text for unit in section.units if is_headline(unit.text)]
    told = next((head for head in heads if NEWS.search(head) or "自研" in head), "")
    type_ = type_from_words(told)
    return type_ if type_ in ("Dataset", "Software") else "Method"


def _news_of(section: Section) -> str:
    """Return the first line of a section that tells that something was released, or the empty string."""
    return next((unit.text for unit in section.units if _RELEASED.search(unit.text)), "")


def _as_in_titles(name: str, section: Section) -> str:
    """Return the spelling that a title in the section gives to a name that its heading misspells."""
    if fold(name) in fold(section.text) or not name.isascii() or len(name) < 5:
        return name
    for line in section.text.split("\n"):
        prefix = re.match(r"^([A-Za-z][\w+.-]{3,30})\s*[:：]", line)
        if prefix and fuzz.ratio(fold(prefix.group(1)), fold(name)) >= 78:
            return prefix.group(1)
    return name


def _known_by(reading: Reading, type_: str, name: str, forms: list[str]) -> Term | None:
    """Return the known thing that has one of ``forms`` and nearly the name (``Generative Adversarial Netwok (GAN)``), or whose
    name in one language is a part of this one in both (``自编码器 Autoencoder``).
    """
    for form in forms:
        for term in reading.lexicon.lookup(form, type_):
            part = len(form) >= 4 and has_han(name) and not has_han(form) and fold(form) in fold(name)
            if part or any(fuzz.ratio(fold(name), fold(other)) >= 90 for other in term.others if len(other) >= 10):
                return term
    return None


def _own_acronym(section: Section, name: str) -> list[str]:
    """Return the capitals of a heading's name where its section goes on with them: DIM under ``Deep InfoMax``."""
    capitals = "".join(letter for letter in name if "A" <= letter <= "Z")
    if not 3 <= len(capitals) <= 6 or " " not in name or has_han(name) or not initials_match(capitals, name):
        return []
    text = section.text
    found = capitals in text and re.search(rf"(?<![\w-]){capitals}(?![\w-])", text, re.ASCII) is not None
    return [capitals] if found else []


def _supported(reading: Reading, section: Section, text: str, term: Term) -> bool:
    return "weak" not in term.flags and _in_section(section, text)


def _proposed(section: Section, text: str) -> bool:
    """Return whether the text of a section says that it proposes what its heading names: 提出新方法：… (Upside-Down RL)."""
    return (
        re.search(
            rf"(?:提出|命名为|名为|称为)[^。\n]{{0,30}}[(（]{re.escape(text)}(?![A-Za-z0-9])",
            section.text,
            re.IGNORECASE,
        )
        is not None
    )


def _in_section(section: Section, text: str) -> bool:
    """Return whether the section's own text says the words of its heading again."""
    return fold(text) in fold(section.text)


def _entity(
    reading: Reading,
    section: Section,
    type_: str,
    name: str,
    start: int,
    end: int,
    confidence: float,
    aliases: list[str] | None = None,
    term: Term | None = None,
) -> Mention:
    block = section.heading
    assert block is not None
    name = tidy(name)
    others = list(aliases or [])
    if term is None:
        terms = reading.lexicon.lookup(name, type_)
        term = terms[0] if terms else _known_by(reading, type_, name, others)
    for form in (name, *(term.others if term is not None else ())):
        others += _own_acronym(section, form)
    if term is not None:
        others += [name, *term.others]
        shown = term.name
    else:
        shown = _as_in_titles(best_cased(name, section.text), section)
        others.append(name)
    if type_ == "Method":
        others += [long for line in section.text.split("\n") if is_title(line) and (long := long_form(shown, line))]
    reading.types.setdefault(fold(shown), type_)
    reading.types.setdefault(fold(name), type_)
    reading.shown.setdefault(fold(shown), shown)
    return reading.mention(block, start, end, type_, EXTRACTOR, name=shown, aliases=others, confidence=confidence)
