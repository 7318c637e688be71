"""Patrol routes as rows of way-points: what is read, and what is said of the rows that are wrong."""

from pathlib import Path
from typing import Any

import pytest

from commandroom.geo import Datum, LatLon, to_wgs84
from commandroom.models.domain.entities import PatrolRoute
from commandroom.services.roster import Known, RosterReading, read_roster, without_bad_rows
from commandroom.wording import Wording
from tests.roster.books import A_POST, POSTS, good_book, sheet

ROUTES = ["路线编号", "路线名称", "顺序", "点位", "坐标系", "闭合"]
MARKET = LatLon(30.592, 114.305)
"""Where the one post of the good book stands."""


def read(path: Path, *rows: list[Any]) -> RosterReading:
    """A good book with these way-points."""
    return read_roster(good_book(path / "r.xlsx", 巡逻路线=[ROUTES, *rows]))


def test_the_rows_of_one_number_are_one_route_in_the_order_they_say(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        ["R1", "夜市环线", 20, "30.595,114.31", None, "是"],
        ["R2", "江边", 1, "30.6，114.3", "GCJ-02", None],
        ["R1", None, 10, "P1", None, None],
        ["R2", "江边", 2, "30.61 114.31", None, None],
    )
    assert not reading.problems
    assert reading.patrols[0] == PatrolRoute(
        "R1", "夜市环线", (MARKET, LatLon(30.595, 114.31)), ("P1",), True
    )  # type: ignore[arg-type]
    assert reading.patrols[1].points == (to_wgs84(LatLon(30.6, 114.3), Datum.GCJ02), LatLon(30.61, 114.31))
    assert (reading.patrols[1].posts, reading.patrols[1].closed) == ((), False)
    assert reading.counts["patrols"] == 2


def test_a_file_of_routes_alone_may_name_posts_of_the_register(tmp_path: Path) -> None:
    rows = [["路线编号", "名称", "顺序", "点位"], ["R1", "巡线", "1", "P9"], ["R1", "", "2", "30.6,114.3"]]
    path = sheet(tmp_path / "巡逻路线.csv", rows)
    (route,) = read_roster(path, known=Known(posts={"P9": MARKET})).patrols  # type: ignore[dict-item]
    assert (route.points[0], route.posts) == (MARKET, ("P9",))
    assert {each.key for each in read_roster(path).problems} == {"roster.row.not_a_point"}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        (["R1", None, "二", "P1", None, None], "roster.row.not_an_order"),
        (["R1", None, None, "P1", None, None], "roster.row.missing"),
        (["R1", None, 1, "P1", None, None], "roster.row.order_twice"),
        (["R1", None, 3, "P7", None, None], "roster.row.not_a_point"),
        (["R1", None, 3, None, None, None], "roster.row.missing"),
        (["R1", None, 3, "114.3,30.6", None, None], "roster.row.swapped"),
        (["R1", None, 3, "0,0", None, None], "roster.row.nowhere"),
        (["R1", "别名", 3, "P1", None, None], "roster.row.route_differs"),
        (["R1", None, 3, "P1", None, "否"], "roster.row.route_differs"),
        (["R1", None, 3, "P1", None, "也许"], "roster.row.unknown_word"),
        (["R1", None, 3, "P1", "北京54", None], "roster.row.unknown_word"),
    ],
)
def test_a_bad_row_is_named_and_spoils_its_route_alone(tmp_path: Path, row: list[Any], key: str) -> None:
    good = [["R1", "环线", 1, "P1", None, "是"], ["R1", None, 2, "30.6,114.31", "WGS-84", None]]
    other = [["R2", "江边", 1, "P1", None, None], ["R2", None, 2, "30.6,114.3", "WGS-84", None]]
    reading = read(tmp_path, *good, row, *other)
    problem, *more = reading.problems
    assert (problem.sheet, problem.row, problem.key, more) == ("巡逻路线", 4, key, [])
    assert "{" not in problem.told(Wording("zh"))
    assert [route.id for route in without_bad_rows(reading).patrols] == ["R2"]
    assert "roster.warning.route_incomplete" in {note.key for note in reading.warnings}


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([["R1", "一点", 1, "P1", None, None]], "roster.row.route_length"),
        ([["R1", None, n, f"30.{n},114.3", None, None] for n in (1, 2)], "roster.row.route_without_name"),
        ([["R1", "长", n, "30.6,114.3", None, None] for n in range(501)], "roster.row.route_length"),
    ],
)
def test_a_route_that_is_none_is_named_at_its_first_row(
    tmp_path: Path, rows: list[list[Any]], key: str
) -> None:
    reading = read(tmp_path, *rows)
    assert [(each.row, each.key) for each in reading.problems] == [(2, key)]
    assert reading.patrols == ()


def test_a_route_over_a_post_left_out_is_left_out_too(tmp_path: Path) -> None:
    posts = [POSTS, [*A_POST[:6], "F9", None]]
    rows = [["R1", "环线", 1, "P1", None, None], ["R1", None, 2, "30.6,114.31", None, None]]
    reading = read_roster(good_book(tmp_path / "r.xlsx", 共治站=posts, 巡逻路线=[ROUTES, *rows]))
    assert len(reading.patrols) == 1
    rest = without_bad_rows(reading)
    assert rest.patrols == ()
    assert [(each.sheet, each.column) for each in rest.problems if each.values.get("id") == "P1"][-1] == (
        "巡逻路线",
        "点位",
    )


def test_one_route_does_not_go_on_in_another_file(tmp_path: Path) -> None:
    head = ["路线编号", "名称", "顺序", "点位"]
    sheet(tmp_path / "a.csv", [head, ["R1", "一", "1", "30.6,114.3"], ["R1", "", "2", "30.7,114.3"]])
    sheet(tmp_path / "b.csv", [head, ["R1", "一", "3", "30.8,114.3"]])
    assert [each.key for each in read_roster(tmp_path).problems] == ["roster.row.id_twice"]
