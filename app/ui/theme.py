"""One palette and one type scale, beside the colours and shapes of the schema."""

from __future__ import annotations

ACCENT = "#1F6FB2"
"""Marks what is chosen; the same in light and dark."""
QUIET = "#8A93A0"
"""Axes, grids and what stands back; readable on both grounds."""

FONT = "'Source Sans', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif"
SIZES = {"small": 12, "text": 14, "lead": 16, "title": 24}
"""Sizes of text in pixels; charts and the canvas use them, too."""
