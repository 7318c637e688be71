"""Conditions written as a sentence, in English words or Chinese: `docs/drill-script.md` lists them all.

first_unit_on_scene                     首个单元到场
contact of lookout                      lookout 接触
injury x3, third injury                 受伤 x3, 第3次受伤
exit north_gate uncovered for 60s       出口 north_gate 无人 持续 60s
2 police on scene of lookout            lookout 2 组公安到场
inject workers_up                       注入 workers_up
opponent 甲 hidden                      对手 甲 藏匿
not contact for 2m                      没有 接触 持续 2m
contact and exit east covered           接触 且 出口 east 有人
"""

import re
from typing import Any, get_args

from commandroom.drill.durations import seconds_of
from commandroom.drill.findings import guess
from commandroom.drill.parts import Moment

MOST_LETTERS = 200
Fields = dict[str, Any]
MOMENTS: tuple[str, ...] = get_args(Moment)

_NAME = r"(?P<name>[^\W\d][\w-]{0,39})"
_OF = r"(?:\s+of\s+(?P<of>[^\W\d][\w-]{0,39}))?"
_ZH_OF = r"(?:(?P<of>[^\W\d][\w-]{0,39})\s+)?"
_MOMENT_ZH = {
    "接警": "alarm",
    "首次派警": "first_order",
    "首次签收": "first_acknowledged",
    "首个单元到场": "first_unit_on_scene",
    "民警到场": "police_on_scene",
    "公安到场": "police_on_scene",
    "接触": "contact",
    "四面合围": "four_sides",
    "退路截断": "escape_cut",
    "截断退路": "escape_cut",
    "一人控制": "subdued",
    "全部控制": "controlled",
    "受伤": "injury",
    "闯入目标": "reached",
    "逃脱": "escaped",
    "藏匿": "hidden",
    "找到": "found",
    "疏散完毕": "evacuated",
    "已发消息": "message_sent",
    "无人机到场": "drone_on_scene",
    "办结": "closed",
}
_STATES = {
    "active": "active",
    "held": "contact",
    "contact": "contact",
    "subdued": "subdued",
    "hidden": "hidden",
    "escaped": "escaped",
    "arrived": "arrived",
    "活动": "active",
    "被围控": "contact",
    "已控制": "subdued",
    "藏匿": "hidden",
    "逃脱": "escaped",
    "到达": "arrived",
}
_PARTIES = {
    "police": "police",
    "guard": "guard",
    "guards": "guard",
    "volunteer": "volunteer",
    "volunteers": "volunteer",
    "公安": "police",
    "民警": "police",
    "保安": "guard",
    "志愿者": "volunteer",
}
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COVERED = {"covered": True, "uncovered": False, "open": False, "有人": True, "无人": False}

_FOR = re.compile(r"^(?P<rest>.+?)\s+(?:for|持续)\s+(?P<time>\S+(?:\s\S+)?)$")
_NOT = re.compile(r"^(?:not\s+|没有\s*|未\s*)(?P<rest>.+)$")
_EXIT = re.compile(rf"^(?:exit|出口)\s+{_NAME}\s+(?P<how>\S+)$")
_INJECT = re.compile(rf"^(?:inject|注入)\s+{_NAME}$")
_OPPONENT = re.compile(rf"^(?:opponent|对手)\s+{_NAME}\s+(?P<state>\S+)$")
_UNITS = re.compile(rf"^(?P<count>\d{{1,3}})\s+(?P<party>[a-z]+)(?:\s+units)?\s+on\s+scene{_OF}$")
_UNITS_ZH = re.compile(
    rf"^{_ZH_OF}(?P<count>\d{{1,3}})\s*[组个](?:单元)?(?P<party>公安|民警|保安|志愿者)?到场$"
)
_NTH = re.compile(rf"^(?P<nth>[a-z]+|\d{{1,3}}(?:st|nd|rd|th))\s+(?P<moment>[a-z_]+){_OF}$")
_MOMENT = re.compile(
    rf"^(?P<moment>[a-z_]+)(?:\s+[x×](?P<times>\d{{1,3}}))?{_OF}(?:\s+[x×](?P<late>\d{{1,3}}))?$"
)
_NTH_ZH = re.compile(rf"^{_ZH_OF}第\s*(?P<times>\d{{1,3}})\s*次\s*(?P<moment>\w+)$")
_MOMENT_OF_ZH = re.compile(rf"^{_ZH_OF}(?P<moment>(?![x×]\d)\w+?)(?:\s+[x×](?P<times>\d{{1,3}}))?$")


class NoSentence(ValueError):
    """The text is no sentence; `guess` is what may have been meant, or empty."""

    def __init__(self, part: str, guessed: str = "") -> None:
        super().__init__(f"sentence:{guessed}:{part[:60]}")
        self.guess, self.part = guessed, part


def fields_of(sentence: str) -> Fields:
    """The fields that a sentence stands for.

    Raises:
        NoSentence: it is none.
    """
    text = " ".join(sentence.split())
    if not text or len(text) > MOST_LETTERS:
        raise NoSentence(text[:60])
    for word, joint in ((r"\s+(?:and|且)\s+", "all"), (r"\s+(?:or|或)\s+", "any")):
        parts = re.split(word, text)
        if len(parts) > 1:
            if re.search(r"\s(?:and|or|且|或)\s", " ".join(parts)) or any(_FOR.match(each) for each in parts):
                raise NoSentence(text)
            return {joint: [_clause(each) for each in parts]}
    return _clause(text)


def _clause(text: str) -> Fields:
    lasting = _FOR.match(text)
    if lasting is None:
        return _plain(text)
    try:
        seconds_of(lasting["time"])
    except ValueError as why:
        raise NoSentence(lasting["time"]) from why
    return _plain(lasting["rest"]) | {"for": lasting["time"]}


def _plain(text: str) -> Fields:
    no = _NOT.match(text)
    if no is not None:
        if _NOT.match(no["rest"]):
            raise NoSentence(text)
        return {"not": _plain(no["rest"])}
    for read in (_exit, _inject, _opponent, _units, _nth, _moment):
        found = read(text)
        if found is not None:
            return found
    raise NoSentence(text, _meant(text))


def _exit(text: str) -> Fields | None:
    found = _EXIT.match(text)
    if found is None:
        return None
    if found["how"] not in _COVERED:
        raise NoSentence(text, _instead(text, found["how"], _COVERED))
    return {"exit": found["name"], "covered": _COVERED[found["how"]]}


def _inject(text: str) -> Fields | None:
    found = _INJECT.match(text)
    return None if found is None else {"inject": found["name"]}


def _opponent(text: str) -> Fields | None:
    found = _OPPONENT.match(text)
    if found is None:
        return None
    if found["state"] not in _STATES:
        raise NoSentence(text, _instead(text, found["state"], _STATES))
    return {"opponent": found["name"], "state": _STATES[found["state"]]}


def _units(text: str) -> Fields | None:
    found = _UNITS.match(text) or _UNITS_ZH.match(text)
    if found is None:
        return None
    party = found["party"]
    if party not in (None, "units", "unit", *_PARTIES):
        raise NoSentence(text, _instead(text, party, _PARTIES))
    fields: Fields = {"units": int(found["count"]), "of": found["of"]}
    if party in _PARTIES:
        fields["party"] = _PARTIES[party]
    return _filled(fields)


def _nth(text: str) -> Fields | None:
    found = _NTH.match(text)
    if found is None or found["moment"] not in MOMENTS:
        return None
    digits = found["nth"].rstrip("stndrh")
    times = int(digits) if digits.isdigit() else _ORDINALS.get(found["nth"])
    if times is None:
        raise NoSentence(text, _instead(text, found["nth"], _ORDINALS))
    return _filled({"moment": found["moment"], "of": found["of"], "times": times})


def _moment(text: str) -> Fields | None:
    found = _MOMENT.match(text)
    if found is not None and found["moment"] in MOMENTS:
        times = found["times"] or found["late"]
        return _filled({"moment": found["moment"], "of": found["of"], "times": int(times) if times else None})
    for pattern in (_NTH_ZH, _MOMENT_OF_ZH):
        found = pattern.match(text)
        if found is not None and found["moment"] in _MOMENT_ZH:
            times = int(found["times"]) if found["times"] else None
            return _filled({"moment": _MOMENT_ZH[found["moment"]], "of": found["of"], "times": times})
    return None


def _filled(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if value is not None}


def _instead(text: str, word: str, choices: dict[str, Any]) -> str:
    meant = guess(word, choices)
    return text.replace(word, meant, 1) if meant else ""


_BEGINNINGS = ("exit", "inject", "opponent", "not")


def _meant(text: str) -> str:
    """The sentence with its first word put right; empty where nothing is like it."""
    first, _, rest = text.partition(" ")
    meant = guess(first, (*MOMENTS, *_MOMENT_ZH, *_BEGINNINGS))
    return f"{meant} {rest}".strip() if meant and meant != first else ""
