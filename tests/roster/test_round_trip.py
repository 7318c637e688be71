"""What is exported is imported again, and no spreadsheet takes it for a formula."""

import csv
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Firm, Kit, Member, PatrolRoute, Post, Unit
from commandroom.models.domain.enums import Duty, FirmKind, MemberRole, Party, UnitKind
from commandroom.services.roster import read_roster, write_roster
from commandroom.services.roster.cells import clean, guarded, unguarded
from commandroom.services.roster.kit import kit_of, kit_text
from commandroom.services.roster.vocabulary import folded

words = st.text(min_size=1, max_size=30).map(clean).filter(bool)
ids = words.filter(lambda text: not text.casefold().startswith(("示例", "example")))
items = words.map(lambda text: "头" + "".join(c for c in text if c not in ";；,，、:：×✕*＊").strip())
kits = st.lists(st.builds(Kit, items, st.integers(1, 9999)), max_size=3).map(tuple)
places = st.builds(
    LatLon,
    st.floats(18, 53).map(lambda d: round(d, 9)),
    st.floats(74, 134).map(lambda d: round(d, 9)),
)


@st.composite
def rosters(
    draw: st.DrawFn,
) -> tuple[list[Firm], list[Post], list[Unit], list[Member], list[PatrolRoute]]:
    firms = [
        Firm(i, draw(words), draw(st.sampled_from(FirmKind)))
        for i in draw(st.lists(ids, max_size=3, unique=True))
    ]
    firm = st.sampled_from([None, *(each.id for each in firms)])
    posts = [
        Post(i, draw(words), draw(places), draw(st.just("") | words), draw(firm), draw(kits))
        for i in draw(st.lists(ids, max_size=3, unique=True))
    ]
    post = st.sampled_from([None, *(each.id for each in posts)])
    signs = draw(st.lists(words, max_size=3, unique_by=folded))
    units = [
        Unit(
            f"U{number}",
            sign,
            draw(st.sampled_from(UnitKind)),
            draw(st.sampled_from(Party)),
            draw(st.integers(0, 500)),
            draw(places),
            draw(post),
            draw(firm),
            draw(kits),
            draw(st.sampled_from(Duty)),
        )
        for number, sign in enumerate(signs)
    ]
    unit = st.sampled_from([None, *(each.id for each in units)])
    phones = st.just("") | st.from_regex(r"1[0-9]{10}", fullmatch=True)
    members = [
        Member(
            i,
            draw(words),
            draw(st.sampled_from(MemberRole)),
            draw(firm),
            draw(post),
            draw(unit),
            draw(phones),
        )
        for i in draw(st.lists(ids, max_size=3, unique=True))
    ]
    patrols = []
    for i in draw(st.lists(ids, max_size=2, unique=True)):
        stops = (
            draw(st.lists(st.sampled_from(posts), max_size=3, unique_by=lambda each: each.at))
            if posts
            else []
        )
        points = [*(each.at for each in stops), *draw(st.lists(places, min_size=2, max_size=3))]
        on_it = tuple(each.id for each in stops)
        patrols.append(PatrolRoute(i, draw(words), tuple(points), on_it, draw(st.booleans())))
    return firms, posts, units, members, patrols


@pytest.mark.parametrize("name", ["out.xlsx", "out"])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(roster=rosters())
def test_an_export_is_imported_as_it_was(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    roster: tuple[list[Firm], list[Post], list[Unit], list[Member], list[PatrolRoute]],
) -> None:
    firms, posts, units, members, patrols = roster
    path = tmp_path_factory.mktemp("roster") / name
    write_roster(path, firms, posts, units, members, patrols, with_phones=True)
    reading = read_roster(path)
    assert not reading.problems
    assert (list(reading.firms), list(reading.posts)) == (firms, posts)
    assert (list(reading.units), list(reading.members)) == (units, members)
    assert list(reading.patrols) == patrols


@given(st.text(max_size=40))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(alphabet="'=+-@a\t", max_size=6))
def test_guarding_is_undone_and_leaves_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t"))


@given(kits)
def test_equipment_is_read_as_written(kit: tuple[Kit, ...]) -> None:
    assert kit_of(kit_text(kit)) == kit


@pytest.mark.parametrize(
    ("text", "kit"),
    [
        ("防暴头盔×4; 对讲机×2", (Kit("防暴头盔", 4), Kit("对讲机", 2))),
        ("防暴头盔4、盾牌*2，抓捕叉", (Kit("防暴头盔", 4), Kit("盾牌", 2), Kit("抓捕叉", 1))),
        ("防刺背心 x 3件；橡胶棍X5", (Kit("防刺背心", 3), Kit("橡胶棍", 5))),
        ("对讲机 P8×2；灭火器MFZ4", (Kit("对讲机 P8", 2), Kit("灭火器MFZ4", 1))),
        ("对讲机6台", (Kit("对讲机", 6),)),
        ("盾牌（2面）；头盔：3；对讲机(400)", (Kit("盾牌", 2), Kit("头盔", 3), Kit("对讲机(400)", 1))),
        (" ; ", ()),
    ],
)
def test_equipment_as_people_write_it(text: str, kit: tuple[Kit, ...]) -> None:
    assert kit_of(text) == kit


@pytest.mark.parametrize(
    "text", ["头盔×0", "头盔 0", "头盔×99999", "头盔×" + "9" * 5000, "头盔×-1", "头盔×2×3", "头盔×"]
)
def test_a_count_nobody_believes_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="头盔"):
        kit_of(text)


@pytest.mark.parametrize("text", ["4", "×4", "x3", "头盔×2; 5"])
def test_a_count_of_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\d$"):
        kit_of(text)


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    firm = Firm("F1", '=HYPERLINK("x")', FirmKind.PROPERTY)
    write_roster(tmp_path / "r.xlsx", [firm], [], [], [])
    cell = load_workbook(tmp_path / "r.xlsx")["保安从业单位"]["B2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    write_roster(tmp_path / "r", [firm], [], [], [])
    with (tmp_path / "r" / "保安从业单位.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][1] == '\'=HYPERLINK("x")'


def test_phones_leave_only_when_asked(tmp_path: Path) -> None:
    member = Member("M1", "甲", MemberRole.GUARD, phone="13000000000")
    write_roster(tmp_path / "r.xlsx", [], [], [], [member])
    assert read_roster(tmp_path / "r.xlsx").members[0].phone == ""


def test_a_prefecture_is_read_in_two_seconds(tmp_path: Path) -> None:
    posts = [Post(f"P{i}", f"站{i}", LatLon(30.5, 114.2), equipment=(Kit("头盔", 4),)) for i in range(845)]
    units = [
        Unit(f"U{i}", f"巡{i}", UnitKind.CAR, Party.GUARD, 2, LatLon(30.5, 114.2), posts[i % 845].id)
        for i in range(1_091)
    ]
    members = [Member(f"M{i}", f"员{i}", MemberRole.GUARD, unit=units[i % 1_091].id) for i in range(6_000)]
    write_roster(tmp_path / "r.xlsx", [], posts, units, members)
    began = time.process_time()
    reading = read_roster(tmp_path / "r.xlsx")
    assert time.process_time() - began < 4, "about 1 s on two slow cores"
    assert len(reading.members) == 6_000
