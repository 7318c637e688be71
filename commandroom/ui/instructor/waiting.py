"""What an inject waits for, in the words of the trade rather than those of the script language."""

import re
from functools import partial

from commandroom.wording import Wording

_SAYINGS = (
    (r"exit (\S+) uncovered", "uncovered"),
    (r"exit (\S+) covered", "covered"),
    (r"inject (\S+)", "inject"),
    (r"opponent (\S+) (\w+)", "opponent"),
    (r"(\d+) (units|police|guard|volunteer) on scene", "units"),
    (r" for ([\d:.]+s?)", "for"),
    (r" of (\S+)", "of"),
    (r" and ", "and"),
    (r" or ", "or"),
    (r"\bnot ", "not"),
)


def waiting_words(condition: str, wording: Wording) -> str:
    """`condition` as the script says it, in the language of `wording`; what is unknown stays as it is."""
    text = condition
    for pattern, name in _SAYINGS:
        text = re.sub(pattern, partial(_saying, name, wording), text)
    return re.sub(r"[a-z]+(?:_[a-z]+)*", lambda found: _moment(found[0], wording), text)


def _saying(name: str, wording: Wording, found: re.Match[str]) -> str:
    parts = {f"p{n}": part for n, part in enumerate(found.groups(), start=1)}
    return wording.say(f"run.waits.{name}", **parts)


def _moment(word: str, wording: Wording) -> str:
    key = f"run.moment.{word}"
    return wording.say(key) if wording.has(key) else word
