"""Opens the start of a drill beside a room, and the drill that was wished."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from commandroom.app.drills import DrillChoice, drill_opening, own_posts
from commandroom.demo.town import load_demo
from commandroom.drill.course import MODES
from commandroom.drill.findings import Finding
from commandroom.drill.script import LoadedScript, examine, shipped
from commandroom.errors import Refusal, WorldFailed
from commandroom.settings import Settings
from commandroom.ui.errands import Errands
from commandroom.ui.new_drill.dialog import NewDrillDialog
from commandroom.ui.new_drill.entries import DrillWish, ScriptEntry, VariantEntry, Words
from commandroom.wording import LANGUAGES, Wording

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop, OpenWindow

MOST_OWN = 500
"""So many scripts of its own are listed for a room."""


async def open_beside(desktop: "Desktop", shown: "OpenWindow") -> QWidget | None:
    """The dialog; the drill it starts gets a window of its own."""
    home = desktop.settings.home
    scripts, posts = await asyncio.to_thread(_on_offer, home, desktop.settings)
    window = shown.window
    dialog = NewDrillDialog(
        scripts,
        posts=posts,
        trainee=desktop.settings.operator,
        theme=window.shown_theme,
        wording=window.wording,
        parent=window,
    )
    _Starter(desktop, shown, dialog)
    dialog.show()
    return dialog


def own_scripts(home: Path) -> list[Path]:
    """The room's own scripts, by file name."""
    return sorted((home / "scripts").glob("*.y*ml"))[:MOST_OWN]


def script_entries(home: Path) -> list[ScriptEntry]:
    """Every script on offer, the faulty ones of the room's own with their first fault."""
    entries = [_entry(path, is_own=False) for path in shipped()]
    return entries + [_entry(path, is_own=True) for path in own_scripts(home)]


def choice_of(wish: DrillWish) -> DrillChoice:
    """What was wished, as a choice."""
    mode = next(each for each in MODES if each == wish.mode)
    return DrillChoice(wish.script, wish.variant, mode, wish.site, wish.seed, wish.trainee)


class _Starter(QObject):
    """Lives as long as the dialog, and keeps it in the look of its room."""

    def __init__(self, desktop: "Desktop", shown: "OpenWindow", dialog: NewDrillDialog) -> None:
        super().__init__(dialog)
        self._desktop = desktop
        self._window = shown.window
        self._dialog = dialog
        self._errands = Errands()
        dialog.start_wanted.connect(self._on_start)
        shown.window.theme_changed.connect(self._on_theme)
        shown.window.language_changed.connect(self._on_language)

    @Slot(object)
    def _on_start(self, wish: DrillWish) -> None:
        self._errands.start(self._start(wish))

    async def _start(self, wish: DrillWish) -> None:
        settings, choice = self._desktop.settings, choice_of(wish)
        try:
            await self._desktop.open(lambda: drill_opening(settings, choice))
        except (Refusal, WorldFailed) as why:
            if isValid(self._dialog):
                self._dialog.show_fault(self._window.wording.error(why))
            return
        if isValid(self._dialog):
            self._dialog.close()

    @Slot(str)
    def _on_theme(self, _name: str) -> None:
        self._dialog.apply_theme(self._window.shown_theme)

    @Slot(str)
    def _on_language(self, _language: str) -> None:
        self._dialog.apply_wording(self._window.wording)


def _on_offer(home: Path, settings: Settings) -> tuple[list[ScriptEntry], list[str]]:
    """Read off the window's thread; the room's own posts stand before the demo town's."""
    posts = [*own_posts(settings), *(post.name for post in load_demo("town").roster.posts)]
    return script_entries(home), list(dict.fromkeys(posts))


def _entry(path: Path, *, is_own: bool) -> ScriptEntry:
    loaded, findings = examine(path)
    if loaded is None:
        return ScriptEntry(str(path), Words(path.stem, path.stem), is_own=is_own, fault=_fault(findings))
    return _sound(loaded, name=str(path) if is_own else loaded.script.id, is_own=is_own)


def _sound(loaded: LoadedScript, *, name: str, is_own: bool) -> ScriptEntry:
    script = loaded.script
    return ScriptEntry(
        name=name,
        title=Words(script.title.zh, script.title.en),
        is_own=is_own,
        about=None if script.about is None else Words(script.about.zh, script.about.en),
        variants=tuple(
            VariantEntry(
                each.id,
                Words(each.title.zh, each.title.en),
                None if each.about is None else Words(each.about.zh, each.about.en),
            )
            for each in script.variants
        ),
        start=script.start_at,
        duration_s=script.duration,
        injects=len(script.injects),
        criteria=len(script.criteria) + sum(len(each.expect) for each in script.injects),
        seed=script.seed,
        roles=tuple(Words(each.title.zh, each.title.en) for each in script.roles),
    )


def _fault(findings: Iterable[Finding]) -> Words:
    """The first fault with its line, as a sentence of either language."""
    first = next(iter(findings))
    zh, en = (Wording(each).say(first.key, **first.said_with) for each in LANGUAGES)
    return Words(zh, en)
