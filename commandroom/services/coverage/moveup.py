"""Move-up: which free unit, sent to which post, would win back most of the cover that was lost.

Worth is the mean of the shares covered, over the rings and the kinds of demand there are: a gain of 0.01
is one percentage point of everything. Each step takes the best of all pairs of a unit and a post, with
what the unit leaves behind counted against it, and the next step starts from there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from commandroom.errors import Refusal
from commandroom.geo import LatLon
from commandroom.models.domain.ids import PostId, UnitId
from commandroom.roads.modes import Mode
from commandroom.roads.network import Floats
from commandroom.roads.sphere import distances_m
from commandroom.services.coverage.book import CoverageBook
from commandroom.services.coverage.demand import Indices
from commandroom.services.coverage.picture import Coverage, Share, Stand
from commandroom.services.coverage.table import NOBODY
from commandroom.services.coverage.times import SLACK_M, Row

if TYPE_CHECKING:  # slow to import
    from scipy.sparse import csr_matrix

Flags = npt.NDArray[np.bool_]

LEAST_GAIN = 1e-6
"""Less than this share of everything is not worth a journey."""
MOST_LOOKS = 400
"""So many pairs of each mode are looked at, from the best down, until one is near enough by road."""


@dataclass(frozen=True, slots=True)
class Move:
    """One unit to one post."""

    unit: UnitId
    post: PostId
    post_name: str
    eta_s: float
    """Travel time of the move itself; the gain holds from then on."""
    gain: float
    """Mean share won over rings and kinds, what is left behind already taken off."""
    before: tuple[Share, ...]
    after: tuple[Share, ...]


def move_up(
    book: CoverageBook, picture: Coverage, *, count: int = 3, within_s: float = 600.0
) -> tuple[tuple[Move, ...], Coverage]:
    """Up to `count` moves one after the other, none longer than `within_s`, and the picture after them.

    The gain of every pair is exact, one move at a time; several moves found greedily may be less than
    the best of all combinations. A unit is moved once at most. Hundreds of milliseconds the first time
    (every post is searched), tens later; for a worker thread.

    Raises:
        Refusal: `coverage.bad_move_up` for a negative count or time.
    """
    if count < 0 or not within_s >= 0:
        raise Refusal("coverage.bad_move_up", count=count, within=within_s)
    moves: list[Move] = []
    while len(moves) < count:
        found = _best_move(book, picture, {move.unit for move in moves}, within_s)
        if found is None:
            break
        unit, post, eta_s, gain = found
        stands = {**picture.stands, unit: Stand(book.demand.at(post), picture.stands[unit].mode)}
        after = book.moved(picture, picture.units, stands)
        moves.append(
            Move(
                unit,
                PostId(book.demand.ids[post]),
                book.demand.names[post],
                eta_s,
                gain,
                picture.shares,
                after.shares,
            )
        )
        picture = after
    return tuple(moves), picture


def gains(book: CoverageBook, picture: Coverage) -> Mapping[Mode, tuple[Indices, Floats]]:
    """For each mode the slots of its units and (posts, units) what moving each to each post would win."""
    worth = _worth(book, picture)
    found: dict[Mode, tuple[Indices, Floats]] = {}
    for mode in dict.fromkeys(stand.mode for stand in picture.stands.values()):
        slots = np.array(
            [picture.slot_of[unit] for unit, stand in picture.stands.items() if stand.mode is mode],
            dtype=np.int32,
        )
        posts = book.post_rows(mode)
        total = np.zeros((len(posts), len(slots)))
        for ring, limit_s in enumerate(picture.limits_s):
            total += _ring_gains(posts, picture, worth[:, ring], slots, limit_s)
        found[mode] = slots, total
    return found


def _worth(book: CoverageBook, picture: Coverage) -> Floats:
    """(n, rings) what covering each point adds to the mean share."""
    demand = book.demand
    totals = np.array(picture.totals)
    kinds = max(int(np.count_nonzero(totals)), 1)
    each = demand.weight / np.where(totals > 0, totals, 1.0)[demand.kind] / kinds
    return np.repeat(each[:, None] / len(picture.limits_s), len(picture.limits_s), axis=1)


def _ring_gains(
    posts: tuple[Row, ...], picture: Coverage, worth: Floats, slots: Indices, limit_s: float
) -> Floats:
    """(posts, units) worth won in one ring: newly covered, less what only this unit covered and loses."""
    table = picture.quickest
    reached = _reached(posts, len(worth), limit_s)
    open_worth = np.where(table.best_s > limit_s, worth, 0.0)
    is_sole = (table.best != NOBODY) & (table.best_s <= limit_s) & (table.second_s > limit_s)
    points = np.flatnonzero(is_sole)
    column = np.full(len(picture.units), -1, dtype=np.int32)
    column[slots] = np.arange(len(slots))
    owner = column[table.best[points]]
    points, owner = points[owner >= 0], owner[owner >= 0]
    from scipy.sparse import csr_matrix

    sole = csr_matrix((worth[points], (points, owner)), shape=(len(worth), len(slots)))
    left_behind = np.asarray(sole.sum(axis=0)).ravel()
    kept = np.asarray((reached @ sole).todense())
    return np.asarray((reached @ open_worth)[:, None] + kept - left_behind[None, :], dtype=np.float64)


def _reached(posts: tuple[Row, ...], points: int, limit_s: float) -> "csr_matrix":
    """(posts, n) 1 where a post reaches a point within the limit."""
    from scipy.sparse import csr_matrix

    near = [row.demand[row.seconds <= limit_s] for row in posts]
    start = np.concatenate(([0], np.cumsum([len(each) for each in near])))
    demand = np.concatenate([*near, np.empty(0, dtype=np.int32)])
    return csr_matrix((np.ones(len(demand)), demand, start), shape=(len(posts), points))


def _best_move(
    book: CoverageBook, picture: Coverage, moved: set[UnitId], within_s: float
) -> tuple[UnitId, int, float, float] | None:
    """Unit, post, travel seconds and gain of the best pair near enough; ties by unit and post."""
    pairs: list[tuple[float, UnitId, int]] = []
    for mode, (slots, total) in gains(book, picture).items():
        units = [picture.units[slot] for slot in slots]
        total[:, [unit in moved for unit in units]] = -np.inf
        total[_too_far(book, mode, [picture.stands[unit].at for unit in units], within_s)] = -np.inf
        post, column = np.nonzero(total > LEAST_GAIN)
        worth = total[post, column]
        for each in np.argsort(-worth, kind="stable")[:MOST_LOOKS]:
            pairs.append((float(worth[each]), units[column[each]], int(post[each])))
    for gain, unit, goal in sorted(pairs, key=lambda pair: (-round(pair[0], 9), pair[1], pair[2])):
        stand = picture.stands[unit]
        field = book.router.field_within(book.demand.at(goal), stand.mode, within_s)
        eta_s = float(field.seconds([stand.at])[0])
        if eta_s <= within_s:
            return unit, goal, eta_s, gain
    return None


def _too_far(book: CoverageBook, mode: Mode, places: Sequence[LatLon], within_s: float) -> Flags:
    """(posts, units) whether even the straight line at the top speed of the mode takes longer."""
    posts = book.demand.points[: book.post_count]
    units = np.array(places, dtype=np.float64).reshape(-1, 2)
    lat, lon = (np.repeat(posts[:, [side]], len(units), axis=1) for side in (0, 1))
    metres = distances_m(lat, lon, units[None, :, 0], units[None, :, 1])
    return np.asarray(metres > book.targets(mode).top_mps * within_s + SLACK_M, dtype=np.bool_)
