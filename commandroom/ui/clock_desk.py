"""The escalating clocks on the screen: alarm bar, sound and voice, and the next unit for one that is late."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from commandroom.models.domain.enums import AssignmentStatus
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.models.domain.rules import ring_of
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.alarms import SOUNDS_FROM, AlarmKey, Alarms, Cause
from commandroom.ui.chime import Chime
from commandroom.ui.console import Console
from commandroom.ui.errands import Errands
from commandroom.ui.frame import RoomFrame
from commandroom.ui.overdue import FEEDBACK
from commandroom.ui.panels.alarms.lines import PROPOSES_FROM, AlarmLine, NextUnit, alarm_lines
from commandroom.ui.panels.alarms.view import AlarmBar
from commandroom.ui.ranker import Ranker
from commandroom.ui.relay import Relay
from commandroom.ui.theme import Theme
from commandroom.ui.voice import Speaker, spoken_number, spoken_sign
from commandroom.ui.word_desk import WordDesk


@dataclass(frozen=True, slots=True)
class ClockParts:
    """What the desk works with."""

    window: QMainWindow
    room: Room
    situation: Situation
    console: Console
    ranker: Ranker
    relay: Relay
    alarms: Alarms
    chime: Chime
    actions: RoomActions
    frame: RoomFrame
    words: WordDesk


class ClockDesk(QObject):
    """Shows what is overdue, makes it heard, and offers the one act that helps."""

    TICK_MS = 1000

    def __init__(self, parts: ClockParts, parent: QObject, speaker: Speaker | None = None) -> None:
        """`speaker` is the computer's own unless given."""
        super().__init__(parent)
        self._parts = parts
        self._errands = Errands()
        self._next: dict[AlarmKey, NextUnit] = {}
        self._is_looking = False
        self.speaker = speaker or Speaker(self._beep, self)
        self.bar = AlarmBar(parts.console.phrases.wording, parts.window)
        self._stand_beside_notices(parts.frame)
        self._tick = QTimer(self, interval=self.TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        parts.chime.set_voice(self.call)
        parts.alarms.changed.connect(self._on_alarms)
        parts.relay.unit_changed.connect(self._on_unit_changed)
        parts.actions["send_next"].triggered.connect(self._on_send_next)
        self.bar.act_wanted.connect(self._act)
        self.refresh()

    def apply_wording(self) -> None:
        """Another language."""
        self.bar.apply_wording(self._parts.console.phrases.wording)
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.bar.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._tick.stop()
        self.bar.stop()
        self._errands.cancel()

    @Slot()
    def _on_tick(self) -> None:
        self.refresh()
        self._look_for_next()

    @Slot()
    def refresh(self) -> None:
        """Say every line as it stands now."""
        parts = self._parts
        lines = alarm_lines(
            parts.alarms.lines(),
            situation=parts.situation,
            phrases=parts.console.phrases,
            now=parts.room.now(),
            proposals=self._next,
        )
        self.bar.show_lines(lines)
        parts.actions["send_next"].setEnabled(any(each.act == "send" for each in lines))

    def sentence(self) -> str:
        """What is to be said aloud: the worst late unit; '' where a tone says enough."""
        wording = self._parts.console.phrases.wording
        for alarm in self._parts.alarms.lines():
            key = alarm.key
            if not alarm.is_calling or key.unit is None:
                continue
            sign = spoken_sign(self._parts.situation.unit(key.unit).call_sign, wording)
            if key.cause is Cause.CALL:
                return wording.say("clocks.voice.call", unit=sign)
            if key.incident is not None and alarm.stage >= SOUNDS_FROM:
                step, number = wording.say(f"clocks.not.{alarm.step}"), spoken_number(key.incident, wording)
                return wording.say("clocks.voice.overdue", unit=sign, step=step, number=number)
        return ""

    @Slot()
    def call(self) -> None:
        """The chime calls: a sentence, else a tone, else a beep and a mark on the task bar."""
        parts = self._parts
        language = parts.console.phrases.wording.language
        heard = self.speaker.call(self.sentence(), language, parts.chime.urgency)
        if heard == "beep":
            QApplication.alert(parts.window, 0)

    def _beep(self) -> None:
        QApplication.beep()

    def _stand_beside_notices(self, frame: RoomFrame) -> None:
        """The bar takes the left half of the notices' line: nothing moves up or down when it comes."""
        box = frame.layout()
        if not isinstance(box, QVBoxLayout):
            return
        place = box.indexOf(frame.notices)
        row = QWidget(frame)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.bar, 1)
        line.addWidget(frame.notices, 1)
        box.insertWidget(place, row)

    @Slot()
    def _on_alarms(self) -> None:
        lines = self._parts.alarms.lines()
        if lines and not self._tick.isActive():
            self._tick.start()
        elif not lines:
            self._tick.stop()
        late = {each.key for each in lines if each.stage >= PROPOSES_FROM and each.step != FEEDBACK}
        self._next = {key: unit for key, unit in self._next.items() if key in late}
        self.refresh()
        self._look_for_next()

    def _look_for_next(self) -> None:
        """One search at a time; what comes up meanwhile is looked at when it is over."""
        if not self._is_looking and self._wanting():
            self._is_looking = True
            self._errands.start(self._find_next())

    def _wanting(self) -> list[AlarmKey]:
        """The lines that should offer somebody and do not yet, worst first."""
        by_key = {each.key: each for each in self._parts.alarms.lines()}
        found = [by_key[line.key] for line in self.bar.lines if line.key in by_key]
        return [
            each.key
            for each in found
            if each.stage >= PROPOSES_FROM and each.step != FEEDBACK and each.key not in self._next
        ]

    async def _find_next(self) -> None:
        """Whom to send besides each late unit: the nearest free one that would stop the clock it should.

        One after the other, worst first, so that nobody is proposed twice.
        """
        parts = self._parts
        try:
            for key in self._wanting():
                where = parts.situation.incidents.get(key.incident or IncidentId(""))
                if where is None or key.unit is None:
                    continue
                ring = ring_of(parts.situation.unit(key.unit), where.own_post)
                ranking = await parts.ranker.rank(where)
                taken = {each.unit for each in self._next.values()}
                able = [each for each in ranking if each.may_go and each.ring and each.unit not in taken]
                found = next((each for each in able if each.ring is ring), next(iter(able), None))
                if found is not None:
                    sign = parts.situation.unit(found.unit).call_sign
                    self._next[key] = NextUnit(found.unit, sign, found.eta_s)
        finally:
            self._is_looking = False
        self.refresh()

    @Slot(str)
    def _on_unit_changed(self, unit: str) -> None:
        """Somebody proposed is to be had no more: propose another."""
        who = self._parts.situation.units.get(UnitId(unit))
        stale = [key for key, each in self._next.items() if each.unit == unit]
        if stale and (who is None or not who.is_free):
            for key in stale:
                del self._next[key]
            self.refresh()
            self._look_for_next()

    @Slot()
    def _on_send_next(self) -> None:
        line = next((each for each in self.bar.lines if each.act == "send"), None)
        if line is not None:
            self._act(line)

    @Slot(object)
    def _act(self, line: AlarmLine) -> None:
        """The one act of an alarm; it counts as seen."""
        parts, key = self._parts, line.key
        if key.incident is not None:
            parts.console.select_incident(key.incident)
        if line.act == "send" and key.incident is not None:
            self._errands.start(parts.console.assign(UnitId(line.unit), key.incident))
        elif line.act == "step" and key.incident is not None and key.unit is not None:
            step = AssignmentStatus(line.step)
            self._errands.start(parts.console.advance(key.unit, key.incident, step))
        elif line.act == "word" and key.incident is not None and key.unit is not None:
            parts.words.feedback_of(key.unit, key.incident)
        elif line.act == "unit" and key.unit is not None:
            parts.console.select_unit(key.unit)
            parts.actions["locate_unit"].trigger()
        if line.act in ("see", "unit", "send", "word"):
            parts.alarms.acknowledge_alarm(key)
