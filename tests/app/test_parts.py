"""Parts of pages that need no page: marked text, circles, words, results."""

from __future__ import annotations

import json
import re
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

APP = Path(__file__).parents[2] / "app"


@pytest.fixture(autouse=True)
def pages_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(APP))
    streamlit = pytest.importorskip("streamlit", reason="the pages need the extra 'app'")
    monkeypatch.setattr(streamlit, "session_state", {"language": "en"})


def text_of(content: Any) -> str:
    """Return the words of a piece of content."""
    return content if isinstance(content, str) else "".join(text_of(child) for child in content[2:])


def passage(line: str, *spans: tuple[int, int, str]) -> Any:
    from kgraph import Node
    from kgraph.query.documents import Naming, Passage

    namings = tuple(Naming(1, start + 1, length, node) for start, length, node in spans)
    nodes = {node: Node(node, "Method", node) for _, _, node in spans}
    return Passage("a.md", 1, (line,), namings, nodes)


def marked(line: str, *spans: tuple[int, int, str]) -> list[Any]:
    from ui.document import marked

    part = passage(line, *spans)
    return marked(line, part.namings, part)


def test_marked_text_is_the_text_with_links() -> None:
    pieces = marked("用 BERT 与 GAN", (2, 4, "method/bert"), (9, 3, "method/gan"))
    assert "".join(map(text_of, pieces)) == "用 BERT 与 GAN"
    assert [text_of(piece) for piece in pieces if isinstance(piece, list)] == ["BERT", "GAN"]


def test_a_name_inside_a_name_is_a_link_of_its_own() -> None:
    pieces = marked("Tiny BERT model", (0, 15, "paper/whole"), (5, 4, "method/bert"))
    links = [(text_of(piece), piece[1]["go"]["params"]["entity"]) for piece in pieces]
    assert links == [("Tiny ", "paper/whole"), ("BERT", "method/bert"), (" model", "paper/whole")]


def test_two_entities_of_the_same_words_are_a_link_and_a_sign() -> None:
    first, second = marked("Mamba", (0, 5, "method/mamba"), (0, 5, "software/mamba"))
    assert (text_of(first), first[1]["go"]["params"]["entity"]) == ("Mamba", "method/mamba")
    assert second[2][0] == "sign" and second[1]["go"]["params"]["entity"] == "software/mamba"


@pytest.mark.parametrize("span", [(0, 99, "method/a"), (50, 3, "method/a"), (2, 0, "method/a"), (-3, 2, "method/a")])
def test_places_outside_the_line_do_no_harm(span: tuple[int, int, str]) -> None:
    assert "".join(map(text_of, marked("short", span))) == "short"


def test_circles_of_communities_never_overlap() -> None:
    from ui.charts import placed

    sizes = [120, 80, 80, 40, 33, 20, 9, 5, 5, 3, 3, 3]
    links = [
        {other: (place * other) % 4 for other in range(len(sizes)) if other != place} for place in range(len(sizes))
    ]
    circles = placed(sizes, links)
    for (x, y, r), (a, b, s) in combinations(circles, 2):
        assert (x - a) ** 2 + (y - b) ** 2 > (r + s) ** 2
    assert placed(sizes, links) == circles
    assert placed([], []) == []


def test_quotes_are_cut_around_the_words_that_matter() -> None:
    from ui.panel import quote

    cut = quote("前" * 1000 + "BERT" + "后" * 1000, "BERT", 100)
    assert [child[0] for child in cut[2:] if isinstance(child, list)] == ["mark"]
    assert len(text_of(cut)) < 120 and text_of(cut).startswith("…") and text_of(cut).endswith("…")
    assert text_of(quote("no such words", "BERT")) == "no such words"


def test_results_do_not_repeat_their_unit() -> None:
    from kgraph.core.quantities import result_text

    assert result_text({"metric": "EM", "value": "85.1%", "unit": "%"}) == "EM 85.1%"
    assert result_text({"metric": None, "value": "3.2", "unit": "ms"}) == "3.2 ms"
    assert result_text({}) == ""


def test_every_word_that_is_said_is_in_the_table_in_both_languages() -> None:
    from ui.language import _words

    words = _words()
    source = "\n".join(path.read_text(encoding="utf-8") for path in APP.rglob("*.py"))
    said = set(re.findall(r"""say\(\s*["'](\w+)["']""", source))
    assert said <= set(words), said - set(words)
    for key, (zh, en) in words.items():
        assert zh and en
        assert set(re.findall(r"{(\w+)}", zh)) == set(re.findall(r"{(\w+)}", en)), key


def test_what_the_library_says_is_said_in_chinese_too() -> None:
    """The reasons of the build, and the errors that a page can meet, are all in the list."""
    from tests.core.test_errors import SAMPLES

    from kgraph.core import errors
    from kgraph.extract import _REASONS
    from ui.sentences import in_chinese

    pages = ("UnknownEntity", "UnknownDocument", "UnknownTerm", "UnknownPlugin", "AmbiguousEntity", "Argument")
    pages += ("GraphMissing", "GraphDamaged", "GraphClosed", "Query", "QueryTimeout", "View", "Workspace")
    met = [str(getattr(errors, f"{name}Error")(*SAMPLES[f"{name}Error"])) for name in pages]
    source = "\n".join(path.read_text("utf-8") for path in (APP.parent / "src/kgraph").glob("*/*.py"))
    met += [*_REASONS.values(), *re.findall(r"""\.problem\(\w+, "([^"]+)"\)""", source)]
    met += [re.sub(r"{[^}]*}", "x", text) for text in re.findall(r"""Doubt\(.+?, f?"([^"]+)", """, source)]
    assert len(met) >= 20
    untold = [text for text in met if not re.search("[\u4e00-\u9fff]", in_chinese(text))]
    assert not untold
    assert in_chinese("both are called initials") == "都叫 initials"


def test_content_is_plain_data() -> None:
    from ui.panel import el, go, link

    content = el(
        "p", "a", None, link("javascript:alert(1)"), go=go("entity", entity="method/a b"), aria_label="x", open=None
    )
    assert json.loads(json.dumps(content)) == content
    assert content[1]["aria-label"] == "x" and "open" not in content[1]
    assert content[1]["go"]["href"] == "entity?entity=method%2Fa+b&lang=en"


def test_every_genre_that_was_scored_has_a_name() -> None:
    from kgraph.query.honesty import published_scores
    from ui.language import _words

    names = {f"genre_{name}" for name in published_scores().genres}
    assert len(names) > 10
    assert names <= set(_words())
