"""What every exporter promises. A new exporter names how its file is read back in READERS."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pptx
import pydot
import pytest
import rdflib
from ndex2.cx2 import RawCX2NetworkFactory
from pyarrow import parquet
from tests.present.graphs import GRAPHS, hostile, tiny

from kgraph.core.errors import NotWrittenError, UnknownPluginError
from kgraph.core.schema import SCHEMA
from kgraph.present.export import export, formats
from kgraph.present.flatten import unflatten


def exported(graph: networkx.MultiDiGraph, format: str) -> bytes:
    out = io.BytesIO()
    export(graph, format, out)
    return out.getvalue()


Triples = set[tuple[str, str, str]]


def from_csv(data: bytes) -> tuple[set[str], Triples]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        nodes, edges = (
            list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in ("nodes.csv", "edges.csv")
        )
    return {row["id"] for row in nodes}, {(row["source"], row["relation"], row["target"]) for row in edges}


def parts(graph: networkx.Graph) -> tuple[set[str], Triples]:
    return set(graph), {(source, key, target) for source, target, key in graph.edges(keys=True)}


def from_graphml(data: bytes) -> tuple[set[str], Triples]:
    return parts(unflatten(networkx.read_graphml(io.BytesIO(data), force_multigraph=True)))


def from_gexf(data: bytes) -> tuple[set[str], Triples]:
    ElementTree.fromstring(data)
    return parts(unflatten(networkx.read_gexf(io.BytesIO(data), version="1.2draft")))


def from_json(data: bytes) -> tuple[set[str], Triples]:
    return parts(networkx.node_link_graph(json.loads(data), edges="edges"))


def from_html(data: bytes) -> tuple[set[str], Triples]:
    start = data.index(b'id="data">') + len(b'id="data">')
    page = json.loads(data[start : data.index(b"</script>", start)])
    return {node["id"] for node in page["nodes"]}, {(e["from"], e["relation"], e["to"]) for e in page["edges"]}


def from_rdf(data: bytes, format: str) -> tuple[set[str], Triples]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's parsers use what rdflib deprecates
        dataset = rdflib.Dataset(default_union=True).parse(data=data, format=format)
        graph = rdflib.Graph()
        for subject, predicate, value, _ in dataset.quads():
            graph.add((subject, predicate, value))
    names = {iri: str(name) for iri, name in graph.subject_objects(rdflib.DCTERMS.identifier)}
    kg = rdflib.Namespace(SCHEMA.namespace)
    relations = {kg[name]: name for name in SCHEMA.relations}
    return set(names.values()), {
        (names[source], relations[key], names[target]) for source, key, target in graph if key in relations
    }


def from_cyjs(data: bytes) -> tuple[set[str], Triples]:
    graph = networkx.cytoscape_graph(json.loads(data), name="label", ident="id")
    for _, _, attributes in graph.edges(data=True):
        attributes.pop("key")
    return parts(unflatten(graph))


def from_cx2(data: bytes) -> tuple[set[str], Triples]:
    network = RawCX2NetworkFactory().get_cx2network(json.loads(data))
    ids = {number: node["v"]["id"] for number, node in network.get_nodes().items()}
    edges = network.get_edges().values()
    return set(ids.values()), {(ids[e["s"]], e["v"]["interaction"], ids[e["t"]]) for e in edges}


def from_parquet(data: bytes) -> tuple[set[str], Triples]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        nodes, edges = (parquet.read_table(io.BytesIO(archive.read(f"{n}.parquet"))) for n in ("nodes", "edges"))
    rows = edges.to_pylist()
    return set(nodes.to_pydict()["id"]), {(row["source"], row["relation"], row["target"]) for row in rows}


def from_dot(data: bytes) -> tuple[set[str], Triples]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # pydot calls pyparsing by old names
        (graph,) = pydot.graph_from_dot_data(data.decode())

    def plain(text: str) -> str:
        return text.strip('"').replace('\\"', '"').replace("\\\\", "\\")

    nodes = {plain(node.get_name()) for node in graph.get_nodes()} - {"node"}
    edges = graph.get_edges()
    return nodes, {(plain(e.get_source()), plain(e.get("relation")), plain(e.get_destination())) for e in edges}


def from_mermaid(data: bytes) -> tuple[set[str], Triples]:
    said = [json.loads(line.split("kgraph ", 1)[1]) for line in data.decode().splitlines() if "%% kgraph" in line]
    return {item["id"] for item in said if "id" in item}, {
        (item["source"], item["relation"], item["target"]) for item in said if "source" in item
    }


def from_pptx(data: bytes) -> tuple[set[str], Triples]:
    nodes: dict[int, str] = {}
    edges: Triples = set()
    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        shapes = {shape.shape_id: shape.name for shape in slide.shapes}
        lines = [shape._element.nvCxnSpPr for shape in slide.shapes if shape._element.tag.endswith("}cxnSp")]
        joined = [line for line in lines if line.cNvCxnSpPr.stCxn is not None]
        edges |= {
            (shapes[line.cNvCxnSpPr.stCxn.id], line.cNvPr.get("name"), shapes[line.cNvCxnSpPr.endCxn.id])
            for line in joined
        }
        nodes |= {i: name for i, name in shapes.items() if "/" in name and not name.startswith(("label: ", "legend: "))}
    return set(nodes.values()), edges


def from_svg(data: bytes) -> tuple[set[str], Triples]:
    groups = ElementTree.fromstring(data).iter("{http://www.w3.org/2000/svg}g")
    found = [group.attrib for group in groups]
    return {group["data-id"] for group in found if "data-id" in group}, {
        (group["data-source"], group["data-relation"], group["data-target"])
        for group in found
        if "data-source" in group
    }


READERS: dict[str, Callable[[bytes], tuple[set[str], Triples]]] = {
    "csv": from_csv,
    "cx2": from_cx2,
    "cyjs": from_cyjs,
    "dot": from_dot,
    "gexf": from_gexf,
    "graphml": from_graphml,
    "html": from_html,
    "json": from_json,
    "mermaid": from_mermaid,
    "nq": partial(from_rdf, format="nquads"),
    "parquet": from_parquet,
    "pptx": from_pptx,
    "svg": from_svg,
    "trig": partial(from_rdf, format="trig"),
    "jsonld": partial(from_rdf, format="json-ld"),
    "ttl": partial(from_rdf, format="turtle"),
}


ONE_WAY = ("bib", "md", "pdf", "png")
"""Formats that do not hold the whole graph: their own tests read what they hold."""


def test_every_registered_exporter_is_held_to_the_contract() -> None:
    assert sorted([*READERS, *ONE_WAY]) == formats()


@pytest.mark.parametrize("name", GRAPHS)
@pytest.mark.parametrize("format", READERS)
def test_nodes_and_edges_come_back(format: str, name: str) -> None:
    graph = GRAPHS[name]()
    assert READERS[format](exported(graph, format)) == parts(graph)


@pytest.mark.parametrize("format", [*READERS, *ONE_WAY])
def test_the_order_of_the_input_does_not_show(format: str) -> None:
    graph = tiny()
    shuffled = networkx.MultiDiGraph()
    nodes, edges = list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    shuffled.add_nodes_from(nodes)
    shuffled.add_edges_from(edges)
    assert exported(shuffled, format) == exported(graph, format)


@pytest.mark.parametrize("format", [*READERS, *ONE_WAY])
def test_the_graph_is_not_changed(format: str) -> None:
    graph = tiny()
    exported(graph, format)
    assert networkx.utils.graphs_equal(graph, tiny())


@pytest.mark.parametrize("format", READERS)
def test_hostile_text_is_valid_utf8(format: str) -> None:
    data = exported(hostile(), format)
    if format in ("csv", "parquet", "pptx"):
        names = {"csv": "nodes.csv", "parquet": "nodes.parquet", "pptx": "ppt/slides/slide1.xml"}
        data = zipfile.ZipFile(io.BytesIO(data)).read(names[format])
    if format == "parquet":
        data = "".join(parquet.read_table(io.BytesIO(data)).to_pydict()["label"]).encode()
    assert data.decode("utf-8")


def test_tables_count_mentions_and_evidence_and_list_them_apart() -> None:
    with zipfile.ZipFile(io.BytesIO(exported(tiny(), "csv"))) as archive:
        tables = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"), newline="")))
            for name in archive.namelist()
        }
    assert {row["mentions"] for row in tables["nodes.csv"]} == {row["evidence"] for row in tables["edges.csv"]} == {"1"}
    assert [row["id"] for row in tables["mentions.csv"]] == [row["id"] for row in tables["nodes.csv"]]
    evidence = [(row["source"], row["relation"], row["target"]) for row in tables["evidence.csv"]]
    assert evidence == [(row["source"], row["relation"], row["target"]) for row in tables["edges.csv"]]


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UnknownPluginError, match="Did you mean 'graphml'"):
        export(tiny(), "grapml", io.BytesIO())


def test_a_path_that_cannot_be_written_is_one_clean_error(tmp_path: Path) -> None:
    with pytest.raises(NotWrittenError, match="Cannot write"):
        export(tiny(), "json", tmp_path / "missing" / "graph.json")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    broken = tiny()
    broken.nodes["method/bert"]["mentions"] = 5
    target = tmp_path / "page.html"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(TypeError):
        export(broken, "html", target)
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert target.read_text(encoding="utf-8") == "old"


_DIGESTS = """
import hashlib, io, sys
sys.path.insert(0, sys.argv[1])
from kgraph.present.export import export, formats
from tests.present.graphs import GRAPHS
for format in formats():
    for name, graph in GRAPHS.items():
        out = io.BytesIO()
        export(graph(), format, out)
        print(format, name, hashlib.sha256(out.getvalue()).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    root = Path(__file__).parent.parent.parent
    outputs = [
        subprocess.run(
            [sys.executable, "-c", _DIGESTS, root],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert outputs[0] == outputs[1]
    assert outputs[0].count("\n") == (len(READERS) + len(ONE_WAY)) * len(GRAPHS)
