"""The real city, where it is at hand."""

from tests.roads.conftest import real_map, wuhan

__all__ = ["real_map", "wuhan"]
