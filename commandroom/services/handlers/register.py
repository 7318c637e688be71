"""Handlers of what is known: sessions, the register, duty, positions, messages and notes."""

from functools import lru_cache

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain import rules, simple
from commandroom.models.domain.codec import fingerprint
from commandroom.models.domain.entities import Firm, Member, PatrolRoute, Post, Unit
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork


def open_session(order: co.OpenSession, work: UnitOfWork, desk: Desk) -> None:
    """Write down that a program opened this store."""
    work.record(ev.SessionOpened(desk.clock.now(), order.mode, order.program, order.details))


def import_roster(order: co.ImportRoster, work: UnitOfWork, desk: Desk) -> None:
    """Fill the register."""
    work.put_roster(order.firms, order.posts, order.units, order.members, order.patrols)
    work.record(
        ev.RosterImported(
            at=desk.clock.now(),
            source=order.source,
            fingerprint=_fingerprint(order.firms, order.posts, order.units, order.members, order.patrols),
            firms=len(order.firms),
            posts=len(order.posts),
            units=len(order.units),
            members=len(order.members),
            patrols=len(order.patrols),
        )
    )


@lru_cache(maxsize=2)
def _fingerprint(*register: tuple[Firm | Post | Unit | Member | PatrolRoute, ...]) -> str:
    """Kept, because a script that is played a thousand times puts in the same register each time."""
    return fingerprint(register)


def set_duty(order: co.SetDuty, work: UnitOfWork, desk: Desk) -> None:
    """Change whether a unit is to be had."""
    unit = work.unit(order.unit)
    if unit.duty is not order.duty:
        work.record(ev.DutyChanged(desk.clock.now(), unit.id, order.duty, unit.duty))


def log_message(order: co.LogMessage, work: UnitOfWork, desk: Desk) -> None:
    """Keep a message; the word of a unit ends the wait for one, and some words end a simple rule."""
    rules.check_text(order.text)
    about = order.incident
    if order.unit is not None:
        bound = work.unit(order.unit).incident
        about = bound if about is None else about
    now = desk.clock.now()
    work.record(ev.MessageLogged(now, order.channel, order.sender, order.text, about, order.unit))
    if about is not None:
        incident = work.incident(about)
        for fact in simple.ended_by_word(incident, order, desk.rules(work), at=now):
            work.record(fact)


def note_happening(order: co.NoteHappening, work: UnitOfWork, desk: Desk) -> None:
    """Keep a note of a drill's world."""
    work.record(ev.HappeningNoted(desk.clock.now(), order.code, order.text, order.incident))


def report_positions(order: co.ReportPositions, work: UnitOfWork, desk: Desk) -> None:
    """Keep where units are."""
    work.record(ev.PositionsReported(desk.clock.now(), order.reports))


def report_opponents(order: co.ReportOpponents, work: UnitOfWork, desk: Desk) -> None:
    """Show where the opposing force of a drill is."""
    work.record(ev.OpponentsReported(desk.clock.now(), order.opponents))
