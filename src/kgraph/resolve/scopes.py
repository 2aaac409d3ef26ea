"""Scopes: what documents say to tell two things of one name apart, and when two of them cannot be one thing.

A scope is a kind and a value, ``kind:value``; one without a kind is a word of the document's own, another word another thing:

- ``affiliation:…``, the organisations of a person, with ``|`` between them: other organisations are another person;
- ``long form:…``, what an acronym stands for: other words are another thing;
- ``repository:…``, the repository that a list gives a piece of software: a list that gives one name two of them
  lists two things, while two lists may print the old and the new home of one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from rapidfuzz import fuzz

from kgraph.core.text import has_han, name_key

Scopes = Mapping[str, Set[str]]
"""The scopes of a thing, each with the documents that state it."""

_SAME_WORD, _SAME_PHRASE = 75.0, 85.0
"""How alike (0 to 100) two words, or two phrases with different numbers of words, must be to be spellings of one."""


def apart(one: Scopes, other: Scopes) -> str:
    """Return why things with these scopes are different ones, the empty string where they may be one.

    Things without scopes may be anything. Any two scopes that agree make one thing.

    >>> apart({"long form:Contrastive Predictive Coding": {"a"}}, {"long form:Cyclic Phase Control": {"b"}})
    'Contrastive Predictive Coding, not Cyclic Phase Control'
    >>> apart({"long form:Generative Adversarial Nets": {"a"}}, {"long form:generative adversarial networks": {"b"}})
    ''
    >>> apart({"repository:github.com/a/x": {"a"}}, {"repository:github.com/b/x": {"b"}})
    ''
    """
    reason = ""
    for mine, documents in sorted(one.items()):
        for theirs, others in sorted(other.items()):
            kind, value = parted(mine)
            other_kind, other_value = parted(theirs)
            if kind != other_kind:
                continue
            if _agree(kind, value, other_value, bool(documents & others)):
                return ""
            reason = reason or f"{value}, not {other_value}"
    return reason


def _agree(kind: str, one: str, other: str, together: bool) -> bool:
    if kind == "affiliation":
        return not {name_key(part) for part in one.split("|")}.isdisjoint(name_key(part) for part in other.split("|"))
    if kind == "long form":
        return same_phrase(one, other)
    return one.casefold() == other.casefold() or (kind == "repository" and not together)


def parted(scope: str) -> tuple[str, str]:
    """Return the kind and the value of a scope.

    >>> parted("repository:github.com/a/b"), parted("snake")
    (('repository', 'github.com/a/b'), ('', 'snake'))
    """
    kind, sign, value = scope.partition(":")
    return (kind, value) if sign else ("", scope)


def same_phrase(one: str, other: str) -> bool:
    """Return whether two long forms are spellings of one: word by word alike. Of two languages they cannot be compared.

    >>> same_phrase("Convolutional Neural Network", "Cellular Neural Networks")
    False
    """
    if has_han(one) != has_han(other):
        return True
    words, others = re.findall(r"\w+", one.casefold()), re.findall(r"\w+", other.casefold())
    if len(words) != len(others):
        return fuzz.ratio("".join(words), "".join(others)) >= _SAME_PHRASE
    return all(
        fuzz.ratio(a, b) >= _SAME_WORD or a.startswith(b.rstrip("s")) or b.startswith(a.rstrip("s"))
        for a, b in zip(words, others, strict=True)
    )
