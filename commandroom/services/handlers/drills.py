"""What an instructor does in a drill, and what is said about it afterwards."""

from commandroom.errors import Refusal
from commandroom.models.domain import commands as co
from commandroom.models.domain import events as ev
from commandroom.models.domain import rules
from commandroom.services.bus import Desk
from commandroom.services.ports import UnitOfWork

STEERS = ("fire", "skip")
NOTES = ("remark", "bookmark")


def steer_inject(order: co.SteerInject, work: UnitOfWork, desk: Desk) -> None:
    """Write down that an inject is to happen now or not at all; the drill's own clockwork does it."""
    if order.act not in STEERS:
        raise Refusal("drill.steer.act", given=order.act)
    rules.check_text(order.inject)
    work.record(ev.InjectSteered(desk.clock.now(), order.inject, order.act))


def take_note(order: co.TakeNote, work: UnitOfWork, desk: Desk) -> None:
    """Keep a remark or a bookmark."""
    if order.kind not in NOTES:
        raise Refusal("drill.note.kind", given=order.kind)
    rules.check_text(order.text)
    now = desk.clock.now()
    work.record(ev.NoteTaken(now, order.text, order.kind, order.moment or now, order.incident))


def set_correction(order: co.SetCorrection, work: UnitOfWork, desk: Desk) -> None:
    """Keep a corrective action; the newest of an id counts."""
    for text in (order.correction.text, order.correction.owner):
        rules.check_text(text)
    work.record(ev.CorrectionSet(desk.clock.now(), order.correction))


def end_drill(order: co.EndDrill, work: UnitOfWork, desk: Desk) -> None:
    """Write down that the drill is over."""
    work.record(ev.DrillEnded(desk.clock.now(), order.because))
