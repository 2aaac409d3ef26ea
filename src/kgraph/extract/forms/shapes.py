"""What a line of text looks like: a paper's title, a headline, a name, a label, or prose."""

from __future__ import annotations

import enum
import itertools
import re

from kgraph.core.text import han_share, has_han, tidy


class Shape(enum.StrEnum):
    """The look of a text."""

    TITLE = "title"
    """An English title such as papers have."""
    HEADLINE = "headline"
    """A Chinese headline, or an English sentence that heads a post."""
    NAME = "name"
    """One to four words that name something."""
    LABEL = "label"
    """Words before a colon that announce what follows."""
    PROSE = "prose"
    EMPTY = "empty"


_WORD = re.compile(r"[A-Za-z][\w'’.+-]*|\d[\w.+-]*")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "of",
        "on",
        "or",
        "over",
        "per",
        "the",
        "to",
        "towards",
        "toward",
        "under",
        "up",
        "upon",
        "via",
        "vs",
        "with",
        "without",
        "what",
        "why",
        "how",
        "when",
        "where",
        "do",
        "does",
        "can",
        "are",
        "be",
        "its",
        "your",
        "our",
        "their",
        "using",
        "through",
        "between",
        "beyond",
        "not",
        "more",
        "less",
        "all",
        "you",
    ]
)
_CONNECTING = frozenset(
    [
        "for",
        "with",
        "via",
        "from",
        "of",
        "in",
        "on",
        "to",
        "by",
        "using",
        "towards",
        "toward",
        "and",
        "through",
        "as",
        "without",
        "under",
    ]
)
_PROSE_START = re.compile(
    r"^(?:问\s*[:：]|答\s*[:：]|[QA]\d*\s*[:：]|采访\s*[:：]|编者按|这里没有|可以看出|也就是|编者按|(?:时间|日期|编辑|整理|来源|主编|责编|编译|出品|机构|单位|转载|撰文)\s*[:：]|(?:19|20)\d\d\s*年[^，。]*[|｜]|摘要|推荐|简介|介绍|注|备注|说明|本文|该文|这篇|此文|我们|主要是|作者|研究者|研究人员|其中|此外|另外|因此|所以|但是|然而|首先|其次|"
    r"最后|最终|同时|通过|由于|目前|如今|在本文|文章|博客的|This |We |In this |The authors|Abstract|However|It |These |Here )"
)
_PROSE_END = re.compile(r"[。；;，,、]\s*$")
_HEADLINE_CUE = re.compile(
    r"[！!？?|｜「」《》【】“”]|论文|综述|教程|解读|一文|详解|指南|干货|开源|最新|重磅|提出|发布|推出|课程|入门|实战|盘点|总结|"
    r"汇总|合集|分享|笔记|源码|项目|面试|顶会|必看|必读|新|\d{4}"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|can|will|provides?|allows?|contains?|includes?|we|you|this|these|which|that)\b"
)


_EXPLAINS = re.compile(
    r"[A-Za-z][\w.()+-]*(?: [A-Za-z][\w.+-]*){0,3}\s?(?:其实)?(?:就是(?:把|将|说|指)|指的是|等价于|相当于)"
)
"""A sentence that explains the name that it opens with."""


NEWS = re.compile(
    r"发布|推出|开源|公布|开放|放出|上线|收获|完成|联合|提出|宣布|升级|登场|来了|首次|获|入选|收购|融资|亮相|曝光|"
    r"\b(?:releases?|launche?s?|announces?|open-sources?|introduces?|unveils?|raises|acquires)\b"
)
"""Verbs of news headlines."""
_NEWS_SUBJECT = (
    r"[\W_]*(?!(?:What|How|Why|When|Where|Which|Who)\b)[A-Z0-9][\w.&+'’-]*(?: (?:[A-Z0-9&][\w.&+'’-]*|and|of|the|for|,)){0,6}(?:['’]s? \w[\w.-]*(?: [A-Z0-9][\w.-]*){0,3})?"
    r"(?: (?:[a-z]+ly|just|now|also|never|still|once more|all but))?"
)
"""What a headline opens with: names, perhaps an adverb."""
_NEWS_ACTS = (
    r"(?:releases|launches|announces|open-sources|introduces|unveils|raises|acquires|ships?|drops?|goes|gets?|takes?|makes?|cuts|folds|loses|buys|shows|brings|adds|opens|puts|wins|beats|tops|joins|leaves|sues|hires|shuts|moves|"
    r"turns|comes|says|claims|wants|plans|teaches|learns|runs|finds|solves|gives|lets|keeps|sets|hits|passes|reaches|arrives|returns|updates|rolls|"
    r"publishes|debuts|shares|doubles|halves|trains|builds|tries|explains|meets|grows|stops|starts|ends|bets|pulls|pushes|closes|signs|backs|"
    r"heads|steps|swaps|replaces|retires|deprecates|becomes|lands|looks|gains|falls|rises|"
    r"[a-z]{2,}(?:[^s\W]s) (?:an?|the|its|their|his|her|another|up|out|down|off|back|away|into|two|three|four|five|six|ten))"
)
_STATED = re.compile(rf"{_NEWS_SUBJECT} {_NEWS_ACTS}\b")


def is_told(text: str) -> bool:
    """Return whether an English headline tells news: names that do something, in a sentence without its full stop.

    >>> is_told("Mistral quietly ships a smaller Mixtral"), is_told("Gemini gets another million tokens")
    (True, True)
    >>> is_told("Vision transformers for detection"), is_told("Attention is all you need"), is_told("Google Opens a Lab")
    (False, False, False)
    """
    return not has_han(text) and len(words(text)) >= 3 and _STATED.match(text) is not None


def is_sentence_cased(text: str) -> bool:
    """Return whether an English text of four words or more is written like a sentence: a word that says something is in small letters.

    >>> is_sentence_cased("Gemma 2: open weights that fit a laptop"), is_sentence_cased("Scaling Laws for Reward Models")
    (True, False)
    """
    found = words(text)
    plain = [word for word in found[1:] if len(word) > 3 and word.lower() not in _SMALL]
    small = sum(word[0].islower() for word in plain)
    return not has_han(text) and len(found) >= 4 and small > len(plain) - small


def words(text: str) -> list[str]:
    """Return the Latin words and numbers of ``text``."""
    return _WORD.findall(text)


def is_title(text: str) -> bool:
    """Return whether ``text`` has the look of an English paper title.

    Three words or more (two around a colon), hardly any Chinese, no full stop, and either most long words
    capitalised, or a prefix with a colon, or a sentence-case phrase held together by prepositions.

    >>> is_title("Graph-FCN for image semantic segmentation"), is_title("Deep Double Descent: Where Bigger Models Hurt")
    (True, True)
    >>> is_title("一文总览知识蒸馏概述"), is_title("This is a list of the papers that we read."), is_title("PyTorch")
    (False, False, False)
    """
    text = tidy(text)
    if (
        not text
        or han_share(text) > 0.08
        or (text.endswith((".", ":", "：", ";", "，", ",")) and not text.endswith("..."))
        or (text.endswith("。") and has_han(text))
    ):
        return False
    if len(re.findall(r"\d\d?\.\d+|\d%", text)) >= 2 or re.search(r"\w=\w", text):
        # A line of results or a formula, not a title.
        return False
    found = words(text)
    if not 2 <= len(found) <= 34 or len(text) > 260 or "://" in text:
        return False
    colon = re.match(r"^[^:：]{2,60}[:：]\s*\S+", text) is not None
    if len(found) < 3:
        return colon and len(found) >= 2 and found[-1][0].isupper()
    long_words = [word for word in found if len(word) > 3 and word.lower() not in _SMALL]
    if not long_words or not (found[0][0].isupper() or found[0][0].isdigit() or len(found) >= 5):
        return False
    capital = sum(word[0].isupper() or any(c.isupper() for c in word) for word in long_words) / len(long_words)
    if _VERB.search(text) and capital < 0.5 and not (colon and len(found) >= 8):
        return False
    if text.startswith(("- ", "* ")) or re.search(r"[.!?]\s+[A-Z][a-z]+ [a-z]+ [a-z]+", text):
        return False
    if capital >= 0.6:
        return True
    connected = any(word.lower() in _CONNECTING for word in found[1:])
    return (colon or (connected and not _VERB.search(text))) and len(found) >= 4


def in_title_case(text: str) -> bool:
    """Return whether a text is a title whose long words begin with capitals, which no description of a thing does.

    >>> in_title_case("Quick Nets for Large Images"), in_title_case("A framework for quick nets in images")
    (True, False)
    """
    long_words = [word for word in words(text) if len(word) > 3 and word.lower() not in _SMALL]
    return (
        is_title(text)
        and len(long_words) >= 3
        and sum(word[0].isupper() for word in long_words) >= 0.8 * len(long_words)
    )


def is_headline(text: str) -> bool:
    """Return whether ``text`` has the look of a Chinese headline: short, one clause or a few, no full stop.

    >>> is_headline("谷歌开源框架 AutoFlip 一键截出最精彩竖版视频"), is_headline("本文提出了一种方法，用于生成图像。")
    (True, False)
    >>> is_headline("NLLLoss 相当于去掉了对数的交叉熵"), is_headline("BERT 相当于什么？一文看懂")
    (False, True)
    """
    text = tidy(text)
    if not has_han(text) or len(text) > 90 or len(text) < 4:
        return False
    if _PROSE_START.match(text) or _PROSE_END.search(text) or text.endswith((":", "：")):
        return False
    if len(text) > 60 and not re.search(r"[！!？?|｜《：:]", text):
        return False
    if _EXPLAINS.match(text) and not re.search(r"[！!？?|｜]", text):
        return False
    return "。" not in text.rstrip("。")


def headline_cues(text: str) -> int:
    """Return how many signs of a headline ``text`` bears."""
    return len(set(_HEADLINE_CUE.findall(text)))


def is_name(text: str) -> bool:
    """Return whether ``text`` is one to four words that could name something.

    >>> is_name("OpenPose"), is_name("Free Python Games"), is_name("a kind of thing we use")
    (True, True, False)
    """
    text = tidy(text).rstrip(":：")
    if not text or len(text) > 48 or re.search(r"[。，；,;!?！？]", text):
        return False
    if has_han(text):
        return len(text) <= 16
    found = words(text)
    return 1 <= len(found) <= 4 and not any(word.lower() in {"is", "are", "we", "this", "that"} for word in found)


def shape_of(text: str) -> Shape:
    """Return the shape of one line or paragraph.

    >>> [str(shape_of(text)) for text in ("NALU", "总体思路:", "Causality for Machine Learning", "图像分割算法最全综述")]
    ['name', 'label', 'title', 'headline']
    """
    text = tidy(text)
    if not text:
        return Shape.EMPTY
    if is_title(text):
        return Shape.TITLE
    if text.endswith((":", "：")) and len(text) <= 40:
        return Shape.LABEL
    if not has_han(text) and is_name(text):
        return Shape.NAME
    if is_headline(text):
        return Shape.HEADLINE
    return Shape.PROSE


_STATES = re.compile(
    r"[A-Z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,3}\s?(?:基于|采用|优于|超过|改进了|使用了|由\S|"
    r" (?:outperforms|surpasses|beats|exceeds|uses|extends|improves|adopts|combines|supports|achieves|builds on)\b)"
)


def is_statement(text: str) -> bool:
    """Return whether a text says something of the name that it opens with, so that it is neither a name nor a title.

    >>> is_statement("Mask R-CNN 基于 Faster R-CNN"), is_statement("EfficientDet outperforms YOLOv3 on COCO")
    (True, True)
    >>> is_statement("Attention Is All You Need"), is_statement("BERT 基础教程")
    (False, False)
    """
    return _STATES.match(text) is not None


_SENTENCE_END = re.compile(r"[a-z0-9)\]][.;] [A-Z]")
_ASKS = re.compile(r"^[A-Z][^?.,:]{4,40}\? [A-Z]")
"""A question that a text opens with, and what follows it: a title may look so, but no sentences follow one on full lines."""
_GOES_ON = re.compile(r"\s(?:an?|the|its|their|of|at|by|for|from|in|into|on|to|with|and|or|as|than|is|was|are)\s*$")
"""A word that ends no title and no sentence."""
_WIDEST = 160
"""The widest column that texts are wrapped to."""


def is_wrapped(text: str) -> bool:
    """Return whether a text's first line break only ends a full line: its first line is not a thing of its own.

    >>> is_wrapped("Score matching learns the gradient of the density at many levels of noise, and\\nsamples by following it.")
    True
    >>> is_wrapped("Deep Residual Learning for Image Recognition\\nKaiming He, Xiangyu Zhang")
    False
    """
    first, _, rest = text.partition("\n")
    if len(first) < 60 or not rest.strip():
        return bool(rest.strip()) and is_filled(text)
    if rest.lstrip()[0].islower() or _GOES_ON.search(first) is not None:
        return True
    if _ASKS.match(first) is not None and _SENTENCE_END.search(rest) is not None:
        *full, _ = text.split("\n")
        return len(full) > 1 and min(map(len, full)) >= 60
    return (_SENTENCE_END.search(first) is not None and len(rest) > 20) or _is_column(text)


def _is_column(text: str) -> bool:
    """Return whether sentences fill three or more lines of about one width, and no line breaks where one of them ends."""
    *full, last = text.strip().split("\n")
    widths = [len(line) for line in full]
    if len(full) < 2 or min(widths) < 60 or max(widths) > _WIDEST or max(widths) - min(widths) > max(widths) // 3:
        return is_filled(text)
    return last.rstrip().endswith((".", ".)")) and _SENTENCE_END.search(" ".join(full)) is not None


def is_filled(text: str) -> bool:
    """Return whether a program broke the lines of a text of sentences: no line had room for the first word of the next.

    >>> is_filled("A codec of this kind turns an image into few numbers, and\\nthen these numbers into an image. It is trained on photos\\nof all kinds.")
    True
    >>> is_filled("Deep Residual Learning\\nKaiming He\\nMSRA")
    False
    """
    lines = text.strip().split("\n")
    width = max(len(line) for line in lines)
    if len(lines) < 3 or not 50 <= width <= _WIDEST or not lines[-1].rstrip().endswith((".", ".)")):
        return False
    full = all(len(line) + 1 + len(after.split(" ")[0]) > width for line, after in itertools.pairwise(lines))
    return full and _SENTENCE_END.search(" ".join(lines[:-1])) is not None


HEIR = re.compile(
    r"(?:后续|后继|续作|续集|后续(?:工作|作品)|升级|改进|改良|加强|增强|扩展|简化|精简|轻量|轻量化|加速|多语言|中文|移植|开源|下一代|第[二三]代|新一代)"
    r"(?:版本?|者|模型|方法|算法|框架|工具)?|继任者|继承者|变体|变种|姊妹篇|衍生(?:版本?|模型)"
)
"""What says that the thing behind it comes of the one before: DIN 的 *后续工作* DIEN."""
