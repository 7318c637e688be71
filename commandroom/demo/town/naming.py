"""Names for streets: neighbouring pieces that run on into each other bear one name."""

from collections import defaultdict
from math import atan2, degrees
from random import Random

from commandroom.demo.town.plat import Plat, Street
from commandroom.demo.town.words import Words
from commandroom.roads.raw import RoadClass

_THINGS = "井桥塘庙祠槐桑竹茶酒豆灯伞鞋帽席砖石银铜花菜柴炭船马牛羊麻棉丝笔墨书"
_SIDES = "前后东西南北头坊市铺栏仓"
_PREFIXES = "新东南西北大小中上下前后内外"

MAX_BEND_DEG = 24.0
"""Streets that meet end to end and turn less than this are one street."""


class NameBox:
    """Hands out names, each once."""

    def __init__(self, words: Words, rng: Random) -> None:
        stems = [a + b for a in words.stem_first for b in words.stem_second if a != b]
        rng.shuffle(stems)
        common = list(words.street_stems)
        rng.shuffle(common)
        self._stems = [*reversed(stems), *reversed(common)]
        self._left = list(self._stems)
        self._rounds = 0
        villages = [name + end for name in words.surnames for end in words.village_ends]
        rng.shuffle(villages)
        self._villages = villages
        self._surnames = list(words.surnames)
        self._rng = rng
        self._lanes: dict[str, int] = defaultdict(int)
        self._used: set[str] = set()

    def stem(self) -> str:
        """Two characters, the common ones first; three once all are used up."""
        if not self._left:
            self._rounds += 1
            turned = _PREFIXES[self._rounds % len(_PREFIXES) :] + _PREFIXES[: self._rounds % len(_PREFIXES)]
            self._left = [turned[n % len(turned)] + stem for n, stem in enumerate(self._stems)]
        return self._left.pop()

    def village(self) -> str:
        """A village's name."""
        return self._villages.pop()

    def lane_of(self, parent: str) -> str:
        """The next lane off a street, or a lane named after a family."""
        is_street = parent.endswith(("路", "街", "道"))
        if not is_street or self._lanes[parent] >= 18 or self._rng.random() < 0.3:
            return self.family_lane()
        self._lanes[parent] += 1
        return f"{parent}{numeral(self._lanes[parent])}{'弄' if len(parent) % 2 == 0 else '巷'}"

    def family_lane(self) -> str:
        """A lane named after a family or a thing that stood there."""
        for _ in range(12):
            stem = self._rng.choice(self._surnames) + "家" if self._rng.random() < 0.5 else self._thing()
            name = stem + self._rng.choice(("巷", "巷", "弄", "里"))
            if name not in self._used and "家里" not in name:
                self._used.add(name)
                return name
        return f"{self.stem()}巷"

    def _thing(self) -> str:
        return self._rng.choice(_THINGS) + self._rng.choice(_SIDES)


def numeral(number: int) -> str:
    """1 … 99 in Chinese."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    if tens == 0:
        return digits[ones]
    return ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")


def name_streets(plat: Plat, box: NameBox, rng: Random) -> None:
    """Give every street its name; some lanes stay without one."""
    at_node: dict[int, list[int]] = defaultdict(list)
    for number, street in enumerate(plat.streets):
        for _, node in street.stops:
            at_node[node].append(number)
    chains = _chains(plat)
    chains.sort(key=lambda chain: (-sum(plat.streets[n].length for n in chain), chain[0]))
    for chain in chains:
        streets = [plat.streets[n] for n in chain]
        given = next((street.name for street in streets if street.name and not street.is_bridge), "")
        name = given or _name(plat, streets, box, rng, at_node)
        for street in streets:
            if not street.is_bridge:
                street.name = name


def _name(plat: Plat, streets: list[Street], box: NameBox, rng: Random, at_node: dict[int, list[int]]) -> str:
    length = sum(street.length for street in streets)
    road_class = max(street.road_class for street in streets)
    style = max(streets, key=lambda street: street.length).style
    if style in ("fields", "village") and road_class < RoadClass.TERTIARY:
        if length > 420:
            return f"{box.village()}路"
        return box.family_lane() if rng.random() < 0.4 else ""
    if road_class >= RoadClass.PRIMARY:
        return f"{box.stem()}大道"
    if road_class >= RoadClass.TERTIARY:
        return f"{box.stem()}路"
    if road_class is RoadClass.RESIDENTIAL and (length > 330 or style == "grid"):
        return f"{box.stem()}{rng.choice(('街', '路', '街'))}"
    if rng.random() < (0.12 if style == "old" else 0.16):
        return ""
    parent = _parent(plat, streets[0], at_node)
    return box.lane_of(parent) if parent else f"{box.stem()}{rng.choice(('巷', '里'))}"


def _parent(plat: Plat, lane: Street, at_node: dict[int, list[int]]) -> str:
    """The named street the lane starts from."""
    touching = {number for _, node in (lane.stops[0], lane.stops[-1]) for number in at_node[node]}
    found = [
        (-plat.streets[number].road_class, number)
        for number in touching
        if plat.streets[number] is not lane
        and plat.streets[number].name
        and not plat.streets[number].is_bridge
    ]
    return plat.streets[min(found)[1]].name if found else ""


def _chains(plat: Plat) -> list[list[int]]:
    root = list(range(len(plat.streets)))

    def find(number: int) -> int:
        while root[number] != number:
            root[number] = root[root[number]]
            number = root[number]
        return number

    ends: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for number, street in enumerate(plat.streets):
        if street.is_road:
            heading = degrees(atan2(street.end[1] - street.start[1], street.end[0] - street.start[0]))
            ends[street.stops[0][1]].append((number, heading))
            ends[street.stops[-1][1]].append((number, heading + 180.0))
    for node in sorted(ends):
        for one, out_one in ends[node]:
            for two, out_two in ends[node]:
                if one < two and _runs_on(plat, one, two, out_one, out_two):
                    root[find(two)] = find(one)
    chains: dict[int, list[int]] = defaultdict(list)
    for number, street in enumerate(plat.streets):
        if street.is_road:
            chains[find(number)].append(number)
    return list(chains.values())


def _runs_on(plat: Plat, one: int, two: int, out_one: float, out_two: float) -> bool:
    first, second = plat.streets[one], plat.streets[two]
    if first.name and second.name and first.name != second.name and not (first.is_bridge or second.is_bridge):
        return False
    turn = abs((out_one - out_two) % 360.0 - 180.0)
    return turn < MAX_BEND_DEG and abs(first.road_class - second.road_class) <= 1
