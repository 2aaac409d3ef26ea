"""The pages that a browser gets: of the endpoint itself, of an entity, and of anything else the graph names by an IRI.

Everything that comes from documents is escaped, and links lead to http, https and mailto only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files

from kgraph.core.quantities import result_text
from kgraph.core.schema import SCHEMA
from kgraph.endpoint.description import entity_address
from kgraph.endpoint.formats import SOLUTIONS, TRIPLES
from kgraph.endpoint.settings import Limits
from kgraph.present.text import safe_link
from kgraph.query.graph import Graph
from kgraph.query.results import Description, Edge
from kgraph.store.terms import PREFIXES

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "Vary": "Accept, Accept-Language",
}
"""What every page is sent with: it loads nothing and runs nothing."""

EXAMPLE = """SELECT ?method ?name WHERE {
  ?method a kg:Method ; rdfs:label ?name
} LIMIT 10"""

_WORDS = {
    "en": {
        "address": "address",
        "also": "also",
        "answers": "Answers",
        "ask": "Ask",
        "counts": "{entities} entities, {relations} relations, {documents} documents",
        "data": "Also as Turtle, N-Triples, JSON-LD and RDF/XML",
        "endpoint": "SPARQL endpoint",
        "entities": "Entities by IRI",
        "graphs": "Graphs",
        "id": "IRI",
        "incoming": "Said of it",
        "limits": "A query may take {timeout:g} s, an answer may have {rows:,} rows (header Kgraph-Row-Limit).",
        "more": "{count:,} more are left out; SPARQL gives all.",
        "mentions": "Named at",
        "outgoing": "What it says",
        "part": "part of",
        "same": "same as",
        "void": "About the data",
        "year": "year",
    },
    "zh": {
        "address": "网址",
        "also": "别名",
        "answers": "结果格式",
        "ask": "查询",
        "counts": "{entities} 个实体，{relations} 条关系，{documents} 份文档",
        "data": "另有 Turtle、N-Triples、JSON-LD 和 RDF/XML 格式",
        "endpoint": "SPARQL 端点",
        "entities": "实体（按 IRI）",
        "graphs": "图",
        "id": "IRI",
        "incoming": "指向它的关系",
        "limits": "每个查询最多 {timeout:g} 秒，每个结果最多 {rows:,} 行（见响应头 Kgraph-Row-Limit）。",
        "more": "另有 {count:,} 条未列出；用 SPARQL 可查全部。",
        "mentions": "出处",
        "outgoing": "它的关系",
        "part": "隶属于",
        "same": "同一事物",
        "void": "数据说明",
        "year": "年份",
    },
}


def language(accept: str | None) -> str:
    """Return ``zh`` when an Accept-Language header names Chinese before English, else ``en``.

    >>> language("zh-CN,zh;q=0.9,en;q=0.8"), language("de, en;q=0.5"), language(None)
    ('zh', 'en', 'en')
    """
    weights = {"en": 0.001, "zh": 0.0}
    for part in (accept or "").lower().split(","):
        name, *parameters = (item.strip() for item in part.split(";"))
        weight = next((value for key, _, value in (p.partition("=") for p in parameters) if key == "q"), "1")
        if (short := name.split("-")[0]) in weights and re.fullmatch(r"[01](\.\d*)?", weight):
            weights[short] = max(weights[short], float(weight))
    return "zh" if weights["zh"] > weights["en"] else "en"


def home_page(graph: Graph, address: str, limits: Limits, spoken: str) -> str:
    """Return the page of the endpoint: a form to ask with, what it gives, and where the rest is."""
    words, counts = _WORDS[spoken], graph.statistics()
    sums = {
        "entities": f"{sum(counts.types.values()):,}",
        "relations": f"{sum(counts.relations.values()):,}",
        "documents": f"{len(graph.documents()):,}",
    }
    parts = [
        f"<h1>{words['endpoint']}</h1><p class='kind'>{words['counts'].format(**sums)}</p>",
        f"<form action='{_attribute(address)}/sparql' method='get'>",
        f"<textarea name='query' aria-label='SPARQL' spellcheck='false'>{html.escape(EXAMPLE)}</textarea>",
        f"<button>{words['ask']}</button></form>",
        f"<p>{html.escape(words['limits'].format(timeout=limits.timeout, rows=limits.rows))}</p>",
        f"<pre>curl '{html.escape(address)}/sparql' -H 'Accept: text/csv' \\\n"
        "  --data-urlencode 'query=SELECT * { ?s a kg:Paper } LIMIT 5'</pre>",
    ]
    formats = ", ".join(dict.fromkeys([*list(SOLUTIONS)[:4], *list(TRIPLES)[:6]]))
    rows = [
        (words["answers"], html.escape(formats)),
        (words["graphs"], _link(f"{address}/graphs?default")),
        (words["void"], _link(f"{address}/.well-known/void")),
    ]
    examples = [
        _entity_link(ranked.node.id, ranked.node.labels.get(spoken) or ranked.node.label, address)
        for ranked in graph.most_connected(limit=5)
    ]
    rows.append((words["entities"], "<br>".join(examples)))
    parts.append(_table(rows))
    return _page(words["endpoint"], "".join(parts), address, spoken, "", ())


def entity_page(entity: Description, address: str, spoken: str) -> str:
    """Return the page of an entity: names, addresses, its relations with the words they were read from, its mentions."""
    words, node = _WORDS[spoken], entity.node
    kind = SCHEMA.entities[node.type]
    here, title = entity_address(address, node.id), node.labels.get(spoken) or node.label
    parts = [
        f"<h1>{html.escape(title)}</h1>",
        f"<p class='kind' style='--colour: {kind.colour}'><b>{html.escape(getattr(kind, spoken))}</b> {html.escape(node.id)}</p>",
    ]
    facts = [(words["id"], _link(entity.iri, here))]
    facts += [(f"{words['also']} ({tag})", html.escape(name)) for tag, name in node.labels.items() if name != title]
    facts += [(words["also"], html.escape(name)) for name in node.aliases if name not in node.labels.values()]
    facts += [(words["address"], _link(url)) for url in node.urls]
    facts += [(words["year"], str(node.year))] if node.year is not None else []
    facts += [(html.escape(name), html.escape(", ".join(values))) for name, values in node.attributes.items()]
    if node.part_of:
        facts.append((words["part"], _entity_link(node.part_of, node.part_of, address)))
    facts += [(words["same"], _link(iri)) for iri in node.same_as]
    parts.append(_table(facts))
    for heading, edges, end in (
        (words["outgoing"], entity.outgoing, "target"),
        (words["incoming"], entity.incoming, "source"),
    ):
        if edges:
            parts += [f"<h2>{heading}</h2>", _table([_edge(edge, end, entity, address, spoken) for edge in edges])]
    if entity.hidden.edges:
        parts.append(f"<p>{words['more'].format(count=entity.hidden.edges)}</p>")
    if entity.mentions:
        places = [(f"{mention.document}:{mention.line}", mention.text) for mention in entity.mentions]
        parts += [f"<h2>{words['mentions']}</h2>", _table([(html.escape(a), html.escape(b)) for a, b in places])]
    return _page(title, "".join(parts), address, spoken, words["data"], _alternates(here))


def _edge(edge: Edge, end: str, entity: Description, address: str, spoken: str) -> tuple[str, str]:
    relation = SCHEMA.relations.get(edge.key)
    id_ = getattr(edge, end)
    label = entity.neighbours[id_].labels.get(spoken) or entity.neighbours[id_].label
    printed = ", ".join(map(result_text, edge.results))
    quotes = "".join(
        f"<q>{html.escape(item.quote or item.text)} <small>{html.escape(item.document)}:{item.line}</small></q>"
        for item in edge.evidence
    )
    name = getattr(relation, spoken) if relation else edge.key
    arrow = "→" if end == "target" else "←"
    return f"{arrow} {html.escape(name)}", f"{_entity_link(id_, label, address)} {html.escape(printed)}{quotes}"


def thing_page(
    iri: str, statements: Sequence[Mapping[str, object]], count: int, base: str, address: str, spoken: str
) -> str:
    """Return the page of what is no entity (a document, a statement, a mention): ``statements`` are its triples, each with
    ``p`` and ``o``, of ``count``.
    """
    words = _WORDS[spoken]
    rows = [(html.escape(_short(str(row["p"]))), _value(str(row["o"]), base, address)) for row in statements]
    local = iri.removeprefix(base)
    parts = [f"<h1>{html.escape(local)}</h1>", f"<p class='kind'>{html.escape(iri)}</p>", _table(rows)]
    if count > len(rows):
        parts.append(f"<p>{words['more'].format(count=count - len(rows))}</p>")
    return _page(local, "".join(parts), address, spoken, words["data"], _alternates(entity_address(address, local)))


def _value(text: str, base: str, address: str) -> str:
    if text.startswith(base):
        return _entity_link(text.removeprefix(base), text.removeprefix(base), address)
    return _link(text, label=_short(text)) if safe_link(text) else html.escape(text)


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _table(rows: Sequence[tuple[str, str]]) -> str:
    return (
        "<table>"
        + "".join(f"<tr><th scope='row'>{name}</th><td>{value}</td></tr>" for name, value in rows)
        + "</table>"
    )


def _link(url: str, to: str | None = None, label: str | None = None) -> str:
    target = safe_link(to or url)
    text = html.escape(label or url)
    return f"<a href='{_attribute(target)}' rel='nofollow noopener'>{text}</a>" if target else text


def _entity_link(id_: str, label: str, address: str) -> str:
    return f"<a href='{_attribute(entity_address(address, id_))}'>{html.escape(label)}</a>"


def _attribute(text: str) -> str:
    return html.escape(text, quote=True)


def _alternates(here: str) -> Sequence[tuple[str, str]]:
    return [(media, here) for media in list(TRIPLES)[:4]]


def _page(title: str, main: str, address: str, spoken: str, aside: str, alternates: Sequence[tuple[str, str]]) -> str:
    parts = {
        "language": "zh-CN" if spoken == "zh" else "en",
        "title": html.escape(title),
        "links": "".join(
            f"<link rel='alternate' type='{media}' href='{_attribute(href)}'>" for media, href in alternates
        ),
        "home": f"{_attribute(address)}/sparql",
        "aside": aside,
        "main": main,
    }
    template = files("kgraph.endpoint").joinpath("pages.html").read_text(encoding="utf-8")
    # One pass over the template, so that nothing inside a part is taken for a place holder.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)
