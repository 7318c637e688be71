"""Two runs of one drill, played to their ends once for all tests of this folder."""

import json
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from commandroom.app.drills import DrillChoice, drill_opening
from commandroom.settings import read_settings


def play(home: Path, choice: DrillChoice) -> Path:
    """Play a drill in its own folder, keep its score sheet, and say where."""
    opening = drill_opening(read_settings(home, {}), choice)
    parts = opening.build()
    assert parts.director is not None
    assert opening.folder is not None
    while not parts.director.is_over:
        parts.director.advance_to(parts.clock.now() + timedelta(seconds=2))
    sheet = parts.director.score()
    assert sheet is not None
    text = json.dumps(asdict(sheet), ensure_ascii=False)
    (opening.folder / "score.json").write_text(text, encoding="utf-8")
    parts.store.close()
    return opening.folder


@pytest.fixture(scope="session")
def two_runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of two demonstrations, the older one first; nobody may change them."""
    home = tmp_path_factory.mktemp("runs")
    first = play(home, DrillChoice("metro", mode="demonstration", trainee="王<b>某</b>", seed=0))
    second = play(home, DrillChoice("metro", variant="easy", mode="demonstration", trainee="李某"))
    return first, second
