"""The rules that ship with the program, until a room sets its own."""

import json
from functools import cache
from pathlib import Path

from commandroom.errors import WorldFailed
from commandroom.models.domain.codec import decode
from commandroom.models.domain.doctrine import Doctrine
from commandroom.resources import resource


@cache
def shipped_doctrine() -> Doctrine:
    """The rules of the shipped file, read once.

    Raises:
        WorldFailed: the file is missing or malformed.
    """
    return read_doctrine(resource("rules", "doctrine.json"))


def read_doctrine(path: Path) -> Doctrine:
    """Read rules kept as JSON of the domain; what is left out is as the domain has it.

    Raises:
        WorldFailed: the file is missing or malformed.
    """
    try:
        rules: Doctrine = decode(Doctrine, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as why:
        raise WorldFailed("core.resource.broken", name=path.name, why=str(why)) from why
    return rules
