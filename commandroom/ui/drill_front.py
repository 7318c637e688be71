"""What makes a window the window of a drill: the band's words, hints, the voice, and what a mode forbids."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from commandroom.models.domain import events as ev
from commandroom.services.ports import DrillHint, DrillStand, DrillSummary, Recorded
from commandroom.ui.console import Notice
from commandroom.ui.figures import clock_text
from commandroom.ui.panels.drill.band import BandWords
from commandroom.ui.reader import Reader
from commandroom.wording import Wording

if TYPE_CHECKING:
    from commandroom.ui.window import RoomWindow

PHASES = ("alarm", "first_response", "reinforce", "surround", "handle", "aftermath")
"""发现报警, 先期处置, 增援, 合围, 处置, 善后."""
PROPOSING = ("accept_team", "open_reasons", "contain", "many", "send_next", "planner")
"""Acts that propose something; an examination has none of them."""
BY_HAND = ("intake", "dispatch", "accept_team", "many", "contain", "send_next", "close", "close_with_result")
"""Acts that a demonstration leaves to the script's answer."""
SPOKEN = ("radio", "phone")
CAUSE = "inject:"


class DrillFront(QObject):
    """Puts a window into the mode of its drill and keeps its band true."""

    def __init__(self, window: "RoomWindow", summary: DrillSummary, reader: Reader | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._summary = summary
        self._stand = DrillStand("alarm", 0.0)
        self._hint: DrillHint | None = None
        self._replaced: list[QAction] = []
        self.notes: list[Recorded] = []
        """What an instructor has noted so far."""
        self.reader = reader or Reader(self)
        if summary.mode == "examination":
            window.ranker.mute()
            self._forbid((*PROPOSING, "score"), "run.examination.refused")
        elif summary.mode == "demonstration":
            self._forbid(BY_HAND, "run.demonstration.hands")
        pace = window.frame.pace
        if pace is not None:
            pace.offer_voice(is_on=self.reader.is_on)
            pace.voice_switched.connect(self.reader.switch)
        window.language_changed.connect(self.refresh)
        window.relay.journal_line.connect(self._on_fact)
        window.closed.connect(self.reader.stop)
        self.refresh()

    @property
    def may_score(self) -> bool:
        """Whether the score may be shown: an examination keeps it until the end."""
        return self._summary.mode != "examination" or bool(self._stand.ended)

    def show_stand(self, stand: DrillStand) -> None:
        """How the drill stands now."""
        newest = stand.hints[-1] if stand.hints else None
        if stand.ended and not self._stand.ended and self._summary.mode == "examination":
            self._allow("score")
        self._stand, self._hint = stand, newest
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say it anew, in the language of now."""
        frame, wording = self._window.frame, self._window.wording
        if frame.bands:
            frame.bands[0].show_words(band_words(self._summary, self._stand, wording))
        if frame.pace is not None:
            frame.pace.show_hint(self._line(wording))

    def _line(self, wording: Wording) -> str:
        """What stands beside the pace: why nothing can be ordered, or the newest hint."""
        if self._stand.ended:
            return wording.say(f"run.journal.ended.{self._stand.ended}")
        if self._summary.mode == "demonstration":
            return wording.say("run.demonstration.line")
        if self._summary.mode == "examination":
            return wording.say("run.examination.line")
        if self._hint is None:
            return ""
        text = self._hint.zh if wording.language == "zh" else self._hint.en
        return wording.say("run.hint", text=text)

    def _forbid(self, names: tuple[str, ...], why: str) -> None:
        """The acts go; their keys say why."""
        for name in names:
            act = self._window.actions_of_room[name]
            instead = QAction(self._window)
            instead.setObjectName(f"{name}-refused")
            instead.setShortcuts(act.shortcuts())
            instead.setProperty("why", why)
            instead.triggered.connect(self._on_refused)
            act.setShortcuts([])
            act.setVisible(False)
            self._window.addAction(instead)
            self._replaced.append(instead)

    def _allow(self, name: str) -> None:
        for instead in [each for each in self._replaced if each.objectName() == f"{name}-refused"]:
            act = self._window.actions_of_room[name]
            keys = instead.shortcuts()
            self._window.removeAction(instead)
            self._replaced.remove(instead)
            act.setShortcuts(keys)
            act.setVisible(True)

    @Slot()
    def _on_refused(self) -> None:
        asked = self.sender()
        if isinstance(asked, QAction):
            text = self._window.wording.say(str(asked.property("why")))
            self._window.frame.notices.show_notice(Notice("refused", text))

    @Slot(object)
    def _on_fact(self, fact: Recorded) -> None:
        """A message of the script is read aloud; notes are kept for the instructor."""
        said = fact.event
        if isinstance(said, ev.NoteTaken):
            self.notes.append(fact)
        if not isinstance(said, ev.MessageLogged) or said.channel not in SPOKEN:
            return
        if fact.by.cause.startswith(CAUSE):
            self.reader.read(f"{said.sender}：{said.text}", "zh")


def band_words(summary: DrillSummary, stand: DrillStand, wording: Wording) -> BandWords:
    """The words of the upper band."""
    is_zh = wording.language == "zh"
    title = summary.title_zh if is_zh else summary.title_en
    parts = (title, variant_name(summary, wording), summary.site)
    phase = stand.phase if stand.phase in PHASES else PHASES[0]
    return BandWords(
        mode=wording.say(f"run.mode.{summary.mode}"),
        title=" · ".join(each for each in parts if each),
        phases=tuple(wording.say(f"run.phase.{each}") for each in PHASES),
        phase=PHASES.index(phase),
        elapsed=wording.say("run.elapsed", time=clock_text(stand.elapsed_s)),
    )


def variant_name(summary: DrillSummary, wording: Wording) -> str:
    """The name of the difficulty."""
    if summary.variant == "standard":
        return wording.say("run.variant.standard")
    named = summary.variant_zh if wording.language == "zh" else summary.variant_en
    return named or summary.variant
