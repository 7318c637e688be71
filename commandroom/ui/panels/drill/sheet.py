"""The score sheet's lines in words; no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass

from commandroom.services.ports import CriterionResult, ScoreSheet
from commandroom.ui.figures import clock_text
from commandroom.wording import Wording

EVIDENCE_SHOWN = 6
HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One criterion as it stands on the sheet."""

    title: str
    measured: str
    limit: str
    verdict: str
    evidence: str
    all_evidence: str
    passed: bool | None


def sheet_line(result: CriterionResult, wording: Wording) -> SheetLine:
    """The line of one criterion."""
    return SheetLine(
        title=result.title_zh if wording.language == "zh" else result.title_en,
        measured=_amount(result.measured, result.unit, wording),
        limit=_amount(result.limit, result.unit, wording),
        verdict=wording.say(f"panels.drill.verdict.{_verdict(result.passed)}"),
        evidence=evidence_text(result.evidence, wording),
        all_evidence=", ".join(f"#{number}" for number in result.evidence),
        passed=result.passed,
    )


def evidence_text(numbers: Sequence[int], wording: Wording) -> str:
    """The first journal numbers, and how many there are when not all are shown."""
    if not numbers:
        return "–"
    shown = ", ".join(f"#{number}" for number in numbers[:EVIDENCE_SHOWN])
    if len(numbers) <= EVIDENCE_SHOWN:
        return shown
    return wording.say("panels.drill.more_evidence", shown=shown, n=len(numbers))


def summary(sheet: ScoreSheet, wording: Wording) -> str:
    """How many criteria passed, how many are decided at all, and how much of the drill they speak of."""
    said = wording.say(
        "panels.drill.summary",
        passed=sheet.passed,
        decided=sum(each.passed is not None for each in sheet.criteria),
        total=len(sheet.criteria),
    )
    if sheet.coverage is None:
        return said
    covered, injects = sheet.coverage.injects_with, sheet.coverage.injects_total
    return said + wording.say("panels.drill.covered", covered=covered, injects=injects)


def _amount(value: float | None, unit: str, wording: Wording) -> str:
    if value is None:
        return "–"
    if unit == "s":
        return clock_text(value)
    return wording.say("panels.drill.count", n=f"{value:g}")


def _verdict(passed: bool | None) -> str:
    return "open" if passed is None else "passed" if passed else "failed"
