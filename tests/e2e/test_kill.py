"""Killing the program at any moment loses nothing that was committed."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from commandroom.services.situation import Situation
from tests.conftest import NINE_PM, open_office

REPO = Path(__file__).parents[2]


def killed_storm(path: Path, after_lines: int) -> int:
    """Let the storm rage for some commits, kill it, and return the newest number it told of."""
    storm = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.storm", str(path)], stdout=subprocess.PIPE, text=True, cwd=REPO
    )
    assert storm.stdout is not None
    told = 0
    for count, line in enumerate(storm.stdout):
        told = int(line)
        if count >= after_lines:
            break
    storm.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    for line in storm.stdout:  # what was told before the kill and not yet read
        told = int(line) if line.endswith("\n") else told
    storm.stdout.close()
    storm.wait()
    return told


def check(path: Path, told: int) -> None:
    """Everything told is there, the chain holds, and no unit is bound twice or to nothing."""
    office = open_office(f"sqlite:///{path}")
    assert office.store.journal_head()[0] >= told
    assert office.store.verify().is_sound
    situation = Situation(office.store.snapshot(now=NINE_PM))
    bound = sorted((each.unit, each.incident) for each in situation.active_assignments())
    assert bound == sorted((unit.id, unit.incident) for unit in situation.units.values() if unit.incident)
    office.store.close()


def storms(path: Path, rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(rounds):
        check(path, killed_storm(path, chance.randint(0, 120)))


def test_a_killed_room_loses_nothing(tmp_path: Path) -> None:
    storms(tmp_path / "room.db", rounds=3, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_fifty_kills_lose_nothing(tmp_path: Path) -> None:
    storms(tmp_path / "room.db", rounds=50, seed=2)
