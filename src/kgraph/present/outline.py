"""A Markdown outline: each entity with what it is related to, each statement with a citation of the words it was read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.core.quantities import result_text
from kgraph.core.schema import SCHEMA
from kgraph.present.export import exporters
from kgraph.present.names import record_name, relation_name, type_name
from kgraph.present.text import safe_link, terminal_text

if TYPE_CHECKING:
    import networkx

_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~$&!^])")
_LIST = re.compile(r"^(\d+)([.)])(?=\s)|^([+-])(?=\s)")


@exporters.register("md")
def write_markdown(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write Markdown: a heading per type, an item per entity, below it its relations, each with a footnote per evidence.

    Options ``title``, and ``language`` of names (zh, en, both). Text of documents stays text.
    """
    language = str(options.get("language") or "both")
    writer = _Outline(graph, language)
    lines = [f"# {escaped(str(options.get('title') or 'kgraph'))}", ""]
    present = {str(data.get("type")) for _, data in graph.nodes(data=True)}
    order = [name for name in SCHEMA.entities if name in present] + sorted(present - set(SCHEMA.entities))
    for type_ in order:
        lines += [f"## {escaped(type_name(type_, language))}", ""]
        for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
            if str(data.get("type")) == type_:
                lines += writer.entity(node, data)
        lines.append("")
    out.write(("\n".join([*lines, *writer.notes]).rstrip() + "\n").encode("utf-8", "replace"))


class _Outline:
    def __init__(self, graph: networkx.MultiDiGraph, language: str):
        self.graph, self.language = graph, language
        self.numbers: dict[tuple[str, str, str], int] = {}
        self.notes: list[str] = []

    def entity(self, node: Any, data: dict[str, Any]) -> list[str]:
        """Return the lines of an entity."""
        year = f" ({data['year']})" if data.get("year") is not None else ""
        mentions = "".join(self.cite(item) for item in (data.get("mentions") or ())[:1])
        lines = [f"- **{self.name(node, link=True)}**{year}{mentions} {_code(node)}"]
        edges = sorted(self.graph.out_edges(node, keys=True, data=True), key=lambda edge: (str(edge[2]), str(edge[1])))
        for _, target, key, said in edges:
            result = ", ".join(filter(None, map(result_text, said.get("results") or [said])))
            cited = "".join(self.cite(item) for item in said.get("evidence") or ())
            words = f"{escaped(relation_name(str(key), self.language))}: {self.name(target)}"
            lines.append(f"  - {words}{f' ({escaped(result)})' if result else ''}{cited}")
        return lines

    def name(self, node: Any, link: bool = False) -> str:
        """Return the name of a node, as a link to its address."""
        data = self.graph.nodes[node]
        name = escaped(record_name(data, str(data.get("label") or node), self.language) or str(node))
        url = safe_link(data.get("url"))
        return f"[{name}](<{url}>)" if link and url else name

    def cite(self, item: dict[str, Any]) -> str:
        """Return the mark of a footnote; the same words at the same place have one."""
        quote = str(item.get("quote") or item.get("text") or "")
        place = (str(item.get("document")), str(item.get("line")), quote)
        if place not in self.numbers:
            self.numbers[place] = len(self.numbers) + 1
            self.notes.append(f"[^{self.numbers[place]}]: {escaped(f'{place[0]}:{place[1]}')} “{escaped(quote)}”")
        return f"[^{self.numbers[place]}]"


def escaped(text: str) -> str:
    r"""Return text on one line in which Markdown sees no markup.

    >>> print(escaped("*a* [b](c)"))
    \*a\* \[b\](c)
    """
    plain = " ".join(terminal_text(text).split())
    return _LIST.sub(
        r"\1\3\\\2" if _LIST.match(plain) and plain[:1].isdigit() else r"\\\3", _MARKUP.sub(r"\\\1", plain)
    )


def _code(node: object) -> str:
    return "`" + " ".join(terminal_text(str(node)).replace("`", "'").split()) + "`"
