"""Results: the metric, value, unit and dataset that a sentence prints for a method."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import ahocorasick_rs

from kgraph.core import Block, BlockKind, Mention
from kgraph.core.text import tidy
from kgraph.extract.lexicon import Lexicon, lowered
from kgraph.extract.reading import Reading, Section, Span, Unit

EXTRACTOR = "results.v1"


class Result(NamedTuple):
    """A printed result and its place.

    ``value`` is the number as printed with its sign, %, deviation (``85.1±0.3``) or second bound (``5~15``). ``metric`` and
    ``unit`` are None where none is printed. ``gain`` says that the value is a gain over something else ("提升 16%"), not a
    score. ``baseline`` says that it is what a later value is compared with ("from 59.1 to 78.4").
    """

    start: int
    end: int
    value: str
    metric: str | None
    unit: str | None
    gain: bool = False
    baseline: bool = False


def _number(form: str) -> str:
    return form.replace("N", r"\d+(?:[,，]\d{3})*(?:[.．]\d+)?(?:\s?[%％])?")


_PRINTED = re.compile(
    # A number is no part of a name, a version, a date or a resolution ("GPT-2", "v3.5", "2020/01", "256x256").
    r"(?<![A-Za-z0-9_.×\-])"
    + _number(r"(?P<value>(?:[+\-−±]\s?)?N(?:\s?(?:±|\+/?-)\s?N)?(?:\s?(?:[~～–—\-至到]|to(?=\s))\s?N)?")
    + r"|百分之(?:[〇零一二三四五六七八九十百两]+(?:点[〇零一二三四五六七八九]+)?|\d+(?:\.\d+)?))\+?"
    r"(?:\s?(?P<unit>个?百分点|个点|percentage points?|percent\b|points?\b|dB\b|毫秒|ms\b|FPS\b|厘米|毫米|cm\b|mm\b|倍|×(?!\s?\d)|x(?![A-Za-z0-9])|分(?![钟之布类层支析辨]))|"
    r"(?![A-Za-z0-9×*]|\s?[x×*]\s?\d))",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\s?(?:[MBKGT]\b|万|亿|千|million|billion|GPU|TPU|[GMT]B\b|块|张|步|次|层|轮|个(?!百分点|点)|种|篇|年|月|日|号|岁|天|小时|hours?\b|"
    r"days?\b|years?\b|epochs?\b|steps?\b|layers?\b|tokens?\b|images?\b|samples?\b|languages?\b|parameters\b|params\b|函数|美元|元|人|家|位|项|章|节|部|期|版|代|本|条|名|样本|"
    r"function|evaluations?\b|times\b)",
    re.IGNORECASE,
)
"""What a number counts that is no result."""
_SHARE_BEFORE = re.compile(
    r"(?:用|使用|只有|仅|占|遮住|随机|mask\w*|with|using|only|约占|of)\s?(?:了|only|约|about)?\s*$", re.IGNORECASE
)
_SHARE_AFTER = re.compile(r"\s?(?:的|of\b)")
_SCORED_BEFORE = re.compile(
    r"(?:达到?|取得|得到|获得|高达|为|到|至|reach\w*|achiev\w*|scor\w*|attain\w*|gets?|got|hits?|posts?|posted|manages|records|clocks|notches|averages|to|is|at)\s?(?:了|约|an?|about)?\s*$"
)
_SCORE_BEFORE = re.compile(
    r"(?:得分|分数|成绩)\s?(?:为|是|达到?|高达)?\s?$|\bscor(?:e|es|ed|ing)\s(?:of\s)?$", re.IGNORECASE
)
_GAIN_BEFORE = re.compile(
    r"(?:提升|提高|增长|增加|高出?|领先|改善|涨|降低|下降|减少|降|improv\w+|gain\w*|increas\w+|reduc\w+|boost\w*|drop\w*|better|higher|lower|decreas\w+)"
    r"(?:\s?(?:了|约|多|近|最多|超过|by|of|about|up to|over|an?|the)){0,3}\s*$"
    r"|\b(?:improv|increas|reduc|boost|rais)\w*\s[\w\s-]{0,24}\bby\s*$"
    r"|(?:高出|高于|领先|低于)[^，,；;。\d]{1,14}$|\b(?:better|higher|lower)\sthan\s[^,.;\d]{1,30}\bby\s*$",
    re.IGNORECASE,
)
_GAIN_AFTER = re.compile(
    r"\s?(?:以上|左右|多)?\s?(?:的|relative|absolute)?\s?(?:性能|效果)?\s?(?:提升|提高|增益|增长|改进|改善|降幅|涨幅|improvement|gain|increase|higher|lower|better|boost|reduction)",
    re.IGNORECASE,
)
_BASELINE = re.compile(r"(?:从|由|from)\s*(?:(?P<owner>[^，,；;从由]{1,40}?)(?:\s?的|'s)?\s*)?$", re.IGNORECASE)
_RAISED = re.compile(r"[^，,；;。]{0,12}(?:到|至|为|\bto\b)", re.IGNORECASE)
_LABELLED = re.compile(r"\s?(?:benchmark|dataset|数据集|基准|测试集|榜单)?\s?[:：=]\s?", re.IGNORECASE)
"""What stands between a dataset and a result on it that names no metric: ``GLUE Benchmark: 89.4``."""
_SCORED_ON = re.compile(
    r"\s?(?:数据集|基准|测试集|验证集|榜单)?\s?(?:上|里|中)?\s?(?:零样本|少样本|单样本|的?成绩|的?得分|的?结果)?\s?"
    r"(?:也|都|仅|只|就|更|还|又|仍|直接|已经?|居然|甚至)?\s?(?:到了?|达到?了?|为|是|有|剩|做到了?|拿到了?|取得了?|得到了?|冲到了?|涨到了?|提到了?|拿下了?|跑出了?)?\s?"
)
_DECIMAL = re.compile(r"\d{2,3}\.\d{1,2}[%％]?")
"""A score with decimals right behind a dataset, as surveys print it where the metric goes without saying: VisA 上到 82.1."""
_OWN_SCORE = re.compile(r"(?:['’]s\s|\s?的\s?)\d{1,3}\.\d+\s?[%％]?")
"""A rival's score behind one whose metric is told: ``far ahead of QuixNet's 54.7``, 超过 QuixNet 的 54.7."""
_RANKED = re.compile(r"\s?[,，:：–—-]\s?\d{1,3}\.\d+\s?[%％]?")
"""A thing's score in a list that ranks things: ``QuixNet, 92.4``."""
_UNITS = {"percent": "percent", "%": "%", "db": "dB", "fps": "FPS"}


@functools.lru_cache(maxsize=8)
def _metrics(lexicon: Lexicon) -> tuple[ahocorasick_rs.AhoCorasick, list[frozenset[str]]]:
    """Return the automaton of all metric names in lower case, and how each may be printed (empty: in any case)."""
    forms: dict[str, set[str]] = {}
    for term in lexicon.terms:
        for surface in term.surfaces if term.type == "metric" else ():
            if len(surface) > 1:
                printed = forms.setdefault(surface.lower(), set())
                printed.add(surface if "case" in term.flags else "")
    surfaces = sorted(forms)
    machine = ahocorasick_rs.AhoCorasick(surfaces or ["\0"], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    return machine, [frozenset() if "" in forms[surface] else frozenset(forms[surface]) for surface in surfaces]


_TOP = re.compile(r"\btop-?\d{1,3}\s?$", re.IGNORECASE)
_TOP_ALONE = re.compile(r"\btop-?\d{1,3}\b", re.IGNORECASE)
_AT = re.compile(r"@\d+")


def _inside(places: Sequence[tuple[int, int]], at: int) -> bool:
    """Return whether one of ``places`` (sorted, apart) holds an offset."""
    before = bisect.bisect_right(places, at, key=lambda place: place[0]) - 1
    return before >= 0 and at < places[before][1]


def find_metrics(text: str, lexicon: Lexicon, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return where metrics are named between two offsets, with what belongs to the name: ``top-5 accuracy``, ``Recall@20``.

    Names flagged ``case`` count only as the lexicon prints them. Costs O(length).
    """
    part = text[start:end]
    machine, printed = _metrics(lexicon)
    low = lowered(part)
    found = []
    for index, a, b in machine.find_matches_as_indexes(low):
        if (a and part[a - 1].isascii() and part[a - 1].isalpha()) or (
            b < len(part) and part[b].isascii() and part[b].isalnum()
        ):
            continue
        if printed[index] and part[a:b] not in printed[index]:
            continue
        if (top := _TOP.search(part, max(0, a - 9), a)) is not None:
            a = top.start()
        if (at := _AT.match(part, b)) is not None:
            b = at.end()
        found.append((start + a, start + b))
    if "top" in low:
        alone = [(start + match.start(), start + match.end()) for match in _TOP_ALONE.finditer(part)]
        found = sorted([*found, *(place for place in alone if not _inside(found, place[0]))])
    return found


@functools.lru_cache(maxsize=8)
def _costs(lexicon: Lexicon) -> frozenset[str]:
    """Return the metrics that say what a thing costs, not how well it does: 1.2M parameters are no result."""
    terms = [term for term in lexicon.terms if term.type == "metric" and "cost" in term.flags]
    return frozenset(surface.lower() for term in terms for surface in term.surfaces)


def find_results(
    text: str,
    start: int,
    end: int,
    lexicon: Lexicon,
    names: Sequence[tuple[int, int]] = (),
    datasets: Sequence[int] = (),
    ranked: int | None = None,
    unsaid: str | None = None,
) -> Iterator[Result]:
    """Yield the results printed between ``start`` and ``end``, left to right.

    A result is a number with a per cent sign, beside a metric's name, after a verb such as 达到 behind an earlier metric, or in
    points, or behind a dataset and a colon (``datasets``: where their names end), or with decimals right behind the name of a ranked
    thing (``ranked``: where it ends), or alone in its clause where the text has said what its numbers are (``unsaid``). Years, counts and shares ("1% of the samples") are
    none, nor is a number inside one of ``names`` (places, sorted).
    """
    metrics = find_metrics(text, lexicon, start, end)
    costs, used, carried, last = _costs(lexicon), set[tuple[int, int]](), None, start
    starts = [name[0] for name in names]
    for found in _PRINTED.finditer(text, start, end):
        place, stop = found.span("value")
        around = bisect.bisect_right(starts, place) - 1
        if around >= 0 and names[around][1] > place:
            continue
        if text[place - 1 : place] == "/" and last != place - 1:
            continue
        if _inside(metrics, place) or _COUNTED.match(text, found.end()):
            continue
        value = re.sub(r"\s+", "", found["value"]).rstrip(",，").replace("％", "%")
        unit = _unit(found["unit"], value)
        own = _own_metric(text, metrics, used, last, place, found.end())
        before = text[max(start, place - 24) : place]
        gain = (
            found["value"][0] in "+±" or bool(_GAIN_AFTER.match(text, found.end())) or bool(_GAIN_BEFORE.search(before))
        )
        if own is not None and not any(sign.isdigit() for sign in text[found.end() : own[0]]):
            used.add(own)
        metric = text[own[0] : own[1]] if own is not None else carried
        labelled = any(_LABELLED.fullmatch(text, stop, place) for stop in datasets if place - 24 <= stop <= place)
        if not labelled and _DECIMAL.fullmatch(value) and unit in (None, "%"):
            labelled = any(_SCORED_ON.fullmatch(text, stop, place) for stop in datasets if place - 24 <= stop <= place)
        named = names[around][1] if around >= 0 else None
        labelled = labelled or (
            carried is not None and named is not None and _OWN_SCORE.fullmatch(text, named, found.end()) is not None
        )
        labelled = labelled or (ranked is not None and _RANKED.fullmatch(text, ranked, found.end()) is not None)
        if unsaid is not None and own is None and carried is None and not gain:
            if _DECIMAL.fullmatch(value) and _ALONE.search(before) and _ALONE_AFTER.match(text, found.end()):
                labelled, metric = True, unsaid or None
        if own is None and not labelled and not _counts_alone(text, found, unit, before, carried, gain):
            continue
        if metric is not None and (metric.lower() in costs or (metric == "FPS" and own is None)):
            metric = None
            if own is not None:
                continue
        carried_on = None if metric == unsaid and own is None else metric
        baseline = bool(_BASELINE.search(text[max(start, place - 48) : place])) and bool(
            _RAISED.match(text, found.end())
        )
        carried, last = carried_on, stop
        yield Result(
            place, max(found.end(), own[1] if own in used else 0), value, metric, unit, gain and not baseline, baseline
        )


_SPEEDS = frozenset(["FPS", "ms", "毫秒", "倍"])
"""Units of what a text that says what its numbers are does not mean."""
_ALONE = re.compile(r"(?:^|[，,：:]|做到了?|达到了?|有|剩|拿到了?|居然|高达|到了?|为|是|得)\s?$")
_ALONE_AFTER = re.compile(r"\s?(?:[，。；！,;)）（(]|$)")
"""What stands around a score that is all that its clause says: ``…，98.5%（CVPR 2022）``."""
_NUMBERS_ARE = re.compile(
    r"(?:以下|下面|下文|后文|本节|本章|文中|接下来)(?:的|所有|出现)*[^。；，]{0,6}(?:数字|结果|数值|分数|成绩|指标|得分)[^。；]{0,20}?(?:都是|均是|均为|都为|都指|皆为|全是|指的是|默认是?为?|是|为)"
    r"|\b(?:numbers|results|scores|figures) (?:below|that follow|in this section)\b[^.]{0,30}\b(?:are|is|refer)\b"
)
"""What says of all the numbers that follow what they were measured on: 下面的数字都是 X 上的 mAP."""


class Unsaid(NamedTuple):
    """What a text says once of all its numbers: the dataset, and the metric or an empty string."""

    dataset: Mention
    metric: str
    block: int
    start: int
    """Where it is said: what stands before it in the same block is not meant."""


def said_of_numbers(reading: Reading, unit: Unit) -> Unsaid | None:
    """Return what a unit says of all the numbers that follow, if it does."""
    text = reading.flat(unit.block)
    match = _NUMBERS_ARE.search(text, unit.start, unit.end)
    if match is None:
        return None
    end = next((place for place in range(match.end(), unit.end) if text[place] in "。；：:\n"), unit.end)
    dataset = next((s for s in reading.spans(unit.block, match.end(), end) if s.mention.type == "Dataset"), None)
    if dataset is None:
        return None
    metrics = find_metrics(text, reading.lexicon, dataset.end, end)
    metric = text[slice(*metrics[0])] if metrics else ""
    return Unsaid(dataset.mention, metric, unit.block.index, dataset.end)


def _counts_alone(
    text: str, found: re.Match[str], unit: str | None, before: str, carried: str | None, gain: bool
) -> bool:
    """Return whether a number without a metric of its own is a result."""
    if unit in ("分", "个百分点", "百分点", "个点") or (unit or "").startswith(("percentage point", "point")):
        return True
    scored = bool(_SCORED_BEFORE.search(before))
    if unit in ("%", "percent"):
        if _SHARE_BEFORE.search(before) and not scored:
            return False
        return gain or scored or not _SHARE_AFTER.match(text, found.end())
    if unit is not None or re.fullmatch(r"(?:19|20)\d\d", found["value"]):
        return False
    if _SCORE_BEFORE.search(before):
        return True
    return carried is not None and (scored or bool(re.search(r"[上/]\s*$|\b(?:on|to)\s[^,，]{1,20}$", before)))


def _unit(printed: str | None, value: str) -> str | None:
    if value.endswith("%") or value.startswith("百分之"):
        return "%"
    return _UNITS.get(printed.lower(), printed) if printed else None


_BEHIND = re.compile(r"(?:\s?(?:[、,，/和与]|and)\s?\d[\d.]*\s?[%％]?)*\s?(?:的\s?)?(?:(?!\d)[a-z]+\s|[^\W\d]{0,4})$")
"""What may stand between a number and the metric behind it: further numbers that share it, a word or two."""


def _own_metric(
    text: str, metrics: Sequence[tuple[int, int]], used: set[tuple[int, int]], last: int, start: int, end: int
) -> tuple[int, int] | None:
    """Return the metric whose number stands from ``start`` to ``end``: the one before it, else the one right behind it."""
    place = bisect.bisect_left(metrics, (start, start))
    behind = metrics[place] if place < len(metrics) else None
    if place and metrics[place - 1][0] >= last and metrics[place - 1] not in used:
        one = metrics[place - 1]
        gap = text[one[1] : start]
        if len(gap) <= 14 and not (len(gap) > 6 and re.search(r"[，,；;]", gap)):
            return one
    if behind is not None and behind not in used and _BEHIND.match(text[end : behind[0]]):
        return behind
    return None


_MEASURED_ZH = re.compile(
    r"(?:在\s?|[，。；：、]\s?|^)(?P<name>[A-Z][\w+-]*(?: [A-Z0-9][\w+-]*){0,2})\s?(?:数据集|测试集|验证集|基准)?\s?上(?P<measure>[^。；;，\n]{0,24}?\d[\d.]*\s?%?.{0,16})",
    re.ASCII,
)
_MEASURED_EN = re.compile(
    r"\d%?\)?\s(?P<measure>[\w -]{0,24}?)\bon\s(?:the\s)?(?P<name>[A-Z][\w+-]*(?: [A-Z0-9][\w+-]*){0,2})", re.ASCII
)


_SERIES = re.compile(
    r"(?<![\w+-])(?P<first>[A-Z][\w+-]*(?: [A-Z0-9][\w+-]*){0,2})\s?[一-鿿]{0,5}\s?(?:[A-Z][\w@-]{0,9}\s)?\d{1,3}\.\d+\s?[%％]?\s?[、，,和与/]\s?"
    r"(?P<name>[A-Z][\w+-]*(?: [A-Z0-9][\w+-]*){0,2})\s?[上到为达是]{0,2}\s?\d{1,3}\.\d",
    re.ASCII,
)
"""A name with a score beside a dataset with a score: ``COCO 上 51.2，LVIS 43.1``."""


def measured_on(text: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the names that a text prints where a dataset stands: 在 GoPro 上 PSNR 为 33.69, 64.2 mIoU on Kvasir-Sessile."""
    for found in _SERIES.finditer(text):
        if lexicon.has(found["first"], "Dataset"):
            yield found["name"]
    for pattern in (_MEASURED_ZH, _MEASURED_EN):
        for found in pattern.finditer(text):
            if find_metrics(found["measure"], lexicon):
                yield found["name"]


_TRAINED = re.compile(r"\s?(?:上|数据集?)?\s?(?:进行|做了?|上)?\s?(?:预?训练|微调)")
_TRAINED_BEFORE = re.compile(r"(?:trained|tuned|训练于)\s(?:on|with)\s(?:the\s)?$", re.IGNORECASE)
_ON = re.compile(r"[^，,；;。]{0,24}?(?:\bon|\bin|\bfor)\s(?:the\s)?$|[^，,；;。]{0,8}[(（]$")
_OBJECT = re.compile(
    r"(?:从|比|较|于|过|给|为|成|对|加|[器座干构征](?:是|用)|换用|换上|接上|装上|配上|套上|引入|沿用|保留|去掉|融合|结合|借鉴|继承|依赖|搭配|嵌入|加入|改用一?个?|送入|相比|击败|打败|基于|借助|采用|使用|用|以|把|将|让|与|和|而|\bthan|\bover|\bvs\.?|\bagainst|\bfrom|\bbeats?|\boutperforms?|\bsurpass\w*|"
    r"\bbased on|\b(?:up)?on|\bwith|\busing|\bcompared (?:to|with)|\bof)\s?(?:the |了 ?)?$",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\s?(?:模型|model)?\s?(?:的|'s|[(（:：,，]|为|约为|is|at|=|reach\w*|achiev\w*|scor\w*|(?:stay|sit|stand|remain|stop|land|hover)\w* at|达到?|取得)?\s?(?:an?|the)?\s?(?:\S{1,24}?\s?)?(?:为|约为|of|is|at|=|[:：])?\s?(?:about)?\s?$",
    re.IGNORECASE,
)
_MAKER = re.compile(r"[^，,；;。]{0,12}?(?:\bby|由)\s*$|\s?%?\s?for\s(?:the\s)?$", re.IGNORECASE)
_MEASURED_BEHIND = re.compile(r"\s?(?:数据集|测试集|验证集|基准)?\s?(?:上|中|里|[:：])")
_BESIDE = re.compile(r"\s?(?:模型|model)?\s?(?:在|on|,|，|(?:achiev|reach)\w*)?\s?(?:the\s)?$", re.IGNORECASE)
_RESPECTIVELY = re.compile(r"分别|respectively", re.IGNORECASE)
_JOINT = re.compile(r"\s*(?:[、,，/和与及]|and|以及)\s*(?:the )?")
_TOOL_HAS = re.compile(
    r"\s(?:stay|sit|stand|remain|stop|land|hover|gets?|reach|achiev|scor|hits?|is|was|has)\w*\s[^,，;；。]{0,24}",
    re.IGNORECASE,
)
"""What stands between a program and a result that is its own."""
FARTHEST = 120
"""The most characters between a dataset and a result of one sentence."""


_OF_PEOPLE = re.compile(
    r"(?:^|(?<=[，,。；;：:（(、]))\s?(?:而|但)?(?:人类|真人|普通人|人工(?!智能)|人(?=[能的是可答做])|专家|随机(?=[猜瞎]|的?是)|瞎猜|"
    r"(?:\w+ )?(?:humans?|people|experts?|random guess\w*|chance)(?![A-Za-z]))[^，,。；;]{0,20}$",
    re.IGNORECASE,
)
"""What opens a clause about the score of people or of chance, which no method has: 人类是 78%."""


def attach_results(
    reading: Reading,
    block: Block,
    bounds: tuple[int, int],
    spans: Sequence[Span],
    speaks_of: Callable[[Span], Mention | None],
    thing: Mention | None = None,
    around: Mention | None = None,
    unsaid: Unsaid | None = None,
) -> None:
    """Record ``evaluatedOn`` with each result that a sentence of ``block`` (from and to ``bounds``) prints.

    ``speaks_of`` gives what the clause around a dataset speaks of, ``thing`` what the text speaks of before it says so, and
    ``around`` the dataset that a heading above or the entry itself names, for a sentence that names none, ``unsaid`` what the
    text has said of all its numbers.
    """
    start, end = bounds
    text = reading.flat(block)
    if unsaid is not None and unsaid.block == block.index and end <= unsaid.start:
        unsaid = None
    datasets = [span for span in spans if span.mention.type == "Dataset"]
    if not (datasets or around or unsaid) or not re.search(r"\d|百分之", text[start:end]):
        return
    names = [(span.start, span.end) for span in spans if span.mention.type not in ("Paper", "Resource", "Topic")]
    methods = [span for span in spans if span.mention.type == "Method"]
    tools = [span for span in spans if span.mention.type == "Software"]
    ranking = block.kind is BlockKind.ITEM and around is not None and not datasets and methods
    ranked = methods[0].end if ranking and not text[:start].strip() and methods[0].start == start else None
    told = unsaid.metric if unsaid is not None else None
    results = list(find_results(text, start, end, reading.lexicon, names, [s.end for s in datasets], ranked, told))
    if not results:
        return
    sentence = _Sentence(text, start, end, datasets, methods, results)
    for result in results:
        if _OF_PEOPLE.search(text, max(start, result.start - 32), result.start):
            continue
        place = sentence.dataset_of(result)
        dataset = place.mention if place is not None else None if datasets else around
        if unsaid is not None and place is None and (result.metric == "FPS" or result.unit in _SPEEDS):
            continue
        if unsaid is not None and (place is None or not sentence.is_measured_on(place, result)):
            place, dataset, head = None, unsaid.dataset, sentence.subject_of(result, speaks_of)
        else:
            head = sentence.owner_of(result, place, speaks_of) or (None if result.baseline else thing)
        if place is None and block.kind is BlockKind.ROW and result.metric is None:
            continue  # a cell under a header: the table says what it measures
        if dataset is None or head is None or head.type not in ("Method", "Paper"):
            continue
        if any(_TOOL_HAS.fullmatch(text, tool.end, result.start) for tool in _beside(tools, result.start)[0]):
            continue  # … while SomeTool stops at 64%: it is the result of that program
        line, column, words = reading.words(block, result.start, result.end)
        reading.claim(
            head,
            "evaluatedOn",
            dataset,
            EXTRACTOR,
            at=(line, column, words),
            confidence=0.7,
            metric=result.metric and tidy(result.metric),
            value=result.value,
            unit=result.unit,
            gain=result.gain,
        )


def dataset_around(section: Section, unit: Unit) -> Mention | None:
    """Return the one dataset that an entry is about or that the nearest heading with any dataset names."""
    if unit.main is not None and unit.main.type == "Dataset":
        return unit.main
    listed = {mention.name: mention for mention in unit.mentions if mention.type == "Dataset"}
    if unit.block.kind is BlockKind.ROW and listed:
        return next(iter(listed.values())) if len(listed) == 1 else None
    for around in section.chain():
        named = {subject.name: subject for subject in around.subjects if subject.type == "Dataset"}
        if named:
            return next(iter(named.values())) if len(named) == 1 else None
    return None


@dataclass(frozen=True)
class _Sentence:
    """A sentence with its names and results, each left to right."""

    text: str
    start: int
    end: int
    datasets: list[Span]
    methods: list[Span]
    results: list[Result]

    def dataset_of(self, result: Result) -> Span | None:
        """Return the dataset that a result was measured on."""
        before, after = _beside(self.datasets, result.start)
        if after is not None and _ON.match(self._between(result.end, after.start)):
            return after
        before = [span for span in before if not self._trained_on(span)]
        if not before or result.start - before[-1].end > FARTHEST:
            return None
        joined = [before[-1]]
        for span in reversed(before[:-1]):
            if not _JOINT.fullmatch(self._between(span.end, joined[0].start)):
                break
            joined.insert(0, span)
        if len(joined) > 1 and _RESPECTIVELY.search(self.text, max(self.start, joined[0].start - FARTHEST), result.end):
            first = bisect.bisect_left(self.results, joined[-1].end, key=lambda other: other.start)
            same = self.results[first : first + len(joined) + 1]
            if len(same) == len(joined) and result in same:
                return joined[same.index(result)]
        return before[-1]

    def owner_of(
        self, result: Result, dataset: Span | None, speaks_of: Callable[[Span], Mention | None]
    ) -> Mention | None:
        """Return the method that a result is of, as far as the sentence tells."""
        before, after = _beside(self.methods, result.start)
        if after is not None and _MAKER.match(self._between(result.end, after.start)):
            return after.mention
        nearest = before[-1] if before else None
        if result.baseline:
            return nearest.mention if nearest is not None and self._is_object(nearest) else None
        if (
            nearest is not None
            and _OWNED.fullmatch(self._between(nearest.end, result.start))
            and not self._is_raised(result)
            and not (self._is_object(nearest) and (result.gain or (dataset and dataset.end > nearest.start)))
        ):
            return nearest.mention
        ahead = [span for span in before if not self._is_object(span)]
        last = ahead[-1] if ahead else None
        if last is None or dataset is None or dataset.start > result.start or last.start > dataset.end:
            told = speaks_of(dataset) if dataset is not None else None
            if last is None:
                return told if dataset is not None and dataset.start < result.start else None
            subject = told is not None and any(span.mention.name == told.name for span in ahead)
            return told if subject else last.mention
        if _BESIDE.fullmatch(self._between(last.end, dataset.start)):
            return last.mention
        return speaks_of(dataset) or last.mention

    def is_measured_on(self, dataset: Span, result: Result) -> bool:
        """Return whether the words behind a dataset, not only its place in the sentence, say that it was measured on."""
        return _MEASURED_BEHIND.match(self.text, dataset.end) is not None or bool(
            _SCORED_ON.fullmatch(self._between(dataset.end, result.start)) if dataset.end <= result.start else True
        )

    def subject_of(self, result: Result, speaks_of: Callable[[Span], Mention | None]) -> Mention | None:
        """Return the method that the clause of a result speaks of, where no dataset stands with it."""
        before, _ = _beside(self.methods, result.start)
        if not before:
            return None
        return speaks_of(before[-1]) or before[-1].mention

    def _between(self, start: int, end: int) -> str:
        """Return the text between two names, or a line end where they stand too far apart to have to do with each other."""
        return self.text[start:end] if end - start <= FARTHEST else "\n"

    def _trained_on(self, span: Span) -> bool:
        return bool(
            _TRAINED.match(self.text, span.end)
            or _TRAINED_BEFORE.search(self.text[max(0, span.start - 24) : span.start])
        )

    def _is_raised(self, result: Result) -> bool:
        """Return whether a result is what one shortly before was raised to: then it is of the sentence's subject."""
        place = bisect.bisect_left(self.results, result.start, key=lambda other: other.start)
        return any(other.baseline for other in self.results[max(0, place - 4) : place])

    def _is_object(self, span: Span) -> bool:
        place = bisect.bisect_left(self.methods, span.start, key=lambda other: other.start)
        for other in reversed(self.methods[max(0, place - 8) : place]):
            if not _JOINT.fullmatch(self._between(other.end, span.start)):
                break
            span = other  # what is said before a list is said of all that it holds
        return bool(_OBJECT.search(self.text[max(self.start, span.start - 16) : span.start]))


def _beside(spans: Sequence[Span], at: int) -> tuple[list[Span], Span | None]:
    """Return the last few of ``spans`` (sorted) that begin before an offset, and the first that does not."""
    place = bisect.bisect_left(spans, at, key=lambda span: span.start)
    return list(spans[max(0, place - 8) : place]), spans[place] if place < len(spans) else None
