"""Ctrl+K: one field for everything that has a name, a number or a place."""
