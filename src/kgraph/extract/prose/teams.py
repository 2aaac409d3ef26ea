"""Teams: people and institutions that a Chinese sentence names in a row, and the work that it says to be theirs.

``某大学的 A、B 与另一大学的 C 提出 X`` credits X to three people of two institutions. Where one list ends and the next begins
no single pattern of names and words tells: such a row is read from left to right, whatever its length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from kgraph.core import Mention
from kgraph.extract.prose.sentences import Sentence
from kgraph.extract.prose.subjects import THINGS, only_used
from kgraph.extract.reading import Span

_ROW = frozenset(
    [
        "、",
        "和",
        "与",
        "及",
        "以及",
        "的",
        "等",
        "等人",
        "团队",
        "组",
        "课题组",
        "小组",
        "教授",
        "博士",
        "老师",
        "研究员",
        "院士",
        "学生",
        "博士生",
        "一作",
        "领衔",
        "公司",
        "集团",
        "联合",
        "合作",
        "携手",
        "共同",
        "一起",
    ]
)
"""What stands between the people and institutions of a row, and behind them."""
_AND = frozenset(["和", "与", "及", "以及", "联合", "携手"])
_HE = frozenset(["他", "她"])
_VERBS = frozenset(
    [
        "提出",
        "给出",
        "发表",
        "推出",
        "发布",
        "公布",
        "设计",
        "开发",
        "研发",
        "构建",
        "建立",
        "做出",
        "拿出",
        "写",
        "写出",
        "写的",
        "放出",
        "开源",
        "发明",
        "引入",
        "出",
        "贡献",
        "带来",
        "提",
        "建",
        "造",
    ]
)
"""What somebody does who makes something."""
_MAKES = frozenset([*_VERBS, *(word + "了" for word in _VERBS)])
_DONE = frozenset([*_MAKES, "完成", "合写", "做", "做的", "发起", "编写"])
"""What ends a clause that only tells who made what the text is about."""
_SENT = frozenset(["发表于", "发表在", "发在", "投到", "发到"])
"""What stands before the venue where somebody published what the text is about."""
_CLAUSE = 16
"""How many words such a clause may have behind the names."""
_LEADS = frozenset(["主导", "主导了", "发起", "发起了", "牵头", "带头", "开发", "开发了"])
_CHANGES = frozenset(["把", "将", "用", "先", "从", "以", "让"])
"""What opens a clause about how somebody came to what the next clause names."""
_ALSO = frozenset(["并", "还", "又", "也", "随后", "同时", "并且", "后来", "再"])
_SO = frozenset(["得名", "取名", "起名", "命名为", "名叫", "就有了", "便有了", "于是有了", "这才有了", "由此得到"])
"""What ends a longer tale of how somebody came to something."""
_ARRIVES = frozenset(
    [
        "推出",
        "推出了",
        "发布",
        "发布了",
        "给出",
        "给出了",
        "开源了",
        "得名",
        "得到",
        "得到了",
        "就有",
        "有了",
        "就有了",
        "于是有了",
        "名为",
        "称为",
        "命名为",
        "叫做",
        "取名",
        "提出",
        "提出了",
        "做出",
        "做出了",
        "造出",
        "训练出",
        "变成",
        "成了",
    ]
)
_WORK = frozenset(["工作", "论文", "文章", "成果", "作品", "大作"])
_JOINS = frozenset(
    ["加入", "加入了", "去了", "任职", "任职于", "就职于", "跳槽到", "转到", "入职", "回到", "去", "来到"]
)
_BESIDES = frozenset(["自己", "自家", "后来", "合作", "当年", "早年"])
_OTHERS = frozenset(
    [
        "基于",
        "用",
        "使用",
        "采用",
        "利用",
        "比",
        "超过",
        "优于",
        "借助",
        "沿用",
        "不同于",
        "区别于",
        "类似",
        "像",
        "如",
        "对",
        "从",
        "是",
    ]
)
"""What stands before a name that is not the one that is made."""
_AWAY = frozenset(
    ["研究者", "研究人员", "学者", "作者", "竞争", "对手", "产品", "用户", "数据", "任务", "比", "是", "有"]
)

_MARKS = "，,。；;：:"
_LONGEST = 4


def _said(words: Sequence[str], place: int, options: frozenset[str]) -> int:
    """Return how many tokens from a place on make up one of some words, or 0: only words of the rules are whole tokens."""
    for count in range(_LONGEST, 0, -1):
        if "".join(words[place : place + count]) in options and place + count <= len(words):
            return count
    return 0


Fact = tuple[Mention | Span, str, Mention | Span]


@dataclass
class _Row:
    """A row of people and institutions: where it begins and ends, who is named and whose people they are."""

    start: int
    end: int = 0
    people: list[Mention | Span] = field(default_factory=list)
    makers: list[Span] = field(default_factory=list)
    posts: list[tuple[Mention | Span, Span]] = field(default_factory=list)

    def take(self, people: Sequence[Span], employer: Span | None) -> None:
        """Add people, and where they work."""
        self.people += people
        self.posts += [(person, employer) for person in people] if employer is not None else []


def read_teams(sentence: Sentence, last_person: Mention | None, about: Mention | None = None) -> Iterator[Fact]:
    """Yield who works where, and what is credited to whom, as the rows of a sentence tell.

    ``last_person`` is whom the text around named last: whom 他 means. ``about`` is what the text describes: it is what somebody
    made of whom a clause tells no more (``某大学的 A 等人 2015 年提出，…``). Costs O(length of the sentence).
    """
    place = 0
    while place < len(sentence.words):
        row = _row(sentence, place, last_person)
        if row is None:
            place += 1
            continue
        yield from ((person, "affiliatedWith", maker) for person, maker in row.posts)
        credited = list(_credited(sentence, row))
        yield from credited
        if about is not None and not credited and _made_it(sentence, row):
            yield from ((about, "authoredBy", person) for person in row.people)
            yield from ((about, "developedBy", maker) for maker in row.makers)
        if row.people and len(row.people) == 1 and isinstance(row.people[0], Span):
            last_person = row.people[0].mention
        place = row.end


def _type(sentence: Sentence, place: int) -> str:
    held = sentence.names[place] if 0 <= place < len(sentence.names) else ()
    return held[0].mention.type if held else ""


def _row(sentence: Sentence, start: int, last_person: Mention | None) -> _Row | None:
    """Return the row that begins at a place, or None where none does."""
    words, row = sentence.words, _Row(start)
    if words[start] in _HE and not sentence.names[start] and last_person is not None:
        row.people.append(last_person)
        row.end = start + 1 + (words[start + 1 : start + 2] == ["的"])
        return row
    if _type(sentence, start) not in ("Person", "Organization"):
        return None
    place, employer = start, None
    while place < len(words):
        kind = _type(sentence, place)
        if kind == "Organization":
            row.makers += sentence.names[place]
            employer = sentence.names[place][0] if len(sentence.names[place]) == 1 else None
        elif kind == "Person":
            if words[place - 1] in _AND and _type(sentence, place - 2) == "Organization":
                employer = None  # 某公司和张某团队: it is not said to be his
            bracket = _employer_behind(sentence, place)
            row.take(sentence.names[place], bracket if bracket is not None else employer)
            if bracket is not None:
                row.makers.append(bracket)
                place += 3
        elif kind or not (count := _said(words, place, _ROW)):
            break
        else:
            place += count - 1
        place += 1
    row.end = place
    return row


def _employer_behind(sentence: Sentence, place: int) -> Span | None:
    """Return the institution in the brackets behind a person: 张某（某大学）."""
    words = sentence.words
    if place + 3 < len(words) and words[place + 1] in "(（" and words[place + 3] in ")）":
        return sentence.names[place + 2][0] if _type(sentence, place + 2) == "Organization" else None
    return None


def _credited(sentence: Sentence, row: _Row) -> Iterator[Fact]:
    """Yield what the words behind a row say to be made by it."""
    place = _behind_stay(sentence, row)
    place = _behind_time(sentence, place)
    works: Sequence[Mention | Span] = ()
    if sentence.words[place - 1] == "的":
        works = _owned(sentence, place)
        for work in works:
            if isinstance(work, Span) and work.mention.type == "Paper" and sentence.subjects[place].said:
                yield from ((work, "introduces", thing) for thing in sentence.subjects[place].things)
    if not works and row.people:
        found = _inside(sentence, place)
        made = [found] if found is not None else list(_made(sentence, place))
        works = [work for at in made for work in sentence.names[at]]
        for at in made:
            yield from _introduced(sentence, at)
        yield from _joined(sentence, row, place)
    for work in works:
        yield from ((work, "authoredBy", person) for person in row.people)
        yield from ((work, "developedBy", maker) for maker in row.makers)
        venue = _venue_before(sentence, row.start)
        if venue is not None:
            yield work, "publishedAt", venue


def _made_it(sentence: Sentence, row: _Row) -> bool:
    """Return whether a row that opens a clause makes what the text is about: 2015 年提出; 完成; 的工作, and no name of another work."""
    words, start = sentence.words, row.start
    if (start and words[start - 1] not in _MARKS) or sentence.subjects[start].said or words[start] in _HE:
        return False
    end = next((place for place in range(row.end, len(words)) if words[place] in _MARKS), len(words))
    if end > row.end + _CLAUSE or any(_is_work(sentence, place) for place in range(row.end, end)):
        return False
    owned = _behind_time(sentence, row.end)
    if words[owned - 1] == "的" and "".join(words[owned:end]) in _WORK:
        return True
    return any(
        _said(words, place, _SENT)
        or ((count := _said(words, place, _DONE)) and (place + count >= end or words[place + count] == "的"))
        for place in range(row.end, end)
    )


def _behind_stay(sentence: Sentence, row: _Row) -> int:
    """Return the place behind where somebody of a row was for a time, which also made the work: 在某公司实习时的."""
    words, place = sentence.words, row.end
    if not row.people or words[place : place + 1] != ["在"] or _type(sentence, place + 1) != "Organization":
        return place
    for after in range(place + 2, min(place + 9, len(words))):
        if words[after] == "的":
            row.makers.append(sentence.names[place + 1][0])
            return after + 1
        if sentence.names[after] or words[after] in _MARKS:
            break
    return place


def _behind_time(sentence: Sentence, place: int) -> int:
    """Return the place behind the year in which something was made (``2023 年的``), or behind 自己的."""
    words, at = sentence.words, place
    if at + 1 < len(words) and words[at].isdigit() and words[at + 1] == "年":
        at += 2
    while at < len(words) and (count := _said(words, at, _BESIDES)):
        at += count
    return at + 1 if at > place and words[at : at + 1] == ["的"] else place


def _is_work(sentence: Sentence, place: int) -> bool:
    return _type(sentence, place) in (*THINGS, "Paper")


def _owned(sentence: Sentence, start: int) -> Sequence[Mention | Span]:
    """Return the works right behind 的: by name, or as 工作 with the title in brackets or of what the clause speaks of."""
    words = sentence.words
    for place in range(start, min(start + 3, len(words))):
        if sentence.names[place]:
            return sentence.names[place] if _is_work(sentence, place) and not only_used(words, place) else ()
        if count := _said(words, place, _WORK):
            behind = place + count
            if behind + 1 < len(words) and words[behind] in "(（《" and _type(sentence, behind + 1) == "Paper":
                return sentence.names[behind + 1]
            if words[behind : behind + 1] and words[behind] not in (*_MARKS, "(", "（"):
                return ()
            return sentence.subjects[place].things if sentence.subjects[place].said else ()
        if _said(words, place, _AWAY) or words[place] in _OTHERS or words[place] in _MARKS or words[place] in "、（(":
            return ()
    return ()


def _inside(sentence: Sentence, start: int) -> int | None:
    """Return the place of the work in which somebody does something: 在 X 里, 在 CVPR 2020 的 X 中."""
    if sentence.words[start : start + 1] not in (["在"], ["于"]):
        return None
    for place in range(start + 1, min(start + 7, len(sentence.words))):
        if _is_work(sentence, place):
            after = [word for word in sentence.words[place + 1 : place + 4] if word not in "》”）)"]
            return place if after[:1] and after[0] in ("里", "中", "里面", "一文", "这") else None
        if sentence.words[place] in "，,。；;：:":
            return None
    return None


def _made(sentence: Sentence, start: int) -> Iterator[int]:
    """Yield the places of what somebody makes: behind the verb or its colon, and in the clauses that go on with 并."""
    found = _first_made(sentence, start)
    while found is not None:
        yield found
        start, words = found + 1, sentence.words
        comma = next((at for at in range(start, min(start + 24, len(words))) if words[at] in _MARKS), None)
        also = (
            next((at for at in range(comma + 1, min(comma + 6, len(words))) if words[at] in _ALSO), None)
            if comma
            else None
        )
        if also is None or any(sentence.names[at] for at in range(comma or 0, also)):
            return
        found = _first_made(sentence, also + 1)


def _first_made(sentence: Sentence, start: int) -> int | None:
    """Return the place of the first thing that somebody makes: behind the verb, or in the clause after 把 …."""
    words = sentence.words
    for place in range(start, min(start + 14, len(words))):
        if words[place] in "：:" and _type(sentence, place + 1) in ("Method", "Software"):
            return place + 1  # 某某组走得更远：X 用 …
        if words[place] in _MARKS or _is_work(sentence, place):
            break
        if words[place] in _CHANGES and place < start + 4 and not _is_venue(sentence, place + 1):
            return _arrived(sentence, place + 1, _ARRIVES)
        if count := _said(words, place, _MAKES):
            return _first_work(sentence, place + count, 20)
    return _arrived(sentence, start, _SO)


def _is_venue(sentence: Sentence, place: int) -> bool:
    return _type(sentence, place) == "Venue"


def _introduced(sentence: Sentence, place: int) -> Iterator[Fact]:
    """Yield what a later clause says to come out of what somebody does in a paper: 在《…》里把 …，得名 X."""
    if _type(sentence, place) != "Paper":
        return
    arrived = _arrived(sentence, place + 1, _ARRIVES)
    if arrived is not None:
        yield sentence.names[place][0], "introduces", sentence.names[arrived][0]


def _arrived(sentence: Sentence, start: int, options: frozenset[str]) -> int | None:
    """Return the place of what a later clause says to come out of what somebody does: 把 … 改成 …，就有了 X."""
    for place in range(start, min(start + 50, len(sentence.words))):
        if place > start and _type(sentence, place) in ("Person", "Organization"):
            return None  # what others do
        if count := _said(sentence.words, place, options):
            return _first_work(sentence, place + count, 6)
    return None


def _first_work(sentence: Sentence, start: int, reach: int) -> int | None:
    """Return the place of the first thing or paper from a place on, in the same clause or right behind its colon."""
    words = sentence.words
    for place in range(start, min(start + reach, len(words))):
        if _is_work(sentence, place):
            if words[place - 1] in _OTHERS or only_used(words, place) or words[place + 1 : place + 2] == ["的"]:
                continue
            return place
        if words[place] in "，,。；;" and not sentence.names[place]:
            return None
        if words[place] in '“「"' and not _is_work(sentence, place + 1):
            return None  # what the words of a quotation name is not what is made
    return None


def _joined(sentence: Sentence, row: _Row, start: int) -> Iterator[Fact]:
    """Yield where somebody went, and what he leads there: 后来去了 X，主导了 Y."""
    words = sentence.words
    for place in range(start, min(start + 5, len(words))):
        after = place + _said(words, place, _JOINS)
        if after == place or _type(sentence, after) != "Organization":
            continue
        yield from ((person, "affiliatedWith", sentence.names[after][0]) for person in row.people)
        count = _said(words, after + 2, _LEADS) if words[after + 1 : after + 2] in (["，"], [","]) else 0
        led = _first_work(sentence, after + 2 + count, 4) if count else None
        for thing in sentence.names[led] if led is not None else ():
            yield from ((thing, "authoredBy", person) for person in row.people)
        return


def _venue_before(sentence: Sentence, start: int) -> Span | None:
    """Return the venue that opens the sentence right before a row: 2008 年 ICDM，某大学的 ….”"""
    at = start - 1
    while at >= 0 and sentence.words[at] in ("，", ",", "上", "里", "中"):
        at -= 1
    if start - 1 <= at or at < 0 or _type(sentence, at) != "Venue":
        return None
    opening: Sequence[str] = sentence.words[:at]
    return sentence.names[at][0] if not any(word in "，,；;：:" for word in opening) else None
