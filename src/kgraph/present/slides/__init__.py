"""Slides of native, editable shapes: a figure, a table, a chart or a tree on each."""
