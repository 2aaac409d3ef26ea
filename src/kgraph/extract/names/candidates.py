"""Candidates: the unknown Latin words of a document that may be names, each with the features by which it is judged.

A candidate is seen once in a document, with all the places that print it. Its features are the shape of the name, the
characters and kind words beside it, the column or list it stands in, and the types of known names listed with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kgraph.core import Block, BlockKind
from kgraph.core.text import fold, has_han
from kgraph.extract.forms.shapes import is_told
from kgraph.extract.forms.typing import WORDY, odd_case
from kgraph.extract.lexicon import Lexicon
from kgraph.extract.reading import Reading

_W = r"[A-Z][A-Za-z0-9_+]*(?:[-–.'’&@][A-Za-z0-9+]+)*"
_COUNTED = r"\d[\d.,]*\s?[年月日号岁亿万千百个篇种项层位倍次天周张条类款期届章节家人款场步轮行页字帧]"
"""A date or a number of things, which belongs to no name before it: ``Quix AI 12 月``."""
_CAPITALISED = rf"{_W}(?: (?:{_W}|(?!{_COUNTED}|(?:19|20)\d\d(?!\w)|\d+\.\d\d)\d\w*(?:\.\d(?!\d))?|(?:of|for|in|the|and|to|with) (?=[A-Z])))*"
_PATCH = r"(?:(?:(?<=-[A-Z])|(?<=-XL)|(?<=-Ti))/\d{1,2})?"
"""What ends the name of a model that sees pictures in patches: the size of these, ViT-B/16."""
_AMONG_HAN = re.compile(
    rf"(?<![A-Za-z0-9_/@.-])(?:{_CAPITALISED}|[a-z][A-Za-z0-9_+]*(?:[-.][A-Za-z0-9_+]+)*){_PATCH}\+{{0,2}}(?![A-Za-z0-9_/@À-ž])",
    re.ASCII,
)
_AMONG_LATIN = re.compile(
    rf"(?<![A-Za-z0-9_/@.-])(?:{_CAPITALISED}|[a-z]+[A-Z0-9_][A-Za-z0-9_+]*(?:[-.][A-Za-z0-9_+]+)*|[a-z]+\.[a-z]+)"
    rf"{_PATCH}\+{{0,2}}(?![A-Za-z0-9_/@À-ž])",
    re.ASCII,
)
"""Where the text around is Latin, small letters alone are no sign of a name."""
_MOST_WORDS = 5
_MOST_PLACES = 4
"""At how many of its places a candidate is looked at."""
_NO_NAME = re.compile(r"[Vv]?\d[\w.]*|[A-Z]?\d{4}.*|[A-Z]\d{1,2}|[A-Za-z]\.?")
_CITED = re.compile(
    r"\s?(?:et al|['’]\d\d(?!\d)|&|and [A-Z]\w+ (?:et al|['’(]\d)|[(（]?(?:19|20)\d\d[)）]?(?=[,;，；]|$))"
)
"""What follows the family names of a citation: ``Knuth and Moore '75``."""


@dataclass(slots=True)
class Candidate:
    """A name as first printed, the features of all its places, and the places: block, start, end."""

    name: str
    features: set[str] = field(default_factory=set)
    places: list[tuple[Block, int, int]] = field(default_factory=list)


_OPENING_VERBS = frozenset([
    "Adapts", "Beats", "Combines", "Compares", "Evaluates", "Exceeds", "Extends", "Follows", "Generates", "Implements",
    "Improves", "Introduces", "Learns", "Matches", "Needs", "Outperforms", "Predicts", "Presents", "Proposes", "Replaces",
    "Requires", "Reuses", "Supports", "Surpasses", "Swaps", "Trains", "Unlike", "Uses", "Wraps",
])  # fmt: skip
"""What a sentence without a subject opens with before the name of another thing: ``Beats QuixNet on …``."""
_STOP = frozenset([
    "the", "a", "an", "in", "on", "at", "of", "to", "by", "for", "from", "with", "and", "or", "but", "it",
    "its", "this", "that", "these", "those", "we", "our", "you", "your", "they", "their", "he", "his", "she",
    "her", "is", "are", "was", "were", "be", "been", "has", "have", "had", "can", "will", "do", "does", "did",
    "not", "no", "all", "any", "each", "every", "both", "most", "more", "many", "much", "some", "such", "one",
    "two", "three", "first", "second", "third", "new", "also", "then", "than", "when", "while", "where",
    "which", "who", "what", "why", "how", "if", "as", "so", "because", "since", "after", "before", "between",
    "over", "under", "into", "out", "up", "down", "here", "there", "now", "only", "just", "even", "still",
    "yet", "however", "see", "uses", "use", "using", "based", "paper", "code", "github", "arxiv", "http",
    "https", "www", "com", "html", "pdf", "org", "blog", "link", "links", "note", "notes", "figure", "table",
    "section", "chapter", "part", "page", "vs", "et", "al", "etc", "eg", "ie",
    "unlike", "like", "although", "though", "whereas", "compared", "given", "despite", "inside", "behind", "within", "without",
    "against", "during", "among", "across", "beyond", "either", "neither", "instead", "perhaps", "maybe", "today",
    "meanwhile", "finally", "similarly", "likewise", "enter", "meet", "introducing", "replacing", "combining", "unsurprisingly", "surprisingly",
    "our", "my", "another", "until", "unless", "once", "whether", "besides", "except", "regarding", "rather",
])  # fmt: skip
_UNPRINTED = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f]")
_NUMBER = re.compile(r"\s\d")
_OWNED = re.compile(r"['’]s\s")
"""What parts an owner from what it has: Graphormer's 0.12."""
_END = re.compile(r"[。；;！!？?¶]|[.:：] ")
_KINDS = re.compile(
    r"(?P<Dataset>数据集|语料|基准|竞赛|挑战赛|评测集|测试集|榜|(?i:\b(?:dataset|benchmark|corpus|challenge|leaderboard)s?\b))"
    r"|(?P<Software>库(?!存)|工具|平台|软件|引擎|插件|编译器|接口|后端|产品|应用|服务|(?i:\b(?:library|toolkit|toolbox|platform|software|package|plugin|engine|compiler|database|server|store|app|tool|framework|orchestrator)s?\b))"
    r"|(?P<Organization>大学|学院|研究院|研究所|实验室|公司|集团|团队|初创|创始|创立|成立|机构|投资|领投|融资|收购|旗下|出品|(?i:\b(?:university|institute|labs?|inc|company|startup|team|group)\b))"
    r"|(?P<Method>模型|算法|网络|方法|架构|优化器|损失|机制|检测器|编码器|骨干|底座|框架|(?i:\b(?:model|algorithm|network|method|architecture|optimi[sz]er|loss|attention|encoder|decoder|detector|agent)s?\b))"
    r"|(?P<Person>教授|博士|等人|作者|一作|首席执行官|研究员|(?i:\b(?:et al|author|professor)\b))"
)
_NEIGHBOUR_AFTER = re.compile(
    r"\s?(?:、|和|与|及|或|/|, | and | or )\s?([A-Za-z][\w+.-]*(?: [A-Z0-9][\w+.-]*)*)", re.ASCII
)
_NEIGHBOUR_BEFORE = re.compile(
    r"([A-Za-z][\w+.-]*(?: [A-Z0-9][\w+.-]*)*)\s?(?:、|和|与|及|或|/|, | and | or )\s?$", re.ASCII
)
_WORD_BEFORE = re.compile(r"([A-Za-z]+)[ (]*$")
_WORD_AFTER = re.compile(r"[ )]*([A-Za-z]+)")
_LAST_WORDS = {
    "Organization": frozenset(
        [
            "institute",
            "institutes",
            "labs",
            "lab",
            "ai",
            "research",
            "discovery",
            "partners",
            "ventures",
            "capital",
            "fund",
            "therapeutics",
            "group",
            "inc",
            "technologies",
            "technology",
            "university",
            "college",
            "foundation",
            "robotics",
            "systems",
            "health",
            "pharma",
            "bio",
            "brain",
            "works",
            "software",
            "studio",
            "studios",
            "academy",
            "association",
            "consortium",
            "initiative",
            "hospital",
            "bank",
            "corporation",
            "team",
        ]
    ),
    "Dataset": frozenset(
        [
            "bench",
            "benchmark",
            "dataset",
            "corpus",
            "challenge",
            "atlas",
            "qa",
            "vqa",
            "pile",
            "treebank",
            "collection",
            "set",
            "instruct",
            "bank",
            "images",
            "captions",
            "genome",
            "eval",
            "arena",
            "track",
            "suite",
            "db",
        ]
    ),
    "Software": frozenset(
        [
            "server",
            "studio",
            "kit",
            "toolkit",
            "cloud",
            "hub",
            "platform",
            "serve",
            "sdk",
            "api",
            "engine",
            "flow",
            "ops",
            "tools",
            "toolbox",
            "suite",
            "library",
            "sim",
            "simulator",
            "py",
            "js",
            "rs",
            "lib",
            "cli",
            "desktop",
            "app",
            "playground",
            "ui",
            "search",
            "gym",
            "core",
            "store",
            "notebook",
            "ml",
        ]
    ),
    "Method": frozenset(
        [
            "net",
            "nets",
            "network",
            "networks",
            "attention",
            "loss",
            "transformer",
            "former",
            "gan",
            "vae",
            "bert",
            "gpt",
            "llm",
            "llama",
            "diffusion",
            "learning",
            "search",
            "autoencoder",
            "optimizer",
            "descent",
            "normalization",
            "sampling",
            "distillation",
            "model",
            "models",
            "nerf",
            "clip",
            "vit",
            "rnn",
            "lstm",
            "gnn",
            "gcn",
            "mlp",
            "sam",
            "dqn",
            "ppo",
            "pruning",
            "regression",
            "machine",
            "forest",
            "splatting",
        ]
    ),
}
"""Last words, or last parts of a word behind a mark, that tell in any document what a name stands for."""
_LATIN_BAG = re.compile(r"[A-Za-z]{2,}")
_ENDINGS = re.compile(r"[A-Za-z]+$")


def candidates(
    reading: Reading, texts: Iterator[tuple[Block, int, int]], *, known: bool = False
) -> dict[str, Candidate]:
    """Return the candidates of the pieces of text, by folded name; ``known`` also those that the lexicon knows.

    Costs O(length of the texts).
    """
    found: dict[str, Candidate] = {}
    lexicon = reading.lexicon
    skipped: dict[str, bool] = {}
    for block, start, end in texts:
        text = reading.flat(block)
        chinese = has_han(text[start:end])
        if block.kind is BlockKind.HEADING and not chinese:
            continue
        for match in (_AMONG_HAN if chinese else _AMONG_LATIN).finditer(text, start, end):
            name, at = match.group().rstrip(".-'’&"), match.start()
            if name[-2:] in ("'s", "’s") and _NUMBER.match(text, match.end(), end):
                name = name[:-2]  # QuixNet's 54.7
            if " " in name:
                name = _before_metric(_OWNED.split(name)[0], lexicon)
            while (gap := name.find(" ")) > 0 and (name[:gap].lower() in _STOP or name[:gap] in _OPENING_VERBS):
                at += gap + 1
                name = name[gap + 1 :]
            if (gap := name.find(" ")) > 0 and lexicon.has(name[:gap], "Organization"):
                # "OpenAI Ada": a maker before its thing.
                at += gap + 1
                name = name[gap + 1 :]
                if not odd_case(name):
                    continue
            if not chinese and gap > 0 and _qualifies(text, start, at, name[:gap], name[gap + 1 :], lexicon):
                continue
            stop = at + len(name)
            skip = skipped.get(name)
            if skip is None:
                skip = skipped[name] = (
                    len(name) < 2
                    or name.lower() in _STOP
                    or _NO_NAME.fullmatch(name) is not None
                    or WORDY.search(name) is not None
                    or (
                        name[-1].isdigit()
                        and name[:-1].isalpha()
                        and name[1:-1].islower()
                        and bool(lexicon.lookup(name[:-1]))
                    )
                    or (name.endswith("s") and not known and bool(lexicon.lookup(name[:-1])))
                    or name.count(" ") >= _MOST_WORDS
                    or (lexicon.has(name, "topic") if known else bool(lexicon.lookup(name)))
                )
            if skip:
                continue
            if _CITED.match(text, stop, end) is not None:
                continue
            if name[0].islower() and not _odd_lower(name, text, at, stop, chinese):
                continue
            if not known and not reading.free(block, at, stop):
                continue
            if _in_title(reading, block, at, stop) or (" " in name and _over_title_end(reading, block, at, stop)):
                continue
            candidate = found.setdefault(fold(name), Candidate(name))
            candidate.places.append((block, at, stop))
            if len(candidate.places) <= _MOST_PLACES:
                candidate.features.update(_place_features(reading, block, text, start, end, at, stop))
    for candidate in found.values():
        candidate.features.add(f"n:{min(len(candidate.places), 4)}")
        candidate.features.add(f"doc:{'zh' if reading.chinese else 'en'}:{_shape(candidate.name)}")
        plain = [word.lower() in lexicon.words for word in re.findall(r"[A-Za-z]+", candidate.name)]
        candidate.features.add("words:all" if all(plain) else "words:some" if any(plain) else "words:none")
        candidate.features.update(shape_features(candidate.name))
    return found


def _qualifies(text: str, start: int, at: int, first: str, rest: str, lexicon: Lexicon) -> bool:
    """Return whether a plain word that opens a sentence only stands before a known name: ``Minimal JAX code``, ``Fused Triton kernels``."""
    opens = not text[max(start, at - 3) : at].rstrip(" ").endswith(tuple("abcdefghijklmnopqrstuvwxyz,"))
    plain = first.isalpha() and first[1:].islower()
    known = any(term.type in ("Method", "Software", "Dataset") for term in lexicon.lookup(rest))
    return opens and plain and known and _WRITTEN_IN.match(text, at + len(first) + 1 + len(rest)) is not None


_WRITTEN_IN = re.compile(
    r" (?:kernel|code|implementation|reimplementation|port|binding|wrapper|recipe|script|example|op|operator|primitive|extension|plugin|integration|snippet)s?\b"
)
"""What is written for or with a library whose name stands before it."""


def _over_title_end(reading: Reading, block: Block, start: int, end: int) -> bool:
    """Return whether words begin in a title and go on behind it, as no name does: [Notes on Value Learning](…) Jane Doe."""
    whole = {mention for mention in reading.around(block, start, end) if mention.type in ("Paper", "Resource")}
    opened = {mention for mention in reading.around(block, start, start + 1) if mention.type in ("Paper", "Resource")}
    return bool(opened - whole)


def _before_metric(name: str, lexicon: Lexicon) -> str:
    """Return the words of a name before one that a result is reported in: ``CIFAR-10 FID 3.55`` names CIFAR-10."""
    first, *more = name.split(" ")
    for place, word in enumerate(more):
        if lexicon.has(word, "metric"):
            return " ".join([first, *more[:place]])
    return name


def _odd_lower(name: str, text: str, at: int, stop: int, chinese: bool) -> bool:
    """Return whether a word in small letters may be a name: digits, capitals or marks in it, or Chinese right beside it."""
    if any(c.isupper() or c.isdigit() or c in "_." for c in name):
        return True
    return (
        chinese
        and len(name) >= 3
        and (at == 0 or not text[max(0, at - 2) : at].strip().isascii() or not text[stop : stop + 2].strip().isascii())
    )


def _in_title(reading: Reading, block: Block, at: int, stop: int) -> bool:
    return any(
        mention.type == "Paper" or (mention.type == "Resource" and mention.text.isascii() and not is_told(mention.text))
        for mention in reading.around(block, at, stop)
    )


def _place_features(
    reading: Reading, block: Block, text: str, start: int, end: int, at: int, stop: int
) -> Iterator[str]:
    """Yield the features of one place."""
    before, after = text[max(start, at - 24) : at], text[stop : min(end, stop + 24)]
    if not (before + after).isprintable():
        # Breaks of lines and cells get marks of their own, which a file of weights can hold.
        before, after = _UNPRINTED.sub("¶", before), _UNPRINTED.sub("¶", after)
    left, right = before.rstrip(' *_`“"「'), after.lstrip(' *_`”"」')
    last, first = left[-1:], right[:1]
    yield f"l1:{last}" if not last.isalnum() or not last.isascii() else "l1:a"
    yield f"r1:{first}" if not first.isalnum() or not first.isascii() else "r1:a"
    if not left.isascii():
        yield f"l2:{left[-2:]}"
    if not right.isascii():
        yield f"r2:{right[:2]}"
        yield f"lr:{last}|{first}"
    if (word := _WORD_BEFORE.search(before)) is not None:
        yield f"lw:{word[1].lower()}"
    if (word := _WORD_AFTER.match(after)) is not None:
        yield f"rw:{word[1].lower()}"
    if at == start or not left:
        yield "first"
    yield from (f"zb:{pair}" for place in range(2, 5) if not (pair := left[-place:][:2]).isascii() and len(pair) == 2)
    yield from (
        f"za:{pair}" for place in range(3) if not (pair := right[place : place + 2]).isascii() and len(pair) == 2
    )
    yield from (f"wb:{word}" for word in _LATIN_BAG.findall(before.lower())[-3:])
    yield from (f"wa:{word}" for word in _LATIN_BAG.findall(after.lower())[:3])
    ended = _END.search(after)
    clause = after[: ended.start()] if ended else after
    kind = _KINDS.search(clause)
    if kind is not None:
        yield f"ka:{kind.lastgroup}"
        if kind.start() <= 2:
            yield f"kn:{kind.lastgroup}"
    opened = before[max((m.end() for m in _END.finditer(before)), default=0) :]
    for kind in _KINDS.finditer(opened):
        yield f"kb:{kind.lastgroup}"
        if kind.end() >= len(opened) - 1:
            yield f"kp:{kind.lastgroup}"
    yield f"in:{block.kind}"
    if block.kind is BlockKind.ROW and block.header:
        column = text.count("\t", 0, at)
        if column < len(block.header):
            yield f"col:{fold(block.header[column])[:12]}"
    if any(link.start <= at and stop <= link.end for link in block.links):
        yield "link"
    for pattern, piece in ((_NEIGHBOUR_AFTER, after), (_NEIGHBOUR_BEFORE, before)):
        beside = pattern.match(piece) if pattern is _NEIGHBOUR_AFTER else pattern.search(piece)
        if beside is not None:
            types = {term.type for term in reading.lexicon.lookup(beside[1])}
            yield from (f"with:{type_}" for type_ in types)
            if not types:
                yield "with:?"


def _shape(name: str) -> str:
    words = name.split(" ")
    word = words[-1]
    if len(words) > 1:
        return f"words{min(len(words), 4)}"
    if word.islower():
        return "lower"
    if re.fullmatch(r"[A-Z]+", word):
        return f"upper{min(len(word), 5)}"
    if re.fullmatch(r"[A-Z][a-z]+", word):
        return "title"
    if re.fullmatch(r"[A-Z][a-z]+-[A-Z]?[a-z]+", word):
        return "plainhyphen"
    return "camel" if re.search(r"[a-z][A-Z]", word) else "odd"


def shape_features(name: str) -> Iterator[str]:
    """Yield the features of how a name is written."""
    words = name.split(" ")
    word = words[-1]
    yield f"s:{_shape(name)}"
    if any(c.isdigit() for c in name):
        yield "digit"
        if name[-1].isdigit():
            yield "digitend"
    for mark in "-_.&":
        if mark in name:
            yield f"has:{mark}"
    ending = _ENDINGS.search(word)
    if ending is not None:
        low = ending.group().lower()
        yield from (f"e:{low[-size:]}" for size in (2, 3, 4) if len(low) >= size)
        if len(words) > 1 or len(low) < len(word):
            yield f"lastword:{low}"
        yield from (f"last:{kind}" for kind, lasts in _LAST_WORDS.items() if low in lasts)
    marked = f"^{name.lower()}$"
    yield from (f"g:{marked[place : place + 4]}" for place in range(1, len(marked) - 4))
    yield from (f"w:{each.lower()}" for each in words if len(words) > 1)
    yield f"p:{name[:2]}"
    yield f"p:{name[:3].lower()}"
    if len(words) > 1:
        yield f"firstword:{words[0].lower()}"
