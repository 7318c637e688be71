"""Values of the rules as somebody writes them in a field, and back. Pure; a bad text says why."""

import re
from collections.abc import Mapping, Sequence
from typing import TypeVar

from commandroom.models.domain.entities import Kit

V = TypeVar("V")
_PARTS = re.compile(r"[、,，;；\s]+")
_KIT = re.compile(r"(.+?)\s*[×xX*]\s*(\d+)")
JOIN, JOIN_LATIN = "、", ", "
LONGEST_S = 24 * 3600


class BadText(ValueError):
    """What stands in a field cannot be meant; `key` is of the wording."""

    def __init__(self, why: str, **values: object) -> None:
        super().__init__(why)
        self.key = f"clocks.rules.bad.{why}"
        self.values = values


def seconds_text(seconds: int | None) -> str:
    """m:ss; empty for never."""
    return "" if seconds is None else f"{seconds // 60}:{seconds % 60:02}"


def read_seconds(text: str) -> int | None:
    """m:ss or plain seconds; None for an empty field. Raises BadText."""
    plain = text.strip().replace("：", ":")
    if not plain:
        return None
    parts = plain.split(":")
    if len(parts) > 2 or not all(each.isascii() and each.isdecimal() for each in parts):
        raise BadText("seconds", text=text)
    if len(parts) == 2 and int(parts[1]) > 59:
        raise BadText("seconds", text=text)
    seconds = int(parts[0]) if len(parts) == 1 else 60 * int(parts[0]) + int(parts[1])
    if seconds > LONGEST_S:
        raise BadText("seconds_long", text=text)
    return seconds


def read_some_seconds(text: str) -> int:
    """The same where never is not possible."""
    seconds = read_seconds(text)
    if seconds is None:
        raise BadText("needed")
    return seconds


def read_whole(text: str, low: int, high: int) -> int:
    """A whole number within bounds. Raises BadText."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal()) or not low <= int(plain) <= high:
        raise BadText("whole", text=text, low=low, high=high)
    return int(plain)


def number_text(number: float) -> str:
    """Without a tail of zeros."""
    return f"{number:g}"


def read_number(text: str, low: float, high: float) -> float:
    """A number within bounds. Raises BadText."""
    try:
        number = float(text.strip().replace("，", ".").replace(",", "."))
    except ValueError:
        raise BadText("number", text=text, low=number_text(low), high=number_text(high)) from None
    if not low <= number <= high:
        raise BadText("number", text=text, low=number_text(low), high=number_text(high))
    return number


def hour_text(hour: float) -> str:
    """HH:MM of the day."""
    minutes = round(hour * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


def read_hour(text: str) -> float:
    """HH:MM or a whole hour, 0 … 24. Raises BadText."""
    found = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?", text.strip().replace("：", ":"), re.ASCII)
    hour = -1.0 if found is None else int(found[1]) + int(found[2] or 0) / 60
    if not 0 <= hour <= 24:
        raise BadText("hour", text=text)
    return hour


def read_line(text: str) -> str:
    """Some text. Raises BadText where there is none."""
    if not text.strip():
        raise BadText("needed")
    return text.strip()


def words_text(words: Sequence[str]) -> str:
    """The words beside each other."""
    return JOIN.join(words)


def read_words(text: str) -> tuple[str, ...]:
    """Words parted by blanks or commas, each once."""
    return tuple(dict.fromkeys(each for each in _PARTS.split(text.strip()) if each))


def kit_text(kit: Sequence[Kit]) -> str:
    """盾牌、钢叉×2."""
    return JOIN.join(each.item if each.count == 1 else f"{each.item}×{each.count}" for each in kit)


def read_kit(text: str) -> tuple[Kit, ...]:
    """The inverse. Raises BadText where a count is none."""
    kit = []
    for part in read_words(text):
        found = _KIT.fullmatch(part)
        count = 1 if found is None else int(found[2])
        if not 1 <= count <= 99:
            raise BadText("kit", text=part)
        kit.append(Kit(part if found is None else found[1], count))
    return tuple(kit)


def names_text(values: Sequence[V], names: Mapping[V, str]) -> str:
    """Values by name, in the order given; the bare value where it has none."""
    shown = [names.get(each, str(each)) for each in values]
    return (JOIN_LATIN if all(each.isascii() for each in shown) else JOIN).join(shown)


def read_names(text: str, names: Mapping[V, str]) -> tuple[V, ...]:
    """The inverse; a value's own code is understood too. Raises BadText for what is neither."""
    known: dict[str, V] = {name: value for value, name in names.items()}
    known |= {str(value): value for value in names}
    found = []
    for part in (each for each in re.split(r"[、,，;；]+", text) if each.strip()):
        if part.strip() not in known:
            raise BadText("unknown", text=part.strip())
        found.append(known[part.strip()])
    return tuple(dict.fromkeys(found))
