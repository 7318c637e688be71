"""The map as a sheet: heading and stamp, whole files or none, and a room without a printer."""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QFileDialog

from commandroom import wholefile
from commandroom.ui.map_sheet import SheetHead, compose, image_of, page_for, pdf_of, place, print_sheet
from commandroom.ui.panels.drill.colours import BAND_AMBER
from tests.ui.conftest import Stage

Raise = Callable[..., Stage]
AMBER, GREEN = QColor(BAND_AMBER), QColor("#00aa55")
HEAD = SheetHead("永安派出所 · 地图态势", ("2026-05-01 21:00:00 · 值班员", "图幅中心"))


def chart(wide: int = 640, high: int = 400) -> QPixmap:
    made = QPixmap(wide, high)
    made.fill(GREEN)
    return made


def share(image: QImage, colour: QColor) -> float:
    """How much of a picture has a colour, from points on a grid."""
    spots = [(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)]
    near = [
        spot
        for spot in spots
        if max(abs(a - b) for a, b in zip(image.pixelColor(*spot).getRgb(), colour.getRgb(), strict=True)) < 6
    ]
    return len(near) / len(spots)


def on_page(path: Path) -> QImage:
    """The first page of a PDF as a picture."""
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    assert document.pageCount() == 1
    return document.render(0, (document.pagePointSize(0) * 1.0).toSize())


def saved(stage: Stage, path: Path) -> tuple[str, str]:
    """Write the sheet of a window; the tone and the text of what the window then says."""
    stage.window.exporting.save_picture(str(path))
    return said(stage)


def said(stage: Stage) -> tuple[str, str]:
    line = stage.window.frame.notices
    stage.qtbot.waitUntil(lambda: "map" in told(line) or "打印机" in told(line))
    return line.notice.tone, told(line)


def told(line: Any) -> str:
    return "" if line.notice is None else str(line.notice.text)


def test_the_sheet_has_its_heading_above_the_whole_map(qapp: object) -> None:
    image = compose(chart(), HEAD)
    assert image.width() == 640
    above = image.height() - 400
    assert above > 80
    assert image.pixelColor(3, above) == GREEN
    assert image.pixelColor(636, image.height() - 2) == GREEN
    ink = share(image.copy(0, 0, 640, above), QColor("#ffffff"))
    assert 0.6 < ink < 0.99
    assert share(image, AMBER) == 0


def test_a_drill_is_stamped_across_the_sheet(qapp: object) -> None:
    plain, stamped = compose(chart(), HEAD), compose(chart(), SheetHead(HEAD.title, HEAD.lines, "演练 DRILL"))
    assert stamped.height() - plain.height() == 40
    assert [stamped.pixelColor(x, 4) for x in (2, 637)] == [AMBER, AMBER]


def test_a_sharp_screen_gives_a_sharp_sheet(qapp: object) -> None:
    dense = QPixmap(1280, 800)
    dense.setDevicePixelRatio(2)
    dense.fill(GREEN)
    image = compose(dense, HEAD)
    assert image.width() == 1280
    assert image.devicePixelRatio() == 2
    assert image.pixelColor(5, image.height() - 3) == GREEN


def test_a_long_title_is_cut_and_hostile_text_is_written_as_it_stands(qapp: object) -> None:
    evil = "<h1>&\u202e" + "长" * 200_000
    image = compose(chart(), SheetHead(evil, (evil,), evil))
    assert image.width() == 640
    assert image.pixelColor(3, image.height() - 2) == GREEN


@pytest.mark.parametrize(("size", "across"), [((640, 400), True), ((300, 900), False)])
def test_a_pdf_is_one_page_turned_as_the_picture_is(
    qapp: object, tmp_path: Path, size: tuple[int, int], across: bool
) -> None:
    path = tmp_path / "map.pdf"
    path.write_bytes(pdf_of(compose(chart(*size), HEAD), "地图"))
    page = on_page(path)
    assert (page.width() > page.height()) is across
    assert share(page, GREEN) > 0.3
    assert abs(page.width() / page.height() - (297 / 210 if across else 210 / 297)) < 0.01


def test_the_picture_is_put_on_the_paper_whole_and_undistorted(qapp: object) -> None:
    paper = QImage(QSize(1000, 400), QImage.Format.Format_RGB32)
    paper.fill(QColor("#ffffff"))
    painter = QPainter(paper)
    place(painter, QRectF(0, 0, 1000, 400), chart(200, 200).toImage())
    painter.end()
    assert abs(share(paper, GREEN) - 0.4) < 0.01
    assert paper.pixelColor(300 + 5, 200) == GREEN
    assert paper.pixelColor(300 - 5, 200) == QColor("#ffffff")


def test_a_picture_is_written_as_its_name_says_and_png_else(qapp: object) -> None:
    image = compose(chart(), HEAD)
    assert image_of(image, ".png").startswith(b"\x89PNG")
    assert image_of(image, ".JPG").startswith(b"\xff\xd8")
    assert image_of(image, ".docx").startswith(b"\x89PNG")
    assert image_of(image, "").startswith(b"\x89PNG")


def test_a_printer_gets_one_page(qapp: object, tmp_path: Path) -> None:
    image, path = compose(chart(), HEAD), tmp_path / "printed.pdf"
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    printer.setPageLayout(page_for(image))
    assert print_sheet(printer, image)
    assert share(on_page(path), GREEN) > 0.3


# In the window


@pytest.mark.parametrize(("mode", "amber"), [("live", False), ("demo", True), ("drill", True)])
@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_the_window_writes_the_sheet_and_stamps_what_was_no_work(
    raise_stage: Raise, tmp_path: Path, mode: str, amber: bool, suffix: str
) -> None:
    stage, path = raise_stage(mode), tmp_path / f"map.{suffix}"
    tone, text = saved(stage, path)
    assert (tone, text) == ("done", f"已保存 {path}")
    image = QImage(str(path)) if suffix == "png" else on_page(path)
    assert (share(image, AMBER) > 0.005) is amber
    assert os.listdir(tmp_path) == [path.name]


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_a_folder_that_is_not_there_is_said(stage: Stage, tmp_path: Path, suffix: str) -> None:
    tone, text = saved(stage, tmp_path / "gone" / f"map.{suffix}")
    assert tone == "failed"
    assert text.startswith("未能写入")
    assert os.strerror(errno.ENOENT) in text
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_what_was_there_before(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "map.png"
    path.write_bytes(b"of yesterday")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(wholefile.os, "fsync", full)
    tone, text = saved(stage, path)
    assert tone == "failed"
    assert os.strerror(errno.ENOSPC) in text
    assert path.read_bytes() == b"of yesterday"
    assert os.listdir(tmp_path) == ["map.png"]


def test_a_map_that_does_not_answer_is_not_exported(stage: Stage, tmp_path: Path) -> None:
    stage.window.exporting.save_html(str(tmp_path / "map.html"))
    line = stage.window.frame.notices
    stage.qtbot.waitUntil(lambda: told(line).startswith("地图未应答"))
    assert line.notice.tone == "failed"
    assert os.listdir(tmp_path) == []


def test_without_a_printer_the_room_says_so_and_opens_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: []))
    stage.window.actions_of_room["print_map"].trigger()
    tone, text = said(stage)
    assert tone == "failed"
    assert "未安装打印机" in text
    assert "Ctrl+S" in text
    assert stage.window.actions_of_room["save_picture"].shortcut().toString() == "Ctrl+S"


def test_the_file_dialog_waits_for_nobody_and_proposes_a_name(stage: Stage, tmp_path: Path) -> None:
    stage.window.actions_of_room["save_picture"].trigger()
    dialog = stage.window.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(".png")
    assert "map-2026-05-01-" in dialog.selectedFiles()[0]
    dialog.fileSelected.emit(str(tmp_path / "map.pdf"))
    assert said(stage)[0] == "done"
    assert (tmp_path / "map.pdf").read_bytes().startswith(b"%PDF")
    dialog.reject()


def test_no_caller_and_no_story_is_in_the_table(stage: Stage) -> None:
    stage.report(place="夏市口")
    ((level, kind, place_name, since, units),) = stage.window.exporting._heading().rows
    assert (level, kind, place_name, since, units) == ("1", "持刀伤人", "夏市口", "0:00", "未派")


def test_writing_ends_with_the_window(stage: Stage, tmp_path: Path) -> None:
    stage.window.exporting.save_html(str(tmp_path / "map.html"))
    stage.window.exporting.stop()
    stage.run(asyncio.sleep(0.05))
    assert os.listdir(tmp_path) == []
