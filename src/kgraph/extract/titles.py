"""Titles and headlines: where they end, and by which other readings they are known."""

from __future__ import annotations

import re

from kgraph.core.text import tidy
from kgraph.extract.facts import find_venues
from kgraph.extract.reading import Reading
from kgraph.extract.shapes import is_title, words


def title_end(reading: Reading, head: str) -> int:
    """Return where a title ends: before a venue, a year or institutions in brackets that close the line."""
    match = re.search(r"\s*(?:,\s*|[(（\[]\s*)(?P<tail>[^(（\[,]{2,60}(?:,[^,]{2,40})?)[)）\]]?\s*$", head)
    if match is None or match.start() < 12:
        return len(head)
    tail = match["tail"]
    if next(iter(find_venues(tail, reading.lexicon)), None) is not None and re.search(r"\d", tail):
        return match.start()
    known = reading.lexicon.lookup(tail.strip(" )）]"), "Organization")
    return match.start() if known and head[match.start() :].lstrip()[:1] in "(（[" else len(head)


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


def paper_names(text: str) -> tuple[str, list[str]]:
    """Return a paper's title and its other readings: without a name and colon that a list puts before it."""
    name = tidy(text).strip("*_").rstrip(".")
    aliases = []
    prefix = re.match(r"^([^:：]{2,40})[:：]\s*(.+)$", name)
    if prefix and is_title(prefix.group(2)) and len(words(prefix.group(2))) >= 5:
        aliases.append(prefix.group(2))
    bare = re.sub(r"\s*[(（][A-Z][\w-]{1,12}s?[)）]\s*$", "", name)
    if bare != name and len(words(bare)) >= 3:
        aliases.append(bare)
    return name, aliases
