"""A shipped drill put to a post of the room's own town, without touching the room."""

import json
from pathlib import Path

import pytest

from commandroom.app.drills import DrillChoice, drill_opening, own_posts
from commandroom.cli import run
from commandroom.roads.roadfile import load_roads
from commandroom.services.roster import write_roster
from commandroom.settings import read_settings
from tests.e2e.rosters import roster_on

SHANGHAI = Path(__file__).parents[2].parent / "shared" / "data" / "shanghai_small.osm"


@pytest.mark.skipif(not SHANGHAI.exists(), reason="needs shanghai_small.osm in ../shared/data")
def test_a_drill_is_played_at_a_post_of_the_own_town(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, book = tmp_path / "home", tmp_path / "名册.xlsx"
    assert run(["--home", str(home), "import", "roads", str(SHANGHAI)]) == 0
    network = load_roads(home / "roads" / "current.roads")
    write_roster(book, *roster_on(network, posts=60, units=80, members=120))
    assert run(["--home", str(home), "import", "roster", str(book)]) == 0
    settings = read_settings(home, {})
    post = own_posts(settings)[0]
    store = next(home.glob("*.db"))
    before = store.read_bytes()
    capsys.readouterr()
    assert run(["--home", str(home), "drill", "run", "museum", "--at", post, "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["criteria"][0]["measured"] is not None
    opening = drill_opening(settings, DrillChoice("museum", site=post))
    parts = opening.build()
    try:
        units = parts.store.snapshot(now=parts.clock.now()).units
        assert len(units) == 80
        assert all(network.bbox.holds(unit.at, margin_deg=0.02) for unit in units)
    finally:
        parts.store.close()
    assert store.read_bytes() == before


def test_a_room_without_a_town_offers_none_of_its_own(tmp_path: Path) -> None:
    assert own_posts(read_settings(tmp_path, {})) == ()
