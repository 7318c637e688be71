"""The closed lists of the trade. Values are stored and journalled: never rename one."""

from enum import IntEnum, StrEnum


class UnitKind(StrEnum):
    """六巡: the six ways a unit patrols."""

    FOOT = "foot"
    CAR = "car"
    MOTORBIKE = "motorbike"
    DOG = "dog"
    VIDEO = "video"
    DRONE = "drone"


class Party(StrEnum):
    """Whose people a unit is made of."""

    POLICE = "police"
    GUARD = "guard"
    VOLUNTEER = "volunteer"


class Duty(StrEnum):
    """Whether a unit is to be had at all; being busy follows from its assignment."""

    ON = "on"
    RESTING = "resting"
    OFF = "off"


class AssignmentStatus(StrEnum):
    """派警 → 签收 → 出动 → 到场 → 处置完毕, kept for each (unit, incident)."""

    ORDERED = "ordered"
    ACKNOWLEDGED = "acknowledged"
    EN_ROUTE = "en_route"
    ON_SCENE = "on_scene"
    CLEARED = "cleared"
    WITHDRAWN = "withdrawn"

    @property
    def is_over(self) -> bool:
        """Whether the unit is free of this incident again."""
        return self in (AssignmentStatus.CLEARED, AssignmentStatus.WITHDRAWN)

    @property
    def step(self) -> int:
        """Place in the natural order, 0 for ordered."""
        return list(AssignmentStatus).index(self)


class IncidentStatus(StrEnum):
    """Whether an incident still needs the room."""

    OPEN = "open"
    CLOSED = "closed"


class Ring(StrEnum):
    """快反圈: self-rescue by the own post, mutual aid by neighbours, support by the police."""

    SELF = "self"
    MUTUAL = "mutual"
    SUPPORT = "support"


class Level(IntEnum):
    """How grave; 1 is worst."""

    GRAVE = 1
    SERIOUS = 2
    ORDINARY = 3


class FirmKind(StrEnum):
    """The three kinds of employers of guards."""

    GUARD_COMPANY = "guard_company"
    SELF_RECRUITING = "self_recruiting"
    PROPERTY = "property"


class MemberRole(StrEnum):
    """What a member is."""

    OFFICER = "officer"
    AUXILIARY = "auxiliary"
    GUARD = "guard"
    PROPERTY_STAFF = "property_staff"
    VOLUNTEER = "volunteer"


class RoadEffect(StrEnum):
    """What a drawing means to whoever travels through it."""

    NONE = ""
    CLOSED = "closed"
    SLOW = "slow"


class DrawingKind(StrEnum):
    """What a hand draws on the map."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
