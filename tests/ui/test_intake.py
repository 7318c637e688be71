"""Taking an incident with the keyboard alone."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import qasync
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow

from commandroom.geo import LatLon
from commandroom.models.domain.entities import IncidentKind, RingLimits
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import KindCode
from commandroom.models.domain.rules import TEXT_LIMIT
from commandroom.ui.panels.intake import fields as intake_fields
from commandroom.ui.panels.intake.entry import IntakeEntry, ring_profile
from commandroom.ui.panels.intake.kinds import KindIndex
from commandroom.ui.panels.intake.view import IntakeForm
from commandroom.ui.theme import DAY
from commandroom.wording import Wording

ZH = Wording("zh")
CONTROL = Qt.KeyboardModifier.ControlModifier
NIGHT_MARKET = LatLon(30.51, 114.31)


def kind(code: str, zh: str, en: str, level: Level, *, police: bool, support_s: int = 300) -> IncidentKind:
    return IncidentKind(KindCode(code), zh, en, level, police, RingLimits(60, 180, support_s))


KNIFE = kind("knife", "持刀伤人", "knife attack", Level.GRAVE, police=True)
QUARREL = kind("quarrel", "纠纷", "quarrel", Level.ORDINARY, police=False, support_s=480)
FIGHT = kind("fight", "打架斗殴", "street fight", Level.SERIOUS, police=True)
KINDS = (KNIFE, QUARREL, FIGHT)


@dataclass(frozen=True)
class Hit:
    kind: str
    name: str
    at: LatLon
    detail: str = ""
    id: str = ""


HITS = (Hit("road", "夏溪路", LatLon(30.5, 114.3)), Hit("place", "夏溪夜市", NIGHT_MARKET, "夏溪街道"))


def search(text: str) -> list[Hit]:
    return list(HITS) if text.startswith(("xx", "夏")) else []


@pytest.fixture
def window(loop: qasync.QEventLoop, qtbot: Any) -> Iterator[QMainWindow]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(420, 360)
    window.setCentralWidget(IntakeForm(ZH))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    yield window
    window.centralWidget().stop()  # type: ignore[attr-defined]


@pytest.fixture
def form(window):
    form = window.centralWidget()
    form.apply_theme(DAY)
    form.begin(KINDS, search)
    return form


def press(qtbot, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def type_text(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def fill(qtbot, form) -> None:
    """xx ↓ Enter, jf Enter, text Enter, caller, typed without a pause."""
    type_text(qtbot, "xx")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    type_text(qtbot, "jf")
    press(qtbot, Qt.Key.Key_Return)
    type_text(qtbot, "two men shout")
    press(qtbot, Qt.Key.Key_Return)
    type_text(qtbot, "stall keeper")
    qtbot.waitUntil(lambda: form.has_place)


def settle(qtbot, form) -> None:
    """Wait until the place field has the answer to what it asked."""
    field = form._fields.place
    qtbot.waitUntil(lambda: not field._rest.isActive() and field._asked is None)


class SlowSearch:
    """Answers like `search`, but not before it may."""

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.asked: list[str] = []

    def __call__(self, text: str) -> list[Hit]:
        self.asked.append(text)
        assert self.may_answer.wait(10)
        return [Hit("road", f"{text}路", NIGHT_MARKET)] if text.startswith("xx") else []


@pytest.fixture
def slow(form: IntakeForm) -> Iterator[SlowSearch]:
    """The form asks this one."""
    search = SlowSearch()
    form.begin(KINDS, search)
    yield search
    search.may_answer.set()


def test_an_incident_is_taken_without_the_mouse(qtbot, form) -> None:
    fill(qtbot, form)
    with qtbot.waitSignal(form.submitted, timeout=500) as told:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    entry = IntakeEntry(QUARREL.code, NIGHT_MARKET, "夏溪夜市", "two men shout", "stall keeper", None)
    assert told.args == [entry]


def test_control_enter_works_in_every_field(qtbot, form) -> None:
    fill(qtbot, form)
    fields = form._fields
    for field in (fields.place, fields.kind, fields.text, fields.caller, fields.pick):
        form.refused("again")
        field.setFocus()
        with qtbot.waitSignal(form.submitted, timeout=500):
            press(qtbot, Qt.Key.Key_Return, CONTROL)


def test_a_level_other_than_the_kinds_own_is_an_override(qtbot, form) -> None:
    fill(qtbot, form)
    press(qtbot, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    with qtbot.waitSignal(form.submitted, timeout=500) as told:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert (told.args[0].level, told.args[0].caller) == (Level.GRAVE, "stall keeper")


def test_a_place_that_was_only_typed_is_no_place(qtbot, form) -> None:
    type_text(qtbot, "nowhere")
    press(qtbot, Qt.Key.Key_Return)
    type_text(qtbot, "knife")
    press(qtbot, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(form.submitted):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(form._fields.place.hasFocus)
        settle(qtbot, form)
    assert "缺地点" in form._fields.place_note.text()
    assert form._fields.place.hasFocus()


def test_saving_takes_no_place_that_nobody_has_seen_yet(qtbot, form):
    fill(qtbot, form)
    form._fields.place.setFocus()
    form._fields.place.selectAll()
    type_text(qtbot, "xx")
    with qtbot.assertNotEmitted(form.submitted):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
        qtbot.waitUntil(form._fields.place.candidates.isVisible)
    with qtbot.waitSignal(form.submitted, timeout=500) as told:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert told.args[0].place_name == "夏溪路"


def test_editing_a_chosen_place_unsets_it(qtbot, form) -> None:
    fill(qtbot, form)
    form._fields.place.setFocus()
    press(qtbot, Qt.Key.Key_End)
    type_text(qtbot, "zz")
    with qtbot.assertNotEmitted(form.submitted):
        press(qtbot, Qt.Key.Key_Return, CONTROL)


def test_a_missing_kind_is_said_beside_the_kind(qtbot, form) -> None:
    form.set_place("夏溪夜市", NIGHT_MARKET)
    form._fields.caller.setFocus()
    with qtbot.assertNotEmitted(form.submitted):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert "缺类别" in form._fields.kind_note.text()


def test_a_text_over_the_limit_is_refused_with_its_length(qtbot, form) -> None:
    fill(qtbot, form)
    form._fields.text.setPlainText("长" * (TEXT_LIMIT + 1))
    assert str(TEXT_LIMIT + 1) in form._fields.text_note.text()
    with qtbot.assertNotEmitted(form.submitted):
        form.submit()
    form._fields.text.setPlainText("长" * TEXT_LIMIT)
    with qtbot.waitSignal(form.submitted, timeout=500):
        form.submit()


def test_an_entry_is_given_out_once_until_it_is_answered(qtbot, form) -> None:
    fill(qtbot, form)
    form.submit()
    with qtbot.assertNotEmitted(form.submitted):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    form.refused("纠纷已停用")
    assert "纠纷已停用" in form._fields.refusal.text()
    assert form._fields.text.toPlainText() == "two men shout"
    with qtbot.waitSignal(form.submitted, timeout=500):
        form.submit()


def test_escape_closes_the_list_first_then_leaves_and_the_draft_is_offered(qtbot, form) -> None:
    fill(qtbot, form)
    form._fields.kind.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    assert form._fields.kind.candidates.isVisible()
    with qtbot.assertNotEmitted(form.cancelled):
        press(qtbot, Qt.Key.Key_Escape)
    with qtbot.waitSignal(form.cancelled, timeout=500):
        press(qtbot, Qt.Key.Key_Escape)
    form.begin(KINDS, search)
    assert form._fields.place.text() == ""
    assert "夏溪夜市" in form._fields.draft_note.text()
    press(qtbot, Qt.Key.Key_R, CONTROL)
    with qtbot.waitSignal(form.submitted, timeout=500) as told:
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    assert (told.args[0].at, told.args[0].caller) == (NIGHT_MARKET, "stall keeper")


def test_beginning_again_in_the_middle_of_an_entry_keeps_it_as_a_draft(qtbot, form):
    fill(qtbot, form)
    form.begin(KINDS, search)
    assert form._fields.caller.text() == ""
    form.restore_draft()
    assert form._fields.caller.text() == "stall keeper"


def test_a_saved_entry_leaves_no_draft(qtbot, form) -> None:
    fill(qtbot, form)
    form.submit()
    form.saved()
    form.cancel()
    form.begin(KINDS, search)
    assert form._fields.draft_note.text() == ""


def test_a_click_on_the_map_is_asked_for_and_taken_keeping_what_was_typed(qtbot, form) -> None:
    type_text(qtbot, "behind the school")
    with qtbot.waitSignal(form.pick_place_requested, timeout=500):
        press(qtbot, Qt.Key.Key_F2)
    form.set_place("", NIGHT_MARKET)
    assert form._fields.place.text() == "behind the school"
    assert "30.51000" in form._fields.place_note.text()
    assert form._fields.kind.hasFocus()


def test_escape_while_picking_only_ends_the_picking(qtbot, form) -> None:
    press(qtbot, Qt.Key.Key_F2)
    with qtbot.waitSignal(form.pick_cancelled, timeout=500), qtbot.assertNotEmitted(form.cancelled):
        press(qtbot, Qt.Key.Key_Escape)


def test_the_window_stays_free_while_places_are_searched(qtbot, form, slow) -> None:
    type_text(qtbot, "xx")
    qtbot.waitUntil(lambda: slow.asked == ["xx"])
    type_text(qtbot, "1")
    qtbot.wait(intake_fields.TYPING_REST_MS + 40)
    type_text(qtbot, "2")
    qtbot.wait(intake_fields.TYPING_REST_MS + 40)
    assert slow.asked == ["xx"], "one question at a time"
    assert not form._fields.place.candidates.isVisible()
    slow.may_answer.set()
    qtbot.waitUntil(form._fields.place.candidates.isVisible)
    assert slow.asked == ["xx", "xx12"], "of those that wait only the newest is asked"
    assert form._fields.place.candidates.current().name == "xx12路"


def test_enter_before_the_answer_moves_on_and_the_place_follows(qtbot, form, slow) -> None:
    type_text(qtbot, "xx")
    press(qtbot, Qt.Key.Key_Return)
    assert form._fields.kind.hasFocus()
    assert "正在查找" in form._fields.place_note.text()
    type_text(qtbot, "jf")
    press(qtbot, Qt.Key.Key_Return)
    assert not form.has_place
    slow.may_answer.set()
    qtbot.waitUntil(lambda: form.has_place)
    assert (form._fields.place.text(), form._fields.kind.text()) == ("xx路", "纠纷")
    assert "已定位" in form._fields.place_note.text()
    assert not form._fields.place.candidates.isVisible()


def test_saving_waits_for_the_place_that_enter_took(qtbot, form, slow) -> None:
    type_text(qtbot, "xx")
    press(qtbot, Qt.Key.Key_Return)
    type_text(qtbot, "jf")
    press(qtbot, Qt.Key.Key_Return)
    with qtbot.assertNotEmitted(form.submitted, wait=80):
        press(qtbot, Qt.Key.Key_Return, CONTROL)
    with qtbot.waitSignal(form.submitted, timeout=1_000) as told:
        slow.may_answer.set()
    assert told.args[0].place_name == "xx路"


@pytest.mark.parametrize(
    "change_of_mind",
    [
        lambda qtbot, form: (form._fields.place.setFocus(), type_text(qtbot, "q")),
        lambda qtbot, form: form.set_place("夏溪夜市", LatLon(30.6, 114.4)),
        lambda qtbot, form: form.begin(KINDS, search),
    ],
    ids=["typed on", "picked on the map", "begun again"],
)
def test_an_old_answer_takes_no_place(
    qtbot, form, slow, change_of_mind: Callable[[Any, IntakeForm], object]
) -> None:
    type_text(qtbot, "xx")
    press(qtbot, Qt.Key.Key_Return)
    form._fields.kind.setFocus()
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    change_of_mind(qtbot, form)
    at = form._at
    with qtbot.assertNotEmitted(form.submitted), qtbot.assertNotEmitted(form._fields.place.chosen):
        slow.may_answer.set()
        qtbot.waitUntil(lambda: not form._places._is_asking)
        settle(qtbot, form)
    assert form._at == at
    assert form._fields.place.text() != "xx路"


def test_candidates_for_an_older_text_are_never_shown(qtbot, form, slow) -> None:
    type_text(qtbot, "xx")
    qtbot.waitUntil(lambda: slow.asked == ["xx"])
    form._fields.place._rest.setInterval(60_000)
    type_text(qtbot, "1")
    slow.may_answer.set()
    qtbot.waitUntil(lambda: not form._places._is_asking)
    assert not form._fields.place.candidates.isVisible()


def test_enter_does_not_wait_for_ever(qtbot, form, slow) -> None:
    form._fields.place._patience.setInterval(50)
    type_text(qtbot, "xx")
    press(qtbot, Qt.Key.Key_Return)
    with qtbot.waitSignal(form._fields.place.gave_up, timeout=1_000):
        pass
    assert "地点未定" in form._fields.place_note.text()
    with qtbot.assertNotEmitted(form._fields.place.chosen):
        slow.may_answer.set()
        settle(qtbot, form)
    assert not form.has_place
    assert not form._fields.place.candidates.isVisible()


def test_arrows_before_the_answer_count(qtbot, form, slow) -> None:
    form.begin(KINDS, lambda text: slow(text) and list(HITS))
    type_text(qtbot, "xx")
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Down)
    slow.may_answer.set()
    qtbot.waitUntil(form._fields.place.candidates.isVisible)
    assert form._fields.place.candidates.current().name == "夏溪夜市"


def test_the_candidates_are_a_child_and_never_take_the_focus(qtbot, form) -> None:
    type_text(qtbot, "xx")
    qtbot.waitUntil(form._fields.place.candidates.isVisible, timeout=1_000)
    candidates = form._fields.place.candidates
    assert candidates.parentWidget() is form
    assert not candidates.isWindow()
    assert form._fields.place.hasFocus()
    assert form.rect().contains(candidates.geometry())


def test_the_kind_shows_who_may_handle_it_and_its_rings(qtbot, form) -> None:
    fill(qtbot, form)
    assert form._fields.kind_note.text() == "三级 · 保安可先处 · 快反圈 1/3/8 分钟"
    assert ring_profile(KNIFE) == "1/3/5"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("djdo", FIGHT),
        ("djd", FIGHT),
        ("dajia", FIGHT),
        ("斗殴", FIGHT),
        ("street", FIGHT),
        ("cdsr", KNIFE),
        ("KNI", KNIFE),
        ("quar", QUARREL),
        ("jiufen", QUARREL),
    ],
)
def test_a_kind_is_found_by_chinese_english_code_pinyin_and_initials(typed: str, found: IncidentKind) -> None:
    assert KindIndex(KINDS).find(typed)[0] == found


def test_no_letters_show_every_kind_and_foreign_letters_none() -> None:
    assert KindIndex(KINDS).find(" ") == list(KINDS)
    assert KindIndex(KINDS).find("zzz") == []


def test_changing_the_language_keeps_what_is_filled_in(qtbot, form) -> None:
    fill(qtbot, form)
    form.apply_wording(Wording("en"))
    assert form._fields.kind.text() == "quarrel"
    with qtbot.waitSignal(form.submitted, timeout=500) as told:
        form.submit()
    assert told.args[0].kind == QUARREL.code


def test_every_control_has_a_name(qtbot, form) -> None:
    fields = form._fields
    for field in (fields.place, fields.kind, fields.text, fields.caller):
        assert field.accessibleName()
    for button in (fields.pick, fields.save, fields.cancel, *fields.levels.buttons()):
        assert button.text()
