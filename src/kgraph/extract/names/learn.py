"""Learning: what a document calls things, read where it introduces them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kgraph.core import Block, BlockKind
from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.forms.parts import announced_parts
from kgraph.extract.forms.people import is_person
from kgraph.extract.forms.results import measured_on
from kgraph.extract.forms.shapes import NEWS, words
from kgraph.extract.forms.titles import long_form, title_name
from kgraph.extract.forms.typing import TYPE_ORDER, odd_case, type_from_words, type_in_name
from kgraph.extract.names.comments import told_names
from kgraph.extract.reading import Reading

_DEFINED = re.compile(r"(?P<zh>[一-鿿]{2,18})?[”\"」』]?\s?[(（](?P<inner>[A-Za-z][^()（）]{1,90})[)）]")


_CALLED = re.compile(
    r"(?:名为|称为|称作|叫做|叫作|命名为|取名|named|called|dubbed|termed)\s*[“\"「『]?(?P<name>[A-Za-z][\w.+-]*(?: (?:[A-Z0-9][\w.+-]*|[a-z]+(?=[ \w]{0,30}(?:model|network|algorithm|loss|attention)\b)|model|network|algorithm|loss|attention)){0,3})",
    re.ASCII,
)


_PROPOSED = re.compile(
    r"(?:提出|推出|发布|开源|公布|开放|放出|训练出|研发|引入|设计|propose|introduce|present|release)[dsn]?(?:了|出)?(?:一(?:种|个|款|套))?[^。，,；;A-Za-z]{0,16}[“\"「『]?"
    r"(?P<name>[A-Z][\w.+-]*(?: (?:with|of|for|[A-Z0-9][\w.+-]*)(?= ?[A-Z0-9，,。：:；]| ?[一-鿿]|$)){0,3})(?P<kind>\s?(?:模型|算法|框架|平台|工具|数据集|系统))?",
    re.ASCII,
)


_TRAILING = re.compile(r"\s(?:with|of|for)$")


_KIND_BEFORE = re.compile(
    r"(?P<kind>模型|智能体|机器人|检测器|优化器|算法|框架|系统|方法|网络|数据集|语料库|基准|工具|平台|架构|工具包|库|引擎|激活函数|损失函数|采样器|分词器|声码器)\s?"
    r"(?P<name>[A-Z][\w.+-]*(?: (?:with|of|for|[A-Z0-9][\w.+-]*)(?= ?[A-Z0-9，,。：:；]| ?[一-鿿]|$)){0,3})(?=[\s，,。：:；（(！!]|[一-鿿]|$)",
    re.ASCII,
)


_DESCRIBED = re.compile(
    r"(?:^|\n)[\s*_]*(?P<name>[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*)[*_]*\s?[：:]\s?(?=[^。\n]*[一-鿿])[^。\n，,]{0,40}?(?:的|个|种|款)[^。\n，,]{0,16}?(?P<kind>模型|算法|框架|系统|方法|网络|数据集|语料库|基准|工具|平台|架构|工具包|库|引擎)(?=[\s，,。；;（(]|$)"
)
"""``Donut：某公司的无 OCR 文档理解模型``: the word before the colon is what the rest describes."""
_OF_PEOPLE = re.compile(
    r"(?:组|团队|等人|课题组)(?:做|写|提出)?的\s?(?P<name>[A-Z][A-Za-z0-9]*(?:[-.][A-Za-z0-9]+)*)(?P<kind>)(?=[，。,；、（(]|$)"
)
"""``张三组的 Agentless，``: what a group has made."""


_PLAIN_NAME = r"(?P<name>[A-Z][a-z]{3,}(?:[A-Z0-9-][A-Za-z0-9]*)*)(?P<kind>)"
_OPENS = re.compile(
    rf"(?:^|[。；，：\n(（])\s?{_PLAIN_NAME}\s?(?:则|也|又|同样|最早|最初|最后)?(?:来自\s?[一-鿿A-Z]|出自\s?[一-鿿A-Z]|由\s?[一-鿿A-Z]|脱胎于|建立在|建在|建于|基于\s?[A-Z])",
    re.ASCII,
)
"""A capitalised word that opens a clause in Chinese text and whose makers or base the clause tells: ``Quaver 出自某大学``."""
_SMALL_TOOL = re.compile(
    r"(?:^|[。；\n])\s?(?P<name>[a-z][a-z0-9_-]{3,})\s?(?:是|则是|由)\s?[^。；，,]{2,40}?的[^。；，,]{0,16}?(?P<kind>库|工具包|工具箱|工具|框架|平台|软件)(?=[，。；,]|$)"
)
"""A tool in small letters that opens a sentence which says what it is: ``quaverkit 是某公司开源的音频工具包``."""
_KNOWN_BEST = re.compile(
    rf"(?:(?:最有名|最出名|最著名|最知名|最典型|最新|最早|最火|最成功|先行者|代表|代表作|后续|后来|其中)的?|代表作?)(?:是|当属|要数|首推)\s?{_PLAIN_NAME}(?=[，,（(。、；])",
    re.ASCII,
)
"""What a clause leads up to: ``最有名的是 Quaver，``."""
_IN_VENUE = re.compile(
    rf"(?:^|[。；，：、的是\n]|[一-鿿])\s?{_PLAIN_NAME}\s?[（(](?:[A-Z]{{3,}}[A-Za-z]*)\s?['’]?(?:(?:19|20)\d\d|\d\d)(?=[,，)）、])",
    re.ASCII,
)
"""A capitalised word with its venue in brackets behind it: ``Quaver（ICML 2021）``."""
_DATED = re.compile(
    r"(?:组|团队|等人?|大学|学院|研究[院所]|实验室|[A-Za-z])\s?的\s?(?P<name>[A-Z][A-Za-z0-9-]+(?: [A-Z][A-Za-z0-9-]+){1,3})(?P<kind>)(?=\s?[(（][A-Z][A-Za-z]{2,9}\s?['’]?\d\d)"
)
"""``某某组的 Frame Folding（CVPR 2018，…）``: plain words whose brackets say where the thing appeared."""


_OPENING = re.compile(
    r"(?:^|\n\n|[.!?]\s)(?!Th|An? |One|Its|Our|Such|Some|Other|Most|Another|All|Both|First|Early|Later)"
    r"(?P<name>[A-Z][a-z-]{2,} (?:[a-z][a-z-]{2,} )?[a-z-]{3,}(?<!s)(?<!method)(?<!model)(?<!approach)(?<!work)(?<!idea)(?<!paper)), "
    r"(?:first |originally )?(?:introduced|proposed|invented|pioneered) (?:in \d{4} )?by\b"
)
"""``Spectral folding, introduced by …``: plain words that open a sentence and that somebody is said to have introduced."""


_CORE = re.compile(
    r"(?:(?:核心|关键|主角|亮点|精髓)(?:模块|组件|部件|算子|结构)?(?:就?是|为|叫|在于)|(?:换成|改成|改用|替换成|替换为|升级为|变成)了?)\s?"
    r"(?P<name>[A-Z][A-Za-z0-9-]*[A-Z][A-Za-z0-9-]*)(?P<kind>)(?=\s?(?:[，。；、（(,;]|[一-鿿]|$))",
    re.ASCII,
)
"""What a thing is made of or what a part of it became: 核心是 QuixMix, 第二层改成 QuixRU."""
_HOUSE = re.compile(
    r"(?<=[一-鿿])(?<![学院室者员生最更])\s?的\s?(?P<name>[A-Z][a-z]{3,}[A-Za-z0-9-]*)(?P<kind>)\s(?=(?:则|也|又)?(?:用|把|将|基于|支持|采用|主打|开源|兼容|沿用|改用))",
    re.ASCII,
)
"""What somebody's product does: 百度的 Quaver 则基于 …"""


def _described(text: str) -> Iterator[re.Match[str]]:
    yield from _DESCRIBED.finditer(text)
    yield from _OF_PEOPLE.finditer(text)
    yield from _DATED.finditer(text)
    for pattern in (_SMALL_TOOL, _OPENS, _KNOWN_BEST, _IN_VENUE, _CORE, _HOUSE):
        yield from pattern.finditer(text)


_DATA = re.compile(
    r"(?<![A-Za-z-])(?P<name>[a-z]{0,3}[A-Z][A-Za-z0-9+-]*[A-Za-z0-9](?: [A-Z0-9][\w+-]*){0,2})\s?(?:数据集|数据库|语料库|(?:测试集|评测集|验证集)(?=[上中]))"
)

_DATA_BEFORE = re.compile(
    r"(?:语料|数据|数据集|训练集|语料库|图片)\s?(?:为|是|用的是|来自|取自|叫|名叫)[^，。；,;A-Za-z]{0,10}\s?"
    r"(?P<name>[A-Z][A-Za-z0-9+-]*[A-Za-z0-9](?: [A-Z0-9][\w+-]*){0,2})(?=[。，；,;）)]|$)"
)
"""Data by the words before them: 所用语料为自家清洗的 QuixCrawl."""


_NEW = re.compile(
    r"(?:提出|推出|称为|称作|名为|命名为|叫做|引入)(?:了|的)?(?:一(?:种|个))?[「“\"](?P<name>[^「」“”\"]{2,24})[」”\"]"
)


_WAYS = re.compile(
    r"(?:方法|算法|方式)(?:主要|常用的?)?(?:有|包括|分为|包含)\s?[:：]?\s?(?P<ways>[一-鿿]{2,8}法(?:\s?[,，、和与]\s?[一-鿿]{2,8}法)+)"
)
"""Ways of doing something, listed: 衡量远近的方法有:最近邻法,质心法."""


_SUM = re.compile(
    r"(?<![\w=+-])[A-Za-z][\w-]{0,30}(?: [A-Z][\w-]{0,30}){0,2}\s?=\s?[A-Z][\w-]{0,30}(?:\s?\+\s?[A-Z][\w-]{0,30}){1,9}(?![\w=+*/(])",
    re.ASCII,
)
"""What a thing is made of, as a sum: ``Symmetric STN = STN + SDTN``."""


_PHRASE = re.compile(
    r"(?<![\w,.-])(?<![A-Za-z] )(?P<name>[a-z][a-z-]{2,}(?: [a-z][a-z-]{2,}){2,4})\s?"
    r"(?:[一-鿿]{4})?(?:策略|算法|机制|模块|损失|训练法)",
    re.ASCII,
)
"""English words that a Chinese text puts before what kind of thing they name."""
_PLAIN_WORDS = frozenset(["the", "and", "for", "with", "from", "into", "its", "this", "that", "art"])


_NEW_WAY = re.compile(
    r"提出了?\s?(?P<name>[A-Z][A-Za-z0-9-]{1,12}\s?[一-鿿]{2,4}(?<![方算做办语写解看])法)(?=[，。：；！]|[,:;!] |$)",
    re.ASCII,
)


_PRODUCT = re.compile(
    r"[“「『](?P<name>[一-鿿A-Za-z0-9 ]{2,14}(?:生成器|助手|编辑器|播放器|浏览器|翻译器|模拟器|小程序|输入法|搜索引擎))[”」』]"
)
"""A program in quotation marks that is called after what it does."""


_NO_METHOD = re.compile(r"(?:标准|现象|问题|任务|概念|挑战|定律|时代|理念|观点|原则|目标|计划|战略|时刻)$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the document has taught us, with its type and other forms. Of an ``exact`` name the short forms match only as printed."""

    name: str
    type: str
    aliases: tuple[str, ...]
    confidence: float
    exact: bool = False


def texts_of(reading: Reading) -> Iterator[tuple[Block, int, int]]:
    """Yield the pieces of text that may print names: headings, and units that are not code, mathematics or records."""
    for section in reading.sections:
        if section.heading is not None:
            yield section.heading, 0, len(section.heading.text)
        for unit in section.units:
            if unit.role != "skip" and unit.block.kind is not BlockKind.RECORD:
                yield unit.block, unit.start, unit.end


def learn(reading: Reading) -> dict[str, Name]:
    """Return the document's own names by folded surface."""
    names: dict[str, Name] = {}
    decided = {
        fold(subject.name)
        for section in reading.sections
        for subject in section.subjects
        if subject.type == "Method" and any(name.isupper() for name in (subject.name, *subject.aliases))
    } | {
        fold(claim.tail.name)
        for claim in reading.claims
        if claim.relation == "implements" and fold(claim.head.name.rpartition("/")[2]) == fold(claim.tail.name)
    }
    """What a heading has made a method by an acronym, what code is called after, and what somebody introduced: no metrics or general terms here."""
    other_names: set[str] = set()
    spelt = _spelt_out(reading)
    long_forms = {fold(long) for long in spelt}

    def keep(name: str, type_: str, aliases: tuple[str, ...] = (), confidence: float = 0.7) -> None:
        name = name.rstrip(".-")
        key = fold(name)
        bare = _KIND_WORD.sub("", name)
        if bare != name and reading.lexicon.has(bare, *TYPE_ORDER[:3]):
            return
        if " " in name and all(reading.lexicon.has(word, "generic") for word in name.split()):
            return
        if key.endswith("s") and reading.lexicon.has(name[:-1], *TYPE_ORDER[:3]):
            return
        if len(key) < 2 or key in other_names or key in long_forms:
            return
        if key not in decided and reading.lexicon.has(name, "generic", "metric", "topic"):
            return
        if key in names:
            # A heading or a title has named it before the text gives its long form.
            more = [alias for alias in aliases if fold(alias) not in names]
            names[key] = replace(names[key], aliases=tuple(dict.fromkeys((*names[key].aliases, *more))))
        else:
            names[key] = Name(
                tidy(name), reading.types.get(key, type_in_name(name) or type_), aliases, confidence, len(key) <= 3
            )
        other_names.update(fold(alias) for alias in aliases)

    for mention in list(reading.mentions):
        if mention.type in ("Method", "Software", "Dataset"):
            keep(mention.name, mention.type, mention.aliases, mention.confidence)
            for long in (long for long, short in spelt.items() if short == mention.name):
                names[fold(long)] = Name(mention.name, mention.type, (long, *mention.aliases), 0.75, True)
        elif mention.type == "Paper":
            prefix = title_name(reading, mention.name)
            if prefix is not None and fold(prefix[0]) not in long_forms:
                name, type_ = prefix
                reading.types.setdefault(fold(name), type_)
                long = long_form(name, mention.name.partition(":")[2]) if type_ == "Method" else ""
                keep(name, type_, (long,) if long else (), 0.8)
    for name in _told_below_titles(reading):
        decided.add(fold(name))
        keep(name, type_in_name(name) or "Method")
    for block, start, end in texts_of(reading):
        if block.kind is BlockKind.HEADING and NEWS.search(block.text) is None:
            continue
        text = block.text[start:end]
        for name in _makers(reading, text):
            keep(name, "Organization", (), 0.65)
        for match in _OPENING.finditer(text) if "ed by " in text or "ed in " in text else ():
            if not reading.lexicon.has(match["name"], "generic", *TYPE_ORDER):
                decided.add(fold(match["name"]))
                keep(match["name"], "Method")
        for name in _owned(reading, text):
            keep(name, type_from_words(text, near=name) or "Method", (), 0.65)
        for name, type_, aliases, confidence in _introduced(reading, text):
            keep(name, type_, aliases, confidence)
        for short, long in _in_full(text):
            terms = reading.lexicon.lookup(short, *TYPE_ORDER[:3])
            known = names.get(fold(short)) or names.get(fold(terms[0].name) if terms else "")
            if known is not None:
                names[fold(known.name)] = replace(known, aliases=(*known.aliases, long))
            elif terms or not reading.lexicon.lookup(short):
                keep(terms[0].name if terms else short, terms[0].type if terms else "Method", (short, long))
    for section in reading.sections:
        for _, _, unit, at in announced_parts(reading, section):
            named = _NAMED_PART.match(unit.block.text, at, unit.end)
            if named is not None:
                keep(named["en"], "Method", (named["zh"].strip(),), 0.65)
    _add_misspelt(reading, names)
    return names


def _told_below_titles(reading: Reading) -> Iterator[str]:
    """Yield what the comments on papers give names, where the title has none."""
    for section in reading.sections:
        for unit, told in told_names(reading, section):
            if unit.main is not None and title_name(reading, unit.main.name) is None:
                yield told.name


_NAMED_PART = re.compile(
    r"(?P<en>[A-Z][A-Za-z-]+(?: [A-Za-z-]+){1,4})\s?[(（](?P<zh>[^()（）]{0,20}[一-鿿]{2}[^()（）]{0,20})[)）]"
)
"""A technique under its number, by its English name and the Chinese one."""


_IN_FULL = re.compile(
    r"(?<![\w-])(?P<short>[A-Za-z][\w+-]{1,15})\s?的?\s?(?:英文)?(?:全称|全名)\s?(?:是|为|叫|即)?\s?[:：]?\s?[“\"「]?"
    r"(?P<long>[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){1,9})",
    re.ASCII,
)


_BRACKETED = re.compile(
    r"(?<![\w-])(?P<short>[A-Z][A-Z0-9]{1,7}|[A-Z][a-z]{1,6}[A-Z][A-Za-z]{1,8})\s?[(（](?P<long>[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){1,7})[)）]",
    re.ASCII,
)


def _in_full(text: str) -> Iterator[tuple[str, str]]:
    """Yield (name, its words in full) where a text spells a name out: ``BERT 的全称是 Bidirectional …``, ``CPN (Cascaded …)``."""
    for pattern, sign in ((_IN_FULL, "全"), (_BRACKETED, ")"), (_BRACKETED, "）")):
        for match in pattern.finditer(text) if sign in text else ():
            if initials_match(re.sub(r"[^A-Za-z]", "", match["short"]), match["long"]):
                yield match["short"], match["long"]


_SPELT = re.compile(r"(?<![\w./@-])[A-Za-z]{5,24}(?![\w./@-])", re.ASCII)


def _add_misspelt(reading: Reading, names: dict[str, Name]) -> None:
    """Take words with two letters the wrong way round (``MINST``) for the name that they were meant to be.

    That is a known name, else the form that the document prints more often. Costs O(length of the text).
    """
    counts: Counter[str] = Counter()
    for block, start, end in texts_of(reading):
        counts.update(word for word in _SPELT.findall(block.text[start:end]) if odd_case(word))
    printed: dict[str, str] = {}
    for word, _ in counts.most_common():
        printed.setdefault(word.lower(), word)
    lexicon = reading.lexicon
    for low, word in printed.items():
        if low in names or lexicon.lookup(word):
            continue
        for turned in _turned(low):
            terms = [term for term in lexicon.lookup(turned, *TYPE_ORDER[:3]) if "weak" not in term.flags]
            other = printed.get(turned)
            if terms:
                names[low] = Name(terms[0].name, terms[0].type, (word,), 0.75)
            elif other is not None and counts[other] > counts[word] and not lexicon.lookup(other):
                held = names.get(turned) or Name(other, "Method", (), 0.65)
                names[turned] = replace(held, aliases=(*held.aliases, word))


def _turned(word: str) -> Iterator[str]:
    """Yield a word with each two neighbouring letters changed over."""
    for place in range(1, len(word) - 1):
        if word[place] != word[place + 1]:
            yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _spelt_out(reading: Reading) -> dict[str, str]:
    """Return what titles name before their colon that spells out the heading above them, with that heading's name.

    Below ``MAX``, the title ``Model Asset eXchange: …`` opens with its long form.
    """
    found = {}
    for section in reading.sections:
        names = [
            subject.name for subject in section.subjects if subject.name.isupper() and subject.type in TYPE_ORDER[:3]
        ]
        for unit in section.units if names else ():
            prefix = title_name(reading, unit.main.name) if unit.role == "paper" and unit.main is not None else None
            capitals = "".join(letter for letter in prefix[0] if letter.isupper()) if prefix is not None else ""
            if prefix is not None and capitals in names and " " in prefix[0]:
                found[prefix[0]] = capitals
    return found


_KIND_WORD = re.compile(
    r"(?:\s(?:clustering|learning))?\s(?:algorithm|model|method|network|framework|architecture|dataset|library)s?$",
    re.IGNORECASE,
)


_LATIN_MAKER = r"(?P<name>[A-Z0-9][\w&]*(?:[ .][A-Z][\w&]*){0,2})"
_MAKERS = [
    re.compile(rf"(?:公司|企业|厂商|团队|机构|工作室|基金会)\s?{_LATIN_MAKER}(?=\s?[一-鿿，。、（(])", re.ASCII),
    re.compile(
        rf"{_LATIN_MAKER}\s?(?:公司|集团|基金会|实验室|(?:的)?(?:创始人|联合创始人|首席执行官|CEO)|旗下|自家|出品|开发的|研发的|自研)",
        re.ASCII,
    ),
    re.compile(
        rf"[：:，,（(—]\s?{_LATIN_MAKER}\s?(?:家|公司)?(?:出的|做的|发布的|开源的|维护的)(?=[，,。；;)）]|$)",
        re.ASCII | re.MULTILINE,
    ),
    re.compile(rf"(?:创立|创办|创建|成立)了?\s?{_LATIN_MAKER}(?=\s?[,，。；;、]|\s?公司)", re.ASCII),
    re.compile(
        rf"(?:^|[。；：！!\n、\d.]|\*\*)\s?{_LATIN_MAKER}\s?(?:近日|昨日|今日|上周|本周[一二三四五六日]?|正式|最新|宣布|也)?\s?"
        r"(?:推出|发布|开源|放出|公布|宣布|收购|完成)(?:了)?(?:首个|首款|新一代|最新|一款|旗下)?[^。，；A-Za-z]{0,14}[A-Z]",
        re.ASCII | re.MULTILINE,
    ),
]


_SCHOOL_BEFORE = re.compile(r"(?:大学|学院|研究院|研究所|实验室|公司)的\s?$")
"""What a person, not a maker, stands behind: 某大学的 Jane Doe 开发的."""


_MAKER_WORD = re.compile(
    r"公司|企业|创立|创办|创建|成立|厂商|团队|机构|工作室|基金会|集团|实验室|创始人|首席执行官|CEO|旗下|自家|出品|[发出做布源护]的|自研|推出|发布|开源|放出|公布|宣布|收购|完成"
)


def _makers(reading: Reading, text: str) -> Iterator[str]:
    """Yield the Latin names of makers that no lexicon knows: beside 公司 or 创始人, or what releases something at a sentence's start."""
    if _MAKER_WORD.search(text) is None:
        return
    for pattern in _MAKERS:
        for match in pattern.finditer(text):
            name = match["name"]
            if (
                len(name) >= 2
                and not name.isdigit()
                and not reading.lexicon.lookup(name)
                and not re.match(r"AI\b|\d+\W", name)
                and not (is_person(name) and _SCHOOL_BEFORE.search(text[: match.start("name")][-8:]))
            ):
                yield name


_OWNED = re.compile(
    r"['’]s (?P<name>[A-Z][a-z]{2,}(?:[- ]?\d[\w.]*)?)(?= (?:is|was|has|can|now|also|(?!says|thinks|wants|argues|believes|tells|writes|posts|leads|joins|leaves|does)[a-z]{3,}s)\b)"
)
"""``Kyutai's Moshi talks``: what somebody has, and what does something."""


def _owned(reading: Reading, text: str) -> Iterator[str]:
    """Yield capitalised words that no lexicon knows behind a known organisation whose they are."""
    for match in _OWNED.finditer(text) if text.isascii() or "’s " in text or "'s " in text else ():
        name, before = match["name"], text[max(0, match.start() - 40) : match.start()]
        owner = next(iter(reversed(reading.lexicon.find(before))), None)
        named = owner is not None and owner.end == len(before) and any(t.type == "Organization" for t in owner.terms)
        if named and not reading.lexicon.lookup(name) and name.lower() not in reading.lexicon.words:
            yield name


_VAGUE = re.compile(
    r"^(?:新|该|本|此)?的?(?:方法|模型|算法|网络|框架|系统|架构|结构|任务|机制|技术|策略|模块|网络结构|神经网络|学习|注意力|损失|函数|工具|平台|数据集|问题|过程|"
    r"研究|论文|工作|团队|领域|特征|表示|训练|预训练|预训练模型|语言模型|编码器|解码器)$"
)


def _introduced(reading: Reading, text: str) -> Iterator[tuple[str, str, tuple[str, ...], float]]:
    """Yield (name, type, aliases, confidence) of the names that a text introduces."""
    for match in _DEFINED.finditer(text) if "(" in text or "（" in text else ():
        yield from _parenthesis(reading, text, match)
    for match in _CALLED.finditer(text):
        around = text_around(text, 0, len(text), match.start("name"))
        yield match["name"], type_from_words(around, near=match["name"]) or "Method", (), 0.75
    for match in _PROPOSED.finditer(text):
        name = _TRAILING.sub("", match["name"])
        if (odd_case(name) or match["kind"] or " " in name) and not reading.lexicon.has(name, "generic", *TYPE_ORDER):
            around = text_around(text, 0, len(text), match.start("name"))
            yield name, type_from_words(around, near=name) or "Method", (), 0.7
    chinese = not text.isascii()
    for match in _KIND_BEFORE.finditer(text) if chinese else ():
        name = _TRAILING.sub("", match["name"])
        if len(name) >= 3 and not reading.lexicon.lookup(name):
            yield name, type_from_words(match["kind"]) or "Method", (), 0.7
    for match in _described(text) if chinese else ():
        name = match["name"]
        known = [term for term in reading.lexicon.lookup(name) if "case" not in term.flags or name in term.surfaces]
        least = 3 if name.isupper() else 4
        if len(name) >= least and not known and not reading.lexicon.has(name, "generic", "topic", "metric"):
            yield name, type_from_words(match["kind"] or "") or "Method", (), 0.65
    for match in _DATA.finditer(text) if "数据" in text or "语料库" in text or "集" in text else ():
        if not reading.lexicon.has(match["name"], "topic", "generic", "Dataset"):
            yield match["name"], "Dataset", (), 0.65
    for match in _DATA_BEFORE.finditer(text) if chinese else ():
        if odd_case(match["name"]) and not reading.lexicon.has(match["name"], "topic", "generic", *TYPE_ORDER):
            yield match["name"], "Dataset", (), 0.65
    for name in measured_on(text, reading.lexicon):
        if not reading.lexicon.has(name, "topic", "generic", *TYPE_ORDER[2:]):
            yield name, "Dataset", (), 0.65
    for match in _WAYS.finditer(text) if "法" in text else ():
        for way in re.split("[,，、和与]", match["ways"]):
            yield way.strip(), "Method", (), 0.6
    for match in _SUM.finditer(text) if "=" in text else ():
        for part in re.split(r"\s?[=+]\s?", match.group()):
            if odd_case(part.split()[-1]) and not reading.lexicon.lookup(part):
                yield part, "Method", (), 0.7
    for match in _PHRASE.finditer(text) if has_han(text) else ():
        said = match["name"].split()
        if not reading.lexicon.has(match["name"], "topic", "generic", "metric") and _PLAIN_WORDS.isdisjoint(said):
            yield match["name"], "Method", (), 0.55
    for match in _NEW_WAY.finditer(text) if chinese else ():
        yield match["name"], "Method", (), 0.65
    for match in _PRODUCT.finditer(text) if chinese else ():
        yield match["name"], "Software", (), 0.65
    for match in _NEW.finditer(text) if chinese else ():
        if not reading.lexicon.has(match["name"], "topic", "generic") and not _NO_METHOD.search(match["name"]):
            yield match["name"], "Method", (), 0.55


def text_around(text: str, start: int, end: int, at: int) -> str:
    """Return the text around a place, between ``start`` and ``end``, so that long paragraphs do not cost the square of their length."""
    return text[max(start, at - 1_000) : min(end, at + 1_000)]


_MEASURE = re.compile(
    r"(?:率|误差|得分|分数|指标|精度|准确度)$|\b(?:accuracy|scores?|rate|error|recall|precision)$", re.IGNORECASE
)
"""The end of what a measure is called, whose short form in brackets names no method."""


def _parenthesis(
    reading: Reading, text: str, match: re.Match[str]
) -> Iterator[tuple[str, str, tuple[str, ...], float]]:
    """Read 神经正切核 (neural tangent kernel, NTK), Dimension-wise Convolution (DimConv) and the like."""
    if _LISTED.search(match["inner"]):
        return  # 两个数据集（ImageNet 和 COCO）: what is listed there has no name in common.
    parts = [part.strip() for part in re.split(r"[,，;；/]", match["inner"]) if part.strip()]
    short = [
        part for part in parts if re.fullmatch(r"[A-Za-z][\w+-]{1,11}", part) and sum(c.isupper() for c in part) >= 2
    ]
    long_ = [part for part in parts if len(words(part)) >= 2 and len(part) >= 8]
    zh = match["zh"] or ""
    before = text[max(0, match.start() - 80) : match.start()].rstrip()
    latin = re.search(r"((?:[A-Za-z][\w-]*[\s-]){1,7}[A-Za-z][\w-]*)$", before) if not zh else None
    if short and _MEASURE.search(zh or before):
        return  # 指标为执行准确率（EX）
    if short:
        name = short[0]
        tail = _BOTH.search(zh) if not name.isupper() and len(parts) == 1 and not reading.lexicon.lookup(name) else None
        if tail is not None and type_from_words(tail[0]) is None and not _VAGUE.match(tail[0]):
            kind = type_from_words(text[match.end() : match.end() + 16]) or "Method"
            yield name, kind if kind != "Organization" else "Method", (tail[0],), 0.65
            return
        if reading.lexicon.has(name, "generic", "metric", "topic") or reading.lexicon.has(
            name, "Organization", "Venue", "Person"
        ):
            return
        expansion = long_[0] if long_ else _expansion(name, latin.group(1)) if latin else ""
        chinese = _chinese_tail(zh)
        quoted = zh and text[match.end("zh")] in '”"」』'
        if chinese and (
            reading.lexicon.has(chinese, "topic", "generic") or (quoted and fold(name) not in reading.types)
        ):
            # What only stands in quotes may be any term; below the heading of that name it is its other form.
            chinese = ""
        if expansion and not initials_match(name, expansion):
            expansion = ""
        if expansion or (zh and chinese):
            aliases = tuple(part for part in (expansion, chinese) if part)
            if chinese and _INSTITUTION.search(chinese) is not None:
                yield name, "Organization", aliases, 0.7
                return
            kind = type_from_words(text[match.end() : match.end() + 16]) or type_from_words(zh) or "Method"
            if kind == "Organization":
                return
            yield name, kind, aliases, 0.75
    elif (
        long_
        and zh
        and _PLAIN_KIND.search(long_[0]) is None
        and re.search(
            r"(?:网络|算法|模型|方法|机制|模块|卷积|注意力|损失|搜索|学习|蒸馏|优化器|编码器|架构|自适应|估计|采样|剪枝|归一化|正则化)$",
            zh,
        )
    ):
        yield long_[0], "Method", (_chinese_tail(zh),), 0.5
    elif (way := _WAY.search(_chinese_tail(zh))) is not None:
        yield way.group(), "Method", (), 0.6


_INSTITUTION = re.compile(
    r"(?:大学|学院|研究院|研究所|研究中心|实验室|公司|集团|医院|协会|学会|基金会|委员会|气象局|航天局)$"
)
"""What the Chinese name of an institution ends with: 某某研究中心（QRC）."""


_BOTH = re.compile(r"(?<=[的了])[一-鿿]{2,4}$")
"""A Chinese name before its Latin spelling in brackets, behind what says whose it is: 某大学的伏羲（FuXi）."""
_WAY = re.compile(r"^[一-鿿]{2,8}(?<![方办做用说看想语文书])法$")
"""A way of doing something that a text names in both languages: 最短距离法(single linkage)."""
_LISTED = re.compile(r"\s?(?:和|与|、)\s?|\sand\s")
_PLAIN_KIND = re.compile(
    r"^[a-z ]+ (?:blocks?|models?|modules?|layers?|units?|cells?|functions?|spaces?|tasks?|mechanisms?|schemes?|strateg(?:y|ies))$"
)
"""English for a common noun that a text only translates: 归约模块 (reduction block)."""


def _chinese_tail(zh: str) -> str:
    """Return the noun at the end of a Chinese run, cut at words that only lead up to it."""
    cut = re.match(
        r".*(?:一种|一个|这个|称为|名为|提出|采用|使用|利用|基于|通过|包括|包含|例如|比如|再用|并用|先用|改用|的|了|是|和|与|及|或|在|将|由|为)(?=..)",
        zh,
    )
    tail = zh[cut.end() :] if cut else zh
    return tail if 3 <= len(tail) <= 14 and not _VAGUE.match(tail) else ""


def _expansion(acronym: str, text: str) -> str:
    """Return the last words of ``text`` whose initials are ``acronym``, else the empty string."""
    found = text.split()
    for size in range(min(len(found), len(acronym) + 2), 1, -1):
        phrase = " ".join(found[-size:])
        if initials_match(acronym, phrase):
            return phrase
    return ""


def spelt_out(name: str, phrase: str) -> bool:
    """Return whether a phrase spells out a name, or the acronym before its first mark.

    >>> spelt_out("RGN-GNN", "Ridged Graph Network"), spelt_out("GNN-RGN", "Ridged Graph Network")
    (True, False)
    """
    acronym = re.split(r"[^A-Za-z0-9]", name, maxsplit=1)[0]
    return acronym.isupper() and initials_match(acronym, phrase)


_DIGITS = {"zero": "0", "one": "1", "two": "2", "three": "3", "four": "4"}


def initials_match(acronym: str, phrase: str) -> bool:
    """Return whether an acronym is made of the initials (or inner capitals) of a phrase, in order.

    >>> initials_match("NTK", "neural tangent kernel"), initials_match("GTrXL", "Gated Transformer-XL"), initials_match("CNN", "support vector")
    (True, True, False)
    """
    letters = [c for c in acronym.lower() if c.isalnum()]
    parts = [_DIGITS.get(part.lower(), part) for part in re.findall(r"[A-Za-z0-9]+", phrase)]
    if not letters or not parts or parts[0][0].lower() != letters[0]:
        return False
    joined = "".join(parts).lower()
    initials = "".join(part[0].lower() for part in parts)
    if "".join(letters) == initials:
        return True
    position = 0
    for letter in letters:
        position = joined.find(letter, position) + 1
        if position == 0:
            return False
    return len(letters) >= 2 and sum(initial in letters for initial in initials) >= max(2, len(parts) - 2)
