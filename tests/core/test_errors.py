"""The tree of errors is as drawn, and each says in a sentence what failed and on what."""

from __future__ import annotations

import inspect
import re

import pytest

from kgraph.core import errors
from kgraph.core.errors import KgraphError

SAMPLES: dict[str, tuple[object, ...]] = {
    "KgraphError": ("The build failed.",),
    "UnknownNameError": ("No thing named 'x'.",),
    "UnknownPluginError": ("reader", "markdwon", ["markdown", "plain"]),
    "UnknownEntityError": ("bret", ["BERT"]),
    "UnknownDocumentError": ("a.md", ["b.md"]),
    "UnknownFormatError": ("jsn", ["json", "csv"]),
    "UnknownTermError": ("relation", "introduce", ["introduces"]),
    "AmbiguousEntityError": ("mamba", ["method/mamba", "software/mamba"]),
    "InputError": ("'x' does not exist.",),
    "UnreadableDocumentError": ("a.md", "binary data", 3),
    "SettingsError": ("workers: too many",),
    "GraphMissingError": ("data/graph",),
    "UnknownBuildError": ("data/graph", 7, [1, 2]),
    "GraphDamagedError": ("data/graph", "no file graph.nq"),
    "GraphBusyError": ("data/graph", "42"),
    "GraphNotWrittenError": ("data/graph", "no space left"),
    "QueryError": ("expected '{'", 2, 7),
    "QueryTimeoutError": (1.5,),
    "GoldError": ("a.json", "no field lines"),
    "PathMissingError": ("BERT", "Google", 4),
    "NotWrittenError": ("out.csv", "no space left"),
    "PluginConflictError": ("reader", "markdown", print, len),
    "MissingExtraError": ("streamlit", "app", "The explorer"),
    "ArgumentError": ("limit", 0, "1 or more"),
    "GraphClosedError": ("data/graph",),
    "EndpointError": ("127.0.0.1", 80, "permission denied"),
    "UpdatesError": ("data/graph", "no space left"),
    "QueryCancelledError": (),
    "RemoteError": ("http://localhost/sparql", "connection refused"),
    "RemoteUnsupportedError": ("http://localhost/sparql", "communities"),
    "MissingValueError": ("papers-of-year", "year", "Year", "2019"),
    "TemplateError": ("mine", "its header lacks 'title'"),
    "UnknownTemplateError": ("leaderbord", ["leaderboard"]),
    "UnknownGoldDocumentError": ("a.json", "000", ["001.md"]),
    "CurationError": ("raw/curation.toml", "no space left"),
    "DecisionError": ("'BERT' is one thing already",),
    "ViewError": ("A view needs a name.",),
    "WorkspaceError": ("a/b.json", "no space left"),
}
"""Arguments to raise each error with."""


def classes() -> dict[str, type[KgraphError]]:
    return {
        name: value
        for name, value in inspect.getmembers(errors, inspect.isclass)
        if issubclass(value, KgraphError) and value.__module__ == errors.__name__
    }


def drawn() -> dict[str, str]:
    """Return the parent of each class as drawn in the module's docstring."""
    assert errors.__doc__ is not None
    above: list[str] = []
    parents: dict[str, str] = {}
    for line in errors.__doc__.split("\n"):
        match = re.match(r"^(?P<lead>[│├└─ ]*)(?P<name>[A-Z]\w+Error)\b", line)
        if match is None:
            continue
        depth = len(match["lead"]) // 4
        parents[match["name"]] = above[depth - 1] if depth else "Exception"
        above[depth:] = [match["name"]]
    return parents


def test_the_drawn_tree_is_the_real_one() -> None:
    assert drawn() == {name: value.__bases__[0].__name__ for name, value in classes().items()}


def test_every_error_has_a_sample_here() -> None:
    assert set(SAMPLES) == set(classes())


@pytest.mark.parametrize("name", SAMPLES)
def test_error_says_what_failed_and_on_what(name: str) -> None:
    kind = classes()[name]
    with pytest.raises(kind) as caught:
        raise kind(*SAMPLES[name])
    text = str(caught.value)
    assert len(text) > 10
    for value in SAMPLES[name]:
        if isinstance(value, str):
            assert value in text
    assert kind.__doc__


def test_close_names_are_suggested() -> None:
    assert "Did you mean 'markdown'?" in str(errors.UnknownPluginError("reader", "markdwon", ["markdown", "plain"]))
    assert "Did you mean" not in str(errors.UnknownPluginError("reader", "zzz", ["markdown"]))
    assert "Known: none." in str(errors.UnknownPluginError("reader", "zzz", []))
    assert "BERT" in str(errors.UnknownEntityError("bret", ["BERT"]))


def test_values_are_kept_as_attributes() -> None:
    error = errors.UnreadableDocumentError("a.md", "binary", 3)
    assert (error.path, error.reason, error.line, str(error)) == ("a.md", "binary", 3, "a.md:3: binary")
    assert str(errors.UnreadableDocumentError("a.md", "binary")) == "a.md: binary"
    query = errors.QueryError("expected '{'", 2, 7)
    assert (query.line, query.column) == (2, 7)
    assert isinstance(errors.QueryTimeoutError(1.5), errors.QueryError)
