"""The whole program, window and all, killed at any moment: what was committed is there again."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from commandroom.models.opening import open_store
from commandroom.services.situation import Situation
from tests.e2e.kill_play import state
from tests.e2e.stage import REPO, SEEN

pytestmark = [pytest.mark.webengine]


@contextmanager
def started(*words: str) -> Iterator[subprocess.Popen[str]]:
    """A program that is certainly gone afterwards."""
    program = subprocess.Popen(
        [sys.executable, "-m", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=REPO,
    )
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def kept(home: Path) -> tuple[dict[str, Any], int]:
    """What a sound store holds, read from the file alone, and how many entries its journal has."""
    store = open_store(f"sqlite:///{(home / 'demo' / 'town-7.db').as_posix()}", only_to_read=True)
    try:
        verdict = store.verify()
        assert verdict.is_sound, verdict
        last = store.last_time()
        assert last is not None
        return state(Situation(store.snapshot(now=last))), verdict.entries
    finally:
        store.close()


def killed_storm(home: Path, after_lines: int) -> tuple[dict[str, Any], int]:
    """Let the window work for some commits and kill it: what it first showed, and the last entry it told."""
    shown: dict[str, Any] = {}
    newest = 0
    with started("tests.e2e.kill_play", "storm", str(home)) as program:
        assert program.stdout is not None
        lines = 0
        for line in program.stdout:
            if line.startswith(SEEN):
                shown = json.loads(line.removeprefix(SEEN))
            else:
                newest, lines = int(line), lines + 1
            if lines > after_lines:
                break
        program.kill()
        for line in program.stdout:  # what was told before the kill and not yet read
            newest = int(line) if line.endswith("\n") else newest
    return shown, newest


def storms(home: Path, rounds: int, seed: int) -> int:
    """Kill and open again so many times; the entries that survived."""
    chance, before, entries = random.Random(seed), None, 0
    for _ in range(rounds):
        shown, newest = killed_storm(home, chance.randint(0, 150))
        assert before is None or shown == before
        before, entries = kept(home)
        assert entries >= newest
        assert before["incidents"]
    return entries


def test_a_killed_window_opens_again_with_everything_that_was_committed(tmp_path: Path) -> None:
    assert storms(tmp_path, rounds=3, seed=1) > 20


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_fifty_killed_windows_lose_nothing(tmp_path: Path) -> None:
    assert storms(tmp_path, rounds=50, seed=2) > 1000


def test_a_second_start_on_the_same_room_is_told_so_and_leaves(tmp_path: Path) -> None:
    """Killed, the program leaves no lock behind; alive, it keeps a second one out."""
    for _ in range(2):
        with started("commandroom", "--home", str(tmp_path), "demo"):
            path = tmp_path / "demo" / "town-7.db"
            end = time.monotonic() + 20
            while not (path.exists() and path.with_name(path.name + "-wal").exists()):
                assert time.monotonic() < end, "the program opens no store"
                time.sleep(0.1)
            time.sleep(2)
            call = [sys.executable, "-m", "tests.e2e.kill_play", "second", str(tmp_path)]
            second = subprocess.run(call, capture_output=True, text=True, timeout=30, check=False, cwd=REPO)
            assert second.returncode == 1, second.stderr[-2000:]
            said = json.loads(second.stdout.removeprefix(SEEN))
            assert "town-7.db" in said["text"]
            assert said["text"] in second.stderr
            assert "Traceback" not in second.stderr
        assert kept(tmp_path)[1] >= 2
