"""Cut plain text into units: paragraphs, list items and table rows; and find the lines that are headings."""

from __future__ import annotations

import enum
import re
from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from kgraph.core.text import fold
from kgraph.read.contents import LEADER_LINE, is_contents_title
from kgraph.read.numbering import Candidate, best_chain, candidates, connected, is_sequence, weight
from kgraph.read.numerals import with_chinese
from kgraph.read.ocr import continues_url, is_url_line


class UnitKind(enum.Enum):
    """What a unit of plain text is."""

    TEXT = enum.auto()
    ITEM = enum.auto()
    ROW = enum.auto()
    CONTENTS = enum.auto()


class Line(NamedTuple):
    """A piece of a line: its number, the column of its first character, and its text without blanks around it."""

    number: int
    column: int
    text: str


@dataclass(slots=True)
class Unit:
    """Lines that belong together.

    ``apart`` says that a blank line stands before it, ``torn`` that a page break does. ``alone`` marks a line that was
    cut out of its paragraph because it looks like a heading; unless it is one, it goes back.
    """

    kind: UnitKind
    lines: list[Line]
    apart: bool = True
    torn: bool = False
    indent: int = 0
    ordered: bool = False
    alone: bool = False

    @property
    def text(self) -> str:
        """The text of the lines."""
        return "\n".join([line.text for line in self.lines])


_BULLET = re.compile(
    r"(?:[-*+•●○▪■◆◦‣·–—][ \t\u3000]+(?:(?:\d{1,3}[.)、）][ \t]*|[(（]\d{1,3}[)）]|[①-⑳])[ \t]*)?|[①-⑳][ \t]*|•|\[\d{1,3}\][ \t]+)(?=\S)"
)
_ENUMERATED = re.compile(r"(?:\d{1,2}(?:[)）、]|\.(?!\d))[ \t]*|[(（]\d{1,2}[)）][ \t]*)(?=\S)")
_DENSE = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,3}){1,5}\.?[ \t]{0,3}|\d{1,2}[.、]?[ \t]{1,3})"
    r"(?=[A-Z\u4e00-\u9fff“「《]|\d{4}[ \t]?年)[^。；;]{1,90}(?<![,，.。、])\Z"
)
_DENSE_INTEGER = re.compile(r"\d{1,2}[.、]?[ \t]+[A-Z\u4e00-\u9fff][^\d=|]{1,60}\Z")
_KNOWN = re.compile(
    r"(?:abstract|introduction|related work|conclusions?|discussion|references|bibliography|acknowledge?ments?"
    r"|appendi(?:x|ces)|摘要|前言|引言|绪论|结论|总结|结语|致谢|附录|参考(?:文献|资料))\s*[:：]?\Z",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\d{1,3}[ \t]{0,2}[.．][ \t]{0,2}\d")
_FINAL = '。！？!?；;：:…”"』」'
_LABEL = re.compile(
    r"(?:git\s?hub|git\s?lab|gitee|code|codes|paper|papers|link|links|url|demo|video|talk|blog|website|home\s?page|project"
    r"|代码|源码|源代码|开源|论文|链接|地址|网址|网站|项目|官网|主页|视频|博客|文档|参考|来源|下载|数据集链接)s?\Z",
    re.IGNORECASE,
)
_STARTERS = re.compile(
    r"如果|此外|因此|所以|首先|其次|其中|然后|最后|最终|该|本文|本项目|这|那|我们|你|您|他|基于|为了|通过|目前|具体|另外|但是|然而"
    r"|例如|比如|同时|由于|与|对于|当|大多数|现有|根据|传统|使用|利用|提出|在|论文|作者|\d|[一二三四五六七八九十]、|[(（]?\d"
)
_WIDE = re.compile(r"[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_LONG = 56
_HEADING_WIDTH = 150
_NAME_WIDTH = 32


def cut_units(lines: Sequence[str], skipped: Container[int] = ()) -> list[Unit]:
    """Return the units of ``lines`` in order, without the lines of the numbers in ``skipped``. Linear in the text."""
    units: list[Unit] = []
    apart, torn = True, False
    for number, whole in enumerate(lines, 1):
        if number in skipped:
            torn = True
            continue
        text = whole.strip()
        if not text:
            torn = torn or bool(whole)
            apart = True
            continue
        torn = torn or whole.startswith("\x0c")
        column = len(whole) - len(whole.lstrip()) + 1
        _add(units, whole, Line(number, column, text), apart, torn)
        apart = torn = False
    return units


def _add(units: list[Unit], whole: str, line: Line, apart: bool, torn: bool) -> None:
    last = units[-1] if units and not apart else None
    if "\t" in line.text:
        # Every character counts in a table: a leading tab is an empty cell.
        row = Line(line.number, 1, whole)
        if last is not None and last.kind is UnitKind.ROW:
            last.lines.append(row)
            return
        units.append(Unit(UnitKind.ROW, [row], apart, torn))
        return
    bullet = _BULLET.match(line.text)
    if bullet:
        marker = bullet.group()
        rest = Line(line.number, line.column + bullet.end(), line.text[bullet.end() :])
        units.append(Unit(UnitKind.ITEM, [rest], apart, torn, line.column, any(c.isdigit() for c in marker)))
        return
    alone = last is not None and _is_dense_heading(line.text, last)
    if last is not None and not alone and not last.alone and last.kind is not UnitKind.ROW:
        last.lines.append(line)
        return
    if last is None:
        alone = _DENSE_INTEGER.match(line.text) is not None or _DENSE.match(line.text) is not None
    units.append(Unit(UnitKind.TEXT, [line], apart, torn, line.column, alone=alone))


def _is_dense_heading(text: str, last: Unit) -> bool:
    """Return whether a line looks like a heading though no blank line stands before it, as in the text of a PDF."""
    if _KNOWN.match(text):
        return True
    if not _DENSE.match(text) or not (_NUMBERED.match(text) or _DENSE_INTEGER.match(text)):
        return False
    before = last.lines[-1].text
    return last.alone or before[-1] in _FINAL + ".)）]" or is_url_line(before) or width(before) < _LONG


def join_broken(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with those joined that a page break cut in two, and single tab lines made text."""
    joined: list[Unit] = []
    for unit in units:
        if unit.kind is UnitKind.ROW and len(unit.lines) == 1:
            whole = unit.lines[0].text
            text = whole.strip()
            column = len(whole) - len(whole.lstrip()) + 1
            unit = Unit(UnitKind.TEXT, [Line(unit.lines[0].number, column, text)], unit.apart, unit.torn, column)
        before = joined[-1] if joined else None
        if (
            before is not None
            and unit.kind is UnitKind.TEXT
            and before.kind is not UnitKind.ROW
            and _goes_on(before, unit)
        ):
            before.lines += unit.lines
        else:
            joined.append(unit)
    return joined


def _goes_on(before: Unit, unit: Unit) -> bool:
    """Return whether ``unit`` continues the sentence (or the address) with which ``before`` ends."""
    last, first = before.lines[-1].text, unit.lines[0].text
    if is_url_line(last):
        return len(unit.lines) == 1 and continues_url(last, first)
    if not unit.apart or is_url_line(first) or last[-1] in _FINAL or _ENUMERATED.match(first) or _NUMBERED.match(first):
        return False
    if first[0] in "，,、。；;)）：" or first[0] in "的了":
        return True
    if last[-1] in ".)）]】'’》>":
        return False
    if candidates(last) and len(before.lines) == 1 and len(last) < 60:
        return False
    if "a" <= first[0] <= "z":
        return width(last) >= _LONG and "://" not in last.split()[-1]
    if width(last) < _LONG or (before.kind is UnitKind.ITEM and not unit.torn):
        return False
    if last[-1] in "，,、":
        return True
    chinese = _is_chinese(first[0]) and (_is_chinese(last[-1]) or last[-1].isalnum())
    punctuated = width(first) > 12 and unit.text[-1] in "。！？；" and any(sign in before.text for sign in "。，,；")
    return chinese and (unit.torn or (punctuated and not _STARTERS.match(first)))


def width(text: str) -> int:
    """Return the width of ``text`` in columns of a terminal: a Chinese character takes two."""
    return len(text) if text.isascii() else len(text) + len(_WIDE.findall(text))


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def plain_headings(units: Sequence[Unit]) -> dict[int, Candidate | None]:
    """Return the places of the units that are headings, each with its number (None: a name on a line of its own).

    Numbers count only as a running sequence, so that enumerations are no headings. Marks units of a table of contents
    and enumerations as what they are.
    """
    _mark_contents(units)
    found = [_numbers(units, place) for place in range(len(units))]
    _drop_enumerations(units, found)
    found, labels = with_chinese([_title_line(unit) for unit in units], found)
    if labels:
        found = [[c for c in choices if len(c.parts) > 1] for choices in found]
    chosen = best_chain([[(c.parts, weight(c)) for c in choices] for choices in found])
    chain = [(place, found[place][choice]) for place, choice in enumerate(chosen) if choice is not None]
    chain = connected(chain)
    many = sum(len(candidate.parts) > 1 for _, candidate in chain)
    headings: dict[int, Candidate | None] = {}
    if is_sequence([candidate.parts for _, candidate in chain]) and (many or _spread(units, chain)):
        headings.update(chain)
    headings.update(labels)
    first = min(headings, default=len(units)) if many >= 2 else len(units)
    for place in range(first):
        if place not in headings and _is_name(units, place, headings):
            headings[place] = None
    if headings and many:
        known = (place for place, unit in enumerate(units) if place not in headings and _KNOWN.match(unit.text))
        headings.update(dict.fromkeys(known))
    _join_titles(units, headings)
    for place, unit in enumerate(units):
        if place not in headings and unit.kind is UnitKind.TEXT:
            _enumerate(unit)
    return dict(sorted(headings.items()))


def _mark_contents(units: Sequence[Unit]) -> None:
    later = {}
    for place, unit in enumerate(units):
        if len(unit.lines) == 1:
            later[fold(unit.text)] = place
    place = 0
    while place < len(units):
        if len(units[place].lines) == 1 and is_contents_title(units[place].text):
            end = place + 1
            while end < len(units) and _is_entry(units[end], end, later):
                end += 1
            if end - place > 2:
                for unit in units[place:end]:
                    unit.kind = UnitKind.CONTENTS
                place = end
        place += 1


def _is_entry(unit: Unit, place: int, later: dict[str, int]) -> bool:
    for line in unit.lines:
        words = re.sub(r"[.…·\s]*\d{0,4}\s*$", "", line.text)
        if not (LEADER_LINE.match(line.text[:400]) or later.get(fold(words), later.get(fold(line.text), -1)) > place):
            return False
    return True


def _numbers(units: Sequence[Unit], place: int) -> list[Candidate]:
    """Return the numbers with which the unit may begin as a heading."""
    unit = units[place]
    text = unit.lines[0].text
    if unit.kind is not UnitKind.TEXT or len(unit.lines) > 1 or not text[0].isdigit() or LEADER_LINE.match(text[:400]):
        return []
    if (
        width(text) > _HEADING_WIDTH
        or text[-1] in "。；;,，、"
        or any(sign in text for sign in "。；")
        or "://" in text
    ):
        return []
    found = []
    for candidate in candidates(text):
        title = text[candidate.rest :]
        if not any(c.isalpha() for c in title) or (title.endswith(".") and " " in title):
            continue
        if len(candidate.parts) == 1 and (not (unit.apart or unit.alone) or width(title) > 60):
            continue
        found.append(candidate)
    return found


def _title_line(unit: Unit) -> str:
    """Return the text of a unit that may be a heading with a Chinese number, else the empty string."""
    text = unit.lines[0].text
    short = unit.kind is UnitKind.TEXT and len(unit.lines) == 1 and width(text) <= 60
    return text if short and text[-1] not in "。；;，,、" and "。" not in text and "://" not in text else ""


def _drop_enumerations(units: Sequence[Unit], found: list[list[Candidate]]) -> None:
    """Forget integers of lines that follow one another: they count points, not chapters."""
    lone = [choices[0].parts[0] if choices and len(choices[0].parts) == 1 else None for choices in found]
    for place, value in enumerate(lone):
        if value is None:
            continue
        for other in (place - 1, place + 1):
            if 0 <= other < len(lone) and _point(units[other]) == value + other - place:
                found[place] = []


def _point(unit: Unit) -> int | None:
    match = re.match(r"(\d{1,2})(?:[.)、）]|\s)(?!\d)", unit.lines[0].text)
    return int(match.group(1)) if match and unit.kind is not UnitKind.ROW else None


def _spread(units: Sequence[Unit], chain: Sequence[tuple[int, Candidate]]) -> bool:
    """Return whether chapters numbered by integers alone have text between them."""
    gaps = [after - before for (before, _), (after, _) in pairwise(chain)]
    return all(gap > 1 for gap in gaps) and all(width(units[place].text) <= 40 for place, _ in chain)


def _is_name(units: Sequence[Unit], place: int, headings: dict[int, Candidate | None]) -> bool:
    """Return whether a short line on its own names the section that begins with it."""
    if not _is_short_line(units[place]) or place + 1 >= len(units):
        return False
    before = units[place - 1] if place else None
    if before is not None and (is_url_line(before.lines[-1].text) or place - 1 in headings):
        return False
    after = units[place + 1]
    if not after.apart or after.kind is not UnitKind.TEXT:
        return False
    if is_url_line(after.lines[0].text):
        return True
    # A titled block: a name, and below it what it is.
    if place + 2 >= len(units) or before is None or units[place].text[-1] in ":：":
        return False
    body = units[place + 2]
    # 点云处理 over PCL: a Latin name below a Chinese line is no second line of the topic.
    apart = units[place].text.isalpha() and not units[place].text.isascii() and after.text[:1].isascii()
    return _is_short_line(after) and body.kind is UnitKind.TEXT and width(body.text) > (_LONG // 2 if apart else _LONG)


def _is_short_line(unit: Unit) -> bool:
    text = unit.text
    name = text.rstrip(":： ")
    return (
        unit.kind is UnitKind.TEXT
        and unit.apart
        and len(unit.lines) == 1
        and width(text) <= _NAME_WIDTH
        and "://" not in text
        and any(c.isalpha() for c in text)
        and not any(sign in text for sign in "。，,；;！？!?=<>|[]{}")
        and text[-1] not in "."
        and not re.match(r"\d+(?![A-Za-z])", text)
        and not _LABEL.search(name)
        and ":" not in name
        and "：" not in name
    )


def _join_titles(units: Sequence[Unit], headings: dict[int, Candidate | None]) -> None:
    """Give a long numbered title its last words back when they were printed on a line of their own."""
    for place, number in list(headings.items()):
        if number is None or place + 2 >= len(units) or place + 1 in headings:
            continue
        title, rest = units[place].text, units[place + 1]
        if (
            width(title) >= 60
            and title[-1].isascii()
            and title[-1].isalpha()
            and rest.kind is UnitKind.TEXT
            and len(rest.lines) == 1
            and re.fullmatch(r"[A-Za-z][A-Za-z -]{1,30}", rest.text)
            and units[place + 2].lines[0].text.startswith("http")
        ):
            units[place].lines += rest.lines
            rest.lines = []
            rest.kind = UnitKind.CONTENTS


def rejoin(units: Sequence[Unit], headings: dict[int, Candidate | None]) -> list[tuple[Unit, bool, Candidate | None]]:
    """Return (unit, whether it is a heading, its number), with lines that turned out to be no heading put back."""
    joined: list[tuple[Unit, bool, Candidate | None]] = []
    for place, unit in enumerate(units):
        if not unit.lines:
            continue
        if place in headings:
            joined.append((unit, True, headings[place]))
            continue
        before, is_heading, _ = joined[-1] if joined else (unit, True, None)
        loose = unit.alone or before.alone
        if loose and not is_heading and not unit.apart and unit.kind is UnitKind.TEXT and before.kind is UnitKind.TEXT:
            before.lines += unit.lines
            before.alone = unit.alone
        else:
            joined.append((unit, False, None))
    return joined


def is_known_heading(text: str) -> bool:
    """Return whether a line is the name of a part that papers have ("References", "摘要")."""
    return _KNOWN.match(text) is not None


def _enumerate(unit: Unit) -> None:
    match = _ENUMERATED.match(unit.lines[0].text) if unit.lines else None
    if match:
        line = unit.lines[0]
        unit.kind, unit.ordered = UnitKind.ITEM, True
        unit.lines[0] = Line(line.number, line.column + match.end(), line.text[match.end() :])
