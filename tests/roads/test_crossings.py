import pytest

from commandroom.demo.town import load_demo
from commandroom.geo import LatLon, distance_m
from commandroom.roads.compile import compile_network
from commandroom.roads.crossings import CrossingIndex, crossings_of
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import RawWay, RoadClass

from .maps import grid_point, raw_map

MAIN = RoadClass.PRIMARY


@pytest.fixture
def town() -> RoadNetwork:
    """人民路, two carriageways 20 m apart, crosses 解放路 and ends at a roundabout with 和平路.

    Another 人民路 lies far off.

    解放路 meets the southern 胜利路 twice, 1 km apart.
    """
    metres = [
        (0.0, 0.0), (500.0, 0.0), (1000.0, 0.0),  # 0-2 人民路 eastward
        (0.0, 20.0), (500.0, 20.0), (1000.0, 20.0),  # 3-5 人民路 westward
        (500.0, -500.0), (500.0, 500.0),  # 6-7 解放路
        (1010.0, 30.0), (1030.0, 10.0), (1010.0, -10.0), (1500.0, 10.0),  # 8-10 roundabout, 11 和平路's end
        (500.0, -1000.0), (700.0, -1000.0), (700.0, -2000.0), (500.0, -2000.0),  # 12-15 胜利路
        (500.0, -2500.0),  # 16
        (9000.0, 0.0), (9000.0, 500.0), (9500.0, 500.0),  # 17-19 another 人民路 meets another 解放路
    ]  # fmt: skip
    ways = [
        RawWay((0, 1, 2), MAIN, "人民路"),
        RawWay((5, 4, 3), MAIN, "人民路"),
        RawWay((6, 1, 4, 7), MAIN, "解放路"),
        RawWay((2, 10), MAIN, "人民路"),
        RawWay((8, 9, 10, 8), MAIN, ""),
        RawWay((9, 11), MAIN, "和平路"),
        RawWay((6, 12, 15, 16), MAIN, "解放路"),
        RawWay((12, 13, 14, 15), MAIN, "胜利路"),
        RawWay((17, 18), MAIN, "人民路"),
        RawWay((18, 19), MAIN, "解放路"),
    ]
    return compile_network(raw_map(metres, *ways))


def found(index: CrossingIndex, text: str, *, near: LatLon | None = None) -> list[str]:
    return [f"{each.first}+{each.second}" for each in index.search(text, near=near)]


@pytest.mark.parametrize(
    "typed",
    [
        "人民路与和平路交叉口", "人民路与和平路路口", "人民路和和平路", "人民路/和平路", "人民路 & 和平路",
        "人民路和平路路口", "人民路和平路", "人民路 和平", "renminlu hepinglu", "renmin/heping", "rml hpl",
        "renminluhepinglu", "人民路与和平路交", "人民路×和平路",
        "hepinglu and renminlu",
    ],
)  # fmt: skip
def test_a_crossing_is_found_however_it_is_typed(town: RoadNetwork, typed: str) -> None:
    hits = found(CrossingIndex(town), typed)
    assert hits
    assert set(hits) <= {"人民路+和平路", "和平路+人民路"}


def test_the_road_typed_first_comes_first_in_the_name(town: RoadNetwork) -> None:
    index = CrossingIndex(town)
    assert found(index, "人民路与和平路") == ["人民路+和平路"]
    assert found(index, "和平路与人民路") == ["和平路+人民路"]


def test_carriageways_are_one_crossing_and_places_far_apart_are_two(town: RoadNetwork) -> None:
    index = CrossingIndex(town)
    hits = index.search("人民路与解放路", near=grid_point(0, 0))
    assert len(hits) == 2
    assert distance_m(hits[0].at, grid_point(500, 10)) < 1
    assert distance_m(hits[1].at, grid_point(9000, 500)) < 1
    assert found(index, "解放路/胜利路") == ["解放路+胜利路"] * 2


def test_the_nearest_of_equal_crossings_comes_first(town: RoadNetwork) -> None:
    hits = CrossingIndex(town).search("解放路与人民路", near=grid_point(9000, 0))
    assert distance_m(hits[0].at, grid_point(9000, 500)) < 1


def test_after_the_joining_word_the_roads_that_cross_are_offered(town: RoadNetwork) -> None:
    offered = found(CrossingIndex(town), "人民路与", near=grid_point(600, 0))
    assert set(offered) == {"人民路+解放路", "人民路+和平路"}
    assert found(CrossingIndex(town), "人民路与和") == ["人民路+和平路"]


@pytest.mark.parametrize(
    "typed", ["", "  ", "人民路", "与", "人民路与无名路", "&", "交叉口", "人民路与人民路", ".*/.*"]
)
def test_what_names_no_two_roads_finds_none(town: RoadNetwork, typed: str) -> None:
    assert found(CrossingIndex(town), typed) == []


def test_a_map_without_names_has_no_crossings(wuhan: RoadNetwork) -> None:
    assert len(CrossingIndex(wuhan)) == 0
    assert CrossingIndex(wuhan).search("人民路与解放路") == []


@pytest.mark.parametrize(
    ("typed", "first", "second", "at"),
    [
        ("西藏中路与北京东路交叉口", "西藏中路", "北京东路", LatLon(31.2397, 121.4691)),
        ("bjdl xzzl", "北京东路", "西藏中路", LatLon(31.2397, 121.4691)),
        ("guangdonglu henanzhonglu", "广东路", "河南中路", LatLon(31.2348, 121.4817)),
        ("福州路河南中路路口", "福州路", "河南中路", LatLon(31.2367, 121.4813)),
    ],
)
def test_real_crossings_of_shanghai(
    shanghai: RoadNetwork, typed: str, first: str, second: str, at: LatLon
) -> None:
    best = CrossingIndex(shanghai).search(typed)[0]
    assert (best.first, best.second) == (first, second)
    assert distance_m(best.at, at) < 30


def test_every_pair_of_shanghai_has_one_answer_per_place(shanghai: RoadNetwork) -> None:
    all_of_them = list(crossings_of(shanghai))
    assert len(all_of_them) > 200
    for road, other, at in all_of_them:
        assert road < other
        same = [each for each in all_of_them if each[:2] == (road, other) and distance_m(each[2], at) < 30]
        assert len(same) == 1


def test_the_demo_town_knows_its_main_crossing() -> None:
    index = CrossingIndex(load_demo("town").network)
    assert found(index, "rmdd jfl")[0] == "人民大道+解放路"
