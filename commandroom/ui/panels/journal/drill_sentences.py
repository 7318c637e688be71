"""What an instructor did in a drill, and what was said of it, as sentences."""

from commandroom.models.domain import events as ev
from commandroom.ui.panels.journal.naming import word
from commandroom.wording import Wording


def of_drill(
    event: ev.InjectSteered | ev.NoteTaken | ev.CorrectionSet | ev.DrillEnded, operator: str, wording: Wording
) -> str:
    """The sentence, with who did it."""
    say = wording.say
    match event:
        case ev.InjectSteered():
            said = say(f"run.journal.{event.act}", inject=event.inject)
        case ev.NoteTaken():
            said = say(f"run.journal.{event.kind}", text=event.text)
        case ev.CorrectionSet(correction=correction):
            key = "run.journal.corrected" if correction.is_done else "run.journal.correction"
            said = say(key, text=correction.text, owner=correction.owner or "–", due=correction.due or "–")
        case ev.DrillEnded():
            return say(f"run.journal.ended.{event.because}")
    return said + say("panels.journal.by", operator=word("operator", operator, wording))
