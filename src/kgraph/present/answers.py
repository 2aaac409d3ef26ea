"""Answers to SPARQL: as a table for people, or in one of the formats of the standard."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO

from kgraph.present.terminal import Table, print_tables

if TYPE_CHECKING:
    from kgraph.query import QueryResult
