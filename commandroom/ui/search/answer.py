"""What is asked of the search and what it answers, as plain values."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from commandroom.geo import LatLon

AnswerKind = Literal[
    "coordinate", "incident", "unit", "crossing", "post", "place", "road", "member", "patrol", "drawing",
    "command",
]  # fmt: skip
GROUPS: tuple[AnswerKind, ...] = (
    "coordinate", "incident", "unit", "crossing", "post", "place", "road", "member", "patrol", "drawing",
    "command",
)  # fmt: skip
"""The order of groups that fit equally well."""
SHARES = (20, 10, 6)
"""So many answers of a group are shown where one, two or more groups answer."""

_STEPS = ((0, 1), (2, 3), (4, 5, 6, 7))
"""Ranks that are equally good between groups: a whole name, its beginning, something inside it."""


@dataclass(frozen=True, slots=True)
class Question:
    """What stands in the field, and from where distances are measured."""

    text: str
    near: LatLon | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing that was found. All texts are plain text."""

    kind: AnswerKind
    id: str
    name: str
    at: LatLon | None
    """None for a command."""
    detail: str = ""
    """What tells it from others of its name."""
    marked: tuple[tuple[int, int], ...] = ()
    """The parts of `name` that were typed: from, to."""
    away_m: float | None = None
    sign: str = ""
    """What the small sign before it shows: a unit kind, an incident level (`closed` behind it), a key."""
    rank: int = 0
    is_open: bool = True
    """False for what is over (a closed incident) or cannot be done now (a command)."""


Ask = Callable[[Question], Sequence[Answer]]
"""Everything that fits, groups in order, the best of each first; runs in a worker thread."""


def grouped(answers: Iterable[Answer]) -> tuple[Answer, ...]:
    """`answers` by kind, the group with the best answer first, each cut to its share."""
    groups: dict[AnswerKind, list[Answer]] = {}
    for each in answers:
        groups.setdefault(each.kind, []).append(each)
    share = SHARES[min(len(groups), len(SHARES)) - 1] if groups else 0
    order = sorted(groups, key=lambda kind: (_step(groups[kind]), GROUPS.index(kind)))
    return tuple(answer for kind in order for answer in groups[kind][:share])


def _step(group: list[Answer]) -> int:
    best = min(each.rank for each in group)
    return next((step for step, ranks in enumerate(_STEPS) if best in ranks), len(_STEPS))
