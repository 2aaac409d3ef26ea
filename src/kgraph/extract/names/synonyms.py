"""Synonyms: two names that a document itself says, or shows, to be one thing; one becomes an alias of the other.

``DeepLab（也称为 Atrous Net）`` says so, and ``Quilted-Lists-Library（QLLib）`` does. ``Capsule 网络`` is what the lexicon calls a
Capsule Network, so ``Capsule`` is that, too. And in a document that speaks of the ``RidgeBlock`` and of ``Ridge``, and of no other
``Ridge…``, both are the block. What a heading calls by its initials, the first line below may spell out.
"""

from __future__ import annotations

import re
from collections import defaultdict

from kgraph.core import Mention
from kgraph.core.text import fold, has_han
from kgraph.extract.forms.people import is_common_surname
from kgraph.extract.names.learn import initials_match, spelt_out, texts_of
from kgraph.extract.reading import Reading, Span

_NAMED = ("Method", "Dataset", "Software", "Organization")

_ALSO = re.compile(
    r"\s?[（(]\s?(?:(?:也|又|亦|或)被?(?:称|叫|名)[为作做]?|原名|别名|曾用名|简称为?|a\.?k\.?a\.?"
    r"|(?:also|formerly|previously|originally|better|now)(?:\s(?:known|called|named))?(?:\sas)?)\s?[:：]?\s?[\"“「]?"
    r"|[,，]\s?(?:[也又亦]被?[称叫][为作做]?|also\s(?:known\sas|called)|a\.?k\.?a\.?)\s?[\"“「]?",
    re.IGNORECASE,
)
"""What stands between two names of one thing, of which the text says so."""
_SAID = re.compile(r"\s?[\"”」]?\s?(?:[)）,，.。;；、]|$)", re.MULTILINE)
"""What stands behind the second of them."""

_KINDS = {
    "网络": "Network",
    "神经网络": "Neural Network",
    "模型": "Model",
    "算法": "Algorithm",
    "损失": "Loss",
    "注意力": "Attention",
    "卷积": "Convolution",
    "自编码器": "Autoencoder",
    "机": "Machine",
}
"""Kind words by which a name in Latin letters is completed in Chinese text, as its English form has them."""
_CALLED = ("网络", "模型", "算法")
"""Those with which a Chinese name may be written or not."""
_KIND = re.compile(rf"\s?(?P<kind>{'|'.join(sorted(_KINDS, key=len, reverse=True))})")

_NEAR = 40
"""How many lines from its long form an acronym may stand."""

_PART = re.compile(
    r"(?P<base>[A-Z][\w+.]{3,}?)[ -]?(?:[Bb]locks?|[Mm]odules?|[Ll]ayers?|[Uu]nits?|[Cc]ells?|[Ll]oss|[Mm]odels?|[Aa]lgorithms?|"
    r"[Nn]etworks?|模块|网络|模型|算法|损失)"
)
"""A name with the word for what it is. ``Net`` is none of these words: a Ghost module is not the GhostNet that is made of it."""


def read_synonyms(reading: Reading) -> None:
    """Give names of one thing each other as aliases, and people that a family name alone stands for their whole name.

    Costs O(text + mentions).
    """
    others: dict[Mention, list[str]] = defaultdict(list)
    for block, start, end in texts_of(reading):
        text = reading.flat(block)
        spans = [span for span in reading.spans(block, start, end) if span.mention.type in _NAMED]
        for place, span in enumerate(spans):
            if place and _said(reading, text, spans[place - 1], span):
                others[spans[place - 1].mention].append(span.mention.name)
            if span.mention.type == "Method" and (known := _completed(reading, text, span)):
                others[span.mention].append(known)
    _with_kind(reading, others)
    _spelt_out(reading, others)
    changed = {
        mention: mention._replace(
            aliases=tuple(name for name in dict.fromkeys((*mention.aliases, *names)) if name != mention.name)
        )
        for mention, names in others.items()
    }
    changed |= _whole_names(reading) | _own_acronyms(reading)
    if changed:
        reading.exchange(changed)


def _said(reading: Reading, text: str, one: Span, other: Span) -> bool:
    """Return whether the text between two names says that they are one thing.

    An abbreviation in brackets that the lexicon knows may be that of something else.
    """
    if one.mention.type != other.mention.type or fold(one.mention.name) == fold(other.mention.name):
        return False
    if _ALSO.fullmatch(text, one.end, other.start) is not None:
        return _SAID.match(text, other.end) is not None
    short, long = sorted((one.mention.name, other.mention.name), key=len)
    in_brackets = text[one.end : other.start].strip() in ("(", "（") and text[other.end :][:1] in ("）", ")")
    if not in_brackets or reading.lexicon.lookup(short):
        return False
    return sum(c.isupper() for c in short) >= 2 and initials_match(short, long)


def _completed(reading: Reading, text: str, span: Span) -> str:
    """Return the known name that an unknown one and the Chinese kind word behind it are.

    A Chinese name is called by itself and with the word: 随机森林, 随机森林算法.
    """
    match = _KIND.match(text, span.end)
    name = text[span.start : span.end]
    if match is not None and has_han(name[-1:]):
        whole = f"{name}{match['kind']}"
        return whole if match["kind"] in _CALLED and not reading.lexicon.lookup(whole) else ""
    if match is None or not name.isascii() or reading.lexicon.lookup(name):
        return ""
    known = reading.lexicon.lookup(f"{name} {_KINDS[match['kind']]}", "Method")
    return known[0].name if known else ""


def _with_kind(reading: Reading, others: dict[Mention, list[str]]) -> None:
    """Names that stand alone in one place and before the word for what they are in another, always the same word."""
    methods: dict[str, Mention] = {}
    for mention in reading.mentions:
        if mention.type == "Method":
            methods.setdefault(mention.name, mention)
    longer: dict[str, list[str]] = defaultdict(list)
    for name in methods:
        match = _PART.fullmatch(name)
        if match is not None and match["base"] in methods and not reading.lexicon.lookup(match["base"]):
            longer[match["base"]].append(name)
    for base, names in longer.items():
        if len({fold(name).removesuffix("s") for name in names}) == 1:
            others[methods[names[0]]].append(base)


def _spelt_out(reading: Reading, others: dict[Mention, list[str]]) -> None:
    """A heading's method whose first line below is another one's name and spells it out."""
    for section in reading.sections:
        subject = section.subjects[0] if section.subjects else None
        if subject is None or subject.type != "Method" or not section.units:
            continue
        unit = section.units[0]
        line = unit.text.strip(" *_")
        for span in reading.spans(unit.block, unit.start, unit.end):
            whole = unit.block.text[span.start : span.end] == line
            if whole and span.mention.type == "Method" and spelt_out(subject.name, line):
                others[subject].append(span.mention.name)


def _whole_names(reading: Reading) -> dict[Mention, Mention]:
    """A rare family name alone is the one person of that name whom the document names otherwise.

    The name is given to the mention, not an alias to the person: in another document it may be somebody else's.
    """
    people = [mention for mention in reading.mentions if mention.type == "Person"]
    whole: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(mention.name for mention in people):
        first, _, last = name.rpartition(" ")
        if first:
            whole[last].append(name)
    found = {}
    for mention in people:
        names = whole.get(mention.name, ())
        if len({name[0] for name in names}) == 1 and not is_common_surname(mention.name):
            found[mention] = mention._replace(name=max(names, key=lambda name: (len(name.split()[0]), name)))
    return found


def _own_acronyms(reading: Reading) -> dict[Mention, Mention]:
    """An acronym that the lexicon knows for something else is that of the unknown name near it whose initials it is.

    Not so where the other thing is named on its line, or spelt out near it: only a name in Latin letters shows its initials.
    """
    methods = [mention for mention in reading.mentions if mention.type == "Method"]
    # By line: a document of one long line must not cost the square of its names.
    spelt: dict[tuple[str, int], set[str]] = defaultdict(set)
    texts: dict[tuple[str, int], set[str]] = defaultdict(set)
    for mention in methods:
        texts[mention.name, mention.line].add(mention.text)
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", mention.name)).upper()
        if len(initials) >= 3 and mention.name == mention.text and not reading.lexicon.lookup(mention.name):
            spelt[initials, mention.line].add(mention.name)
    found = {}
    for mention in methods:
        around = range(mention.line - _NEAR, mention.line + _NEAR + 1)
        near = {name for line in around for name in spelt.get((mention.text, line), ())}
        if len(near) != 1 or not reading.lexicon.lookup(mention.text, "Method"):
            continue
        here = texts[mention.name, mention.line]
        beside = {text for line in around for text in texts.get((mention.name, line), ()) if text.isascii()}
        if not (here | beside) - {mention.text}:
            found[mention] = mention._replace(name=near.pop(), aliases=())
    return found
