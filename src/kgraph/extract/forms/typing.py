"""What kind of thing a name stands for, judged by how it is written and by the words beside it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator

from kgraph.core.text import fold
from kgraph.extract.lexicon import lowered
from kgraph.extract.reading import Reading

TYPE_ORDER = ["Method", "Dataset", "Software", "Organization", "Person", "Venue"]

_WORDS: list[tuple[str, re.Pattern[str]]] = [
    (
        "Dataset",
        re.compile(
            r"数据集|语料库|语料|基准(?!模型|方法)|挑战赛|评测集|测试集|榜单|数据源|经济数据|数据\s*(?:收费|免费)?$|\b(?:dataset|data set|benchmark|corpus|corpora|challenge|"
            r"leaderboard|testbed|treebank)s?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Software",
        re.compile(
            r"开源库|算法库|代码库|工具库|软件包|工具包|工具箱|工具|(?:开源|学习|训练|推理|计算|编程|分布式|开发|部署|应用)框架|平台|软件|引擎|插件|编译器|SDK|API|(?:图|向量|时序|关系|分布式)数据库|(?<![数据仓词图文])库(?!存)|"
            r"\b(?:library|toolkit|toolbox|(?:deep learning|training|inference|web|development|open.source) framework|platform|software|package|SDK|API|plugin|engine|compiler|database|app|"
            r"command.line|IDE|CLI|wrapper|server)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Organization",
        re.compile(
            r"大学|学院|研究院|研究所|实验室|公司|集团|\b(?:University|Institute|Laborator(?:y|ies)|Lab|Labs|Inc|Corp)\b"
        ),
    ),
    (
        "Method",
        re.compile(
            r"模型|算法|网络|方法|架构|优化器|损失函数|激活函数|注意力|机制|策略|范式|网络结构|检测器|编码器|"
            r"\b(?:model|algorithm|network|method|architecture|optimi[sz]er|loss|approach|technique|attention|transformer|"
            r"encoder|decoder|detector|agent|LLM)s?\b",
            re.IGNORECASE,
        ),
    ),
]


@functools.lru_cache(maxsize=1 << 14)
def _types_said(words: str) -> tuple[str, ...]:
    """Return the types for which a word of a short stretch speaks."""
    return tuple(type_ for type_, pattern in _WORDS if pattern.search(words))


_DATA_NAME = re.compile(r"[A-Za-z0-9][- ]?(?:[Bb]ench|BENCH|Corpus)(?:[- ]?(?:v?\d[\w.]*|[A-Z]\w{0,9})|\+{1,2})?")


def type_in_name(name: str) -> str | None:
    """Return the type that a name itself tells: what ends in Bench is a benchmark, perhaps with its edition behind it.

    >>> type_in_name("SortBench"), type_in_name("SortBench-Hard"), type_in_name("Workbench AI Studio"), type_in_name("SortNet")
    ('Dataset', 'Dataset', None, None)
    """
    found = _DATA_NAME.search(name)
    return "Dataset" if found is not None and found.end() == len(name) else None


_MOST_VOTES = 20
"""How many of the places where a name is printed are asked for the words beside it."""


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of ``name`` in ``text``, whatever its case: a search for each name is too short to compile one."""
    wanted, lower = lowered(name), lowered(text)
    at = lower.find(wanted) if wanted else -1
    while at >= 0:
        yield at, at + len(wanted)
        at = lower.find(wanted, at + len(wanted))


_CLAUSE_MARK = re.compile(r"[\n。，；！!？?—]")


def type_from_words(text: str, near: str | None = None) -> str | None:
    """Return the type that the kind words in ``text`` speak for, or None.

    With ``near``, only the words within some twenty characters after (or ten before) that name count.

    >>> type_from_words("一个开源的数据集"), type_from_words("PyTorch3D: 基于 PyTorch 的新 3D 视觉库", near="PyTorch3D")
    ('Dataset', 'Software')
    """
    if near is None:
        return next((type_ for type_, pattern in _WORDS if pattern.search(text)), None)
    votes: dict[str, int] = {}
    for start, end in itertools.islice(_places(near, text), _MOST_VOTES):
        after = text[end : end + 30].split("\n")[0].split("。")[0]
        before = _CLAUSE_MARK.split(text[max(0, start - 8) : start])[-1]
        said = _types_said(after) + _types_said(before)
        for type_, _ in _WORDS if said else ():
            if type_ in said:
                votes[type_] = votes.get(type_, 0) + 1
    return max(votes, key=lambda type_: votes[type_]) if votes else None


_FIRST_CLAUSE = re.compile(r"[\s:：*_—–-]*[^，,。；;（(\n]*")


def thing_told(description: str, listed: str | None = None) -> str | None:
    """Return the type of thing that a description tells by its first clause, else that of what is ``listed`` around it, else by all of it.

    What follows the first clause may speak of other things.

    The school that made a thing does not make it an organisation.

    >>> thing_told("：写代码的小模型，在三个基准上领先"), thing_told("：某某大学发布，一万张图")
    ('Method', None)
    """
    clause = _FIRST_CLAUSE.match(description)
    told = type_from_words(clause.group()) if clause is not None else None
    if told in (None, "Organization"):
        told = listed or type_from_words(description)
    return told if told != "Organization" else None


_CAMEL = re.compile(
    r"[a-z][A-Z]|[A-Z]{2,}[a-z]|[A-Za-z]\d|\d[A-Za-z]|^[A-Z][A-Z0-9]+$|[A-Za-z]-[A-Z0-9]|[A-Z]+-|[a-z]\+\+"
)


@functools.lru_cache(maxsize=1 << 16)
def odd_case(text: str) -> bool:
    """Return whether ``text`` is written as names are: inner capitals, all capitals, digits or a hyphen before a capital.

    >>> odd_case("BiFPN"), odd_case("GPT-2"), odd_case("Encoder"), odd_case("layer")
    (True, True, False, False)
    """
    return _CAMEL.search(text) is not None


def best_cased(name: str, text: str) -> str:
    """Return the form of ``name`` with the most telling capitals that ``text`` prints, else ``name`` itself.

    >>> best_cased("metapruning", "MetaPruning: Meta Learning for Pruning. Metapruning 决定")
    'MetaPruning'
    """
    if not name.isascii():
        return name
    if " " in name:
        pattern = re.compile(
            r"(?<![A-Za-z0-9])" + re.escape(name).replace(r"\ ", r"[ -]?") + r"(?![A-Za-z0-9])", re.IGNORECASE
        )
        forms = [found.group() for found in pattern.finditer(text)]
    else:
        beside = re.compile("[A-Za-z0-9]")
        forms = [
            text[start:end]
            for start, end in _places(name, text)
            if not (start and beside.match(text[start - 1])) and not beside.match(text[end : end + 1])
        ]
    same = [form for form in forms if fold(form) == fold(name)]
    if not same:
        return name
    return max([name, *same], key=lambda form: sum(c.isupper() for c in form))


WORDY = re.compile(
    r"-(?:based|aware|free|driven|guided|wise|level|end|like|style|only|specific|invariant|efficient|shot|family|series|up|down|wild|[A-Za-z]+ed|[A-Za-z]+ing)s?$|[a-z]ing$|^non-",
    re.IGNORECASE,
)


PLAIN_PARTS = re.compile(r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)+|[A-Z]{2,3}\d{3}[A-Z]?")


def stem_type(reading: Reading, name: str) -> str | None:
    """Return the type of the known name that a longer name is made from: TensorBoard.dev and Texar-PyTorch are software."""
    parts = re.split(r"[-./ ]", name)
    if len(parts) < 2:
        stem = re.match(r"^[A-Za-z]+?(?=v?\d)", name)
        parts = [stem.group()] if stem else []
    for part in parts:
        for term in reading.lexicon.lookup(part, "Software", "Method", "Dataset") if len(part) > 3 else ():
            if "weak" not in term.flags and "case" not in term.flags:
                return term.type
    return None


@functools.lru_cache(maxsize=1 << 14)
def name_strength(token: str, count: int, in_chinese: bool) -> float:
    """Return how sure it is, 0 to 1, that an unknown Latin word names something, by its shape and how often it is printed.

    >>> name_strength("ProtoPNet", 1, True) > name_strength("POMC", 1, True)
    True
    """
    core = re.sub(r"s$", "", token)
    if re.search(r"[a-z][A-Z]", core) and len(core) >= 4:
        score = 0.7
    elif re.fullmatch(r"[A-Z]{3,8}", core):
        score = 0.35
    elif (
        re.fullmatch(r"[A-Z][A-Za-z]*\d+[A-Za-z]?", core)
        or re.fullmatch(r"[A-Z][A-Za-z0-9]*(?:-[A-Z0-9][A-Za-z0-9]*)+", core)
        or re.search(r"[A-Z]{2}", core)
    ):
        score = 0.5
    else:
        score = 0.3
    score += 0.1 * min(count - 1, 2)
    return round(score if in_chinese else score - 0.05, 2)
