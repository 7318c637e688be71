"""Patrol routes from a file to the register, together with their posts and afterwards alone."""

from datetime import UTC, datetime
from pathlib import Path

from commandroom.app.imports import RosterImportedReport, import_roster
from commandroom.models.opening import open_store
from commandroom.services.ports import Snapshot
from commandroom.settings import Settings, read_settings
from commandroom.wording import Wording
from tests.roster.books import good_book, sheet

HEAD = ["路线编号", "名称", "顺序", "点位"]


def register(settings: Settings) -> Snapshot:
    """What the store holds."""
    store = open_store(settings.store_url, only_to_read=True)
    try:
        return store.snapshot(now=datetime.now(UTC))
    finally:
        store.close()


def said(report: RosterImportedReport) -> str:
    """What the command line tells."""
    return "\n".join(report.lines(Wording("zh")))


def test_routes_come_onto_the_register_and_are_replaced_by_number(tmp_path: Path) -> None:
    settings = read_settings(tmp_path / "home", {})
    ring = [HEAD, ["R1", "夜市环线", "1", "P1"], ["R1", "", "2", "30.6,114.31"]]
    report = import_roster(settings, good_book(tmp_path / "r.xlsx", 巡逻路线=ring))
    assert report.is_done
    assert "导入巡逻路线 1 条" in said(report)
    alone = sheet(
        tmp_path / "巡逻路线.csv", [HEAD, ["R1", "改线", "1", "30.61,114.31"], ["R1", "", "2", "P1"]]
    )
    assert import_roster(settings, alone).is_done
    (route,) = register(settings).patrols
    assert (route.name, route.posts) == ("改线", ("P1",))
    assert route.points[1] == register(settings).posts[0].at
