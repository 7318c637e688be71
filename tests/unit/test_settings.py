"""Settings come from four places in one order; what they cannot mean is told with file and line."""

import logging
from pathlib import Path

import pytest

from commandroom.errors import WorldFailed
from commandroom.settings import Settings, read_settings, remember, set_up_logging, store_url
from commandroom.wording import Wording


def written(home: Path, text: str) -> Path:
    home.mkdir(exist_ok=True)
    (home / "commandroom.toml").write_text(text, encoding="utf-8")
    return home


def test_an_empty_home_gives_the_defaults_and_creates_nothing(tmp_path: Path) -> None:
    home = tmp_path / "room"
    settings = read_settings(home, {})
    assert settings == Settings(home=home, store_url=f"sqlite:///{(home / 'room.db').as_posix()}")
    assert (settings.language, settings.theme) == ("zh", "night")
    assert not home.exists()


def test_home_comes_from_the_argument_then_the_environment(tmp_path: Path) -> None:
    environ = {"COMMANDROOM_HOME": str(tmp_path / "a")}
    assert read_settings(tmp_path / "b", environ).home == tmp_path / "b"
    assert read_settings(None, environ).home == tmp_path / "a"
    assert read_settings(None, {}).home.is_absolute()


def test_environment_over_choice_over_file(tmp_path: Path) -> None:
    home = written(tmp_path, 'language = "en"\ntheme = "day"\nstation = "某派出所"\nseat = "二号席"\n')
    assert read_settings(home, {}).language == "en"
    remember(home, language="zh")
    settings = read_settings(home, {"COMMANDROOM_THEME": "night"})
    assert (settings.language, settings.theme) == ("zh", "night")
    assert (settings.station, settings.seat) == ("某派出所", "二号席")
    remember(home, theme="night")
    assert read_settings(home, {}).language == "zh", "one choice does not forget the other"


def test_a_store_is_a_url_or_a_file(tmp_path: Path) -> None:
    assert store_url("postgresql+psycopg://room@db/room") == "postgresql+psycopg://room@db/room"
    assert store_url("x/room.db", base=tmp_path) == f"sqlite:///{tmp_path.as_posix()}/x/room.db"
    absolute = (tmp_path / "room.db").as_posix()
    assert store_url(absolute, base=Path("/elsewhere")) == f"sqlite:///{absolute}"
    home = written(tmp_path, 'store = "data/my.db"')
    assert read_settings(home, {}).store_url == f"sqlite:///{tmp_path.as_posix()}/data/my.db"
    asked = read_settings(home, {}).with_store(absolute).with_language("en")
    assert (asked.store_url, asked.language) == (f"sqlite:///{absolute}", "en")
    for bad in ("", "  ", "a?b"):
        with pytest.raises(WorldFailed, match=r"core\.settings\.bad_store"):
            store_url(bad)


@pytest.mark.parametrize(
    ("text", "key", "line", "value"),
    [
        ('theme = "day"\nlangauge = "en"', "unknown_key_meant", 2, "language"),
        ("\n\nzoom = 3", "unknown_key", 3, "station"),
        ('\n[ui]\ntheme = "day"', "unknown_key", 2, "theme"),
        ('language = "cn"', "bad_value", 1, "zh, en"),
        ('theme = "nigth"', "bad_value_meant", 1, "night"),
        ("station = 5", "not_text", 1, "station"),
        ('station = "a"\nseat = ', "broken", 2, "commandroom.toml"),
        ('station = "a"\nstation = "b"\n', "broken", 2, "commandroom.toml"),
        ('seat = "a\n', "broken", 1, "commandroom.toml"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tmp_path: Path, text: str, key: str, line: int, value: str
) -> None:
    with pytest.raises(WorldFailed) as met:
        read_settings(written(tmp_path, text), {})
    assert met.value.key == f"core.settings.{key}"
    assert met.value.values["line"] == line
    for language in ("zh", "en"):
        said = Wording(language).error(met.value)
        assert value in said
        assert str(tmp_path) in said


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "commandroom.toml").write_bytes('seat = "1"\nstation = "派出所"'.encode("gb18030"))
    with pytest.raises(WorldFailed) as met:
        read_settings(tmp_path, {})
    assert (met.value.key, met.value.values["line"]) == ("core.settings.broken", 2)


def test_a_bad_environment_is_told() -> None:
    with pytest.raises(WorldFailed) as met:
        read_settings(None, {"COMMANDROOM_LANGUAGE": "fr"})
    assert met.value.values["name"] == "COMMANDROOM_LANGUAGE"


def test_spoilt_choices_cost_a_warning_and_no_start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "choices.json").write_text('{"theme": "da', encoding="utf-8")
    assert read_settings(tmp_path, {}).theme == "night"
    assert "choices.json" in caplog.text
    (tmp_path / "choices.json").write_text('{"theme": "pink", "seat": "x"}', encoding="utf-8")
    assert read_settings(tmp_path, {}).seat == "席1"


def test_only_choices_of_the_window_are_remembered(tmp_path: Path) -> None:
    for wrong in ({"theme": "pink"}, {"store": "x"}):
        with pytest.raises(ValueError, match="="):
            remember(tmp_path, **wrong)
    assert not (tmp_path / "choices.json").exists()


def test_the_log_is_one_rotating_file(tmp_path: Path) -> None:
    undo = set_up_logging(tmp_path)
    try:
        logging.getLogger("commandroom.test").info("开始 %s", "值班")
    finally:
        undo()
    assert "开始 值班" in (tmp_path / "log" / "commandroom.log").read_text(encoding="utf-8")
    assert (tmp_path / "log" / "fault.log").exists()


def test_a_log_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with pytest.raises(WorldFailed, match=r"core\.settings\.log_unwritable"):
        set_up_logging(tmp_path)


@pytest.mark.parametrize("text", ['operator = "  "', 'seat = "a\\nb"', f'operator = "{"x" * 2_000}"'])
def test_who_gives_the_commands_is_one_line_of_text(tmp_path: Path, text: str) -> None:
    with pytest.raises(WorldFailed) as failure:
        read_settings(written(tmp_path, text), {})
    assert failure.value.key == "core.settings.bad_text"


def test_a_home_that_is_a_file_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    with pytest.raises(WorldFailed) as failure:
        read_settings(tmp_path / "home", {})
    assert failure.value.key == "core.settings.not_a_folder"


def test_a_spoilt_choice_and_an_unknown_somebody_stop_nothing(tmp_path: Path) -> None:
    (tmp_path / "choices.json").write_text("[" * 100_000)
    assert read_settings(tmp_path, {}).language == "zh"
    assert read_settings(Path("~nobody-of-this-name/room"), {}).home.name == "room"
