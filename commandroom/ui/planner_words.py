"""The planner's answer in words and as a table: plain values for the dialog, the clipboard and a file."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from commandroom.services.planner.plan import Ended, Stage
from commandroom.services.planner.sites import Site
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.contain.naming import Landmark
from commandroom.ui.planner_answer import PlanAnswer, PlanNews
from commandroom.ui.planner_question import DemandChoice, PlanWish, Present
from commandroom.wording import Wording

FEW_INCIDENTS = 30
"""Fewer than these say little about where the next ones will be."""
COLUMNS = ("number", "site", "what", "adds")
FILE_COLUMNS = (*COLUMNS[:3], "lat", "lon", "adds")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One line of the table."""

    id: str
    number: str
    """As on the map; '' for a station that only stays or goes."""
    name: str
    what: str
    adds: str
    is_given_up: bool


@dataclass(frozen=True, slots=True)
class PlanPicture:
    """All that is said of an answer."""

    question: str
    before: float
    """Shares of the demand."""
    after: float
    coverable: float
    change: str
    verdict: str
    """How sure it is that nothing better exists."""
    is_proven: bool
    notes: tuple[str, ...]
    rows: tuple[SiteRow, ...]
    is_from_scratch: bool
    """Before there is no station at all."""


def picture(answer: PlanAnswer, wording: Wording) -> PlanPicture:
    """The answer in words."""
    total = answer.total
    return PlanPicture(
        question=question_words(answer, wording),
        before=answer.before / total,
        after=answer.after / total,
        coverable=answer.coverable / total,
        change=change_words(answer, wording),
        verdict=verdict(answer, wording),
        is_proven=answer.ended is Ended.OPTIMAL,
        notes=tuple(notes(answer, wording)),
        rows=tuple(rows(answer, wording)),
        is_from_scratch=answer.wish.present is Present.IGNORED,
    )


def percent(share: float) -> str:
    """To a tenth, rounded down, so that 100 % means all."""
    return f"{int(share * 1000 + 1e-6) / 10:.1f} %"


def demand_key(wish: PlanWish) -> str:
    """The name of a demand in the wording."""
    days = str(wish.days) if wish.demand is DemandChoice.INCIDENTS else ""
    return f"board.planner.demand.{wish.demand.value}{days}"


def question_words(answer: PlanAnswer, wording: Wording) -> str:
    """What the figures are about."""
    say, wish = wording.say, answer.wish
    return say(
        "board.planner.question",
        demand=say(demand_key(wish)),
        n=len(answer.demand.weight),
        mode=say(f"board.planner.mode.{wish.mode.value}"),
        minutes=f"{wish.limit_s / 60:g}",
    )


def change_words(answer: PlanAnswer, wording: Wording) -> str:
    """How many stations, and what they bring."""
    new, gone = len(numbered(answer)), len(answer.given_up)
    if new == 0 and gone == 0:
        return wording.say("board.planner.change.none")
    key = "board.planner.change.moved" if gone else "board.planner.change"
    before = len(answer.present)
    more = (answer.after - answer.before) / answer.total
    points = f"{'+' if more >= 0 else '−'}{abs(more) * 100:.1f}"
    return wording.say(key, new=new, gone=gone, before=before, after=before - gone + new, points=points)


def verdict(answer: PlanAnswer, wording: Wording) -> str:
    """Proven, how far from it at most, or only quick."""
    say, ended = wording.say, answer.ended.value
    if answer.wish.share > 0:
        n = len(answer.chosen)
        if answer.ended is Ended.OPTIMAL:
            return say("board.planner.needed.proven", n=n, share=percent(answer.wish.share))
        return say(f"board.planner.needed.{ended}", n=n, least=answer.at_least)
    if answer.ended is Ended.OPTIMAL:
        return say("board.planner.proven")
    return say(f"board.planner.gap.{ended}", gap=gap_words(answer.gap))


def gap_words(gap: float) -> str:
    """Rounded up: never nearer than it is."""
    return f"{-int(-gap * 1000 // 1) / 10:.1f} %"


def notes(answer: PlanAnswer, wording: Wording) -> list[str]:
    """What must be known before somebody builds on it."""
    say, wish, said = wording.say, answer.wish, list[str]()
    n = len(answer.demand.weight)
    if wish.demand is DemandChoice.INCIDENTS and n < FEW_INCIDENTS:
        said.append(say("board.planner.note.few", n=n))
    new = sum(1 for each in answer.chosen if not each.is_present)
    if wish.share == 0 and new < wish.count and wish.present is not Present.MOVABLE:
        said.append(say("board.planner.note.enough", n=new, asked=wish.count))
    if wish.share > 0 and not answer.chosen:
        said.append(say("board.planner.note.reached", share=percent(wish.share)))
    if answer.coverable < 0.9995 * answer.total:
        said.append(say("board.planner.note.beyond", share=percent(answer.coverable / answer.total)))
    return said


def rows(answer: PlanAnswer, wording: Wording) -> list[SiteRow]:
    """The chosen sites, those that add most first, then those given up."""
    numbers = numbered(answer)
    found: list[SiteRow] = []
    for each in answer.chosen:
        kind = "stays" if each.is_present else "used" if each.site.id.startswith("post:") else "new"
        what = wording.say(f"board.planner.what.{kind}")
        adds = f"+{percent(each.adds / answer.total)}"
        name = site_name(each.site, each.near, wording)
        found.append(SiteRow(each.site.id, numbers.get(each.site.id, ""), name, what, adds, False))
    gone = wording.say("board.planner.what.gone")
    return found + [SiteRow(each.id, "", each.name, gone, "", True) for each in answer.given_up]


def numbered(answer: PlanAnswer) -> dict[str, str]:
    """The numbers of the new ones, as in the table and on the maps."""
    new = [each.site.id for each in answer.chosen if not each.is_present]
    return {site: str(number) for number, site in enumerate(new, start=1)}


def site_name(site: Site, near: Landmark | None, wording: Wording) -> str:
    """Its own name, else by what is near it, else where it is."""
    if site.name:
        return site.name
    if near is None:
        return wording.say("board.planner.site.at", lat=f"{site.at.lat:.5f}", lon=f"{site.at.lon:.5f}")
    way, metres = wording.say(f"contain.way.{near.way}"), max(10, round(near.metres / 10) * 10)
    if metres >= 1000:
        return wording.say("board.planner.site.far", name=near.name, way=way, km=f"{near.metres / 1000:.1f}")
    return wording.say("board.planner.site.near", name=near.name, way=way, m=metres)


def news_words(news: PlanNews, wording: Wording, *, of_share: bool, limit_s: float, seconds: float) -> str:
    """What a running plan does."""
    say = wording.say
    stage = say(f"planner.stage.{news.stage.value}")
    if news.stage is Stage.TIMES or news.value is None or news.bound is None:
        return say("board.planner.news.times", stage=stage, at=clock_text(seconds))
    times = {"at": clock_text(seconds), "limit": clock_text(limit_s)}
    if of_share:
        return say(
            "board.planner.news.needed", stage=stage, n=round(news.value), least=round(news.bound), **times
        )
    value, bound = percent(news.value), percent(min(news.bound, 1.0))
    return say("board.planner.news.cover", stage=stage, value=value, bound=bound, **times)


def as_csv(answer: PlanAnswer, wording: Wording) -> str:
    """The table with coordinates, comma-separated; names cannot become formulas."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([wording.say(f"board.planner.column.{each}") for each in FILE_COLUMNS])
    places = {each.site.id: each.site.at for each in answer.chosen}
    places |= {each.id: each.at for each in answer.given_up}
    for row in rows(answer, wording):
        at = places[row.id]
        name = f"'{row.name}" if row.name.startswith(FORMULA) else row.name
        adds = row.adds.removeprefix("+").removesuffix(" %")
        writer.writerow([row.number, name, row.what, f"{at.lat:.6f}", f"{at.lon:.6f}", adds])
    return text.getvalue()


def as_text(answer: PlanAnswer, wording: Wording) -> str:
    """For the clipboard: what is said above the table, then the table with tabs."""
    shown = picture(answer, wording)
    figures = wording.say("board.planner.cover", before=percent(shown.before), after=percent(shown.after))
    head: Sequence[str] = (shown.question, f"{figures}　{shown.change}", shown.verdict, *shown.notes, "")
    table = ["\t".join(wording.say(f"board.planner.column.{each}") for each in COLUMNS)]
    table += ["\t".join((row.number, row.name, row.what, row.adds)) for row in shown.rows]
    return "\n".join((*head, *table)) + "\n"
