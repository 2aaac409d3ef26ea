"""The papers of a graph as BibTeX, with authors, venue, year and address where the graph has them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, BinaryIO

from kgraph.present.export import exporters
from kgraph.present.text import safe_link, terminal_text

if TYPE_CHECKING:
    import networkx

_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#",
            "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}  # fmt: skip
_ARXIV = re.compile(r"arxiv-(\d{4}\.\d{4,5}|[a-z.-]+\d{7})")
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\S+)")


@exporters.register("bib")
def write_bibtex(graph: networkx.MultiDiGraph, out: BinaryIO, **options: object) -> None:
    """Write an entry for each Paper, sorted by id; where it was read stands in ``note``. Other entities are left out."""
    entries = []
    taken: set[str] = set()
    for node, data in sorted(graph.nodes(data=True), key=lambda item: str(item[0])):
        if data.get("type") == "Paper":
            entries.append(_entry(graph, node, data, taken))
    out.write("\n".join(entries).encode("utf-8", "replace"))


def _entry(graph: networkx.MultiDiGraph, node: Any, data: dict[str, Any], taken: set[str]) -> str:
    ends: dict[str, list[str]] = {}
    for _, target, key in sorted(graph.out_edges(node, keys=True), key=lambda edge: (str(edge[2]), str(edge[1]))):
        ends.setdefault(str(key), []).append(str(graph.nodes[target].get("label") or target))
    venue = ends.get("publishedAt", [""])[0]
    fields: dict[str, object] = {
        "title": data.get("label") or node,
        "author": " and ".join(map(_person, ends.get("authoredBy", []))),
    }
    fields["booktitle"] = venue
    fields["year"] = data.get("year")
    arxiv = _ARXIV.search(str(node))
    if arxiv:
        fields.update(eprint=arxiv[1], archiveprefix="arXiv")
    urls = [url for url in (data.get("url"), *(data.get("urls") or ()), *(data.get("same_as") or ())) if safe_link(url)]
    doi = next((found[1] for url in urls if (found := _DOI.fullmatch(url))), None)
    fields["doi"] = doi
    mentions = data.get("mentions") or ()
    if mentions:
        fields["note"] = f"{mentions[0].get('document')}:{mentions[0].get('line')}"
    lines = [f"  {name} = {{{_escaped(str(value))}}}," for name, value in fields.items() if value]
    if urls:
        lines.append(f"  url = {{{_address(urls[0])}}},")
    kind = "inproceedings" if venue else "misc"
    return f"@{kind}{{{_key(str(node), taken)},\n" + "\n".join(lines) + "\n}\n"


def _person(name: str) -> str:
    """Return a name that BibTeX takes for one person: braces hold together what has an "and" in it."""
    return f"{{{name}}}" if re.search(r"\band\b|,", name) else name


def _key(node: str, taken: set[str]) -> str:
    plain = re.sub(r"[^A-Za-z0-9.:-]+", "-", node.partition("/")[2] or node).strip("-")[:60] or "paper"
    key, number = plain, 2
    while key in taken:
        key, number = f"{plain}-{number}", number + 1
    taken.add(key)
    return key


def _escaped(text: str) -> str:
    r"""Return text on one line in which BibTeX and LaTeX see no markup.

    >>> print(_escaped("R&D {50%}"))
    R\&D \{50\%\}
    """
    return "".join(_SPECIAL.get(sign, sign) for sign in " ".join(terminal_text(text).split()))


def _address(url: str) -> str:
    return url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
