"""Finds the files the product ships: in an installed wheel beside the package, in a checkout beside it."""

from pathlib import Path

from commandroom.errors import WorldFailed

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder.

    Raises:
        WorldFailed: it is missing, so the installation is damaged.
    """
    for root in (_PACKAGE / "_resources", _PACKAGE.parent / "resources"):
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise WorldFailed("core.resource.missing", name="/".join(parts))
