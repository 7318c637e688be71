"""Move-up advice: every gain is what the picture says after the move."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from commandroom.errors import Refusal
from commandroom.models.domain.enums import Duty, UnitKind
from commandroom.services.coverage.book import CoverageBook
from commandroom.services.coverage.moveup import gains, move_up
from commandroom.services.coverage.picture import Coverage, Stand
from tests.coverage.towns import LIMITS, posts, router, units


def free_units(count: int, seed: int) -> list:
    return [
        replace(each, duty=Duty.ON, incident=None, crew=2, kind=kind)
        for each, kind in zip(
            units(count, Random(seed)), [UnitKind.FOOT, UnitKind.CAR, UnitKind.DOG] * count, strict=False
        )
    ]


def mean_share(picture: Coverage) -> float:
    """The mean over rings and the kinds that exist."""
    return float(np.mean([share.share for share in picture.shares if share.total]))


def book_of(seed: int, post_count: int = 6) -> CoverageBook:
    return CoverageBook(router(), posts(post_count, Random(seed)), LIMITS)


@pytest.mark.parametrize("seed", range(6))
def test_the_gain_of_every_pair_is_the_difference_of_two_pictures(seed: int) -> None:
    book = book_of(seed)
    picture = book.survey(free_units(5, seed))
    looked_at = 0
    for mode, (slots, table) in gains(book, picture).items():
        assert table.shape == (6, len(slots))
        for post in range(6):
            for column, slot in enumerate(slots):
                unit = picture.units[slot]
                stands = {**picture.stands, unit: Stand(book.demand.at(post), mode)}
                after = book.moved(picture, picture.units, stands)
                assert table[post, column] == pytest.approx(mean_share(after) - mean_share(picture), abs=1e-6)
                looked_at += 1
    assert looked_at == 30


@pytest.mark.parametrize("seed", range(6))
def test_the_first_move_is_the_best_near_enough(seed: int) -> None:
    book = book_of(seed)
    picture = book.survey(free_units(5, seed))
    within_s = 120.0
    best = 0.0
    for mode, (slots, table) in gains(book, picture).items():
        for post, column in np.ndindex(table.shape):
            at = picture.stands[picture.units[slots[column]]].at
            if router().field(book.demand.at(post), mode).seconds([at])[0] <= within_s:
                best = max(best, table[post, column])
    moves, after = move_up(book, picture, count=1, within_s=within_s)
    assert (moves[0].gain if moves else 0.0) == pytest.approx(best, abs=1e-9)
    if moves:
        assert moves[0].eta_s <= within_s
        assert mean_share(after) - mean_share(picture) == pytest.approx(moves[0].gain, abs=1e-6)


def test_moves_follow_each_other_each_unit_once_and_each_better() -> None:
    book = book_of(1, post_count=12)
    picture = book.survey(free_units(6, 1)[:3])
    moves, after = move_up(book, picture, count=5)
    assert 2 <= len(moves) <= 3
    assert len({move.unit for move in moves}) == len(moves)
    assert all(move.gain > 0 for move in moves)
    assert [move.after for move in moves[:-1]] == [move.before for move in moves[1:]]
    assert moves[-1].after == after.shares
    assert move_up(book, picture, count=5)[0] == moves


def test_nobody_is_moved_where_nothing_can_be_won() -> None:
    assert move_up(book_of(1), book_of(1).survey(()), count=3)[0] == ()
    no_posts = CoverageBook(router(), (), LIMITS)
    assert move_up(no_posts, no_posts.survey(free_units(4, 1)))[0] == ()
    assert move_up(book_of(1), book_of(1).survey(free_units(4, 1)), count=0)[0] == ()


@pytest.mark.parametrize(("count", "within_s"), [(-1, 60.0), (1, -1.0), (1, float("nan"))])
def test_a_senseless_question_is_refused(count: int, within_s: float) -> None:
    book = book_of(1)
    with pytest.raises(Refusal, match="bad_move_up"):
        move_up(book, book.survey(()), count=count, within_s=within_s)
