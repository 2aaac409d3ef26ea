"""The documentation says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from kgraph import cli

ROOT = Path(__file__).parent.parent
PAGES = sorted(
    [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md"), *(ROOT / "data").glob("*/README.md")]
)


def anchors(page: Path) -> set[str]:
    """Return the anchors that a forge makes of a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = page if not name else page.parent / name
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_every_command_has_its_section() -> None:
    text = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(cli.app).commands  # type: ignore[attr-defined]
    groups = {name: command.commands for name, command in commands.items() if hasattr(command, "commands")}
    assert len(commands) == 18 and groups
    assert set(re.findall(r"^## kgraph (\w+)$", text, re.MULTILINE)) == set(commands)
    for name, parts in groups.items():
        assert re.findall(rf"^### kgraph {name} ([\w-]+)$", text, re.MULTILINE) == list(parts)


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/commands.md",
        "docs/curation.md",
        "docs/queries.md",
        "docs/schema.md",
        "docs/sparql.md",
        "docs/tutorial.md",
    ],
)
def test_shown_output_is_real(page: str) -> None:
    command = [sys.executable, ROOT / "docs" / "generate.py", "--check", page]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_exporter_of_the_architecture_page_runs(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    # In a process of its own: a registered exporter stays registered.
    script = f"""{example}
import sys, networkx
from kgraph.present.export import export
graph = networkx.MultiDiGraph()
graph.add_edge("b", "c", key="basedOn")
graph.add_edge("a", "b", key="about")
export(graph, "edges", {str(tmp_path / "edges.txt")!r})
"""
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (tmp_path / "edges.txt").read_text() == "a\tabout\tb\nb\tbasedOn\tc\n"


def test_registries_that_the_architecture_page_names_exist() -> None:
    from importlib import import_module

    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (\w+) \| .* \| `(kgraph\.[\w.]+)` \| `kgraph\.(\w+)` \|$", text, re.MULTILINE)
    assert [name for name, _, _ in table] == ["reader", "extractor", "measure", "exporter"]
    for name, path, group in table:
        module, _, attribute = path.rpartition(".")
        registry = getattr(import_module(module), attribute)
        assert f"{registry.family}s" == group == f"{name}s"
