"""What a rule of wording finds and a sentence does not say: denials, rivals, objects, other clauses."""

from __future__ import annotations

import re

from kgraph.extract.prose.grammar import DENIED, OTHER_CODE, PREPOSITIONS, Rule, load_grammar
from kgraph.extract.prose.sentences import Sentence
from kgraph.extract.prose.subjects import THINGS, Subject, only_used


def is_said(
    sentence: Sentence, rule: Rule, claim: tuple[str, str, str], start: int, slots: list[int], subject: Subject
) -> bool:
    """Return whether a sentence says what a claim of a rule makes of it, where the rule was found from ``start`` on.

    ``slots`` are the places of the names that the rule holds, ``subject`` is what the clause speaks of.
    """
    head, relation, tail = claim
    pair = head.isdigit() and tail.isdigit()
    if head == "thing":
        if relation in _MADE and _all_aside(sentence):
            return False
        before = sentence.words[max(0, start - 3) : start]
        if relation == "basedOn" and before and (before[-1] in _COMPARING or "比" in before):
            return False  # 与使用 Adam 的 BERT 相比: what a rival is built on.
        if relation in _MADE and _behind_another(sentence, start, subject):
            return False
        if relation in _MADE and slots[:1] == [start] and before and before[-1] in _OF_RIVALS:
            return False  # 比谷歌的模型小: whose a rival is.
        if relation == "basedOn" and tail.isdigit() and _only_data(sentence, start, slots[int(tail) - 1], subject):
            return False
    made = tail if relation == "introduces" else head if relation in _MADE else ""
    if made.isdigit() and only_used(sentence.words, slots[int(made) - 1]):
        return False
    if head.isdigit() and relation in SAID_OF_SUBJECTS and int(head) not in rule.governed:
        if _governed(sentence, slots[int(head) - 1]):
            return False
    if pair and relation in SAID_OF_SUBJECTS and head < tail and _goes_on(sentence, slots[int(head) - 1]):
        return False
    if pair and relation == "basedOn" and head < tail and _is_object(sentence, slots[int(head) - 1]):
        return False
    if pair and relation in _MADE and _only_mentioned(sentence, slots, int(head), int(tail)):
        return False
    if relation == "outperforms" and tail.isdigit() and _is_worse(sentence, slots[int(tail) - 1]):
        return False
    if tail.isdigit() and _ruled_out(sentence, slots[int(tail) - 1], relation):
        return False
    if relation == "developedBy" and tail.isdigit() and _is_source(sentence, slots[int(tail) - 1], subject):
        return False
    return not pair or rule.crossing or _same_clause(sentence, slots, int(head), int(tail), relation)


def _all_aside(sentence: Sentence) -> bool:
    """Return whether brackets hold all of a sentence of some length: an aside, which says nothing of what stands before them."""
    return sentence.words[0] == "（" and len(sentence.words) > 8 and "）" not in sentence.words[:-3]


_SITES = frozenset(
    [
        "YouTube",
        "Reddit",
        "Twitter",
        "Flickr",
        "Instagram",
        "Facebook",
        "Stack Overflow",
        "Weibo",
        "Zhihu",
        "Douban",
        "Bilibili",
    ]
)
_TAKEN = frozenset(["来自", "取自", "源自", "源于", "从", "from"])


def _is_source(sentence: Sentence, place: int, subject: Subject) -> bool:
    """Return whether an organisation is only the site that data are taken from: 来自 YouTube 和播客."""
    data = bool(subject.things) and all(thing.type == "Dataset" for thing in subject.things)
    taken = any(word.lower() in _TAKEN for word in sentence.words[max(0, place - 4) : place])
    return data and taken and any(span.mention.name in _SITES for span in sentence.names[place])


def _only_data(sentence: Sentence, start: int, place: int, subject: Subject) -> bool:
    """Return whether a clause speaks of data that methods and tools are only used with: several sets of them, or 在 X 上跑了 BERT."""
    if sentence.names[place][0].mention.type == "Dataset" or not subject.things:
        return False
    if any(thing.type != "Dataset" for thing in subject.things):
        return False
    before = sentence.names[max(0, start - 4) : start]
    return len(subject.things) > 1 or any(span.mention in subject.things for names in before for span in names)


_COMPARING = frozenset(["与", "同", "跟", "比", "较"])
"""What stands before the rival of a comparison."""


_OF_RIVALS = frozenset([*_COMPARING, "和", "像", "不像", "类似", "优于", "超过", "超越", "不如", "媲美"])


_GAIN = re.compile(
    r"(?:准确率|正确率|成功率|召回率|精度|得分|分数|效果|性能|质量|指标|accuracy|score)[^，,。；]{0,8}$", re.IGNORECASE
)


def _is_worse(sentence: Sentence, place: int) -> bool:
    """Return whether something of which more is better is lower than that of a name: 准确率比 X 低."""
    lower = not _LOWER.isdisjoint(sentence.words[place + 1 : place + 5])
    return lower and _GAIN.search("".join(sentence.words[max(0, place - 14) : place])) is not None


_LOWER = frozenset(["低", "差", "弱", "逊色", "低了", "差了"])


def denied(sentence: Sentence, encoded: str, start: int, end: int) -> bool:
    """Return whether a word of a rule is denied where the rule was found: 不使用, not based on."""
    return any(
        word.lower() in DENIED and code == OTHER_CODE and encoded[place + 1] >= "\ue000"
        for place, (word, code) in enumerate(
            zip(sentence.words[start : end - 1], encoded[start : end - 1], strict=True), start
        )
    )


_CONTRAST = frozenset(["而", "while", "whereas"])
"""What sets a clause against the one before it."""
SAID_OF_SUBJECTS = frozenset(["basedOn", "outperforms", "comparedWith", "evaluatedOn"])


def _governed(sentence: Sentence, place: int) -> bool:
    """Return whether a preposition stands right before a thing, so that nothing is said of it: 在 Llama 上比 BERT 快."""
    first = sentence.names[place][0].mention.type in ("Method", "Software")
    return first and place > 0 and sentence.words[place - 1].lower() in PREPOSITIONS


def _only_mentioned(sentence: Sentence, slots: list[int], head: int, tail: int) -> bool:
    """Return whether a clause speaks of another thing than the one before its maker: *X is the successor of Y and was made by Z*."""
    one, other = slots[head - 1], slots[tail - 1]
    if one > other or not one or sentence.words[one - 1].lower() not in ("of", "to", "than"):
        return False
    things = sentence.subjects[other].things
    return bool(things) and all(thing.name != span.mention.name for thing in things for span in sentence.names[one])


_RULED_OUT = frozenset(["非", "而非", "不是", "而不是", "并非"])
_GIVEN_UP = frozenset(["代替", "取代", "替代", "替换", "抛弃", "放弃", "摒弃"])


def _ruled_out(sentence: Sentence, place: int, relation: str) -> bool:
    """Return whether the words before a name say that it is not the one: 而非 X, rather than X, and of a basis 取代 X."""
    before = [word.lower() for word in sentence.words[max(0, place - 2) : place]]
    if before[-1:] and (before[-1] in _RULED_OUT or (relation == "basedOn" and before[-1] in _GIVEN_UP)):
        return True
    return before in (["rather", "than"], ["instead", "of"])


def _is_object(sentence: Sentence, place: int) -> bool:
    """Return whether a thing is what another does something to, and does nothing itself: CRF in A 去掉了 CRF 并改进了 B."""
    if not place or sentence.names[place - 1] or sentence.words[place - 1].lower() not in load_grammar().governing:
        return False
    subject = sentence.subjects[place]
    return subject.said and all(thing.name != sentence.names[place][0].mention.name for thing in subject.things)


def _goes_on(sentence: Sentence, place: int) -> bool:
    """Return whether a clause goes on about its own subject behind another thing: *X borrows the idea of Y and beats Z*."""
    after = [word.lower() for word in sentence.words[place + 1 : place + 3]]
    if after[:1] not in (["and"], ["but"], ["yet"]) or sentence.names[place + 1] or len(after) < 2:
        return False
    if sentence.names[place + 2] or not after[1].endswith("s") or not place:
        return False
    subject = sentence.subjects[place]
    return subject.said and all(thing.name != sentence.names[place][0].mention.name for thing in subject.things)


_MADE = frozenset(["developedBy", "authoredBy"])


def _behind_another(sentence: Sentence, place: int, subject: Subject) -> bool:
    """Return whether a participle stands right behind another thing than a clause speaks of: … won the X challenge organised by Y."""
    place -= place > 0 and sentence.words[place].lower() in ("by", "at", "from")
    if not sentence.words[place].lower().endswith("ed"):
        return False
    before = place - 1
    while (
        before > 0
        and not sentence.names[before]
        and (sentence.words[before].lower() in _KIND_WORDS or sentence.words[before].isdigit())
    ):
        before -= 1
    if before < 1 or not sentence.names[before] or sentence.words[before - 1].lower() in ("of", "to", "than"):
        return False
    another = sentence.names[before][0].mention
    return (
        another.type in THINGS and bool(subject.things) and all(thing.name != another.name for thing in subject.things)
    )


_KIND_WORDS = frozenset(["challenge", "benchmark", "dataset", "corpus", "competition", "track", "model", "library"])


def last_name(sentence: Sentence, place: int) -> bool:
    """Return whether no thing follows in the clause of a place: what its verb does is done to the subject."""
    for word, names in zip(sentence.words[place + 1 :], sentence.names[place + 1 :], strict=True):
        if names and names[0].mention.type in THINGS:
            return False
        if word in "，,；;：:" and not names:
            break
    return True


def _same_clause(sentence: Sentence, slots: list[int], head: int, tail: int, relation: str) -> bool:
    """Return whether a name may be said something of across a comma: only where the later clause speaks of it."""
    one, other = slots[head - 1], slots[tail - 1]
    if not any(word in "，," for word in sentence.words[min(one, other) : max(one, other)]):
        return True
    if relation == "comparedWith" and sentence.words[other - 1].lower() in _CONTRAST:
        return True
    if relation == "developedBy" and other == one + 2:
        return True  # X，某公司打造: what stands right behind the name is said of it.
    if one > other:
        # 在 ImageNet 上，ResNet 取得 …; 相比 LSTM，BERT …: a result's dataset and a rival may stand before the method.
        return relation == "outperforms" or sentence.names[other][0].mention.type == "Dataset"
    things = sentence.subjects[other].things
    first = sentence.names[one][0].mention
    return first.type not in THINGS or any(thing.name == first.name for thing in things)


_AGAINST = frozenset(["与", "和", "同", "跟", "比", "较", "相比", "相较", "than", "to", "over"])
_COMPARED = frozenset(["相比", "相比于", "比", "相较", "compared", "than", "over"])


def is_rival(sentence: Sentence, place: int) -> bool:
    """Return whether a name is only what something is compared with: 与原始 BERT 相比，…"""
    around = {word.lower() for word in sentence.words[max(0, place - 5) : place]}
    after = {word.lower() for word in sentence.words[place + 1 : place + 4]}
    return not _AGAINST.isdisjoint(around) and not _COMPARED.isdisjoint(around | after)
