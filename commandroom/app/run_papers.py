"""The library of past drills and their documents, for the command line and for the window."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from commandroom.app.run_reading import facts_in, read_run, run_folders, spots_of
from commandroom.demo.town import load_demo
from commandroom.errors import Refusal, WorldFailed
from commandroom.reports.record import RunRecord
from commandroom.reports.report import build
from commandroom.roads.network import RoadNetwork
from commandroom.roads.roadfile import load_roads
from commandroom.settings import Settings
from commandroom.wholefile import write_whole
from commandroom.wording import Wording

KINDS = ("pdf", "docx", "html")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every run there is, newest first, and the folders that cannot be read, with why."""

    runs: tuple[RunRecord, ...]
    broken: tuple[tuple[str, WorldFailed], ...]

    def before(self, record: RunRecord) -> list[RunRecord]:
        """Every run before this one, oldest first."""
        return [each for each in reversed(self.runs) if each.run.key < record.run.key]

    def earlier(self, record: RunRecord) -> list[RunRecord]:
        """Runs of the same script before this one, oldest first."""
        return [each for each in self.before(record) if each.run.script == record.run.script]


def drills_of(settings: Settings) -> Path:
    """Where runs are kept."""
    return settings.home / "drills"


def shelf_of(base: Path, wording: Wording) -> Shelf:
    """Read every run under `base`; one that cannot be read hides no other."""
    runs, broken = [], []
    for folder in run_folders(base):
        try:
            runs.append(read_run(folder, wording))
        except (WorldFailed, Refusal) as why:
            failed = why if isinstance(why, WorldFailed) else WorldFailed(why.key, **why.values)
            broken.append((folder.name, failed))
    return Shelf(tuple(runs), tuple(broken))


def folder_of(base: Path, name: str) -> Path:
    """The folder of a run: its name, the beginning of it, `last`, or a path.

    Raises:
        Refusal: there is none.
    """
    folders = run_folders(base)
    if name == "last" and folders:
        return folders[0]
    found = [each for each in folders if each.name == name] or [
        each for each in folders if each.name.startswith(name)
    ]
    if found:
        return found[0]
    path = Path(name)
    if (path / "run.json").is_file():
        return path
    raise Refusal("report.no_run", name=name)


def write_papers(folder: Path, wanted: Mapping[str, Path], wording: Wording) -> list[Path]:
    """Write the report of a run as the kinds that are wanted (`pdf`, `docx`, `html`), by path.

    Needs a Qt application for pictures and pages (`with_qt`).

    Raises:
        WorldFailed: the run cannot be read, or a file cannot be written.
    """
    record = read_run(folder, wording)
    shelf = shelf_of(folder.parent, wording)
    report = build(record, shelf.before(record), wording)
    written = []
    for kind, path in wanted.items():
        content = _content(kind, record, folder, report, wording)
        try:
            write_whole(path, content)
        except OSError as why:
            raise WorldFailed("report.unwritable", path=str(path), why=why.strerror or str(why)) from why
        written.append(path)
    return written


def _content(kind: str, record: RunRecord, folder: Path, report: Any, wording: Wording) -> bytes:
    if kind == "html":
        from commandroom.map.run_page import run_html

        return run_html(
            report, record, _network_of(folder, record), spots_of(facts_in(folder)), wording
        ).encode()
    from commandroom.map.lettering import SHAPING
    from commandroom.reports.document import docx_of
    from commandroom.ui.runs.paper import pdf_of, png_of

    with SHAPING:
        return pdf_of(report) if kind == "pdf" else docx_of(report, png_of)


def _network_of(folder: Path, record: RunRecord) -> RoadNetwork:
    """The roads it was played on: the demo town's, or the room's own where it lay outside that."""
    demo = load_demo("town").network
    own = folder.parent.parent / "roads" / "current.roads"
    places = [place for track in record.tracks for place in track.places[:1]]
    is_away = any(not demo.bbox.holds(place, margin_deg=0.05) for place in places)
    return load_roads(own) if is_away and own.exists() else demo


def with_qt() -> object:
    """A Qt application for pages and pictures where no window is open; keep it while it is needed."""
    import os
    import sys

    from PySide6.QtGui import QGuiApplication

    if QGuiApplication.instance() is not None:
        return QGuiApplication.instance()
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return QGuiApplication([sys.argv[0]])


def run_rows(shelf: Shelf) -> list[dict[str, Any]]:
    """The library as plain values."""
    return [
        {name: value for name, value in asdict(each.run).items() if name != "key"}
        | {
            "run": each.run.key,
            "started": None if each.run.started is None else each.run.started.isoformat(),
            "passed": each.sheet.passed,
            "judged": sum(line.passed is not None for line in each.sheet.criteria),
            "total": len(each.sheet.criteria),
            "coverage": None if each.sheet.coverage is None else asdict(each.sheet.coverage),
            "ended": each.ended,
        }
        for each in shelf.runs
    ]


def run_lines(shelf: Shelf, wording: Wording) -> Iterator[str]:
    """The library as text."""
    for row in run_rows(shelf):
        title = row["title_zh"] if wording.language == "zh" else row["title_en"]
        yield wording.say("report.cli.row", title=title, **row)
    for key, why in shelf.broken:
        yield wording.say("report.cli.broken", run=key, why=wording.error(why))
    if not shelf.runs and not shelf.broken:
        yield wording.say("report.cli.none")


def rescored(folder: Path, wording: Wording) -> dict[str, Any]:
    """The sheet measured again from the journal, beside the one that was kept.

    Raises:
        WorldFailed: the run cannot be read.
    """
    sheet = read_run(folder, wording).sheet
    now = json.loads(json.dumps([asdict(each) for each in sheet.criteria]))
    try:
        kept = json.loads((folder / "score.json").read_text(encoding="utf-8")).get("criteria")
    except (OSError, ValueError, AttributeError):
        kept = None
    differs = _differing(kept, now) if isinstance(kept, list) else []
    judged = sum(each.passed is not None for each in sheet.criteria)
    return {
        "run": folder.name,
        "is_kept": isinstance(kept, list),
        "is_same": isinstance(kept, list) and not differs,
        "differs": differs,
        "passed": sheet.passed,
        "judged": judged,
        "criteria": now,
    }


def _differing(kept: Sequence[Any], now: Sequence[Any]) -> list[str]:
    """The ids of lines that are not the same, missing ones included."""
    before = {each.get("id"): each for each in kept if isinstance(each, dict)}
    after = {each["id"]: each for each in now}
    return [str(name) for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]


def rescored_line(outcome: Mapping[str, Any], wording: Wording) -> str:
    """What came of scoring again, in one sentence."""
    if not outcome["is_kept"]:
        return wording.say("report.cli.unkept", **outcome)
    key = "report.cli.same" if outcome["is_same"] else "report.cli.differs"
    return wording.say(key, lines=", ".join(outcome["differs"]), **outcome)
