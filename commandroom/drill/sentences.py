"""A condition as a sentence again, as `grammar` reads it where it can be said in one."""

from commandroom.drill.conditions import Condition
from commandroom.drill.durations import clock_text


def said(condition: Condition) -> str:
    """The sentence; conditions within conditions in brackets where the words alone would not tell."""
    text = _plain(condition)
    if condition.for_:
        joined = condition.all is not None or condition.any is not None
        text = f"{_bracketed(text) if joined else text} for {_time(condition.for_)}"
    return text


def _plain(condition: Condition) -> str:
    of = f" of {condition.of}" if condition.of is not None else ""
    times = f" x{condition.times}" if condition.times > 1 else ""
    if condition.moment is not None:
        return f"{condition.moment}{times}{of}"
    if condition.inject is not None:
        return f"inject {condition.inject}{times}"
    if condition.exit is not None:
        return f"exit {condition.exit} {'covered' if condition.covered else 'uncovered'}"
    if condition.units is not None:
        return f"{condition.units} {condition.party or 'units'} on scene{of}"
    if condition.opponent is not None:
        return f"opponent {condition.opponent} {condition.state}"
    if condition.not_ is not None:
        return f"not {_within(condition.not_)}{of and f' ({of.strip()})'}"
    joint = " and " if condition.all is not None else " or "
    text = joint.join(_within(each) for each in condition.all or condition.any or [])
    return f"{_bracketed(text)}{of}" if of else text


def _within(condition: Condition) -> str:
    text = said(condition)
    is_plain = condition.all is None and condition.any is None and not condition.for_
    return text if is_plain else _bracketed(text)


def _bracketed(text: str) -> str:
    return f"({text})"


def _time(seconds: float) -> str:
    return clock_text(seconds) if seconds >= 60 and seconds % 1 == 0 else f"{seconds:g}s"
