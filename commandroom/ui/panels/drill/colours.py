"""The drill's own amber, the same by night and day: nobody may take a drill for the real room."""

BAND_AMBER = "#f2b21b"
BAND_INK = "#1c1503"
