"""The roster as a file: firms, posts, units, members and patrol routes, XLSX or CSV, Chinese headings."""

from commandroom.services.roster.placing import (
    Shift,
    far_from_roads,
    looks_shifted,
    road_notes,
    shift_note,
)
from commandroom.services.roster.reader import read_roster
from commandroom.services.roster.reading import Known, Note, RosterReading, RowProblem
from commandroom.services.roster.skipping import without_bad_rows
from commandroom.services.roster.template import write_template
from commandroom.services.roster.writer import write_roster

__all__ = [
    "Known",
    "Note",
    "RosterReading",
    "RowProblem",
    "Shift",
    "far_from_roads",
    "looks_shifted",
    "read_roster",
    "road_notes",
    "shift_note",
    "without_bad_rows",
    "write_roster",
    "write_template",
]
