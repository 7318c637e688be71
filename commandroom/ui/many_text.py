"""The many-at-once answer as text for a spreadsheet or a message."""

from commandroom.ui.figures import clock_text
from commandroom.ui.many_rows import Choice, ManyPicture, ManyRow, Total, eta_text
from commandroom.ui.phrases import Phrases

MEASURES = ("weighted", "mean", "late_slots", "unfilled")


def as_text(picture: ManyPicture, phrases: Phrases) -> str:
    """Totals of both ways, what is weighed, then one line for each function; columns parted by tabs."""
    say = phrases.say
    head = ["", *(say(f"board.many.{each}") for each in MEASURES)]
    lines = [
        head,
        [say("board.many.best"), *_figures(picture.best, phrases)],
        [say("board.many.hand"), *_figures(picture.by_hand, phrases)],
        [say("many.objective")],
        [],
        _columns(phrases),
        *(_line(row, phrases) for row in picture.rows),
    ]
    return "\n".join("\t".join(_cell(each) for each in line) for line in lines)


def _columns(phrases: Phrases) -> list[str]:
    names = ("level", "incident", "waited", "role", "best", "best_eta", "hand", "hand_eta", "note")
    return [phrases.say(f"board.many.column.{each}") for each in names]


def _figures(total: Total, phrases: Phrases) -> list[str]:
    weighted = phrases.say("board.many.minutes", n=f"{total.weighted_s / 60:.0f}")
    return [weighted, clock_text(total.mean_eta_s), str(total.late), str(total.unfilled)]


def _line(row: ManyRow, phrases: Phrases) -> list[str]:
    level = phrases.say("board.many.level", level=row.level)
    best, hand = _who(row.best, phrases), _who(row.by_hand, phrases)
    return [level, row.title, clock_text(row.waited_s), row.role, *best, *hand, row.note]


def _who(choice: Choice, phrases: Phrases) -> tuple[str, str]:
    if not choice.unit:
        return phrases.say("board.many.nobody"), choice.why_not
    late = f"{phrases.say('board.many.late')} " if choice.is_late else ""
    return choice.unit, late + eta_text(choice)


def _cell(text: str) -> str:
    """On one line and in one column, and never a formula of a spreadsheet."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain
