"""What the search finds in a room, and what taking an answer does in the real window."""

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from commandroom.app.search import RoomSearch
from commandroom.demo.town import load_demo
from commandroom.geo import Datum, LatLon, distance_m, from_wgs84
from commandroom.models.domain.entities import Incident
from commandroom.models.domain.enums import IncidentStatus, Level
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.models.domain.recorded import Snapshot
from commandroom.services.situation import Situation
from commandroom.ui.search.answer import Answer, Question, grouped
from commandroom.wording import Wording
from tests.conftest import DISPUTE, KNIFE, MARKET, NINE_PM

from .conftest import Stage

Raise = Callable[..., Stage]


@pytest.fixture(scope="module")
def town() -> Any:
    return load_demo("town")


@pytest.fixture
def situation(town: Any) -> Situation:
    roster = town.roster
    return Situation(Snapshot(roster.units, roster.posts, (), roster.members, (), (), (), 0))


@pytest.fixture
def search(town: Any, situation: Situation) -> RoomSearch:
    return RoomSearch(town.network, situation, kinds=(KNIFE, DISPUTE))


def report(situation: Situation, number: int, place: str, *, text: str = "", caller: str = "") -> Incident:
    """Take an incident as the relay would fold it in."""
    made = Incident(
        IncidentId(f"JQ-20261122-{number:04}"), KNIFE.code, Level.GRAVE, True, MARKET, place, text, caller,
        NINE_PM, (),
    )  # fmt: skip
    situation.incidents[made.id] = made
    situation.journal_number += 1
    return made


def kinds(found: tuple[Answer, ...]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for each in found:
        groups.setdefault(each.kind, []).append(each.name)
    return groups


def ask(search: RoomSearch, text: str, near: LatLon | None = None) -> tuple[Answer, ...]:
    return search.everything(Question(text, near))


def test_names_of_every_kind_are_found_by_chinese_pinyin_and_initials(town: Any, search: RoomSearch) -> None:
    from commandroom.roads.pinyin import initials, readings

    roster = town.roster
    for kind, name in (
        ("post", roster.posts[3].name),
        ("unit", roster.units[5].call_sign),
        ("member", roster.members[7].name),
        ("place", town.network.places[0].name),
        ("road", "人民大道"),
    ):
        reading = readings(name)[0]
        for typed in (name, "".join(reading), initials(reading)):
            found = ask(search, typed)
            assert any(each.kind == kind for each in found), (kind, typed)
        assert name in kinds(ask(search, name))[kind]


def test_a_unit_is_found_by_its_kind_and_the_nearest_comes_first(town: Any, search: RoomSearch) -> None:
    near = town.roster.posts[0].at
    cars = [each for each in ask(search, "车巡", near) if each.kind == "unit"]
    assert len(cars) > 3
    assert all(each.sign.startswith("car.") for each in cars if "车巡" not in each.name)


def test_phones_are_neither_found_nor_shown(town: Any, situation: Situation) -> None:
    member = next(iter(situation.members.values()))
    phone = "13900001234"
    situation.members[member.id] = replace(member, phone=phone)
    search = RoomSearch(town.network, situation)
    assert not [each for each in ask(search, phone) if each.kind == "member"]
    assert not any(phone in f"{each}" for each in ask(search, member.name))


def test_an_incident_is_found_at_once_and_its_caller_never(search: RoomSearch, situation: Situation) -> None:
    assert ask(search, "0312") == () or "incident" not in kinds(ask(search, "0312"))
    report(situation, 312, "夏市口夜市", text="两人持刀对峙", caller="赵某某 13911112222")
    for typed in ("0312", "JQ-0312", "夏市口", "xsk", "xiashikou", KNIFE.zh, "对峙"):
        assert any("0312" in each.name for each in ask(search, typed) if each.kind == "incident"), typed
    for typed in ("赵某某", "13911112222"):
        assert "incident" not in kinds(ask(search, typed))


def test_open_incidents_come_before_closed_ones(search: RoomSearch, situation: Situation) -> None:
    old = report(situation, 1, "夏市口")
    situation.incidents[old.id] = replace(old, status=IncidentStatus.CLOSED)
    report(situation, 2, "夏市口菜场北门")
    found = [each for each in ask(search, "夏市口") if each.kind == "incident"]
    assert [(each.id[-4:], each.is_open) for each in found] == [("0002", True), ("0001", False)]


def test_what_leaves_the_register_is_found_no_more(search: RoomSearch, situation: Situation) -> None:
    made = report(situation, 77, "夏市口")
    assert "incident" in kinds(ask(search, "0077"))
    del situation.incidents[made.id]
    situation.journal_number += 1
    assert "incident" not in kinds(ask(search, "0077"))


@pytest.mark.parametrize(
    "typed", ["人民大道与解放路交叉口", "解放路 人民大道", "rmdd jfl", "去人民大道与解放路"]
)
def test_a_crossing_leads_the_answers(search: RoomSearch, typed: str) -> None:
    best = ask(search, typed)[0]
    assert best.kind == "crossing"
    assert {"人民大道", "解放路"} <= set(best.name.replace("交叉口", "").split("与"))
    assert best.marked


def test_coordinates_lead_and_offer_the_other_datums(search: RoomSearch) -> None:
    found = ask(search, "30.2001, 115.6002")
    assert [each.kind for each in found] == ["coordinate"] * 3
    for each, datum in zip(found, Datum, strict=True):
        assert each.at is not None
        assert distance_m(from_wgs84(each.at, datum), LatLon(30.2001, 115.6002)) < 0.5
    said = ask(search, "go to 30.2001, 115.6002 gcj02")
    assert len(said) == 1
    assert said[0].at == found[1].at


def test_the_place_of_an_incident_is_sought_the_same_way(search: RoomSearch) -> None:
    for typed, kind in (
        ("人民大道与解放路", "crossing"),
        ("30.2001,115.6002", "coordinate"),
        ("rmdd", "road"),
    ):
        assert search.place(typed)[0].kind == kind, typed


def test_distances_are_measured_from_where_one_looks(town: Any, search: RoomSearch) -> None:
    post = town.roster.posts[3]
    found = next(each for each in ask(search, post.name, post.at) if each.id == post.id)
    assert found.away_m == pytest.approx(0.0, abs=0.5)


def test_a_town_answers_within_milliseconds(search: RoomSearch, situation: Situation) -> None:
    search.warm_up()
    ask(search, "暖")
    took = []
    for number, typed in enumerate(
        ["r", "rm", "rmdd", "人民", "人民大道与", "巡", "车巡", "wang", "30.2,115.6", "路"]
    ):
        report(situation, 500 + number, "夏市口")
        began = perf_counter()
        ask(search, typed)
        took.append(perf_counter() - began)
    assert sorted(took)[len(took) // 2] < 0.05


def test_groups_are_ordered_by_their_best_answer() -> None:
    def made(kind: Any, rank: int) -> Answer:
        return Answer(kind, f"{kind}{rank}", "x", MARKET, rank=rank)

    found = grouped([made("road", 4), made("member", 0), made("incident", 4), made("road", 5)])
    assert [each.kind for each in found] == ["member", "incident", "road", "road"]


def test_the_same_names_in_english(town: Any, situation: Situation) -> None:
    english = RoomSearch(town.network, situation, kinds=(KNIFE,), wording=lambda: Wording("en"))
    assert ask(english, "人民大道与解放路")[0].name == "人民大道 / 解放路"


def take(stage: Stage, answer: Answer) -> None:
    stage.window.frame.top.search.chosen.emit(answer)


def test_taking_a_unit_selects_it_and_goes_where_it_is_now(stage: Stage) -> None:
    unit = next(iter(stage.situation.units.values()))
    take(stage, Answer("unit", unit.id, unit.call_sign, LatLon(0, 0)))
    assert stage.window.console.unit == unit.id
    assert stage.map.went[-1] == unit.at


def test_taking_an_incident_selects_it(stage: Stage) -> None:
    incident = stage.report()
    take(stage, Answer("incident", incident, "警情", None))
    assert stage.window.console.incident == incident
    assert stage.map.went[-1] == MARKET


def test_taking_a_member_goes_to_their_unit_or_post(stage: Stage) -> None:
    for member in stage.situation.members.values():
        take(stage, Answer("member", member.id, member.name, None))
        if member.unit is not None:
            assert stage.window.console.unit == member.unit
        elif member.post is not None:
            assert stage.map.selected == ("post", member.post)


def test_taking_what_is_gone_says_so(stage: Stage) -> None:
    take(stage, Answer("unit", "U-none", "巡99", LatLon(0, 0)))
    assert "巡99" in stage.window.frame.notices.text.text()
    assert stage.map.went == []


def test_a_crossing_fills_the_form_that_waits_for_a_place(stage: Stage) -> None:
    answer = Answer("crossing", "c", "人民路与解放路交叉口", MARKET)
    take(stage, answer)
    assert not stage.window.intake_desk.is_open
    stage.window.intake_desk.open()
    assert stage.window.intake_desk.awaits_place
    take(stage, answer)
    form = stage.window.frame.intake
    assert form._fields.place.text() == "人民路与解放路交叉口"
    assert not stage.window.intake_desk.awaits_place
    take(stage, Answer("place", "p", "别处", LatLon(30, 115)))
    assert form._fields.place.text() == "人民路与解放路交叉口", "a place that is there stays"


def test_distances_come_from_the_selected_incident_or_the_map(stage: Stage) -> None:
    at, words = stage.window.search_desk.origin()
    assert (at, words) == (stage.map.view.centre, "地图中心")
    stage.window.console.select_incident(stage.report())
    at, words = stage.window.search_desk.origin()
    assert at == MARKET
    assert words.startswith("JQ-")


def test_an_unknown_kind_of_incident_is_still_found(search: RoomSearch, situation: Situation) -> None:
    made = report(situation, 9, "夏市口")
    situation.incidents[made.id] = replace(made, kind=KindCode("gone"))
    situation.journal_number += 1
    assert any(each.id == made.id for each in ask(search, "夏市口"))
