"""Subjects: what each clause of a piece of prose speaks of, where it does not say so itself.

Chinese prose names its subject once and leaves it out in the clauses after it, English prose goes on with *it* and *which*.
A clause speaks of the name that it opens with where no preposition or verb governs that name, else of what the clause before
it spoke of; what a clause proposes, the next clauses speak of.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kgraph.core import Mention
from kgraph.extract.forms.shapes import HEIR
from kgraph.extract.reading import Span

THINGS = ("Method", "Software", "Dataset")

_FURTHEST = 14
"""How many words and characters may stand before a clause's subject."""

_BREAKS = frozenset("，,；;：:")

_GOVERNING_CHINESE = [
    "在", "于", "与", "和", "同", "跟", "把", "将", "被", "对", "从", "由", "以", "用", "拿", "向", "为", "给", "让", "使", "比",
    "据", "随", "靠", "按", "沿", "像", "如", "到", "是", "有", "叫", "读", "看", "写", "做", "受", "针对", "关于", "根据", "通过",
    "随着", "除了", "经过", "加到", "接到", "并入", "接在", "搭在", "嵌入", "移植到", "应用到", "借助", "依靠", "凭借", "相比", "相较", "相较于",
    "类似", "例如", "比如", "诸如", "包括", "包含", "内置", "集成", "基于", "可用", "可以用", "采用", "使用", "利用", "运用", "引入", "沿用", "借鉴",
    "结合", "融合", "延续", "支持", "依赖", "改进", "扩展", "超过", "超越", "优于", "好于", "胜过", "打败", "击败", "领先", "快于", "完胜", "碾压",
    "强于", "堪比", "媲美", "不如", "差于", "称为", "名为", "提出", "推出", "发布", "开源", "公布", "介绍", "设计", "开发", "研发", "打造", "颁给",
    "授予", "微调", "精调", "蒸馏", "收", "收录", "汇总", "列出", "囊括",
]  # fmt: skip
_GOVERNING_ENGLISH = [
    "in", "on", "at", "of", "for", "with", "by", "from", "to", "than", "as", "like", "about", "into", "over",
    "under", "via", "through", "using", "use", "used", "uses", "is", "are", "was", "were", "be", "been", "has",
    "have", "had", "we", "i", "you", "they", "it", "combines", "adopts", "extends", "follows", "introduces",
    "introduced", "proposes", "proposed", "presents", "called", "named", "compared", "based", "built", "unlike",
    "after", "before", "since", "when", "where", "while", "because", "if", "both", "read", "watch", "see",
    "start", "moved", "move", "replaces", "swaps", "drops", "borrows", "keeps", "scales", "loses", "build", "builds", "run", "runs", "ran",
]  # fmt: skip
_GOVERNING = frozenset(
    [*_GOVERNING_ENGLISH, *(word + end for word in _GOVERNING_CHINESE for end in ("", "了", "出", "于", "自", "过"))]
)
"""Prepositions and verbs: a name that stands behind one is no subject."""
_OWN = frozenset(
    [
        "本文",
        "该文",
        "此文",
        "该论文",
        "该篇",
        "论文",
        "文章",
        "作者",
        "研究者",
        "研究人员",
        "研究员",
        "他们",
        "我们",
        "we",
        "authors",
        "paper",
    ]
)
"""What speaks of the work itself."""
PROJECT = frozenset(["该项目", "本项目", "此项目", "该库", "该工具", "该框架", "该平台", "该软件", "该系统"])
"""What speaks of the project that the text around is about."""
_BOTH = frozenset(["both", "两者", "二者", "它们", "这两个"])
"""What opens a clause about the two things spoken of last."""
TOLD_APART = {"former": -2, "前者": -2, "latter": -1, "后者": -1}
"""What stands for one of the two things spoken of last."""
_PARTS = frozenset(
    [
        "编码器",
        "解码器",
        "检测器",
        "骨干",
        "主干",
        "骨干网络",
        "主干网络",
        "底座",
        "基座",
        "声码器",
        "分词器",
        "backbone",
        "encoder",
        "decoder",
        "detector",
        "vocoder",
        "tokenizer",
        "trunk",
        "denoiser",
        "autoencoder",
        "policy",
        "planner",
        "critic",
        "retriever",
        "reader",
        "tower",
    ]
)
_ITS = frozenset(["its", "their", "其", "它的"])
_FOLLOWERS = frozenset(
    ["successor", "student", "follow-up", "sequel", "sibling", "后续", "后续工作", "升级版", "改进版"]
)
_ASIDE = frozenset(["itself", "originally", "formerly", "which", "whose"])
"""What speaks of the name before the comma in one clause only."""
_RELATIVE = frozenset(
    [
        "itself",
        "originally",
        "formerly",
        "which",
        "whose",
        "developed",
        "maintained",
        "created",
        "introduced",
        "proposed",
        "released",
        "written",
        "built",
        "based",
        "published",
        "trained",
        "a",
        "an",
        "the",
    ]
)
"""What goes on, behind a comma, about the name before the comma."""
PROPOSING = frozenset(
    [
        "新增",
        "冠军",
        "首选",
        "主角",
        "winner",
        "favourite",
        "favorite",
        "提出",
        "推出",
        "发布",
        "开源",
        "公布",
        "放出",
        "名为",
        "称为",
        "称作",
        "命名为",
        "取名",
        "叫做",
        "得到",
        "产生了",
        "自家",
        "自研",
        "训练出",
        "做出",
        "衍生出",
        "叫",
        "名叫",
        "propose",
        "proposes",
        "proposed",
        "introduce",
        "introduces",
        "introduced",
        "present",
        "presents",
        "release",
        "releases",
        "released",
        "unveils",
        "unveiled",
        "open-sources",
        "open-sourced",
        "launches",
        "launched",
        "ships",
        "shipped",
        "called",
        "named",
        "dubbed",
    ]
)


_OWNED = frozenset(["自家", "自研", "冠军", "首选", "主角"])
"""Those of them that are said of a thing with 的: 自家的 X."""


_SHOWING = frozenset(["是", "出"])
"""What a clause may end with before the thing that the next clauses speak of."""


_LEADING = frozenset(["受", "受到", "基于", "借鉴", "借鉴了", "仿照", "参考", "延续"])
"""What opens a clause about where that comes from which the next clause proposes: 受 X 启发，谷歌提出 Y."""


class Subject(NamedTuple):
    """What a clause speaks of, and what was spoken of ``before``, which *it* and 其 may mean.

    ``said`` is False where the text around gives the subject and no clause named it.
    """

    things: tuple[Mention, ...]
    said: bool
    before: tuple[Mention, ...] = ()
    nothing: bool = False
    """Whether it is neither a thing nor the paper, as in the brackets behind a person."""

    @property
    def users(self) -> tuple[Mention, ...]:
        """What may have results, bases and rivals: the things, or where they are data what was spoken of before."""
        return self.before if self.things and all(thing.type == "Dataset" for thing in self.things) else self.things


@functools.lru_cache(maxsize=8)
def _all_governing(governing: frozenset[str]) -> frozenset[str]:
    return _GOVERNING | governing


class Subjects:
    """Follows the subject through the sentences of one unit.

    ``given`` is what the section, the headline or the entry around the prose is about, ``governing`` are the verbs and
    prepositions of the rules, lower case: a name that stands behind one is no subject. ``own`` says whether *the authors* and
    论文 mean what the text belongs to, and not what the clause before spoke of. ``headline`` says that it is a headline: brackets that end it are said of
    what all of it is about, not of the name right before them. ``row`` says that it is a table's row: its notes are about what the
    row lists, whatever they open with.
    """

    def __init__(
        self,
        given: Mention | None,
        governing: frozenset[str] = frozenset(),
        own: bool = False,
        headline: bool = False,
        row: bool = False,
    ):
        self._headline = headline
        self._row = row and given is not None
        self._own = own
        self._governing = _all_governing(governing)
        self._given = Subject((given,) if given is not None else (), False)
        self._now = self._given
        self._lately: list[Mention] = []
        """What the last sentences spoke of, the latest last: what *both* and 两者 mean."""
        self._named: tuple[Mention, ...] = ()
        """The methods and software that the last sentence named."""

    def give(self, thing: Mention) -> None:
        """Say what the text is about, where only its own first sentences told."""
        self._given = Subject((thing,), False)

    def read(self, words: Sequence[str], names: Sequence[Sequence[Span]]) -> list[Subject]:
        """Return the subject at each word of the next sentence; ``names`` are the names that a word stands for."""
        found: list[Subject] = []
        lowered = [word.lower() for word in words]
        proposing = not (PROPOSING | _MADE | _SHOWING).isdisjoint(lowered)
        brackets = list(_brackets(lowered, names))
        clauses = list(_clauses(words, names, brackets))
        for index, (start, end) in enumerate(clauses):
            before = self._now
            placed = index + 1 < len(clauses) and _only_places(lowered, names, start, end)
            opening = clauses[index + 1] if placed else (start, end)
            self._now = self._given if self._row else self._opening(lowered, names, *opening)
            if start == 0 and proposing and lowered[0] in _LEADING and len(clauses) > 1:
                led_to = _proposed(lowered, names, *clauses[1])
                self._now = self._next(names[led_to]) if led_to is not None else self._now
            found += [self._now] * (end - start)
            if start and lowered[start] in _ASIDE and end < len(words):
                # … from DreamerV2, itself an extension of PlaNet, and beats …: what follows goes on about the first.
                self._now = before
            if (meant := _meant(lowered, names, start, end)) is not None:
                self._now = self._next(names[meant])
            proposed = _proposed(lowered, names, start, end) if proposing else None
            if proposed is not None:
                self._now = self._next(names[proposed])
        for start, end in brackets:
            closing = self._headline and end == len(words) and bool(self._given.things)
            inside = self._given if closing else self._inside(names[start - 1], found[start])
            found[start:end] = [inside] * (end - start)
        self._named = tuple(thing for held in names for thing in _things(held) if thing.type != "Dataset")
        return found

    def _inside(self, before: Sequence[Span], around: Subject) -> Subject:
        """Return what the brackets behind a name speak of."""
        if _things(before):
            return Subject(_things(before), True, around.before)
        return Subject((), True, (), nothing=before[0].mention.type == "Person")

    def _opening(self, words: Sequence[str], names: Sequence[Sequence[Span]], start: int, end: int) -> Subject:
        if not start and end > 1 and not names[0] and words[0] not in "(（" and not words[0].isalnum():
            start = 1  # 🔥 BERT，…: a mark before what a text opens with
        owner = bool(names[start]) and names[start][0].mention.type == "Organization"
        maker = bool(names[start]) and names[start][0].mention.type in ("Organization", "Person")
        if start and (
            (words[start] in _RELATIVE and not _stands_alone(words, start, end))
            or (owner and words[start + 1 : start + 2] in (["'"], ["’"]))
            or (maker and "的" in words[start:end] and not any(_things(held) for held in names[start:end]))
        ):
            end_of_name = _before_bracket(words, start - 2)
            before = next((place for place in range(end_of_name, -1, -1) if _things(names[place])), None)
            if before is not None and before >= end_of_name - 1:
                told = any(word in ("a", "an") for word in words[max(0, before - 3) : before])
                # … is new: a small Transformer, introduced by …: it goes on about what the Transformer describes.
                return self._now if told and self._now.things else self._next(names[before])
        skipped = start
        for place in range(start, min(end, start + _FURTHEST)):
            if place < skipped:
                continue
            if names[place]:
                if not _things(names[place]) or _measured_on(words, names, place, end):
                    continue
                if self._now.things and _scored_on(words, names, place):
                    return self._now
                if (heir := _heir(words, names, place, end)) is not None:
                    return self._next(names[heir])
                if place == start and _in_place(words, place):
                    return self._now if self._now.things else self._given
                if place == start and _offspring(words, place, end):
                    return self._now if self._now.things else self._given
                if _described(words, place, start) and (place == start + 1 or self._now.things):
                    return self._now
                if _is_ancestor(words, names, place, end) and self._now.things:
                    return self._now  # BERT 的续作，…: what goes on from a name is what the text is about.
                if start < place and words[place - 1] in _PARTS and self._now.things:
                    return self._now  # 编码器 InternViT …: a part is said of the whole.
                if start < place and place + 2 >= end and self._now.things and not names[end - 1]:
                    return self._now  # 轻量版 BERT，…: what only ends a clause is said of its subject.
                return self._next(names[place])
            word = words[place]
            if word in _ITS and words[start + 1 : start + 2] and words[start + 1] in _FOLLOWERS:
                return self._follower(names, start, end)
            if word in _BOTH and place == start and len(both := self._two()) > 1:
                return Subject(both, True, self._now.before)
            if word in TOLD_APART and place <= start + 1 and len(self._lately) > 1:
                return Subject((self._lately[TOLD_APART[word]],), True, self._now.before)
            if word in _PARTS and place + 2 < end and words[place + 1] == "of" and _things(names[place + 2]):
                return self._next(names[place + 2])  # the encoder of X comes from …: it is said of X.
            if word in _OWN:
                return self._given if self._own else self._now
            if word in PROJECT and self._given.things:
                return self._given
            if word == "在" and place and names[place - 1] and _somebody(names, place - 1) and place + 2 < end:
                if _things(names[place + 1]) and words[place + 2] in ("里", "中", "里面"):
                    return self._next(names[place + 1])  # 某某在 X 里 …: what somebody does in a work is said of it.
            if word in PROPOSING and words[place + 1 : place + 2] == ["的"] and _owns(words, names, place + 2, end):
                return self._next(names[place + 2])  # 某某提出的 X 面向 …
            if word in _BY and (made := _made_by(words, names, place, end)) is not None:
                return self._next(names[made])
            if word in self._governing:
                skipped = _behind_adverbial(words, names, place, end)
                if skipped <= place:
                    break
        return self._now

    def _two(self) -> tuple[Mention, ...]:
        """Return the two things that *both* means: those spoken of last, else the given one and the one named beside it."""
        if len(self._lately) > 1 or not self._given.things:
            return tuple(self._lately[-2:])
        given = self._given.things[0]
        others = {thing.name: thing for thing in (*self._lately, *self._named) if thing.name != given.name}
        return (given, *others.values()) if len(others) == 1 else ()

    def _follower(self, names: Sequence[Sequence[Span]], start: int, end: int) -> Subject:
        """Return the subject of ``its successor X …``: X, or nothing that is known where no name follows."""
        place = next((place for place in range(start, min(end, start + 8)) if _things(names[place])), None)
        return self._next(names[place]) if place is not None else Subject((), True, self._now.users, nothing=True)

    def _next(self, spans: Sequence[Span]) -> Subject:
        things = _things(spans)
        self._lately = [*[thing for thing in self._lately if thing.name not in {t.name for t in things}][-3:], *things]
        return Subject(things, True, self._now.users)


_COPULAS = frozenset(["is", "was", "are", "were", "meet", "enter", "try", "consider", "remains", "became"])


def _meant(words: Sequence[str], names: Sequence[Sequence[Span]], start: int, end: int) -> int | None:
    """Return the place of the name that an English clause leads up to before a colon: *what convinced us was X: …*."""
    place = end - 2
    if place <= start or words[end - 1] != ":" or not _things(names[place]) or words[place - 1] not in _COPULAS:
        return None
    return place


_IN_PLACE = frozenset(["instead", "plus", "inside", "underneath"])
"""What follows a name that opens a clause without a verb, which is said of the work at hand: *X instead of attention*."""


def _in_place(words: Sequence[str], place: int) -> bool:
    """Return whether a name is only what is put in another's place: *X instead of attention*, and no *X instead adds …*."""
    after = words[place + 1 : place + 3]
    return (
        after[:1] != [] and after[0] in _IN_PLACE and (after[0] != "instead" or after[1:] in (["of"], [","], ["."], []))
    )


_FINITE = frozenset(
    [
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "comes",
        "came",
        "uses",
        "gets",
        "got",
        "can",
        "will",
        "does",
        "needs",
        "runs",
    ]
)
_THAT = frozenset(["that", "which", "who", "whose", "where", "when"])


def _stands_alone(words: Sequence[str], start: int, end: int) -> bool:
    """Return whether words behind a comma are a clause of their own, *the decoder is …*, and no apposition, *the model of …*."""
    if words[start] not in ("a", "an", "the"):
        return False
    for word in words[start + 1 : min(end, start + 6)]:
        if word in _THAT or word in _FINITE:
            return word in _FINITE
    return False


def _owns(words: Sequence[str], names: Sequence[Sequence[Span]], place: int, end: int) -> bool:
    """Return whether a thing stands at a place and does something in its clause, not something of its own: no 的 follows."""
    return place + 1 < end and bool(_things(names[place])) and words[place + 1] not in ("的", "，", ",", "、")


def _measured_on(words: Sequence[str], names: Sequence[Sequence[Span]], place: int, end: int) -> bool:
    """Return whether a dataset only says what a clause's score was measured on: ImageNet 上 …, ImageNet 涨到 81.2."""
    if names[place][0].mention.type != "Dataset":
        return False
    after = words[place + 1 : min(place + 5, end)]
    return after[:1] in (["上"], ["里"], ["中"]) or any(word[0].isdigit() and "." in word for word in after)


def _somebody(names: Sequence[Sequence[Span]], place: int) -> bool:
    return names[place][0].mention.type in ("Person", "Organization")


def _before_bracket(words: Sequence[str], place: int) -> int:
    """Return the place before the bracket that closes at ``place``, or ``place`` where none does."""
    if place < 0 or words[place] not in ")）":
        return place
    opening = next((before for before in range(place, max(-1, place - 40), -1) if words[before] in "(（"), place)
    return opening - 1 if opening < place else place


_SCORED = frozenset(["拿到", "拿", "得分", "得", "上", "达到", "取得", "刷到", "跑到", "做到"])
"""What follows the name of data that something has a score on."""


def _scored_on(words: Sequence[str], names: Sequence[Sequence[Span]], place: int) -> bool:
    """Return whether a name is that of data with a score behind it: in AIME 拿到 50 分, who has it was told before."""
    things = _things(names[place])
    return (
        words[place + 1 : place + 2] != [] and words[place + 1] in _SCORED and {t.type for t in things} == {"Dataset"}
    )


_OFFSPRING = frozenset(
    ["第二代", "第三代", "新一代", "继任者", "后继者", "升级版", "改进版", "加速版", "精简版", "平替", "替代品", "续作", "移植版"]
)  # fmt: skip
"""What a thing is of the one that it follows: X 的第二代检测器，更快 goes on about what the text describes, not about X."""


def _offspring(words: Sequence[str], place: int, end: int) -> bool:
    """Return whether a clause that opens with a name and 的 only says whose offspring is spoken of."""
    return words[place + 1 : place + 2] == ["的"] and not _OFFSPRING.isdisjoint(words[place + 2 : min(end, place + 6)])


_KINDS = frozenset(["rewrite", "port", "version", "implementation", "reimplementation", "edition", "fork", "wrapper"])


def _described(words: Sequence[str], place: int, start: int) -> bool:
    """Return whether a name only describes what a clause speaks of: *a small BERT model*, *the PyTorch rewrite of …*."""
    return (place <= start + 3 and words[start] in ("a", "an")) or (
        place == start + 1
        and words[start] == "the"
        and words[place + 1 : place + 2] != []
        and words[place + 1] in _KINDS
    )


_SEQUELS = frozenset(
    [
        "子集",
        "超集",
        "扩展版",
        "中文版",
        "翻译版",
        "精简版",
        "清洗版",
        "多语言版",
        "续作",
        "后续",
        "升级版",
        "下一代",
        "第二代",
        "改进版",
        "继任者",
        "后续版本",
        "续集",
    ]
)


def _is_ancestor(words: Sequence[str], names: Sequence[Sequence[Span]], place: int, end: int) -> bool:
    """Return whether a clause only says that its subject goes on from a name or is a part of it: BERT 的续作, X 的子集重新切分得到."""
    if words[place + 1 : place + 2] != ["的"] or any(_things(held) for held in names[place + 1 : end]):
        return False
    return any(word in _SEQUELS for word in words[place + 2 : min(place + 5, end)])


_MOST_OF_HEIR = 4
"""How many words may say what the thing behind them is of the one before."""


def _heir(words: Sequence[str], names: Sequence[Sequence[Span]], place: int, end: int) -> int | None:
    """Return the place of the thing that a clause opens with by whose heir it is: in DIN 的后续工作 DIEN，…, that of DIEN."""
    if words[place + 1 : place + 2] != ["的"]:
        return None
    for after in range(place + 3, min(end, place + 3 + _MOST_OF_HEIR)):
        if names[after]:
            return after if _things(names[after]) and HEIR.fullmatch("".join(words[place + 2 : after])) else None
    return None


_BY = frozenset(["与", "和", "同", "跟", "由", "来自", "出自"])


def _made_by(words: Sequence[str], names: Sequence[Sequence[Span]], place: int, end: int) -> int | None:
    """Return the place of the thing of which a clause first says whose it is: 与某某大学合作的 X 公开了 …, 来自某某公司的 X 把 …"""
    told = False
    for after in range(place + 1, min(end - 2, place + 16)):
        if names[after]:
            if not _somebody(names, after):
                return None
            told = True
        elif told and words[after] == "的" and _things(names[after + 1]):
            return after + 1 if words[after + 2] not in ("的", "，", ",", "、") else None
    return None


_PLACING = frozenset(["on", "in", "at", "在"])


_FIXED = frozenset(
    [
        "core",
        "heart",
        "practice",
        "default",
        "hood",
        "bottom",
        "base",
        "essence",
        "short",
        "particular",
        "contrast",
        "general",
        "theory",
    ]
)
"""What phrases such as *at its core* and *in practice* end with, which say nothing of what a clause speaks of."""


def _only_places(words: Sequence[str], names: Sequence[Sequence[Span]], start: int, end: int) -> bool:
    """Return whether a clause only says on which data the next one's subject does something: 在 COCO 上，QuixNet …"""
    if words[start] != "在" or words[end - 2] not in ("上", "里", "中"):
        return False
    return {span.mention.type for held in names[start:end] for span in held} == {"Dataset"}


def _behind_adverbial(words: Sequence[str], names: Sequence[Sequence[Span]], place: int, end: int) -> int:
    """Return where a clause goes on behind ``on ImageNet`` or ``在 ImageNet 上``, or ``place`` where nothing such opens it."""
    if words[place] in _PLACING or words[place] in ("under", "by"):
        fixed = next((at for at in range(place + 1, min(end, place + 4)) if words[at] in _FIXED), None)
        if fixed is not None and not any(names[place : fixed + 1]):
            return fixed + 1
    if words[place] not in _PLACING:
        return place
    for after in range(place + 1, min(end, place + 8)):
        if names[after]:
            return after + 1 if names[after][0].mention.type in ("Dataset", "Venue", "Organization") else place
    return place


def _things(spans: Sequence[Span]) -> tuple[Mention, ...]:
    return tuple(span.mention for span in spans if span.mention.type in THINGS)


def _brackets(words: Sequence[str], names: Sequence[Sequence[Span]]) -> Iterator[tuple[int, int]]:
    """Yield where the brackets right behind things and people begin and end."""
    for place, word in enumerate(words):
        if word in "(（" and not names[place] and place and names[place - 1]:
            if names[place - 1][0].mention.type not in (*THINGS, "Person"):
                continue
            close = next((after for after in range(place + 1, len(words)) if words[after] in ")）"), None)
            if close is not None:
                yield place, close + 1


def _clauses(
    words: Sequence[str], names: Sequence[Sequence[Span]], brackets: Sequence[tuple[int, int]] = ()
) -> Iterator[tuple[int, int]]:
    """Yield where each clause begins and ends, its comma included; a comma inside ``brackets`` ends none."""
    start = 0
    inside = {place for begin, end in brackets for place in range(begin, end)}
    for place, word in enumerate(words):
        if word in _BREAKS and not names[place] and place not in inside:
            yield start, place + 1
            start = place + 1
    if start < len(words):
        yield start, len(words)


_BUILT_WITH = frozenset(["基于", "利用", "使用", "采用", "借助"])


def only_used(words: Sequence[str], place: int) -> bool:
    """Return whether a name only says what the thing behind 的 is made with: 提出基于 BERT 的检索算法."""
    return words[place + 1 : place + 2] == ["的"] and not _BUILT_WITH.isdisjoint(words[max(0, place - 3) : place])


_OF_ITS_OWN = frozenset(["自家", "自研"])
_USING = frozenset(
    [word + end for word in ("沿用", "采用", "使用", "借鉴", "延续", "继承") for end in ("", "了")] + ["用", "基于"]
)
_WITH = frozenset(["用", "以", "靠", "拿"])
"""What stands before the name of a means: 设计了一种用 X 做 … 的办法."""
_NO_NEWS = _WITH | {
    "达到",
    "追平",
    "媲美",
    "堪比",
    "接近",
    "逼近",
    "对标",
    "比肩",
    "超过",
    "超越",
    "优于",
    "比",
    "不输",
    "胜过",
}
"""What stands before a name that is no news: the means, and what news are measured by: 首个开源、精度达到 X 水平的模型."""
_MADE = frozenset(["训练", "开发", "构建", "做", "设计", "实现", "搭建"])
"""What, with 了, tells of a thing that a clause makes: the next clauses speak of it."""


_ALSO = frozenset([*"又也后再来队组司人她他", "自己", "后来", "随后", "团队"])
"""What stands before 出了 where it tells of something new: 他自己出了 X."""


def _presented(words: Sequence[str], names: Sequence[Sequence[Span]], start: int, end: int) -> int | None:
    """Return the place of the thing that ends a clause which only leads up to it: 最新的是 X，; 他后来出了 X，."""
    place = end - 1 if names[end - 1] else end - 2
    if place - 2 < start or len(_things(names[place])) == 0 or any(_things(held) for held in names[start:place]):
        return None
    before = list(words[place - 3 : place])
    if words[place - 1] == "是" and words[place - 2][-1] in "的者作则":
        return place
    return place if before[1:] == ["出", "了"] and before[0] in _ALSO else None


def _proposed(words: Sequence[str], names: Sequence[Sequence[Span]], start: int, end: int) -> int | None:
    """Return the place of the thing that a clause proposes, releases or names."""
    if (shown := _presented(words, names, start, end)) is not None:
        return shown
    for place in range(start, end):
        made = words[place] in _MADE and words[place + 1 : place + 2] == ["了"]
        if names[place] or not (made or words[place] in PROPOSING):
            continue
        if words[place + 1 : place + 2] == ["的"] and words[place] not in _OWNED:
            continue  # 提出的 …: what was proposed is what the words behind 的 say, which need no name.
        if words[place] in _OF_ITS_OWN and not _USING.isdisjoint(words[max(start, place - 2) : place]):
            continue  # 沿用自家 X 的结构: what is used is not what follows
        return next(
            (
                after
                for after in range(place + 1, min(end, place + 20))
                if _things(names[after]) and words[after - 1] not in _NO_NEWS and not only_used(words, after)
            ),
            None,
        )
    return None
