"""The map's tests run without a display and, in a container, as root."""

import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")

from commandroom.map.scheme import register_scheme

register_scheme()

from map_town import CENTRE, small_tiles  # noqa: E402

from commandroom.map.tiles import PaintedTiles  # noqa: E402
from commandroom.map.view import MapView  # noqa: E402


@pytest.fixture
def tiles(qapp: object) -> PaintedTiles:
    return small_tiles()


@pytest.fixture
def chart(qtbot, tiles: PaintedTiles) -> Iterator[MapView]:  # type: ignore[no-untyped-def]
    """A map of the small town whose page is ready."""
    view = MapView(tiles, centre=CENTRE, zoom=16)
    qtbot.addWidget(view)
    view.resize(800, 600)
    with qtbot.waitSignal(view.ready, timeout=20000):
        view.show()
    yield view
    view.shut()
