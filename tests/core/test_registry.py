"""Plug-ins are found by name, and two of one name are refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kgraph.core import Registry
from kgraph.core.errors import PluginConflictError, UnknownPluginError


def registry() -> Registry[Callable[..., object]]:
    shouts: Registry[Callable[..., object]] = Registry("shout")
    shouts.register("b")(len)
    shouts.register("a")(print)
    return shouts


def test_registered_function_is_returned_unchanged_and_found() -> None:
    shouts = registry()
    assert shouts.register("c")(sorted) is sorted
    assert shouts.get("c") is sorted
    assert shouts.names() == ["a", "b", "c"]
    assert [name for name, _ in shouts.items()] == ["a", "b", "c"]


def test_taken_name_is_refused_with_both_functions() -> None:
    shouts = registry()
    with pytest.raises(PluginConflictError, match="'a' is registered already") as caught:
        shouts.register("a")(len)
    assert (caught.value.old, caught.value.new) == (print, len)
    assert shouts.get("a") is print


def test_registering_the_same_function_again_changes_nothing() -> None:
    shouts = registry()
    shouts.register("a")(print)
    assert shouts.names() == ["a", "b"]


def test_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UnknownPluginError, match=r"No shout named 'x'\. Known: a, b\."):
        registry().get("x")
