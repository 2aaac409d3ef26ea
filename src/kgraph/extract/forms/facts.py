"""Small printed facts: venues with their years, dates, importance marks, results."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator
from typing import NamedTuple

import ahocorasick_rs

from kgraph.extract.lexicon import Lexicon, Term, lowered

_BADGES = frozenset(
    [
        "paper",
        "papers",
        "pdf",
        "code",
        "github",
        "git",
        "gitlab",
        "project",
        "page",
        "website",
        "homepage",
        "site",
        "demo",
        "video",
        "videos",
        "slides",
        "slide",
        "ppt",
        "pptx",
        "blog",
        "post",
        "dataset",
        "data",
        "arxiv",
        "abs",
        "html",
        "bib",
        "bibtex",
        "poster",
        "talk",
        "link",
        "links",
        "official",
        "pytorch",
        "torch",
        "tensorflow",
        "tf",
        "keras",
        "jax",
        "mxnet",
        "paddle",
        "caffe",
        "openreview",
        "zhihu",
        "reddit",
        "supp",
        "supplementary",
        "colab",
        "notebook",
        "docs",
        "documentation",
        "source",
        "model",
        "models",
        "weights",
        "论文",
        "代码",
        "源码",
        "链接",
        "博客",
        "项目",
        "主页",
        "视频",
        "数据",
        "数据集",
        "官网",
        "地址",
        "原文",
        "演示",
        "解读",
        "文档",
        "知乎",
        "笔记",
        "here",
        "review",
        "offical",
        "implementation",
        "unofficial",
    ]
)


def is_badge(text: str, lexicon: Lexicon) -> bool:
    """Return whether a link's text only says what kind of link it is (``[paper]``, ``[pytorch]``, ``[代码]``)."""
    words = re.findall(r"[A-Za-z]+|[一-鿿]+", text.lower())
    if not words:
        return not re.search(r"\w", text)
    if len(words) > 3 or len(text) > 24:
        return False
    return all(word in _BADGES or lexicon.has(word, "generic", flag="badge") for word in words)


class VenueFound(NamedTuple):
    """A venue in a text: its standard name ("NeurIPS 2019"), the series, the year (0 where none is printed)."""

    start: int
    end: int
    name: str
    series: str
    year: int


@functools.lru_cache(maxsize=8)
def _venues(lexicon: Lexicon) -> tuple[ahocorasick_rs.AhoCorasick, list[Term]]:
    """Return the automaton of all venue names (lower case) and the venue of each."""
    by_surface = {
        surface.lower(): term for term in lexicon.terms if term.type == "Venue" for surface in term.surfaces if surface
    }
    surfaces = sorted(by_surface)
    machine = ahocorasick_rs.AhoCorasick(surfaces or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return machine, [by_surface[surface] for surface in surfaces]


_YEAR_AFTER = re.compile(
    r"(?:,?\s(?:vol\.?\s?)?\d{1,4}(?:[\s,:;()（）–-]|\d|vol\.?|no\.?|pp?\.?|e(?=\d)){0,40}?[\s(（,](?P<volume>(?:19|20)\d\d)(?![\d-])|"
    r"[ \-_'’‘]{0,2}(?P<year>(?:19|20)\d\d|\d\d(?![\d.%]))|(?:,\s|,?\s?[(（])(?P<apart>(?:19|20)\d\d))(?![\d])(?![A-Za-z0-9])(?!-\d\d)"
)
"""The year of a venue: NIPS'18, CVPR 2020, behind a comma, in brackets or behind a volume as citations have it (Nature 596, 583 (2021))."""
_IN_PRINT_AFTER = re.compile(r"\s?(?:发表|刊登|刊发|封面|论文|上?(?:发文|刊文|撰文)|最新研究|接收|录用|收录|在线发表)")
_IN_PRINT_BEFORE = re.compile(
    r"(?:登上?|登[在到]|登顶|刊于|刊[登发载]?[在于]|见刊于?|发[在到]|发表[于在]|荣登|上了|登了|中了)\s?$"
)
"""What is said of a journal only: an ordinary word beside it is its name."""
_BEFORE_NONE = re.compile(r"[A-Za-z0-9.@/-]")
"""What stands before a part of a longer word or address, which is no venue."""
_YEAR_BEFORE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?(?P<told>年\s?(?:的|(?:发表|刊登|刊发|发|登)[在于]|在)?\s?)?$"
)
"""The year before a venue; behind 年 the venue's own words begin later: 2008 年发在 ICDM 上."""


_MEASURED_ON = re.compile(r"(?:\bon\s(?:the\s)?|在\s?)$")


def find_venues(text: str, lexicon: Lexicon) -> Iterator[VenueFound]:
    """Yield the venues printed in ``text``, whatever the spelling (``nips2019``, ``NIPS'18``, ``CVPR 2020 Oral``).

    Venues whose names are ordinary words (flag ``case``) count only as printed in the lexicon and, flagged ``weak``, only
    with a year. Costs O(length).
    """
    machine, terms = _venues(lexicon)
    for index, start, end in machine.find_matches_as_indexes(lowered(text)):
        term, printed = terms[index], text[start:end]
        if start > 0 and printed[0].isascii() and _BEFORE_NONE.match(text, start - 1):
            continue
        after = _YEAR_AFTER.match(text, end)
        if after is None and end < len(text) and printed[-1].isascii() and text[end].isascii() and text[end].isalnum():
            continue
        before = _YEAR_BEFORE.search(text[max(0, start - 14) : start]) if after is None else None
        found = after or before
        digits = next((year for year in found.groups() if year), "") if found is not None else ""
        year = int(digits) if len(digits) == 4 else (2000 + int(digits) if digits else 0)
        if year and not 1950 <= year <= 2049:
            continue
        if term.name in ("arXiv", "CoRR"):
            # A preprint server is where a paper can be read, not where it was published.
            continue
        dated = after is not None and len(digits) == 4 and text[end].isdigit()
        if "case" in term.flags and printed not in term.surfaces and not dated:
            continue  # chi2022 is no word, chi is one
        if (
            "weak" in term.flags
            and not year
            and not re.search(r"期刊|子刊|正刊|杂志|journal", text[max(0, start - 12) : end + 12])
            and not _IN_PRINT_AFTER.match(text, end)
            and not _IN_PRINT_BEFORE.search(text[max(0, start - 6) : start])
            and not ("case" in term.flags and _opens_headline(text, start, end))
            and not _WEAK_VENUE.search(text[max(0, start - 16) : start])
        ):
            continue
        begin = start - len(before.group()) if before is not None and before["told"] is None else start
        stop = after.end() if after is not None else end
        if _MEASURED_ON.search(text, max(0, start - 8), start) and lexicon.has(text[start:stop].strip(), "Dataset"):
            continue  # BLEU 28.4 on WMT14: the data of the workshop
        yield VenueFound(begin, stop, f"{term.name} {year}" if year else term.name, term.name, year)
    yield from _unknown_venues(text, lexicon)


_HEADLINE_AFTER = re.compile(r"\s?[:：|｜]\s?\S{0,30}[一-鿿]")


def _opens_headline(text: str, start: int, end: int) -> bool:
    """Return whether an ordinary word stands before a headline's colon, as the journal that printed the news: Nature: …"""
    return not text[:start].strip(" *#") and _HEADLINE_AFTER.match(text, end) is not None


_WEAK_VENUE = re.compile(
    r"(?:登上|登陆|发在|发到|发表[在于]|刊[于登]在?|刊载于|见于|[(（]|\b(?:published|appeared|appears|out) in)\s?[《*_]*\s?$"
)
"""What stands before a journal that is called by an ordinary word: 登上 Nature, （Science，…）."""
# What may not stand before the name is asked behind its first letter: the search then jumps from capital to capital.
_ACRONYM_YEAR = re.compile(
    r"(?P<series>[A-Z](?<![A-Za-z0-9_./-][A-Z])[A-Za-z]{0,2}[A-Z]{2,7}) ?(?P<year>(?:19[89]|20[0-4])\d)(?![\w./-])"
)
_AT_VENUE = re.compile(r"(?:^|[(（\[【,，、|]|\b(?:at|in|to)|于|在|被|入选|中了?|发表|[A-Za-z]\.)[\s*_]*$")
_OF_VENUE = re.compile(
    r"[\s*_]*(?:$|[)）\]】|]|[,，](?!\s*\d)|\.(?:\s|$)|上|接收|收录|录用|论文|最佳|口头|Oral|Spotlight|Best|Poster|Workshop)"
)


_JOURNAL = re.compile(
    r"(?<![\w-])(?:[A-Z][A-Za-z]+ ){0,2}(?:Journal|Transactions|Annals) (?:of|on|in) (?:the )?[A-Z][\w-]+(?:,? (?:(?:and|of|in|for|the|&) ){0,2}[A-Z][\w-]+){0,6}"
)
"""What calls itself a journal: Journal of Quick Notes on Sound."""


def _unknown_venues(text: str, lexicon: Lexicon) -> Iterator[VenueFound]:
    """Yield the venues that no lexicon knows: capitals with a year between marks (``, NSDI 2017.``), and what calls itself a journal."""
    for match in _JOURNAL.finditer(text) if "Journal" in text or "Transactions" in text or "Annals" in text else ():
        if not lexicon.lookup(match.group()):
            yield VenueFound(*match.span(), match.group(), match.group(), 0)
    for match in _ACRONYM_YEAR.finditer(text):
        start, stop = match.span()
        if _AT_VENUE.search(text[max(0, start - 12) : start]) is None or _OF_VENUE.match(text, stop) is None:
            continue
        series, year = match["series"], int(match["year"])
        if not lexicon.lookup(series) and not lexicon.lookup(match.group()):
            yield VenueFound(start, stop, f"{series} {year}", series, year)


_DATE = re.compile(
    r"(?<![\d.])((?:19[5-9]|20[0-4])\d)(?:[-/.年](0?[1-9]|1[0-2])(?:[-/.月](0?[1-9]|[12]\d|3[01])(?!\d))?)?(?![\d-])"
)


def find_date(text: str) -> tuple[int, str] | None:
    """Return (year, date as ``2014-04-30``, ``2014-04`` or ``2014``) of the first date in ``text``.

    >>> find_date("*2014-04-30* [paper]"), find_date("ICCV 2017 oral"), find_date("12 个")
    ((2014, '2014-04-30'), (2017, '2017'), None)
    """
    match = _DATE.search(text)
    if match is None:
        return None
    year, month, day = match.groups()
    date = year + (f"-{int(month):02}" if month else "") + (f"-{int(day):02}" if day else "")
    return int(year), date


_MARKS = re.compile(r"\\bullet|[★⭐🌟✨🔥]")


def importance(text: str) -> int:
    """Return how many importance marks (bullets, stars, flames) ``text`` prints.

    >>> importance("$\\\\bullet \\\\bullet$ overview"), importance("⭐⭐⭐"), importance("plain")
    (2, 3, 0)
    """
    return len(_MARKS.findall(_STARS.sub("", text)))


_COUNT = r"(?P<{}>\d+(?:,\d{{3}})*(?:\.\d+)?)\s?(?P<{}>[kKwWmM万]?)\+?"
_STARS = re.compile(
    rf"(?:[★⭐🌟]️?\s*|\bstars?\s*[:：]?\s*|星标?数?\s*[:：]\s*|star\s?数\s*[:：]?\s*){_COUNT.format('a', 'x')}(?![\w.%])"
    rf"|(?<![\w.,]){_COUNT.format('b', 'y')}\s*(?:(?:个\s?)?stars?\b|颗星|个?星标|[★⭐🌟](?![★⭐🌟]))",
    re.IGNORECASE,
)
_THOUSANDS = {"": 1, "k": 1_000, "w": 10_000, "万": 10_000, "m": 1_000_000}


def star_count(text: str) -> int | None:
    """Return the number of stars of a repository that ``text`` prints first; three marks of importance are no number.

    >>> star_count("stars: 12.3k"), star_count("⭐ 1,024"), star_count("1.2 万 star"), star_count("★★★ 2019")
    (12300, 1024, 12000, None)
    """
    found = next((m for m in _STARS.finditer(text) if text[m.start() - 1 : m.start()] not in ("★", "⭐", "🌟")), None)
    if found is None:
        return None
    number, scale = (found["a"], found["x"]) if found["a"] else (found["b"], found["y"])
    return round(float(number.replace(",", "")) * _THOUSANDS[scale.lower()])


_WORD = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’-]+"
_PARTICLE = r"(?:van|von|de|der|den|la|le|di|da|del|bin|ibn|al|Al|ter|ten)"
_INITIALS = r"[A-Z]\.(?: ?-?[A-Z]\.)*"
_NAME = rf"(?:{_WORD}|{_INITIALS})(?:[ ](?:{_INITIALS}|[A-Z](?= [A-Z])|{_PARTICLE}|{_WORD})){{1,4}}"
_MARK = r"(?:\\?[*†‡§¶]|[¹²³⁴⁵]|\d(?=\W|$))*"
_FROM = r"(?:\s?[(（](?!(?:19|20)\d\d)[^()（）\n]{2,60}[)）](?=\s*(?:[,;，、&:.]|and\b|$)))?"
"""Where an author is from, in brackets before the next one: ``Jane Roe (ETH Zurich), …``."""
_PEOPLE = (
    rf"(?P<names>{_NAME}{_MARK}{_FROM}(?:\s*(?:,|;|，|、|·|\band\b|&)\s*(?:and\s+|&\s*|(?:\.\.\.|…),?\s*)?{_NAME}{_MARK}{_FROM})*)"
    r"(?P<more>\s*,?\s*(?:et\.?\s?al\.?|等(?:[一二三四五六七八九十\d]+)?[人位]?|and others|\.\.\.|…))?"
)
_RUN = re.compile(_PEOPLE + r"(?P<end>\s*(?:$|[.。，—–·|(\[*_]|,\s|-\s))")
_BEFORE_TITLE = re.compile(_PEOPLE + r"(?=\s*(?:[.。,:;“\"«—–|(\[*_]|-\s)|\s\S)")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_SURNAMES = re.compile(
    r"(?P<names>[A-Z][\w'’-]+(?:(?:,\s*|\s*&\s*|\s+and\s+)[A-Z][\w'’-]+){0,6}(?:\s+et al\.?)?),?\s+(?:[A-Z]{3,}[A-Za-z]*\s*)?\(?(?:19|20)\d\d"
)
_NOT_NAMES = re.compile(
    r"\b(?:Learning|Networks?|Models?|Deep|Neural|Data|Analysis|Survey|Systems?|University|Universit\w+|Institute|Research|Library|"
    r"Structures?|Trading|Recognition|Detection|Language|Vision|Machine|Search|Lab|Labs|Team|Group|Inc|AI|API|Source|Integration|"
    r"Series|Factor|Instruments|Code|Paper|Project|Page|Video|Slides|Dataset|Conference|Workshop|Oral|Spotlight|Best|Award|College|"
    r"School|Academy|Center|Centre|Laboratory|Technology|Technologies|Google|Microsoft|Facebook|Meta|Amazon|Apple|DeepMind|OpenAI|"
    r"NVIDIA|Tencent|Alibaba|Baidu|Huawei|Transformer|Transformers|Attention|Training|Generation|Open|Awesome|The|For|With|From|Of)\b"
)


def split_authors(text: str) -> list[tuple[str, int]]:
    """Return (name, offset) of the people whose names open ``text``, or [] where it does not open with a list of names.

    The list ends at a full stop, dash, bracket or the end; ``et al.`` and marks after names are left out. One name alone
    counts only where nothing else stands in ``text``.

    >>> split_authors("Goutham Ramakrishnan, Deepak Anand and Amit Sethi")
    [('Goutham Ramakrishnan', 0), ('Deepak Anand', 22), ('Amit Sethi', 39)]
    >>> split_authors("Time Series, Data Sources"), split_authors("Thomas Müller, Alex Evans — *SIGGRAPH 2022*")
    ([], [('Thomas Müller', 0), ('Alex Evans', 15)])
    >>> split_authors("Jane Roe (ETH Zurich), J.-B. Low, …, Ann B Tan")
    [('Jane Roe', 0), ('J.-B. Low', 23), ('Ann B Tan', 37)]
    """
    match = _RUN.match(text)
    if match is None:
        return _chinese_authors(text)
    names = _IN_BRACKETS.sub(lambda found: " " * len(found.group()), match["names"])
    people = [(found.group(), found.start()) for found in re.finditer(_NAME, names)]
    if any(_NOT_NAMES.search(name) or len(name) > 40 for name, _ in people):
        return []
    if len(people) == 1 and not match["more"] and text[match.end() :].strip(" .*_|"):
        return []
    return people


_FAMILY = r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’-]+(?: [A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ÖØ-öø-ÿĀ-ž'’-]+)?"
_TURNED_NAME = rf"(?P<family>{_FAMILY}),? (?P<given>[A-Z]\.(?:[ -]?[A-Z]\.)*|[A-Z]{{1,3}})(?=[\s.,;:(]|$)"
_PLAIN_TURNED = re.sub(r"\?P<\w+>", "?:", _TURNED_NAME)
_TURNED = re.compile(
    rf"(?P<names>{_PLAIN_TURNED}(?:\s*(?:,|;|&|\band\b)\s*(?:and\s+|&\s*)?{_PLAIN_TURNED})*)(?:\s*,?\s*(?:et\.?\s?al\.?|and others))?"
)
_CITED_RUN = re.compile(
    r"(?P<names>[A-Z][a-zß-ž'’-]+(?:[A-Z][a-zß-ž]+)?(?:(?:, (?:and )?| & | and )[A-Z][a-zß-ž'’-]+(?:[A-Z][a-zß-ž]+)?){0,3})"
    r"(?:(?:,? et al\.?)|(?<=[A-Za-zß-ž])(?=,? \(?(?:19|20)\d\d))"
)


_FIRST_TURNED = re.compile(
    r"(?P<first>(?P<family>[A-ZÀ-Þ][\w'’-]+), (?P<given>[A-ZÀ-Þ][\w'’-]+(?: [A-Z]\.)*))"
    r"(?:,? et al\.?|,? and (?P<second>[A-ZÀ-Þ][\w'’-]+(?: [A-Z]\.)*(?: [A-ZÀ-Þ][\w'’-]+))\.?|\.)(?=\s*[“\"])"
)
"""Authors as the style of the Modern Language Association prints them: only the first has the family name in front."""


class Authors(NamedTuple):
    """The people whose names open a citation: each with the name, its place and the words there; ``end`` is where they end."""

    people: tuple[tuple[str, int, str], ...]
    end: int
    full: bool
    """Whether more is given than family names."""


def opening_authors(text: str) -> Authors | None:
    """Return the people whose names open a citation, in any of the usual ways, or None.

    >>> opening_authors('Roe, J., Tan, A. B., and Low, C. "Nets"').people[1]
    ('A. B. Tan', 9, 'Tan, A. B.')
    >>> [opening_authors(text).end for text in ("Jane Roe, Ann Tan. Nets", "Roe et al. Nets", "Roe & Tan (2020). Nets")]
    [17, 10, 9]
    >>> opening_authors("Graph Nets are good") is None
    True
    """
    if (match := _BEFORE_TITLE.match(text)) is not None:
        names = _IN_BRACKETS.sub(lambda found: " " * len(found.group()), match["names"])
        found = [(person.group(), person.start(), person.group()) for person in re.finditer(_NAME, names)]
        several = len(found) > 1 or match["more"] is not None or re.match(r"[A-Z]\.", text) is not None
        if several and not any(_NOT_NAMES.search(name) or len(name) > 40 for name, _, _ in found):
            return Authors(tuple(found), match.end(), True)
    if (match := _TURNED.match(text)) is not None:
        turned = list(re.finditer(_TURNED_NAME, match["names"]))
        if not any(_NOT_NAMES.search(person["family"]) for person in turned):
            shown = [(f"{person['given']} {person['family']}", person.start(), person.group()) for person in turned]
            return Authors(tuple(shown), match.end(), True)
    if (match := _FIRST_TURNED.match(text)) is not None and not _NOT_NAMES.search(match["first"]):
        people = [(f"{match['given']} {match['family']}", 0, match["first"])]
        if match["second"] is not None and not _NOT_NAMES.search(match["second"]):
            people.append((match["second"], match.start("second"), match["second"]))
        return Authors(tuple(people), match.end(), True)
    if (match := _CITED_RUN.match(text)) is not None and not _NOT_NAMES.search(match["names"]):
        found = [(name.group(), name.start(), name.group()) for name in re.finditer(r"[A-Z][\w'’-]+", match["names"])]
        return Authors(tuple(found), match.end(), False)
    return None


def _chinese_authors(text: str) -> list[tuple[str, int]]:
    match = re.match(
        r"(?:[一-鿿]{2,4}(?:·[一-鿿]{2,6})?[、，,;； ]+){1,}[一-鿿]{2,4}(?:\s*等)?\s*(?:$|[.。|(（—])", text
    )
    if match is None:
        return []
    return [
        (found.group(), found.start())
        for found in re.finditer(r"[一-鿿]{2,4}(?:·[一-鿿]{2,6})?", match.group())
        if found.group() not in ("等", "等人")
    ]


_NO_SURNAME = (
    r"(?!(?:In|On|At|By|Of|To|As|Since|From|Until|During|Early|Late|Around|Before|After|Spring|Summer|Autumn|Winter|January|February|March|April|"
    r"May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Updated|Published|Released|Version|"
    r"Draft|Invited|Accepted|Award|Talk|Slides|Demo|Website|Notes)\b)"
)
_SURNAME = _NO_SURNAME + r"[A-ZÀ-Þ](?:['’][A-Z])?[a-zß-ž]+(?:-?[A-ZÀ-Þ][a-zß-ž]+)?"
_SURNAMES_LISTED = (
    rf"(?P<names>{_SURNAME}(?:\s?(?:[,，、;&]|\band\b|和|与)\s?{_SURNAME}){{0,5}}(?:,?\s(?:et\.? al\.?|等人?))?)"
)
_BEHIND_DATE = re.compile(
    r"(?<![\d.])(?:19|20)\d\d(?:[-./]\d{1,2}){0,2}[\s*_|,，:：·•)）\]-]{1,6}"
    rf"{_SURNAMES_LISTED}(?=\s*(?:$|第[一二三四五六七八九十\d]+版|[|(\[（【)）\].。;；]|[-–—]\s|[*_]))"
)
_DATE_FIRST = re.compile(r"[\W_]*(?:19|20)\d\d(?:[-./]\d{1,2}){0,2}[\s*_|,，:：·•)）\]-]{1,6}(?=[A-ZÀ-Þ])")
_BEFORE_YEAR = re.compile(rf"[\W_]*{_SURNAMES_LISTED}[,，]?\s?[(（]?(?:19|20)\d\d(?![\w-])")


def dated_authors(text: str, before: Container[int] = ()) -> list[tuple[str, int]]:
    """Return (name, offset) of the people whose names, most often family names alone, stand beside the date of an entry, with nothing but facts around them.

    ``before`` are offsets of words that may stand before the date: those of a venue.

    >>> dated_authors("*1992* Watkins, Dayan [paper]"), dated_authors("In 2012 Hinton (Toronto)")
    ([('Watkins', 7), ('Dayan', 16)], [])
    """
    match = _BEFORE_YEAR.match(text) or _BEHIND_DATE.search(text[:_FACTS_REACH])
    if match is None or _NOT_NAMES.search(match["names"]):
        date = _DATE_FIRST.match(text)
        people = split_authors(text[date.end() :]) if date is not None and match is None else []
        return [(name, date.end() + place) for name, place in people] if date is not None else []
    start = match.start("names")
    if any(text[place].isalpha() and place not in before for place in range(match.start())):
        return []
    return [(found.group(), start + found.start()) for found in re.finditer(_SURNAME, match["names"])]


_FACTS_REACH = 160
"""How far into a line the names of authors may stand."""


def cited_surnames(text: str) -> list[tuple[str, int]]:
    """Return (surname, offset) of the people cited as ``Malkov & Yashunin, TPAMI 2018`` at the start of ``text``.

    >>> cited_surnames(", Malkov & Yashunin, TPAMI 2018")
    [('Malkov', 2), ('Yashunin', 11)]
    """
    lead = len(text) - len(text.lstrip(" ,，.-–—"))
    match = _SURNAMES.match(text, lead)
    if match is None or _NOT_NAMES.search(match["names"]):
        return []
    names = re.sub(r"\s+et al\.?$", "", match["names"])
    return [
        (found.group(), match.start() + found.start())
        for found in re.finditer(r"[A-Z][\w'’-]+", names)
        if not found.group().isupper()
    ]
