"""The search field of the real window: keys, mouse, groups, plain text, the newest question wins."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from commandroom.geo import LatLon
from commandroom.ui.search.answer import Answer, Question, grouped
from commandroom.ui.search.box import SearchBox
from commandroom.ui.search.rows import flat

from .conftest import Stage

HERE = LatLon(30.2, 115.6)


def answer(kind: Any, name: str, rank: int = 0, **more: Any) -> Answer:
    return Answer(kind, f"{kind}:{name}", name, HERE, rank=rank, **more)


def typed(stage: Stage, text: str, ask: Callable[[Question], Any] | None = None) -> SearchBox:
    """What stands in the field after typing `text` and waiting for the answer."""
    box = stage.window.frame.top.search
    if ask is not None:
        box._ask = ask
    box.setFocus()
    stage.qtbot.waitUntil(box.hasFocus)
    box.clear()
    if text.isascii():
        QTest.keyClicks(box, text)
    else:  # what an input method commits
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(box, event)
    stage.qtbot.waitUntil(lambda: box._answered == text and box.popup.isVisible())
    return box


def three_groups(_question: Question) -> tuple[Answer, ...]:
    return grouped(
        [answer("place", f"地点{n}", 2) for n in range(4)]
        + [answer("incident", f"警情{n}", 2, sign="2") for n in range(3)]
        + [answer("road", f"道路{n}", 4) for n in range(2)]
    )


def test_answers_stand_in_groups_and_the_first_is_lit(stage: Stage) -> None:
    box = typed(stage, "9", three_groups)
    headings = [row.text for row in box.popup.model.rows if row.is_heading]
    assert headings == ["警情", "地点", "道路"]
    assert box.popup.current() == box.hits[0]


def test_arrows_pass_over_headings_and_go_round(stage: Stage) -> None:
    box = typed(stage, "9", three_groups)
    seen = []
    for _ in range(9):
        current = box.popup.current()
        assert current is not None
        seen.append(current.name)
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert seen == [each.name for each in box.hits]
    assert box.popup.current() == box.hits[0]
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.popup.current() == box.hits[-1]


def test_tab_jumps_from_group_to_group(stage: Stage) -> None:
    box = typed(stage, "9", three_groups)
    firsts = []
    for _ in range(4):
        QTest.keyClick(box, Qt.Key.Key_Tab)
        current = box.popup.current()
        assert current is not None
        firsts.append(current.name)
    assert firsts == ["地点0", "道路0", "警情0", "地点0"]
    QTest.keyClick(box, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert box.popup.current() == box.hits[0]
    assert box.hasFocus()


def test_a_click_takes_an_answer_and_a_heading_takes_none(stage: Stage) -> None:
    box = typed(stage, "9", three_groups)
    view = box.popup.list
    taken: list[Answer] = []
    box.chosen.connect(taken.append)
    click = Qt.MouseButton.LeftButton
    QTest.mouseClick(view.viewport(), click, pos=view.visualRect(box.popup.model.index(0)).center())
    assert not taken
    row = next(at for at, row in enumerate(box.popup.model.rows) if row.text == "地点1")
    QTest.mouseClick(view.viewport(), click, pos=view.visualRect(box.popup.model.index(row)).center())
    assert [each.name for each in taken] == ["地点1"]
    assert stage.map.went[-1] == HERE
    assert not box.popup.isVisible()


def test_escape_leaves_and_empties(stage: Stage) -> None:
    box = typed(stage, "9", three_groups)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert (box.text(), box.popup.isVisible(), box.hasFocus()) == ("", False, False)


def test_enter_before_the_answer_takes_its_first_place(stage: Stage) -> None:
    go = threading.Event()

    def slow(_question: Question) -> tuple[Answer, ...]:
        assert go.wait(5)
        return (answer("place", "人民广场"),)

    box = stage.window.frame.top.search
    box._ask = slow
    box.setFocus()
    stage.qtbot.waitUntil(box.hasFocus)
    QTest.keyClicks(box, "rm")
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert stage.map.went == []
    go.set()
    stage.qtbot.waitUntil(lambda: stage.map.went == [HERE])


def test_a_slow_old_answer_never_replaces_a_newer_one(stage: Stage) -> None:
    go, asked = threading.Event(), []

    def ask(question: Question) -> tuple[Answer, ...]:
        asked.append(question.text)
        if question.text == "7":
            assert go.wait(5)
        return (answer("place", f"给{question.text}"),)

    box = stage.window.frame.top.search
    box._ask = ask
    box.setFocus()
    stage.qtbot.waitUntil(box.hasFocus)
    QTest.keyClicks(box, "7")
    stage.qtbot.waitUntil(lambda: asked == ["7"])
    QTest.keyClicks(box, "8")
    QTest.qWait(80)
    assert asked == ["7"], "one question at a time; the window stays free meanwhile"
    QTest.keyClicks(box, "9")
    go.set()
    stage.qtbot.waitUntil(lambda: [each.name for each in box.hits] == ["给789"])
    assert asked[0] == "7"
    assert asked[-1] == "789"


def test_an_empty_field_says_what_can_be_typed_and_what_was_taken(stage: Stage) -> None:
    box = typed(stage, "9", three_groups)
    QTest.keyClick(box, Qt.Key.Key_Return)
    box.setFocus()
    stage.qtbot.waitUntil(box.popup.isVisible)
    texts = [row.text for row in box.popup.model.rows]
    assert texts[:2] == ["最近选过", "警情0"]
    assert "可以输入" in texts


def test_nothing_found_says_what_was_searched(stage: Stage) -> None:
    box = typed(stage, "zzzz", lambda _question: ())
    said = " ".join(f"{row.text} {row.detail}" for row in box.popup.model.rows)
    assert "zzzz" in said
    assert "成员" in said
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert stage.map.went == []


@pytest.mark.parametrize(
    "name", ["<b>粗</b><img src=x onerror=alert(1)>", "甲\u202e乙\n丙\t丁", "x" * 1_000_000, "😀" * 500]
)
def test_hostile_names_are_plain_text_on_one_line(stage: Stage, name: str) -> None:
    box = typed(stage, "9", lambda _question: (answer("place", name, marked=((0, 3),)),))
    height = box.popup.height()
    assert height < 120
    picture: QImage = box.popup.grab().toImage()
    assert not picture.isNull()
    shown = flat(name)
    assert len(shown) <= 160
    assert not any(sign in shown for sign in "\n\t\u202e")


def test_a_command_is_found_in_both_languages_and_carried_out(stage: Stage) -> None:
    for text in ("接警", "jiejing", "jj", "new inc"):
        box = typed(stage, text, lambda _question: ())
        found = [each.id for each in box.hits if each.kind == "command"]
        assert "intake" in found, text
    box = typed(stage, "接警", lambda _question: ())
    assert box.popup.model.rows[1].detail == "F2 / N"
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert stage.window.frame.intake.isVisible()


def test_a_command_that_cannot_be_done_is_grey_and_says_why(stage: Stage) -> None:
    box = typed(stage, "办结", lambda _question: ())
    row = next(row for row in box.popup.model.rows if row.answer is not None and row.answer.id == "close")
    assert row.is_faint
    assert "先选定警情" in row.detail
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert "先选定警情" in stage.window.frame.notices.text.text()


def test_the_list_stays_within_the_window_and_scrolls(stage: Stage) -> None:
    stage.window.resize(900, 600)
    many = tuple(answer("place", f"地点{n}") for n in range(60))
    box = typed(stage, "9", lambda _question: many)
    window, popup = stage.window, box.popup
    corner = popup.mapTo(window, QPoint(popup.width(), popup.height()))
    assert corner.x() <= window.width()
    assert corner.y() <= window.height()
    QTest.keyClick(box, Qt.Key.Key_Up)
    last = popup.list.visualRect(popup.model.index(len(popup.model.rows) - 1))
    assert popup.list.viewport().rect().contains(last)
