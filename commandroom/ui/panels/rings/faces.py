"""The words and figures on the clock tiles."""

from collections.abc import Mapping
from datetime import datetime

from commandroom.ui.figures import clock_text
from commandroom.ui.panels.rings.state import RingReading, RingState, TownRings
from commandroom.ui.panels.rings.tiles import Face
from commandroom.ui.panels.text import short_number
from commandroom.wording import Wording


def ring_face(reading: RingReading, call_signs: Mapping[str, str], wording: Wording) -> Face:
    """One ring of an incident."""
    say = wording.say
    title, limit = say(f"ring.{reading.ring}"), clock_text(reading.limit_s)
    elapsed = clock_text(reading.elapsed_s)
    over = clock_text(reading.elapsed_s - reading.limit_s)
    by = call_signs.get(reading.met_by, reading.met_by) if reading.met_by else ""
    match reading.state:
        case RingState.RUNNING:
            left = say("panels.rings.left", time=clock_text(reading.limit_s - int(reading.elapsed_s)))
            return Face(title, elapsed, left, title_note=limit, share=reading.share)
        case RingState.MET:
            note = say("panels.rings.met", unit=by)
            return Face(title, elapsed, note, mark="✓", title_note=limit, share=reading.share)
        case RingState.LATE:
            note = say("panels.rings.late", unit=by, time=over)
            return Face(title, elapsed, note, mark="✗", title_note=limit, share=1.0, is_alarm=True)
        case RingState.MISSED:
            note = say("panels.rings.missed", time=over)
            return Face(title, elapsed, note, mark="✗", title_note=limit, share=1.0, is_alarm=True)
        case RingState.STOPPED:
            note = say("panels.rings.stopped")
            return Face(title, elapsed, note, title_note=limit, share=reading.share, is_calm=True)
    return Face(
        title, "–", say("panels.rings.no_owner"), title_note=say("panels.rings.no_limit"), is_calm=True
    )


def town_faces(town: TownRings, now: datetime | None, wording: Wording) -> tuple[Face, Face, Face]:
    """The clocks of the whole town: how many run, which is next, how many are missed."""
    say = wording.say
    running = Face(
        say("panels.rings.town.running"),
        str(town.running),
        say("panels.rings.town.running_note"),
        is_calm=town.running == 0,
    )
    late = Face(
        say("panels.rings.town.missed"),
        str(town.missed),
        say("panels.rings.town.missed_note" if town.missed else "panels.rings.town.none_missed"),
        mark="✗" if town.missed else "",
        is_alarm=town.missed > 0,
        is_calm=town.missed == 0,
    )
    return running, _next_face(town, now, wording), late


def _next_face(town: TownRings, now: datetime | None, wording: Wording) -> Face:
    title = wording.say("panels.rings.town.next")
    if town.next_due_at is None or town.next_incident is None or now is None:
        return Face(title, "–", wording.say("panels.rings.town.no_next"), is_calm=True)
    left = max(0.0, (town.next_due_at - now).total_seconds())
    which = f"{short_number(town.next_incident)} {wording.say(f'ring.{town.next_ring}')}"
    return Face(title, clock_text(left), which)
