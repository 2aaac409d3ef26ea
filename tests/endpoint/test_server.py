"""How `kgraph serve` starts, and what it says when it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.endpoint import RunningEndpoint

from kgraph.core.errors import SettingsError
from kgraph.endpoint.settings import EndpointSettings, endpoint_settings

KGRAPH = str(Path(sys.executable).with_name("kgraph"))


def serve(*options: str) -> tuple[int, str]:
    done = subprocess.run([KGRAPH, "serve", *options], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def test_a_taken_port_is_named(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = serve("--graph", str(folder), "--port", str(port))
    assert code == 2
    assert f"127.0.0.1:{port}" in said and "--port" in said


def test_a_missing_graph_is_named(tmp_path: Path) -> None:
    code, said = serve("--graph", str(tmp_path), "--port", "0")
    assert code == 2
    assert "kgraph build" in said


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--rows", "0"),
        ("--timeout", "0"),
        ("--memory", "1"),
        ("--cors", "example.org"),
        ("--public", "here"),
        ("--queries", "1"),
    ],
)
def test_a_wrong_option_is_explained(folder: Path, option: str, value: str) -> None:
    code, said = serve("--graph", str(folder), option, value)
    assert code == 2
    assert (value in said or option in said) and "Traceback" not in said


def test_a_missing_package_is_named_with_its_command() -> None:
    program = (
        "import importlib.util as u, sys; find = u.find_spec\n"
        "u.find_spec = lambda name, *more: None if name == 'uvicorn' else find(name, *more)\n"
        "sys.argv = ['kgraph', 'serve']; from kgraph.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 2
    assert 'pip install "kgraph[serve]"' in done.stderr


def test_the_names_of_one_machine_and_those_of_others_are_told_apart() -> None:
    assert all(EndpointSettings(host=host).on_this_machine for host in ("127.0.0.1", "localhost", "::1", "127.9.9.9"))
    assert not any(
        EndpointSettings(host=host).on_this_machine for host in ("0.0.0.0", "::", "192.168.0.7", "example.org")
    )
    with pytest.raises(SettingsError):
        endpoint_settings({}, {"timeout": float("nan")})


def test_it_listens_on_the_other_family_too(folder: Path) -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    endpoint = RunningEndpoint(folder, "--host", "::1")
    assert endpoint.log[0]["address"] == f"http://[::1]:{endpoint.log[0]['port']}/sparql"
    assert endpoint.client.get(f"http://[::1]:{endpoint.log[0]['port']}/health").status_code == 200
    assert endpoint.stop() == 0
