"""The rules of ``patterns.toml`` as regular expressions over the words and names of a sentence."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from kgraph.extract.prose.subjects import PROJECT, PROPOSING, TOLD_APART
from kgraph.extract.prose.tokens import MixedTokenizer

STOPS = "。；！？!?;\n\t"
"""Characters that end a sentence, whatever follows them."""
JOIN = frozenset({"、", "，", ",", "和", "与", "及", "以及", "或", "或者", "跟", "/", "&", "and", "or"})
"""What joins the names of a list."""
EACH = frozenset(["respectively", "分别"])
"""Words that pair two lists of names one by one."""
DENIED = frozenset(
    [
        "不",
        "没",
        "没有",
        "无需",
        "无须",
        "不再",
        "不必",
        "不用",
        "摆脱",
        "未",
        "无",
        "非",
        "not",
        "without",
        "no",
        "never",
    ]
)
"""Words that turn what follows into its opposite."""
_WHOLE = [
    "相比之下",
    "与此同时",
    "除此之外",
    "在此之前",
    "在此之后",
    "同期",
    "不同",
    "未见",
    "未知",
    "同年",
    "同样",
    "同时",
    "同一",
    "对手",
    "对此",
    "由于",
    "如今",
    "如果",
    "如同",
    "看来",
    "有趣",
    "有人",
    "有效",
    "有时",
    "为此",
    "为了",
    "因为",
    "作为",
    "成为",
    "认为",
    "用户",
    "从此",
    "以往",
    "以前",
    "以后",
    "像素",
    "向量",
    "将来",
    "使得",
    "在线",
    "跟着",
    "到了",
    "不同",
    "不仅",
    "不断",
    "不但",
    "不少",
    "不只",
    "不止",
    "无论",
    "无监督",
    "未来",
    "非常",
]
"""Words whose characters would mean something else one by one: 同期 is no 同, 相比之下 no 相比."""


@dataclass(frozen=True)
class Rule:
    """A rule: its expression over encoded tokens (a group per slot), the claims as (head, relation, tail), the confidence."""

    expression: str
    claims: tuple[tuple[str, str, str], ...]
    confidence: float
    entry: bool = False
    needs: tuple[frozenset[str], ...] = ()
    """Sets of codes of each of which every match holds one: a sentence without them need not be searched."""
    governed: frozenset[int] = frozenset()
    """The slots that the pattern itself sets behind a preposition: ``… by <Method>``."""
    crossing: bool = False
    """Whether the pattern itself holds a comma, so that what it says reaches over one."""

    @functools.cached_property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first asked for: a document or two need few of the rules."""
        return re.compile(self.expression)


@dataclass(frozen=True)
class Grammar:
    """The compiled rules.

    A sentence is encoded with one character per token: a letter per entity type, a private character per rule word, a
    point for anything else. Rules are then ordinary regular expressions with bounded gaps, which take linear time;
    spaCy's Matcher tries every length of every gap and needs memory exponential in their number.
    """

    tokenizer: MixedTokenizer
    rules: tuple[Rule, ...]
    codes: dict[str, str]
    governing: frozenset[str]
    """Words whose object a rule takes up: the name behind one is no subject."""

    @functools.cached_property
    def by_code(self) -> dict[str, list[tuple[int, tuple[frozenset[str], ...]]]]:
        """The places of the rules that need a code, with what else they need, by code."""
        found: dict[str, list[tuple[int, tuple[frozenset[str], ...]]]] = {}
        for place, rule in enumerate(self.rules):
            for code in rule.needs[0]:
                found.setdefault(code, []).append((place, rule.needs[1:]))
        return found


TYPE_CODES = {
    "Method": "M",
    "Dataset": "D",
    "Software": "S",
    "Organization": "O",
    "Person": "H",
    "Venue": "V",
    "Paper": "P",
    "Resource": "R",
}
STOP_CODE, OTHER_CODE = "!", "."
_COMMAS = frozenset(["，", ",", "，|,", ",|，"])
_CROSSED = TYPE_CODES["Method"] + TYPE_CODES["Software"]
"""What no gap of a rule reaches over: what is said there is said of that name."""


@functools.cache
def load_grammar() -> Grammar:
    """Return the compiled rules of ``patterns.toml``."""
    data = tomllib.loads(files("kgraph.extract.prose").joinpath("patterns.toml").read_text(encoding="utf-8"))
    words = sorted({word for row in data["rule"] for word in _words(row["pattern"])})
    codes = _Codes(words)
    rules = []
    for row in data["rule"]:
        claims = tuple((head, relation, tail) for head, relation, tail in (claim.split() for claim in row["claims"]))
        rules.append(
            Rule(
                _compile(row["pattern"], codes),
                claims,
                float(row["confidence"]),
                row.get("entry", False),
                _needed(row["pattern"], codes),
                _placed(row["pattern"]),
                bool(_COMMAS.intersection(row["pattern"].split())),
            )
        )
    governing = frozenset(word for row in data["rule"] for word in _governing(row["pattern"], row["claims"]))
    return Grammar(
        MixedTokenizer([*words, *JOIN, *EACH, *_WHOLE, *DENIED, *PROJECT, *PROPOSING, *TOLD_APART]),
        tuple(rules),
        codes,
        governing - JOIN - {"的"},
    )


def _words(pattern: str) -> list[str]:
    """Return the rule words of a written pattern, in lower case."""
    parts = [
        part
        for part in pattern.split()
        if part not in "^$" and not part.startswith("<") and not re.fullmatch(r"(?:\.\.|~)\d+", part)
    ]
    return [word.lower() for part in parts for word in part.lstrip("!").rstrip("?").split("|") if word not in ("", "$")]


def _governing(pattern: str, claims: Sequence[str]) -> list[str]:
    """Return the words of a written pattern right before the slots that it says to be a thing's base, rival or dataset."""
    slots = {claim.split()[2] for claim in claims if claim.startswith("thing ")}
    found: list[str] = []
    number, last = 0, ""
    for part in pattern.split():
        if part.startswith("<"):
            number += 1
            found += _words(last) if str(number) in slots and last else []
            last = ""
        elif not re.fullmatch(r"(?:\.\.|~)\d+", part) and part[0] not in "!^$" and not part.endswith("?"):
            last = part
    return found


PREPOSITIONS = frozenset(
    [
        "在",
        "对",
        "用",
        "与",
        "同",
        "跟",
        "把",
        "将",
        "从",
        "以",
        "比",
        "拿",
        "on",
        "in",
        "with",
        "to",
        "for",
        "by",
        "from",
        "than",
        "using",
        "at",
        "over",
    ]
)


def _placed(pattern: str) -> frozenset[int]:
    """Return the slots of a written pattern that stand behind a preposition, perhaps after a few words."""
    found, number, last = set(), 0, ""
    for part in pattern.split():
        if part.startswith("<"):
            number += 1
            if last and not PREPOSITIONS.isdisjoint(_words(last)):
                found.add(number)
        if not re.fullmatch(r"(?:\.\.|~)\d+", part):
            last = "" if part.startswith("<") else part
    return frozenset(found)


def _needed(pattern: str, codes: _Codes) -> tuple[frozenset[str], ...]:
    """Return the codes of each part of a written pattern that must be there, those that sentences hold least often first."""
    words = [
        frozenset("".join(codes.forms(word.lower()) for word in part.split("|") if word))
        for part in pattern.split()
        if part not in "^$"
        and part[0] not in "<!"
        and not part.endswith(("?", "$"))
        and not re.fullmatch(r"(?:\.\.|~)\d+", part)
    ]
    slots = [
        frozenset(TYPE_CODES[type_] for type_ in part.strip("<>").split("|"))
        for part in pattern.split()
        if part.startswith("<")
    ]
    return (*sorted(words, key=len), *sorted(slots, key=len))


def _compile(pattern: str, codes: _Codes) -> str:
    """Turn a written pattern into a regular expression over token codes."""
    found = []
    for part in pattern.split():
        if part.startswith("<"):
            found.append("([" + "".join(TYPE_CODES[type_] for type_ in part.strip("<>").split("|")) + "])")
        elif re.fullmatch(r"\.\.\d+", part):
            found.append(f"[^{STOP_CODE}{_CROSSED}]{{0,{part[2:]}}}?")
        elif re.fullmatch(r"~\d+", part):
            commas = "".join(codes[comma] for comma in "，," if comma in codes)
            found.append(f"[^{STOP_CODE}{_CROSSED}{commas}]{{0,{part[1:]}}}?")
        elif part.startswith("!"):
            found.append("(?![" + "".join(codes[word.lower()] for word in part[1:].split("|")) + "])")
        elif part == "^":
            found.append("^")
        elif part == "$":
            found.append(f"{STOP_CODE}?$")
        else:
            choices = "".join(
                codes.forms(word.lower()) for word in part.rstrip("?").split("|") if word not in ("", "$")
            )
            end = f"|{STOP_CODE}?$" if "$" in part else ""
            found.append(f"(?:[{choices}]{end})" + ("?" if part.endswith("?") else ""))
    return "".join(found)


class _Codes(dict[str, str]):
    """The character that stands for each rule word."""

    def __init__(self, words: Sequence[str]):
        super().__init__((word, chr(0xE000 + number)) for number, word in enumerate(words))
        self._longer: dict[str, list[str]] = {}
        """The words that end in a word of several Chinese characters, and those that begin with 更."""
        for word in words:
            for place in range(len(word) - 1):
                if not word[place:].isascii():
                    self._longer.setdefault(word[place:], []).append(word)
            if word.startswith("更"):
                self._longer.setdefault("更", []).append(word)

    def forms(self, word: str) -> str:
        """Return the codes of a rule word and of the longer rule words that say the same: 采用 and 采用了, 团队 and 研究团队, 快 and 更快.

        The tokenizer keeps the longest word of any rule whole, so that a shorter one inside it would not be seen.
        """
        same = {word, f"{word}了", f"{word}出", f"{word}于", f"{word}自", f"更{word}", *self._longer.get(word, ())}
        return "".join(sorted(self[other] for other in same if other in self))
