"""What a figure says about where it comes from: the source line, and the evidence for the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kgraph.present.text import safe_link, terminal_text
from kgraph.query.results import Edge, Node, printed_results

WORDS = {
    "zh": {
        "source": "来源：",
        "sources": "{count} 个来源：",
        "line": "第 {lines} 行",
        "lines": "第 {lines} 行",
        "many": "{count} 行",
        "in_notes": "逐行见备注",
        "none": "无来源",
        "yes": "是",
        "no": "否",
        "answer": "查询结果",
        "empty": "没有内容",
        "of_query": "查询得到的 {count:,} 个实体",
        "entities": "{count:,} 个实体",
        "relations": "{count:,} 条关系",
        "part": "第 {part}/{parts} 张，共 {total:,} 个实体",
        "slide_of": "第 {part}/{parts} 张",
        "elsewhere": "另有 {count:,} 条关系连到其他页，见备注",
        "hidden": "另有 {count} 个未取",
        "no_relations": "没有关系",
        "on_other_slides": "连到其他页的关系：",
        "full_names": "全名：",
        "more": "另有 {count} 处",
        "step": "第 {step}/{steps} 步",
        "name": "名称",
        "type": "类型",
        "year": "年份",
        "links": "关系数",
        "why": "理由",
        "semicolon": "；",
        "comma": "、",
        "relation": "关系",
        "related_to": "与 {name} 相关",
        "rows": "第 {first}–{last} 行，共 {total:,} 行",
        "topics": "{count:,} 个主题",
        "counts_listed": "数字：主题及其下级共列出多少条；+ 后为未画出的下级主题数",
        "per_year": "各年份的实体数",
        "dated": "{count:,} 个有年份的实体，{first}–{last}",
        "undated": "没有年份",
        "topic_tree": "主题树",
        "compared": "{names} 对比",
        "reason_both": "都{relation} {third}",
        "reason_of_both": "{third} {relation}两者",
    },
    "en": {
        "source": "Source: ",
        "sources": "{count} sources: ",
        "line": "line {lines}",
        "lines": "lines {lines}",
        "many": "{count} lines",
        "in_notes": "each line is in the notes",
        "none": "no source",
        "yes": "yes",
        "no": "no",
        "answer": "Answer to a query",
        "empty": "nothing",
        "of_query": "{count:,} entities of a query",
        "of_query_one": "1 entity of a query",
        "entities": "{count:,} entities",
        "entities_one": "1 entity",
        "relations": "{count:,} relations",
        "relations_one": "1 relation",
        "part": "slide {part} of {parts}, {total:,} entities in all",
        "slide_of": "slide {part} of {parts}",
        "elsewhere": "{count:,} relations to entities on other slides are in the notes",
        "elsewhere_one": "1 relation to an entity on another slide is in the notes",
        "hidden": "{count} more left out",
        "no_relations": "no relations",
        "on_other_slides": "Relations to entities on other slides:",
        "full_names": "Full names:",
        "more": "and {count} more places",
        "more_one": "and 1 more place",
        "step": "step {step} of {steps}",
        "name": "Name",
        "type": "Type",
        "year": "Year",
        "links": "Relations",
        "why": "Why",
        "semicolon": "; ",
        "comma": ", ",
        "relation": "Relation",
        "related_to": "Related to {name}",
        "rows": "rows {first}–{last} of {total:,}",
        "topics": "{count:,} topics",
        "topics_one": "1 topic",
        "counts_listed": "Numbers: what is listed under a topic and those below it; after +, narrower topics that are not drawn",
        "per_year": "Entities per year",
        "dated_one": "1 entity with a year, {first}",
        "dated": "{count:,} entities with a year, {first}–{last}",
        "undated": "no years",
        "topic_tree": "Topics",
        "compared": "{names} compared",
        "reason_both": "both {relation} {third}",
        "reason_of_both": "{third} {relation} both",
    },
}
_PLACES = 3
"""Places of one relation whose words are in the notes; all places are counted."""


def say(language: str, key: str, **values: object) -> str:
    """Return a word or sentence in Chinese or, for ``en`` and ``both``, in English, in the singular for a ``count`` of one.

    >>> say("en", "entities", count=1), say("en", "entities", count=2)
    ('1 entity', '2 entities')
    """
    words = WORDS["zh" if language == "zh" else "en"]
    one = f"{key}_one"
    return words[one if values.get("count") == 1 and one in words else key].format(**values)


def places(nodes: Iterable[Node], edges: Iterable[Edge]) -> dict[str, list[int]]:
    """Return the lines, sorted, by document, that the relations were read from; of a node without one its first place."""
    found: dict[str, set[int]] = {}
    edges = list(edges)
    for edge in edges:
        for item in edge.data.get("evidence") or ():
            found.setdefault(str(item.get("document")), set()).add(int(item.get("line") or 0))
    linked = {end for edge in edges for end in (edge.source, edge.target)}
    for node in nodes:
        for item in list(node.data.get("mentions") or ())[:1]:
            if node.id not in linked:
                found.setdefault(str(item.get("document")), set()).add(int(item.get("line") or 0))
    return {document: sorted(lines) for document, lines in sorted(found.items())}


def joined(found: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, list[int]]:
    """Return several results of ``places`` as one."""
    lines: dict[str, set[int]] = {}
    for one in found:
        for document, numbers in one.items():
            lines.setdefault(document, set()).update(numbers)
    return {document: sorted(numbers) for document, numbers in sorted(lines.items())}


def source_line(
    found: Mapping[str, Sequence[int]], language: str, fits: Callable[[str], bool], notes: bool = True
) -> str:
    """Return the documents with their lines in a text that ``fits``: where lines do not, their number; then fewer documents.

    With ``notes`` it says that the lines are in the notes.

    >>> source_line({"a.md": [3, 4, 5, 9]}, "en", lambda text: len(text) < 80)
    'Source: a.md, lines 3–5, 9'
    """
    if not found:
        return say(language, "none")
    head = say(language, "source") if len(found) == 1 else say(language, "sources", count=len(found))
    comma, semicolon = ("，", "；") if language == "zh" else (", ", "; ")
    whole = semicolon.join(
        f"{terminal_text(document)}{comma}{say(language, 'line' if len(lines) == 1 else 'lines', lines=_ranges(lines))}"
        for document, lines in found.items()
    )
    if fits(head + whole):
        return head + whole
    counted = semicolon.join(
        f"{terminal_text(document)}{comma}{say(language, 'many', count=len(lines)) if len(lines) > 1 else say(language, 'line', lines=lines[0])}"
        for document, lines in found.items()
    )
    tail = semicolon + say(language, "in_notes") if notes else ""
    if fits(head + counted + tail):
        return head + counted + tail
    names = list(found)
    kept = 0
    while kept < len(names) and fits(head + comma.join(map(terminal_text, names[: kept + 1])) + " …" + tail):
        kept += 1
    return head + comma.join(terminal_text(name) for name in names[: max(kept, 1)]) + " …" + tail


def _ranges(lines: Sequence[int]) -> str:
    parts: list[list[int]] = []
    for line in lines:
        if parts and line == parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    return ", ".join(str(a) if a == b else f"{a}–{b}" if b > a + 1 else f"{a}, {b}" for a, b in parts)


def edge_note(edge: Edge, names: Mapping[str, str], relation: str, language: str) -> list[str]:
    """Return what the notes say of a relation: the statement, then the words it was read from, a place a line."""
    result = f" ({terminal_text(printed_results(edge))})" if edge.results else ""
    lines = [f"{names[edge.source]} — {relation} → {names[edge.target]}{result}"]
    evidence = list(edge.data.get("evidence") or ())
    for item in evidence[:_PLACES]:
        lines.append(f"    {quoted(item)}")
    if len(evidence) > _PLACES:
        lines.append(f"    {say(language, 'more', count=len(evidence) - _PLACES)}")
    return lines


def quoted(item: Mapping[str, Any]) -> str:
    """Return the words that a statement was read from, with document and line."""
    words = " ".join(terminal_text(str(item.get("quote") or item.get("text") or "")).split())
    return f"“{words}” {terminal_text(str(item.get('document')))}:{item.get('line')}"


def node_note(node: Node, name: str) -> str:
    """Return the name of a node with its address and the first place that names it."""
    mentions = list(node.data.get("mentions") or ())
    place = f"  {terminal_text(str(mentions[0].get('document')))}:{mentions[0].get('line')}" if mentions else ""
    link = safe_link(node.url)
    return f"{name}{f'  {link}' if link else ''}{place}"
