"""What is in the wheel that people install."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


@pytest.mark.slow
def test_the_wheel_holds_every_source_and_data_file(wheel: zipfile.ZipFile) -> None:
    source = ROOT / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    wanted = {name for name in files if "__pycache__" not in name}
    packed = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {"kgraph/py.typed", "kgraph/core/schema.toml", "kgraph/present/page.html"} <= packed
    pages = {name.removeprefix("kgraph/_explorer/") for name in packed if name.startswith("kgraph/_explorer/")}
    assert packed == wanted | {f"kgraph/_explorer/{name}" for name in pages}
    assert pages == {
        path.relative_to(ROOT).as_posix()
        for folder in (ROOT / "app", ROOT / ".streamlit")
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.slow
def test_the_metadata_names_licence_command_and_python(wheel: zipfile.ZipFile) -> None:
    (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
    metadata = Parser().parsestr(wheel.read(name).decode())
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Requires-Python"] == ">=3.11"
    assert "# kgraph" in str(metadata.get_payload())
    assert "kgraph = kgraph.cli:main" in wheel.read(name.replace("METADATA", "entry_points.txt")).decode()
    assert any(entry.endswith("licenses/LICENSE") for entry in wheel.namelist())
