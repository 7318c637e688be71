"""What a report is made of: plain blocks that every writer sets in its own way."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; `tones` colours a row: `good`, `bad`, `open` or empty."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    tones: tuple[str, ...] = ()
    shares: tuple[int, ...] = ()
    """How wide each column is beside the others; equal when left out."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `limit` is drawn as a mark."""

    label: str
    value: float | None
    limit: float | None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of seconds."""

    title: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """Short sentences."""

    items: tuple[str, ...]


Block = Paragraph | Table | Chart | Bullets


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A whole document."""

    language: str
    title: str
    stamp: str
    """Says that it was a drill."""
    lines: tuple[str, ...]
    """Under the title: script, time, trainee, result."""
    sections: tuple[Section, ...]
    foot: str


_UNWRITABLE = str.maketrans(dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535)))


def writable(text: str) -> str:
    """Without what neither XML nor UTF-8 can hold: control characters, halves of characters."""
    return text.translate(_UNWRITABLE).encode("utf-8", "replace").decode()


def clock(seconds: float | None) -> str:
    """`m:ss`; a dash for None."""
    if seconds is None:
        return "–"
    whole = round(abs(seconds))
    return f"{'-' if seconds <= -0.5 else ''}{whole // 60}:{whole % 60:02d}"
