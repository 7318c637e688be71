from time import perf_counter

import pytest

from commandroom.geo import distance_m
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.pinyin import folded, initials, readings
from commandroom.roads.raw import RawPlace, RawWay, RoadClass
from commandroom.roads.search import Hit, Named, PlaceIndex

from .maps import grid_point, raw_map


@pytest.fixture
def town() -> RoadNetwork:
    """Named roads 300 m apart, one name twice, 8 km apart; a few places."""
    names = ["南京路", "南京西路", "重庆路", "长乐街", "绿地大道", "Station Road", "人民路", "人民路"]
    north = [0, 300, 600, 900, 1200, 1500, 1800, 10_000]
    metres = [(east, float(up)) for up in north for east in (0.0, 400.0, 1000.0)]
    ways = [
        RawWay((3 * row, 3 * row + 1, 3 * row + 2), RoadClass.PRIMARY, name) for row, name in enumerate(names)
    ]
    places = [
        RawPlace("市第一人民医院", "hospital", grid_point(10, 10)),
        RawPlace("南京路小学", "school", grid_point(20, 20)),
        RawPlace("步行街", "mall", grid_point(30, 30)),
        RawPlace("步行街", "building", grid_point(60, 30)),
        RawPlace("步行街", "mall", grid_point(30, 5_000)),
    ]
    return compile_network(raw_map(metres, *ways, places=tuple(places)))


def names(hits: list[Hit]) -> list[str]:
    return [hit.name for hit in hits]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("南京路", ["南京路", "南京路小学", "南京西路"]),
        ("nanjinglu", ["南京路", "南京路小学", "南京西路"]),
        ("NanJing Lu", ["南京路", "南京路小学", "南京西路"]),
        ("njl", ["南京路", "南京路小学", "南京西路"]),
        ("njxl", ["南京西路"]),
        ("西路", ["南京西路"]),
        ("xilu", ["南京西路"]),
        ("chongqing", ["重庆路"]),
        ("cql", ["重庆路"]),
        ("changle", ["长乐街"]),
        ("changyue", ["长乐街"]),
        ("lvdi", ["绿地大道"]),
        ("ludi", ["绿地大道"]),
        ("station", ["Station Road"]),
        ("ROAD", ["Station Road"]),
        ("yiyuan", ["市第一人民医院"]),
        ("buxingjie", ["步行街", "步行街"]),
        ("ｎｊｘｌ", ["南京西路"]),
        ("anjing", []),
        ("zzz", []),
        ("", []),
        (" -,. ", []),
        (".*", []),
    ],
)
def test_what_is_typed_is_found_best_first(town: RoadNetwork, typed: str, expected: list[str]) -> None:
    assert names(PlaceIndex(town).search(typed)) == expected


def test_two_roads_of_one_name_are_two_hits_on_their_roads(town: RoadNetwork) -> None:
    south, north = PlaceIndex(town).search("人民路")
    assert {south.kind, north.kind} == {"road"}
    assert south.id != north.id
    assert distance_m(south.at, grid_point(500, 1800)) < 1
    assert distance_m(north.at, grid_point(500, 10_000)) < 1
    assert south.detail == "primary"


def test_a_place_drawn_twice_is_one_hit(town: RoadNetwork) -> None:
    hits = PlaceIndex(town).search("步行街")
    assert [distance_m(hit.at, grid_point(30, up)) < 1 for hit, up in zip(hits, (30, 5_000), strict=True)]


def test_what_the_caller_adds_comes_first(town: RoadNetwork) -> None:
    post = Named("post", "人民路", grid_point(0, 0), "共治站", "P-7", aliases=("城南站",))
    index = PlaceIndex(town, [post])
    assert index.search("人民路")[0] == Hit("post", "人民路", grid_point(0, 0), "共治站", "P-7")
    assert names(index.search("cnz")) == ["人民路"]


def test_the_limit_holds(town: RoadNetwork) -> None:
    assert len(PlaceIndex(town).search("路", limit=2)) == 2


def test_a_reading_by_phrase_comes_before_the_rare_one() -> None:
    assert readings("重庆")[0] == ("chong", "qing")
    assert initials(readings("银行2号楼")[0]) == "yh2hl"
    assert readings("Main Street") == ()
    assert folded("Ａ座·1 号") == "a座1号"


def test_shanghai_streets_are_found_in_milliseconds(shanghai: RoadNetwork) -> None:
    index = PlaceIndex(shanghai)
    index.warm_up()
    took = []
    for typed in ["南京", "njxl", "nanjingxilu", "yan", "lu", "路", "l", "东一"]:
        began = perf_counter()
        hits = index.search(typed)
        took.append(perf_counter() - began)
        assert hits, typed
    assert min(took) < 0.005
    assert sorted(took)[len(took) // 2] < 0.005
    assert index.search("南京西路")[0].name == index.search("njxl")[0].name == "南京西路"


def test_a_map_without_names_finds_nothing_but_posts(wuhan: RoadNetwork) -> None:
    index = PlaceIndex(wuhan, [Named("post", "武昌站", grid_point(0, 0), id="P-1")])
    assert [hit.id for hit in index.search("wcz")] == ["P-1"]
    assert index.search("lu") == []
