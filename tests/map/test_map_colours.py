"""How colours look to others: measures for the tests of the signs, themselves tested on published values."""

import pytest

Triple = tuple[float, float, float]

SIGHTS: dict[str, tuple[Triple, Triple, Triple]] = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Linear RGB as somebody without one of the three cones sees it: Machado, Oliveira, Fernandes, "A
Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (6), 2009, severity 1."""


def linear(colour: str) -> Triple:
    """`#rrggbb` as linear RGB (IEC 61966-2-1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return _to_linear(red), _to_linear(green), _to_linear(blue)


def _to_linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def seen_by(sight: str, colour: str) -> Triple:
    """Linear RGB of what somebody with this sight sees."""
    given = linear(colour)
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, given, strict=True)))) for row in SIGHTS[sight]
    )
    return red, green, blue


def difference(one: Triple, other: Triple) -> float:
    """CIE 1976 colour difference of two linear RGB colours under D65."""
    return sum((a - b) ** 2 for a, b in zip(_lab(one), _lab(other), strict=True)) ** 0.5


def _lab(rgb: Triple) -> Triple:
    red, green, blue = rgb
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2.2, 1 to 21."""
    light = [0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (linear(one), linear(other))]
    return (max(light) + 0.05) / (min(light) + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_red_is_as_far_from_green_as_published_and_near_for_deuteranopes() -> None:
    red, green = "#ff0000", "#00ff00"
    assert _lab(linear(red)) == pytest.approx((53.24, 80.09, 67.20), abs=0.05)
    assert _lab(linear(green)) == pytest.approx((87.73, -86.18, 83.18), abs=0.05)
    rust, olive = "#c6281c", "#9a6100"
    assert difference(seen_by("all", rust), seen_by("all", olive)) > 40
    assert difference(seen_by("deutan", rust), seen_by("deutan", olive)) < 5


def test_grey_looks_the_same_to_everybody() -> None:
    for sight in SIGHTS:
        assert seen_by(sight, "#808080") == pytest.approx(linear("#808080"), abs=1e-3)
