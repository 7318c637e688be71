"""Names on a crowded street grid: whole, apart, the same whoever asks."""

import os
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from map_town import CENTRE, off

from commandroom.map.labels import LabelPlan
from commandroom.map.labelsites import BLOCK_PX, BLOCK_TILES
from commandroom.map.mercator import world
from commandroom.map.painting import Painting
from commandroom.map.textsetting import PlacedLabel, along_line, line_of, room_of, text_width_px
from commandroom.map.town import painting_of
from commandroom.roads.compile import compile_network
from commandroom.roads.raw import LineKind, RawLine, RawMap, RawPlace, RawWay, RoadClass

ZOOM = 17
REACH = 6
"""Tiles looked at to each side of the centre: across several borders of blocks of both grids."""


def grid_town() -> Painting:
    """61 slanted streets each way, a town's name, stations and shops, and a river."""
    points, ways, places = [], [], []
    for number in range(-30, 31):
        for turn in (0, 1):
            first = len(points)
            for step in range(-30, 31):
                along, across = step * 100.0, number * 100.0
                east, north = (along, across) if turn == 0 else (across, along)
                points.append(off(0.9 * east - 0.3 * north, 0.3 * east + 0.9 * north))
            road_class = RoadClass.PRIMARY if number % 10 == 0 else RoadClass(1 + number % 3)
            ways.append(RawWay(tuple(range(first, first + 61)), road_class, f"{'横纵'[turn]}{number + 31}街"))
    kinds = ("metro", "school", "shop", "village", "hamlet")
    for number in range(400):
        at = off((number * 37 % 61 - 30) * 95.0, (number * 53 % 59 - 29) * 95.0)
        places.append(RawPlace(f"地名{number}号", kinds[number % 5], at))
    places.append(RawPlace("方格城", "city", CENTRE))
    river = RawLine(LineKind.RIVER, (off(-3000, -40), off(0, 60), off(3000, -40)), "方河")
    lat, lon = (np.array([point[axis] for point in points]) for axis in (0, 1))
    return painting_of(
        compile_network(RawMap("方格城", lat, lon, tuple(ways), tuple(places), lines=(river,)))
    )


@pytest.fixture(scope="module")
def town() -> Painting:
    return grid_town()


def tiles_around(zoom: int = ZOOM, reach: int = REACH) -> list[tuple[int, int]]:
    x, y = (int(at * 2**zoom) for at in world(CENTRE))
    return [(x + dx, y + dy) for dx in range(-reach, reach + 1) for dy in range(-reach, reach + 1)]


def labels_on(plan: LabelPlan, zoom: int = ZOOM) -> dict[tuple[int, int], list[PlacedLabel]]:
    return {tile: plan.touching(zoom, *tile) for tile in tiles_around(zoom)}


def test_a_name_is_on_every_tile_it_touches(town: Painting) -> None:
    found = labels_on(LabelPlan(town))
    labels = {label for on_tile in found.values() for label in on_tile}
    crossing_blocks = 0
    for label in labels:
        left, top, right, bottom = (int(edge // 256) for edge in label.box)
        touched = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)} & set(found)
        assert {tile for tile, on_tile in found.items() if label in on_tile} == touched
        crossing_blocks += len({(x // BLOCK_TILES, y // BLOCK_TILES) for x, y in touched}) > 1
    assert len(labels) > 200
    assert crossing_blocks > 20


@pytest.mark.parametrize("zoom", [13, 15, 17, 18])
def test_no_two_names_cover_each_other(town: Painting, zoom: int) -> None:
    labels = {label for on_tile in labels_on(LabelPlan(town), zoom).values() for label in on_tile}
    assert len(labels) > 15
    boxes = [(number, box) for number, label in enumerate(labels) for box in room_of(label)]
    boxes.sort(key=lambda each: each[1][0])
    for at, (number, box) in enumerate(boxes):
        for other_number, other in boxes[at + 1 :]:
            if other[0] >= box[2]:
                break
            assert number == other_number or other[1] >= box[3] or box[1] >= other[3]


def test_the_order_of_asking_changes_nothing(town: Painting) -> None:
    one, other = LabelPlan(town), LabelPlan(town)
    tiles = tiles_around()
    forth = [one.touching(ZOOM, *tile) for tile in tiles]
    back = [other.touching(ZOOM, *tile) for tile in reversed(tiles)]
    assert forth == back[::-1]


def test_another_process_places_the_same_names(town: Painting) -> None:
    x, y = tiles_around()[0]
    program = (
        "import sys; sys.path.insert(0, 'tests/map'); from test_map_labels import grid_town;"
        "from commandroom.map.labels import LabelPlan;"
        f"print([g for l in LabelPlan(grid_town()).touching({ZOOM}, {x}, {y}) for g in l.glyphs])"
    )
    settings = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=settings
    )
    here = [glyph for label in LabelPlan(town).touching(ZOOM, x, y) for glyph in label.glyphs]
    assert done.stdout.strip() == str(here)
    assert here


def test_a_forgotten_block_is_laid_out_the_same_again(
    town: Painting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("commandroom.map.labels._KEPT_UNITS", 6)
    plan, whole = LabelPlan(town), LabelPlan(town)
    for tile in [*tiles_around(), *tiles_around()[::7]]:
        assert plan.touching(ZOOM, *tile) == whole.touching(ZOOM, *tile)


def test_a_long_street_says_its_name_again_but_not_at_every_corner(town: Painting) -> None:
    found = labels_on(LabelPlan(town))
    avenue = "横31街"
    labels = {
        label
        for on_tile in found.values()
        for label in on_tile
        if "".join(glyph.text for glyph in label.glyphs) in (avenue, avenue[::-1])
    }
    middles = [label.glyphs[0] for label in labels]
    assert len(middles) >= 2
    assert all(abs(a.x - b.x) + abs(a.y - b.y) > 300 for a, b in combinations(middles, 2))


def test_the_city_is_named_from_afar_and_its_streets_from_near(town: Painting) -> None:
    plan = LabelPlan(town)

    def kinds(zoom: int) -> set[str]:
        return {label.kind for tile in tiles_around(zoom, 1) for label in plan.touching(zoom, *tile)}

    assert kinds(8) == {"city"}
    assert "street" in kinds(13)
    assert "station" in kinds(15)
    assert "city" not in kinds(16)


def test_no_name_reaches_beyond_what_its_block_may_see(town: Painting) -> None:
    labels = {label for on_tile in labels_on(LabelPlan(town)).values() for label in on_tile}
    for label in labels:
        if label.kind in ("city", "town", "suburb"):
            continue
        low, high = np.array(label.box[:2]), np.array(label.box[2:])
        in_block = (low // BLOCK_PX == high // BLOCK_PX).all()
        in_shifted = ((low + BLOCK_PX / 2) // BLOCK_PX == (high + BLOCK_PX / 2) // BLOCK_PX).all()
        assert in_block or in_shifted


def test_chinese_on_a_steep_street_reads_from_top_to_bottom() -> None:
    line = line_of(np.array([0.0, 20.0]), np.array([400.0, 0.0]))
    label = along_line(line, "street", "解放路", 12.0, 200.0, 2.0)
    assert label is not None
    assert [glyph.text for glyph in sorted(label.glyphs, key=lambda glyph: glyph.y)] == list("解放路")
    assert {glyph.turn_deg for glyph in label.glyphs} == {0.0}


def test_letters_on_a_straight_street_are_set_in_one_piece_and_never_upside_down() -> None:
    for x in (300.0, -300.0):
        line = line_of(np.array([0.0, x]), np.array([0.0, 60.0]))
        label = along_line(line, "street", "Main Street", 12.0, 150.0, 0.4)
        assert label is not None
        (glyph,) = label.glyphs
        assert (glyph.text, abs(glyph.turn_deg) < 90) == ("Main Street", True)


def test_a_name_does_not_stand_in_a_sharp_bend() -> None:
    line = line_of(np.array([0.0, 100.0, 100.0]), np.array([0.0, 0.0, 100.0]))
    assert along_line(line, "street", "中山大道", 12.0, 100.0, 2.0) is None
    assert along_line(line, "street", "中山大道", 12.0, 40.0, 2.0) is not None
    assert along_line(line, "street", "中山大道", 12.0, 5.0, 2.0) is None


def test_widths_follow_a_rule_and_not_a_font() -> None:
    assert text_width_px("武汉", 10.0) == 20.0
    assert text_width_px("é", 10.0) == text_width_px("e", 10.0) < text_width_px("M", 10.0)
