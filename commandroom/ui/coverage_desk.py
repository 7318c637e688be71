"""覆盖: the layer on the map, the read-out in its corner, and what a dispatch would uncover."""

import asyncio
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from commandroom.errors import Refusal
from commandroom.map.marks import Shape
from commandroom.models.domain.ids import IncidentId, UnitId
from commandroom.ui.errands import Errands
from commandroom.ui.layers import coverage_words as words
from commandroom.ui.layers.choice import LayerChoice
from commandroom.ui.layers.coverage_figures import CoverageFigures
from commandroom.ui.layers.coverage_shapes import HEADLINE, RINGS, Drawn, drawn, with_move
from commandroom.ui.layers.coverage_watch import CoverageWatch, Sight
from commandroom.ui.layers.map_chip import MapChip
from commandroom.ui.theme import Theme

if TYPE_CHECKING:
    from commandroom.ui.brain_table import Seat


class CoverageDesk(QObject):
    """One picture of the coverage for the layer, the read-out, the figures and every drag."""

    LINES_REST = 10.0
    """The layer rests so many times as long as its last drawing took."""

    def __init__(self, seat: "Seat", theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._errands = Errands()
        self._drawn: Drawn = ((), ())
        self._drawn_of: Sight | None = None
        self._is_drawing = False
        self._move: Shape | None = None
        self._why: Refusal | None = None
        self.chip = MapChip(seat.frame.map_space)
        self.watch = CoverageWatch(
            router=lambda: seat.ranker.router, situation=seat.situation, relay=seat.relay,
            limits_s=RINGS[seat.layers.choice.option("coverage.rings")], parent=self,
        )  # fmt: skip
        self.figures = CoverageFigures(seat, self.watch, theme, self)
        self._lines_rest = QTimer(self, singleShot=True)
        self._lines_rest.timeout.connect(self._draw)
        self._connect()
        seat.console.set_cover_preview(self.cover)
        self._on_choice(seat.layers.choice)
        self.apply_theme(theme)

    async def cover(self, unit: UnitId, _incident: IncidentId) -> str:
        """What sending `unit` would open, in a few words; '' while nothing is known. A look-up, no search."""
        sight = self.watch.sight
        if sight is None:
            return ""
        self.watch.hurry()
        loss = sight.picture.without((unit,))
        return words.preview(loss, sight.book.limits_s, self._seat.console.phrases)

    @property
    def is_drawn(self) -> bool:
        """Whether the layer shows the newest picture."""
        return self.watch.sight is not None and self._drawn_of is self.watch.sight

    def apply_wording(self) -> None:
        """Another language."""
        self._show()
        self.figures.apply_wording()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.chip.apply_theme(theme)
        self.figures.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._seat.console.set_cover_preview(None)
        self._lines_rest.stop()
        self.watch.stop()
        self.figures.stop()
        self._errands.cancel()

    def _connect(self) -> None:
        seat = self._seat
        seat.pane.ready.connect(self.watch.begin)
        seat.layers.changed.connect(self._on_choice)
        seat.actions["coverage"].triggered.connect(self._on_layer)
        seat.actions["coverage_figures"].triggered.connect(self.figures.open)
        self.chip.clicked.connect(self.figures.open)
        self.figures.way_wanted.connect(self._on_way)
        self.watch.renewed.connect(self._on_renewed)
        self.watch.failed.connect(self._on_failed)
        team = seat.frame.units.team.list
        for signal in (team.ticked, team.added, seat.ranker.ranked, seat.console.incident_selected):
            signal.connect(self._show)

    @Slot()
    def _on_renewed(self) -> None:
        self._why = None
        self._show()
        self._draw()

    @Slot(object)
    def _on_failed(self, why: Refusal) -> None:
        self._why = why
        self._show()

    @Slot()
    def _show(self) -> None:
        """The read-out, and the figure behind the layer's name."""
        phrases, sight = self._seat.console.phrases, self.watch.sight
        if sight is None:
            if self._why is not None:
                self.chip.say(phrases.say("coverage.none"))
                self.chip.set_hint(phrases.wording.error(self._why))
            return
        picture = sight.picture
        self.chip.say(words.headline(picture, phrases), self._team_words(sight))
        self.chip.set_hint(phrases.say("coverage.head.hint"))
        share = words.headline_of(picture.shares, picture.limits_s[HEADLINE])
        self._seat.frame.map_space.model.set_note("coverage", words.percent(share))

    def _team_words(self, sight: Sight) -> tuple[str, ...]:
        """What sending the proposed team, as it is ticked, would open; the longest text first."""
        team = self._seat.frame.units.team
        units = () if team.isHidden() or self._seat.console.incident is None else tuple(team.ready())
        if not units:
            return ()
        loss = sight.picture.without(UnitId(unit) for unit in units)
        return words.after_team(loss, sight.book.limits_s, self._seat.console.phrases)

    @Slot(object)
    def _on_choice(self, choice: LayerChoice) -> None:
        self._seat.actions["coverage"].setChecked("coverage" in choice.on)
        self.watch.set_limits(RINGS[choice.option("coverage.rings")])
        self._draw()

    @Slot(bool)
    def _on_layer(self, on: bool) -> None:
        layers = self._seat.layers
        layers.choose(layers.choice.with_layers(frozenset({"coverage"}), on))

    @Slot(object)
    def _on_way(self, way: Shape | None) -> None:
        """The way of a move is part of the layer, which then shows."""
        self._move = way
        self._lay()
        if way is not None:
            self._on_layer(True)

    @Slot()
    def _draw(self) -> None:
        """Find the roads of the newest picture, while somebody looks at them."""
        sight = self.watch.sight
        if sight is None or sight is self._drawn_of or "coverage" not in self._seat.layers.choice.on:
            return
        if not self._is_drawing and not self._lines_rest.isActive():
            self._is_drawing = True
            self._errands.start(self._draw_now(sight))

    async def _draw_now(self, sight: Sight) -> None:
        began = perf_counter()
        try:
            self._drawn = await asyncio.to_thread(drawn, sight.book.router, sight.picture)
            self._drawn_of = sight
            self._lay()
        finally:
            self._is_drawing = False
            self._lines_rest.start(round(1000 * self.LINES_REST * (perf_counter() - began)))

    def _lay(self) -> None:
        shapes, rows = with_move(self._drawn, self._move)
        self._seat.pane.overlays.set_shapes("coverage", shapes, rows)
