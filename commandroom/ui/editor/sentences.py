"""A condition as a short sentence, so that a timeline can be read aloud."""

from collections.abc import Mapping
from typing import Any

from commandroom.drill.pieces import text_of
from commandroom.wording import Wording


def sentence(when: Any, wording: Wording) -> str:
    """`{all: [contact, {inject: held}]}` in words; what is no condition as it stands."""
    if isinstance(when, str):
        key = f"editor.moment.{when}"
        return wording.say(key) if wording.has(key) else when
    if not isinstance(when, Mapping):
        return text_of(when)
    said = _said(when, wording)
    if when.get("of"):
        said = wording.say("editor.when.of", said=said, of=when["of"])
    if when.get("for"):
        said = wording.say("editor.when.for", said=said, span=when["for"])
    return said


def _said(when: Mapping[str, Any], wording: Wording) -> str:
    say = wording.say
    for name in ("all", "any"):
        parts = when.get(name)
        if isinstance(parts, list):
            return say(f"editor.when.{name}").join(sentence(each, wording) for each in parts)
    if "not" in when:
        return say("editor.when.not", said=sentence(when["not"], wording))
    if "inject" in when:
        return say("editor.when.inject", inject=when["inject"])
    if "exit" in when:
        covered = "uncovered" if when.get("covered") is False else "covered"
        return say(f"editor.when.{covered}", exit=when["exit"])
    if "units" in when:
        party = when.get("party")
        return say("editor.when.units", n=when["units"], party=say(f"editor.choice.{party}") if party else "")
    if "opponent" in when:
        state = say(f"editor.state.{when.get('state')}")
        return say("editor.when.opponent", opponent=when["opponent"], state=state)
    times = when.get("times")
    moment = sentence(str(when.get("moment", text_of(dict(when)))), wording)
    return say("editor.when.times", said=moment, n=times) if times else moment
