"""The report of a run: what it says, and that every writer sets it whole."""

import json
import re
import shutil
import sqlite3
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from unicodedata import normalize

import docx
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtPdf import QPdfDocument
from pytestqt.qtbot import QtBot

from commandroom.app.run_papers import folder_of, rescored, run_lines, shelf_of, write_papers
from commandroom.app.run_reading import facts_in, played_script, read_run, spots_of
from commandroom.demo.town import load_demo
from commandroom.errors import Refusal, WorldFailed
from commandroom.map.run_page import run_html
from commandroom.models.domain.entities import Author, Correction
from commandroom.models.domain.ids import CorrectionId
from commandroom.reports.blocks import Bar, Chart, Paragraph, Report, Section, Table
from commandroom.reports.charts import svg
from commandroom.reports.document import docx_of
from commandroom.reports.page import body
from commandroom.reports.record import RunRecord
from commandroom.reports.report import build
from commandroom.services.review.notes import keep_correction, keep_note
from commandroom.ui.runs.paper import pdf_of, png_of
from commandroom.wording import Wording

ZH, EN = Wording("zh"), Wording("en")
BY = Author("导调员", "席2")
HOSTILE = "<script>alert(1)</script>&\"'\x00\x0b\ud800 =1+1"


@pytest.fixture
def runs(two_runs: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """Copies that a test may change."""
    base = tmp_path / "drills"
    base.mkdir()
    found = tuple(Path(shutil.copytree(each, base / each.name)) for each in two_runs)
    return found[0], found[1]


def texts_of(report: Report) -> str:
    return body(report)


def test_a_run_is_read_as_it_was_played(two_runs: tuple[Path, Path]) -> None:
    record = read_run(two_runs[0], ZH)
    assert (record.run.seed, record.run.variant, record.run.mode) == (0, "standard", "demonstration")
    assert record.ended == "controlled"
    assert record.sheet.is_passed
    assert record.orders[0].ordered_s < (record.orders[0].arrived_s or 0)
    assert {track.sort for track in record.tracks} >= {"police", "opponent"}
    assert all(len(track.seconds) == len(track.places) for track in record.tracks)
    assert [moment.at_s for moment in record.moments] == sorted(moment.at_s for moment in record.moments)
    assert read_run(two_runs[1], ZH).run.variant_zh


@pytest.mark.parametrize("wording", [ZH, EN], ids=["zh", "en"])
def test_every_part_is_there_in_both_languages(two_runs: tuple[Path, Path], wording: Wording) -> None:
    older, newer = (read_run(each, wording) for each in two_runs)
    report = build(newer, [older], wording)
    parts = (
        "scenario",
        "criteria",
        "rings",
        "responses",
        "good",
        "improve",
        "remarks",
        "corrections",
        "trend",
    )
    titles = [section.title for section in report.sections]
    assert titles[: len(parts)] == [wording.say(f"report.{part}") for part in parts]
    said = texts_of(report)
    assert "report." not in re.sub(r"font-family=\"[^\"]*\"", "", said)
    for line in newer.sheet.criteria:
        assert (line.title_zh if wording is ZH else line.title_en).replace("'", "&#x27;") in said
    assert played_script(two_runs[1])[0].script.start in said


def test_scoring_again_finds_what_was_kept_and_what_was_changed(runs: tuple[Path, Path]) -> None:
    folder = runs[0]
    assert rescored(folder, ZH)["is_same"]
    keep_note(folder, BY, "盾牌组到位慢", "remark", read_run(folder, ZH).start)
    keep_correction(folder, BY, Correction(CorrectionId("Z1"), "补训", "first_order", "王某", "2026-12-01"))
    again = rescored(folder, ZH)
    assert again["is_same"]
    kept = json.loads((folder / "score.json").read_text(encoding="utf-8"))
    assert read_run(folder, ZH).sheet.history_sha256 == kept["history_sha256"]
    kept["criteria"][0]["measured"] = 1.0
    (folder / "score.json").write_text(json.dumps(kept), encoding="utf-8")
    assert rescored(folder, ZH)["differs"] == [kept["criteria"][0]["id"]]
    (folder / "score.json").unlink()
    assert not rescored(folder, ZH)["is_kept"]


def test_remarks_stand_beside_and_actions_are_tested_again_by_the_next_run(runs: tuple[Path, Path]) -> None:
    older, newer = runs
    keep_note(older, BY, "站位分散", "remark", read_run(older, ZH).start)
    keep_note(older, BY, "在此停", "bookmark", read_run(older, ZH).start)
    action = Correction(CorrectionId("Z1"), "补训站位", "first_order", "王某", "2026-12-01")
    keep_correction(older, BY, action)
    keep_correction(older, BY, replace(action, is_done=True))
    first = read_run(older, ZH)
    assert [each.is_done for each in first.corrections] == [True]
    own = texts_of(build(first, [], ZH))
    assert "站位分散" in own
    assert "在此停" not in own
    assert first.sheet.passed == read_run(older, EN).sheet.passed
    next_one = texts_of(build(read_run(newer, ZH), [first], ZH))
    assert "补训站位" in next_one
    assert ZH.say("report.corrections.retested") in next_one


def test_a_trainee_and_a_unit_are_followed_over_drills_of_other_scripts(two_runs: tuple[Path, Path]) -> None:
    older, newer = (read_run(each, ZH) for each in two_runs)
    other = replace(
        older, run=replace(older.run, script="other", title_zh="别的演练", trainee=newer.run.trainee)
    )
    said = texts_of(build(newer, [other], ZH))
    assert "别的演练" in said
    assert ZH.say("report.trend.trainee", trainee=newer.run.trainee, n=2) in said
    assert ZH.say("report.trend.units") in said
    assert ZH.say("report.trend.none") in said
    alone = texts_of(build(newer, [replace(other, run=replace(other.run, trainee="别人"))], ZH))
    assert "别的演练" not in alone


def test_a_line_that_was_missed_is_named_to_improve(two_runs: tuple[Path, Path]) -> None:
    record = read_run(two_runs[0], ZH)
    lines = list(record.sheet.criteria)
    lines[0] = replace(lines[0], passed=False, measured=None, evidence=())
    lines[1] = replace(lines[1], passed=True, measured=0.9 * lines[1].limit, unit="s")
    changed = replace(record, sheet=replace(record.sheet, criteria=tuple(lines)))
    improve = next(each for each in build(changed, [], ZH).sections if each.title == ZH.say("report.improve"))
    said = body(Report("zh", "", "", (), (improve,), ""))
    assert lines[0].title_zh in said
    assert lines[1].title_zh in said


def hostile_report() -> Report:
    table = Table((HOSTILE, "b"), ((HOSTILE, "x"),), ("bad",))
    chart = Chart(HOSTILE, (Bar(HOSTILE, 12.0, 10.0, "bad"), Bar("b", None, 30.0)))
    section = Section(HOSTILE, (Paragraph(HOSTILE), table, chart))
    return Report("zh", HOSTILE, "演练 DRILL", (HOSTILE,), (section,), HOSTILE)


def test_what_people_wrote_is_text_in_every_writer(two_runs: tuple[Path, Path], qtbot: QtBot) -> None:
    report, record = hostile_report(), read_run(two_runs[0], ZH)
    spots = [(HOSTILE, at) for _, at in spots_of(facts_in(two_runs[0]))]
    html = run_html(report, record, load_demo("town").network, spots, ZH)
    assert "<script>alert" not in html
    assert "alert(1)" in html
    assert "<script>" not in svg(report.sections[0].blocks[2])  # type: ignore[arg-type]
    document = docx.Document(BytesIO(docx_of(report, png_of)))
    assert any("<script>alert(1)</script>" in each.text for each in document.paragraphs)
    assert pdf_of(report).startswith(b"%PDF")


def test_the_page_loads_nothing_and_plays_its_tracks(two_runs: tuple[Path, Path]) -> None:
    record = read_run(two_runs[0], ZH)
    report = build(record, [], ZH)
    html = run_html(report, record, load_demo("town").network, spots_of(facts_in(two_runs[0])), ZH)
    assert "default-src 'none'" in html
    page = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.S)
    assert not re.search(r"(src|href)=", page)
    assert "@import" not in html
    assert not re.search(r"url\(\s*[\"']?https?:", html)
    told = json.loads(re.search(r'id="run-data">(.*?)</script>', html, re.S).group(1))  # type: ignore[union-attr]
    assert len(told["tracks"]) == len(record.tracks)
    assert told["roads"]
    assert told["seconds"] == record.seconds
    bare = run_html(report, replace(record, tracks=()), load_demo("town").network, [], ZH)
    assert ZH.say("report.map.none") in bare


def test_the_pages_hold_the_chinese_text_and_their_numbers(two_runs: tuple[Path, Path], qtbot: QtBot) -> None:
    record = read_run(two_runs[0], ZH)
    kept = QByteArray(pdf_of(build(record, [], ZH)))
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert document.pageCount() >= 3
    for number in range(document.pageCount()):
        size = document.pagePointSize(number)
        assert (round(size.width()), round(size.height())) == (595, 842)
    text = normalize("NFKC", document.getAllText(0).text())
    assert record.run.title_zh in text
    assert f"1 / {document.pageCount()}" in text
    document.close()


def test_papers_are_written_whole_or_refused_in_words(
    runs: tuple[Path, Path], tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = {kind: tmp_path / f"report.{kind}" for kind in ("pdf", "docx", "html")}
    assert write_papers(runs[1], wanted, ZH) == list(wanted.values())
    assert all(path.stat().st_size > 20_000 for path in wanted.values())
    with pytest.raises(WorldFailed) as failed:
        write_papers(runs[1], {"html": tmp_path / "nowhere" / "x.html"}, ZH)
    assert failed.value.key == "report.unwritable"


def test_a_broken_run_is_named_and_hides_no_other(runs: tuple[Path, Path]) -> None:
    base = runs[0].parent
    with sqlite3.connect(runs[0] / "drill.db") as file:
        file.execute("update journal set body = '{}' where number = 4")
    shutil.copytree(runs[1], base / "20990101-000000-bare")
    (base / "20990101-000000-bare" / "script.yaml").unlink()
    shelf = shelf_of(base, ZH)
    assert [each.run.key for each in shelf.runs] == [runs[1].name]
    assert {key for key, _ in shelf.broken} == {runs[0].name, "20990101-000000-bare"}
    said = list(run_lines(shelf, ZH))
    assert len(said) == 3
    assert not [line for line in said if "report." in line]


def test_a_run_is_found_by_its_name_its_beginning_or_as_the_last(runs: tuple[Path, Path]) -> None:
    base = runs[0].parent
    assert folder_of(base, "last") == max(runs)
    assert folder_of(base, runs[0].name) == runs[0]
    assert folder_of(base, str(runs[1])) == runs[1]
    with pytest.raises(Refusal):
        folder_of(base, "nothing")


def test_the_rings_of_posts_that_own_none_are_left_out(two_runs: tuple[Path, Path]) -> None:
    record: RunRecord = read_run(two_runs[0], ZH)
    assert record.rings
    assert all(ring.limit_s > 0 for ring in record.rings)
