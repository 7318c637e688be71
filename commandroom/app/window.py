"""Starts the window: checks the installation, sets Qt up, runs the loop until the last window is closed.

Little is imported before the loop runs: Chromium starts first, everything else is imported meanwhile.
"""

import asyncio
import logging
import sys
import threading
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import TYPE_CHECKING

import qasync
from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QMessageLogContext,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication

from commandroom.app.collector import CollectorOnThisThread
from commandroom.errors import Refusal, WorldFailed
from commandroom.map.browser import start_engine
from commandroom.map.scheme import register_scheme
from commandroom.map.view import MapView
from commandroom.selftest import check_installation
from commandroom.settings import Settings, set_up_logging
from commandroom.ui.errors import error_hook, show_failure
from commandroom.wording import Wording

if TYPE_CHECKING:
    from commandroom.app.desktop import Desktop
    from commandroom.app.drills import DrillChoice
    from commandroom.app.openings import Opening

    Then = Callable[[Desktop], Awaitable[None]]
    """What a tool does once the first window is open."""

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def open_live_window(settings: Settings, *, then: "Then | None" = None) -> int:
    """The room on its own city; returns the exit code."""

    def prepare() -> "Opening":
        from commandroom.app.openings import live_opening

        return live_opening(settings)

    return run_window(settings, prepare, then=then)


def open_demo_window(settings: Settings, *, scale: str, seed: int, then: "Then | None" = None) -> int:
    """The demo; returns the exit code."""

    def prepare() -> "Opening":
        from commandroom.app.openings import demo_opening

        return demo_opening(settings, scale=scale, seed=seed)

    return run_window(settings, prepare, then=then)


def open_drill_window(settings: Settings, choice: "DrillChoice") -> int:
    """A drill; returns the exit code."""

    def prepare() -> "Opening":
        from commandroom.app.drills import drill_opening

        return drill_opening(settings, choice)

    return run_window(settings, prepare)


def run_window(
    settings: Settings,
    prepare: Callable[[], "Opening"],
    *,
    then: "Then | None" = None,
) -> int:
    """Open a window and stay until the last one is closed.

    Args:
        then: done once the first window is open, for tools that drive it.

    Returns:
        The exit code; 1 when the first window could not be opened, after a dialog said why.
    """
    check_installation()
    stop_logging = set_up_logging(settings.home)
    register_scheme()
    app = _application(settings)
    collector = CollectorOnThisThread(app)
    try:
        with qasync.QEventLoop(app) as loop:
            asyncio.set_event_loop(loop)
            loop.set_exception_handler(_on_loop_error)
            code: int = loop.run_until_complete(_stay(settings, prepare, then))
            return code
    finally:
        if app.clipboard().ownsClipboard():
            app.clipboard().clear()  # Qt would ask for it after Python has gone
        collector.stop()
        stop_logging()


async def _stay(
    settings: Settings,
    prepare: Callable[[], "Opening"],
    then: "Then | None",
) -> int:
    engine = start_engine()
    loop = asyncio.get_running_loop()
    importing = loop.run_in_executor(None, import_module, "commandroom.app.desktop")  # begins at once
    await asyncio.sleep(0)
    map_view = MapView(theme=settings.theme, language=settings.language, pages=settings.home / "pages")
    engine.deleteLater()
    desktop: Desktop = (await importing).Desktop(settings)
    _hear_errors(desktop)
    try:
        await desktop.open(prepare, map_view=map_view)
    except (Refusal, WorldFailed) as why:
        await _say_and_wait(desktop.wording, why)
        return 1
    if then is not None:
        await then(desktop)
    await desktop.until_closed()
    return 0


def _application(settings: Settings) -> QApplication:
    app = QApplication([sys.argv[0]])
    app.setApplicationName("Command Room")
    app.setStyle("Fusion")
    app.setQuitOnLastWindowClosed(False)
    translator = QTranslator(app)
    locale = QLocale("zh_CN" if settings.language == "zh" else "en_GB")
    if translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    qInstallMessageHandler(_on_qt_message)
    return app


def _hear_errors(desktop: "Desktop") -> None:
    """A failure of ours is logged with its trace and said in the newest window; the room goes on."""

    def show(text: str) -> None:
        if desktop.windows:
            desktop.windows[-1].window.show_notice(text)

    hook = error_hook(show, lambda: desktop.wording)
    sys.excepthook = hook
    loop = asyncio.get_running_loop()

    def on_thread_error(failure: threading.ExceptHookArgs) -> None:
        if failure.exc_value is not None:
            loop.call_soon_threadsafe(hook, failure.exc_type, failure.exc_value, failure.exc_traceback)

    threading.excepthook = on_thread_error


async def _say_and_wait(wording: Wording, why: Refusal | WorldFailed) -> None:
    text = wording.error(why)
    print(text, file=sys.stderr)
    closed = asyncio.Event()
    box = show_failure(None, wording.say("app.failed.title"), text)
    box.finished.connect(lambda _: closed.set())
    await closed.wait()


def _on_loop_error(loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
    error = context.get("exception")
    if isinstance(error, BaseException):
        sys.excepthook(type(error), error, error.__traceback__)
    else:
        log.error("the loop says: %s", context.get("message"))


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", message)
