"""Part of a graph drawn for paper: placed once as a ``Figure``, then written as slide, SVG, PDF or PNG."""
