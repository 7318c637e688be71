"""Decides what shows on the map: the layers chosen, filled from the situation."""

from collections import Counter
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from commandroom.models.domain.enums import UnitKind
from commandroom.models.domain.ids import IncidentId, PostId
from commandroom.services.room import Room
from commandroom.services.situation import Situation
from commandroom.ui.actions import RoomActions
from commandroom.ui.console import Console, Notice
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.heat_desk import HeatDesk
from commandroom.ui.layers.patrol_desk import PatrolDesk
from commandroom.ui.layers.reach_desk import ReachDesk, question_of
from commandroom.ui.layers.space import MapSpace
from commandroom.ui.layers.trail_desk import TrailDesk, units_bound_for
from commandroom.ui.map_pane import MapPane
from commandroom.ui.mark_desk import MarkDesk
from commandroom.ui.marks import incident_state
from commandroom.ui.relay import Relay

ALWAYS = frozenset({"opponent", "incident.closed", "contain"})
"""Attackers of a drill and a ring that was asked for are never hidden; which closed incidents are sent at
all is decided here."""
COUNT_MS = 1000


class LayerDesk(QObject):
    """Holds the LayerChoice of the window and keeps panel, map and acts in step with it."""

    changed = Signal(object)
    """The LayerChoice, after somebody chose."""

    def __init__(
        self,
        *,
        pane: MapPane,
        space: MapSpace,
        actions: RoomActions,
        room: Room,
        situation: Situation,
        console: Console,
        relay: Relay,
        marks: MarkDesk,
        choice: LayerChoice,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.choice = choice
        self._pane = pane
        self._space = space
        self._actions = actions
        self._situation = situation
        self._console = console
        self._marks = marks
        self._post: PostId | None = None
        self.reach = ReachDesk(pane.overlays, console.ranker, self)
        self.trails = TrailDesk(
            overlays=pane.overlays, situation=situation, relay=relay, now=room.now,
            view=lambda: pane.view, parent=self,
        )  # fmt: skip
        self.patrols = PatrolDesk(pane.overlays, console.ranker, self)
        self.heat = HeatDesk(pane.overlays, room, self)
        self._count = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._count.timeout.connect(self.count)
        self._connect(relay)
        self.show_patrols()
        self._apply()
        self.count()

    def choose(self, choice: LayerChoice) -> None:
        """Show these layers from now on."""
        if choice != self.choice:
            self.choice = choice
            self._apply()
            self.changed.emit(choice)

    def show_reach_of(self, post: PostId | None) -> None:
        """Where reach shows: of this post instead of the selected incident; None for the incident again."""
        self._post = post
        self._ask_reach()

    def forget_reach(self) -> None:
        """Travel times are other ones now: ask anew."""
        self.reach.forget()
        self._ask_reach()

    def show_patrols(self) -> None:
        """The patrol routes of the register."""
        self.patrols.show_routes(self._situation.patrols.values())

    def apply_wording(self) -> None:
        """Another language, of the words behind the names."""
        self._ask_reach()
        self._ask_trails()

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._count.stop()
        for part in (self.reach, self.patrols, self.trails, self.heat):
            part.stop()

    @Slot()
    def count(self) -> None:
        """How many of each there are."""
        here = self._situation
        counts: Counter[str] = Counter(f"unit.{unit.kind.value}" for unit in here.units.values())
        counts.update(f"incident.{incident_state(each, here)}" for each in here.incidents.values())
        counts["incidents"] = sum(1 for each in here.incidents.values() if each.is_open)
        counts.update(post=len(here.posts), patrol=len(here.patrols), drawing=len(here.drawings))
        self._space.model.set_counts(dict(counts))

    def _connect(self, relay: Relay) -> None:
        model, acts = self._space.model, self._actions
        model.wanted.connect(self._on_wanted)
        model.option_wanted.connect(self._on_option)
        self._space.panel.closed.connect(acts["layers"].trigger)
        self._space.panel_shown.connect(acts["layers"].setChecked)
        acts["layers"].triggered.connect(self._on_panel)
        acts["legend"].triggered.connect(self._on_legend)
        acts["reach"].triggered.connect(self._on_reach_wanted)
        for signal in (relay.unit_changed, relay.incident_changed, relay.assignment_changed,
                       relay.drawing_changed, relay.roster_imported):  # fmt: skip
            signal.connect(self._count_soon)
        relay.assignment_changed.connect(self._ask_trails)
        self._console.incident_selected.connect(self._on_selected)
        self._console.unit_selected.connect(self._ask_trails)
        self.reach.busy.connect(self._on_busy)
        self.reach.answered.connect(self._on_reach)
        self.trails.left_out.connect(self._on_left_out)

    def _apply(self) -> None:
        choice = self.choice
        self._pane.overlays.set_shown(choice.on | ALWAYS)
        self._marks.show_closed("incident.closed" in choice.on)
        self._space.model.set_choice(choice)
        self._space.open_panel(choice.is_open)
        for name in ("legend", "reach"):
            self._actions[name].setChecked(name in choice.on)
        self.patrols.want("patrol" in choice.on)
        self.heat.show_days(int(choice.option("heat.days")) if "heat" in choice.on else 0)
        self._ask_reach()
        self._ask_trails()

    @Slot()
    def _ask_trails(self) -> None:
        minutes = int(self.choice.option("trail.minutes"))
        is_on, who = "trail" in self.choice.on, self.choice.option("trail.who")
        if is_on and who == "all":
            self.trails.show_of(None, minutes)
            return
        unit, incident = self._console.unit, self._console.incident
        if who == "unit":
            chosen = [] if unit is None else [unit]
        else:
            chosen = units_bound_for(self._situation, incident)
        self.trails.show_of(chosen if is_on else (), minutes)
        is_waiting = is_on and (unit if who == "unit" else incident) is None
        self._note("trail", "layers.none_chosen" if is_waiting else "")

    def _ask_reach(self) -> None:
        incident = self._situation.incidents.get(self._console.incident or IncidentId(""))
        kind = UnitKind(self.choice.option("reach.mode"))
        post = self._situation.posts.get(self._post or PostId(""))
        is_on, thing = "reach" in self.choice.on, post or incident
        self._note("reach", "layers.none_chosen" if is_on and thing is None else "")
        self.reach.ask(question_of(thing if is_on else None, kind))

    def _note(self, row: str, key: str, **values: object) -> None:
        """A word behind a row's name; an empty key for none."""
        self._space.model.set_note(row, self._console.phrases.say(key, **values) if key else "")

    @Slot(bool)
    def _on_busy(self, on: bool) -> None:
        """Say it in the panel, or at the foot of the window where the panel is folded."""
        self._note("reach", "layers.busy" if on else "")
        if on and not self.choice.is_open:
            self._console.notice.emit(Notice("done", self._console.phrases.say("layers.busy.reach")))

    @Slot(int)
    def _on_left_out(self, count: int) -> None:
        self._note("trail", "layers.trail.left_out" if count else "", n=count)

    @Slot(bool)
    def _on_reach(self, is_any: bool) -> None:
        self._note("reach", "" if is_any else "layers.unreachable")

    @Slot()
    def _on_selected(self) -> None:
        self._ask_reach()
        self._ask_trails()

    @Slot()
    def _count_soon(self) -> None:
        if not self._count.isActive():
            self._count.start()

    @Slot(object, bool)
    def _on_wanted(self, names: frozenset[str], on: bool) -> None:
        self.choose(self.choice.with_layers(names, on))

    @Slot(str, str)
    def _on_option(self, name: str, value: str) -> None:
        """Choosing how a layer is to be shows it."""
        self.choose(self.choice.with_option(name, value).with_layers(frozenset({name.split(".")[0]}), True))

    @Slot(bool)
    def _on_panel(self, on: bool) -> None:
        had_keys = self._space.panel.tree.hasFocus()
        self._space.open_panel(on, by_hand=True)
        self.choose(replace(self.choice, is_open=on))
        if on:
            self._space.panel.enter()
        elif had_keys:
            self._space.map.setFocus()

    @Slot(bool)
    def _on_legend(self, on: bool) -> None:
        self.choose(self.choice.with_layers(frozenset({"legend"}), on))

    @Slot(bool)
    def _on_reach_wanted(self, on: bool) -> None:
        self.choose(self.choice.with_layers(frozenset({"reach"}), on))
