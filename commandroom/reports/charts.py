"""Bars of seconds as SVG: readable in black and white, with every value written at its bar."""

from html import escape

from commandroom.reports.blocks import Bar, Chart, clock, writable

WIDTH, LABEL, ROW, HEAD, FOOT = 720, 190, 26, 34, 28
INK, QUIET, GRID = "#1d2733", "#5c6b7a", "#d5dde5"
FILL = {"good": "#3f7f5f", "bad": "#b3402e", "": "#4a6f96"}
HATCH = (
    '<pattern id="late" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<path d="M0 6L6 0" stroke="#ffffff" stroke-width="1.4"/></pattern>'
)
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, sans-serif"


def svg(chart: Chart) -> str:
    """The chart as one SVG element; `WIDTH` wide, as high as it has bars. A late bar is hatched too."""
    height = HEAD + ROW * len(chart.bars) + FOOT
    most = max((each for bar in chart.bars for each in (bar.value, bar.limit) if each), default=60.0) * 1.12
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="{FONTS}" font-size="13">',
        f"<defs>{HATCH}</defs>",
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'<text x="0" y="18" font-size="15" font-weight="bold" fill="{INK}">{escape(chart.title)}</text>',
        *_grid(most, height),
        *(part for row, bar in enumerate(chart.bars) for part in _bar(bar, HEAD + row * ROW, most)),
        "</svg>",
    ]
    return writable("".join(parts))


def _x(seconds: float, most: float) -> float:
    return LABEL + (WIDTH - LABEL - 56) * seconds / most


def _grid(most: float, height: int) -> list[str]:
    step = next((each for each in (15, 30, 60, 120, 300, 600, 1800) if most / each <= 8), 3600)
    lines = []
    for seconds in range(0, int(most) + 1, step):
        x = _x(seconds, most)
        lines.append(f'<path d="M{x:.1f} {HEAD - 6}V{height - FOOT + 4}" stroke="{GRID}"/>')
        lines.append(
            f'<text x="{x:.1f}" y="{height - 8}" text-anchor="middle" fill="{QUIET}">{clock(seconds)}</text>'
        )
    return lines


def _bar(bar: Bar, y: int, most: float) -> list[str]:
    label = bar.label if len(bar.label) <= 22 else bar.label[:21] + "…"
    parts = [f'<text x="{LABEL - 8}" y="{y + 16}" text-anchor="end" fill="{INK}">{escape(label)}</text>']
    if bar.value is not None:
        width = max(_x(bar.value, most) - LABEL, 1.0)
        shape = f'x="{LABEL}" y="{y + 4}" width="{width:.1f}" height="{ROW - 10}"'
        parts.append(f'<rect {shape} fill="{FILL.get(bar.tone, FILL[""])}"/>')
        if bar.tone == "bad":
            parts.append(f'<rect {shape} fill="url(#late)"/>')
    end = _x(bar.limit or 0.0 if bar.value is None else bar.value, most) + 8
    parts.append(f'<text x="{end:.1f}" y="{y + 17}" fill="{INK}">{clock(bar.value)}</text>')
    if bar.limit is not None:
        x = _x(bar.limit, most)
        parts.append(
            f'<path d="M{x:.1f} {y}V{y + ROW - 2}" stroke="{INK}" stroke-width="2" stroke-dasharray="4 2"/>'
        )
    return parts
