"""Answers in words: the line of each, in one language."""

from commandroom.ui.search.answer import GROUPS, Answer
from commandroom.ui.search.commands import CommandSearch
from commandroom.ui.search.rows import Row
from commandroom.wording import Wording

_HINTS = ("name", "crossing", "point", "command")


class AnswerWords:
    """Makes rows of answers. Make a new one when the language changes."""

    def __init__(self, wording: Wording, commands: CommandSearch | None) -> None:
        self._wording = wording
        self._commands = commands

    def headings(self) -> dict[str, str]:
        """The name of each group."""
        return {kind: self._wording.say(f"search.group.{kind}") for kind in GROUPS}

    def row(self, answer: Answer) -> Row:
        """The line of `answer`."""
        if answer.kind == "command":
            return self._command(answer)
        parts = [*self._detail(answer), away_words(answer.away_m, self._wording)]
        return Row(answer.name, answer, " · ".join(filter(None, parts)), is_faint=not answer.is_open)

    def nothing(self, text: str) -> list[Row]:
        """What is said when nothing fits."""
        say = self._wording.say
        return [Row(say("search.none", text=text)), Row("", detail=say("search.none.how"))]

    def hints(self) -> list[Row]:
        """What can be typed, with examples."""
        say = self._wording.say
        rows = [Row(say(f"search.hint.{each}"), detail=say(f"search.hint.{each}.how")) for each in _HINTS]
        return [Row(say("search.hint.head"), is_heading=True), *rows]

    def _command(self, answer: Answer) -> Row:
        commands = self._commands
        if commands is None:
            return Row(answer.name, answer)
        can = commands.can_be_done(answer.id)
        why = "" if can else commands.why_not(answer.id, self._wording)
        detail = "   ".join(filter(None, (why, commands.keys_of(answer.id))))
        return Row(answer.name, answer, detail, is_faint=not can)

    def _detail(self, answer: Answer) -> tuple[str, ...]:
        say = self._wording.say
        match answer.kind:
            case "unit":
                kind, _, state = answer.sign.partition(".")
                return say(f"unit_kind.{kind}"), say(f"search.state.{state}")
            case "member":
                return say(f"roster.role.{answer.sign}"), answer.detail or say("search.nowhere")
            case "incident":
                return "" if answer.is_open else say("search.closed"), answer.detail
            case "road" | "place":
                key = f"panels.place.{answer.detail}"
                return (say(key) if self._wording.has(key) else answer.detail,)
        return (answer.detail,)


def away_words(metres: float | None, wording: Wording) -> str:
    """A distance as one says it: 480 m, 1.2 km, 23 km."""
    if metres is None:
        return ""
    if metres < 950:
        return wording.say("search.away.m", n=round(metres / 10) * 10)
    kilometres = f"{metres / 1000:.1f}" if metres < 9_950 else f"{metres / 1000:.0f}"
    return wording.say("search.away.km", n=kilometres)
