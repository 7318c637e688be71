"""The report of a run as sections of plain blocks: every writer (PDF, DOCX, HTML) sets the same ones.

Its parts follow those named for the evaluation report of GB/T 46792-2025 and for HSEEP's AAR/IP: what was
played, by whom, how it went, what was measured, what was good, what must be better, who sees to it. It claims
no conformity.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from statistics import median

from commandroom.models.domain.entities import Correction
from commandroom.models.domain.rules import CHINA
from commandroom.reports.blocks import Bar, Block, Bullets, Chart, Paragraph, Report, Section, Table, clock
from commandroom.reports.record import RunRecord
from commandroom.services.ports import CriterionResult
from commandroom.wording import Wording

MOST_MOMENTS = 400
"""Lines of the time line; of a longer one, messages and steps are left out first, and it says so."""
NEAR = 0.8
"""A timed line that used more than this share of its limit was met narrowly."""


def build(record: RunRecord, before: Sequence[RunRecord], wording: Wording) -> Report:
    """The report of `record`.

    Args:
        before: every run that was played before, of this script and of others, oldest first.
    """
    made = _Writing(record, before, wording)
    return Report(
        language=wording.language,
        title=made.say("title", title=made.title),
        stamp=made.say("stamp"),
        lines=tuple(made.lines()),
        sections=tuple(made.sections()),
        foot=made.say("foot", entries=record.journal_entries, hash=record.sheet.history_sha256[:16]),
    )


class _Writing:
    """Says one run in one language."""

    def __init__(self, record: RunRecord, before: Sequence[RunRecord], wording: Wording) -> None:
        self.record, self.before, self._wording = record, before, wording
        self.earlier = [each for each in before if each.run.script == record.run.script]
        self.is_zh = wording.language == "zh"
        self.title = record.run.title_zh if self.is_zh else record.run.title_en
        self._sentences = dict(record.evidence)

    def say(self, key: str, **values: object) -> str:
        return self._wording.say(f"report.{key}", **values)

    def lines(self) -> Iterator[str]:
        run, sheet = self.record.run, self.record.sheet
        yield self.say("line.script", script=run.script, variant=self._variant(self.record), seed=run.seed)
        yield self.say("line.mode", mode=self.say(f"mode.{run.mode}"), trainee=run.trainee or "–")
        if run.started is not None:
            yield self.say("line.started", started=local(run.started))
        judged = sum(each.passed is not None for each in sheet.criteria)
        yield self.say("line.result", passed=sheet.passed, judged=judged, total=len(sheet.criteria))
        if sheet.coverage is not None:
            covered, injects = sheet.coverage.injects_with, sheet.coverage.injects_total
            yield self.say("line.coverage", covered=covered, injects=injects)

    def sections(self) -> Iterator[Section]:
        yield Section(self.say("scenario"), tuple(self._scenario()))
        yield Section(self.say("criteria"), tuple(self._criteria()))
        yield Section(self.say("rings"), tuple(self._rings()))
        yield Section(self.say("responses"), tuple(self._responses()))
        yield Section(self.say("good"), (self._bullets(self._went_well(), "good.none"),))
        yield Section(self.say("improve"), (self._bullets(self._to_improve(), "improve.none"),))
        yield Section(self.say("remarks"), tuple(self._remarks()))
        yield Section(self.say("corrections"), tuple(self._corrections()))
        yield Section(self.say("trend"), tuple(self._trend()))
        yield Section(self.say("timeline"), tuple(self._timeline()))
        yield Section(self.say("method"), (Paragraph(self.say("method.text")),))

    def _scenario(self) -> Iterator[Block]:
        record = self.record
        yield Paragraph(record.about_zh if self.is_zh else record.about_en)
        roles = "、" if self.is_zh else ", "
        named = roles.join(zh if self.is_zh else en for zh, en in record.roles) or "–"
        forces = roles.join(f"{self.say(f'party.{party}')} {count}" for party, count in record.forces)
        facts = (
            (self.say("fact.start"), local(record.start)),
            (self.say("fact.lasted"), clock(record.seconds)),
            (self.say("fact.ended"), self.say(f"ended.{record.ended or 'open'}")),
            (self.say("fact.site"), record.run.site or self.say("fact.own_site")),
            (self.say("fact.roles"), named),
            (self.say("fact.forces"), forces),
        )
        yield Table(("", ""), facts, shares=(1, 3))
        rows = tuple((number, what, clock(at)) for number, what, at in record.incidents)
        yield Table(
            (self.say("head.incident"), self.say("head.what"), self.say("head.alarm")), rows, shares=(1, 3, 1)
        )

    def _criteria(self) -> Iterator[Block]:
        head = ("criterion", "measured", "limit", "verdict", "evidence")
        rows, tones = [], []
        for line in self.record.sheet.criteria:
            rows.append(
                (
                    self._name(line),
                    _amount(line.measured, line),
                    _amount(line.limit, line),
                    self._verdict(line),
                    self._evidence(line),
                )
            )
            tones.append({True: "good", False: "bad", None: "open"}[line.passed])
        yield Table(
            tuple(self.say(f"head.{each}") for each in head), tuple(rows), tuple(tones), (4, 1, 1, 1, 5)
        )
        yield Paragraph(self.say("criteria.note"), is_quiet=True)

    def _rings(self) -> Iterator[Block]:
        if not self.record.rings:
            yield Paragraph(self.say("rings.none"))
            return
        bars = tuple(
            Bar(
                f"{_short_number(ring.incident)} {self._wording.say(f'ring.{ring.ring}')}",
                ring.met_s,
                ring.limit_s,
                "bad" if ring.met_s is None or ring.met_s > ring.limit_s else "good",
            )
            for ring in self.record.rings
        )
        yield Chart(self.say("rings.chart"), bars)
        head = tuple(self.say(f"head.{each}") for each in ("incident", "ring", "limit", "met", "unit"))
        rows = tuple(
            (
                ring.incident,
                self._wording.say(f"ring.{ring.ring}"),
                clock(ring.limit_s),
                clock(ring.met_s),
                ring.unit or "–",
            )
            for ring in self.record.rings
        )
        yield Table(head, rows, tuple(bar.tone for bar in bars))

    def _responses(self) -> Iterator[Block]:
        orders = self.record.orders
        if not orders:
            yield Paragraph(self.say("responses.none"))
            return
        arrived = [each for each in orders if each.arrived_s is not None]
        bars = tuple(
            Bar(f"{_short_number(each.incident)} {each.call_sign}", each.arrived_s, None)
            for each in sorted(arrived, key=_arrival)[:24]
        )
        if bars:
            yield Chart(self.say("responses.chart"), bars)
        head = tuple(
            self.say(f"head.{each}")
            for each in ("incident", "unit", "party", "ordered", "signed", "set_out", "arrived")
        )
        rows = tuple(
            (
                each.incident, each.call_sign, self.say(f"party.{each.party}"), clock(each.ordered_s),
                clock(each.signed_s), clock(each.set_out_s), clock(each.arrived_s),
            )
            for each in orders
        )  # fmt: skip
        yield Table(head, rows)
        signed = [each.signed_s - each.ordered_s for each in orders if each.signed_s is not None]
        if signed:
            values = {"n": len(orders), "signed": len(signed), "median": clock(median(signed))}
            yield Paragraph(self.say("responses.median", worst=clock(max(signed)), **values), is_quiet=True)

    def _went_well(self) -> Iterator[str]:
        for line in self.record.sheet.criteria:
            if line.passed is True and not _is_narrow(line):
                yield self.say("good.line", title=self._name(line), measured=_amount(line.measured, line))

    def _to_improve(self) -> Iterator[str]:
        for line in self.record.sheet.criteria:
            if line.passed is False:
                key = "improve.never" if line.measured is None else "improve.missed"
                yield self.say(
                    key,
                    title=self._name(line),
                    measured=_amount(line.measured, line),
                    limit=_amount(line.limit, line),
                )
            elif line.passed is True and _is_narrow(line):
                yield self.say(
                    "improve.narrow",
                    title=self._name(line),
                    measured=_amount(line.measured, line),
                    limit=_amount(line.limit, line),
                )

    def _remarks(self) -> Iterator[Block]:
        yield Paragraph(self.say("remarks.note"), is_quiet=True)
        items = tuple(
            f"{clock(each.at_s)}  {each.text}（{each.by}）"
            for each in self.record.remarks
            if each.kind == "remark"
        )
        yield self._bullets(items, "remarks.none")

    def _corrections(self) -> Iterator[Block]:
        mine = self.record.corrections
        if mine:
            head = tuple(
                self.say(f"head.{each}") for each in ("correction", "criterion", "owner", "due", "state")
            )
            rows = tuple(
                (
                    each.text,
                    self._criterion_name(each),
                    each.owner or "–",
                    each.due or "–",
                    self.say("state.done" if each.is_done else "state.open"),
                )
                for each in mine
            )
            yield Table(head, rows, shares=(4, 3, 1, 1, 1))
        else:
            yield Paragraph(self.say("corrections.none"))
        tested = tuple(self._retested())
        if tested:
            yield Paragraph(self.say("corrections.retested"))
            head = tuple(self.say(f"head.{each}") for each in ("correction", "agreed", "criterion", "now"))
            yield Table(
                head, tuple(row for row, _ in tested), tuple(tone for _, tone in tested), (4, 1, 3, 1)
            )

    def _retested(self) -> Iterator[tuple[tuple[str, ...], str]]:
        """Corrective actions of earlier runs of this script: their criterion, as this run met it."""
        now = {line.id: line for line in self.record.sheet.criteria}
        for before in self.earlier:
            for each in before.corrections:
                line = now.get(each.criterion)
                if line is None:
                    continue
                tone = {True: "good", False: "bad", None: "open"}[line.passed]
                agreed = "" if before.run.started is None else local(before.run.started)[:10]
                yield (each.text, agreed, self._name(line), self._verdict(line)), tone

    def _trend(self) -> Iterator[Block]:
        runs = [*self.earlier, self.record]
        if len(runs) < 2:
            yield Paragraph(self.say("trend.none"))
        else:
            yield from self._trend_of_script(runs)
        yield from self._trend_of_trainee()
        yield from self._trend_of_units([*self.before, self.record])

    def _trend_of_script(self, runs: Sequence[RunRecord]) -> Iterator[Block]:
        yield Paragraph(self.say("trend.note", n=len(runs)), is_quiet=True)
        head = (
            self.say("head.run"),
            self.say("head.trainee"),
            self.say("head.variant"),
            self.say("head.passed"),
            self.say("head.judged"),
        )
        rows = tuple(
            (
                "–" if each.run.started is None else local(each.run.started),
                each.run.trainee or "–", self._variant(each), str(each.sheet.passed),
                str(sum(line.passed is not None for line in each.sheet.criteria)),
            )
            for each in runs
        )  # fmt: skip
        yield Table(head, rows)
        yield from self._trend_of_lines(runs[-6:])

    def _trend_of_trainee(self) -> Iterator[Block]:
        """Every drill of whoever was trained, one by one."""
        who = self.record.run.trainee
        runs = [each for each in (*self.before, self.record) if who and each.run.trainee == who]
        if len(runs) < 2:
            return
        yield Paragraph(self.say("trend.trainee", trainee=who, n=len(runs)), is_quiet=True)
        head = tuple(self.say(f"head.{each}") for each in ("run", "script", "variant", "passed", "judged"))
        yield Table(head, tuple(self._run_row(each) for each in runs[-20:]), shares=(2, 3, 2, 1, 1))

    def _run_row(self, record: RunRecord) -> tuple[str, ...]:
        run = record.run
        judged = sum(line.passed is not None for line in record.sheet.criteria)
        return (
            "–" if run.started is None else local(run.started),
            run.title_zh if self.is_zh else run.title_en,
            self._variant(record),
            str(record.sheet.passed),
            str(judged),
        )

    def _trend_of_lines(self, runs: Sequence[RunRecord]) -> Iterator[Block]:
        head = (self.say("head.criterion"), *(f"{n}" for n in range(len(runs) - 1, -1, -1)))
        rows = []
        for line in self.record.sheet.criteria:
            found = [next((each for each in run.sheet.criteria if each.id == line.id), None) for run in runs]
            rows.append((self._name(line), *("–" if each is None else self._short(each) for each in found)))
        yield Paragraph(self.say("trend.lines"), is_quiet=True)
        yield Table(head, tuple(rows), shares=(4, *(1 for _ in runs)))

    def _trend_of_units(self, runs: Sequence[RunRecord]) -> Iterator[Block]:
        """Every unit of this run that was sent before too: from order to arrival, run by run."""
        rows = []
        for sign in dict.fromkeys(each.call_sign for each in self.record.orders):
            ways = [
                clock(each.arrived_s - each.ordered_s)
                for run in runs
                for each in run.orders
                if each.call_sign == sign and each.arrived_s is not None
            ]
            if len(ways) > 1:
                rows.append((sign, str(len(ways)), "  ".join(ways[-8:])))
        if rows:
            yield Paragraph(self.say("trend.units"), is_quiet=True)
            yield Table((self.say("head.unit"), "n", self.say("head.ways")), tuple(rows), shares=(1, 1, 5))

    def _timeline(self) -> Iterator[Block]:
        moments = self.record.moments
        if len(moments) > MOST_MOMENTS:
            moments = tuple(each for each in moments if each.sort not in ("step", "message"))[:MOST_MOMENTS]
            yield Paragraph(
                self.say("timeline.short", shown=len(moments), n=len(self.record.moments)), is_quiet=True
            )
        head = (self.say("head.time"), self.say("head.sort"), self.say("head.what"), "#")
        rows = tuple(
            (clock(each.at_s), self.say(f"sort.{each.sort}"), each.text, str(each.number)) for each in moments
        )
        yield Table(head, rows, shares=(1, 1, 8, 1))

    def _bullets(self, items: Iterable[str], none: str) -> Block:
        found = tuple(items)
        return Bullets(found) if found else Paragraph(self.say(none))

    def _variant(self, record: RunRecord) -> str:
        run = record.run
        if run.variant == "standard":
            return self.say("standard")
        return (run.variant_zh if self.is_zh else run.variant_en) or run.variant

    def _name(self, line: CriterionResult) -> str:
        return line.title_zh if self.is_zh else line.title_en

    def _criterion_name(self, correction: Correction) -> str:
        found = next((each for each in self.record.sheet.criteria if each.id == correction.criterion), None)
        return correction.criterion or "–" if found is None else self._name(found)

    def _verdict(self, line: CriterionResult) -> str:
        return self.say({True: "passed", False: "failed", None: "unjudged"}[line.passed])

    def _short(self, line: CriterionResult) -> str:
        mark = {True: "✓", False: "✗", None: "–"}[line.passed]
        return f"{mark} {_amount(line.measured, line)}" if line.measured is not None else mark

    def _evidence(self, line: CriterionResult) -> str:
        told = [f"#{number} {self._sentences.get(number, '')}".strip() for number in line.evidence[:3]]
        more = len(line.evidence) - len(told)
        return "；".join(told) + (f" +{more}" if more > 0 else "") if told else "–"


def _amount(value: float | None, line: CriterionResult) -> str:
    if value is None:
        return "–"
    return clock(value) if line.unit == "s" else f"{value:g}"


def local(moment: datetime) -> str:
    """China time, to the minute."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def _short_number(incident: str) -> str:
    """The last part of an incident's number, enough within one drill."""
    return incident.rpartition("-")[2]


def _is_narrow(line: CriterionResult) -> bool:
    return (
        line.unit == "s"
        and line.measured is not None
        and line.limit > 0
        and line.measured > NEAR * line.limit
    )


def _arrival(order: object) -> float:
    found: float | None = getattr(order, "arrived_s", None)
    return found if found is not None else 1e9
