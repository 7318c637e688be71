"""Good rows become things; every bad row is told with its sheet, row number and reason."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from commandroom.geo import LatLon, distance_m, wgs84_to_bd09, wgs84_to_gcj02
from commandroom.models.domain.entities import Kit
from commandroom.models.domain.enums import Duty, FirmKind, MemberRole, Party, UnitKind
from commandroom.models.domain.ids import FirmId, PostId, UnitId
from commandroom.services.roster import Known, RosterReading, read_roster, without_bad_rows
from commandroom.wording import Wording
from tests.roster.books import A_POST, A_UNIT, FIRMS, MEMBERS, POSTS, UNITS, book, good_book, sheet


def only_problem(reading: RosterReading) -> tuple[str, int, str]:
    assert len(reading.problems) == 1, reading.problems
    found = reading.problems[0]
    return found.sheet, found.row, found.key


def unit_row(**changes: Any) -> list[Any]:
    at = {"id": 0, "call_sign": 1, "kind": 2, "party": 3, "crew": 4, "post": 5, "lon": 6, "lat": 7}
    row = list(A_UNIT)
    for name, value in changes.items():
        row[at[name]] = value
    return row


def post_row(**changes: Any) -> list[Any]:
    at = {"id": 0, "name": 1, "lon": 2, "lat": 3, "datum": 4, "address": 5, "firm": 6, "kit": 7}
    row = list(A_POST)
    for name, value in changes.items():
        row[at[name]] = value
    return row


def test_a_clean_workbook_gives_its_things(tmp_path: Path) -> None:
    reading = read_roster(good_book(tmp_path / "r.xlsx"))
    assert not reading.problems
    assert not reading.warnings
    (firm,), (post,), (unit,), (member,) = reading.firms, reading.posts, reading.units, reading.members
    assert (firm.id, firm.kind) == ("F1", FirmKind.GUARD_COMPANY)
    assert post.at == LatLon(30.592, 114.305)
    assert post.equipment == (Kit("防暴头盔", 4), Kit("对讲机", 2))
    assert (unit.kind, unit.party, unit.crew, unit.duty) == (UnitKind.FOOT, Party.GUARD, 3, Duty.ON)
    assert unit.at == post.at, "a unit without coordinates stands at its post"
    assert (member.role, member.unit, member.firm) == (MemberRole.GUARD, "U1", "F1")
    assert reading.counts["rows"] == 4


def test_columns_in_any_order_and_in_english(tmp_path: Path) -> None:
    rows = [
        ["Party", "crew", "kind", "Call Sign", "id", "lat", "LON"],
        ["police", 2, "car", "One", "U1", 30.5, 114.2],
    ]
    reading = read_roster(book(tmp_path / "r.xlsx", Units=rows))
    assert not reading.problems
    assert reading.units[0].party is Party.POLICE
    assert reading.units[0].at == LatLon(30.5, 114.2)


def test_headings_below_a_title_and_with_marks(tmp_path: Path) -> None:
    rows = [
        ["武昌名册"],
        [],
        ["单位编号*", "单位名称（必填）", "单位类别\n(三选一)"],
        ["F1", "甲", "物业公司"],
    ]
    reading = read_roster(book(tmp_path / "r.xlsx", 保安从业单位=rows))
    assert not reading.problems
    assert reading.firms[0].kind is FirmKind.PROPERTY


def test_an_unknown_heading_or_sheet_is_a_warning(tmp_path: Path) -> None:
    firms = [[*FIRMS, "星级"], ["F1", "甲", "物业", "五"]]
    reading = read_roster(book(tmp_path / "r.xlsx", 保安从业单位=firms, 备忘=[["随手记"]]))
    assert not reading.problems
    assert [note.key for note in reading.warnings] == [
        "roster.warning.sheet_unknown",
        "roster.warning.heading_unknown",
    ]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"id": None}, "roster.row.missing"),
        ({"call_sign": "  "}, "roster.row.missing"),
        ({"kind": "潜艇"}, "roster.row.unknown_word"),
        ({"party": "路人"}, "roster.row.unknown_word"),
        ({"crew": "三个"}, "roster.row.not_a_count"),
        ({"crew": -1}, "roster.row.not_a_count"),
        ({"crew": 2.5}, "roster.row.not_a_count"),
        ({"crew": 501}, "roster.row.too_many"),
        ({"crew": "=1+2"}, "roster.row.formula"),
        ({"post": "P9"}, "roster.row.unknown_post"),
        ({"post": None}, "roster.row.no_place"),
        ({"lon": 114.3}, "roster.row.missing"),
        ({"lon": 30.6, "lat": 114.3}, "roster.row.swapped"),
        ({"lon": 300, "lat": 30.6}, "roster.row.off_the_earth"),
        ({"lon": 0, "lat": 0}, "roster.row.nowhere"),
        ({"lon": "114度", "lat": 30.6}, "roster.row.not_degrees"),
        ({"lon": "nan", "lat": 30.6}, "roster.row.not_degrees"),
        ({"call_sign": "巡" * 201}, "roster.row.too_long"),
        ({"id": date(2026, 1, 2)}, "roster.row.is_date"),
        ({"id": 12345678901234567890}, "roster.row.rounded"),
        ({"id": "#N/A"}, "roster.row.error_value"),
    ],
)
def test_a_bad_unit_is_told_with_its_row(tmp_path: Path, changes: dict[str, Any], key: str) -> None:
    good = unit_row(id="U0", call_sign="巡零")
    units = [UNITS, good, unit_row(**changes)]
    reading = read_roster(good_book(tmp_path / "r.xlsx", 单元=units, 成员=[MEMBERS]))
    assert only_problem(reading) == ("单元", 3, key)
    assert [unit.id for unit in reading.units] == ["U0"]
    for language in ("zh", "en"):
        said = reading.problems[0].told(Wording(language))
        assert "3" in said
        assert "roster." not in said


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"name": None}, "roster.row.missing"),
        ({"firm": "F9"}, "roster.row.unknown_firm"),
        ({"kit": "头盔×0"}, "roster.row.bad_kit"),
        ({"datum": "北京54"}, "roster.row.unknown_word"),
        ({"lat": None}, "roster.row.missing"),
        ({"lat": 30.5, "lon": 30.5e9}, "roster.row.not_degrees"),
    ],
)
def test_a_bad_post_is_told_with_its_row(tmp_path: Path, changes: dict[str, Any], key: str) -> None:
    posts = [POSTS, A_POST, post_row(id="P2", **changes)]
    assert only_problem(read_roster(good_book(tmp_path / "r.xlsx", 共治站=posts))) == ("共治站", 3, key)


def test_ids_and_call_signs_stand_once(tmp_path: Path) -> None:
    units = [UNITS, A_UNIT, unit_row(call_sign="巡二"), unit_row(id="U2", call_sign="巡 一")]
    reading = read_roster(good_book(tmp_path / "r.xlsx", 单元=units))
    assert [(each.row, each.key, each.values["first_row"]) for each in reading.problems] == [
        (3, "roster.row.id_twice", 2),
        (4, "roster.row.call_sign_twice", 2),
    ]


def test_what_the_register_holds_may_be_named(tmp_path: Path) -> None:
    place = LatLon(30.5, 114.2)
    known = Known(
        frozenset([FirmId("F1")]), {PostId("P1"): place}, {UnitId("U7"): "巡七", UnitId("U1"): "旧号"}
    )
    units = [UNITS, A_UNIT, unit_row(id="U8", call_sign="巡七"), unit_row(id="U9", call_sign="旧号")]
    path = sheet(tmp_path / "units.csv", units)
    reading = read_roster(path, known=known)
    assert only_problem(reading) == ("units.csv", 3, "roster.row.call_sign_taken")
    assert [(unit.id, unit.at) for unit in reading.units] == [("U1", place), ("U9", place)]
    assert {each.key for each in read_roster(path).problems} == {"roster.row.unknown_post"}


def test_declared_datums_are_converted(tmp_path: Path) -> None:
    true = LatLon(30.592, 114.305)
    shifted, baidu = wgs84_to_gcj02(true), wgs84_to_bd09(true)
    posts = [
        POSTS,
        post_row(id="P1", datum="CGCS2000"),
        post_row(id="P2", lon=shifted.lon, lat=shifted.lat, datum="火星坐标"),
        post_row(id="P3", lon=baidu.lon, lat=baidu.lat, datum="bd09"),
    ]
    reading = read_roster(good_book(tmp_path / "r.xlsx", 共治站=posts))
    assert not reading.problems
    assert all(distance_m(post.at, true) < 0.01 for post in reading.posts)


def test_leading_zeros_stay(tmp_path: Path) -> None:
    path = good_book(
        tmp_path / "r.xlsx", 单元=[UNITS], 成员=[MEMBERS], 共治站=[POSTS, post_row(id=42), post_row(id="007")]
    )
    made = load_workbook(path)
    made["共治站"]["A2"].number_format = "00000"
    made.save(path)
    assert [post.id for post in read_roster(path).posts] == ["00042", "007"]
    csv_path = sheet(
        tmp_path / "p.csv", [POSTS, post_row(id="0012", firm=""), post_row(id='="0013"', firm="")]
    )
    assert [post.id for post in read_roster(csv_path).posts] == ["0012", "0013"]


def test_a_missing_column_is_told_once(tmp_path: Path) -> None:
    units = [UNITS[:4], A_UNIT[:4], A_UNIT[:4]]
    reading = read_roster(good_book(tmp_path / "r.xlsx", 单元=units, 成员=[MEMBERS]))
    assert only_problem(reading) == ("单元", 1, "roster.sheet.heading_missing")
    assert not reading.units


def test_a_column_given_twice_is_told(tmp_path: Path) -> None:
    firms = [[*FIRMS, "单位名称"], ["F1", "甲", "物业", "乙"]]
    reading = read_roster(book(tmp_path / "r.xlsx", 保安从业单位=firms))
    assert only_problem(reading) == ("保安从业单位", 1, "roster.sheet.heading_twice")


def test_an_unquoted_comma_is_told(tmp_path: Path) -> None:
    path = tmp_path / "firms.csv"
    path.write_text("单位编号,单位名称,单位类别\nF1,甲,乙,物业公司\n", encoding="utf-8")
    keys = {problem.key for problem in read_roster(path).problems}
    assert "roster.row.extra_cells" in keys


def test_a_csv_formula_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path / "f.csv", [FIRMS, ["F1", "=HYPERLINK(1)", "物业"]])
    assert only_problem(read_roster(path)) == ("f.csv", 2, "roster.row.formula")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = sheet(
        tmp_path / "f.csv", [FIRMS, ["F1", "镕基㐂保安", "自招"], ["F2", "乙", "自招单位"]], encoding=encoding
    )
    reading = read_roster(path)
    assert [(problem.row, problem.key) for problem in reading.problems] == [(2, "roster.row.unknown_word")]
    assert reading.firms[0].name == "乙"


def test_skipping_bad_rows_drops_what_leans_on_them(tmp_path: Path) -> None:
    posts = [POSTS, post_row(name=None), post_row(id="P2")]
    units = [UNITS, A_UNIT, unit_row(id="U2", call_sign="巡二", post="P2")]
    reading = read_roster(good_book(tmp_path / "r.xlsx", 共治站=posts, 单元=units))
    assert only_problem(reading) == ("共治站", 2, "roster.row.missing")
    rest = without_bad_rows(reading)
    assert [post.id for post in rest.posts] == ["P2"]
    assert [unit.id for unit in rest.units] == ["U2"]
    assert rest.members == ()
    assert [(each.sheet, each.row, each.key) for each in rest.problems[1:]] == [
        ("单元", 2, "roster.row.leans_on_bad_row"),
        ("成员", 2, "roster.row.leans_on_bad_row"),
    ]
    assert rest.counts["bad_rows"] == 3
    assert rest.counts["units"] == 1


def test_a_unit_whose_place_is_lost_with_its_post_is_told(tmp_path: Path) -> None:
    reading = read_roster(good_book(tmp_path / "r.xlsx", 共治站=[POSTS, post_row(lat="?")]))
    assert [(each.sheet, each.key) for each in reading.problems] == [
        ("共治站", "roster.row.not_degrees"),
        ("单元", "roster.row.post_without_place"),
    ]
    assert without_bad_rows(reading).members == ()
