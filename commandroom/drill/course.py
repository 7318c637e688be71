"""What the windows of a drill are told of its course: what is played, how it stands, what is to come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from commandroom.drill.schema import Script
from commandroom.services.ports import ComingInject, CrowdStand, DrillHint, DrillStand, DrillSummary

DrillMode = Literal["demonstration", "exercise", "examination"]
MODES: tuple[DrillMode, ...] = ("demonstration", "exercise", "examination")
STANDARD = "standard"
FIRST_PHASE = "alarm"


@dataclass(frozen=True, slots=True)
class DrillTerms:
    """How a script is played; what it is stays the same."""

    mode: DrillMode = "exercise"
    variant: str = STANDARD
    variant_zh: str = ""
    variant_en: str = ""
    site: str = ""
    """The post it was put to; empty where it stays where it was written for."""
    trainee: str = ""
    """Name of whoever is trained."""


class DrillCourse:
    """One drill's course; see `services.ports.Course`."""

    def __init__(
        self,
        script: Script,
        terms: DrillTerms,
        *,
        seed: int,
        coming: Callable[[], tuple[ComingInject, ...]],
        elapsed_s: Callable[[], float],
        ended: Callable[[], str],
        crowds: Callable[[], tuple[CrowdStand, ...]] = tuple,
    ) -> None:
        """The callables are asked on the thread that owns the drill."""
        self._coming = coming
        self._elapsed_s = elapsed_s
        self._ended = ended
        self._crowds = crowds
        told = terms.mode != "examination"
        self._hints = {
            each.id: DrillHint(each.id, each.hint.zh, each.hint.en)
            for each in script.injects
            if each.hint is not None and told
        }
        self._summary = summary_of(script, terms, seed)

    @property
    def summary(self) -> DrillSummary:
        """What is played."""
        return self._summary

    def coming(self) -> tuple[ComingInject, ...]:
        """Every inject of the script, in the script's order."""
        return self._coming()

    def stand(self) -> DrillStand:
        """How it stands."""
        done = _done(self._coming())
        return DrillStand(
            phase=next((each.phase for each in reversed(done) if each.phase), FIRST_PHASE),
            elapsed_s=self._elapsed_s(),
            hints=tuple(self._hints[each.id] for each in done if each.id in self._hints),
            ended=self._ended(),
            crowds=self._crowds(),
        )


def summary_of(script: Script, terms: DrillTerms, seed: int) -> DrillSummary:
    """What is played, in plain values."""
    return DrillSummary(
        script=script.id,
        title_zh=script.title.zh,
        title_en=script.title.en,
        variant=terms.variant,
        variant_zh=terms.variant_zh,
        variant_en=terms.variant_en,
        mode=terms.mode,
        seed=seed,
        start=script.start_at,
        site=terms.site,
        trainee=terms.trainee,
        roles=tuple((each.title.zh, each.title.en) for each in script.roles),
    )


def _done(injects: Iterable[ComingInject]) -> list[ComingInject]:
    """Those that have happened, oldest first."""
    found = [each for each in injects if each.state == "done"]
    return sorted(found, key=lambda each: each.due_s or 0.0)
