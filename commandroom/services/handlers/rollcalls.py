"""Handlers of roll-calls and of the room's rules."""

from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain import rollcalls, rules
from commandroom.models.domain.doctrine_check import check_doctrine
from commandroom.models.domain.ids import EXERCISES, RollCallId
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork


def call_roll(order: co.CallRoll, work: UnitOfWork, desk: Desk) -> None:
    """Ask units to say that they are there; the number is DM-yyyymmdd-nnn (点名) by the Chinese day."""
    rollcalls.check_size(order.units)
    units = [work.unit(unit) for unit in order.units]
    now = desk.clock.now()
    day = rules.duty_day(now)
    number = RollCallId(f"DM-{day}-{work.next_number(f'roll-call-{day}'):03d}")
    work.record(rollcalls.call(number, units, desk.rules(work).roll_call, at=now))


def answer_roll_call(order: co.AnswerRollCall, work: UnitOfWork, desk: Desk) -> None:
    """A unit says that it is there, or the operator says it for the unit."""
    roll, unit = work.roll_call(order.call), work.unit(order.unit)
    facts = rollcalls.answer(roll, unit, on_behalf=order.on_behalf, at=desk.clock.now())
    for fact in tuple(facts):
        work.record(fact)


def set_doctrine(order: co.SetDoctrine, work: UnitOfWork, desk: Desk) -> None:
    """Change the room's rules; setting those in force changes nothing."""
    check_doctrine(order.doctrine, {*desk.catalogue.kinds, *EXERCISES})
    before = desk.rules(work)
    if order.doctrine != before:
        work.record(ev.DoctrineSet(desk.clock.now(), order.doctrine, before))
