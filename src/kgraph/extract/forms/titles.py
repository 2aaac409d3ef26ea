"""Titles and headlines: where they end, and by which other readings they are known."""

from __future__ import annotations

import re

from kgraph.core.text import fold, has_han, tidy
from kgraph.extract.forms.facts import VenueFound, find_venues
from kgraph.extract.forms.shapes import is_title, words
from kgraph.extract.forms.typing import TYPE_ORDER, WORDY, odd_case, type_from_words, type_in_name
from kgraph.extract.reading import Reading


def title_end(reading: Reading, head: str) -> int:
    """Return where a title ends: before a venue, a year or institutions in brackets that close the line."""
    match = re.search(r"\s*(?:,\s*|[(（\[]\s*)(?P<tail>[^(（\[,]{2,60}(?:,[^,]{2,40})?)[)）\]]?\s*$", head)
    if match is None or match.start() < 12:
        return len(head)
    tail = match["tail"]
    if next(iter(find_venues(tail, reading.lexicon)), None) is not None and re.search(r"\d", tail):
        return match.start()
    if re.search(r"(?:\s等人?|\bet al\.?)$", tail):
        return match.start()
    known = reading.lexicon.lookup(tail.strip(" )）]"), "Organization")
    return match.start() if known and head[match.start() :].lstrip()[:1] in "(（[" else len(head)


AWARD = re.compile(
    r"(?:最佳|杰出|优秀|获奖)[^。，]{0,14}(?:奖|提名)$|\b[Bb]est (?:[A-Za-z]+ )?(?:[Pp]aper|[Dd]emo) [Aa]ward$"
)
"""What a line ends with that gives a work's award and nothing else."""


_SOURCE_TAIL = re.compile(r"\s*(?:播报文章|[(（](?:长文预警|附[^()（）]*|视频|更新中)[)）])\s*$")


_KIND_HEAD = re.compile(
    r"^\s*(?:参考|珍藏版|视频|干货|重磅|原创|今晚|赛尔原创|常见问题|【[^【】]{1,16}】)\s*[|｜:：,，]?\s*"
)


def headline_names(text: str) -> tuple[str, list[str]]:
    """Return a headline without the words that are not part of it, and its other readings (with them, or after ``|``)."""
    name = tidy(_SOURCE_TAIL.sub("", text)).strip("*_")
    aliases = [tidy(text)]
    for separator in ("|", "｜"):
        if separator in name:
            parts = [part.strip() for part in name.split(separator)]
            aliases += [part for part in (parts[-1], parts[0], f"{separator} ".join(parts[1:])) if len(part) >= 6]
    stripped = _KIND_HEAD.sub("", name)
    if len(stripped) >= 6 and stripped != name:
        aliases.append(stripped)
    tail = re.match(r"^[^:：]{2,20}[:：]\s*(.{8,})$", name)
    if tail and re.search(r"论文|分享|20\d\d", name[: tail.start(1)]):
        aliases.append(tail.group(1))
    return name, [alias for alias in dict.fromkeys(aliases) if alias != name]


_IN_QUOTES = re.compile(r"[“\"«](?P<title>[^“”\"«»]+)[”\"»]")


def paper_names(text: str) -> tuple[str, list[str]]:
    """Return a paper's title and its other readings: without a name and colon that a list puts before it."""
    name = tidy(text).strip("*_").rstrip(".")
    if (quoted := _IN_QUOTES.fullmatch(name)) is not None:
        name = quoted["title"].rstrip(".,")
    aliases = []
    prefix = re.match(r"^([^:：]{2,40})[:：]\s*(.+)$", name)
    if prefix and is_title(prefix.group(2)) and len(words(prefix.group(2))) >= 5:
        aliases.append(prefix.group(2))
    bare = re.sub(r"\s*[(（][A-Z][\w-]{1,12}s?[)）]\s*$", "", name)
    if bare != name and len(words(bare)) >= 3:
        aliases.append(bare)
    return name, aliases


_VENUE_INSIDE = re.compile(
    r"(?P<name>[A-Za-z][\w+.-]{1,24})(?P<bracket>\s?[(（](?P<venue>[^()（）]{3,40})[)）])\s?(?=[:：])", re.ASCII
)


def venue_inside(reading: Reading, title: str) -> tuple[str, VenueFound] | None:
    """Return a title without the venue behind its name, and that venue, placed in ``title``: ``ERNIE(ACL 2019): Enhanced …``."""
    match = _VENUE_INSIDE.match(title)
    if match is None:
        return None
    start = match.start("venue")
    found = next((v for v in find_venues(match["venue"], reading.lexicon) if v.year), None)
    if found is None:
        return None
    place = found._replace(start=start + found.start, end=start + found.end)
    return title[: match.start("bracket")] + title[match.end("bracket") :].lstrip(), place


_PREFIX_STOP = re.compile(
    r"^(?:An? |The |On |How |Why |What |Towards? |Learning |Deep |Overview|Survey|Introduction|Explor|Understanding|Rethinking|Beyond )",
    re.IGNORECASE,
)


_GERUND = re.compile(
    r"^(?:Training|Learning|Improving|Using|Understanding|Exploring|Towards|Modeling|Scaling|Building|Making|Pre-?training)\b",
    re.IGNORECASE,
)


_PLAIN_REST = re.compile(
    r"^(?:An? (?:Overview|Survey|Review|Tutorial|Introduction|Comprehensive|Case|Brief|Primer|Study|Comparative)|Theory|Overview|Survey|Review|State of|Recent|Methods|Challenges|Past|Progress|理论|综述)",
    re.IGNORECASE,
)


_KIND_REST = re.compile(
    r"An? (?:[A-Z][\w-]+ ){0,3}(?:Framework|Method|Approach|Algorithm|Model|Network|Architecture|Technique|Library|Toolkit|Toolbox|System|Dataset|"
    r"Benchmark)\b"
)
"""What a title says after its colon of what it names before it: ``: A New Framework to …``."""


_TASK = re.compile(
    r"(?:Recognition|Detection|Segmentation|Summari[sz]ation|Tracking|Generation|Translation|Classification|Estimation|Retrieval|Learning|"
    r"Prediction|Synthesis|Analysis|Answering|Understanding|Modell?ing|Processing|Forecasting|Planning|Navigation|Matching|Control|Compression)$"
)
"""What the name of a task ends with; no method is meant by it."""


_ACRONYM = re.compile(
    r"^(?:[A-Z]\w*(?:-[a-z0-9_]\w*)*[ -]){2,6}\((?P<short>[A-Z][A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9]*)\)\s*[:：]"
)


_NO_NAME = re.compile(r"(?:[^s]s|ed|ion|ity|ness|ment|ance|ence|ics|ry)$")


def _named_plainly(reading: Reading, found: list[str]) -> bool:
    """Return whether two or three plain words before a title's colon name something: each begins with a capital, none is
    a field's or a general word, and the last is no plural and no abstract noun.
    """
    return (
        2 <= len(found) <= 3
        and all(word[0].isupper() and len(word) >= 3 for word in found)
        and _NO_NAME.search(found[-1]) is None
        and not reading.lexicon.has(" ".join(found), "topic", "generic")
    )


_CONTENT_END = re.compile(r"\s(?:as|by|for|from|in|of|on|to|using|via|with)\s|[:：?]")


def long_form(name: str, text: str) -> str:
    """Return the words at the start of ``text`` whose initials an acronym is made of, else the empty string.

    >>> long_form("ES", "Evolution Strategies as a Scalable Alternative"), long_form("HAN", "Heterogeneous Graph Attention Network")
    ('Evolution Strategies', '')
    """
    lead = _CONTENT_END.split(text.strip())[0]
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", lead))
    return lead if len(name) >= 2 and name.isupper() and initials.upper() == name and lead[0].isupper() else ""


_LEAD = re.compile(r"(?P<name>[A-Z][\w+-]*)\s(?:for|from|with|via|and|in|to)\s")
_SECOND = re.compile(r"[^:：]{2,40}[:：]\s*(?P<name>[A-Z][\w-]{1,20})\s*[:：]\s*\S")
_NAME_AND_REST = re.compile(r"(?P<name>[^:：]{2,48}?)\s*[:：]\s*(?P<rest>\S.*)$")


_REPORTED = re.compile(
    r"(?:The )?(?P<name>[A-Z][\w.+-]*(?: [A-Z0-9][\w.+-]*){0,2}?) (?:Technical Report|System Card|Model Card|System Report|White ?[Pp]aper|Technical Overview|System Overview|Herd of Models)\b"
)
"""What a report is about, which no colon parts from the words for it: ``GPT-4 Technical Report``."""


def _reported(reading: Reading, name: str) -> tuple[str, str] | None:
    """Return the thing that a technical report, a card or a white paper presents, with its type."""
    terms = reading.lexicon.lookup(name, *TYPE_ORDER[:3])
    if terms:
        return terms[0].name, reading.types.get(fold(terms[0].name), terms[0].type)
    if not odd_case(name) or reading.lexicon.has(name, "generic", "topic", "Organization"):
        return None
    return name, reading.types.get(fold(name), "Method")


def title_name(reading: Reading, title: str) -> tuple[str, str] | None:
    """Return (name, type) of the thing that a title introduces before its colon, or None.

    ``BiFPN: …`` names a method, ``NTU RGB+D 120: A Large-Scale Benchmark …`` a dataset, ``Deep Learning: An Overview`` nothing.
    """
    lead = _LEAD.match(title)
    if lead and odd_case(lead["name"]) and re.search(r"[a-z]", lead["name"]) and not WORDY.search(lead["name"]):
        if not reading.lexicon.lookup(lead["name"]):
            return lead["name"], reading.types.get(fold(lead["name"]), "Method")
    short = _ACRONYM.search(title)
    if short is not None and not reading.lexicon.has(short["short"], "generic", "topic", "metric"):
        return short["short"], reading.types.get(fold(short["short"]), "Method")
    second = _SECOND.match(title)
    if second is not None and odd_case(second["name"]) and not reading.lexicon.has(second["name"], "generic", "topic"):
        return second["name"], reading.types.get(fold(second["name"]), "Method")
    reported = _REPORTED.match(title)
    if reported is not None and (named := _reported(reading, reported["name"])) is not None:
        return named
    match = _NAME_AND_REST.match(title)
    if match is None:
        return None
    name, rest = match["name"].strip(), match["rest"]
    joined = re.match(r"^((?:[A-Z][\w-]+ ){1,2}[A-Z][\w-]+) (?:with|for|via) ", name + " ")
    if (
        joined
        and odd_case(name)
        and not reading.lexicon.has(joined.group(1), "topic", "generic")
        and not _GERUND.match(name)
    ):
        return joined.group(1), reading.types.get(fold(joined.group(1)), "Method")
    found = words(name)
    known = [
        term
        for term in reading.lexicon.lookup(name, *TYPE_ORDER[:3])
        if "case" not in term.flags or name in term.surfaces
    ]
    if known:
        return known[0].name, reading.types.get(fold(known[0].name), known[0].type)
    if reading.lexicon.has(name, "topic", "generic") or has_han(name) or not 1 <= len(found) <= 4:
        return None
    if len(found) == 1 and not (odd_case(name) or name[0].isupper() or reading.types.get(fold(name))):
        return None
    if len(found) > 1:
        if _PREFIX_STOP.match(name) or _PLAIN_REST.match(rest) or re.search(r"[?!,]", name):
            return None
        odd = any(odd_case(word) and not reading.lexicon.has(word, "topic", "generic") for word in found)
        told = (
            _KIND_REST.match(rest) is not None and all(word[0].isupper() for word in found) and not _TASK.search(name)
        )
        if not odd and fold(name) not in reading.types and not told and not _named_plainly(reading, found):
            return None
    elif _PLAIN_REST.match(rest) and not odd_case(name):
        return None
    type_ = reading.types.get(fold(name))
    if type_ is None:
        head = re.split(r"\b(?:for|with|via|of|in|from|to|by|on|using)\b", rest)[0]
        type_ = (
            type_in_name(name)
            or type_from_words(head)
            or ("Dataset" if re.search(r"\b(?:[Bb]enchmark|[Dd]ataset|[Cc]orpus)\b", rest) else "Method")
        )
        if type_ == "Organization":
            type_ = "Method"
        if type_ == "Software" and re.search(r"\bframework\b", head, re.IGNORECASE):
            type_ = "Method"
    return name, type_
