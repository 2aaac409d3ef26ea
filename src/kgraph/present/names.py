"""Names of entities, types and relations in Chinese, English or both, for drawings and texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kgraph.core import SCHEMA
from kgraph.present.text import terminal_text
from kgraph.query.results import Node

LANGUAGES = ("zh", "en", "both")


def name_of(node: Node, language: str) -> str:
    """Return the name of a node in a language, on one line; for ``both`` the Chinese and the English one.

    >>> name_of(Node("method/rnn", "Method", "RNN", {"labels": {"zh": "循环神经网络", "en": "RNN"}}), "both")
    '循环神经网络 · RNN'
    """
    return record_name(node.data, node.label or node.id, language) or node.id


def record_name(data: Mapping[str, Any], label: str, language: str) -> str:
    """Return the name in a record of ``graph.json``, as ``name_of`` does; ``label`` where it has none in the language."""
    names = data.get("labels") or {}
    if language == "both":
        text = " · ".join(dict.fromkeys(filter(None, (names.get("zh"), names.get("en"))))) or label
    else:
        text = names.get(language) or label
    return " ".join(terminal_text(str(text)).split())


def type_name(type_: str, language: str) -> str:
    """Return the name of a type; for ``both`` the Chinese and the English one."""
    kind = SCHEMA.entities.get(type_)
    return _pick(kind.zh, kind.en, language) if kind else terminal_text(type_)


def relation_name(relation: str, language: str) -> str:
    """Return the name of a relation; for ``both`` the Chinese and the English one.

    >>> relation_name("basedOn", "zh"), relation_name("basedOn", "both")
    ('基于', '基于 based on')
    """
    kind = SCHEMA.relations.get(relation)
    return _pick(kind.zh, kind.en, language) if kind else terminal_text(relation)


def _pick(zh: str, en: str, language: str) -> str:
    return f"{zh} {en}" if language == "both" else zh if language == "zh" else en
