"""A large graph made of nothing: the same for the same numbers, with hubs as real graphs have them."""

from __future__ import annotations

import random

from kgraph.core import SCHEMA, BuiltGraph, Document, Entity, Evidence, Mention, Relation, Resolution

_SYLLABLES = ["for", "mer", "net", "trans", "deep", "vis", "ion", "lang", "gra", "ph", "bert", "conv", "res", "seq"]
_HAN = "机器学习视觉语言模型图网络深度神经注意力变换检测分割生成对抗强化推理知识数据集方法研究"
_TYPES = list(SCHEMA.entities)
_WEIGHTS = [30, 20, 6, 3, 10, 5, 15, 2, 6, 3]


def synthetic_graph(entities: int, relations: int, seed: int = 7) -> BuiltGraph:
    """Return a graph of about that many entities and relations over some documents."""
    chance = random.Random(seed)
    documents = [
        Document(f"notes/{number:04d}.md", "markdown", (), (), title=f"Notes {number}", checksum="0" * 64)
        for number in range(max(1, entities // 2000))
    ]
    paths = [document.path for document in documents]
    made = sorted((_entity(number, chance, paths) for number in range(entities)), key=lambda entity: entity.id)
    by_type: dict[str, list[int]] = {}
    for place, entity in enumerate(made):
        by_type.setdefault(entity.type, []).append(place)
    kinds = [kind for kind in SCHEMA.relations.values() if any(tail in by_type for tail in kind.tail)]
    edges: dict[tuple[str, str, str], Relation] = {}
    while len(edges) < relations:
        kind = kinds[int(chance.random() * len(kinds))]
        heads = by_type.get(kind.head[int(chance.random() * len(kind.head))])
        tails = by_type.get(kind.tail[int(chance.random() * len(kind.tail))])
        if not heads or not tails:
            continue
        source = made[heads[int(chance.random() * len(heads))]]
        # A power of a random number makes the first of each type hubs.
        target = made[tails[int(chance.random() ** 2.5 * len(tails))]]
        if source.id == target.id:
            continue
        path, line = paths[int(chance.random() * len(paths))], int(chance.random() * 3000) + 1
        quote = f"- {source.label} {kind.en} {target.label}，见 {path}"
        evidence = Evidence(path, line, 3, target.label, "synthetic.v1", quote, 0.9)
        edges[source.id, kind.name, target.id] = Relation(source.id, kind.name, target.id, (evidence,), 0.9)
    ordered = tuple(edges[key] for key in sorted(edges))
    return BuiltGraph(Resolution(tuple(made), ordered), tuple(documents), {"synthetic": [entities, relations, seed]})


def _entity(number: int, chance: random.Random, paths: list[str]) -> Entity:
    type_ = chance.choices(_TYPES, _WEIGHTS)[0]
    words = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 3))).title() for _ in range(chance.randint(1, 4))]
    english = f"{' '.join(words)} {number}"
    chinese = "".join(chance.choices(_HAN, k=chance.randint(2, 6)))
    url = f"https://example.org/{number}"
    mentions = tuple(
        Mention(type_, english, path, line, 3, english, "synthetic.v1", url=url)
        for path, line in sorted((chance.choice(paths), chance.randint(1, 3000)) for _ in range(chance.randint(1, 2)))
    )
    both = chance.random() < 0.3
    labels = (("en", english), ("zh", chinese)) if both else (("en", english),)
    id_ = f"{type_.lower()}/{english.lower().replace(' ', '-')}"
    return Entity(id_, type_, english, mentions, labels, (chinese,) if both else (), url, (url,), 2000 + number % 27)
