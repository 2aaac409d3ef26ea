"""Listed: the kind of thing that a section lists, as its headings or the title of the document say."""

from __future__ import annotations

import functools
import re

from kgraph.extract.reading import Reading, Section

_KINDS = (
    (
        "Dataset",
        re.compile(
            r"数据集|语料|评测集|测试集|评测基准|数据(?:资源|清单|汇总|大全)?$|"
            r"\b(?:data ?sets?|corpora|corpus|benchmarks?|test sets?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "Software",
        re.compile(
            r"工具|框架|软件|平台|(?:代码|开源|算法)库|插件|"
            r"\b(?:tool(?:kit|box)?(?:es|s)?|librar(?:y|ies)|frameworks?|software|packages?|platforms?)\b",
            re.IGNORECASE,
        ),
    ),
    ("Method", re.compile(r"模型|算法|方法|网络|\b(?:LLMs?|models|algorithms|methods|networks|optimi[sz]ers)\b", re.I)),
)


@functools.lru_cache(maxsize=1 << 10)
def kind_said(heading: str) -> str | None:
    """Return the type of things that a heading or title says to be listed under it, or None where it says none or several.

    >>> kind_said("5. 公开数据集"), kind_said("Tools and Libraries"), kind_said("模型与数据集"), kind_said("目标检测")
    ('Dataset', 'Software', None, None)
    """
    text = re.sub(r"[(（][^()（）]*[)）]", "", heading).strip(" :：*_")
    said = [type_ for type_, pattern in _KINDS if pattern.search(text)]
    return said[0] if len(said) == 1 else None


def listed_type(reading: Reading, section: Section) -> str | None:
    """Return Dataset or Software where the nearest heading that says a kind says that one, or the document's title says Dataset.

    Models give whole fields their name (大模型推理): what stands under such a heading may be anything.
    """
    for around in section.chain():
        said = kind_said(around.heading.text) if around.heading is not None else None
        if said is not None:
            return said if said != "Method" else None
    return "Dataset" if kind_said(reading.document.title) == "Dataset" else None


def lists_models(section: Section) -> bool:
    """Return whether a heading around says that models or methods stand below it: what nothing else tells of may be one."""
    headings = (around.heading for around in section.chain())
    return any(heading is not None and kind_said(heading.text) == "Method" for heading in headings)
