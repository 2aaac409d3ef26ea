"""What the library says in English (errors, the build report's reasons, rules of merging), in the language of the page."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from ui import language

_SENTENCES = ("reason", "kind")
"""The parts that are sentences or words of the list themselves; all others are names and stay as they are."""
_PART = re.compile(r"\{(\w+)\}")


def said(text: object, most: int = 400) -> str:
    """Return a sentence of the library in the current language, at most ``most`` characters of it.

    A sentence that the list does not have stays as it is.
    """
    plain = str(text)
    return language.cut(language.pick(in_chinese(plain), _translated(plain, 1, 3)), most)


def in_chinese(text: str) -> str:
    """Return a sentence in Chinese, its parts too where they are sentences of the list; ``text`` where none fits.

    >>> in_chinese("alias BERT")
    '别名 BERT'
    >>> in_chinese("The view cannot be shown: the address is cut or mistyped. Begin a new one from an entity, or open a saved one.")
    '无法显示这个视图：地址不完整或有误。请从一个实体重新开始，或打开已保存的视图。'
    """
    return _translated(text, 0, 3)


def _translated(text: str, language: int, depth: int) -> str:
    for pattern, *translations in _sentences() if depth else ():
        if match := pattern.fullmatch(text):
            parts = {
                name: _translated(part, language, depth - 1) if name in _SENTENCES else part
                for name, part in match.groupdict().items()
            }
            return translations[language].format(**parts)
    return text


@cache
def _sentences() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    data = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
    return tuple((_pattern(english), chinese, *(page or [english])) for english, chinese, *page in data["sentences"])


def _pattern(english: str) -> re.Pattern[str]:
    pieces = _PART.split(english)  # texts and names of parts, in turn
    return re.compile(
        "".join(f"(?P<{one}>.+?)" if place % 2 else re.escape(one) for place, one in enumerate(pieces)), re.DOTALL
    )
