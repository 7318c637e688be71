"""Pairs of Python and PySide6 that would die or fill up in a shift are refused at the start."""

import pytest

from commandroom.errors import WorldFailed
from commandroom.selftest import check_installation, check_pair, measure_none_drift
from commandroom.wording import Wording


@pytest.mark.parametrize(
    ("python", "pyside"),
    [
        ("3.11.7", "6.11.3"),
        ("3.13.0", "6.11.3"),
        ("3.11.2", "6.9.3"),
        ("3.12.1", "6.12.0"),
        ("3.13.0", "6.11.4"),
    ],
)
def test_sound_pairs_pass(python: str, pyside: str) -> None:
    check_pair(python, pyside, pyside, 0.0)


@pytest.mark.parametrize(
    ("python", "pyside", "qt", "drift", "key"),
    [
        ("3.11.7", "6.12.0", "6.12.0", 0.0, "loses_none"),
        ("3.11.7", "6.12.1", "6.12.1", 0.0, "loses_none"),
        ("3.13.0", "6.13.0", "6.13.0", -1.0, "loses_none"),
        ("3.13.0", "6.9.3", "6.9.3", 1.0, "loses_none"),
        ("3.13.0", "6.10.0", "6.10.0", 0.0, "keeps_garbage"),
        ("3.13.0", "6.10.3", "6.10.3", 0.0, "keeps_garbage"),
        ("3.11.7", "6.11.0", "6.11.0", 0.0, "keeps_garbage"),
        ("3.11.7", "6.11.2", "6.11.2", 0.0, "keeps_garbage"),
        ("3.11.7", "6.11.2.1", "6.11.2", 0.0, "keeps_garbage"),
        ("3.11.7", "6.9.3", "6.10.1", 0.0, "keeps_garbage"),
        ("3.10.9", "6.11.3", "6.11.3", 0.0, "old_python"),
    ],
)
def test_bad_pairs_are_refused_in_one_sentence(
    python: str, pyside: str, qt: str, drift: float, key: str
) -> None:
    with pytest.raises(WorldFailed) as met:
        check_pair(python, pyside, qt, drift)
    assert met.value.key == f"core.selftest.{key}"
    for language in ("zh", "en"):
        said = Wording(language).error(met.value)
        assert "{" not in said
        assert "core." not in said


def test_the_pair_that_runs_these_tests_is_sound() -> None:
    assert abs(measure_none_drift()) < 0.1
    check_installation()
