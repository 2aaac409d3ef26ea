"""Quantities: what a printed number is worth, and how a printed result is shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

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


def result_text(result: Mapping[str, Any]) -> str:
    """Return a printed result (``metric``, ``value``, ``unit``, ``gain``) in one line; a gain has an arrow or its sign.

    >>> result_text({"metric": "EM", "value": "85.1%", "unit": "%"}), result_text({"metric": "PSNR", "value": "33.7", "unit": "dB"})
    ('EM 85.1%', 'PSNR 33.7 dB')
    >>> result_text({"value": "35%", "unit": "%", "gain": True}), result_text({})
    ('↑35%', '')
    """
    value, unit = str(result.get("value") or ""), str(result.get("unit") or "")
    if result.get("gain") and value and value[0] not in "+-−±":
        value = f"↑{value}"
    if unit and not value.endswith(unit) and not value.startswith("百分之"):
        value = f"{value} {unit}" if unit.isascii() else value + unit
    return " ".join(filter(None, (result.get("metric"), value)))
