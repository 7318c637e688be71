import hashlib
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commandroom.errors import WorldFailed
from commandroom.roads.compile import compile_network
from commandroom.roads.network import RoadNetwork
from commandroom.roads.raw import (
    AreaKind,
    LineKind,
    Note,
    OneWay,
    RawArea,
    RawLine,
    RawPlace,
    RawWay,
    RoadClass,
)
from commandroom.roads.roadfile import MAGIC, ROADS_VERSION, load_roads, save_roads

from .maps import grid_point, raw_map


@pytest.fixture
def network() -> RoadNetwork:
    ring = tuple(grid_point(east, north) for east, north in [(0, 0), (30, 0), (30, 30)])
    return compile_network(
        raw_map(
            [(0, 0), (100, 0), (100, 100)],
            RawWay((0, 1), RoadClass.PRIMARY, "解放路", OneWay.FORWARD, maxspeed_kmh=40),
            RawWay((1, 2), RoadClass.PATH, motor=False),
            places=(RawPlace("市医院", "hospital", grid_point(5, 5)),),
            areas=(RawArea(AreaKind.WATER, ring, "莲湖", (ring[::-1],)),),
            lines=(RawLine(LineKind.METRO, ring, "地铁1号线", -1),),
            source="出处",
            notes=(Note("roads.note.clipped", 3),),
        )
    )


def same(a: RoadNetwork, b: RoadNetwork) -> bool:
    for name in RoadNetwork.__slots__:
        left, right = getattr(a, name), getattr(b, name)
        if isinstance(left, np.ndarray):
            if left.dtype != right.dtype or not np.array_equal(left, right):
                return False
        elif left != right:
            return False
    return True


def test_what_is_saved_is_what_is_loaded(network: RoadNetwork, tmp_path: Path) -> None:
    save_roads(network, tmp_path / "deep" / "town.roads")
    assert same(load_roads(tmp_path / "deep" / "town.roads"), network)


def test_a_network_without_areas_and_places_survives(tmp_path: Path) -> None:
    bare = compile_network(raw_map([(0, 0), (9, 0)], RawWay((0, 1), RoadClass.PATH)))
    save_roads(bare, tmp_path / "bare.roads")
    assert same(load_roads(tmp_path / "bare.roads"), bare)


def test_the_same_map_gives_the_same_bytes(network: RoadNetwork, tmp_path: Path) -> None:
    digests = [save_roads(network, tmp_path / name) for name in ("a.roads", "b.roads")]
    assert digests[0] == digests[1]
    assert (tmp_path / "a.roads").read_bytes() == (tmp_path / "b.roads").read_bytes()


def test_loaded_arrays_cannot_be_changed(network: RoadNetwork, tmp_path: Path) -> None:
    save_roads(network, tmp_path / "town.roads")
    with pytest.raises(ValueError, match="read-only"):
        load_roads(tmp_path / "town.roads").seg_from[0] = 1


def test_a_failed_save_leaves_the_old_file_and_no_litter(network: RoadNetwork, tmp_path: Path) -> None:
    (tmp_path / "town.roads").mkdir()
    with pytest.raises(WorldFailed, match=r"roads\.file\.unwritable"):
        save_roads(network, tmp_path / "town.roads")
    assert [path.name for path in tmp_path.iterdir()] == ["town.roads"]


def refusal(path: Path) -> str:
    with pytest.raises(WorldFailed) as caught:
        load_roads(path)
    assert caught.value.values["path"] == str(path)
    return caught.value.key


def test_unhappy_files_are_refused_by_name(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.roads") == "roads.file.missing"
    assert refusal(tmp_path) == "roads.file.unreadable"
    path = tmp_path / "town.roads"
    path.write_bytes(b"")
    assert refusal(path) == "roads.file.empty"
    path.write_bytes(b"PK\x03\x04 something else")
    assert refusal(path) == "roads.file.foreign"
    path.write_bytes(MAGIC + b"\1")
    assert refusal(path) == "roads.file.broken"


def test_a_newer_version_is_told_apart_from_damage(network: RoadNetwork, tmp_path: Path) -> None:
    path = tmp_path / "town.roads"
    save_roads(network, path)
    blob = bytearray(path.read_bytes())
    blob[8:12] = struct.pack("<I", ROADS_VERSION + 1)
    path.write_bytes(blob)
    assert refusal(path) == "roads.file.newer"


def as_version_1(path: Path) -> None:
    """Take away from a road file what version 1 did not have."""
    blob = path.read_bytes()
    json_length = struct.unpack_from("<I", blob, 12)[0]
    strings = json.loads(blob[48 : 48 + json_length])
    for name in [name for name in strings["arrays"] if name.startswith(("hole_", "line_", "way_level"))]:
        del strings["arrays"][name]
    text = json.dumps(strings).encode()
    text += b" " * (-len(text) % 8)
    content = text + blob[48 + json_length :]
    head = struct.pack("<8sII32s", MAGIC, 1, len(text), hashlib.sha256(content).digest())
    path.write_bytes(head + content)


def test_a_file_of_version_1_is_read_without_holes_lines_and_levels(
    network: RoadNetwork, tmp_path: Path
) -> None:
    save_roads(network, tmp_path / "town.roads")
    as_version_1(tmp_path / "town.roads")
    old = load_roads(tmp_path / "town.roads")
    assert (old.names, old.area_count, len(old.hole_area)) == (network.names, 1, 0)
    assert len(old.line_kind) == 0
    assert old.way_level.tolist() == [0, 0]
    save_roads(old, tmp_path / "again.roads")
    assert same(load_roads(tmp_path / "again.roads"), old)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_flipped_or_missing_byte_is_noticed(
    network: RoadNetwork, tmp_path: Path, data: st.DataObject
) -> None:
    path = tmp_path / "town.roads"
    save_roads(network, path)
    blob = bytearray(path.read_bytes())
    at = data.draw(st.integers(0, len(blob) - 1))
    if data.draw(st.booleans()):
        blob = blob[:at]
    else:
        blob[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(blob)
    assert refusal(path).startswith("roads.file.")


@pytest.mark.parametrize(
    ("field", "value"), [("names", []), ("bbox", [1]), ("arrays", {}), ("places", [["x"]]), ("notes", 5)]
)
def test_a_file_with_a_right_hash_but_wrong_content_is_refused(
    network: RoadNetwork, tmp_path: Path, field: str, value: object
) -> None:
    path = tmp_path / "town.roads"
    save_roads(network, path)
    blob = path.read_bytes()
    json_length = struct.unpack_from("<I", blob, 12)[0]
    strings = json.loads(blob[48 : 48 + json_length])
    strings[field] = value
    text = json.dumps(strings).encode()
    text += b" " * (-len(text) % 8)
    content = text + blob[48 + json_length :]
    head = struct.pack("<8sII32s", MAGIC, ROADS_VERSION, len(text), hashlib.sha256(content).digest())
    path.write_bytes(head + content)
    assert refusal(path) == "roads.file.broken"
