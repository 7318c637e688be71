"""Coordinates as people type them: decimal or with minutes and seconds, either order, in any datum."""

import re
import unicodedata
from dataclasses import dataclass

from commandroom.geo.datum import Datum, in_china_box, to_wgs84
from commandroom.geo.point import LatLon

MOST_LATITUDE = 85.0
"""As far as the web-mercator map reaches."""

_DATUM_WORDS: dict[str, Datum] = {
    "gcj02": Datum.GCJ02, "gcj": Datum.GCJ02, "火星坐标": Datum.GCJ02, "火星": Datum.GCJ02,
    "高德": Datum.GCJ02, "腾讯": Datum.GCJ02, "国测局": Datum.GCJ02, "amap": Datum.GCJ02,
    "bd09ll": Datum.BD09, "bd09": Datum.BD09, "百度坐标": Datum.BD09, "百度": Datum.BD09,
    "baidu": Datum.BD09, "wgs84": Datum.WGS84, "wgs": Datum.WGS84, "gps": Datum.WGS84,
    "cgcs2000": Datum.WGS84, "国家2000": Datum.WGS84, "天地图": Datum.WGS84,
}  # fmt: skip
_WORD = r"(?P<w{0}>[NSEW]|北纬|南纬|东经|西经|纬度|经度|lat|lon|lng)"
_FIGURES = (
    r"(?P<d{0}>[+-]?\d{{1,3}}(?:\.\d+)?)\s*[°度:]?"
    r"(?:\s*(?P<m{0}>\d{{1,2}}(?:\.\d+)?)\s*['分:]\s*(?:(?P<s{0}>\d{{1,2}}(?:\.\d+)?)\s*[\"秒]?)?)?"
)
_BEFORE, _AFTER = rf"{_WORD}?\s*[:=]?\s*{_FIGURES}", rf"{_FIGURES}\s*{_WORD}?"
_PAIRS = tuple(
    re.compile(rf"\s*{form.format(1)}\s*{gap}\s*{form.format(2)}\s*", re.IGNORECASE)
    for form in (_BEFORE, _AFTER)
    for gap in (r"[,;/\s]", r"(?<=[\"'秒°度分NSEW])")
)
_SIX = re.compile(
    r"\s*(\d{1,3}) (\d{1,2}) (\d{1,2}(?:\.\d+)?)[ ,]+(\d{1,3}) (\d{1,2}) (\d{1,2}(?:\.\d+)?)\s*"
)
_SIGNS = str.maketrans("′’‘″”“()[]{}<>", "'''\"\"\"" + " " * 8)
_MARKED = re.compile(r"[.°度]|[NSEW]|北纬|南纬|lat|lon", re.IGNORECASE)
"""Two bare whole numbers are a house number or a kilometre, not a place."""
_NORTH = {"n", "s", "北纬", "南纬", "纬度", "lat"}
_EAST = {"e", "w", "东经", "西经", "经度", "lon", "lng"}
_NEGATIVE = {"s", "w", "南纬", "西经"}


@dataclass(frozen=True, slots=True)
class TypedPoint:
    """A point somebody typed, in the datum of the program."""

    at: LatLon
    """WGS-84."""
    datum: Datum
    """The datum that was meant."""
    is_said: bool
    """Whether the datum stood there; else WGS-84 is taken."""


def typed_point(text: str, *, otherwise: Datum = Datum.WGS84) -> TypedPoint | None:
    """The point that `text` gives, or None where it is no pair of coordinates on the map.

    Without a letter or word the order follows from the size: in China longitude is the larger; elsewhere
    latitude comes first unless it cannot be one. `otherwise` is the datum where none is named.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS)
    datum, rest = _datum_in(plain)
    read = _six(rest) or _pair(rest)
    if read is None:
        return None
    at = _placed(*read)
    if at is None:
        return None
    meant = otherwise if datum is None else datum
    return TypedPoint(to_wgs84(at, meant), meant, is_said=datum is not None)


def _datum_in(text: str) -> tuple[Datum | None, str]:
    """The datum named in `text`, and `text` without it."""
    for word, datum in sorted(_DATUM_WORDS.items(), key=lambda item: -len(item[0])):
        pattern = (
            r"[ -_]?".join((re.escape(word[:-2]), word[-2:])) if word[-2:].isdigit() else re.escape(word)
        )
        found = re.search(rf"(?<![a-z\d]){pattern}(?![a-z\d])", text, re.IGNORECASE)
        if found is not None:
            return datum, f"{text[: found.start()]} {text[found.end() :]}".strip(" ,;:=")
    return None, text


Value = tuple[float, str]
"""Degrees and `north`, `east` or nothing said."""


def _pair(text: str) -> tuple[Value, Value] | None:
    if _MARKED.search(text) is None:
        return None
    for pattern in _PAIRS:
        found = pattern.fullmatch(text)
        if found is not None:
            first, second = _value(found, 1), _value(found, 2)
            return None if first is None or second is None else (first, second)
    return None


def _value(found: re.Match[str], number: int) -> Value | None:
    word = (found[f"w{number}"] or "").casefold()
    minutes, seconds = float(found[f"m{number}"] or 0), float(found[f"s{number}"] or 0)
    if minutes >= 60 or seconds >= 60:
        return None
    degrees = float(found[f"d{number}"])
    size = abs(degrees) + minutes / 60 + seconds / 3600
    axis = "north" if word in _NORTH else "east" if word in _EAST else ""
    return (-size if degrees < 0 or word in _NEGATIVE else size), axis


def _six(text: str) -> tuple[Value, Value] | None:
    """Degrees, minutes and seconds twice, with blanks only."""
    found = _SIX.fullmatch(text)
    if found is None:
        return None
    d1, m1, s1, d2, m2, s2 = map(float, found.groups())
    if max(m1, s1, m2, s2) >= 60:
        return None
    return (d1 + m1 / 60 + s1 / 3600, ""), (d2 + m2 / 60 + s2 / 3600, "")


def _placed(first: Value, second: Value) -> LatLon | None:
    """Which of both is the latitude; None off the map."""
    if first[1] and first[1] == second[1]:
        return None
    if first[1] == "east" or second[1] == "north":
        point = LatLon(second[0], first[0])
    elif first[1] or second[1]:
        point = LatLon(first[0], second[0])
    else:
        point = LatLon(first[0], second[0])
        swapped = LatLon(second[0], first[0])
        if not in_china_box(point) and (in_china_box(swapped) or abs(point.lat) > 90):
            point = swapped
    is_on_map = abs(point.lat) <= MOST_LATITUDE and abs(point.lon) <= 180
    return point if is_on_map else None
