"""Make reading lists of any size, in Chinese and English: the same size and seed give the same bytes.

usage: python benchmarks/generate.py FOLDER [--megabytes 10 | --notes 10000 [--dense]] [--seed 7]

The names are made of syllables, so that a larger input also has more names. The genres are those that people keep:
awesome lists, leaderboards, posts that link articles, paper lists with code, digests of new papers, surveys as plain
text, tables of papers, news, catalogues of datasets, lists of models, interviews, and BibTeX. Each file has some 50 kB, as such documents do.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Callable
from pathlib import Path

SYLLABLES = "ar bel cor dan el fi gra hy in jo ka lu mi no or pa qui ra so ta un ve wi xe yo za".split()
NOUNS = "Network Transformer Encoder Attention Diffusion Detector Tracker Parser Retriever Planner".split()
TASKS = [
    ("目标检测", "Object Detection"),
    ("图像分割", "Image Segmentation"),
    ("机器翻译", "Machine Translation"),
    ("推荐系统", "Recommender Systems"),
    ("语音识别", "Speech Recognition"),
    ("知识图谱", "Knowledge Graphs"),
    ("强化学习", "Reinforcement Learning"),
    ("模型压缩", "Model Compression"),
]
COMPANIES = [
    "谷歌",
    "快手",
    "微软",
    "华为",
    "清华大学",
    "Google",
    "Meta AI",
    "DeepMind",
    "Stanford University",
    "NVIDIA",
]
VENUES = ["CVPR", "NeurIPS", "ICLR", "ACL", "KDD", "ICML"]
WORDS = "we show that a simple change of the objective makes training stable and the model smaller".split()
CHINESE = (
    "该工作 把 训练 目标 换成 对比 学习 使 模型 更小 推理 更快 在 公开 数据 上 效果 稳定 并且 开源 了 代码".split()
)


class Names:
    """Made-up names from one random source."""

    def __init__(self, source: random.Random):
        self.source = source

    def method(self) -> str:
        """Return a name like a model's: "KaluNet", "XeGraT5"."""
        stem = "".join(self.source.choices(SYLLABLES, k=2)).capitalize()
        return stem + self.source.choice(["Net", "Former", "BERT", "GAN", "-XL", "v2", ""])

    def title(self) -> str:
        """Return an English title around a method."""
        task = self.source.choice(TASKS)[1]
        return f"{self.method()}: {self.source.choice(NOUNS)} {self.source.choice(['for', 'in', 'without'])} {task}"

    def arxiv(self) -> str:
        """Return an arXiv address."""
        source = self.source
        return (
            f"https://arxiv.org/abs/{source.randint(14, 26)}{source.randint(1, 12):02d}.{source.randint(1, 19999):05d}"
        )

    def code(self) -> str:
        """Return a repository's address."""
        owner, name = ("".join(self.source.choices(SYLLABLES, k=k)) for k in (2, 3))
        return f"https://github.com/{owner}/{name}"

    def sentence(self) -> str:
        """Return a sentence in either language that states something about two methods."""
        first, second, company = self.method(), self.method(), self.source.choice(COMPANIES)
        if self.source.random() < 0.5:
            words = "".join(self.source.choices(CHINESE, k=12))
            return f"{company}提出 {first}，基于 {second}，{words}，在 {self.dataset()} 数据集上优于 {self.method()}。"
        words, other = " ".join(self.source.choices(WORDS, k=12)), self.method()
        return f"{company} propose {first}, based on {second}: {words}. It outperforms {other} on {self.dataset()}."

    def dataset(self) -> str:
        """Return a name like a dataset's."""
        return "".join(self.source.choices(SYLLABLES, k=2)).upper() + self.source.choice(["", "-1k", " 2.0", "QA"])


def awesome_list(names: Names) -> str:
    """Sections of linked projects with a word on each."""
    zh, en = names.source.choice(TASKS)
    items = "".join(f"- [{names.method()}]({names.code()}) - {names.sentence()}\n" for _ in range(12))
    return f"## {en} {zh}\n\n{items}\n"


def leaderboard(names: Names) -> str:
    """A table of models, scores, papers and code."""
    rows = "".join(
        f"| {names.method()} | {names.source.uniform(60, 99):.1f} | [{names.title()}]({names.arxiv()}) "
        f"| [Official]({names.code()}) |\n"
        for _ in range(15)
    )
    return f"### {names.dataset()}\n\n| Model | F1 | Paper / Source | Code |\n| --- | --- | --- | --- |\n{rows}\n"


def link_post(names: Names) -> str:
    """Chinese headlines with an address under each."""
    lines = [f"## {names.source.choice(TASKS)[0]}\n"]
    for number in range(10):
        company, method = names.source.choice(COMPANIES), names.method()
        lines.append(
            f"[{company}开源{method}：{names.source.choice(TASKS)[0]}新方法](https://mp.weixin.qq.com/s/{method}{number})\n"
        )
        lines.append(f"{names.sentence()}\n")
    return "\n".join(lines) + "\n"


def paper_list(names: Names) -> str:
    """Numbered papers with date, links and marks."""
    source = names.source
    items = "".join(
        f"1. [{names.title()}]({names.arxiv()})  \n*{source.randint(2014, 2026)}-{source.randint(1, 12):02d}-01* "
        f"[paper]({names.arxiv()}) | [pytorch]({names.code()})  \n$\\bullet \\bullet$ {source.choice(VENUES)} "
        f"{source.randint(2014, 2026)}\n\n"
        for _ in range(10)
    )
    return f"# {source.choice(TASKS)[0]}\n\n{items}"


def digest(names: Names) -> str:
    """New papers of a day with an abstract each."""
    items = "".join(
        f"**{names.title()}**\n\n{names.source.choice(COMPANIES)} · {names.arxiv()}\n\n"
        f"{' '.join(names.sentence() for _ in range(4))}\n\n"
        for _ in range(6)
    )
    return f"## 2026-{names.source.randint(1, 12):02d}-{names.source.randint(1, 28):02d}\n\n{items}"


def survey(names: Names) -> str:
    """Plain text: a heading line, an address, a name, what it is."""
    items = "".join(f"{names.code()}\n\n{names.method()}\n\n{names.sentence()}\n\n" for _ in range(8))
    return f"{names.source.choice(TASKS)[0]}\n\n{items}"


def paper_table(names: Names) -> str:
    """A table of papers with venue, title and links, under an English or a Chinese header."""
    zh, en = names.source.choice(TASKS)
    header = names.source.choice(["| Title | Venue | Date | Code |", "| 论文 | 会议 | 时间 | 代码 |"])
    rows = "".join(
        f"| [{names.title()}]({names.arxiv()}) | {names.source.choice(VENUES)} | {names.source.randint(2014, 2026)} "
        f"| [Github]({names.code()}) |\n"
        for _ in range(14)
    )
    return f"## {zh} ({en})\n\n{header}\n| --- | --- | --- | --- |\n{rows}\n"


def news(names: Names) -> str:
    """Chinese prose in paragraphs: who did what, with few names and no list."""
    source = names.source

    def filler() -> str:
        return "，".join("".join(source.choices(CHINESE, k=8)) for _ in range(3))

    paragraphs = "".join(
        f"{source.choice(COMPANIES)}近日发布了 {names.method()}。{filler()}。研究人员表示，{filler()}，"
        f"与 {names.method()} 相比准确率提升 {source.uniform(1, 9):.1f}%。{filler()}。\n\n"
        for _ in range(6)
    )
    return f"## {source.choice(COMPANIES)}发布{source.choice(TASKS)[0]}新模型\n\n{paragraphs}"


def catalogue(names: Names) -> str:
    """Numbered entries of datasets, with what each holds on lines below."""
    source = names.source
    entries = "".join(
        f"{number}. **{names.dataset()}**\n   - {source.choice(['简介', 'Description'])}：{source.choice(TASKS)[0]}数据集，"
        f"包含 {source.randint(1, 900)} 万张图片，由{source.choice(COMPANIES)}发布\n"
        f"   - {source.choice(['下载地址', 'Homepage'])}: https://data.{source.choice(SYLLABLES)}{source.choice(SYLLABLES)}.org/{number}\n"
        for number in range(1, 12)
    )
    return f"## {source.choice(TASKS)[0]}数据集\n\n{entries}\n"


def model_list(names: Names) -> str:
    """Models with size, maker, licence and address, one to a line."""
    source = names.source
    lines = "".join(
        f"* {names.method()}-{source.randint(1, 70)}B ({source.choice(COMPANIES)}, {source.randint(2019, 2026)}): "
        f"based on {names.method()}, {source.choice(['Apache 2.0', 'MIT'])}. [Paper]({names.arxiv()}) "
        f"[Weights](https://huggingface.co/{source.choice(SYLLABLES)}/{names.method().lower()})\n"
        for _ in range(14)
    )
    return f"## {source.choice(['Open Models', '开源大模型'])} {source.randint(2019, 2026)}\n\n{lines}\n"


def interview(names: Names) -> str:
    """Questions and answers, in one language or the other."""
    source = names.source
    if source.random() < 0.5:
        turns = "".join(
            f"**问：你们为什么做 {names.method()}？**\n\n答：{names.sentence()}{''.join(source.choices(CHINESE, k=20))}。\n\n"
            for _ in range(6)
        )
    else:
        turns = "".join(
            f"**Q: What made you start {names.method()}?**\n\nA: {names.sentence()} "
            f"{' '.join(source.choices(WORDS, k=40)).capitalize()}.\n\n"
            for _ in range(6)
        )
    return f"## {source.choice(COMPANIES)}: {source.choice(TASKS)[0]}\n\n{turns}"


def bibliography(names: Names) -> str:
    """BibTeX records."""
    return "".join(
        f"@inproceedings{{key{number}x{names.source.randint(0, 10**9)},\n  title = {{{names.title()}}},\n"
        f"  author = {{{names.method()}, A. and 王, 伟}},\n  booktitle = {{{names.source.choice(VENUES)}}},\n"
        f"  year = {{{names.source.randint(2010, 2026)}}},\n  url = {{{names.arxiv()}}}\n}}\n\n"
        for number in range(10)
    )


GENRES: dict[str, tuple[str, Callable[[Names], str]]] = {
    "awesome": ("md", awesome_list),
    "leaderboard": ("md", leaderboard),
    "post": ("md", link_post),
    "papers": ("md", paper_list),
    "digest": ("md", digest),
    "survey": ("txt", survey),
    "table": ("md", paper_table),
    "news": ("md", news),
    "catalogue": ("md", catalogue),
    "models": ("md", model_list),
    "interview": ("md", interview),
    "library": ("bib", bibliography),
}


def generate(folder: Path, size: int, seed: int = 7) -> int:
    """Write documents of all genres, in turn, until ``size`` bytes are reached; return the bytes written."""
    folder.mkdir(parents=True, exist_ok=True)
    names = Names(random.Random(seed))
    written, number = 0, 0
    while written < size:
        genre, (ending, write) = list(GENRES.items())[number % len(GENRES)]
        pieces, length = [], 0
        while length < min(50_000, size - written):
            pieces.append(write(names))
            length += len(pieces[-1].encode())
        (folder / f"{number:05d}_{genre}.{ending}").write_text("".join(pieces), encoding="utf-8")
        written, number = written + length, number + 1
    return written


NOTE = 1000
"""Bytes after which a note ends, at the next record or line."""


def note(names: Names) -> str:
    """A note on one paper: where it is, who made it, what it does, and what the reader thought."""
    source, method, title = names.source, names.method(), names.title()
    zh, en = source.choice(TASKS)
    thoughts = "\n\n".join(
        f"{' '.join(source.choices(WORDS, k=24))}. {''.join(source.choices(CHINESE, k=14))}。" for _ in range(3)
    )
    return (
        f"# {zh} {en}\n\n- [{title}]({names.arxiv()}) [code]({names.code()})\n\n"
        f"{source.choice(COMPANIES)}提出 {method}，基于 {names.method()}，在 {names.dataset()} 数据集上优于 {names.method()}。\n\n"
        f"{thoughts}\n"
    )


def generate_notes(folder: Path, count: int, seed: int = 7, dense: bool = False) -> int:
    """Write ``count`` notes of about one kilobyte, 100 to a folder; return the bytes written.

    Each is about one paper; with ``dense`` they are lists of all genres in turn.
    """
    names = Names(random.Random(seed))
    written = 0
    for number in range(count):
        genre, (ending, write) = list(GENRES.items())[number % len(GENRES)] if dense else ("note", ("md", note))
        text = write(names)
        end = text.find("}\n\n" if ending == "bib" else "\n", NOTE)
        content = text if end < 0 else text[:end].rstrip() + ("\n}\n" if ending == "bib" else "\n")
        file = folder / f"{number // 100:04d}" / f"{number:06d}_{genre}.{ending}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
        written += len(content.encode())
    return written


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--megabytes", type=float, default=10)
    parser.add_argument("--notes", type=int, default=0, metavar="N", help="N notes of about a kilobyte instead")
    parser.add_argument("--dense", action="store_true", help="notes that are lists")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    if options.notes:
        written = generate_notes(options.folder, options.notes, options.seed, options.dense)
    else:
        written = generate(options.folder, int(options.megabytes * 1e6), options.seed)
    print(f"{written:,} bytes in {options.folder}")
