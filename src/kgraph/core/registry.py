"""Plug-in families: a dictionary from name to function, filled by a decorator and by entry points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from typing import Generic, TypeVar

from kgraph.core.errors import PluginConflictError, UnknownPluginError

T = TypeVar("T", bound=Callable[..., object])


class Registry(Generic[T]):
    """The functions of one plug-in family by name.

    ``family`` is the word used in messages; entry points of the group ``kgraph.<family>s`` are loaded at first use.

    >>> shouts: Registry = Registry("shout")
    >>> @shouts.register("hey")
    ... def hey(): return "hey!"
    >>> shouts.get("hey")()
    'hey!'
    >>> shouts.get("hei")
    Traceback (most recent call last):
    kgraph.core.errors.UnknownPluginError: No shout named 'hei'. Known: hey. Did you mean 'hey'?
    """

    def __init__(self, family: str):
        self.family = family
        self._found: dict[str, T] = {}
        self._loaded = False

    def register(self, name: str) -> Callable[[T], T]:
        """Return a decorator that registers a function under ``name``.

        Raises PluginConflictError when the name is taken by another function.
        """

        def keep(function: T) -> T:
            old = self._found.get(name)
            if old is not None and old is not function:
                raise PluginConflictError(self.family, name, old, function)
            self._found[name] = function
            return function

        return keep

    def get(self, name: str) -> T:
        """Return the function registered under ``name``; raises UnknownPluginError."""
        self._load()
        try:
            return self._found[name]
        except KeyError:
            raise UnknownPluginError(self.family, name, self._found) from None

    def names(self) -> list[str]:
        """Return the registered names, sorted."""
        self._load()
        return sorted(self._found)

    def items(self) -> Iterator[tuple[str, T]]:
        """Yield (name, function), sorted by name."""
        self._load()
        yield from sorted(self._found.items())

    def _load(self) -> None:
        if self._loaded:
            return
        self._loaded = True
        for point in entry_points(group=f"kgraph.{self.family}s"):
            self.register(point.name)(point.load())
