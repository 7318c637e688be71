"""A drill cannot reach the live store, a live gateway or a live phone."""

import ast
import asyncio
import os
import socket
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import commandroom
from commandroom.app.drills import DrillChoice, drill_opening
from commandroom.app.sessions import live_parts
from commandroom.drill.moments import is_told
from commandroom.drill.script import load_script
from commandroom.drill.session import DrillSetting, open_drill
from commandroom.errors import Refusal
from commandroom.models.domain.commands import LogMessage, SteerInject, TakeNote
from commandroom.models.domain.entities import Author
from commandroom.services.ports import Recorded
from commandroom.services.room import Parts, Room
from commandroom.settings import Settings, store_url
from tests.drill.test_drill import script_file

PEOPLE = Author("值班员", "席1")
TALKERS = {"socket", "ssl", "http", "urllib", "smtplib", "ftplib", "telnetlib", "requests", "httpx",
           "aiohttp", "serial", "websockets", "paho", "PySide6.QtNetwork"}  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path, store_url=store_url("room.db", base=tmp_path))


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to reach anybody; each is refused."""
    attempts: list[str] = []

    def refuse(name: str) -> Any:
        def tried(*_args: object, **_more: object) -> None:
            attempts.append(name)
            raise OSError("nobody may be called here")

        return tried

    for name in ("connect", "connect_ex", "sendto", "sendmsg"):
        monkeypatch.setattr(socket.socket, name, refuse(name))
    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse(name))
    return attempts


def picture(folder: Path) -> dict[str, str]:
    """Every file under a folder by its content."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_drill_beside_the_live_room_touches_nothing_but_its_folder(
    settings: Settings, called: list[str]
) -> None:
    asyncio.run(_side_by_side(settings))
    assert called == []


async def _side_by_side(settings: Settings) -> None:
    live = Room("live", lambda: live_parts(settings))
    await live.open()
    await live.give(LogMessage(PEOPLE, "phone", "群众", "实战中的一条"))
    heard: list[Recorded] = []
    live.subscribe(heard.append)
    opening = drill_opening(settings, DrillChoice("museum", mode="demonstration", trainee="李某"))
    folder = opening.folder
    assert folder is not None
    before, head = picture(settings.home), await live.read(lambda store: store.journal_head())

    drill = Room("drill", opening.build)
    await drill.open()
    instructor = Author("教官", "导调")
    await drill.give(TakeNote(instructor, "看一眼"))
    await drill.give(SteerInject(instructor, drill.parts.course.coming()[-1].id, "skip"))  # type: ignore[union-attr]
    await drill.give(LogMessage(instructor, "radio", "指挥室", "呼叫所有人"))
    director = drill.parts.director
    assert director is not None
    while not director.is_over:
        await drill.read(lambda _: director.advance_to(drill.now() + timedelta(seconds=60)))
    entries, _ = await drill.read(lambda store: store.journal_head())
    await drill.close()

    assert entries > 50, "the drill has really been played"
    assert await live.read(lambda store: store.journal_head()) == head
    assert heard == []
    after = picture(settings.home)
    own = str(folder.relative_to(settings.home)) + os.sep
    assert {name: what for name, what in after.items() if not name.startswith(own)} == before
    assert {own + "drill.db", own + "script.yaml", own + "run.json"} <= set(after)
    await live.close()


@pytest.mark.parametrize("way", ["url", "symlink", "hard_link", "round_about"])
def test_no_drill_opens_on_the_live_rooms_store(
    settings: Settings, setting: DrillSetting, tmp_path: Path, way: str
) -> None:
    live_parts(settings).store.close()
    file, other = tmp_path / "room.db", tmp_path / "drill.db"
    if way == "symlink":
        other.symlink_to(file)
    elif way == "hard_link":
        os.link(file, other)
    names = {"url": file, "round_about": tmp_path / "drills" / ".." / "room.db"}
    (tmp_path / "drills").mkdir()
    loaded = load_script(script_file(tmp_path))
    before = picture(tmp_path)
    with pytest.raises(Refusal) as refused:
        open_drill(
            loaded,
            setting,
            store_url=f"sqlite:///{names.get(way, other)}",
            live_url=settings.store_url,
        )
    assert refused.value.key == "run.store.live"
    assert picture(tmp_path) == before


def test_no_drill_opens_on_a_store_that_holds_anything(
    settings: Settings, setting: DrillSetting, tmp_path: Path
) -> None:
    """Even where nobody said which store the live one is."""
    live_parts(settings).store.close()
    loaded = load_script(script_file(tmp_path))
    before = picture(tmp_path)
    for url, key in ((settings.store_url, "run.store.used"), ("postgresql://host/room", "run.store.server")):
        with pytest.raises(Refusal) as refused:
            open_drill(loaded, setting, store_url=url)
        assert refused.value.key == key
    assert picture(tmp_path) == before


def test_a_drill_is_handed_nothing_that_leads_outside() -> None:
    """Whoever gives a session a gateway has to say here why a drill cannot use it."""
    known = {"bus", "store", "clock", "catalogue", "director", "course"}
    assert {each.name for each in fields(Parts)} == known


def test_nothing_a_drill_is_made_of_can_talk_to_a_network() -> None:
    package = Path(commandroom.__file__).parent
    talking = [
        f"{path.relative_to(package)}: {name}"
        for part in ("drill", "services", "models")
        for path in (package / part).rglob("*.py")
        for name in _imported(path)
        if name in TALKERS or name.partition(".")[0] in TALKERS
    ]
    assert talking == []


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_an_instructors_message_is_nothing_a_trainee_said() -> None:
    """It reaches the room like the script's own and meets no criterion."""
    assert is_told(Author("教官", "导调", "inject:导调"))
    assert is_told(Author("system", "crew"))
    assert not is_told(PEOPLE)
