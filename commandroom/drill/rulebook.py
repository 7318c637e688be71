"""The rules of contact that a script may set: their numbers, each with what is usual."""

from pydantic import Field

from commandroom.drill.parts import Name, Part, Seconds


class ContactRule(Part):
    """When attackers stop before those who keep their distance."""

    units: int = Field(default=2, ge=1, le=50)
    shielded: int = Field(default=2, ge=0, le=50)
    within_m: float = Field(default=30.0, gt=0, le=200)


class SubdueRule(Part):
    """When attackers who are held can be overpowered."""

    units: int = Field(default=5, ge=1, le=50)
    police: int = Field(default=2, ge=0, le=50)
    sides: int = Field(default=4, ge=0, le=4)
    within_m: float = Field(default=40.0, gt=0, le=200)
    hold: Seconds = 20.0


class CutRule(Part):
    """When somebody who flees is stopped."""

    police: int = Field(default=1, ge=0, le=20)
    units: int = Field(default=1, ge=1, le=20)
    within_m: float = Field(default=40.0, gt=0, le=200)
    hold: Seconds = 10.0


class SearchRule(Part):
    """When somebody who hides, or is lost, is found."""

    units: int = Field(default=2, ge=1, le=50)
    within_m: float = Field(default=60.0, gt=0, le=500)
    seconds: Seconds = 60.0
    """Median of the time so many units need; a drone or a dog halves it, the own post takes two thirds."""


class InjuryRule(Part):
    """How likely an active attacker with a weapon hurts somebody, each second, while nobody holds him."""

    crowd_per_minute: float = Field(default=0.15, ge=0, le=10)
    """Near people who have not left, within `within_m`."""
    guard_per_minute: float = Field(default=0.6, ge=0, le=10)
    """Near a unit without a shield that met him alone."""
    within_m: float = Field(default=12.0, gt=0, le=100)


class Rules(Part):
    """The rules of contact of this drill."""

    contact: ContactRule = ContactRule()
    subdue: SubdueRule = SubdueRule()
    cut: CutRule = CutRule()
    search: SearchRule = SearchRule()
    injury: InjuryRule = InjuryRule()
    hold: list[Name] = Field(default=[], max_length=20)
    """Places (exits, cordon points) that units on scene take in this order once four sides are closed or
    nobody else is needed near the attackers."""
    aftermath: Seconds = 30.0
    """How long the drill goes on after everybody is under control."""
