"""People and organisations that no lexicon knows, found by how they are printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from kgraph.core.text import has_han
from kgraph.extract.lexicon import Lexicon

_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费薛雷"
    "贺倪汤滕殷罗毕郝邬安常乐于傅齐康伍余顾孟平黄穆萧尹姚邵汪毛狄米贝明臧计成戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾路江童颜郭"
    "梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房解应宗丁邓洪包左石崔龚程邢裴陆荣翁荀甄曲封储靳段焦谷车侯班宁仇甘武刘景詹龙叶"
    "黎白蒲赖卓乔温庄晏柴瞿阎习廖耿匡寇欧沙聂曾游权逯敖冷辛简饶申岳"
    "谭佟岑谌符涂邝邸蔺辜闻屠卞巩覃翟兰佘娄付肖闫丛牟冉戎桑桂濮巫仲池栾鞠"
)
_JAPANESE = (
    "佐藤|铃木|高桥|田中|伊藤|渡边|山本|中村|小林|加藤|吉田|山田|佐佐木|山口|松本|井上|木村|清水|斋藤|山崎|阿部|池田|桥本|石川|中岛|前田|藤田|"
    "小川|后藤|冈田|长谷川|村上|近藤|石井|坂本|远藤|青木|藤井|西村|福田|太田|三浦|冈本|松田|中川|中野|原田|小野|竹内|金子|藤原|松尾|甘利|福岛|川口"
)
"""Family names of two characters and more, which Chinese text keeps."""
_AFTER = r"(?=\s*(?:等人|等\s|团队|教授|老师|博士|院士|研究员|组(?![成合件织])|一作|主讲|领衔|带队|牵头|力荐|参与|点赞|维护|开发|编写|撰写|合写|写的|讲的|编著|合著|著[，。,]|《|独自|谈|：))"
_BEFORE = r"(?:教授|博士|院士|研究员|学者|科学家|导师|作者|大神|大牛|负责人|创始人|之父|一作|第一作者|通讯作者|学生|同学|博士生|硕士生|实习生|师兄|师姐|师弟|师妹)(?:[是为：:]\s?)?\s?"
_ONE_CHINESE = rf"[{_SURNAMES}][一-鿿](?:(?![和与及等的在])[一-鿿])?"
_LISTED_CHINESE = re.compile(
    rf"(?:(?P<told>(?:作者|一作|由|来自)\s?(?:是|为|有|包括|[：:])?\s?)|(?<![一-鿿])|(?<=[的是为]))"
    rf"(?P<names>{_ONE_CHINESE}(?:\s?[、和与]\s?{_ONE_CHINESE}){{1,12}}?)(?=\s?(?P<more>等人|合?著|编著|等\s|等[一二两三四五六七八九十\d]|团队)|\s?(?:[，。；,;)）]|提出|完成|撰写|$))"
)
"""Chinese names that are listed: with 作者 or 由 before them, or 等人 behind them."""
_DOES = r"提出|发表|给出|发明|主导|领衔|设计|开发|发起|创立|创办|创建|牵头|操刀|带队|完成|撰写|维护|推出|注意到|发现|(?:又|则|也|首次|随后|后来|曾)?(?:提|给|写|把|将|用|在|做|认为|指出|证明|一作)"
"""What a person does: said of no word but a name."""
_BESIDE = r"[、和与]\s?(?:[A-Z][a-z]+ |[一-鿿]{2,3}(?:等|[、和与在的把用，。；（(]|提出|发表|给出|团队|组)|[一-鿿]{2,8}(?:大学|学院|研究院|研究所|理工))"
_BEHIND = re.compile(
    rf"\s?(?P<name>{_ONE_CHINESE}){_AFTER}|\s?(?:的\s?)?(?:(?P<two>{_ONE_CHINESE})(?=等(?:[人的在于把将用首]|提出|设计|发表|给出|推出|开发|发现|认为|证明)|{_BESIDE}|提出|发表|发明|给出)"
    rf"|(?P<three>[{_SURNAMES}][一-鿿]{{2}})(?={_DOES}))"
)
_LATIN_BESIDE = r"[A-Z][a-z]+(?:-[A-Za-z][a-z]+)? (?:[A-Z]\. )?[A-Z][a-z]+"
"""A Latin name in the brackets behind a Chinese one."""
_CHINESE = re.compile(
    rf"(?<![一-鿿])(?P<first>[{_SURNAMES}][一-鿿]{{1,2}}){_AFTER}"
    rf"|(?:大学|学院|[、和与由]|公司|实验室)(?P<after>[{_SURNAMES}][一-鿿]{{1,2}}){_AFTER}"
    rf"|(?P<latin>[{_SURNAMES}][一-鿿]{{1,2}})(?=\s?[（(]{_LATIN_BESIDE}[)）,，])"
    rf"|(?P<japanese>(?:{_JAPANESE})[一-鿿]{{1,3}}?){_AFTER}"
    rf"|{_BEFORE}(?P<titled>[{_SURNAMES}][一-鿿]{{1,2}})(?=[\s的，,。、：等在《）)；]|来自)"
    rf"|(?<![一-鿿])(?P<acting>[{_SURNAMES}][一-鿿]{{2}})(?=在\s?《)"
)
_WROTE = re.compile(
    rf"(?:^|[：:，。；\n])\s?(?P<name>[{_SURNAMES}][一-鿿]{{1,2}}?)(?:当年|自己|独自|一个人|后来|早年|[读在][^，。]{{0,6}}[时间期])*(?:写|做|开发|维护|发起|整理)的\s?[“《]?[A-Z]",
    re.MULTILINE,
)
"""Who opens a clause and wrote what follows: 某某读书时写的 X."""
_AND_OTHERS = re.compile(
    rf"(?P<name>(?<=[一-鿿])(?:[{_SURNAMES}](?<![于和向从时])[一-鿿]{{2}}|[{_SURNAMES}][一-鿿]))(?=等人)"
)
"""A Chinese name before 等人 in the middle of a sentence: 先读庞某某等人的综述."""
_BOTH_NAMES = re.compile(rf"\s?[(（](?P<latin>{_LATIN_BESIDE})(?=[)）,，])")


def latin_beside(text: str, end: int) -> tuple[int, int] | None:
    """Return the place of the Latin name in the brackets behind a Chinese name that ends at ``end``.

    >>> latin_beside("张伟（Wei Zhang）", 2)
    (3, 12)
    """
    match = _BOTH_NAMES.match(text, end)
    return match.span("latin") if match is not None else None


_NOT_CHINESE = frozenset(
    [
        "这篇",
        "该文",
        "本文",
        "相关",
        "一个",
        "两个",
        "任务",
        "方法",
        "模型",
        "高效",
        "高性",
        "华为",
        "华人",
        "金融",
        "平台",
        "马上",
        "应用",
        "常见",
        "万字",
        "明星",
        "安全",
        "成为",
        "成功",
        "时间",
        "解读",
        "解决",
        "计算",
        "权威",
        "简单",
        "路线",
        "云计",
        "江湖",
        "何时",
        "何为",
        "任何",
        "于是",
        "乐观",
        "史上",
        "单词",
        "包括",
        "包含",
        "方案",
        "成本",
        "成果",
        "经验",
        "经典",
        "程序",
        "高管",
        "高层",
        "高级",
        "高分",
        "高质",
        "常用",
        "车辆",
        "连续",
        "单模",
        "曾经",
        "项目",
        "路径",
        "雷达",
        "申请",
        "应该",
        "严格",
        "温度",
        "黄金",
        "田径",
        "沙盒",
        "万能",
        "丁类",
        "余下",
        "全新",
        "左右",
        "石墨",
        "水平",
        "支持",
        "钱包",
        "游戏",
        "祝贺",
        "解码",
        "解释",
        "习惯",
        "练习",
        "宗旨",
        "明确",
        "计划",
        "米级",
        "封装",
        "封闭",
        "安装",
        "和其",
        "时序",
        "时候",
        "符号",
        "符合",
        "涂鸦",
        "闻名",
        "付费",
        "付出",
        "付款",
        "肖像",
        "池化",
        "兰州",
        "桂林",
        "丛书",
    ]
)

_WORD = r"[A-ZÀ-Þ][a-zß-ž]+(?:[A-Z][a-zß-ž]+|-[A-Z]?[a-zß-ž]+|['’][A-Z][a-zß-ž]+)?"
_LATIN_PART = r"A-Za-zÀ-ž0-9_-"
"""What a Latin word goes on with; a Chinese character right before one is none of it."""
_LATIN = re.compile(
    rf"(?<![{_LATIN_PART}])(?P<name>(?:[A-Z]\. ?){{0,4}}{_WORD}(?: (?:[A-Z]\.|van|de|von|der|{_WORD})){{1,3}})"
    r"(?=\s*(?:等人|等|教授|博士|团队|的团队|的论文|的《|在他的|在她的|介绍|在《|和\s?[A-Z]|与\s?[A-Z]|、\s?[A-Z]|领衔|独自|谈|推新|的受邀|回顾|发表|新课|提出|力荐|写的|维护|的播客|的博客|说|认为|表示|也?在作者|任|et al))"
)
_ROLE = r"(?:教授|博士|院士|研究员|学者|科学家|导师|作者[是为：:]?|第一作者|一作|创始人|CEO|总裁|院长|主任|主播|博主|工程师|负责人|主编|主持人|由)\s?"
_LATIN_TITLED = re.compile(
    rf"{_ROLE}(?P<name>(?:[A-Z]\. ?){{0,4}}{_WORD}(?: (?:[A-Z]\.|van|de|von|der|{_WORD})){{1,3}})(?![{_LATIN_PART}])"
)
_GIVEN = frozenset(
    line
    for line in files("kgraph.extract").joinpath("lexicons/given_names.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
_FULL = re.compile(
    rf"(?<![{_LATIN_PART}])(?P<name>(?P<given>{_WORD})(?: (?:[A-Z]\.|van|von|de|der|den|la|le|El|Al|{_WORD})){{0,3}}? {_WORD})(?![{_LATIN_PART}])"
    r"(?! (?:Institute|University|School|College|Foundation|Prize|Award|Test|Medal|Fellow|Lab|Research)\b)"
)
_FULL_NAME = rf"(?P<name>{_WORD}(?: (?:[A-Z]\.|van|von|de|der|{_WORD})){{1,2}})"
PERSON_AFTER = re.compile(
    rf"(?:, (?:and )?| and | & |、|和|与){_FULL_NAME}(?=[,.;:)、，。；） ]|[和与等的]|$)(?! (?:University|Institute|Research|Lab|School))"
)
PERSON_BEFORE = re.compile(rf"(?:^|(?<=[\s,(（、，。：；和与由])){_FULL_NAME}(?:, (?:and )?| and | & |、|和|与)$")
"""A full name right after or right before that of a person, with what joins the two."""
_SURNAMES_ONLY = re.compile(
    rf"(?<![.{_LATIN_PART}])(?<![.{_LATIN_PART}] )(?P<one>[A-Z][a-zß-ž]{{2,}})"
    r"(?:\s?(?:和|与|、|&|and)\s?(?P<other>[A-Z][a-zß-ž]{2,}))?"
    r"(?=\s?等人|、[一-鿿]{2,3}\s?等人|\s?(?:[在于]\s?)?(?:19|20)\d\d\s?年\s?(?:提出|发表|发明|证明)|\s*et al)"
)
_TWO_CAPITALS = re.compile(r"[A-ZÀ-Þ](?:[\w'’-]*|\.) ?(?:[a-z]+ )?[A-ZÀ-Þ]")
"""What every full name holds: two words that begin with a capital."""
_CONJOINED = re.compile(
    rf"(?:和|与|、)\s?(?P<name>(?:[A-Z]\. ?){{0,4}}{_WORD}(?: (?:[A-Z]\.|{_WORD})){{1,3}})(?=\s*(?:的|等|在|提出|发表))"
)
_TECHNICAL = re.compile(
    r"\b(?:Learning|Networks?|Neural|Deep|Models?|Data|Machine|Graph|Language|Vision|Image|Video|Search|Research|Google|Facebook|"
    r"Microsoft|Amazon|Attention|Transformer|Training|Adversarial|Generative|Gradient|Batch|Normalization|Policy|Memory|Monte|Carlo|"
    r"Open|Source|Paper|University|Institute|Brain|Lab|Research|Challenge|Benchmark|Conference|Spotlight|Workshop|Tutorial|Caption|"
    r"Live|Edge|Cloud|Studio|Code|Book|Best|Oral|Track|Kernel|Kernels|Funds?|Capital|Ventures|Labs|Group|Foundation|Studios?|Process|Random|Forest|Field|Fields|Bayesian|Markov|Gaussian|Real-[Tt]ime|Object|Detection|Recognition|"
    r"Segmentation|Generation|Optimi[sz]ation|Estimation|Reconstruction|Translation|Retrieval|Reasoning|Understanding|Reinforcement|Supervised|"
    r"Speech|Semantic|Visual|Tracking|Prediction|Classification|Representations?|Distillation|Quantization|Diffusion|Inference|Alignment)\b"
)


_WITH_PLACE = re.compile(
    rf"(?:(?<![一-鿿])(?P<zh>[{_SURNAMES}][一-鿿]{{1,2}})|(?<![{_LATIN_PART}])(?P<latin>{_WORD}(?: (?:[A-Z]\.|{_WORD})){{1,2}}))"
    r"\s?[(（](?P<place>[^()（）,，]{2,40})[)）]"
)


def find_placed_people(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, words in the bracket) of what could be a person with an institution: 张伟（清华大学）.

    >>> [("张伟（清华大学）"[s:e], place) for s, e, place in find_placed_people("张伟（清华大学）")]
    [('张伟', '清华大学')]
    """
    for match in _WITH_PLACE.finditer(text) if "(" in text or "（" in text else ():
        group = "zh" if match["zh"] else "latin"
        if not _TECHNICAL.search(match[group]) and match[group][:2] not in _NOT_CHINESE:
            yield *match.span(group), match["place"].strip()


def is_person(name: str) -> bool:
    """Return whether ``name`` is written as the full name of a person and holds no technical word.

    >>> is_person("Goku Mohandas"), is_person("Risk Analysis 2"), is_person("Foundation Models")
    (True, False, False)
    """
    return re.fullmatch(_FULL_NAME, name) is not None and _TECHNICAL.search(name) is None


def find_people(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of people in ``text``: Chinese names beside a title or 团队, Latin names beside 等人, 教授 and the like.

    >>> [("周志华团队：深度森林"[s:e]) for s, e in find_people("周志华团队：深度森林")]
    ['周志华']
    >>> [("Chulhee Yun 等人发表"[s:e]) for s, e in find_people("Chulhee Yun 等人发表")]
    ['Chulhee Yun']
    """
    found: set[tuple[int, int]] = set()
    for match in () if text.isascii() else _CHINESE.finditer(text):
        group = next(name for name in ("first", "after", "latin", "japanese", "titled", "acting") if match[name])
        name = match[group]
        if name not in _NOT_CHINESE and name[:2] not in _NOT_CHINESE:
            found.add(match.span(group))
    for match in _WROTE.finditer(text) if "的" in text else ():
        if match["name"][:2] not in _NOT_CHINESE:
            found.add(match.span("name"))
    for match in _AND_OTHERS.finditer(text) if "等人" in text else ():
        if match["name"][:2] not in _NOT_CHINESE:
            found.add(match.span("name"))
    for match in _LISTED_CHINESE.finditer(text) if "、" in text or "和" in text or "与" in text else ():
        if match["told"] or match["more"]:
            found |= set(_each_chinese(match["names"], match.start("names")))
    if any(mark in text for mark in ("等人", "年", "et al")):
        for match in _SURNAMES_ONLY.finditer(text):
            found |= {
                match.span(group) for group in ("one", "other") if match[group] and not _TECHNICAL.search(match[group])
            }
    if _TWO_CAPITALS.search(text) is not None:
        found |= _full_names(text)
    yield from sorted(found)


_OF_SCHOOL = re.compile(rf"(?:大学|学院|研究院|研究所|实验室|公司)的\s?{_FULL_NAME}(?=\s?[一-鿿、，,。（(])")


def person_behind(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the place of the Chinese name that stands right behind an institution: 清华唐杰团队.

    >>> text = "清华唐杰团队"
    >>> person_behind(text, 2, len(text))
    (2, 4)
    """
    match = _BEHIND.match(text, start, end)
    if match is None:
        return None
    group = next(name for name in ("name", "two", "three") if match[name])
    return match.span(group) if match[group][:2] not in _NOT_CHINESE else None


_ALONE = re.compile(rf"\s*(?P<name>{_ONE_CHINESE})\s?(?:老师|教授|博士|团队|等人?)?[\s。.]*")


def chinese_name(text: str) -> tuple[int, int] | None:
    """Return the place of the Chinese name that a text is, with a title behind it at most.

    >>> chinese_name("李四光教授"), chinese_name("官方团队")
    ((0, 3), None)
    """
    match = _ALONE.fullmatch(text)
    return match.span("name") if match is not None and match["name"][:2] not in _NOT_CHINESE else None


def _each_chinese(names: str, start: int) -> list[tuple[int, int]]:
    """Return the place of each name of a list, or nothing where one of them is an ordinary word."""
    listed = list(re.finditer(_ONE_CHINESE, names))
    if any(found.group() in _NOT_CHINESE or found.group()[:2] in _NOT_CHINESE for found in listed):
        return []
    return [(start + found.start(), start + found.end()) for found in listed]


def _full_names(text: str) -> set[tuple[int, int]]:
    found = {match.span("name") for match in _OF_SCHOOL.finditer(text) if is_person(match["name"])}
    found |= {
        match.span("name")
        for pattern in (_WRITTEN_BY, _MADE_BY)
        for match in pattern.finditer(text)
        if not _TECHNICAL.search(match["name"]) and not find_company(match["name"])
    }
    chinese = (_LATIN, _LATIN_TITLED, _CONJOINED) if has_han(text) or "et al" in text else ()
    for pattern in (*chinese, _FULL):
        for match in pattern.finditer(text):
            if (pattern is not _FULL or match["given"] in _GIVEN) and not _TECHNICAL.search(match["name"]):
                found.add(match.span("name"))
    return found


_WRITTEN_BY = re.compile(
    r"\b(?:[Ww]ritten|[Pp]roposed|[Ii]ntroduced|[Pp]resented|[Aa]uthored|[Dd]eveloped|[Rr]eleased|[Cc]reated|[Ss]tarted|[Dd]esigned) (?:in \d{4} )?by "
    rf"{_FULL_NAME}(?=[.;)]?\s?$|, [A-Z]|,? (?:and|at|of|from|with|et al)\b| &)"
)
"""A full name behind ``written by``: a person whatever the given name."""
_MADE_BY = re.compile(
    rf"(?<![\w+-])(?=[\w+-]*[A-Z0-9])[\w+-]+,? by (?!\w+ing\b){_FULL_NAME}(?= (?:of|at|from) [A-ZÀ-Þ]| and (?:others|colleagues|co-?workers)\b)"
)
"""The same behind the name of a thing, where it is told whose or with whom: QuixNet by Jane Doe of …"""
_COMPANY = re.compile(
    r"\b(?:Electronics|Systems|Intelligence|Technologies|Software|Therapeutics|Motors?|Robotics|Corporation|Company|Institut\w*|College|School|Academy|Team|Engineering|Science|Sciences|Computing|Health)\b"
)


def find_company(name: str) -> bool:
    """Return whether a capitalised name holds a word of companies and institutes."""
    return _COMPANY.search(name) is not None


_COUNTRY = (
    "中国|美国|英国|法国|德国|日本|韩国|加拿大|澳大利亚|新加坡|瑞士|瑞典|荷兰|意大利|西班牙|匈牙利|以色列|印度|俄罗斯|奥地利|比利时|"
    "丹麦|芬兰|挪威|波兰|捷克|葡萄牙|希腊|土耳其|巴西|新西兰"
)
_OF_COUNTRY = re.compile(rf"(?:{_COUNTRY})(?=..)")
_CHINESE_ORG = re.compile(
    r"[一-鿿·]{2,14}?(?:大学|学院|研究院|研究所|研究中心|实验室|医院)(?![生堂名])(?:[一-鿿]{1,5}(?:学院|研究院|实验室|医院))?"
)
_CUT = re.compile(
    r".*(?:来自|联合|携手|以及|还有|包括|其中|和|与|及|在|的|等|是|由|被|给|了|位|名|个|所|篇|所大学|入|国际|合作|当时|同|到|从|任教|毕业于|任职|于|年|届|读|看|出自|源自|随后|后来|之后|此后|同期|接着|各大?|[一两二三四五六七八九十几数多]家)"
)
_NEXT_ORG = r" (?:[A-Z][\w.&-]* ){0,4}(?:Universit|Institut|College|School|Academy|Research|Lab|AI\b|Inc\b|Google|Meta|Microsoft)"
_LATIN_ORG = re.compile(
    rf"(?:University of (?:[A-Z][\w-]+(?:(?:,(?!{_NEXT_ORG}))? (?:at )?[A-Z][\w-]+)*)|(?:[A-Z][\w.-]{{1,40}} ){{1,3}}(?:University|Institute of Technology|College|Research Lab)\b)"
)


_LAB = re.compile(
    r"\b(?:from|by|at|of|in|and) the (?P<name>(?!Working|Focus|Reading|Study|User|Task|Age|Control|Research)"
    r"[A-ZÀ-Þ][\w-]+(?: [A-ZÀ-Þ][\w-]+){0,2} (?:[Ll]ab|[Ll]aboratory|[Gg]roup)(?![\w-]))"
)
"""A laboratory by the name of who leads it: from the Oakley lab."""
_OTHER_SCHOOL = re.compile(
    r"(?<![\w-])(?:(?:Technische|Freie|Katholieke|Vrije|Rijks) |(?:[A-ZÀ-Þ]\w+-){1,3})?"
    r"(?:Universität|[Uu]niversität|Université|Universidade?|Universitat|Università|Universiteit)"
    r"(?:(?: (?:de|di|do|da|du|des|degli|della|der|zu|van))*[ -][A-ZÀ-Þ][\w-]+){1,3}"
)
"""Universities in other languages than English: Université de Montréal."""


_MIXED_ORG = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][A-Za-z]+(?: AI| NLP)?)\s?(?:研究院|研究所|实验室)(?![生堂名])", re.ASCII
)


_PLACE = re.compile(
    r"(?:[A-Za-z]{2,12} ?)?(?:北京|上海|深圳|广州|杭州|南京|苏州|西雅图|硅谷|伦敦|巴黎|东京|新加坡|多伦多|蒙特利尔|苏黎世|亚洲|美国|中国|欧洲) ?$"
)
_SHORT_SCHOOL = re.compile(
    rf"(?:{_COUNTRY})?(?P<own>[一-鿿]{{1,4}}(?:科大|理工|工大|师大|交大|财大)|中科院[一-鿿]{{2,4}}?所)(?=[\s、，,&和与等的联团提开发推博教者研出首硕计新最]|$"
    rf"|[{_SURNAMES}][一-鿿]{{1,2}}(?:[、和与等]|团队|组))"
)
"""Universities and institutes by their short names."""
_SCHOOL = re.compile("大学|学院|研究[院所中]|实验室|医院|科大|理工|工大|师大|交大|财大|中科院")
"""What the Chinese name of every institution holds: most texts need no closer look."""


_SHORT_NAMES = {
    "上交": "上海交通大学",
    "南大": "南京大学",
    "武大": "武汉大学",
    "中大": "中山大学",
    "人大": "中国人民大学",
    "西交": "西安交通大学",
    "东大": "东南大学",
    "天大": "天津大学",
    "同济": "同济大学",
    "川大": "四川大学",
    "厦大": "厦门大学",
    "山大": "山东大学",
}
_BEFORE_PERSON = re.compile(
    rf"(?<![一-鿿])(?P<school>{'|'.join(_SHORT_NAMES)})(?=\s?(?:的\s?)?[{_SURNAMES}][一-鿿]{{1,2}}等)"
)
"""Short names of universities that are parts of ordinary words, before one of their people."""


def find_organizations(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (start, end, other names) of universities, institutes and laboratories in ``text``.

    >>> text = "来自法国波尔多大学、浙江大学的研究者"
    >>> [(text[s:e], others) for s, e, others in find_organizations(text)]
    [('法国波尔多大学', ('波尔多大学',)), ('浙江大学', ())]
    """
    schools = _SCHOOL.search(text) is not None
    for match in _CHINESE_ORG.finditer(text) if schools else ():
        start = match.start()
        cut = _CUT.match(match.group())
        if cut is not None:
            start += cut.end()
        name = text[start : match.end()]
        others: tuple[str, ...] = ()
        country = _OF_COUNTRY.match(name)
        if country is not None:
            others = (name[country.end() :],)
        if len(name) >= 4:
            yield start, match.end(), others
    for match in _SHORT_SCHOOL.finditer(text) if schools else ():
        start = match.start("own")
        cut = _CUT.match(match["own"])
        if cut is not None:
            start += cut.end()
        if match.end() - start >= 3:
            yield start, match.end(), ()
    for match in _BEFORE_PERSON.finditer(text) if "等" in text else ():
        yield *match.span("school"), (_SHORT_NAMES[match["school"]],)
    for match in _MIXED_ORG.finditer(text) if schools else ():
        if match["name"] in ("AI", "NLP"):
            # 某地 AI 研究院: a field alone names no organisation, with its place it does.
            placed = _PLACE.search(text[max(0, match.start() - 24) : match.start()])
            if placed is not None:
                yield match.start() - len(placed.group()), match.end(), ()
            continue
        yield match.start(), match.end(), (match["name"],)
    for match in _LATIN_ORG.finditer(text):
        yield match.start(), match.end(), ()
    for match in _LAB.finditer(text) if "ab" in text or "roup" in text else ():
        yield *match.span("name"), ()
    for match in _OTHER_SCHOOL.finditer(text) if "niversi" in text else ():
        yield match.start(), match.end(), ()


_TEAM = re.compile(r",\s(?P<name>[A-Z][\w&-]*(?:\s[A-Z][\w&-]*){0,2})\s(?:Team|Department|Division)\b", re.ASCII)


def team_behind(text: str, at: int, lexicon: Lexicon) -> int:
    """Return where a team ends whose name stands behind its organisation and a comma, else ``at``.

    Both are one maker, "Vision Research, Robots Team"; where the words are another organisation's name they are two.
    """
    match = _TEAM.match(text, at)
    if match is None or lexicon.has(match["name"], "Organization"):
        return at
    return match.end()


_PINYIN = re.compile(
    r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u)){1,2}",
    re.IGNORECASE,
)
_PINYIN_SURNAME = re.compile(
    "wang|li|zhang|liu|chen|yang|huang|zhao|wu|zhou|xu|sun|ma|zhu|hu|guo|he|lin|gao|luo|zheng|liang|xie|song|tang|deng|feng|han|cao|zeng|"
    "peng|xiao|cai|pan|tian|dong|yuan|yu|ye|du|su|wei|cheng|lu|ding|ren|yao|shen|zhong|jiang|cui|tan|shi|fan|jin|dai|jia|xia|fu|fang|"
    "zou|xiong|bai|meng|qin|qiu|hou|yin|xue|yan|duan|lei|long|tao|mao|hao|gu|gong|shao|wan|qian",
    re.IGNORECASE,
)


def is_common_surname(word: str) -> bool:
    """Return whether many people of one field have the family name: a Chinese one in pinyin.

    >>> is_common_surname("Wang"), is_common_surname("Kipf")
    (True, False)
    """
    return _PINYIN_SURNAME.fullmatch(word) is not None


def is_common_name(name: str) -> bool:
    """Return whether many people have the name: a Chinese name of two or three characters, or one in pinyin.

    >>> is_common_name("张伟"), is_common_name("Wei Zhang"), is_common_name("Thomas N. Kipf")
    (True, True, False)
    """
    if re.fullmatch(r"[一-鿿]{2,3}", name):
        return True
    first, _, last = name.partition(" ")
    return _PINYIN_SURNAME.fullmatch(last) is not None and _PINYIN.fullmatch(first.replace("-", "")) is not None
