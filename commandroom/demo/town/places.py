"""Who stands where: schools, markets, the hospital, the museum and their gates."""

from dataclasses import dataclass
from math import hypot
from random import Random

from commandroom.demo.town.layout import Layout
from commandroom.demo.town.naming import NameBox, numeral
from commandroom.demo.town.plat import Block, Plat, Point, area, middle
from commandroom.demo.town.scenery import Patch, Scenery, forecourt, houses, park
from commandroom.demo.town.words import Words
from commandroom.roads.raw import AreaKind, RoadClass

GATES = {"museum", "hospital", "factory", "stadium", "mall", "station", "park"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place on the plan."""

    name: str
    kind: str
    at: Point


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that looks for a block: of which districts, near what, about how large (square metres)."""

    name: str
    kind: str
    styles: tuple[str, ...]
    near: Point | None = None
    size: float = 12_000.0


def single_wishes(words: Words, layout: Layout, town: str) -> list[Wish]:
    """What the map has one of, each with the place it is looked for."""
    cx, cy = layout.centre
    short = words.town[:-1] if town == words.town else words.city[:-1]
    urban, any_urban = ("old", "homes"), ("old", "homes", "grid")
    return [
        Wish(f"{short}博物馆", "museum", urban, (cx - 620, cy - 60), 16_000),
        Wish(f"{town}人民医院", "hospital", urban, (cx + 1350, cy - 250), 26_000),
        Wish(f"{town}中医医院", "hospital", urban, (cx - 1500, cy - 500), 18_000),
        Wish("下河街夜市", "night_market", ("old",), (cx + 330, 330.0), 6_000),
        Wish("城关派出所", "police", ("old",), (cx + 150, cy - 250), 5_000),
        Wish("江南派出所", "police", ("grid",), (cx + 300, -700.0), 9_000),
        Wish("城北派出所", "police", ("homes",), (cx - 300, cy + 1100), 9_000),
        Wish(f"{short}客运站", "station", ("homes",), (cx - 2200, cy + 1000), 22_000),
        Wish(f"{short}体育场", "stadium", ("grid", "homes"), (cx + 900, -1500.0), 80_000),
        Wish(f"{town}人民政府", "government", ("grid",), (cx, -850.0), 30_000),
        Wish("政务服务中心", "government", ("grid",), (cx + 420, -1150.0), 20_000),
        Wish("市民广场", "square", ("grid",), (cx, -480.0), 26_000),
        Wish("鼓楼广场", "square", ("old",), (cx - 60, cy - 250), 6_500),
        Wish("澜江公园", "park", ("grid",), (cx - 700, -280.0), 80_000),
        Wish("人民公园", "park", any_urban, (cx - 900, cy + 500), 80_000),
        Wish("文峰公园", "park", urban, (cx + 1500, cy + 900), 80_000),
        Wish("南湖湿地公园", "park", ("grid",), (cx + 1900, -1500.0), 95_000),
        Wish("西园", "park", ("homes", "old"), (cx - 1900, cy - 200), 60_000),
        Wish("万澜广场", "mall", ("grid",), (cx + 350, -350.0), 28_000),
        Wish("新世纪购物中心", "mall", ("old", "homes"), (cx + 250, cy + 350), 14_000),
        Wish("东城商贸城", "mall", ("homes",), (cx + 2200, cy - 100), 26_000),
        Wish(
            "县图书馆" if town == words.town else "市图书馆", "library", ("grid",), (cx - 420, -900.0), 18_000
        ),
        Wish("文化馆", "culture", ("old",), (cx - 250, cy + 150), 7_000),
        Wish("大澜影城", "cinema", any_urban, (cx + 700, cy + 100), 9_000),
        Wish("文峰塔", "sight", ("old",), (cx + 700, cy - 650), 6_000),
        Wish("城隍庙", "sight", ("old",), (cx - 800, cy - 500), 6_000),
        Wish("江南中心市场", "market", ("grid",), (cx - 1500, -600.0), 20_000),
        Wish("西街农贸市场", "market", ("old", "homes"), (cx - 900, cy - 400), 8_000),
        Wish("城北农贸市场", "market", ("homes",), (cx + 300, cy + 1000), 12_000),
        Wish("东门菜场", "market", ("old", "homes"), (cx + 950, cy - 150), 8_000),
        Wish("福利院", "care", ("homes",), (cx - 2000, cy + 400), 18_000),
        Wish("自来水厂", "utility", ("homes", "works", "fields"), (cx - 2900, 400.0), 40_000),
        Wish("城东变电站", "utility", ("homes", "works", "fields"), (cx + 2900, cy), 24_000),
        Wish("消防救援站", "fire_station", ("homes", "grid"), (cx + 1800, cy + 300), 14_000),
        Wish("中心粮库", "warehouse", ("works",), None, 60_000),
    ]


def repeated_wishes(box: NameBox, rng: Random, words: Words, layout: Layout) -> list[Wish]:
    """What the map has many of, spread by chance."""
    many = 1 if layout.size < 1.2 else 4
    urban = ("old", "homes", "grid")
    wishes = [Wish(f"第{numeral(n)}小学", "school", urban, None, 22_000) for n in range(1, 6 * many + 1)]
    wishes += [Wish(f"第{numeral(n)}中学", "school", urban, None, 34_000) for n in range(1, 4 * many + 1)]
    wishes += [
        Wish(f"{box.stem()}实验学校", "school", ("grid", "homes"), None, 30_000) for _ in range(2 * many)
    ]
    wishes += [Wish(f"{box.stem()}幼儿园", "school", urban, None, 9_000) for _ in range(9 * many)]
    goods = ("机械", "纺织", "食品", "电缆", "建材", "五金", "药业", "电子", "木业", "化工")
    wishes += [
        Wish(f"{box.stem()}{goods[n % 10]}厂", "factory", ("works",), None, 60_000) for n in range(9 * many)
    ]
    wishes += [Wish(f"{box.stem()}银行{rng.choice(('支行', '分理处'))}", "bank", urban, None, 7_000)
               for _ in range(9 * many)]  # fmt: skip
    wishes += [Wish(f"{box.stem()}{rng.choice(('大酒店', '宾馆'))}", "hotel", urban, None, 8_000)
               for _ in range(7 * many)]  # fmt: skip
    wishes += [Wish(f"{box.stem()}超市", "shop", urban, None, 7_000) for _ in range(7 * many)]
    wishes += [Wish(f"{box.stem()}工地", "site", ("grid", "works"), None, 28_000) for _ in range(4 * many)]
    wishes += [Wish(f"{box.stem()}加油站", "fuel", ("homes", "works", "grid"), None, 14_000)
               for _ in range(5 * many)]  # fmt: skip
    wishes += [Wish(f"{box.stem()}社区卫生服务中心", "clinic", urban, None, 9_000) for _ in range(4 * many)]
    wishes += [Wish(f"{box.stem()}物流园", "warehouse", ("works",), None, 70_000) for _ in range(3 * many)]
    wishes += [Wish(f"{box.stem()}公园", "park", ("homes", "grid"), None, 60_000) for _ in range(3 * many)]
    estates = (64 if many == 1 else 110) * many
    wishes += [
        Wish(f"{box.stem()}{rng.choice(words.estate_ends)}", "estate", ("homes", "grid"), None, 17_000)
        for _ in range(estates)
    ]
    return wishes


def settle(
    plat: Plat, blocks: list[Block], wishes: list[Wish], scenery: Scenery, rng: Random, layout: Layout
) -> list[Spot]:
    """Give every wish the block that suits it best, build on it, and return the named places."""
    free = [
        (block, area(ring), middle(ring))
        for block in blocks
        if block.use in ("", "compound") and (ring := plat.corners(block)) and block.style in _SETTLED
    ]
    spots: list[Spot] = []
    for wish in wishes:
        fitting = [
            entry for entry in free if entry[0].style in wish.styles and entry[0].use in ("", "compound")
        ]
        if not fitting:
            continue
        near = wish.near or rng.choice(fitting)[2]
        block, _, centre = min(fitting, key=lambda entry: (_unfit(entry[1], entry[2], wish, near), entry[2]))
        block.use = wish.kind
        spots.append(Spot(wish.name, wish.kind, centre))
        spots += _gates(plat, block, wish)
        _build(plat, block, wish, scenery, rng)
    return spots


_SETTLED = ("old", "homes", "grid", "works")


def _unfit(size: float, centre: Point, wish: Wish, near: Point) -> float:
    """Metres of detour one would accept, so to speak: distance plus a price for the wrong size."""
    ratio = max(size / wish.size, wish.size / size)
    return hypot(centre[0] - near[0], centre[1] - near[1]) + 320.0 * (ratio - 1.0)


def _gates(plat: Plat, block: Block, wish: Wish) -> list[Spot]:
    """One gate on each side of the compass that has a road, named after it; a museum has a front."""
    if wish.kind not in GATES:
        return []
    centre = middle(plat.corners(block))
    gates: dict[str, tuple[float, Point]] = {}
    for side in block.sides:
        if not plat.streets[side.street].is_road:
            continue
        (ax, ay), (bx, by) = plat.nodes[side.first], plat.nodes[side.last]
        dx, dy = (ax + bx) / 2 - centre[0], (ay + by) / 2 - centre[1]
        compass = ("东" if dx > 0 else "西") if abs(dx) > abs(dy) else ("北" if dy > 0 else "南")
        length = hypot(bx - ax, by - ay)
        at = (centre[0] + dx * 0.9, centre[1] + dy * 0.9)
        if length > gates.get(compass, (30.0, at))[0]:
            gates[compass] = (length, at)
    has_front = wish.kind == "museum"
    front = max(
        (compass for compass in "北东西" if compass in gates), key=lambda side: gates[side], default=""
    )
    return [
        Spot(f"{wish.name}{'正' if has_front and compass == front else compass}门", "gate", gates[compass][1])
        for compass in "南北东西"
        if compass in gates
    ]


def _build(plat: Plat, block: Block, wish: Wish, scenery: Scenery, rng: Random) -> None:
    if wish.kind == "park":
        park(plat, block, scenery, wish.name, pond=wish.size > 30_000)
    elif wish.kind == "square":
        ring = tuple(plat.corners(block))
        scenery.patches.append(Patch(AreaKind.SQUARE, ring, wish.name))
        forecourt(plat, block, scenery, RoadClass.PATH)
    else:
        if wish.kind in ("museum", "night_market", "station", "sight"):
            forecourt(plat, block, scenery, RoadClass.PATH)
        elif wish.kind in ("hospital", "factory", "estate", "warehouse"):
            forecourt(plat, block, scenery, RoadClass.SERVICE)
        size = {"estate": 2_600.0, "factory": 9_000.0, "warehouse": 12_000.0, "mall": 12_000.0}
        houses(plat, block, scenery, rng, plot=size.get(wish.kind, 3_200.0))
