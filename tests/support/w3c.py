"""The W3C's SPARQL tests, as the source package of rdflib carries them (fetched by pip, kept in pytest's cache)."""

from __future__ import annotations

import subprocess
import sys
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib.collection import Collection

PACKAGE = "rdflib==7.6.0"
_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
BASE = "http://w3c.example/"
"""The suite's files stand under it."""


@dataclass(frozen=True)
class SuiteTest:
    """One test of a query. ``data`` and ``graphs`` are files, by their path in the suite, which also names their graph."""

    name: str
    kind: str
    query: str
    data: list[str] = field(default_factory=list)
    graphs: list[str] = field(default_factory=list)
    result: Path | None = None


def fetch(folder: Path) -> Path | None:
    """Return the folder of the suites below ``folder``, fetched if it is not there; None where there is no way to get it."""
    suites = folder / "w3c"
    if suites.is_dir():
        return suites
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:", PACKAGE]
    done = subprocess.run([*command, "--dest", str(folder)], capture_output=True, timeout=300)
    archives = list(folder.glob("rdflib-*.tar.gz"))
    if done.returncode or not archives:
        return None
    with tarfile.open(archives[0]) as archive:
        mark = "/test/data/suites/w3c/"
        for member in archive.getmembers():
            _, found, inner = member.name.partition(mark)
            if found and inner.split("/")[0] in ("sparql11", "dawg-data-r2") and member.isfile():
                target = folder / "draft" / inner
                target.parent.mkdir(parents=True, exist_ok=True)
                source = archive.extractfile(member)
                assert source is not None
                target.write_bytes(source.read())
    (folder / "draft").rename(suites)
    return suites


def tests(suites: Path) -> Iterator[SuiteTest]:
    """Yield every test of a query: evaluation, syntax, formats of results."""
    for path in sorted(suites.glob("*/*/manifest.ttl")):
        manifest = rdflib.Graph().parse(path, publicID=_iri(suites, path), format="turtle")
        for entries in manifest.objects(None, _MF.entries):
            for test in Collection(manifest, entries):
                kind = str(manifest.value(test, rdflib.RDF.type) or "").rpartition("#")[2]
                action = manifest.value(test, _MF.action)
                if action is None or "Update" in kind or kind in ("ProtocolTest", "ServiceDescriptionTest"):
                    continue
                query = manifest.value(action, _QT.query) or action
                result = manifest.value(test, _MF.result)
                if not str(query).startswith(BASE):
                    continue
                try:
                    text = _file(suites, str(query)).read_text("utf-8")
                except (FileNotFoundError, UnicodeDecodeError):
                    continue
                yield SuiteTest(
                    f"{path.parent.name}/{str(test).rpartition('#')[2]}",
                    kind,
                    f"BASE <{query}>\n{text}",
                    [str(file) for file in manifest.objects(action, _QT.data)],
                    [str(file) for file in manifest.objects(action, _QT.graphData) if str(file).startswith(BASE)],
                    _file(suites, str(result)) if str(result).startswith(BASE) else None,
                )


def quads(suites: Path, files: set[str]) -> Iterator[pyoxigraph.Quad]:
    """Yield the triples of the suite's files, each file in the graph of its name."""
    formats = {
        ".ttl": pyoxigraph.RdfFormat.TURTLE,
        ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
        ".rdf": pyoxigraph.RdfFormat.RDF_XML,
        ".n3": pyoxigraph.RdfFormat.TURTLE,
    }
    for iri in sorted(files):
        path = _file(suites, iri)
        if path.suffix in formats and path.exists():
            graph = pyoxigraph.NamedNode(iri)
            try:
                for quad in pyoxigraph.parse(
                    path=path, format=formats[path.suffix], base_iri=iri, rename_blank_nodes=True
                ):
                    yield pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, graph)
            except SyntaxError:
                continue


def _iri(suites: Path, path: Path) -> str:
    return BASE + path.relative_to(suites).as_posix()


def _file(suites: Path, iri: str) -> Path:
    return suites / iri.removeprefix(BASE)
