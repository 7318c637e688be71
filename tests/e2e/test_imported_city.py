"""From an OpenStreetMap file and a workbook to a room in which a street is typed and units are ranked."""

from pathlib import Path

import pytest

from commandroom.cli import run
from commandroom.geo import LatLon, distance_m
from commandroom.roads.roadfile import load_roads
from commandroom.services.roster import write_roster
from tests.e2e.rosters import roster_on
from tests.e2e.stage import played

SHANGHAI = Path(__file__).parents[2].parent / "shared" / "data" / "shanghai_small.osm"


@pytest.mark.webengine
@pytest.mark.skipif(not SHANGHAI.exists(), reason="needs shanghai_small.osm in ../shared/data")
def test_a_street_is_found_by_its_name_and_by_its_initials(tmp_path: Path) -> None:
    home, book = tmp_path / "home", tmp_path / "名册.xlsx"
    assert run(["--home", str(home), "import", "roads", str(SHANGHAI)]) == 0
    network = load_roads(home / "roads" / "current.roads")
    write_roster(book, *roster_on(network, posts=60, units=80, members=120))
    assert run(["--home", str(home), "import", "roster", str(book)]) == 0
    seen = played("street_play", "type_a_street", home)
    by_name, by_initials = seen["南京"], seen["njxl"]
    assert "南京" in by_name["place"]
    assert by_initials["place"] == by_name["place"]
    assert distance_m(LatLon(*by_initials["at"]), LatLon(*by_name["at"])) < 1
    seconds = [eta for _, eta in by_name["first"]]
    assert len(seconds) == 10
    assert seconds == sorted(seconds)
    assert by_name["rows"] == list(range(10))
