"""Credits: who made a listed work, told right behind its title or name.

Posts of links comment on what they list: ``[Title](…)，Ann Lee 讲的``, ``[Title](…) —— 甲、乙 等，清华``, ``…：Meta、NVIDIA 联名``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kgraph.core import BlockKind, Mention
from kgraph.core.text import has_han
from kgraph.extract.reading import Reading, Span, Unit

EXTRACTOR = "layout.v1"

_MADE = ("Paper", "Resource", "Method", "Software", "Dataset")

_JOIN = re.compile(
    r"(?:[\W_]|(?:19|20)\d\d[-./年]\d{1,2}(?:[-./月]\d{1,2}日?)?|TODO|[Oo]ral|[Ss]potlight|[Pp]oster|[Bb]est [Pp]aper|最佳论文|系列|第[一二三四五六七八九十\d]+版|官方博客|博客|文章|视频|"
    r"[(（][A-Z][A-Za-z0-9-]{1,10}[)）]|等|的|和|与|及|以及|\band\b|\bby\b|\bet al\b)*"
)
"""What may stand between a title and those who made it, and between these."""
_PERSON_TOLD = re.compile(
    r"\s?(?:$|[。，,;；.、(（)）\n|｜/·+&]|和|与|等|他们|一作|老师|大神|大佬|教授|博士|团队|课题组|组(?![成合件织])|写|讲|做|著|主讲|执笔|维护|出品|"
    r"(?:and|et al|at|from|of|speaking|speaks|talks|explains|on)\b|['’]s\b|吐槽|手把手|科普|总结|整理|带你|回顾|复盘|的(?:博客|文章|长文|帖子|专栏|视频|推文|讲义|教程|讲座|演讲|系列|教科书|教材|书|课|报告|笔记|综述|新作|工作))"
)
"""What follows the name of somebody who made a work, and hardly that of somebody whom a text speaks of."""
_MAKER_TOLD = re.compile(
    r"\s?(?:$|[。，,;；.、)）\n|｜/·+&]|和|与|等|的[，。,]|的\s?(?=[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-z])|联名|联合|合作|合著|出品|团队|组(?![成合件织])|的(?:工作|论文|新作|博客|文章))"
)
_MADE_BY = re.compile(
    r"\s?(?:他们|等人?|老师|大神|大佬)?\s?(?:写的|讲的|做的|画的|录的|主讲|执笔|的(?:博客|教程|讲座|演讲|教科书|教材|课))"
)
"""What tells of a person named anywhere in a comment that the work is theirs."""
_AUTHORS = re.compile(r"(?:作者|主讲|讲师|讲者|编者)(?:人|是|为|有)?\s?[:：]?\s?(?=\S)")
_TAG = re.compile(r"[【\[〔][^【】\[\]〔〕]{1,12}[】\]〕]")
_COLUMN = re.compile(r"\s[/|｜]\s")
_BLOG = re.compile(r"\s?(?:官方|技术|团队)?(?:博客|文档|公众号|blog)")


def read_credits(reading: Reading, unit: Unit) -> None:
    """Record the people and organisations named right behind or before a work as those who made it."""
    main = unit.main
    spans = reading.spans(unit.block, unit.start, unit.end)
    _owners(reading, unit, spans)
    place = next((span for span in spans if span.mention == main), None)
    if main is None or main.type not in _MADE or place is None:
        return
    text = unit.block.text
    behind = [span for span in spans if span.start >= place.end]
    # What stands on the line below a Chinese headline opens the text of a piece of news, and is who it tells of.
    news = main.type == "Resource" and has_han(main.name)
    line = text.find("\n", place.end, unit.end) if news else -1
    stop = line if line >= 0 else place.end if news and unit.block.kind is BlockKind.HEADING else unit.end
    credited = list(_credited(text, [span for span in behind if span.end <= stop], place.end))
    authors = _AUTHORS.search(text, place.end, stop)
    if authors is not None and not credited:
        credited = list(_credited(text, behind, authors.end()))
    people = [span.mention for span in credited if span.mention.type == "Person"]
    owners = [span.mention for span in credited if span.mention.type == "Organization"]
    for person in people:
        reading.claim(main, "authoredBy", person, EXTRACTOR, at=_at(person), confidence=0.75)
    for owner in owners:
        relation = "discusses" if main.type == "Resource" else "developedBy"
        reading.claim(main, relation, owner, EXTRACTOR, at=_at(owner), confidence=0.7)
    if main.type == "Resource":
        _told(reading, unit, main, behind)
        for span in behind:
            if span.mention.type == "Person" and _MADE_BY.match(text, span.end, unit.end):
                reading.claim(main, "authoredBy", span.mention, EXTRACTOR, at=_at(span.mention), confidence=0.75)


_TELLS = re.compile(
    r"(?:吐槽|讲解|讲了?|聊了?|剖析|拆解|对比|盘点|科普|走读|手写|手撕|详解|详述|解释)(?:了|的是)?\s?[^。；;，,、\nA-Za-z]{0,8}$"
)
"""What stands before a thing that a post tells of."""


_OWNER = re.compile(
    r"\s?(?:老师|教授|博士|大佬|大神|团队|组)?\s?(?:写的|讲的|做的|的)\s?(?:这篇|那篇|一篇)?(?:博客|博文|文章|长文|教程|讲座|视频|论文|新作|综述)?\s?[:：]?\s?[《「*]*"
)
_SPEAKER = re.compile(
    r"\s?(?:老师|教授|博士)?\s?(?:的|最新|新)?(?:(?:万字)?(?:长文|新文|博客|博文|文章|讲座|演讲|教程|公开课|课程|专栏|综述|分享|笔记|视频)?\s?[:：]\s?"
    r"|(?:亲自)?(?:手把手|带你|教你|万字长文))"
)
"""What stands between the person that a post's headline opens with and what the post tells: 某某长文：…, 某某手把手教你 …."""


_FAR = 400
"""The most characters between a person and the post that is theirs."""


def _owners(reading: Reading, unit: Unit, spans: list[Span]) -> None:
    """Record whose a listed post is where the text before it says so, 某某的 [Title](…), or its title opens with a name: 某某：…"""
    text = unit.block.text
    person: Span | None = None
    work: Span | None = None
    listed, people = set(unit.mentions), 0
    for span in spans:
        if span.mention.type == "Person":
            person, people = span, people + 1
            inside = work is not None and span.start < work.end
            if work is None or not inside or not _opens(text, work, spans, span):
                continue
            told = _SPEAKER.match(text, span.end, work.end)
        elif span.mention.type == "Resource" and span.mention in listed:
            work = span
            for author in _named_behind(text, spans, span):
                reading.claim(span.mention, "authoredBy", author, EXTRACTOR, at=_at(author), confidence=0.75)
            if person is None or span.start - person.end > _FAR:
                continue
            told = _owner(unit, person, span, alone=people == 1)
        else:
            continue
        if told is not None:
            reading.claim(work.mention, "authoredBy", person.mention, EXTRACTOR, at=_at(person.mention), confidence=0.7)


_LATIN_OWNER = re.compile(
    r"['’]s? (?:(?:latest|new|recent|great|own|excellent|short|long) )?(?:(?:talk|post|essay|thread|lecture|article|course|book|note|notes|piece|video|tutorial|newsletter|blog)s? ?)?[(\[“\"]?"
)
"""Between a person and a post that is theirs: Ann Lee's [Title], Ann Lee's talk [Title]."""
_LATIN_SPEAKER = re.compile(r"(?: [(][^()]{2,60}[)])?(?:, [A-Z][\w&. ]{1,40})?\s?(?:,|:|[-–—|])\s?[“\"*_]*")
"""Between a person who opens an entry and what they wrote or said: Ann Lee (MIT), [Title]; Ann Lee: [Title]."""
_PRONOUN = re.compile(r"(?:her|his)\b", re.IGNORECASE)
_BY = re.compile(r"[\s*_\"”)]*,?\s?(?:by|from)\s")


def _owner(unit: Unit, person: Span, work: Span, *, alone: bool) -> re.Match[str] | None:
    """Return what tells that the person named before a post, perhaps ``alone``, wrote it, or None."""
    text = unit.block.text
    found = _OWNER.fullmatch(text, person.end, work.start) or _LATIN_OWNER.fullmatch(text, person.end, work.start)
    if found is not None:
        return found
    if alone and (pronoun := _PRONOUN.match(text, work.start, work.end)) is not None:
        return pronoun
    opens = not re.search(r"\w", text[unit.start : person.start])
    return _LATIN_SPEAKER.fullmatch(text, person.end, work.start) if opens else None


def _named_behind(text: str, spans: list[Span], work: Span) -> Iterator[Mention]:
    """Yield the people named right behind a linked title and *by*: [Title] by Ann Lee and Bo Chen."""
    by = _BY.match(text, work.end)
    if by is not None:
        credited = _credited(text, [span for span in spans if span.start >= by.end()], by.end())
        yield from (span.mention for span in credited if span.mention.type == "Person")


def _opens(text: str, work: Span, spans: list[Span], person: Span) -> bool:
    """Return whether a headline opens with a person, or with a tag or the person's institution: ``OpenAI 某某长文：…``."""
    owner = next((other for other in spans if other.start == work.start and other.mention.type == "Organization"), None)
    before = text[owner.end if owner is not None else work.start : person.start]
    return not _TAG.sub("", before).strip(" 的")


def _told(reading: Reading, unit: Unit, post: Mention, behind: list[Span]) -> None:
    """Record the things that the comment on a post says it tells of: ``…，手把手讲 A、B 和 C``."""
    text, last = unit.block.text, -1
    for span in behind:
        if span.mention.type not in ("Method", "Software", "Dataset"):
            continue
        listed = last >= 0 and re.fullmatch(r"\s?(?:[、/]|和|与|及)\s?", text[last : span.start])
        if listed or _TELLS.search(text, max(unit.start, span.start - 16), span.start):
            reading.claim(post, "discusses", span.mention, EXTRACTOR, at=_at(span.mention), confidence=0.65)
            last = span.end


def _at(mention: Mention) -> tuple[int, int, str]:
    return mention.line, mention.column, mention.text


def _credited(text: str, spans: list[Span], at: int) -> Iterator[Span]:
    """Yield the people and organisations that stand behind ``at`` with nothing between that says something else."""
    for span in spans:
        if span.start < at:
            continue
        if _JOIN.fullmatch(text, at, span.start) is None:
            return
        kind = span.mention.type
        if kind == "Person":
            if _PERSON_TOLD.match(text, span.end) is None:
                return
            yield span
        elif kind == "Organization":
            if text[span.start - 1] in "(（，," and _of_person(text, spans, span):
                pass  # 甲（清华）: where the person is
            elif _MAKER_TOLD.match(text, span.end) is None:
                return
            else:
                yield span
        elif kind in ("Method", "Software", "Dataset") and _COLUMN.match(text, span.end):
            pass  # Title / QuixNet / Ann Lee: the columns of an entry
        elif kind != "Venue" and _BLOG.match(text, span.end) is None:
            return
        at = span.end


def _of_person(text: str, spans: list[Span], owner: Span) -> bool:
    """Return whether an organisation stands in the brackets behind a person."""
    near = max(0, owner.start - _BRACKET)
    opened = max(text.rfind(mark, near, owner.start) for mark in "(（")
    closed = max(text.rfind(mark, near, owner.start) for mark in ")）")
    people = (span for span in spans if near - _BRACKET <= span.end <= opened and span.mention.type == "Person")
    return opened > closed and any(not text[span.end : opened].strip() for span in people)


_BRACKET = 60
"""How many characters brackets behind a person hold before the institution, at most."""
