"""The tone that the program makes itself, how numbers are spoken, and how the chime grows insistent."""

import wave
from io import BytesIO

import numpy as np
import pytest

from commandroom.ui.chime import Chime
from commandroom.ui.voice import RATE_HZ, spoken_number, spoken_sign, tone_wav
from commandroom.wording import Wording

ZH, EN = Wording("zh"), Wording("en")


def samples(urgency: int) -> np.ndarray:
    with wave.open(BytesIO(tone_wav(urgency))) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (1, 2, RATE_HZ)
        return np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")


@pytest.mark.parametrize("urgency", range(5))
def test_a_tone_is_loud_short_and_does_not_click(urgency: int) -> None:
    heard = samples(urgency).astype(float)
    assert 0.3 < len(heard) / RATE_HZ < 1.2
    assert 15_000 < np.abs(heard).max() <= 32_767
    assert abs(heard[0]) < 300
    assert abs(heard[-1]) < 3_000


def test_a_pressing_tone_is_higher_than_the_first() -> None:
    def pitch(urgency: int) -> float:
        heard = samples(urgency).astype(float)
        return float(np.argmax(np.abs(np.fft.rfft(heard))) * RATE_HZ / len(heard))

    assert pitch(4) > pitch(0) + 300


def test_numbers_are_read_digit_by_digit_as_on_the_radio() -> None:
    assert spoken_number("JQ-20261122-3012", ZH) == "三零幺二"
    assert spoken_number("JQ-20261122-3012", EN) == "3 0 1 2"
    assert spoken_sign("巡07", ZH) == "巡零七"
    assert spoken_sign("P-12", EN) == "P- 1 2"


def test_the_chime_grows_more_insistent(qapp: object) -> None:
    urgencies: list[int] = []
    chime = Chime(lambda: None)
    chime.set_voice(lambda: urgencies.append(chime.urgency))
    chime.set_waiting(True)
    for _ in range(6):
        chime._again.timeout.emit()
    chime.set_waiting(False)
    assert urgencies == [0, 1, 2, 3, 4, 4, 4]
