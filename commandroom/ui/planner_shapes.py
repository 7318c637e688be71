"""A plan on the live map: the new stations with number and name, and those that are given up."""

from commandroom.map.marks import Shape
from commandroom.ui.planner_answer import PlanAnswer
from commandroom.ui.planner_words import rows
from commandroom.wording import Wording


def plan_shapes(answer: PlanAnswer, wording: Wording) -> tuple[Shape, ...]:
    """Points; a station that stays is a post of the map already and is not drawn again."""
    places = {each.site.id: each.site.at for each in answer.chosen if not each.is_present}
    gone = {each.id: each.at for each in answer.given_up}
    shapes = []
    for row in rows(answer, wording):
        if row.id in gone:
            shapes.append(Shape(f"plan.{row.id}", "point", (gone[row.id],), "plan_gone"))
        elif row.id in places:
            shapes.append(
                Shape(f"plan.{row.id}", "point", (places[row.id],), "plan_new", f"{row.number} {row.name}")
            )
    return tuple(shapes)
