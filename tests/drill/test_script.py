"""A script with a mistake is told where and what; a hostile one is refused at once."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commandroom.drill.complaints import _VARIANT
from commandroom.drill.durations import clock_text, seconds_of
from commandroom.drill.findings import Finding
from commandroom.drill.script import examine, find_script, list_scripts, load_script, shipped
from commandroom.errors import WorldFailed
from commandroom.wording import LANGUAGES, Wording
from tests.drill.small_town import SCRIPT, script_file


def findings(folder: Path, text: str) -> list[Finding]:
    return examine(script_file(folder, text))[1]


def line_with(text: str, word: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if word in line)


def test_shipped_scripts_are_clean_and_found_by_id() -> None:
    assert [examine(path)[1] for path in shipped()] == [[] for _ in shipped()]
    assert {loaded.script.id for loaded in list_scripts()} >= {"museum", "metro", "night_market"}
    assert load_script(find_script("museum")).script.title.zh == "博物馆持刀闯入"
    assert len(load_script(find_script("museum")).script.injects) >= 12


@pytest.mark.parametrize(
    ("old", "new", "key", "word", "guess"),
    [
        ("kind: knife, place: museum", "kinds: knife, place: museum", "unknown_field.guess", "kinds", "kind"),
        ("channel: radio", "channel: radoi", "bad_choice.guess", "radoi", "radio"),
        (
            "start: south, walk_to: museum}",
            "start: soth, walk_to: museum}",
            "unknown_name.guess",
            "soth",
            "south",
        ),
        ("when: contact", "when: contac", "bad_sentence.guess", "contac", "contact"),
        ("about: alarm}", "about: alrm}", "unknown_name.guess", "alrm", "alarm"),
        ("duration: 10m", "duration: 600", "bad_duration", "duration", None),
        ("duration: 10m", "duration: 10 minuets", "bad_duration", "duration", None),
        ("seed: 3", "seed: three", "wants_whole", "seed", None),
        ("seed: 3", "seed: -1", "at_least", "seed", None),
        ("seed: 3", "forces: 7\nseed: 3", "bad_forces", "forces: 7", None),
        ("seed: 3", "forces: []\nseed: 3", "bad_forces", "forces: []", None),
        ("measure: ring, ring: self", "measure: ring", "needs", "id: self", None),
        ("{id: word, at: 0:20", "{id: alarm, at: 0:20", "twice", "0:20", None),
        ("start: 2026-11-20 09:40", "start: 2026-13-40 09:40", "bad_start", "start: 2026", None),
        ("start: 2026-11-20 09:40", "start: 0001-01-01 00:00", "bad_start", "start: 0001", None),
        ("start: 2026-11-20 09:40", "start: 2026-11-20T09:40:00Z", "bad_start", "start: 2026", None),
        ("south: {near: museum, north: -150}", "south: {near: south}", "circle", "south: {", None),
        ("forces", "forces", "", "", None),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, key: str, word: str, guess: str | None
) -> None:
    text = SCRIPT.replace(old, new, 1)
    found = findings(tmp_path, text)
    if not key:
        assert found == []
        return
    assert [each.key for each in found][:1] == [f"drill.script.{key}"], found
    assert found[0].line == line_with(text, word)
    if guess is not None:
        assert found[0].values["guess"] == guess


def test_a_missing_field_is_named(tmp_path: Path) -> None:
    found = findings(tmp_path, SCRIPT.replace("id: small\n", ""))
    assert [(each.key, each.values["field"]) for each in found] == [("drill.script.missing", "id")]


def test_every_mistake_is_listed_and_the_first_one_is_raised(tmp_path: Path) -> None:
    text = SCRIPT.replace("channel: radio", "channel: radoi").replace("ring: self", "ring: selfish")
    assert len(findings(tmp_path, text)) == 2
    with pytest.raises(WorldFailed) as why:
        load_script(script_file(tmp_path, text))
    assert why.value.values["more"] == 1
    assert why.value.values["line"] == line_with(text, "radoi")
    for language in LANGUAGES:
        assert "radio" in Wording(language).error(why.value)


@pytest.mark.parametrize(
    ("raw", "key"),
    [
        (b"\r-_", "not_"),
        (b"", "not_a_script"),
        (b"[1, 2", "not_yaml"),
        (b"a: 1\na: 2\n", "not_yaml"),
        (b"- just a list", "not_a_script"),
        (b"\xff\xfe\x00", "not_utf8"),
        (b"id: x\nplaces: \xb2\xa9", "not_utf8"),
        (b"[" * 100_000, "too_deep"),
        (b"{a: " * 100_000, "too_deep"),
        (b"a: &x [1]\nb: *x\n", "reference"),
        (b"a: &a [x]\nb: &b [*a,*a]\n", "reference"),
        (b"a: !!python/object/apply:os.system [x]\n", "tag"),
        (b"- 1\n" * 20_000, "too_many"),
        (b"#" * 1_000_001, "too_large"),
    ],
)
def test_what_is_no_script_is_refused_soon_and_clearly(tmp_path: Path, raw: bytes, key: str) -> None:
    path = tmp_path / "bad.yaml"
    path.write_bytes(raw)
    began = time.perf_counter()
    found = examine(path)[1]
    assert time.perf_counter() - began < 5.0
    assert len(found) == 1
    assert found[0].key.startswith(f"drill.script.{key}"), found
    for language in LANGUAGES:
        assert "bad.yaml" in Wording(language).say(found[0].key, **found[0].said_with)


def test_a_missing_file_and_an_unknown_id_are_refused(tmp_path: Path) -> None:
    assert examine(tmp_path / "none.yaml")[1][0].key == "drill.script.unreadable"
    with pytest.raises(WorldFailed, match="unknown"):
        find_script("musuem")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | st.text(alphabet="{}[]:-&*!|>'\"#%@`, \n\ta1é", max_size=60).map(str.encode))
def test_no_input_ends_in_anything_but_findings(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    path.write_bytes(raw)
    loaded, found = examine(path)
    assert (loaded is None) == bool(found)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_script_with_a_stretch_of_noise_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(SCRIPT)))
    gone = data.draw(st.integers(0, 12))
    noise = data.draw(st.text(alphabet="{}[]:-&*!, \n19:sA", max_size=6))
    path = tmp_path_factory.getbasetemp() / "noise.yaml"
    path.write_text(SCRIPT[:at] + noise + SCRIPT[at + gone :], encoding="utf-8")
    loaded, found = examine(path)
    assert (loaded is None) == bool(found)
    for each in found:
        assert Wording("zh").has(each.key), each


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0:20", 20), ("12:30", 750), ("1:05:00", 3900), ("90s", 90), ("3m", 180), ("1h", 3600), ("45 秒", 45)],
)
def test_times_are_read_as_people_write_them(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["90", 90, "1:5", "1:75", "-3s", "", None, "s", "9" * 50 + "s"])
def test_what_has_no_unit_is_no_time(text: object) -> None:
    with pytest.raises(ValueError, match="duration"):
        seconds_of(text)


@given(st.integers(0, 59_999))
def test_clock_text_reads_back(seconds: int) -> None:
    assert seconds_of(clock_text(seconds)) == seconds


def test_field_names_are_never_taken_for_type_names() -> None:
    assert not any(_VARIANT.fullmatch(word) for word in ("start", "strict", "list", "literal", "text"))


def test_a_report_that_waits_for_itself_is_told(tmp_path: Path) -> None:
    text = SCRIPT.replace("{id: alarm, at: 0:10", "{id: alarm, when: contact", 1)
    assert text != SCRIPT
    assert "drill.script.waits" in [each.key for each in findings(tmp_path, text)]


def test_what_yaml_cannot_read_is_told_with_its_line(tmp_path: Path) -> None:
    (found,) = findings(tmp_path, SCRIPT + "\0")
    assert (found.key, found.line) == ("drill.script.not_yaml", SCRIPT.count("\n") + 1)
