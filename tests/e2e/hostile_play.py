"""Texts that somebody made to do harm, in every place of the room that shows text."""

import asyncio
import json
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from commandroom.app.desktop import Desktop, OpenWindow
from commandroom.errors import Refusal
from commandroom.geo import LatLon, moved
from commandroom.models.domain import commands as co
from commandroom.models.domain.entities import Post, Unit
from commandroom.models.domain.ids import KindCode, PostId, UnitId
from tests.e2e.stage import Play, demo, map_shown, perform, standing_still, until

MARK = "window.__harm=1"
TEXTS: dict[str, str] = {
    "script": f"<script>{MARK}</script>",
    "handler": f'<img src=x onerror="{MARK}"><svg onload="{MARK}">',
    "closing": f"</script></title></textarea>--><script>{MARK}</script>",
    "template": "{{ 7*7 }}{% for x in range(9) %}{{ x }}{% endfor %}${alert(1)}",
    "address": "javascript:window.__harm=1//http://example.invalid/a.png",
    "turned": "\u202e\u2067路民人\u2066 abc \u200f\u061c",
    "combining": "Z" + "\u0301" * 400,
    "emoji": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🧑🏿‍🚒" * 30,
    "lines": "a\r\nb\tc\u2028d\u2029e\x00f\x1b[31mg",
    "surrogate": "x\ud800y",
    "long": "长" * 1_000_000,
    "latin": "W" * 1_000_000,
}
LOOKS = """
(() => {
  const all = [...document.querySelectorAll("*")], root = document.documentElement;
  const isOver = (el) => !el.closest(".leaflet-pane") && el.getBoundingClientRect().width > innerWidth + 1;
  return JSON.stringify({
    harm: typeof window.__harm,
    strange: document.querySelectorAll("iframe,object,embed,form,a[href],link[rel=import]").length,
    handlers: all.filter((el) => [...el.attributes].some((at) => at.name.startsWith("on"))).length,
    wide: root.scrollWidth - innerWidth,
    high: root.scrollHeight - innerHeight,
    over: all.filter(isOver).length,
    units: Room.picture.units.count,
    drawn: Room.drawn,
  });
})()
"""


async def _show_everywhere(desktop: Desktop) -> dict[str, Any]:
    shown = desktop.windows[0]
    await map_shown(shown)
    await standing_still(shown)
    window, by = shown.window, shown.opening.author
    usual = window.situation.open_incidents()
    if not usual:
        await shown.room.give(co.ReportIncident(by, _kinds(shown)[0], shown.map_view.view.centre, "夏市口"))
        await until(window.situation.open_incidents, "no incident came through")
    window.console.select_incident(window.situation.open_incidents()[0].id)
    await asyncio.sleep(0.5)
    before = await _looks(shown)
    size, minimum = window.size(), window.minimumSizeHint()
    centre = shown.map_view.view.centre
    refused = await _bring_in(shown, centre)
    await until(lambda: len(window.situation.open_incidents()) >= 5, "no incident came through")
    incident = window.situation.open_incidents()[-1]
    window.console.select_incident(incident.id)
    shown.map_view.go_to(centre, 17)
    await asyncio.sleep(1.5)
    await _hover_all_over(shown)
    after = await _looks(shown)
    page = Path(sys.argv[2]) / "export.html"
    window.exporting.save_html(str(page))
    await until(lambda: page.exists() and page.stat().st_size > 0, "nothing was exported", within_s=40)
    await asyncio.sleep(0.5)
    picture = Path(sys.argv[2]) / "hostile.png"
    window.grab().save(str(picture))
    return {
        "before": before,
        "after": after,
        "refused": sorted(refused),
        "same_size": window.size() == size,
        "minimum": [window.minimumSizeHint().width(), minimum.width()],
        "operator": by.operator,
        "page": str(page),
    }


async def _bring_in(shown: OpenWindow, centre: LatLon) -> list[str]:
    """Every text as a place, a message, a unit, a post and a drawing; names of those the room refused."""
    by, refused = shown.opening.author, []
    kinds = _kinds(shown)
    some_unit = next(iter(shown.window.situation.units.values()))
    some_post = next(iter(shown.window.situation.posts.values()))
    for number, (name, text) in enumerate(TEXTS.items()):
        at = moved(centre, north_m=25.0 * number - 130, east_m=30.0 * number - 160)
        kind = kinds[number % len(kinds)]
        unit: Unit = replace(some_unit, id=UnitId(f"H-{number}"), call_sign=text, at=at, home_post=None)
        post: Post = replace(some_post, id=PostId(f"HP-{number}"), name=text, address=text, at=at)
        orders: dict[str, co.Command] = {
            "incident": co.ReportIncident(by, kind, at, text, text, text),
            "roster": co.ImportRoster(by, text, posts=(post,), units=(unit,)),
            "drawing": co.PutDrawing(by, "line", (centre, at), text),  # type: ignore[arg-type]
            "message": co.LogMessage(by, "radio", text, text),
        }
        for what, order in orders.items():
            try:
                await shown.room.give(order)
            except Refusal:
                refused.append(f"{name}.{what}")
    return refused


def _kinds(shown: OpenWindow) -> list[KindCode]:
    return sorted(shown.room.parts.catalogue.kinds)


async def _hover_all_over(shown: OpenWindow) -> None:
    """Let every plate and tip come up that comes up by itself.

    Outside any coroutine: a pointer of QTest turns Qt's loop, which would enter other tasks.
    """
    target: QWidget = shown.map_view.focusProxy() or shown.map_view
    middle = target.rect().center()
    for step in range(12):
        spot = middle + QPoint(step * 9 - 50, step * 7 - 40)
        QTimer.singleShot(0, partial(QTest.mouseMove, target, spot))
        await asyncio.sleep(0.15)
    QTimer.singleShot(0, partial(QTest.mouseClick, target, Qt.MouseButton.LeftButton, pos=middle))
    await asyncio.sleep(0.8)


async def _looks(shown: OpenWindow) -> dict[str, Any]:
    answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    shown.map_view.page().runJavaScript(LOOKS, answer.set_result)
    told: dict[str, Any] = json.loads(await asyncio.wait_for(answer, 15))
    return told


if __name__ == "__main__":
    sys.exit(perform({"show_everywhere": Play(demo, _show_everywhere)}))
