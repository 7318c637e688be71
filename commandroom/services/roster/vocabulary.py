"""The words a roster may use for the closed lists of the trade."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from commandroom.geo import Datum
from commandroom.models.domain.enums import Duty, FirmKind, MemberRole, Party, UnitKind


def folded(text: str) -> str:
    """`text` as words are compared: full width as half, no case, no blanks, hyphens or underscores."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each not in " -_–—\u3000")


class Vocabulary:
    """For each value of one closed list: the Chinese word on the sheet, then others understood."""

    def __init__(self, words: Mapping[StrEnum, tuple[str, ...]]) -> None:
        """`words`: the first of each tuple is the one that templates and exports write."""
        self._written = {value: said[0] for value, said in words.items()}
        self._understood = {folded(word): value for value, said in words.items() for word in (value, *said)}

    @property
    def written(self) -> tuple[str, ...]:
        """The Chinese words, in the order of the list."""
        return tuple(self._written.values())

    def value(self, word: str) -> StrEnum | None:
        """What `word` means, or None."""
        return self._understood.get(folded(word))

    def word(self, value: StrEnum) -> str:
        """The Chinese word for `value`."""
        return self._written[value]

    def told(self) -> str:
        """Every value in both languages, for messages and for the sheet of explanations."""
        return ", ".join(f"{word} ({value.value})" for value, word in self._written.items())


FIRM_KINDS = Vocabulary(
    {
        FirmKind.GUARD_COMPANY: ("保安公司", "保安服务公司", "guard company"),
        FirmKind.SELF_RECRUITING: ("自招保安单位", "自行招用保安员单位", "自招单位", "self-recruiting"),
        FirmKind.PROPERTY: ("物业公司", "物业服务企业", "物业", "property company"),
    }
)
UNIT_KINDS = Vocabulary(
    {
        UnitKind.FOOT: ("步巡", "徒步", "步行", "徒步巡逻"),
        UnitKind.CAR: ("车巡", "汽车", "警车", "巡逻车"),
        UnitKind.MOTORBIKE: ("摩巡", "摩托", "摩托车", "骑巡", "motorcycle"),
        UnitKind.DOG: ("犬巡", "警犬", "犬"),
        UnitKind.VIDEO: ("视频巡", "视巡", "视频", "视频巡查"),
        UnitKind.DRONE: ("无人机", "机巡", "无人机巡", "uav"),
    }
)
PARTIES = Vocabulary(
    {
        Party.POLICE: ("公安", "警", "警方", "民警", "公安民警"),
        Party.GUARD: ("保安", "保", "物业", "保安员"),
        Party.VOLUNTEER: ("义警", "民", "志愿者", "群众", "群防群治"),
    }
)
DUTIES = Vocabulary(
    {
        Duty.ON: ("在勤", "在岗", "上勤", "值勤", "执勤"),
        Duty.RESTING: ("休整", "休息", "备勤"),
        Duty.OFF: ("下勤", "离岗", "停勤"),
    }
)
ROLES = Vocabulary(
    {
        MemberRole.OFFICER: ("民警", "警察", "公安民警", "police officer"),
        MemberRole.AUXILIARY: ("辅警", "协警", "警务辅助人员"),
        MemberRole.GUARD: ("保安员", "保安"),
        MemberRole.PROPERTY_STAFF: ("物业人员", "物业", "物业员工"),
        MemberRole.VOLUNTEER: ("义警", "志愿者", "群众"),
    }
)
DATUMS = Vocabulary(
    {
        Datum.WGS84: ("WGS-84", "CGCS2000", "GPS", "国家2000", "2000国家大地坐标系", "天地图", "OSM"),
        Datum.GCJ02: ("GCJ-02", "火星坐标", "高德", "腾讯", "国测局"),
        Datum.BD09: ("BD-09", "百度", "百度坐标", "BD09LL"),
    }
)


class Closing(StrEnum):
    """Whether a patrol route returns to where it begins."""

    CLOSED = "closed"
    OPEN = "open"


CLOSINGS = Vocabulary(
    {
        Closing.CLOSED: ("是", "闭合", "环线", "yes", "true", "1"),
        Closing.OPEN: ("否", "不闭合", "单程", "no", "false", "0"),
    }
)
