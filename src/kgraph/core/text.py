"""Text normalisation: what makes two printed names the same name."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Any

_DROP = re.compile(r"[^\w+#]|_")
_LETTERS = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_HAN_RUN = re.compile(f"{_HAN.pattern}+")


@functools.lru_cache(maxsize=131_072)
def fold(text: str) -> str:
    """Return the key under which names are compared: NFKC, case folded, without blanks and punctuation.

    ``+`` and ``#`` stay (C++, C#). The empty string means that nothing comparable is left.

    >>> fold("Transformer-XL "), fold("ＢＥＲＴ"), fold("快手：视频"), fold("C++")
    ('transformerxl', 'bert', '快手视频', 'c++')
    """
    return _DROP.sub("", unicodedata.normalize("NFKC", text).casefold())


@functools.cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@functools.cache
def _letters() -> tuple[re.Pattern[str], dict[int, str]]:
    """Return what finds a traditional character, and the simplified one of each."""
    letters = [chr(code) for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)) for code in range(first, last + 1)]
    changed = zip(letters, str(_converter().convert("\n".join(letters))).split("\n"), strict=True)
    table = {ord(letter): other for letter, other in changed if other != letter and len(other) == 1}
    return re.compile("[" + "".join(map(chr, table)) + "]"), table


def simplified_letters(text: str) -> str:
    """Return ``text`` with each traditional character made simplified at its place; ``text`` itself where there is none.

    Unlike ``simplified``, which looks at whole words, it keeps the length.

    >>> simplified_letters("清華大學發表於 NeurIPS")
    '清华大学发表于 NeurIPS'
    """
    if text.isascii():
        return text
    traditional, table = _letters()
    return text.translate(table) if traditional.search(text) else text


def simplified(text: str) -> str:
    """Return ``text`` with traditional characters made simplified.

    >>> simplified("圖神經網絡")
    '图神经网络'
    """
    return text if text.isascii() else str(_converter().convert(text))


@functools.lru_cache(maxsize=262_144)
def name_key(name: str) -> str:
    """Return the key under which two printed names are one: folded, in simplified characters.

    >>> name_key("圖神經網絡") == name_key("图神经网络"), name_key("Transformer XL") == name_key("Transformer-XL")
    (True, True)
    """
    return fold(simplified(name))


def tidy(text: str) -> str:
    """Return ``text`` with runs of blanks made one space and none at the ends.

    >>> tidy("  A  Survey\\n of ")
    'A Survey of'
    """
    return " ".join(text.split())


def has_han(text: str) -> bool:
    """Return whether ``text`` holds a Chinese character."""
    return _HAN.search(text) is not None


def han_share(text: str) -> float:
    """Return the share of Chinese characters among the letters and digits of ``text`` (0.0 for none)."""
    letters = sum(map(len, _LETTERS.findall(text)))
    return sum(map(len, _HAN_RUN.findall(text))) / letters if letters else 0.0


def language(text: str) -> str:
    """Return ``"zh"`` when ``text`` holds a Chinese character, else ``"en"``."""
    return "zh" if has_han(text) else "en"


def counted(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun.

    >>> counted(1, "row"), counted(1200, "row"), counted(2, "entity", "entities")
    ('1 row', '1,200 rows', '2 entities')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
