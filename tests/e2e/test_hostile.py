"""Hostile texts in the whole room: they run nothing and break no layout."""

import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.stage import played

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
"""Any browser of that family: the exported page is opened in it, not in Qt's."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return played("hostile_play", "show_everywhere", tmp_path_factory.mktemp("room"), within_s=120)


@pytest.mark.webengine
def test_hostile_texts_run_nothing_and_break_no_layout(seen: dict[str, Any]) -> None:
    before, after = seen["before"], seen["after"]
    assert after["harm"] == "undefined"
    for what in ("strange", "handlers", "over"):
        assert after[what] == before[what] == 0, what
    assert after["wide"] == before["wide"]
    assert after["high"] == before["high"]
    assert after["units"] > before["units"]
    assert after["drawn"] > before["drawn"]
    assert seen["same_size"]
    assert seen["minimum"][0] == seen["minimum"][1]


@pytest.mark.webengine
def test_the_exported_page_keeps_them_as_text(seen: dict[str, Any]) -> None:
    page = Path(seen["page"]).read_text(encoding="utf-8")
    assert "<script>window.__harm" not in page
    assert page.count("</script>") == page.count("<script")
    assert "{{ 7*7 }}" in page


@pytest.mark.webengine
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to open the exported page with")
def test_the_exported_page_opens_in_a_browser_without_a_network(seen: dict[str, Any], tmp_path: Path) -> None:
    page = Path(seen["page"])
    probe = page.with_name("probe.html")
    text = page.read_text(encoding="utf-8").replace("<title>", "<title>probe ", 1)
    probe.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}",
         "--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=6000", "--dump-dom", probe.as_uri()],
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    dom = done.stdout
    assert 'class="side"' in dom
    assert dom.count("leaflet-marker-icon") > 20
    assert "__harm=1" in dom  # as text
    data = dom.split('id="room-data">', 1)[1].split("</script>", 1)[0]
    assert json.loads(data.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))["picture"][
        "marks"
    ]
    tags = _Tags()
    tags.feed(dom)
    assert tags.handlers == []
    assert tags.loaded == []


class _Tags(HTMLParser):
    """What of a page would run or load something from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.handlers: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Handlers, and addresses that are not in the file itself."""
        self.handlers += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.loaded += [
            f"{tag} {value}"
            for name, value in attrs
            if name in ("src", "srcset", "data", "action") and not (value or "").startswith("data:image/")
        ]
