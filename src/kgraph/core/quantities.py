"""Quantities: what a printed number is worth, and how a printed result is shown."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

_NUMBER = re.compile(r"[+\-−]?\d+(?:,\d{3})*(?:\.\d+)?(?![\d,])")
_RANGE = re.compile(r"\d\s*[%％]?\s*(?:[~～–—至到]|-(?=\s*\d))\s*\d")
_HAN = re.compile(r"百分之(?P<whole>[〇零一二三四五六七八九十百两]+)(?:点(?P<part>[〇零一二三四五六七八九]+))?$")
_DIGITS = {sign: value for value, signs in enumerate(["〇零", "一", "二两", *"三四五六七八九"]) for sign in signs}


def numeric_value(printed: str) -> Decimal | None:
    """Return the number that ``printed`` is, without sign of unit and deviation; None for a range and what is no number.

    >>> [str(numeric_value(text)) for text in ("80.4%", "１,024", "+1.6％", "85.1 ± 0.3", "百分之八十五点二")]
    ['80.4', '1024', '1.6', '85.1', '85.2']
    >>> numeric_value("5~15") is None, numeric_value("SOTA") is None
    (True, True)
    """
    text = unicodedata.normalize("NFKC", printed).strip()
    if (han := _HAN.match(text)) is not None:
        part = "".join(str(_DIGITS[sign]) for sign in han["part"] or "")
        return Decimal(f"{_whole(han['whole'])}.{part or 0}") if part else Decimal(_whole(han["whole"]))
    if _RANGE.search(text):
        return None
    found = _NUMBER.match(text)
    return Decimal(found.group().replace(",", "").replace("−", "-")) if found is not None else None


def _whole(signs: str) -> int:
    total, last = 0, 0
    for sign in signs:
        if sign in "十百":
            total += (last or 1) * (10 if sign == "十" else 100)
            last = 0
        else:
            last = _DIGITS[sign]
    return total + last


def result_text(metric: str | None, value: str | None, unit: str | None, gain: bool = False) -> str:
    """Return a printed result in one line: metric, value, and the unit where the value does not show it already.

    >>> result_text("EM", "85.1%", "%"), result_text("PSNR", "33.69", "dB"), result_text(None, "35%", "%", gain=True)
    ('EM 85.1%', 'PSNR 33.69 dB', '↑ 35%')
    """
    shown = value or ""
    if unit and not shown.endswith(unit):
        shown += unit if not unit.isascii() else f" {unit}"
    return " ".join(filter(None, [metric, "↑" if gain and not shown.startswith(("+", "-", "−")) else "", shown]))
