"""Spoilt scripts: no crash, no hang, and every refusal says the line and the reason.

The quick trial runs always; `pytest -m slow tests/drill/test_fuzz.py` or
`python -m commandroom.tools.fuzzscripts 50000` runs the long one.
"""

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commandroom.drill.mangling import mangled, smaller
from commandroom.drill.script import examine_text, shipped
from commandroom.tools.fuzzscripts import Trial
from commandroom.wording import LANGUAGES, Wording
from tests.drill.small_town import SCRIPT

QUICK = 350
LONG = 50_000


@settings(max_examples=QUICK, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**40))
def test_a_spoilt_script_is_refused_with_line_and_reason_or_sound(seed: int) -> None:
    raw = mangled(SCRIPT, Random(seed))
    loaded, found = examine_text(raw.decode("utf-8", "surrogateescape"), "trial.yaml")
    assert (loaded is None) == bool(found)
    for each in found:
        assert each.line >= 1, each
        for language in LANGUAGES:
            assert "trial.yaml" in Wording(language).say(each.key, **each.said_with)


def test_a_smaller_script_is_sound_and_smaller() -> None:
    text = next(path for path in shipped() if "museum" in path.name).read_text(encoding="utf-8")
    made = smaller(text, Random(2), most=4)
    loaded, found = examine_text(made, "smaller.yaml")
    assert loaded is not None, found
    assert len(loaded.script.injects) < 12


@pytest.mark.slow
@pytest.mark.timeout(7_200)
def test_fifty_thousand_spoilt_scripts() -> None:
    trial = Trial(seed=5, setting=None)
    for _ in range(LONG):
        trial.go()
    assert trial.tally.faults == []
    assert trial.tally.sound > 0
