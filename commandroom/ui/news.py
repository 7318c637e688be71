"""Facts, alarms and rankings on their way to the panels."""

from PySide6.QtCore import QObject, Slot

from commandroom.models.domain import events as ev
from commandroom.services.ports import Recorded, Snapshot, Store
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.alarms import Alarms
from commandroom.ui.chime import Chime
from commandroom.ui.console import Console, Notice
from commandroom.ui.errands import Errands
from commandroom.ui.frame import RoomFrame
from commandroom.ui.hands import Hands
from commandroom.ui.map_desk import MapDesk
from commandroom.ui.map_table import MapTable
from commandroom.ui.ranker import Ranker
from commandroom.ui.relay import Relay
from commandroom.ui.selection import Selection

BEHIND_THE_SCENES = (ev.InjectSteered, ev.NoteTaken)
"""What an instructor does while a drill is played; its trainee must not read it."""


class News(QObject):
    """Repaints what a fact has changed, and no more."""

    def __init__(
        self,
        *,
        room: Room,
        situation: Situation,
        relay: Relay,
        alarms: Alarms,
        chime: Chime,
        console: Console,
        ranker: Ranker,
        hands: Hands,
        frame: RoomFrame,
        map_desk: MapDesk,
        selection: Selection,
        map_table: MapTable,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._room = room
        self._situation = situation
        self._relay = relay
        self._alarms = alarms
        self._chime = chime
        self._console = console
        self._ranker = ranker
        self._hands = hands
        self._frame = frame
        self._map_desk = map_desk
        self._selection = selection
        self._map_table = map_table
        self._errands = Errands()
        self._connect()

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    def _connect(self) -> None:
        relay = self._relay
        relay.journal_line.connect(self._alarms.on_journal_line)
        relay.journal_line.connect(self._on_journal_line)
        relay.incident_changed.connect(self._on_incident_changed)
        relay.assignment_changed.connect(self._on_assignment_changed)
        relay.unit_changed.connect(self._on_unit_changed)
        relay.positions_changed.connect(self._on_moved)
        relay.roster_imported.connect(self._on_roster_imported)
        self._alarms.changed.connect(self._on_alarms)
        self._ranker.ranked.connect(self._on_ranked)
        self._console.notice.connect(self._frame.notices.show_notice)
        self._console.store_state.connect(self._frame.top.show_store)

    @Slot(object)
    def _on_journal_line(self, fact: Recorded) -> None:
        if not isinstance(fact.event, BEHIND_THE_SCENES) or self._room.mode != "drill":
            self._frame.bottom.journal.extend((fact,))

    @Slot(str)
    def _on_incident_changed(self, incident: str) -> None:
        self._console.on_incident_changed(incident)
        self._frame.queue.refresh()
        self._watch_gravest()
        if incident == self._console.incident:
            self._ranker.stir()
            self._selection.show_selected()
        self._hands.enable()

    @Slot(str, str)
    def _on_assignment_changed(self, unit: str, incident: str) -> None:
        self._frame.units.model.units_changed({unit})
        self._on_incident_changed(incident)

    @Slot(str)
    def _on_unit_changed(self, unit: str) -> None:
        self._frame.units.model.units_changed({unit})
        self._frame.units.model.rearrange()
        self._frame.units.count()
        self._ranker.stir()
        self._hands.enable()

    @Slot(object)
    def _on_moved(self, units: frozenset[str]) -> None:
        self._frame.units.model.units_changed(units)
        self._ranker.stir()

    @Slot()
    def _on_alarms(self) -> None:
        self._frame.queue.set_raised(self._alarms.raised)
        self._watch_gravest()
        self._chime.set_waiting(self._alarms.is_calling)
        self._selection.show_hint()

    @Slot()
    def _on_ranked(self) -> None:
        found = self._console.proposed()
        self._frame.units.model.set_ranking(self._ranker.by_unit, None if found is None else found.unit)
        self._frame.units.count()
        self._selection.show_hint()

    def _watch_gravest(self) -> None:
        """No silence while a level-1 incident has nobody."""
        self._chime.set_must_be_heard(self._alarms.has_grave_without_unit)

    @Slot()
    def _on_roster_imported(self) -> None:
        self._errands.start(self._take_register())

    async def _take_register(self) -> None:
        self._take_over(await self._room.read(self._snapshot))
        self._frame.bottom.name_things()
        self._map_desk.marks.show_all()
        self._map_table.take_register()
        self._frame.units.model.rearrange(even_if_held=True)
        self._frame.units.count()
        self._ranker.stir()
        text = self._console.phrases.say("ui.roster_changed", units=len(self._situation.units))
        self._frame.notices.show_notice(Notice("done", text))

    def _snapshot(self, store: Store) -> Snapshot:
        return store.snapshot(now=self._room.now())

    def _take_over(self, snapshot: Snapshot) -> None:
        """Take the register over, and keep listening where we were: facts on their way are folded again."""
        here = self._situation
        here.firms |= {each.id: each for each in snapshot.firms}
        here.posts |= {each.id: each for each in snapshot.posts}
        here.members |= {each.id: each for each in snapshot.members}
        here.patrols |= {each.id: each for each in snapshot.patrols}
        for incident in snapshot.incidents:
            here.put(incident)
        for assignment in snapshot.assignments:
            here.put(assignment)
        for unit in snapshot.units:
            here.put(unit)
