"""One run of a drill, as a report needs it: plain values, read from its folder by whoever may read stores."""

from dataclasses import dataclass
from datetime import datetime

from commandroom.geo import LatLon
from commandroom.models.domain.entities import Correction
from commandroom.services.ports import ScoreSheet

STEPS = ("signed", "set_out", "arrived")
"""签收, 出动, 到场."""


@dataclass(frozen=True, slots=True)
class Run:
    """What was chosen for a run, and when it was played by the real clock."""

    key: str
    """Name of its folder."""
    script: str
    title_zh: str
    title_en: str
    variant: str
    mode: str
    site: str
    seed: int
    trainee: str
    started: datetime | None
    fingerprint: str
    """SHA-256 of the script's text."""
    variant_zh: str = ""
    """What the difficulty is called; empty for the standard one."""
    variant_en: str = ""


@dataclass(frozen=True, slots=True)
class OrderTimes:
    """One order: seconds from the alarm of its incident to each step; None where it was never reached."""

    incident: str
    unit: str
    call_sign: str
    party: str
    ordered_s: float
    signed_s: float | None
    set_out_s: float | None
    arrived_s: float | None
    role: str = ""


@dataclass(frozen=True, slots=True)
class RingTime:
    """One ring of one incident."""

    incident: str
    ring: str
    """`self`, `mutual` or `support`."""
    limit_s: float
    met_s: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the time line."""

    at_s: float
    """From the beginning of the drill."""
    sort: str
    """`inject`, `order`, `step`, `message`, `happening`, `ring` or `other`."""
    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Remark:
    """What an instructor noted."""

    at_s: float
    text: str
    kind: str
    by: str


@dataclass(frozen=True, slots=True)
class Track:
    """Where somebody was: equally long lists of seconds and places."""

    name: str
    sort: str
    """`police`, `guard`, `volunteer` or `opponent`."""
    seconds: tuple[float, ...]
    places: tuple[LatLon, ...]


@dataclass(frozen=True, slots=True)
class RunRecord:
    """Everything a report says of one run."""

    run: Run
    about_zh: str
    about_en: str
    start: datetime
    """Of the drill, in its own time."""
    seconds: float
    ended: str
    """Why it ended (see `EndDrill`); empty where it never did."""
    sheet: ScoreSheet
    roles: tuple[tuple[str, str], ...]
    forces: tuple[tuple[str, int], ...]
    """Units on duty by party."""
    incidents: tuple[tuple[str, str, float], ...]
    """Number, what and where, seconds of the alarm."""
    orders: tuple[OrderTimes, ...]
    rings: tuple[RingTime, ...]
    moments: tuple[Moment, ...]
    remarks: tuple[Remark, ...]
    corrections: tuple[Correction, ...]
    evidence: tuple[tuple[int, str], ...]
    """Sentences of the facts that lines of the sheet were read from, by journal number."""
    journal_entries: int
    tracks: tuple[Track, ...] = ()
