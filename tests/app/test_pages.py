"""Every page on a small, an empty and a missing graph, and with hostile names in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from tests.support.graphs import BOARD, NOTES, small_graph

from kgraph.core import BuiltGraph, Entity, Mention, Resolution, build_settings
from kgraph.store import write_graph

APP = Path(__file__).parent.parent.parent / "app"
PAGES = sorted(path.stem for path in (APP / "app_pages").glob("*.py"))

pytestmark = pytest.mark.filterwarnings("ignore")  # streamlit's own, not ours


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(APP))
    monkeypatch.setenv("KGRAPH_GRAPH", str(tmp_path / "graph"))
    monkeypatch.setenv("KGRAPH_WORKSPACE", str(tmp_path / "workspace"))
    return tmp_path / "graph"


@pytest.fixture
def built(folder: Path) -> Path:
    write_graph(small_graph(), folder, build_settings())
    return folder


def page(name: str = "start", language: str = "en", **params: str) -> AppTest:
    """Return the app after showing that page."""
    app = AppTest.from_file(str(APP / "streamlit_app.py"), default_timeout=30)
    for key, value in {"lang": language, **params}.items():
        app.query_params[key] = value
    if name != "start":
        app.switch_page(f"app_pages/{name}.py")
    app.run()
    assert not app.exception, app.exception
    return app


def content(app: AppTest) -> str:
    """Return all that the panels hold, as one text."""
    return "\n".join(json.dumps(data, ensure_ascii=False) for data in panels(app))


def panels(app: AppTest) -> list[Any]:
    """Return the content of the panels, in order."""
    return [data["content"] for data in _component_data(app) if "content" in data]


def _component_data(app: AppTest) -> list[dict[str, Any]]:
    found = []
    for element in app.get("bidi_component"):
        text = element.proto.json or "null"
        data = json.loads(text)
        if isinstance(data, dict):
            found.append(data)
    return found


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("name", PAGES)
def test_each_page_runs_in_each_language(built: Path, name: str, language: str) -> None:
    page(name, language)


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_how_to_build_a_missing_graph(folder: Path, name: str) -> None:
    assert "kgraph build" in content(page(name))


@pytest.mark.parametrize("name", PAGES)
def test_each_page_says_that_a_graph_is_empty(folder: Path, name: str) -> None:
    write_graph(BuiltGraph(Resolution((), ()), (), {}), folder, build_settings())
    text = content(page(name))
    assert "empty" in text and "kgraph build" in text


def test_the_start_page_counts_what_is_in_the_graph(built: Path) -> None:
    graph = small_graph().resolution
    text = content(page())
    assert f'"{len(graph.entities):,}"' in text and f'"{len(graph.relations):,}"' in text


@pytest.mark.parametrize(("asked", "why"), [("bert", "the very name"), ("brrt", "spelling"), ("transformer", "")])
def test_a_search_says_why_it_found_something(built: Path, asked: str, why: str) -> None:
    text = content(page("search", q=asked))
    assert "method/" in text and why in text


def test_a_search_that_finds_nothing_says_so(built: Path) -> None:
    assert "Nothing is called" in content(page("search", q="zzzzqqqq"))


def test_an_entity_shows_the_words_behind_its_statements(built: Path) -> None:
    text = content(page("entity", entity="method/bert"))
    assert "Bidirectional Encoder" in text and "mark" in text and BOARD in text and '":4"' in text


def test_an_unknown_entity_is_named_in_a_notice(built: Path) -> None:
    assert "No entity" in content(page("entity", entity="method/nobody"))


def test_a_document_shows_its_text_with_links_to_its_entities(built: Path) -> None:
    text = content(page("document", document=NOTES, line="3"))
    assert '"aria-current": "location"' in text and "organization" in text and "named" in text


def test_an_unknown_document_is_named_and_the_first_one_shown(built: Path) -> None:
    assert "There is no document" in content(page("document", document="../../etc/passwd", line="9" * 50))


def test_names_in_chinese_are_shown_when_chinese_is_chosen(built: Path) -> None:
    assert "方法" in content(page("entity", "zh", entity="method/bert"))


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1)) ![b](http://evil.example/x.png)",
    "\u202egnp.exe <script>alert(1)</script>",
    "长" * 10_000,
    "=HYPERLINK(1)",
)


@pytest.mark.parametrize("name", PAGES)
def test_hostile_names_stay_text(folder: Path, name: str) -> None:
    built = small_graph()
    first, rest = built.resolution.entities[: len(HOSTILE)], built.resolution.entities[len(HOSTILE) :]
    entities = tuple(
        replace(entity, label=text, labels=(("en", text),), urls=("javascript:alert(1)",))
        for entity, text in zip(first, HOSTILE, strict=True)
    )
    resolution = replace(built.resolution, entities=(*entities, *rest))
    write_graph(replace(built, resolution=resolution), folder, build_settings())
    app = page(name, entity=entities[0].id, q="alert", document=BOARD)
    for element in (*app.markdown, *app.caption, *app.title, *app.header, *app.subheader, *app.button):
        text = str(getattr(element, "value", "")) + str(getattr(element, "label", ""))
        assert "alert(1)" not in text, f"{element.type} takes markup, and holds {text[:60]!r}"
    for link in _links(panels(app)):
        assert link.startswith(("http://", "https://", "mailto:"))


def _links(content: Any) -> list[str]:
    """Return the addresses out of the app, of which the browser's part would make links."""
    if isinstance(content, dict):
        own = [str(content["href"])] if "href" in content else []
        return own + [link for key, value in content.items() if key != "go" for link in _links(value)]
    return [link for item in content for link in _links(item)] if isinstance(content, list) else []


def test_a_rebuilt_graph_is_offered_and_not_forced(built: Path) -> None:
    app = page()
    entity = Entity("method/new", "Method", "New", (Mention("Method", "New", BOARD, 1, 1, "New", "test.v1"),))
    graph = small_graph()
    changed = replace(graph.resolution, entities=(*graph.resolution.entities, entity))
    write_graph(replace(graph, resolution=changed), built, build_settings())
    app.run()
    before = len(graph.resolution.entities)
    assert f'"{before}"' in content(app)
    app.button("reload").click().run()
    assert not app.exception
    assert f'"{before + 1}"' in content(app)


def test_two_sessions_have_their_own_language(built: Path) -> None:
    one, other = page(language="zh"), page(language="en")
    assert "按类型" in content(one) and "By type" in content(other)
