"""The drill's own amber, the same by night and day: nobody may take a drill for the real room."""

BAND_AMBER = "#e8ac24"
BAND_INK = "#1b1404"
