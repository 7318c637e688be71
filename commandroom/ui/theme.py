"""Colours by role, for night and day. Widgets ask for a role; no widget knows a value."""

from dataclasses import dataclass, replace
from typing import Literal

ThemeName = Literal["night", "day"]

FONT_FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif")
"""In this order; every one of them has Chinese and Latin."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`. `attention_*` are for incidents by level, missed rings and escalations only."""

    name: ThemeName
    ground: str
    panel: str
    raised: str
    line: str
    text: str
    muted: str
    attention_1: str
    attention_2: str
    attention_3: str
    free: str
    busy: str
    off: str
    selection: str
    on_attention: str
    """Text on top of an attention colour."""
    ghost: str
    """In a review: where a plan had its units."""

    def attention(self, level: int) -> str:
        """The colour of an incident level, 1 worst."""
        return (self.attention_1, self.attention_2, self.attention_3)[min(max(level, 1), 3) - 1]


NIGHT = Theme(
    name="night",
    ground="#11161c",
    panel="#18202a",
    raised="#202b38",
    line="#2a3542",
    text="#d9e1ea",
    muted="#8796a7",
    attention_1="#ff5a4d",
    attention_2="#ffb020",
    attention_3="#5ab0ff",
    free="#4cc38a",
    busy="#c49bff",
    off="#66727f",
    selection="#7cd4ff",
    on_attention="#11161c",
    ghost="#ff9ad5",
)

DAY = Theme(
    name="day",
    ground="#eef1f4",
    panel="#ffffff",
    raised="#f5f7f9",
    line="#cfd6de",
    text="#17202a",
    muted="#5c6b7a",
    attention_1="#c6281c",
    attention_2="#9a6100",
    attention_3="#1a66b8",
    free="#1d7f4f",
    busy="#6b3fb5",
    off="#75808b",
    selection="#0b6fb3",
    on_attention="#ffffff",
    ghost="#810e6d",
)

THEMES: dict[ThemeName, Theme] = {"night": NIGHT, "day": DAY}


def drill_theme(theme: Theme) -> Theme:
    """The same theme in the other window colour, so that a drill cannot be taken for the real room."""
    if theme.name == "night":
        return replace(theme, ground="#1c1508", panel="#241c0f", raised="#31271a", line="#4a3b22")
    return replace(theme, ground="#f5ead2", panel="#fffaf0", raised="#faf1de", line="#dcc9a0")
