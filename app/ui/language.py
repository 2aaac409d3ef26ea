"""The language of the page: Chinese, English or both, for the interface and for the names of entities."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

from kgraph import SCHEMA, Node

LANGUAGES = ("zh", "en", "both")


def current() -> str:
    """Return the language chosen in this session: ``zh``, ``en`` or ``both``; at first that of the address or the browser."""
    chosen = st.session_state.get("language")
    if chosen not in LANGUAGES:
        asked = st.query_params.get("lang")
        chosen = asked if asked in LANGUAGES else _of_browser()
        st.session_state["language"] = chosen
    return str(chosen)


def speak(chosen: str) -> None:
    """Choose a language from within a page; the page has to run again."""
    st.session_state["language"] = st.session_state["language_wanted"] = chosen
    st.query_params["lang"] = chosen


def _of_browser() -> str:
    locale = st.context.locale
    return "zh" if isinstance(locale, str) and locale.lower().startswith("zh") else "en"


@cache
def _words() -> dict[str, tuple[str, str]]:
    data = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {key: (zh, en) for key, (zh, en) in data["words"].items()}


def unfilled(prefix: str) -> dict[str, str]:
    """Return the words whose keys begin with ``prefix``, by the rest of their key, with their {names} left in them."""
    return {key.removeprefix(prefix): pick(*pair) for key, pair in _words().items() if key.startswith(prefix)}


def pick(zh: str, en: str) -> str:
    """Return the one that the current language asks for; for both, the two side by side where they differ.

    Between sentences with numbers stands a stroke, so that no number runs into the next.
    """
    chosen = current()
    if chosen == "both" and zh != en:
        return f"{zh} / {en}" if any(sign.isdigit() or sign == "{" for sign in zh) else f"{zh} {en}"
    return en if chosen == "en" else zh


def say(key: str, **values: object) -> str:
    """Return the word or sentence of ``words.toml`` with its values filled in; numbers get thousands separators.

    A value that is a pair is one in Chinese and one in English.
    """
    zh, en = _words()[key]
    return pick(zh.format(**_filled(values, 0)), en.format(**_filled(values, 1)))


def _filled(values: dict[str, object], language: int) -> dict[str, object]:
    chosen = {name: value[language] if isinstance(value, tuple) else value for name, value in values.items()}
    return {name: f"{value:,}" if isinstance(value, int) else value for name, value in chosen.items()}


def links(count: int) -> str:
    """Return how many links there are, in words; in both languages the number alone, which needs no room."""
    if current() == "both":
        return f"{count:,}"
    return say("link") if count == 1 else say("links", count=count)


def year_and_links(year: int | None, count: int) -> str:
    """Return what stands beside a name in a list: the year, where there is one, and the number of links."""
    return f"{year} · {links(count)}" if year else links(count)


def type_name(type_: str) -> str:
    """Return the name of an entity type."""
    kind = SCHEMA.entities.get(type_)
    return pick(kind.zh, kind.en) if kind else type_


def relation_name(relation: str, outgoing: bool = True) -> str:
    """Return the name of a relation, read from its head or, where it comes in, from its tail."""
    return pick(*relation_names(relation, outgoing))


def relation_names(relation: str, outgoing: bool = True) -> tuple[str, str]:
    """Return the name of a relation in Chinese and in English, as ``relation_name`` does in the current language."""
    key = f"inverse_{relation}"
    if not outgoing and key in _words():
        return _words()[key]
    kind = SCHEMA.relations.get(relation)
    return (kind.zh, kind.en) if kind else (relation, relation)


def label(node: Node, most: int = 160) -> str:
    """Return the name of an entity in the current language, cut to ``most`` characters."""
    chosen, names = current(), node.labels
    if chosen == "both":
        text = " · ".join(dict.fromkeys(filter(None, (names.get("zh"), names.get("en"))))) or node.label
    else:
        text = names.get(chosen) or node.label
    return cut(text, most)


def cut(text: str, most: int) -> str:
    """Return ``text`` with at most ``most`` characters, the last of which is then an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"
