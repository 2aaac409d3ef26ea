"""Ways into a graph: what is most connected, what is newest, what there is of each year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kgraph.query.files import GraphFiles
from kgraph.query.results import Node
from kgraph.store.adjacency import TYPES, Array


@dataclass(frozen=True)
class Ranked:
    """A node and how many links it has."""

    node: Node
    links: int


def most_connected(files: GraphFiles, type_: int | None, limit: int) -> list[Ranked]:
    """Return the nodes (of a type: its place in the schema) with most links, most first, ties by id."""
    return _ranked(files, _of_type(files, type_), limit)


def newest(files: GraphFiles, type_: int | None, limit: int) -> list[Ranked]:
    """Return the nodes of the latest years, those with most links first within a year; nodes without a year are left out."""
    chosen = _of_type(files, type_)
    years = files.shape.nodes["year"]
    chosen = chosen[years[chosen] > 0]
    degrees = files.shape.degrees(chosen)
    order = np.lexsort((chosen, -degrees, -years[chosen].astype("i4")))[:limit]
    return [Ranked(files.node(int(chosen[i])), int(degrees[i])) for i in order]


def of_years(files: GraphFiles, years: tuple[int, int], type_: int | None, limit: int) -> tuple[list[Ranked], int]:
    """Return the nodes of these years (both included), most links first, and how many there are in all."""
    chosen = _of_type(files, type_)
    year = files.shape.nodes["year"][chosen]
    chosen = chosen[(year >= years[0]) & (year <= years[1]) & (year > 0)]
    return _ranked(files, chosen, limit), len(chosen)


def timeline(files: GraphFiles) -> list[tuple[int, str, int]]:
    """Return (year, type, number of nodes) for each that occurs, by year and then in the schema's order.

    Costs one look at each node's year and type.
    """
    nodes = files.shape.nodes[files.shape.nodes["year"] > 0]
    keys, counts = np.unique(nodes["year"].astype("i4") * len(TYPES) + nodes["type"], return_counts=True)
    return [
        (int(key) // len(TYPES), TYPES[int(key) % len(TYPES)], int(count))
        for key, count in zip(keys, counts, strict=True)
    ]


def surprise(files: GraphFiles, number: int) -> Node:
    """Return some node with three links or more (or any, in a graph without such); the same for the same ``number``."""
    chosen = _of_type(files, None)
    rich = chosen[files.shape.degrees(chosen) >= 3]
    chosen = rich if len(rich) else chosen
    return files.node(int(np.random.default_rng(number).choice(chosen)))


def _of_type(files: GraphFiles, type_: int | None) -> Array:
    shape = files.shape
    return np.arange(len(shape.nodes)) if type_ is None else np.flatnonzero(shape.nodes["type"] == type_)


def _ranked(files: GraphFiles, chosen: Array, limit: int) -> list[Ranked]:
    degrees = files.shape.degrees(chosen)
    order = np.lexsort((chosen, -degrees))[:limit]
    return [Ranked(files.node(int(chosen[i])), int(degrees[i])) for i in order]


@dataclass(frozen=True)
class Completeness:
    """How complete the entities of a type are: how many there are, how many without a relation, how many with a year."""

    type: str
    count: int
    isolated: int
    dated: int


def completeness(files: GraphFiles) -> list[Completeness]:
    """Return the completeness of each type, in the schema's order."""
    nodes = files.shape.nodes
    kinds, size = nodes["type"], len(TYPES)
    alone = files.shape.degrees(np.arange(len(nodes))) == 0
    columns = (kinds, kinds[alone], kinds[nodes["year"] != 0])
    counts = [np.bincount(column, minlength=size).tolist() for column in columns]
    return [Completeness(*row) for row in zip(TYPES, *counts, strict=True)]


def confidences(files: GraphFiles, bins: int) -> list[int]:
    """Return how many relations have a confidence in each of ``bins`` equal parts of 0 to 1; the last includes 1."""
    counts, _ = np.histogram(files.shape.edges["confidence"], bins=bins, range=(0, 1))
    return [int(count) for count in counts]
