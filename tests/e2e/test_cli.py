"""The command line as a user types it: what it says, what it leaves, and its exit code."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from commandroom.cli import run
from commandroom.roads.roadfile import load_roads
from commandroom.services.roster import write_roster
from tests.e2e.rosters import roster_on

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
SHANGHAI = SHARED / "shanghai_small.osm"
HELSINKI = SHARED / "helsinki.osm.pbf"
needs_maps = pytest.mark.skipif(not SHANGHAI.exists(), reason="needs the maps in ../shared/data")


class Line:
    """A command line on one home folder."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def __call__(self, *words: str | Path) -> tuple[int, str, str]:
        code = run(["--home", str(self.home), *(str(word) for word in words)])
        told = self._capsys.readouterr()
        return code, told.out, told.err

    def json(self, *words: str | Path) -> tuple[int, Any]:
        code, out, _ = self(*words, "--json")
        return code, json.loads(out)


@pytest.fixture
def line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(tmp_path / "home", capsys)


@pytest.fixture
def city(line: Line, tmp_path: Path) -> Path:
    """Shanghai's roads in the room, and a small roster for them as a workbook."""
    assert line("import", "roads", SHANGHAI)[0] == 0
    book = tmp_path / "名册.xlsx"
    firms, posts, units, members = roster_on(
        load_roads(line.home / "roads" / "current.roads"), posts=40, units=60, members=90
    )
    write_roster(book, firms, posts, units, members)
    return book


def test_the_template_reads_back_but_holds_only_examples(line: Line, tmp_path: Path) -> None:
    assert line("export", "template", tmp_path / "t.xlsx")[0] == 0
    code, told = line.json("import", "roster", tmp_path / "t.xlsx")
    assert (code, told["imported"], told["bad_rows"]) == (1, False, [])
    assert line("import", "roster", tmp_path / "t.xlsx")[2].count("\n") == 1


@needs_maps
def test_roads_and_roster_come_in_and_the_journal_is_sound(line: Line, city: Path) -> None:
    code, told = line.json("import", "roster", city)
    assert (code, told["counts"]["posts"], told["counts"]["units"]) == (0, 40, 60)
    code, verdict = line.json("journal", "verify")
    assert (code, verdict["sound"], verdict["entries"]) == (0, True, 1)


@needs_maps
def test_a_bad_row_is_named_and_stops_everything_unless_told_to_skip(line: Line, city: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(city)
    sheet = book["单元"]
    heading = next(cell.column for cell in sheet[1] if cell.value == "巡组类别")
    sheet.cell(row=5, column=heading).value = "火箭"
    book.save(city)
    code, told = line.json("import", "roster", city)
    assert (code, told["imported"]) == (1, False)
    (bad,) = told["bad_rows"]
    assert (bad["sheet"], bad["row"]) == ("单元", 5)
    assert not (line.home / "room.db").exists()
    code, told = line.json("import", "roster", city, "--skip-bad-rows")
    assert (code, told["counts"]["units"]) == (0, 59)


@needs_maps
def test_another_citys_roads_are_refused_and_the_old_ones_stay(line: Line, city: Path) -> None:
    line("import", "roster", city)
    before = (line.home / "roads" / "current.roads").read_bytes()
    code, _, error = line("import", "roads", HELSINKI)
    assert code == 1
    assert "--anyway" in error
    assert (line.home / "roads" / "current.roads").read_bytes() == before


@needs_maps
def test_posts_in_gcj02_are_suspected(line: Line, city: Path, tmp_path: Path) -> None:
    from dataclasses import replace

    from commandroom.geo.datum import wgs84_to_gcj02

    roster = roster_on(load_roads(line.home / "roads" / "current.roads"), posts=40, units=60, members=90)
    shifted = tuple(replace(post, at=wgs84_to_gcj02(post.at)) for post in roster[1])
    book = tmp_path / "gcj.xlsx"
    write_roster(book, roster[0], shifted, (), ())
    code, told = line.json("import", "roster", book)
    assert (code, told["imported"]) == (1, False)
    assert "GCJ-02" in told["warnings"][0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("import", "roads", "nowhere.osm"), "nowhere.osm"),
        (("import", "roster", "nowhere.xlsx"), "nowhere.xlsx"),
        (("journal", "verify"), "room.db"),
        (("journal", "verify", "--store", "?"), "?"),
        (("journal", "verify", "--store", "postgresql+nonesuch://desk:secret@host/room"), "nonesuch"),
        (("drill", "run", "museun", "--headless"), "museun"),
        (("drill", "run", "museum", "--headless", "--actions", "nowhere.json"), "nowhere.json"),
    ],
)
def test_what_is_not_there_is_named_in_one_sentence(line: Line, words: tuple[str, ...], says: str) -> None:
    code, out, error = line(*words)
    assert (code, out) == (1, "")
    assert says in error
    assert error.count("\n") == 1
    assert "Traceback" not in error


@pytest.mark.parametrize("content", [b"", b"not a map", b"<osm></osm>"])
def test_a_road_file_that_is_none_is_refused(line: Line, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.osm"
    path.write_bytes(content)
    code, _, error = line("import", "roads", path)
    assert code == 1
    assert "x.osm" in error
    assert not line.home.exists() or not list(line.home.rglob("*.roads"))


def test_a_changed_journal_is_found_out(line: Line, tmp_path: Path) -> None:
    from tests.store.test_store import busy_file

    path = tmp_path / "room.db"
    busy_file(path)
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE journal SET operator = '别人' WHERE number = 2")
    raw.close()
    code, verdict = line.json("journal", "verify", "--store", path)
    assert (code, verdict["first_bad"], verdict["why"]) == (1, 2, "hash")


def test_the_museum_drill_gives_the_same_history_every_time(line: Line) -> None:
    (_, first), (_, second) = (line.json("drill", "run", "museum", "--headless") for _ in range(2))
    assert first["history_sha256"] == second["history_sha256"]
    assert {"seed", "simulated_seconds", "wall_seconds"} <= set(first)
    assert {"id", "measured", "unit", "passed", "evidence"} <= set(first["criteria"][0])
    _, other = line.json("drill", "run", "museum", "--headless", "--seed", "99")
    assert other["history_sha256"] != first["history_sha256"]


def test_a_drill_leaves_the_live_store_alone(line: Line, tmp_path: Path) -> None:
    from tests.store.test_store import busy_file

    path = line.home / "room.db"
    path.parent.mkdir(parents=True)
    busy_file(path)
    before = path.read_bytes()
    assert line("drill", "run", "museum", "--headless")[0] == 0
    assert path.read_bytes() == before


def test_the_demo_gives_one_journal_for_one_seed(line: Line) -> None:
    (_, first), (_, second) = (
        line.json("demo", "--headless", "--minutes", "10", "--seed", "3") for _ in range(2)
    )
    assert first["journal_sha256"] == second["journal_sha256"]
    assert first["incidents"] > 0
    assert first["orders"] > 0


def test_scripts_are_listed_and_linted(line: Line, tmp_path: Path) -> None:
    code, drills = line.json("drill", "list")
    assert code == 0
    assert "museum" in {drill["id"] for drill in drills}
    script = tmp_path / "bad.yaml"
    script.write_text("id: x\ntitel: y\n", encoding="utf-8")
    code, findings = line.json("drill", "lint", script)
    assert code == 1
    assert any(finding["line"] == 2 for finding in findings)


def test_lint_finds_what_the_demo_town_lacks(line: Line, tmp_path: Path) -> None:
    from commandroom.drill.script import find_script

    shipped = find_script("museum").read_text(encoding="utf-8")
    text = shipped.replace("{kind: museum}", "{kind: musem}").replace("kind: knife\n", "kind: knifes\n")
    script = tmp_path / "misfit.yaml"
    script.write_text(text, encoding="utf-8")
    code, found = line.json("drill", "lint", script)
    lines = text.splitlines()
    told = [(each["key"], lines[each["line"] - 1].strip()) for each in found]
    assert code == 1
    assert told[0] == ("drill.place.no_kind.guess", "museum: {kind: musem}")
    assert told[1] == ("drill.kind.unknown.guess", "kind: knifes")
    assert "'museum'" in found[0]["text"] or "“museum”" in found[0]["text"]


def test_a_window_without_a_display_is_refused(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    code, _, error = line("demo")
    assert (code, error.count("\n")) == (1, 1)
    assert "--headless" in error


def test_refused_actions_are_listed(line: Line, tmp_path: Path) -> None:
    import json

    order = {"by": {"operator": "甲", "seat": "1"}, "unit": "NONE", "incident": "NONE"}
    acts = {"format": 1, "actions": [{"at": 30, "command": "AssignUnit", "order": order}]}
    (tmp_path / "acts.json").write_text(json.dumps(acts), encoding="utf-8")
    code, out, _ = line("drill", "run", "museum", "--actions", tmp_path / "acts.json")
    assert code == 0
    assert sum("被拒" in each or "refused" in each for each in out.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("nonesuch",),
        ("demo", "--headless", "--minutes", "nan"),
        ("demo", "--headless", "--minutes", "soon"),
        ("demo", "--scale", "village"),
        ("drill", "run", "museum", "--seed", "x"),
        ("import",),
    ],
)
@pytest.mark.parametrize(("language", "says"), [("zh", "命令有误"), ("en", "The command is not right")])
def test_a_call_that_is_off_gets_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], language: str, says: str
) -> None:
    from commandroom.cli import run

    assert run(["--home", str(tmp_path), "--language", language, *words]) == 2
    error = capsys.readouterr().err
    assert error.startswith(says)
    assert error.count("\n") == 1


def test_the_history_does_not_depend_on_how_python_hashes(tmp_path: Path) -> None:
    import json
    import os
    import subprocess
    import sys

    call = [sys.executable, "-m", "commandroom", "--home", str(tmp_path), "drill", "run", "museum", "--json"]
    heads = {
        json.loads(
            subprocess.run(
                call,
                env=os.environ | {"PYTHONHASHSEED": seed},
                cwd=Path(__file__).parents[2],
                check=True,
                capture_output=True,
            ).stdout
        )["history_sha256"]
        for seed in ("1", "2")
    }
    assert len(heads) == 1
