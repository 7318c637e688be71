"""The chosen layers in the home folder, in a file of their own."""

import json
import logging
from pathlib import Path

from commandroom.errors import WorldFailed
from commandroom.ui.layers.choice import LayerChoice, choice_of
from commandroom.wholefile import write_whole

SEAT, WALL = "view.json", "view-wall.json"
"""Whose choice: each map has its own."""
_MOST_BYTES = 100_000

log = logging.getLogger(__name__)


def kept_choice(home: Path, file: str = SEAT) -> LayerChoice:
    """What was chosen last; a missing or spoilt file costs a choice, not a shift, so it is only logged."""
    path = home / file
    try:
        with path.open("rb") as kept:
            return choice_of(json.loads(kept.read(_MOST_BYTES)))
    except FileNotFoundError:
        return LayerChoice()
    except (OSError, ValueError, RecursionError) as why:
        log.warning("layers not read from %s: %s", path, why)
        return LayerChoice()


def keep_choice(home: Path, choice: LayerChoice, file: str = SEAT) -> None:
    """Keep it for the next start.

    Raises:
        WorldFailed: the disk refuses.
    """
    path = home / file
    try:
        home.mkdir(parents=True, exist_ok=True)
        write_whole(path, json.dumps(choice.plain(), sort_keys=True).encode())
    except OSError as why:
        raise WorldFailed("core.settings.unwritable", path=str(path), why=why.strerror or str(why)) from why
