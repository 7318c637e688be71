"""The figures of the coverage and the advice to move up. Nothing is ordered here: a move is shown."""

import asyncio
from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from commandroom.models.domain.ids import PostId
from commandroom.services.coverage.demand import KINDS
from commandroom.services.coverage.moveup import Move, move_up
from commandroom.services.coverage.picture import Coverage, Gap
from commandroom.services.recommendation import MODE_OF
from commandroom.ui.errands import Errands
from commandroom.ui.figures import clock_text
from commandroom.ui.hands import Hands
from commandroom.ui.layers import coverage_words as words
from commandroom.ui.layers.coverage_panel import CoveragePanel, CoveragePicture
from commandroom.ui.layers.coverage_shapes import HEADLINE, move_shape, post_gaps
from commandroom.ui.layers.coverage_table import ShareCell, ShareRow
from commandroom.ui.layers.coverage_watch import CoverageWatch, Sight
from commandroom.ui.phrases import Phrases
from commandroom.ui.theme import Theme

if TYPE_CHECKING:
    from commandroom.ui.brain_table import Seat

MOVES = 3
FRAME_PX = 40
"""The head that a desktop puts on a window."""
MOVE_WITHIN_S = 600.0
"""Nobody is asked to move farther than ten minutes."""


class CoverageFigures(QObject):
    """One panel; the moves are worked out when somebody asks."""

    way_wanted = Signal(object)
    """The Shape of a move's way is to be drawn; None for none."""

    def __init__(self, seat: "Seat", watch: CoverageWatch, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._seat = seat
        self._watch = watch
        self._theme = theme
        self._errands = Errands()
        self._moves: tuple[Move, ...] | None = None
        """None until somebody asked, and when one of them can no longer be made."""
        self._is_outdated = False
        self.is_finding = False
        """Moves are being worked out."""
        self.panel: CoveragePanel | None = None
        watch.renewed.connect(self._show)

    @Slot()
    def open(self) -> None:
        """Show the figures, or bring them to the front."""
        if self.panel is None:
            self.panel = CoveragePanel(self._theme, self._phrases.wording, self._seat.window)
            self.panel.gap_wanted.connect(self._on_gap)
            self.panel.moves_wanted.connect(self.find_moves)
            self.panel.move_wanted.connect(self._on_move)
            self.panel.finished.connect(self._on_closed)
            self._show_moves()
            self._show()
            self._stand(self.panel)
        self._show()
        self.panel.show()
        self.panel.raise_()
        self.panel.activateWindow()

    @Slot()
    def find_moves(self) -> None:
        """调补建议: work out up to three moves for the newest picture."""
        if self._watch.sight is not None and not self.is_finding:
            self.is_finding = True
            self._show_moves()
            self._errands.start(self._find(self._watch.sight))

    def apply_wording(self) -> None:
        """Another language."""
        if self.panel is not None:
            self.panel.apply_wording(self._phrases.wording)
        self._show()
        self._show_moves()

    def apply_theme(self, theme: Theme) -> None:
        """Other colours."""
        self._theme = theme
        if self.panel is not None:
            self.panel.apply_theme(theme)

    def stop(self) -> None:
        """Work no more, as the window closes."""
        self._errands.cancel()

    @property
    def _phrases(self) -> Phrases:
        return self._seat.console.phrases

    @Slot()
    def _show(self) -> None:
        if self._watch.sight is None:
            return
        picture = self._watch.sight.picture
        if self._moves and any(each.unit not in picture.stands for each in self._moves):
            self._moves, self._is_outdated = None, True
            self._show_moves()
        if self.panel is not None:
            self.panel.show_picture(coverage_picture(picture, self._phrases))

    def _stand(self, panel: CoveragePanel) -> None:
        """At the left rim of the map, so that most of it stays in sight, and wholly on the screen."""
        space = self._seat.frame.map_space
        corner = space.mapToGlobal(space.rect().topLeft())
        lowest = panel.screen().availableGeometry().bottom() - panel.height() - FRAME_PX
        panel.move(corner.x() + 12, max(min(corner.y() + 12, lowest), 0))

    async def _find(self, sight: Sight) -> None:
        try:
            found = await asyncio.to_thread(
                move_up, sight.book, sight.picture, count=MOVES, within_s=MOVE_WITHIN_S
            )
            self._moves, self._is_outdated = found[0], False
        finally:
            self.is_finding = False
            self._show_moves()

    def _show_moves(self) -> None:
        if self.panel is None:
            return
        say = self._phrases.say
        if self.is_finding:
            self.panel.show_moves((), say("coverage.moves.busy"), is_busy=True)
        elif not self._moves:
            key = "coverage.moves.none" if self._moves is not None else "coverage.moves.hint"
            self.panel.show_moves((), say("coverage.moves.outdated" if self._is_outdated else key))
        else:
            rows = [(each.unit, self._line(each)) for each in self._moves]
            self.panel.show_moves(rows, say("coverage.moves.note"))

    def _line(self, move: Move) -> str:
        unit = self._seat.situation.units.get(move.unit)
        sign = move.unit if unit is None else unit.call_sign
        return words.move_line(move, sign, self._phrases)

    @Slot(str)
    def _on_move(self, unit: str) -> None:
        move = next((each for each in self._moves or () if each.unit == unit), None)
        if move is not None and move.unit in self._seat.situation.units:
            self._seat.console.select_unit(move.unit)
            self._errands.start(self._show_way(move))

    async def _show_way(self, move: Move) -> None:
        """From where the unit stands now."""
        seat, who = self._seat, self._seat.situation.units[move.unit]
        post = seat.situation.posts.get(move.post)
        if post is None:
            return
        goal, mode = post.at, MODE_OF[who.kind]
        way = await asyncio.to_thread(
            lambda: seat.ranker.router.field_within(goal, mode, 2 * MOVE_WITHIN_S).route(who.at)
        )
        if way is not None:
            self.way_wanted.emit(move_shape(move.unit, way.points))
            seat.pane.reveal(goal, asked=True)

    @Slot(str)
    def _on_gap(self, post: str) -> None:
        found = self._seat.situation.posts.get(PostId(post))
        if found is not None:
            self._seat.pane.go_to(found.at, Hands.GO_TO_ZOOM)

    @Slot()
    def _on_closed(self) -> None:
        self.way_wanted.emit(None)


def coverage_picture(picture: Coverage, phrases: Phrases) -> CoveragePicture:
    """All that the panel shows of one moment."""
    limits, gaps = picture.limits_s, post_gaps(picture)
    rows = [
        ShareRow(
            phrases.say(f"coverage.kind.{kind.value}"),
            tuple(
                ShareCell(words.percent(each), words.covered_of(each, phrases), each.share)
                for each in picture.shares
                if each.kind is kind
            ),
        )
        for kind, total in zip(KINDS, picture.totals, strict=True)
        if total
    ]
    key = "coverage.gaps.title" if gaps else "coverage.gaps.none"
    return CoveragePicture(
        title=phrases.say("coverage.panel.free", n=len(picture.stands)),
        heads=tuple(phrases.say("coverage.panel.ring", min=words.minutes(each)) for each in limits),
        rows=tuple(rows),
        gaps_title=phrases.say(key, n=len(gaps), min=words.minutes(limits[HEADLINE])),
        gaps=tuple((each.id, _gap_line(each, limits[-1], phrases)) for each in gaps),
    )


def _gap_line(gap: Gap, widest_s: float, phrases: Phrases) -> str:
    if isfinite(gap.after_s):
        return phrases.say("coverage.gaps.row", post=gap.name, eta=clock_text(gap.after_s))
    return phrases.say("coverage.gaps.row.none", post=gap.name, min=words.minutes(widest_s))
