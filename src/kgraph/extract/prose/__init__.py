"""Prose: what sentences state, by the rules of ``patterns.toml``."""
