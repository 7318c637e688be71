"""What taking an answer does: go there, select it, fill in the form, carry out the command."""

from PySide6.QtCore import QObject, Slot

from commandroom.geo import LatLon
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.hands import Hands
from commandroom.ui.intake_desk import IntakeDesk
from commandroom.ui.map_pane import MapPane
from commandroom.ui.panels.text import short_number
from commandroom.ui.search.answer import Answer
from commandroom.ui.search.box import SearchBox
from commandroom.ui.search.commands import CommandSearch

_PLACES = ("crossing", "place", "road", "post", "coordinate")
"""What may be the place of an incident."""


class SearchDesk(QObject):
    """Going somewhere by search is meant: it moves the map even when the view is locked."""

    def __init__(
        self,
        *,
        box: SearchBox,
        actions: RoomActions,
        console: Console,
        situation: Situation,
        pane: MapPane,
        intake: IntakeDesk,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._console = console
        self._situation = situation
        self._pane = pane
        self._intake = intake
        self._box = box
        self._commands = CommandSearch(actions)
        box.set_commands(self._commands)
        box.set_origin(self.origin)
        box.chosen.connect(self.take)

    def origin(self) -> tuple[LatLon | None, str]:
        """The selected incident, else the middle of the map."""
        incident = self._situation.incidents.get(self._console.incident or IncidentId(""))
        if incident is not None:
            return incident.at, short_number(incident.id)
        return self._pane.view.centre, self._console.phrases.say("search.origin.map")

    @Slot(object)
    def take(self, answer: Answer) -> None:
        """Do what `answer` is for."""
        match answer.kind:
            case "command":
                self._carry_out(answer)
            case "incident":
                self._to_incident(answer)
            case "unit":
                self._to_unit(answer)
            case "member":
                self._to_member(answer)
            case _:
                self._to_place(answer)

    def _carry_out(self, answer: Answer) -> None:
        if self._commands.can_be_done(answer.id):
            self._commands.do(answer.id)
            return
        why = self._commands.why_not(answer.id, self._console.phrases.wording)
        self._refuse("search.refused", what=answer.name, why=why)

    def _to_incident(self, answer: Answer) -> None:
        incident = self._situation.incidents.get(IncidentId(answer.id))
        if incident is None:
            self._refuse("search.gone", what=answer.name)
            return
        self._console.select_incident(incident.id)
        self._pane.go_to(incident.at, Hands.GO_TO_ZOOM)

    def _to_unit(self, answer: Answer) -> None:
        unit = self._situation.units.get(UnitId(answer.id))
        if unit is None:
            self._refuse("search.gone", what=answer.name)
            return
        self._console.select_unit(unit.id)
        self._pane.go_to(unit.at, Hands.GO_TO_ZOOM)

    def _to_member(self, answer: Answer) -> None:
        member = next((each for each in self._situation.members.values() if each.id == answer.id), None)
        unit = None if member is None or member.unit is None else self._situation.units.get(member.unit)
        post = None if member is None or member.post is None else self._situation.posts.get(member.post)
        if unit is not None:
            self._console.select_unit(unit.id)
            self._pane.go_to(unit.at, Hands.GO_TO_ZOOM)
        elif post is not None:
            self._box.chosen.emit(Answer("post", post.id, post.name, post.at))
        else:
            self._refuse("search.member_nowhere", name=answer.name)

    def _to_place(self, answer: Answer) -> None:
        if answer.at is None:
            return
        if answer.kind == "post":
            self._pane.select("post", answer.id)
        self._pane.go_to(answer.at, Hands.GO_TO_ZOOM)
        if answer.kind in _PLACES and self._intake.awaits_place:
            self._intake.put_place(answer.name, answer.at)

    def _refuse(self, key: str, **values: object) -> None:
        self._console.notice.emit(Notice("refused", self._console.phrases.say(key, **values)))
