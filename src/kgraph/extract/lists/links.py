"""Links: what an entry links to, and what its address and text make of it."""

from __future__ import annotations

import re

from kgraph.core import BlockKind, Link, Mention
from kgraph.core.identifiers import Address, kept_url, read_address, shown_url, untitled
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.forms.facts import cited_surnames, find_date, find_venues, is_badge, split_authors
from kgraph.extract.forms.shapes import in_title_case, is_title, words
from kgraph.extract.forms.titles import headline_names, paper_names
from kgraph.extract.forms.typing import TYPE_ORDER, odd_case, thing_told, type_from_words
from kgraph.extract.lexicon import Term
from kgraph.extract.lists.listed import listed_type
from kgraph.extract.names.named import EXTRACTOR, LEAD, LINKS, name_like, name_noted, name_thing, owner_of
from kgraph.extract.reading import Reading, Section, Unit

LABEL = re.compile(r"^(?P<label>[^:：]{1,24})[:：]\s*")


LINK_LABEL = re.compile(
    r"\s*(?:的)?(?:开源)?(?:代码|论文|项目|官方|官网|源码|应用)?(?:链接|地址|网址|主页|仓库|网站|link|url|homepage|website)$",
    re.IGNORECASE,
)


_PAPER_WORD = re.compile(r"论文|paper|preprint|arxiv", re.IGNORECASE)


_READABLE = re.compile(
    r"\b(?:course|lesson|lecture|tutorial|blog|book|newsletter|podcast|guide|talk|article|video|post|magazine|journal|"
    r"communit|forum|list of|collection|conference|news|notes)|课程|博客|教程|书|视频|社区|论坛|公众号|合集|网站|专栏|笔记|文章",
    re.IGNORECASE,
)
"""What a reader opens to read or watch."""
_DESCRIBED = re.compile(r"[\s*_]*(?:[-–—:：]|[(（\[])\s*\S")


def link_type(reading: Reading, section: Section, text: str, address: Address | None, rest: str, paperish: bool) -> str:
    """Return the entity type that a link's text names, from its address, its shape and the words after it."""
    terms = [term for term in reading.lexicon.lookup(text, *TYPE_ORDER) if not _is_kind(term, text)]
    known = min((term.type for term in terms), key=TYPE_ORDER.index, default=None)
    short = len(words(text)) <= 3 and not is_title(text)
    if address is None:
        if is_title(text):
            return "Paper"
        return known if known and short and not has_han(text) else "Resource"
    if address.type == "Paper":
        if short and not has_han(text) and (odd_case(text) or known) and not (" " in text and links_by_title(reading)):
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
        kinds = {term.type for term in terms} & {"Method", "Dataset", "Software"}
        if len(kinds) > 1:
            # Two things of one name: the words beside it tell which; a repository is most often that of software.
            told = type_from_words(rest[:80])
            return told if told in kinds else "Software" if "Software" in kinds else str(known)
        if known in ("Method", "Dataset", "Software"):
            return known
        return thing_told(rest[:80], listed_type(reading, section)) or "Software" if short else "Repository"
    if is_title(text) and (address.kind == "pdf" or paperish) and len(words(text)) >= 3:
        return "Paper"
    if known and short:
        return known
    if short and not has_han(text) and address.kind in ("page", "dataset") and not _READABLE.search(rest[:80]):
        found = type_from_words(rest[:80])
        if odd_case(text) and found in ("Dataset", "Software"):
            return found
        home = fold(text) in fold(address.host)
        if home and _DESCRIBED.match(rest):
            # A name that links to its own site, with what it does: [Airflow](https://airflow.apache.org) - Schedule …
            return found if found in ("Dataset", "Software") else "Software"
    return "Resource"


def _is_kind(term: Term, printed: str) -> bool:
    """Return whether a known name is only that of a kind of things, which what a link calls ``llm`` is not."""
    return "weak" in term.flags and term.name.isupper() and printed.islower()


_FEWEST_TITLES = 3
_TITLES_FOR_A_NAME = 3


def links_by_title(reading: Reading) -> bool:
    """Return whether the links to papers print titles throughout: two words that link to a paper are a title there, too."""
    if reading.links_by_title is None:
        texts = [
            tidy(link.text)
            for _, unit in reading.units()
            for link in unit.links
            if not link.bare and (read_address(link.url) or NO_ADDRESS).type == "Paper"
        ]
        texts = [text for text in texts if not is_badge(text, reading.lexicon)]
        titles = sum(is_title(text) for text in texts)
        names = sum(" " not in text for text in texts)
        reading.links_by_title = titles >= max(_FEWEST_TITLES, _TITLES_FOR_A_NAME * names)
    return reading.links_by_title


_TOLD_NAME = re.compile(r"(?P<name>[A-Za-z][\w.+-]*(?: [A-Z][\w.+-]*){0,2})\s?(?:[:：]|\s[-–—]\s)\s?\S", re.ASCII)
"""The text of a link to a repository that opens with the name of what it holds: ``Quix：用 Rust 写的向量数据库``."""


def linked_entry(reading: Reading, section: Section, unit: Unit, link: Link) -> None:
    """Read an entry that a link opens: what its address and its text say it is."""
    block = unit.block
    text = tidy(link.text)
    address = read_address(link.url)
    rest = block.text[link.end : unit.end]
    others = [other for other in unit.links if other is not link]
    paperish = any(
        _PAPER_WORD.search(other.text) or (read_address(other.url) or NO_ADDRESS).type == "Paper" for other in others
    )
    if unit.block.kind is BlockKind.ITEM and is_title(text) and not paperish:
        lines = [line.strip(" *_,.") for line in rest[:300].split("\n")]
        paperish = find_date(rest[:24]) is not None or any(find_venues(rest[:300], reading.lexicon))
        paperish = paperish or any(len(split_authors(line)) >= 2 for line in lines) or bool(cited_surnames(rest[:120]))
    type_ = link_type(reading, section, text, address, rest, paperish)
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
        code = repository(reading, unit, link, address)
        reading.claim(unit.main, "hasCode", code, LINKS)
    else:
        name, aliases = headline_names(text) if type_ == "Resource" else paper_names(text)
        if address is not None and type_ == "Resource":
            aliases = [*aliases, shown_url(link.url)]
        unit.main = reading.mention(
            block, start, end, type_, LINKS, name=name, aliases=aliases, url=url, confidence=0.93 if address else 0.88
        )
    unit.role = {"Paper": "paper", "Resource": "headline", "Repository": "repository"}[type_]
    unit.mentions.append(unit.main)
    if type_ == "Repository" and unit.block.kind is BlockKind.ITEM:
        _described_repository(reading, unit, link)
    if type_ == "Repository" and address is not None and (told := _TOLD_NAME.match(text)) is not None:
        if fold(told["name"]) == fold(address.value.rpartition("/")[2]) or odd_case(told["name"]):
            named = name_thing(reading, unit, start, start + len(told["name"]), told["name"], text)
            if named is not None:
                reading.claim(unit.main, "implements", named, LINKS, confidence=0.85)
    label = LABEL.match(block.text[unit.start : link.start])
    if type_ == "Paper" and label is not None:
        _labelled_paper(reading, unit, label)
    if type_ == "Repository" and label is not None:
        thing = LINK_LABEL.sub("", re.sub(r"\s*(?:代码库|仓库|代码|repo|code)$", "", label["label"])).strip()
        at = block.text.find(thing, unit.start, link.start)
        if thing and name_like(reading, thing) and not is_badge(thing, reading.lexicon):
            named = name_thing(reading, unit, at, at + len(thing), thing)
            if named is not None:
                reading.claim(unit.main, "implements", named, LINKS)
                unit.main, unit.role = named, "name"


_OWNER_AND_NAME = re.compile(r"[\w.-]+/(?P<name>[\w.-]+)")


def _described_repository(reading: Reading, unit: Unit, link: Link) -> None:
    """Record the software that an item describes behind its repository: ``[owner/name](…) - Kernels for …``."""
    printed = _OWNER_AND_NAME.fullmatch(unit.block.text, link.start, link.end)
    if printed is None or unit.main is None or not _DESCRIBED.match(unit.block.text, link.end, unit.end):
        return
    code, name = unit.main, printed["name"]
    named = (
        name_thing(reading, unit, printed.start("name"), printed.end("name"), name)
        if name_like(reading, name)
        else None
    )
    if named is not None:
        reading.claim(code, "implements", named, LINKS)
        unit.main, unit.role = named, "name"


_PAPER_OF = re.compile(
    r"[\s*_•·-]*(?P<name>[A-Za-z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2})\s?(?:的)?\s?(?:原始|系统|最新)?(?:论文|技术报告|报告|paper|report)[\s*_]*",
    re.ASCII | re.IGNORECASE,
)
"""A label that says whose paper a link is: ``FlashSort 技术报告``."""


def _labelled_paper(reading: Reading, unit: Unit, label: re.Match[str]) -> None:
    """Record the thing whose paper a label before the paper's link says that it is."""
    match = _PAPER_OF.fullmatch(label["label"])
    if match is None or unit.main is None or not name_like(reading, match["name"]):
        return
    name, start = match["name"], unit.start + match.start("name")
    if odd_case(name) or reading.lexicon.has(name, "Method", "Software", "Dataset"):
        thing = name_noted(reading, unit, start, start + len(name), name)
        reading.claim(unit.main, "introduces", thing, LINKS, at=(thing.line, thing.column, thing.text))


_TITLE_BEHIND = re.compile(
    r"[*_\])]*\s?[:：]\s?[“\"]?(?P<title>[A-Z][^\n()（）\[\]“”\"]{20,200}?)[.,”\"]?\s*(?=[(（\[\n]|$)"
)
"""The title that follows a name and a colon: ``[QuixNet](https://arxiv.org/…): Quick Nets for Large Images``."""
NO_ADDRESS = Address("", "", "", "", "", "", "")


def _named_link(
    reading: Reading, unit: Unit, start: int, end: int, type_: str, address: Address | None, url: str | None
) -> None:
    """Read ``[Name](address)``: the thing named, and the repository or paper that the address is."""
    block = unit.block
    name = block.text[start:end]
    terms = [term for term in reading.lexicon.lookup(name, type_) if not _is_kind(term, name)]
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
        title = _TITLE_BEHIND.match(block.text, end, unit.end)
        known = title["title"].strip() if title is not None and in_title_case(title["title"]) else untitled(url or "")
        paper = reading.mention(block, start, end, "Paper", LINKS, name=known, url=url, inside=False, confidence=0.85)
        unit.mentions.append(paper)
        reading.claim(paper, "introduces", mention, LINKS)


def repository(reading: Reading, unit: Unit, link: Link, address: Address) -> Mention:
    """Record the repository that a link leads to."""
    mention = reading.mention(
        unit.block, link.start, link.end, "Repository", LINKS, name=address.value, url=address.url, confidence=0.97
    )
    unit.mentions.append(mention)
    return mention


def further_links(reading: Reading, unit: Unit, head: Link | None, before: Unit | None = None) -> None:
    """Read the other links of a unit: badges that give a paper its code, and links inside prose.

    ``before`` is the unit above: where that is a title, prose below it may end with the title's address.
    """
    pending = _address_below(unit, before)
    for link in unit.links:
        if link is head or (head is not None and link.url == head.url):
            continue
        if unit.block.style_at(link.start) == "image":
            # A badge: a picture that links somewhere.
            continue
        address = read_address(link.url)
        badge = is_badge(link.text, reading.lexicon)
        if unit.role == "paper" and unit.main is not None and address is not None and address.type != "Repository":
            own = not badge and tidy(link.text).rstrip(".,;:") == unit.main.name
            if own or (link.bare and address.type == "Paper" and unit.main.url is None):
                place = (unit.block, link.start, link.end, "Paper", LINKS)
                reading.mention(*place, name=unit.main.name, url=kept_url(link.url), inside=False)
                continue
        if address is None:
            if not badge and is_title(link.text) and head is None and unit.role == "prose":
                unit.mentions.append(reading.mention(unit.block, link.start, link.end, "Paper", LINKS, confidence=0.7))
            continue
        if address.type == "Repository" and _names_its_code(reading, link, address):
            code = _named_code(reading, unit, link, address)
            if unit.main is not None and unit.main.type == "Paper":
                reading.claim(unit.main, "hasCode", code, LINKS)
        elif address.type == "Repository":
            code = repository(reading, unit, link, address)
            if unit.main is not None and unit.main.type == "Paper":
                reading.claim(unit.main, "hasCode", code, LINKS)
            elif unit.main is not None and unit.main.type in ("Method", "Software", "Dataset"):
                reading.claim(code, "implements", unit.main, LINKS)
        elif address.type == "Paper" and pending is not None:
            place = (unit.block, link.start, link.end, "Paper", LINKS)
            reading.mention(*place, name=pending.name, url=kept_url(link.url), inside=False)
        elif address.type == "Paper" or (is_title(link.text) and _behind_paper_label(unit, link)):
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


def _names_its_code(reading: Reading, link: Link, address: Address) -> bool:
    """Return whether a link in a text prints the name of the thing whose repository it leads to: ``用 [QuixKit](github.com/quix/quixkit)``."""
    text = tidy(link.text)
    if link.bare or is_badge(text, reading.lexicon) or not name_like(reading, text):
        return False
    return len(fold(text)) >= 3 and fold(text) == fold(address.value.rpartition("/")[2])


def _named_code(reading: Reading, unit: Unit, link: Link, address: Address) -> Mention:
    """Record the thing that a link in a text names, and return its repository."""
    text = unit.block.text
    name = text[link.start : link.end]
    told = type_from_words(text[link.start : link.end + 40], near=name)
    reading.types.setdefault(fold(name), told if told in ("Method", "Dataset") else "Software")
    thing = name_noted(reading, unit, link.start, link.end, name)
    code = reading.mention(
        unit.block, link.start, link.end, "Repository", LINKS, name=address.value, url=address.url, inside=False
    )
    unit.mentions += [code] if unit.main is not None else [code, thing]
    reading.claim(code, "implements", thing, LINKS, confidence=0.8)
    return code


_PAPER_LABEL = re.compile(r"(?:论文|原文|paper)\s?[:：]?\s?[<(（\[《*_]*$", re.IGNORECASE)
_ADDRESS_LABEL = re.compile(
    r"(?:链接|地址|论文|原文|全文|paper|link|url|pdf|arxiv)\s*[:：]\s*[<(（\[]?$", re.IGNORECASE
)


def _address_below(unit: Unit, before: Unit | None) -> Mention | None:
    """Return the paper above, or at the head of the unit, whose address prose gives at its end or after a label that says so."""
    title = _pending_title(unit)
    if title is None and unit.role in ("prose", "note") and unit.main is None:
        title = _pending_title(before) if _waits(before) else None
    links = [link for link in unit.links if (read_address(link.url) or NO_ADDRESS).type == "Paper"]
    if title is None or len(links) != 1 or is_title(links[0].text):
        return None
    text, link = unit.block.text, links[0]
    ends = not text[link.end : unit.end].strip(" 。.)）]")
    return title if ends or _ADDRESS_LABEL.search(text[max(unit.start, link.start - 16) : link.start]) else None


def pair_of_links(reading: Reading, unit: Unit) -> None:
    """A description that ends with one paper and one repository gives the paper its code: ``… [论文](…) [代码](…)``."""
    papers = {mention.name: mention for mention in unit.mentions if mention.type == "Paper"}
    codes = {mention.name: mention for mention in unit.mentions if mention.type == "Repository"}
    if len(papers) == 1 and len(codes) == 1 and unit.role in ("prose", "headline", "name"):
        (paper,), (code,) = papers.values(), codes.values()
        reading.claim(paper, "hasCode", code, LINKS, at=(code.line, code.column, code.text), confidence=0.75)


def _behind_paper_label(unit: Unit, link: Link) -> bool:
    """Return whether the words before a link say that a paper stands there, whatever its address: ``论文：[…](…)``."""
    return _PAPER_LABEL.search(unit.block.text, max(unit.start, link.start - 12), link.start) is not None


_TITLE_AND_ADDRESS = re.compile(
    r"(?:论文|原文|(?<![A-Za-z])(?:paper|preprint))(?:标题|题目|名称?)?\s?[:：]\s?[《“\"]?(?P<title>[A-Z][^。；;《》“”\"\n]{10,200}?)[》”\"]?[\s,，.。:：(（<\[]*$",
    re.IGNORECASE,
)


def _title_before(text: str, start: int, link: Link) -> tuple[int, int] | None:
    """Return the place of the title between a label and the address: ``论文：Quick Nets for Images https://…``."""
    found = _TITLE_AND_ADDRESS.search(text, max(start, link.start - 240), link.start) if link.bare else None
    if found is None or len(words(found["title"])) < 3 or not is_title(found["title"]):
        return None
    return found.span("title")


def _further_paper(reading: Reading, unit: Unit, link: Link, address: Address, badge: bool) -> None:
    main = unit.main
    if main is not None and main.type == "Paper":
        if badge:
            # The badge is another address of the same paper.
            reading.mention(
                unit.block, link.start, link.end, "Paper", LINKS, name=main.name, url=kept_url(link.url), inside=False
            )
            return
    titled = _title_before(unit.block.text, unit.start, link)
    start, end = titled or (link.start, link.end)
    text = tidy(unit.block.text[start:end])
    name = text if is_title(text) else untitled(link.url)
    paper = reading.mention(unit.block, start, end, "Paper", LINKS, name=name, url=kept_url(link.url), confidence=0.8)
    unit.mentions.append(paper)
    own = (
        main is not None
        and is_title(text)
        and text.casefold().startswith(tuple(form.casefold() for form in (main.name, main.text, *main.aliases)))
    )
    labelled = _behind_paper_label(unit, link)
    if main is not None and main.type in ("Method", "Dataset", "Software") and (badge or labelled or own):
        reading.claim(paper, "introduces", main, LINKS, confidence=0.75)
    elif not badge and not is_title(text) and len(words(text)) <= 3 and not has_han(text) and not link.bare:
        # "… with [confident learning](arxiv…)": the link names what the paper introduces.
        kind = next((t.type for t in reading.lexicon.lookup(text, "Method", "Dataset", "Software")), "Method")
        if not reading.lexicon.has(text, "generic"):
            thing = name_noted(reading, unit, link.start, link.end, text) if kind == "Method" else None
            if thing is not None:
                reading.claim(paper, "introduces", thing, LINKS, confidence=0.75)
                if main is not None and main.type in ("Software", "Method"):
                    reading.claim(main, "basedOn", thing, LINKS, confidence=0.7)


def is_code_line(unit: Unit) -> bool:
    """Return whether a line gives nothing but the address of a repository, with a label at most."""
    links = unit.links
    if len(links) != 1 or not links[0].bare or (read_address(links[0].url) or NO_ADDRESS).type != "Repository":
        return False
    return len(unit.text) - len(links[0].text) <= _LONGEST_LABEL


_LONGEST_LABEL = 12


def opens_with_address(section: Section) -> bool:
    """Return whether a section lists addresses with what they are below them, not above."""
    first = next((unit for unit in section.units if unit.text.strip()), None)
    return first is not None and bool(first.links) and first.links[0].bare and first.links[0].start - first.start <= 2


def address_entry(reading: Reading, section: Section, unit: Unit, bare: list[Link], before: Unit | None) -> None:
    """Read a unit that is one or more printed addresses, with at most a label before them."""
    block = unit.block
    at = unit.start
    for link in bare:
        address = read_address(link.url)
        if address is None or link.start < at:
            continue
        printed = block.text[at : link.start]
        lead = LEAD.match(printed)
        at_label = at + (lead.end() if lead else 0)
        label = re.sub(r"[\s:：<（(\[]+$", "", block.text[at_label : link.start]).strip(" ,，;；")
        last = re.split(r"[。；;，]\s*", label)[-1]
        if last != label and is_badge(LINK_LABEL.sub("", last) or last, reading.lexicon) | (
            not LINK_LABEL.sub("", last)
        ):
            # Prose that ends with the address: only its last words are the label.
            label = last
        at = link.end
        thing = LINK_LABEL.sub("", label).strip()
        badge = not label or is_badge(label, reading.lexicon) or not thing
        if address.type == "Repository":
            mention = repository(reading, unit, link, address)
            role = "repository"
            if badge and before is not None and _is_named_above(section, unit, before) and before.main is not None:
                reading.claim(mention, "implements", before.main, LINKS, confidence=0.8)
            if not badge and name_like(reading, thing):
                named = name_thing(reading, unit, at_label, at_label + len(thing), thing)
                if named is not None:
                    reading.claim(mention, "implements", named, EXTRACTOR)
        elif address.type == "Paper":
            title = _pending_title(before) if badge and _waits(before) else None
            titled = _title_before(block.text, unit.start, link) if title is None else None
            name = title.name if title is not None else (thing if is_title(thing) else untitled(link.url))
            place = titled or (link.start, link.end)
            if titled is not None:
                name, label, badge = tidy(block.text[slice(*titled)]), "", True
            mention = reading.mention(
                block, *place, "Paper", LINKS, name=name, aliases=(label,), url=kept_url(link.url)
            )
            role = "paper" if title is None else "note"
        else:
            pending = (
                before
                if badge
                and before is not None
                and before.role == "headline"
                and unit.main is None
                and _OTHER_FORM.search(f"{label} {link.url}") is None
                else None
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
        if mention.type == "Resource" and label:
            owner_of(reading, unit, at_label, label, mention)
        if unit.main is None:
            unit.main, unit.role = mention, role
        if label != thing and not badge and address.type != "Repository" and name_like(reading, thing):
            # "Scanpy 论文链接: …", "CellProfiler 官网: …": the label names what the address is about.
            named = name_thing(reading, unit, at_label, at_label + len(thing), thing)
            if named is not None:
                reading.claim(mention, "introduces" if mention.type == "Paper" else "discusses", named, EXTRACTOR)
    if unit.main is None:
        unit.role = "skip"


def _is_named_above(section: Section, unit: Unit, before: Unit) -> bool:
    """Return whether the line above that of a repository's address is the name of what the repository holds."""
    thing = before.main if before.role == "name" and not before.links else None
    if thing is None or thing.type not in ("Method", "Software", "Dataset") or before.block.kind is BlockKind.ITEM:
        return False
    return is_code_line(unit) and not opens_with_address(section)


_OTHER_FORM = re.compile(r"(?<![A-Za-z])(?:ppt|slides?|keynote)(?![A-Za-z])|课件|幻灯片|讲义", re.IGNORECASE)
"""What an address or its label says of something that goes with the headline's thing, and is not the thing itself."""


def _pending_title(before: Unit | None) -> Mention | None:
    if before is not None and before.role == "paper" and before.main is not None and before.main.url is None:
        return before.main
    return None


def _waits(before: Unit | None) -> bool:
    """Return whether the unit above gives no address of a paper itself."""
    return before is None or not any((read_address(link.url) or NO_ADDRESS).type == "Paper" for link in before.links)
