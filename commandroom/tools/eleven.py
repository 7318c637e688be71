"""The incidents of the eleven scripts, entered in the demo town, and whom the room would send."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from commandroom.demo.town.shipped import DemoTown, load_demo
from commandroom.geo import LatLon
from commandroom.models.domain.commands import ReportIncident
from commandroom.models.domain.doctrine import Doctrine
from commandroom.models.domain.entities import Assignment, Author, Incident, Unit
from commandroom.models.domain.enums import Level
from commandroom.models.domain.ids import IncidentId, KindCode
from commandroom.models.domain.rules import own_post_of, report_incident
from commandroom.roads.travel import RoadRouter
from commandroom.services.recommendation import Recommendation
from commandroom.services.team.proposal import TeamProposal

DESK = Author("值班员", "席1")
EVENING = datetime(2026, 5, 1, 13, 0, tzinfo=UTC)
"""21:00 in China."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One incident of a script and where in the demo town it is entered."""

    script: str
    """Number of the script."""
    zh: str
    en: str
    kind: str
    place: str
    """Name of a place of the town."""
    text: str


SCENES: tuple[Scene, ...] = (
    Scene("1", "博物馆三人持刀", "museum, three with knives", "knife", "临澜博物馆", "三人持刀冲入博物馆"),
    Scene(
        "2",
        "地铁口持管制刀具",
        "metro entrance, controlled knife",
        "knife_threat",
        "地铁油坊路站A口",
        "安检发现一人携带管制刀具",
    ),
    Scene(
        "3",
        "夜间盗窃车内财物",
        "car-door thief at night",
        "vehicle_theft",
        "荷溪新村",
        "一男子正在逐辆拉车门",
    ),
    Scene("4", "夜市口角", "night-market quarrel", "night_market_quarrel", "下河街夜市", "两名顾客争吵不休"),
    Scene(
        "5",
        "扬言到医院滋扰",
        "threat against a hospital",
        "hospital_threat",
        "临澜县人民医院",
        "有人扬言到门诊闹事",
    ),
    Scene(
        "6",
        "凌晨宿舍持刀伤人",
        "knife attack in a dormitory before dawn",
        "knife",
        "锦岭公寓",
        "宿舍楼内有人持刀伤人，嫌疑人往楼顶跑",
    ),
    Scene("7", "工地盗窃电缆", "cable theft at a site", "cable_theft", "临景工地", "两人剪断电缆后逃离"),
    Scene("8", "冰雪山路被困", "lost on an icy mountain road", "icy_road", "", "一车三人被困结冰山路"),
    Scene(
        "9", "货车道上醉酒男子", "drunk man on a truck road", "drunk", "映阳物流园", "一男子醉酒在路边徘徊"
    ),
    Scene("10a", "马拉松选手倒地", "marathon: a runner collapses", "medical", "临澜体育场", "选手冲刺后倒地"),
    Scene(
        "10b",
        "马拉松起点拥挤",
        "marathon: crowding at the start",
        "crowd_crush",
        "市民广场",
        "起点入口人流挤压",
    ),
    Scene(
        "11", "湖边走失儿童", "lost child by a pond", "lost_child", "南湖湿地公园", "六岁男孩在湖边走失十分钟"
    ),
)


@dataclass(frozen=True)
class Answer:
    """A scene as the room took and answered it."""

    scene: Scene
    incident: Incident
    proposal: TeamProposal


@dataclass
class TownDesk:
    """The demo town with nobody sent anywhere, its roads, and a set of rules."""

    doctrine: Doctrine
    town: DemoTown = field(default_factory=load_demo)
    now: datetime = EVENING

    def __post_init__(self) -> None:
        self.recommendation = Recommendation(RoadRouter(self.town.network))
        self.units: dict[str, Unit] = {unit.id: unit for unit in self.town.roster.units}

    def place(self, name: str) -> LatLon:
        """A place of the town by its name; without a name the hill farthest from the first police station."""
        places = self.town.network.places
        if name:
            return next(each.at for each in places if each.name == name)
        station = next(each.at for each in places if each.kind == "police")
        hills = [each.at for each in places if each.kind == "hill"]
        return max(hills, key=lambda at: (at.lat - station.lat) ** 2 + (at.lon - station.lon) ** 2)

    def report(
        self,
        kind: str,
        at: LatLon,
        *,
        place: str = "",
        text: str = "",
        level: Level | None = None,
        number: str = "I-1",
    ) -> Incident:
        """An incident as the room would take it, under the simple rule where one applies."""
        order = ReportIncident(DESK, KindCode(kind), at, place, text, level=level)
        return report_incident(
            order,
            kind=self.town.kinds.kind(KindCode(kind)),
            number=IncidentId(number),
            own_post=own_post_of(at, self.town.roster.posts),
            doctrine=self.doctrine,
            at=self.now,
        ).incident

    def propose(
        self,
        incident: Incident,
        *,
        assignments: Iterable[Assignment] = (),
        others: Iterable[Incident] = (),
        now: datetime | None = None,
    ) -> TeamProposal:
        """The room's team for an incident."""
        return self.recommendation.propose(
            incident,
            self.units.values(),
            assignments=assignments,
            incidents=(incident, *others),
            posts=self.town.roster.posts,
            doctrine=self.doctrine,
            now=self.now if now is None else now,
        )

    def answer(self, scene: Scene) -> Answer:
        """One scene, alone in the town."""
        incident = self.report(scene.kind, self.place(scene.place), place=scene.place, text=scene.text)
        return Answer(scene, incident, self.propose(incident))


def answers(desk: TownDesk) -> tuple[Answer, ...]:
    """Every scene, each alone in the town."""
    return tuple(desk.answer(scene) for scene in SCENES)
