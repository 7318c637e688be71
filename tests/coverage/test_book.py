"""Pictures of the coverage: right from nothing, right after every change."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.errors import Refusal
from commandroom.geo import moved
from commandroom.models.domain.entities import Unit
from commandroom.models.domain.enums import Duty, UnitKind
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.roads.conditions import Conditions, Effect
from commandroom.services.coverage.book import CoverageBook, covers
from commandroom.services.coverage.demand import DemandKind
from commandroom.services.coverage.picture import Coverage
from commandroom.services.recommendation import MODE_OF
from commandroom.wording import Wording
from tests.coverage.towns import BLOCK_M, LIMITS, posts, router, spot, unit, units
from tests.roads.maps import grid_point


def book_of(seed: int = 1, *, post_count: int = 12) -> CoverageBook:
    return CoverageBook(router(), posts(post_count, Random(seed)), LIMITS, street_step_m=90.0)


def assert_same(left: Coverage, right: Coverage) -> None:
    assert left.units == right.units
    assert left.stands == right.stands
    for name in ("best", "best_s", "second", "second_s"):
        assert np.array_equal(getattr(left.quickest, name), getattr(right.quickest, name)), name
    assert left.shares == right.shares


def by_field(book: CoverageBook, crews: tuple[Unit, ...]) -> np.ndarray:
    """(n, units) seconds the long way: the field of every point of demand, asked for every unit."""
    seconds = np.full((len(book.demand), len(crews)), np.inf)
    for column, crew in enumerate(crews):
        if not covers(crew):
            continue
        for row in range(len(book.demand)):
            field = book.router.field(book.demand.at(row), MODE_OF[crew.kind])
            seconds[row, column] = field.seconds([crew.at])[0]
    seconds[seconds > LIMITS[-1]] = np.inf
    return seconds


@pytest.mark.parametrize("seed", range(4))
def test_the_two_quickest_are_those_of_the_arrival_fields(seed: int) -> None:
    chance = Random(seed)
    book, crews = book_of(seed), units(12, chance)
    crews = (
        *crews,
        replace(
            crews[0], id="U-x", crew=2, duty=Duty.ON, incident=None, kind=UnitKind.CAR, at=book.demand.at(0)
        ),
    )  # stands at a post
    picture = book.survey(crews)
    seconds = np.sort(by_field(book, crews), axis=1)
    assert np.allclose(picture.quickest.best_s, seconds[:, 0], atol=1e-3)
    assert np.allclose(picture.quickest.second_s, seconds[:, 1], atol=1e-3)
    assert np.isfinite(seconds[:, 0]).any()


def test_a_closure_is_in_the_picture_and_adds_nothing() -> None:
    """The main street closed, an area slowed: the book of the router under these conditions knows."""
    chance = Random(5)
    stations, crews = posts(12, chance), units(14, chance)
    effects = (
        Effect("closed", "line", (grid_point(0, 4 * BLOCK_M), grid_point(6 * BLOCK_M, 4 * BLOCK_M))),
        Effect("slow", "area", (grid_point(-9, -9), grid_point(500, -9), grid_point(-9, 500)), 0.3),
    )
    open_book = CoverageBook(router(), stations, LIMITS, street_step_m=90.0)
    shut_book = CoverageBook(
        router().under(Conditions(effects=effects)), stations, LIMITS, street_step_m=90.0
    )
    free, shut = open_book.survey(crews), shut_book.survey(crews)
    seconds = np.sort(by_field(shut_book, crews), axis=1)
    assert np.allclose(shut.quickest.best_s, seconds[:, 0], atol=1e-3)
    assert np.allclose(shut.quickest.second_s, seconds[:, 1], atol=1e-3)
    assert (shut.quickest.best_s >= free.quickest.best_s).all()
    assert (shut.quickest.best_s > free.quickest.best_s).any()


def test_shares_say_how_much_is_reached_in_each_ring() -> None:
    book, crews = book_of(2), units(10, Random(2))
    picture = book.survey(crews)
    soonest = by_field(book, crews).min(axis=1)
    for share in picture.shares:
        rows = book.demand.rows_of(share.kind)
        weight = book.demand.weight[rows]
        assert share.total == pytest.approx(weight.sum())
        assert share.covered == pytest.approx(weight[soonest[rows] <= share.limit_s].sum(), abs=0.01)
        assert picture.share(share.kind, share.limit_s) == share.share
    missing = {gap.name for gap in picture.open_gaps(60.0)}
    names = np.array(book.demand.names)
    assert missing == set(names[soonest[: len(names)] > 60.0])


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("move", "busy", "free", "rest", "new", "gone", "kind")), st.integers(0, 10**6)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 5), steps=st.lists(CHANGES, min_size=1, max_size=5))
def test_a_renewed_picture_is_the_one_made_from_nothing(
    seed: int, steps: list[list[tuple[str, int]]]
) -> None:
    book = book_of(seed % 2)
    crews = dict(enumerate(units(14, Random(seed))))
    picture = book.survey(crews.values())
    for changes in steps:
        for change, number in changes:
            _change(crews, change, Random(number))
        picture = book.renew(picture, reversed(crews.values()))
        assert_same(picture, book.survey(crews.values()))


def _change(crews: dict[int, Unit], change: str, chance: Random) -> None:
    number = chance.choice(list(crews) or [0])
    if change == "new" or number not in crews:
        crews[max(crews, default=0) + 1] = unit(max(crews, default=0) + 1, chance)
        return
    crew = crews[number]
    match change:
        case "move":
            crews[number] = replace(crew, at=spot(chance))
        case "busy":
            crews[number] = replace(crew, incident=IncidentId("I-2"))
        case "free":
            crews[number] = replace(crew, incident=None, duty=Duty.ON, crew=2)
        case "rest":
            crews[number] = replace(crew, duty=Duty.RESTING)
        case "kind":
            crews[number] = replace(crew, kind=chance.choice(tuple(UnitKind)))
        case _:
            del crews[number]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 9), gone=st.sets(st.integers(0, 19), max_size=8))
def test_what_a_dispatch_uncovers_is_the_picture_without_the_units(seed: int, gone: set[int]) -> None:
    book, crews = book_of(seed % 3), units(16, Random(seed))
    picture = book.survey(crews)
    left = book.survey(crew for number, crew in enumerate(crews) if number not in gone)
    loss = picture.without(f"U-{number}" for number in gone)  # numbers above 15 are nobody
    assert loss.before == picture.shares
    for said, counted in zip(loss.after, left.shares, strict=True):
        assert said.covered == pytest.approx(counted.covered, abs=0.01)
    expected = {}
    for row, name in enumerate(book.demand.names):
        before, after = float(picture.quickest.best_s[row]), float(left.quickest.best_s[row])
        lost = [limit for limit in LIMITS if before <= limit < after]
        if lost:
            expected[name] = (max(lost), before, after)
    assert {gap.name: (gap.limit_s, gap.before_s, gap.after_s) for gap in loss.gaps} == expected
    assert [gap.limit_s for gap in loss.gaps] == sorted((g.limit_s for g in loss.gaps), reverse=True)
    streets = [
        share for share in zip(loss.before, loss.after, strict=True) if share[0].kind is DemandKind.STREET
    ]
    assert loss.street_m == pytest.approx([a.covered - b.covered for a, b in streets], abs=0.01)
    assert loss.is_free == (loss.before == loss.after)


def test_of_two_equally_quick_units_the_lower_id_leads_whoever_came_first() -> None:
    crew = replace(unit(1, Random(1)), kind=UnitKind.CAR, crew=2, duty=Duty.ON, incident=None)
    twins = [replace(crew, id=UnitId(f"U-{n}")) for n in range(3)]
    book = book_of()
    picture = book.survey(twins)
    row = int(np.flatnonzero(np.isfinite(picture.quickest.best_s))[0])
    assert [name for name, _ in picture.first_two(row)] == ["U-0", "U-1"]
    for number in range(3):
        others = [
            replace(each, incident=IncidentId("I-1")) if n == number else each for n, each in enumerate(twins)
        ]
        assert_same(book.renew(book.renew(picture, others), twins), picture)


def test_asking_does_not_change_a_picture() -> None:
    book, crews = book_of(), units(12, Random(3))
    picture = book.survey(crews)
    picture.without(crew.id for crew in crews)
    later = book.renew(picture, crews[:4])
    assert_same(picture, book.survey(crews))
    assert_same(later, book.survey(crews[:4]))
    assert book.renew(picture, crews) is picture


def test_a_drone_a_camera_a_busy_unit_and_one_without_crew_cover_nothing() -> None:
    crew = replace(unit(1, Random(1)), kind=UnitKind.CAR, crew=2, duty=Duty.ON, incident=None)
    others = (
        replace(crew, kind=UnitKind.DRONE),
        replace(crew, kind=UnitKind.VIDEO),
        replace(crew, incident=IncidentId("I-1")),
        replace(crew, duty=Duty.OFF),
        replace(crew, crew=0),
    )
    assert covers(crew)
    book = book_of()
    for other in others:
        assert not covers(other)
        assert not np.isfinite(book.survey([other]).quickest.best_s).any()


def test_a_unit_that_stands_almost_still_keeps_its_row() -> None:
    crew = replace(unit(1, Random(1)), kind=UnitKind.CAR, crew=2, duty=Duty.ON, incident=None)
    book = CoverageBook(router(), posts(3, Random(1)), LIMITS, still_m=20.0)
    picture = book.survey([crew])
    near, far = (replace(crew, at=moved(crew.at, east_m=metres, north_m=0)) for metres in (15.0, 35.0))
    assert book.renew(picture, [near]) is picture
    drifted = book.renew(
        book.renew(picture, [near]), [replace(crew, at=moved(crew.at, east_m=30.0, north_m=0))]
    )
    assert drifted is not picture  # many small steps do not add up unseen
    assert_same(book.renew(picture, [far]), book.survey([far]))


def test_a_town_without_units_and_posts_has_a_picture_too() -> None:
    book = CoverageBook(router(), (), LIMITS)
    picture = book.survey(())
    assert picture.share(DemandKind.POST, 60.0) == 1.0
    assert picture.share(DemandKind.STREET, 300.0) == 0.0
    assert picture.without(["U-1"]).is_free
    with pytest.raises(KeyError):
        picture.seconds("")


@pytest.mark.parametrize("limits", [(), (0, 60), (180, 60), (60, 60), (60, float("inf")), (float("nan"),)])
def test_limits_that_do_not_rise_are_refused_in_words(limits: tuple[float, ...]) -> None:
    with pytest.raises(Refusal) as refused:
        CoverageBook(router(), (), limits)
    for language in ("zh", "en"):
        assert "{" not in Wording(language).error(refused.value)
        assert Wording(language).has(refused.value.key)


@pytest.mark.parametrize("step", [0.0, -1.0, float("nan"), float("inf")])
def test_a_senseless_street_step_is_refused(step: float) -> None:
    with pytest.raises(Refusal, match="bad_step"):
        CoverageBook(router(), (), LIMITS, street_step_m=step)
