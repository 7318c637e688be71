"""New, open, save, spreadsheet in and out; and the draft that is kept against a crash."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from commandroom.drill.draft import Draft
from commandroom.errors import Refusal, WorldFailed
from commandroom.ui.editor.asking import AskStrip
from commandroom.ui.editor.draft_desk import DraftDesk
from commandroom.ui.editor.reading import ScriptFile, ScriptShelf
from commandroom.ui.errands import Errands
from commandroom.wording import Wording

KEEP_MS = 1_500
"""So long after a change it is on disk, should the program die."""


class FileDesk(QObject):
    """The files of one editor."""

    said = Signal(str, bool)
    """A sentence, and whether it is good news."""
    filed = Signal(bool)
    """The draft is saved now, or (True) it is another one."""
    files_known = Signal(object)
    """The list of `ScriptFile` that can be opened."""

    def __init__(
        self,
        *,
        shelf: ScriptShelf,
        desk: DraftDesk,
        ask: AskStrip,
        errands: Errands,
        ahead: Callable[[Draft], Awaitable[None]],
        wording: Callable[[], Wording],
        window: QWidget,
    ) -> None:
        """`ahead` reads a draft off the window's thread before it is shown."""
        super().__init__(window)
        self._shelf, self._desk, self._ask, self._errands = shelf, desk, ask, errands
        self._wording, self._window, self._ahead = wording, window, ahead
        self._keep = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._keep.timeout.connect(self.keep_now)
        desk.changed.connect(self._on_changed)

    async def begin(self) -> None:
        """Offer what was left behind; else begin with a new script."""
        left = await asyncio.to_thread(self._shelf.unsaved)
        text = await asyncio.to_thread(self._shelf.template)
        self._put(Draft(text), is_new=True)
        if left is not None:
            say = self._wording().say
            name, kept = left
            answers: list[tuple[str, Callable[[], object]]] = [
                (say("editor.recover.yes"), partial(self._recover, name, kept)),
                (say("editor.recover.no"), self._give_up),
            ]
            self._ask.ask(say("editor.recover", name=name or say("editor.untitled")), answers)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look which scripts there are."""
        self._errands.start(self._refresh())

    @Slot()
    def new(self) -> None:
        """A script from the template."""
        self._unless_changed(self._new)

    def open(self, file: ScriptFile) -> None:
        """Open a script; one that was shipped as a copy."""
        self._unless_changed(lambda: self._errands.start(self._open(file)))

    @Slot()
    def save(self) -> None:
        """Save under its name; ask for one where it has none."""
        if self._desk.draft.name:
            self._errands.start(self._save(self._desk.draft.name))
        else:
            self.save_as()

    @Slot()
    def save_as(self) -> None:
        """Ask for a name and save under that."""
        say, draft = self._wording().say, self._desk.draft
        name = draft.name.removesuffix(".yaml") or str(draft.field("id") or "my_drill")
        answers: list[tuple[str, Callable[[], object]]] = [
            (say("editor.save"), lambda: self._errands.start(self._save(self._ask.line.text().strip()))),
            (say("editor.cancel"), lambda: None),
        ]
        self._ask.ask(say("editor.name"), answers, typed=name)

    @Slot()
    def import_sheet(self) -> None:
        """Ask for a spreadsheet of injects."""
        self._file_dialog(is_saving=False, chosen=lambda path: self._errands.start(self._import(path)))

    @Slot()
    def export_sheet(self) -> None:
        """Ask where the injects are to be written."""
        self._file_dialog(is_saving=True, chosen=lambda path: self._errands.start(self._export(path)))

    @Slot()
    def keep_now(self) -> None:
        """Put what is not saved on disk."""
        draft = self._desk.draft
        if draft.is_changed:
            self._errands.start(self._kept(draft.name, draft.text))

    def close(self) -> None:
        """The window closes: what is not saved waits for the next time."""
        self._keep.stop()
        draft = self._desk.draft
        if draft.is_changed and (draft.can_undo or draft.name):
            self._shelf.keep_unsaved(draft.name, draft.text)

    async def import_from(self, path: Path) -> None:
        """Let the injects be those of a spreadsheet."""
        await self._import(path)

    async def export_to(self, path: Path) -> None:
        """Write the injects as a spreadsheet."""
        await self._export(path)

    def _unless_changed(self, act: Callable[[], object]) -> None:
        """Ask what becomes of changes that are not saved."""
        draft, say = self._desk.draft, self._wording().say
        if not (draft.is_changed and draft.can_undo):
            act()
            return
        answers: list[tuple[str, Callable[[], object]]] = [
            (say("editor.save_first"), self.save),
            (say("editor.drop"), lambda: self._drop_and(act)),
            (say("editor.cancel"), lambda: None),
        ]
        self._ask.ask(say("editor.not_saved_yet"), answers)

    def _drop_and(self, act: Callable[[], object]) -> None:
        self._shelf.forget_unsaved()
        act()

    def _new(self) -> None:
        self._put(Draft(self._shelf.template()), is_new=True)

    def _recover(self, name: str, text: str) -> None:
        draft = Draft(text, name)
        draft.mark_unsaved()
        self._put(draft)

    def _give_up(self) -> None:
        self._shelf.forget_unsaved()

    def _put(self, draft: Draft, *, is_new: bool = False) -> None:
        if is_new:
            draft.mark_unsaved()
        self._desk.open(draft)
        self._keep.stop()
        self.filed.emit(True)

    def _file_dialog(self, *, is_saving: bool, chosen: Callable[[Path], object]) -> None:
        say = self._wording().say
        title = say("editor.export" if is_saving else "editor.import")
        dialog = QFileDialog(self._window, title, "", "XLSX (*.xlsx)")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        if is_saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("xlsx")
            dialog.selectFile(f"{self._desk.draft.field('id') or 'msel'}.xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda text: chosen(Path(text)))
        dialog.open()

    async def _refresh(self) -> None:
        self.files_known.emit(await asyncio.to_thread(self._shelf.files))

    async def _open(self, file: ScriptFile) -> None:
        from commandroom.drill.script_files import read_text

        try:
            text = await asyncio.to_thread(read_text, file.path)
        except WorldFailed as why:
            self.said.emit(self._wording().error(why), False)
            return
        draft = Draft(text, "" if file.is_shipped else file.path.name)
        await self._ahead(draft)
        self._put(draft)
        if file.is_shipped:
            self.said.emit(self._wording().say("editor.copied"), True)

    async def _save(self, name: str) -> None:
        draft = self._desk.draft
        try:
            path = await asyncio.to_thread(self._shelf.save, name, draft.text)
            await asyncio.to_thread(self._shelf.forget_unsaved)
        except (Refusal, WorldFailed) as why:
            self.said.emit(self._wording().error(why), False)
            return
        draft.mark_saved(path.name)
        self.filed.emit(False)
        self.said.emit(self._wording().say("editor.saved", path=str(path)), True)
        self.refresh()

    async def _kept(self, name: str, text: str) -> None:
        try:
            await asyncio.to_thread(self._shelf.keep_unsaved, name, text)
        except WorldFailed as why:
            self.said.emit(self._wording().error(why), False)

    async def _import(self, path: Path) -> None:
        from commandroom.drill.msel import import_msel, write_refused

        wording = self._wording()
        try:
            found = await asyncio.to_thread(import_msel, path)
            reasons = [wording.say(each.key, **each.said_with) for each in found.faults]
            if found.refused:
                beside = path.with_name(f"{path.stem}-{wording.say('editor.msel.refused')}.xlsx")
                await asyncio.to_thread(write_refused, found.refused, reasons, beside)
        except (Refusal, WorldFailed) as why:
            self.said.emit(wording.error(why), False)
            return
        except OSError as why:
            self.said.emit(wording.say("editor.not_saved", path=str(path), why=why.strerror or ""), False)
            return
        if found.injects:
            self._desk.do(lambda: self._desk.draft.replace_injects(found.injects, found.remarks))
        key = "editor.msel.partly" if reasons else "editor.msel.all"
        first = reasons[0] if reasons else ""
        text = wording.say(key, n=len(found.injects), bad=len(reasons), first=first)
        self.said.emit(text, not reasons)

    async def _export(self, path: Path) -> None:
        from commandroom.drill.msel import export_msel

        draft, wording = self._desk.draft, self._wording()
        pairs = [(each, draft.remark("injects", n)) for n, each in enumerate(draft.items("injects")) if each]
        try:
            await asyncio.to_thread(
                export_msel, [each for each, _ in pairs], [said for _, said in pairs], path
            )
        except (Refusal, WorldFailed) as why:
            self.said.emit(wording.error(why), False)
            return
        except OSError as why:
            self.said.emit(wording.say("editor.not_saved", path=str(path), why=why.strerror or ""), False)
            return
        self.said.emit(wording.say("editor.msel.written", n=len(pairs), path=str(path)), True)

    @Slot()
    def _on_changed(self) -> None:
        self._keep.start()
