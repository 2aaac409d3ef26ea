"""One palette and one type scale, from the schema and the settings of the theme."""

from __future__ import annotations

from kgraph import SCHEMA

TYPE_COLOURS = {name: kind.colour for name, kind in SCHEMA.entities.items()}
TYPE_SHAPES = {name: kind.shape for name, kind in SCHEMA.entities.items()}

ACCENT = "#1F6FB2"
"""Marks what is chosen; the same in light and dark."""
QUIET = "#8A93A0"
"""Axes, grids and what stands back; readable on both grounds."""

FONT = "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
SIZES = {"small": 12, "text": 14, "lead": 16, "title": 24}
"""Sizes of text in pixels; charts and the canvas use them, too."""
