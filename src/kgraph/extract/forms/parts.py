"""Parts: the techniques that a text announces and then numbers, in the same paragraph or below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from kgraph.core import BlockKind
from kgraph.extract.reading import Reading, Section, Unit

_ANNOUNCED = re.compile(
    r"(?:采用|使用|通过|提出|引入|利用|结合|设计|运用)了?[^。；;:：\n]{0,24}?(?:技术|方法|策略|机制|改进|模块|损失|创新点?|组件|技巧)"
    r"[^。；;:：\n]{0,16}[:：]|\b(?:uses?|using|via|with|through|proposes?|introduces?|combines?|applies)\b[^.;:\n]{0,40}?"
    r"\b(?:techniques|methods|strategies|mechanisms|modules|losses|components|tricks|ideas)\b[^.;:\n]{0,24}:"
)
_NUMBER = re.compile(r"[(（]?(?P<digit>\d)[)）.、]\s?|(?P<circle>[①-⑨])\s?")
_INLINE = re.compile(rf"(?:(?<=[\s:：;；。.,，])|^){_NUMBER.pattern}")
_MOST_PARTS = 20
_MOST_BETWEEN = 2
"""How many pieces of text may stand below a part before the next one."""


def announced_parts(reading: Reading, section: Section) -> Iterator[tuple[Unit, int, Unit, int]]:
    """Yield (unit, offset of the announcement in its block, unit, offset) of each numbered part; costs O(text).

    ``它通过两个技术减小模型: 1、Factorized Embedding(参数分解) …`` announces what stands behind 1、 and 2、.
    """
    for place, unit in enumerate(section.units):
        for said in _ANNOUNCED.finditer(unit.text) if ":" in unit.text or "：" in unit.text else ():
            at = unit.start + said.start()
            below = not unit.text[said.end() :].strip()
            parts = _below(reading, section, place) if below else _inside(unit, unit.start + said.end())
            for part, offset in parts:
                yield unit, at, part, offset


def _place(match: re.Match[str]) -> int:
    return int(match["digit"]) if match["digit"] else ord(match["circle"]) - ord("①") + 1


def _inside(unit: Unit, start: int) -> Iterator[tuple[Unit, int]]:
    text, number = unit.block.text, 0
    if _INLINE.match(text, start) is None and _INLINE.match(text, start + 1) is None:
        return
    for match in _INLINE.finditer(text, start, unit.end):
        if _place(match) == number + 1:
            number += 1
            yield unit, match.end()


def _below(reading: Reading, section: Section, place: int) -> Iterator[tuple[Unit, int]]:
    number = between = 0
    for unit in islice(section.units, place + 1, None):
        match = _NUMBER.match(unit.block.text, unit.start, unit.end) or printed_number(reading, unit)
        if number == _MOST_PARTS:
            return
        bullet = match is None and unit.block.kind is BlockKind.ITEM
        if bullet or (match is not None and _place(match) == number + 1):
            number, between = number + 1, 0
            yield unit, match.end() if match is not None and match.string is unit.block.text else unit.start
        else:
            between += 1
            if match is not None or not number or between > _MOST_BETWEEN:
                return


def printed_number(reading: Reading, unit: Unit) -> re.Match[str] | None:
    """Return the number of a list item, which stands before its text."""
    if unit.block.kind is not BlockKind.ITEM:
        return None
    line, column = unit.block.locate(unit.start)
    return _NUMBER.search(reading.document.lines[line - 1][: column - 1])


def heads_text(reading: Reading, unit: Unit, following: Unit | None) -> bool:
    """Return whether a numbered item is the heading of the paragraphs below it, as in ``2. PPO``."""
    if following is None or following.block.kind is not BlockKind.PARAGRAPH or unit.links or "\n" in unit.text:
        return False
    return printed_number(reading, unit) is not None
