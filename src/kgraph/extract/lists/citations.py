"""Citations: papers that a text cites in references, quotation marks or 《 》."""

from __future__ import annotations

import re

from kgraph.core import BlockKind, Mention
from kgraph.core.identifiers import kept_url, read_address
from kgraph.core.text import has_han, tidy
from kgraph.extract.forms.facts import Authors, cited_surnames, find_date, find_venues, opening_authors, split_authors
from kgraph.extract.forms.shapes import is_title, words
from kgraph.extract.forms.titles import paper_names
from kgraph.extract.lists.meta import venue_mention
from kgraph.extract.names.named import EXTRACTOR
from kgraph.extract.reading import Reading, Unit

BOOK = re.compile(r"《([^《》]{2,180})》")


_PAPER_BEFORE = re.compile(r"论文|paper|文章", re.IGNORECASE)


_TITLE_IN_BRACKETS = re.compile(
    r"(?:论文|文章|工作)\s?[(（]([A-Z][^()（），]{16,180})(?:[)）]|，[^()（）]{0,60}(?:19|20)\d\d[^()（）]{0,20}[)）])"
)
_TOLD_BEFORE = re.compile(
    r"(?:演讲|报告|讲座|课程|公开课|博客|博文|播客|专栏|纪录片|新书|著作|教材|一书|知乎|公众号|帖子|长文|视频|[这那一]篇|[这那一]本)(?:上)?的?\s?$"
)
_TOLD_AFTER = re.compile(
    r"\s?(?:一书|一文|[这那]本书|[这那]篇|的?(?:演讲|博文|帖子)|课程|公开课|专栏|播客|组队学习|系列教程|教程|电子书|系列文章|讲义)"
)
"""What stands before or behind the title of a talk, a course, a post or a book."""


_DATED_BEHIND = re.compile(r"[,，]?\s?(?:in )?[A-Z]?[\w .&'’-]{0,40}(?:19|20)\d\d\s?[)）]")
"""What is left of brackets that hold a title and when or where it appeared: ``("Fast Large Nets", ICLR 2020)``."""
_QUOTED_TITLE = re.compile(r"[“\"「]([A-Z][^“”\"「」]{12,180})[”\"」]")


_CITED = re.compile(
    r"^(?P<title>[A-Z][^\n]{20,220}?)[.,]?\s+\(?(?P<year>(?:19|20)\d\d)\)?[.,]?\s+(?P<authors>[A-Z][^\n]{4,200})$"
)


def read_citation(reading: Reading, unit: Unit, first: int, line_end: int) -> bool:
    """Read ``Title 2019 First Author, Second Author``, perhaps after a label (``参考: …``)."""
    text = unit.block.text[first:line_end]
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


def read_reference(reading: Reading, unit: Unit, first: int) -> bool:
    """Read ``[2] J. Ho, A. Jain, P. Abbeel. Denoising Diffusion Probabilistic Models. NeurIPS 2020.``"""
    text = unit.block.text[first : unit.end]
    number = _REFERENCE.match(text)
    people = split_authors(text[number.end() :]) if number is not None else []
    if number is None or len(people) < 1:
        return False
    last, place = people[-1]
    after = number.end() + place + len(last)
    match = re.match(
        r"(?:,? (?:et al\.?|and others))?\s*[.,(]\s*(?:(?:19|20)\d\d[).]*\s*)?[\"“]?(?P<title>[A-Z][^.?]{12,220}[.?])",
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


_BETWEEN = re.compile(r"[\s.,:;]*(?:[(（\[]?(?:19|20)\d\d[a-z]?[)）\]]?[\s.,:;]*)?[\s\[]*")
"""What stands between the authors of a citation and its title: marks, and perhaps the year."""
_QUOTED_HERE = re.compile(r"[“\"«「](?P<title>[^“”\"«»「」]{8,220}?)[,.]?[”\"»」]")
_SENTENCE_HERE = re.compile(r"(?P<title>[A-Z0-9](?:[^.?!\n]|\n(?!\s*\n)|[.?!](?=\S)){12,220}?)(?:[.!]|(?<=\?))(?=\s|$)")
_TITLE_ENDED = re.compile(r"[\s*_\])）”\"]*(?:$|[.,;:(（\[|—–-]|in\b|In\b|https?:|[A-Z0-9*_`]|\n)")
"""What follows a title: where prose goes on, the authors and the title are only named in it."""
_WHERE = re.compile(r"(?:19|20)\d\d|https?:|\[")
"""What tells that a sentence behind names is a title: when it appeared, or where it can be read."""


_KIND_MARK = re.compile(r"\s?\[(?:[JCMDRPNSA]|EB|DB|CP)(?:/OL)?\]")
"""What ends the title of a reference as Chinese journals print them: ``Ho J, Jain A. Denoising diffusion models[J]. NeurIPS, 2020``."""
_CHINESE_RUN = re.compile(r"(?P<names>[一-鿿·]{2,8}(?:\s?[,，、]\s?[一-鿿·]{2,8}){0,7})(?:\s?[,，]?\s?等)?\s?[.．。]")


def _chinese_run(text: str) -> Authors | None:
    match = _CHINESE_RUN.match(text)
    if match is None:
        return None
    people = [(one.group(), one.start(), one.group()) for one in re.finditer(r"[一-鿿·]{2,8}", match["names"])]
    return Authors(tuple(person for person in people if person[0] not in ("等", "等人")), match.end(), True)


def read_cited(reading: Reading, unit: Unit, first: int, *, numbered: bool = False) -> bool:
    """Read an entry that opens with its authors: ``Roe et al. "Quick Nets for Images". ICML 2020. [pdf]``.

    The title stands in quotation marks, in bold, italics or a link, before the mark of its kind, or is the sentence behind the
    names; in items, and behind the number of an entry, it may also stand before them.
    """
    block = unit.block
    mark = _KIND_MARK.search(block.text, first, unit.end)
    authors = opening_authors(block.text[first : unit.end])
    if authors is None and mark is not None:
        authors = _chinese_run(block.text[first : unit.end])
    if authors is None:
        return (numbered or block.kind is BlockKind.ITEM) and _read_titled(reading, unit, first, numbered)
    begin = first + authors.end
    between = _BETWEEN.match(block.text, begin, unit.end)
    begin = between.end() if between is not None else begin
    dated = between is not None and re.search(r"\d", between.group()) is not None
    found = _title_behind(unit, begin, numbered or authors.full or dated)
    if mark is not None and begin + 4 <= mark.start() <= begin + _LONGEST_TITLE:
        found = begin, mark.start()
    elif found is None or len(words(block.text[slice(*found)])) < 3:
        return False
    start, end = found
    if _TITLE_ENDED.match(block.text, end, unit.end) is None:
        return False
    _cite(reading, unit, (start, end), authors, first)
    return True


def _cite(reading: Reading, unit: Unit, title: tuple[int, int], authors: Authors, at: int) -> None:
    """Record the paper of an entry by the place of its title, and its authors, whose text begins at ``at``."""
    block, (start, end) = unit.block, title
    link = next((link for link in unit.links if link.start <= start and end <= link.end), None)
    address = read_address(link.url) if link is not None else None
    year = find_date(block.text[unit.start : unit.end])
    name, aliases = paper_names(block.text[start:end])
    unit.main = reading.mention(
        block,
        start,
        end,
        "Paper",
        EXTRACTOR,
        name=name,
        aliases=aliases,
        url=kept_url(link.url) if link is not None and address is not None and address.type != "Repository" else None,
        year=year[0] if year is not None else None,
        confidence=0.88 if authors.full else 0.8,
    )
    unit.role = "paper"
    unit.mentions.append(unit.main)
    for shown, offset, printed in authors.people:
        place = at + offset
        person = reading.mention(
            block,
            place,
            place + len(printed),
            "Person",
            EXTRACTOR,
            name=shown,
            aliases=(printed,),
            confidence=0.88 if authors.full else 0.75,
        )
        reading.claim(unit.main, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))


_TITLE_STOP = re.compile(r"[.?!]\s(?=[A-Z])|,\s(?=[A-Z])|\s[-–—|]\s(?=[A-Z])|\n\s*(?=[A-Z])")
_LONGEST_TITLE = 200
_NUMBER = re.compile(r"(?:arXiv[:：]\s?)?\d{4}\.\d{4,5}(?:v\d+)?|10\.\d{4,}/\S+", re.IGNORECASE)
"""A link before a title that prints nothing but the number of the paper."""


def _read_titled(reading: Reading, unit: Unit, first: int, numbered: bool = False) -> bool:
    """Read an entry of plain text with its authors behind the title: ``Quick Nets for Images. Jane Roe, Ann Tan. ICML 2020.``"""
    text = unit.block.text
    number = next((link for link in unit.links if link.start <= first and _NUMBER.fullmatch(link.text)), None)
    if number is not None:
        first = number.end + len(text[number.end :]) - len(text[number.end :].lstrip(" ]:：-–"))
    for stop in _TITLE_STOP.finditer(text, first, min(unit.end, first + _LONGEST_TITLE)):
        title = text[first : stop.start()]
        authors = opening_authors(text[stop.end() : unit.end])
        if authors is None or not authors.full or len(words(title)) < 4 or not is_title(title):
            continue
        several = numbered or len(authors.people) > 1 or "et al" in text[stop.end() : stop.end() + authors.end]
        known = any(reading.lexicon.has(name, "topic", "generic", "Method", "Dataset") for name, _, _ in authors.people)
        behind = stop.end() + authors.end
        if not several or known or not _AUTHORS_ENDED.match(text, behind) or not _WHERE.search(text, behind, unit.end):
            continue
        end = stop.start() + (text[stop.start()] in "?!")
        _cite(reading, unit, (first, end), authors, stop.end())
        return True
    return False


_AUTHORS_ENDED = re.compile(r"\s*(?:[.,;(（\[|\n]|[-–—]\s)")


def _title_behind(unit: Unit, begin: int, full: bool) -> tuple[int, int] | None:
    """Return the place of the title that begins at an offset behind the authors of a citation."""
    block = unit.block
    quoted = _QUOTED_HERE.match(block.text, begin, unit.end)
    if quoted is not None:
        return quoted.span("title")
    for start, inline in block.runs(begin, min(begin + 2, unit.end)):
        end = start + len(inline.text)
        marked = inline.style in ("strong", "emphasis") or inline.url is not None
        if marked and end <= unit.end and len(words(inline.text)) >= 3:
            text = inline.text.rstrip(" .,;:")
            return start + len(inline.text) - len(inline.text.lstrip()), start + len(text)
    if not full:
        return None
    sentence = _SENTENCE_HERE.match(block.text, begin, unit.end)
    if sentence is None or len(words(sentence["title"])) < 4 or not is_title(sentence["title"]):
        return None
    return sentence.span("title") if _WHERE.search(block.text, sentence.end(), unit.end) is not None else None


def read_quoted_titles(reading: Reading, unit: Unit) -> None:
    """Record the titles that a text prints between 《 》 or in quotation marks."""
    text = unit.block.text
    for match in BOOK.finditer(text, unit.start, unit.end):
        inner = match.group(1).strip()
        start = match.start(1) + len(match.group(1)) - len(match.group(1).lstrip())
        # Brackets behind a Chinese title hold the English one, behind an English title where it appeared.
        behind = text[match.end() : unit.end] if has_han(inner) else ""
        english = re.match(r"\s*[(（]([A-Z][^()（）]{10,200})[)）]", behind)
        around = text[max(unit.start, match.start() - 24) : min(unit.end, match.end() + 24)]
        titled = is_title(inner) or english is not None
        if titled or (re.search(r"论文|综述|研究|paper|发表|提出", around) and len(inner) >= 8):
            name = tidy(english.group(1)) if english else inner
            begin = match.end() + english.start(1) if english else start
            mention = reading.mention(
                unit.block, begin, begin + len(name), "Paper", EXTRACTOR, name=name, aliases=(inner,), confidence=0.75
            )
            unit.mentions.append(mention)
        elif _TOLD_BEFORE.search(text, unit.start, match.start()) or _TOLD_AFTER.match(text, match.end(), unit.end):
            resource = reading.mention(unit.block, start, start + len(inner), "Resource", EXTRACTOR, confidence=0.7)
            unit.mentions.append(resource)
    for match in _TITLED.finditer(text, unit.start, unit.end) if "论文" in text else ():
        if is_title(match["title"]):
            paper = reading.mention(unit.block, *match.span("title"), "Paper", EXTRACTOR, confidence=0.7)
            unit.mentions.append(paper)
    for match in _TITLE_IN_BRACKETS.finditer(text, unit.start, unit.end):
        if is_title(match.group(1)) and len(words(match.group(1))) >= 4:
            unit.mentions.append(
                reading.mention(unit.block, match.start(1), match.end(1), "Paper", EXTRACTOR, confidence=0.75)
            )
    for match in _QUOTED_TITLE.finditer(text, unit.start, unit.end):
        inner = match.group(1).strip()
        dated = text[match.start() - 1 : match.start()] in ("(", "（") and _DATED_BEHIND.match(text, match.end())
        if (
            is_title(inner)
            and len(words(inner)) >= (3 if dated else 4)
            and (
                dated
                or len(words(inner)) >= 6
                or _PAPER_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
            )
        ):
            paper = reading.mention(unit.block, match.start(1), match.end(1), "Paper", EXTRACTOR, confidence=0.75)
            unit.mentions.append(paper)
            _cited_beside(reading, unit, paper, match.end())


_OF_ENTRY = re.compile(r"(?:论文|出自|源自|来自|参?见|提出|[Pp]apers?|[Ff]rom|[Ss]ee)[^。；;，,]{0,20}[《“\"「]$")
_VENUE_BEFORE = re.compile(r"\s?(?:的|上的|[:：,，])?\s?(?:论文|paper)?\s?[《“\"「]$")


def read_titles_of_entry(reading: Reading, unit: Unit) -> None:
    """Record the titles in quotation marks in the description of a named thing: those of its paper introduce it."""
    main, known = unit.main, len(unit.mentions)
    if main is None or main.type not in ("Method", "Software", "Dataset"):
        return
    read_quoted_titles(reading, unit)
    forms = tuple(form.casefold() for form in (main.name, *main.aliases))
    places = {span.mention: span.start for span in reading.spans(unit.block, unit.start, unit.end)}
    for paper in [mention for mention in unit.mentions[known:] if mention.type == "Paper"]:
        start = max(unit.start, places.get(paper, unit.start) - 40)
        before = unit.block.text[start : places.get(paper, unit.start)]
        at = (paper.line, paper.column, paper.text)
        if paper.name.casefold().startswith(forms) or _OF_ENTRY.search(before):
            reading.claim(paper, "introduces", main, EXTRACTOR, at=at, confidence=0.8)
        for venue in find_venues(before, reading.lexicon):
            if _VENUE_BEFORE.match(before, venue.end):
                where = venue_mention(reading, unit, start + venue.start, start + venue.end, venue.name, venue.year)
                place = (where.line, where.column, where.text)
                reading.claim(paper, "publishedAt", where, EXTRACTOR, at=place, confidence=0.8)


_TITLED = re.compile(
    r"论文(?:标题|题目|名称|名)?(?:为|是|叫做|叫|题为|名为)\s?(?P<title>[A-Z][^，,。；;《》“”\u4e00-\u9fff]{20,180})(?=[，,。；;]|\s?[\u4e00-\u9fff]|$)"
)
"""A title that a text announces as one."""
_ANNOUNCED = re.compile(
    r"论文[^。；;，,:：\n]{0,16}[:：]\s?(?P<title>[A-Z][^，,。；;《》“”\"()（）\u4e00-\u9fff\n]{20,180}?)(?=\s?[(（，,。；;]|$)"
)
"""A title that stands behind the words that announce it and a colon: 论文后来才放出来：Fast Sorting of Large Tables (VLDB 2019)."""


def read_announced_titles(reading: Reading, unit: Unit) -> None:
    """Record the title that the text behind a thing's name announces as that of a paper; it introduces the name it opens with."""
    text, main = unit.block.text, unit.main
    for match in _ANNOUNCED.finditer(text, unit.start, unit.end) if "论文" in unit.text else ():
        linked = any(link.start < match.end("title") and match.start("title") < link.end for link in unit.links)
        if linked or not is_title(match["title"]) or len(words(match["title"])) < 4:
            continue
        paper = reading.mention(unit.block, *match.span("title"), "Paper", EXTRACTOR, confidence=0.75)
        unit.mentions.append(paper)
        _cited_beside(reading, unit, paper, match.end("title"))
        if main is not None and re.match(rf"{re.escape(main.text)}\s?[:：]", match["title"]):
            reading.claim(paper, "introduces", main, EXTRACTOR, confidence=0.8)


_BEHIND_VENUE = re.compile(
    r"\s[(（]?(?P<title>[A-Za-z][\w-]*(?: [A-Za-z0-9][\w:-]*){3,16})(?=\s?(?:[(（)），,。、；;]|[^\x00-\x7f]|$))",
    re.ASCII,
)
_YEAR_AND_TITLE = re.compile(r"(?:19|20)\d\d\s[(（]?[A-Za-z]")
_ABOUT_VENUE = frozenset(
    [
        "oral",
        "spotlight",
        "poster",
        "best",
        "workshop",
        "challenge",
        "tutorial",
        "accepted",
        "paper",
        "papers",
        "proceedings",
    ]
)


def read_titles_behind_venues(reading: Reading, unit: Unit) -> None:
    """Record the English titles that a Chinese text prints right behind a venue: ``CVPR 2017 Quick Pose for All 这篇论文``."""
    text = unit.text
    if not has_han(text) or _YEAR_AND_TITLE.search(text) is None:
        return
    for venue in find_venues(text, reading.lexicon):
        match = _BEHIND_VENUE.match(text, venue.end) if venue.year else None
        if match is None or match["title"].split()[0].lower() in _ABOUT_VENUE:
            continue
        start, end = (unit.start + place for place in match.span("title"))
        if not reading.free(unit.block, start, end):
            continue
        paper = reading.mention(unit.block, start, end, "Paper", EXTRACTOR, confidence=0.65)
        where = venue_mention(reading, unit, unit.start + venue.start, unit.start + venue.end, venue.name, venue.year)
        reading.claim(paper, "publishedAt", where, EXTRACTOR, at=(where.line, where.column, where.text))


_CITED_BESIDE = re.compile(r"\s*[(（](?P<meta>[^()（）]{3,80})[)）]|\s*,\s*(?P<venue>[A-Z][^,.;]{1,40}(?:19|20)\d\d)")


def _cited_beside(reading: Reading, unit: Unit, paper: Mention, end: int) -> None:
    """Read what stands in brackets behind a quoted title, (Rombach et al., CVPR 2022), or after its comma."""
    match = _CITED_BESIDE.match(unit.block.text, end, unit.end)
    if match is None:
        return
    name = "meta" if match["meta"] is not None else "venue"
    start, text = match.start(name), match[name].replace("\n", " ")
    for venue in find_venues(text, reading.lexicon):
        mention = venue_mention(reading, unit, start + venue.start, start + venue.end, venue.name, venue.year)
        reading.claim(paper, "publishedAt", mention, EXTRACTOR, at=(mention.line, mention.column, mention.text))
    for surname, offset in cited_surnames(text) if name == "meta" else ():
        if reading.lexicon.has(surname, "Venue"):
            continue
        at = start + offset
        person = reading.mention(unit.block, at, at + len(surname), "Person", EXTRACTOR, confidence=0.75)
        reading.claim(paper, "authoredBy", person, EXTRACTOR, at=(person.line, person.column, person.text))
