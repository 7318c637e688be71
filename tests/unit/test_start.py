"""The launcher puts the right words after `commandroom` and says in time why a window cannot open."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

START = Path(__file__).parents[2] / "start.py"


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "STAMP", tmp_path / ".venv" / "commandroom.json")
    return module


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ([], ["demo"]),
        (["--scale", "city"], ["demo", "--scale", "city"]),
        (["--home", "x"], ["--home", "x", "demo"]),
        (
            ["--home=x", "--language", "en", "--seed", "3"],
            ["--home=x", "--language", "en", "demo", "--seed", "3"],
        ),
        (["run", "--store", "x.db"], ["run", "--store", "x.db"]),
        (["--home", "x", "journal", "verify"], ["--home", "x", "journal", "verify"]),
        (["--help"], ["--help"]),
    ],
)
def test_demo_is_meant_where_nothing_was_said(start: ModuleType, said: list[str], meant: list[str]) -> None:
    assert start.with_command(said) == meant


@pytest.mark.parametrize(
    ("words", "is_window"),
    [
        ("demo", True),
        ("run --store x.db", True),
        ("drill run museum", True),
        ("drill run museum --headless", False),
        ("drill lint x", False),
        ("demo --headless --minutes 5", False),
        ("demo --help", False),
        ("import roads x.osm", False),
    ],
)
def test_it_knows_what_opens_a_window(start: ModuleType, words: str, is_window: bool) -> None:
    assert start.opens_window(words.split()) is is_window


def test_root_is_told_to_be_an_ordinary_user(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "is_root", lambda: True)
    with pytest.raises(start.CannotStart, match="as ordinary user"):
        start.refuse_hopeless_window(["demo"], {"DISPLAY": ":0"})
    start.refuse_hopeless_window(["demo", "--headless"], {})
    start.refuse_hopeless_window(["demo"], {"DISPLAY": ":0", "QTWEBENGINE_DISABLE_SANDBOX": "1"})


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has desktops without a display")
def test_a_missing_display_is_told(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "is_root", lambda: False)
    with pytest.raises(start.CannotStart, match="display"):
        start.refuse_hopeless_window(["run"], {})


def test_tests_need_no_display(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "is_root", lambda: True)
    assert start.test_environment({}) == {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1"}
    monkeypatch.setattr(start, "is_root", lambda: False)
    assert start.test_environment({"QT_QPA_PLATFORM": "xcb"}) == {"QT_QPA_PLATFORM": "xcb"}


def test_a_spoilt_stamp_counts_as_none(start: ModuleType) -> None:
    assert start.stamp_read() == {}
    start.STAMP.parent.mkdir()
    start.STAMP.write_text("[1]", encoding="utf-8")
    assert start.stamp_read() == {}


def test_an_interpreter_is_asked_for_its_version(start: ModuleType) -> None:
    here = sys.version_info[:2]
    assert start.is_sound(sys.executable, here)
    assert not start.is_sound(sys.executable, (2, 7))
    assert not start.is_sound("/nowhere/python", here)
