"""How an alarm is made heard: a short sentence, else a tone of our own, else the system's beep.

Nothing of Qt's speech or sound is loaded before the first alarm; a computer without voices, sound card or
libpulse is warned all the same.
"""

import math
import struct
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Literal, Protocol

from PySide6.QtCore import QObject, QTemporaryFile, QUrl, qInstallMessageHandler

from commandroom.wording import Wording

Heard = Literal["voice", "tone", "beep"]
RATE_HZ = 22_050
_LOUD = 0.6
_PARTS = {0: ((660, 0.18), (0, 0.06), (880, 0.22)), 1: ((880, 0.14), (0, 0.05)) * 2 + ((1100, 0.2),)}
_PRESSING = ((1100, 0.1), (0, 0.04), (1400, 0.1), (0, 0.04)) * 3
_DIGITS_ZH = "零幺二三四五六七八九"


class Mouth(Protocol):
    """Something that speaks, or plays a tone."""

    def speak(self, text: str, language: str) -> bool:
        """Say it; False where it cannot be said."""

    def play(self, urgency: int) -> bool:
        """Sound the tone; False where nothing sounds."""


class Speaker(QObject):
    """One voice at a time: speaks where it can, and falls back where it cannot."""

    def __init__(self, beep: Callable[[], None], parent: QObject, mouth: Mouth | None = None) -> None:
        """`beep` is the last resort; `mouth` is Qt's own unless given."""
        super().__init__(parent)
        self._beep = beep
        self._mouth = mouth

    def call(self, sentence: str, language: str, urgency: int) -> Heard:
        """Make `sentence` heard ('' for a tone alone), the more insistent the higher `urgency` (0 … 4)."""
        mouth = self._mouth = self._mouth or QtMouth(self)
        if sentence and mouth.speak(sentence, language):
            return "voice"
        if mouth.play(urgency):
            return "tone"
        self._beep()
        return "beep"


class QtMouth(QObject):
    """Qt's text to speech and sound effects, loaded at the first call."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._engine: Any = None
        self._has_no_engine = False
        self._effect: Any = None
        self._urgency = -1
        self._has_no_sound = False
        self._tone: QTemporaryFile | None = None

    def speak(self, text: str, language: str) -> bool:
        """With a voice of that language; False where there is none. A sentence under way is not cut."""
        with _unlogged():
            return self._speak(text, language)

    @property
    def is_speaking(self) -> bool:
        """Whether a sentence is under way."""
        if self._engine is None:
            return False
        from PySide6.QtTextToSpeech import QTextToSpeech

        return bool(self._engine.state() == QTextToSpeech.State.Speaking)

    def play(self, urgency: int) -> bool:
        """The tone of this urgency."""
        with _unlogged():
            return self._play(urgency)

    def _speak(self, text: str, language: str) -> bool:
        engine = self._voices()
        if engine is None:
            return False
        from PySide6.QtTextToSpeech import QTextToSpeech

        if engine.state() == QTextToSpeech.State.Speaking:
            return True
        if engine.state() != QTextToSpeech.State.Ready:
            return False
        fitting = [each for each in engine.availableLocales() if each.name().startswith(language)]
        if not fitting:
            return False
        if not engine.locale().name().startswith(language):
            engine.setLocale(fitting[0])
        engine.say(text)
        return True

    def _play(self, urgency: int) -> bool:
        effect = self._sound()
        if effect is None:
            return False
        if urgency != self._urgency:
            self._urgency = urgency
            self._load(urgency)
        effect.play()
        return True

    def _voices(self) -> Any:
        """The engine; None where none is installed or it cannot be reached."""
        if self._engine is None and not self._has_no_engine:
            try:
                from PySide6.QtTextToSpeech import QTextToSpeech
            except ImportError:
                self._has_no_engine = True
                return None
            names = [each for each in QTextToSpeech.availableEngines() if each != "mock"]
            if names:
                self._engine = QTextToSpeech(names[0], self)
            self._has_no_engine = not names
        return self._engine

    def _sound(self) -> Any:
        """What plays; None where there is no sound card."""
        if self._effect is None and not self._has_no_sound:
            try:
                from PySide6.QtMultimedia import QMediaDevices, QSoundEffect
            except ImportError:
                self._has_no_sound = True
                return None
            self._has_no_sound = QMediaDevices.defaultAudioOutput().isNull()
            if not self._has_no_sound:
                self._effect = QSoundEffect(self)
        return self._effect

    def _load(self, urgency: int) -> None:
        self._tone = QTemporaryFile("commandroom-XXXXXX.wav", self)
        if self._tone.open():
            self._tone.write(tone_wav(urgency))
            self._tone.flush()
            self._effect.setSource(QUrl.fromLocalFile(self._tone.fileName()))


@contextmanager
def _unlogged() -> Iterator[None]:
    """Let Qt load its libraries and plug-ins without our log.

    Their warnings come while the dynamic loader is locked. A handler in Python would then wait for the
    interpreter, which a thread that imports something may hold while it waits for the loader: for ever.
    """
    before = qInstallMessageHandler(None)
    try:
        yield
    finally:
        qInstallMessageHandler(before)


def tone_wav(urgency: int) -> bytes:
    """The tone as a WAV file of one channel, 16 bit: two rising notes, higher and denser when pressing."""
    parts = _PARTS.get(min(max(urgency, 0), 2), _PRESSING)
    frames = b"".join(_note(hertz, seconds) for hertz, seconds in parts)
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE_HZ)
        sound.writeframes(frames)
    return file.getvalue()


def _note(hertz: int, seconds: float) -> bytes:
    """One note (0 Hz: a pause) that swells and fades within 10 ms, so that it does not click."""
    count = int(RATE_HZ * seconds)
    edge = RATE_HZ // 100
    return b"".join(
        struct.pack(
            "<h",
            int(
                32_767 * _LOUD * min(1.0, at / edge, (count - at) / edge)
                * math.sin(2 * math.pi * hertz * at / RATE_HZ)
            ),
        )
        for at in range(count)
    )  # fmt: skip


def spoken_number(incident: str, wording: Wording) -> str:
    """The last four digits of an incident's number, digit by digit as on the radio."""
    digits = incident.rsplit("-", 1)[-1]
    if wording.language == "zh":
        return "".join(_DIGITS_ZH[int(each)] if each.isdecimal() else each for each in digits)
    return " ".join(digits)


def spoken_sign(sign: str, wording: Wording) -> str:
    """A call sign so that a voice reads its figures one by one: 巡07 is 巡零七, never 巡七."""
    if wording.language == "zh":
        return "".join(_DIGITS_ZH[int(each)] if each in "0123456789" else each for each in sign)
    return "".join(f" {each}" if each in "0123456789" else each for each in sign).strip()
