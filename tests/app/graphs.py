"""A graph for the browser: a hub with more neighbours than anyone wants to see at once, and names that attack."""

from __future__ import annotations

from tests.support.graphs import BOARD, small_graph

from kgraph.core import BuiltGraph, Entity, Evidence, Mention, Relation, Resolution

HUB, LEAVES = "dataset/everyone-s-benchmark", 2623
HOSTILE = {
    "method/hostile-image": "<img src=x onerror=\"document.title='hit'\">",
    "method/hostile-link": "javascript:document.title='hit'",
    "method/hostile-turn": "abc\u202egnp.exe\u2066 def",
    "method/hostile-long": "很长的名字" * 2000,
    "method/hostile-markdown": "**bold** [x](javascript:alert(1)) :material/home: $x^2$ <script>alert(1)</script>",
}


def _entity(id_: str, type_: str, name: str, year: int | None = None) -> Entity:
    return Entity(id_, type_, name, (Mention(type_, name, BOARD, 1, 1, name[:40], "test.v1"),), year=year)


def _relation(source: str, key: str, target: str, confidence: float = 0.9) -> Relation:
    words = "SQuAD 1.1"
    return Relation(source, key, target, (Evidence(BOARD, 1, 3, words, "test.v1", f"# {words}"),), confidence)


def wide_graph() -> BuiltGraph:
    """Return the small graph with a hub, its 2,623 neighbours, and five methods with hostile names beside BERT."""
    small = small_graph()
    leaves = [f"method/model-{number:04}" for number in range(LEAVES)]
    entities = [
        _entity(HUB, "Dataset", "Everyone's Benchmark"),
        *(_entity(id_, "Method", f"Model {id_[-4:]}", 2010 + place % 15) for place, id_ in enumerate(leaves)),
        *(_entity(id_, "Method", name) for id_, name in HOSTILE.items()),
    ]
    relations = [
        *(_relation(id_, "evaluatedOn", HUB, 0.5 + place % 5 / 10) for place, id_ in enumerate(leaves)),
        *(_relation(one, "basedOn", other) for one, other in zip(leaves[1:], leaves, strict=False)),
        *(_relation(id_, "basedOn", "method/bert") for id_ in HOSTILE),
    ]
    return BuiltGraph(
        Resolution(
            tuple(sorted([*small.resolution.entities, *entities], key=lambda entity: entity.id)),
            tuple(
                sorted([*small.resolution.relations, *relations], key=lambda edge: (edge.source, edge.key, edge.target))
            ),
        ),
        small.documents,
        small.report,
    )
