"""Where the units and the opposing force of a drill were: a file beside its store, for the review.

The file is rows of 16 bytes, only ever added to, so that what a power cut leaves is readable. It is no part
of the journal: whoever deletes it loses the places and nothing else (docs/decisions/001, 024).
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from commandroom.errors import WorldFailed
from commandroom.geo import LatLon, bearing_deg
from commandroom.models.domain import events as ev
from commandroom.models.domain.entities import Opponent, Unit
from commandroom.services.ports import Recorded

log = logging.getLogger(__name__)

TRACK_FILE = "positions.tracks"
MAGIC = b"CRTRK1\0\0"
ROW = np.dtype(
    [("what", "u1"), ("flags", "u1"), ("who", "<u2"), ("cs", "<u4"), ("lat", "<i4"), ("lon", "<i4")]
)
"""`cs`: hundredths of a second since the file's beginning; places in ten-millionths of a degree."""
BEGIN, NAME, UNIT, OPPONENT = 0, 1, 2, 3
STATES = ("active", "contact", "hidden", "subdued", "escaped", "arrived")
SEEN = 0x80
NAME_BYTES = 12
MOST_NAMES = 60_000
GLIDES_S = 20.0
"""Between two reports that are no farther apart a unit is shown on its way from one to the other."""
PER_DEGREE = 1e7


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody was."""

    at: LatLon
    heading_deg: float | None = None
    """None: it stood."""
    is_estimated: bool = False
    """Reckoned from orders and roads; nobody reported it."""


class TrackWriter:
    """Writes down who reported from where. Used on the store's thread; a full disk ends the writing only."""

    def __init__(self, append: Callable[[bytes], object], start: datetime, units: Iterable[Unit]) -> None:
        """`append` takes whole rows and may raise OSError; `units` stand where they are at `start`."""
        self._append, self._start, self._names = append, start, dict[str, int]()
        self._is_writing = True
        since = int(start.timestamp() * 1000)
        rows = self._rows((UNIT, 0, unit.id, start, unit.at) for unit in units)
        append(MAGIC + since.to_bytes(8, "little") + rows)

    def hear(self, fact: Recorded) -> None:
        """Take down what a fact says of places; every other fact passes."""
        match fact.event:
            case ev.PositionsReported(at=at, reports=reports):
                self._keep((UNIT, 0, each.unit, at, each.at) for each in reports)
            case ev.OpponentsReported(at=at, opponents=opponents):
                self._keep((OPPONENT, _flags(each), each.id, at, each.at) for each in opponents)

    def _keep(self, rows: Iterable[tuple[int, int, str, datetime, LatLon]]) -> None:
        if not self._is_writing:
            return
        try:
            self._append(self._rows(rows))
        except OSError as why:
            log.warning("places are not written down any more: %s", why)
            self._is_writing = False

    def _rows(self, rows: Iterable[tuple[int, int, str, datetime, LatLon]]) -> bytes:
        """The rows, and before them the names that are new."""
        made: list[tuple[int, int, int, int, int, int]] = []
        fresh: list[bytes] = []
        for what, flags, who, at, place in rows:
            if who not in self._names:
                if len(self._names) >= MOST_NAMES:
                    continue
                self._names[who] = len(self._names)
                fresh += _name_rows(self._names[who], who)
            past = max(0, round((at - self._start).total_seconds() * 100))
            lat, lon = round(place.lat * PER_DEGREE), round(place.lon * PER_DEGREE)
            made.append((what, flags, self._names[who], past, lat, lon))
        return b"".join(fresh) + np.array(made, dtype=ROW).tobytes()


def track_file(path: Path, start: datetime, units: Iterable[Unit]) -> TrackWriter:
    """A writer that adds to the file at `path`; a torn last row of it is cut off first.

    Raises:
        WorldFailed: the file cannot be written.
    """

    def append(rows: bytes) -> None:
        with path.open("ab") as file:
            file.write(rows)

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab") as file:
            file.truncate(file.tell() - file.tell() % ROW.itemsize)
        return TrackWriter(append, start, units)
    except OSError as why:
        raise WorldFailed("review.tracks.unwritable", path=str(path), why=why.strerror or str(why)) from why


def _name_rows(number: int, who: str) -> Iterable[bytes]:
    """A name in pieces that fill a row each."""
    name = who.encode()
    for piece in range(0, max(len(name), 1), NAME_BYTES):
        head = bytes((NAME, piece // NAME_BYTES)) + number.to_bytes(2, "little")
        yield head + name[piece : piece + NAME_BYTES].ljust(NAME_BYTES, b"\0")


def _flags(opponent: Opponent) -> int:
    state = STATES.index(opponent.state) if opponent.state in STATES else 0
    return state | (SEEN if opponent.is_seen else 0)


class _Column:
    """The rows of one sort, by name and time: one search answers for everybody."""

    def __init__(
        self,
        rows: npt.NDArray[Any],
        whose: npt.NDArray[np.int64],
        names: Mapping[int, str],
        base_ms: npt.NDArray[np.int64],
    ) -> None:
        """`names`: of every number in `whose`; one name may have several numbers."""
        ids = sorted(set(names.values()))
        place_of = {name: i for i, name in enumerate(ids)}
        numbers, back = np.unique(whose, return_inverse=True)
        who = np.array([place_of[names[int(each)]] for each in numbers], dtype=np.int64)[back]
        times = base_ms + rows["cs"].astype(np.int64) * 10
        order = np.lexsort((np.arange(len(rows)), times, who))
        self.times, self.who = times[order], who[order]
        self.lat = rows["lat"][order] / PER_DEGREE
        self.lon = rows["lon"][order] / PER_DEGREE
        self.flags = rows["flags"][order]
        self._origin = int(times.min()) if len(times) else 0
        self._span = int(times.max()) - self._origin + 2 if len(times) else 2
        self._keys = self.who * self._span + (self.times - self._origin) + 1
        self.ids = ids

    def rows_at(self, moment_ms: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """The newest row of each id no later than the moment, and whether there is one."""
        past = min(max(moment_ms - self._origin + 1, 0), self._span - 1)
        whose = np.arange(len(self.ids), dtype=np.int64)
        found = np.searchsorted(self._keys, whose * self._span + past, side="right") - 1
        has = (found >= 0) & (self.who[np.maximum(found, 0)] == whose)
        return found, has


class Tracks:
    """The places of a drill, read."""

    def __init__(self, units: _Column | None, opponents: _Column | None) -> None:
        self._units, self._opponents = units, opponents

    @property
    def is_empty(self) -> bool:
        """Whether nobody's place is known."""
        return self._units is None

    def places(self, moment: datetime) -> dict[str, Place]:
        """Where each unit was; those of which nothing was heard by then are left out."""
        rows = self._units
        if rows is None:
            return {}
        ms = _ms(moment)
        found, has = rows.rows_at(ms)
        last = len(rows.times) - 1
        return {rows.ids[i]: _between(rows, int(found[i]), ms, last) for i in np.flatnonzero(has)}

    def opponents(self, moment: datetime) -> tuple[Opponent, ...]:
        """The opposing force as it was last told."""
        rows = self._opponents
        if rows is None:
            return ()
        found, has = rows.rows_at(_ms(moment))
        return tuple(_opponent(rows, rows.ids[i], int(found[i])) for i in np.flatnonzero(has))

    def trail(self, unit: str) -> tuple[tuple[datetime, LatLon], ...]:
        """Every reported place of a unit, oldest first."""
        rows = self._units
        if rows is None or unit not in rows.ids:
            return ()
        which = np.flatnonzero(rows.who == rows.ids.index(unit))
        return tuple(
            (
                datetime.fromtimestamp(int(rows.times[i]) / 1000, UTC),
                LatLon(float(rows.lat[i]), float(rows.lon[i])),
            )
            for i in which
        )


def _opponent(rows: _Column, name: str, row: int) -> Opponent:
    flags = int(rows.flags[row])
    at = LatLon(float(rows.lat[row]), float(rows.lon[row]))
    return Opponent(name, at, STATES[flags & ~SEEN], bool(flags & SEEN))


def _between(rows: _Column, row: int, ms: int, last: int) -> Place:
    """Where a unit was between the report at `row` and its next."""
    here = LatLon(float(rows.lat[row]), float(rows.lon[row]))
    if row == last or rows.who[row + 1] != rows.who[row]:
        return Place(here)
    took = int(rows.times[row + 1] - rows.times[row])
    ahead = LatLon(float(rows.lat[row + 1]), float(rows.lon[row + 1]))
    if took <= 0 or took > GLIDES_S * 1000 or here == ahead:
        return Place(here)
    share = min(max((ms - int(rows.times[row])) / took, 0.0), 1.0)
    lat, lon = here.lat + (ahead.lat - here.lat) * share, here.lon + (ahead.lon - here.lon) * share
    return Place(LatLon(lat, lon), bearing_deg(here, ahead))


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def read_tracks(path: Path) -> Tracks:
    """The places in a file; none where there is no file. A torn last row is passed over.

    Raises:
        WorldFailed: it cannot be read, or is no such file.
    """
    try:
        whole = path.read_bytes()
    except FileNotFoundError:
        return Tracks(None, None)
    except OSError as why:
        raise WorldFailed("review.tracks.unreadable", path=str(path), why=why.strerror or str(why)) from why
    if not whole.startswith(MAGIC):
        raise WorldFailed("review.tracks.unreadable", path=str(path), why="format")
    return tracks_of(whole)


def tracks_of(whole: bytes) -> Tracks:
    """The places in the bytes of a track file; each session in it has its own beginning and names."""
    size = ROW.itemsize
    whole = whole[: len(whole) - len(whole) % size]
    rows = np.frombuffer(whole, dtype=ROW)
    magic = np.frombuffer(MAGIC, dtype="<u8")[0]
    heads = np.flatnonzero(np.frombuffer(whole, dtype="<u8")[::2] == magic)
    names: dict[int, str] = {}
    bases = np.zeros(len(rows), dtype=np.int64)
    ids = np.zeros(len(rows), dtype=np.int64)
    for session, (first, until) in enumerate(zip(heads, [*heads[1:], len(rows)], strict=True)):
        bases[first:until] = int.from_bytes(whole[first * size + 8 : first * size + 16], "little")
        offset = session * (MOST_NAMES + 1)
        ids[first:until] = rows["who"][first:until].astype(np.int64) + offset
        names |= {number + offset: name for number, name in _names(whole, rows, int(first), int(until))}
    is_head = np.zeros(len(rows), dtype=bool)
    is_head[heads] = True
    return Tracks(
        *(_column(rows, ids, bases, names, (rows["what"] == what) & ~is_head) for what in (UNIT, OPPONENT))
    )


def _names(whole: bytes, rows: npt.NDArray[Any], first: int, until: int) -> Iterable[tuple[int, str]]:
    pieces: dict[int, dict[int, bytes]] = {}
    for i in np.flatnonzero(rows["what"][first + 1 : until] == NAME) + first + 1:
        start = int(i) * ROW.itemsize
        piece = whole[start + 4 : start + ROW.itemsize].rstrip(b"\0")
        pieces.setdefault(int(rows["who"][i]), {})[int(rows["flags"][i])] = piece
    for number, parts in pieces.items():
        yield number, b"".join(parts[each] for each in sorted(parts)).decode("utf-8", "replace")


def _column(
    rows: npt.NDArray[Any],
    ids: npt.NDArray[np.int64],
    bases: npt.NDArray[np.int64],
    names: Mapping[int, str],
    wanted: npt.NDArray[np.bool_],
) -> _Column | None:
    wanted = wanted & np.isin(ids, np.fromiter(names, dtype=np.int64, count=len(names)))
    if not wanted.any():
        return None
    whose = ids[wanted]
    named = {int(each): names[int(each)] for each in np.unique(whose)}
    return _Column(rows[wanted], whose, named, bases[wanted])
