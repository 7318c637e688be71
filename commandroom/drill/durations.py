"""Times as people write them in a script: `0:20`, `1:05:00`, `90s`, `3m`."""

import re

_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]\d)")
_AMOUNT = re.compile(r"(\d{1,5}(?:\.\d{1,3})?)\s*(s|m|h|秒|分|分钟|小时)")
TIME_PATTERN = rf"^\s*(?:{_CLOCK.pattern}|{_AMOUNT.pattern})\s*$"
"""What `seconds_of` reads, for editors that check while one types."""
_UNIT_S = {"s": 1, "秒": 1, "m": 60, "分": 60, "分钟": 60, "h": 3600, "小时": 3600}


def seconds_of(text: object) -> float:
    """Seconds of `m:ss`, `h:mm:ss`, `90s`, `3m` or `1h`.

    Raises:
        ValueError: it is none of these; a bare number is not, because nobody can tell its unit.
    """
    if isinstance(text, str):
        clock = _CLOCK.fullmatch(text.strip())
        if clock:
            hours, minutes, seconds = clock.groups()
            return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
        amount = _AMOUNT.fullmatch(text.strip())
        if amount:
            return float(amount.group(1)) * _UNIT_S[amount.group(2)]
    raise ValueError("duration")


def clock_text(seconds: float) -> str:
    """`m:ss` of a number of seconds."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
