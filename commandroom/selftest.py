"""Refuses pairs of Python and PySide6 that would fail in the middle of a shift.

Two faults were measured: PySide6 6.12 on Python 3.11 loses a reference to None with every call that
returns nothing and aborts after some thousands; the web engines of Qt 6.10 and of 6.11.0 to 6.11.2 never
collect JavaScript garbage (QTBUG-150562). A station may upgrade a library by itself, so the start asks.
"""

import re
import sys

from commandroom.errors import WorldFailed

CALLS = 200
MOST_DRIFT = 0.5
"""References to None lost or won per call; a sound pair stays near 0, a bad one reaches 1."""


def check_pair(python_version: str, pyside_version: str, qt_version: str, none_drift: float) -> None:
    """Refuse a pair known or measured to be bad.

    `none_drift`: references to None won per call that returns nothing, as `measure_none_drift` gives it.

    Raises:
        WorldFailed: `core.selftest.*`, one sentence that says what to install.
    """
    python, pyside, qt = _numbers(python_version), _numbers(pyside_version), _numbers(qt_version)
    values = {"python": python_version, "pyside": pyside_version, "qt": qt_version}
    if python < (3, 11):
        raise WorldFailed("core.selftest.old_python", **values)
    if abs(none_drift) > MOST_DRIFT or (pyside[:2] == (6, 12) and python < (3, 12)):
        raise WorldFailed("core.selftest.loses_none", **values)
    if any(version[:2] == (6, 10) or (6, 11, 0) <= version < (6, 11, 3) for version in (pyside, qt)):
        raise WorldFailed("core.selftest.keeps_garbage", **values)


def measure_none_drift(calls: int = CALLS) -> float:
    """References to None won (negative: lost) per call of a Qt method that returns nothing."""
    from PySide6.QtCore import QObject

    thing = QObject()
    name = "selftest"
    thing.setObjectName(name)
    before = sys.getrefcount(None)
    for _ in range(calls):
        thing.setObjectName(name)
    return (sys.getrefcount(None) - before) / calls


def check_installation() -> None:
    """Check the pair that runs now; takes about a millisecond once PySide6 is imported.

    Raises:
        WorldFailed: PySide6 is missing or the pair is bad.
    """
    try:
        import PySide6
        from PySide6.QtCore import qVersion
    except ImportError as why:
        raise WorldFailed("core.selftest.missing", why=str(why)) from why
    python = ".".join(str(part) for part in sys.version_info[:3])
    check_pair(python, PySide6.__version__, qVersion(), measure_none_drift())


def _numbers(version: str) -> tuple[int, int, int]:
    """The first three numbers of a version, missing ones as 0."""
    found = [int(part) for part in re.findall(r"\d+", version)[:3]]
    major, minor, patch = (*found, 0, 0, 0)[:3]
    return major, minor, patch
