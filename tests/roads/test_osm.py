import bz2
import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from commandroom.errors import WorldFailed
from commandroom.geo import LatLon
from commandroom.roads import osm_tags
from commandroom.roads.network import RoadNetwork
from commandroom.roads.osm import CREDIT, import_osm
from commandroom.roads.raw import AreaKind, LineKind, Note, OneWay, RawMap, RoadClass

NODES = "".join(f'<node id="{i}" lat="{30 + i * i / 1000}" lon="114.{i}"/>' for i in range(1, 7))


def way(number: int, refs: list[int], **tags: str) -> str:
    inside = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    inside += "".join(f'<tag k="{key.replace("__", ":")}" v="{value}"/>' for key, value in tags.items())
    return f'<way id="{number}">{inside}</way>'


def read(tmp_path: Path, *parts: str) -> RawMap:
    path = tmp_path / "town.osm"
    path.write_text(f'<osm version="0.6">{"".join(parts)}</osm>', encoding="utf-8")
    return import_osm(path)


def test_a_road_keeps_its_name_class_and_points(tmp_path: Path) -> None:
    raw = read(
        tmp_path, NODES, way(1, [1, 2, 3], highway="primary_link", name="Renmin Rd", name__zh="人民路")
    )
    (road,) = raw.ways
    assert (road.name, road.road_class, road.nodes) == ("人民路", RoadClass.PRIMARY, (0, 1, 2))
    assert list(zip(raw.node_lat, raw.node_lon, strict=True))[1] == pytest.approx((30.004, 114.2))
    assert (raw.name, raw.source, raw.notes) == ("town", CREDIT, ())


def test_roads_that_share_a_node_meet(tmp_path: Path) -> None:
    raw = read(tmp_path, NODES, way(1, [1, 2], highway="service"), way(2, [2, 3], highway="track"))
    assert [road.nodes for road in raw.ways] == [(0, 1), (1, 2)]


def test_ways_before_their_nodes_are_read_too(tmp_path: Path) -> None:
    raw = read(tmp_path, way(1, [1, 2, 3], highway="residential"), NODES)
    assert [road.nodes for road in raw.ways] == [(0, 1, 2)]
    assert raw.notes == ()


def test_a_clipped_road_keeps_the_parts_that_are_there(tmp_path: Path) -> None:
    ways = way(1, [1, 2, 99, 3, 4, 98, 5], highway="residential"), way(2, [90, 91], highway="residential")
    raw = read(tmp_path, NODES, *ways)
    assert [road.nodes for road in raw.ways] == [(0, 1), (2, 3)]
    assert raw.notes == (Note("roads.note.clipped", 1), Note("roads.note.no_coordinates", 1))


def test_what_nobody_drives_on_is_counted_and_left_out(tmp_path: Path) -> None:
    closed = way(2, [1, 2], highway="service", access="no")
    raw = read(tmp_path, NODES, way(1, [1, 2], highway="proposed"), closed, way(3, [2, 3], highway="path"))
    assert [road.road_class for road in raw.ways] == [RoadClass.PATH]
    assert raw.notes == (Note("roads.note.other_highway", 1),)


def test_named_points_and_outlines_become_places(tmp_path: Path) -> None:
    hospital = (
        '<node id="7" lat="30" lon="114"><tag k="amenity" v="hospital"/><tag k="name" v="市医院"/></node>'
    )
    nameless = '<node id="8" lat="30" lon="114"><tag k="amenity" v="bench"/></node>'
    park = way(1, [1, 2, 3, 1], leisure="park", name="莲花公园")
    raw = read(tmp_path, NODES, hospital, nameless, park, way(2, [1, 2], highway="path"))
    assert [(place.name, place.kind) for place in raw.places] == [
        ("市医院", "hospital"),
        ("莲花公园", "park"),
    ]
    assert raw.places[0].at == LatLon(30, 114)
    assert [(area.kind, area.name, len(area.outline)) for area in raw.areas] == [
        (AreaKind.GREEN, "莲花公园", 4)
    ]


def test_a_lake_drawn_as_a_relation_is_water(tmp_path: Path) -> None:
    shore = way(1, [1, 2, 3], source="x"), way(2, [3, 4, 1], source="x")
    members = '<member type="way" ref="1" role="outer"/><member type="way" ref="2" role="outer"/>'
    tags = '<tag k="type" v="multipolygon"/><tag k="natural" v="water"/><tag k="name" v="东湖"/>'
    corner = '<node id="4" lat="30.0" lon="114.9"/>'
    nodes = NODES.replace('<node id="4" lat="30.016" lon="114.4"/>', corner)
    relation = f'<relation id="9">{members}{tags}</relation>'
    raw = read(tmp_path, nodes, *shore, way(3, [5, 6], highway="path"), relation)
    assert [(area.kind, area.name) for area in raw.areas] == [(AreaKind.WATER, "东湖")]


def square(number: int, half: float) -> tuple[str, str]:
    """Four nodes around 30 N 115 E and the closed way through them; ids count up from `number`."""
    at = enumerate([(-half, -half), (-half, half), (half, half), (half, -half)])
    nodes = "".join(f'<node id="{number + n}" lat="{30 + lat}" lon="{115 + lon}"/>' for n, (lat, lon) in at)
    return nodes, way(number, [number, number + 1, number + 2, number + 3, number], source="x")


def test_an_island_is_a_hole_in_its_lake(tmp_path: Path) -> None:
    (outer_nodes, outer), (inner_nodes, inner) = square(10, 0.01), square(20, 0.002)
    members = '<member type="way" ref="10" role="outer"/><member type="way" ref="20" role="inner"/>'
    tags = '<tag k="type" v="multipolygon"/><tag k="natural" v="water"/>'
    relation = f'<relation id="9">{members}{tags}</relation>'
    road = way(30, [5, 6], highway="path")
    raw = read(tmp_path, NODES, outer_nodes, inner_nodes, outer, inner, road, relation)
    (lake,) = raw.areas
    assert max(point.lat for point in lake.outline) == pytest.approx(30.01)
    ((island),) = lake.holes
    assert {(round(point.lat, 6), round(point.lon, 6)) for point in island} == {
        (29.998, 114.998),
        (29.998, 115.002),
        (30.002, 115.002),
        (30.002, 114.998),
    }


def test_railways_and_waters_are_lines_with_their_storey(tmp_path: Path) -> None:
    raw = read(
        tmp_path,
        NODES,
        way(1, [1, 2], railway="subway", tunnel="yes", layer="-2", name="2号线"),
        way(2, [2, 3], waterway="river", name="巡司河"),
        way(3, [3, 4], railway="rail", service="yard"),
        way(4, [4, 5], railway="tram", highway="residential", bridge="yes"),
        way(5, [5, 6], railway="abandoned", highway="path"),
    )
    assert [(line.kind, line.name, line.level) for line in raw.lines] == [
        (LineKind.METRO, "2号线", -2),
        (LineKind.RIVER, "巡司河", 0),
        (LineKind.SIDING, "", 0),
        (LineKind.TRAM, "", 1),
    ]
    assert [road.level for road in raw.ways] == [1, 0]
    assert raw.lines[0].points == (LatLon(30.001, 114.1), LatLon(30.004, 114.2))


def refusal(path: Path) -> WorldFailed:
    with pytest.raises(WorldFailed) as caught:
        import_osm(path)
    assert caught.value.values["path"] == str(path)
    return caught.value


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("town.osm", b"", "empty"),
        ("town.osm.pbf", b"", "empty"),
        ("town.osm", b"<html></html>", "broken"),
        ("town.osm", b'<osm version="0.6"><node id="1"', "broken"),
        ("town.osm", b'<osm version="0.6"><node id="1" lat="230" lon="1"/></osm>', "broken"),
        ("town.osm.pbf", b"\x00\x01\x02\x03 no map at all", "broken"),
        ("town.osm.pbf", b"<osm/>", "broken"),
        ("town.osm", b'<osm version="0.6"></osm>', "no_roads"),
        ("town.csv", b"a,b", "wrong_type"),
        ("town.zip", b"PK", "wrong_type"),
    ],
)
def test_unhappy_files_are_refused(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name).key == f"roads.import.{key}"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.osm").key == "roads.import.missing"
    (tmp_path / "folder.osm").mkdir()
    assert refusal(tmp_path / "folder.osm").key == "roads.import.folder"


def test_points_that_lie_nowhere_are_left_out(tmp_path: Path) -> None:
    """Beyond the poles, deleted, without coordinates: the road keeps what is left of it."""
    town = read(
        tmp_path,
        '<node id="1" lat="95" lon="114.3" version="1"/>',
        '<node id="2" visible="false" version="2"/>',
        '<node id="3" version="1"/>',
        '<node id="4" lat="30.5" lon="114.3" version="1"/>',
        '<node id="5" lat="30.6" lon="114.3" version="1"/>',
        way(9, [1, 2, 3, 4, 5], highway="residential"),
    )
    assert [len(road.nodes) for road in town.ways] == [2]
    assert town.notes == (Note("roads.note.clipped", 1),)


def test_nodes_just_drawn_have_negative_ids(tmp_path: Path) -> None:
    town = read(
        tmp_path,
        '<node id="-1" lat="30.5" lon="114.3"/>',
        '<node id="-2" lat="30.6" lon="114.3"/>',
        way(-9, [-1, -2], highway="residential"),
    )
    assert [len(road.nodes) for road in town.ways] == [2]


def test_a_road_of_one_point_is_no_road_and_the_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "town.osm"
    point = '<node id="1" lat="30.5" lon="114.3" version="1"/>'
    path.write_text(f'<osm version="0.6">{point}{way(9, [1, 1], highway="residential")}</osm>')
    found = refusal(path)
    assert (found.key, found.values["path"]) == ("roads.import.no_roads", str(path))


@pytest.mark.parametrize(("ending", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress)])
def test_packed_files_are_read(tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]) -> None:
    points = "".join(f'<node id="{n}" lat="30.{n}" lon="114.3" version="1"/>' for n in (1, 2))
    content = f'<osm version="0.6">{points}{way(9, [1, 2], highway="residential")}</osm>'.encode()
    path = tmp_path / f"武汉 100%#.osm{ending}"
    path.write_bytes(pack(content))
    assert import_osm(path).name == "武汉 100%#"
    path.write_bytes(pack(content)[:40])
    assert refusal(path).key == "roads.import.broken"


def test_names_stand_on_one_line_without_unseen_signs() -> None:
    assert osm_tags.name_of({"name": "\u202e人民\n 路\u200b"}) == "人民 路"
    assert len(osm_tags.name_of({"name": "路" * 5_000})) == osm_tags.MOST_NAME


def test_a_file_cut_short_is_refused(tmp_path: Path, real_map: Callable[[str], Path]) -> None:
    whole = real_map("wuhan_roads.osm.pbf").read_bytes()
    (tmp_path / "cut.osm.pbf").write_bytes(whole[: len(whole) // 2])
    assert refusal(tmp_path / "cut.osm.pbf").key == "roads.import.broken"


def test_progress_rises_and_may_stop_the_import(real_map: Callable[[str], Path]) -> None:
    seen: list[int] = []

    def stop_at_third(count: int) -> None:
        seen.append(count)
        if len(seen) == 3:
            raise RuntimeError("stopped by the user")

    with pytest.raises(RuntimeError, match="stopped by the user"):
        import_osm(real_map("wuhan_roads.osm.pbf"), progress=stop_at_third)
    assert seen == sorted(set(seen))


def test_shanghai_comes_with_its_streets(real_map: Callable[[str], Path]) -> None:
    raw = import_osm(real_map("shanghai_small.osm"))
    named = [road for road in raw.ways if road.name]
    assert (len(raw.ways), len(named)) == (793, 627)
    assert {"南京西路", "延安东路"} <= {road.name for road in named}


def test_wuhan_comes_whole(wuhan: RoadNetwork) -> None:
    assert (wuhan.node_count, wuhan.way_count) == (82_902, 29_585)
    assert wuhan.bbox == pytest.approx((30.3783701, 113.9826071, 30.7795862, 114.5518049))


def test_helsinki_comes_with_places_and_areas(real_map: Callable[[str], Path]) -> None:
    raw = import_osm(real_map("helsinki.osm.pbf"))
    assert {area.kind for area in raw.areas} >= {AreaKind.WATER, AreaKind.GREEN, AreaKind.BUILDING}
    assert len(raw.places) > 500
    assert sum(len(area.holes) for area in raw.areas) > 50
    assert {line.kind for line in raw.lines} >= {LineKind.RAIL, LineKind.TRAM, LineKind.METRO}
    assert "roads.note.clipped" in [note.key for note in raw.notes]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ({"oneway": "yes"}, OneWay.FORWARD),
        ({"oneway": "-1"}, OneWay.BACKWARD),
        ({"junction": "roundabout"}, OneWay.FORWARD),
        ({"junction": "roundabout", "oneway": "no"}, OneWay.NO),
        ({"oneway": "reversible"}, OneWay.NO),
        ({}, OneWay.NO),
    ],
)
def test_directions(tags: dict[str, str], expected: OneWay) -> None:
    assert osm_tags.oneway_of(tags, "primary") is expected


def test_motorways_are_one_way_and_not_for_walkers() -> None:
    assert osm_tags.oneway_of({}, "motorway") is OneWay.FORWARD
    assert osm_tags.oneway_of({"oneway": "no"}, "motorway") is OneWay.NO
    assert not osm_tags.open_to_foot({}, "motorway_link")
    assert osm_tags.open_to_foot({"foot": "yes"}, "motorway")


@pytest.mark.parametrize(
    ("highway", "tags", "motor", "foot"),
    [
        ("residential", {}, True, True),
        ("footway", {}, False, True),
        ("footway", {"motor_vehicle": "yes"}, True, True),
        ("service", {"access": "private"}, False, False),
        ("service", {"access": "no", "motor_vehicle": "yes"}, True, False),
        ("service", {"access": "private", "emergency": "yes"}, True, False),
        ("primary", {"foot": "no"}, True, False),
        ("track", {"vehicle": "no"}, False, True),
    ],
)
def test_who_may_use_a_road(highway: str, tags: dict[str, str], motor: bool, foot: bool) -> None:
    assert (osm_tags.open_to_motor(tags, highway), osm_tags.open_to_foot(tags, highway)) == (motor, foot)


@pytest.mark.parametrize(
    ("text", "kmh"),
    [
        ("50", 50),
        ("50 km/h", 50),
        ("30 mph", 48.28),
        ("30mph", 48.28),
        ("60;40", 60),
        ("none", 0),
        ("-5", 0),
        ("", 0),
    ],
)
def test_speed_signs(text: str, kmh: float) -> None:
    assert osm_tags.maxspeed_kmh_of({"maxspeed": text}) == pytest.approx(kmh, abs=0.01)


def test_every_word_of_the_roads_is_there_in_both_languages() -> None:
    from commandroom.wording import Wording

    zh, en = (Wording(language).texts for language in ("zh", "en"))
    ours = {key for key in zh if key.startswith("roads.")}
    assert ours == {key for key in en if key.startswith("roads.")}
    assert {f"roads.class.{road_class.name.lower()}" for road_class in RoadClass} <= ours


def test_notes_read_as_sentences() -> None:
    from commandroom.wording import Wording

    note = Note("roads.note.clipped", 3)
    assert "3" in Wording("zh").say(note.key, **note.values)
    assert "3" in Wording("en").say(note.key, **note.values)
