"""The catalogue of kinds and what callers say."""

import json
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from commandroom.demo.texts import ROAD, read_texts
from commandroom.demo.town import load_demo
from commandroom.errors import WorldFailed
from commandroom.models.domain.enums import Level
from commandroom.resources import resource


def test_the_catalogue_has_every_kind_in_both_languages() -> None:
    kinds = load_demo("town").kinds.kinds
    assert len(kinds) >= 24
    assert {"knife", "fight", "dispute"} <= set(kinds)
    assert {kind.level for kind in kinds.values()} == set(Level)
    assert {kind.police_needed for kind in kinds.values()} == {True, False}
    for code, kind in kinds.items():
        assert code.isascii()
        assert code == code.lower()
        assert any("一" <= letter <= "鿿" for letter in kind.zh)
        assert kind.en.isascii()
        assert (kind.rings.self_s, kind.rings.mutual_s) == (60, 180)
        assert kind.rings.support_s in (300, 480)
    assert (
        len({kind.zh for kind in kinds.values()}) == len({kind.en for kind in kinds.values()}) == len(kinds)
    )


def test_every_kind_has_three_texts_and_no_unknown_kind_has_any() -> None:
    texts = read_texts()
    assert set(texts.kinds) == set(load_demo("town").kinds.kinds)
    for known in texts.kinds.values():
        assert len({text.zh for text in known.texts}) >= 3
        assert len({text.en for text in known.texts}) == len(known.texts)
        assert all(text.en.isascii() and text.zh and "{" not in text.zh for text in known.texts)


@pytest.mark.parametrize("scale", ["town", "city"])
def test_every_place_kind_of_a_text_is_on_the_map(scale: str) -> None:
    on_map = {place.kind for place in load_demo(scale).network.places} | {ROAD}
    wanted = {kind for known in read_texts().kinds.values() for kind in known.place_kinds}
    assert wanted <= on_map


def test_draws_repeat_with_the_seed_and_follow_the_hour() -> None:
    texts = read_texts()
    first = [texts.draw(Random(3), hour=22) for _ in range(5)]
    assert first == [texts.draw(Random(3), hour=22) for _ in range(5)]
    rng = Random(5)
    night = Counter(texts.draw(rng, hour=1).kind for _ in range(600))
    noon = Counter(texts.draw(rng, hour=11).kind for _ in range(600))
    assert night["drunk"] > noon["drunk"]
    assert noon["dispute"] > night["dispute"]
    assert sum(texts.rate(hour) for hour in range(24)) == pytest.approx(24)
    assert texts.rate(20) > texts.rate(4)


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    plain = json.loads(resource("demo", "incident_texts.json").read_text(encoding="utf-8"))
    plain["kinds"][4]["hours"] = "noon"
    path = tmp_path / "texts.json"
    path.write_text(json.dumps(plain), encoding="utf-8")
    with pytest.raises(WorldFailed) as failed:
        read_texts(path)
    assert failed.value.values["row"] == 5
